"""Instructions on one matter joined: who handed it on, who leads in the end, which date holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from toolkit.extraction.analysis import Reading
from toolkit.extraction.drafts import Draft, How, Piece
from toolkit.extraction.finish import targets
from toolkit.extraction.instruction.fields import Field
from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.judge import Verdict
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.phrases import Frame, Mood
from toolkit.extraction.structure import Clause
from toolkit.model import StatedDate
from toolkit.text.dates import DATED, TimeKind, TimeMention
from toolkit.text.patterns import lazy

_END = lazy("[。;!?]")
_QUESTION = lazy("(?:是|在|差|有|到)(?:哪一?[天家个]|几[天家个号]|多少)$|[吗呢]$")
_SAME_TIME = lazy(r"按(?:照)?[^,;。]{0,12}(?:定|要求|明确|说)的(?:时间|时限|日期|节点|期限)")
_POINTS_BACK = lazy(r"[按照据][^,。;]{1,10}(?:批示|指示|要求)")
_ALIKE = 2
_MYSELF = lazy("我(?![们县市区省镇乡国局])")
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
    officials it was passed on to, ``passing`` the words that did so."""

    item: Field
    by: str
    on: date | None
    orders: list[Order] = field(default_factory=list)
    handed: list[PersonMention] = field(default_factory=list)
    passing: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.item.text


def chained(notes: Sequence[Note], words: InstructionWords) -> list[Order]:
    """The orders of several leaders on one matter: what is handed on is one matter, what a later
    note only urges or points back to is the order it speaks of."""
    orders: list[Order] = []
    before: list[Note] = []
    for note in notes:
        fresh = [o for o in note.orders if o.verdict is Verdict.TASK]
        fresh = [o for o in fresh if not _only_repeats(o, orders, words)]
        for order in fresh:
            orders = _at_its_time(order, orders)
        if fresh and before and words.as_said.search(_said(fresh[0])):
            apart = _for_others(orders, fresh[0]) if any(n.handed for n in before) else []
            known = [o for o in orders if o not in apart]
            orders = [*apart, *_continued(known, fresh, words)]
        elif fresh and orders and asked_to(orders[-1], fresh[0]):
            old = orders[-1].draft
            fresh[0].draft.officials[:0] = old.officials
            fresh[0].draft.add_supports(old.leads)
            orders = [*orders[:-1], *_continued(orders[-1:], fresh, words)]
        else:
            orders = [*orders, *fresh]
        if fresh:
            inherit(fresh[0], before)
            before = []
        if note.handed or fresh:
            before.append(note)
    if not orders and before and before[-1].handed:
        orders = [handed(before)]
    return orders


def _for_others(known: Sequence[Order], new: Order) -> list[Order]:
    """请甲县长阅处,同时请纪委监委查办: what the note asked of others than whom it was handed to is
    not what 甲 goes on with."""
    mine = {u.text for u in (*new.draft.leads, *new.draft.supports)}
    return [o for o in known if o.draft.leads and mine.isdisjoint(u.text for u in o.draft.leads)]


def _said(order: Order) -> str:
    return "".join(r.text for r in order.draft.readings)


def only_reports(draft: Draft, words: InstructionWords) -> bool:
    """明天中午前把情况报我: when the result of the order before it is due, and no more."""
    text = "".join(r.text for r in draft.readings)
    for time in (t for r in draft.readings for t in r.times):
        text = text.replace(time.text, "")
    return words.report.fullmatch(text) is not None


def _only_repeats(order: Order, known: Sequence[Order], words: InstructionWords) -> bool:
    """请甲镇、乙局抓紧; 请甲局及有关单位按某书记批示要求抓落实: whoever has an order already is
    urged to do it. The orders known get the urgency, the signer and the words."""
    draft = order.draft
    named = {u.text for u in draft.leads if not u.group}
    mine = [o for o in known if named & {u.text for u in o.draft.leads}]
    own = any(
        r.dated or r.figures or not (_says_little(r) or words.as_said.search(r.text))
        for r in draft.readings
        if r.mood is None
    )
    if own or not named or not named <= {u.text for o in mine for u in o.draft.leads}:
        return False
    for old in mine:
        add_urgency(old.draft, draft.readings)
        old.by = names(old.by, order.by)
        for piece in draft.pieces:
            old.draft.cover(piece.node, piece.start, piece.end)
    return True


def _says_little(reading: Reading) -> bool:
    """Names, a word of haste, and next to nothing else; or what the leader himself will do."""
    named = sum(g.end - g.start for g in reading.groups) + sum(len(t.text) for t in reading.times)
    return len(reading.text) - named <= 2 or "我" in reading.text[:5]


def _at_its_time(order: Order, known: list[Order]) -> list[Order]:
    """8个村的排查由甲局负责,按某书记定的时间办: the date of the known order on the same matter;
    one that named no unit is that order. Returns those still known apart."""
    if has_date(order.draft) or not _SAME_TIME.search(_said(order)):
        return known
    dated = [o for o in known if has_date(o.draft)]
    old = max(dated, key=lambda o: _likeness(o, order), default=None)
    if old is None or _likeness(old, order) < _ALIKE:
        return known
    _lend_date(old, order)
    if old.draft.leads:
        return known
    take_up(order, old)
    return [o for o in known if o is not old]


def _likeness(one: Order, other: Order) -> int:
    """How many pairs of characters two orders have in common."""
    first, second = ({a + b for a, b in pairwise(_said(o))} for o in (one, other))
    return len(first & second)


