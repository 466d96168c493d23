"""Counting a limit from its base, by the conventions of the regulation's data."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from toolkit.rules.calendar import Calendar
from toolkit.rules.regulation import Conventions, Limit, LimitUnit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a limit. ``ends_on`` is where a calendar period ends before any roll-over.

    It is ``None`` for working days, which never end on a day off. ``is_clamped`` says that the
    month had no such day and the period ends with the month.
    """

    on: date
    ends_on: date | None = None
    is_clamped: bool = False


def count(limit: Limit, base: date, conventions: Conventions, calendar: Calendar) -> Counted:
    """The last day of ``limit`` counted from ``base``.

    Raises :class:`~toolkit.rules.calendar.UnknownYear` when that needs a year without a notice.
    """
    n, unit = in_days(limit, conventions)
    start = base - _DAY if conventions.base_day_counted else base
    if unit is LimitUnit.WORKING_DAY:
        return Counted(calendar.nth_working_day_after(start, n))
    if unit is LimitUnit.MONTH:
        ends_on, is_clamped = _months_after(start, n)
    else:
        ends_on, is_clamped = start + timedelta(n), False
    return Counted(_rolled(ends_on, conventions.roll, calendar), ends_on, is_clamped)


def in_days(limit: Limit, conventions: Conventions) -> tuple[int, LimitUnit]:
    """How many of which unit, with 周, 半个月 and, where so chosen, 月 turned into days."""
    unit = limit.unit
    if unit is LimitUnit.WEEK:
        meaning: Limit | None = conventions.week
    elif unit is LimitUnit.HALF_MONTH:
        meaning = conventions.half_month
    else:
        meaning = conventions.month if unit is LimitUnit.MONTH else None
    return (limit.n, unit) if meaning is None else (limit.n * meaning.n, meaning.unit)


def _months_after(base: date, months: int) -> tuple[date, bool]:
    """The same day so many months on, or the month's last day; and whether it was cut."""
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(base.day, last)), base.day > last


def _rolled(on: date, roll: str, calendar: Calendar) -> date:
    if roll == "backward":
        return calendar.working_day_until(on)
    if roll == "forward":
        return calendar.working_day_from(on)
    return on
