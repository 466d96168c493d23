"""The life of a ticket at the command line, as a clerk types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from clerk import DAY, Run

HOME = ["--office", "督办"]
ONE, TWO = "示政督交〔2026〕1号", "示政督交〔2026〕2号"


@pytest.fixture
def issued(run: Run, office: Path) -> Path:
    """Two tickets of 12 February: 1号 to 县住建局, 2号 to 县发改局, both to report by the 26th."""
    code, _, error = run("new", "纪要.txt", "--yes", *HOME, *DAY)
    assert (code, error) == (0, "")
    return office


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the day."""
    return lambda day: monkeypatch.setenv("DUBAN_TODAY", day)


def done(run: Run, *arguments: str) -> str:
    """What the command prints, in one piece where it was wrapped."""
    code, output, error = run(*arguments, *HOME)
    assert (code, error) == (0, "")
    plain: str = output
    return plain if "--json" in arguments else plain.replace("\n", "").replace("    ", "")


def due(run: Run, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    groups = json.loads(done(run, "due", "--json", *arguments))["groups"]
    return {each["group"]: each["entries"] for each in groups}


def test_from_receipt_to_striking_off(issued: Path, run: Run, on: Any, here: Path) -> None:
    on("2026-02-13")
    told = done(run, "receipt", "1号", "--who", "赵敏")
    assert told == f"{ONE}：已登记签收（2026-02-13）。现在是“办理中”。"
    on("2026-02-25")
    (here / "进展.docx").write_bytes(b"report")
    told = done(
        run, "feedback", "(2026)1", "--text", "方案已报县政府", "--file", "进展.docx", "--done"
    )
    assert "已登记申请销号（2026-02-25）。现在是“申请销号”。" in told
    assert [row["items"] for row in due(run)["checking"]] == [[f"{ONE}第1项"]]
    on("2026-02-26")
    wishes = ["--who", "李明", "--method", "实地核查", "--conclusion", "同意销号"]
    assert "现在是“已销号”。" in done(run, "close", ONE, *wishes)
    told = done(run, "show", ONE)
    assert "状态 已销号" in told and "附 进展" in told and "实地核查 同意销号" in told
    assert json.loads(done(run, "show", ONE, "--json"))["steps"][1]["files"][0]["name"]


def test_the_morning_tells_late_near_and_waiting(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-12")
    assert {group: len(rows) for group, rows in due(run).items()} == {
        "overdue": 0,
        "soon": 0,
        "checking": 0,
        "quiet": 0,
        "waiting": 0,
    }
    on("2026-02-25")
    near = due(run)["soon"]
    assert [(row["shown_state"], row["colour"]) for row in near] == [("已交办", "黄")] * 2
    assert due(run, "--within", "0")["soon"] == []
    on("2026-03-02")
    late = due(run)["overdue"]
    assert [(row["shown_state"], row["colour"]) for row in late] == [("逾期", "红")] * 2
    # 2月26日之后：27日、28日（调休上班）、3月2日
    assert done(run, "due").count("3个工作日") == 2 + 1  # 另有一处是“3个工作日内到期”
    assert len(due(run, "--unit", "县住建局")["overdue"]) == 1
    assert len(due(run, "--source", "常务会议")["overdue"]) == 2
    assert due(run, "--source", "专题")["overdue"] == []
    assert due(run, "--official", "王明")["overdue"] == []
    on("2026-04-20")
    done(run, "receipt", ONE)
    done(run, "receipt", TWO)
    on("2026-02-26")
    assert "逾期0项" in done(run, "due")


def test_the_ledger_tells_what_is_late_today(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-26")
    assert "逾期" not in done(run, "ledger")
    on("2026-02-27")
    done(run, "feedback", TWO, "--text", "已申报")
    assert "逾期" in done(run, "ledger") and "(已交办)" in done(run, "ledger")
    rows = json.loads(done(run, "ledger", "--json"))
    assert [(row["state"], row["shown_state"], row["colour"]) for row in rows] == [
        ("已交办", "逾期", "红"),
        ("已反馈待核", "已反馈待核", ""),
    ]
    late = json.loads(done(run, "ledger", "--json", "--state", "逾期"))
    assert [row["tickets"] for row in late] == [[ONE]]
    assert json.loads(done(run, "ledger", "--json", "--state", "已延期")) == []
    assert len(json.loads(done(run, "ledger", "--json", "--state", "已交办"))) == 1


def test_what_is_quiet_is_listed_once(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-14")
    for number in (ONE, TWO):
        done(run, "feedback", number, "--text", "已开工")
        wishes = ["--accept", "--who", "李明", "--method", "书面核查"]
        done(run, "review", number, *wishes)
    on("2026-03-20")
    groups = due(run)
    assert groups["soon"] == [] and groups["overdue"] == []
    assert len(groups["quiet"]) == 2
    assert "34天未更新" in done(run, "due")
    assert due(run, "--quiet", "40")["quiet"] == []


def test_an_extension_before_the_day_and_one_too_late(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-24")
    wishes = ["--who", "李明", "--text", "涉及管线迁改", "--until", "2026-03-20"]
    told = done(run, "extend", ONE, *wishes)
    assert "反馈时限延至2026-03-20。" in told
    assert "批准人：交办机构负责人；涉及领导批示的，报交办领导" in told
    code, _, error = run("extend", TWO, *wishes[2:], *HOME)
    assert code == 2 and "还缺：" in error and "五-1-(1)：确属特殊情况" in error
    assert "反馈 2026-03-20（原定2026-02-26）" in done(run, "show", ONE)
    on("2026-02-26")
    code, output, error = run("extend", TWO, *wishes, *HOME)
    assert (code, output) == (2, "")
    assert error.startswith("【E4514】") and "不是提前提出" in error and "按逾期处理" in error


def test_a_dedicated_body_is_told_to_whom_its_results_go(office: Path, run: Run, on: Any) -> None:
    on("2026-02-12")
    meeting = ["--source", "专门机构研究确定事项", "--on", "2026-02-11", "--lead", "1=县住建局"]
    assert run("new", "纪要.txt", *meeting, "--yes", *HOME)[0] == 0
    (number,) = json.loads(done(run, "ledger", "--json"))[0]["tickets"]
    on("2026-02-13")
    done(run, "feedback", number, "--text", "已办结", "--done")
    check = ["--who", "李明", "--method", "书面核查", "--conclusion", "同意销号"]
    assert "五-2：落实结果报县政府督查室。" in done(run, "close", number, *check)


def test_who_numbers_for_the_county_reports_to_nobody_else(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-13")
    done(run, "feedback", ONE, "--text", "已办结", "--done")
    check = ["--who", "李明", "--method", "书面核查", "--conclusion", "同意销号"]
    assert "落实结果报" not in done(run, "close", ONE, *check)


def test_sent_back_with_a_new_day(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-25")
    done(run, "feedback", ONE, "--text", "正在研究")
    wishes = ["--return", "--who", "李明", "--method", "书面核查", "--text", "没有方案"]
    told = done(run, "review", ONE, *wishes, "--until", "2026-03-06")
    assert told.endswith("新的反馈时限2026-03-06。")
    on("2026-03-07")
    assert [row["due_on"] for row in due(run, "--unit", "县住建局")["overdue"]] == ["2026-03-06"]


def test_an_objection_waits_for_an_answer(issued: Path, run: Run, on: Any) -> None:
    code, _, error = run("receipt", ONE, "--answer", "--who", "李明", "--text", "照办", *HOME)
    assert code == 2 and error.startswith("【E4516】")
    on("2026-02-13")
    done(run, "receipt", ONE, "--object", "--text", "应由县交通局牵头")
    assert "有异议待答复" in run("due", *HOME)[1]
    assert [row["items"] for row in due(run)["checking"]] == [[f"{ONE}第1项"]]
    done(run, "receipt", ONE, "--answer", "--who", "李明", "--text", "仍由你局牵头")
    assert due(run)["checking"] == []


def test_a_void_ticket_keeps_its_number_and_its_task_gets_another(
    issued: Path, run: Run, on: Any
) -> None:
    on("2026-02-13")
    told = done(run, "void", "2", "--who", "李明", "--text", "单位写错")
    assert f"{TWO}已作废，编号保留" in told
    assert [row["objective"][:4] for row in due(run)["waiting"]] == ["抓紧争取"]
    assert "此前已作废" in done(run, "void", "2", "--who", "李明", "--text", "单位写错")
    code, _, error = run("receipt", TWO, *HOME)
    assert code == 2 and error.startswith("【E4524】")
    assert "写台账号办理、查看：2026-督-0002。" in error
    told = done(run, "new", "纪要.txt", "--yes")
    assert "原单作废的，用同样的命令加 --lead 2=县发改局，重新出单。" in told
    done(run, "new", "纪要.txt", "--yes", "--lead", "2=县财政局", "--issued-on", "2026-02-13")
    entry = next(row for row in json.loads(done(run, "ledger", "--json")) if row["tickets"])
    assert entry["tickets"] == [ONE]
    assert "示政督交〔2026〕3号" in done(run, "ledger")


def test_what_was_reported_on_is_void_by_its_register_number(
    issued: Path, run: Run, on: Any
) -> None:
    on("2026-02-13")
    done(run, "feedback", ONE, "--text", "正在办理")
    wish = ["--who", "李明", "--text", "不再办理"]
    code, _, error = run("void", ONE, *wish, *HOME)
    assert code == 2 and error.startswith("【E4511】")
    assert "写台账号作废：duban void 2026-督-0001。" in error
    assert "现在是“已作废”。" in done(run, "void", "2026-督-0001", *wish)


def test_one_entry_is_void_by_its_register_number(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-13")
    told = done(run, "void", "2026-督-0002", "--who", "李明", "--text", "重复立项")
    assert "现在是“已作废”。" in told
    assert "已作废" in done(run, "ledger", "--state", "已作废")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["close", ONE, "--who", "李明"], "【E4511】"),
        (["receipt", "88号"], "【E4521】"),
        (["receipt", ONE, "--item", "4"], "【E4523】"),
        (["feedback", ONE], "【E4512】"),
        (["feedback", ONE, "--text", "好", "--unit", "县教育局"], "【E4513】"),
        (["feedback", ONE, "--text", "好", "--file", "没有.docx"], "【E5203】"),
        (["review", ONE, "--who", "李明"], "【E0205】"),
        (["review", ONE, "--accept", "--method", "电话"], "【E0206】"),
        (["receipt", ONE, "--object", "--answer"], "【E0205】"),
        (["void", ONE, "--item", "1"], "【E0205】"),
        (["void", ONE], "【E4512】"),
        (["receipt", ONE, "--on", "2026-02-01"], "【E4515】"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_slip_is_told_and_changes_nothing(
    issued: Path, run: Run, on: Any, arguments: list[str], says: str
) -> None:
    on("2026-02-13")
    before = json.loads(done(run, "ledger", "--json"))
    code, output, error = run(*arguments, *HOME)
    assert code != 0 and output == "" and error.startswith(says)
    error.encode("gbk")
    assert json.loads(done(run, "ledger", "--json")) == before


def test_a_line_is_at_most_eighty_columns(issued: Path, run: Run, on: Any) -> None:
    from toolkit.screen.display import text_width

    on("2026-03-02")
    for command in (["due"], ["show", ONE]):
        for line in run(*command, *HOME)[1].splitlines():
            assert text_width(line) <= 80, line


def test_without_a_ledger_it_says_what_to_do(run: Run, new_office: Path) -> None:
    code, _, error = run("due", *HOME)
    assert code == 2 and error.startswith("【E0208】这里没有台账。")
