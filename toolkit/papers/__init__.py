"""Every paper the office sends or receives, each with its fields as one documented dataclass.

The dataclass is the contract of the template: a template may use exactly these names. Values are
plain text, whole numbers, or rows of such values; what nobody has said stands as （待填） or a
blank to write in. Wording that never changes stands in the template, where an office may edit it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from toolkit.papers.assignment import AssignmentFields
from toolkit.papers.breakdown import BreakdownFields
from toolkit.papers.bulletin import BulletinFields
from toolkit.papers.closing import ClosingFields
from toolkit.papers.extension import ExtensionReplyFields, ExtensionRequestFields
from toolkit.papers.feedback import FeedbackFields
from toolkit.papers.instruction import InstructionFields
from toolkit.papers.notice import NoticeFields
from toolkit.papers.reminder import ReminderFields
from toolkit.papers.supervision import SupervisionFields, SupervisionLetterFields


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its Chinese name (also its template's file name), fields, and what it is for."""

    name: str
    fields: type[Any]
    purpose: str

    @property
    def file_name(self) -> str:
        return f"{self.name}.docx"


PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("交办单", AssignmentFields, "把任务交给承办单位，附回执"),
        Paper("交办通知", NoticeFields, "信函格式，一次会议的多项任务列作附件"),
        Paper("领导批示办理单", InstructionFields, "转办领导批示，登记办理结果"),
        Paper("催办单", ReminderFields, "逾期未反馈的，催促办理"),
        Paper("督办单", SupervisionFields, "催办后仍未办的，予以督办"),
        Paper("督办通知书", SupervisionLetterFields, "督办的信函格式，内容同督办单"),
        Paper("任务分解方案", BreakdownFields, "分解政府工作报告的通知，附任务表"),
        Paper("政务督查通报", BulletinFields, "通报落实情况，附明细表"),
        Paper("销号单", ClosingFields, "核查办理结果，同意销号或退回"),
        Paper("延期申请", ExtensionRequestFields, "承办单位在期满前申请延期"),
        Paper("延期批复", ExtensionReplyFields, "交办机构答复延期申请"),
        Paper("反馈表", FeedbackFields, "随单下发，承办单位填写后报回"),
    )
}
