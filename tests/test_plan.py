"""The plan in Excel: written, edited by people and other programs, read back."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from toolkit.errors import InputError
from toolkit.model import (
    DocumentKind,
    ExtractedTask,
    Severity,
    SourceFacts,
    Span,
    StatedDate,
    Unit,
)
from toolkit.office.settings import EXAMPLE_OFFICE
from toolkit.plan import COLUMNS, Plan, PlanDecision, PlanRow, PlanSource, by_chapter, row_id
from toolkit.planning import draft_plan, read_plan, with_rows
from toolkit.recognition import extract_tasks
from toolkit.workbook import workbook_bytes

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "samples" / "2026年政府工作报告.docx"
EDITS: list[dict[str, Any]] = tomllib.loads(
    (HERE / "corpus" / "plan_edits.toml").read_text(encoding="utf-8")
)["case"]
SHA = "3fa2c1" + "0" * 58
HOUSING = Unit("县住建局", "示例县住房和城乡建设局")


def row(number: int, sentence: str, objective: str, target: str, due: str, month: int) -> PlanRow:
    deadline = StatedDate(due, date(2026, month, 31)) if due else None
    origin = (Span(number, 0, len(objective), objective),)
    task = ExtractedTask(number, objective, origin, targets=(target,))
    return PlanRow(
        row_id(number, SHA),
        number,
        SHA,
        "民生实事",
        sentence,
        objective,
        (target,),
        (HOUSING,),
        completion_deadline=deadline,
        decision=PlanDecision.ISSUE,
        extracted=replace(task, completion_deadline=deadline),
    )


@pytest.fixture(scope="module")
def small() -> Plan:
    facts = SourceFacts(DocumentKind.REPORT, "政府工作报告", date(2026, 1, 20))
    source = PlanSource("报告.docx", SHA, facts, date(2026, 1, 23))
    rows = (
        row(1, "改造老旧小区17个，10月底前完工。", "改造老旧小区17个", "17个", "10月底前", 10),
        row(2, "更新供水管网30公里。", "更新供水管网30公里", "30公里", "", 1),
        row(3, "新增学位810个，8月底前投用。", "新增学位810个", "810个", "8月底前", 8),
    )
    return with_rows(Plan((source,), ()), rows)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return draft_plan(*extract_tasks(SAMPLE))


def saved(plan: Plan, folder: Path) -> Path:
    path = folder / "计划.xlsx"
    path.write_bytes(workbook_bytes(plan, ["县住建局"]))
    return path


def unplaced(rows: tuple[PlanRow, ...]) -> list[PlanRow]:
    return [replace(each, sheet_row=None) for each in rows]


# --- written -------------------------------------------------------------------------------------


def test_a_plan_nobody_touched_comes_back_as_it_was(plan: Plan, tmp_path: Path) -> None:
    back, findings = read_plan(saved(plan, tmp_path), EXAMPLE_OFFICE)
    assert [finding.code for finding in findings] == ["W3620"]
    assert back.sources == plan.sources
    assert unplaced(back.rows) == list(plan.rows)
    assert [each.sheet_row for each in back.rows] == list(range(2, len(plan.rows) + 2))


def test_every_sentence_is_the_documents_own(plan: Plan) -> None:
    document, extraction = extract_tasks(SAMPLE)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert len(plan.rows) == len(extraction.tasks)
    for each in plan.rows:
        assert all(any(s in text for text in texts) for s in each.sentence.splitlines())
        assert each.row_id == row_id(each.number, document.sha256)
    assert sum(by_chapter(plan.rows).values()) == len(plan.rows)


def test_the_sheet_can_be_worked_with(small: Plan, tmp_path: Path) -> None:
    sheet = load_workbook(saved(small, tmp_path))["分解"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS.values())
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == "A1:R4"
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape"
    offers = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert offers['"出单,不出单,暂缓"'] == "Q2:Q204" and "单位!$A$2:$A$2" in offers
    assert sheet["K2"].value.date() == date(2026, 10, 31) and sheet["R2"].value == "第1段"


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "#N/A", "0012"]
)
def test_a_text_is_never_a_formula_nor_a_number(small: Plan, tmp_path: Path, text: str) -> None:
    first = replace(small.rows[0], notes=text, chapter=text)
    path = saved(with_rows(small, (first, *small.rows[1:])), tmp_path)
    for name in load_workbook(path).sheetnames:
        for line in load_workbook(path)[name].iter_rows():
            assert all(cell.data_type != "f" for cell in line)
    back, _ = read_plan(path, EXAMPLE_OFFICE)
    assert (back.rows[0].notes, back.rows[0].chapter) == (text, text)


def test_a_long_record_and_strange_characters_survive(small: Plan, tmp_path: Path) -> None:
    span = Span(1, 0, 40_000, "长" * 40_000)
    read = small.rows[0].extracted
    assert read is not None
    first = replace(small.rows[0], notes="一\n二", extracted=replace(read, origin=(span,)))
    back, _ = read_plan(saved(with_rows(small, (first,)), tmp_path), EXAMPLE_OFFICE)
    assert unplaced(back.rows) == [first]


# --- edited --------------------------------------------------------------------------------------


def edit(path: Path, case: dict[str, Any]) -> None:
    book = load_workbook(path)
    sheet: Any = book["分解"]
    ids = {f"{{{n}}}": str(sheet[f"A{n}"].value) for n in (2, 3, 4)}
    copied = dict(case.get("copy", {}))
    last = sheet.max_row + 1
    for cell in sheet[copied.pop("from")] if copied else ():
        sheet.cell(last, cell.column, cell.value)
    edits = case.get("set", {}) | {f"{column}{last}": text for column, text in copied.items()}
    for cell_name, value in edits.items():
        for mark, written in ids.items():
            value = value.replace(mark, written) if isinstance(value, str) else value
        sheet[cell_name] = value
    deeds: dict[str, Callable[[Any], Any]] = {
        "merge": sheet.merge_cells,
        "delete": sheet.delete_rows,
        "drop": lambda name: book.remove(book[name]),
        "hide": lambda number: sheet.row_dimensions.group(number, hidden=True),
    }
    for name in deeds.keys() & case.keys():
        deeds[name](case[name])
    book.save(path)


@pytest.mark.parametrize("case", EDITS, ids=[case["what"] for case in EDITS])
def test_an_edit_is_told_by_its_cell(case: dict[str, Any], small: Plan, tmp_path: Path) -> None:
    path = saved(small, tmp_path)
    edit(path, case)
    _, findings = read_plan(path, EXAMPLE_OFFICE)
    assert sorted(finding.code for finding in findings) == sorted(case["codes"])
    if "message" in case:
        assert any(case["message"] in finding.message for finding in findings)


def test_every_finding_of_a_plan_has_an_edit_that_brings_it_about() -> None:
    told = {code for case in EDITS for code in case["codes"]}
    assert {code[1:] for code in told} == {
        str(number) for number in (*range(3601, 3624), 3626, 3627)
    }


def edited(small: Plan, folder: Path, **case: Any) -> Plan:
    path = saved(small, folder)
    edit(path, case)
    return read_plan(path, EXAMPLE_OFFICE)[0]


def test_what_people_decide_becomes_the_task(small: Plan, tmp_path: Path) -> None:
    changed = {"F2": "县城管局、县住建局", "I2": "张三", "K2": date(2026, 9, 30), "Q3": "不出单"}
    back = edited(small, tmp_path, set=changed)
    task = back.rows[0].task
    assert [unit.name for unit in task.lead_units] == [
        "示例县城市管理局",
        "示例县住房和城乡建设局",
    ]
    assert task.lead_officials == ("张三",)
    assert task.completion_deadline == StatedDate("2026年9月30日", date(2026, 9, 30))
    assert task.origin == (Span(1, 0, 9, "改造老旧小区17个"),)
    assert [each.number for each in back.decided(PlanDecision.ISSUE)] == [1, 3]


def test_the_parts_of_a_split_have_numbers_of_their_own(small: Plan, tmp_path: Path) -> None:
    back = edited(small, tmp_path, copy={"from": 2, "D": "加装电梯", "E": ""})
    assert [(each.number, each.row_id[:3]) for each in back.rows] == [
        (1, "001"),
        (2, "002"),
        (3, "003"),
        (4, "001"),
    ]
    assert back.rows[3].task.origin == back.rows[0].task.origin


def test_a_merged_task_stands_in_both_places(small: Plan, tmp_path: Path) -> None:
    back = edited(small, tmp_path, set={"A2": "{2}、{3}"}, delete=3)
    assert [span.paragraph for span in back.rows[0].task.origin] == [1, 2]


def test_a_file_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    text, other = tmp_path / "纪要.xlsx", tmp_path / "别的.xlsx"
    text.write_text("不是表格", encoding="utf-8")
    Workbook().save(other)
    for path, code in ((text, "E1711"), (other, "E1712"), (tmp_path / "没有.xlsx", "E1711")):
        with pytest.raises(InputError) as refused:
            read_plan(path, EXAMPLE_OFFICE)
        assert refused.value.code == code


# --- saved by another program --------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_libreoffice(plan: Plan, small: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan as LibreOffice saves it, and every edit of the corpus in a folder of its number."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    place = tmp_path_factory.mktemp("libreoffice")
    whole = place / "whole.xlsx"
    whole.write_bytes(workbook_bytes(plan, ["县住建局"]))
    for n, case in enumerate(EDITS):
        edited_file = place / f"{n}.xlsx"
        edited_file.write_bytes(workbook_bytes(small, ["县住建局"]))
        edit(edited_file, case)
    command = [program, f"-env:UserInstallation=file://{place}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(place / "out")]
    run = subprocess.run(
        [*command, *map(str, sorted(place.glob("*.xlsx")))],
        capture_output=True,
        timeout=300,
        check=False,
    )
    for path in (place / "out").glob("*.xlsx"):
        path.parent.joinpath(path.stem).mkdir()
        path.rename(path.parent / path.stem / "计划.xlsx")
    if not (place / "out/whole/计划.xlsx").exists():
        pytest.skip(f"LibreOffice cannot convert workbooks here: {run.stderr[-200:]!r}")
    return place / "out"


def test_a_plan_saved_by_libreoffice_reads_the_same(plan: Plan, by_libreoffice: Path) -> None:
    back, findings = read_plan(by_libreoffice / "whole/计划.xlsx", EXAMPLE_OFFICE)
    assert [each.code for each in findings if each.severity is not Severity.NOTE] == ["W3620"]
    assert unplaced(back.rows) == list(plan.rows)


@pytest.mark.parametrize("n", range(len(EDITS)), ids=[case["what"] for case in EDITS])
def test_an_edit_is_told_whatever_program_saved_it(n: int, by_libreoffice: Path) -> None:
    _, findings = read_plan(by_libreoffice / f"{n}/计划.xlsx", EXAMPLE_OFFICE)
    assert sorted(finding.code for finding in findings) == sorted(EDITS[n]["codes"])
    if "message" in EDITS[n]:
        assert any(EDITS[n]["message"] in finding.message for finding in findings)
