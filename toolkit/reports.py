"""What the commands print: lines of at most 80 columns, Chinese, no symbol outside GBK."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.contract import (
    accounting,
)
from toolkit.display import WIDTH, Column, paragraph, table, wrap
from toolkit.drafting import unit_names
from toolkit.labels import DOCUMENT_KINDS
from toolkit.model import (
    Deadline,
    Decision,
    ExtractedTask,
    Extraction,
    Fate,
    Finding,
    Severity,
    SourceDocument,
)

if TYPE_CHECKING:
    from toolkit.ledger.queries import IssuedTicket
    from toolkit.pipeline import Preparation

_PREVIEW = (
    Column("序", 2),
    Column("事项", 24),
    Column("牵头", 10),
    Column("配合", 10),
    Column("完成时限", 10),
    Column("反馈时限\n与依据", 10),
    Column("请核对", 6),
)
_EXCERPT = 60


def one_line(message: str) -> str:
    """A message of several lines as one; Chinese needs no space where a line ended."""
    return "".join(line.strip() for line in message.splitlines())


class Notes:
    """What a clerk should look at, numbered as first mentioned; and what is good to know."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._remarks: dict[str, dict[str, list[int]]] = {}

    def number(self, finding: Finding, task: int | None = None) -> int | None:
        """The finding's number, the same for the same words; ``None`` for a mere remark.

        Remarks that say the same of several tasks become one line.
        """
        message = one_line(finding.message)
        if finding.severity is Severity.NOTE:
            rest = re.sub(rf"^任务{task}(（第\d+段）)?", "", message) if task else message
            about = self._remarks.setdefault(f"【{finding.code}】", {}).setdefault(rest, [])
            about += [task] if task and rest != message else []
            return None
        text = f"【{finding.code}】{message}"
        return self._numbers.setdefault(text, len(self._numbers) + 1)

    def lines(self, more: Sequence[str], ambiguous: int) -> list[str]:
        """Both lists under their headings, ``more`` at the end of the first."""
        lines = []
        for text, number in self._numbers.items():
            indent = " " * (len(str(number)) + 2)
            lines += paragraph(f"{number}. {text}", indent=indent, ambiguous=ambiguous)
        lines += more
        if lines:
            lines.insert(0, "请核对：")
        if self._remarks:
            lines.append("供参考：")
        for code, remarks in self._remarks.items():
            for text, tasks in remarks.items():
                who = f"任务{'、'.join(map(str, tasks))}" if tasks else ""
                lines += paragraph(f"  {code}{who}{text}", indent="  ", ambiguous=ambiguous)
        return lines


def preview(preparation: Preparation, folder: Path | None, *, ambiguous: int = 1) -> list[str]:
    """All that a clerk should see before saying yes; ``folder`` ``None``: the example office."""
    notes = Notes()
    rows = _preview_rows(preparation, notes)
    for finding in (
        *preparation.document.findings,
        *preparation.extraction.findings,
        *preparation.findings,
    ):
        notes.number(finding)
    lines = [*_opening(preparation, ambiguous), ""]
    if rows:
        lines += [*table(_PREVIEW, rows, ambiguous=ambiguous), ""]
    for decision in preparation.decisions:
        lines += _decision_lines(decision, ambiguous)
    lines += [accounting_line(preparation.document, preparation.extraction), ""]
    if said := notes.lines(_review_lines(preparation, ambiguous), ambiguous):
        lines += [*said, ""]
    return [*lines, *wrap(_outlook(preparation, folder), WIDTH, ambiguous=ambiguous)]


def _opening(preparation: Preparation, ambiguous: int) -> list[str]:
    facts, document = preparation.extraction.source, preparation.document
    parts = [
        DOCUMENT_KINDS[facts.kind],
        facts.title or "",
        facts.date.isoformat() if facts.date else "",
    ]
    text = f"已读取 {document.name}（{'，'.join(part for part in parts if part)}）"
    return wrap(text, WIDTH, ambiguous=ambiguous)


def _preview_rows(preparation: Preparation, notes: Notes) -> list[list[str]]:
    held = {task.extracted.number: finding for task, finding in preparation.held_back}
    decided = {task.extracted.number: task for task in preparation.tasks}
    left_out = {task.number for task in preparation.skipped}
    rows = []
    for read in preparation.extraction.tasks:
        task = decided.get(read.number)
        shown = task.extracted if task else read
        findings = [*read.findings, *(task.findings if task else ())]
        findings += [held[read.number]] if read.number in held else []
        numbers = [notes.number(each, read.number) for each in dict.fromkeys(findings)]
        marks = [str(number) for number in numbers if number]
        rows.append(
            [
                str(read.number),
                shown.objective,
                "\n".join(unit_names(shown.lead_units)) or "未写明",
                "\n".join(unit_names(shown.supporting_units)),
                _completion(shown),
                _feedback(task.decision.feedback_deadline) if task else "",
                "不出单" if read.number in left_out else "、".join(marks),
            ]
        )
    return rows


def _completion(task: ExtractedTask) -> str:
    deadline = task.completion_deadline
    if deadline is not None:
        return deadline.on.isoformat() if deadline.on else deadline.text
    return task.recurring or "未写明"


def _feedback(deadline: Deadline | None) -> str:
    if deadline is None:
        return "未规定"
    clause = f"\n{deadline.basis.number}" if deadline.basis else ""
    return day_of(deadline) + clause


