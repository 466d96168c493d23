"""任务分解方案: the notice with the annual report's tasks as annex, and its fields from tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.model import ExtractedTask
from toolkit.papers.contract import labelled
from toolkit.wording import NOT_STATED, TO_FILL, unit_names


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One row of the annex. ``chapter`` is printed as a row of its own above the first of it."""

    index: int = labelled("序号", "通编，从1起")
    chapter: str = labelled("章节", "该章第一项为“一、……（共12项）”，其余为空")
    text: str = labelled("工作任务", "报告原句", required=True)
    targets: str = labelled("目标任务", "量化指标，照原文；没有的为“—”")
    lead_officials: str = labelled("牵头领导", "没有的为“（待填）”")
    lead_units: str = labelled("牵头单位", "没有的为“（待填）”", required=True)
    supporting_units: str = labelled("配合单位", "没有的为“—”")
    schedule: str = labelled("完成时限和时序进度", "没有的为“原文未明确”", required=True)


@dataclass(frozen=True, slots=True)
class BreakdownFields:
    """The fields of a 任务分解方案: a notice of the government, and its annex."""

    issuer_name: str = labelled("发文机关", "全称，版头加“文件”二字", required=True)
    number: str = labelled("发文字号", "此前为“（待编号）”", required=True)
    year: str = labelled("年度", "四位数字，如 2026", required=True)
    addressees: str = labelled("主送机关", "不带冒号", required=True)
    adopted_by: str = labelled("审议会议", "如 云溪县第十八届人民代表大会第五次会议")
    chapter_count: int = labelled("方面数", "没有分章的为0")
    task_count: int = labelled("事项数")
    tasks: tuple[BreakdownRow, ...] = labelled("任务", "一行一项", required=True)
    report_rule: str = labelled("报告要求", "如 每季度结束后5个工作日内", required=True)
    report_to: str = labelled("报告对象")
    issued_on: str = labelled("成文日期", "此前为“（待签发）”", required=True)
    copies: str = labelled("抄送", "没有的为空")
    printer: str = labelled("印发机关")
    printed_on: str = labelled("印发日期")


def plan_fields(
    tasks: Sequence[ExtractedTask],
    *,
    county: str,
    year: str,
    report_rule: str,
    adopted_by: str = "",
) -> BreakdownFields:
    """The plan of ``county`` (云溪县) for a report's tasks, before it has a number and a day."""
    rows = breakdown_rows(tasks)
    level = county[-1:]
    # Tasks outside any chapter would make “三个方面” wrong.
    has_chapters = all(task.heading for task in tasks)
    return BreakdownFields(
        issuer_name=f"{county}人民政府",
        number="（待编号）",
        year=year,
        addressees=f"各乡镇人民政府（街道办事处），{level}政府各部门、各直属机构",
        adopted_by=adopted_by,
        chapter_count=chapters_of(rows) if has_chapters else 0,
        task_count=len(rows),
        tasks=rows,
        report_rule=report_rule,
        report_to=f"{level}政府督查室",
        issued_on="（待签发）",
        copies="",
        printer=f"{county}人民政府办公室",
        printed_on=TO_FILL,
    )


def breakdown_rows(tasks: Sequence[ExtractedTask]) -> tuple[BreakdownRow, ...]:
    """Rows in document order; where the heading changes a chapter begins, with its count."""
    counts: dict[str, int] = {}
    for task in tasks:
        counts[task.heading] = counts.get(task.heading, 0) + 1
    seen: set[str] = set()
    rows = []
    for index, task in enumerate(tasks, 1):
        is_new = bool(task.heading) and task.heading not in seen
        seen.add(task.heading)
        chapter = f"{task.heading}（共{counts[task.heading]}项）" if is_new else ""
        rows.append(_row(index, chapter, task))
    return tuple(rows)


def chapters_of(rows: Sequence[BreakdownRow]) -> int:
    """How many chapters the rows have; they add up to all rows only where the first has one."""
    return sum(bool(row.chapter) for row in rows)


def _row(index: int, chapter: str, task: ExtractedTask) -> BreakdownRow:
    return BreakdownRow(
        index=index,
        chapter=chapter,
        text=task.objective,
        targets="、".join(task.targets) or "—",
        lead_officials="、".join(task.lead_officials) or TO_FILL,
        lead_units="、".join(unit_names(task.lead_units)) or TO_FILL,
        supporting_units="、".join(unit_names(task.supporting_units)) or "—",
        schedule=_schedule(task),
    )


def _schedule(task: ExtractedTask) -> str:
    """As the report words it; the day a phrase comes to is the ledger's business."""
    due = task.completion_deadline.text if task.completion_deadline else ""
    said = [task.recurring or "", due, *(step.text for step in task.milestones)]
    return "\n".join(dict.fromkeys(filter(None, said))) or NOT_STATED
