"""反馈表: goes out with the ticket, comes back filled in; one row for each item of the ticket."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.drafting import OfficeProfile
from toolkit.model import Ticket
from toolkit.papers.assignment import assignment_fields
from toolkit.papers.contract import labelled


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One item as on the ticket; the other columns are the unit's to fill in."""

    index: int = labelled("序号", "与交办单相同", required=True)
    objective: str = labelled("目标任务", required=True)
    completion: str = labelled("完成时限")


@dataclass(frozen=True, slots=True)
class FeedbackFields:
    """The fields of a 反馈表 as it goes out."""

    issuer_name: str = labelled("交办机构", "全称")
    number: str = labelled("交办单编号", "报回时凭它认领", required=True)
    issued_on: str = labelled("下发日期")
    source: str = labelled("来源")
    unit: str = labelled("反馈单位", "单内只有一个主办单位时为其名称，否则为空")
    feedback_by: str = labelled("反馈时限", required=True)
    feedback_to: str = labelled("反馈对象")
    task_count: int = labelled("事项数")
    tasks: tuple[FeedbackRow, ...] = labelled("反馈事项", "一行一项", required=True)
    contact: str = labelled("交办机构联系人")
    phone: str = labelled("交办机构电话")


def feedback_fields(ticket: Ticket, profile: OfficeProfile) -> FeedbackFields:
    """The form that goes out with ``ticket``: the same number, items and limits."""
    paper = assignment_fields(ticket, profile)
    return FeedbackFields(
        issuer_name=paper.issuer_name,
        number=paper.number,
        issued_on=paper.issued_on,
        source=paper.source,
        unit=paper.receipt_unit,
        feedback_by=paper.feedback_by,
        feedback_to=paper.feedback_to,
        task_count=paper.task_count,
        tasks=tuple(FeedbackRow(row.index, row.objective, row.completion) for row in paper.tasks),
        contact=paper.contact,
        phone=paper.phone,
    )
