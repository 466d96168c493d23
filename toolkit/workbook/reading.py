"""A workbook that came back from Excel, WPS or LibreOffice, as plain values."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from toolkit.errors import InputError, why
from toolkit.plan import PlanRow, PlanSource
from toolkit.plan.cells import Sheet, find_head
from toolkit.workbook.writing import ORIGINALS, SHEET

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def read_workbook(path: Path) -> tuple[Sheet, tuple[PlanSource, ...], dict[str, PlanRow]]:
    """The sheet of rows, the documents they come from and the rows as they were written.

    The last two are empty where the sheet that keeps them is gone or was altered. Raises
    InputError E1711 for a file that is no workbook, E1712 for one without a plan.
    """
    book = _opened(path)
    sheets = [_plain(path.name, sheet) for sheet in _candidates(book)]
    chosen = next((sheet for sheet in sheets if find_head(sheet)), None)
    if chosen is None:
        raise InputError(
            "E1712",
            f"“{path.name}”里没有任务分解计划（找不到“行号”“目标任务”“牵头单位”等列标题）。"
            "请选用 duban breakdown 生成的计划表。",
        )
    sources, rows = _originals(book)
    return chosen, sources, rows


def _opened(path: Path) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        data = path.read_bytes()
    except OSError as fault:
        raise InputError("E1711", f"读不了“{path.name}”：{why(fault)}。") from None
    try:
        return load_workbook(io.BytesIO(data))
    except (InvalidFileException, BadZipFile, OSError, ValueError, KeyError, TypeError):
        raise InputError(
            "E1711",
            f"“{path.name}”不是能打开的 Excel 文件（.xlsx）。请用 Excel 或 WPS 另存为 .xlsx。",
        ) from None


def _candidates(book: Workbook) -> Iterator[Worksheet]:
    """The sheet of the plan's own name first."""
    sheets = [sheet for sheet in book.worksheets if sheet.title != ORIGINALS]
    yield from sorted(sheets, key=lambda sheet: sheet.title != SHEET)


def _plain(file: str, sheet: Worksheet) -> Sheet:
    rows: list[tuple[Any, ...]] = []
    formulas: list[str] = []
    for line in sheet.iter_rows():
        formulas += [cell.coordinate for cell in line if cell.data_type == "f"]
        rows.append(tuple(None if cell.data_type == "f" else cell.value for cell in line))
    while rows and not any(value not in (None, "") for value in rows[-1]):
        rows.pop()
    hidden = [n for n, size in sheet.row_dimensions.items() if size.hidden and n <= len(rows)]
    merged = tuple(str(area) for area in sheet.merged_cells.ranges)
    return Sheet(file, sheet.title, tuple(rows), merged, tuple(formulas), tuple(hidden))


def _originals(book: Workbook) -> tuple[tuple[PlanSource, ...], dict[str, PlanRow]]:
    from pydantic import TypeAdapter, ValidationError

    if ORIGINALS not in book.sheetnames:
        return (), {}
    documents, tasks = TypeAdapter(PlanSource), TypeAdapter(PlanRow)
    sources: list[PlanSource] = []
    rows: dict[str, PlanRow] = {}
    try:
        for key, *pieces in book[ORIGINALS].iter_rows(min_row=2, values_only=True):
            text = "".join(str(piece) for piece in pieces if piece is not None)
            if key:
                rows[str(key)] = tasks.validate_json(text)
            elif text:
                sources.append(documents.validate_json(text))
    except ValidationError:
        return (), {}
    return tuple(sources), rows
