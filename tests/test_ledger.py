"""Issuing, asking and refusing, on real folders."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import OpenLedger
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from ledger_cases import SCHEME, TODAY, batch, context_of, renamed, render, task

from toolkit.durable import patiently
from toolkit.errors import BusyError, DubanError, SettingsError, StorageError, UsageError
from toolkit.ledger import configuration, locks, opening, watermark
from toolkit.ledger.models import Event
from toolkit.ledger.plain import plain
from toolkit.ledger.store import (
    Batch,
    Confirmed,
    Context,
    IssuedTicket,
    Ledger,
    already_issued,
    beijing_today,
    earlier_versions,
    file_name,
    find_tickets,
    issue,
    list_entries,
    missing_tickets,
    open_ledger,
    recover,
    rewrite_missing,
    verify,
)
from toolkit.ledger.voiding import void_lost
from toolkit.ledger.writing import ISSUING_LOCK
from toolkit.numbering import NumberScheme, NumberStyle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "督办"


def put(ledger: Ledger, given: Batch, **options: Any) -> tuple[IssuedTicket, ...]:
    arguments = {"build_context": context_of, "render": render, "today": TODAY, **options}
    return issue(ledger, given, **arguments)


def two_tickets(name: str = "第12次常务") -> Batch:
    return batch(
        name,
        (task(1, "县财政局"), task(3, "县财政局", ("县审计局",))),
        (task(2, "县住建局"),),
        unassigned=(task(4, ""),),
    )


def test_issue_numbers_writes_and_records(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        tickets = put(ledger, two_tickets())
        assert [ticket.number for ticket in tickets] == [
            "云政督交〔2026〕1号",
            "云政督交〔2026〕2号",
        ]
        assert all(ticket.fresh and ticket.state == "已发出" for ticket in tickets)
        for ticket in tickets:
            assert ticket.file == folder / "2026" / f"{ticket.number}.docx"
            assert ticket.number in ticket.file.read_text("utf-8")
        assert verify(ledger) == ()


def test_the_ledger_keeps_every_task_with_its_dates_and_basis(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        rows = list_entries(ledger)
    assert [(row.register_number, row.state, row.tickets) for row in rows] == [
        ("2026-督-0001", "已交办", ("云政督交〔2026〕1号",)),
        ("2026-督-0002", "已交办", ("云政督交〔2026〕1号",)),
        ("2026-督-0003", "已交办", ("云政督交〔2026〕2号",)),
        ("2026-督-0004", "待交办", ()),
    ]
    second = rows[1]
    assert second.lead_units == ("云山县财政局",)
    assert second.supporting_units == ("县审计局",)
    assert (second.completion_text, second.completion_on) == ("6月底前", date(2026, 6, 30))
    assert (second.feedback_on, second.feedback_basis) == (
        date(2026, 3, 20),
        "《政务督查办法》五-1-(1)",
    )
    assert second.source_title == "第12次常务会议纪要"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"unit": "县财政局"}, [1, 2]),
        ({"unit": "云山县财政局"}, [1, 2]),
        ({"unit": "县审计局"}, [2]),
        ({"unit": "县教育局"}, []),
        ({"state": "待交办"}, [4]),
        ({"number": "云政督交(2026)第2号"}, [3]),
        ({"number": "２号"}, [3]),
        ({"number": "2026-督-0004"}, [4]),
        ({"number": "没有编号"}, []),
        ({"source": "常务"}, [1, 2, 3, 4]),
        ({"source": "专题"}, []),
        ({"year": 2025}, []),
        ({"year": 2026, "limit": 2}, [1, 2]),
    ],
    ids=str,
)
def test_entries_are_narrowed(
    at: OpenLedger, folder: Path, filters: dict[str, Any], found: list[int]
) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        rows = list_entries(ledger, **filters)
    assert [int(row.register_number[-4:]) for row in rows] == found


def test_an_unknown_state_is_an_error(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger, pytest.raises(ValueError, match="no such state"):
        list_entries(ledger, state="忘了")


@pytest.mark.parametrize("typed", ["云政督交［２０２６］２号", "〔2026〕2号", "第2号", "2"])
def test_a_ticket_is_found_by_any_way_of_typing(at: OpenLedger, folder: Path, typed: str) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        assert [ticket.number for ticket in find_tickets(ledger, typed)] == ["云政督交〔2026〕2号"]
        assert find_tickets(ledger, "云政督催〔2026〕2号") == ()
        assert find_tickets(ledger, "查无此号") == ()


def test_the_same_document_again_gives_the_same_numbers(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        first = put(ledger, two_tickets())
        again = put(ledger, renamed(two_tickets(), "改了名.docx"))
        assert [ticket.number for ticket in again] == [ticket.number for ticket in first]
        assert not any(ticket.fresh for ticket in again)
        known = already_issued(ledger, two_tickets().document.sha256)
        assert [ticket.number for ticket in known] == [ticket.number for ticket in first]
        assert already_issued(ledger, "0" * 64) == ()
        assert len(list_entries(ledger)) == 4


def test_again_makes_a_new_generation(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        again = put(ledger, two_tickets(), confirmed=Confirmed(again=True))
        assert [ticket.number for ticket in again] == ["云政督交〔2026〕3号", "云政督交〔2026〕4号"]
        assert {ticket.generation for ticket in again} == {2}
        assert not any(ticket.fresh for ticket in put(ledger, two_tickets()))
        assert verify(ledger) == ()


def test_a_task_is_not_put_on_a_second_ticket_by_regrouping(at: OpenLedger, folder: Path) -> None:
    regrouped = batch("第12次常务", (task(1),), (task(3, "县财政局", ("县审计局",)),))
    with at(folder) as ledger:
        put(ledger, two_tickets())
        with pytest.raises(UsageError, match="任务1已列入云政督交〔2026〕1号") as refused:
            put(ledger, regrouped)
        assert refused.value.code == "E4501"
        assert len(find_tickets(ledger, "3")) == 0


def test_a_task_without_lead_is_issued_once_its_lead_is_known(at: OpenLedger, folder: Path) -> None:
    waiting = batch("专题", unassigned=(task(4, ""),))
    found = batch("专题", (dataclasses.replace(task(4, ""), extracted=task(4).extracted),))
    with at(folder) as ledger:
        assert put(ledger, waiting) == ()
        assert put(ledger, waiting) == ()
        assert put(ledger, found)[0].number == "云政督交〔2026〕1号"
        (row,) = list_entries(ledger)
        assert (row.state, row.lead_units) == ("已交办", ("云山县财政局",))


def test_changed_minutes_are_recognised_by_title_and_date(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        day = date(2026, 3, 5)
        (earlier,) = earlier_versions(ledger, "f" * 64, "第12次常务会议纪要", day)
        assert earlier.name == "第12次常务.docx"
        assert earlier_versions(ledger, earlier.sha256, "第12次常务会议纪要", day) == ()
        assert earlier_versions(ledger, "f" * 64, None, day) == ()


def test_each_code_and_year_counts_for_itself(at: OpenLedger, folder: Path) -> None:
    reminder = batch("甲", (task(1),))
    other = dataclasses.replace(reminder.drafts[0], scheme=NumberScheme("云规委交"))
    plain = batch("乙", (task(1),))
    plain_draft = dataclasses.replace(
        plain.drafts[0], scheme=NumberScheme("交办单", NumberStyle.PLAIN)
    )
    with at(folder) as ledger:
        given = [
            put(ledger, dataclasses.replace(reminder, drafts=[other])),
            put(ledger, two_tickets()),
            put(ledger, dataclasses.replace(plain, drafts=[plain_draft])),
            put(ledger, batch("丙", (task(1),)), today=date(2027, 1, 1)),
        ]
        assert [tickets[0].number for tickets in given] == [
            "云规委交〔2026〕1号",
            "云政督交〔2026〕1号",
            "交办单第1号",
            "云政督交〔2027〕1号",
        ]
        assert verify(ledger) == ()


def test_beijing_day_whatever_the_machine_thinks() -> None:
    evening = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert beijing_today(evening) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("云政督交〔2026〕12号", "云政督交〔2026〕12号.docx"),
        ("×政督交〔2026〕12号", "×政督交〔2026〕12号.docx"),
    ],
)
def test_file_name_is_the_number(number: str, name: str) -> None:
    assert file_name(number) == name


def test_long_codes_still_give_short_names_of_their_own() -> None:
    names = [file_name(f"{'某' * 30}{end}〔2026〕12号") for end in "甲乙"]
    assert len(set(names)) == 2
    assert all(len(name.encode()) <= 80 and name.endswith("12号.docx") for name in names)


@pytest.mark.parametrize("code", ["../云", "云/政", "云:政", "云\u202e政", "CON.", "云 政"])
def test_a_code_unfit_for_a_file_name_takes_no_number(
    at: OpenLedger, folder: Path, code: str
) -> None:
    given = batch("甲", (task(1),))
    draft = dataclasses.replace(given.drafts[0], scheme=NumberScheme(code))
    with at(folder) as ledger:
        with pytest.raises(SettingsError) as refused:
            put(ledger, dataclasses.replace(given, drafts=[draft]))
        assert refused.value.code == "E3402"
        assert list_entries(ledger) == ()


# --- trouble ------------------------------------------------------------------


def test_a_file_already_there_is_not_overwritten(at: OpenLedger, folder: Path) -> None:
    taken = folder / "2026" / "云政督交〔2026〕1号.docx"
    taken.parent.mkdir(parents=True)
    taken.write_text("别的内容", "utf-8")
    with at(folder) as ledger:
        with pytest.raises(StorageError, match="未覆盖") as refused:
            put(ledger, two_tickets())
        assert refused.value.code == "E5102"
        assert taken.read_text("utf-8") == "别的内容"
        stuck = recover(ledger, render)
        assert [number for number, _ in stuck.failed] == ["云政督交〔2026〕1号"]
        assert stuck.written == ()  # the other one was not kept from being written
        taken.unlink()
        assert recover(ledger, render).written == ("云政督交〔2026〕1号",)
        assert verify(ledger) == ()
        assert recover(ledger, render) == recover(ledger, render)


def test_recovery_writes_what_was_to_be_written_with_the_template_of_then(
    at: OpenLedger, folder: Path
) -> None:
    def fails(template: bytes, context: Context) -> bytes:
        raise StorageError("E5203", "打印机着火。")

    changed = dataclasses.replace(batch("乙", (task(1),)), template=b"template 2")
    with at(folder) as ledger:
        with pytest.raises(StorageError, match="E5203"):
            put(ledger, batch("甲", (task(1),)), render=fails)
        put(ledger, changed)
        assert recover(ledger, render).written == ("云政督交〔2026〕1号",)
        first, second = (find_tickets(ledger, n)[0].file.read_bytes() for n in ("1", "2"))
        assert first.startswith(b"template 1")
        assert second.startswith(b"template 2")
        assert verify(ledger) == ()


def test_leftovers_are_removed_but_never_a_file_of_the_users(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        ours = folder / "2026" / f".云政督交〔2026〕9号.{'0' * 32}.tmp"
        theirs = folder / "2026" / ".草稿.tmp"
        ours.write_text("半", "utf-8")
        theirs.write_text("我的", "utf-8")
        assert recover(ledger, render).removed == 1
        assert not ours.exists()
        assert theirs.exists()


def test_a_full_disk_says_that_no_number_was_used(folder: Path) -> None:
    (folder / "2026").mkdir(parents=True)
    with open_ledger(folder) as ledger:
        shutil.rmtree(folder / "2026")
        (folder / "2026").write_text("不是文件夹", "utf-8")
        with pytest.raises(StorageError, match="没有占用编号") as refused:
            put(ledger, two_tickets())
        assert refused.value.code == "E5203"
        assert list_entries(ledger) == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; needs the right to mount."""
    place = tmp_path / "小盘"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("may not mount a small disk here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up_loses_nothing(small_disk: Path) -> None:
    folder, refused = small_disk / "督办", []
    with open_ledger(folder) as ledger:
        for k in range(60):
            try:
                put(ledger, batch(f"第{k}次", (task(1),), (task(2, "县住建局"),)))
            except StorageError as fault:
                refused.append(fault)
        assert {fault.code for fault in refused} == {"E5201"}
        assert all(("没有占用" in f.message) != ("编号已保留" in f.message) for f in refused)
        subprocess.run(["mount", "-o", "remount,size=9M", str(small_disk)], check=True)
        assert recover(ledger, render).failed == ()
        assert verify(ledger) == ()
        assert len(list_entries(ledger)) % 2 == 0


def test_patience_with_a_file_held_open() -> None:
    refusals = iter([True, True, False])

    def action() -> None:
        if next(refusals):
            raise PermissionError

    assert patiently(action)
    refusals = iter([True] * 99)
    assert not patiently(action, patience=0.1)


def test_a_locked_ledger_is_busy_and_takes_no_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configuration, "BUSY_SECONDS", 0.2)
    with open_ledger(folder) as ledger:
        with closing(sqlite3.connect(folder / "台账.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(BusyError, match="没有占用编号") as refused:
                put(ledger, two_tickets())
            other.execute("ROLLBACK")
        assert refused.value.code == "E4102"
        assert put(ledger, two_tickets())[0].number == "云政督交〔2026〕1号"


def test_an_old_backup_cannot_give_a_number_twice(folder: Path, tmp_path: Path) -> None:
    backup = tmp_path / "旧.sqlite3"
    with open_ledger(folder) as ledger:
        put(ledger, batch("甲", (task(1),)))
    shutil.copy(folder / "台账.sqlite3", backup)
    with open_ledger(folder) as ledger:
        put(ledger, batch("乙", (task(1),), (task(2),)))
    for path in folder.glob("台账.sqlite3*"):
        path.unlink()
    shutil.copy(backup, folder / "台账.sqlite3")
    with open_ledger(folder) as ledger:
        assert "I6" in {damage.invariant for damage in verify(ledger)}
        with pytest.raises(StorageError, match="2—3号已经发出") as refused:
            put(ledger, batch("丙", (task(1),)))
        assert refused.value.code == "E4301"
        (ticket,) = put(ledger, batch("丙", (task(1),)), confirmed=Confirmed(restored=True))
        assert ticket.number == "云政督交〔2026〕4号"
        lost = Event.objects.using(ledger.alias).filter(kind="lost")
        assert [each.subject for each in lost] == ["云政督交〔2026〕2号", "云政督交〔2026〕3号"]
        assert [found.state for found in find_tickets(ledger, "3")] == ["已作废"]


def test_an_old_dump_of_a_server_cannot_either(postgres: Callable[[], str], folder: Path) -> None:
    """A copy of the database stands for ``pg_dump``, putting it in place for ``pg_restore``."""
    import psycopg

    url, copy = postgres(), "an_old_dump"
    server, _, name = url.rpartition("/")

    def copied(source: str, target: str) -> None:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"'.encode())

    with open_ledger(folder, database_url=url) as ledger:
        put(ledger, batch("甲", (task(1),)))
    copied(name, copy)
    with open_ledger(folder, database_url=url) as ledger:
        put(ledger, batch("乙", (task(1),), (task(2),)))
    copied(copy, name)
    with open_ledger(folder, database_url=url) as ledger:
        with pytest.raises(StorageError, match="2—3号已经发出") as refused:
            put(ledger, batch("丙", (task(1),)))
        assert refused.value.code == "E4301"
        assert void_lost(ledger, today=TODAY) == ("云政督交〔2026〕2号", "云政督交〔2026〕3号")
        (ticket,) = put(ledger, batch("丙", (task(1),)))
        assert ticket.number == "云政督交〔2026〕4号"


def test_a_damaged_watermark_is_not_guessed(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        (folder / watermark.MARK_FILE).write_text("{", "utf-8")
        with pytest.raises(StorageError, match="编号水位") as refused:
            put(ledger, two_tickets())
        assert refused.value.code == "E4302"


def test_a_clock_that_stepped_back_asks(at: OpenLedger, folder: Path) -> None:
    noon = datetime(2026, 3, 9, 4, tzinfo=UTC)
    with at(folder) as ledger:
        put(ledger, batch("甲", (task(1),)), now=noon)
        put(ledger, batch("乙", (task(1),)), now=noon - timedelta(hours=20))
        early = noon - timedelta(days=3)
        with pytest.raises(StorageError, match="校准") as refused:
            put(ledger, batch("丙", (task(1),)), now=early)
        assert refused.value.code == "E4401"
        (ticket,) = put(ledger, batch("丙", (task(1),)), now=early, confirmed=Confirmed(clock=True))
        assert ticket.number == "云政督交〔2026〕3号"


# --- opening ------------------------------------------------------------------

MOUNTS = r"""21 1 8:1 / / rw - ext4 /dev/sda1 rw
22 21 0:40 / /mnt/share rw - cifs //server/share rw
23 21 0:41 / /mnt/a\040disk rw - nfs4 server:/a rw
24 22 8:2 / /mnt/share/local rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/督办", None),
        ("/mnt/share/督办", "cifs"),
        ("/mnt/a disk", "nfs4"),
        ("/mnt/share/local/督办", None),
        ("/mnt/shared", None),
    ],
)
def test_network_drives_are_told_apart(tmp_path: Path, place: str, kind: str | None) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS, "utf-8")
    assert opening.network_kind(Path(place), table) == kind


def test_a_ledger_keeps_a_synchronous_write_ahead_log(folder: Path) -> None:
    with open_ledger(folder) as ledger:
        connection = connections[ledger.alias]
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2


def step_by_step(alias: str, last: str) -> None:
    """The tables as the migrations up to ``last`` make them, one after the other."""
    executor = MigrationExecutor(connections[alias])
    loader: Any = executor.loader  # its types do not know that it can do without
    loader.replace_migrations = False
    loader.build_graph()
    executor.migrate([("ledger", last)])
    executor.recorder.record_unapplied("ledger", "0011_all_at_once")


def tables(folder: Path) -> set[tuple[Any, ...]]:
    """Every column, foreign key, index and trigger of a ledger, whatever their order."""
    with closing(sqlite3.connect(folder / "台账.sqlite3")) as ledger:
        names = ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        parts = [
            (name, question, *told[1:])
            for (name,) in names
            for question in ("table_info", "foreign_key_list")
            for told in ledger.execute(f"PRAGMA {question}({name})")
        ]
        others = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type != 'table'"
        return {*parts, *ledger.execute(others)}


def test_a_new_ledger_has_the_tables_of_one_that_grew(tmp_path: Path) -> None:
    open_ledger(tmp_path / "new").close()
    with open_ledger(tmp_path / "grown") as ledger:
        step_by_step(ledger.alias, "0001_initial")
        step_by_step(ledger.alias, "0010_assigned_on")
    grown = tables(tmp_path / "grown")
    assert tables(tmp_path / "new") == grown
    assert any(each[0] == "trigger" for each in grown)


def test_an_older_ledger_is_backed_up_before_it_is_migrated(folder: Path) -> None:
    with open_ledger(folder) as ledger:
        step_by_step(ledger.alias, "0001_initial")
    assert not (folder / "备份").exists()
    with open_ledger(folder) as ledger:
        put(ledger, two_tickets())
        assert verify(ledger) == ()
    (backup,) = (folder / "备份").iterdir()
    assert backup.name.startswith("台账-升级前-0002")
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_ledger_of_a_later_version_is_left_alone(folder: Path) -> None:
    open_ledger(folder).close()
    with closing(sqlite3.connect(folder / "台账.sqlite3")) as later, later:
        later.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('ledger', '9999_later', '2030-01-01')"
        )
    with pytest.raises(SettingsError, match="升级程序") as refused:
        open_ledger(folder)
    assert refused.value.code == "E4203"


def test_a_damaged_ledger_says_so(folder: Path) -> None:
    folder.mkdir()
    (folder / "台账.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(DubanError, match="已损坏") as refused:
        open_ledger(folder)
    assert refused.value.code == "E4202"


def test_postgresql_by_its_address() -> None:
    wanted = configuration.database_settings(
        Path(), "postgresql://duban:a%40b@db.local:5433/%E7%9D%A3"
    )
    assert (wanted["NAME"], wanted["PASSWORD"], wanted["PORT"]) == ("督", "a@b", "5433")
    with pytest.raises(SettingsError, match="postgresql://") as refused:
        configuration.database_settings(Path(), "mysql://root:secret@db/x")
    assert "secret" not in refused.value.message


def test_a_postgresql_ledger_that_cannot_be_reached_says_so(folder: Path) -> None:
    """With the driver the server does not answer; without it, the driver is named."""
    with pytest.raises((StorageError, SettingsError), match="没有占用编号") as refused:
        open_ledger(folder, database_url="postgresql://duban@127.0.0.1:1/duban")
    assert refused.value.code in ("E4103", "E3403")


# --- events -------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET subject = 'x' WHERE sequence = 2",
        "DELETE FROM ledger_event WHERE sequence = 2",
    ],
)
def test_the_database_refuses_to_change_events(
    at: OpenLedger, folder: Path, statement: str
) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        with pytest.raises(DatabaseError, match="只能追加"):
            _execute(ledger, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET subject = 'x' WHERE sequence = 2",
        "UPDATE ledger_event SET payload = replace(payload, '财政', '审计')",
        "UPDATE ledger_event SET at = '2020-01-01 00:00:00' WHERE sequence = 3",
        "DELETE FROM ledger_event WHERE sequence = 2",
        "DELETE FROM ledger_event WHERE sequence > 4",
        "UPDATE ledger_event SET hash = '0' WHERE sequence = 1",
    ],
)
def test_what_bypasses_the_triggers_is_seen(at: OpenLedger, folder: Path, statement: str) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        _drop_triggers(ledger)
        _execute(ledger, statement)
        assert [damage.invariant for damage in verify(ledger)] == ["I6"]


EDITS = int(os.environ.get("DUBAN_EDITS", "100"))


def test_random_edits_of_events_are_all_seen(at: OpenLedger, folder: Path) -> None:
    """A hundred here; DUBAN_EDITS=1000 for the whole measure."""
    chance = random.Random(6)
    with at(folder) as ledger:
        put(ledger, two_tickets())
        put(ledger, two_tickets("第13次常务"))
        _drop_triggers(ledger)
        (last,) = _execute(ledger, "SELECT max(sequence) FROM ledger_event")[0]
        unseen = []
        for _ in range(EDITS):
            statement = _random_edit(chance, last)
            with transaction.atomic(using=ledger.alias):
                _execute(ledger, statement)
                if [damage.invariant for damage in verify(ledger)] != ["I6"]:
                    unseen.append(statement)
                transaction.set_rollback(True, using=ledger.alias)
        assert unseen == []
        assert verify(ledger) == ()


def _random_edit(chance: random.Random, last: int) -> str:
    """One statement that changes, removes or swaps something in the events 1 to ``last``."""
    n, other = chance.sample(range(1, last + 1), 2)
    digit, place = chance.choice("0123456789abcdefx"), chance.randrange(1, 60)
    changed = f"substr({{0}}, 1, {place}) || '{digit}~' || substr({{0}}, {place + 3})"
    return chance.choice(
        [
            f"DELETE FROM ledger_event WHERE sequence = {n}",
            f"DELETE FROM ledger_event WHERE sequence >= {n}",
            f"UPDATE ledger_event SET payload = {changed.format('payload')} WHERE sequence = {n}",
            f"UPDATE ledger_event SET hash = {changed.format('hash')} WHERE sequence = {n}",
            f"UPDATE ledger_event SET previous = 'x' WHERE sequence = {n}",
            f"UPDATE ledger_event SET subject = substr(subject, 2) || '~' WHERE sequence = {n}",
            f"UPDATE ledger_event SET kind = substr(kind, 2) || '~' WHERE sequence = {n}",
            f"UPDATE ledger_event SET at = '2020-01-0{chance.randint(1, 9)} 00:00:00+00:00'"
            f" WHERE sequence = {n}",
            f"UPDATE ledger_event SET sequence = {last + n} WHERE sequence = {n}",
            f"UPDATE ledger_event SET payload = (SELECT payload FROM ledger_event WHERE"
            f" sequence = {other}) WHERE sequence = {n}",
        ]
    )


def _execute(ledger: Ledger, statement: str) -> list[tuple[Any, ...]]:
    with connections[ledger.alias].cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
        return rows


def _drop_triggers(ledger: Ledger) -> None:
    names = ["ledger_event_keeps", "ledger_event_stays"]
    if connections[ledger.alias].vendor == "postgresql":
        names = ["ledger_event_stays ON ledger_event"]
    for name in names:
        _execute(ledger, f"DROP TRIGGER {name}")


def test_damage_to_files_is_named(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        first, second = put(ledger, two_tickets())
        first.file.unlink()
        second.file.write_text("改过", "utf-8")
        (folder / "2026" / "云政督交〔2026〕9号.docx").write_text("来历不明", "utf-8")
        messages = "".join(damage.message for damage in verify(ledger))
    assert "1号的文件缺失" in messages
    assert "2号的文件已改动" in messages
    assert "没有这个文件的编号" in messages


def test_the_watermark_is_plain_to_read(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
    stored = json.loads((folder / watermark.MARK_FILE).read_text("utf-8"))
    assert stored["series"] == {
        f"{SCHEME.code}|document|2026": 2,
        "督|register|2026": 4,
    }


def test_files_that_are_gone_are_named_whatever_stands_in_their_place(
    at: OpenLedger, folder: Path, tmp_path: Path
) -> None:
    with at(folder) as ledger:
        tickets = put(ledger, batch("甲", *((task(n),) for n in range(1, 5))))
        assert missing_tickets(ledger) == ()
        kept, gone, replaced, linked = (each.file for each in tickets)
        gone.unlink()
        replaced.unlink()
        replaced.mkdir()
        linked.rename(tmp_path / "别处.docx")
        linked.symlink_to(tmp_path / "别处.docx")
        assert missing_tickets(ledger) == (tickets[1].number, tickets[2].number)
        shutil.rmtree(kept.parent)
        assert missing_tickets(ledger) == tuple(each.number for each in tickets)


def test_nobody_is_told_of_others_at_work_when_nothing_waits(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, two_tickets())
        with locks.shared(folder / ISSUING_LOCK) as held:
            assert held and recover(ledger, render).complete


def test_a_lost_file_that_would_come_out_otherwise_is_left_to_the_backup(
    at: OpenLedger, folder: Path
) -> None:
    with at(folder) as ledger:
        first, second = put(ledger, two_tickets())
        first.file.unlink()

        def other(template: bytes, context: Context) -> bytes:
            return render(template, context) + "改过".encode()

        assert rewrite_missing(ledger, other) == () and not first.file.exists()
        assert rewrite_missing(ledger, render) == (first.number,)
        assert first.file.exists() and second.file.exists()


def test_what_a_lost_ledger_had_given_is_made_void_once(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, batch("甲", (task(1),)))
        mark = watermark.read(folder)
        given = {key: last + (2 if "云政督交" in key else 0) for key, last in mark.series.items()}
        watermark.restart(folder, given, mark.event, mark.head)
        assert void_lost(ledger, today=TODAY) == ("云政督交〔2026〕2号", "云政督交〔2026〕3号")
        assert void_lost(ledger, today=TODAY) == ()
        assert put(ledger, batch("乙", (task(1),)))[0].number == "云政督交〔2026〕4号"


@pytest.mark.parametrize(
    ("value", "kept"),
    [(3, 3), (None, None), (True, True), ("甲", "甲"), ((1, TODAY), [1, "2026-03-09"])],
    ids=str,
)
def test_a_value_as_the_ledger_keeps_it(value: object, kept: object) -> None:
    assert plain(value) == kept
    with pytest.raises(TypeError, match="not for the ledger: object"):
        plain(object())
