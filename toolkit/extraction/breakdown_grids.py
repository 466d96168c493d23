"""Tables of a document as rows of cells, whatever they were pasted as.

Real Word tables (merged cells repeat what they cover), lines with ``|``, lines with tabs or wide
gaps, and tables whose cells stand one per line under a run of column names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.extraction.blocks import Block
from toolkit.extraction.breakdown_records import Region
from toolkit.extraction.breakdown_words import CHARGED, BreakdownWords, Part
from toolkit.model import Paragraph, Place
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_RULE = lazy(r"[|\s:+\-—=─]*")
_GAP = lazy(r"\t+| {2,}|[ 　]{2,}")
_NOTE_LINE = lazy(r"^(?:注|备注|说明|附注?|联系人|联系电话)\d?[:、.]")
_MIN_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` of a paragraph."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """The recognition copy."""
        return match_copy(self.paragraph.text)[self.start : self.end]


@dataclass(slots=True)
class GridCell:
    """What stands in one cell; ``merged`` says that it stands in an earlier row and covers this."""

    pieces: list[Piece] = field(default_factory=list)
    merged: bool = False

    @property
    def text(self) -> str:
        """The recognition copy without blanks."""
        return "".join("".join(p.text.split()) for p in self.pieces)


@dataclass(slots=True)
class GridRow:
    """One row; ``line`` is the whole printed line where the row is one."""

    cells: list[GridCell]
    line: Piece | None = None


@dataclass(slots=True)
class Grid:
    """A table; ``exact`` says that merged cells are known (a real table)."""

    rows: list[GridRow]
    exact: bool = False

    @property
    def paragraphs(self) -> set[int]:
        """The numbers of all paragraphs in the table."""
        own = {p.paragraph.index for r in self.rows for c in r.cells for p in c.pieces}
        return own | {r.line.paragraph.index for r in self.rows if r.line}


def find_grids(paragraphs: Sequence[Paragraph], words: BreakdownWords) -> list[Grid]:
    """All tables in document order, header rows included. One-cell-per-line tables keep their
    raw lines: each row holds the row's number and one cell for each line behind it."""
    grids = list(_word_tables(paragraphs))
    lines = [p for p in paragraphs if p.cell is None and p.place is Place.BODY]
    grids += _piped(lines)
    grids += _gapped(lines, words)
    return sorted(grids, key=lambda g: min(g.paragraphs, default=0))


def region_of(piece: Piece, *, blanks: bool = False) -> Region:
    """A piece as a region of its own block, blanks taken out unless they part two names."""
    return region_of_all([piece], blanks=blanks)


def region_of_all(pieces: Sequence[Piece], *, blanks: bool = False) -> Region:
    """Several pieces (a cell broken into lines) as one region."""
    text: list[str] = []
    source: list[str] = []
    runs: list[tuple[int, int, int]] = []
    length = 0
    for piece in pieces:
        printed, copy = piece.paragraph.text, match_copy(piece.paragraph.text)
        for low, high in _kept(copy, piece.start, piece.end, blanks=blanks):
            runs.append((length, piece.paragraph.index, low))
            text.append(copy[low:high])
            source.append(printed[low:high])
            length += high - low
    paragraphs = tuple(piece.paragraph for piece in pieces)
    block = Block("".join(text), "".join(source), tuple(runs), paragraphs)
    return Region(block, 0, length)


def as_printed(piece: Piece) -> Region:
    """A piece with the blanks inside it."""
    copy = match_copy(piece.paragraph.text)[piece.start : piece.end]
    printed = piece.paragraph.text[piece.start : piece.end]
    runs = ((0, piece.paragraph.index, piece.start),)
    return Region(Block(copy, printed, runs, (piece.paragraph,)), 0, len(copy))


def _kept(copy: str, start: int, end: int, *, blanks: bool) -> Iterator[tuple[int, int]]:
    low = start
    for gap in re.finditer(r"\s+", copy[start:end]):
        at = start + gap.start()
        parts = blanks and at - low >= _MIN_COLUMNS and start + gap.end() < end
        if at > low:
            yield low, at + (1 if parts else 0)
        low = start + gap.end()
    if end > low:
        yield low, end


# --- Word tables -----------------------------------------------------------------------------


def _word_tables(paragraphs: Sequence[Paragraph]) -> Iterator[Grid]:
    tables: dict[int, dict[tuple[int, int], list[Paragraph]]] = {}
    for paragraph in paragraphs:
        if cell := paragraph.cell:
            place = (cell.row, cell.column)
            tables.setdefault(cell.table, {}).setdefault(place, []).append(paragraph)
    for table in tables.values():
        yield _word_table(table)


def _word_table(table: dict[tuple[int, int], list[Paragraph]]) -> Grid:
    found: dict[tuple[int, int], GridCell] = {}
    for (row, column), inside in table.items():
        cell = inside[0].cell
        pieces = [Piece(p, 0, len(p.text)) for p in inside if p.text.strip()]
        for down in range(cell.row_span if cell else 1):
            for right in range(cell.column_span if cell else 1):
                place = (row + down, column + right)
                found.setdefault(place, GridCell(pieces if not right else [], merged=down > 0))
    height = 1 + max(row for row, _ in found)
    width = 1 + max(column for _, column in found)
    return Grid(
        [GridRow([found.get((r, c)) or GridCell() for c in range(width)]) for r in range(height)],
        exact=True,
    )


