"""A workbook that came back from Excel, WPS or LibreOffice, as plain values."""

from __future__ import annotations

from pathlib import Path
from zlib import error as DeflateError

from lxml.etree import XMLSyntaxError

from toolkit.errors import InputError, why
from toolkit.plan import PlanRow, PlanSource
from toolkit.plan.cells import Sheet, Value, find_head
from toolkit.workbook.writing import ORIGINALS, SHEET
from toolkit.workbook.xlsx import Found, Xlsx

_NO_WORKBOOK = (InputError, XMLSyntaxError, DeflateError, LookupError, ValueError, StopIteration)


def read_workbook(path: Path) -> tuple[Sheet, tuple[PlanSource, ...], dict[str, PlanRow]]:
    """The sheet of rows, the documents they come from and the rows as they were written.

    The last two are empty where the sheet that keeps them is gone or was altered. Raises
    InputError E1711 for a file that is no workbook, E1712 for one without a plan.
    """
    data = _data_of(path)
    try:
        book = Xlsx(data)
        # the sheet of the plan's own name first
        names = [name for name in book.names if name != ORIGINALS]
        names.sort(key=lambda name: name != SHEET)
        sheets = (_plain(path.name, book, name) for name in names)
        chosen = next((sheet for sheet in sheets if find_head(sheet)), None)
        sources, rows = _originals(book)
    except _NO_WORKBOOK:
        raise InputError(
            "E1711",
            f"“{path.name}”不是能打开的 Excel 文件（.xlsx）。请用 Excel 或 WPS 另存为 .xlsx。",
        ) from None
    if chosen is None:
        raise InputError(
            "E1712",
            f"“{path.name}”里没有任务分解计划（找不到“行号”“目标任务”“牵头单位”等列标题）。"
            "请选用 duban breakdown 生成的计划表。",
        )
    return chosen, sources, rows


def _data_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise InputError("E1711", f"读不了“{path.name}”：{why(fault)}。") from None


def _plain(file: str, book: Xlsx, name: str) -> Sheet:
    found, rows = Found(), list[tuple[Value, ...]]()
    for number, values in book.rows(name, found):
        rows += [()] * (number - 1 - len(rows))
        rows.append(tuple(values))
    hidden = tuple(number for number in found.hidden if number <= len(rows))
    return Sheet(file, name, tuple(rows), tuple(found.merged), tuple(found.formulas), hidden)


def _originals(book: Xlsx) -> tuple[tuple[PlanSource, ...], dict[str, PlanRow]]:
    from pydantic import TypeAdapter, ValidationError

    if ORIGINALS not in book.names:
        return (), {}
    documents, tasks = TypeAdapter(PlanSource), TypeAdapter(PlanRow)
    sources: list[PlanSource] = []
    rows: dict[str, PlanRow] = {}
    try:
        for number, (key, *pieces) in book.rows(ORIGINALS):
            text = "".join(str(piece) for piece in pieces if piece is not None)
            if number == 1:
                continue
            if key:
                rows[str(key)] = tasks.validate_json(text)
            elif text:
                sources.append(documents.validate_json(text))
    except ValidationError:
        return (), {}
    return tuple(sources), rows
