"""The paper in 80 columns: centred where it is centred, tables with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.layout.line import Line
from toolkit.preview.blocks import Block, PageBreak, TableBlock, TableCell
from toolkit.screen.display import WIDTH, text_width, wrap

_PER_CHARACTER = 2  # columns of a Chinese character


def screen_lines(blocks: Iterable[Block], *, ambiguous: int = 1) -> Iterator[str]:
    """Lines of at most 80 columns; one empty line stands for any room between paragraphs."""
    empty = True
    for block in blocks:
        if isinstance(block, TableBlock):
            lines = list(_table(block, ambiguous))
        elif isinstance(block, PageBreak):
            lines = ["", "-" * 36 + " 另页 " + "-" * 37, ""]
        else:
            lines = list(_paragraph(block, WIDTH, ambiguous)) if block.said else [""]
        for line in lines:
            if line or not empty:
                yield line
            empty = not line


def _paragraph(line: Line, width: int, ambiguous: int) -> Iterator[str]:
    """A paragraph's lines, placed as on paper as far as columns allow."""
    align = line.properties.get("jc", "")
    first = round(line.first / (line.size * 20) * _PER_CHARACTER) if line.first > 0 else 0
    text = line.text.replace("\t", "    ")
    shift = 0
    if align == "center" and line.left > 0:  # 署名: the middle of what the indent leaves
        shift = round(line.left / max(line.room, line.left + 1) * width)
        width -= shift
    indent = " " * first if align not in ("center", "right", "end") else ""
    for piece in wrap(indent + text, width, ambiguous=ambiguous):
        room = width - text_width(piece, ambiguous=ambiguous)
        if align == "center":
            yield " " * (shift + room // 2) + piece.strip(" ")
        elif align in ("right", "end"):
            yield " " * max(room, 0) + piece
        else:
            yield piece


def _table(table: TableBlock, ambiguous: int) -> Iterator[str]:
    edges_before: set[int] = set()
    for row in table.rows:
        edges = _edges(row, table.width)
        yield _rule(edges_before | set(edges))
        cells = [
            _cell(cell, right - left - 1, ambiguous)
            for cell, left, right in zip(row, edges, edges[1:], strict=False)
        ]
        for number in range(max(map(len, cells))):
            pieces = []
            for cell, left, right in zip(cells, edges, edges[1:], strict=False):
                text = cell[number] if number < len(cell) else ""
                fill = right - left - 1 - text_width(text, ambiguous=ambiguous)
                pieces.append(text + " " * fill)
            yield ("|" + "|".join(pieces) + "|")
        edges_before = set(edges)
    yield _rule(edges_before)


def _edges(row: list[TableCell], whole: int) -> list[int]:
    """The columns in which a row's upright lines stand, the first 0, the last 79."""
    edges, at = [0], 0
    for cell in row:
        at += cell.width
        edges.append(max(round(at / whole * (WIDTH - 1)), edges[-1] + _PER_CHARACTER + 1))
    edges[-1] = max(edges[-1], WIDTH - 1) if at >= whole * 0.98 else edges[-1]
    return edges


def _rule(edges: set[int]) -> str:
    return "".join("+" if n in edges else "-" for n in range(max(edges) + 1))


def _cell(cell: TableCell, width: int, ambiguous: int) -> list[str]:
    """A cell's lines, none wider than ``width``."""
    lines: list[str] = []
    for line in cell.lines:
        lines += _paragraph(line, width, ambiguous) if line.said else [""]
    return lines
