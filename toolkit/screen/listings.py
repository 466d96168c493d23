"""What the reading commands and the ledger print: lines of at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.labels import LABELS
from toolkit.model import (
    ExtractedTask,
    Extraction,
    Reason,
    SourceDocument,
    Span,
    StatedDate,
    Unit,
)
from toolkit.notation import format_tasks
from toolkit.screen.display import Column, paragraph, table, text_width
from toolkit.screen.reports import Notes, accounting_line, review_lines

if TYPE_CHECKING:
    from toolkit.ledger.queries import EntryRow
    from toolkit.life_cycle import Standing


def tasks_lines(
    document: SourceDocument, extraction: Extraction, *, ambiguous: int = 1
) -> list[str]:
    """``duban tasks`` in words: each task in the compact notation, then the accounting."""
    lines = _wrapped(format_tasks(extraction.tasks), ambiguous)
    general = (*document.findings, *extraction.findings)
    notes = Notes([*(f for task in extraction.tasks for f in task.findings), *general])
    told = {finding.origin.paragraph for finding in general if finding.origin}
    unread = review_lines(document, extraction, told, ambiguous=ambiguous)
    lines += notes.lines(unread, ambiguous=ambiguous)
    return [*lines, accounting_line(document, extraction)]


def _wrapped(notation: str, ambiguous: int) -> list[str]:
    lines = []
    for line in notation.split("\n"):
        lines += paragraph(line, indent="       ", ambiguous=ambiguous)
    return lines


def explanation(extraction: Extraction, number: int, *, ambiguous: int = 1) -> list[str]:
    """Why each field of one task holds what it holds. Raises UsageError for a number unknown."""
    task = next((task for task in extraction.tasks if task.number == number), None)
    if task is None:
        count = len(extraction.tasks)
        held = f"这份文件共{count}项" if count else "这份文件没有读出任务"
        raise UsageError(
            "E0206", f"没有第{number}项任务，{held}。请先用 duban tasks 文件 查看各项的序号。"
        )
    lines = _wrapped(format_tasks([task]), ambiguous)
    for span in task.origin:
        said = f"  原文第{span.paragraph}段：“{span.text}”"
        lines += paragraph(said, indent="    ", ambiguous=ambiguous)
    for reason in _reasons(task):
        name, taken = LABELS.get(reason.field, reason.field), reason.origin
        where = f"，取自第{taken.paragraph}段“{taken.text}”" if taken else ""
        lines += paragraph(f"  {name}：{reason.rule}{where}", indent="    ", ambiguous=ambiguous)
    return lines


_FIELDS = (
    "objective",
    "lead_units",
    "supporting_units",
    "lead_officials",
    "responsible_persons",
    "completion_deadline",
    "milestones",
    "recurring",
    "urgent",
    "targets",
    "instructed_by",
    "instructed_on",
)


def _reasons(task: ExtractedTask) -> Iterator[Reason]:
    """For every field that holds something: its rule and words, field after field."""
    for name in _FIELDS:
        told = [reason for reason in task.reasons if reason.field == name]
        if told:
            yield from told
        elif value := getattr(task, name):
            yield from _plain_reasons(task, name, value)


def _plain_reasons(task: ExtractedTask, field: str, value: object) -> Iterator[Reason]:
    """Where the words of a field stand for which extraction gave no rule of its own."""
    for each in value if isinstance(value, tuple) else (value,):
        if isinstance(each, StatedDate | Unit) and each.origin:
            yield Reason(field, "原文写明", each.origin)
            continue
        words = each.text if isinstance(each, StatedDate | Unit) else str(each)
        around = next((span for span in task.origin if words in span.text), None)
        if around is None:
            rule = "据原文的紧急字样" if field == "urgent" else f"“{words}”，见标题、表头或上文"
            yield Reason(field, rule)
        else:
            start = around.start + around.text.index(words)
            span = Span(around.paragraph, start, start + len(words), words)
            yield Reason(field, "原文写明", span)


# --- folder and ledger -----------------------------------------------------------------------


def folder_lines(folder: Path, made: Sequence[str]) -> list[str]:
    """What ``duban init`` made, and what to do next."""
    notes = {
        "duban.toml": "设置：县名、交办机构全称、编号代字、联系人、抄送。请先改这里",
        "units.xlsx": "单位表：单位全称、简称、曾用名，用 Excel 或 WPS 增改",
        "模板": "放本单位自己的交办单样式；空着就用自带的",
    }
    lines = [f"已建立督办文件夹：{folder}"]
    for name in made:
        lines.append(f"  {name}{' ' * (12 - text_width(name))}{notes.get(name, '')}")
    return [*lines, f"下一步：duban new 会议纪要.docx --office {folder}"]


_LEDGER = (
    Column("台账号", 12),
    Column("事项", 24),
    Column("牵头", 10),
    Column("完成时限", 10),
    Column("反馈时限", 10),
    Column("状态", 9),
)


def ledger_lines(
    entries: Sequence[tuple[EntryRow, Standing]], *, narrowed: bool = True, ambiguous: int = 1
) -> list[str]:
    """The ledger as a table; the ticket's number stands under the task."""
    if not entries and not narrowed:
        return ["台账还是空的，没有出过单。出第一份：duban new 会议纪要.docx"]
    if not entries:
        return ["台账中没有符合条件的事项。"]
    rows = [
        [
            entry.register_number,
            "\n".join([entry.objective, *entry.tickets]),
            "\n".join(entry.lead_units) or "未写明",
            _entry_completion(entry),
            _entry_feedback(entry),
            # 逾期 is how it looks today; what it is in the ledger stays to be seen
            seen.state if seen.state == entry.state else f"{seen.state}\n({entry.state})",
        ]
        for entry, seen in entries
    ]
    return [*table(_LEDGER, rows, ambiguous=ambiguous), f"共{len(entries)}项。"]


def _entry_completion(entry: EntryRow) -> str:
    """The day in force, after extensions and corrections; without one what the document says."""
    day = entry.finish_by or entry.completion_on
    return day.isoformat() if day else entry.completion_text


def _entry_feedback(entry: EntryRow) -> str:
    """The day in force, after extensions; 暂定 where the year's holidays are not published."""
    day = entry.report_by or entry.feedback_on or entry.feedback_provisional_on
    if day is None:
        return "未定"
    is_provisional = entry.feedback_on is None and day == entry.feedback_provisional_on
    return f"暂定 {day}" if is_provisional else day.isoformat()
