"""Questions to the ledger, answered in plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from toolkit.ledger.files import file_names
from toolkit.ledger.lookup import tickets_numbered, unit_meant
from toolkit.ledger.models import (
    EntryState,
    EntryUnit,
    LedgerEntry,
    SeenEntries,
    SourceRecord,
    TicketItem,
    TicketRecord,
    TicketState,
)
from toolkit.ledger.opening import Ledger
from toolkit.revisions import EarlierTask


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A numbered ticket: where its file is (or, while pending, will be).

    ``state`` is Chinese (待写出、已发出、已作废). ``fresh`` says that this very call numbered it.
    """

    number: str
    kind: str
    issuer: str
    units: tuple[str, ...]
    state: str
    issued_on: date
    file: Path
    sha256: str
    generation: int
    fresh: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether the number is given and the file not written yet."""
        return self.state == TicketState.PENDING.label

    @property
    def is_missing(self) -> bool:
        """Whether the file was written and is no longer there."""
        return self.state == TicketState.ISSUED.label and not self.file.is_file()


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the 台账. ``tickets`` are the numbers that carry the entry, void ones left out.

    Dates are ``None`` where none was read or set; ``feedback_provisional_on`` is the day to expect
    while the calendar is unpublished. ``state`` is Chinese. ``report_by`` and ``finish_by`` are the
    days in force now, ``reply_by`` what the latest 催办单 or 督办单 wants. ``items`` are
    ``tickets`` with the row.
    """

    register_number: str
    state: str
    objective: str
    lead_units: tuple[str, ...]
    supporting_units: tuple[str, ...]
    lead_officials: tuple[str, ...]
    tickets: tuple[str, ...]
    source_title: str
    source_on: date | None
    issuer: str
    completion_text: str
    completion_on: date | None
    feedback_to: str
    feedback_on: date | None
    feedback_provisional_on: date | None
    feedback_basis: str
    feedback_sentence: str
    issuance_on: date | None
    entered_on: date
    report_by: date | None = None
    finish_by: date | None = None
    reply_by: date | None = None
    extensions: int = 0
    updated_on: date | None = None
    closed_on: date | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceTask:
    """A task of a document as the ledger has it; ``state`` is Chinese, ``leads`` as written.

    ``tickets`` are those that stand; ``was_issued`` when there was any, void ones too.
    """

    number: int
    objective: str
    state: str
    tickets: tuple[str, ...]
    leads: tuple[str, ...] = ()
    was_issued: bool = False


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document the ledger knows."""

    name: str
    title: str
    dated_on: date | None
    sha256: str


OF_TICKET = (
    "number",
    "kind",
    "issuer",
    "units",
    "state",
    "issued_on",
    "file",
    "sha256",
    "generation",
)
"""The columns that :func:`issued_ticket` looks at: thousands of rows need no more."""


def issued_ticket(record: TicketRecord, folder: Path, *, fresh: bool = False) -> IssuedTicket:
    """The plain record of a row."""
    return IssuedTicket(
        number=record.number,
        kind=record.kind,
        issuer=record.issuer,
        units=tuple(record.units),
        state=TicketState(record.state).label,
        issued_on=record.issued_on,
        file=folder / record.file,
        sha256=record.sha256,
        generation=record.generation,
        fresh=fresh,
    )


def already_issued(ledger: Ledger, sha256: str) -> tuple[IssuedTicket, ...]:
    """The tickets made from the very same bytes, whatever the file is called now; void left out."""
    rows = ledger.tickets.filter(source__sha256=sha256)
    kept = rows.exclude(state=TicketState.VOID).order_by("pk")
    return tuple(issued_ticket(record, ledger.folder) for record in kept)


def missing_tickets(ledger: Ledger) -> tuple[str, ...]:
    """The numbers whose files were written and are no longer in their place.

    A folder's list is read once, in a fifth of the time that asking for each file takes; what it
    does not show is asked for, since a system may list a name otherwise than it was given.
    """
    rows = ledger.tickets.filter(state=TicketState.ISSUED)
    files = list(rows.order_by("pk").values_list("number", "file"))
    there = {
        f"{folder}/{name}"
        for folder in {file.rpartition("/")[0] for _, file in files}
        for name in file_names(ledger.folder / folder)
    }
    return tuple(
        number
        for number, file in files
        if file not in there and not (ledger.folder / file).is_file()
    )


def tasks_of(ledger: Ledger, sha256: str) -> tuple[SourceTask, ...]:
    """The tasks of the document with these bytes, as of its latest issue; none if it is unknown."""
    rows = ledger.entries.filter(source__sha256=sha256)
    last = rows.aggregate(last=Max("generation"))["last"]
    rows = rows.filter(generation=last, split_from=None).order_by("task_number")
    rows = rows.prefetch_related("shares", with_tickets(ledger.alias))
    return tuple(
        SourceTask(
            row.task_number,
            row.objective,
            EntryState(row.state).label,
            _ticket_numbers(row),
            tuple(share.text for share in row.shares.all() if share.lead),
            bool(row.items.all()),
        )
        for row in rows
    )


def _ticket_numbers(entry: LedgerEntry) -> tuple[str, ...]:
    return tuple(item.ticket.number for item in live_items(entry))


def with_tickets(alias: str, path: str = "items") -> Prefetch[str]:
    """The tickets that carry entries, in one question for all of them, without what is printed.

    Followed as ``items__ticket``, SQLite refuses a thousand tickets: each is a term of one ``OR``.
    """
    # not a question of its own: it follows entries that may be seen
    items = TicketItem._base_manager.using(alias).select_related("ticket")
    items = items.defer("ticket__context")
    return Prefetch(path, items)


def live_items(entry: LedgerEntry) -> list[TicketItem]:
    """Where the entry stands on tickets that are not void, the oldest ticket first.

    A piece of a split task stands where the whole stood.
    """
    items: list[TicketItem] = []
    each: LedgerEntry | None = entry
    while each is not None:
        items += each.items.all()
        each = each.split_from if each.split_from_id else None
    items.sort(key=lambda item: item.ticket_id)
    return [item for item in items if item.ticket.state != TicketState.VOID]


def earlier_versions(
    ledger: Ledger, sha256: str, title: str | None, dated_on: date | None
) -> tuple[SourceRow, ...]:
    """Documents of the same title and date but other bytes, the latest first: perhaps the same
    minutes, saved again or changed."""
    rows = SourceRecord.objects.using(ledger.alias).filter(title=title or "", dated_on=dated_on)
    if not ledger.viewer.sees_all:
        rows = rows.filter(pk__in=ledger.entries.values("source"))
    rows = rows.exclude(sha256=sha256).defer("extraction").order_by("-pk")
    return tuple(SourceRow(row.name, row.title, row.dated_on, row.sha256) for row in rows)


def earlier_tasks(ledger: Ledger, sha256: str) -> tuple[EarlierTask, ...]:
    """The tasks of a document as they were read when it was issued last, with live numbers."""
    rows = ledger.entries.filter(source__sha256=sha256, split_from=None)
    last = rows.aggregate(last=Max("generation"))["last"]
    rows = rows.filter(generation=last).order_by("task_number")
    return tuple(
        EarlierTask(row.task_number, row.extracted, _ticket_numbers(row))
        for row in rows.prefetch_related(with_tickets(ledger.alias))
    )


def find_tickets(ledger: Ledger, text: str) -> tuple[IssuedTicket, ...]:
    """Tickets by number, typed with any brackets, width and with or without code and year.

    Latest year first; empty when ``text`` is no number or nobody has it.
    """
    return tuple(issued_ticket(each, ledger.folder) for each in tickets_numbered(ledger, text))


def list_entries(
    ledger: Ledger,
    *,
    unit: str | None = None,
    state: str | None = None,
    number: str | None = None,
    source: str | None = None,
    year: int | None = None,
    limit: int | None = None,
) -> tuple[EntryRow, ...]:
    """Entries in the order they were entered, narrowed by what is given.

    ``unit`` is a unit's name as in the table or as written, ``state`` a Chinese state
    (``ValueError`` if there is none such), ``number`` a ticket's or an entry's number in any
    brackets, ``source`` words of the document's title or file name, ``year`` that of entry.
    """
    rows = narrowed(ledger, unit=unit, state=state)
    if number:
        rows = rows.filter(_numbered(ledger, number))
    if source:
        rows = rows.filter(Q(source__title__contains=source) | Q(source__name__contains=source))
    if year:
        rows = rows.filter(entered_on__year=year)
    return tuple(entry_row(entry) for entry in rows[:limit])


def narrowed(
    ledger: Ledger, *, unit: str | None = None, state: str | None = None
) -> QuerySet[LedgerEntry]:
    """Entries in the order they were entered, with all that :func:`entry_row` looks at."""
    rows = ledger.entries
    if unit:
        rows = rows.filter(pk__in=of_unit(ledger, unit))
    if state:
        rows = rows.filter(state=_state(state))
    return for_rows(ledger, rows).order_by("pk")


def _state(label: str) -> EntryState:
    for state in EntryState:
        if label in (state.label, state.value):
            return state
    raise ValueError(f"no such state: {label}")


def _numbered(ledger: Ledger, text: str) -> Q:
    items = ledger.items.filter(ticket__in=tickets_numbered(ledger, text))
    return Q(pk__in=list(items.values_list("entry", flat=True))) | Q(register_number=text.strip())


def of_unit(ledger: Ledger, typed: str) -> QuerySet[EntryUnit, Any]:
    """Keys of the entries in which the unit that is meant, by its name or as written, has a part.

    Raises UsageError E4517 where several may be meant.
    """
    unit = unit_meant(ledger, typed)
    shares = EntryUnit.objects.using(ledger.alias)
    named = shares.filter(name=unit).values_list("entry", flat=True)
    return named.union(shares.filter(text=unit).values_list("entry", flat=True))


def for_rows(ledger: Ledger, entries: SeenEntries) -> QuerySet[LedgerEntry]:
    """With all that :func:`entry_row` reads; without what is long: how a document was read."""
    rows = entries.with_source().defer("extracted", "origin")
    return rows.prefetch_related("shares", with_tickets(ledger.alias))


def entry_row(entry: LedgerEntry) -> EntryRow:
    """The plain record of a row; prefetch them by :func:`for_rows` where there are many."""
    shares = sorted(entry.shares.all(), key=lambda share: (not share.lead, share.position))
    return EntryRow(
        register_number=entry.register_number,
        state=EntryState(entry.state).label,
        objective=entry.objective,
        lead_units=tuple(share.name for share in shares if share.lead),
        supporting_units=tuple(share.name for share in shares if not share.lead),
        lead_officials=tuple(entry.lead_officials),
        tickets=_ticket_numbers(entry),
        source_title=entry.source.title or entry.source.name,
        source_on=entry.source.dated_on,
        issuer=entry.issuer,
        completion_text=entry.completion_text,
        completion_on=entry.completion_on,
        feedback_to=entry.feedback_to,
        feedback_on=entry.feedback_on,
        feedback_provisional_on=entry.feedback_provisional_on,
        feedback_basis=entry.feedback_basis,
        feedback_sentence=entry.feedback_sentence,
        issuance_on=entry.issuance_on,
        entered_on=entry.entered_on,
        report_by=entry.report_by,
        finish_by=entry.finish_by,
        reply_by=entry.reply_by,
        extensions=entry.extensions,
        updated_on=entry.updated_on,
        closed_on=entry.closed_on,
        items=tuple(f"{item.ticket.number}第{item.row}项" for item in live_items(entry)),
    )
