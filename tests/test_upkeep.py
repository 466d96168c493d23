"""Backup, restore and the doctor: nothing lost, no number given twice, every fault named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clerk import DAY, Run
from ledger_cases import TODAY, batch, context_of, render, task

from toolkit.errors import BusyError, InputError, SettingsError
from toolkit.ledger.backups import CONTENTS, back_up, backups, restore
from toolkit.ledger.opening import OPENING_LOCK
from toolkit.ledger.store import find_tickets, issue, list_entries, open_ledger, verify

HOME = ["--office", "督办"]
YES = ["--yes", *HOME, *DAY]


def put(folder: Path, name: str) -> str:
    with open_ledger(folder) as ledger:
        given = batch(name, (task(1, "县财政局"),))
        return issue(ledger, given, build_context=context_of, render=render, today=TODAY)[0].number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office with three issued tickets."""
    place = tmp_path / "督办"
    for name in "甲乙丙":
        put(place, name)
    return place


def made(folder: Path) -> Path:
    with open_ledger(folder) as ledger:
        return back_up(ledger).path


def test_a_backup_brings_everything_back(folder: Path, tmp_path: Path) -> None:
    archive = made(folder)
    assert backups(folder) == (archive,)
    elsewhere = tmp_path / "新电脑"
    done = restore(elsewhere, archive)
    assert done.set_aside is None and done.lost == {} and len(done.put_back) == 3
    with open_ledger(elsewhere) as ledger:
        assert len(list_entries(ledger)) == 3
        assert verify(ledger) == ()
    assert put(elsewhere, "丁") == "云政督交〔2026〕4号"


def test_numbers_given_since_the_backup_are_never_given_again(folder: Path) -> None:
    archive = made(folder)
    assert put(folder, "丁") == "云政督交〔2026〕4号"
    done = restore(folder, archive)
    assert done.set_aside is not None and done.set_aside.stat().st_size > 0
    assert done.lost["云政督交|document|2026"] == (3, 4)
    with pytest.raises(Exception, match="E4301") as asked:
        put(folder, "戊")
    assert "4号已经发出" in str(asked.value)
    with open_ledger(folder) as ledger:
        # the loss is written down; what is left to settle is the paper that nobody knows
        assert [each.invariant for each in verify(ledger)] == ["I4"]


