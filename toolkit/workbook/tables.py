"""Plain tables as .xlsx: typed columns, frozen head, filters, one page wide in print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from toolkit.workbook.writing import put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, its heads with the width of each column, and its rows."""

    name: str
    heads: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Value]]


def tables_bytes(tables: Sequence[Table]) -> bytes:
    """A workbook of these sheets; every text is text, whatever sign it begins with."""
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for column, (head, width) in enumerate(table.heads, 1):
        title = sheet.cell(1, column, head)
        title.font = Font(name="黑体", bold=True)
        title.fill = PatternFill("solid", fgColor="DDEBF7")
        title.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    body, wrapped = Font(name="宋体", size=10), Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(table.rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            put(cell, value)
            cell.font, cell.alignment = body, wrapped
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, str):
                cell.number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.heads))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
