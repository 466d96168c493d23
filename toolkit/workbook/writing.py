"""A plan as .xlsx: every word of a document as text, never as a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit.plan import COLUMNS, UNDECIDED_UNIT, Plan, PlanDecision, PlanRow
from toolkit.plan.cells import letter

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

SHEET, GUIDE, UNITS, ORIGINALS = "分解", "填写说明", "单位", "原文记录"
CELL_LIMIT = 30_000  # Excel keeps 32,767 characters in a cell
_WIDTHS = (13, 18, 44, 40, 14, 18, 22, 30, 10, 14, 12, 14, 14, 14, 14, 16, 10, 9)
_AS_TEXT = (
    "row_id",
    "targets",
    "deadline_text",
    "quarter_1",
    "quarter_2",
    "quarter_3",
    "quarter_4",
)
_TYPED = ("lead_units", "supporting_units", "decision")
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
    """The workbook of a plan; ``units`` are the names the drop-down of units offers."""
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    sheet = book.create_sheet(SHEET)
    _fill(sheet, plan)
    _set_up(sheet, len(plan.rows) + 1, len(units))
    _column(book.create_sheet(GUIDE), "怎样填写", _HELP, 100)
    _column(book.create_sheet(UNITS), "单位名称", units, 30)
    _keep_originals(book.create_sheet(ORIGINALS), plan)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _fill(sheet: Worksheet, plan: Plan) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="A6A6A6")
    border = Border(left=line, right=line, top=line, bottom=line)
    wrapped = Alignment(wrap_text=True, vertical="center")
    typed = PatternFill("solid", fgColor="FFF9E5")
    for column, label in enumerate(COLUMNS.values(), 1):
        head = sheet.cell(1, column, label)
        head.font, head.border = Font(name="黑体", bold=True), border
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        head.fill = PatternFill("solid", fgColor="DDEBF7")
    body = Font(name="宋体", size=10)
    for number, row in enumerate(plan.rows, 2):
        for column, (name, value) in enumerate(row_cells(row).items(), 1):
            cell = sheet.cell(number, column)
            put(cell, value)
            cell.font, cell.border, cell.alignment = body, border, wrapped
            if name in _TYPED:
                cell.fill = typed
            if name == "deadline_on":
                cell.number_format = "yyyy-mm-dd"
            elif name in _AS_TEXT:
                cell.number_format = "@"


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


def put(cell: Cell | MergedCell, value: str | float | date | None) -> None:
    """A text stays text, whatever sign it begins with; what XML cannot hold is left out."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        if not value:
            return
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = value
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    else:
        cell.value = value


def _set_up(sheet: Worksheet, last: int, units: int) -> None:
    """Head kept in sight and repeated in print, filters, drop-downs, one page wide."""
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    names = list(COLUMNS)
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions[letter(column)].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{letter(len(names) - 1)}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    pages = _HeaderFooterPart(text="第 &P 页，共 &N 页")
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=pages)

    def offer(name: str, formula: str, *, strict: bool) -> None:
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.showErrorMessage = strict  # several units may stand in one cell
        rule.errorTitle, rule.error = "处理意见", "请从下拉列表中选。"
        column = letter(names.index(name))
        rule.add(f"{column}2:{column}{max(last, 2)}")
        sheet.add_data_validation(rule)

    choices = ",".join(filter(None, PlanDecision))
    offer("decision", f'"{choices}"', strict=True)
    if units:
        for name in ("lead_units", "supporting_units"):
            offer(name, f"{UNITS}!$A$2:$A${units + 1}", strict=False)


def _column(sheet: Worksheet, head: str, values: Iterable[str], width: int) -> None:
    for number, value in enumerate((head, *values), 1):
        put(sheet.cell(number, 1), value)
    sheet.column_dimensions["A"].width = width


# --- what was read, for comparing when the sheet comes back --------------------------------------


def _keep_originals(sheet: Worksheet, plan: Plan) -> None:
    """One line a document and a row: its name in the first column, the record behind it."""
    sheet.sheet_state = "hidden"
    records: Iterator[tuple[str, Any]] = iter(
        [("", source) for source in plan.sources] + [(row.row_id, row) for row in plan.rows]
    )
    for number, (key, record) in enumerate(records, 1):
        text = json.dumps(asdict(record), ensure_ascii=False, default=date.isoformat)
        pieces = [text[at : at + CELL_LIMIT] for at in range(0, len(text), CELL_LIMIT)]
        for column, piece in enumerate((key, *pieces), 1):
            put(sheet.cell(number, column), piece)
