"""催办单 and 督办单: what may be due for one, and numbering them by the same issue protocol."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from toolkit.errors import UsageError
from toolkit.ledger import faults, files
from toolkit.ledger.counting import (
    Counter,
    TicketParts,
    Unnumbered,
    keep_template,
    number_papers,
    record_tickets,
)
from toolkit.ledger.models import LedgerEntry, TicketRecord
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import EntryRow, IssuedTicket, entry_row, for_rows, live_items
from toolkit.ledger.steps import StepOrder, situation_of, write_step
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed, writing
from toolkit.ledger.writing import (
    Render,
    numbering,
    one_by_one,
    tickets_of,
    write_files,
)
from toolkit.life_cycle import Actor, Given, LifeCycle, Limit, Phase, Side
from toolkit.model import TicketKind
from toolkit.numbering import NumberScheme

ACTS = {TicketKind.REMINDER: "remind", TicketKind.SUPERVISION: "supervise"}


@dataclass(frozen=True, slots=True)
class OnTicket:
    """A ticket that carries an entry: number, day of issue, row, and when it wants an answer."""

    number: str
    issued_on: date
    row: int
    reply_by: date | None


@dataclass(frozen=True, slots=True)
class Late:
    """An entry whose limit is past and unanswered; ``reminder`` is its latest live 催办单.

    ``steps`` is how many there were: another chase of the same limit comes only after more.
    """

    entry: EntryRow
    leads: tuple[str, ...]
    state: str
    rule_source: str
    limit: Limit
    due_on: date
    reply_by: date | None
    assignment: OnTicket
    reminder: OnTicket | None
    progress: str
    steps: int


@dataclass(frozen=True, slots=True)
class Chase:
    """One 催办单 or 督办单 to be numbered; its rows are register numbers in order.

    ``due_on`` is the limit that was missed, ``steps`` what had been done about each row when the
    ticket was drafted. ``signed`` are the steps of approval, each with act,
    role, name and day; whoever calls has checked that none is missing.
    """

    kind: TicketKind
    issuer: str
    unit: str
    scheme: NumberScheme
    rows: tuple[str, ...]
    steps: tuple[int, ...]
    due_on: date
    reply_by: date | None
    signed: tuple[Mapping[str, str], ...]
    template: bytes
    context_of: Callable[[str], Mapping[str, Any]]


def late_entries(ledger: Ledger, cycle: LifeCycle, today: date) -> tuple[Late, ...]:
    """Entries on a live 交办单 that owe an answer since before ``today``, oldest limit first."""
    owing = cycle.ids(Phase.OWING)
    late: dict[int, LedgerEntry] = {}
    for limit in ("report_by", "finish_by"):  # a question, and an index, each
        rows = ledger.entries.filter(**{"state__in": owing, f"{limit}__lt": today})
        whole = for_rows(ledger, rows).prefetch_related("steps")
        late.update((entry.pk, entry) for entry in whole)
    found = [told for entry in late.values() if (told := _late(entry)) is not None]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.entry.register_number)))


def _late(entry: LedgerEntry) -> Late | None:
    on: dict[str, OnTicket] = {}
    for item in live_items(entry):
        ticket = item.ticket
        on[ticket.kind] = OnTicket(ticket.number, ticket.issued_on, item.row, ticket.reply_by)
    if TicketKind.ASSIGNMENT not in on:
        return None
    at = situation_of(entry)
    due, limit = min((day, limit) for limit in Limit if (day := at.due(limit)) is not None)
    told = [step for step in entry.steps.all() if step.act in ("report", "apply")]
    shares = [share for share in entry.shares.all() if share.lead]
    return Late(
        entry_row(entry),
        tuple(name for share in shares for name in (share.name, share.text)),
        entry.state,
        entry.rule_source,
        limit,
        due,
        entry.reply_by,
        on[TicketKind.ASSIGNMENT],
        on.get(TicketKind.REMINDER),
        max(told, key=lambda step: step.pk).text if told else "",
        len(entry.steps.all()),
    )


def issue_chases(
    ledger: Ledger,
    cycle: LifeCycle,
    chases: Sequence[Chase],
    *,
    render: Render,
    today: date,
    recorded_by: str = "",
    confirmed: Confirmed = NOTHING_CONFIRMED,
    now: datetime | None = None,
) -> tuple[IssuedTicket, ...]:
    """Number, record and write the tickets, all or none; asked again, the same come back.

    Raises before any number is taken: E4102, E4301, E4401, E5201–E5203, and E4511 or E4526 where
    an entry is no longer as it was when the ticket was drafted; then E51xx, E52xx as ``issue``.
    """
    now = now or datetime.now(UTC)
    files.check_writable(ledger.folder / str(today.year))
    fresh: set[str] = set()
    with numbering(ledger) as mark:
        with writing(ledger, now, confirmed, kept=faults.NOT_USED) as under_way:
            counter = Counter(under_way, mark, confirmed, today)
            keys = [_number(counter, cycle, chase, recorded_by, fresh) for chase in chases]
        for _, fault in write_files(ledger, keys, one_by_one(render), now):
            raise fault
    return tickets_of(ledger, keys, fresh)


def _number(
    counter: Counter, cycle: LifeCycle, chase: Chase, recorded_by: str, fresh: set[str]
) -> str:
    rows = LedgerEntry.objects.using(counter.alias).filter(register_number__in=chase.rows)
    known = {entry.register_number: entry for entry in rows}
    entries = tuple(known[number] for number in chase.rows)
    key = _key(chase)
    if TicketRecord.objects.using(counter.alias).filter(idempotency_key=key).exists():
        return key
    for entry in entries:
        _refuse_changed(entry, chase)
    unnumbered = Unnumbered(chase.scheme, chase.kind, chase.issuer, chase.context_of)
    paper = next(number_papers(counter, [unnumbered]))
    parts = TicketParts(
        paper,
        chase.kind,
        chase.issuer,
        (chase.unit,),
        key,
        entries,
        keep_template(counter, chase.template),
        reply_by=chase.reply_by,
        signed=chase.signed,
    )
    (record,) = record_tickets(counter, [parts])
    act = ACTS[chase.kind]
    for entry in entries:
        given = Given(counter.today, text=record.number, new_on=chase.reply_by)
        actor = Actor(Side.ISSUING_BODY, entry.issuer)
        after = cycle.after(act, situation_of(entry), given, actor, today=counter.today)
        entry.reply_by = chase.reply_by
        order = StepOrder(act, given, recorded_by=recorded_by)
        write_step(counter.under_way, entry, order, actor, after, key[:40])
    fresh.add(key)
    return key


def _refuse_changed(entry: LedgerEntry, chase: Chase) -> None:
    if chase.due_on not in (entry.report_by, entry.finish_by):
        raise UsageError(
            "E4526",
            f"{entry.register_number}的时限刚有变动，已不是{chase.due_on}。没有占用编号。"
            "请重新列出后再发。",
        )


def _key(chase: Chase) -> str:
    """One 催办单 (督办单) for a missed limit of these entries, however often it is asked for.

    Answered, checked and still late they get another.
    """
    rows = [list(chase.rows), list(chase.steps)]
    identity = [chase.kind, chase.unit, rows, chase.due_on.isoformat()]
    return hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()
