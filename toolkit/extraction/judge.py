"""Is a draft a task? One could write 已完成 or 未完成 beside it, and somebody can be asked.

The verdict weighs who is addressed and how firmly against what could be checked; what fails with a
named addressee goes to the clerk as "please look" instead of vanishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from toolkit.extraction.analysis import Reading
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.joining import BY_POST
from toolkit.extraction.phrases import Frame, Mood, Phrases
from toolkit.text.dates import DATED, TimeKind
from toolkit.text.patterns import lazy


class Verdict(Enum):
    """TASK, LOOK (a person should decide) or NO."""

    TASK = "task"
    LOOK = "look"
    NO = "no"


_BOILERPLATE = lazy(
    r"(?:各|有关|相关|责任|承办|牵头|主办|两|成员|专项组|镇街)[^,;。]{0,16}(?:单位|部门|乡镇|街道|镇|县政府|政府|专项组|组)?[^;。]{0,24}"
    r"(?:进展|落实|贯彻|完成|推进|销号|工作开展|整改)(?:落实)?(?:情况|进度)[^;。]{0,14}(?:报|反馈|送|汇总)"
    r"|各[^,;。]{0,6}单位[^;。]{0,20}(?:反馈|报送|上报)|报送进度|(?:落实|进展|贯彻落实)情况(?:书面)?(?:报|反馈)"
)
_TIMED = {*DATED, TimeKind.RECURRING, TimeKind.POINT, TimeKind.URGENT}
_APPROVES = lazy(r"(?:会议)?(?:一致|原则|原则上)?(?:同意|通过|批准)")
_SUBJECT_MATTER = lazy(  # what a paper is about is nothing to do
    r"《[^《》]*》|关于[^,;。]{0,60}?的(?:[^,;。]{0,4})?(?:意见|建议|方案|请示|申请|汇报|报告|安排|思路)"
)
_FOLLOWS = lazy(
    r"印发|行文|提交|报批|报(?:送|经|请)?[^,;。《》]{0,4}(?:党?委|政府|人大|常委会|常务会议?)|报请|提请|修改|完善|公布|发布|备案|上报|签订|办理|组织实施|抓紧|启动"
)
_REACHED = lazy(r"力争|争取|确保|务必|完成|到位|办结|开工|竣工|建成|投用|动工")
_THIS_YEAR = lazy(r"今年(?:力争|争取|确保|务必)|(?:力争|争取|务必)今年")
_MATTER = lazy(  # names what it is about, and nothing to do
    r"(?:关于|对于|对)[^,;。]*(?:事宜|事项|问题|情况)|在[^,;。]*(?:现场|工地|过程中)|关于[^,;。]{1,14}"
)
_SEASON = lazy("[今明去来]年?[春夏秋冬](?:[今明来]年?[春夏秋冬])?")  # 今冬供热各项工作
_CHARGED = lazy("(?:并|同时|还|要)*(?:牵头|承办|主办)")  # …;牵头办好展销会: the same unit's charge
_SUPERVISOR = lazy("(?:督查|督办|目标)(?:室|办|局|科|办公室|中心)$")
# How likely the wording must be that of an order; less where somebody is
# told in so many words (由甲局…, 甲局要…)
_LEAST, _LEAST_TOLD = 0.2, 0.1


_SCALAR = lazy(  # verbs of degree and words of manner
    r"(?:也|还|都|均)?(?:要|须|应当?|务必|必须)?(?:进一步|切实|认真|主动|积极|全力|大力|严格|扎实|持续|着力|不断)*"
    r"(?:加强|强化|加大|提高|提升|增强|深化|压实|促进|巩固|重视|精心|充分|密切)"
)
_SHORTEST = 3
_SAYS_SOMETHING = 4
_PERIODIC = lazy(
    r"通报|出一期|召集|抽查|调度|分析|公布|曝光|检查|监测|采样|采集|更新|会商|回访|汇总一次"
)


def judge(draft: Draft, phrases: Phrases) -> Verdict:
    """Whether a draft is a task: by its signs, unless its wording speaks against it; then a person
    should decide."""
    verdict = _by_signs(draft, phrases)
    if verdict is not Verdict.TASK or draft.how is How.FIELD or _agreed_to(draft):
        return verdict
    told = draft.how is How.ASSIGNED or (draft.how is How.SUBJECT and draft.verb)
    least = _LEAST_TOLD if told else _LEAST
    return Verdict.TASK if max(r.chance for r in draft.readings) >= least else Verdict.LOOK


def _by_signs(draft: Draft, phrases: Phrases) -> Verdict:
    """Who is addressed and how firmly, against what could be checked."""
    text = "".join(r.text for r in draft.readings)
    if all(r.only_time for r in draft.readings[draft.topics :] if r.mood is None):
        return Verdict.LOOK if _worth_a_look(draft) else Verdict.NO
    if _BOILERPLATE.search(text) and not _own_reporting(draft, phrases):
        return Verdict.NO
    signs = _signs(draft)
    if (_only_names(draft) and not signs.due) or _only_tells(draft) or _watches(draft, signs):
        return Verdict.NO
    if not (draft.leads or draft.officials or draft.owners):
        return _ownerless(draft, signs)
    if _everybody(draft, phrases):
        some = any(not phrases.everyone.fullmatch(u.text) for u in draft.leads)
        meant = signs.due or (draft.how is How.ASSIGNED and signs.produced)
        meant = meant or (some and signs.timed)  # 各乡镇、各部门要立即开展…
        told = any(_told_by_a_day(r) for r in draft.readings)
        if meant and (signs.deed or signs.figures or told):
            return Verdict.TASK
        asked = draft.how in (How.ASSIGNED, How.SUBJECT) and signs.deed
        return Verdict.LOOK if asked and (signs.timed or signs.produced) else Verdict.NO
    if draft.how is How.FIELD:
        return Verdict.TASK
    if draft.how is How.ASSIGNED:
        said = len(text) - sum(u.end - u.start for u in draft.leads) - len(draft.verb)
        charged = phrases.lead.match(draft.verb) is not None and said > _SHORTEST
        return Verdict.TASK if signs.checkable or signs.deed or charged else Verdict.LOOK
    if draft.how is How.SUBJECT:
        return _subject(draft, signs)
    return _inherited(draft, signs)


def _watches(draft: Draft, signs: Signs) -> bool:
    """督查室盯着: who supervises as such is told nothing, unless by a day, a period or a number
    (3月25日形成专题通报)."""
    supervises = bool(draft.leads) and all(_SUPERVISOR.search(u.text) for u in draft.leads)
    dated = signs.produced and any(
        t.kind is TimeKind.POINT for r in draft.readings for t in r.times
    )
    return supervises and not (signs.due or signs.counted or dated)


def _everybody(draft: Draft, phrases: Phrases) -> bool:
    """各单位; 各乡镇、各部门: nobody in particular."""
    everyone = [bool(phrases.everyone.fullmatch(u.text)) for u in draft.leads]
    return any(everyone) and all(e or u.group for e, u in zip(everyone, draft.leads, strict=True))


@dataclass(frozen=True, slots=True)
class Signs:
    """What a draft holds that could be checked. ``due``: a day, an event or a period; ``aimed``:
    that, or a plain time by which something is to be reached (力争上半年开工); ``timed``: any time
    at all; ``counted``: a figure in a clause that does something."""

    due: bool
    aimed: bool
    timed: bool
    deed: bool
    figures: bool
    counted: bool
    produced: bool
    meant: bool

    @property
    def checkable(self) -> bool:
        """Whether one could write 已完成 or 未完成 beside it."""
        return self.timed or (self.figures and self.meant) or self.produced


def _signs(draft: Draft) -> Signs:
    good = [r for r in draft.readings if r.mood is None]
    kinds = {t.kind for r in good for t in r.times if not _SEASON.fullmatch(t.text)}
    deed = any(r.deed for r in good)
    due = bool(kinds & {*DATED, TimeKind.RECURRING})
    return Signs(
        due=due,
        aimed=due or any(_aims(r) for r in good),
        timed=bool(kinds & _TIMED) or any(t.urgent for r in good for t in r.times),
        deed=deed,
        figures=any(r.figures for r in good),
        counted=any(r.figures and r.deed for r in good),
        produced=any(r.output and r.deed for r in good),
        meant=deed or bool(draft.verb),
    )


def _aims(reading: Reading) -> bool:
    plain = any(t.kind is TimeKind.POINT for t in reading.times)
    return (plain and _REACHED.search(reading.text) is not None) or bool(
        _THIS_YEAR.search(reading.text)
    )


def _told_by_a_day(reading: Reading) -> bool:
    """各成员单位12月9日前提供佐证材料: who, by when, and what."""
    named = sum(g.end - g.start for g in reading.leads) + sum(
        t.end - t.start for t in reading.times
    )
    whole = bool(reading.leads) and reading.dated and reading.mood is None
    return whole and len(reading.text) - named >= _SAYS_SOMETHING


def _inherited(draft: Draft, signs: Signs) -> Verdict:
    """A clause whose unit is carried over, or stands in the heading."""
    if draft.frame is Frame.TALK:
        return Verdict.LOOK if signs.due and signs.deed else Verdict.NO
    if _only_approves(draft) and not signs.due:
        return Verdict.NO
    if _agreed_to(draft):
        return Verdict.TASK
    if draft.how is How.HEADING and (signs.deed or signs.timed or signs.figures):
        return Verdict.TASK
    charged = draft.frame is Frame.ORDER and signs.deed and _CHARGED.match(_first(draft))
    if signs.due or (signs.timed and signs.deed) or signs.counted or signs.produced or charged:
        return Verdict.TASK
    return Verdict.LOOK if signs.deed and draft.frame is Frame.ORDER else Verdict.NO


def _first(draft: Draft) -> str:
    """The clause that orders something, without the topics before it."""
    return draft.readings[min(draft.topics, len(draft.readings) - 1)].text


def _agreed_to(draft: Draft) -> bool:
    """同意该方案,修改完善后批复实施: whose paper was agreed to, and what becomes of it."""
    agreed = draft.how is How.REPORTER and _APPROVES.match(draft.readings[0].text) is not None
    return agreed and len(draft.readings) > 1 and not _only_approves(draft)


def _only_approves(draft: Draft) -> bool:
    """原则同意该安排,其中新建24个: an approval with its contents, and nothing to do after it."""
    text = "".join(r.text for r in draft.readings)
    return _APPROVES.match(text) is not None and not _FOLLOWS.search(_SUBJECT_MATTER.sub("", text))


def _subject(draft: Draft, signs: Signs) -> Verdict:
    if draft.frame is Frame.TALK and not (signs.checkable and draft.verb):
        return Verdict.LOOK if signs.checkable else Verdict.NO
    if not signs.checkable and _only_spirit(draft):
        return Verdict.NO
    if not signs.checkable and all(_endless(r) for r in draft.readings[draft.topics :]):
        return Verdict.LOOK
    if signs.checkable or (signs.deed and (draft.verb or draft.frame is Frame.ORDER)):
        return Verdict.TASK
    named = any(u.certain and not u.group for u in draft.leads)
    said = sum(len(r.text) for r in draft.readings) - sum(len(u.text) for u in draft.leads)
    if named and draft.frame is Frame.ORDER and said >= _SAYS_SOMETHING:
        return Verdict.TASK
    return Verdict.LOOK if signs.deed or named else Verdict.NO


def _only_names(draft: Draft) -> bool:
    """关于3宗土地出让事宜, with nothing behind."""
    return all(_MATTER.fullmatch(r.text) for r in draft.readings)


def _endless(reading: Reading) -> bool:
    """甲局要加强监测预警: more of something, or in some manner, and no end to be reached."""
    lead = reading.leads[-1] if reading.leads else None
    said = reading.text[lead.end - reading.clause.start :] if lead else reading.text
    return reading.mood is Mood.ATTITUDE or _SCALAR.match(said) is not None


def _only_tells(draft: Draft) -> bool:
    """会议指出,今年工作成效明显。甲局牵头建成农田3万亩。: behind how things stand, and before
    anybody is asked for anything, what somebody does was done."""
    return draft.told and not any(r.asks for r in draft.readings)


def _only_spirit(draft: Draft) -> bool:
    """甲局、乙局要密切配合: whoever is named is told how, and not what."""
    told = [r for r in draft.readings if r.leads]
    return bool(told) and all(r.mood is Mood.ATTITUDE for r in told)


def _ownerless(draft: Draft, signs: Signs) -> Verdict:
    """An order about one named or numbered thing is a task even where nobody is named."""
    if _only_approves(draft) and not signs.due:
        return Verdict.NO
    text = "".join(r.text for r in draft.readings)
    if signs.deed and BY_POST.search(text) and draft.frame is not Frame.TALK:
        return Verdict.TASK
    numbered = draft.node.level >= 3 or bool(draft.node.points and draft.node.points[0].label)
    if draft.frame is Frame.TALK:
        return Verdict.NO
    if signs.aimed and (signs.deed or signs.figures) and (numbered or draft.frame is Frame.ORDER):
        return Verdict.TASK
    if signs.counted and draft.frame is Frame.ORDER:
        return Verdict.TASK
    return Verdict.LOOK if signs.due and signs.deed else Verdict.NO


def _worth_a_look(draft: Draft) -> bool:
    moods = {r.mood for r in draft.readings}
    return moods <= {Mood.ATTITUDE} and any(r.dated or r.figures for r in draft.readings)


def _own_reporting(draft: Draft, phrases: Phrases) -> bool:
    """The periodic report of a named unit or person is a task; everybody's is the feedback rule."""
    named = [u for u in draft.leads if not u.group and not phrases.everyone.fullmatch(u.text)]
    text = "".join(r.text for r in draft.readings)
    asked = named or (not draft.leads and (draft.officials or draft.owners))
    return bool(asked) and draft.how in (How.ASSIGNED, How.SUBJECT) and bool(_PERIODIC.search(text))
