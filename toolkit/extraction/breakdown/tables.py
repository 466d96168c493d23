"""Rows of a table become entries: columns by their names, blank cells from the row above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.extraction.breakdown.align import align_row
from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.columns import settle
from toolkit.extraction.breakdown.grids import (
    Grid,
    GridCell,
    GridRow,
    Piece,
    as_printed,
    parts_of,
    region_of,
    region_of_all,
)
from toolkit.extraction.breakdown.groups import Group, charge_of_heading
from toolkit.extraction.breakdown.listed import Listed
from toolkit.extraction.breakdown.notes import Entry
from toolkit.extraction.breakdown.records import Charge, Region
from toolkit.extraction.breakdown.words import CHARGED, Part

_HEADER_ROWS = 4
_ROLES = (*CHARGED, Part.OFFICIAL, Part.PERSON)
_CARRIED = (Part.LEAD, Part.RESPONSIBLE, Part.OFFICIAL, Part.PERSON)
_REMARK_LENGTH = 8
_NAME_LENGTH = 20


@dataclass(slots=True)
class Line:
    """A row under its columns. ``inherited`` are cells of earlier rows that hold for it too."""

    cells: dict[int, GridCell]
    line: Piece | None
    inherited: list[Piece] = field(default_factory=list)


class TableReader:
    """Reads the tables of one document; a table without header continues the one before."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.columns: list[Part] = []
        self.entries: list[Entry] = []

    # --- what a table is ---------------------------------------------------------------------

    def read(self, grid: Grid) -> bool:
        """Read one table; whether it is one that charges somebody."""
        header, parts = self._header(grid)
        if header is None:
            width = len(grid.rows[0].cells) if grid.rows else 0
            if not self.columns or width != len(self.columns) or len(grid.rows) < 1:
                return False
            header, parts = -1, self.columns
        self.columns = parts
        names = [cell.text for cell in grid.rows[header].cells] if header >= 0 else []
        heads = grid.rows[header].cells if header >= 0 else []
        body = [row for row in grid.rows[header + 1 :] if [c.text for c in row.cells] != names]
        if grid.loose:
            body = [self._aligned(row) for row in body]
        _Rows(self, parts, heads, body, exact=grid.exact).read()
        return True

    def _aligned(self, row: GridRow) -> GridRow:
        """A line with wide gaps under its columns, where it has lost or won a cell."""
        if len(row.cells) in (1, len(self.columns)):
            return row
        pieces = [p for cell in row.cells for p in cell.pieces]
        return GridRow(align_row(pieces, self.columns, self.reader), row.line)

    def _header(self, grid: Grid) -> tuple[int | None, list[Part]]:
        """The last of the rows at the top that name columns, and the columns."""
        found: int | None = None
        parts: list[Part | None] = []
        for number, row in enumerate(grid.rows[:_HEADER_ROWS]):
            here = parts_of(row, self.reader.words)
            filled = sum(1 for c in row.cells if c.text)
            known = sum(1 for p in here if p)
            if known >= 2 and known * 2 > filled:
                width = max(len(parts), len(here))
                parts = [
                    (here[i] if i < len(here) else None) or (parts[i] if i < len(parts) else None)
                    for i in range(width)
                ]
                found = number
            elif found is not None:
                break
        if found is None:
            return None, []
        whole = [r for r in grid.rows[found + 1 :] if len(r.cells) == len(parts)]
        settled = settle(parts, whole, self.reader)
        return (found, settled) if any(p in _ROLES for p in settled) else (None, [])

    def read_listed(self, listed: Listed) -> None:
        """Read a table pasted one cell per line."""
        _Rows(self, listed.parts, [], listed.rows, exact=False).read()


