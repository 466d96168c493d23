"""What a clause of a report's plan is: an item, the head of one, its continuation, or talk.

A clause is an item when one could write 已完成 or 未完成 beside it: it has a figure, a date, a
period, or it names a document, a project, a programme, an honour or an event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from toolkit.extraction.report_said import WHEN, Said
from toolkit.extraction.report_words import ReportWords
from toolkit.text.patterns import lazy

_SHORT = 7
_LEAD_IN = lazy(r"^(?:我们|政府|全[县市区省镇])?(?:还|也|都)?(?:要|将)?(?:进一步|继续)?")
_NOTE_MARK = lazy(r"\[\d{1,3}\]|\((?:\d{1,3}|20\d\d-20\d\d年?)\)")  # of the glossary at the end
_RATE = lazy(
    r"^(?P<what>[^,。;\d]{1,16}?率)(?:达到|达|提高到|提升到|提高至|保持在?|稳定在|不低于|超过|为)?\d"
)


class Sort(Enum):
    """ITEM and PROGRAMME stand alone; a PROGRAMME and an OPENER take the clause that measures
    them; FOLLOW belongs to the item before; TALK is nothing."""

    ITEM = "item"
    PROGRAMME = "programme"
    OPENER = "opener"
    FOLLOW = "follow"
    TALK = "talk"


def sort_of(said: Said, words: ReportWords, *, strict: bool) -> Sort:
    """What ``said`` is, taken alone. ``strict``: of clauses without figure, date or
    period only those count that name a document, a programme, a title or an event."""
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
    if words.soft.match(text):
        return False
    done = words.done.fullmatch(text)
    if done:
        return not words.vague.match(done["what"])
    return words.all.search(text) is not None and not words.vague.match(text)


def _empty(what: str, words: ReportWords, *, whole: bool = True) -> bool:
    """An object nobody could check: abstract, or projects in general."""
    if words.vague.match(what):
        return True
    named = re.search(r'[《"]|第[一二三四五六七八九十\d]+[届次]', what)
    return whole and not named and words.abstract.search(what) is not None


def follows(said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """Whether a clause only says more about the item before it (``before``: its clauses)."""
    text, known = said.text, "".join(b.text for b in before)
    if words.follow.match(text):
        return True
    newcomer = words.newcomer.match(text)
    if newcomer and newcomer["what"] in known:
        return True
    rest = said.without_time
    timed = bool(said.times) and len(rest) < len(text)
    if timed and (words.grow.match(rest) or (len(rest) <= _SHORT and not said.figures)):
        return True
    if timed and (re.match(r"[由从]\d", rest) or _later_node(said, before)):
        return True
    if words.invest.match(text) and ("项目" in known or "工程" in known):
        return True
    if words.elided.fullmatch(text) and before[-1].figures:
        return True
    if words.solve.match(text) and said.figures and not any(b.figures for b in before):
        return True
    if not any(b.figures or b.dated for b in before) and _adds(text, said, before, words):
        return True
    rate = _RATE.match(rest)
    return rate is not None and _shares(rate["what"], known)


def _adds(text: str, said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """确保…, 力争… after a named project; 新增学位600个 after the school that brings them."""
    if words.aim.match(text) and (said.figures or said.dated):
        return not strange(said, before, words)
    return words.capacity.match(text) is not None and words.act.match(before[-1].text) is not None


def strange(said: Said, before: Sequence[Said], words: ReportWords) -> bool:
    """Whether a clause gives an indicator of its own: 空气优良天数保持在93% after 超低排放改造."""
    found = words.indicator.match(said.without_time)
    if found is None or not said.figures or len(found["what"]) < _SHORT - 2:
        return False
    wished = words.aim.match(said.text) is not None
    return not _shares(found["what"], "".join(b.text for b in before), 0.01 if wished else 0.2)


def _later_node(said: Said, before: Sequence[Said]) -> bool:
    """到2027年底… after 年内…: two nodes of one object."""
    return any(t.is_end for t in said.times) and any(b.dated for b in before)


def _shares(what: str, known: str, share: float = 0.6) -> bool:
    """落地率 alone, or 污水治理率 after 污水治理: a share of what was just named."""
    stem = re.sub(r"^(?:当年|全年|年度)|率$", "", what)
    if len(stem) <= 2:
        return True
    pairs = {stem[i : i + 2] for i in range(len(stem) - 1)}
    return sum(pair in known for pair in pairs) >= share * len(pairs)
