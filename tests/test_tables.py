"""Tables as Excel files: read back by openpyxl, every text a text, every date a date."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from clerk import DAY, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from papers import ROOT, members

from toolkit.errors import InputError
from toolkit.rendering.fields import clean
from toolkit.workbook.tables import CELL_LIMIT, Table, tables_bytes

HOME = ["--office", "督办"]
HEADS = (("文字", 20), ("日期", 12), ("数", 8))


def read(*rows: tuple[Any, ...], **wishes: Any) -> Any:
    return load_workbook(BytesIO(tables_bytes([Table("台账", HEADS, rows, **wishes)])))["台账"]


def test_types_are_kept() -> None:
    sheet = read(("县水利局", date(2026, 2, 28), 3), ("", None, 62.5), ("2026-督-0001", None, None))
    assert [cell.value for cell in sheet[2]] == ["县水利局", datetime(2026, 2, 28), 3]  # noqa: DTZ001
    assert [cell.value for cell in sheet[3]] == [None, None, 62.5]
    assert (sheet["A2"].number_format, sheet["B2"].number_format) == ("@", "yyyy-mm-dd")


def test_head_filter_and_print_are_set_up() -> None:
    sheet = read(("甲", None, 1), frozen=1, paper=8)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:C2")
    assert (sheet.print_title_rows, sheet.page_setup.paperSize) == ("$1:$1", 8)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert round(sheet.column_dimensions["A"].width) in (20, 21)  # Excel adds the cell's margin
    assert sheet["A1"].font.b and sheet["A1"].alignment.wrap_text


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-3", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"]
)
def test_a_text_is_never_a_formula(text: str) -> None:
    data = tables_bytes([Table("台账", HEADS, [(text, None, None)])])
    assert b"<f" not in members(data)["xl/worksheets/sheet1.xml"]
    cell = load_workbook(BytesIO(data))["台账"]["A2"]
    assert (cell.value, cell.data_type) in ((text, "s"), (text, "inlineStr"))


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(st.characters()), min_size=1, max_size=8))
def test_any_text_comes_back(texts: list[str]) -> None:
    sheet = read(*((text, None, None) for text in texts))
    found = [sheet.cell(n, 1).value or "" for n in range(2, len(texts) + 2)]
    assert found == [unescaped(clean(text)) for text in texts]


def unescaped(text: str) -> str:
    """Excel takes _x0041_ for A, so an underscore before such a word is written _x005F_."""
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def test_the_same_table_gives_the_same_bytes() -> None:
    table = Table("台账", HEADS, [("甲", date(2026, 1, 1), 1)])
    assert tables_bytes([table]) == tables_bytes([table])


def test_a_text_that_excel_would_cut_is_refused() -> None:
    with pytest.raises(InputError, match="第2行A列超过32767字") as caught:
        read(("长" * (CELL_LIMIT + 1), None, None))
    assert caught.value.code == "E1507"


def test_names_of_sheets_may_hold_quotes() -> None:
    book = load_workbook(BytesIO(tables_bytes([Table("甲'乙", HEADS, []), Table("二", HEADS, [])])))
    assert book.sheetnames == ["甲'乙", "二"]


class TestLedger:
    def test_one_row_a_task(self, run: Run, office: Path, here: Path) -> None:
        run("new", "纪要.txt", "--yes", *HOME, *DAY)
        code, output, error = run("ledger", "--excel", "台账.xlsx", *HOME)
        assert (code, output, error) == (0, "已写到 台账.xlsx，共2项。\n", "")
        rows = list(load_workbook(here / "台账.xlsx")["台账"].values)
        first = dict(zip(rows[0], rows[1], strict=True))
        assert first["台账号"] == "2026-督-0001"
        assert first["交办单编号"] == "示政督交〔2026〕1号第1项"
        assert first["主办单位"] == "云溪县住房和城乡建设局"
        assert first["现反馈时限"] == datetime(2026, 2, 26)  # noqa: DTZ001
        assert len(rows) == 3

    def test_what_was_done_stands_beside_it(self, run: Run, office: Path, here: Path) -> None:
        run("new", "纪要.txt", "--yes", *HOME, *DAY)
        run("feedback", "1号", "--text", "=已完成", "--done", "--on", "2026-02-25", *HOME)
        check = ["--who", "李明", "--method", "书面核查", "--conclusion", "同意销号"]
        run("close", "1号", "--text", "已核", "--on", "2026-02-26", *check, *HOME)
        run("ledger", "--excel", "台账.xlsx", "--state", "已销号", *HOME)
        rows = list(load_workbook(here / "台账.xlsx")["台账"].values)
        done = dict(zip(rows[0], rows[1], strict=True))
        assert (done["进展摘要"], done["核查人"], done["状态"]) == ("=已完成", "李明", "已销号")
        assert len(rows) == 2

    def test_a_file_that_is_there_stays(self, run: Run, office: Path, here: Path) -> None:
        run("new", "纪要.txt", "--yes", *HOME, *DAY)
        (here / "台账.xlsx").write_bytes(b"mine")
        code, _, error = run("ledger", "--excel", "台账.xlsx", *HOME)
        assert (code, error[:7], (here / "台账.xlsx").read_bytes()) == (7, "【E5102】", b"mine")


def test_the_benchmark_still_runs() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "bench_tables.py"), "50"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "openpyxl / duban" in done.stdout
