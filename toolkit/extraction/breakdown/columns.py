"""What the columns of a table hold: by their names, or by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.grids import GridRow, Piece, region_of_all
from toolkit.extraction.breakdown.notes import says_who
from toolkit.extraction.breakdown.words import CHARGED, Part

_SAMPLE = 12  # rows that are looked at
_MOST = 0.6  # share of cells that settles what a column holds
_FEW = 0.3
_SHORT = 16
_PEOPLE = (Part.OFFICIAL, Part.PERSON)
_FREE = (None, Part.TASK, Part.TOPIC)  # names so general that the cells decide


class Looks(Enum):
    """What some words are at first sight."""

    BLANK = "blank"
    NONE = "none"
    METHOD = "method"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell holds, or lines that may be one; ``breaks`` are the line breaks inside it that
    no comma explains."""

    breaks: int
    text: str
    looks: Looks
    units: bool = False
    times: bool = False
    persons: bool = False


def hold(pieces: Sequence[Piece], reader: Reader) -> Held:
    """What the words of ``pieces`` are."""
    lines = ["".join(p.text.split()) for p in pieces]
    text = "".join(lines)
    breaks = sum(not line.endswith((",", "、")) for line in lines[:-1])
    rules = reader.words.rules
    if not text:
        return Held(breaks, text, Looks.BLANK)
    if rules.none_mark.fullmatch(text) or rules.same_mark.fullmatch(text):
        return Held(breaks, text, Looks.NONE)
    if rules.method.fullmatch(text):
        return Held(breaks, text, Looks.METHOD)
    region = region_of_all(pieces)
    return Held(
        breaks,
        text,
        Looks.WORDS,
        units=says_who(region, reader) is not None,
        times=bool(reader.times(region)),
        persons=bool(reader.persons(region)),
    )


@dataclass(frozen=True, slots=True)
class Column:
    """What is to be known of a column; ``part`` is what its name says, the rest shares of cells."""

    part: Part | None
    units: float = 0.0
    times: float = 0.0
    persons: float = 0.0
    length: float = 0.0


def settle(names: Sequence[Part | None], rows: Sequence[GridRow], reader: Reader) -> list[Part]:
    """The part of every column. ``names`` are the parts their names give, ``rows`` the rows below.

    The cells decide where the name is unknown or says nothing, and where they contradict it: a
    column 责任人 full of units, a column 牵头 full of persons.
    """
    columns = [_column(part, at, rows, reader) for at, part in enumerate(names)]
    columns = [replace(c, part=_corrected(c)) for c in columns]
    for at, column in enumerate(columns):
        if column.part is None:
            columns[at] = replace(column, part=_guessed(at, columns))
    return with_task_column(columns)


def _column(part: Part | None, at: int, rows: Sequence[GridRow], reader: Reader) -> Column:
    cells = (row.cells[at] for row in rows if at < len(row.cells))
    held = [hold(c.pieces, reader) for c in cells if c.text and not c.merged][:_SAMPLE]
    held = [h for h in held if h.looks is Looks.WORDS]
    if not held:
        return Column(part)
    many = len(held)
    return Column(
        part,
        units=sum(h.units for h in held) / many,
        times=sum(h.times and len(h.text) <= _SHORT for h in held) / many,
        persons=sum(h.persons and not h.units for h in held) / many,
        length=sum(len(h.text) for h in held) / many,
    )


def _corrected(column: Column) -> Part | None:
    """What the name says, unless nearly every cell says otherwise."""
    part = column.part
    if column.units >= _MOST and column.persons < _FEW and part in (*_PEOPLE, *_FREE):
        return Part.RESPONSIBLE if part in _PEOPLE else None
    if column.persons >= _MOST and column.units < _FEW and part in CHARGED:
        return Part.OFFICIAL
    return part


def _guessed(at: int, columns: Sequence[Column]) -> Part | None:
    """What an unnamed column holds, given what the others hold; ``None`` if nothing tells."""
    column, known = columns[at], {c.part for c in columns}
    if column.units >= _MOST:
        if known & {Part.LEAD, Part.RESPONSIBLE}:
            return Part.SUPPORT
        others = any(c.units >= _MOST for n, c in enumerate(columns) if n != at)
        return Part.LEAD if others else Part.RESPONSIBLE
    if column.persons >= _MOST:
        return Part.PERSON if Part.OFFICIAL in known else Part.OFFICIAL
    if column.times >= _MOST:
        return Part.STEP if Part.TIME in known else Part.TIME
    return None


def with_task_column(columns: Sequence[Column]) -> list[Part]:
    """Every column named; without one of tasks, the one with the longest words holds them."""
    parts = [c.part for c in columns]
    if Part.TASK not in parts:
        open_to = [n for n, p in enumerate(parts) if p is None and columns[n].length]
        for wanted in (Part.TOPIC, Part.STEP, Part.OTHER):
            open_to = open_to or [n for n, p in enumerate(parts) if p is wanted]
        if open_to:
            parts[max(open_to, key=lambda n: (columns[n].length, n))] = Part.TASK
    return [part or Part.OTHER for part in parts]
