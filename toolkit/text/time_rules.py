"""The grammar of time expressions: a table of core rules over small named pieces.

A core rule says which day (or what sort of duty) its words name. What stands behind it (前, 内,
24时前) and around it (力争, 自…起, 截至, 以来) is the same for all of them and lives in
:mod:`toolkit.text.dates`. Every pattern is bounded, so matching takes linear time. Patterns run
over a :func:`~toolkit.text.normalize.match_copy` without inner spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
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

# --- pieces ---------------------------------------------------------------------------------------

_NINE = "一二三四五六七八九"
ALONE = rf"(?<![0-9.〇{_NINE}十廿百千万第])"
"""Not inside a longer number, not an ordinal."""
MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_NINE}])"
DAY = (
    rf"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|卅一?|二十[{_NINE}]?|廿[{_NINE}]?|十[{_NINE}]?|[{_NINE}])"
)
YEAR = (
    rf"(?:(?P<year>[12][0-9]{{3}}|[一二][〇零{_NINE}]{{3}}|[0-9]{{2}}(?=年{MONTH}月))年"
    r"|(?P<rel>今年|本年度?|明年|后年|去年|前年|上一?年|次年|翌年|来年|第二年|当年)的?)"
)
PART = r"(?P<part>上旬|中旬|下旬|上中旬|中下旬|初|底|末|内(?!部|容|涝)|中(?=前|[,。;)]|$))"
COUNT = rf"(?:[0-9]{{1,3}}|[{_NINE}两十廿百]{{1,4}})"
CLOCK = (
    rf"(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上?|夜里|零点)?"
    rf"(?:(?:{COUNT}(?:时|点钟?)(?:整|半|[0-9]{{1,2}}分?)?|[0-9]{{1,2}}:[0-9]{{2}})"
    rf"|(?<=午)|(?<=晚)|(?<=零点)|下班|上班|天黑)"
)
EDGE_BEFORE = r"(?:(?<=[,。;:()|、/\[\]\n \t])|(?<![\s\S]))"
EDGE_AFTER = r"(?=$|[,。;:()|、/\]\n \t])"

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


def _number(text: str | None) -> int | None:
    value = parse_number(text) if text else None
    return value if isinstance(value, int) else None


def _stated_year(match: re.Match[str], now: Now) -> int | None:
    """The year the words name, absolute or relative; ``None`` when they name none."""
    groups = match.groupdict()
    digits, relative = groups.get("year"), groups.get("rel")
    if digits:
        year = _number(digits)
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


def _year(match: re.Match[str], now: Now) -> int | None:
    """The year to count with: stated, carried from earlier in the sentence, or the context's."""
    stated = _stated_year(match, now)
    return stated if stated is not None else now.year or now.context.year


def _is_past_year(match: re.Match[str]) -> bool:
    return match.groupdict().get("rel") in ("去年", "前年", "上年", "上一年")


# --- days, months, parts of the year -----------------------------------------------------------------


def _month_day(match: re.Match[str], now: Now) -> Reading | None:
    month, day = _number(match["month"]), _number(match["day"])
    if make_date(2024, month, day) is None:
        return None
    year = _year(match, now)
    return Reading(
        TimeKind.POINT,
        make_date(year, month, day),
        year=_stated_year(match, now),
        month=month,
        past=_is_past_year(match),
    )


def _month(match: re.Match[str], now: Now) -> Reading | None:
    month, part = _number(match["month"]), match["part"] or ""
    return Reading(
        TimeKind.DEADLINE if part in ("底", "末", "内") else TimeKind.POINT,
        month_part(_year(match, now), month, part),
        year=_stated_year(match, now),
        month=month,
        is_month_only=part not in ("底", "末", "内"),
        past=_is_past_year(match),
    )


def _relative_month(match: re.Match[str], now: Now) -> Reading | None:
    word = match["ref"].replace("个", "").replace("一", "")
    steps = {"下月": 1, "次月": 1, "下下月": 2, "上月": -1}.get(word, 0)
    part, day = match["part"] or "", _number(match["day"])
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


