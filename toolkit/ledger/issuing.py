"""The issue protocol: number and record in one transaction, then write each file, then confirm.

A process may die at any point: a number is either not taken at all, or stands in the ledger with
everything needed to write its file (:func:`recover`). The key of a ticket — document, tasks, kind,
units, generation — makes a repeated call return the number already given.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from toolkit.errors import DubanError
from toolkit.ledger import events, faults, files, locks, watermark
from toolkit.ledger.entries import assign, correct, enter, record_source
from toolkit.ledger.models import (
    ChainHead,
    EntryState,
    LedgerEntry,
    NumberSeries,
    Outbox,
    SourceRecord,
    TemplateVersion,
    TicketItem,
    TicketRecord,
    TicketState,
)
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import IssuedTicket, issued_ticket
from toolkit.model import Extraction, SourceDocument, Task, Ticket, TicketKind
from toolkit.numbering import NumberScheme, NumberStyle, next_number

Context = dict[str, Any]
"""Plain values (text, numbers, lists, tables of them) that fill one ticket's template."""
BuildContext = Callable[["TicketDraft", str, date], Mapping[str, Any]]
"""Draft, its number and issue day → context. Quick and pure: it runs while the ledger is locked."""
Render = Callable[[bytes, Context], bytes]
"""Template and context → file. Must give the same bytes for the same input."""

ISSUING_LOCK = ".出单.lock"
REGISTER = NumberScheme("督", NumberStyle.REGISTER)


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """A ticket without number, and the series it takes its number from."""

    ticket: Ticket
    scheme: NumberScheme


@dataclass(frozen=True, slots=True)
class FieldCorrection:
    """What a clerk changed in one task: a field's English name, plain values read and corrected."""

    task_number: int
    field: str
    read: Any
    corrected: Any


