"""Tasks → tickets → the named fields of each paper.

:class:`AssignmentFields` is the contract of the template 交办单.docx: a template may use exactly
these names, and every value is a string, a whole number or a row of such values. What nobody has
said stands on the paper as （待填） and is a finding; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from toolkit.findings import (
    DAY_IMPOSSIBLE,
    LEAD,
    lead_unit_missing,
    lead_unit_vague,
    office_facts_missing,
)
from toolkit.model import (
    Deadline,
    DocumentKind,
    Finding,
    SourceFacts,
    Span,
    StatedDate,
    Task,
    Ticket,
    TicketKind,
    Unit,
)

TO_FILL = "（待填）"
NOT_STATED = "原文未明确"
_DATE_TO_FILL = "　　　　年　　月　　日"
_CLAUSE_IN_SENTENCE = re.compile(r"；依据 [^（；，。]*")
_HOW_FIRM = {"by_analogy": "（类推）", "ambiguous": "（条文可作两解）", "config": "（本机关规定）"}


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


# --- which tasks share a ticket ------------------------------------------------------------------


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


def unit_names(units: Iterable[Unit]) -> tuple[str, ...]:
    """Names as printed: the official one where known, else as written; each once, in order."""
    return tuple(dict.fromkeys(unit.name or unit.text for unit in units))


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


# --- the contract of the paper -------------------------------------------------------------------


def labelled(label: str, note: str = "", *, required: bool = False) -> Any:
    """A field with its Chinese label; ``required``: no paper goes out without it."""
    return field(metadata={"label": label, "note": note, "required": required})


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One row of 交办事项. What all rows share stands in the head alone."""

    index: int = labelled("序号", "单内序号，从1起")
    objective: str = labelled("目标任务", required=True)
    completion: str = labelled(
        "完成时限", "原文写法另附日期；原文没有的写“原文未明确”", required=True
    )
    schedule: str = labelled("时序进度", "各节点的原文写法和日期；没有的为“—”")
    urgent: str = labelled("紧急标记", "“紧急”或空")
    lead_units: str = labelled("本项主办单位", "各项相同时只写在单头，此处为空")
    supporting_units: str = labelled("本项协办单位", "各项相同时只写在单头，此处为空")
    lead_officials: str = labelled("本项牵头领导", "各项相同时只写在单头，此处为空")
    responsible_persons: str = labelled("本项责任人", "各项相同时只写在单头，此处为空")
    origin: str = labelled("出处", "例：原文第14段")


@dataclass(frozen=True, slots=True)
class AssignmentFields:
    """The fields of a 交办单, in the order they stand on the paper; plain values only."""

    issuer_name: str = labelled("发单机构", "全称")
    number: str = labelled("编号", "签发时由台账给出；此前为“（待编号）”", required=True)
    urgency: str = labelled("紧急程度", "“加急”或空")
    issued_on: str = labelled("日期", "签发日期；此前为“（待签发）”", required=True)
    source: str = labelled("来源", "会议名称、届次、日期，或批示领导、日期、文件")
    lead_units: str = labelled("主办单位", required=True)
    supporting_units: str = labelled("协办单位", "没有的为“无”")
    lead_officials: str = labelled("牵头领导", "没有的为“原文未明确”")
    responsible_persons: str = labelled("责任人", "没有的为“由主办单位明确”，在回执中填报")
    task_count: int = labelled("事项数")
    tasks: tuple[AssignmentRow, ...] = labelled("交办事项", "一行一项", required=True)
    feedback_by: str = labelled("反馈时限", "未定的为待填的空格并注明由谁确定", required=True)
    feedback_to: str = labelled("反馈对象")
    feedback_basis: str = labelled("反馈时限依据", "条款和推算过程")
    issue_by: str = labelled("下发时限", "条款没有规定的为空")
    issue_basis: str = labelled("下发时限依据", "条款和推算过程；没有规定的为空")
    objection_days: int = labelled("异议期", "工作日数")
    contact: str = labelled("联系人")
    phone: str = labelled("联系电话")
    attachments: str = labelled("附件", "一行一件，带序号；没有的为空")
    signer: str = labelled("签发")
    copies: str = labelled("抄送", "没有的为空")
    receipt_unit: str = labelled("回执收到单位", "单内只有一个主办单位时为其名称，否则为空")


