"""The deadlines against a second computation that shares no code: 200 examples and random pairs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reference import SHARED, needs
from second_opinion import LIMITS, OPTIONS, Ways, compare, examples, opinion

from toolkit.loading import load_calendar, load_regulation
from toolkit.model import Deadline
from toolkit.rules.deadlines import decide
from toolkit.rules.reckoning import Days, reckon

HERE = Path(__file__).parent
CORPUS = HERE / "corpus" / "deadlines_second_opinion.toml"
CASES = tomllib.loads(CORPUS.read_text(encoding="utf-8"))["case"]
WORKED = SHARED / "domain" / "worked_examples.json"
REGULATION = load_regulation()
CALENDAR = load_calendar()
ZONES = ("Pacific/Kiritimati", "America/Adak", "Asia/Kathmandu", "Asia/Shanghai")


def days_of(deadline: Deadline | None) -> tuple[date | None, date | None]:
    return (deadline.on, deadline.ends_on) if deadline else (None, None)


@pytest.mark.parametrize("case", CASES, ids=[f"{c['id']}-{c['source']}-{c['on']}" for c in CASES])
def test_an_example_worked_out_elsewhere(case: dict[str, Any]) -> None:
    source, on, issued_on = case["source"], case["on"], case.get("issued_on")
    told = decide(REGULATION, CALENDAR, source, on, issued_on=issued_on)
    assert days_of(told.issuance_deadline) == (case.get("issue"), case.get("issue_ends"))
    assert days_of(told.feedback_deadline) == (case.get("feedback"), case.get("feedback_ends"))
    assert days_of(told.soft_issuance_deadline)[0] == case.get("soft")
    found = reckon(REGULATION, CALENDAR, source, Days(on, issued_on=issued_on))
    assert found is not None
    assert (found.feedback and found.feedback.on) == case.get("feedback")


def test_the_examples_are_those_the_second_computation_gives() -> None:
    text = "\n".join(examples(len(CASES)))
    assert tomllib.loads(text)["case"] == CASES
    assert len(CASES) == 200


def test_the_second_computation_knows_every_source_and_switch() -> None:
    assert set(LIMITS) == {source.id for source in REGULATION.sources}
    switches = {c.key: c.options for c in REGULATION.documented_conventions if len(c.options) > 1}
    for other in ("meeting_base", "econ_analysis_feedback"):
        switches.pop(other)
    assert switches == OPTIONS
    defaults = {c.key: c.words for c in REGULATION.documented_conventions}
    assert all(defaults[key] == words for key, words in vars(Ways()).items())


def test_two_thousand_random_cases_agree() -> None:
    assert compare(2000, seed=2026) == []


def test_the_comparison_would_see_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "weekly_meeting", ((3, "工作日"), (1, "周"), "会后"))
    assert compare(300, seed=1)


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows 不能在进程内改时区")
@pytest.mark.parametrize("zone", ZONES, indirect=True)
def test_the_time_zone_of_the_machine_does_not_matter(zone: str) -> None:
    assert compare(200, seed=len(zone)) == []


def test_the_command_line_agrees_in_another_time_zone() -> None:
    command = [sys.executable, "-m", "toolkit.cli", "deadline", "--json"]
    asked = ["--source", "executive_meeting", "--on", "2026-02-11"]
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run(
        [*command, *asked], cwd=HERE.parent, env=environment, capture_output=True, check=True
    )
    expected = opinion("executive_meeting", date(2026, 2, 11))
    answer = json.loads(told.stdout)
    assert (answer["issue_by"], answer["feedback_by"]) == (
        str(expected.issue),
        str(expected.feedback),
    )


@needs(WORKED)
def test_the_worked_examples_with_their_flags() -> None:
    by_name = {"政府工作报告任务分解方案": "gov_work_report"}
    for row in json.loads(WORKED.read_text(encoding="utf-8")):
        on = date.fromisoformat(row["event_date"])
        source = by_name.get(row["source"], row["source"])
        told = decide(REGULATION, CALENDAR, source, on)
        soft = told.soft_issuance_deadline
        feedback = told.feedback_deadline
        days = {
            "issue_by": days_of(told.issuance_deadline)[0],
            "issue_raw": days_of(told.issuance_deadline)[1],
            "feedback_by": feedback and feedback.on,
            "feedback_raw": feedback and feedback.ends_on,
            "soft_before_spring_festival": soft and soft.on,
            "feedback_by_provisional": feedback and feedback.provisional_on,
        }
        for name, day in days.items():
            if name in row and not (row[name] is None and name.endswith("_raw")):
                assert (str(day) if day else None) == row[name], (row["id"], name)
        flagged = "W3102" in {finding.code for finding in told.findings}
        assert flagged == row.get("feedback_not_after_issue", False), row["id"]
        for name in ("feedback_by_if_issued_same_day", "feedback_by_if_counted_from_event"):
            if name in row:
                again = decide(REGULATION, CALENDAR, source, on, issued_on=on).feedback_deadline
                assert again is not None and str(again.on) == row[name], (row["id"], name)
