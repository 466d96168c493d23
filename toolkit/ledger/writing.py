"""From a numbered ticket to its file: written durably, then confirmed; and what a death left over.

The numbers are committed before anything here runs, so every step may be repeated.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from toolkit.errors import DubanError
from toolkit.ledger import bulk, faults, files, locks, watermark
from toolkit.ledger.models import Outbox, TemplateVersion, TicketRecord, TicketState
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import IssuedTicket, issued_ticket
from toolkit.ledger.transactions import writing

Context = dict[str, Any]
"""Plain values (text, numbers, lists, tables of them) that fill one ticket's template."""
Render = Callable[[bytes, Context], bytes]
"""Template and context → file. Must give the same bytes for the same input."""
Heard = Callable[[str, DubanError | None], None]
"""Told the number of every ticket that is done with: its file is written, or why it is not."""


@dataclass(frozen=True, slots=True)
class Press:
    """Makes many papers: templates and contexts in, files out in the same order.

    A paper that cannot be made comes out as its fault. So many as ``at_once`` are written and
    confirmed together; a process that dies leaves at most these to be written again.
    """

    papers: Callable[[Iterable[tuple[bytes, Context]]], Iterator[bytes | DubanError]]
    at_once: int = 1


def one_by_one(render: Render) -> Press:
    """The press of a few tickets: each is made, written and confirmed before the next."""

    def papers(wanted: Iterable[tuple[bytes, Context]]) -> Iterator[bytes | DubanError]:
        for template, context in wanted:
            try:
                yield render(template, context)
            except DubanError as fault:
                yield fault

    return Press(papers)


def ignore(number: str, fault: DubanError | None) -> None:
    """Hears nothing."""


ISSUING_LOCK = ".出单.lock"


@contextmanager
def numbering(ledger: Ledger) -> Iterator[watermark.Watermark]:
    """Hold what everybody holds who gives numbers; the numbers given by all accounts so far."""
    with ExitStack() as held:
        with faults.translated(ledger.folder, faults.NOT_USED):
            held.enter_context(locks.shared(ledger.folder / ISSUING_LOCK))
            mark = watermark.read(ledger.folder)
        yield mark


@dataclass(frozen=True, slots=True)
class Recovery:
    """What :func:`recover` did: tickets written, those that still cannot be, leftovers removed.

    ``complete`` is ``False`` when another process is issuing: then nothing was touched.
    """

    written: tuple[str, ...] = ()
    failed: tuple[tuple[str, DubanError], ...] = ()
    removed: int = 0
    complete: bool = True


def recover(
    ledger: Ledger, render: Render | Press, *, heard: Heard = ignore, now: datetime | None = None
) -> Recovery:
    """Finish what a killed or failed process left: same numbers, same content.

    Meant to run whenever a command opens the ledger. Faults of single tickets are returned, not
    raised, so that one file open in WPS does not close the ledger to everybody.
    """
    with faults.translated(ledger.folder, faults.KEPT):
        return _recover(ledger, render, heard, now or datetime.now(UTC))


def _recover(ledger: Ledger, render: Render | Press, heard: Heard, now: datetime) -> Recovery:
    if not Outbox.objects.using(ledger.alias).exists() and not files.leftovers(ledger.folder):
        return Recovery()
    press = render if isinstance(render, Press) else one_by_one(render)
    written: list[str] = []
    failed: list[tuple[str, DubanError]] = []
    with locks.alone(ledger.folder / ISSUING_LOCK, seconds=0) as free:
        if not free:
            return Recovery(complete=False)
        removed = files.remove_leftovers(ledger.folder)
        waiting = TicketRecord.objects.using(ledger.alias).filter(outbox__isnull=False)
        for number, fault in _finish(ledger, waiting, press, now):
            heard(number, fault)
            if fault is None:
                written.append(number)
            else:
                failed.append((number, fault))
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


def write_files(
    ledger: Ledger,
    keys: Collection[str],
    press: Press,
    now: datetime,
    heard: Heard = ignore,
) -> tuple[tuple[str, DubanError], ...]:
    """Write what is still pending of the tickets with these keys; returns those that failed."""
    failed = []
    with faults.translated(ledger.folder, faults.KEPT):
        # before any file is seen: whoever receives a number can rely on it never coming again
        raise_watermark(ledger)
        pending = TicketRecord.objects.using(ledger.alias).filter(state=TicketState.PENDING)
        for number, fault in _finish(ledger, pending, press, now, frozenset(keys)):
            heard(number, fault)
            if fault is not None:
                failed.append((number, fault))
        raise_watermark(ledger)
    return tuple(failed)


