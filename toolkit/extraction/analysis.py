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
from typing import TypeVar

from toolkit.extraction.asides import hoped_for, left_open, own_act
from toolkit.extraction.moods import mood_of, orders
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.phrases import Frame, Mood, Phrases
from toolkit.extraction.roles import Group, Role, groups_in
from toolkit.extraction.structure import Clause
from toolkit.extraction.targets import Figure, find_figures
from toolkit.extraction.units.find import UnitMention
from toolkit.extraction.weighing import PERSON, TIMES, UNIT, wording
from toolkit.text.dates import DATED, TimeKind, TimeMention
from toolkit.text.patterns import lazy

_TELLS = lazy(
    r"^[^,;。]{0,6}?有(?:人|的|同志|企业|商户|群众|代表|委员)[^,;。]{0,4}?(?:提出|建议|要求|希望|问)|"
    r"^(?![^,;。]*(?:按照?|根据|针对|对|关于)[^,;。]{0,12}(?:提出|反映)的)[^,;。]{0,10}?(?:企业|商户|业主|客商|外商|投资方|开发商|群众|居民|村民|家长|租户|经营户|摊主|职工)[^,;。]{0,8}?(?:要求|承诺|提出|称|坚持|想要)"
    r"|^(?![^,;。]*(?:按照?|根据|针对|对|关于)[^,;。]{0,12}(?:提出|反映)的)(?:(?!把|将|对|(?<![主需首])要(?!求))[^,;。]){1,14}?(?:(?:(?:希望|反映(?!平台|强烈|集中|突出|[较最很是好多])|诉求|反馈称|呼吁|询问)|(?:表示|(?<!研究)提出|建议|申请(?!$)|请求)(?:了|说|称|的是|来)?(?:[^,;。]{0,4}$|县里|市里|区里|镇里|政府|减免|延长|放宽|将|把|从|给|要|由|免))"
    r"|(?<!准备)(?<!书面)(?<!专题)(?:表态|汇报|介绍|讲|说|发言)(?:了(?![半一两几\d])|说|称|的是|[^,;。]{0,4}情况|$))"
)
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
    chance: float = 1.0
    """How likely the wording it stands in is that of an order; 1 where that was not weighed."""

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
        if own_act(text, low, groups) or hoped_for(text, groups, times, figures) or left_open(text)
        else mood_of(
            text,
            facts.text[_part_start(facts.text, low) : high],
            groups,
            times,
            _looks_back(text, low, spoken, times),
            facts.phrases,
            base=facts.base,
            grade=facts.grade,
        ),
        frame=Frame.REPORT
        if (not times and _all_time(text, spoken)) or _narrates(text, low, spoken, facts)
        else _frame(text, clause.mark, facts.phrases, groups, dated or _ahead(times, facts.base)),
        times=times,
        figures=figures,
        deed=bool(facts.phrases.deed.search(text)) or _done_by_then(text, low, times),
        output=bool(facts.phrases.output.search(text)),
        asks=orders(text, times, facts.base, given=_given(groups, facts)),
        speaker=clause.mark == ":" and _HEAD_SPEAKS.fullmatch(text) is not None,
    )


def read_together(facts: Facts, clauses: Sequence[Clause]) -> list[Reading]:
    """Clauses between two semicolons, each with how likely all of them give an order."""
    readings = [read_clause(facts, clause) for clause in clauses]
    chance = facts.phrases.weights.chance(wording_of(facts, readings)) if readings else 1.0
    return [replace(reading, chance=chance) for reading in readings]


def wording_of(facts: Facts, readings: Sequence[Reading]) -> str:
    """What is weighed of clauses that stand together, without what stands before a colon or only
    says who speaks."""
    said = [r for r in readings if not r.only_cue and r.clause.mark != ":"] or readings
    low, high = said[0].clause.start, readings[-1].clause.end
    named = [(u.start, u.end, UNIT) for u in _within(facts.units, low, high)]
    named += [(p.start, p.end, PERSON) for p in _within(facts.persons, low, high)]
    named += [(t.start, t.end, TIMES[t.kind]) for t in _within(facts.times, low, high)]
    inside = ((start - low, end - low, sign) for start, end, sign in named if end <= high)
    return wording(facts.text[low:high], inside)


_STRIVES = ("力争", "争取", "务必", "确保")
_PREDICATE = lazy("[^\\W\\d_]{3}")


def _done_by_then(text: str, low: int, times: Sequence[TimeMention]) -> bool:
    """8月25日前|交钥匙, 力争明年上半年|做到正负零: what stands behind a limit can only be what is
    done by then."""
    limits = [t for t in times if t.kind is TimeKind.DEADLINE and t.text.endswith(("前", "内"))]
    limits += [t for t in times if text.endswith(_STRIVES, 0, t.start - low)]
    behind = (text[t.end - low :] for t in limits if t.text != "年内")
    return any(_PREDICATE.match(rest) and not rest.startswith("的") for rest in behind)


def _given(groups: Sequence[Group], facts: Facts) -> bool:
    """Whether 由 or 请 stands before somebody in charge."""
    before = [facts.text[max(0, g.start - 6) : g.start] for g in groups]
    return any(g.asks for g in groups) and any(facts.phrases.give.search(b) for b in before)


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