@dataclass(frozen=True, slots=True)
class Batch:
    """What is issued together: all of it is numbered, or nothing.

    ``unassigned`` are tasks without a lead unit: they enter the ledger as 待交办, on no ticket;
    ``left_out`` are those the clerk wants on none: 不交办. ``template`` is the Word template's
    bytes; the ledger keeps them with the tickets. ``who`` is the clerk behind ``corrections``.
    """

    document: SourceDocument
    extraction: Extraction
    drafts: Sequence[TicketDraft]
    template: bytes
    unassigned: Sequence[Task] = ()
    left_out: Sequence[Task] = ()
    corrections: Sequence[FieldCorrection] = ()
    who: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the clerk confirmed: issue again, numbers lost with a backup, an odd clock."""

    again: bool = False
    restored: bool = False
    clock: bool = False


@dataclass(frozen=True, slots=True)
class Recovery:
    """What :func:`recover` did: tickets written, those that still cannot be, leftovers removed.

    ``complete`` is ``False`` when another process is issuing: then nothing was touched.
    """

    written: tuple[str, ...] = ()
    failed: tuple[tuple[str, DubanError], ...] = ()
    removed: int = 0
    complete: bool = True


def issue(
    ledger: Ledger,
    batch: Batch,
    *,
    build_context: BuildContext,
    render: Render,
    today: date,
    confirmed: Confirmed = Confirmed(),
    register: NumberScheme = REGISTER,
    now: datetime | None = None,
) -> tuple[IssuedTicket, ...]:
    """Number, record and write the batch's tickets, in its order; ``today`` is the Beijing day.

    Calling it again with the same batch returns the same tickets, not ``fresh``.
    Raises before any number is taken: E4102 busy, E4301 numbers lost, E4401 clock, E4501 a task
    stands on another ticket, E4502 other tasks were read before, E5201–E5203 disk. After numbers
    are taken: E5101, E5102, E5201–E5203; then the numbers stay and the next :func:`recover`
    writes the files.
    """
    now = now or datetime.now(UTC)
    folder = ledger.folder
    files.check_writable(folder / str(today.year))
    with locks.shared(folder / ISSUING_LOCK):
        mark = watermark.read(folder)
        with (
            faults.translated(folder, faults.NOT_USED),
            transaction.atomic(using=ledger.alias),
        ):
            _check_clock(ledger.alias, now, confirmed)
            step = _Numbering(ledger.alias, batch, mark, confirmed, register, today, now)
            keys = step.run(build_context)
        return _write_files(ledger, keys, fresh=step.fresh, render=render, now=now)


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
                _finish(ledger, record, render, now)
                written.append(record.number)
            except DubanError as fault:
                failed.append((record.number, fault))
        _raise_watermark(ledger)
    return Recovery(tuple(written), tuple(failed), removed)


def _check_clock(alias: str, now: datetime, confirmed: Confirmed) -> None:
    last = events.last_event_at(alias)
    if last and now < last - timedelta(days=1) and not confirmed.clock:
        raise faults.clock_stepped_back(now, last)


@dataclass(slots=True)
class _Numbering:
    """The one transaction in which a batch gets its numbers and its rows."""

    alias: str
    batch: Batch
    mark: watermark.Watermark
    confirmed: Confirmed
    register: NumberScheme
    today: date
    now: datetime
    fresh: set[str] = field(default_factory=set)
    entries: dict[int, LedgerEntry] = field(default_factory=dict)

    def run(self, build_context: BuildContext) -> list[str]:
        """Returns the tickets' keys in the batch's order."""
        # the chain's head first: whoever holds it writes alone, on any database
        ChainHead.objects.using(self.alias).select_for_update().get(pk=1)
        source = record_source(self.alias, self.batch.document, self.batch.extraction, self.now)
        generation = self._generation(source)
        self._refuse_other_reading(source, generation)
        template = self._template()
        keys: list[str] = []
        for draft in self.batch.drafts:
            key = ticket_key(draft.ticket, generation)
            keys.append(key)
            if not TicketRecord.objects.using(self.alias).filter(idempotency_key=key).exists():
                self._number(draft, key, source, generation, template, build_context)
        for task in self.batch.unassigned:
            self._entry(task, source, generation, EntryState.TO_ASSIGN)
        for task in self.batch.left_out:
            self._entry(task, source, generation, EntryState.LEFT_OUT)
        self._correct()
        return keys

    def _refuse_other_reading(self, source: SourceRecord, generation: int) -> None:
        """Tasks go by their number; a program that now reads others must not mix them up."""
        now = {task.number: task.objective for task in self.batch.extraction.tasks}
        known = LedgerEntry.objects.using(self.alias).filter(source=source, generation=generation)
        for entry in known:
            was = entry.extracted["objective"]
            if now.get(entry.task_number, was) != was:
                raise faults.read_differently(entry.task_number)

    def _correct(self) -> None:
        for each in self.batch.corrections:
            entry = self.entries.get(each.task_number)
            if entry is None:
                continue
            told = {"field": each.field, "read": each.read, "corrected": each.corrected}
            if correct(entry, each.field, each.read, each.corrected, self.batch.who, self.now):
                told["who"] = self.batch.who
                events.append(self.alias, "corrected", entry.register_number, told, at=self.now)

    def _generation(self, source: SourceRecord) -> int:
        """How often the document was issued; asked for again, one more."""
        known = 0
        for table in (LedgerEntry, TicketRecord):
            rows = table._default_manager.using(self.alias).filter(source=source)
            known = max(known, rows.aggregate(last=Max("generation"))["last"] or 0)
        return max(known, 1) if not self.confirmed.again else known + 1

    def _template(self) -> TemplateVersion:
        content = self.batch.template
        version, _ = TemplateVersion.objects.using(self.alias).get_or_create(
            sha256=hashlib.sha256(content).hexdigest(),
            defaults={"content": content, "first_used_at": self.now},
        )
        return version

    def _number(
        self,
        draft: TicketDraft,
        key: str,
        source: SourceRecord,
        generation: int,
        template: TemplateVersion,
        build_context: BuildContext,
    ) -> None:
        ticket = draft.ticket
        entries = [
            self._entry(task, source, generation, EntryState.ASSIGNED) for task in ticket.tasks
        ]
        series = self._next(draft.scheme, ticket.kind, ticket.issuer)
        number = draft.scheme.format(series.year, series.last)
        context = _plain(build_context(draft, number, self.today))
        record = TicketRecord.objects.using(self.alias).create(
            series=series,
            sequence=series.last,
            number=number,
            kind=ticket.kind,
            issuer=ticket.issuer,
            units=list(ticket.units),
            source=source,
            generation=generation,
            state=TicketState.PENDING,
            idempotency_key=key,
            context=context,
            template=template,
            file=f"{series.year}/{files.file_name(number)}",
            issued_on=self.today,
        )
        TicketItem.objects.using(self.alias).bulk_create(
            TicketItem(ticket=record, entry=entry, row=row)
            for row, entry in enumerate(entries, start=1)
        )
        Outbox.objects.using(self.alias).create(ticket=record, since=self.now)
        told = {"key": key, "units": list(ticket.units), "source": source.sha256}
        told["entries"] = [entry.register_number for entry in entries]
        events.append(self.alias, "numbered", number, told, at=self.now)
        self.fresh.add(key)

    def _entry(
        self, task: Task, source: SourceRecord, generation: int, state: EntryState
    ) -> LedgerEntry:
        entry = self._known(task, source, generation, state)
        self.entries[task.extracted.number] = entry or self._entered(
            task, source, generation, state
        )
        return self.entries[task.extracted.number]

    def _known(
        self, task: Task, source: SourceRecord, generation: int, state: EntryState
    ) -> LedgerEntry | None:
        """The entry that the task has from an earlier issue, brought to ``state``."""
        known = LedgerEntry.objects.using(self.alias).filter(
            source=source, generation=generation, item_key=task_key(task)
        )
        entry = known.first()
        if entry is not None and state is EntryState.ASSIGNED:
            _refuse_second_ticket(entry, task)
            assign(entry, task)
        elif entry is not None and entry.state in (EntryState.TO_ASSIGN, EntryState.LEFT_OUT):
            entry.state = state
            entry.save(update_fields=["state"])
        return entry

    def _entered(
        self, task: Task, source: SourceRecord, generation: int, state: EntryState
    ) -> LedgerEntry:
        series = self._next(self.register, TicketKind.ASSIGNMENT, task.decision.issuer)
        number = self.register.format(series.year, series.last)
        numbered = {each.number: each for each in self.batch.extraction.tasks}
        read = numbered.get(task.extracted.number, task.extracted)
        key = task_key(task)
        entry = enter(self.alias, task, source, generation, key, number, self.today, state, read)
        told = {"source": source.sha256, "task": task.extracted.number, "state": entry.state}
        events.append(self.alias, "entered", number, told, at=self.now)
        return entry

    def _next(self, scheme: NumberScheme, kind: TicketKind, issuer: str) -> NumberSeries:
        """Count the series on by one, locked; its ``last`` is the number taken."""
        rows = NumberSeries.objects.using(self.alias)
        series, _ = rows.get_or_create(
            code=scheme.code,
            style=scheme.style,
            year=self.today.year,
            defaults={"kind": kind, "issuer": issuer},
        )
        series = rows.select_for_update().get(pk=series.pk)
        mark = self.mark.series.get(watermark.series_key(scheme.code, scheme.style, series.year), 0)
        if mark > series.last:
            self._accept_loss(series, scheme, mark)
        series.last = next_number(series.last)
        series.save(update_fields=["last"])
        return series

    def _accept_loss(self, series: NumberSeries, scheme: NumberScheme, mark: int) -> None:
        """Numbers given after the restored backup was made stay used: record them as void."""
        if not self.confirmed.restored:
            raise faults.numbers_lost(scheme.format(series.year, mark), series.last, mark)
        if scheme.style is not NumberStyle.REGISTER:
            for sequence in range(series.last + 1, mark + 1):
                self._void(series, scheme, sequence)
        series.last = mark

    def _void(self, series: NumberSeries, scheme: NumberScheme, sequence: int) -> None:
        number = scheme.format(series.year, sequence)
        TicketRecord.objects.using(self.alias).create(
            series=series,
            sequence=sequence,
            number=number,
            kind=series.kind,
            issuer=series.issuer,
            units=[],
            state=TicketState.VOID,
            idempotency_key=hashlib.sha256(f"lost {series.pk} {sequence}".encode()).hexdigest(),
            context={},
            file=f"{series.year}/{files.file_name(number)}",
            issued_on=self.today,
        )
        events.append(self.alias, "lost", number, {"series": str(series)}, at=self.now)


def task_key(task: Task) -> str:
    """What makes a task of a document itself: its place and its words, 64 hex characters."""
    words = unicodedata.normalize("NFKC", "".join(task.extracted.objective.split()))
    spans = [(span.paragraph, span.start, span.end) for span in task.extracted.origin]
    return _digest([task.extracted.number, spans, words])


def ticket_key(ticket: Ticket, generation: int) -> str:
    """What makes a ticket itself, so that a repeated call cannot number it twice."""
    tasks = [task_key(task) for task in ticket.tasks]
    return _digest([ticket.source_sha256, generation, ticket.kind, list(ticket.units), tasks])


def _digest(identity: list[Any]) -> str:
    return hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()


def _plain(context: Mapping[str, Any]) -> Context:
    """The context as recovery will see it: through JSON and back."""
    plain: Context = json.loads(json.dumps(dict(context), allow_nan=False))
    return plain


def _refuse_second_ticket(entry: LedgerEntry, task: Task) -> None:
    on = entry.items.filter(ticket__kind=TicketKind.ASSIGNMENT).exclude(
        ticket__state=TicketState.VOID
    )
    if item := on.select_related("ticket").first():
        raise faults.already_on_ticket(task.extracted.number, item.ticket.number)


def _write_files(
    ledger: Ledger, keys: Sequence[str], fresh: set[str], render: Render, now: datetime
) -> tuple[IssuedTicket, ...]:
    with faults.translated(ledger.folder, faults.KEPT):
        # before any file is seen: whoever receives a number can rely on it never coming again
        _raise_watermark(ledger)
        rows = TicketRecord.objects.using(ledger.alias).select_related("template")
        records = {
            record.idempotency_key: record for record in rows.filter(idempotency_key__in=keys)
        }
        for key in keys:
            if records[key].state == TicketState.PENDING:
                _finish(ledger, records[key], render, now)
        _raise_watermark(ledger)
    return tuple(issued_ticket(records[key], ledger.folder, fresh=key in fresh) for key in keys)


def _finish(ledger: Ledger, record: TicketRecord, render: Render, now: datetime) -> None:
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


def _raise_watermark(ledger: Ledger) -> None:
    """Remember outside the database what is committed in it."""
    with transaction.atomic(using=ledger.alias):
        head = ChainHead.objects.using(ledger.alias).get(pk=1)
        counters = NumberSeries.objects.using(ledger.alias).all()
        series = {watermark.series_key(row.code, row.style, row.year): row.last for row in counters}
    watermark.raise_to(ledger.folder, watermark.Watermark(series, head.sequence, head.hash))