def _bare_month_part(match: re.Match[str], now: Now) -> Reading | None:
    base, part = now.context.base, match["part"]
    on = month_part(base.year, base.month, part) if base else None
    closed = part in ("底", "末", "内")
    return Reading(TimeKind.DEADLINE if closed else TimeKind.POINT, on, needs_limit=not closed)


def _bare_day(match: re.Match[str], now: Now) -> Reading | None:
    day, base = _number(match["day"]), now.context.base
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
    return Reading(TimeKind.POINT, on, needs_limit=True)


def _dotted(match: re.Match[str], now: Now) -> Reading | None:
    month, day = _number(match["month"]), _number(match.groupdict().get("day"))
    year = _year(match, now)
    if day is None:
        on = month_end(year, month)
    elif (on := make_date(year or 2024, month, day)) is None:
        return None
    return Reading(
        TimeKind.POINT,
        on if year else None,
        year=_stated_year(match, now),
        month=month,
        is_month_only=day is None,
    )


_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "1": 1, "2": 2, "3": 3, "4": 4, "两": 2}


def _quarter(match: re.Match[str], now: Now) -> Reading | None:
    part = match["part"] or ""
    return Reading(
        TimeKind.DEADLINE if part else TimeKind.POINT,
        month_end(_year(match, now), 3 * _QUARTERS[match["quarter"]]),
        year=_stated_year(match, now),
        is_month_only=not part,
        past=_is_past_year(match),
    )


