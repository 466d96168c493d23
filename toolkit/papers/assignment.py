"""交办单: the tasks that share a ticket as the named fields of its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.drafting import OfficeProfile
from toolkit.model import Task, Ticket
from toolkit.papers.contract import labelled
from toolkit.wording import (
    NOT_STATED,
    TO_FILL,
    basis_text,
    chinese_date,
    completion_text,
    day_text,
    feedback_text,
    origin_text,
    source_text,
    stated_text,
    unit_names,
)


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
        source=source_text(ticket),
        lead_units=_over_all(head.lead_units, TO_FILL),
        supporting_units=_over_all(head.supporting_units, "无"),
        lead_officials=_over_all(head.lead_officials, NOT_STATED),
        responsible_persons=_over_all(head.responsible_persons, "由主办单位明确"),
        task_count=len(ticket.tasks),
        tasks=tuple(_row(n, task, head) for n, task in enumerate(ticket.tasks)),
        feedback_by=feedback_text(feedback),
        feedback_to=decision.feedback_to or issuer_name or TO_FILL,
        feedback_basis=basis_text(feedback) or "条款未规定反馈时限，由交办机构确定",
        issue_by=day_text(issuance) if issuance else "",
        issue_basis=basis_text(issuance),
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
        schedule="\n".join(stated_text(step) for step in extracted.milestones) or "—",
        urgent="紧急" if extracted.urgent else "",
        lead_units=_own(head.lead_units, index),
        supporting_units=_own(head.supporting_units, index),
        lead_officials=_own(head.lead_officials, index),
        responsible_persons=_own(head.responsible_persons, index),
        origin=origin_text(extracted.origin),
    )


def _numbered(names: Sequence[str]) -> str:
    return "\n".join(f"{n}.{name}" for n, name in enumerate(names, 1))
