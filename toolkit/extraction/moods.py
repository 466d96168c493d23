"""What a clause does instead of ordering something (its mood), and whether it orders at all.

What its wording, its times and whom it names say; what was said before it is the walk's concern.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from toolkit.extraction.phrases import Mood, Phrases
from toolkit.extraction.roles import Group, Role
from toolkit.text.dates import DATED, TimeKind, TimeMention
from toolkit.text.patterns import lazy

_ABOVE = {
    "nation": "",
    "province": "国家|中央|国务院|部里",
    "city": "省|国家|中央|国务院|部里",
    "county": "市|盟|州|省|自治区|国家|中央|国务院|部里",
    "zone": "市|省|国家|中央|国务院|部里",
    "township": "[县区旗]里|[县区旗]委|[县区旗]政府|市|盟|州|省|国家|中央|国务院",
}
_INSPECTORS = "上级|督察|督导|巡察|巡视|环保督"
_DEMANDS = (
    r"[^,;。]{0,10}?(?:要求|限我|限[^制期]|规定|下达|考核|将于|将在|马上要|即将|定(?:于|在)?(?=\d))"
)
_MONEY = lazy(
    r"费用|经费|资金|投资|价款|利息|差价|补贴|补偿|租金|价格|标准|比例|自筹|自理|债务|债权|承继|统筹"
    r"|费由|[水电气]费|成本|损失"
)
_WARNS = lazy(r"(?:千万)?(?:别|不要|莫)等")  # 别等压塌了再哭: a warning refuses nothing
_DONE = lazy(r"已|了|均|陆续|顺利|如期|圆满")  # beside a day before the meeting
_HANDS_OVER = lazy(
    r"(?:提出|拿出|形成|列出|拉出|起草)[^,;。]{0,12}(?:建议|意见|方案|清单|名单|报告)"
)
_LISTS = lazy(r"[把将][^,;。]{3,}(?:列入|纳入)")  # 把37家养殖户全部纳入台账, by a day: is done
_HANDLES = lazy(r"(?:查处|处理|惩处)$")
_ORDERED = lazy(r"(?:^|[,:])[^,:]{0,16}(?:要|须|务必)(?![求素点])")  # …要排好时间,到园区检查
_OVER = lazy(r"已|了|过$|目前|累计|以来|去年|截[至止]|[同环]比|共|正在|卡在|了解")
_FINDS_OUT = lazy(r"(?:回去|下去|去)?[查问看核摸](?:一)?[查问看核摸清明](?:楚)?")  # 查一查卡在哪里
_MODAL = ("要", "须", "应", "务必", "必须")
_HELD = lazy(  # …主持召开了…, 召开第七次常务会议: the meeting itself
    r"主持召开|召开了|召开(?:县|市|区|镇)?(?:政府|县委|市委)?[^,;。]{0,8}第[^,;。]{1,6}次[^,;。]*会议$"
)
_BECAUSE = lazy(r"(?:会议认为,?)?(?:鉴于|由于|因为|考虑到|考虑)")  # a reason, and nothing to do
_WHOEVER_FAILS = lazy(  # 对连续两次未完成任务的,…: what follows befalls those who fail
    r"(?!以上|上述|所有|各项)(?:对|凡是?|如)?[^,;。]{0,16}[未没不拒][^,;。的]{1,12}的$"
)
_NAMES_A_PAPER = lazy(  # 10月份支出情况表: a thing that tells of the past, and no event
    r"^(?![^,;。]*了)[^,;。]*(?:表|单|册|台账|报告|方案|清单|名单|材料|专报|通报|分析|总结|决算|报表)$"
)
_OBLIGES = lazy(  # words by which a clause orders something, whoever is to do it
    r"(?<![主重需首必])[要须](?![求素点因道闻件])|应当|务必|必须|确保|力争|争取|不[少低]于"
    r"|(?:^|[,;:])(?:并|再|另)?请"
)


def mood_of(
    text: str,
    so_far: str,
    groups: Sequence[Group],
    times: Sequence[TimeMention],
    looks_back: bool,
    phrases: Phrases,
    *,
    base: date | None,
    grade: str,
) -> Mood | None:
    """What a clause is that orders nothing; ``None`` for one that can belong to a task.

    ``so_far``: its part of the sentence up to its own end. ``looks_back``: a time before ``base``,
    the day of the paper, rules it. ``grade``: of whoever issued it.
    """
    asked = any(g.role is Role.LEAD for g in groups)
    days = [t.on for t in times if t.kind in DATED and t.on is not None]
    if days and base is not None and max(days) < base and _DONE.search(text):
        return Mood.PAST
    due = bool(days)
    demand = _outside(grade).match(text)
    named = any(g.units for g in groups if g.role in (Role.SUBJECT, Role.LEAD))
    if demand and not (demand.group().endswith("下达") and named and due):
        return Mood.OUTSIDE  # 市自然资源局2月底前下达认定书: a unit of ours with its own limit
    for mood in (Mood.REFUSED, Mood.CONDITION, Mood.THREAT):
        if phrases.moods[mood].search(text) and not _exempt(mood, text, so_far, groups, times):
            return mood
    if not due and (by_form := _by_form(text, asked=asked)) is not None:
        return by_form
    told = any(g.units for g in groups if g.role is Role.SUBJECT) and _FINDS_OUT.search(text)
    ahead = _ORDERED.search(so_far[: -len(text)]) and not _OVER.search(text)
    if phrases.moods[Mood.PAST].search(text) and not (asked or due or told or ahead):
        return Mood.PAST
    modal = any(g.verb for g in groups if g.role is Role.SUBJECT)
    due = due or any(t.kind in (TimeKind.RECURRING, TimeKind.EVENT) for t in times)
    if looks_back and not (asked or due or modal or _NAMES_A_PAPER.search(text)):
        return Mood.PAST
    if phrases.moods[Mood.ATTITUDE].search(text) and not (asked and due):
        return Mood.ATTITUDE
    return None


def _by_form(text: str, *, asked: bool) -> Mood | None:
    """What a clause without a day of its own is by the way it is built: a meeting held, a reason,
    or who would fail. ``asked``: somebody is put in charge in it."""
    if _HELD.search(text.partition("由")[0]) or (_BECAUSE.match(text) and not asked):
        return Mood.PAST
    return Mood.CONDITION if _WHOEVER_FAILS.match(text) and not asked else None


def _exempt(
    mood: Mood, text: str, so_far: str, groups: Sequence[Group], times: Sequence[TimeMention]
) -> bool:
    """Whether somebody is told to do it all the same, by a day or in so many words."""
    asked = any(g.role is Role.LEAD for g in groups)
    subject = any(g.units for g in groups if g.role is Role.SUBJECT)
    due = any(t.kind in DATED and t.on is not None for t in times)
    if mood is Mood.REFUSED:
        return (asked and due) or _WARNS.match(text) is not None
    if mood is Mood.CONDITION:
        told = any(g.units and g.verb.startswith(_MODAL) for g in groups if g.role is Role.SUBJECT)
        made = _HANDS_OVER.search(text) is not None  # 对滞后的提出问责建议
        return (
            due
            or made
            or (subject and bool(times))
            or told
            or (asked and not _MONEY.search(so_far))
        )
    firm = due or any(t.kind in (TimeKind.RECURRING, TimeKind.URGENT) for t in times)
    listed = due and _LISTS.search(text) is not None
    return (asked and firm) or listed or (subject and _HANDLES.search(text) is not None)


@cache
def _outside(grade: str) -> re.Pattern[str]:
    """Somebody above, or an inspector, demanding something: a reason, not an order of ours."""
    above = _ABOVE.get(grade, _ABOVE["county"])
    who = "|".join(part for part in (above, _INSPECTORS) if part)
    return re.compile(rf"^[^,;。]{{0,4}}?(?:{who}){_DEMANDS}")


def orders(
    text: str,
    times: Sequence[TimeMention],
    base: date | None,
    *,
    given: bool,
) -> bool:
    """Whether a clause orders something in its own words: it gives it to somebody, has a word of
    obligation, or a time that is still to come. ``given``: 由 or 请 stands before who leads."""
    if given or _OBLIGES.search(text):
        return True
    return any(_to_come(time, base) for time in times)


def _to_come(time: TimeMention, base: date | None) -> bool:
    if time.kind in (TimeKind.RECURRING, TimeKind.URGENT) or time.urgent:
        return True
    if time.on is None:
        return time.kind in DATED
    return (base is None or time.on >= base) and not time.text.startswith("全年")
