"""Find every time expression of a text, say what it does, and compute its day.

Three layers: a core rule (:mod:`toolkit.text.time_rules`) names the day, the tail limits it (前,
24时前, 止), the neighbours decide its kind (力争, 自…起, 截至, 以来). What cannot be computed
keeps its words and no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from toolkit.text.deadline_choice import DeadlineChoice, choose_deadline
from toolkit.text.normalize import match_copy, strip_spaces
from toolkit.text.patterns import lazy
from toolkit.text.time_framing import demote_frames
from toolkit.text.time_model import (
    DATED,
    Festivals,
    Now,
    Reading,
    Rule,
    TimeContext,
    TimeKind,
    TimeMention,
)
from toolkit.text.time_openings import OPENING
from toolkit.text.time_pieces import CLOCK, FREE_EVENTS
from toolkit.text.time_rules import BEFORE_SOMETHING, RULES_BY_HEAD

__all__ = [
    "DATED",
    "DeadlineChoice",
    "Festivals",
    "TimeContext",
    "TimeKind",
    "TimeMention",
    "choose_deadline",
    "find_times",
]

_LIMIT = lazy(
    rf"(?:{CLOCK})?(?P<over>结束|终了)?(?:(?P<before>[之以]?前夕?(?!后|往|期(?!满))(?!夕))|(?P<until>(?:为?止|截止)(?!损|水))|(?P<none>))"
)
_AROUND = lazy(r"(?:的?前后|左右)")
_AFTERWARDS = lazy(r"(?:假期?)?[之以过]?后(?![勤续期台备山方])")
_THEN_WITHIN = lazy(r"(?:[之以]?后|起)的?[0-9一二三四五六七八九十半两]{1,3}个?[^,。;]{1,4}内")
_TITLE = lazy(r"《[^《》]{0,80}》")
_SENTENCE_END = lazy(r"[。!?;]")

_SOFT = lazy(r"(?:力争|争取)[于在到]?$")
_STRONG = lazy(
    r"(?:最迟|最晚|至迟|不得?迟于|不得?晚于|不超过|确保|务必|必须|赶|抢|限|(?:时限|时间|期限|日期)(?:要求)?)[为是:]?[于在到]?$"
)
_END = lazy(r"(?:截止到?|到|至)$")
_AS_OF = lazy(r"截[至止]到?$")
_FROM = lazy(r"[自从]$")
_SINCE = lazy(
    r"(?:份|底|末)?(?:以来|(?<![日号天一二三四五六午])来(?![^,。;]{0,2}(?:访|县|市|函|电|自)))"
)
_MOVED = lazy(
    r"\"?(?:(?:系|属|为)?(?:笔误|误写|有误)|(?:提前|推迟|延期|延后|延长|调整|更正|修改|修正|改)(?:到|至|为))"
)
_ORIGINAL = lazy(r"(?:原定|原计划|原先|原来|原)[的于在为]?$")
_BEGIN = lazy(r"起(?![草步诉点飞止重])|开始|[之以]后|后(?![勤续期台备山方劲进半])|始")
_FESTIVAL_CAUSE = lazy(r"(?:力争|争取|确保|务必|赶|明年|今年|[于在到至])[于在到]?$")
_FESTIVAL_ACT = lazy(
    r"(?:当天|那天|正式|全面|对外|试)?(?:开[通放业园馆街工航]|投[用入产运]|竣工|完工|建成|通车|营业|上线|挂牌|启用|亮相)"
)
_OF_ANY_YEAR = ("年月日", "月份", "点分月日", "季度")
_HALF_A_YEAR = timedelta(days=183)
_MONEY_NEXT = lazy(r"(?:按|约|补助|补贴|租金|不超过|不低于|给予)?[0-9.]{1,8}[万亿]?元")
_CHANGED = lazy(r"[^,。;]{0,2}(?:改|调整|变|增加|提高|加密)(?:为|到|至|成)")  # 由每月一次改为每周
_AT_MOST_NEXT = lazy(r"(?:原则上)?(?:检查)?不(?:得|应)?(?:超过|多于)[0-9一二两]次")
_SERVICE_NEXT = lazy(r"(?:一律|全部|予以)?(?:办结|审结|出证|办理完毕|办完|受理)(?=$|[,。;、)|])")
_REPLY_NEXT = lazy(r"(?:书面)?(?:答复|回复|回应|响应|反馈|处置|修复)(?=$|[,。;、)|])")
_SERVED = lazy(r"(?:问题|诉求|来电|来信|投诉|咨询|工单|申请|业务|登记|办件|故障|破损的?)$")
_ORDERED = lazy(r"(?<![申邀])请|[由须应]|责成|负责|务必|必须")
_SHORTENED = lazy(
    r"(?:(?:压[减缩降]|缩[短减])[^,。;]{0,12}|(?:控制|提速|时限|不超过|限定)[到至在为]?)$"
)
_RECENT = lazy(r"(?:近|过去|连续|前|最近|每|提前|任期)$")
_TRIGGER = lazy(  # 收到申请后, 线路坏了, 开学
    r"(?:^|[,。;:()、|\n ]|[自在于从应须要])(?P<what>[^,。;:()、|\n 自在于从应须]{1,16}?"
    r"(?:之日起|日起|之后|以后|后|起|(?<=[^除为])了)"
    rf"|[^,。;:()、|\n 自在于从应须]{{0,16}}?(?:开学|放假|{FREE_EVENTS}))的?$"
)
_RECEIVED = lazy(r"(?:收到|接到|接报|拿到|取得|获得|领到)[^,]{0,12}$")
_INSTRUCTED = lazy(  # the day a note was written is what its times count from
    r"[本此该]?(?:批示|签批|批办|批阅|交办|指示|谈话|通话|来电)(?:作出|签发|下达)?"
    r"(?:之日起|日起|当日起|之后|以后|后|起)"
)
_TOUCHES = 2
_NOT_TRIGGER = lazy(r"(?:最|然|今|先|前|落|善|背|身|此|随|其)后$")
_BRIGHT_BEFORE = lazy(r"(?:的|托起|美好|奔向|走向|拥抱|创造|共创|开创)$")  # 美好的明天
_NAME_NEXT = lazy(r"[^\W\d_]{1,2}(?:同志|负责|牵头|主任|副)")
_CLAUSE_START = lazy(r"(?:^|[,。;:()、|\n ])$")
_OPENS = lazy(  # 全年引进40个, and neither 实现全年目标 nor 全年工作6月底前报
    r"(?:^|[,。;:()、|\n ])\|(?!目标|任务|工作|计划|预算|各项|指标|经济|总|财政)"
    r"[^,。;|年月日季]*(?:[,。;|]|$)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A core match with its tail: offsets in the space-free copy."""

    rule: Rule
    reading: Reading
    start: int
    core_end: int
    end: int
    limited: bool
    around: bool = False


