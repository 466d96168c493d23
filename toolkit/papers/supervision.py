"""督办单 and 督办通知书: the same facts, once as a form and once as a letter."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.papers.contract import labelled
from toolkit.papers.reminder import OverdueRow
from toolkit.papers.signing import SigningRow


@dataclass(frozen=True, slots=True)
class SupervisionLetterFields:
    """The fields of a 督办通知书."""

    issuer_name: str = labelled("发单机构", "全称")
    number: str = labelled("编号", "此前为“（待编号）”", required=True)
    issued_on: str = labelled("日期", "此前为“（待签发）”", required=True)
    alert_colour: str = labelled("督办级别", "如 红色督办；本县不分色的为空")
    unit: str = labelled("被督办单位", required=True)
    responsible_leader: str = labelled("责任领导", "单位主要负责同志；不详的为“主要负责同志”")
    ticket_number: str = labelled("原交办单编号", required=True)
    ticket_issued_on: str = labelled("原交办单下发日期")
    reminder_number: str = labelled("催办单编号", required=True)
    reminder_issued_on: str = labelled("催办日期")
    reminder_result: str = labelled("催办结果", "如 至3月26日仍未反馈")
    shortfall: str = labelled("未落实情况", "“未按要求完成”或“未按要求反馈”", required=True)
    tasks: tuple[OverdueRow, ...] = labelled("督办事项", "一行一项", required=True)
    method: str = labelled("督办方式", "专项督查、联合督查、实地督查、挂牌督查之一")
    requirement: str = labelled("整改要求", "针对本事项的要求，不带句号；没有的为空")
    report_by: str = labelled("报告时限", required=True)
    report_to: str = labelled("报告对象")
    consequence: str = labelled("后果", "制度写明的后果，如 实绩考核扣分")
    basis: str = labelled("依据", "条款；没有的为空")
    contact: str = labelled("联系人")
    phone: str = labelled("联系电话")
    copies: str = labelled("抄送", "制度规定的机关；没有的为空")


@dataclass(frozen=True, slots=True)
class SupervisionFields(SupervisionLetterFields):
    """The fields of a 督办单: those of the letter, and the chain of approval, kept on the form."""

    steps: tuple[SigningRow, ...] = labelled("审签", "制度规定的环节，一行一个", required=True)
