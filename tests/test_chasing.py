"""催办 and 督办 at the command line: when, for whom, only when signed through, never twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clerk import DAY, Run, files
from docx import Document

from toolkit.ledger.models import Event
from toolkit.ledger.store import open_ledger, verify
from toolkit.loading import load_calendar, load_regulation
from toolkit.rules.ladder import rung_reached

HOME = ["--office", "督办"]
ONE, TWO = "示政督交〔2026〕1号", "示政督交〔2026〕2号"


def signed(day: str) -> list[str]:
    people = {"提出": "张三", "同意": "李四", "签发": "王五", "下发": "赵六"}
    return [part for act, name in people.items() for part in ("--signed", f"{act}={name}@{day}")]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda day: monkeypatch.setenv("DUBAN_TODAY", day)


@pytest.fixture
def issued(run: Run, office: Path) -> Path:
    """Two tickets to report by 26 February 2026 (a Thursday; the 28th is a working Saturday)."""
    code, _, error = run("new", "纪要.txt", "--yes", *HOME, *DAY)
    assert (code, error) == (0, "")
    return office


def told(run: Run, *arguments: str) -> list[dict[str, Any]]:
    code, output, error = run(*arguments, "--json", *HOME)
    assert (code, error) == (0, "")
    found: list[dict[str, Any]] = json.loads(output)
    return found


@pytest.mark.parametrize(
    ("today", "action", "source", "reply_by", "since"),
    [
        ("2026-02-26", "reminder", "executive_meeting", None, None),
        ("2026-02-27", "reminder", "executive_meeting", None, "2026-02-27"),
        ("2026-03-20", "reminder", "executive_meeting", None, "2026-02-27"),
        ("2026-03-20", "supervision", "executive_meeting", None, None),
        ("2026-03-04", "supervision", "executive_meeting", "2026-03-04", None),
        ("2026-03-05", "supervision", "executive_meeting", "2026-03-04", "2026-03-05"),
        ("2026-03-04", "supervision", "chief_instruction", None, None),
        ("2026-03-06", "supervision", "chief_instruction", None, "2026-03-05"),
    ],
)
def test_the_ladder(
    today: str, action: str, source: str, reply_by: str | None, since: str | None
) -> None:
    rung = rung_reached(
        load_regulation().provisions.reminder_step,
        load_calendar(),
        action,
        source=source,
        due=date(2026, 2, 26),
        reply_by=date.fromisoformat(reply_by) if reply_by else None,
        today=date.fromisoformat(today),
    )
    assert (rung.since.isoformat() if rung else None) == since


def test_a_reminder_falls_due_the_working_day_after(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-26")
    assert told(run, "urge") == []
    on("2026-02-27")
    drafts = told(run, "urge")
    assert [(each["ticket"], each["overdue_working_days"]) for each in drafts] == [
        (ONE, 1),
        (TWO, 1),
    ]
    # 27日起算：28日（调休上班）、3月2日、3月3日
    assert [each["reply_by"] for each in drafts] == ["2026-03-03"] * 2
    assert drafts[0]["copies"] == ["县委组织部", "县纪委监委", "县作风办"]
    assert drafts[0]["sign_off"] == ["提出", "同意", "签发", "下发"]
    assert drafts[0]["number"] is None
    assert len(told(run, "urge", "--unit", drafts[0]["unit"])) == 1
    assert told(run, "supervise") == []
    code, output, _ = run("urge", "--unit", "县没有局", *HOME)
    assert code == 0 and f"“县没有局”的催办单。要发的单位是：{drafts[0]['unit']}" in output


def test_no_number_before_all_four_have_signed(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-27")
    before = files(issued)
    code, output, error = run("urge", "--yes", *signed("2026-02-27")[:6], *HOME)
    assert (code, output) == (4, "")
    assert error.startswith("【E4531】催办单还没有签全，缺：下发（五-2）。没有编号。")
    code, _, error = run("urge", "--yes", "--signed", "批准=张三@2026-02-27", *HOME)
    assert code == 2 and error.startswith("【E4532】审签没有“批准”")
    wrong = [*signed("2026-02-27")[:6], "--signed", "下发=赵六@2026-02-26"]
    code, _, error = run("urge", "--yes", *wrong, *HOME)
    assert code == 2 and error.startswith("【E4532】审签日期应依次")
    assert files(issued) == before
    code, output, _ = run("urge", *signed("2026-02-27")[:6], *HOME)
    flat = output.replace("\n    ", "")
    assert "尚未编号" in output and "下发（县政府督查室）未签" in flat and "提出" in flat


def test_from_reminder_to_supervision(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-27")
    made = told(run, "urge", "--yes", *signed("2026-02-27"))
    assert [each["number"] for each in made] == ["示政督催〔2026〕1号", "示政督催〔2026〕2号"]
    with open_ledger(issued) as ledger:
        numbered = Event.objects.using(ledger.alias).filter(kind="numbered")
        payload = json.loads(numbered.get(subject="示政督催〔2026〕1号").payload)
    assert [each["name"] for each in payload["data"]["signed"]] == ["张三", "李四", "王五", "赵六"]
    paper = Document(made[0]["file"])
    text = "\n".join(
        [each.text for each in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    for words in (ONE, "县委组织部、县纪委监委、县作风办", "2026年3月3日", "张三", "赵六"):
        assert words in text
    assert told(run, "urge") == [] and told(run, "supervise") == []
    on("2026-03-03")
    assert run("feedback", TWO, "--text", "已上报", *HOME)[0] == 0
    assert told(run, "supervise") == []
    on("2026-03-04")
    (draft,) = told(run, "supervise")
    assert (draft["ticket"], draft["since"]) == (ONE, "2026-03-04")
    (sent,) = told(run, "supervise", "--yes", *signed("2026-03-04"))
    assert sent["number"] == "示政督办〔2026〕1号"
    short = ONE.replace("〔2026〕", "")  # three papers bear the number 1 by now
    bare, whole = run("show", "1号", *HOME), run("show", short, *HOME)
    assert bare == whole and bare[0] == 0  # a bare number means the 交办单
    code, _, error = run("void", "1号", "--who", "李明", "--text", "误发", *HOME)
    assert code == 2 and f"不会弄混的可以不写：{short}。" in error
    shown = json.loads(run("show", ONE, "--json", *HOME)[1])
    assert shown["entries"][0]["shown_state"] == "已督办"
    assert [step["act"] for step in shown["steps"]] == ["remind", "supervise"]
    assert told(run, "supervise") == []
    with open_ledger(issued) as ledger:
        assert verify(ledger) == ()


def test_a_void_reminder_puts_its_task_back(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-27")
    told(run, "urge", "--yes", "--unit", "县住建局", *signed("2026-02-27"))
    assert [each["ticket"] for each in told(run, "urge")] == [TWO]
    code, _, error = run("void", ONE, "--who", "李明", "--text", "误发", *HOME)
    assert code == 2 and error.startswith("【E4525】")
    code, _, error = run("void", "示政督催1号", "--who", "李明", "--text", "误发", *HOME)
    assert (code, error) == (0, "")
    assert [each["ticket"] for each in told(run, "urge")] == [ONE, TWO]
    (again,) = told(
        run, "urge", "--yes", "--unit", told(run, "urge")[0]["unit"], *signed("2026-02-27")
    )
    assert again["number"] == "示政督催〔2026〕2号"


def test_a_file_that_could_not_be_written_is_written_later(issued: Path, run: Run, on: Any) -> None:
    on("2026-02-27")
    taken = issued / "2026" / "示政督催〔2026〕1号.docx"
    taken.write_bytes(b"something else")
    unit = told(run, "urge")[0]["unit"]
    code, _, error = run("urge", "--yes", "--unit", unit, *signed("2026-02-27"), *HOME)
    assert code == 7 and error.startswith("【E5102】")
    taken.unlink()
    code, _, error = run("ledger", *HOME)
    assert code == 0 and "上次中断时已编号的 示政督催〔2026〕1号 已补写文件。" in error
    assert taken.read_bytes().startswith(b"PK")
    assert [each["ticket"] for each in told(run, "urge")] == [TWO]


def test_a_badly_written_signature_is_told(issued: Path, run: Run) -> None:
    code, _, error = run("urge", "--signed", "张三", *HOME)
    assert code == 2 and error.startswith("【E0206】“张三”的写法不对。请写成 环节=姓名@日期")
