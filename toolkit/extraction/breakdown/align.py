"""Lines that were cells, put back under their columns.

A table pasted one cell per line has lost where its rows end; a line with wide gaps has lost its
blank cells. Cells may be broken over several lines or be missing: the best path over what fits
each column decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.columns import Held, Looks, hold
from toolkit.extraction.breakdown.grids import GridCell, GridRow, Piece
from toolkit.extraction.breakdown.words import CHARGED, Part
from toolkit.extraction.structure import label_of
from toolkit.text.patterns import lazy

_MOST_LINES = 3  # of one cell
_BREAK = 0.7  # what a line break inside a cell costs
_OPEN = 4.0  # what a cell costs that ends in the middle of a list
_JOINS = ("、", ",", "(", "《", "“")
_SEVERAL = 0.6  # where one cell of units is missing, a list rather supports
_NOTHING = -1.5  # what a cell without a line costs
_MISSED = -2.0  # the same, of a cell that every row has
_BLANK = -0.1
_CHAPTER = -1.0  # a heading between two rows
_LOST = -4.0  # a line between two rows that is nothing known
_PLAIN = 12
_TASKS = (Part.TASK, Part.TOPIC)
_NUMBER = lazy(r"\(?\d{1,3}[.、)]?|[一二三四五六七八九十]{1,3}、?")


def fit(held: Held, part: Part) -> float:
    """How well some lines fit a column."""
    cost = _BREAK * held.breaks + (_OPEN if held.text.endswith(_JOINS) else 0.0)
    if part not in (*_TASKS, Part.SUPPORT):
        cost *= 1.5  # a broken cell is rather one of many helpers
    if held.looks is Looks.BLANK:
        return _BLANK - cost
    if held.looks is Looks.NONE and part is not Part.NUMBER:
        return (-2.0 if part in _TASKS else 1.0) - cost
    if held.looks is Looks.METHOD and part is not Part.METHOD:
        return -2.0 - cost
    if part is Part.LEAD and "、" in held.text:
        cost += _SEVERAL
    return _likeness(held, part) - cost


def _likeness(held: Held, part: Part) -> float:
    """How much words that are neither blank nor a mere mark look like what a column holds."""
    if part in CHARGED:
        return 3.0 if held.units else -3.0
    if part in _TASKS:
        return min(len(held.text) / 10, 2.0) - (1.0 if held.units else 0.0)
    wanted = {
        Part.NUMBER: _NUMBER.fullmatch(held.text) is not None,
        Part.METHOD: held.looks is Looks.METHOD,
        Part.TIME: held.times,
        Part.OFFICIAL: held.persons,
        Part.PERSON: held.persons,
    }
    if part in wanted:
        return 3.0 if wanted[part] else -2.0
    return 1.0 if len(held.text) <= _PLAIN and not held.units else -0.5


def _without(part: Part) -> float:
    return _MISSED if part in (Part.LEAD, Part.RESPONSIBLE, Part.TASK) else _NOTHING


@dataclass(frozen=True, slots=True)
class _Step:
    """The best way to have placed the lines before ``end``: where the last cell begins."""

    score: float
    start: int


class _Path:
    """Rows over lines, from the first line on; ``once`` for the lines of a single row."""

    def __init__(
        self, pieces: Sequence[Piece], parts: Sequence[Part], reader: Reader, *, once: bool
    ) -> None:
        self.pieces, self.parts, self.reader, self.once = pieces, parts, reader, once
        self.held: dict[tuple[int, int], Held] = {}
        self.cells: dict[tuple[int, int], _Step] = {}  # (lines placed, cells of the open row)
        self.whole: dict[int, _Step] = {0: _Step(0.0, 0)}  # lines placed in whole rows
        for end in range(len(pieces) + 1):
            self._reach(end)

    def _hold(self, start: int, end: int) -> Held:
        key = (start, end)
        if key not in self.held:
            self.held[key] = hold(self.pieces[start:end], self.reader)
        return self.held[key]

    def _reach(self, end: int) -> None:
        for column, part in enumerate(self.parts, 1):
            options = [
                _Step(self._score(start, column - 1) + fit(self._hold(start, end), part), start)
                for start in range(max(0, end - _MOST_LINES), end)
                if self._known(start, column - 1)
            ]
            if (end, column - 1) in self.cells:
                options.append(_Step(self.cells[end, column - 1].score + _without(part), end))
            if options:
                self.cells[end, column] = max(options, key=lambda s: s.score)
        if end and not self.once:
            self._close(end)
        if end not in self.whole:
            return
        score = self.whole[end].score
        for column in range(1, len(self.parts)):  # a row that begins with blank cells
            score += _without(self.parts[column - 1])
            if (end, column) not in self.cells or self.cells[end, column].score < score:
                self.cells[end, column] = _Step(score, end)

    def _close(self, end: int) -> None:
        """A whole row ends here, or a line that belongs to none."""
        options = []
        if (full := self.cells.get((end, len(self.parts)))) is not None:
            options.append(_Step(full.score, -1))
        if end - 1 in self.whole:
            text = self.pieces[end - 1].text.strip()
            cost = (_CHAPTER if label_of(text)[0] else _LOST) if text else _BLANK
            options.append(_Step(self.whole[end - 1].score + cost, end - 1))
        if options:
            self.whole[end] = max(options, key=lambda s: s.score)

    def _known(self, end: int, column: int) -> bool:
        return (end, column) in self.cells if column else end in self.whole

    def _score(self, end: int, column: int) -> float:
        return self.cells[end, column].score if column else self.whole[end].score

    def row(self, end: int) -> tuple[int, list[GridCell]]:
        """The whole row that ends before line ``end``, and where it begins."""
        cells: list[GridCell] = []
        for column in range(len(self.parts), 0, -1):
            start = self.cells[end, column].start
            cells.insert(0, GridCell([p for p in self.pieces[start:end] if p.text.strip()]))
            end = start
        return end, cells


def align_row(pieces: Sequence[Piece], parts: Sequence[Part], reader: Reader) -> list[GridCell]:
    """The pieces of one row under its columns, each column taking none, one or several."""
    path = _Path(pieces, parts, reader, once=True)
    last = len(parts)
    ends = [end for end, column in path.cells if column == last]
    at = max(ends, key=lambda end: path.cells[end, last].score - (len(pieces) - end))
    return path.row(at)[1]


def align_rows(
    pieces: Sequence[Piece], parts: Sequence[Part], reader: Reader
) -> tuple[list[GridRow], int]:
    """Lines as rows, a heading between two rows as a row of one cell; and how many lines from
    the first on stand in rows."""
    path = _Path(pieces, parts, reader, once=False)
    end = used = max(path.whole, key=lambda at: (path.whole[at].score, -at))
    rows: list[GridRow] = []
    while end:
        start = path.whole[end].start
        if start >= 0:
            cells = [GridCell([pieces[start]] if pieces[start].text.strip() else [])]
            cells += [GridCell() for _ in parts[1:]]
        else:
            start, cells = path.row(end)
        rows.insert(0, GridRow(cells))
        end = start
    return rows, used
