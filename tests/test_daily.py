"""``duban tick``: the same reminders from one run, two runs, and several machines at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import icalendar
import pytest
from clerk import DAY, Run
from databases import OpenLedger
from life_cases import CYCLE, SECOND, at_noon, begin, step

from toolkit.ledger.notices import claim, give_notices, open_limits, settle, unsettled
from toolkit.ledger.store import verify
from toolkit.loading import load_regulation
from toolkit.loading.calendars import load_calendar
from toolkit.rules.notices import OVERDUE, notice_reached
from toolkit.rules.provisions import in_force

HOME = ["--office", "督办"]
ONE, TWO = "示政督交〔2026〕1号", "示政督交〔2026〕2号"


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        ("2026-02-12", None),  # 2月26日前的工作日：13日、14日（调休）、24日、25日、26日
        ("2026-02-14", "notice_early"),
        ("2026-02-20", "notice_early"),
        ("2026-02-24", "notice_early"),
        ("2026-02-25", "notice_last"),
        ("2026-02-26", "notice_last"),
        ("2026-02-27", OVERDUE),
        ("2026-03-30", OVERDUE),
    ],
)
def test_the_rung_of_a_day(today: str, rung: str | None) -> None:
    day = date.fromisoformat(today)
    steps = in_force(load_regulation().provisions.reminder_step, day)
    reached = notice_reached(steps, load_calendar(), due=date(2026, 2, 26), today=day)
    assert (reached.id if reached else None) == rung


# --- the ledger's side, on both databases ------------------------------------------------------


def test_a_reminder_is_given_once_and_again_when_the_day_moves(
    at: OpenLedger, tmp_path: Path
) -> None:
    day = date(2026, 3, 18)
    with at(tmp_path) as ledger:
        begin(ledger)

        def give(on: date) -> list[tuple[str, date, bool]]:
            limits = open_limits(ledger, CYCLE, on + timedelta(3))
            given = give_notices(ledger, [(each, "early") for each in limits], on, now=at_noon(on))
            return [(each.number, each.due_on, each.fresh) for each in given]

        due = date(2026, 3, 20)
        names = ["云政督交〔2026〕1号第1项", "云政督交〔2026〕1号第2项", f"{SECOND}第1项"]
        assert give(day) == [(name, due, True) for name in names]
        assert give(day) == [(name, due, False) for name in names]
        assert give(day + timedelta(1)) == []
        step(ledger, "extend", date(2026, 3, 19), new_on=date(2026, 3, 21))
        assert give(date(2026, 3, 19)) == [(f"{SECOND}第1项", date(2026, 3, 21), True)]
        assert verify(ledger) == ()


def test_a_message_is_claimed_once_retried_after_failure_and_never_after_death(
    at: OpenLedger, tmp_path: Path
) -> None:
    day = date(2026, 3, 18)
    with at(tmp_path) as ledger:
        begin(ledger)
        wanted = [(each, "early") for each in open_limits(ledger, CYCLE, date(2026, 3, 20))]
        give_notices(ledger, wanted, day, now=at_noon(day))
        ours = claim(ledger, "mail", day, now=at_noon(day))
        assert len(ours) == 3 and claim(ledger, "mail", day, now=at_noon(day)) == ()
        assert len(claim(ledger, "hook", day, now=at_noon(day))) == 3
        settle(ledger, "mail", ours[:1], sent=True, now=at_noon(day))
        settle(ledger, "mail", ours[1:2], sent=False, now=at_noon(day))
        next_day = day + timedelta(1)
        again = claim(ledger, "mail", next_day, now=at_noon(next_day))
        assert [each.key for each in again] == [ours[1].key]
        lost = unsettled(ledger, "mail", at_noon(next_day))
        assert [each.key for each in lost] == [ours[2].key]


# --- the command -------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def issued(request: pytest.FixtureRequest, run: Run, office: Path) -> Path:
    """1号 and 2号 of 12 February, both to report by the 26th, on either database."""
    if request.param == "postgresql":
        another: Callable[[], str] = request.getfixturevalue("postgres")
        _set(office, 'database = ""', f'database = "{another()}"')
    code, _, error = run("new", "纪要.txt", "--yes", *HOME, *DAY)
    assert (code, error) == (0, "")
    return office


def _set(office: Path, old: str, new: str) -> None:
    settings = office / "duban.toml"
    text = settings.read_text("utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), "utf-8")


def at_once(count: int, *arguments: str, on: str) -> list[dict[str, Any]]:
    """Start ``count`` programs at the same moment; what each prints, with its exit code."""
    words = [sys.executable, "-m", "toolkit.cli", "tick", "--json", *HOME, *arguments]
    started = [
        subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "DUBAN_TODAY": on},
        )
        for _ in range(count)
    ]
    told = []
    for process in started:
        output, error = process.communicate(timeout=120)
        assert process.returncode in (0, 7), error.decode()
        told.append({**json.loads(output), "code": process.returncode})
    return told


@contextmanager
def webhook(refuse: int = 0) -> Iterator[tuple[str, list[str]]]:
    """A real server for messages; the first ``refuse`` of them are turned down."""
    received: list[str] = []
    left = [refuse]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            left[0] -= 1
            if left[0] < 0:
                received.append(json.loads(body)["message"])
            self.send_response(503 if left[0] >= 0 else 200)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_four_at_once_give_and_send_each_reminder_once(issued: Path) -> None:
    with webhook() as (address, received):
        _set(issued, "to = []", f'to = ["{address}"]')
        told = at_once(4, on="2026-02-25")
        again = at_once(1, on="2026-02-25")
    fresh = Counter(each["number"] for one in told for each in one["notices"] if each["fresh"])
    assert fresh == {f"{ONE}第1项": 1, f"{TWO}第1项": 1}
    lines = Counter(line for message in received for line in message.splitlines())
    assert lines == {f"{ONE}第1项 反馈时限 2026-02-26": 1, f"{TWO}第1项 反馈时限 2026-02-26": 1}
    assert again[0]["sent"] == [] and not any(each["fresh"] for each in again[0]["notices"])
    assert len(again[0]["notices"]) == 2


def test_what_could_not_be_sent_is_sent_the_next_time(issued: Path, run: Run) -> None:
    with webhook(refuse=1) as (address, received):
        _set(issued, "to = []", f'to = ["{address}"]')
        (failed,) = at_once(1, on="2026-02-25")
        assert failed["code"] == 7 and failed["faults"][0]["code"] == "E5401"
        assert received == [] and len(failed["notices"]) == 2
        (done,) = at_once(1, on="2026-02-26")
        assert (done["code"], len(done["sent"])) == (0, 2)
    assert len(received) == 1


def test_nothing_is_sent_unless_the_office_wants_it_and_lists_say_it(
    issued: Path, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_TODAY", "2026-02-13")
    assert run("tick", *HOME)[1] == "2026-02-13 提醒0项。\n"
    monkeypatch.setenv("DUBAN_TODAY", "2026-02-28")
    code, output, error = run("tick", "--ics", "提醒.ics", *HOME)
    assert (code, error) == (0, "") and "已发送" not in output
    assert output.count("逾期2个工作日") == 2 and output.count("新\n") == 2
    for line in output.splitlines():
        line.encode("gbk")
    found: Any = icalendar.Calendar.from_ical((here / "提醒.ics").read_bytes())
    events = found.walk("VEVENT")
    assert [str(each["summary"]) for each in events] == [
        f"{ONE}第1项 反馈时限",
        f"{TWO}第1项 反馈时限",
    ]
    assert {each["dtstart"].dt for each in events} == {date(2026, 2, 26)}
    assert "停车" not in (here / "提醒.ics").read_text("utf-8")
    again = run("tick", *HOME)[1]
    assert "其中2项今天已经提醒过，没有重复登记" in again
    code, _, error = run("feedback", ONE, "--text", "已报方案", *HOME)
    assert (code, error) == (0, "")
    monkeypatch.setenv("DUBAN_TODAY", "2026-03-02")
    assert run("tick", *HOME)[1] == "2026-03-02 提醒0项。\n"


def test_an_address_nobody_understands_is_told_without_its_password(issued: Path, run: Run) -> None:
    _set(issued, "to = []", 'to = ["nonsense://用户:口令@内网"]')
    words = [sys.executable, "-m", "toolkit.cli", "tick", *HOME]
    done = subprocess.run(
        words, capture_output=True, env={**os.environ, "DUBAN_TODAY": "2026-02-25"}
    )
    assert done.returncode == 6 and "提醒2项" in done.stdout.decode()
    assert "【E3412】" in done.stderr.decode() and "口令@内网" not in done.stderr.decode()
