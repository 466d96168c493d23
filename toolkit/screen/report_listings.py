"""What ``duban report`` prints: the figures whole, by unit, by source, and the points."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from toolkit.contract import Json
from toolkit.screen.display import Column, paragraph, table
from toolkit.screen.tracking_listings import plain
from toolkit.tallies import LABELS

if TYPE_CHECKING:
    from toolkit.follow_up.reporting import Report
    from toolkit.model import Finding
    from toolkit.tallies import Tally

_COUNTS = tuple(Column(label, 4) for label in LABELS.values())


def report_lines(report: Report, *, ambiguous: int = 1) -> list[str]:
    """Three tables; a task led by several units counts in each of their rows."""
    asked, whole = report.asked, report.whole
    head = (
        f"{asked.start}至{asked.end}下发、截至{asked.as_of}：交办{whole.issued}项，"
        f"办结{whole.done}项（办结率{whole.rate}），在办{whole.open}项，逾期{whole.overdue}项。"
    )
    lines = paragraph(head, ambiguous=ambiguous)
    if report.left_out:
        told = "、".join(f"{state}{count}项" for state, count in report.left_out.items())
        lines += paragraph(f"没有计入：{told}。", ambiguous=ambiguous)
    if whole.issued:
        lines += ["", *_table("牵头单位", report.by_unit, ambiguous)]
        lines += ["", *_table("来源", report.by_source, ambiguous)]
    if sum(each.issued for each in report.by_unit.values()) > whole.issued:
        lines.append("几个单位共同牵头的，各单位都计一次，各行相加会大于合计。")
    if report.scores:
        points = sorted(report.scores.items(), key=lambda each: (-each[1], each[0]))
        rows = [[unit, str(got)] for unit, got in points]
        lines += ["", *table((Column("考核单位", 30), Column("得分", 10)), rows)]
    return lines


def _table(title: str, groups: dict[str, Tally], ambiguous: int) -> list[str]:
    columns = (Column(title, 24), *_COUNTS, Column("办结率", 7))
    rows = [
        [name, *(str(getattr(counted, measure)) for measure in LABELS), counted.rate]
        for name, counted in groups.items()
    ]
    return table(columns, rows, ambiguous=ambiguous)


def report_object(report: Report, found: tuple[Finding, ...] = ()) -> Json:
    """The figures and items for programs."""
    return {
        **plain(asdict(report.asked)),
        "whole": _tally(report.whole),
        "by_unit": {unit: _tally(each) for unit, each in report.by_unit.items()},
        "by_source": {source: _tally(each) for source, each in report.by_source.items()},
        "left_out": report.left_out,
        "scores": {unit: str(points) for unit, points in report.scores.items()},
        "items": [plain(asdict(item)) for item in report.items],
        "findings": [{"code": each.code, "message": each.message} for each in found],
    }


def _tally(counted: Tally) -> Json:
    return {**asdict(counted), "rate": counted.rate}
