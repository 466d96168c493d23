"""What weekdays, clocks and days counted from the base mean: a match → a reading."""

from __future__ import annotations

import re
from datetime import date

from toolkit.text.calendar_readings import whole_number
from toolkit.text.calendar_steps import add_days, add_months, make_date, skip_weekends, weekday_of
from toolkit.text.numerals import parse_number
from toolkit.text.time_model import Now, Reading, TimeKind
from toolkit.text.time_pieces import NINE

_WEEKS = {"本": 0, "这": 0, "下": 1, "下下": 2, "上": -1}


def read_weekday(match: re.Match[str], now: Now) -> Reading | None:
    base, word = now.context.base, match["ref"]
    weeks = _WEEKS[word.replace("个", "")] if word else None
    if match["day"]:  # 周五（3月13日）前
        month = whole_number(match["month"]) or (base.month if base else None)
        return Reading(
            TimeKind.POINT, make_date(now.context.year, month, whole_number(match["day"]))
        )
    loose = weeks is None and (match["weekday"] == "末" or now.context.plan_year is not None)
    if base is None:
        return Reading(TimeKind.POINT, None, past=weeks == -1, needs_limit=loose)
    number = (
        4
        if match["weekday"] == "末" and weeks is None
        else "一二三四五六日天末".index(match["weekday"])
    )
    number = {7: 6, 8: 6}.get(number, number)
    return Reading(
        TimeKind.POINT,
        weekday_of(base, number, weeks),
        past=weeks == -1,
        needs_limit=loose,  # 周末经济, “周六会商”: names, not days
    )


def read_week(match: re.Match[str], now: Now) -> Reading | None:
    base, word = now.context.base, (match["ref"] or "").replace("个", "").replace("一", "")
    weeks = _WEEKS[word] if word else 0
    limit = match["limit"]
    if not word and not limit:
        return None
    on = weekday_of(base, 4, weeks) if base and limit != "初" else None
    kind = TimeKind.DEADLINE if limit else TimeKind.POINT
    return Reading(kind, on, is_month_only=not limit, past=weeks == -1)


_NEAR_DAYS = {
    "今": 0, "明": 1, "今明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2,
}  # fmt: skip


def read_near_day(match: re.Match[str], now: Now) -> Reading | None:
    steps = _NEAR_DAYS[match["near"]]
    base = now.context.base
    on = add_days(base, steps) if base else None
    today = match["near"] == "今" and match["when"] in ("天", "日")
    loose = now.context.plan_year is not None or (
        today and not (match["must"] is not None or now.context.spoken)
    )
    kind = TimeKind.DEADLINE if (match["must"] or "").endswith("内") else TimeKind.POINT
    return Reading(kind, on, past=steps < 0, needs_limit=loose)


def read_clock(_: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.DEADLINE, now.context.base, takes_tail=False)


def _count_of(match: re.Match[str]) -> int | float | None:
    text = match["count"]
    if len(text) == 2 and all(c in NINE + "两" for c in text):  # 三五天
        text = text[1]
    return parse_number(text)


def _counted(base: date | None, count: int | float | None, unit: str, now: Now) -> date | None:
    """The base plus so many units; ``None`` where it cannot be counted."""
    if base is None or count is None or count <= 0:
        return None
    if count == 0.5:
        return {"月": add_days(base, 15), "年": add_months(base, 6)}.get(unit)
    whole = int(count)
    if unit == "工作日":
        nth = now.context.nth_working_day or skip_weekends
        return nth(base, whole)
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "旬": 10}.get(unit)
    if days:
        return add_days(base, whole * days)
    months = {"月": 1, "季度": 3, "年": 12}.get(unit)
    return add_months(base, whole * months) if months and whole <= 1200 else None


def read_within(match: re.Match[str], now: Now) -> Reading | None:
    unit, lead = match["unit"], match["lead"] or ""
    if unit == "月" and not match["each"] and match["count"] != "半":
        return None  # 三月内 is March
    if match["use"] and not lead.endswith("用"):
        return None
    count = None if match["count"] in "几数" else _count_of(match)
    planned = unit == "年" and now.context.plan_year is not None  # from which year is open
    on = None if planned else _counted(now.context.base, count, unit, now)
    if on and match["half"]:
        on = add_days(on, 15) if unit == "月" else None
    return Reading(TimeKind.DEADLINE, on, takes_tail=False, urgent="即日" in lead)


def read_hours(match: re.Match[str], now: Now) -> Reading | None:
    happened = match.string[max(0, match.start() - 1) : match.start()] == "了"
    if happened or not now.context.spoken:  # 线路坏了一个钟头内到
        return Reading(TimeKind.STANDARD, None, takes_tail=False)
    base, hours = now.context.base, whole_number(match["count"]) or 0
    on = add_days(base, hours // 24 if match["unit"] != "分钟" else 0) if base else None
    return Reading(TimeKind.DEADLINE, on, takes_tail=False)


def read_asked_within(match: re.Match[str], now: Now) -> Reading | None:
    if not now.context.spoken and match["limit"] is None:
        return None
    on = _counted(now.context.base, _count_of(match), match["unit"], now)
    return Reading(TimeKind.DEADLINE, on, takes_tail=False)
