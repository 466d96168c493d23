"""The office's units table: written, edited, read back, and refused with the place and the cure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from toolkit.errors import SettingsError
from toolkit.extraction.units.find import Level, find_units
from toolkit.loading.units_table import read_units_table, write_units_table
from toolkit.loading.vocabulary import load_vocabulary

COUNTY = Level("县", "苍屏县", "county")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "units.xlsx"
    write_units_table(path, "苍屏县", ["城关镇", "柳林乡"])
    return path


def edit(path: Path, change: Callable[[list[list[str | None]]], None]) -> None:
    """Rewrite the first sheet after ``change`` has had its rows."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    sheet.delete_rows(1, sheet.max_row)
    change(rows)  # type: ignore[arg-type]
    for row in rows:
        sheet.append(row)
    book.save(path)


def refusal(path: Path) -> SettingsError:
    with pytest.raises(SettingsError) as raised:
        read_units_table(path)
    return raised.value


def test_what_was_written_reads_the_same(table: Path) -> None:
    own, built_in = load_vocabulary(table), load_vocabulary()
    assert read_units_table(table).townships == ("城关镇", "柳林乡")
    for line in ("县发改、财政、住建等部门", "市生态环境局苍屏分局", "县国土局", "团县委"):
        found = find_units(line, own, COUNTY)
        assert [(m.text, m.name) for m in found] == [
            (m.text, m.name) for m in find_units(line, built_in, COUNTY)
        ]


def test_a_unit_the_office_adds_is_known_by_name(table: Path) -> None:
    def add(rows: list[list[str | None]]) -> None:
        rows.append(
            ["苍屏县星火产业发展局", "县星火局", "星火办", None, None, None, None, None, None]
        )

    edit(table, add)
    (mention,) = find_units("由星火办负责。", load_vocabulary(table), COUNTY)
    assert (mention.text, mention.name) == ("县星火办", "苍屏县星火产业发展局")
    assert not mention.shape


def test_a_paper_that_names_no_county_is_of_the_offices_own(table: Path) -> None:
    own = load_vocabulary(table)
    for prefix, name in (("县", "苍屏县财政局"), ("市", "市财政局")):
        (mention,) = find_units(f"由{prefix}财政局负责。", own, Level(prefix))
        assert mention.name == name
    (mention,) = find_units("由县财政局负责。", load_vocabulary(), Level("县"))
    assert mention.name == "县财政局"


def test_the_compiled_copy_follows_the_workbook(table: Path) -> None:
    first = read_units_table(table)
    assert (table.parent / ".units.compiled.json").is_file()
    assert read_units_table(table) == first
    edit(table, lambda rows: rows.__delitem__(slice(20, None)))
    assert len(read_units_table(table).units) == 19


def test_a_damaged_compiled_copy_is_made_again(table: Path) -> None:
    first = read_units_table(table)
    (table.parent / ".units.compiled.json").write_text("{", encoding="utf-8")
    assert read_units_table(table) == first


def test_missing_column(table: Path) -> None:
    edit(table, lambda rows: rows[0].__setitem__(0, "单位"))
    fault = refusal(table)
    assert fault.code == "E1502"
    assert fault.message.startswith(
        "单位表 units.xlsx 第1行缺少“单位名称”列；现有列：单位、简称、别名"
    )


def test_duplicate_alias(table: Path) -> None:
    def add(rows: list[list[str | None]]) -> None:
        rows.append(["苍屏县星火局", "县星火局", "住建局", None, None, None, None, None, None])

    edit(table, add)
    fault = refusal(table)
    assert fault.code == "E3202"
    assert (
        "别名“住建局”同时属于“县住房城乡建设局”（第16行）和“县星火局”（第123行）" in fault.message
    )


@pytest.mark.parametrize("name", ["../../etc", "县/财政局", "{P}财政局", "县财政局|"])
def test_forbidden_characters(table: Path, name: str) -> None:
    edit(table, lambda rows: rows[5].__setitem__(2, name))
    fault = refusal(table)
    assert fault.code == "E3201"
    assert "第6行" in fault.message


def test_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    path.write_bytes(b"PK not really")
    assert refusal(path).code == "E1501"


def test_lines_without_a_name_are_told(table: Path) -> None:
    def add(rows: list[list[str | None]]) -> None:
        rows.append([None, "县星火局", None, None, None, None, None, None, None])
        rows.append(["=A2", "县星火办", None, None, None, None, None, None, None])

    edit(table, add)
    (told,) = [f.message for f in read_units_table(table).findings if f.code == "W3205"]
    assert told.startswith("单位表第123、124行没有单位名称，没有用上。")


@pytest.mark.parametrize("cell", ["A30000", "XFD2"])
def test_a_cell_far_away_is_refused_at_once(table: Path, cell: str) -> None:
    book = load_workbook(table)
    book.worksheets[0][cell] = "远处"
    book.save(table)
    assert "表格范围异常" in str(refusal(table)) and refusal(table).code == "E1501"


def test_rows_beyond_the_size_written_down_are_read(table: Path) -> None:
    before, part = read_units_table(table).units, "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(table) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    smaller = re.sub(rb'ref="A1:\w+"', b'ref="A1:J2"', files[part], count=1)
    assert smaller != files[part]
    with zipfile.ZipFile(table, "w") as archive:
        for name, content in (files | {part: smaller}).items():
            archive.writestr(name, content)
    assert read_units_table(table).units == before


def test_abolished_name_is_pointed_out(table: Path) -> None:
    def add(rows: list[list[str | None]]) -> None:
        rows.append(["苍屏县国土资源局", "县国土资源局", None, None, None, None, None, None, None])

    edit(table, add)
    findings = [f for f in read_units_table(table).findings if f.code == "W3204"]
    assert findings[0].message == (
        "单位表第123行“县国土资源局”是旧名称（2019前），现多为“县自然资源局”。"
        "是否改用新名、把旧名移到“曾用名”列？"
    )


def test_alias_inside_another_name_is_noted(table: Path) -> None:
    codes = {f.code: f.message for f in read_units_table(table).findings}
    assert "“督查室”" in codes["W3203"]
