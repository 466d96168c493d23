"""What festivals, school terms, events and duties without a day mean to the time grammar."""

from __future__ import annotations

import re
from datetime import date

from toolkit.text.calendar_readings import (
    counting_year,
    is_past_year,
    stated_year,
    whole_number,
)
from toolkit.text.calendar_steps import add_days
from toolkit.text.patterns import lazy
from toolkit.text.time_model import Now, Reading, TimeKind

FESTIVAL_NAMES: dict[str, str] = {
    "元旦": "元旦", "春节": "春节", "农历新年": "春节", "过年": "春节", "除夕": "除夕",
    "元宵": "元宵节", "正月十五": "元宵节", "清明": "清明节", "五一": "劳动节", "劳动": "劳动节",
    "端午": "端午节", "中秋": "中秋节", "重阳": "重阳节", "国庆": "国庆节", "十一": "国庆节",
    "教师节": "教师节", "六一": "儿童节", "儿童节": "儿童节", "七一": "建党节", "建党节": "建党节",
    "八一": "建军节", "建军节": "建军节", "三八": "妇女节", "妇女节": "妇女节", "植树节": "植树节",
    "高考": "高考", "腊月": "腊月",
}  # fmt: skip
_AUTUMN_TERM = "秋季开学"


def _festival_day(name: str, year: int | None, now: Now) -> date | None:
    """The festival's own day: of the year named, planned, or the next one after the base."""
    context, table = now.context, now.context.festivals
    if year is not None:
        return table.get((name, year))
    if context.plan_year is not None:
        on = table.get((name, context.plan_year + (name == "元旦")))
        over = on is not None and context.base is not None and on <= context.base
        return table.get((name, context.plan_year + 1)) if over else on
    if context.base is None:
        return None
    this = table.get((name, context.base.year))
    coming = this is not None and this > context.base
    return this if coming else table.get((name, context.base.year + 1))


def read_festival(match: re.Match[str], now: Now) -> Reading | None:
    name = FESTIVAL_NAMES.get(match["name"], match["name"])  # a solar term has one name
    stated = stated_year(match, now)
    year = stated if stated is not None else now.year
    if name == "春节" and match["limit"] is not None:
        name = "除夕"  # 春节前 ends the day before the eve
    on = _festival_day(name, year, now)
    needs = name in ("高考", "腊月", "除夕") or match["name"] in ("劳动", "过年")
    return Reading(TimeKind.POINT, on, year=stated, day_before=True, needs_limit=needs)


def read_lunar_day(match: re.Match[str], now: Now) -> Reading | None:
    first = "春节" if match["lunar"] == "正月" else "腊月"
    day = whole_number(match["day"])
    if day is None or day > 30:
        return None
    start = _festival_day(first, stated_year(match, now), now)
    return Reading(TimeKind.POINT, add_days(start, day - 1) if start else None)


def read_new_year(_: re.Match[str], now: Now) -> Reading | None:
    """年前: the day before the eve of the Spring Festival, where winter makes that plain."""
    base = now.context.base
    near = base is not None and (base.month >= 10 or base.month <= 2)
    eve = _festival_day("除夕", None, now) if near else None
    return Reading(TimeKind.EVENT, eve, day_before=True, needs_limit=True)


def read_lunar_end(match: re.Match[str], now: Now) -> Reading | None:
    name = "农历二月" if match["lunar"] == "正月" else "春节"
    following = _festival_day(name, stated_year(match, now), now)
    return Reading(TimeKind.DEADLINE, add_days(following, -1) if following else None)


def read_autumn_term(match: re.Match[str], now: Now) -> Reading | None:
    year = counting_year(match, now)
    if match["bare"] and not (now.context.base and 6 <= now.context.base.month <= 8):
        return Reading(TimeKind.EVENT, None, needs_limit=True)
    on = now.context.festivals.get((_AUTUMN_TERM, year)) if year else None
    return Reading(TimeKind.POINT, on, day_before=True, needs_limit=True)


def read_event(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.EVENT, None, takes_tail=False)


def read_season(match: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.EVENT, None, past=is_past_year(match))


_DATED = lazy(r"[0-9]月|[年月]底|[0-9]年|季度|[0-9][日号]|[上下]半年")


def read_until(match: re.Match[str], _: Now) -> Reading | None:
    if _DATED.search(match["what"]):
        return None
    return Reading(TimeKind.EVENT, None, takes_tail=False)


def read_blanked(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.POINT, None)


# --- duties without a day -----------------------------------------------------


def read_recurring(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.RECURRING, takes_tail=False)


def read_urgent(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.URGENT, takes_tail=False, urgent=True)


def read_start(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.START, takes_tail=False, urgent=True)


def read_standard(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.STANDARD, takes_tail=False)
