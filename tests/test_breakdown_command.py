"""``duban breakdown``: the report divided, units suggested, the edited plan checked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from clerk import Run, files
from docx import Document
from openpyxl import load_workbook
from papers import ROOT, text_of
from reference import REAL, each_of

from toolkit.pipeline import open_office
from toolkit.planning import directory_of, draft_plan
from toolkit.recognition import extract_tasks

REPORT = str(ROOT / "samples" / "2026年政府工作报告.docx")
EARLIER = str(ROOT / "samples" / "政府工作报告任务分解表.docx")
REPORTS = sorted(REAL.glob("reports/province-docx/*.docx"))
REPORTS += sorted(REAL.glob("reports/city/*.txt"))


def sheet_rows(path: Path) -> list[dict[str, str]]:
    head, *rows = load_workbook(path)["分解"].iter_rows(values_only=True)
    return [
        {str(k): "" if v is None else str(v) for k, v in zip(head, row, strict=True)}
        for row in rows
    ]


def test_a_report_becomes_a_paper_and_a_plan_whose_counts_tie(run: Run, here: Path) -> None:
    code, output, _ = run("breakdown", REPORT, "-o", "分解")
    assert code == 0 and files(here / "分解") == {"任务分解方案.docx", "分解计划.xlsx"}
    rows = sheet_rows(here / "分解" / "分解计划.xlsx")
    text = text_of((here / "分解" / "任务分解方案.docx").read_bytes())
    chapters = list(dict.fromkeys(row["章节"] for row in rows))
    assert f"提出的{len(chapters)}个方面{len(rows)}项任务分解下达" in text
    assert f"共{len(rows)}项任务，{len(chapters)}个部分" in output
    assert sum(int(n) for n in re.findall(r"　(\d+)项$", output, re.MULTILINE)) == len(rows)
    for chapter in chapters:
        count = sum(row["章节"] == chapter for row in rows)
        assert f"{chapter}（共{count}项）" in text


def test_the_paper_and_the_plan_name_the_same_units(run: Run, here: Path) -> None:
    run("breakdown", REPORT, "-o", "分解")
    table = Document(str(here / "分解" / "任务分解方案.docx")).tables[0]
    printed = [row.cells[4].text for row in table.rows if row.cells[0].text.isdecimal()]
    rows = sheet_rows(here / "分解" / "分解计划.xlsx")
    blank = [row["牵头单位"] == "待定" for row in rows]
    assert len(printed) == len(rows)
    assert [lead == "（待填）" for lead in printed] == blank and not all(blank)


def test_every_suggestion_has_its_reason(run: Run, here: Path) -> None:
    run("breakdown", REPORT, "-o", "分解", "--earlier", EARLIER)
    rows = sheet_rows(here / "分解" / "分解计划.xlsx")
    for row in rows:
        if row["牵头单位"] == "待定":
            assert row["分派理由"].startswith(("拿不准", "没有找到"))
        else:
            assert re.match(r".+ \d+\.\d分：(职责“|\d{4}年分解第\d+项相近|常办含)", row["分派理由"])
            assert row["分派理由"].startswith(row["牵头单位"])
    assert any("分解第" in row["分派理由"] for row in rows)


def test_the_leader_who_answers_for_the_unit_is_filled_in(
    run: Run, office: Path, here: Path
) -> None:
    book = load_workbook(office / "units.xlsx")
    sheet = book["单位"]
    head = [cell.value for cell in sheet[1]]
    for line in sheet.iter_rows(min_row=2):
        if "县教育局" in str(line[head.index("简称")].value):
            line[head.index("分管领导")].value = "沈知微"
    book.save(office / "units.xlsx")
    run("breakdown", REPORT, "-o", "分解", "--office", "督办")
    rows = sheet_rows(here / "分解" / "分解计划.xlsx")
    assert "县教育局" in {row["牵头单位"] for row in rows}
    for row in rows:
        assert row["牵头领导"] == ("沈知微" if row["牵头单位"] == "县教育局" else "")


def test_what_the_office_did_before_is_learned_from(run: Run, office: Path, here: Path) -> None:
    (office / "往年分解").mkdir()
    text = "2025年政府工作报告任务分解表\n1.开通2条无人机物流示范航线。（牵头单位：县科技局）\n"
    (office / "往年分解" / "2025年任务分解.txt").write_text(text, encoding="utf-8")
    run("breakdown", REPORT, "-o", "分解", "--office", "督办")
    rows = sheet_rows(here / "分解" / "分解计划.xlsx")
    drones = next(row for row in rows if "无人机" in row["目标任务"])
    assert drones["牵头单位"] == "县科技局"
    assert "2025年分解第1项相近，由其牵头" in drones["分派理由"]


def test_the_edited_plan_gives_the_paper_again(run: Run, here: Path) -> None:
    run("breakdown", REPORT, "-o", "分解")
    plan = here / "分解" / "分解计划.xlsx"
    book = load_workbook(plan)
    book["分解"]["F2"] = "县政府办"
    book["分解"]["Q3"] = "不出单"
    book.save(plan)
    code, output, _ = run("breakdown", str(plan), "-o", "审定")
    assert code == 0 and files(here / "审定") == {"任务分解方案.docx"}
    text = text_of((here / "审定" / "任务分解方案.docx").read_bytes())
    before = len(sheet_rows(plan))
    assert f"{before - 1}项任务分解下达" in text and "示例县人民政府办公室" in text
    assert "请看  分解计划.xlsx 工作表“分解”" in output


def test_a_wrong_cell_stops_the_paper(run: Run, here: Path) -> None:
    run("breakdown", REPORT, "-o", "分解")
    plan = here / "分解" / "分解计划.xlsx"
    book = load_workbook(plan)
    book["分解"]["F2"] = "县发改威"
    book.save(plan)
    code, output, error = run("breakdown", str(plan), "-o", "审定")
    assert code == 4 and error.startswith("【E2413】计划表有1处须改正")
    assert "须改  分解计划.xlsx 工作表“分解”F2：“县发改威”不在单位表中" in output
    assert not (here / "审定").exists()


def test_nothing_is_left_half_written(run: Run, here: Path) -> None:
    (here / "分解").mkdir()
    (here / "分解" / "分解计划.xlsx").write_text("别人的")
    code, _, error = run("breakdown", REPORT, "-o", "分解")
    assert code == 7 and error.startswith("【E5102】")
    assert files(here / "分解") == {"分解计划.xlsx"}
    assert (here / "分解" / "分解计划.xlsx").read_text() == "别人的"


@each_of(REPORTS)
def test_rows_of_a_real_report_are_its_own_words(path: Path) -> None:
    document, extraction = extract_tasks(path)
    plan = draft_plan(document, extraction)
    texts = {paragraph.index: paragraph.text for paragraph in document.paragraphs}
    assert len(plan.rows) == len(extraction.tasks) > 0
    for row in plan.rows:
        assert row.extracted is not None
        for span in row.extracted.origin:
            assert span.text in texts[span.paragraph] and span.text in row.sentence
        for sentence in row.sentence.splitlines():
            assert any(sentence in text for text in texts.values())
        assert all(target in row.sentence for target in row.targets)


PLANNING = re.compile(
    "预期目标|主要目标|工作安排|重点工作|主要任务|总体要求|工作打算|工作任务|目标任务|工作思路"
)
PRAISE = re.compile("圆满完成|完成情况|全面完成")


@each_of(REPORTS)
def test_no_row_of_a_real_report_comes_from_its_review(path: Path) -> None:
    """By a mark of our own: the first words behind the opening that speak of what is planned."""
    document, extraction = extract_tasks(path)
    opening = sum(len(paragraph.text) for paragraph in document.paragraphs) // 8
    read, begins = 0, None
    for paragraph in document.paragraphs:
        found = PLANNING.search(paragraph.text)
        if read > opening and found and not PRAISE.search(paragraph.text[:80]):
            begins = (paragraph.index, found.start())
            break
        read += len(paragraph.text)
    assert begins is not None, "no mark found: the test says nothing"
    starts = [(task.origin[0].paragraph, task.origin[0].start) for task in extraction.tasks]
    assert [start for start in starts if start < begins] == []


def test_a_folder_with_a_report_suggests_the_same_units(run: Run, here: Path) -> None:
    run("breakdown", REPORT, "-o", "分解")
    (here / "文件").mkdir()
    (here / "文件" / "报告.docx").write_bytes(Path(REPORT).read_bytes())
    assert run("batch", "文件", "--workers", "1")[0] == 0
    one, other = (
        [(row["目标任务"], row["牵头单位"], row["分派理由"]) for row in sheet_rows(here / name)]
        for name in ("分解/分解计划.xlsx", "文件-计划.xlsx")
    )
    assert one == other


@pytest.mark.parametrize("county", ["示例县", "望潮区", "临江市", "金秀瑶族自治县"])
def test_every_unit_offered_to_choose_from_is_accepted(county: str) -> None:
    office = open_office(None)
    directory = directory_of(replace(office, settings=replace(office.settings, county=county)))
    units = [unit for name in directory.names for unit in directory.resolve(name)]
    assert [unit.text for unit in units if directory.doubt(unit) is not None] == []
    assert len(units) == len(directory.names)
