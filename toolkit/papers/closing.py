"""销号单: what was to be done, what was done, who checked it, and the conclusion."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.papers.contract import labelled


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One measurable target beside what was reached."""

    index: int = labelled("序号", "从1起")
    target: str = labelled("目标任务", "量化指标照原文", required=True)
    done: str = labelled("完成情况", "对应填写；未填的为空")
    evidence: str = labelled("佐证材料", "名称或编号；未填的为空")


@dataclass(frozen=True, slots=True)
class ClosingFields:
    """The fields of a 销号单. Empty ones are written by hand."""

    issuer_name: str = labelled("核查机构", "全称")
    number: str = labelled("交办单编号", required=True)
    ledger_number: str = labelled("台账号")
    source: str = labelled("来源")
    unit: str = labelled("申请单位", required=True)
    applied_on: str = labelled("申请日期")
    due: str = labelled("完成时限", "原文没有的写“原文未明确”")
    targets: tuple[TargetRow, ...] = labelled("完成情况", "一行一项", required=True)
    method: str = labelled("核查方式", "书面核查或实地核查")
    opinion: str = labelled("核查意见")
    conclusion: str = labelled("结论", "同意销号、退回重办、转长期任务之一；未定的为空")
    new_due: str = labelled("新的反馈时限", "退回重办的填写；其他为空")
    checker: str = labelled("核查人")
    checked_on: str = labelled("核查日期")
    signer: str = labelled("审签")
    signed_on: str = labelled("审签日期")
