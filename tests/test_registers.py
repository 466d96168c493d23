"""A register of instructions by several leaders: each goes the way its leader's post calls for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import docx, paragraph, table
from clerk import Run
from docx import Document

NOTES = (
    ("1", "县水利局", "水库加固资金的报告", "县长 纪成舟", "请县财政局10月底前提出方案。"),
    ("2", "县信访局", "逾期办证的专报", "常务副县长 尚文彬", "请县住建局11月15日前办结。"),
    ("3", "县商务局", "举办年货节的请示", "县委书记 段铭远", "请县商务局11月20日前定方案。"),
    ("4", "县林草局", "防火形势的报告", "罗可欣", "请县应急局11月底前排查一遍。"),
)


@pytest.fixture
def register(here: Path) -> Path:
    head = ("序号", "来文单位", "文件标题", "批示领导", "批示内容", "批示日期")
    rows = [(*note, "2026年10月12日") for note in NOTES]
    body = paragraph("云溪县人民政府办公室领导批示登记表"), table(head, *rows)
    (here / "批示.docx").write_bytes(docx(*body))
    return here / "批示.docx"


def test_posts_are_read_with_the_names(register: Path, run: Run) -> None:
    tasks = json.loads(run("tasks", "批示.docx", "--json")[1])["tasks"]
    said = [(task["instructed_by"], task["instructed_posts"]) for task in tasks]
    assert said == [
        ("纪成舟", ["县长"]),
        ("尚文彬", ["常务副县长"]),
        ("段铭远", ["县委书记"]),
        ("罗可欣", []),
    ]


@pytest.mark.parametrize("bars", [True, False], ids=["bars", "table"])
def test_a_post_in_a_column_of_its_own(here: Path, run: Run, *, bars: bool) -> None:
    rows = (
        ("序号", "批示领导", "职务", "批示日期", "批示内容"),
        ("1", "纪成舟", "县长", "2026年10月12日", "请县财政局10月底前提出方案。"),
        ("2", "尚文彬", "副县长", "2026年10月13日", "请县住建局11月15日前办结。"),
    )
    title = "云溪县领导批示登记表"
    if bars:
        name = "批示.txt"
        (here / name).write_text("\n".join((title, *("|".join(row) for row in rows))), "utf-8")
    else:
        name = "批示.docx"
        (here / name).write_bytes(docx(paragraph(title), table(*rows)))
    tasks = json.loads(run("tasks", name, "--json")[1])["tasks"]
    said = [(task["instructed_by"], task["instructed_posts"]) for task in tasks]
    assert said == [("纪成舟", ["县长"]), ("尚文彬", ["副县长"])]


def test_each_instruction_has_the_source_of_its_leader(
    register: Path, office: Path, run: Run
) -> None:
    day = ("--issued-on", "2026-10-13", "--dry-run")
    _, shown, _ = run("new", "批示.docx", "--office", "督办", *day)
    assert "县政府主要领导重要批示（公文、人民来信），由县政府督查室交办" in shown
    assert "县政府分管领导批示（公文、人民来信），由县政府办公室交办" in shown
    asked = "".join(shown.split())
    assert "是党委领导的批示" in asked
    assert "没有读出批示人的职务" in asked
    assert "共4项任务；2项可出单" in asked
    assert "来源（任务1）：" in asked
    assert "来源（任务2）：" in asked
    assert "【E3112】任务3：" in asked
    assert "【E3112】任务4：" in asked


def test_what_is_said_of_every_row_names_none(register: Path, office: Path, run: Run) -> None:
    day = ("--issued-on", "2026-10-13", "--dry-run", "--source", "分管领导批示")
    _, shown, _ = run("new", "批示.docx", "--office", "督办", *day)
    assert "来源：" in shown
    assert "来源（" not in shown


def test_what_got_no_ticket_for_want_of_a_source_is_told_again_and_again(
    register: Path, office: Path, run: Run
) -> None:
    asked = ("new", "批示.docx", "--office", "督办", "--issued-on", "2026-10-13")
    told = "任务3、4的来源或日期未定，没有出单，也没有记入台账"
    for extra in (("--yes",), ()):
        assert told in "".join(run(*asked, *extra)[1].split())
    run(*asked, "--source", "主要领导批示", "--yes")
    assert "未定" not in run(*asked)[1]


def test_a_ticket_says_who_wrote_on_which_paper(register: Path, office: Path, run: Run) -> None:
    day = ("--issued-on", "2026-10-13", "--yes")
    run("new", "批示.docx", "--office", "督办", *day)
    cells = [
        {
            cell.text
            for table in Document(str(path)).tables
            for row in table.rows
            for cell in row.cells
        }
        for path in sorted((office / "2026").glob("*.docx"))
    ]
    source = "批示（2026年10月12日）《云溪县人民政府办公室领导批示登记表》："
    assert f"县长纪成舟{source}水库加固资金的报告" in cells[0] | cells[1]
    assert f"常务副县长尚文彬{source}逾期办证的专报" in cells[0] | cells[1]
