"""The issue protocol: number and record in one transaction, then write each file, then confirm.

A process may die at any point: a number is either not taken at all, or stands in the ledger with
everything needed to write its file (:func:`recover`). The key of a ticket — document, tasks, kind,
units, generation — makes a repeated call return the number already given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import Max

from toolkit.durable import KEPT
from toolkit.errors import DubanError
from toolkit.ledger import bulk, faults, files, sql
from toolkit.ledger.ahead import ahead_of_commit
from toolkit.ledger.batches import BatchNote, record_batch
from toolkit.ledger.counting import (
    Counter,
    Numbered,
    TicketParts,
    Unnumbered,
    keep_template,
    known_series,
    known_template,
    number_papers,
    record_tickets,
)
from toolkit.ledger.drafts import Batch, BuildContext, TicketDraft
from toolkit.ledger.entries import (
    NewEntry,
    assign,
    correct,
    enter_all,
    find_source,
    known_source,
    record_source,
)
from toolkit.ledger.identity import task_key, ticket_key
from toolkit.ledger.models import (
    EntryState,
    LedgerEntry,
    SourceRecord,
    TicketRecord,
    TicketState,
)
from toolkit.ledger.opening import Ledger
from toolkit.ledger.plain import plain
from toolkit.ledger.queries import IssuedTicket
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed, writing
from toolkit.ledger.writing import (
    Heard,
    Order,
    Press,
    Render,
    Waiting,
    ignore,
    numbering,
    one_by_one,
    raise_watermark,
    tickets_of,
    write_files,
)
from toolkit.model import ExtractedTask, Task, TicketKind
from toolkit.numbering import NumberScheme, NumberStyle

REGISTER = NumberScheme("督", NumberStyle.REGISTER)


@dataclass(frozen=True, slots=True)
class Issue:
    """The keys of the tickets in their order, those ``fresh`` numbered by this very call.

    ``failed`` are the numbers whose file could not be written; the next run writes it.
    """

    keys: tuple[str, ...]
    fresh: frozenset[str]
    failed: tuple[tuple[str, DubanError], ...]


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
    done = issue_all(
        ledger,
        [batch],
        build_context=build_context,
        press=one_by_one(render),
        today=today,
        confirmed=confirmed,
        register=register,
        now=now,
    )
    for _, fault in done.failed:
        raise fault
    with faults.translated(ledger.folder, KEPT):
        return tickets_of(ledger, done.keys, done.fresh)


def issue_all(
    ledger: Ledger,
    batches: Sequence[Batch],
    *,
    build_context: BuildContext,
    press: Press,
    today: date,
    confirmed: Confirmed = NOTHING_CONFIRMED,
    register: NumberScheme = REGISTER,
    note: BatchNote | None = None,
    heard: Heard = ignore,
    now: datetime | None = None,
) -> Issue:
    """:func:`issue` for the batches of many documents: one transaction, one range of numbers.

    In every series the new numbers follow each other without a gap. ``press`` makes the papers,
    ``heard`` is told of each one that is written or failed: one that cannot be written does not
    keep the others from it. Raises before any number is taken what :func:`issue` raises.
    """
    now = now or datetime.now(UTC)
    folder = ledger.folder
    files.check_writable(folder / str(today.year))
    with numbering(ledger) as mark, ahead_of_commit(press) as ahead:
        look = _questions(ledger.alias, batches, register, today.year)
        with writing(
            ledger, now, confirmed, kept=faults.NOT_USED, look=look, in_one_go=True
        ) as under_way:
            counter = Counter(under_way, mark, confirmed, today)
            steps = [_Numbering(counter, batch, register) for batch in batches]
            ahead.begin(_numbered(counter, steps, build_context, folder))
            parts = [each for step in steps for each in step.record()]
            fresh = record_tickets(counter, parts)
            if note and fresh:
                record_batch(counter, note, fresh)
        keys = tuple(key for step in steps for key in step.keys)
        given = frozenset(record.idempotency_key for record in fresh)
        tickets = [Waiting(record.pk, record.number, record.file) for record in fresh]
        reached = counter.reached()
        # thousands of rows are in the ledger by now: they need not stay while papers are made
        del steps, parts, fresh
        # before any file is seen: whoever receives a number can rely on it never coming again
        raise_watermark(ledger, reached)
        for number in ahead.put_in_place(ledger, tickets, now):
            heard(number, None)
        return Issue(keys, given, write_files(ledger, keys, press, now, heard, is_marked=True))


def _questions(
    alias: str, batches: Sequence[Batch], register: NumberScheme, year: int
) -> list[sql.Question]:
    """What numbering the batches will want to know: where nothing stands in the ledger yet, all."""
    schemes = {register: None} | {each.scheme: None for one in batches for each in one.drafts}
    drafts = sum(len(one.drafts) for one in batches)
    tasks = [
        *(len(each.ticket.tasks) for one in batches for each in one.drafts),
        *(len(one.unassigned) + len(one.left_out) for one in batches),
    ]
    questions = [known_series(scheme, year) for scheme in schemes]
    questions += [known_source(one.document) for one in batches]
    questions += [known_template(content) for content in {one.template for one in batches}]
    if len(batches) == 1:  # of many documents the rows are few beside their papers
        wanted = {SourceRecord: 1, LedgerEntry: sum(tasks), TicketRecord: drafts}
        keys = (bulk.reserving(alias, model, count) for model, count in wanted.items())
        questions += filter(None, keys)
    return questions


def _numbered(
    counter: Counter, steps: Sequence[_Numbering], build_context: BuildContext, folder: Path
) -> Iterator[Order]:
    """Number the tickets of all steps, and give each step its papers as they are ordered."""
    wanted = [(step, paper) for step in steps for paper in step.prepare(build_context)]
    papers = number_papers(counter, [paper for _, paper in wanted])
    for (step, _), paper in zip(wanted, papers, strict=True):
        step.papers.append(paper)
        context = json.dumps(paper.context, ensure_ascii=False)
        yield step.batch.template, context, folder / paper.file


@dataclass(slots=True)
class _Numbering:
    """One document's part of the transaction in which everything gets its numbers and rows.

    First :meth:`prepare`, then :meth:`record`, once its ``drafts`` (by their keys) have their
    ``papers``: what can wait comes after, while these are printed.
    """

    counter: Counter
    batch: Batch
    register: NumberScheme
    source: SourceRecord | None = None
    generation: int = 1
    drafts: dict[str, TicketDraft] = field(default_factory=dict)
    papers: list[Numbered] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    entries: dict[str, LedgerEntry] = field(default_factory=dict)
    touched: dict[int, LedgerEntry] = field(default_factory=dict)
    read: dict[int, ExtractedTask] = field(default_factory=dict)
    item_keys: dict[int, str] = field(default_factory=dict)

    @property
    def alias(self) -> str:
        return self.counter.alias

    @property
    def now(self) -> datetime:
        return self.counter.now

    def prepare(self, build_context: BuildContext) -> list[Unnumbered]:
        """The tickets that want a number, in order."""
        self.read = {task.number: task for task in self.batch.extraction.tasks}
        self.source = find_source(self.counter.under_way, self.batch.document)
        if self.source is not None:
            self.generation = self._generation()
            rows = LedgerEntry.objects.using(self.alias)
            known = rows.filter(source=self.source, generation=self.generation)
            self.entries = {entry.item_key: entry for entry in known}
            self._refuse_other_reading()
        self.drafts = self._unnumbered()
        return [
            Unnumbered(
                draft.scheme,
                draft.ticket.kind,
                draft.ticket.issuer,
                partial(_context, build_context, draft, self.counter.today),
            )
            for draft in self.drafts.values()
        ]

    def record(self) -> list[TicketParts]:
        """Bring document and tasks into the ledger; the tickets with their numbers."""
        document, extraction = self.batch.document, self.batch.extraction
        read = plain(extraction)
        source = self.source or record_source(
            self.counter.under_way, document, extraction.source, read
        )
        template = keep_template(self.counter, self.batch.template)
        self._bring_in(source, {task["number"]: task for task in read["tasks"]})
        self._correct()
        return [
            TicketParts(
                paper,
                draft.ticket.kind,
                draft.ticket.issuer,
                draft.ticket.units,
                key,
                tuple(self.entries[self._key(task)] for task in draft.ticket.tasks),
                template,
                source=source,
                generation=self.generation,
            )
            for (key, draft), paper in zip(self.drafts.items(), self.papers, strict=True)
        ]

    def _unnumbered(self) -> dict[str, TicketDraft]:
        drafts = {ticket_key(draft.ticket, self.generation): draft for draft in self.batch.drafts}
        self.keys = list(drafts)
        if self.source is None:
            return drafts
        tickets = TicketRecord.objects.using(self.alias).filter(source=self.source)
        numbered = set(tickets.values_list("idempotency_key", flat=True))
        return {key: draft for key, draft in drafts.items() if key not in numbered}

    def _refuse_other_reading(self) -> None:
        """Tasks go by their number; a program that now reads others must not mix them up."""
        for entry in self.entries.values():
            now, was = self.read.get(entry.task_number), entry.extracted["objective"]
            if now is not None and now.objective != was:
                raise faults.read_differently(entry.task_number)

    def _correct(self) -> None:
        for each in self.batch.corrections:
            entry = self.touched.get(each.task_number)
            if entry is None:
                continue
            told = {"field": each.field, "read": each.read, "corrected": each.corrected}
            if correct(entry, each.field, each.read, each.corrected, self.batch.who, self.now):
                told["who"] = self.batch.who
                self.counter.under_way.tell("corrected", entry.register_number, told)

    def _generation(self) -> int:
        """How often the document was issued; asked for again, one more."""
        known = 0
        for table in (LedgerEntry, TicketRecord):
            rows = table._default_manager.using(self.alias).filter(source=self.source)
            known = max(known, rows.aggregate(last=Max("generation"))["last"] or 0)
        return max(known, 1) if not self.counter.confirmed.again else known + 1

    def _bring_in(self, source: SourceRecord, read: Mapping[int, Any]) -> None:
        """Every task into the state that this issue gives it, the new ones with a new entry."""
        wanted = [
            *(
                (task, EntryState.ASSIGNED)
                for draft in self.drafts.values()
                for task in draft.ticket.tasks
            ),
            *((task, EntryState.TO_ASSIGN) for task in self.batch.unassigned),
            *((task, EntryState.LEFT_OUT) for task in self.batch.left_out),
        ]
        new: dict[str, tuple[Task, EntryState]] = {}
        for task, state in wanted:
            key = self._key(task)
            if (entry := self.entries.get(key)) is not None:
                _move(self.counter, entry, task, state)
            elif key in new:
                raise faults.already_on_ticket(task.extracted.number, "同一批的另一份单")
            else:
                new[key] = task, state
        self._enter(source, read, new)
        self.touched = {task.extracted.number: self.entries[self._key(task)] for task, _ in wanted}

    def _enter(
        self,
        source: SourceRecord,
        read: Mapping[int, Any],
        new: Mapping[str, tuple[Task, EntryState]],
    ) -> None:
        if not new:
            return
        issuer = next(iter(new.values()))[0].decision.issuer
        taken = self.counter.take_many(self.register, TicketKind.ASSIGNMENT, issuer, len(new))
        entries = enter_all(
            self.counter.under_way,
            source,
            self.generation,
            self.counter.today,
            [
                NewEntry(
                    task,
                    read.get(task.extracted.number) or plain(task.extracted),
                    key,
                    number.number,
                    state,
                )
                for (key, (task, state)), number in zip(new.items(), taken, strict=True)
            ],
        )
        self.entries.update((entry.item_key, entry) for entry in entries)
        for entry in entries:
            told = {"source": source.sha256, "task": entry.task_number, "state": entry.state}
            self.counter.under_way.tell("entered", entry.register_number, told)

    def _key(self, task: Task) -> str:
        """Of a task that was read, what it is by; a clerk's own part of one goes by its number."""
        number = task.extracted.number
        if number not in self.item_keys:
            read = self.read.get(number) or replace(task.extracted, objective="")
            self.item_keys[number] = task_key(read)
        return self.item_keys[number]


def _context(
    build: BuildContext, draft: TicketDraft, today: date, number: str
) -> Mapping[str, Any]:
    return build(draft, number, today)


def _move(counter: Counter, entry: LedgerEntry, task: Task, state: EntryState) -> None:
    """Bring the entry that a task has from an earlier issue to ``state``."""
    if state is EntryState.ASSIGNED:
        _refuse_second_ticket(entry, task)
        assign(counter.alias, entry, task, counter.today)
    elif entry.state in (EntryState.TO_ASSIGN, EntryState.LEFT_OUT):
        entry.state = state
        LedgerEntry.objects.using(counter.alias).filter(pk=entry.pk).update(state=state)


def _refuse_second_ticket(entry: LedgerEntry, task: Task) -> None:
    on = entry.items.filter(ticket__kind=TicketKind.ASSIGNMENT).exclude(
        ticket__state=TicketState.VOID
    )
    if item := on.select_related("ticket").first():
        raise faults.already_on_ticket(task.extracted.number, item.ticket.number)
