"""Tasks → tickets: which tasks share one, and which can go on none yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.findings import (
    DAY_IMPOSSIBLE,
    LEAD,
    lead_unit_missing,
    lead_unit_vague,
    names_rare,
    office_facts_missing,
)
from toolkit.model import Finding, SourceFacts, Task, Ticket, TicketKind
from toolkit.text.rare import outside_gb2312, rare_names
from toolkit.wording import unit_names


class Grouping(StrEnum):
    """What one ticket holds: a unit's tasks, the whole source, or a single task."""

    UNIT = "unit"
    SOURCE = "source"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """What an office knows of itself. An empty string means nobody has said.

    ``organs`` maps the short names the rules use to full names (县政府督查室 → ××县人民政府督查室);
    ``copies`` are the organs of 抄送; ``objection_working_days`` is how long a unit may say that a
    task is not its business (an office's choice, no regulation sets it).
    """

    organs: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    phone: str = ""
    signer: str = ""
    copies: tuple[str, ...] = ()
    objection_working_days: int = 2


def draft_tickets(
    tasks: Iterable[Task],
    source_facts: SourceFacts,
    sha256: str,
    *,
    vague: Collection[str],
    grouping: Grouping | str = Grouping.UNIT,
) -> tuple[tuple[Ticket, ...], tuple[Task, ...], tuple[Finding, ...]]:
    """Tickets in document order, tasks nobody can be charged with yet, and what to do about them.

    Tasks share a ticket only when issuer, feedback and instruction agree too: one paper states
    one feedback date. A lead unit with one of the words ``vague`` can receive no ticket. A task
    whose missing lead was found in reading keeps that finding. A ``grouping`` that is no
    :class:`Grouping` raises ``ValueError``.
    """
    by = Grouping(grouping)
    groups: dict[tuple[object, ...], list[Task]] = {}
    undraftable: list[Task] = []
    findings: list[Finding] = []
    for task in tasks:
        trouble = _lead_trouble(task, vague) or _day_trouble(task)
        if trouble:
            undraftable.append(task)
            findings.append(trouble)
        else:
            groups.setdefault(_group_key(task, by), []).append(task)
    tickets = tuple(_ticket(group, source_facts, sha256) for group in groups.values())
    return tickets, tuple(undraftable), tuple(findings)


def _lead_trouble(task: Task, vague: Collection[str]) -> Finding | None:
    extracted = task.extracted
    origin = extracted.origin[0] if extracted.origin else None
    if not extracted.lead_units:
        told = next((each for each in extracted.findings if each.about == LEAD), None)
        return told or lead_unit_missing(extracted.number, extracted.lead_officials, origin)
    for unit in extracted.lead_units:
        if unit.is_vague(vague):
            return lead_unit_vague(extracted.number, unit.text, unit.origin or origin)
    return None


def _day_trouble(task: Task) -> Finding | None:
    """That the task names a day which does not exist: it waits until the day is asked about."""
    return next((each for each in task.extracted.findings if each.code == DAY_IMPOSSIBLE), None)


def _group_key(task: Task, by: Grouping) -> tuple[object, ...]:
    decision, extracted = task.decision, task.extracted
    feedback = decision.feedback_deadline
    shared = (
        decision.source_id,
        decision.issuer,
        decision.feedback_to,
        (feedback.on, feedback.provisional_on) if feedback else None,
        extracted.instructed_by,
        extracted.instructed_on,
    )
    if by is Grouping.SOURCE:
        return shared
    if by is Grouping.UNIT:
        return (unit_names(extracted.lead_units), *shared)
    return (extracted.number, *shared)


def _ticket(group: Sequence[Task], source: SourceFacts, sha256: str) -> Ticket:
    leads = [unit for task in group for unit in task.extracted.lead_units]
    return Ticket(
        kind=TicketKind.ASSIGNMENT,
        issuer=group[0].decision.issuer,
        units=unit_names(leads),
        tasks=tuple(group),
        source=source,
        source_sha256=sha256,
    )


def rare_findings(tickets: Sequence[Ticket]) -> tuple[Finding, ...]:
    """Which names and tasks on the tickets hold a character that a font may lack."""
    found = rare_names(
        name
        for ticket in tickets
        for task in ticket.tasks
        for name in (
            *unit_names((*task.extracted.lead_units, *task.extracted.supporting_units)),
            *task.extracted.lead_officials,
            *task.extracted.responsible_persons,
        )
    )
    for task in (task for ticket in tickets for task in ticket.tasks):
        if rare := outside_gb2312(task.extracted.objective):
            found[f"第{task.extracted.number}项任务"] = rare
    characters = tuple(dict.fromkeys(each for rare in found.values() for each in rare))
    return (names_rare(tuple(found), characters),) if found else ()


def office_findings(profile: OfficeProfile) -> tuple[Finding, ...]:
    """Which facts of the office will stand on the paper as （待填）; none when all are set."""
    facts = {
        "联系人": profile.contact,
        "联系电话": profile.phone,
        "签发人": profile.signer,
    }
    missing = [label for label, value in facts.items() if not value]
    return (office_facts_missing(missing),) if missing else ()
