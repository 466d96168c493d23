"""``duban paper 任务分解方案``: a report in, a notice with its annex out, nothing numbered."""

from __future__ import annotations

from pathlib import Path

import pytest
from clerk import Run, files
from docx import Document
from papers import ROOT, text_of

from toolkit.papers import PAPERS
from toolkit.rendering.shelf import export

BREAKDOWN = str(ROOT / "samples" / "政府工作报告任务分解表.docx")
PLAN = "任务分解方案"


def test_a_breakdown_becomes_a_plan(run: Run, office: Path, here: Path) -> None:
    before = files(office)
    code, output, _ = run("paper", PLAN, BREAKDOWN, "-o", "方案.docx", "--office", "督办")
    text = text_of((here / "方案.docx").read_bytes())
    assert code == 0
    assert output.startswith("已写到 方案.docx，共16项任务。")
    assert "现将报告提出的4个方面16项任务分解下达" in text
    assert "一、项目攻坚（共4项）" in text
    assert "（待编号）" in text
    assert files(office) == before


def test_every_task_has_one_row_and_the_counts_add_up(run: Run, here: Path) -> None:
    run("paper", PLAN, str(ROOT / "samples" / "2026年政府工作报告.docx"), "-o", "方案.docx")
    table = Document(str(here / "方案.docx")).tables[0]
    first = [row.cells[0].text for row in table.rows[1:]]
    numbers = [text for text in first if text.isdecimal()]
    chapters = [text for text in first if not text.isdecimal()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    counts = [int(chapter.rpartition("共")[2].removesuffix("项）")) for chapter in chapters]
    assert sum(counts) == len(numbers)


def test_the_offices_own_template_is_used(run: Run, office: Path, here: Path) -> None:
    own = export(PAPERS[PLAN], office / "模板")
    document = Document(str(own))
    document.paragraphs[0].runs[0].text = "{{ issuer_name }}办公室文件"
    document.save(str(own))
    run("paper", PLAN, BREAKDOWN, "-o", "方案.docx", "--office", "督办")
    assert text_of((here / "方案.docx").read_bytes()).startswith("示例县人民政府办公室文件")


@pytest.mark.parametrize(
    ("args", "exit_code", "starts"),
    [
        (["催办单", BREAKDOWN, "-o", "x.docx"], 2, "【E0206】没有“催办单”这种单"),
        ([PLAN, BREAKDOWN], 2, "【E0205】缺少 -o 文件"),
        ([PLAN, "无事.txt", "-o", "x.docx"], 4, "【E2411】“无事.txt”里没有找到任务"),
        ([PLAN, BREAKDOWN, "-o", "坏.docx"], 7, "【E5102】“坏.docx”已存在"),
        ([PLAN, BREAKDOWN, "-o", "x.docx", "--year", "26"], 2, "【E0206】“26”不是年份"),
        ([PLAN, "坏.docx", "-o", "x.docx"], 3, "【E1"),
    ],
)
def test_faults(args: list[str], exit_code: int, starts: str, run: Run, here: Path) -> None:
    before = files(here)
    code, _, error = run("paper", *args)
    assert (code, error.startswith(starts), files(here)) == (exit_code, True, before), error