class _Rows:
    """The rows of one table, from top to bottom."""

    def __init__(
        self,
        table: TableReader,
        parts: list[Part],
        heads: Sequence[GridCell],
        rows: list[GridRow],
        *,
        exact: bool,
    ) -> None:
        self.table, self.reader, self.parts, self.heads = table, table.reader, parts, heads
        self.rows = rows
        self.rules = self.reader.words.rules
        self.exact = exact and any(c.merged for r in rows for c in r.cells)
        self.above: dict[int, GridCell] = {}
        self.chapter: tuple[Region, Group] | None = None

    def read(self) -> None:
        """Make an entry of every row that holds a task."""
        for row in self.rows:
            filled = [c for c in row.cells if c.text]
            if not filled or self.rules.total.match(filled[0].text):
                continue
            if len(filled) == 1 and len(row.cells) > 1 and not self._alone_is_task(row):
                self._enter_chapter(filled[0])
                continue
            self._row(row)

    def _alone_is_task(self, row: GridRow) -> bool:
        """A single filled cell among the tasks is a row; at the left edge it is a chapter."""
        at = next(i for i, c in enumerate(row.cells) if c.text)
        return at > 0 and at < len(self.parts) and self.parts[at] is Part.TASK and bool(self.above)

    def _enter_chapter(self, cell: GridCell) -> None:
        region = region_of_all(cell.pieces)
        charge = charge_of_heading(region, self.reader) or Charge()
        self.chapter = (region, Group(charge, [region]))
        self.above = {}

    def _row(self, row: GridRow) -> None:
        cells: dict[int, GridCell] = {}
        inherited: list[Piece] = []
        sub_row = not row.cells[0].text and bool(self.above)
        leadless = self._is_leadless(row)
        for at, part in enumerate(self.parts):
            cell = row.cells[at] if at < len(row.cells) else GridCell()
            same = bool(cell.text) and self.rules.same_mark.fullmatch(cell.text) is not None
            if (not cell.text or same) and at in self.above:
                if same or self._takes_over(part, sub_row=sub_row, leadless=leadless):
                    cell = self.above[at]
                    inherited += cell.pieces
            elif cell.merged:
                inherited += cell.pieces
            cells[at] = cell
        self.above = cells
        self._entry(Line(cells, row.line, inherited))

    def _is_leadless(self, row: GridRow) -> bool:
        """Whether the cells of those who lead are all blank."""
        wanted = Part.LEAD if Part.LEAD in self.parts else Part.RESPONSIBLE
        at = [i for i, p in enumerate(self.parts) if p is wanted]
        return bool(at) and not any(row.cells[i].text for i in at if i < len(row.cells))

    def _takes_over(self, part: Part, *, sub_row: bool, leadless: bool) -> bool:
        """Whether a blank cell means the cell above it: in rows without a number of their own,
        and where nobody at all would lead."""
        if self.exact:
            return False
        if part is Part.TOPIC:
            return True
        if part in (Part.STEP, Part.OTHER, Part.METHOD, Part.PROPOSER):
            return False
        if part in (Part.NUMBER, Part.TASK):
            return sub_row
        return sub_row or (leadless and part in _CARRIED)

    # --- one row ----------------------------------------------------------------------------------

    def _entry(self, line: Line) -> None:
        by_part: dict[Part, list[GridCell]] = {}
        for at, part in enumerate(self.parts):
            if line.cells[at].text:
                by_part.setdefault(part, []).append(line.cells[at])
        tasks = by_part.get(Part.TASK) or by_part.get(Part.TOPIC) or []
        methods = by_part.get(Part.METHOD, [])
        if not tasks or any(self.rules.no_action.search(c.text) for c in methods):
            return
        body = [r for cell in tasks for r in self._regions(cell)]
        if not body or (len(by_part) == 1 and self.chapter is None):
            return
        entry = Entry(body, self._charge(by_part), first=line_start(line, body))
        if not (entry.charge.has_lead or entry.charge.supports) and self.rules.put_off.search(
            body[-1].text
        ):
            return
        if len(body) > 1 and len(tasks) > 1 and _is_name(body[0]):
            entry.lead_in = body.pop(0).printed
        topics = by_part.get(Part.TOPIC, [])
        topic = "".join(region_of_all(c.pieces).printed for c in topics[:1] if c not in tasks)
        entry.heading = topic
        entry.row = True
        entry.title_only = Part.PROPOSER in self.parts or bool(
            self.rules.title_only.search(body[0].text)
        )
        entry.steps = self._steps(line)
        entry.origin = self._origin(line)
        if self.chapter is not None:
            self._from_chapter(entry)
        self.table.entries.append(entry)

    def _regions(self, cell: GridCell, *, blanks: bool = False) -> list[Region]:
        return [region_of(piece, blanks=blanks) for piece in cell.pieces]

    def _steps(self, line: Line) -> list[Region]:
        steps: list[Region] = []
        for at, part in enumerate(self.parts):
            cell = line.cells[at]
            if part is not Part.STEP or not cell.text or self.rules.none_mark.fullmatch(cell.text):
                continue
            if at < len(self.heads) and self.heads[at].pieces:
                head = region_of_all(self.heads[at].pieces)
                if self.reader.times(head):
                    steps.append(head)
            steps += self._regions(cell)
        return steps

    def _charge(self, by_part: dict[Part, list[GridCell]]) -> Charge:
        charge = Charge(rule="表格栏目")
        for part in (*CHARGED, Part.OFFICIAL, Part.PERSON, Part.TIME):
            for cell in by_part.get(part, []):
                if self.rules.none_mark.fullmatch(cell.text):
                    continue
                self._read_cell(charge, part, cell)
        for cell in by_part.get(Part.OTHER, []):  # 长期坚持 among the remarks
            if len(cell.text) <= _REMARK_LENGTH:
                regions = self._regions(cell)
                charge.times += [r for r in regions if self.reader.times(r)]
        return charge

    def _read_cell(self, charge: Charge, part: Part, cell: GridCell) -> None:
        if part is Part.TIME:
            charge.times += self._regions(cell)
        elif part in (Part.OFFICIAL, Part.PERSON):
            where = charge.officials if part is Part.OFFICIAL else charge.owners
            names = self.reader.persons(region_of_all(cell.pieces))
            where += [n for n in names if n not in where]
        else:
            for region in self._regions(cell, blanks=True):
                charge.add(self.reader.charge(self._without_people(charge, region), part))
            charge.plain = charge.plain or part is Part.RESPONSIBLE

    def _without_people(self, charge: Charge, region: Region) -> Region:
        """Charge whoever is named among units (城建办葛工); without him where he stands apart at
        the end (芙蓉社区 卞书记)."""
        units = region
        for said in self.reader.people_in(region):
            if said.end == len(region.text) and not region.text[said.start - 1].strip():
                units = region.part(region.start, region.start + said.start)
            leads = said.person is not None and said.person.is_leader
            who = charge.officials if leads else charge.owners
            if said.name not in (*charge.officials, *charge.owners):
                who.append(said.name)
        return units

    def _origin(self, line: Line) -> list[Region]:
        if line.line is not None:
            pieces = [line.line, *line.inherited]
        else:
            own = [p for at in line.cells for p in line.cells[at].pieces]
            pieces = [p for p in own if p not in line.inherited] + line.inherited
        return [as_printed(p) for p in pieces]

    def _from_chapter(self, entry: Entry) -> None:
        if self.chapter is None:
            return
        region, group = self.chapter
        entry.heading = entry.heading or region.printed
        group.give(entry, self.reader)


def _is_name(region: Region) -> bool:
    """Whether a cell only names the matter that the next cell spells out."""
    return len(region.text) <= _NAME_LENGTH and not any(c.isdigit() for c in region.text)


def line_start(line: Line, body: Sequence[Region]) -> int:
    """The paragraph a row begins in, for the order of tasks."""
    if line.line is not None:
        return line.line.paragraph.index
    own = [p.paragraph.index for c in line.cells.values() for p in c.pieces if not c.merged]
    return min((i for i in own), default=body[0].block.first.index)
