"""The Chinese of deadlines: days, periods, and the sentence that explains a count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from toolkit.rules.calendar import Calendar
from toolkit.rules.periods import Counted
from toolkit.rules.regulation import Conventions, Limit, LimitUnit

_UNITS = {
    LimitUnit.WORKING_DAY: "个工作日",
    LimitUnit.CALENDAR_DAY: "日",
    LimitUnit.WEEK: "周",
    LimitUnit.HALF_MONTH: "个半月",
    LimitUnit.MONTH: "个月",
}
_WEEKDAYS = "一二三四五六日"
_LISTED = 7  # longer counts name only the days left out and the make-up workdays
_DAY = timedelta(days=1)


@lru_cache(maxsize=8192)
def day(on: date, near: date | None = None) -> str:
    """2月14日, with the year when it is not that of ``near`` (or ``near`` is ``None``)."""
    month_day = f"{on.month}月{on.day}日"
    return month_day if near is not None and near.year == on.year else f"{on.year}年{month_day}"


def weekday(on: date) -> str:
    """周六."""
    return f"周{_WEEKDAYS[on.weekday()]}"


def period(limit: Limit, conventions: Conventions) -> str:
    """3个工作日; 1周（7日）; 半个月（15日）; 1个月."""
    if limit.unit is LimitUnit.HALF_MONTH:
        name = "半个月" if limit.n == 1 else f"{limit.n}个半月"
        return f"{name}（{_resolved(conventions.half_month, limit.n)}）"
    name = f"{limit.n}{_UNITS[limit.unit]}"
    if limit.unit is LimitUnit.WEEK:
        return f"{name}（{_resolved(conventions.week, limit.n)}）"
    if limit.unit is LimitUnit.MONTH and conventions.month is not None:
        return f"{name}（{_resolved(conventions.month, limit.n)}）"
    return name


def _resolved(limit: Limit, times: int) -> str:
    return f"{limit.n * times}{_UNITS[limit.unit]}"


def special(on: date, calendar: Calendar, opening: str = "（", closing: str = "）") -> str:
    """（调休上班）, （春节假期）; ``""`` for an ordinary workday."""
    why = calendar.explain(on)
    return f"{opening}{why}{closing}" if why else ""


def counted_days(base: date, end: date, calendar: Calendar) -> str:
    """The working days of a count, or for a long one what was left out and worked in addition."""
    days = list(calendar.working_days_after(base, end))
    left_out = _left_out(base, end, calendar) if len(days) < (end - base).days else ""
    if len(days) > _LISTED:
        worked = [on for on in days if calendar.explain(on)]
        extra = f"，{_enumerate(worked, base)}调休上班计入" if worked else ""
        return f"（其间{left_out}不计{extra}）" if left_out else ""
    shown = _enumerate(days, base, lambda on: special(on, calendar, "〔", "〕"))
    return f"（{shown}{'；' + left_out + '不计' if left_out else ''}）"


def _left_out(base: date, end: date, calendar: Calendar) -> str:
    """Holidays by name and dates, weekends in a word, in that order; ``""`` when none."""
    span = [base + _DAY * n for n in range(1, (end - base).days + 1)]
    off = [(on, calendar.explain(on)) for on in span if not calendar.is_working_day(on)]
    holidays = [(on, why) for on, why in off if why.endswith("假期")]
    shown = []
    for why, group in groupby(holidays, key=lambda item: item[1]):
        days = [on for on, _ in group]
        shown.append(f"{_span(days[0], days[-1], base)}{why}")
    weekends = ["周末"] if len(holidays) < len(off) else []
    return "和".join([*(["、".join(shown)] if shown else []), *weekends])


def _span(first: date, last: date, near: date) -> str:
    """2月15日至23日; a single day by itself."""
    if first == last:
        return day(first, near)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{day(first, near)}至{f'{last.day}日' if is_one_month else day(last, first)}"


def _enumerate(
    days: Iterable[date], base: date, remark: Callable[[date], str] = lambda on: ""
) -> str:
    """2月12日、13日、14日〔调休上班〕."""
    shown: list[str] = []
    before: date | None = None
    for on in days:
        same_month = before is not None and (before.year, before.month) == (on.year, on.month)
        shown.append((f"{on.day}日" if same_month else day(on, base)) + remark(on))
        before = on
    return "、".join(shown)


def calendar_end(base: date, counted: Counted, calendar: Calendar) -> str:
    """Where a period of calendar days ends, and whether a day off moved it."""
    ends_on = counted.ends_on or counted.on
    shown = day(ends_on, base)
    clamp = "（当月无对应日，取月末）" if counted.is_clamped else ""
    if counted.on == ends_on:
        worked = "（调休上班，不顺延）" if calendar.explain(ends_on) == "调休上班" else ""
        return f"，期满{shown}{clamp}{worked}".replace("）（", "；")
    moved = "顺延至" if counted.on > ends_on else "提前至"
    end = f"{day(counted.on, base)}{special(counted.on, calendar)}"
    return f"，期满日{shown}{clamp}为{calendar.explain(ends_on)}，{moved}{end}"
