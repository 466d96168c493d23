"""The write transaction on both databases: who waits, what is seen, and that it is all or nothing.

On PostgreSQL statements travel together: a fault in one must not pass for success.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import OpenLedger
from django.db import Error, connections
from ledger_cases import TODAY, batch, context_of, render, task

from toolkit.errors import BusyError, StorageError
from toolkit.ledger import bulk, sql
from toolkit.ledger.entries import known_source
from toolkit.ledger.models import Outbox, SourceRecord, TicketItem
from toolkit.ledger.opening import Ledger
from toolkit.ledger.store import Confirmed, issue, open_ledger, verify
from toolkit.ledger.transactions import Transaction, writing
from toolkit.ledger.watermark import of_ledger

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "督办"


def put(ledger: Ledger, name: str, confirmed: Confirmed | None = None) -> str:
    given = batch(name, (task(1),), (task(2),))
    issued = issue(
        ledger,
        given,
        build_context=context_of,
        render=render,
        today=TODAY,
        confirmed=confirmed or Confirmed(),
    )
    return issued[-1].number


def twice_the_same_document(under_way: Transaction) -> None:
    for key in under_way.keys(SourceRecord, 2):
        made = SourceRecord(
            sha256="0" * 64, name="乙.docx", kind="minutes", imported_at=NOW, extraction={}
        )
        bulk.insert_records(under_way.alias, [made], [key])


def waiting_without_a_ticket(under_way: Transaction) -> None:
    """The database looks at foreign keys when it commits."""
    bulk.insert(under_way.alias, Outbox, ("ticket_id", "since"), [(10**6, NOW)])


@pytest.mark.parametrize("spoil", [twice_the_same_document, waiting_without_a_ticket])
def test_a_row_that_is_refused_undoes_the_whole_transaction(
    at: OpenLedger, folder: Path, spoil: object
) -> None:
    assert callable(spoil)
    with at(folder) as ledger:
        put(ledger, "甲")
        before = of_ledger(ledger.alias)

        def write() -> None:
            with writing(ledger, NOW, in_one_go=True) as under_way:
                under_way.tell("noticed", "乙", {})
                spoil(under_way)

        with pytest.raises(Error):
            write()
        assert of_ledger(ledger.alias) == before
        assert SourceRecord.objects.using(ledger.alias).count() == 1
        assert list(verify(ledger)) == []
        assert put(ledger, "乙") == "云政督交〔2026〕4号"


def test_a_call_that_breaks_off_leaves_nothing_on_the_way(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        put(ledger, "甲")
        before = of_ledger(ledger.alias)

        def break_off() -> None:
            with writing(ledger, NOW, in_one_go=True) as under_way:
                under_way.tell("noticed", "乙", {})
                sql.change(ledger.alias, "UPDATE ledger_numberseries SET last = %s", [9])
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            break_off()
        assert of_ledger(ledger.alias) == before
        assert put(ledger, "乙") == "云政督交〔2026〕4号"


def test_what_is_asked_with_the_lock_is_answered_once_it_is_held(
    at: OpenLedger, folder: Path
) -> None:
    """Somebody else commits while we wait: what we then know must include it."""
    given = batch("乙", (task(1),), (task(2),))
    question = known_source(given.document)
    held, seen = threading.Event(), []

    def second() -> None:
        with at(folder) as ours:
            held.wait(10)
            with writing(ours, NOW, look=[question]) as under_way:
                seen.append(under_way.rows(question))
                seen.append(under_way.rows(question))  # asked anew, it says the same

    with at(folder) as ledger:
        other = threading.Thread(target=second)
        other.start()
        with writing(ledger, NOW) as under_way:
            held.set()
            other.join(0.3)  # it has to wait
            assert seen == []
            made = SourceRecord(
                sha256=given.document.sha256,
                name="乙.docx",
                kind="minutes",
                imported_at=NOW,
                extraction={},
            )
            bulk.insert_records(ledger.alias, [made], under_way.keys(SourceRecord, 1))
        other.join(10)
        assert seen == [[(made.pk, given.document.sha256)]] * 2


def test_whoever_waits_too_long_on_a_server_is_told_that_it_is_busy(
    request: pytest.FixtureRequest, folder: Path
) -> None:
    """As on SQLite, where the file is what is waited for."""
    url = request.getfixturevalue("postgres")()
    told: list[BusyError] = []

    def second() -> None:
        with open_ledger(folder, database_url=url) as ours:
            sql.change(ours.alias, "SET lock_timeout = '200ms'", [])
            with pytest.raises(BusyError, match="没有占用编号") as refused:
                put(ours, "乙")
            told.append(refused.value)
            sql.change(ours.alias, "SET lock_timeout = '20s'", [])
            put(ours, "丙")

    with open_ledger(folder, database_url=url) as ledger:
        other = threading.Thread(target=second)
        with writing(ledger, NOW):
            other.start()
            while not told and other.is_alive():
                other.join(0.05)
        other.join(20)
        assert [each.code for each in told] == ["E4102"]
        assert 2 in of_ledger(ledger.alias).series.values()


def test_keys_set_aside_do_not_meet_those_that_the_database_gives(
    at: OpenLedger, folder: Path
) -> None:
    with at(folder) as ledger:
        put(ledger, "甲")
        put(ledger, "甲", Confirmed(again=True))
        rows = TicketItem.objects.using(ledger.alias)
        row = rows.first()
        assert row is not None
        for model in (SourceRecord, type(row.entry), type(row.ticket)):
            known = model._default_manager.using(ledger.alias)
            taken = {each.pk for each in known.all()}
            with writing(ledger, NOW) as under_way:
                keys = under_way.keys(model, 3)
            assert len(set(keys)) == 3 and not taken & set(keys)
        assert list(verify(ledger)) == []


def test_one_journey_for_the_lock_and_one_for_what_is_written(
    request: pytest.FixtureRequest, folder: Path, tmp_path: Path
) -> None:
    """While a number is given everybody else waits; each journey to the server makes it longer."""
    url = request.getfixturevalue("postgres")()
    with open_ledger(folder, database_url=url) as ledger, (tmp_path / "said").open("w+") as said:
        put(ledger, "甲")
        driver = connections[ledger.alias].connection.pgconn
        driver.trace(said.fileno())
        put(ledger, "乙")
        driver.untrace()
        said.seek(0)
        sent = [[*line.rstrip().split("\t", 4)[3:], ""] for line in said if "\tF\t" in line]
    kinds = [message[0] for message in sent]
    lock = next(n for n, message in enumerate(sent) if "pg_advisory_xact_lock" in message[1])
    commit = next(n for n, message in enumerate(sent) if n > lock and "COMMIT" in message[1])
    assert kinds[lock:commit].count("Flush") == 1  # each asks for an answer, and waits for it
    assert "Query" not in kinds[lock:commit]


def test_a_full_disk_of_the_server_is_told_in_chinese(
    request: pytest.FixtureRequest, folder: Path
) -> None:
    url = request.getfixturevalue("postgres")()
    full = "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
    with open_ledger(folder, database_url=url) as ledger:
        number = put(ledger, "甲")

        def write() -> None:
            with writing(ledger, NOW, in_one_go=True):
                sql.change(ledger.alias, full, [])

        with pytest.raises(StorageError, match="服务器的磁盘已满。没有改动台账。请") as told:
            write()
        assert told.value.code == "E5201"
        assert put(ledger, "乙") > number


def test_a_connection_lost_on_the_way_is_told_once_in_chinese(
    request: pytest.FixtureRequest, folder: Path
) -> None:
    url = request.getfixturevalue("postgres")()
    lose = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from toolkit.errors import DubanError
from toolkit.ledger.store import open_ledger
from toolkit.ledger import sql
from toolkit.ledger.transactions import writing
ledger = open_ledger(Path(sys.argv[1]), database_url={url!r})
try:
    with writing(ledger, datetime.now(UTC), in_one_go=True) as under_way:
        sql.change(ledger.alias, "SELECT pg_terminate_backend(pg_backend_pid())", [])
        under_way.tell("noticed", "x", {{}})
except DubanError as fault:
    print(fault.code)
"""
    setup = "from toolkit.ledger.configuration import configure; configure()"
    asked = [sys.executable, "-c", f"{setup}\n{lose}", str(folder)]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("E4103", "")
