"""What is done about an entry after its ticket went out: one write transaction and event each.

The machine of :mod:`toolkit.life_cycle` is asked before anything is written. A call that is made
again, with the same key or as the very same last step, changes nothing.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from toolkit.errors import UsageError
from toolkit.ledger.lookup import entries_numbered
from toolkit.ledger.models import EntryState, EntryStep, LedgerEntry
from toolkit.ledger.opening import Ledger
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed, Transaction, writing
from toolkit.life_cycle import Actor, Given, LifeCycle, Limit, Side, Situation


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came with a step: its name and the SHA-256 of its bytes, not the file itself."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StepOrder:
    """What is to be written down, and by whom.

    ``side_name`` is the unit's or body's name; ``""`` takes the entry's own issuing body, or its
    first lead unit. ``key`` ``""`` goes by content: only a repetition of the last step is one.
    """

    act: str
    given: Given
    side: Side = Side.ISSUING_BODY
    side_name: str = ""
    files: tuple[KeptFile, ...] = ()
    recorded_by: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as it stands in the ledger; ``name`` is what a message calls the entry.

    States are ids of the life cycle; ``due_on`` is the limit in force when it was taken. ``fresh``
    is ``False`` for a repeated call.
    """

    register_number: str
    name: str
    act: str
    on: date
    side: str
    actor: str
    who: str
    text: str
    method: str
    conclusion: str
    limit: str
    due_on: date | None
    new_on: date | None
    files: tuple[KeptFile, ...]
    before: str
    after: str
    recorded_by: str
    fresh: bool = False


def take_step(
    ledger: Ledger,
    cycle: LifeCycle,
    number: str,
    items: Collection[int],
    order: StepOrder,
    *,
    today: date,
    max_extensions: int | None = None,
    confirmed: Confirmed = NOTHING_CONFIRMED,
    now: datetime | None = None,
) -> tuple[StepRow, ...]:
    """Take one step for the entries of a number; all of them, or none.

    Raises UsageError E4511–E4515 from the machine, E4516 for an answer to no objection,
    E4521–E4524 for the number, E4401 for the clock, E4102 when the ledger stays locked; the ledger
    is unchanged then.
    """
    return take_steps(
        ledger,
        cycle,
        number,
        [(items, order)],
        today=today,
        max_extensions=max_extensions,
        confirmed=confirmed,
        now=now,
    )


def take_steps(
    ledger: Ledger,
    cycle: LifeCycle,
    number: str,
    orders: Sequence[tuple[Collection[int], StepOrder]],
    *,
    today: date,
    max_extensions: int | None = None,
    confirmed: Confirmed = NOTHING_CONFIRMED,
    now: datetime | None = None,
) -> tuple[StepRow, ...]:
    """Several steps for rows of one number in one transaction; raises as :func:`take_step`."""
    now = now or datetime.now(UTC)
    with writing(ledger, now, confirmed) as under_way:
        return tuple(
            _take(under_way, cycle, name, entry, order, today, max_extensions)
            for items, order in orders
            for name, entry in entries_numbered(ledger, number, items)
        )


def situation_of(entry: LedgerEntry, name: str = "", units: tuple[str, ...] = ()) -> Situation:
    """The entry as the machine sees it; ``units`` may be left out where no unit acts."""
    return Situation(
        number=name or entry.register_number,
        state=entry.state,
        issuer=entry.issuer,
        units=units,
        report_by=entry.report_by,
        finish_by=entry.finish_by,
        entered_on=entry.entered_on,
        extensions=entry.extensions,
    )


def _take(
    under_way: Transaction,
    cycle: LifeCycle,
    name: str,
    entry: LedgerEntry,
    order: StepOrder,
    today: date,
    max_extensions: int | None,
) -> StepRow:
    key = order.key or _content_key(entry, order)
    if known := _repeated(entry, order, key):
        return step_row(known, name)
    _refuse_gone(entry, name)
    if order.act == "answer" and not entry.has_objection:
        raise UsageError(
            "E4516", f"{name}没有待答复的异议。请核对编号，或用 duban show 查看。没有改动台账。"
        )
    shares = sorted(entry.shares.all(), key=lambda share: (not share.lead, share.position))
    units = tuple(dict.fromkeys(each for s in shares for each in (s.name, s.text)))
    at = situation_of(entry, name, units)
    if order.side is Side.ISSUING_BODY:
        actor = Actor(order.side, order.side_name or entry.issuer)
    else:
        actor = Actor(order.side, order.side_name or next(iter(units), ""))
    after = cycle.after(
        order.act, at, order.given, actor, today=today, max_extensions=max_extensions
    )
    return step_row(write_step(under_way, entry, order, actor, after, key), name, fresh=True)


def _refuse_gone(entry: LedgerEntry, name: str) -> None:
    """What was split or merged lives on under other numbers; say which."""
    if entry.state == EntryState.SPLIT:
        now = list(entry.pieces.order_by("pk").values_list("register_number", flat=True))
    elif entry.state == EntryState.MERGED and entry.merged_into:
        now = [entry.merged_into.register_number]
    else:
        return
    raise UsageError(
        "E4529",
        f"{name}{EntryState(entry.state).label}，现在的台账号是{'、'.join(now)}。"
        "请写台账号再办理。没有改动台账。",
    )


