"""A ticket with all that the papers about it need: what was printed, its rows, what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.errors import UsageError
from toolkit.ledger.lookup import entries_numbered, the_ticket
from toolkit.ledger.models import LedgerEntry, SourceRecord, TicketItem, TicketRecord, TicketState
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import EntryRow, entry_row, live_items
from toolkit.ledger.steps import StepRow, step_row
from toolkit.model import TicketKind


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One row of the ticket: its entry as it stands, what was read of it, what was done."""

    row: int
    entry: EntryRow
    read: Mapping[str, Any]
    steps: tuple[StepRow, ...]

    def last(self, *acts: str) -> StepRow | None:
        """The latest step of one of these kinds."""
        return next((step for step in reversed(self.steps) if step.act in acts), None)


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """``printed`` are the fields of the paper as issued; ``source`` those of the document's head.

    ``siblings`` are the live 交办单 of the same document and issue, this one included;
    ``row_count`` is how many rows the ticket has, of which ``items`` may be a part.
    """

    number: str
    kind: str
    issuer: str
    units: tuple[str, ...]
    issued_on: date
    printed: Mapping[str, Any]
    source: Mapping[str, Any]
    row_count: int
    items: tuple[ItemFacts, ...]
    siblings: tuple[TicketFacts, ...] = ()


def ticket_facts(ledger: Ledger, number: str, items: Collection[int] = ()) -> TicketFacts:
    """Of a ticket's number, or of an entry's 台账号 the 交办单 it stands on.

    Raises UsageError E4521–E4524, and E4521 for an entry that is on no ticket yet.
    """
    entries = entries_numbered(ledger, number, items)
    first = entries[0][1]
    if first.register_number in number:
        on = [item for item in live_items(first) if item.ticket.kind == TicketKind.ASSIGNMENT]
        if not on:
            raise UsageError(
                "E4521", f"{first.register_number}还没有交办单。请先用 duban new 出单。"
            )
        record, rows = on[0].ticket, {on[0].row}
    else:
        record, rows = the_ticket(ledger, number), set(items)
    siblings = _siblings(ledger, record) if record.kind == TicketKind.ASSIGNMENT else []
    return _facts(record, rows, tuple(_facts(each, set()) for each in siblings))


def supervisions(ledger: Ledger, facts: TicketFacts) -> list[TicketFacts]:
    """The live 督办单 about the rows of a ticket, in the order they were issued."""
    numbers = [item.entry.register_number for item in facts.items]
    entries = LedgerEntry.objects.using(ledger.alias).filter(register_number__in=numbers)
    records = TicketRecord.objects.using(ledger.alias).filter(
        items__entry__in=list(entries), kind=TicketKind.SUPERVISION
    )
    live = records.exclude(state=TicketState.VOID).order_by("pk").distinct()
    return [_facts(record, set()) for record in live]


def _siblings(ledger: Ledger, record: TicketRecord) -> list[TicketRecord]:
    rows = TicketRecord.objects.using(ledger.alias).filter(
        source=record.source, generation=record.generation, kind=TicketKind.ASSIGNMENT
    )
    return list(rows.exclude(state=TicketState.VOID).order_by("pk"))


def _facts(
    record: TicketRecord, wanted: set[int], siblings: tuple[TicketFacts, ...] = ()
) -> TicketFacts:
    rows = list(record.items.select_related("entry__source").order_by("row"))
    source: SourceRecord | None = record.source or (rows[0].entry.source if rows else None)
    return TicketFacts(
        record.number,
        record.kind,
        record.issuer,
        tuple(record.units),
        record.issued_on,
        record.context,
        source.extraction["source"] if source else {},
        len(rows),
        tuple(_item(each, record.number) for each in rows if not wanted or each.row in wanted),
        siblings,
    )


def _item(item: TicketItem, number: str) -> ItemFacts:
    name = f"{number}第{item.row}项"
    steps = tuple(step_row(step, name) for step in item.entry.steps.order_by("pk"))
    return ItemFacts(item.row, entry_row(item.entry), item.entry.extracted, steps)
