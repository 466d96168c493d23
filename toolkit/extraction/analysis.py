"""What each clause brings: groups with roles, mood, dates, figures, deeds.

The frame (whose voice) is carried through a block sentence by sentence; everything else is read
from the clause itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

from toolkit.extraction.asides import hoped_for, own_act
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.phrases import Frame, Mood, Phrases
from toolkit.extraction.roles import Group, Role, groups_in
from toolkit.extraction.structure import Clause
from toolkit.extraction.targets import Figure, find_figures
from toolkit.extraction.units.find import UnitMention
from toolkit.text.dates import TimeKind, TimeMention
from toolkit.text.patterns import lazy

_TELLS = lazy(
    r"^[^,;。]{0,6}?有(?:人|的|同志|企业|商户|群众|代表|委员)[^,;。]{0,4}?(?:提出|建议|要求|希望|问)|"
    r"^(?![^,;。]*(?:按照?|根据|针对|对)[^,;。]{0,12}(?:提出|反映)的)[^,;。]{0,10}?(?:企业|商户|业主|客商|外商|投资方|开发商|群众|居民|村民|家长|租户|经营户|摊主|职工)[^,;。]{0,8}?(?:要求|承诺|提出|称|坚持|想要)"
    r"|^(?![^,;。]*(?:按照?|根据|针对|对)[^,;。]{0,12}(?:提出|反映)的)[^,;。]{1,14}?(?:(?:(?:希望|反映(?!平台|强烈|集中|突出|[较最很是好多])|诉求|反馈称|呼吁|询问)|(?:表示|(?<!研究)提出|建议|申请(?!$)|请求)(?:了|说|称|的是|来)?(?:[^,;。]{0,4}$|县里|市里|区里|镇里|政府|减免|延长|放宽|将|把|从|给|要|由|免))"
    r"|(?<!准备)(?<!书面)(?<!专题)(?:表态|汇报|介绍|讲|说|发言)(?:了(?![半一两几\d])|说|称|的是|[^,;。]{0,4}情况|$))"
)
_ABOVE = {
    "nation": "",
    "province": "国家|中央|国务院|部里",
    "city": "省|国家|中央|国务院|部里",
    "county": "市|盟|州|省|自治区|国家|中央|国务院|部里",
    "zone": "市|省|国家|中央|国务院|部里",
    "township": "[县区旗]里|[县区旗]委|[县区旗]政府|市|盟|州|省|国家|中央|国务院",
}
_INSPECTORS = "上级|督察|督导|巡察|巡视|环保督"
_DEMANDS = r"[^,;。]{0,10}?(?:要求|限我|限[^制期]|规定|下达|考核|将于|将在|马上要|即将)"
_MONEY = lazy(
    r"费用|经费|资金|投资|价款|利息|差价|补贴|补偿|租金|价格|标准|比例|自筹|自理|债务|债权|承继|统筹"
    r"|费由|[水电气]费|成本|损失"
)
_WARNS = lazy(r"(?:千万)?(?:别|不要|莫)等")  # 别等压塌了再哭: a warning refuses nothing
_DONE = lazy(r"已|了|均|陆续|顺利|如期|圆满")  # beside a day before the meeting
_HANDLES = lazy(r"(?:查处|处理|惩处)$")
_ORDERED = lazy(r"(?:^|[,:])[^,:]{0,16}(?:要|须|务必)(?![求素点])")  # …要排好时间,到园区检查
_OVER = lazy(r"已|了|过$|目前|累计|以来|去年|截[至止]|[同环]比|共|正在|卡在|了解")
_PURE_CUE = lazy(
    r"[^,;。]{0,6}(?:主任|书记|[县市区镇乡]长|领导|会商|研究|审议|处理)(?:意见|要求|决定)|"
    r"[^,;。]{0,10}?(?:指出|强调|要求|认为|叮嘱|追问|嘱咐|赞许地说)(?:道|说)?|"
    r"(?:[^,;。]{0,12}?(?:会议|市长|县长|区长|书记|镇长|主任|指挥长|同志|[他她]))?(?:最后|还|同时|再次|特别|进一步|一致|研究|原则|当场|明确)*"
    r"(?:决定|议定|确定|明确|要求|强调|指出|认为|商定|责成|部署|同意|提出|叮嘱|嘱咐|指示|追问|表示|说|通过|讨论)(?:如下|事项如下|以下事项|事项)?"
)
_INSTRUCTS = lazy(r"[作做提]出(?:了)?[^,;。]{0,6}(?:指示|要求|部署)$")  # …就管网建设做出指示:
_NARRATIVE = lazy(  # behind a day: 下午,…; 赴…调研; …主持召开
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(?:(?:上午|下午|中午|晚上?|凌晨|傍晚)(?!前|之前|\d)[^,;。]{0,3}[,]"
    r"|,?[^,;。]{0,60}?(?:主持|召开|调研|视察|带领|率领|带队|一行|前往|深入|赴[^,;。]|到[^,;。]{2,12}(?:现场|实地)))"
)
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
_OF_WHAT_WAS_ASKED = lazy(  # 落实党政同责要求: what somebody else asked for
    r"(?:落实|贯彻|执行|按照?|根据|对照|符合|满足|达到|依据|响应|完成|传达|超出)[^,;。]*(?:要求|决定|部署|指示)$"
)
_DEMAND = ("要求", "明确", "部署")
_CUE = lazy(r"^(?:会议)?(?:还)?(?:决定|议定|明确|确定|同意|原则同意|责成|采纳|予以采纳)")
_HEARD_THEN = lazy(  # 会议听取汇报后明确：
    r"[^,;。]{0,24}(?:后|并|和)(?:当场|研究|一致)?(?:决定|议定|明确|确定|要求|强调|商定)(?:如下)?"
)
_SETS_OUT = lazy(  # 县长针对创城工作提出要求。一要…
    r"[^,;。]{0,20}?(?:就|对|针对|围绕)[^,;。]{2,40}(?:提出|作出)(?:了|几点|具体|明确|如下|以下)*(?:要求|指示)"
)
_HE_SAYS = lazy("[他她](?:还|又)?说")
_HEAD_SPEAKS = lazy(  # 书记：…, 镇长最后讲：…
    r"(?:[镇乡县市区]?(?:党?委)?书记|[镇乡县市区]长|主任|指挥长)(?:最后|再)?(?:强调|要求|讲|说)?"
)
Mention = TypeVar("Mention", UnitMention, PersonMention, TimeMention)
DATED = (TimeKind.DEADLINE, TimeKind.EVENT)


@dataclass(frozen=True, slots=True)
class Facts:
    """What surrounds every clause of a block: the block's text and all its mentions."""

    text: str
    units: tuple[UnitMention, ...]
    persons: tuple[PersonMention, ...]
    times: tuple[TimeMention, ...]
    phrases: Phrases
    base: date | None = None
    grade: str = "county"
    chair: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One clause, read."""

    clause: Clause
    text: str
    groups: tuple[Group, ...]
    mood: Mood | None
    frame: Frame | None  # the voice that begins here, if one does
    times: tuple[TimeMention, ...]
    figures: tuple[Figure, ...]
    deed: bool
    output: bool
    asks: bool = False
    speaker: bool = False

    @property
    def only_cue(self) -> bool:
        """会议要求, 书记：, with nothing behind: it sets the voice and is no clause of its own."""
        return (
            self.speaker
            or _SETS_OUT.fullmatch(self.text) is not None
            or (
                not (self.times or any(g.units for g in self.groups))
                and _PURE_CUE.fullmatch(self.text) is not None
            )
        )

    @property
    def only_time(self) -> bool:
        """Nothing but a time: 从9月起到年底."""
        taken = sum(t.end - t.start for t in self.times)
        return taken > 0 and len(self.text) - taken <= 3

    @property
    def leads(self) -> tuple[Group, ...]:
        """Groups put in charge or standing as subject."""
        return tuple(g for g in self.groups if g.role in (Role.LEAD, Role.SUBJECT))

    @property
    def helpers(self) -> tuple[Group, ...]:
        """Groups that support."""
        own = (Role.SUPPORT, Role.ASSIST, Role.JOINED, Role.REVIEWER)
        helped = [g for g in self.groups if g.role is Role.HELPED and not self.leads]
        return tuple([g for g in self.groups if g.role in own] + helped)

    @property
    def dated(self) -> bool:
        """Whether the clause sets a day, an event or a period for something to be done."""
        return any(t.kind in DATED or t.kind is TimeKind.RECURRING for t in self.times)

    @property
    def anchored(self) -> bool:
        """Whether it holds anything one could check."""
        return self.dated or bool(self.figures and self.deed) or (self.output and self.deed)


def read_clause(facts: Facts, clause: Clause) -> Reading:
    """Read one clause of a block."""
    low, high = clause.start, clause.end
    text = facts.text[low:high]
    spoken = [t for t in _within(facts.times, low, high) if t.end <= high]
    times = tuple(t for t in spoken if not _is_past(t, facts.base))
    groups = groups_in(
        facts.text,
        low,
        high,
        [u for u in _within(facts.units, low, high) if u.end <= high],
        [p for p in _within(facts.persons, low, high) if p.end <= high],
        spoken,
        facts.phrases,
    )
    groups = tuple(_lowered(g, facts) for g in groups if not _is_chair(g, facts.chair))
    taken = [(t.start - low, t.end - low) for t in times]
    figures = tuple(
        f for f in find_figures(text) if not any(a < f.end and f.start < b for a, b in taken)
    )
    dated = any(t.kind in DATED for t in times)
    return Reading(
        clause=clause,
        text=text,
        groups=groups,
        mood=Mood.ASIDE
        if own_act(text, groups) or hoped_for(text, groups, times, figures)
        else _mood(
            text,
            facts.text[_part_start(facts.text, low) : high],
            groups,
            times,
            _looks_back(text, low, spoken, times),
            facts,
        ),
        frame=Frame.REPORT
        if (not times and _all_time(text, spoken)) or _narrates(text, low, spoken, facts)
        else _frame(text, clause.mark, facts.phrases, groups, dated or _ahead(times, facts.base)),
        times=times,
        figures=figures,
        deed=bool(facts.phrases.deed.search(text)),
        output=bool(facts.phrases.output.search(text)),
        asks=_asks(text, groups, times, facts),
        speaker=clause.mark == ":" and _HEAD_SPEAKS.fullmatch(text) is not None,
    )


def _asks(text: str, groups: Sequence[Group], times: Sequence[TimeMention], facts: Facts) -> bool:
    """Whether a clause orders something in its own words: it gives it to somebody, has a word of
    obligation, or a time that is still to come."""
    if _OBLIGES.search(text):
        return True
    before = [facts.text[max(0, g.start - 6) : g.start] for g in groups]
    if any(g.asks for g in groups) and any(facts.phrases.give.search(b) for b in before):
        return True
    return any(_to_come(time, facts.base) for time in times)


def _to_come(time: TimeMention, base: date | None) -> bool:
    if time.kind in (TimeKind.RECURRING, TimeKind.URGENT) or time.urgent:
        return True
    if time.on is None:
        return time.kind in DATED
    return (base is None or time.on >= base) and not time.text.startswith("全年")


def _all_time(text: str, times: Sequence[TimeMention]) -> bool:
    """2024年, with nothing else: what follows happened then."""
    return bool(times) and sum(t.end - t.start for t in times) >= len(text) - 1


def _narrates(text: str, low: int, spoken: Sequence[TimeMention], facts: Facts) -> bool:
    """11月3日下午,…主持召开…: what happened on the day of the meeting or before it."""
    first = spoken[0] if spoken else None
    if first is None or first.start != low or first.kind not in (TimeKind.POINT, TimeKind.PAST):
        return False
    ahead = first.on is not None and facts.base is not None and first.on > facts.base
    return not ahead and _NARRATIVE.match(facts.text, first.end) is not None


def _ahead(times: Sequence[TimeMention], base: date | None) -> bool:
    """Whether a day still to come is named: 下周三办公会上讲 is no report."""
    days = [t.on for t in times if t.kind is TimeKind.POINT and t.on is not None]
    return base is not None and any(day > base for day in days)


def _part_start(text: str, at: int) -> int:
    """Where the part of the sentence begins that a clause stands in."""
    return max(text.rfind(mark, max(0, at - 120), at) for mark in ";。:") + 1


def _within(mentions: Sequence[Mention], low: int, high: int) -> Sequence[Mention]:
    """The mentions that begin in a stretch; they stand in order of their start."""
    first = bisect_left(mentions, low, key=_start)
    return mentions[first : bisect_left(mentions, high, lo=first, key=_start)]


def _start(mention: UnitMention | PersonMention | TimeMention) -> int:
    return mention.start


@cache
def _outside(grade: str) -> re.Pattern[str]:
    """Somebody above, or an inspector, demanding something: a reason, not an order of ours."""
    above = _ABOVE.get(grade, _ABOVE["county"])
    who = "|".join(part for part in (above, _INSPECTORS) if part)
    return re.compile(rf"^[^,;。]{{0,4}}?(?:{who}){_DEMANDS}")


def _is_past(time: TimeMention, base: date | None) -> bool:
    plain = time.kind in (TimeKind.POINT, TimeKind.SPAN)
    return time.kind is TimeKind.PAST or (
        plain and time.on is not None and base is not None and time.on < base
    )


def _looks_back(
    text: str, low: int, spoken: Sequence[TimeMention], times: Sequence[TimeMention]
) -> bool:
    """Whether a past time rules the clause; one inside 对2022年以来的采购… only qualifies."""
    past = [t for t in spoken if t not in times]
    return any(not re.search("[对将把就《]|关于", text[: t.start - low]) for t in past)


def _lowered(group: Group, facts: Facts) -> Group:
    """跑一趟|省发改委: nobody of the province does a county's work, unless asked to."""
    above = facts.grade != "province" and group.units and not group.verb
    if above and group.role is Role.SUBJECT and all(u.text[:1] == "省" for u in group.units):
        return replace(group, role=Role.OBJECT)
    return group


