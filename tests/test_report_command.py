"""``duban report``: figures that add up, tables, the 通报, and text that contradicts them."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clerk import DAY, Run
from databases import OpenLedger
from docx import Document
from ledger_cases import TODAY, batch, context_of, render, task
from life_cases import CYCLE, FIRST, SECOND, at_noon, begin, step
from openpyxl import load_workbook

from toolkit.errors import SettingsError
from toolkit.ledger.amending import Amendment, correct_entries, split_entry
from toolkit.ledger.reporting import ReportQuestion, figures_of, report_figures, report_items
from toolkit.ledger.store import Ledger, issue
from toolkit.life_cycle import Given, Limit
from toolkit.loading.bulletin import BULLETIN, load_prose_words
from toolkit.model import Span, Unit
from toolkit.permissions import Viewer
from toolkit.prose import check_prose
from toolkit.tallies import Tally

CORPUS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "prose.toml").read_text("utf-8")
)
WHOLE = Tally(40, 25, 12, 3, late_report=2, returned=4, extended=1)
UNITS = {"县水利局": Tally(10, 7, 1, 2), "县教育局": Tally(5, 5, 0, 0)}
HOME = ["--office", "督办"]
ONE, TWO = "示政督交〔2026〕1号", "示政督交〔2026〕2号"


@pytest.mark.parametrize("case", CORPUS["case"], ids=lambda case: case["text"])
def test_figures_in_prose_are_held_to_the_ledger(case: dict[str, Any]) -> None:
    span = Span(3, 0, len(case["text"]), case["text"])
    found = check_prose([span], WHOLE, UNITS, load_prose_words())
    differing = [each for each in found if each.code == "W3701"]
    for each, expected in zip(differing, case["differs"], strict=True):
        assert expected in each.message
        assert each.origin and each.origin.text == span.text[each.origin.start : each.origin.end]
    assert any(each.code == "I3702" for each in found) == case.get("unchecked", False)


def test_a_misspelt_list_of_words_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "bulletin.toml"
    broken.write_text(BULLETIN.read_text("utf-8").replace("overdue =", "overdu ="), "utf-8")
    with pytest.raises(SettingsError, match="overdu"):
        load_prose_words(broken)


# --- the ledger's side, on both databases ------------------------------------------------------


def on(ledger: Ledger, day: date, **narrow: str) -> Tally:
    """The figures, which must be those of the items one by one."""
    asked = ReportQuestion(date(2026, 1, 1), date(2026, 12, 31), day, **narrow)
    found = report_figures(ledger, CYCLE, asked)
    assert found == figures_of(report_items(ledger, CYCLE, asked))
    return found.whole


def test_any_day_of_the_past_is_told_as_it_was(at: OpenLedger, tmp_path: Path) -> None:
    with at(tmp_path) as ledger:
        begin(ledger)
        step(ledger, "extend", date(2026, 3, 12), new_on=date(2026, 4, 10))
        step(ledger, "report", date(2026, 3, 25), FIRST, items=(1,))
        step(ledger, "return", date(2026, 3, 26), FIRST, items=(1,), new_on=date(2026, 4, 2))
        step(ledger, "apply", date(2026, 4, 1), FIRST, items=(1,))
        step(ledger, "close", date(2026, 4, 3), FIRST, items=(1,))
        assert on(ledger, date(2026, 3, 10)) == Tally(3, 0, 3, 0)
        assert on(ledger, date(2026, 3, 20)) == Tally(3, 0, 3, 0, extended=1)
        assert on(ledger, date(2026, 3, 21)) == Tally(3, 0, 1, 2, extended=1)
        assert on(ledger, date(2026, 3, 25)) == Tally(3, 0, 2, 1, late_report=1, extended=1)
        told = {"late_report": 1, "returned": 1, "extended": 1}
        assert on(ledger, date(2026, 4, 2)) == Tally(3, 0, 2, 1, **told)
        assert on(ledger, date(2026, 4, 10)) == Tally(3, 1, 1, 1, **told)
        assert on(ledger, date(2026, 4, 11)) == Tally(3, 1, 0, 2, **told)
        assert on(ledger, date(2026, 4, 11), unit="云山县住建局") == Tally(1, 0, 0, 1, extended=1)
        assert on(ledger, date(2026, 4, 11), source="第12次常务").issued == 3
        assert on(ledger, date(2026, 4, 11), source="专题").issued == 0


def test_the_pieces_of_a_task_stand_for_it_and_what_is_void_is_told(
    at: OpenLedger, tmp_path: Path
) -> None:
    with at(tmp_path) as ledger:
        begin(ledger)
        wish = Amendment(Given(date(2026, 3, 10), who="李明", text="分开办"), date(2026, 3, 10))
        whole = report_items(
            ledger, CYCLE, ReportQuestion(date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 10))
        ).items[-1]
        split_entry(ledger, CYCLE, whole.register_number, ["甲", "乙", "丙"], wish)
        asked = ReportQuestion(date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 11))
        found = report_items(ledger, CYCLE, asked)
        assert [item.objective for item in found.items][2:] == ["甲", "乙", "丙"]
        assert {item.number for item in found.items[2:]} == {f"{SECOND}第1项"}
        assert found.left_out == {"已拆分": 1}
        assert on(ledger, date(2026, 3, 9)).issued == on(ledger, date(2026, 3, 11)).issued == 5


def test_a_split_task_of_two_lead_units_is_left_out_once(at: OpenLedger, tmp_path: Path) -> None:
    joint = task(1)
    leads = (Unit("县财政局", "云山县财政局"), Unit("县住建局", "云山县住建局"))
    joint = replace(joint, extracted=replace(joint.extracted, lead_units=leads))
    with at(tmp_path) as ledger:
        issue(
            ledger,
            batch("第12次常务", (joint,)),
            build_context=context_of,
            render=render,
            today=TODAY,
            now=at_noon(TODAY),
        )
        wish = Amendment(Given(TODAY, who="李明", text="分开办"), TODAY, now=at_noon(TODAY))
        split_entry(ledger, CYCLE, FIRST, ["甲", "乙"], wish)
        asked = ReportQuestion(TODAY, TODAY, TODAY)
        found = report_figures(ledger, CYCLE, asked)
        assert found == figures_of(report_items(ledger, CYCLE, asked))
        assert (found.whole.issued, found.left_out) == (2, {"已拆分": 1})
        assert {unit: each.issued for unit, each in found.by_unit.items()} == {
            "云山县住建局": 2,
            "云山县财政局": 2,
        }


def test_a_corrected_day_is_undone_for_the_days_before(at: OpenLedger, tmp_path: Path) -> None:
    """Of a correction and an extension, whichever came first holds what was there before."""
    with at(tmp_path) as ledger:
        begin(ledger)
        step(ledger, "report", date(2026, 3, 18))
        step(ledger, "accept", date(2026, 3, 19))
        given = Given(date(2026, 4, 2), who="李明", text="原文如此")
        wish = Amendment(given, date(2026, 4, 2), now=at_noon(date(2026, 4, 2)))
        correct_entries(ledger, CYCLE, SECOND, (), "finish_by", date(2026, 4, 20), wish)
        later = date(2026, 5, 20)
        step(ledger, "extend", date(2026, 4, 10), limit=Limit.COMPLETION, new_on=later)
        assert [on(ledger, day, unit="云山县住建局").overdue for day in DAYS] == [0, 0, 0, 1]
        items = report_items(ledger, CYCLE, ReportQuestion(DAYS[0], DAYS[3], date(2026, 4, 1)))
        assert [item.state for item in items.items][-1] == "办理中"


DAYS = (date(2026, 3, 1), date(2026, 4, 21), date(2026, 5, 20), date(2026, 5, 21))


def test_a_unit_counts_its_own_only(at: OpenLedger, tmp_path: Path) -> None:
    with at(tmp_path) as ledger:
        begin(ledger)
        seen = ledger.seen_by(Viewer(sees_all=False, units=frozenset({"云山县住建局"})))
        assert on(seen, date(2026, 3, 10)) == Tally(1, 0, 1, 0)
        assert on(seen, date(2026, 3, 10), unit="云山县财政局") == Tally()
        assert on(ledger, date(2026, 3, 10), source="executive_meeting").issued == 3


def test_a_first_report_after_completion_was_due_is_late(at: OpenLedger, tmp_path: Path) -> None:
    with at(tmp_path) as ledger:
        begin(ledger)
        step(ledger, "report", date(2026, 3, 18))
        step(ledger, "accept", date(2026, 3, 19))
        step(ledger, "apply", date(2026, 7, 2))
        assert on(ledger, date(2026, 7, 1)).late_report == 0
        assert on(ledger, date(2026, 7, 2)).late_report == 1


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def issued(run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """1号 closed on 25 February, 2号 overdue since the 27th; today is 2 March."""
    assert run("new", "纪要.txt", "--yes", *HOME, *DAY)[0] == 0
    monkeypatch.setenv("DUBAN_TODAY", "2026-02-25")
    run("feedback", ONE, "--text", "方案已报县政府", "--done", *HOME)
    check = ["--who", "李明", "--method", "书面核查", "--conclusion", "同意销号"]
    assert run("close", ONE, *check, *HOME)[0] == 0
    monkeypatch.setenv("DUBAN_TODAY", "2026-03-02")
    return office


def test_the_screen_and_json(issued: Path, run: Run) -> None:
    from toolkit.screen.display import text_width

    code, output, error = run("report", *HOME)
    assert (code, error) == (0, "")
    told = "".join(output.split("\n"))
    assert "交办2项，办结1项（办结率50.0%），在办0项，逾期1项。" in told
    assert all(text_width(line) <= 80 for line in output.splitlines())
    output.encode("gbk")
    made = json.loads(run("report", "--json", "--as-of", "2026-02-24", *HOME)[1])
    assert made["whole"]["open"] == 2 and made["whole"]["rate"] == "0.0%"
    assert list(made["by_source"]) == ["县政府常务会议"]
    assert made["scores"] == {}
    assert json.loads(run("report", "--json", "--to", "2026-01-31", *HOME)[1])["items"] == []


def test_points_are_the_offices_own(issued: Path, run: Run) -> None:
    settings = issued / "duban.toml"
    text = settings.read_text("utf-8")
    text = text.replace("# overdue = -2 ", "overdue = -0.5 ").replace("# done = 1 ", "done = 1 ")
    settings.write_text(text, "utf-8")
    made = json.loads(run("report", "--json", *HOME)[1])
    assert sorted(made["scores"].values()) == ["-0.5", "1.0"]
    assert "考核单位" in run("report", *HOME)[1]
    settings.write_text(text.replace("overdue = -0.5", 'overdue = "-0.5"'), "utf-8")
    code, _, error = run("report", *HOME)
    assert code == 6 and "应为数字" in error


def test_excel_keeps_every_text_as_text(issued: Path, run: Run, here: Path) -> None:
    assert run("report", "--excel", "表.xlsx", *HOME)[0] == 0
    book = load_workbook(here / "表.xlsx")
    assert book.sheetnames == ["按单位", "按来源", "明细"]
    totals = [cell.value for cell in book["按单位"][4]]
    assert totals[:5] == ["合计（一项计一次）", 2, 1, 0, 1] and totals[-1] == 0.5
    assert {row[-1].number_format for row in book["按单位"].iter_rows(min_row=2)} == {"0.0%"}
    assert [cell.value for cell in book["明细"]["H"]] == ["办理情况", "已办结", "逾期"]
    heads, *items = book["明细"].iter_rows(values_only=True)
    flags = [heads.index(name) for name in ("迟报", "退回", "延期", "催办", "督办")]
    assert not any(item[place] for item in items for place in flags)
    with zipfile.ZipFile(here / "表.xlsx") as packed:
        chart = packed.read("xl/charts/chart1.xml").decode()
    # the units without their sum: 办结, 在办, 逾期
    assert re.findall(r"<c:val>.*?<c:f>(.*?)</c:f>", chart) == [
        f"按单位!${column}$2:${column}$3" for column in "CDE"
    ]
    code, _, error = run("report", "--excel", "表.xlsx", *HOME)
    assert code == 7 and error.startswith("【E5102】")


TEXT = """一、存在问题
（一）个别单位推进不力，逾期{late}项。
二、下一步要求
（一）逾期事项的牵头单位于3月10日前书面说明原因。
"""


def test_the_paper_counts_for_itself(issued: Path, run: Run, here: Path) -> None:
    (here / "文字.txt").write_text(TEXT.format(late=1), "utf-8")
    wishes = ["--issue", "第8期", "--subject", "县政府第12次常务会议议定事项"]
    code, output, error = run(
        "report", "--paper", "通报.docx", "--text", "文字.txt", *wishes, *HOME
    )
    assert (code, error) == (0, "") and "通报已写到 通报.docx" in output
    law = "须经本级政府或者本级政府主要负责人批准（政府督查工作条例第二十一条）"
    assert f"五-4：在适当范围内通报；{law}" in output.replace("\n", "")
    approved = ["--approved", "张某某，2026年3月1日"]
    assert "须经" not in run("report", "--paper", "批准后.docx", *approved, *HOME)[1]
    document = Document(str(here / "通报.docx"))
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "共2项，截至2026年3月2日，已办结1项，占50.0%；正在办理0项，占0.0%；逾期1项" in told
    assert "进展较慢的单位" in told and "第2项），逾期1项" in told
    assert "逾期0项" not in told, "who is not late is not named among the slow"
    assert "个别单位推进不力" in told and "（批准：（待填））" in told
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert [row[5] for row in rows[1:]] == ["已办结", "逾期"]
    assert "（待填）" not in [row[3] for row in rows[1:]]


def test_a_paper_whose_issue_is_still_blank_passes_the_layout_check(issued: Path, run: Run) -> None:
    assert run("report", "--paper", "通报.docx", *HOME)[0] == 0
    code, output, _ = run("layout", "通报.docx")
    assert code == 0 and "按“通报”格式检查" in output


def test_text_that_contradicts_the_figures_is_refused_with_its_place(
    issued: Path, run: Run, here: Path
) -> None:
    (here / "文字.txt").write_text(TEXT.format(late=2), "utf-8")
    code, output, error = run("report", "--paper", "通报.docx", "--text", "文字.txt", *HOME)
    assert (code, output) == (4, "") and not (here / "通报.docx").exists()
    assert error.startswith("【W3701】文字材料（第2段）写的是“逾期2项。”，台账算出的合计逾期是1项")
    (here / "文字.txt").write_text("总的看进展平稳。\n", "utf-8")
    code, _, error = run("report", "--paper", "通报.docx", "--text", "文字.txt", *HOME)
    assert code == 4 and error.startswith("【W3703】")
    code, _, error = run("report", "--paper", "空.docx", "--to", "2026-01-31", *HOME)
    assert code == 4 and error.startswith("【E4551】")
    code, _, error = run("report", "--from", "2026-03-01", "--to", "2026-02-01", *HOME)
    assert code == 2 and error.startswith("【E0206】")
