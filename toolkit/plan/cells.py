"""What a sheet holds, before anything of it is understood: plain values by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from toolkit.plan import COLUMNS

Value = str | int | float | bool | date | datetime | None

_HEAD_ROWS = 10
_WRITTEN = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
EXCEL_BEGINS = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it lies in the file.

    ``rows`` are its rows from the first one, as values by column; ``merged`` the merged areas
    (``B3:B7``), ``formulas`` the cells that hold a formula, ``hidden`` the rows that a filter
    hides, counted from 1.
    """

    file: str
    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()

    def at(self, cell: str) -> str:
        """The place as a message names it: 计划.xlsx 工作表“分解”D12."""
        return f"{self.file} 工作表“{self.name}”{cell}"


@dataclass(frozen=True, slots=True)
class Head:
    """The row of headings: its number from 1, and where each field's column is, from 0.

    ``strange`` are headings that no field has, with their columns.
    """

    row: int
    columns: dict[str, int]
    strange: tuple[tuple[str, int], ...]

    @property
    def letters(self) -> dict[str, str]:
        return {name: letter(column) for name, column in self.columns.items()}


def find_head(sheet: Sheet) -> Head | None:
    """The first row that holds at least three of the plan's headings; ``None`` without one."""
    names = {label: name for name, label in COLUMNS.items()}
    for number, row in enumerate(sheet.rows[:_HEAD_ROWS], 1):
        said = [(as_text(value), column) for column, value in enumerate(row)]
        known: dict[str, int] = {}
        for text, column in said:
            if text in names:
                known.setdefault(names[text], column)
        if len(known) >= 3:
            taken = set(known.values())
            strange = tuple((text, at) for text, at in said if text and at not in taken)
            return Head(number, known, strange)
    return None


def letter(column: int) -> str:
    """A column counted from 0 as Excel names it: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def as_text(value: Value) -> str:
    """A cell as text: numbers without a needless .0, dates in ISO form, empty as ``""``."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def as_day(value: Value) -> tuple[date | None, bool]:
    """The day in a cell, and whether it is fine; ``(None, True)`` for an empty one.

    A true date, a serial number that lost its format, or words like 2026-6-30 and 2026年6月30日.
    """
    if isinstance(value, datetime):
        return value.date(), True
    if isinstance(value, date):
        return value, True
    if isinstance(value, int | float) and not isinstance(value, bool):
        fine = 20000 < value < 100000
        return (EXCEL_BEGINS + timedelta(days=int(value)), True) if fine else (None, False)
    text = as_text(value)
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None, not text
    try:
        return date(*(int(part) for part in found.groups())), True
    except ValueError:
        return None, False


def parts(text: str, separators: str = "、，,；;\n") -> tuple[str, ...]:
    """The members of a cell that lists several things, in order, each once."""
    found: Iterable[str] = re.split(f"[{re.escape(separators)}]+", text)
    return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))


def value_at(row: Sequence[Value], column: int | None) -> Value:
    """The value of a cell; ``None`` beyond the row's end or without a column."""
    return None if column is None or column >= len(row) else row[column]