def _is_chair(group: Group, chair: str | None) -> bool:
    """The chair speaking is nobody's addressee."""
    speaks = group.role is Role.SUBJECT or group.verb in ("带队", "率队", "召集")
    if group.units or not speaks or chair is None:
        return False
    return all(p.name == chair for p in group.persons)


def _frame(
    text: str, mark: str, phrases: Phrases, groups: Sequence[Group], dated: bool
) -> Frame | None:
    if _HE_SAYS.fullmatch(text):
        return None  # 县长提出要求。他说,…: the same voice
    head = text[:18]
    if (mark in (":", ",") and _HEARD_THEN.fullmatch(text)) or _SETS_OUT.fullmatch(text):
        return Frame.ORDER
    if _CUE.match(text) or (_HEAD_SPEAKS.fullmatch(text) and mark in (":", ",")):
        return Frame.ORDER
    if any(_demands(g) for g in groups) or (mark == ":" and _INSTRUCTS.search(text)):
        return Frame.ORDER
    if any(g.role is Role.TELLER for g in groups) or (not dated and _TELLS.match(text)):
        return Frame.REPORT
    if phrases.frames[Frame.REPORT].search(head) and not head.startswith("会议研究决定"):
        return Frame.REPORT
    if phrases.frames[Frame.TALK].search(head):
        return Frame.TALK
    if phrases.frames[Frame.ORDER].search(head) and not _OF_WHAT_WAS_ASKED.search(text):
        return Frame.ORDER
    return None


