"""What is due when by the regulation's cadence: weekly meetings, monthly, quarterly, half-yearly.

The clauses say how often and seldom on which day; where they name none, the day is a default and
the duty says so. Pure: rules and calendar in, :class:`Duty` records out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from toolkit import findings
from toolkit.model import Finding
from toolkit.rules import sentences
from toolkit.rules.calendar import Calendar, UnknownYear
from toolkit.rules.provisions import Cadence

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "before_holiday": 12}
# The clause itself names the day; of the others it says only how often.
_DAY_NAMED = ("weekly", "before_holiday")


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month, quarter, half-year or year: key (2026-Q1), name, first and last day.

    ``name`` is ``""`` for a week.
    """

    key: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty on one day.

    ``is_default`` says that the clause names no day and ``on`` is an office default.
    ``late_after`` is the last day before it counts as late, ``None`` when that is ``on`` itself.
    ``note`` says why the day was moved, ``""`` when it was not. ``is_provisional`` marks days of a
    year whose holiday notice is not published.
    """

    rule: Cadence
    period: Period
    on: date
    is_default: bool
    late_after: date | None = None
    note: str = ""
    is_provisional: bool = False

    @property
    def what(self) -> str:
        """2026年第1季度：书面专报县委、县政府; the bare name for a weekly duty."""
        start = "初" if self.rule.at == "start" else ""
        return f"{self.period.name}{start}：{self.rule.name}".removeprefix("：")


def list_duties(
    rules: Iterable[Cadence], calendar: Calendar, year: int, month: int | None = None
) -> tuple[tuple[Duty, ...], tuple[Finding, ...]]:
    """The duties of a year (or one month of it) by date, and what a clerk should know of them."""
    duties: list[Duty] = []
    found: list[Finding] = []
    if not calendar.knows(year):
        found.append(findings.timetable_provisional(year, calendar.last_known_year()))
    for rule in rules:
        for period in periods(rule, year):
            placed = _place(rule, period, calendar)
            if isinstance(placed, Duty):
                is_shown = _shows(placed.on, year, month) and rule.is_in_force(placed.on)
                duties += [placed] if is_shown else []
            elif _shows(period.first, year, month):
                found.append(placed)
    duties.sort(key=lambda duty: duty.on)
    return tuple(duties), tuple(found)


def undated(rules: Iterable[Cadence], year: int) -> tuple[Cadence, ...]:
    """What is to be done 经常 or 及时 in that year, on no day of its own."""
    last = date(year, 12, 31)
    return tuple(
        rule
        for rule in rules
        if rule.rule != "weekly" and rule.rule not in _MONTHS and rule.is_in_force(last)
    )


def periods(rule: Cadence, year: int) -> Iterator[Period]:
    """The periods whose duties can fall into ``year``: its own and the one before."""
    if rule.rule == "weekly":
        yield from _weeks(year)
    elif rule.rule in _MONTHS:
        months = _MONTHS[rule.rule]
        count = 12 // months
        for number in range(count - 1, 2 * count):
            yield _period(year - 1 + number // count, number % count, months)


def _weeks(year: int) -> Iterator[Period]:
    monday = date(year, 1, 1) - _DAY * date(year, 1, 1).weekday()
    while monday.year <= year:
        week = monday.isocalendar()
        yield Period(f"{week.year}-W{week.week:02}", "", monday, monday + 6 * _DAY)
        monday += _WEEK


def _period(year: int, place: int, months: int) -> Period:
    """The ``place``-th (from 0) stretch of so many months."""
    first = date(year, place * months + 1, 1)
    end = place * months + months  # the last month, 1 to 12
    last = date(year + end // 12, end % 12 + 1, 1) - _DAY
    key, name = {
        1: (f"-{place + 1:02}", f"{place + 1}月"),
        3: (f"-Q{place + 1}", f"第{place + 1}季度"),
        6: (f"-H{place + 1}", "上半年" if place == 0 else "下半年"),
        12: ("", ""),
    }[months]
    return Period(f"{year}{key}", f"{year}年{name}", first, last)


def _shows(on: date, year: int, month: int | None) -> bool:
    return on.year == year and month in (None, on.month)


def _place(rule: Cadence, period: Period, calendar: Calendar) -> Duty | Finding:
    """The duty of one period, provisional where a notice is missing; or why it has no day."""
    is_provisional = False
    try:
        on = _pick(rule, period, calendar)
    except UnknownYear:
        calendar, is_provisional = calendar.provisional(), True
        try:
            on = _pick(rule, period, calendar)
        except UnknownYear:
            return findings.duty_without_day(rule.name, period.name, rule.holiday)
    if on is None:
        shown = f"{sentences.day(period.first)}至{sentences.day(period.last, period.first)}"
        return findings.duty_week_off(rule.name, shown, is_provisional=is_provisional)
    return Duty(
        rule,
        period,
        on,
        is_default=rule.rule not in _DAY_NAMED or rule.status == "config",
        late_after=date(on.year, on.month, rule.warn_after_day) if rule.warn_after_day else None,
        note=_note(rule, period, on, calendar),
        is_provisional=is_provisional,
    )


def _pick(rule: Cadence, period: Period, calendar: Calendar) -> date | None:
    """The day; ``None`` when the whole period is off. Raises :class:`UnknownYear`."""
    if rule.rule == "before_holiday":
        first_off = calendar.first_day_off(rule.holiday, period.first)
        return calendar.working_day_until(first_off - _DAY)
    if rule.at == "after_end":
        return calendar.nth_working_day_after(period.last, rule.within_working_days or 1)
    if rule.rule == "weekly":
        on = _weekday(rule, period)
        if not rule.moves_off_holidays or calendar.is_working_day(on):
            return on
        on = calendar.working_day_from(period.first)
    elif rule.at == "start":
        on = calendar.working_day_from(period.first)
    else:
        on = calendar.working_day_until(period.last)
    return on if period.first <= on <= period.last else None


def _weekday(rule: Cadence, period: Period) -> date:
    return period.first + _DAY * ((rule.weekday or 1) - 1)


def _note(rule: Cadence, period: Period, on: date, calendar: Calendar) -> str:
    """Why a weekly duty is not on its weekday, or is on a day off; ``""`` otherwise."""
    if rule.rule != "weekly":
        return ""
    wanted = _weekday(rule, period)
    if on != wanted:
        shown = f"{sentences.weekday(wanted)}（{sentences.day(wanted, on)}）"
        return f"{shown}为{calendar.explain(wanted)}，改在当周第一个工作日"
    return "" if calendar.is_working_day(on) else f"当日为{calendar.explain(on)}"
