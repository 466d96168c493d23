"""What ``duban breakdown`` prints: the counts that tie, what is open, and faults by their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.findings import leads_by_breakdown
from toolkit.model import Extraction, Finding, Severity, SourceDocument
from toolkit.plan import Plan, PlanDecision, by_chapter
from toolkit.screen.display import paragraph
from toolkit.screen.reports import Notes, accounting_line, review_lines

_MARKS = {Severity.ERROR: "须改", Severity.WARNING: "请看", Severity.NOTE: "说明"}


def reading_lines(
    document: SourceDocument, extraction: Extraction, *, ambiguous: int = 1
) -> list[str]:
    """What of the document became a task and what did not, and what to look at."""
    answered = leads_by_breakdown(0).code  # this is the breakdown it asks for
    found = (*document.findings, *extraction.findings)
    general = [each for each in found if each.code != answered]
    told = {finding.origin.paragraph for finding in general if finding.origin}
    unread = review_lines(document, extraction, told, ambiguous=ambiguous)
    lines = Notes(general).lines(unread, ambiguous=ambiguous)
    return [*lines, accounting_line(document, extraction)]


def breakdown_lines(
    plan: Plan,
    files: Sequence[str],
    *,
    is_decided: bool,
    is_example: bool,
    office: str = "",
    ambiguous: int = 1,
) -> list[str]:
    """Files written, tasks by chapter with their sum, and how many still lack a unit.

    ``is_decided``: the plan came back from people. ``office`` is what a next command needs to find
    the office ( --office 督办).
    """
    rows = [row for row in plan.rows if row.decision is not PlanDecision.SKIP]
    counts = by_chapter(rows)
    lines = [f"  {title or '不分章'}　{count}项" for title, count in counts.items()]
    lines = [line for each in lines for line in paragraph(each, indent="    ", ambiguous=ambiguous)]
    open_rows = sum(not row.lead_units for row in rows)
    suggested = sum(bool(row.reason) and bool(row.lead_units) for row in rows)
    said = [f"共{len(rows)}项任务，{len(counts)}个部分：", *lines]
    if left_out := len(plan.rows) - len(rows):
        said.append(f"另有{left_out}项的处理意见是“不出单”，没有列入方案。")
    if suggested and not is_decided:
        said.append(f"{suggested}项按职责和往年分工建议了牵头单位，理由在“分派理由”栏，请审定。")
    if open_rows:
        said.append(f"{open_rows}项还没有定牵头单位（写“待定”），请选定。")
    if is_example:
        said.append("当前不在督办文件夹中，机关名称和单位表用的是示例县的。")
    said += [f"已写到 {name}" for name in files]
    said.append("没有编号，没有记台账。")
    if plan_file := next((name for name in files if name.endswith(".xlsx")), None):
        said.append("在计划表里审定单位、日期，填“处理意见”，存盘后出单：")
        said.append(f"  duban batch {plan_file}{office}")
        said.append("只要按改好的内容重新出方案：")
        said.append(f"  duban breakdown {plan_file} -o 另一文件夹{office}")
    return said


def plan_findings_lines(findings: Iterable[Finding], *, ambiguous: int = 1) -> list[str]:
    """Every wrong cell in a line of its own, those that must be mended first."""
    ranked = sorted(findings, key=lambda each: list(_MARKS).index(each.severity))
    lines = (f"{_MARKS[each.severity]}  {each.message}" for each in ranked)
    return [
        line for each in lines for line in paragraph(each, indent="      ", ambiguous=ambiguous)
    ]
