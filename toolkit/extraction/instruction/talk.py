"""What a leader says around an order: a question at its end, how things stand, a general rule."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.extraction.analysis import Reading
from toolkit.extraction.drafts import Draft
from toolkit.extraction.instruction.chain import keep
from toolkit.extraction.instruction.words import InstructionWords
from toolkit.text.dates import DATED
from toolkit.text.patterns import lazy

_END = lazy("[。;!?]")
_COUNTED = lazy(r"[是有为](?=\d|[一二三四五六七八九十百千]{2})")  # 你们报的数是3216人
_FORECAST = lazy(r"预计|预报|预警|预测")
_HENCEFORTH = lazy(r"(?:今后|以后|往后|凡是?)(?![^,;。]*(?:月|日|周))")
_EACH_TIME = lazy(r"(?:发现|查实|出现)一(?P<of>\w)、?[^,;。]{2,4}一(?P=of)")
_WHOEVER = lazy(r"一律|无论|不论|不管|谁")


def trim(draft: Draft, words: InstructionWords) -> None:
    """Talk at the end of an order (不能只管罚不管治), or a question, is no part of it."""
    kept = _without_question(draft)
    while len(kept) > 1 and words.talk.search(kept[-1].text):
        if kept[-1].dated or kept[-1].leads:
            break
        kept.pop()
    if len(kept) < len(draft.readings):
        keep(draft, kept)


def _without_question(draft: Draft) -> list[Reading]:
    """…一个不落转出来,你们报的数是3216人,现在转了多少?: what is asked at the end, and the figure
    it is asked of, tell nobody to do anything."""
    kept = list(draft.readings)
    last = draft.pieces[-1] if draft.pieces else None
    mark = _END.search(last.node.text, last.end) if last else None
    if mark is None or mark.group() != "?" or not any(_limited(r) for r in kept[:-1]):
        return kept
    while len(kept) > 1 and not _limited(kept[-1]):
        asked = len(kept) == len(draft.readings)
        if not asked and not _COUNTED.search(kept[-1].text):
            break
        kept.pop()
    return kept


def _limited(reading: Reading) -> bool:
    return bool(reading.leads) or any(t.kind in DATED for t in reading.times)


def tells(reading: Reading) -> bool:
    """今晚到明天上午是降雨最强的时段, 累计雨量预计超过250毫米: how things stand or will."""
    low = reading.clause.start
    stands = any(reading.text.startswith("是", t.end - low) for t in reading.times)
    return stands or _FORECAST.search(reading.text) is not None


def rules_for_all(readings: Sequence[Reading]) -> bool:
    """今后未列入计划的检查,无论哪个部门一律要先备案; 发现一起查处一起: whatever may come."""
    text = ",".join(r.text for r in readings)
    if _EACH_TIME.search(text) and not any(r.times or r.figures for r in readings):
        return True
    general = _HENCEFORTH.match(text) is not None and _WHOEVER.search(text) is not None
    return general and not any(r.dated for r in readings)
