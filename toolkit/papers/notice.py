"""交办通知: the tasks of one source as an annex to a letter, and the fields taken from tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.drafting import OfficeProfile
from toolkit.model import Task, Ticket
from toolkit.papers.assignment import assignment_fields
from toolkit.papers.contract import labelled
from toolkit.wording import NOT_STATED, completion_text, origin_text, unit_names


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One row of the 交办清单."""

    index: int = labelled("序号", "从1起")
    matter: str = labelled("议定事项", "任务所在的条目标题；没有的为空")
    objective: str = labelled("目标任务", required=True)
    lead_officials: str = labelled("牵头领导", "没有的为“原文未明确”")
    lead_units: str = labelled("主办单位", required=True)
    supporting_units: str = labelled("协办单位", "没有的为“—”")
    responsible_persons: str = labelled("责任人", "没有的为“由主办单位明确”")
    completion: str = labelled("完成时限", "原文没有的写“原文未明确”", required=True)
    feedback_by: str = labelled("反馈时限", required=True)
    note: str = labelled("备注", "出处，例：原文第14段")


@dataclass(frozen=True, slots=True)
class NoticeFields:
    """The fields of a 交办通知 in letter format."""

    issuer_name: str = labelled("发文机关", "全称")
    number: str = labelled("发文字号", "签发时由台账给出；此前为“（待编号）”", required=True)
    issued_on: str = labelled("成文日期", "此前为“（待签发）”", required=True)
    addressees: str = labelled("主送机关", "不带冒号，如 各有关单位", required=True)
    source: str = labelled("来源", "会议名称、届次，或文件标题", required=True)
    source_day: str = labelled("来源日期", "没有的为空")
    task_count: int = labelled("事项数")
    feedback_by: str = labelled("反馈时限", "最早的一个；各项不同时，以清单为准", required=True)
    feedback_to: str = labelled("反馈对象")
    feedback_basis: str = labelled("反馈时限依据", "条款和推算过程；没有的为空")
    contact: str = labelled("联系人")
    phone: str = labelled("联系电话")
    copies: str = labelled("抄送", "没有的为空")
    tasks: tuple[NoticeRow, ...] = labelled("交办清单", "一行一项", required=True)


def notice_fields(
    tickets: Sequence[Ticket],
    profile: OfficeProfile,
    *,
    source: str,
    source_day: str = "",
    addressees: str = "各有关单位",
) -> NoticeFields:
    """One letter for ``tickets`` of one source, which share issuer, number and day of issue.

    ``ValueError`` without a ticket. Tasks stand in document order, as in the source.
    """
    if not tickets:
        raise ValueError("a notice needs at least one ticket")
    papers = [assignment_fields(ticket, profile) for ticket in tickets]
    head = papers[0]
    placed = sorted(
        (
            (task, paper.feedback_by)
            for ticket, paper in zip(tickets, papers, strict=True)
            for task in ticket.tasks
        ),
        key=lambda pair: pair[0].extracted.number,
    )
    return NoticeFields(
        issuer_name=head.issuer_name,
        number=head.number,
        issued_on=head.issued_on,
        addressees=addressees,
        source=source,
        source_day=source_day,
        task_count=len(placed),
        feedback_by=_earliest(tickets, [paper.feedback_by for paper in papers]),
        feedback_to=head.feedback_to,
        feedback_basis=head.feedback_basis if len({p.feedback_by for p in papers}) == 1 else "",
        contact=head.contact,
        phone=head.phone,
        copies=head.copies,
        tasks=tuple(_row(n, task, by) for n, (task, by) in enumerate(placed, 1)),
    )


def _earliest(tickets: Sequence[Ticket], printed: Sequence[str]) -> str:
    """As printed on the ticket whose feedback is due first; an undated one never is first."""
    limits = [ticket.tasks[0].decision.feedback_deadline for ticket in tickets]
    days = [limit and (limit.on or limit.provisional_on) for limit in limits]
    dated = [(day, text) for day, text in zip(days, printed, strict=True) if day]
    return min(dated)[1] if dated else printed[0]


def _row(index: int, task: Task, feedback_by: str) -> NoticeRow:
    read = task.extracted
    return NoticeRow(
        index=index,
        matter=read.heading,
        objective=read.objective,
        lead_officials="、".join(read.lead_officials) or NOT_STATED,
        lead_units="、".join(unit_names(read.lead_units)),
        supporting_units="、".join(unit_names(read.supporting_units)) or "—",
        responsible_persons="、".join(read.responsible_persons) or "由主办单位明确",
        completion=completion_text(read.completion_deadline, read.recurring),
        feedback_by=feedback_by,
        note=origin_text(read.origin),
    )