def _demands(group: Group) -> bool:
    """夏侯晏副县长要求,…: whoever leads a meeting and asks for something gives an order."""
    leads = (
        group.role is Role.TELLER and not group.units and any(p.is_leader for p in group.persons)
    )
    return leads and group.verb.startswith(_DEMAND)


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
        return due or (subject and bool(times)) or told or (asked and not _MONEY.search(so_far))
    firm = due or any(t.kind in (TimeKind.RECURRING, TimeKind.URGENT) for t in times)
    return (asked and firm) or (subject and _HANDLES.search(text) is not None)


def _by_form(text: str, *, asked: bool) -> Mood | None:
    """What a clause without a day of its own is by the way it is built: a meeting held, a reason,
    or who would fail. ``asked``: somebody is put in charge in it."""
    if _HELD.search(text.partition("由")[0]) or (_BECAUSE.match(text) and not asked):
        return Mood.PAST
    return Mood.CONDITION if _WHOEVER_FAILS.match(text) and not asked else None


def _mood(
    text: str,
    so_far: str,
    groups: Sequence[Group],
    times: Sequence[TimeMention],
    looks_back: bool,
    facts: Facts,
) -> Mood | None:
    phrases = facts.phrases
    asked = any(g.role is Role.LEAD for g in groups)
    days = [t.on for t in times if t.kind in DATED and t.on is not None]
    if days and facts.base is not None and max(days) < facts.base and _DONE.search(text):
        return Mood.PAST
    due = bool(days)
    demand = _outside(facts.grade).match(text)
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