def tickets_of(
    ledger: Ledger, keys: Sequence[str], fresh: Collection[str]
) -> tuple[IssuedTicket, ...]:
    """The tickets with these keys, in their order."""
    rows = TicketRecord.objects.using(ledger.alias).defer("context")
    records = {
        record.idempotency_key: record
        for page in bulk.pages(keys)
        for record in rows.filter(idempotency_key__in=page)
    }
    return tuple(issued_ticket(records[key], ledger.folder, fresh=key in fresh) for key in keys)


def _finish(
    ledger: Ledger,
    pending: QuerySet[TicketRecord],
    press: Press,
    now: datetime,
    keys: Collection[str] | None = None,
) -> Iterator[tuple[str, DubanError | None]]:
    """Make, write and confirm the pending tickets (of ``keys``), oldest first; safe to repeat."""
    names = pending.order_by("pk").values_list("pk", "idempotency_key")
    wanted = [pk for pk, key in names if keys is None or key in keys]
    made: deque[TicketRecord] = deque()
    papers = press.papers(_to_make(ledger, wanted, made))
    pairs = ((made.popleft(), paper) for paper in papers)
    while found := _write(ledger, islice(pairs, press.at_once), now):
        yield from found


def _to_make(
    ledger: Ledger, wanted: Sequence[int], made: deque[TicketRecord]
) -> Iterator[tuple[bytes, Context]]:
    """What to print, read page by page; each record is left in ``made`` for the writer."""
    templates: dict[str | None, bytes] = {None: b""}
    for page in bulk.pages(wanted):
        for record in TicketRecord.objects.using(ledger.alias).filter(pk__in=page).order_by("pk"):
            key = record.template_id
            if key not in templates:
                kept = TemplateVersion.objects.using(ledger.alias).get(pk=key)
                templates[key] = bytes(kept.content)
            context, record.context = record.context, {}
            made.append(record)
            yield templates[key], context


def _write(
    ledger: Ledger, made: Iterable[tuple[TicketRecord, bytes | DubanError]], now: datetime
) -> list[tuple[str, DubanError | None]]:
    """Write the files as they are made, and confirm in one transaction those that are there.

    Returns every ticket's number with its fault, those that could not be made first.
    """
    found: list[tuple[str, DubanError | None]] = []
    records: list[TicketRecord] = []

    def wanted() -> Iterator[tuple[Path, bytes]]:
        for record, paper in made:
            if isinstance(paper, DubanError):
                found.append((record.number, paper))
                continue
            record.state, record.sha256 = TicketState.ISSUED, hashlib.sha256(paper).hexdigest()
            records.append(record)
            yield ledger.folder / record.file, paper

    kept = list(zip(records, files.write_all(wanted()), strict=True))
    _confirm(ledger, [record for record, fault in kept if fault is None], now)
    return [*found, *((record.number, fault) for record, fault in kept)]


def _confirm(ledger: Ledger, records: Sequence[TicketRecord], now: datetime) -> None:
    """The files stand: the tickets are issued, unless another process said so before."""
    if not records:
        return
    alias = ledger.alias
    with writing(ledger, now, kept=faults.KEPT) as under_way:
        outbox = Outbox.objects.using(alias).filter(ticket__in=[record.pk for record in records])
        # locked: of two that finish the same ticket at once, one says so
        waiting = set(outbox.select_for_update().values_list("ticket", flat=True))
        mine = [record for record in records if record.pk in waiting]
        if not mine:
            return
        outbox.delete()
        with connections[alias].cursor() as cursor:
            # one statement for all: saving each by itself takes longer than making the papers
            cursor.executemany(
                f"UPDATE {TicketRecord._meta.db_table} SET state = %s, sha256 = %s WHERE id = %s",
                [(record.state, record.sha256, record.pk) for record in mine],
            )
        for record in mine:
            told = {"file": record.file, "sha256": record.sha256}
            under_way.tell("issued", record.number, told)


def raise_watermark(ledger: Ledger) -> None:
    """Remember outside the database what is committed in it."""
    with faults.translated(ledger.folder, faults.KEPT):
        watermark.raise_to(ledger.folder, partial(watermark.of_ledger, ledger.alias))
