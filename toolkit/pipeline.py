"""The only place that knows the order: read → extract tasks → apply rules → draft → issue.

Every verb of the command line is a function here; a program may call them the same way::

    office = open_office(Path("督办"))
    document = read_document(Path("纪要.docx"))
    preparation = prepare_tickets(document, office, issued_on=date(2026, 2, 12))
    tickets = issue_tickets(preparation, office, issued_on=date(2026, 2, 12))

Nothing is numbered or written before :func:`issue_tickets`. Faults that nobody in here can mend
are :class:`~toolkit.errors.DubanError`; everything a person should look at is a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from toolkit.drafting import draft_tickets, office_findings
from toolkit.errors import UsageError
from toolkit.extraction import extract_tasks as find_tasks
from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.units import detect_level, parse_unit_list
from toolkit.findings import source_day_unknown
from toolkit.loading import load_calendar, load_regulation
from toolkit.loading.knowledge import load_knowledge
from toolkit.model import (
    Decision,
    DocumentKind,
    ExtractedTask,
    Extraction,
    Finding,
    Reason,
    Severity,
    SourceDocument,
    Task,
    Ticket,
    Unit,
)
from toolkit.reading import read_document
from toolkit.rules.apply import apply_rules
from toolkit.rules.calendar import Calendar
from toolkit.rules.deadlines import decide
from toolkit.rules.organs import level_of
from toolkit.rules.regulation import Regulation
from toolkit.rules.source import chief_presides, determine_source
from toolkit.settings import UNITS_FILE, OfficeFolder, create_folder, load_office, units_file

__all__ = [
    "Corrections",
    "Preparation",
    "create_office",
    "decide_deadlines",
    "extract_tasks",
    "open_office",
    "prepare_tickets",
    "read_document",
]

open_office = load_office


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a clerk says about the tasks of one document, by their numbers.

    ``leads`` puts other lead units in the place of those read; ``skipped`` get no ticket.
    """

    leads: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    skipped: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything known before issue; nothing of it has a number or stands on disk.

    ``extraction`` is what was read, untouched by corrections. ``held_back`` pairs each task that
    can go on no ticket yet with the reason. ``undecided`` are tasks whose source or day could not
    be determined, ``skipped`` those that the clerk left out; both are in no other list.
    """

    document: SourceDocument
    extraction: Extraction
    tasks: tuple[Task, ...]
    tickets: tuple[Ticket, ...]
    held_back: tuple[tuple[Task, Finding], ...]
    undecided: tuple[ExtractedTask, ...]
    skipped: tuple[ExtractedTask, ...]
    findings: tuple[Finding, ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Each decision that a task rests on, once, in the order of the tasks."""
        found: list[Decision] = []
        for task in self.tasks:
            if task.decision not in found:
                found.append(task.decision)
        return tuple(found)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What must be settled before a ticket is issued."""
        on_tickets = (task for ticket in self.tickets for task in ticket.tasks)
        of_tasks = (f for task in on_tickets for f in (*task.extracted.findings, *task.findings))
        found = (*self.findings, *of_tasks)
        return tuple(each for each in found if each.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Law:
    """The regulation and the calendar that an office works by."""

    regulation: Regulation
    calendar: Calendar


def create_office(folder: Path, county: str = "") -> list[str]:
    """Make an office folder with settings, table of units and room for templates.

    Returns the names made; ``county`` ``""`` makes the example office. Raises SettingsError E3005
    for an office folder that exists, StorageError E5202.
    """
    from toolkit.loading.units_table import read_units_table, write_units_table

    made = create_folder(folder, county)
    write_units_table(folder / UNITS_FILE, county)
    # Leaves the compiled copy, so that commands which only read have nothing to write.
    read_units_table(folder / UNITS_FILE)
    return [*made, UNITS_FILE]


def extract_tasks(
    path: Path, *, kind: DocumentKind | None = None, folder: Path | None = None
) -> tuple[SourceDocument, Extraction]:
    """Read a file and find its tasks; ``kind`` ``None`` lets the document speak for itself.

    ``folder`` is an office folder whose own table of units is used. Raises InputError for a file
    that cannot be read.
    """
    document = read_document(path)
    return document, find_tasks(document, knowledge_for(folder), kind)


def knowledge_for(folder: Path | None) -> Knowledge:
    """What extraction needs to know: built in, with the office's own units where it has a table."""
    return load_knowledge(units_file(folder))


def law_of(office: OfficeFolder) -> Law:
    """The office's regulation and calendar, the built-in ones where its settings name none."""
    rules = office.settings.rules
    overlays = [path for name in rules.calendars if (path := office.path(name))]
    return Law(load_regulation(office.path(rules.regulation)), load_calendar(overlays))


