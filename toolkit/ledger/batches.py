"""What the ledger remembers of a batch: who it was, and which numbers it took.

An event of the chain, written in the transaction that gives the numbers: a batch that was killed
is known when it comes again, and its papers can be listed at any time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toolkit.ledger.counting import Counter
from toolkit.ledger.models import Event, TicketRecord
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import OF_TICKET, IssuedTicket, issued_ticket

_KIND = "batch"
_OF_TASK = ("entry__register_number", "entry__source__sha256", "entry__task_number")


@dataclass(frozen=True, slots=True)
class BatchNote:
    """What the ledger remembers of a batch: its identity (hex), its name, the clerk."""

    identity: str
    name: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class BatchTask:
    """A task on a ticket: its number in the ledger, its document's hash, its number there."""

    register_number: str
    source: str
    number: int


@dataclass(frozen=True, slots=True)
class BatchTicket:
    """A ticket of a batch, the name of its series (示政督交〔2026〕), and its tasks in order."""

    ticket: IssuedTicket
    series: str
    tasks: tuple[BatchTask, ...]


@dataclass(frozen=True, slots=True)
class KnownBatch:
    """A batch that has its numbers: when it got them, and its tickets in order."""

    note: BatchNote
    at: datetime
    tickets: tuple[BatchTicket, ...]


def record_batch(counter: Counter, note: BatchNote, records: Sequence[TicketRecord]) -> None:
    """Write down which numbers of which series the batch took."""
    ranges: dict[int, list[Any]] = {}
    for record in records:
        series = record.series
        told = [series.code, series.style, series.year, record.sequence, record.sequence]
        ranges.setdefault(series.pk, told)[-1] = record.sequence
    data = {"name": note.name, "who": note.who, "ranges": list(ranges.values())}
    counter.under_way.tell(_KIND, note.identity, data)


def find_batch(ledger: Ledger, identity: str) -> KnownBatch | None:
    """The batch of that identity; ``None`` while it has no numbers."""
    told = Event.objects.using(ledger.alias).filter(subject=identity, kind=_KIND)
    event = told.order_by("sequence").last()
    if event is None:
        return None
    data = json.loads(event.payload)["data"]
    found = [ticket for each in data["ranges"] for ticket in _in_range(ledger, *each)]
    note = BatchNote(identity, data["name"], data["who"])
    return KnownBatch(note, event.at, tuple(found))


def _in_range(
    ledger: Ledger, code: str, style: str, year: int, first: int, last: int
) -> list[BatchTicket]:
    rows = ledger.tickets.filter(
        series__code=code,
        series__style=style,
        series__year=year,
        sequence__gte=first,
        sequence__lte=last,
    )
    tasks: dict[int, list[BatchTask]] = {}
    items = ledger.items.filter(ticket__in=rows).order_by("row")
    for ticket, *of_task in items.values_list("ticket", *_OF_TASK):
        tasks.setdefault(ticket, []).append(BatchTask(*of_task))
    return [
        BatchTicket(
            issued_ticket(record, ledger.folder),
            f"{code}〔{year}〕",
            tuple(tasks.get(record.pk, ())),
        )
        for record in rows.order_by("sequence").values_list("pk", *OF_TICKET, named=True)
    ]
