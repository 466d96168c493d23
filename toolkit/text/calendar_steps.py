"""Steps on the calendar that the time grammar needs; every function is total and pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

PARTS = {"初": 10, "上旬": 10, "中旬": 20, "上中旬": 20}
"""Part of a month → its last day by office custom; every other part ends with the month."""


def make_date(year: int | None, month: int | None, day: int | None) -> date | None:
    """The day, or ``None`` when a part is missing or there is no such day (2月30日)."""
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int | None, month: int | None) -> date | None:
    """The last day of the month; month 13 is the next January."""
    if year is None or month is None or not 1 <= year <= 9000:
        return None
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def month_part(year: int | None, month: int | None, part: str) -> date | None:
    """The day a part of a month falls due: 初/上旬 10th, 中旬 20th, 底/末/下旬 or none its end."""
    last = month_end(year, month)
    if last is None or part == "中":
        return None  # 月中 names no day anybody agrees on
    return last.replace(day=PARTS[part]) if part in PARTS else last


def add_months(day: date, months: int) -> date | None:
    """The same day so many months later, or the last day of a shorter month."""
    last = month_end(day.year, day.month + months)
    return last and last.replace(day=min(day.day, last.day))


def add_days(day: date, days: int) -> date | None:
    """So many calendar days later; ``None`` beyond all calendars."""
    return day + timedelta(days=days) if days < 40000 else None


def skip_weekends(day: date, count: int) -> date | None:
    """The ``count``-th day after ``day`` that is neither Saturday nor Sunday."""
    if not 0 < count < 2000:
        return None
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def weekday_of(base: date, weekday: int, weeks: int | None) -> date:
    """Weekday (0 = Monday) of the ISO week ``weeks`` later; ``None`` weeks: the coming one."""
    monday = base - timedelta(days=base.weekday())
    day = monday + timedelta(days=weekday + 7 * (weeks or 0))
    return day + timedelta(days=7) if weeks is None and day < base else day