def decide_deadlines(
    source: str, on: date, office: OfficeFolder, *, issued_on: date | None = None
) -> Decision:
    """What the regulation says of a source (id, Chinese name or usual short name) on a day.

    ``issued_on`` ``None`` counts what runs from the issue from the latest day allowed for it.
    """
    law = law_of(office)
    return decide(law.regulation, law.calendar, source, on, issued_on=issued_on)


def prepare_tickets(
    document: SourceDocument,
    office: OfficeFolder,
    *,
    kind: DocumentKind | None = None,
    source: str | None = None,
    on: date | None = None,
    issued_on: date | None = None,
    corrections: Corrections = Corrections(),
) -> Preparation:
    """Everything up to the clerk's yes. ``source`` and ``on`` override what the document says.

    Raises UsageError (E0206) where a correction names a task that the document does not have.
    """
    knowledge = knowledge_for(office.folder)
    extraction = find_tasks(document, knowledge, kind)
    _check_numbers(corrections, extraction)
    wanted = _corrected(document, extraction, corrections, knowledge)
    tasks, undecided, doubts = _decided(wanted, law_of(office), source, on, issued_on)
    tickets, waiting, reasons = draft_tickets(
        tasks, extraction.source, document.sha256, grouping=office.settings.tickets.grouping
    )
    issuers = dict.fromkeys(ticket.issuer for ticket in tickets)
    unfilled = [each for name in issuers for each in office_findings(office.profile(name))]
    return Preparation(
        document,
        extraction,
        tasks,
        tickets,
        held_back=tuple(zip(waiting, reasons, strict=True)),
        undecided=undecided,
        skipped=tuple(task for task in extraction.tasks if task.number in corrections.skipped),
        findings=tuple(dict.fromkeys([*doubts, *unfilled])),
    )


def _decided(
    extraction: Extraction,
    law: Law,
    source: str | None,
    on: date | None,
    issued_on: date | None,
) -> tuple[tuple[Task, ...], tuple[ExtractedTask, ...], tuple[Finding, ...]]:
    """Tasks with their decisions, those that got none, and why; in document order.

    A register of instructions holds several leaders and days, each with deadlines of its own.
    """
    decided: list[Task] = []
    undecided: list[ExtractedTask] = []
    doubts: list[Finding] = []
    for (leader, day), group in _by_instruction(extraction).items():
        source_id, found = _source_of(extraction, law.regulation, source, leader)
        doubts += found
        event = on or day or extraction.source.date
        if source_id is None or event is None:
            undecided += group
            doubts += [] if event else [source_day_unknown()]
            continue
        decision = decide(
            law.regulation,
            law.calendar,
            source_id,
            event,
            issued_on=issued_on,
            chief_presides=chief_presides(extraction.source, law.regulation),
            level=level_of(extraction.source, law.regulation),
        )
        part = replace(extraction, tasks=tuple(group))
        tasks, concerns = apply_rules(
            part,
            decision,
            required=law.regulation.required_fields,
            required_clause=law.regulation.required_clause.number,
        )
        decided += tasks
        doubts += concerns
    decided.sort(key=lambda task: task.extracted.number)
    return tuple(decided), tuple(undecided), tuple(doubts)


def _by_instruction(
    extraction: Extraction,
) -> dict[tuple[str | None, date | None], list[ExtractedTask]]:
    groups: dict[tuple[str | None, date | None], list[ExtractedTask]] = {}
    for task in extraction.tasks:
        groups.setdefault((task.instructed_by, task.instructed_on), []).append(task)
    return groups


def _source_of(
    extraction: Extraction, regulation: Regulation, given: str | None, leader: str | None
) -> tuple[str | None, tuple[Finding, ...]]:
    if given is not None:
        return given, ()
    source_id, _, doubts = determine_source(extraction.source, regulation, post=leader)
    return source_id, doubts


def _check_numbers(corrections: Corrections, extraction: Extraction) -> None:
    known = {task.number for task in extraction.tasks}
    wrong = sorted({*corrections.leads, *corrections.skipped} - known)
    if wrong:
        raise UsageError(
            "E0206", f"没有第{wrong[0]}项任务，这份文件共{len(known)}项。请按预览中的“序”填写。"
        )


def _corrected(
    document: SourceDocument, extraction: Extraction, corrections: Corrections, known: Knowledge
) -> Extraction:
    """A copy for the rules; what was read stays as it is in the preparation and the ledger."""
    level = detect_level(
        (each.text for each in document.paragraphs), issuer=extraction.source.issuer
    )
    tasks = []
    for task in extraction.tasks:
        if task.number in corrections.skipped:
            continue
        if names := corrections.leads.get(task.number):
            mentions = parse_unit_list("、".join(names), known.vocabulary, level)
            units = tuple(Unit(each.text, each.name) for each in mentions)
            reasons = (*task.reasons, Reason("lead_units", "clerk"))
            task = replace(task, lead_units=units, reasons=reasons)
        tasks.append(task)
    return replace(extraction, tasks=tuple(tasks))
