"""通报: what became of a period's tasks, from the ledger, as figures, tables and the paper.

The text that the office adds is held to these figures; a contradiction stops the paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from toolkit import findings
from toolkit.follow_up.tracking import opened
from toolkit.ledger.reporting import ReportQuestion, figures_of, report_figures, report_items
from toolkit.loading.bulletin import load_prose_words
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.model import Finding, SourceDocument
from toolkit.office.law import law_of
from toolkit.office.settings import OfficeFolder
from toolkit.papers.bulletin import OVERDUE, BulletinFields, StateRow, UnitRow, figures, paragraphs
from toolkit.prose import Prose, check_prose, sort_prose
from toolkit.rules.provisions import in_force
from toolkit.tallies import LABELS, ReportItem, Tally, renamed, score
from toolkit.wording import TO_FILL, chinese_date
from toolkit.workbook.tables import Bars, Table, Value


@dataclass(frozen=True, slots=True)
class Report:
    """A period's figures: whole, by lead unit, by kind of source; its items where they are wanted.

    ``left_out`` counts what is void, merged or split; ``scores`` are points by unit, empty while
    the office has set none.
    """

    asked: ReportQuestion
    items: tuple[ReportItem, ...]
    whole: Tally
    by_unit: dict[str, Tally]
    by_source: dict[str, Tally]
    left_out: dict[str, int]
    scores: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class BulletinWish:
    """What the office says of its 通报; ``""`` is left to be filled in by hand."""

    issue: str = ""
    subject: str = ""
    approved: str = ""
    reported_to: str = ""
    sent_to: str = ""
    distributed_to: str = ""


def make_report(office: OfficeFolder, asked: ReportQuestion, *, with_items: bool = True) -> Report:
    """Ask the ledger and count. ``asked.source`` may be a Chinese name of the regulation's.

    With items the figures are counted from these very items, so that a paper agrees with its
    annex; without, the database counts.
    """
    regulation = law_of(office).regulation
    rule = regulation.find_source(asked.source, asked.end) if asked.source else None
    wanted = replace(asked, source=rule.id) if rule else asked
    cycle = load_life_cycle()
    items: tuple[ReportItem, ...] = ()
    with opened(office) as ledger:
        if with_items:
            found = report_items(ledger, cycle, wanted)
            items, counted = found.items, figures_of(found)
        else:
            counted = report_figures(ledger, cycle, wanted)

    def source_name(source_id: str) -> str:
        kind = regulation.find_source(source_id)
        return kind.name if kind else source_id or "未定来源"

    by_unit = renamed(counted.by_unit, lambda unit: unit or TO_FILL)
    points = office.settings.assessment.points
    return Report(
        asked,
        items,
        counted.whole,
        by_unit,
        renamed(counted.by_source, source_name),
        counted.left_out,
        {unit: score(each, points) for unit, each in by_unit.items()} if points else {},
    )


# --- the paper ---------------------------------------------------------------------------------


def read_prose(document: SourceDocument, report: Report) -> tuple[Prose, tuple[Finding, ...]]:
    """The office's text by part, and what contradicts the figures or has no place."""
    words = load_prose_words()
    prose = sort_prose(document.paragraphs, words)
    found = [findings.prose_astray(span) for span in prose.strays]
    found += check_prose(prose.spans, report.whole, report.by_unit, words)
    return prose, (*document.findings, *found)


def publicity_demands(office: OfficeFolder, today: date) -> tuple[str, ...]:
    """How widely a 通报 may go and whose approval it needs, a sentence each with its clause."""
    entries = in_force(law_of(office).regulation.provisions.publicity, today)
    return tuple(each.demand for each in entries)


