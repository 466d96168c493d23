"""Workbooks of other programs, value by value: openpyxl writes them and is the oracle."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from toolkit.workbook.xlsx import Found, Xlsx

DAY = date(2026, 6, 30)


def bytes_of(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def rows_of(data: bytes, name: str = "Sheet") -> dict[int, list[Any]]:
    return dict(Xlsx(data).rows(name))


def rewritten(data: bytes, changes: Mapping[str, tuple[str, str]]) -> bytes:
    """The workbook with words of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name in changes:
                assert changes[name][0] in text
                text = text.replace(*changes[name])
            new.writestr(name, text)
    return out.getvalue()


def test_values_are_those_of_openpyxl() -> None:
    book = Workbook()
    sheet: Any = book.active
    kept = ["县财政局", " 前后有空格 ", "一\n二", "12", 12, 1.5, True, False, "#N/A", -3]
    for column, value in enumerate(kept, 1):
        sheet.cell(1, column, value)
    sheet["B4"], sheet["AB4"] = "隔两行", "远处"
    data = bytes_of(book)
    theirs = load_workbook(io.BytesIO(data)).active
    assert theirs is not None
    ours = rows_of(data)
    assert ours[1] == [cell.value for cell in theirs[1]][: len(kept)]
    assert sorted(ours) == [1, 4]
    assert ours[4] == [None, "隔两行", *[None] * 25, "远处"]


@pytest.mark.parametrize(
    ("code", "is_day"),
    [
        ("yyyy-mm-dd", True),
        ("mm-dd-yy", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-F800]dddd, mmmm dd, yyyy", True),
        ("yyyy\\-mm\\-dd", True),
        ("General", False),
        ("0.00", False),
        ('0"day"', False),
        ("[Red]0", False),
        ("0_d", False),
    ],
)
def test_a_number_is_a_day_by_its_format(code: str, is_day: bool) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = 46203
    sheet["A1"].number_format = code
    assert rows_of(bytes_of(book))[1] == [DAY if is_day else 46203]


def test_years_may_begin_in_1904_and_days_have_hours() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    sheet["A1"], sheet["B1"] = DAY, datetime(2026, 6, 30, 9, 30)  # noqa: DTZ001  Excel has no zones
    assert rows_of(bytes_of(book))[1] == [DAY, DAY]


def test_runs_of_a_text_are_joined() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = CellRichText("县", TextBlock(InlineFont(b=True), "住建"), "局")
    assert rows_of(bytes_of(book))[1] == ["县住建局"]


def test_a_text_read_aloud_and_escaped_is_itself() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = "as read"
    spoken = "<t>县_x005F_x0041_局</t><rPh><t>读作别的</t></rPh>"
    part = "xl/worksheets/sheet1.xml"
    data = rewritten(bytes_of(book), {part: ("<t>as read</t>", spoken)})
    assert rows_of(data)[1] == ["县_x0041_局"]


def test_what_is_no_value_is_told() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"], sheet["B1"], sheet["C1"], sheet["A3"] = "一", "=A1", "=SUM(A1:A2)", "三"
    sheet.merge_cells("A3:B3")
    sheet.row_dimensions[3].hidden = True
    found = Found()
    rows = dict(Xlsx(bytes_of(book)).rows("Sheet", found))
    assert rows == {1: ["一"], 3: ["三"]}
    assert (found.formulas, found.merged, found.hidden) == (["B1", "C1"], ["A3:B3"], [3])


def test_the_strict_format_is_read_too() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = "严格"
    ours = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = (ours, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    data = bytes_of(book)
    names = [n for n in zipfile.ZipFile(io.BytesIO(data)).namelist() if n.startswith("xl/work")]
    sheets = {name: strict for name in names if not name.endswith(".rels")}
    assert rows_of(rewritten(data, sheets))[1] == ["严格"]


@pytest.mark.parametrize("place", ["A1048577", "XFE1"])
def test_a_cell_beyond_the_last_is_refused(place: str) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = "甲"
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    data = rewritten(bytes_of(book), {"xl/worksheets/sheet1.xml": ('r="A1"', f'r="{place}"')})
    data = rewritten(data, {"xl/worksheets/sheet1.xml": ('<row r="1"', f'<row r="{row}"')})
    with pytest.raises(ValueError, match=place[:3] if place[0] == "X" else row):
        rows_of(data)