# --- lines with | and lines with gaps --------------------------------------------------------


def _piped(lines: Sequence[Paragraph]) -> Iterator[Grid]:
    rows: list[GridRow] = []
    for line in [*lines, None]:
        copy = match_copy(line.text) if line else ""
        if line and copy.count("|") >= 2:
            if not _RULE.fullmatch(copy) or (re.search(r"\|\s+\|", copy) and "-" not in copy):
                rows.append(_split(line, re.compile(r"\|"), outer=True))
            continue
        if line is not None and rows and not copy.strip():
            continue
        if len(rows) > 1:
            yield Grid(rows)
        rows = []


def _gapped(lines: Sequence[Paragraph], words: BreakdownWords) -> Iterator[Grid]:
    """Lines with tabs or wide gaps, under a line of column names."""
    at = 0
    while at < len(lines):
        head = _split(lines[at], _GAP, outer=False)
        if not _is_header(head, words):
            at += 1
            continue
        rows = [head]
        at += 1
        while at < len(lines):
            text = lines[at].text
            if not text.strip():
                at += 1
                continue
            row = _split(lines[at], re.compile(r"\t") if "\t" in text else _GAP, outer=False)
            if len(row.cells) < 2 or _is_header(row, words):
                break
            rows.append(row)
            at += 1
        if len(rows) > 1:
            yield Grid(rows)


def _split(line: Paragraph, mark: re.Pattern[str], *, outer: bool) -> GridRow:
    copy = match_copy(line.text)
    start, end = len(copy) - len(copy.lstrip(" 　")), len(copy.rstrip())
    if outer:
        start += copy[start] == "|"
        end -= copy[end - 1] == "|"
    cells: list[GridCell] = []
    at = start
    for found in mark.finditer(copy, start, end):
        cells.append(_cell(line, copy, at, found.start()))
        at = found.end()
    cells.append(_cell(line, copy, at, end))
    return GridRow(cells, Piece(line, 0, len(line.text)))


def _cell(line: Paragraph, copy: str, start: int, end: int) -> GridCell:
    while start < end and copy[start].isspace():
        start += 1
    while end > start and copy[end - 1].isspace():
        end -= 1
    return GridCell([Piece(line, start, end)] if end > start else [])


def parts_of(row: GridRow, words: BreakdownWords) -> list[Part | None]:
    """What each cell of a row would hold, were the row the header."""
    return [words.part_of(cell.text) if cell.text else None for cell in row.cells]


def _is_header(row: GridRow, words: BreakdownWords) -> bool:
    parts = parts_of(row, words)
    known = [p for p in parts if p]
    return len(known) >= _MIN_COLUMNS and any(p in (*CHARGED, Part.PERSON) for p in known)


# --- one cell per line -----------------------------------------------------------------------


@dataclass(slots=True)
class Listed:
    """A table pasted one cell per line: its columns, and for each row the lines behind its number
    (blank lines included)."""

    parts: list[Part]
    header: list[Paragraph]
    rows: list[tuple[Paragraph, list[Paragraph]]]

    @property
    def paragraphs(self) -> set[int]:
        """The numbers of all paragraphs in the table."""
        own = {p.index for number, lines in self.rows for p in (number, *lines)}
        return own | {p.index for p in self.header}


def find_listed(paragraphs: Sequence[Paragraph], words: BreakdownWords) -> Iterator[Listed]:
    """Tables whose column names stand one per line, 序号 first, with rows that begin 1, 2, 3."""
    lines = [p for p in paragraphs if p.cell is None and p.place is Place.BODY]
    at = 0
    while at < len(lines):
        if words.part_of(match_copy(lines[at].text)) is not Part.NUMBER:
            at += 1
            continue
        parts: list[Part] = []
        stop = at
        while stop < len(lines) and (part := words.part_of(match_copy(lines[stop].text))):
            parts.append(part)
            stop += 1
        if len(parts) < _MIN_COLUMNS:
            at = max(stop, at + 1)
            continue
        listed = Listed(parts, lines[at:stop], _numbered(lines[stop:], len(parts)))
        if listed.rows:
            yield listed
        at = stop + sum(1 + len(rest) for _, rest in listed.rows)


def _numbered(lines: Sequence[Paragraph], width: int) -> list[tuple[Paragraph, list[Paragraph]]]:
    rows: list[tuple[Paragraph, list[Paragraph]]] = []
    for line in lines:
        text = match_copy(line.text).strip()
        if text == str(len(rows) + 1) or text == f"{len(rows) + 1}.":
            rows.append((line, []))
        elif not rows and text:
            break
        elif rows:
            if _NOTE_LINE.match(text):
                break
            rows[-1][1].append(line)
    if rows:
        _cut_last(rows[-1][1], width - 1)
    return rows


def _cut_last(lines: list[Paragraph], width: int) -> None:
    """The last row ends where its cells are full and a blank line follows."""
    for number, line in enumerate(lines):
        if number >= width and not line.text.strip():
            del lines[number:]
            return
