"""Plain tables as .xlsx: typed columns, frozen head, filters, one page wide in print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.plan.cells import letter
from toolkit.rendering.fields import clean

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | date | None  # Decimal: a share of one, shown as 62.5%

CELL_LIMIT = 32_767  # characters Excel keeps in a cell; it cuts the rest without a word
ROW_LIMIT, COLUMN_LIMIT = 1_048_576, 16_384
_MORE_ROWS = 200  # that people may add below, with the same drop-downs
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  the same table gives the same bytes
_LINE, _AROUND, _TALLEST = 13.5, 4, 409.0  # points: a line, what is around it, Excel's limit
_CELL = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#A6A6A6"}
_WRAPPED = {"text_wrap": True, "valign": "vcenter"}
_HEAD = {"font_name": "黑体", "font_size": 11, "bold": True, "bg_color": "#DDEBF7"}
_CENTRED = {"align": "center"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down for a column counted from 0: its words, or a range (``=单位!$A$2:$A$9``).

    ``only``: nothing else may be typed.
    """

    column: int
    offered: tuple[str, ...] | str
    only: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart under the rows: a bar for each of the first ``rows``, of columns with their colours.

    Excel and WPS draw it themselves, so it prints sharp and follows what is changed in the sheet.
    """

    title: str
    columns: tuple[tuple[int, str], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, its heads with the width of each column, and its rows.

    The first ``frozen`` columns stay in sight; ``paper`` is Excel's number of a size (8 A3, 9 A4).
    ``to_fill``: people write in it, so empty cells are drawn too, ``None`` as a place for a date.
    """

    name: str
    heads: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Value]]
    frozen: int = 0
    paper: int = 9
    choices: tuple[Choice, ...] = ()
    to_fill: bool = False
    hidden: bool = False
    bars: Bars | None = None


def tables_bytes(tables: Sequence[Table]) -> bytes:
    """A workbook of these sheets; every text is text, whatever sign it begins with.

    Raises InputError E1507 for a text longer than a cell holds, E1508 for too many rows.
    """
    from xlsxwriter import Workbook

    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True})
    book.set_properties({"created": _MADE})
    head = book.add_format({**_CELL, **_WRAPPED, **_HEAD, **_CENTRED, "num_format": "@"})
    formats = (
        book.add_format({**_CELL, **_WRAPPED, "num_format": "@"}),
        book.add_format({**_CELL, **_WRAPPED, **_CENTRED, "num_format": "yyyy-mm-dd"}),
        book.add_format({**_CELL, **_WRAPPED, **_CENTRED}),
        book.add_format({**_CELL, **_WRAPPED, **_CENTRED, "num_format": "0.0%"}),
    )
    for table in tables:
        if len(table.rows) >= ROW_LIMIT:
            raise InputError(
                "E1508",
                f"“{table.name}”有{len(table.rows)}行，Excel 放不下。请按年度或单位分开导出。",
            )
        sheet = book.add_worksheet(table.name)
        _set_up(sheet, table)
        for column, (name, width) in enumerate(table.heads):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        widths = [width for _, width in table.heads]
        for number, row in enumerate(table.rows, 1):
            sheet.set_row(number, _height(row, widths))
            _write(sheet, number, row, table, formats)
        if table.bars and table.bars.rows:
            sheet.insert_chart(len(table.rows) + 2, 0, _chart(book, table.name, table.bars))
    book.close()
    return data.getvalue()


def _chart(book: Workbook, sheet: str, bars: Bars) -> Chart:
    chart: Chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, colour in bars.columns:
        chart.add_series(
            {
                "name": [sheet, 0, column],
                "categories": [sheet, 1, 0, bars.rows, 0],
                "values": [sheet, 1, column, bars.rows, column],
                "fill": {"color": colour},
            }
        )
    chart.set_title({"name": bars.title, "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})  # the first row on top
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 120 + 24 * bars.rows})
    return chart


def _set_up(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes(1, table.frozen)
    sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(table.paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    for choice in table.choices:
        offered = choice.offered if isinstance(choice.offered, str) else list(choice.offered)
        rule = {"validate": "list", "source": offered, "show_error": choice.only}
        told = {"error_title": "请从列表中选", "error_message": "请从下拉列表中选。"}
        last = len(table.rows) + _MORE_ROWS
        sheet.data_validation(1, choice.column, last, choice.column, {**rule, **told})
    if table.hidden:
        sheet.hide()


def _write(
    sheet: Worksheet,
    number: int,
    row: Sequence[Value],
    table: Table,
    formats: tuple[Format, Format, Format, Format],
) -> None:
    """One row; never by a call that guesses, which would take ``=1+1`` for a formula."""
    text, day, count, share = formats
    for column, value in enumerate(row):
        if isinstance(value, str):
            if len(value) > CELL_LIMIT:
                raise _too_long(table, number + 1, letter(column))
            if value:
                sheet.write_string(number, column, clean(value), text)
            elif table.to_fill:
                sheet.write_blank(number, column, None, text)
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value, day)
        elif value is not None:
            look = share if isinstance(value, Decimal) else count
            sheet.write_number(number, column, float(value), look)
        elif table.to_fill:
            sheet.write_blank(number, column, None, day)


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Points for the row's longest cell: not every program makes room for wrapped text itself."""
    pairs = zip(row, widths, strict=True)
    lines = max((_lines(text, width) for text, width in pairs if isinstance(text, str)), default=1)
    return min(max(lines, 1) * _LINE + _AROUND, _TALLEST)


def _lines(text: str, width: int) -> int:
    """Lines in a column so wide; a Chinese character is two digits wide."""
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    found = 0
    for line in text.split("\n"):
        wide = sum(1 if each < "\u2e80" and each not in "“”‘’…—·" else 2 for each in line)
        found += max(1, -(-wide // max(width - 1, 2)))
    return found


def _too_long(table: Table, number: int, column: str) -> InputError:
    return InputError(
        "E1507",
        f"“{table.name}”第{number}行{column}列超过{CELL_LIMIT}字，Excel 放不下。没有写文件。"
        "请缩短这一项的内容，或改用附件。",
    )
