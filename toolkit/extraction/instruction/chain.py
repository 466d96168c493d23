"""Instructions on one matter joined: who handed it on, who leads in the end, which date holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from toolkit.extraction.analysis import Reading
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.instruction.fields import Field
from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.judge import Verdict
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.phrases import Frame, Mood
from toolkit.extraction.structure import Clause
from toolkit.model import StatedDate
from toolkit.text.dates import TimeKind, TimeMention
from toolkit.text.patterns import lazy

DATED = (TimeKind.DEADLINE, TimeKind.EVENT)
_END = lazy("[。;!?]")
_QUESTION = lazy("(?:是|在|差|有|到)(?:哪一?[天家个]|几[天家个号]|多少)$|[吗呢]$")
_DITTO = lazy("(?:时间|时限|期限|日期)(?:要求)?(?:也)?同(?:上|前)")


@dataclass(slots=True)
class Order:
    """A draft with who instructed it and when; ``number`` is its place in a numbered proposal."""

    draft: Draft
    by: str = ""
    on: date | None = None
    number: int | None = None
    verdict: Verdict = Verdict.TASK


@dataclass(slots=True)
class Note:
    """What one leader (or the clerk) wrote: its words and the orders in it. ``handed`` are the
    officials it was passed on to."""

    item: Field
    by: str
    on: date | None
    orders: list[Order] = field(default_factory=list)
    handed: list[PersonMention] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.item.text


def inherit(order: Order, before: Sequence[Note]) -> None:
    """The notes that handed the matter on: their officials, signers and words."""
    for note in before:
        if not note.handed:
            continue
        for person in note.handed:
            order.draft.add_person(person)
        order.by = names(note.by, order.by)
        end = _END.search(note.text)
        order.draft.cover(
            note.item.node,
            note.item.start,
            note.item.start + (end.start() if end else len(note.text)),
        )


def handed(before: Sequence[Note]) -> Order:
    """Handed on and nothing written after: the last official named answers for the paper."""
    note = before[-1]
    node = note.item.node
    draft = Draft(node=node, frame=Frame.ORDER)
    end = _END.search(note.text)
    stop = note.item.start + (end.start() if end else len(note.text))
    clause = Clause(note.item.start, stop, "")
    text = node.text[note.item.start : stop]
    draft.take(draft.node, Reading(clause, text, (), None, None, (), (), True, False))
    for person in note.handed:
        draft.add_person(person)
    draft.how = How.ASSIGNED
    return Order(draft, note.by, note.on)


def give_to(main: Draft, new: Draft) -> None:
    """The later note names the unit in charge: the others support it."""
    leads = [replace(u, start=0, end=0) for u in new.leads]
    if leads:
        named = {u.text for u in leads}
        others = [u for u in (*main.leads, *main.supports) if u.text not in named]
        main.leads, main.supports, main.how = leads, [], How.ASSIGNED
        main.add_supports(others)
    for name in (*new.officials, *new.owners):
        known = main.officials if name in new.officials else main.owners
        if name not in known:
            known.append(name)
    for piece in new.pieces:
        main.cover(piece.node, piece.start, piece.end)
    add_urgency(main, new.readings)


def take_up(new: Order, old: Order) -> None:
    """The later note goes on with the matter of the earlier one: its words, officials, signers."""
    for piece in old.draft.pieces:
        new.draft.cover(piece.node, piece.start, piece.end)
    for name in old.draft.officials:
        if name not in new.draft.officials:
            new.draft.officials.append(name)
    add_urgency(new.draft, old.draft.readings)
    new.by = names(old.by, new.by)


def handed_to(order: Order, following: Order) -> bool:
    """请甲同志研究 on a paper, and 甲 writes on it next."""
    draft = order.draft
    bare = not draft.leads and not any(r.dated or r.figures for r in draft.readings)
    return bare and following.by in draft.officials


def asked_to(order: Order, note: Note) -> bool:
    """请甲同志并乙局阅处 of one leader, and 甲 writes next: the same matter, taken further."""
    dated = has_date(order.draft) or any(r.dated for r in order.draft.readings)
    return order.by != note.by and note.by in order.draft.officials and not dated


def is_called(full: str, name: str) -> bool:
    """Whether 吴县长 can only be 吴用之, or is 吴用之 himself."""
    called = re.fullmatch(r".(?:副?[县市区镇乡]长|书记)", name)
    return full == name or (bool(full) and called is not None and name[0] == full[0])


def add_urgency(draft: Draft, readings: Sequence[Reading]) -> None:
    """抓紧 of another note: a clause without words of its own carries it."""
    urgent = tuple(t for r in readings for t in r.times if t.kind is TimeKind.URGENT)
    if urgent:
        draft.readings.append(
            Reading(Clause(0, 0, ""), "", (), None, None, urgent, (), False, False)
        )


def has_date(draft: Draft) -> bool:
    moods = (Mood.PAST, Mood.THREAT, Mood.REFUSED, Mood.CONDITION)
    return bool(draft.scope_dates) or any(
        t.kind in DATED for r in draft.readings if r.mood not in moods for t in r.times
    )


def amend(draft: Draft, item: Field, time: TimeMention) -> None:
    """Give a draft the date of another field (a remark, the clerk's proposal) and its words."""
    node = item.node
    spans = node.block.spans(time.start, time.end)
    words = node.block.printed(time.start, time.end)
    draft.scope_dates.append(StatedDate(words, time.on, spans[0] if spans else None))
    stop = _END.search(node.text, time.end, item.end)
    draft.cover(node, item.start, stop.start() if stop else item.end)


def same_time(orders: Sequence[Order]) -> None:
    """时间同上: the date of the order before, with the words that set it."""
    for before, order in pairwise(orders):
        said = "".join(r.text for r in order.draft.readings)
        if not _DITTO.search(said) or has_date(order.draft):
            continue
        dated = [(r, t) for r in before.draft.readings for t in r.times if t.kind in DATED]
        for reading, time in dated[-1:]:
            node = before.draft.node
            item = Field(Column.ORDER, node, reading.clause.start, reading.clause.end)
            amend(order.draft, item, time)


def asks(draft: Draft) -> bool:
    """Whether a draft is only a question: 规上企业入库差几家？ 评审是哪一天"""
    last = draft.pieces[-1] if draft.pieces else None
    if last is None or has_date(draft):
        return False
    if _QUESTION.search(draft.readings[-1].text):
        return True
    mark = _END.search(last.node.text, last.end)
    return mark is not None and mark.group() == "?"


def of_nobody(draft: Draft) -> bool:
    """企业要抓住黄金时期, 相关乡镇要创新方式: asked of a sort of people, with nothing to check."""
    sorts = draft.leads and all(u.group or u.kind in ("role", "anaphor") for u in draft.leads)
    timed = any(t.kind is not TimeKind.URGENT for r in draft.readings for t in r.times)
    checked = timed or any(r.figures for r in draft.readings)
    return bool(sorts) and not checked and not (draft.officials or draft.owners)


def names(*groups: str) -> str:
    return "、".join(dict.fromkeys(n for group in groups for n in group.split("、") if n))


def keep(draft: Draft, readings: Sequence[Reading]) -> None:
    """Only these clauses, all of the draft's own block, stay with the draft."""
    draft.readings[:] = readings
    draft.pieces.clear()
    for reading in readings:
        draft.cover(draft.node, reading.clause.start, reading.clause.end)


def spoken(draft: Draft, verdict: Verdict, words: InstructionWords) -> Verdict:
    """A leader speaks plainly (今天就修好, 把料备到桥头): an order all the same. Somebody told
    to his face without a name is asked for: a task that lacks its lead."""
    if draft.frame is Frame.REPORT or verdict is Verdict.TASK:
        return verdict
    text = ",".join(r.text for r in draft.readings)
    plain = words.spoken.search(text) is not None
    timed = any(t.kind in (*DATED, TimeKind.POINT) for r in draft.readings for t in r.times)
    if draft.leads and draft.how in (How.SUBJECT, How.ASSIGNED):
        plain = plain or draft.verb in ("请", "由")
        told = draft.verb and all(r.mood is None for r in draft.readings)
        return Verdict.TASK if plain and (told or verdict is Verdict.LOOK) else verdict
    deed = any(r.deed for r in draft.readings)
    to_me = deed or any("我" in found.group() for found in words.you.finditer(text))
    told = draft.how is How.INHERITED if draft.leads else to_me and bool(words.you.search(text))
    return Verdict.TASK if told and plain and timed else verdict