def find_times(text: str, context: TimeContext) -> tuple[TimeMention, ...]:
    """All time expressions of a sentence or paragraph, left to right, none overlapping.

    Offsets and ``text`` refer to ``text`` as given (line breaks and scanner's spaces included).
    Words inside 《》 are titles and give nothing.
    """
    copy, places = strip_spaces(match_copy(text))
    if "《" in copy:
        copy = _TITLE.sub(lambda title: "《" + "·" * (len(title.group()) - 2) + "》", copy)
    now = Now(context)
    mentions: list[TimeMention] = []
    position = seen = taken = 0
    letters = frozenset(copy)
    while (opening := OPENING.search(copy, position)) is not None:
        start = opening.start()
        if _SENTENCE_END.search(copy, seen, start):
            now.forget()
        seen = start
        found = _longest(copy, start, now, letters)
        mention = _mention(copy, found, now, taken) if found else None
        if found is None or mention is None:
            position = found.core_end if found else start + 1
            continue
        _carry(now, found.reading, mention)
        mentions.append(mention)
        position = taken = found.end
    return tuple(_in_original(m, text, places) for m in demote_frames(copy, mentions))


def _longest(copy: str, start: int, now: Now, letters: frozenset[str]) -> _Found | None:
    """The core rule that takes most, tail included; the earlier rule wins a tie."""
    best: _Found | None = None
    rules = RULES_BY_HEAD.get(copy[start], ())
    if copy[start - 1 : start] in ("在", "于"):
        rules = (*rules, BEFORE_SOMETHING)
    for rule in rules:
        if letters.isdisjoint(rule.marks):
            continue
        match = rule.pattern.match(copy, start)
        if match is None or match.end() == start:
            continue
        reading = rule.read(match, now)
        if reading is None:
            continue
        found = _with_tail(copy, rule, reading, start, match.end())
        if found is not None and (best is None or found.end > best.end):
            best = found
    return best


