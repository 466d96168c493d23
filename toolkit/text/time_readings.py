"""What the words of each core rule mean: a match → a :class:`~toolkit.text.time_model.Reading`.

Every function returns ``None`` when the words are a look-alike (35日, 三月内 read as months).
"""

from __future__ import annotations

import re
from datetime import date

from toolkit.text.calendar_steps import (
    add_days,
    add_months,
    make_date,
    month_end,
    month_part,
    skip_weekends,
    weekday_of,
)
from toolkit.text.numerals import parse_number
from toolkit.text.time_model import Now, Reading, TimeKind
from toolkit.text.time_pieces import NINE

_RELATIVE_YEARS = {
    "明年": 1,
    "来年": 1,
    "后年": 2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
}
_FOLLOWING_YEARS = ("次年", "翌年", "第二年")


def whole_number(text: str | None) -> int | None:
    value = parse_number(text) if text else None
    return value if isinstance(value, int) else None


def stated_year(match: re.Match[str], now: Now) -> int | None:
    """The year the words name, absolute or relative; ``None`` when they name none."""
    groups = match.groupdict()
    digits, relative = groups.get("year"), groups.get("rel")
    if digits:
        year = whole_number(digits)
        return year + 2000 if year is not None and year < 100 else year
    if not relative:
        return None
    context = now.context
    this = context.base.year if context.base else context.plan_year
    if relative in _FOLLOWING_YEARS:
        this = now.year or context.year
        return this and this + 1
    if relative in ("今年", "本年", "本年度", "当年"):
        return context.year
    return this and this + _RELATIVE_YEARS[relative]


def counting_year(match: re.Match[str], now: Now) -> int | None:
    """The year to count with: stated, carried from earlier in the sentence, or the context's."""
    stated = stated_year(match, now)
    return stated if stated is not None else now.year or now.context.year


def is_past_year(match: re.Match[str]) -> bool:
    return match.groupdict().get("rel") in ("去年", "前年", "上年", "上一年")


# --- days, months, parts of the year ------------------------------------------


def read_month_day(match: re.Match[str], now: Now) -> Reading | None:
    month, day = whole_number(match["month"]), whole_number(match["day"])
    year = counting_year(match, now)
    return Reading(
        TimeKind.POINT,
        make_date(year, month, day),
        year=stated_year(match, now),
        month=month,
        past=is_past_year(match),
    )


def read_month(match: re.Match[str], now: Now) -> Reading | None:
    month, part = whole_number(match["month"]), match["part"] or ""
    return Reading(
        TimeKind.DEADLINE if part in ("底", "末", "内") else TimeKind.POINT,
        month_part(counting_year(match, now), month, part),
        year=stated_year(match, now),
        month=month,
        is_month_only=part not in ("底", "末", "内"),
        past=is_past_year(match),
    )


def read_relative_month(match: re.Match[str], now: Now) -> Reading | None:
    word = match["ref"].replace("个", "").replace("一", "")
    steps = {"下月": 1, "次月": 1, "下下月": 2, "上月": -1}.get(word, 0)
    part, day = match["part"] or "", whole_number(match["day"])
    base = now.context.base
    if word == "次月" and now.node is not None:
        base = now.node
    if base is None:
        return Reading(TimeKind.POINT, None, past=steps < 0)
    end = month_end(base.year, base.month + steps)
    if end is None:
        return None
    on = make_date(end.year, end.month, day) if day else month_part(end.year, end.month, part)
    return Reading(
        TimeKind.DEADLINE if part in ("底", "末", "内") else TimeKind.POINT,
        on,
        month=end.month,
        year=end.year if end.year != base.year else None,
        is_month_only=not day and part not in ("底", "末", "内"),
        past=steps < 0,
    )


def read_bare_month_part(match: re.Match[str], now: Now) -> Reading | None:
    base, part = now.context.base, match["part"]
    on = month_part(base.year, base.month, part) if base else None
    closed = part in ("底", "末", "内")
    return Reading(TimeKind.DEADLINE if closed else TimeKind.POINT, on, needs_limit=not closed)


def read_bare_day(match: re.Match[str], now: Now) -> Reading | None:
    day, base = whole_number(match["day"]), now.context.base
    if now.month is not None:
        return Reading(
            TimeKind.POINT,
            make_date(now.year or now.context.year, now.month, day),
            needs_limit=True,
        )
    if base is None:
        return Reading(TimeKind.POINT, None, needs_limit=True)
    later = day is not None and day < base.day
    end = month_end(base.year, base.month + later)
    on = make_date(end.year, end.month, day) if end else None
    return Reading(TimeKind.POINT, on, needs_limit=not now.context.spoken)


def read_dotted(match: re.Match[str], now: Now) -> Reading | None:
    month, day = whole_number(match["month"]), whole_number(match.groupdict().get("day"))
    year = counting_year(match, now)
    if day is None:
        on = month_end(year, month)
    elif (on := make_date(year or 2024, month, day)) is None:
        return None
    return Reading(
        TimeKind.POINT,
        on if year else None,
        year=stated_year(match, now),
        month=month,
        is_month_only=day is None,
    )


_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "1": 1, "2": 2, "3": 3, "4": 4, "两": 2}


def read_quarter(match: re.Match[str], now: Now) -> Reading | None:
    part = match["part"] or ""
    return Reading(
        TimeKind.DEADLINE if part else TimeKind.POINT,
        month_end(counting_year(match, now), 3 * _QUARTERS[match["quarter"]]),
        year=stated_year(match, now),
        is_month_only=not part,
        past=is_past_year(match),
    )


