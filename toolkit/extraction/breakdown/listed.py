"""Tables pasted one cell per line: a run of column names, and under it the cells of every row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.extraction.breakdown.align import align_rows
from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.columns import Column, with_task_column
from toolkit.extraction.breakdown.grids import GridRow, Piece
from toolkit.extraction.breakdown.words import CHARGED, Part
from toolkit.model import Paragraph, Place
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_MIN_COLUMNS = 3
_MOST_COLUMNS = 14
_NAME = lazy(r"[^,;。:!?\d]{1,14}")
_FIRST = lazy(r"\(?0?[1一][.、)]?")
_NOTE = r"^(?:注|备注|说明|附注?|附件|联系人|联系电话|填表)[^:]{0,4}[:、.]"
_END = lazy(_NOTE)
_PROSE = lazy(rf"{_NOTE}|[一二三四五六七八九十]+、.|.{{20,}}。$")
_LONGEST = 400  # no cell is longer


@dataclass(slots=True)
class Listed:
    """A table pasted one cell per line; ``paragraphs`` are the numbers of its lines."""

    parts: list[Part]
    rows: list[GridRow]
    paragraphs: set[int]


def find_listed(
    paragraphs: Sequence[Paragraph], reader: Reader, *, amid_prose: bool = False
) -> Iterator[Listed]:
    """Tables whose column names stand one per line, with or without 序号; ``amid_prose`` where
    running text goes on below them."""
    lines = [p for p in paragraphs if p.cell is None and p.place is Place.BODY]
    at = 0
    while at < len(lines):
        header = _header(lines[at:], reader)
        if not header:
            at += 1
            continue
        parts = with_task_column([Column(part) for part in header])
        below = _below(lines[at + len(header) :], _PROSE if amid_prose else _END)
        rows, used = align_rows([Piece(p, 0, len(p.text)) for p in below], parts, reader)
        if not any(row.cells[1:] for row in rows):
            at += 1
            continue
        taken = [*lines[at : at + len(header)], *below[:used]]
        yield Listed(parts, rows, {p.index for p in taken})
        at = next((n for n, p in enumerate(lines) if p.index > taken[-1].index), len(lines))


def _header(lines: Sequence[Paragraph], reader: Reader) -> list[Part | None]:
    """The parts of the column names the lines begin with; none if they are no column names."""
    names = [match_copy(line.text).strip() for line in lines[: _MOST_COLUMNS + 1]]
    parts = [reader.words.part_of(n) if _NAME.fullmatch(n) else None for n in names]
    if not parts or parts[0] is None:
        return []
    if parts[0] is Part.NUMBER:  # whatever stands before the first row's number
        stop = next((n for n, name in enumerate(names) if _FIRST.fullmatch(name)), 0)
        stop = stop if all(_NAME.fullmatch(n) for n in names[:stop]) else 0
    else:
        pairs = zip(parts, [*parts[1:], None], strict=True)  # one unknown name among known ones
        stop = next((n for n, pair in enumerate(pairs) if pair == (None, None)), 0)
    found = parts[:stop]
    charging = any(p in (*CHARGED, Part.OFFICIAL, Part.PERSON) for p in found)
    known = sum(1 for p in found if p)
    return found if charging and known >= _MIN_COLUMNS and known * 2 > len(found) else []


def _below(lines: Sequence[Paragraph], over: re.Pattern[str]) -> list[Paragraph]:
    """The lines that may be cells; ``over`` matches a line behind the table."""
    stop = next(
        (
            n
            for n, line in enumerate(lines)
            if len(line.text) > _LONGEST or over.match(match_copy(line.text).strip())
        ),
        len(lines),
    )
    return list(lines[:stop])