def test_a_backup_while_others_write_is_consistent(folder: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        for n in range(100):
            if stop.is_set():
                return
            put(folder, f"第{n}次")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        archives = [made(folder) for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    assert len(set(archives)) == 5
    for n, archive in enumerate(archives):
        place = tmp_path / f"恢复{n}"
        restore(place, archive)
        with open_ledger(place) as ledger:
            broken = {each.invariant for each in verify(ledger)}
            # a ticket numbered but not yet written when the copy was made is finished later
            assert broken <= {"I5"}


def test_a_backup_that_was_changed_is_refused(folder: Path, tmp_path: Path) -> None:
    archive = made(folder)
    changed = tmp_path / "改过.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-1] + b"x" if name.endswith(".docx") else data)
    cut = tmp_path / "断了.zip"
    cut.write_bytes(archive.read_bytes()[:2000])
    for wrong in (changed, cut, tmp_path / "没有.zip"):
        with pytest.raises(InputError, match="E4312"):
            restore(folder, wrong)
    with open_ledger(folder) as ledger:
        assert len(find_tickets(ledger, "3号")) == 1


OUTSIDE = ("../外面.docx", "/外面.docx", "2026\\..\\外面.docx", "2026/../../外面")


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_backup_writes_nothing_outside_the_folder(
    folder: Path, tmp_path: Path, name: str
) -> None:
    """Each by itself is refused, though its content is as the list says."""
    wrong = tmp_path / "坏.zip"
    with zipfile.ZipFile(made(folder)) as old, zipfile.ZipFile(wrong, "w") as new:
        told = json.loads(old.read(CONTENTS))
        told["files"][name] = hashlib.sha256(b"x").hexdigest()
        for each in old.namelist():
            new.writestr(each, json.dumps(told) if each == CONTENTS else old.read(each))
        new.writestr(name, b"x")
    with pytest.raises(InputError, match="E4312"):
        restore(folder, wrong)
    assert not list(tmp_path.rglob("*外面*"))


def test_a_ledger_on_a_server_is_backed_up_there(
    postgres: Callable[[], str], tmp_path: Path
) -> None:
    with (
        open_ledger(tmp_path / "督办", database_url=postgres()) as ledger,
        pytest.raises(SettingsError, match="E4311"),
    ):
        back_up(ledger)
    assert not (tmp_path / "督办" / "备份").exists()


def test_a_restore_keeps_files_that_were_changed_since_and_names_them(folder: Path) -> None:
    archive = made(folder)
    same, changed, gone = sorted((folder / "2026").glob("*.docx"))
    changed.write_bytes("手改过".encode())
    gone.unlink()
    done = restore(folder, archive)
    assert done.kept == (f"2026/{changed.name}",) and f"2026/{gone.name}" in done.put_back
    assert changed.read_bytes() == "手改过".encode() and gone.exists()
    assert f"2026/{same.name}" not in (*done.kept, *done.put_back)


def test_a_restore_waits_for_nobody(folder: Path) -> None:
    archive = made(folder)
    from toolkit.ledger import locks

    with locks.alone(folder / OPENING_LOCK, seconds=0), pytest.raises(BusyError, match="E4102"):
        restore(folder, archive)


def test_a_damaged_ledger_is_restored(folder: Path) -> None:
    archive = made(folder)
    live = folder / "台账.sqlite3"
    live.write_bytes(b"SQLite format 3\0" + os.urandom(50_000))
    restore(folder, archive)
    with open_ledger(folder) as ledger:
        assert verify(ledger) == ()


# --- at the command line -----------------------------------------------------------------------


@pytest.fixture
def office_at_work(run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUBAN_TODAY", "2026-03-02")
    assert run("new", "纪要.txt", *YES)[0] == 0
    return office


def checked(run: Run) -> dict[str, tuple[str, str]]:
    code, output, _ = run("check", "--json", *HOME)
    found: list[dict[str, Any]] = json.loads(output)
    assert (code == 4) == any(each["verdict"] == "有问题" for each in found)
    return {each["name"]: (each["verdict"], each["message"]) for each in found}


def test_the_doctor_finds_all_well_after_a_backup(office_at_work: Path, run: Run) -> None:
    assert checked(run)["备份"][0] == "请注意"
    code, output, _ = run("backup", *HOME)
    assert code == 0 and output.startswith("已备份")
    assert {verdict for verdict, _ in checked(run).values()} == {"正常"}
    assert run("check", *HOME)[0] == 0


def test_a_new_office_has_nothing_wrong(run: Run, new_office: Path) -> None:
    found = checked(run)
    assert found["台账"] == ("请注意", "还没有台账，第一次出单时建立。")
    assert "有问题" not in {verdict for verdict, _ in found.values()}
    assert run("check", *HOME)[0] == 0


def test_the_doctor_names_what_was_changed(office_at_work: Path, run: Run) -> None:
    first, second = sorted((office_at_work / "2026").glob("*.docx"))
    first.write_bytes(first.read_bytes() + b" ")
    second.unlink()
    (office_at_work / "2026" / "示政督交〔2026〕9号.docx").write_bytes(b"")
    verdict, message = checked(run)["单据文件"]
    assert verdict == "有问题"
    for words in (
        "1号的文件已改动",
        "2号的文件缺失",
        "没有这个文件的编号",
        "duban ledger --rewrite",
    ):
        assert words in message


def test_the_doctor_sees_years_templates_and_old_backups(
    office_at_work: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup", *HOME)
    (archive,) = backups(office_at_work)
    old = time.time() - 30 * 86400
    os.utime(archive, (old, old))
    (office_at_work / "模板" / "催办单.docx").write_bytes(b"no paper")
    monkeypatch.setenv("DUBAN_TODAY", "2026-11-20")
    found = checked(run)
    assert found["备份"] == ("请注意", "最近一次备份在30天以前。请执行 duban backup。")
    assert found["样式"][0] == "有问题" and "催办单" in found["样式"][1]
    assert found["放假安排"][0] == "请注意" and "2027年" in found["放假安排"][1]


def test_a_restore_at_the_command_line_asks_and_tells(office_at_work: Path, run: Run) -> None:
    run("backup", *HOME)
    (archive,) = backups(office_at_work)
    shutil.rmtree(office_at_work / "2026")
    code, output, _ = run("restore", str(archive), *HOME, answer="\n")
    assert code == 0 and output.endswith("没有恢复。\n")
    code, output, _ = run("restore", str(archive), *HOME, answer="y\n")
    assert code == 0 and "补回2个文件" in output and "原来的台账另存为" in output
    assert checked(run)["单据文件"][0] == "正常"
    for answered in ({"answer": "y\n"}, {}):
        code, output, error = run("restore", "没有.zip", *HOME, **answered)
        assert (code, output, error[:7]) == (3, "", "【E4312】")  # before the question


def test_the_doctor_sees_a_ledger_older_than_its_numbers(office_at_work: Path, run: Run) -> None:
    run("backup", *HOME)
    assert run("new", "纪要.txt", "--again", *YES)[0] == 0
    (archive,) = backups(office_at_work)
    assert run("restore", str(archive), "--yes", *HOME)[0] == 0
    verdict, message = checked(run)["台账完整"]
    assert verdict == "有问题" and message.startswith("【E4303】台账不全：")
    for command in (["ledger"], ["due"], ["tick"], ["report"], ["show", "1号"], ["receipt", "1号"]):
        code, output, error = run(*command, *HOME)
        assert (code, output, error[:7]) == (7, "", "【E4303】"), command
    code, output, _ = run("restore", "--confirm-restored", *HOME)
    assert code == 0 and output.startswith("已登记为作废：")
    assert run("restore", "--confirm-restored", *HOME)[1] == "没有缺的编号，没有改动台账。\n"
    assert checked(run)["台账完整"][0] == checked(run)["编号连续"][0] == "正常"
    assert run("due", *HOME)[0] == run("ledger", *HOME)[0] == 0
    code, output, _ = run("new", "纪要.txt", "--again", *YES, "--json")
    assert code == 0 and "2号" not in json.loads(output)["tickets"][0]["number"]
