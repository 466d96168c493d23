"""Names that a font may lack a character of: told before issue, kept in the record, shown again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from clerk import DAY, Run

from toolkit.findings import names_rare
from toolkit.text.rare import outside_gb2312, rare_names

HOME = ["--office", "督办"]


@pytest.mark.parametrize(
    ("text", "rare"),
    [
        ("张三，二〇二六年3月", ""),
        ("张喆、李堃、王镕", "喆堃镕"),
        ("市𬱖局𬱖科", "𬱖"),
        ("“引号”——〔2026〕①㎡", ""),
        ("", ""),
    ],
)
def test_what_gb2312_does_not_have(text: str, rare: str) -> None:
    assert "".join(outside_gb2312(text)) == rare


def test_a_character_that_a_screen_may_lack_is_told_by_its_number() -> None:
    assert "“喆、𬱖（U+2CC56）”" in names_rare(["张喆"], ["喆", "𬱖"]).message


def test_each_name_once() -> None:
    assert rare_names(["张喆", "李四", "张喆"]) == {"张喆": ("喆",)}


def test_told_in_the_preview_and_kept_in_the_record(run: Run, office: Path) -> None:
    new = ["new", "纪要.txt", "--lead", "1=县堃工程指挥部", *HOME, *DAY]
    code, output, _ = run(*new, "--dry-run")
    assert code == 0
    assert "【W2405】“县堃工程指挥部”里有生僻字“堃”" in output
    run(*new, "--yes")
    with sqlite3.connect(office / "台账.sqlite3") as ledger:
        told = [row[0] for row in ledger.execute("SELECT payload FROM ledger_event")]
    (kept,) = (each for each in told if "rare_characters" in each)
    assert "县堃工程指挥部" in kept
    assert "生僻字 县堃工程指挥部（堃）" in run("show", "1号", *HOME)[1]
    assert "【W2212】“反馈单位”里有生僻字“堃”" in run("paper", "反馈表", "1号", *HOME)[1]


def test_told_of_what_is_to_be_done(run: Run, office: Path) -> None:
    Path("会.txt").write_text(
        "云溪县人民政府常务会议纪要\n（2026年3月2日）\n会议决定：由县水利局牵头，4月30日前建成堃河水库。\n",
        encoding="utf-8",
    )
    _, output, _ = run("new", "会.txt", "--source", "常务会议", "--dry-run", *HOME, *DAY)
    assert output.count("生僻字") == 1
    assert "【W2405】“第1项任务”里有生僻字“堃”" in output


def test_told_of_papers_that_chase_and_report(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", "纪要.txt", "--lead", "1=县堃工程指挥部", *HOME, *DAY, "--yes")
    monkeypatch.setenv("DUBAN_TODAY", "2026-03-20")
    people = {"提出": "张三", "同意": "李四", "签发": "王喆", "下发": "赵六"}
    signed = [f"{act}={name}@2026-03-20" for act, name in people.items()]
    code, output, _ = run("urge", *(part for each in signed for part in ("--signed", each)), *HOME)
    assert code == 0
    assert output.count("”里有生僻字“堃”") == 1
    assert output.count("【W2212】“审签第3行的姓名”里有生僻字“喆”") == 2
    _, output, _ = run("report", "--paper", "通报.docx", *HOME)
    assert "【W2212】" in output and "“堃”" in output


def test_told_of_a_breakdown(run: Run, office: Path) -> None:
    Path("报告.txt").write_text(
        "2026年政府工作报告\n二、今年工作安排\n（一）抓好水利\n"
        "建成堃河水库。牵头单位：县水利局。完成时限：2026年6月30日。\n",
        encoding="utf-8",
    )
    told = "【W2212】“任务第1行的工作任务”里有生僻字“堃”"
    for command in (["breakdown", "报告.txt", "-o", "分解"], ["paper", "任务分解方案", "报告.txt"]):
        last = ["-o", "方案.docx"] if command[0] == "paper" else []
        code, output, _ = run(*command, *last, *HOME)
        assert (code, output.count(told)) == (0, 1)
