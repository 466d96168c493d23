"""催办单: what is overdue, since when, and by when an answer is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.papers.contract import labelled
from toolkit.papers.signing import SigningRow

NOTHING_RECEIVED = "未收到落实情况"
NOT_ANSWERED = "收到的情况未回应交办要求"


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One overdue item, numbered as on the ticket it comes from."""

    index: int = labelled("原序号", "原交办单中的序号")
    objective: str = labelled("催办事项", required=True)
    completion: str = labelled("完成时限", "原文没有的写“原文未明确”")
    progress: str = labelled("目前情况", "台账最近的记录；没有的为“未报”")


@dataclass(frozen=True, slots=True)
class ReminderFields:
    """The fields of a 催办单."""

    issuer_name: str = labelled("发单机构", "全称")
    number: str = labelled("编号", "此前为“（待编号）”", required=True)
    issued_on: str = labelled("日期", "此前为“（待签发）”", required=True)
    unit: str = labelled("被催办单位", required=True)
    ticket_number: str = labelled("原交办单编号", required=True)
    ticket_issued_on: str = labelled("原交办单下发日期")
    ticket_items: str = labelled("涉及项次", "如 第1、3项；全部的为空")
    feedback_by: str = labelled("应反馈日", required=True)
    overdue: str = labelled("已逾期", "如 1个工作日", required=True)
    tasks: tuple[OverdueRow, ...] = labelled("催办事项", "一行一项", required=True)
    as_of: str = labelled("截至日期")
    state: str = labelled("反馈情况", f"“{NOTHING_RECEIVED}”或“{NOT_ANSWERED}”")
    reply_by: str = labelled("书面报送时限", required=True)
    feedback_to: str = labelled("反馈对象")
    basis: str = labelled("依据", "条款；没有的为空")
    contact: str = labelled("联系人")
    phone: str = labelled("联系电话")
    copies: str = labelled("抄送", "制度规定的机关；没有的为空")
    steps: tuple[SigningRow, ...] = labelled("审签", "制度规定的环节，一行一个", required=True)
