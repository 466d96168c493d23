"""作废: a number that was given stays used; what it carried goes back to where it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from toolkit.errors import UsageError
from toolkit.ledger.counting import Counter
from toolkit.ledger.lookup import the_ticket
from toolkit.ledger.models import LedgerEntry, Outbox, TicketItem, TicketRecord, TicketState
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import live_items
from toolkit.ledger.steps import StepOrder, situation_of, write_step
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed, Transaction, writing
from toolkit.ledger.writing import numbering, raise_watermark
from toolkit.life_cycle import Actor, Given, LifeCycle, Side
from toolkit.model import TicketKind


@dataclass(frozen=True, slots=True)
class Voided:
    """A ticket made void: its number, the register numbers it carried, the file that remains."""

    number: str
    entries: tuple[str, ...]
    file: str
    fresh: bool


def void_ticket(
    ledger: Ledger,
    cycle: LifeCycle,
    number: str,
    given: Given,
    *,
    today: date,
    recorded_by: str = "",
    confirmed: Confirmed = NOTHING_CONFIRMED,
    now: datetime | None = None,
) -> Voided:
    """Make a ticket void. Its file is left where it is; its entries can get another ticket.

    Raises UsageError E4511 when an item was reported on already, E4512 without name and reason,
    E4521 and E4522 for the number, E4525 while a 催办单 or 督办单 rests on it.
    """
    now = now or datetime.now(UTC)
    with writing(ledger, now, confirmed) as under_way:
        ticket = the_ticket(ledger, number, exact=True)
        items = list(ticket.items.select_related("entry").order_by("row"))
        told = Voided(
            ticket.number,
            tuple(item.entry.register_number for item in items),
            ticket.file,
            ticket.state != TicketState.VOID,
        )
        if not told.fresh:
            return told
        for item in items:
            _release(under_way, cycle, ticket, item, given, recorded_by, today)
        _strike(under_way, ticket, given, told, recorded_by)
    return told


def void_lost(ledger: Ledger, *, today: date, now: datetime | None = None) -> tuple[str, ...]:
    """Make void every number that was given and that a restored ledger does not know."""
    now = now or datetime.now(UTC)
    with numbering(ledger) as mark:
        with writing(ledger, now) as under_way:
            lost = Counter(under_way, mark, Confirmed(restored=True), today).accept_losses()
        raise_watermark(ledger)
    return tuple(lost)


def _strike(
    under_way: Transaction, ticket: TicketRecord, given: Given, told: Voided, recorded_by: str
) -> None:
    Outbox.objects.using(under_way.alias).filter(ticket=ticket).delete()
    ticket.state = TicketState.VOID
    # the same tasks may be issued again, and made void again: neither is a repetition
    key = f"void {ticket.pk} {ticket.idempotency_key}"
    ticket.idempotency_key = hashlib.sha256(key.encode()).hexdigest()
    ticket.save(update_fields=["state", "idempotency_key"])
    data = {"why": given.text, "who": given.who, "on": given.on.isoformat()}
    data |= {"recorded_by": recorded_by}
    under_way.tell("voided", ticket.number, {**data, "entries": told.entries})


def _release(
    under_way: Transaction,
    cycle: LifeCycle,
    ticket: TicketRecord,
    item: TicketItem,
    given: Given,
    recorded_by: str,
    today: date,
) -> None:
    entry = item.entry
    name = f"{ticket.number}第{item.row}项"
    others = [each for each in live_items(entry) if each.ticket_id != ticket.pk]
    is_assignment = ticket.kind == TicketKind.ASSIGNMENT
    if is_assignment and others:
        raise UsageError(
            "E4525",
            f"{name}已发{others[-1].ticket.number}，不能作废{ticket.number}。"
            f"请先作废{others[-1].ticket.number}。没有改动台账。",
        )
    if is_assignment and cycle.step("withdraw", entry.state) is None:
        raise _not_from_here(cycle, entry, name)
    act = "withdraw" if is_assignment else "withdraw_reminder"
    actor = Actor(Side.ISSUING_BODY, entry.issuer)
    after = cycle.after(act, situation_of(entry, name), given, actor, today=today)
    if is_assignment:
        entry.assigned_on = None
    else:
        after = _before(entry, item, others)
    order = StepOrder(act, given, recorded_by=recorded_by)
    write_step(under_way, entry, order, actor, after, f"void{ticket.pk}")


def _not_from_here(cycle: LifeCycle, entry: LedgerEntry, name: str) -> UsageError:
    alone = f"duban void {entry.register_number}"
    how = f"这一项不再办理的，写台账号作废：{alone}。" if cycle.step("void", entry.state) else ""
    return UsageError(
        "E4511",
        f"{name}目前是“{cycle.name(entry.state)}”，单已经办过，不能作废。{how}没有改动台账。",
    )


def _before(entry: LedgerEntry, item: TicketItem, others: list[TicketItem]) -> str:
    """The state without this 催办单 or 督办单, and the answer that an earlier one still wants."""
    is_latest = all(each.ticket_id < item.ticket_id for each in others)
    if not (is_latest and entry.state in ("reminded", "supervised")):
        return entry.state
    entry.reply_by = others[-1].ticket.reply_by if others else None
    return item.state_before or entry.state
