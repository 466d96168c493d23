"""Tables and paragraphs for a terminal, measured in columns: a Chinese character takes two.

No symbol outside GBK, so that a Chinese Windows console shows every line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

WIDTH = 80
# 不放在行首的标点
_NOT_FIRST = "，。、；：？！）》〉」』】〕”’…%·"
# 不放在行末的标点
_NOT_LAST = "（《〈「『【〔“‘"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its heading and its width in terminal columns."""

    heading: str
    width: int


def text_width(text: str, *, ambiguous: int = 1) -> int:
    """Columns that ``text`` takes; “ ” … and their like take ``ambiguous`` (2 on a GBK console)."""
    return sum(_char_width(char, ambiguous) for char in text)


@cache
def _char_width(char: str, ambiguous: int) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Cc"}:
        return 0
    kind = unicodedata.east_asian_width(char)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1


def wrap(text: str, width: int, *, ambiguous: int = 1) -> list[str]:
    """``text`` in lines of at most ``width`` columns; ``\\n`` is kept, numbers stay whole."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and text_width(line + piece, ambiguous=ambiguous) > width:
                line, carried = _carry(line, piece)
                lines.append(line)
                line, piece = carried, piece if carried else piece.lstrip()
            line += piece
            while text_width(line, ambiguous=ambiguous) > width:
                head = _head(line, width, ambiguous)
                lines.append(head)
                line = line[len(head) :]
        lines.append(line)
    return lines


def _pieces(text: str) -> list[str]:
    """Chinese characters one by one; runs of letters and digits, as in 2026-03-31, together."""
    pieces: list[str] = []
    for char in text:
        if pieces and char.isascii() and not char.isspace() and pieces[-1][-1].isascii():
            if pieces[-1].isspace():
                pieces.append(char)
            else:
                pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _carry(line: str, piece: str) -> tuple[str, str]:
    """Move a character or two to the next line where punctuation would stand wrongly."""
    keep = len(line)
    while keep > 1 and len(line) - keep < 2:
        first = line[keep] if keep < len(line) else piece[0]
        if first not in _NOT_FIRST and line[keep - 1] not in _NOT_LAST:
            break
        keep = _start_of_word(line, keep - 1)
    return (line[:keep].rstrip(), line[keep:].lstrip()) if keep else (line, "")


def _start_of_word(line: str, position: int) -> int:
    """Where the run of letters and digits around ``position`` begins; 0 if it fills the line."""
    while position and all(
        c.isascii() and not c.isspace() for c in line[position - 1 : position + 1]
    ):
        position -= 1
    return position


def _head(line: str, width: int, ambiguous: int) -> str:
    used = 0
    for position, char in enumerate(line):
        used += _char_width(char, ambiguous)
        if used > width:
            return line[: max(position, 1)]
    return line


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, ambiguous: int = 1
) -> list[str]:
    """A table without vertical rules: heading, a rule, then each row with its cells wrapped."""
    rule = "-" * (sum(column.width for column in columns) + len(columns) - 1)
    lines = [*_row(columns, [column.heading for column in columns], ambiguous), rule]
    for row in rows:
        lines += [*_row(columns, row, ambiguous), rule]
    return lines


def _row(columns: Sequence[Column], cells: Sequence[str], ambiguous: int) -> list[str]:
    wrapped = [
        wrap(cell, column.width, ambiguous=ambiguous)
        for cell, column in zip(cells, columns, strict=True)
    ]
    lines = []
    for number in range(max(map(len, wrapped))):
        line = ""
        for column, cell in zip(columns, wrapped, strict=True):
            text = cell[number] if number < len(cell) else ""
            fill = column.width - text_width(text, ambiguous=ambiguous)
            line += text + " " * (max(fill, 0) + 1)
        lines.append(line.rstrip())
    return lines


def paragraph(text: str, *, indent: str = "", ambiguous: int = 1, width: int = WIDTH) -> list[str]:
    """``text`` wrapped to the screen; lines after the first start with ``indent``."""
    first, *_ = wrap(text, width, ambiguous=ambiguous)
    rest = text[len(first) :].lstrip()
    if not rest:
        return [first]
    inner = width - text_width(indent, ambiguous=ambiguous)
    return [first, *(indent + line for line in wrap(rest, inner, ambiguous=ambiguous))]
