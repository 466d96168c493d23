"""Tasks that no ticket carries yet, what a clerk corrects, and what she confirms."""

from __future__ import annotations

import getpass
import json
import shutil
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from clerk import DAY, MINUTES, Run, files

from toolkit import issuing, pipeline

OPEN = (
    MINUTES
    + """三、关于河道清淤工作
会议议定，有关部门要在5月底前完成河道清淤，并报县政府。
会议决定，县水利局要在4月底前完成河道排查。
"""
)
YES = ["--yes", "--office", "督办", *DAY]


@pytest.fixture
def first(run: Run, office: Path, here: Path) -> dict[str, Any]:
    """The minutes issued once: task 3 charges 有关部门, so it waits; task 2 is left out."""
    (here / "纪要.txt").write_text(OPEN, encoding="utf-8")
    code, output, error = run("new", "纪要.txt", "--json", "--skip", "2", *YES)
    assert (code, error) == (0, "")
    done: dict[str, Any] = json.loads(output)
    return done


def rows(office: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{office / '台账.sqlite3'}?mode=ro", uri=True) as ledger:
        return ledger.execute(query).fetchall()


def entries(run: Run) -> dict[str, dict[str, Any]]:
    listed = json.loads(run("ledger", "--json", "--office", "督办")[1])
    return {entry["objective"]: entry for entry in listed}


def states(run: Run) -> list[tuple[str, int]]:
    return [(entry["state"], len(entry["tickets"])) for entry in entries(run).values()]


def test_what_waits_and_what_is_left_out_stands_in_the_ledger(
    first: dict[str, Any], run: Run
) -> None:
    assert [ticket["tasks"] for ticket in first["tickets"]] == [[1], [4]]
    assert [held["id"] for held in first["held_back"]] == [3]
    assert sorted(states(run)) == [("不交办", 0), ("已交办", 1), ("已交办", 1), ("待交办", 0)]


def test_the_same_file_tells_what_waits_and_does_nothing(
    first: dict[str, Any], run: Run, office: Path
) -> None:
    before = files(office)
    code, output, _ = run("new", "纪要.txt", *YES)
    assert code == 0
    assert "出过2份交办单" in output and "还有2项没有出单：" in output
    assert "任务2（不交办）" in output and "任务3（待交办）" in output
    assert "--lead 3=单位名称" in output.replace("\n", "")
    assert files(office) == before
    told = json.loads(run("new", "纪要.txt", "--json", *YES)[1])
    assert [(task["id"], len(task["tickets"])) for task in told["tasks"]] == [
        (1, 1),
        (2, 0),
        (3, 0),
        (4, 1),
    ]


def test_a_lead_named_later_issues_that_task_alone(
    first: dict[str, Any], run: Run, office: Path
) -> None:
    code, output, error = run("new", "纪要.txt", "--json", "--lead", "3=县水利局", *YES)
    assert (code, error) == (0, "")
    done = json.loads(output)
    assert [ticket["tasks"] for ticket in done["tickets"]] == [[3]]
    assert (done["done"], done["skipped"]) == ([1, 4], [2])
    assert sorted(states(run)) == [("不交办", 0), ("已交办", 1), ("已交办", 1), ("已交办", 1)]
    assert {name for name in files(office) if name.endswith(".docx")} == {
        f"2026/示政督交〔2026〕{number}号.docx" for number in (1, 2, 3)
    }
    (entry,) = (each for name, each in entries(run).items() if "清淤" in name)
    assert [name[-3:] for name in entry["lead_units"]] == ["水利局"]
    again = run("new", "纪要.txt", "--json", "--source", "常务会议", *YES)[1]
    assert json.loads(again)["status"] == "already_issued"


def test_a_task_left_out_can_be_issued_after_all(first: dict[str, Any], run: Run) -> None:
    done = json.loads(run("new", "纪要.txt", "--json", "--lead", "2=县发改局", *YES)[1])
    assert [ticket["tasks"] for ticket in done["tickets"]] == [[2]]
    assert sorted(states(run))[0] == ("已交办", 1)


def test_a_task_on_a_ticket_gets_no_other_lead(
    first: dict[str, Any], run: Run, office: Path
) -> None:
    before = files(office)
    code, _, error = run("new", "纪要.txt", "--lead", "1=县水利局", *YES)
    assert code == 2
    assert error.startswith("【E4501】任务1已列入示政督交〔2026〕1号")
    assert files(office) == before


def test_again_issues_everything_anew(first: dict[str, Any], run: Run) -> None:
    asked = ("--again", "--lead", "3=县水利局")
    done = json.loads(run("new", "纪要.txt", "--json", *asked, *YES)[1])
    assert sorted(task for ticket in done["tickets"] for task in ticket["tasks"]) == [1, 2, 3, 4]
    assert len(json.loads(run("ledger", "--json", "--office", "督办")[1])) == 8


def test_corrections_stand_beside_what_was_read(
    first: dict[str, Any], run: Run, office: Path
) -> None:
    run("new", "纪要.txt", "--lead", "3=县水利局", *YES)
    kept = rows(
        office,
        "SELECT e.task_number, c.field, c.read_value, c.corrected_value, c.who"
        " FROM ledger_correction c JOIN ledger_ledgerentry e ON e.id = c.entry_id ORDER BY c.id",
    )
    told = [(n, field, json.loads(read), json.loads(new), who) for n, field, read, new, who in kept]
    clerk = getpass.getuser()
    assert told[0] == (2, "left_out", False, True, clerk)
    number, field, read, corrected, who = told[1]
    assert (number, field, read, who) == (3, "lead_units", ["有关部门"], clerk)
    assert corrected[0].endswith("水利局")
    assert len(told) == 2
    (extracted,) = rows(office, "SELECT extracted FROM ledger_ledgerentry WHERE task_number = 3")
    assert json.loads(extracted[0])["lead_units"][0]["text"] == "有关部门"


def test_the_settings_say_who_is_at_work(run: Run, office: Path) -> None:
    settings = office / "duban.toml"
    text = settings.read_text(encoding="utf-8").replace('operator = ""', 'operator = "赵敏"')
    settings.write_text(text, encoding="utf-8")
    run("new", "纪要.txt", "--lead", "1=县城管局", *YES)
    assert rows(office, "SELECT who FROM ledger_correction") == [("赵敏",)]


def test_other_tasks_than_before_are_not_mixed_in(
    first: dict[str, Any], run: Run, office: Path
) -> None:
    # as if an earlier version of the program had counted the tasks differently
    with sqlite3.connect(office / "台账.sqlite3") as ledger:
        ledger.execute(
            "UPDATE ledger_ledgerentry SET extracted = json_set(extracted, '$.objective', '另一项')"
            " WHERE task_number = 2"
        )
    before = files(office)
    code, _, error = run("new", "纪要.txt", "--lead", "3=县水利局", *YES)
    assert code == 2
    assert error.startswith("【E4502】") and "第2项" in error
    assert files(office) == before


# --- what must be confirmed --------------------------------------------------------------------


def test_numbers_lost_with_a_backup_are_void_once_confirmed(run: Run, office: Path) -> None:
    run("new", "纪要.txt", *YES)
    shutil.copy(office / "台账.sqlite3", office.parent / "旧.sqlite3")
    run("new", "纪要.txt", "--again", *YES)
    for name in ("台账.sqlite3", "台账.sqlite3-wal", "台账.sqlite3-shm"):
        (office / name).unlink(missing_ok=True)
    shutil.copy(office.parent / "旧.sqlite3", office / "台账.sqlite3")
    code, _, error = run("new", "纪要.txt", "--again", *YES)
    assert code == 7
    assert error.startswith("【E4301】") and "加 --confirm-restored 重新运行" in error
    code, output, error = run("new", "纪要.txt", "--again", "--confirm-restored", *YES)
    assert (code, error) == (0, "")
    assert "示政督交〔2026〕5号" in output and "示政督交〔2026〕4号" not in output


def test_a_clock_behind_the_ledger_is_used_once_confirmed(run: Run, office: Path) -> None:
    folder = pipeline.open_office(office)
    document = pipeline.read_document(office.parent / "纪要.txt")
    prepared = pipeline.prepare_tickets(document, folder, issued_on=date(2026, 2, 12))
    ahead = datetime.now(UTC) + timedelta(days=5)
    issuing.issue_tickets(prepared, folder, issued_on=date(2026, 2, 12), now=ahead)
    code, _, error = run("new", "纪要.txt", "--again", *YES)
    assert code == 7
    assert error.startswith("【E4401】") and "加 --confirm-clock 重新运行" in error
    assert run("new", "纪要.txt", "--again", "--confirm-clock", *YES)[0] == 0
