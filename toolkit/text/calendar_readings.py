"""What the words of the calendar rules mean: a match → a :class:`~toolkit.text.time_model.Reading`.

Every function returns ``None`` when the words are a look-alike (35日, 三月内 read as months).
"""

from __future__ import annotations

import re

from toolkit.text.calendar_steps import make_date, month_end, month_part
from toolkit.text.numerals import parse_number
from toolkit.text.time_model import Now, Reading, TimeKind

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
        day_before=match["opens"] is not None,
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
    day, base, told = whole_number(match["day"]), now.context.base, match["told"] is not None
    if match["listed"] is not None:  # 13日前完成调试,14日全网通水: the next day of a list
        if now.node is None or match.string[match.start() - 1 : match.start()] not in (",", "、"):
            return None
        return Reading(TimeKind.POINT, make_date(now.node.year, now.node.month, day))
    if now.month is not None:
        return Reading(
            TimeKind.POINT,
            make_date(now.year or now.context.year, now.month, day),
            needs_limit=not told,
        )
    if base is None:
        return Reading(TimeKind.POINT, None, needs_limit=True)
    later = day is not None and day < base.day
    if told and not now.context.spoken and (later or day == base.day):
        return None  # 12日上午, on the 12th or after it: what happened that morning
    end = month_end(base.year, base.month + later)
    on = make_date(end.year, end.month, day) if end else None
    return Reading(TimeKind.POINT, on, needs_limit=not told)


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


def read_dotted_span(match: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.SPAN, month_end(stated_year(match, now), whole_number(match["month"])))


def read_week_of_month(match: re.Match[str], now: Now) -> Reading | None:
    """The last week of a month ends with it; where its second ends nobody agrees."""
    month = whole_number(match["month"])
    on = month_end(counting_year(match, now), month) if match["last"] else None
    return Reading(TimeKind.DEADLINE, on, year=stated_year(match, now), month=month)


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


def read_whole_year(match: re.Match[str], now: Now) -> Reading | None:
    year = stated_year(match, now)
    on = month_end(year if year is not None else now.context.year, 12)
    return Reading(TimeKind.DEADLINE, on, past=is_past_year(match), takes_tail=False)


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
    if match["rel2"] or (month and last_month and last_month < month):
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
