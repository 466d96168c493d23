"""Limits of open entries with what they were counted from, and suggestions to change them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from toolkit.ledger.models import EntryState, Event, LedgerEntry, TicketState
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import with_tickets
from toolkit.ledger.transactions import writing
from toolkit.model import TicketKind

_WAITING = (EntryState.TO_ASSIGN,)
# Who owes a report.
_OWING = (
    EntryState.ASSIGNED,
    EntryState.IN_HAND,
    EntryState.OVERDUE,
    EntryState.REMINDED,
    EntryState.SUPERVISED,
    EntryState.RETURNED,
)
_SUGGESTED = "date_suggested"


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """An open entry's limits as they stand in the ledger, and the days they can go back to.

    ``is_issued``: a ticket carries it (``tickets`` are the numbers), so its dates stay.
    ``issued_on`` is the day of the ticket, or of entry while there is none. ``instructed_on`` and
    ``source_on`` are the document's own days, ``None`` where it states none. Sentences are ``""``
    for a limit the regulation does not set.
    """

    register_number: str
    tickets: tuple[str, ...]
    is_issued: bool
    rule_source: str
    instructed_on: date | None
    source_on: date | None
    entered_on: date
    issued_on: date
    issuance_on: date | None
    issuance_provisional_on: date | None
    issuance_sentence: str
    feedback_on: date | None
    feedback_provisional_on: date | None
    feedback_sentence: str

    @property
    def name(self) -> str:
        """Ticket numbers, or the register number of what has no ticket yet."""
        return "、".join(self.tickets) or self.register_number


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A limit that newer days off would put on another day.

    ``limit`` is ``feedback`` or ``issuance``; ``because`` names the notice.
    """

    register_number: str
    limit: str
    before: date | None
    after: date
    because: str


def counted_entries(ledger: Ledger) -> tuple[CountedEntry, ...]:
    """Entries that wait for a ticket or owe a report, in the order they were entered.

    Left out is what has a day that a person set: extended, or sent back to be done again.
    """
    rows = ledger.entries.filter(state__in=(*_WAITING, *_OWING))
    rows = rows.with_source().defer("origin")
    rows = rows.prefetch_related(with_tickets(ledger.alias)).order_by("pk")
    return tuple(_counted(entry) for entry in rows if not _is_set_by_hand(entry))


def _is_set_by_hand(entry: LedgerEntry) -> bool:
    counted = entry.feedback_on or entry.feedback_provisional_on
    return entry.report_by is not None and entry.report_by != counted


def _counted(entry: LedgerEntry) -> CountedEntry:
    tickets = [item.ticket for item in entry.items.all() if item.ticket.state != TicketState.VOID]
    first = min(
        (ticket.issued_on for ticket in tickets if ticket.kind == TicketKind.ASSIGNMENT),
        default=entry.entered_on,
    )
    instructed = entry.extracted.get("instructed_on")
    return CountedEntry(
        register_number=entry.register_number,
        tickets=tuple(ticket.number for ticket in sorted(tickets, key=lambda each: each.pk)),
        is_issued=entry.state not in _WAITING,
        rule_source=entry.rule_source,
        instructed_on=date.fromisoformat(instructed) if instructed else None,
        source_on=entry.source.dated_on,
        entered_on=entry.entered_on,
        issued_on=first,
        issuance_on=entry.issuance_on,
        issuance_provisional_on=entry.issuance_provisional_on,
        issuance_sentence=entry.issuance_sentence,
        feedback_on=entry.feedback_on,
        feedback_provisional_on=entry.feedback_provisional_on,
        feedback_sentence=entry.feedback_sentence,
    )


def record_suggestions(
    ledger: Ledger, suggestions: Sequence[Suggestion], *, now: datetime | None = None
) -> int:
    """Write down what was suggested, each thing once; the entries stay as they are.

    Returns how many were new. Raises E4102 when somebody keeps the ledger locked.
    """
    now = now or datetime.now(UTC)
    with writing(ledger, now) as under_way:
        known = set(_suggestions(ledger))
        fresh = [each for each in dict.fromkeys(suggestions) if each not in known]
        for each in fresh:
            told = {
                "limit": each.limit,
                "before": each.before.isoformat() if each.before else None,
                "after": each.after.isoformat(),
                "because": each.because,
            }
            under_way.tell(_SUGGESTED, each.register_number, told)
    return len(fresh)


def list_suggestions(ledger: Ledger) -> tuple[Suggestion, ...]:
    """Everything suggested so far, oldest first."""
    return tuple(_suggestions(ledger))


def _suggestions(ledger: Ledger) -> list[Suggestion]:
    rows = Event.objects.using(ledger.alias).filter(kind=_SUGGESTED).order_by("sequence")
    return [_suggestion(row.subject, json.loads(row.payload)["data"]) for row in rows]


def _suggestion(subject: str, told: dict[str, str | None]) -> Suggestion:
    before, after = told["before"], told["after"] or ""
    return Suggestion(
        subject,
        told["limit"] or "",
        date.fromisoformat(before) if before else None,
        date.fromisoformat(after),
        told["because"] or "",
    )
