"""English field ↔ Chinese label: the glossary of the project in use.

A word that a clerk sees comes from here, so that screen, paper and files say the same.
"""

from __future__ import annotations

from types import MappingProxyType

from toolkit.model import DocumentKind, TicketKind

#: Field or term of the code → its one Chinese label.
LABELS = MappingProxyType(
    {
        "basis": "依据",
        "breakdown": "任务分解",
        "clause": "条款",
        "close": "销号",
        "closed_on": "销号日期",
        "completed": "办结",
        "completion_deadline": "完成时限",
        "copies": "抄送",
        "calendar_day": "自然日",
        "dedicated_body": "专门机构",
        "document_number": "发文字号",
        "extension": "延期",
        "feedback_deadline": "反馈时限",
        "feedback_to": "反馈对象",
        "handling_unit": "承办单位",
        "instructed_by": "批示人",
        "instructed_on": "批示日期",
        "instructed_posts": "批示人职务",
        "instruction": "批示",
        "issuance_deadline": "下发时限",
        "issued_on": "下发日期",
        "issuer": "发单机构",
        "lead_officials": "牵头领导",
        "lead_units": "牵头单位",
        "ledger": "台账",
        "makeup_workday": "调休上班日",
        "milestones": "时间节点",
        "minutes": "会议纪要",
        "needs_review": "待核",
        "number": "编号",
        "objective": "目标任务",
        "origin": "出处",
        "overdue": "逾期",
        "recurring": "周期",
        "registry_number": "扎口编号",
        "registry_office": "扎口单位",
        "responsible_persons": "责任人",
        "responsible_units": "责任单位",
        "schedule": "时序进度",
        "source": "来源",
        "supervision": "督办",
        "supporting_units": "配合单位",
        "targets": "目标值",
        "ticket": "单",
        "urgent": "加急",
        "working_day": "工作日",
    }
)

#: The three sorts of ticket.
TICKET_KINDS = MappingProxyType(
    {
        TicketKind.ASSIGNMENT: "交办单",
        TicketKind.REMINDER: "催办单",
        TicketKind.SUPERVISION: "督办单",
    }
)

#: The four kinds of document.
DOCUMENT_KINDS = MappingProxyType(
    {
        DocumentKind.MINUTES: "会议纪要",
        DocumentKind.INSTRUCTION: "领导批示",
        DocumentKind.REPORT: "政府工作报告",
        DocumentKind.BREAKDOWN: "任务分解",
    }
)


def label(field: str) -> str:
    """The Chinese label of a field. Raises :class:`KeyError` for a field without one."""
    return LABELS[field]
