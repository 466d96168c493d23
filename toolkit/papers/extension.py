"""延期申请 and 延期批复: asked for before the day is over, answered in writing."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.papers.contract import labelled


@dataclass(frozen=True, slots=True)
class ExtensionRequestFields:
    """The fields of a 延期申请, which the unit fills in. Empty ones are written by hand."""

    issuer_name: str = labelled("交办机构", "全称")
    unit: str = labelled("申请单位", required=True)
    applied_on: str = labelled("申请日期", "须在原时限之前")
    number: str = labelled("交办单编号", required=True)
    item: str = labelled("项次", "如 第3项；全部的为空")
    objective: str = labelled("事项", required=True)
    limit_kind: str = labelled("时限种类", "反馈或完成")
    due: str = labelled("原时限", required=True)
    done: str = labelled("已开展工作")
    reason: str = labelled("延期原因", "特殊情况", required=True)
    wanted: str = labelled("申请延至", required=True)
    measures: str = labelled("保证措施")
    head: str = labelled("主要负责人")
    contact: str = labelled("联系人")
    phone: str = labelled("联系电话")
    conditions: str = labelled("延期条件", "制度的规定；没有的为空")


@dataclass(frozen=True, slots=True)
class ExtensionReplyFields:
    """The fields of a 延期批复, a letter to the unit that asked."""

    issuer_name: str = labelled("交办机构", "全称")
    number: str = labelled("发文字号", "此前为“（待编号）”", required=True)
    issued_on: str = labelled("成文日期", "此前为“（待签发）”", required=True)
    unit: str = labelled("申请单位", required=True)
    applied_on: str = labelled("申请日期")
    ticket_number: str = labelled("交办单编号", required=True)
    item: str = labelled("项次", "如 第3项；全部的为空")
    objective: str = labelled("事项")
    limit_kind: str = labelled("时限种类", "反馈或完成")
    due: str = labelled("原时限", required=True)
    is_granted: int = labelled("是否同意", "1为同意，0为不同意", required=True)
    new_due: str = labelled("新时限", "不同意的为空")
    reason: str = labelled("理由", "不同意的写明理由；同意的可为空")
    requirement: str = labelled("要求", "没有的为空")
    copies: str = labelled("抄送", "没有的为空")
    contact: str = labelled("联系人")
    phone: str = labelled("联系电话")
