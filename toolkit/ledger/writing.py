"""From a numbered ticket to its file: written durably, then confirmed; and what a death left over.

The numbers are committed before anything here runs, so every step may be repeated.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from toolkit.errors import DubanError
from toolkit.ledger import events, faults, files, locks, watermark
from toolkit.ledger.models import Outbox, TicketRecord, TicketState
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import IssuedTicket, issued_ticket

Context = dict[str, Any]
"""Plain values (text, numbers, lists, tables of them) that fill one ticket's template."""
Render = Callable[[bytes, Context], bytes]
"""Template and context → file. Must give the same bytes for the same input."""

ISSUING_LOCK = ".出单.lock"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What :func:`recover` did: tickets written, those that still cannot be, leftovers removed.

    ``complete`` is ``False`` when another process is issuing: then nothing was touched.
    """

    written: tuple[str, ...] = ()
    failed: tuple[tuple[str, DubanError], ...] = ()
    removed: int = 0
    complete: bool = True


def recover(ledger: Ledger, render: Render, *, now: datetime | None = None) -> Recovery:
    """Finish what a killed or failed process left: same numbers, same content.

    Meant to run whenever a command opens the ledger. Faults of single tickets are returned, not
    raised, so that one file open in WPS does not close the ledger to everybody.
    """
    now = now or datetime.now(UTC)
    if not Outbox.objects.using(ledger.alias).exists() and not files.leftovers(ledger.folder):
        return Recovery()
    written: list[str] = []
    failed: list[tuple[str, DubanError]] = []
    with locks.alone(ledger.folder / ISSUING_LOCK, seconds=0) as free:
        if not free:
            return Recovery(complete=False)
        removed = files.remove_leftovers(ledger.folder)
        waiting = TicketRecord.objects.using(ledger.alias).filter(outbox__isnull=False)
        for record in waiting.select_related("template").order_by("pk"):
            try:
                finish(ledger, record, render, now)
                written.append(record.number)
            except DubanError as fault:
                failed.append((record.number, fault))
        raise_watermark(ledger)
    return Recovery(tuple(written), tuple(failed), removed)


def rewrite_missing(ledger: Ledger, render: Render) -> tuple[str, ...]:
    """Write again, byte for byte, issued files that are no longer there; returns their numbers.

    One that would come out different (the program has changed since) is left to the backup.
    Raises E5101, E5201–E5203.
    """
    written: list[str] = []
    issued = TicketRecord.objects.using(ledger.alias).filter(state=TicketState.ISSUED)
    for record in issued.select_related("template").order_by("pk"):
        if (ledger.folder / record.file).exists():
            continue
        data = render(bytes(record.template.content) if record.template else b"", record.context)
        if hashlib.sha256(data).hexdigest() == record.sha256:
            files.write_once(ledger.folder / record.file, data)
            written.append(record.number)
    return tuple(written)


def plain(context: Mapping[str, Any]) -> Context:
    """The context as recovery will see it: through JSON and back."""
    same: Context = json.loads(json.dumps(dict(context), allow_nan=False))
    return same


def write_files(
    ledger: Ledger, keys: Sequence[str], fresh: set[str], render: Render, now: datetime
) -> tuple[IssuedTicket, ...]:
    """Write what is still pending of the tickets with these keys; returns all, in their order."""
    with faults.translated(ledger.folder, faults.KEPT):
        # before any file is seen: whoever receives a number can rely on it never coming again
        raise_watermark(ledger)
        rows = TicketRecord.objects.using(ledger.alias).select_related("template")
        records = {
            record.idempotency_key: record for record in rows.filter(idempotency_key__in=keys)
        }
        for key in keys:
            if records[key].state == TicketState.PENDING:
                finish(ledger, records[key], render, now)
        raise_watermark(ledger)
    return tuple(issued_ticket(records[key], ledger.folder, fresh=key in fresh) for key in keys)


def finish(ledger: Ledger, record: TicketRecord, render: Render, now: datetime) -> None:
    """Write one pending ticket's file and confirm it; safe to repeat."""
    template = bytes(record.template.content) if record.template else b""
    data = render(template, record.context)
    files.write_once(ledger.folder / record.file, data)
    record.state, record.sha256 = TicketState.ISSUED, hashlib.sha256(data).hexdigest()
    with (
        faults.translated(ledger.folder, faults.KEPT),
        transaction.atomic(using=ledger.alias),
    ):
        if Outbox.objects.using(ledger.alias).filter(ticket=record).delete()[0]:
            record.save(update_fields=["state", "sha256"])
            told = {"file": record.file, "sha256": record.sha256}
            events.append(ledger.alias, "issued", record.number, told, at=now)


def raise_watermark(ledger: Ledger) -> None:
    """Remember outside the database what is committed in it."""
    with transaction.atomic(using=ledger.alias):
        reached = watermark.of_ledger(ledger.alias)
    watermark.raise_to(ledger.folder, reached)
