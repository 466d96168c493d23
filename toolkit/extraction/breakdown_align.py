"""A row pasted one cell per line, put back under its columns.

Cells may be broken over two lines or be missing; a best path over what fits each column decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from toolkit.extraction.breakdown_charges import Reader
from toolkit.extraction.breakdown_grids import GridCell, Piece, region_of_all
from toolkit.extraction.breakdown_words import CHARGED, Part
from toolkit.model import Paragraph

_MOST_LINES = 3  # of one cell
_BREAK = 0.7  # what a line break inside a cell costs
_NOTHING = -1.5  # what a cell without a line costs
_BLANK = -0.1
_PLAIN = 12


class _Looks(Enum):
    """What some lines are at first sight."""

    BLANK = "blank"
    NONE = "none"
    METHOD = "method"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class _Held:
    """What some lines hold, read once for all columns."""

    lines: int
    length: int
    looks: _Looks
    units: bool = False
    times: bool = False
    persons: bool = False

    def fit(self, part: Part) -> float:
        """How well they fit a column."""
        cost = _BREAK * (self.lines - 1)
        task = part in (Part.TASK, Part.TOPIC)
        if self.looks is _Looks.BLANK:
            return _BLANK - cost
        if self.looks is _Looks.NONE:
            return (-2.0 if task else 1.0) - cost
        if self.looks is _Looks.METHOD:
            return (3.0 if part is Part.METHOD else -2.0) - cost
        if part in CHARGED:
            if part is Part.LEAD:
                cost *= 1.5  # a broken cell is rather one of many helpers
            return (3.0 if self.units else -3.0) - cost
        if part is Part.TIME:
            return (3.0 if self.times else -2.0) - cost
        if part in (Part.OFFICIAL, Part.PERSON):
            return (3.0 if self.persons else -2.0) - cost
        if task:
            return min(self.length / 10, 2.0) - (1.0 if self.units else 0.0) - cost
        return (1.0 if self.length <= _PLAIN and not self.units else -0.5) - cost


def align(lines: Sequence[Paragraph], parts: Sequence[Part], reader: Reader) -> list[GridCell]:
    """The lines of one row under its columns, each column taking none, one or several lines."""
    pieces = [Piece(p, 0, len(p.text)) for p in lines]
    held = {
        (start, end): _hold(pieces[start:end], reader)
        for end in range(1, len(pieces) + 1)
        for start in range(max(0, end - _MOST_LINES), end)
    }
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for column, part in enumerate(parts, 1):
        for end in range(min(len(pieces), column * _MOST_LINES) + 1):
            options = [
                (best[column - 1, start][0] + _score(held.get((start, end)), part), start)
                for start in range(max(0, end - _MOST_LINES), end + 1)
                if (column - 1, start) in best
            ]
            if options:
                best[column, end] = max(options)
    ends = [end for column, end in best if column == len(parts)]
    at = max(ends, key=lambda end: best[len(parts), end][0] - (len(pieces) - end))
    cells: list[GridCell] = []
    for column in range(len(parts), 0, -1):
        start = best[column, at][1]
        cells.insert(0, GridCell([p for p in pieces[start:at] if p.text.strip()]))
        at = start
    return cells


def _score(held: _Held | None, part: Part) -> float:
    return held.fit(part) if held else _NOTHING


def _hold(pieces: Sequence[Piece], reader: Reader) -> _Held:
    text = "".join("".join(p.text.split()) for p in pieces)
    rules = reader.words.rules
    if not text:
        return _Held(len(pieces), 0, _Looks.BLANK)
    if rules.none_mark.fullmatch(text) or rules.same_mark.fullmatch(text):
        return _Held(len(pieces), len(text), _Looks.NONE)
    if rules.method.fullmatch(text):
        return _Held(len(pieces), len(text), _Looks.METHOD)
    region = region_of_all(pieces)
    return _Held(
        len(pieces),
        len(text),
        _Looks.WORDS,
        units=reader.credible(region) or reader.charge(region).charges_somebody,
        times=bool(reader.times(region)),
        persons=bool(reader.persons(region)),
    )
