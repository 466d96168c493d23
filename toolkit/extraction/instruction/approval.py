"""What a clerk or a paper proposes becomes an order where a leader approves of it.

Approved is what the leader names (同意第一、二条), changed as he says (第三条先拨40万元), done by
whom he charges with it (请住建局组织实施).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from toolkit.extraction.analysis import Facts
from toolkit.extraction.drafts import How
from toolkit.extraction.instruction.chain import Note, Order, amend, has_date
from toolkit.extraction.instruction.stretches import NUMERAL, number_of
from toolkit.extraction.instruction.words import InstructionWords
from toolkit.extraction.judge import Verdict
from toolkit.extraction.targets import find_figures
from toolkit.text.dates import DATED, TimeMention
from toolkit.text.patterns import lazy

_NUMERAL = lazy(NUMERAL)
_ONE = lazy(f"第({NUMERAL})[条项]")
_AND = lazy("[、和及]")
_UNTIL = lazy("[至到-]")
_CLAUSE_END = lazy("[,。;!?]")
_GIVE_ME = lazy(r"(?<=[,。;!?])[^,。;!?]{2,20}[给报送交]我")
_STOP = lazy("[。;!?]")
_AGREES = lazy("(?:同意|所提|按)[^,。;!?]*$")
_EXECUTES = lazy(r"(?:负责)?(?:组织实施|实施|抓好?落实|落实|承办|办理|照办|执行)$")

FactsOf = Callable[[Note], Facts]


def adopted(
    proposals: Sequence[Note], notes: Sequence[Note], words: InstructionWords, facts_of: FactsOf
) -> list[Order]:
    """The proposals that ``notes`` approve, as orders; what the notes say only about them
    (第三条…, 请某局组织实施) goes into those and is no order of its own."""
    approving = [n for n in notes if words.approve.search(_first(n.text))]
    if not approving or not proposals:
        return []
    passed = [p for p in proposals if words.approve.search(p.text) or p.by]
    on = approving[-1].on
    signers = [*(p.by for p in proposals if p.by and _first(p.text).startswith("同意"))]
    by = "、".join(dict.fromkeys(n for n in (*signers, *(n.by for n in approving)) if n))
    orders = [o for p in proposals for o in p.orders if o.draft.leads or not _on_a_point(o)]
    agreed, declined = _chosen([*(p.text for p in passed), *(n.text for n in approving)], words)
    kept = [o for o in orders if o.number not in declined]
    kept = [o for o in kept if o.number is None or not agreed or o.number in agreed]
    charged = _charged(kept, approving, words)
    kept = [o for o in kept if _is_order(o) or (charged and o.draft.leads)]
    numbered = {o.number: o for o in kept if o.number}
    for note in (*proposals, *approving):
        _amend(numbered, note, facts_of(note))
        if note in approving:
            note.orders[:] = [o for o in note.orders if o.draft.leads or not _on_a_point(o)]
            _hand_in(kept, note, facts_of(note))
    for order in kept:
        order.by, order.on = by, on
        order.draft.cover(approving[0].item.node, *_approval(approving[0], words))
    return kept


def _is_order(order: Order) -> bool:
    """What is approved with a day or a figure of its own is ordered, if of nobody yet."""
    counted = any(r.figures and r.mood is None for r in order.draft.readings)
    return order.verdict is Verdict.TASK or has_date(order.draft) or counted


def _first(text: str) -> str:
    """A note's text without quotation mark and number."""
    return re.sub(r'^["“(\s]+', "", text)


def _approval(note: Note, words: InstructionWords) -> tuple[int, int]:
    """Where the approval stands in a note."""
    found = words.approve.search(note.text)
    start = found.start() if found else 0
    stop = _STOP.search(note.text, start)
    return note.item.start + start, note.item.start + (stop.start() if stop else len(note.text))


def _chosen(texts: Sequence[str], words: InstructionWords) -> tuple[set[int], set[int]]:
    """The numbers of the proposals approved (empty where all the others are) and declined."""
    agreed: set[int] = set()
    declined: set[int] = set()
    for text in texts:
        for found in words.only.finditer(text):
            before = text[max(0, found.start() - 8) : found.start()]
            if words.declined.match(text, found.end()):
                declined |= _numbers(found["numbers"])
            elif _AGREES.search(before):
                agreed |= _numbers(found["numbers"])
    return agreed - declined, declined


