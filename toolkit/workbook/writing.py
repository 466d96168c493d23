"""A plan as .xlsx: every word of a document as text, never as a formula."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from toolkit.plan import COLUMNS, UNDECIDED_UNIT, Plan, PlanDecision, PlanRow, PlanSource
from toolkit.workbook.tables import Choice, Table, tables_bytes

SHEET, GUIDE, UNITS, ORIGINALS = "分解", "填写说明", "单位", "原文记录"
_PIECE = 30_000  # characters in a cell; Excel keeps 32,767
_WIDTHS = (13, 18, 44, 40, 14, 18, 22, 30, 10, 14, 12, 14, 14, 14, 14, 16, 10, 9)
_HELP = (
    "一行一项任务。可以改的：牵头单位、配合单位、牵头领导、目标任务、完成时限和日期、时序进度、备注。",
    "“行号”“原文”“出处”请勿改动，读回时要据此与报告核对。",
    "处理意见：出单，签发交办单；不出单，不办理但留底；暂缓，这次不出。空着的不出单。",
    "牵头单位写单位表里的名称，几个单位用“、”隔开；没有把握的写着“待定”，请改成单位。",
    "“分派理由”说明为什么建议这个单位：职责里的词，或往年相近的任务由谁牵头。",
    "一项任务要拆成几项：复制整行，行号不动，把各行的目标任务改成各自的内容。",
    "几项任务要并成一项：留一行，把别的行号也写进它的行号格，用“、”隔开，再删去别的行。",
    "不办理的任务请不要删行，处理意见选“不出单”。",
    "完成日期写成 2026-06-30 的形式；改了完成时限的文字，日期要一并改。",
    "改好存成 .xlsx，用 duban batch 读回；有不妥的地方会按格指出，不会出错单。",
)


def workbook_bytes(plan: Plan, units: Sequence[str] = ()) -> bytes:
    """The workbook of a plan; ``units`` are the names the drop-down of units offers.

    Raises InputError E1507 for a text longer than a cell holds.
    """
    at = list(COLUMNS).index
    choices = [Choice(at("decision"), tuple(filter(None, PlanDecision)), only=True)]
    if units:  # several may stand in one cell, so that others may be typed
        offered = f"={UNITS}!$A$2:$A${len(units) + 1}"
        choices += [Choice(at(name), offered) for name in ("lead_units", "supporting_units")]
    main = Table(
        SHEET,
        tuple(zip(COLUMNS.values(), _WIDTHS, strict=True)),
        [tuple(row_cells(row).values()) for row in plan.rows],
        frozen=2,
        paper=8,
        choices=tuple(choices),
        to_fill=True,
    )
    guide = Table(GUIDE, (("怎样填写", 100),), [(line,) for line in _HELP])
    names = Table(UNITS, (("单位名称", 30),), [(name,) for name in units])
    return tables_bytes([main, guide, names, _originals(plan)])


def row_cells(row: PlanRow) -> dict[str, str | date | None]:
    """The values of a row by field, in the order of the columns."""
    text, on = row.due
    place = row.extracted.origin[0].paragraph if row.extracted and row.extracted.origin else None
    units = {"lead_units": row.lead_units, "supporting_units": row.supporting_units}
    said = {name: "、".join(unit.text for unit in found) for name, found in units.items()}
    cells: dict[str, str | date | None] = {
        "row_id": row.row_id,
        "chapter": row.chapter,
        "sentence": row.sentence,
        "objective": row.objective,
        "targets": "、".join(row.targets),
        "lead_units": said["lead_units"] or UNDECIDED_UNIT,
        "supporting_units": said["supporting_units"],
        "reason": row.reason,
        "lead_officials": "、".join(row.lead_officials),
        "deadline_text": text,
        "deadline_on": on,
        **{f"quarter_{n}": words for n, words in enumerate(row.schedule, 1)},
        "notes": row.notes,
        "decision": row.decision.value,
        "place": f"第{place}段" if place else "",
    }
    return {name: cells[name] for name in COLUMNS}


def _originals(plan: Plan) -> Table:
    """What was read, for comparing when the sheet comes back: a line for each document, with an
    empty 行号, and for each row; the record in as many cells as it needs."""
    records: list[tuple[str, PlanSource | PlanRow]] = [("", source) for source in plan.sources]
    records += [(row.row_id, row) for row in plan.rows]
    lines = []
    for key, record in records:
        text = json.dumps(asdict(record), ensure_ascii=False, default=date.isoformat)
        lines.append([key, *(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))])
    width = max(map(len, lines), default=2)
    heads = (("行号", 13), *((f"记录{n}", 40) for n in range(1, width)))
    rows = [(*line, *[""] * (width - len(line))) for line in lines]
    return Table(ORIGINALS, heads, rows, hidden=True)
