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

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolkit.corrections import NO_CORRECTIONS, Corrections, corrected
from toolkit.drafting import draft_tickets, office_findings, rare_findings
from toolkit.extraction import extract_tasks as find_tasks
from toolkit.extraction.units.find import detect_level
from toolkit.findings import of_some, other_county, source_day_unknown, still_open
from toolkit.loading.vague_units import load_vague_units
from toolkit.loading.vocabulary import divisions
from toolkit.model import (
    Decision,
    DocumentKind,
    ExtractedTask,
    Extraction,
    Finding,
    Severity,
    SourceDocument,
    Task,
    Ticket,
)
from toolkit.office.law import Law, decide_deadlines, law_of
from toolkit.office.settings import (
    EXAMPLE_OFFICE,
    OfficeFolder,
    load_office,
)
from toolkit.reading import read_document
from toolkit.recognition import extract_tasks, knowledge_for
from toolkit.rules.apply import apply_rules
from toolkit.rules.deadlines import decide
from toolkit.rules.organs import level_of
from toolkit.rules.regulation import Regulation
from toolkit.rules.source import chief_presides, determine_source

__all__ = [
    "Corrections",
    "Preparation",
    "decide_deadlines",
    "extract_tasks",
    "open_office",
    "prepare_tickets",
    "read_document",
]

open_office = load_office


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything known before issue; nothing of it has a number or stands on disk.

    ``extraction`` is what was read, untouched by corrections. ``tasks`` are those with a decision:
    on one of ``tickets``, in ``held_back`` with the reason why they can go on none yet, or in
    ``skipped`` because the clerk leaves them out. ``undecided`` are tasks whose source or day
    could not be determined, ``done`` those on a ticket already. ``findings`` concern the whole
    document or the office; :meth:`findings_of` has those of one task.
    """

    document: SourceDocument
    extraction: Extraction
    tasks: tuple[Task, ...]
    tickets: tuple[Ticket, ...]
    held_back: tuple[tuple[Task, Finding], ...]
    skipped: tuple[Task, ...]
    undecided: tuple[ExtractedTask, ...]
    done: tuple[ExtractedTask, ...]
    corrections: Corrections
    findings: tuple[Finding, ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Each decision that a task rests on, once, in the order of the tasks."""
        found: list[Decision] = []
        for decision in {id(task.decision): task.decision for task in self.tasks}.values():
            if decision not in found:
                found.append(decision)
        return tuple(found)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What must be settled before a ticket is issued."""
        tasks = [task for ticket in self.tickets for task in ticket.tasks]
        decisions = {id(task.decision): task.decision for task in tasks}.values()
        found = [each for decision in decisions for each in decision.findings]
        found += [each for task in tasks for each in _findings_of(task)]
        return tuple(each for each in dict.fromkeys(found) if each.severity is Severity.ERROR)

    def findings_of(self, number: int) -> tuple[Finding, ...]:
        """What is doubtful about one task, each doubt once: a later step's words stand."""
        task = next((task for task in self.tasks if task.extracted.number == number), None)
        if task is None:
            known = (*self.undecided, *self.extraction.tasks)
            read = [each for each in known if each.number == number][:1]
            return tuple(each for task in read for each in task.findings)
        return _findings_of(task, tuple(why for held, why in self.held_back if held is task))