def _relative_quarter(match: re.Match[str], now: Now) -> Reading | None:
    base, word = now.context.base, match["ref"] or ""
    if not word and not match["part"]:
        return None
    steps = {"下": 1, "上": -1}.get(word[:1], 0)
    on = month_end(base.year, 3 * ((base.month + 2) // 3 + steps)) if base else None
    return Reading(TimeKind.DEADLINE if match["part"] else TimeKind.POINT, on, past=steps < 0)


def _half(match: re.Match[str], now: Now) -> Reading | None:
    return Reading(
        TimeKind.DEADLINE if match["part"] else TimeKind.POINT,
        month_end(_year(match, now), 6 if match["half"] == "上" else 12),
        year=_stated_year(match, now),
        is_month_only=not match["part"],
        past=_is_past_year(match),
    )


def _year_part(match: re.Match[str], now: Now) -> Reading | None:
    part, stated = match["part"], _stated_year(match, now)
    year = stated if stated is not None else now.context.year
    past = _is_past_year(match)
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


def _whole_year(_: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.DEADLINE, month_end(now.context.year, 12), takes_tail=False)


def _bare_year(match: re.Match[str], now: Now) -> Reading | None:
    if match["rel"] in ("当年", "第二年", "次年", "翌年"):
        return None
    year = _stated_year(match, now)
    if match["year"] and not 1980 <= (year or 0) <= 2100:
        return None
    return Reading(
        TimeKind.SPAN,
        month_end(year, 12),
        year=year,
        is_frame=True,
        is_month_only=True,
        past=_is_past_year(match),
    )


def _five_year_plan(match: re.Match[str], _: Now) -> Reading | None:
    end = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}[match["plan"]]
    if match["end"]:
        return Reading(TimeKind.DEADLINE, month_end(end, 12))
    return Reading(TimeKind.SPAN, month_end(end, 12), is_frame=True, takes_tail=False)


# --- periods ------------------------------------------------------------------------------------------


def _years_span(match: re.Match[str], now: Now) -> Reading | None:
    first, last = _number(match["first"]), _number(match["last"])
    if first is None or last is None:
        return None
    last = first - first % 100 + last if last < 100 else last
    return Reading(TimeKind.SPAN, month_end(last, 12)) if first < last <= 2100 else None


def _months_span(match: re.Match[str], now: Now) -> Reading | None:
    first, last = _number(match["month"]), _number(match["last"])
    year = _year(match, now)
    if first is None or last is None:
        return None
    if match["year2"]:
        year = _number(match["year2"])
    elif match["rel2"] or last < first:
        year = year and year + 1
    part = match["part"] or ""
    return Reading(
        TimeKind.SPAN,
        month_part(year, last, part),
        year=_stated_year(match, now),
        past=_is_past_year(match),
    )


def _days_span(match: re.Match[str], now: Now) -> Reading | None:
    month, year = _number(match["month"]), _year(match, now)
    last_month = _number(match["month2"]) or month
    if month and last_month and last_month < month:
        year = year and year + 1
    return Reading(
        TimeKind.SPAN,
        make_date(year, last_month, _number(match["last"])),
        year=_stated_year(match, now),
        month=last_month,
        past=_is_past_year(match),
    )


def _quarters_span(match: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.SPAN, month_end(_year(match, now), 3 * _QUARTERS[match["last"]]))


# --- weekdays and days counted from the base ------------------------------------------------------------

_WEEKS = {"本": 0, "这": 0, "下": 1, "下下": 2, "上": -1}


def _weekday(match: re.Match[str], now: Now) -> Reading | None:
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
    return Reading(TimeKind.POINT, weekday_of(base, number, weeks), past=weeks == -1)


def _week(match: re.Match[str], now: Now) -> Reading | None:
    base, word = now.context.base, (match["ref"] or "").replace("个", "").replace("一", "")
    weeks = _WEEKS[word] if word else 0
    limit = match["limit"]
    if not word and not limit:
        return None
    on = weekday_of(base, 4, weeks) if base and limit != "初" else None
    kind = TimeKind.DEADLINE if limit else TimeKind.POINT
    return Reading(kind, on, is_month_only=not limit, past=weeks == -1)


_NEAR_DAYS = {
    "今": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2,
}  # fmt: skip


def _near_day(match: re.Match[str], now: Now) -> Reading | None:
    steps = _NEAR_DAYS[match["near"]]
    base = now.context.base
    on = add_days(base, steps) if base else None
    today = match["near"] == "今" and match["when"] in ("天", "日")
    return Reading(TimeKind.POINT, on, past=steps < 0, needs_limit=today and not match["must"])


def _clock(_: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.DEADLINE, now.context.base, takes_tail=False)


def _count_of(match: re.Match[str]) -> int | float | None:
    text = match["count"]
    if len(text) == 2 and all(c in _NINE for c in text):  # 三五天
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


def _within(match: re.Match[str], now: Now) -> Reading | None:
    unit, lead = match["unit"], match["lead"] or ""
    if unit == "月" and not match["each"] and match["count"] != "半":
        return None  # 三月内 is March
    count = None if match["count"] in "几数" else _count_of(match)
    on = _counted(now.context.base, count, unit, now)
    if on and match["half"]:
        on = add_days(on, 15) if unit == "月" else None
    return Reading(TimeKind.DEADLINE, on, takes_tail=False, urgent="即日" in lead)


def _hours(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.STANDARD, None, takes_tail=False)


# --- festivals, seasons, events ------------------------------------------------------------------------

FESTIVAL_NAMES: dict[str, str] = {
    "元旦": "元旦", "春节": "春节", "农历新年": "春节", "过年": "春节", "除夕": "除夕",
    "元宵": "元宵节", "正月十五": "元宵节", "清明": "清明节", "五一": "劳动节", "劳动": "劳动节",
    "端午": "端午节", "中秋": "中秋节", "重阳": "重阳节", "国庆": "国庆节", "十一": "国庆节",
    "教师节": "教师节", "六一": "儿童节", "儿童节": "儿童节", "七一": "建党节", "建党节": "建党节",
    "八一": "建军节", "建军节": "建军节", "三八": "妇女节", "妇女节": "妇女节", "植树节": "植树节",
    "高考": "高考", "腊月": "腊月", "冬至": "冬至",
}  # fmt: skip
_AUTUMN_TERM = "秋季开学"


def _festival_day(name: str, year: int | None, now: Now) -> date | None:
    """The festival's own day: of the year named, planned, or the next one after the base."""
    context, table = now.context, now.context.festivals
    if year is not None:
        return table.get((name, year))
    if context.plan_year is not None:
        return table.get((name, context.plan_year + (name == "元旦")))
    if context.base is None:
        return None
    this = table.get((name, context.base.year))
    coming = this is not None and this > context.base
    return this if coming else table.get((name, context.base.year + 1))


def _festival(match: re.Match[str], now: Now) -> Reading | None:
    name = FESTIVAL_NAMES[match["name"]]
    stated = _stated_year(match, now)
    year = stated if stated is not None else now.year
    if name == "春节" and match["limit"] is not None:
        name = "除夕"  # 春节前 ends the day before the eve
    on = _festival_day(name, year, now)
    needs = name in ("高考", "腊月", "冬至", "除夕") or match["name"] in ("劳动", "过年")
    return Reading(TimeKind.POINT, on, year=stated, day_before=True, needs_limit=needs)


def _lunar_end(match: re.Match[str], now: Now) -> Reading | None:
    name = "农历二月" if match["lunar"] == "正月" else "春节"
    following = _festival_day(name, _stated_year(match, now), now)
    return Reading(TimeKind.DEADLINE, add_days(following, -1) if following else None)


def _autumn_term(match: re.Match[str], now: Now) -> Reading | None:
    year = _year(match, now)
    if match["bare"] and not (now.context.base and 6 <= now.context.base.month <= 8):
        return Reading(TimeKind.EVENT, None, needs_limit=True)
    on = now.context.festivals.get((_AUTUMN_TERM, year)) if year else None
    return Reading(TimeKind.POINT, on, day_before=True, needs_limit=True)


def _event(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.EVENT, None, takes_tail=False)


def _season(match: re.Match[str], now: Now) -> Reading | None:
    return Reading(TimeKind.EVENT, None)


_DATED = re.compile(r"[0-9]月|[年月]底|[0-9]年|季度|[0-9][日号]|[上下]半年")


def _until(match: re.Match[str], _: Now) -> Reading | None:
    if _DATED.search(match["what"]):
        return None
    return Reading(TimeKind.EVENT, None, takes_tail=False)


def _blanked(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.POINT, None)


# --- duties without a day ---------------------------------------------------------------------------


def _recurring(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.RECURRING, takes_tail=False)


def _urgent(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.URGENT, takes_tail=False, urgent=True)


def _start(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.START, takes_tail=False, urgent=True)


def _standard(_: re.Match[str], __: Now) -> Reading | None:
    return Reading(TimeKind.STANDARD, takes_tail=False)


# --- the table -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """One core rule: its name in prose, its compiled pattern, and what its words mean."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Now], Reading | None]


_NOT_AHEAD = r"(?!期|往|来|后|提(?![交出供请报升前])|置(?!换)|沿|景|列(?![入出])|段|款|述|瞻|线|身|端|移|锋|哨|排)"
_EVENT_WORDS = (
    r"主?汛期|主汛|汛|台风季节?|雨季|梅雨季节?|供[暖热]季节?|采暖季节?|供[暖热]期|采暖期|供[暖热]|采暖"
    r"|入冬|入汛|入夏|入春|入秋|冬季|封冻期?|上冻|霜冻|春耕|春播|秋播|秋收|秋种|夏收|三夏|三秋|农忙|防火期"
    r"|旅游旺季|旺季|开工|动工|完工|竣工|验收|投用|投产|投运|通车|试运行|运营|运行|开园|开业|开馆|开街|开盘"
    r"|春季开学|开班|放假|收假|暑假|寒假|暑期|中考|会考|蓄水|通水|通电|通气|下闸|(?:申报|报名|受理)?截止|到期"
    r"|届满|上会|两会|换届|复工|复产|营业|交付|入住|交房|搬迁|施工|进场|招标|开标|挂牌|签约|迎检|考试|开幕"
    r"|开赛|比赛|大会|双节|两节|下次会议|下一?次[一-龥]{0,4}会"
)
_WITHIN_LEAD = (
    r"(?P<lead>[自从]?(?:即日|今日|今天|今)起|[自从]?(?:本次)?(?:会议?(?:结束)?|散会)(?:之?后|之日起|以后)"
    r"|[自从]?本(?:通知|方案|意见|办法|分工)(?:印发|下发|发布)(?:之?后|之日起)|今后|未来|接下来|用)?的?"
)
_EVERY_UNIT = rf"(?:{COUNT}个?|半个?|双)?(?:工作日|天|日|周|星期|礼拜|旬|月|季度|季(?!节)|半年|年度?|学期|晚|早|小时)"
_WEEKDAYS = (
    r"(?:[一二三四五六日天](?:[、和][一二三四五六日天]){0,4}"
    r"(?!次|期|篇|份|回|遍|场|轮|报|调|通|更|检|查|题|督|研|会|例|清|结|评|碰))"
)
_EVERY = (
    rf"每隔?一?个?{_EVERY_UNIT}(?:(?<=周){_WEEKDAYS}|(?<=星期){_WEEKDAYS}|(?<=礼拜){_WEEKDAYS})?"
    rf"(?:的?{MONTH}月份?)?(?:首月|末月)?(?:{DAY}[日号])?(?:[上中下]旬|底|末|初)?"
    rf"(?:(?:之|以)?前{_NOT_AHEAD}|{CLOCK}(?:之|以)?前|主?汛期?前|春节前)?"
)
_PERIODIC_ACT = (
    r"(?:报告?|调度?|通报|会商|督查|督办|检查|排查|汇总|总结|考核|研判|巡查?|更新|点评|清零|碰头|清|结|晒"
    r"|评|检|查|推进|例会|督|演练?|次|汇报|报送|公布|回访|走访)"
)
_DUTY = (
    r"(?:长期|常年)(?:坚持|保持|执行|推进|开展|抓好?|落实|实施)"
    rf"|{EDGE_BEFORE}长期(?:任务)?{EDGE_AFTER}|常态化(?!机制|制度|的|、长效|长效)"
    rf"|{EDGE_BEFORE}(?:年内|全年)?(?:持续|常态)(?:推进|开展|实施|坚持|用力)?{EDGE_AFTER}"
)
_URGENT_WORDS = (
    r"尽快|尽早|及早|抓紧(?!实)|立即|立刻|立马|马上(?!就办)|迅速(?!增|发展|提升|扩大|崛起|蔓延|传播|推广开)"
    r"|即刻|第一时间|火速|特急|加急|从速|赶紧|赶快|速(?=[办查报])|限期|近期(?!目标|规划|发生|出现|以来|的)"
)
_FESTIVALS = (
    r'"?(?P<name>元旦|春节|农历新年|过年|除夕|元宵|正月十五|清明|端午|中秋|重阳|国庆|教师节|儿童节|建党节'
    rf"|建军节|妇女节|植树节|高考|冬至|腊月(?=前)|劳动(?=节)|{ALONE}(?:五一|十一|六一|七一|八一|三八)"
    r'(?="?(?:前|节|国际|劳动|假|期间|之前|以前|小长假|黄金周)))"?'
    r'(?:国际)?(?:劳动节|儿童节|妇女节|节)?"?(?:假期|小长假|黄金周|长假)?(?P<limit>(?=(?:之|以)?前))?'
)


def _table(
    *rows: tuple[str, str, Callable[[re.Match[str], Now], Reading | None]],
) -> tuple[Rule, ...]:
    return tuple(Rule(name, re.compile(pattern), read) for name, pattern, read in rows)


_YEAR_DIGITS = rf"[12][0-9]{{3}}|[一二][〇零{_NINE}]{{3}}"
_TO = r"(?:-{1,2}|至|到)"
_MAYBE_YEAR = rf"(?:(?<![0-9〇{_NINE}第]){YEAR})?"

RULES: tuple[Rule, ...] = _table(
    ("年月日", rf"{_MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月(?P<day>{DAY})[日号]", _month_day),
    (
        "点分日期",
        rf"{ALONE}(?P<year>20[0-9]{{2}})(?P<sep>[./-])(?P<month>1[0-2]|0?[1-9])"
        r"(?P=sep)(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9.])",
        _dotted,
    ),
    (
        "点分月日",
        r"(?<![0-9.])(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12][0-9]|0?[1-9])日?(?=(?:之|以)?前)",
        _dotted,
    ),
    (
        "月份",
        rf"{_MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月份?{PART}?",
        _month,
    ),
    (
        "相对月",
        rf"(?P<ref>本月|当月|这个?月|下下?个?月|次月|上个?月)份?(?:{PART}|(?P<day>{DAY})[日号])?",
        _relative_month,
    ),
    ("月底", rf"(?<![0-9{_NINE}十个本当这下次上每同xX×*_])月{PART}", _bare_month_part),
    ("几日", rf"{ALONE}(?P<day>{DAY})[日号](?=(?:之|以)?前)", _bare_day),
    (
        "季度",
        rf"{_MAYBE_YEAR}(?<![0-9{_NINE}])(?:第|前)?(?P<quarter>[一二三四1-4首两])个?季(?:度|(?=末|底))"
        r"(?P<part>末|底|内)?",
        _quarter,
    ),
    (
        "本季度",
        rf"(?<![0-9{_NINE}每四首第个两])(?P<ref>本|这个?|下个?|上个?)?季度?(?P<part>末|底|内)?(?!节|风)",
        _relative_quarter,
    ),
    ("半年", rf"{_MAYBE_YEAR}(?P<half>[上下])半年(?P<part>末|底|内)?", _half),
    (
        "年底",
        rf"(?:(?<![0-9〇{_NINE}第]){YEAR}年?|(?<![0-9〇{_NINE}十百两几多半每全近学财成来])年)"
        r"(?P<part>底|末|终|内(?!部|容)|初|(?<=年年)中|(?<=年)中(?=之?前))",
        _year_part,
    ),
    ("全年", r"(?<!贯穿)全年(?!龄)(?:内)?", _whole_year),
    ("整年", rf"(?<![0-9〇{_NINE}第]){YEAR}(?!度|级|款|版|报|鉴|龄)", _bare_year),
    (
        "五年规划期末",
        r'"?十(?P<plan>[三四五六])五"?(?:规划)?(?:(?P<end>时?期?末)|时期|期间)',
        _five_year_plan,
    ),
    (
        "起止年份",
        rf"{ALONE}(?P<first>{_YEAR_DIGITS})年?{_TO}(?P<last>{_YEAR_DIGITS}|[0-9]{{2}})年(?:底|末)?",
        _years_span,
    ),
    (
        "起止月份",
        rf"{_MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月?份?(?:{_TO}|[、和])"
        rf"(?:(?:(?P<year2>{_YEAR_DIGITS})年|(?P<rel2>次年|翌年|明年|第二年)))?"
        rf"(?P<last>{MONTH})(?:月份?{PART}?|(?:两个?|这两个?)月)(?!{DAY}[日号])",
        _months_span,
    ),
    (
        "起止日期",
        rf"{_MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月{DAY}[日号]?{_TO}"
        rf"(?:(?P<month2>{MONTH})月)?(?P<last>{DAY})[日号]",
        _days_span,
    ),
    (
        "起止季度",
        rf"{_MAYBE_YEAR}(?<![0-9{_NINE}])[一二三](?:{_TO}|、)(?P<last>[二三四])季度",
        _quarters_span,
    ),
    (
        "星期",
        rf"(?<![0-9{_NINE}两每逢半双])(?P<ref>本|这个?|下下?个?|上个?)?(?:周|星期|礼拜)"
        r"(?P<weekday>[一二三四五六日天末])(?!次|期|个月|年|边|围)",
        _weekday,
    ),
    (
        "本周",
        rf"(?<![0-9{_NINE}两每半双个])(?P<ref>本一?|这一?个?|下下?一?个?|上一?个?)?(?:周|星期|礼拜)"
        r"(?P<limit>之?内|以内|初)?(?!年|边|围|转|期|密|全|[一二三四五六日天末])",
        _week,
    ),
    (
        "今明后天",
        r"(?P<near>今|明|大?后|昨|前)(?P<when>天|日|晚|早|晨|夜)(?P<must>(?=必须|就|务必|内|之内))?(?:之?内)?",
        _near_day,
    ),
    (
        "钟点前",
        rf"(?<![0-9{_NINE}十.:第])(?=[0-9{_NINE}两十上下中凌早傍晚零天])(?:{CLOCK}|中午)(?:之|以)?前{_NOT_AHEAD}",
        _clock,
    ),
    (
        "若干日内",
        rf"{_WITHIN_LEAD}(?<![0-9.第近])(?:{COUNT}(?:-|至|到|、))?(?P<count>{COUNT}|半|几|数)(?P<each>个)?"
        r"(?P<half>半)?(?P<unit>工作日|日|天|周|星期|礼拜|旬|月|季度|学期|年)(?:的?时间)?[之以]?内(?!的|在校|涝)",
        _within,
    ),
    (
        "若干小时内",
        rf"{ALONE}{COUNT}个?(?:小时|分钟|钟头)[之以]?内",
        _hours,
    ),
    ("节日", rf"{_MAYBE_YEAR}{_FESTIVALS}", _festival),
    ("农历月底", rf"{_MAYBE_YEAR}(?:农历)?(?P<lunar>正月|腊月)[底末]", _lunar_end),
    (
        "秋季开学",
        rf"{_MAYBE_YEAR}(?:(?:今|当)?(?:秋季?|9月|九月|秋季?新?学期|暑期后)开学|秋季?学期(?=前)"
        r"|(?<!季)(?P<bare>(?:新学期)?开学))(?=[之以]?前)",
        _autumn_term,
    ),
    (
        "事件之前",
        rf"{_MAYBE_YEAR}(?:正式|全面|集中|项目|工程|主体)?(?:{_EVENT_WORDS}"
        rf"|(?:{EDGE_BEFORE}|(?<=[于在赶须要到]))[会节])[之以]?前{_NOT_AHEAD}",
        _event,
    ),
    (
        "在某事之前",
        rf"(?<=[在于])[一-龥]{{2,12}}?(?<![门面目眼跟当此日楼桥村店院馆厅口台空先生的])[之以]?前{_NOT_AHEAD}",
        _event,
    ),
    (
        "季节",
        rf"(?:(?<![0-9〇{_NINE}第]){YEAR}(?:[春夏秋冬](?:季学期|季|天)?(?!节|运|晚|耕)|开春)"
        r"|今冬明春|今[春夏秋冬]|明[春夏秋](?!节)|来春|开春|暑假|寒假|暑期|[春秋]季学期)",
        _season,
    ),
    (
        "直至某事",
        r"直[至到](?P<what>[^,。;|]{2,20}?)(?:为止|(?=$|[,。;|]))",
        _until,
    ),
    (
        "隐去的日期",
        r"(?:[xX×*_]{1,4}年)?[xX×*_]{1,4}月(?:[xX×*_]{1,4}[日号]|上旬|中旬|下旬|初|底|末)?",
        _blanked,
    ),
    ("每隔一期", _EVERY, _recurring),
    (
        "一期一次",
        rf"(?<![0-9每第])(?:{COUNT}|半|双)个?(?:天|日|周|旬|月|季度?|年|小时)(?:一|1){_PERIODIC_ACT}"
        rf"|(?<![0-9{_NINE}十本当上下每次同这整半间近单今明作生假节月前后])(?:日|周|旬|月|季)"
        r"(?:调度|通报|报告|研判|会商|例会|清零|督查|点评)(?!会|中心)",
        _recurring,
    ),
    (
        "按期",
        r"按(?:日|周|旬|月|季度?|半?年度?)(?=调度|通报|报|汇|公布|公开|考核|上报|推进|清|发放|拨付|统计|更新"
        r"|督|检|开展|兑现|支付|向)|逢(?:周|星期)[一二三四五六日]|隔[天日周]",
        _recurring,
    ),
    ("长期事项", _DUTY, _recurring),
    ("紧急", _URGENT_WORDS, _urgent),
    ("即日起", r"[自从]?即日起", _start),
    ("当日办结", r"当[日天]|次日|当场", _standard),
)

GATE = re.compile(
    r"(?=[0-9一二三四五六七八九十两半几数双廿卅今本当这下次上明后去前来翌每逢隔按月季年全周星礼昨大自从会散即未接用"
    r'元春农过除清端中重国教儿建妇植高冬腊劳"“正秋暑新开主汛台雨梅供采入封霜夏三防旅验投通试运寒放收蓄申报受截到届'
    r"换复营交搬施进招挂签迎考比大节集项工竣动完直xX×*_长常持尽及抓立马迅第火特加赶速限近早凌傍晚零天日旬首开])"
    r"(?:"
    + "|".join(
        re.sub(r"\(\?P<\w+>", "(?:", r.pattern.pattern).replace("(?P=sep)", "[./-]") for r in RULES
    )
    + ")"
)
"""Matches wherever at least one rule can begin; a single pass of C code over the text."""