def _with_tail(copy: str, rule: Rule, reading: Reading, start: int, end: int) -> _Found | None:
    """The limit behind the core: 前 (a festival then counts to the day before), 止, 24时前."""
    around = _AROUND.match(copy, end) if reading.takes_tail else None
    if reading.day_before and not around:
        around = _AFTERWARDS.match(copy, end)
    if around:
        return _Found(rule, reading, start, end, around.end(), False, around=True)
    limit = _LIMIT.match(copy, end) if reading.takes_tail else None
    limited = limit is not None and limit["none"] is None
    if limit is not None and limit["over"] and reading.day_before:
        limited = False  # 春节结束前 is no day before it
    if reading.needs_limit and not limited:
        return None
    if limit is None or not limited:
        return _Found(rule, reading, start, end, end, False)
    kind = TimeKind.DEADLINE if reading.kind is not TimeKind.EVENT else TimeKind.EVENT
    on = reading.on
    if reading.day_before and limit["before"] and on is not None:
        on -= timedelta(days=1)
    reading = replace(reading, kind=kind, on=on, is_month_only=False, is_frame=False)
    return _Found(rule, reading, start, end, limit.end(), True)


def _mention(copy: str, found: _Found, now: Now, floor: int) -> TimeMention | None:
    """The mention with its kind as its neighbours show it; ``None`` for a look-alike."""
    before, after = copy[max(0, found.start - 12) : found.start], copy[found.end : found.end + 12]
    reading, kind = found.reading, found.reading.kind
    start, on = found.start, reading.on
    if kind is TimeKind.RECURRING:
        if _MONEY_NEXT.match(after) or _AT_MOST_NEXT.match(after) or _CHANGED.match(after):
            return None
    elif found.rule.name == "若干日内":
        if _RECENT.search(before):
            return None
        start, kind, on = _counted_from(copy, found, now, floor)
    elif kind not in (TimeKind.URGENT, TimeKind.STANDARD):
        placed = _placed(copy, before, after, found, now)
        if placed is None:
            return None
        kind, on, start = placed
    again = _comes_again(found, kind, on, now.context)
    return TimeMention(
        start,
        found.end,
        kind,
        again or on,
        copy[start : found.end],
        found.rule.name,
        soft=bool(_SOFT.search(before)),
        is_end=bool(_END.search(before)) and not _AS_OF.search(before[:-1]),
        is_month_only=reading.is_month_only,
        is_frame=(reading.is_frame and kind is TimeKind.SPAN)
        or (found.rule.name == "全年" and not _OPENS.search(before + "|" + after)),
        urgent=reading.urgent,
        next_year=again is not None,
    )


def _comes_again(
    found: _Found, kind: TimeKind, on: date | None, context: TimeContext
) -> date | None:
    """The day a year on, for a limit without a year that is over and within half a year again."""
    if kind is not TimeKind.DEADLINE or on is None or context.base is None:
        return None
    named = found.reading.year is not None or context.plan_year is not None
    if named or found.rule.name not in _OF_ANY_YEAR or not on < context.base:
        return None
    after = on + timedelta(days=1)
    if after.day == 1:  # the end of a month stays its end, also in leap years
        again = after.replace(year=after.year + 1) - timedelta(days=1)
    else:
        again = on.replace(year=on.year + 1)
    return again if again - context.base <= _HALF_A_YEAR else None


def _counted_from(
    copy: str, found: _Found, now: Now, floor: int
) -> tuple[int, TimeKind, date | None]:
    """若干日内: counted from an event to its left it has no day; a service standard is none."""
    reading, start = found.reading, found.start
    left = copy[max(floor, start - 24) : start]
    trigger = _TRIGGER.search(left)
    if trigger and not _NOT_TRIGGER.search(trigger["what"]) and not _has_lead(copy, found):
        what = trigger["what"]
        received = _RECEIVED.search(what)
        if now.context.spoken and _INSTRUCTED.fullmatch(what):
            return start - len(left) + trigger.start("what"), reading.kind, reading.on
        begin = start - len(left) + trigger.start("what") + (received.start() if received else 0)
        return begin, TimeKind.EVENT, None
    clause = re.split(r"[,。;:|]", left)[-1]
    ordered = clause or re.split(r"[。;]", left)[-1]  # 由甲局办理批复,10个工作日内办结
    quick = _SERVICE_NEXT.match(copy, found.end) and not _ORDERED.search(ordered)
    served = _REPLY_NEXT.match(copy, found.end) and _SERVED.search(clause)
    if _SHORTENED.search(left) or quick or served:
        return start, TimeKind.STANDARD, None
    follows = now.started >= 0 and start - now.started <= _TOUCHES
    if follows and not _has_lead(copy, found):
        return start, TimeKind.EVENT, None  # 从11月1日起,三个月内 does not count from the base
    return start, reading.kind, reading.on


