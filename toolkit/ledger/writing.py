"""From a numbered ticket to its file: written durably, then confirmed; and what a death left over.

The numbers are committed before anything here runs, so every step may be repeated.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import TextField
from django.db.models.functions import Cast

from toolkit.durable import KEPT, write_once
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


Order = tuple[bytes, str, Path]
"""A template, the context as the ledger keeps it (JSON), and where the file belongs."""
Printed = str | DubanError
"""The SHA-256 of a file that is durably in its place, or why it is not."""


@dataclass(frozen=True, slots=True)
class Press:
    """Makes many papers and puts each in its place: orders in, in their order what came of each.

    So many as ``at_once`` are confirmed together; a process that dies leaves at most these to be
    made again. ``begin`` is for a press that works while others do something else: all orders are
    drawn at once, what came of them is told in their order, some at a time, and closing stops it.
    """

    print_all: Callable[[Iterable[Order]], Iterator[Printed]]
    at_once: int = 1
    begin: Callable[[Iterable[Order]], Generator[list[Printed], None, None]] | None = None


def one_by_one(render: Render) -> Press:
    """The press of a few tickets: each is made, written and confirmed before the next."""

    def print_all(orders: Iterable[Order]) -> Iterator[Printed]:
        for template, context, target in orders:
            try:
                data = render(template, json.loads(context))
                write_once(target, data)
            except DubanError as fault:
                yield fault
            else:
                yield hashlib.sha256(data).hexdigest()

    return Press(print_all)


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
    with faults.translated(ledger.folder, KEPT):
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
        waiting = Outbox.objects.using(ledger.alias).order_by("ticket")
        pending = list(waiting.values_list("ticket", flat=True))
        for number, fault in _finish(ledger, pending, press, now):
            heard(number, fault)
            if fault is None:
                written.append(number)
            else:
                failed.append((number, fault))
        raise_watermark(ledger)
    return Recovery(tuple(written), tuple(failed), removed)


def sweep(ledger: Ledger) -> None:
    """Remove what killed workers left half-written, unless others are issuing just now."""
    with faults.translated(ledger.folder, KEPT):
        if not files.leftovers(ledger.folder):
            return
        with locks.alone(ledger.folder / ISSUING_LOCK, seconds=0) as free:
            if free:
                files.remove_leftovers(ledger.folder)


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
            write_once(ledger.folder / record.file, data)
            written.append(record.number)
    return tuple(written)


def write_files(
    ledger: Ledger,
    keys: Collection[str],
    press: Press,
    now: datetime,
    heard: Heard = ignore,
    *,
    is_marked: bool = False,
) -> tuple[tuple[str, DubanError], ...]:
    """Write what is still pending of the tickets with these keys; returns those that failed.

    ``is_marked``: their numbers are remembered outside the database already.
    """
    failed = []
    with faults.translated(ledger.folder, KEPT):
        # before any file is seen: whoever receives a number can rely on it never coming again
        if not is_marked:
            raise_watermark(ledger)
        rows = TicketRecord.objects.using(ledger.alias).filter(state=TicketState.PENDING)
        # by their keys: no index tells what is pending, and a ledger may hold a million tickets
        pending = [
            pk
            for page in bulk.pages(keys)
            for pk in rows.filter(idempotency_key__in=page).values_list("pk", flat=True)
        ]
        for number, fault in _finish(ledger, sorted(pending), press, now):
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
    pending: Sequence[int],
    press: Press,
    now: datetime,
) -> Iterator[tuple[str, DubanError | None]]:
    """Make, write and confirm the tickets with these primary keys, in order; safe to repeat."""
    handed_out: deque[Waiting] = deque()
    printed = press.print_all(_orders(ledger, pending, handed_out))
    pairs = ((handed_out.popleft(), each) for each in printed)
    while group := list(islice(pairs, press.at_once)):
        confirm(ledger, [(each, sha256) for each, sha256 in group if isinstance(sha256, str)], now)
        for each, told in group:
            yield each.number, told if isinstance(told, DubanError) else None


class Waiting(NamedTuple):
    """A ticket whose file is being made."""

    pk: int
    number: str
    file: str


def _orders(ledger: Ledger, wanted: Sequence[int], handed_out: deque[Waiting]) -> Iterator[Order]:
    """What to print, read page by page; each ticket is left in ``handed_out``."""
    templates: dict[str | None, bytes] = {None: b""}
    # as text: a worker takes it apart, not the one who hands out
    rows = TicketRecord.objects.using(ledger.alias).annotate(told=Cast("context", TextField()))
    columns = ("pk", "number", "file", "template", "told")
    for page in bulk.pages(wanted):
        for *about, key, context in rows.filter(pk__in=page).order_by("pk").values_list(*columns):
            if key not in templates:
                kept = TemplateVersion.objects.using(ledger.alias).get(pk=key)
                templates[key] = bytes(kept.content)
            waiting = Waiting(*about)
            handed_out.append(waiting)
            yield templates[key], context, ledger.folder / waiting.file


def confirm(ledger: Ledger, made: Sequence[tuple[Waiting, str]], now: datetime) -> None:
    """The files stand in their places: these are issued, unless another process said so before."""
    if not made:
        return
    # of two that finish the same ticket at once, one takes it out and says so
    places = ", ".join(["%s"] * len(made))
    waiting = f"DELETE FROM ledger_outbox WHERE ticket_id IN ({places}) RETURNING ticket_id"
    take_out = waiting, [each.pk for each, _ in made]
    with writing(ledger, now, kept=KEPT, look=[take_out], in_one_go=True) as under_way:
        is_mine = {pk for (pk,) in under_way.rows(take_out)}
        mine = [(each, sha256) for each, sha256 in made if each.pk in is_mine]
        with connections[ledger.alias].cursor() as cursor:
            # one statement for all: saving each by itself takes longer than making the papers
            cursor.executemany(
                "UPDATE ledger_ticketrecord SET state = %s, sha256 = %s WHERE id = %s",
                [(TicketState.ISSUED.value, sha256, each.pk) for each, sha256 in mine],
            )
        for each, sha256 in mine:
            under_way.tell("issued", each.number, {"file": each.file, "sha256": sha256})


def raise_watermark(ledger: Ledger, reached: watermark.Watermark | None = None) -> None:
    """Remember outside the database what is committed in it: ``reached``, if known, at least."""
    with faults.translated(ledger.folder, KEPT):
        watermark.raise_to(ledger.folder, partial(watermark.of_ledger, ledger.alias), reached)