def office_findings(profile: OfficeProfile) -> tuple[Finding, ...]:
    """Which facts of the office will stand on the paper as （待填）; none when all are set."""
    facts = {
        "联系人": profile.contact,
        "联系电话": profile.phone,
        "签发人": profile.signer,
    }
    missing = [label for label, value in facts.items() if not value]
    return (office_facts_missing(missing),) if missing else ()


def assignment_fields(
    ticket: Ticket, profile: OfficeProfile, *, attachments: Sequence[str] = ()
) -> AssignmentFields:
    """All that the paper says of ``ticket``; before issue number and date are 待编号, 待签发."""
    decision = ticket.tasks[0].decision
    head = _Head.of(ticket.tasks)
    issuer_name = profile.organs.get(ticket.issuer, ticket.issuer)
    issuance, feedback = decision.issuance_deadline, decision.feedback_deadline
    urgent = any(task.extracted.urgent for task in ticket.tasks)
    return AssignmentFields(
        issuer_name=issuer_name or TO_FILL,
        number=ticket.number or "（待编号）",
        urgency="加急" if urgent else "",
        issued_on=chinese_date(ticket.issued_on) if ticket.issued_on else "（待签发）",
        source=_source_text(ticket),
        lead_units=_over_all(head.lead_units, TO_FILL),
        supporting_units=_over_all(head.supporting_units, "无"),
        lead_officials=_over_all(head.lead_officials, NOT_STATED),
        responsible_persons=_over_all(head.responsible_persons, "由主办单位明确"),
        task_count=len(ticket.tasks),
        tasks=tuple(_row(n, task, head) for n, task in enumerate(ticket.tasks)),
        feedback_by=_feedback_by(feedback),
        feedback_to=decision.feedback_to or issuer_name or TO_FILL,
        feedback_basis=_basis_text(feedback) or "条款未规定反馈时限，由交办机构确定",
        issue_by=_day(issuance) if issuance else "",
        issue_basis=_basis_text(issuance),
        objection_days=profile.objection_working_days,
        contact=profile.contact or TO_FILL,
        phone=profile.phone or TO_FILL,
        attachments=_numbered(attachments),
        signer=profile.signer or TO_FILL,
        copies="、".join(profile.copies),
        receipt_unit=_receiver(ticket),
    )


def _receiver(ticket: Ticket) -> str:
    """The one unit that signs for the ticket; ``""`` where several do, or all 乡镇."""
    groups = any(unit.group for task in ticket.tasks for unit in task.extracted.lead_units)
    return ticket.units[0] if len(ticket.units) == 1 and not groups else ""


_Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """The names each row has. What all rows share stands in the head alone."""

    lead_units: tuple[_Names, ...]
    supporting_units: tuple[_Names, ...]
    lead_officials: tuple[_Names, ...]
    responsible_persons: tuple[_Names, ...]

    @classmethod
    def of(cls, tasks: Sequence[Task]) -> _Head:
        found = [task.extracted for task in tasks]
        return cls(
            lead_units=tuple(unit_names(task.lead_units) for task in found),
            supporting_units=tuple(unit_names(task.supporting_units) for task in found),
            lead_officials=tuple(task.lead_officials for task in found),
            responsible_persons=tuple(task.responsible_persons for task in found),
        )


def _over_all(rows: Sequence[_Names], nobody: str) -> str:
    """All names, each once in order; says so when they are not everybody's in every row."""
    names = dict.fromkeys(name for row in rows for name in row)
    if not names:
        return nobody
    return "、".join(names) + ("（分工见各项）" if len(set(rows)) > 1 else "")


def _own(rows: Sequence[_Names], index: int) -> str:
    """The row's names; ``""`` where it has none or all rows share them."""
    return "、".join(rows[index]) if len(set(rows)) > 1 else ""


