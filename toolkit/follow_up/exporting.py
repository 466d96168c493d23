"""The 台账 as a table for Excel, with the columns that offices keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.errors import UsageError
from toolkit.follow_up.tracking import SOON_DAYS, opened, working_day_after
from toolkit.ledger.exporting import LedgerLine, ledger_lines
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.model import TicketKind
from toolkit.office.law import law_of
from toolkit.office.settings import OfficeFolder
from toolkit.workbook.tables import Table, Value

HEADS = (
    ("台账号", 14),
    ("来源类别", 14),
    ("来源", 26),
    ("来源日期", 11),
    ("交办单编号", 22),
    ("事项", 16),
    ("目标任务", 40),
    ("牵头领导", 10),
    ("主办单位", 18),
    ("协办单位", 18),
    ("责任人", 10),
    ("下发时限", 11),
    ("实际下发", 11),
    ("反馈时限", 11),
    ("现反馈时限", 11),
    ("实际反馈", 11),
    ("完成时限（原文）", 14),
    ("现完成时限", 11),
    ("延期次数", 6),
    ("进展摘要", 30),
    ("更新日期", 11),
    ("状态", 11),
    ("预警", 6),
    ("催办单", 20),
    ("督办单", 20),
    ("销号日期", 11),
    ("核查人", 9),
    ("备注", 12),
)
_FROZEN = 1
_A3 = 8


def ledger_table(
    office: OfficeFolder, today: date, *, unit: str | None = None, state: str | None = None
) -> Table:
    """One row a task, as it stands on ``today``; dates are dates, counts are numbers.

    Raises UsageError E0206 (no such state), E0208 (no ledger).
    """
    law = law_of(office)
    names = {rule.id: rule.name for rule in law.regulation.sources}
    soon = working_day_after(law.calendar, today, SOON_DAYS)
    with opened(office) as ledger:
        lines = ledger_lines(ledger, load_life_cycle(), today, soon, unit=unit, state=state)
        try:
            rows = tuple(tuple(_cells(line, names)) for line in lines)
        except ValueError:
            raise UsageError("E0206", f"台账没有“{state}”这种状态。") from None
    return Table("台账", HEADS, rows, _FROZEN, _A3)


def _cells(line: LedgerLine, names: dict[str, str]) -> Iterator[Value]:
    entry = line.entry
    yield from (
        entry.register_number,
        names.get(line.source_kind, line.source_kind),
        entry.source_title,
        entry.source_on,
        "、".join(line.numbers[TicketKind.ASSIGNMENT]),
        line.matter,
        entry.objective,
        "、".join(entry.lead_officials),
        "、".join(entry.lead_units),
        "、".join(entry.supporting_units),
        "、".join(line.persons),
        entry.issuance_on,
        line.issued_on,
        entry.feedback_on or entry.feedback_provisional_on,
        entry.report_by,
        line.reported_on,
        entry.completion_text,
        entry.finish_by,
        entry.extensions or None,
        line.progress,
        entry.updated_on,
        line.standing.state,
        line.standing.colour,
        "、".join(line.numbers[TicketKind.REMINDER]),
        "、".join(line.numbers[TicketKind.SUPERVISION]),
        entry.closed_on,
        line.checker,
        "" if entry.feedback_on or not entry.feedback_provisional_on else "反馈时限为暂定",
    )
