"""No number is lost, doubled or left without its file, whenever the process dies."""

from __future__ import annotations

import os
from pathlib import Path

import kill_harness
import pytest
from kill_harness import TICKETS, end, meeting, naive_check, safe_check, start
from ledger_cases import TODAY, context_of, render

from toolkit.ledger.store import find_tickets, issue, open_ledger, recover

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def test_twenty_random_kills_break_nothing(tmp_path: Path) -> None:
    broken, left = kill_harness.kill_at_random(tmp_path, 20)
    assert broken == {}
    assert left["issuing, half-way"] + left["not looked at"] > 0


def test_death_before_any_step_breaks_nothing(tmp_path: Path) -> None:
    deaths, broken = kill_harness.kill_at_every_step(tmp_path, in_recovery=(0, 3))
    assert deaths > 25
    assert broken == {}


def test_the_harness_catches_write_then_insert(tmp_path: Path) -> None:
    """Unless it fails on the naive way, it proves nothing of ours."""
    folder = tmp_path / "督办"
    end(*start(kill_harness.naive_worker_dying_between, folder))
    assert set(naive_check(folder, set())) == {"I4"}
    broken, _ = kill_harness.kill_at_random(tmp_path, 20, naive=True)
    assert broken["I4"] + broken["I2"] + broken["I3"] > 0


def test_four_processes_issue_at_once(tmp_path: Path) -> None:
    each, workers, folder = 25, 4, tmp_path / "督办"

    def worker(first: int) -> kill_harness.Worker:
        def work(place: Path, promised: object) -> None:
            for k in range(first, first + each):
                with open_ledger(place) as ledger:
                    recover(ledger, render)
                    issue(ledger, meeting(k), build_context=context_of, render=render, today=TODAY)

        return work

    running = [start(worker(each * n), folder) for n in range(workers)]
    assert [end(*process)[0] for process in running] == [0] * workers
    assert list(safe_check(folder, set())) == []
    with open_ledger(folder) as ledger:
        last = each * workers * TICKETS
        assert len(find_tickets(ledger, str(last))) == 1
        assert find_tickets(ledger, str(last + 1)) == ()


def test_the_command_itself_is_killed_and_run_again(tmp_path: Path) -> None:
    """Four of the twenty kills that ``python tests/kill_harness.py --command`` makes."""
    assert kill_harness.kill_the_command(tmp_path, 4)[0] == {}
