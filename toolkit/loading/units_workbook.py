"""The cells of the units table as text: everything that lies in the workbook, or a refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from toolkit.errors import SettingsError

SHEET, TOWNS = "单位", "乡镇街道"
Rows = dict[str, list[list[str]]]
"""The rows of each sheet from the first one, as texts by column."""
_MOST_ROWS, _MOST_COLUMNS = 20_000, 100


def workbook_rows(path: Path) -> Rows:
    """By sheet; the first one stands for 单位 whatever its name.

    Raises SettingsError E1501 for what is no workbook, or one with cells far away.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, OSError, ValueError, KeyError) as fault:
        message = (
            f"单位表 {path.name} 不是能打开的 Excel 文件（.xlsx）。请用 Excel 或 WPS 另存为 .xlsx。"
        )
        raise SettingsError("E1501", message) from fault
    sheets = book.sheetnames
    chosen = SHEET if SHEET in sheets else sheets[0]
    rows = {SHEET: _cells(path, book[chosen])}
    if TOWNS in sheets:
        rows[TOWNS] = _cells(path, book[TOWNS])
    book.close()
    return rows


def _cells(path: Path, sheet: Any) -> list[list[str]]:
    # the size that is written down may be that of an earlier version: rows would be lost
    sheet.reset_dimensions()
    rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > _MOST_ROWS or len(row) > _MOST_COLUMNS:
            where = f"第{number}行" if number > _MOST_ROWS else f"第{len(row)}列"
            raise SettingsError(
                "E1501",
                f"单位表 {path.name} 的表格范围异常（到{where}以外），请删除多余的空行空列后重试。",
            )
        rows.append(["" if value is None else str(value).strip() for value in row])
    return rows
