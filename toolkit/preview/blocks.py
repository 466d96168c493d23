"""A measured document as what one sees in order: paragraphs, and tables of rows of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from toolkit.layout.line import Line
from toolkit.layout.sheet import Sheet


@dataclass(slots=True)
class TableCell:
    """A cell with its lines; ``width`` in twips."""

    width: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class TableBlock:
    """A table: its rows of cells, as wide as the widest row (twips)."""

    rows: list[list[TableCell]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(sum(cell.width for cell in row) for row in self.rows)


@dataclass(slots=True)
class PageBreak:
    """A new page begins."""


Block = Line | TableBlock | PageBreak


def blocks_of(sheet: Sheet) -> Iterator[Block]:
    """The letterhead of the first page, then the body in order; page numbers are left out."""
    for line in sheet.sections[0].headers.get("first", ()):
        if line.said:
            yield line
    section = 0
    for table, lines in groupby(sheet.lines, key=lambda line: line.cell and line.cell.table):
        if table is not None:
            yield _table(list(lines))
            continue
        for line in lines:
            if line.index and (line.on_new_page or line.section != section):
                yield PageBreak()
            section = line.section
            yield line
    for line in sheet.sections[-1].footers.get("default", ()):
        if line.said and "PAGE" not in line.field_codes:
            yield line


def _table(lines: list[Line]) -> TableBlock:
    block = TableBlock()
    for _, row in groupby(lines, key=lambda line: line.cell and line.cell.row):
        cells: list[TableCell] = []
        for _, inside in groupby(row, key=lambda line: line.cell and line.cell.column):
            held = list(inside)
            cells.append(TableCell(max(held[0].room, 1), held))
        block.rows.append(cells)
    return block