def _has_lead(copy: str, found: _Found) -> bool:
    return copy[found.start] in "自从即今会本散未接"


def _placed(
    copy: str, before: str, after: str, found: _Found, now: Now
) -> tuple[TimeKind, date | None, int] | None:
    """Kind, day and start of a dated expression among its neighbours."""
    reading, kind, on, start = found.reading, found.reading.kind, found.reading.on, found.start
    bright = after[:1] == "的" or (not found.limited and _BRIGHT_BEFORE.search(before))
    if found.rule.name == "今明后天" and bright:
        return None
    if found.rule.name == "星期" and not found.limited and _NAME_NEXT.match(after):
        return None  # 周一鸣同志
    if _THEN_WITHIN.match(copy, found.core_end):
        return None  # 春节后一周内 is one expression, read from its end
    if found.around:
        return TimeKind.EVENT, None, start
    begins = not found.limited and kind is not TimeKind.START and _BEGIN.match(after)
    if (
        found.rule.name == "节日"
        and not found.limited
        and not (
            _FESTIVAL_CAUSE.search(before) or _FESTIVAL_ACT.match(after) or reading.year is not None
        )
    ):
        return None
    if (
        reading.past
        or _SINCE.match(copy, found.end)
        or _MOVED.match(after)
        or _ORIGINAL.search(before)
    ):
        return TimeKind.PAST, on, start
    if begins:
        return TimeKind.START, on, start
    if _FROM.search(before) and not found.limited and kind is TimeKind.POINT:
        return TimeKind.START, on, start
    return _by_day(before, found, now, start)


def _by_day(before: str, found: _Found, now: Now, start: int) -> tuple[TimeKind, date | None, int]:
    """Whether the day lies behind the base, ends a period, or is pressed by 最迟 and the like."""
    reading, kind, on, context = found.reading, found.reading.kind, found.reading.on, now.context
    if _AS_OF.search(before):
        over = on is not None and context.base is not None and on <= context.base
        if over or "至" in before[-2:]:  # 截止 is often meant as a limit, 截至 never
            return TimeKind.PAST, on, start
        return TimeKind.DEADLINE, on, start
    if _is_over(found, now):
        return TimeKind.PAST, on, start
    ends = bool(_END.search(before))
    if reading.is_frame:
        if not ends:
            return kind, on, start
        kind = TimeKind.DEADLINE
    if kind is TimeKind.POINT and (ends or _STRONG.search(before)):
        kind = TimeKind.DEADLINE
    if ends and before[-1:] == "到" and reading.year and found.rule.name in ("整年", "年底"):
        start -= bool(_CLAUSE_START.search(before[:-1]))  # 到2030年 reads alone only with 到
    return kind, on, start


def _is_over(found: _Found, now: Now) -> bool:
    """A day before the base that no limiting word turns into a deadline, or an earlier year's."""
    reading, context = found.reading, now.context
    if reading.on is None:
        return False
    if _is_stated_day(found, reading, context):
        return True
    if context.plan_year is not None:
        named = reading.year is not None or found.rule.name == "起止年份"
        return named and reading.on.year < context.plan_year
    if context.base is None:
        return False
    if reading.year is not None and reading.on < context.base:
        return True
    if reading.kind not in (TimeKind.POINT, TimeKind.SPAN) or reading.is_frame:
        return False
    return reading.on < context.base


def _is_stated_day(found: _Found, reading: Reading, context: TimeContext) -> bool:
    """A plain day of month up to the base: the meeting itself or something before it."""
    if context.base is None or reading.on is None or found.rule.name not in ("年月日", "点分日期"):
        return False
    return reading.kind is TimeKind.POINT and reading.on <= context.base


def _carry(now: Now, reading: Reading, mention: TimeMention) -> None:
    """Pass year and month on to later expressions of the sentence (明年3月定标,5月底前进场)."""
    if mention.kind is TimeKind.START and mention.on is not None:
        now.started = mention.end
    if mention.kind in (TimeKind.PAST, TimeKind.RECURRING) or reading.is_frame:
        return
    if reading.year is not None:
        now.year = reading.year
    if reading.month is not None:
        now.month = reading.month
    if mention.on is not None:
        now.node = mention.on


def _in_original(mention: TimeMention, text: str, places: list[int] | None) -> TimeMention:
    """Offsets and words back in the text as given."""
    start, end = mention.start, mention.end
    if places is not None:
        start, end = places[start], places[end - 1] + 1
    return replace(mention, start=start, end=end, text=text[start:end])