def read_relative_quarter(match: re.Match[str], now: Now) -> Reading | None:
    base, word = now.context.base, match["ref"] or ""
    if not word and not match["part"]:
        return None
    steps = {"下": 1, "上": -1}.get(word[:1], 0)
    on = month_end(base.year, 3 * ((base.month + 2) // 3 + steps)) if base else None
    return Reading(TimeKind.DEADLINE if match["part"] else TimeKind.POINT, on, past=steps < 0)


def read_half(match: re.Match[str], now: Now) -> Reading | None:
    return Reading(
        TimeKind.DEADLINE if match["part"] else TimeKind.POINT,
        month_end(counting_year(match, now), 6 if match["half"] == "上" else 12),
        year=stated_year(match, now),
        is_month_only=not match["part"],
        past=is_past_year(match),
    )


def read_year_part(match: re.Match[str], now: Now) -> Reading | None:
    part, stated = match["part"], stated_year(match, now)
    year = stated if stated is not None else now.context.year
    past = is_past_year(match)
    if part == "初":
        ahead = match["rel"] in ("明年", "后年", "来年", "次年", "翌年")
        return Reading(TimeKind.EVENT, None, year=stated) if ahead else None
    if part == "中":
        return Reading(TimeKind.POINT, month_end(year, 6), year=stated, needs_limit=not stated)
    return Reading(
        TimeKind.DEADLINE,
        month_end(year, 12),
        year=stated,
        needs_limit=part == "终",
        past=past,
    )


def read_whole_year(_: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.DEADLINE, month_end(now.context.year, 12), takes_tail=False)


def read_bare_year(match: re.Match[str], now: Now) -> Reading | None:
    if match["rel"] in ("当年", "第二年", "次年", "翌年"):
        return None
    year = stated_year(match, now)
    if match["year"] and not 1980 <= (year or 0) <= 2100:
        return None
    return Reading(
        TimeKind.SPAN,
        month_end(year, 12),
        year=year,
        is_frame=True,
        is_month_only=True,
        past=is_past_year(match),
    )


def read_five_year_plan(match: re.Match[str], _: Now) -> Reading | None:
    end = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}[match["plan"]]
    if match["end"]:
        return Reading(TimeKind.DEADLINE, month_end(end, 12))
    return Reading(TimeKind.SPAN, month_end(end, 12), is_frame=True, takes_tail=False)


# --- periods ------------------------------------------------------------------


def read_years_span(match: re.Match[str], now: Now) -> Reading | None:
    first, last = whole_number(match["first"]), whole_number(match["last"])
    if first is None or last is None:
        return None
    last = first - first % 100 + last if last < 100 else last
    return Reading(TimeKind.SPAN, month_end(last, 12)) if first < last <= 2100 else None


def read_months_span(match: re.Match[str], now: Now) -> Reading | None:
    first, last = whole_number(match["month"]), whole_number(match["last"])
    year = counting_year(match, now)
    if first is None or last is None:
        return None
    if match["year2"]:
        year = whole_number(match["year2"])
    elif match["rel2"] or last < first:
        year = year and year + 1
    part = match["part"] or ""
    return Reading(
        TimeKind.SPAN,
        month_part(year, last, part),
        year=stated_year(match, now),
        past=is_past_year(match),
    )


def read_days_span(match: re.Match[str], now: Now) -> Reading | None:
    month, year = whole_number(match["month"]), counting_year(match, now)
    last_month = whole_number(match["month2"]) or month
    if month and last_month and last_month < month:
        year = year and year + 1
    return Reading(
        TimeKind.SPAN,
        make_date(year, last_month, whole_number(match["last"])),
        year=stated_year(match, now),
        month=last_month,
        past=is_past_year(match),
    )


def read_quarters_span(match: re.Match[str], now: Now) -> Reading | None:
    return Reading(
        TimeKind.SPAN, month_end(counting_year(match, now), 3 * _QUARTERS[match["last"]])
    )


# --- weekdays and days counted from the base ----------------------------------

_WEEKS = {"本": 0, "这": 0, "下": 1, "下下": 2, "上": -1}


def read_weekday(match: re.Match[str], now: Now) -> Reading | None:
    base, word = now.context.base, match["ref"]
    weeks = _WEEKS[word.replace("个", "")] if word else None
    if base is None:
        return Reading(TimeKind.POINT, None, past=weeks == -1)
    number = (
        4
        if match["weekday"] == "末" and weeks is None
        else "一二三四五六日天末".index(match["weekday"])
    )
    number = {7: 6, 8: 6}.get(number, number)
    loose = weeks is None and (match["weekday"] == "末" or now.context.plan_year is not None)
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
    if not now.context.spoken:
        return Reading(TimeKind.STANDARD, None, takes_tail=False)
    base, hours = now.context.base, whole_number(match["count"]) or 0
    on = add_days(base, hours // 24 if match["unit"] != "分钟" else 0) if base else None
    return Reading(TimeKind.DEADLINE, on, takes_tail=False)


def read_asked_within(match: re.Match[str], now: Now) -> Reading | None:
    if not now.context.spoken and match["limit"] is None:
        return None
    on = _counted(now.context.base, _count_of(match), match["unit"], now)
    return Reading(TimeKind.DEADLINE, on, takes_tail=False)
