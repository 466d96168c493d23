"""领导批示办理单: one instruction from its registration to the answer that went back."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.papers.contract import labelled


@dataclass(frozen=True, slots=True)
class InstructionFields:
    """The fields of a 领导批示办理单. What is not done yet is empty, to be written by hand."""

    issuer_name: str = labelled("办理机构", "全称")
    number: str = labelled("编号", "此前为“（待编号）”", required=True)
    issued_on: str = labelled("交办日期", "此前为“（待签发）”", required=True)
    leader: str = labelled("批示领导", "姓名和职务", required=True)
    instructed_on: str = labelled("批示日期", required=True)
    incoming_unit: str = labelled("来文单位", "没有的为“—”")
    incoming_number: str = labelled("来文字号", "没有的为“—”")
    incoming_title: str = labelled("来文标题")
    register_number: str = labelled("收文号", "没有的为“—”")
    instruction: str = labelled("批示内容", "原文照录；不宜录入的写“（另附）”", required=True)
    category: str = labelled("类别", "阅示、办理、研处、督办之一")
    proposal: str = labelled("拟办意见")
    lead_units: str = labelled("主办单位", required=True)
    supporting_units: str = labelled("协办单位", "没有的为“无”")
    due: str = labelled("办理时限", required=True)
    due_basis: str = labelled("办理时限依据", "条款和推算过程；没有的为空")
    feedback_to: str = labelled("反馈对象")
    result: str = labelled("办理结果", "未办结的为空")
    report_back: str = labelled("反馈领导情况", "向领导报告的日期和再批示；没有的为空")
    closed_on: str = labelled("销号日期", "未销号的为空")
    handler: str = labelled("承办人")
    contact: str = labelled("联系人")
    phone: str = labelled("联系电话")