def _row(index: int, task: Task, head: _Head) -> AssignmentRow:
    extracted = task.extracted
    return AssignmentRow(
        index=index + 1,
        objective=extracted.objective or TO_FILL,
        completion=completion_text(extracted.completion_deadline, extracted.recurring),
        schedule="\n".join(_stated(step) for step in extracted.milestones) or "—",
        urgent="紧急" if extracted.urgent else "",
        lead_units=_own(head.lead_units, index),
        supporting_units=_own(head.supporting_units, index),
        lead_officials=_own(head.lead_officials, index),
        responsible_persons=_own(head.responsible_persons, index),
        origin=origin_text(extracted.origin),
    )


# --- how dates and places are said ------------------------------------------------------------


def chinese_date(day: date) -> str:
    """2026年3月9日: arabic, whole year, no padding zeros (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def completion_text(deadline: StatedDate | None, recurring: str | None) -> str:
    """When the task is to be done: as written, with the day it comes to; never an invented one."""
    parts = [recurring] if recurring else []
    if deadline and deadline.text != recurring:
        parts.append(_stated(deadline) if deadline.on else f"{deadline.text}\n（日期待核）")
    return "\n".join(parts) or NOT_STATED


def origin_text(spans: Iterable[Span]) -> str:
    """Where the task was read, for a look back: 原文第14、16段."""
    paragraphs = dict.fromkeys(span.paragraph for span in spans)
    return f"原文第{'、'.join(map(str, paragraphs))}段" if paragraphs else ""


def _stated(stated: StatedDate) -> str:
    if stated.on is None or chinese_date(stated.on) in stated.text:
        return stated.text
    return f"{stated.text}\n{chinese_date(stated.on)}"


def _day(deadline: Deadline) -> str:
    if deadline.on:
        return chinese_date(deadline.on)
    if deadline.provisional_on:
        return f"{chinese_date(deadline.provisional_on)}（暂定）"
    return _DATE_TO_FILL


def _feedback_by(deadline: Deadline | None) -> str:
    if deadline and (deadline.on or deadline.provisional_on):
        return _day(deadline)
    return f"{_DATE_TO_FILL}（由交办机构确定）"


def _basis_text(deadline: Deadline | None) -> str:
    """The clause and how the day was reckoned, without a full stop; ``""``: neither is known."""
    if deadline is None:
        return ""
    # The sentence ends with its clause; on paper the clause comes first, with the regulation.
    reckoning = _CLAUSE_IN_SENTENCE.sub("", deadline.sentence).rstrip("。")
    if deadline.basis is None:
        return reckoning
    clause = f"《{deadline.basis.regulation.strip('《》')}》{deadline.basis.number}"
    clause += _HOW_FIRM.get(deadline.basis.status, "")
    return f"依据{clause}，{reckoning}" if reckoning else f"依据{clause}"


def _numbered(names: Sequence[str]) -> str:
    return "\n".join(f"{n}.{name}" for n, name in enumerate(names, 1))


# --- where the tasks come from ------------------------------------------------------------------


def _source_text(ticket: Ticket) -> str:
    source = ticket.source
    if source.kind is DocumentKind.MINUTES:
        return _meeting_text(source)
    if source.kind is DocumentKind.INSTRUCTION:
        return _instruction_text(ticket)
    day = f"（{chinese_date(source.date)}）" if source.date else ""
    return f"《{source.title.strip('《》')}》{day}" if source.title else TO_FILL


def _meeting_text(source: SourceFacts) -> str:
    name = (source.title or source.meeting_kind or "").removesuffix("纪要")
    number = source.meeting_number or ""
    if number.isdecimal():
        number = f"第{number}次"
    day = chinese_date(source.date) if source.date else ""
    details = [part for part in (number, day) if part and part not in name]
    return (name or TO_FILL) + (f"（{'，'.join(details)}）" if details else "")


def _instruction_text(ticket: Ticket) -> str:
    source, first = ticket.source, ticket.tasks[0].extracted
    leader = first.instructed_by or source.signer or TO_FILL
    on = first.instructed_on or source.date
    day = f"（{chinese_date(on)}）" if on else ""
    paper = f"《{source.title.strip('《》')}》" if source.title else ""
    return f"{leader}批示{day}{paper}"