def _findings_of(task: Task, held_back: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    kept: list[Finding] = []
    for step in (held_back, task.findings, task.extracted.findings):
        said = {each.about for each in kept if each.about}
        kept[:0] = [each for each in step if each.about not in said]
    return tuple(dict.fromkeys(kept))


@dataclass(frozen=True, slots=True)
class Given:
    """What the clerk says in the document's place, and the day of issue; ``None``: nothing."""

    source: str | None
    on: date | None
    issued_on: date | None
    printed_on: date | None
    report_by: date | None


def prepare_tickets(
    document: SourceDocument,
    office: OfficeFolder,
    *,
    kind: DocumentKind | None = None,
    source: str | None = None,
    on: date | None = None,
    issued_on: date | None = None,
    printed_on: date | None = None,
    report_by: date | None = None,
    corrections: Corrections = NO_CORRECTIONS,
) -> Preparation:
    """Everything up to the clerk's yes. ``source`` and ``on`` override what the document says.

    Raises UsageError where a correction does not fit (:func:`toolkit.corrections.corrected`).
    """
    knowledge = knowledge_for(office.folder)
    extraction = find_tasks(document, knowledge, kind)
    wanted = corrected(document, extraction, corrections, knowledge)
    given = Given(source, on, issued_on, printed_on, report_by)
    return prepare_read(document, extraction, wanted, office, given, corrections)


def prepare_read(
    document: SourceDocument,
    extraction: Extraction,
    wanted: Extraction,
    office: OfficeFolder,
    given: Given,
    corrections: Corrections,
) -> Preparation:
    """The second half: ``wanted`` are the tasks of ``extraction`` as the clerk wants them."""
    vague = load_vague_units()
    tasks, undecided, doubts = _decided(wanted, law_of(office), given, vague)
    skipped = tuple(task for task in tasks if task.extracted.number in corrections.skipped)
    tickets, waiting, reasons = draft_tickets(
        [task for task in tasks if task.extracted.number not in corrections.skipped],
        extraction.source,
        document.sha256,
        vague=vague,
        grouping=office.settings.tickets.grouping,
    )
    issuers = dict.fromkeys(ticket.issuer for ticket in tickets)
    unfilled = [each for name in issuers for each in office_findings(office.profile(name))]
    strayed = _of_another_county(document, extraction, office)
    unsure = (*doubts, *unfilled, *rare_findings(tickets))
    found = (*strayed, *document.findings, *extraction.findings, *unsure)
    return Preparation(
        document,
        extraction,
        tasks,
        tickets,
        held_back=tuple(zip(waiting, reasons, strict=True)),
        skipped=skipped,
        undecided=tuple(each for each in undecided if each.number not in corrections.skipped),
        done=tuple(task for task in extraction.tasks if task.number in corrections.done),
        corrections=corrections,
        findings=still_open(
            found, source_given=given.source is not None, day_given=given.on is not None
        ),
    )


_COUNTIES = ("县", "区", "旗")


def _of_another_county(
    document: SourceDocument, extraction: Extraction, office: OfficeFolder
) -> tuple[Finding, ...]:
    """A doubt where the head names another county than the office's; never for a paper of a
    city, a town or another level, nor for the example office."""
    facts, own = extraction.source, office.settings.county
    if (
        office.folder is None
        or own == EXAMPLE_OFFICE.settings.county
        or not own.endswith(_COUNTIES)
    ):
        return ()
    texts = (each.text for each in document.paragraphs)
    level = detect_level(texts, issuer=facts.issuer, divisions=divisions())
    place = level.place
    heads = (facts.issuer or "", facts.title or "")
    named = place.endswith(_COUNTIES) and any(place in head for head in heads)
    if level.grade != "county" or not named or place in own or own in place:
        return ()
    return (other_county(place, own),)


def _decided(
    extraction: Extraction,
    law: Law,
    given: Given,
    vague: Collection[str],
) -> tuple[tuple[Task, ...], tuple[ExtractedTask, ...], tuple[Finding, ...]]:
    """Tasks with their decisions, those that got none, and why; in document order.

    A register of instructions holds several leaders and days, each with deadlines of its own.
    """
    decided: list[Task] = []
    undecided: list[ExtractedTask] = []
    doubts: list[tuple[Finding, Sequence[ExtractedTask]]] = []
    for (posts, day), group in _by_instruction(extraction).items():
        source_id, found = _source_of(extraction, law.regulation, given.source, posts)
        said = list(found)
        printed_on = given.printed_on or extraction.source.printed_on
        event = given.on or day or extraction.source.date
        rule = law.regulation.find_source(source_id or "")
        if event is None and rule is not None and rule.counts_from_printing:
            event = printed_on
        if source_id is None or event is None:
            undecided += group
            said += [] if event else [source_day_unknown()]
            doubts += [(each, group) for each in said]
            continue
        decision = decide(
            law.regulation,
            law.calendar,
            source_id,
            event,
            issued_on=given.issued_on,
            printed_on=printed_on,
            report_by=given.report_by,
            chief_presides=chief_presides(extraction.source, law.regulation),
            level=level_of(extraction.source, law.regulation),
        )
        part = replace(extraction, tasks=tuple(group))
        tasks, concerns = apply_rules(
            part,
            decision,
            required=law.regulation.required_fields,
            required_clause=law.regulation.required_clause.number,
            one_lead_clause=law.regulation.one_lead_clause(event),
            vague=vague,
        )
        decided += tasks
        doubts += [(each, group) for each in (*said, *concerns)]
    decided.sort(key=lambda task: task.extracted.number)
    return tuple(decided), tuple(undecided), _named(doubts, len(extraction.tasks))


def _named(
    doubts: Iterable[tuple[Finding, Sequence[ExtractedTask]]], count: int
) -> tuple[Finding, ...]:
    """Each doubt once; one that is about some leaders' instructions only names their tasks."""
    about: dict[Finding, list[int]] = {}
    for each, group in doubts:
        about.setdefault(each, []).extend(task.number for task in group)
    return tuple(
        each if each.task is not None or len(numbers) == count else of_some(each, sorted(numbers))
        for each, numbers in about.items()
    )


def _by_instruction(
    extraction: Extraction,
) -> dict[tuple[tuple[str, ...], date | None], list[ExtractedTask]]:
    groups: dict[tuple[tuple[str, ...], date | None], list[ExtractedTask]] = {}
    for task in extraction.tasks:
        posts = (*task.instructed_posts, task.instructed_by or "")
        groups.setdefault((posts, task.instructed_on), []).append(task)
    return groups


def _source_of(
    extraction: Extraction, regulation: Regulation, given: str | None, posts: Sequence[str]
) -> tuple[str | None, tuple[Finding, ...]]:
    if given is not None:
        return given, ()
    source_id, _, doubts = determine_source(extraction.source, regulation, posts=posts)
    return source_id, doubts
