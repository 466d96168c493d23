"""Which days are working days, by the State Council's yearly notices and local arrangements.

The calendar is plain data handed in by :mod:`toolkit.loading`. A year without its notice is
unknown: asking about it raises :class:`UnknownYear`. :meth:`Calendar.provisional` answers from the
forecast instead, for dates that are shown as 暂定.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


class UnknownYear(LookupError):
    """The year's holiday notice has not been published, or is not among the data."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年放假安排未知")
        self.year = year


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's arrangement: its notice, the days off with their holiday, the make-up workdays.

    ``notice`` is the document number; it is ``""`` for a forecast, which is never given as sure.
    Weekend days inside a holiday are listed in ``off`` too; ordinary weekends are not.
    """

    year: int
    notice: str
    off: Mapping[date, str] = field(default_factory=dict)
    makeup: frozenset[date] = frozenset()

    @property
    def is_announced(self) -> bool:
        return self.notice != ""


@dataclass(frozen=True, slots=True)
class _Table:
    """One year worked out: its working days in order and as a set, and why a day is special."""

    days: list[date]
    working: frozenset[date]
    why: dict[date, str]


class Calendar:
    """Working days of the years it is given, keyed by year; years are read when first asked for."""

    def __init__(self, years: Mapping[int, CalendarYear], *, guesses: bool = False) -> None:
        """``guesses`` makes forecasts count, and weekends alone where there is no forecast."""
        self._years = years
        self._guesses = guesses
        self._tables: dict[int, _Table] = {}
        self._provisional: Calendar | None = None

    def provisional(self) -> Calendar:
        """The same calendar, with forecasts in place of what is not yet announced."""
        if self._provisional is None:
            self._provisional = Calendar(self._years, guesses=True)
        return self._provisional

    def knows(self, year: int) -> bool:
        """Whether the year's notice is among the data."""
        found = self._years.get(year)
        return found is not None and found.is_announced

    def last_known_year(self) -> int | None:
        """The latest year with a notice; ``None`` for an empty calendar."""
        return max((year for year in self._years if self.knows(year)), default=None)

    def notice(self, year: int) -> str:
        """The document number of the year's notice. Raises :class:`UnknownYear`."""
        return self._year(year).notice

    def is_working_day(self, on: date) -> bool:
        """Whether offices work on the day. Raises :class:`UnknownYear`."""
        return on in self._table(on.year).working

    def explain(self, on: date) -> str:
        """Why the day is special: 调休上班, 春节假期, 周六; ``""`` for an ordinary workday.

        Raises :class:`UnknownYear`.
        """
        return self._table(on.year).why.get(on, "")

    def nth_working_day_after(self, base: date, count: int) -> date:
        """The ``count``-th working day after ``base``, which itself does not count.

        Raises :class:`UnknownYear` when the count runs into a year without a notice.
        """
        if count < 1:
            raise ValueError(f"count must be at least 1, not {count}")
        days = self._table(base.year).days
        index = bisect_right(days, base) + count - 1
        year = base.year
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._table(year).days
        return days[index]

    def working_days_after(self, base: date, end: date) -> Iterator[date]:
        """Working days later than ``base`` up to and including ``end``."""
        for year in range(base.year, end.year + 1):
            days = self._table(year).days
            yield from days[bisect_right(days, base) : bisect_right(days, end)]

    def working_day_from(self, on: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while not self.is_working_day(on):
            on += _DAY
        return on

    def working_day_until(self, on: date) -> date:
        """The day itself when it is a working day, else the last one before."""
        while not self.is_working_day(on):
            on -= _DAY
        return on

    def first_day_off(self, holiday: str, on_or_after: date) -> date:
        """First day of the named holiday (春节) in that year, or the next year when it is past."""
        for year in (on_or_after.year, on_or_after.year + 1):
            off = self._year(year).off
            first = min((day for day, name in off.items() if holiday in name), default=None)
            if first is not None and first >= on_or_after:
                return first
        raise UnknownYear(on_or_after.year + 1)

    def _table(self, year: int) -> _Table:
        found = self._tables.get(year)
        if found is None:
            found = self._tables[year] = _worked_out(self._year(year))
        return found

    def _year(self, year: int) -> CalendarYear:
        found = self._years.get(year)
        if found is not None and (found.is_announced or self._guesses):
            return found
        if self._guesses:
            return CalendarYear(year, "")
        raise UnknownYear(year)


def _worked_out(year: CalendarYear) -> _Table:
    first = date(year.year, 1, 1)
    span = [first + _DAY * n for n in range((date(year.year, 12, 31) - first).days + 1)]
    days = [
        on for on in span if on in year.makeup or (on.weekday() < _SATURDAY and on not in year.off)
    ]
    weekends = (on for on in span if on.weekday() >= _SATURDAY)
    why = {on: "周六" if on.weekday() == _SATURDAY else "周日" for on in weekends}
    why |= {on: f"{name}假期" for on, name in year.off.items()}
    why |= dict.fromkeys(year.makeup, "调休上班")
    return _Table(days, frozenset(days), why)
