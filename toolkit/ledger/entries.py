"""From what was read and decided to the rows of the 台账."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from toolkit.ledger import bulk, sql
from toolkit.ledger.models import EntryState, EntryUnit, LedgerEntry, SourceRecord
from toolkit.ledger.plain import plain
from toolkit.ledger.transactions import Transaction
from toolkit.model import Deadline, SourceDocument, SourceFacts, Task, Unit


def known_source(document: SourceDocument) -> sql.Question:
    """Asks for the row of the document."""
    return "SELECT id, sha256 FROM ledger_sourcerecord WHERE sha256 = %s", [document.sha256]


def find_source(under_way: Transaction, document: SourceDocument) -> SourceRecord | None:
    """The row of the document; ``None`` before its bytes are seen."""
    for row in under_way.rows(known_source(document)):
        return SourceRecord.from_db(under_way.alias, ("id", "sha256"), row)
    return None


def record_source(
    under_way: Transaction, document: SourceDocument, facts: SourceFacts, extraction: Any
) -> SourceRecord:
    """Make the row of a document; ``extraction`` is all that was read of it, in plain values."""
    made = SourceRecord(
        sha256=document.sha256,
        name=document.name,
        title=facts.title or "",
        kind=facts.kind,
        dated_on=facts.date,
        imported_at=under_way.now,
        extraction=extraction,
    )
    bulk.insert_records(under_way.alias, [made], under_way.keys(SourceRecord, 1))
    return made


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A task to be entered: ``extracted`` is what the document says before any correction, in
    plain values.
    """

    task: Task
    extracted: Any
    item_key: str
    register_number: str
    state: EntryState


def enter_all(
    under_way: Transaction,
    source: SourceRecord,
    generation: int,
    today: date,
    wanted: Sequence[NewEntry],
) -> list[LedgerEntry]:
    """Make the entries of tasks of one document, with their units, in the order given."""
    entries = [_entry(each, source, generation, today) for each in wanted]
    bulk.insert_records(under_way.alias, entries, under_way.keys(LedgerEntry, len(entries)))
    shares = (
        share
        for entry, each in zip(entries, wanted, strict=True)
        for share in (
            *_shares(entry, each.task.extracted.lead_units, lead=True),
            *_shares(entry, each.task.extracted.supporting_units, lead=False),
        )
    )
    bulk.insert(under_way.alias, EntryUnit, _SHARE, shares)
    return entries


_SHARE = ("entry_id", "lead", "position", "name", "text")


def _entry(wanted: NewEntry, source: SourceRecord, generation: int, today: date) -> LedgerEntry:
    read, decided = wanted.task.extracted, wanted.task.decision
    stated = read.completion_deadline
    return LedgerEntry(
        register_number=wanted.register_number,
        source=source,
        generation=generation,
        item_key=wanted.item_key,
        task_number=read.number,
        objective=read.objective,
        origin=plain(read.origin),
        extracted=wanted.extracted,
        lead_officials=list(read.lead_officials),
        responsible_persons=list(read.responsible_persons),
        targets=list(read.targets),
        completion_text=stated.text if stated else read.recurring or "",
        completion_on=stated.on if stated else None,
        completion_basis=f"原文第{stated.origin.paragraph}段" if stated and stated.origin else "",
        rule_source=decided.source_id,
        issuer=decided.issuer,
        feedback_to=decided.feedback_to or "",
        state=wanted.state,
        entered_on=today,
        assigned_on=today if wanted.state == EntryState.ASSIGNED else None,
        report_by=_expected(decided.feedback_deadline),
        finish_by=stated.on if stated else None,
        updated_on=today,
        **_limit("feedback", decided.feedback_deadline),
        **_limit("issuance", decided.issuance_deadline),
    )


def assign(alias: str, entry: LedgerEntry, task: Task, today: date) -> None:
    """A ticket of today carries an entry that waited; lead units and limits are the ticket's."""
    limits = {
        **_limit("feedback", task.decision.feedback_deadline),
        **_limit("issuance", task.decision.issuance_deadline),
    }
    for name, value in limits.items():
        setattr(entry, name, value)
    entry.state, entry.assigned_on = EntryState.ASSIGNED, today
    entry.report_by = _expected(task.decision.feedback_deadline)
    names = ("state", "assigned_on", "report_by", *limits)
    changed = {name: getattr(entry, name) for name in names}
    LedgerEntry.objects.using(alias).filter(pk=entry.pk).update(**changed)
    entry.shares.filter(lead=True).delete()
    shares = _shares(entry, task.extracted.lead_units, lead=True)
    bulk.insert(alias, EntryUnit, _SHARE, shares)


def correct(
    entry: LedgerEntry, field: str, read: Any, corrected: Any, who: str, at: datetime
) -> bool:
    """Keep what a clerk changed, beside what was read; ``False`` when it is known already."""
    last = entry.corrections.filter(field=field).order_by("pk").last()
    if last is not None and last.corrected_value == corrected:
        return False
    entry.corrections.create(
        field=field, read_value=read, corrected_value=corrected, who=who[:60], at=at
    )
    return True


def _shares(entry: LedgerEntry, units: tuple[Unit, ...], *, lead: bool) -> list[tuple[Any, ...]]:
    return [
        (entry.pk, lead, position, (unit.name or unit.text)[:200], unit.text)
        for position, unit in enumerate(units)
    ]


def _expected(deadline: Deadline | None) -> date | None:
    """The day to go by: the sure one, or the provisional one while days off are unpublished."""
    return (deadline.on or deadline.provisional_on) if deadline else None


def _limit(name: str, deadline: Deadline | None) -> dict[str, Any]:
    if deadline is None:
        return {}
    basis = deadline.basis
    return {
        f"{name}_on": deadline.on,
        f"{name}_provisional_on": deadline.provisional_on,
        f"{name}_basis": f"《{basis.regulation}》{basis.number}" if basis else "",
        f"{name}_sentence": deadline.sentence,
    }
