"""What a clause of a report's plan is: an item, the head of one, its continuation, or talk.

A clause is an item when one could write 已完成 or 未完成 beside it: it has a figure, a date, a
period, or it names a document, a project, a programme, an honour or an event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from toolkit.extraction.report.said import WHEN, Said
from toolkit.extraction.report.words import ReportWords
from toolkit.text.patterns import lazy

_SHORT = 7
_READABLE = 1000  # characters; a longer clause is no sentence, and is not searched for words
_LEAD_IN = lazy(r"^(?:我们|政府|全[县市区省镇])?(?:还|也|都)?(?:要|将)?(?:进一步|继续)?")
_NOTE_MARK = lazy(r"\[\d{1,3}\]|\((?:\d{1,3}|20\d\d-20\d\d年?)\)")  # of the glossary at the end
_FROM = lazy(r"[由从]\d")
_RATE = lazy(
    r"^(?P<what>[^,。;\d]{1,16}?率)(?:达到|达|提高到|提升到|提高至|保持在?|稳定在|不低于|超过|为)?\d"
)


class Sort(Enum):
    """ITEM and PROGRAMME stand alone; a PROGRAMME and an OPENER take the clause that measures
    them; TALK is nothing."""

    ITEM = "item"
    PROGRAMME = "programme"
    OPENER = "opener"
    TALK = "talk"


def sort_of(said: Said, words: ReportWords, *, strict: bool) -> Sort:
    """What ``said`` is, taken alone. ``strict``: of clauses without figure, date or
    period only those count that name a document, a programme, a title or an event."""
    if len(said.text) > _READABLE:
        return Sort.ITEM if said.figures or said.dated else Sort.TALK
    text = _LEAD_IN.sub("", _NOTE_MARK.sub("", said.text))
    if words.never.search(text) or words.general.search(text):
        return Sort.TALK
    if not said.dated and words.soft_count.search(text):
        return Sort.TALK
    if said.figures or said.periodic:
        return (
            Sort.ITEM if not words.programme.search(text) or _late_figure(said) else Sort.PROGRAMME
        )
    if said.dated:
        return Sort.ITEM
    if len(text) < 6 or words.never_named.search(text):
        return Sort.TALK
    named = _named(text, words, strict=strict)
    if named is Sort.TALK and any(t.start == said.start and t.kind in WHEN for t in said.times):
        return _named(said.without_time, words, strict=strict)  # 今年开工建设东柳水库
    return named


def _late_figure(said: Said) -> bool:
    """The figure ends the clause: it measures rather than names (实施…工程12个)."""
    last = said.figures[-1] if said.figures else None
    return last is None or last.end >= len(said.text) - 2


def _named(text: str, words: ReportWords, *, strict: bool) -> Sort:
    """A clause without figure and date: does it name anything?"""
    if words.generic_opener.fullmatch(text):
        return Sort.TALK
    if words.document.search(text):
        return Sort.ITEM
    if words.programme.search(text):
        return Sort.PROGRAMME
    if any(pattern.search(text) for pattern in (words.honour, words.event)):
        return Sort.ITEM
    if strict:
        return Sort.TALK
    if _finished(text, words):
        return Sort.ITEM
    built = words.project.search(text) is not None
    act = words.act.match(text)
    if act and not _empty(act["what"], words, whole=not built):
        return Sort.ITEM
    move = words.move.match(text)
    if move and built and not _empty(move["what"], words, whole=False):
        return Sort.TALK if words.ambition.match(move["what"]) else Sort.ITEM
    return Sort.OPENER if words.opener.search(text) else Sort.TALK


def _finished(text: str, words: ReportWords) -> bool:
    """Something named comes to an end: 青岩大桥建成通车, 村村通实现全覆盖."""
    done = words.done.fullmatch(text)
    if done:
        return not words.vague.match(done["what"])
    if words.soft.match(text) or words.vague.match(text):
        return False
    return words.all.search(text) is not None


def _empty(what: str, words: ReportWords, *, whole: bool = True) -> bool:
    """An object nobody could check: abstract, or projects in general."""
    if words.vague.match(what):
        return True
    named = re.search(r'[《"]|第[一二三四五六七八九十\d]+[届次]', what)
    return whole and not named and words.abstract.search(what) is not None


def follows(said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """Whether a clause only says more about the item before it (``before``: its clauses)."""
    text, known = said.text, "".join(b.text for b in before)
    newcomer, rate = words.newcomer.match(text), _RATE.match(said.without_time)
    return bool(
        words.follow.match(text)
        or (newcomer and newcomer["what"] in known)
        or (words.invest.match(text) and re.search("项目|工程", known))
        or (words.elided.fullmatch(text) and before[-1].figures)
        or (words.capacity.match(text) and words.act.match(before[-1].text))
        or (rate and _shares(rate["what"], known))
        or _dates(said, before, words)
        or _wishes(said, before, words)
    )


def _dates(said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """The next node of the same object: 年底前全部完工, 到2027年达到9万亩, 2028年建成蓄水."""
    rest = said.without_time
    if not said.times or len(rest) == len(said.text):
        return False
    if said.times[0].start == said.start or words.aim.match(said.text):
        named = not before[0].figures and words.move.match(before[0].text)
        if words.step.match(rest) and (named or words.aim.match(said.text)):
            return True  # 加快产业园二期建设,6月底前完成场平,年底前建成厂房
    later = any(t.is_end for t in said.times) and any(b.dated for b in before)
    short = len(rest) <= _SHORT and not said.figures
    more = words.grow.match(rest) or words.elided.fullmatch(rest) or _FROM.match(rest)
    return later or short or more is not None


def _wishes(said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """确保…, 力争… after a named project without figure or date of its own."""
    if any(b.figures or b.dated for b in before) or not (said.figures or said.dated):
        return False
    return (
        words.aim.match(said.text) is not None
        and not strange(said, before, words)
        and not _another(said, before, words)
    )


def _another(said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """开工建设溪口水库,确保城南大桥10月通车: a wish for something else that is named."""
    done = words.done.match(said.without_time)
    return done is not None and not _shares(done["what"], "".join(b.text for b in before), 0.3)


def strange(said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """Whether a clause gives an indicator of its own: 空气优良天数保持在93% after 超低排放改造."""
    found = words.indicator.match(said.without_time)
    if found is None or not said.figures or len(found["what"]) < _SHORT - 2:
        return False
    wished = words.aim.match(said.text) is not None
    return not _shares(found["what"], "".join(b.text for b in before), 0.01 if wished else 0.2)


def _shares(what: str, known: str, share: float = 0.6) -> bool:
    """落地率 alone, or 污水治理率 after 污水治理: a share of what was just named."""
    stem = re.sub(r"^(?:当年|全年|年度)|率$", "", what)
    if len(stem) <= 2:
        return True
    pairs = {stem[i : i + 2] for i in range(len(stem) - 1)}
    return sum(pair in known for pair in pairs) >= share * len(pairs)
