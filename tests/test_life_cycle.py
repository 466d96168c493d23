"""The machine alone: paths, refusals, what a day shows, from ``corpus/life_cycle.toml``."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import SettingsError, UsageError
from toolkit.ledger.models import EntryState
from toolkit.life_cycle import Actor, Given, Limit, Phase, Side, Situation, standing
from toolkit.loading import load_regulation
from toolkit.loading.life_cycle import LIFE_CYCLE, load_life_cycle

CYCLE = load_life_cycle()
CORPUS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "life_cycle.toml").read_text("utf-8")
)
START = Situation(
    "云政督交〔2026〕2号",
    "assigned",
    "县政府督查室",
    ("县住建局",),
    date(2026, 3, 20),
    date(2026, 6, 30),
    date(2026, 3, 9),
)
UNIT_ACTS = ("receive", "object", "report", "apply")


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def given(act: str, on: date, new_on: date | None, without: tuple[str, ...] = ()) -> Given:
    filled: dict[str, Any] = {
        "who": "李明",
        "text": "如文",
        "method": "书面核查",
        "conclusion": "同意销号",
    }
    return Given(on, new_on=new_on, **{**filled, **dict.fromkeys(without, "")})


def take(at: Situation, step: str, case: dict[str, Any]) -> Situation:
    """The situation after ``step``, as the ledger would keep it."""
    act, on, *new = step.split()
    told = given(act, day(on), day(new[0]) if new else None, tuple(case.get("without", ())))
    side = Side.HANDLING_UNIT if act in UNIT_ACTS else Side.ISSUING_BODY
    side = Side(case.get("side", side))
    usual = "县住建局" if side is Side.HANDLING_UNIT else at.issuer
    today = day(case["today"]) if "today" in case and "then" in case else day(on)
    state = CYCLE.after(
        act, at, told, Actor(side, case.get("as", usual)), today=today, max_extensions=1
    )
    moved = dataclasses.replace(at, state=state)
    if act in ("accept", "return", "extend"):
        moved = dataclasses.replace(moved, report_by=told.new_on)
    return dataclasses.replace(moved, extensions=at.extensions + (act == "extend"))


def walk(case: dict[str, Any]) -> Situation:
    at = START
    for step in case["steps"]:
        at = take(at, step, {})
    return at


@pytest.mark.parametrize("case", CORPUS["path"], ids=lambda case: case["name"])
def test_a_path_ends_where_it_should(case: dict[str, Any]) -> None:
    assert CYCLE.name(walk(case).state) == case["state"]


@pytest.mark.parametrize("case", CORPUS["refused"], ids=lambda case: case["name"])
def test_a_step_is_refused_with_its_reason(case: dict[str, Any]) -> None:
    at = walk(case)
    with pytest.raises(UsageError) as refused:
        take(at, case["then"], case)
    assert refused.value.code == case["code"]
    assert case["says"] in refused.value.message
    assert refused.value.message.endswith(("没有改动台账。", "新的时限。"))
    refused.value.message.encode("gbk")


@pytest.mark.parametrize("case", CORPUS["shown"], ids=lambda case: case["name"])
def test_what_a_day_shows(case: dict[str, Any]) -> None:
    today = day(case["today"])
    seen = standing(CYCLE, walk(case), today, today + timedelta(3))
    due = day(case["due"]) if "due" in case else None
    assert (seen.state, seen.colour, seen.due_on) == (case["state"], case["colour"], due)
    assert seen.is_overdue == (case["colour"] == "红")


def test_every_state_of_the_ledger_is_in_the_data_and_named_alike() -> None:
    assert {(s.id, s.name) for s in CYCLE.states} == {(s.value, s.label) for s in EntryState}


def test_the_states_of_the_regulation_are_the_first() -> None:
    ours = {state.name for state in CYCLE.states}
    for rule in load_regulation().provisions.ledger:
        assert set(rule.states) <= ours


def test_no_step_starts_from_or_leads_to_a_state_that_is_only_shown() -> None:
    shown = set(CYCLE.ids(Phase.SHOWN))
    for step in CYCLE.steps:
        assert not shown & {*step.before, step.after}


def test_nothing_is_closed_without_a_check_by_the_issuing_body() -> None:
    checking = set(CYCLE.ids(Phase.CHECKING))
    into_closed = [step for step in CYCLE.steps if step.after == "closed"]
    assert [step.id for step in into_closed] == ["close"]
    assert set(into_closed[0].before) == checking
    assert into_closed[0].sides == (Side.ISSUING_BODY,)
    assert set(into_closed[0].needs) == {"who", "method", "conclusion"}


def test_every_step_quotes_its_clause() -> None:
    clauses = load_regulation().clauses
    for step in CYCLE.steps:
        assert step.clause.text and step.clause.text in clauses[step.clause.number].text, step.id


def test_every_state_that_is_not_ended_can_be_left_and_reached() -> None:
    reached = {"to_assign", "left_out", "assigned"} | {step.after for step in CYCLE.steps}
    for state in CYCLE.states:
        if state.phase in (Phase.OWING, Phase.CHECKING):
            assert any(step.after and state.id in step.before for step in CYCLE.steps)
        if state.phase is not Phase.SHOWN:
            assert state.id in reached


def test_without_a_limit_there_is_nothing_to_extend() -> None:
    at = dataclasses.replace(START, report_by=None, finish_by=None)
    with pytest.raises(UsageError, match="没有完成时限，不需要延期"):
        CYCLE.after(
            "extend",
            at,
            Given(day("03-12"), "李明", "汛情", day("04-10"), limit=Limit.COMPLETION),
            Actor(Side.ISSUING_BODY, at.issuer),
            today=day("03-12"),
        )
    assert standing(CYCLE, at, day("12-31"), day("12-31")).due_on is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('to = "closed"', 'to = "done"'), "状态“done”没有列出"),
        (('needs = ["text"]', 'needs = ["words"]'), "“needs”只能是"),
        (('sides = ["issuing_body"]', 'sides = ["anybody"]'), "“sides”只能是"),
        (('from = ["assigned"]', 'from = ["in_hand"]'), "写了两次"),
        (('phase = "owing"', 'phase = "busy"'), "“phase”只能是"),
    ],
    ids=["state", "need", "side", "twice", "phase"],
)
def test_wrong_data_is_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    text = LIFE_CYCLE.read_text("utf-8")
    assert change[0] in text
    broken = tmp_path / "life_cycle.toml"
    broken.write_text(text.replace(*change), "utf-8")
    with pytest.raises(SettingsError, match=message):
        load_life_cycle(broken)