def _repeated(entry: LedgerEntry, order: StepOrder, key: str) -> EntryStep | None:
    """The step that this very order has written already."""
    if order.key:
        return entry.steps.filter(key=key).first()
    last = entry.steps.order_by("pk").last()
    return last if last is not None and last.key.partition(":")[0] == key else None


def write_step(
    under_way: Transaction,
    entry: LedgerEntry,
    order: StepOrder,
    actor: Actor,
    after: str,
    key: str,
) -> EntryStep:
    """Write down a step that is allowed, change the entry, tell the event."""
    given = order.given
    if not order.key:
        # the same words may come again later; only right after themselves are they a repetition
        key = f"{key}:{entry.steps.count()}"
    step = EntryStep.objects.using(under_way.alias).create(
        entry=entry,
        act=order.act,
        on=given.on,
        side=order.side,
        actor=actor.name,
        who=given.who[:60],
        text=given.text,
        method=given.method[:20],
        conclusion=given.conclusion,
        limit=given.limit if order.act in ("extend", "refuse") else "",
        due_on=_due(entry, order),
        new_on=given.new_on,
        files=[dataclasses.asdict(file) for file in order.files],
        before=entry.state,
        after=after,
        key=key,
        recorded_by=order.recorded_by[:60],
        at=under_way.now,
    )
    entry.state = after
    entry.updated_on = max(given.on, entry.updated_on or given.on)
    if effect := _EFFECTS.get(order.act):
        effect(entry, given)
    entry.save()
    under_way.tell(order.act, entry.register_number, _told(step))
    return step


def _due(entry: LedgerEntry, order: StepOrder) -> date | None:
    """The limit that the step answers or moves: a report after the first answers completion."""
    if order.given.limit is Limit.COMPLETION:
        return entry.finish_by
    is_answer = order.act in ("report", "apply")
    return entry.report_by or (entry.finish_by if is_answer else None)


def _told(step: EntryStep) -> dict[str, Any]:
    told = {
        "on": step.on.isoformat(),
        "side": step.side,
        "actor": step.actor,
        "who": step.who,
        "text": step.text,
        "method": step.method,
        "conclusion": step.conclusion,
        "limit": step.limit,
        "due_on": step.due_on.isoformat() if step.due_on else None,
        "new_on": step.new_on.isoformat() if step.new_on else None,
        "files": step.files,
        "before": step.before,
        "after": step.after,
        "recorded_by": step.recorded_by,
    }
    return {name: value for name, value in told.items() if value}


def _content_key(entry: LedgerEntry, order: StepOrder) -> str:
    files = [dataclasses.astuple(file) for file in order.files]
    identity = [entry.pk, order.act, order.side, order.side_name, files]
    given = json.dumps(dataclasses.asdict(order.given), default=str, sort_keys=True)
    text = json.dumps([*identity, given], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


# --- what a step changes beside the state ------------------------------------------------------


def _objected(entry: LedgerEntry, given: Given) -> None:
    entry.has_objection = True


def _answered(entry: LedgerEntry, given: Given) -> None:
    entry.has_objection = False


def _reported(entry: LedgerEntry, given: Given) -> None:
    entry.reply_by = None


def _next_report(entry: LedgerEntry, given: Given) -> None:
    entry.report_by = given.new_on
    entry.closed_on = None


def _extended(entry: LedgerEntry, given: Given) -> None:
    if given.limit is Limit.COMPLETION:
        entry.finish_by = given.new_on
    else:
        entry.report_by = given.new_on
    entry.extensions += 1


def _closed(entry: LedgerEntry, given: Given) -> None:
    entry.closed_on = given.on


_EFFECTS: dict[str, Callable[[LedgerEntry, Given], None]] = {
    "object": _objected,
    "answer": _answered,
    "report": _reported,
    "apply": _reported,
    "accept": _next_report,
    "return": _next_report,
    "extend": _extended,
    "close": _closed,
}


# --- reading -----------------------------------------------------------------------------------


def history(ledger: Ledger, number: str, items: Collection[int] = ()) -> tuple[StepRow, ...]:
    """All steps of the entries of a number, entry by entry, oldest first."""
    found: list[StepRow] = []
    for name, entry in entries_numbered(ledger, number, items):
        found += [step_row(step, name) for step in entry.steps.order_by("pk")]
    return tuple(found)


def step_row(step: EntryStep, name: str, *, fresh: bool = False) -> StepRow:
    """The plain record of a row."""
    return StepRow(
        register_number=step.entry.register_number,
        name=name,
        act=step.act,
        on=step.on,
        side=step.side,
        actor=step.actor,
        who=step.who,
        text=step.text,
        method=step.method,
        conclusion=step.conclusion,
        limit=step.limit,
        due_on=step.due_on,
        new_on=step.new_on,
        files=tuple(KeptFile(**file) for file in step.files),
        before=step.before,
        after=step.after,
        recorded_by=step.recorded_by,
        fresh=fresh,
    )