def _continued(known: list[Order], fresh: list[Order], words: InstructionWords) -> list[Order]:
    """按县长要求办，请甲局主办: the order stays, its lead changes; or the new order takes up
    what was said before. What the note asks for besides (并增设候车亭) is its own order."""
    new = fresh[0]
    besides = _besides(new, words) if known else None
    bare = all(not r.dated and not r.figures for r in new.draft.readings) and any(
        r.dated or r.figures for o in known for r in o.draft.readings
    )
    mine = {u.text for u in new.draft.leads}
    named = [o for o in known if mine and mine & {u.text for u in o.draft.leads}]
    if bare and len(mine) > 1 and named:  # 甲局、乙镇按市长意见办: each goes on with its own
        for old in named:
            old.by, old.on = names(old.by, new.by), new.on
            for piece in new.draft.pieces:
                old.draft.cover(piece.node, piece.start, piece.end)
        return [*known, *([besides] if besides else []), *fresh[1:]]
    if bare and known:
        main = known[-1]
        give_to(main.draft, new.draft)
        main.by, main.on = names(main.by, new.by), new.on
        return [*known[:-1], main, *([besides] if besides else []), *fresh[1:]]
    for old in known:
        take_up(new, old)
    return [*fresh[:1], *([besides] if besides else []), *fresh[1:]]


def _besides(order: Order, words: InstructionWords) -> Order | None:
    """The clauses behind 按县长要求办 that ask for a thing of their own, taken out of ``order``."""
    readings = order.draft.readings
    pointing = [n for n, r in enumerate(readings) if words.as_said.search(r.text)]
    rest = readings[pointing[0] + 1 :] if pointing else []
    own = [r for r in rest if r.deed and r.figures and r.mood is None]
    if not own or rest[0] is not own[0]:
        return None
    draft = Draft(node=order.draft.node, frame=Frame.ORDER, how=How.INHERITED)
    draft.add_leads(order.draft.leads, How.INHERITED)
    draft.add_supports(order.draft.supports)
    for reading in rest:
        draft.take(draft.node, reading)
    keep(order.draft, readings[: pointing[0] + 1])
    return Order(draft, order.by, order.on)


def inherit(order: Order, before: Sequence[Note]) -> None:
    """The notes that handed the matter on: their officials, signers and words. Who was handed
    the paper and names another official himself is a signer, not in charge."""
    writes = order.by if order.draft.officials else ""
    for note in before:
        if not note.handed:
            continue
        for person in note.handed:
            if not writes or person.name != writes:
                order.draft.add_person(person)
        order.by = names(note.by, order.by)
        for piece in note.passing:
            order.draft.cover(piece.node, piece.start, piece.end)


def handed(before: Sequence[Note]) -> Order:
    """Handed on and nothing written after: the last official named answers for the paper."""
    note = before[-1]
    draft = Draft(node=note.item.node, frame=Frame.ORDER)
    for piece in note.passing:
        clause = Clause(piece.start, piece.end, "")
        text = draft.node.text[piece.start : piece.end]
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
        main.add_supports([*others, *(replace(u, start=0, end=0) for u in new.supports)])
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
    new.draft.scope_targets += targets(old.draft)
    if not has_date(new.draft):
        _lend_date(old, new)
    new.by = names(old.by, new.by)


def handed_to(order: Order, following: Order) -> bool:
    """请甲同志研究 on a paper, and 甲 writes on it next."""
    draft = order.draft
    bare = not draft.leads and not any(r.dated or r.figures for r in draft.readings)
    return bare and following.by in draft.officials


def asked_to(order: Order, following: Order) -> bool:
    """请甲同志并乙局阅处 of one leader, and 甲 writes next: the same matter, taken further. With a
    limit of its own the first is that only where 甲 points back to it (按某书记批示要求…)."""
    dated = has_date(order.draft) or any(r.dated for r in order.draft.readings)
    asked = order.by != following.by and following.by in order.draft.officials
    return asked and (not dated or _POINTS_BACK.search(_said(following)) is not None)


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


def is_timed(draft: Draft) -> bool:
    """Whether a day is named at all, be it a plain one: 三月初给我."""
    told = [r for r in draft.readings if not _MYSELF.match(r.text)]  # 我下个月来抽
    return any(t.kind in (*DATED, TimeKind.POINT) for r in told for t in r.times)


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
        _lend_date(before, order)


def _lend_date(one: Order, other: Order) -> None:
    """Give ``other`` the date of ``one``, with the words that set it."""
    dated = [(r, t) for r in one.draft.readings for t in r.times if t.kind in DATED]
    for reading, time in dated[-1:]:
        node = one.draft.node
        item = Field(Column.ORDER, node, reading.clause.start, reading.clause.end)
        amend(other.draft, item, time)


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
    if not draft.leads and _MYSELF.match(draft.readings[0].text):
        return True  # 我明天去某镇,车不用派
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
    timed = is_timed(draft)
    if draft.leads and draft.how in (How.SUBJECT, How.ASSIGNED):
        plain = plain or draft.verb in ("请", "由", "要求", "责成", "让")
        told = draft.verb and all(r.mood is None for r in draft.readings)
        return Verdict.TASK if plain and (told or verdict is Verdict.LOOK) else verdict
    deed = any(r.deed for r in draft.readings)
    to_me = deed or any("我" in found.group() for found in words.you.finditer(text))
    told = draft.how is How.INHERITED if draft.leads else to_me and bool(words.you.search(text))
    return Verdict.TASK if told and plain and timed else verdict