def day_of(deadline: Deadline) -> str:
    """``2026-02-26``, ``暂定 2027-01-08`` or ``未定``."""
    if deadline.on:
        return deadline.on.isoformat()
    return f"暂定 {deadline.provisional_on}" if deadline.provisional_on else "未定"


def _decision_lines(decision: Decision, ambiguous: int) -> list[str]:
    lines = wrap(f"来源：{decision.source_name}，由{decision.issuer}交办。", WIDTH)
    for sentence in decision.sentences:
        lines += paragraph(f"  {sentence}", indent="  ", ambiguous=ambiguous)
    return lines


def accounting_line(document: SourceDocument, extraction: Extraction) -> str:
    """What became of every paragraph, in one line."""
    counts = accounting(document, extraction)
    return (
        f"全文{counts['paragraphs']}段：任务{counts['task']}段，背景{counts['background']}段，"
        f"待核{counts['review']}段。"
    )


def _review_lines(preparation: Preparation, ambiguous: int) -> list[str]:
    """Paragraphs that nobody understood, unless a finding already speaks of them."""
    findings = (*preparation.document.findings, *preparation.extraction.findings)
    told = {finding.origin.paragraph for finding in findings if finding.origin}
    return review_lines(preparation.document, preparation.extraction, told, ambiguous=ambiguous)


def review_lines(
    document: SourceDocument,
    extraction: Extraction,
    told: Iterable[int] = (),
    *,
    ambiguous: int = 1,
) -> list[str]:
    """One line for each paragraph that is 待核 and not in ``told``."""
    known = set(told)
    lines = []
    for each in document.paragraphs:
        if extraction.fates.get(each.index, Fate.REVIEW) is Fate.REVIEW and each.index not in known:
            text = each.text if len(each.text) <= _EXCERPT else f"{each.text[:_EXCERPT]}…"
            line = f"第{each.index}段待核，请看是否含有任务：“{text}”"
            lines += paragraph(line, indent="  ", ambiguous=ambiguous)
    return lines


def _outlook(preparation: Preparation, folder: Path | None) -> str:
    tickets = len(preparation.tickets)
    tasks = sum(len(ticket.tasks) for ticket in preparation.tickets)
    parts = [f"共{len(preparation.extraction.tasks)}项任务"]
    parts.append(f"{tasks}项可出单，合{tickets}份交办单" if tickets else "没有可出的交办单")
    if preparation.held_back:
        parts.append(f"{len(preparation.held_back)}项待明确牵头单位")
    if preparation.undecided:
        parts.append(f"{len(preparation.undecided)}项来源或日期未定")
    if preparation.skipped:
        parts.append(f"{len(preparation.skipped)}项按您的要求不出单")
    example = "" if folder else "当前不在督办文件夹中，按内置的“示例县”预览。"
    return f"{'；'.join(parts)}。尚未编号，尚未写入台账。{example}"


def decision_lines(decision: Decision, *, ambiguous: int = 1) -> list[str]:
    """``duban deadline`` in words."""
    lines = [f"来源：{decision.source_name}", f"交办：{decision.issuer}"]
    if decision.issuance_deadline:
        lines.append(f"下发时限：{day_of(decision.issuance_deadline)}")
    feedback = decision.feedback_deadline
    lines.append(f"反馈时限：{day_of(feedback) if feedback else '制度没有规定'}")
    if decision.feedback_to:
        lines.append(f"反馈对象：{decision.feedback_to}")
    if decision.sentences:
        lines.append("推算：")
        for sentence in decision.sentences:
            lines += paragraph(f"  {sentence}", indent="  ", ambiguous=ambiguous)
    notes = Notes()
    for finding in decision.findings:
        notes.number(finding)
    return [*lines, *notes.lines((), ambiguous)]


# --- after the yes ---------------------------------------------------------------------------


def issued_lines(
    preparation: Preparation, issued: Sequence[IssuedTicket], *, ambiguous: int = 1
) -> list[str]:
    """Numbers, units and files of what was issued, and what still waits."""
    waiting = len(preparation.held_back)
    more = f"，其中{waiting}项为待交办（没有明确的牵头单位）" if waiting else ""
    return [
        "",
        f"已编号并出单{len(issued)}份：",
        *_ticket_lines(issued, ambiguous),
        f"台账已记入{len(preparation.tasks)}项{more}。",
    ]


def issued_before_lines(
    name: str, tickets: Sequence[IssuedTicket], *, ambiguous: int = 1
) -> list[str]:
    """What a clerk is told who brings the same file again."""
    first = (
        f"{name} 已于{tickets[0].issued_on}出过{len(tickets)}份交办单，这次没有再编号，没有写文件："
    )
    return [
        *wrap(first, WIDTH, ambiguous=ambiguous),
        *_ticket_lines(tickets, ambiguous),
        "确需再出一次，请加 --again。",
    ]


def _ticket_lines(tickets: Sequence[IssuedTicket], ambiguous: int) -> list[str]:
    """One entry a ticket; the files bear the numbers as their names."""
    lines = []
    for ticket in tickets:
        text = f"  {ticket.number}  {'、'.join(ticket.units)}"
        lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    for folder in dict.fromkeys(ticket.file.parent for ticket in tickets):
        place = f"文件在：{folder}（文件名就是编号）"
        lines += paragraph(place, indent="  ", ambiguous=ambiguous)
    return lines
