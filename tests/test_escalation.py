"""Reports that ask for coordination: what is there, what is missing, in invented papers."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import docx
import pytest

from toolkit.cli import main
from toolkit.loading import load_regulation
from toolkit.loading.escalation import load_escalation_words
from toolkit.reading import read_bytes
from toolkit.rules.escalation import check_report
from toolkit.rules.report_parts import PartResult, ReportCheck
from toolkit.screen.display import WIDTH, text_width

FOLDER = Path(__file__).parent / "corpus" / "escalation"
PROVISIONS = load_regulation().provisions
LEVELS = {level.level: level for level in PROVISIONS.escalation}
OPINION = next(rule for rule in PROVISIONS.document_check if rule.refused)


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


def checked(text: str, level: int) -> ReportCheck:
    document = read_bytes("报告.txt", text.strip().encode())
    opinion = OPINION if level == 4 else None
    return check_report(document, LEVELS[level], load_escalation_words(), opinion)


def mark(part: PartResult) -> str:
    if part.is_there:
        return "有"
    return "核对" if part.origins else "缺"


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_what_a_report_holds(case: dict[str, Any]) -> None:
    found = checked(case["text"], case["level"])
    told = [(part.name, [origin.text for origin in part.origins]) for part in found.parts]
    assert [mark(part) for part in found.parts] == case["expect"], told
    assert [finding.code for finding in found.findings] == case.get("codes", [])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_every_place_is_verbatim(case: dict[str, Any]) -> None:
    document = read_bytes("报告.txt", case["text"].strip().encode())
    paragraphs = {each.index: each.text for each in document.paragraphs}
    for part in checked(case["text"], case["level"]).parts:
        for origin in part.origins:
            assert origin.text
            assert origin.text in paragraphs[origin.paragraph][origin.start : origin.end]


# --- the command -----------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUBAN_OFFICE", raising=False)
    by_name = {case["name"]: case["text"].strip() for case in cases()}
    (tmp_path / "全.txt").write_text(by_name["三项齐全，都有标题"], encoding="utf-8")
    (tmp_path / "缺.txt").write_text(by_name["只有问题，三项都缺"], encoding="utf-8")
    return tmp_path


def request(path: Path, opinion: str) -> None:
    """A 请示 in Word with the opinions in a table, as offices print them."""
    document = docx.Document()
    for text in (
        "云溪县水务局关于实施城区供水管网改造的请示",
        "县人民政府：",
        "4月2日，副县长罗勇组织县财政局、县住建局会商，改造范围和资金来源已经商定。",
        "决策建议：分两年改造管网46公里，总投资5200万元。",
        "妥否，请批示。",
    ):
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "分管领导意见", opinion
    table.cell(1, 0).text = "县长批示"
    document.save(str(path))


def test_a_whole_report_passes(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["escalate", "check", "全.txt", "--level", "3"])
    output = capfd.readouterr().out
    assert code == 0
    assert "有    会商协调过程（四-2-(2)）" in output
    assert "提请的前提：已主动沟通会商，部门之间不能协商一致（四-2-(1)）。" in output
    assert "3月2日，我局会同县财政局" in output
    assert output.rstrip().endswith("3项都有。写得是否充分，请人工把关。")


def test_the_highest_gate_below_is_what_must_be_passed(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    main(["escalate", "check", "全.txt", "--level", "4", "--json"])
    gate = json.loads(capfd.readouterr().out)["gate"]
    assert gate == {"text": "分管领导已先行组织协调，提出决策建议", "clause": "四-2-(3)"}


def test_what_is_missing_is_said_with_what_to_do(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = main(["escalate", "check", "缺.txt", "--level", "3"])
    output = capfd.readouterr().out
    assert code == 4
    assert output.count("缺    ") == 3 and "请写明分歧在哪一点上" in output
    assert output.rstrip().endswith("应有3项：缺3项。补齐、核对后再呈报。")
    assert all(text_width(line) <= WIDTH for line in output.splitlines())
    output.encode("gbk")


@pytest.mark.parametrize(
    ("opinion", "code", "finding"),
    [
        ("同意分两年改造，首年投资2600万元由县财政局列入预算。罗勇 4月8日", 0, None),
        ("已阅  罗勇 4月8日", 4, "W3405"),
        ("同意呈县长审定。", 4, "W3405"),
        ("", 4, "W3401"),
    ],
)
def test_a_word_file_with_the_opinion_in_a_table(
    opinion: str,
    code: int,
    finding: str | None,
    here: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    request(here / "请示.docx", opinion)
    assert main(["escalate", "check", "请示.docx", "--level", "4", "--json"]) == code
    found = json.loads(capfd.readouterr().out)
    assert found["request"] is True
    last = found["parts"][-1]
    assert last["name"] == "分管领导签署的明确具体意见"
    assert [each["code"] for each in last["findings"]] == ([finding] if finding else [])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["全.txt", "--level", "2"], "【E0206】没有“2”这一级"),
        (["全.txt"], "【E0205】缺少 --level 级别"),
        (["没有.txt", "--level", "3"], "【E0201】找不到文件“没有.txt”"),
    ],
)
def test_wrong_use_is_one_line(
    arguments: list[str], says: str, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["escalate", "check", *arguments]) in (2, 3)
    error = capfd.readouterr().err
    assert error.startswith(says) and error.count("\n") == 1


@pytest.mark.parametrize("command", [["escalate"], ["escalate", "check"]])
def test_help_is_chinese(command: list[str], here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--help"]) == 0
    output = capfd.readouterr().out
    assert output.startswith("用法：duban escalate")
    assert all(text_width(line) <= WIDTH for line in output.splitlines())


def test_every_part_the_regulation_wants_has_words() -> None:
    wanted = {name for level in PROVISIONS.escalation for name in level.contents}
    assert wanted == set(load_escalation_words().parts)
