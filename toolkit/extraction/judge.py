"""Is a draft a task? One could write 已完成 or 未完成 beside it, and somebody can be asked.

The verdict weighs who is addressed and how firmly against what could be checked; what fails with a
named addressee goes to the clerk as "please look" instead of vanishing.
"""

from __future__ import annotations

import re
from enum import Enum

from toolkit.extraction.analysis import DATED
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.phrases import Frame, Mood, Phrases
from toolkit.text.dates import TimeKind


class Verdict(Enum):
    """TASK, LOOK (a person should decide) or NO."""

    TASK = "task"
    LOOK = "look"
    NO = "no"


_BOILERPLATE = re.compile(
    r"(?:各|有关|相关|责任|承办|牵头|主办|两|成员|专项组|镇街)[^,;。]{0,16}(?:单位|部门|乡镇|街道|镇|县政府|政府|专项组|组)?[^;。]{0,24}"
    r"(?:进展|落实|贯彻|完成|推进|销号|工作开展|整改)(?:落实)?(?:情况|进度)[^;。]{0,14}(?:报|反馈|送|汇总)"
    r"|报送进度|(?:落实|进展|贯彻落实)情况(?:书面)?(?:报|反馈)"
)
_PERIODIC = re.compile(r"通报|出一期|召集|抽查|调度|分析|公布|曝光|检查|监测|采样|采集|更新|会商|回访")


def judge(draft: Draft, phrases: Phrases) -> Verdict:
    """Whether a draft is a task."""
    text = "".join(r.text for r in draft.readings)
    good = [r for r in draft.readings if r.mood is None]
    if not good:
        return Verdict.LOOK if _worth_a_look(draft) else Verdict.NO
    if _BOILERPLATE.search(text) and not _own_reporting(draft, phrases):
        return Verdict.NO
    dated = any(t.kind in DATED for r in good for t in r.times)
    recurring = any(t.kind is TimeKind.RECURRING for r in good for t in r.times)
    point = any(t.kind in (TimeKind.POINT, TimeKind.SPAN, TimeKind.START) for r in good for t in r.times)
    urgent = any(t.kind is TimeKind.URGENT for r in good for t in r.times)
    deed = any(r.deed for r in good)
    figures = any(r.figures for r in good)
    output = any(r.output and r.deed for r in good)
    everyone = bool(draft.leads) and all(
        phrases.everyone.fullmatch(u.text) is not None for u in draft.leads
    )
    addressed = bool(draft.leads or draft.officials or draft.owners)
    strong = dated or recurring or (figures and deed) or output
    if everyone:
        return Verdict.TASK if dated and deed or recurring and deed else Verdict.NO
    if draft.how is How.FIELD:
        return Verdict.TASK
    if addressed and draft.how is How.ASSIGNED:
        return Verdict.TASK if strong or deed or point or urgent else Verdict.LOOK
    if addressed and draft.how is How.SUBJECT:
        return _subject(draft, strong, deed or point or urgent)
    if draft.frame is Frame.TALK:
        return Verdict.LOOK if dated and deed else Verdict.NO
    if addressed:
        return Verdict.TASK if strong or (deed and (point or urgent)) else (
            Verdict.LOOK if deed and draft.frame is Frame.ORDER else Verdict.NO
        )
    if draft.frame is Frame.ORDER or dated:
        return Verdict.TASK if deed and (dated or figures) else Verdict.NO
    return Verdict.NO


def _subject(draft: Draft, strong: bool, some: bool) -> Verdict:
    if draft.frame is Frame.TALK and not (strong and draft.verb):
        return Verdict.LOOK if strong else Verdict.NO
    if strong:
        return Verdict.TASK
    if some and (draft.verb or draft.frame is Frame.ORDER):
        return Verdict.TASK
    return Verdict.LOOK if some else Verdict.NO


def _worth_a_look(draft: Draft) -> bool:
    moods = {r.mood for r in draft.readings}
    return moods <= {Mood.ATTITUDE} and any(r.dated or r.figures for r in draft.readings)


def _own_reporting(draft: Draft, phrases: Phrases) -> bool:
    """A named unit's own periodic report is a task; everybody's is the feedback rule."""
    named = [u for u in draft.leads if not u.group and not phrases.everyone.fullmatch(u.text)]
    text = "".join(r.text for r in draft.readings)
    return bool(named) and draft.how in (How.ASSIGNED, How.SUBJECT) and bool(_PERIODIC.search(text))