def bulletin_fields(
    office: OfficeFolder, report: Report, prose: Prose, wish: BulletinWish, today: date
) -> BulletinFields:
    """The 通报 with every figure counted from its own rows."""
    numbered = list(enumerate(report.items, 1))
    counted: dict[str, Any] = figures(item.standing for item in report.items)
    asked = report.asked
    end = chinese_date(asked.end)
    if asked.start.year == asked.end.year:
        end = end.partition("年")[2]  # said once, the title keeps to two lines
    period = f"{chinese_date(asked.start)}至{end}"
    return BulletinFields(
        issue=wish.issue or TO_FILL,
        issue_in_all="",
        issuer_name=office.settings.organs.supervision_office.name,
        issued_on=chinese_date(today),
        subject=wish.subject or f"{period}交办事项",
        basis="按照县政府督查工作安排",
        as_of=chinese_date(asked.as_of),
        **counted,
        good=tuple(UnitRow(unit=text) for text in prose.texts("good")),
        slow=tuple(_slow(report, numbered)),
        problems=paragraphs(prose.texts("problems")),
        demands=paragraphs(prose.texts("demands") or [TO_FILL]),
        rows=tuple(
            StateRow(
                index,
                item.number,
                item.objective,
                "、".join(item.units) or TO_FILL,
                item.completion,
                item.standing,
                item.progress or "—",
            )
            for index, item in numbered
        ),
        approved=wish.approved or TO_FILL,
        reported_to=wish.reported_to,
        sent_to=wish.sent_to,
        distributed_to=wish.distributed_to,
    )


def _slow(report: Report, numbered: list[tuple[int, ReportItem]]) -> Iterator[UnitRow]:
    """Units with items that are overdue, most first; the numbers are those of the annex."""
    for unit, counted in sorted(report.by_unit.items(), key=lambda each: -each[1].overdue):
        late = [n for n, item in numbered if item.standing == OVERDUE and unit in item.units]
        if late:
            rows = f"第{'、'.join(map(str, late))}项"
            yield UnitRow(unit, rows, f"逾期{counted.overdue}项")


# --- tables ------------------------------------------------------------------------------------

_COLOURED = ((2, "#70AD47"), (3, "#FFC000"), (4, "#C00000"))  # 办结, 在办, 逾期
_BARS = 25  # units in the chart: more cannot be read
_COUNTS = tuple((label, 8) for label in LABELS.values())


def report_tables(report: Report) -> tuple[Table, ...]:
    """The sheets: by unit, by source, points where the office set any, and every item."""
    sheets = [
        Table(
            "按单位",
            (("牵头单位", 26), *_COUNTS, ("办结率", 9)),
            _rows(report, report.by_unit),
            bars=Bars("各单位办理情况（项）", _COLOURED, min(len(report.by_unit), _BARS)),
        ),
        Table("按来源", (("来源", 30), *_COUNTS, ("办结率", 9)), _rows(report, report.by_source)),
    ]
    if report.scores:
        points = sorted(report.scores.items(), key=lambda each: (-each[1], each[0]))
        heads = (("名次", 8), ("牵头单位", 30), ("得分", 10))
        ranked: list[list[Value]] = [
            [place, unit, float(got)] for place, (unit, got) in enumerate(points, 1)
        ]
        sheets.append(Table("考核", heads, ranked))
    return (*sheets, _items(report))


def _rows(report: Report, groups: dict[str, Tally]) -> list[list[Value]]:
    named = [*groups.items(), ("合计（一项计一次）", report.whole)]
    return [
        [name, *(getattr(counted, measure) for measure in LABELS), counted.done_share]
        for name, counted in named
    ]


def _items(report: Report) -> Table:
    heads = (
        *(("台账号", 14), ("编号", 26), ("事项", 44), ("牵头单位", 22), ("来源", 30)),
        *(("下发日期", 12), ("完成时限", 16), ("办理情况", 10), ("状态", 12), ("进展", 36)),
        *(("迟报", 6), ("退回", 6), ("延期", 6), ("催办", 6), ("督办", 6)),
    )
    rows: list[list[Value]] = []
    for item in report.items:
        units = "、".join(item.units)
        flags = [item.is_late_report, item.is_returned, item.is_extended]
        flags += [item.is_reminded, item.is_supervised]
        row: list[Value] = [item.register_number, item.number, item.objective, units]
        row += [item.source_title, item.assigned_on, item.completion, item.standing]
        row += [item.state, item.progress, *("是" if flag else "" for flag in flags)]
        rows.append(row)
    return Table("明细", heads, rows)
