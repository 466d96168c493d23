"""Tables of a document as rows of cells, whatever they were pasted as.

Real Word tables (merged cells repeat what they cover), lines with ``|``, lines with tabs or wide
gaps, and tables whose cells stand one per line under a run of column names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.extraction.blocks import Block
from toolkit.extraction.breakdown.records import Region
from toolkit.extraction.breakdown.words import CHARGED, BreakdownWords, Part
from toolkit.model import Paragraph, Place
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_RULE = lazy(r"[|\s:+\-—=─]*")
_GAP = lazy(r"\t+| {2,}|[ 　]{2,}")
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
    """A table; ``exact`` says that merged cells are known (a real table), ``loose`` that a row may
    have lost its blank cells."""

    rows: list[GridRow]
    exact: bool = False
    loose: bool = False

    @property
    def paragraphs(self) -> set[int]:
        """The numbers of all paragraphs in the table."""
        own = {p.paragraph.index for r in self.rows for c in r.cells for p in c.pieces}
        return own | {r.line.paragraph.index for r in self.rows if r.line}


def find_grids(paragraphs: Sequence[Paragraph], words: BreakdownWords) -> list[Grid]:
    """All tables that have rows, in document order, header rows included."""
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
    table: list[Paragraph] = []
    for line in [*lines, None]:
        copy = match_copy(line.text) if line else ""
        if line and copy.count("|") >= 2:
            table.append(line)
        elif line is None or copy.strip():
            if len(rows := _piped_rows(table)) > 1:
                yield Grid(rows)
            table = []


def _piped_rows(table: Sequence[Paragraph]) -> list[GridRow]:
    """The rows of lines with ``|``; a first line that does not begin with one has no edges."""
    copies = [match_copy(line.text) for line in table]
    edged = bool(copies) and copies[0].lstrip().startswith("|")
    return [
        _split(line, re.compile(r"\|"), outer=edged)
        for line, copy in zip(table, copies, strict=True)
        if not _RULE.fullmatch(copy) or (re.search(r"\|\s+\|", copy) and "-" not in copy)
    ]


def _gapped(lines: Sequence[Paragraph], words: BreakdownWords) -> Iterator[Grid]:
    """Lines with tabs or wide gaps, under a line of column names."""
    at = 0
    while at < len(lines):
        head = _split(lines[at], _GAP, outer=False)
        if not _is_header(head, words):
            at += 1
            continue
        stop = at + 1
        rows = [head]
        while stop < len(lines):
            if not lines[stop].text.strip():
                stop += 1
                continue
            row = _gapped_row(lines[stop])
            if _is_header(row, words):
                break
            if len(row.cells) < 2 and not _goes_on(lines[stop + 1 :], len(head.cells)):
                break
            rows.append(row)
            stop += 1
        if len(rows) > 1:
            yield Grid(rows, loose=True)
        at = stop


def _gapped_row(line: Paragraph) -> GridRow:
    return _split(line, re.compile(r"\t") if "\t" in line.text else _GAP, outer=False)


def _goes_on(lines: Sequence[Paragraph], width: int) -> bool:
    """Whether the next line is a row again, so that the one before is a chapter of the table."""
    following = next((line for line in lines if line.text.strip()), None)
    return following is not None and len(_gapped_row(following).cells) * 2 > width


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
    charging = any(p in (*CHARGED, Part.OFFICIAL, Part.PERSON) for p in known)
    return len(parts) >= _MIN_COLUMNS and len(known) * 2 > len(parts) and charging
