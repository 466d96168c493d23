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
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from toolkit.ledger import events, faults, files, locks, watermark
from toolkit.ledger.counting import (
    NOTHING_CONFIRMED,
    Confirmed,
    Counter,
    TicketParts,
    check_clock,
    keep_template,
    record_ticket,
)
from toolkit.ledger.entries import assign, correct, enter, record_source
from toolkit.ledger.models import (
    ChainHead,
    EntryState,
    LedgerEntry,
    SourceRecord,
    TemplateVersion,
    TicketRecord,
    TicketState,
)
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import IssuedTicket
from toolkit.ledger.writing import ISSUING_LOCK, Render, write_files
from toolkit.model import Extraction, SourceDocument, Task, Ticket, TicketKind
from toolkit.numbering import NumberScheme, NumberStyle

BuildContext = Callable[["TicketDraft", str, date], Mapping[str, Any]]
"""Draft, its number and issue day → context. Quick and pure: it runs while the ledger is locked."""

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


def issue(
    ledger: Ledger,
    batch: Batch,
    *,
    build_context: BuildContext,
    render: Render,
    today: date,
    confirmed: Confirmed = NOTHING_CONFIRMED,
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
            check_clock(ledger.alias, now, confirmed)
            counter = Counter(ledger.alias, mark, confirmed, today, now)
            step = _Numbering(counter, batch, register)
            keys = step.run(build_context)
        return write_files(ledger, keys, fresh=step.fresh, render=render, now=now)


@dataclass(slots=True)
class _Numbering:
    """The one transaction in which a batch gets its numbers and its rows."""

    counter: Counter
    batch: Batch
    register: NumberScheme
    fresh: set[str] = field(default_factory=set)
    entries: dict[int, LedgerEntry] = field(default_factory=dict)

    @property
    def alias(self) -> str:
        return self.counter.alias

    @property
    def now(self) -> datetime:
        return self.counter.now

    def run(self, build_context: BuildContext) -> list[str]:
        """Returns the tickets' keys in the batch's order."""
        # the chain's head first: whoever holds it writes alone, on any database
        ChainHead.objects.using(self.alias).select_for_update().get(pk=1)
        source = record_source(self.alias, self.batch.document, self.batch.extraction, self.now)
        generation = self._generation(source)
        self._refuse_other_reading(source, generation)
        template = keep_template(self.counter, self.batch.template)
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
        return max(known, 1) if not self.counter.confirmed.again else known + 1

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
        record_ticket(
            self.counter,
            draft.scheme,
            TicketParts(
                ticket.kind, ticket.issuer, ticket.units, key, tuple(entries), template, source
            ),
            lambda number: build_context(draft, number, self.counter.today),
            generation=generation,
        )
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
        number = self.counter.take(
            self.register, TicketKind.ASSIGNMENT, task.decision.issuer
        ).number
        numbered = {each.number: each for each in self.batch.extraction.tasks}
        read = numbered.get(task.extracted.number, task.extracted)
        key = task_key(task)
        entry = enter(
            self.alias, task, source, generation, key, number, self.counter.today, state, read
        )
        told = {"source": source.sha256, "task": task.extracted.number, "state": entry.state}
        events.append(self.alias, "entered", number, told, at=self.now)
        return entry


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


def _refuse_second_ticket(entry: LedgerEntry, task: Task) -> None:
    on = entry.items.filter(ticket__kind=TicketKind.ASSIGNMENT).exclude(
        ticket__state=TicketState.VOID
    )
    if item := on.select_related("ticket").first():
        raise faults.already_on_ticket(task.extracted.number, item.ticket.number)