def _numbers(said: str) -> set[int]:
    """一、第二 → 1, 2; 九条至第十一 → 9, 10, 11."""
    numbers: set[int] = set()
    for part in _AND.split(said):
        named = [number_of(mark) for mark in _NUMERAL.findall(part)]
        numbers |= set(range(named[0], named[-1] + 1)) if _UNTIL.search(part) else set(named)
    return numbers


def _charged(kept: Sequence[Order], approving: Sequence[Note], words: InstructionWords) -> bool:
    """Give proposals without a unit whoever the approval charges with them (同意,请甲局组织实施,
    乙队配合); whether there is one."""
    bare = [o for o in kept if not o.draft.leads]
    for note in approving if bare else ():
        for given in [o for o in note.orders if _only_executes(o, words)]:
            for order in bare:
                order.draft.add_leads(
                    [replace(u, start=0, end=0) for u in given.draft.leads], How.ASSIGNED
                )
                order.draft.add_supports(replace(u, start=0, end=0) for u in given.draft.supports)
            note.orders.remove(given)
            return True
    return False


def _only_executes(order: Order, words: InstructionWords) -> bool:
    """同意第一、二条建议,请甲局组织实施: somebody is charged, with nothing of his own."""
    readings = order.draft.readings
    own = any(r.dated or r.figures for r in readings if not words.only.search(r.text))
    told = [r for r in readings if r.leads]
    return bool(told) and not own and all(_EXECUTES.search(r.text) for r in told)


def _on_a_point(order: Order) -> bool:
    """第二条先拨40万元: no order beside the proposal it speaks of."""
    return any(_ONE.search(r.text) for r in order.draft.readings)


def _amend(numbered: dict[int, Order], note: Note, facts: Facts) -> None:
    """其中第二条方案请于3月底前报; 第三条先拨40万元: day and sum belong to that proposal."""
    for number, start, end in _about(note):
        order = numbered.get(number)
        if order is None:
            continue
        times = [t for t in facts.times if start <= t.start and t.end <= end and t.kind in DATED]
        for time in times[:1]:
            _set_day(order, note, start, time)
        if figures := tuple(find_figures(facts.text[start:end])):
            order.draft.readings[:] = [replace(r, figures=()) for r in order.draft.readings]
            order.draft.scope_targets += [
                note.item.node.block.printed(start + f.start, start + f.end) for f in figures
            ]


def _hand_in(kept: Sequence[Order], note: Note, facts: Facts) -> None:
    """同意,方案10月23日前给我: when the proposal that speaks of such a plan is due."""
    for found in _GIVE_ME.finditer(facts.text, note.item.start, note.item.end):
        inside = (t for t in facts.times if found.start() <= t.start and t.end <= found.end())
        for time in [t for t in inside if t.kind in DATED][:1]:
            what = facts.text[found.start() : time.start]
            meant = [o for o in kept if what and any(what in r.text for r in o.draft.readings)]
            for order in meant[:1]:
                _set_day(order, note, found.start(), time)


def _set_day(order: Order, note: Note, start: int, time: TimeMention) -> None:
    """The day of a later hand takes the place of the one proposed."""
    stop = _CLAUSE_END.search(note.item.node.text, time.end, note.item.end)
    item = replace(note.item, start=start, end=stop.start() if stop else note.item.end)
    order.draft.readings[:] = [
        replace(r, times=tuple(t for t in r.times if t.kind not in DATED))
        for r in order.draft.readings
    ]
    amend(order.draft, item, time)


def _about(note: Note) -> Iterator[tuple[int, int, int]]:
    """The stretches of a note about one numbered proposal: its number, start and end."""
    for found in _ONE.finditer(note.text):
        start = max(note.text.rfind(mark, 0, found.start()) for mark in ",。;:") + 1
        stop = _STOP.search(note.text, found.end())
        end = stop.start() if stop else len(note.text)
        yield number_of(found[1]), note.item.start + start, note.item.start + end
