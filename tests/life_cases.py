"""A ledger with two issued tickets, and steps as a clerk takes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ledger_cases import TODAY, batch, context_of, render, task

from toolkit.ledger.steps import StepOrder, StepRow, take_step
from toolkit.ledger.store import Ledger, issue
from toolkit.life_cycle import Given, Side
from toolkit.loading.life_cycle import load_life_cycle

FIRST, SECOND = "云政督交〔2026〕1号", "云政督交〔2026〕2号"
BODY = "县政府督查室"
CYCLE = load_life_cycle()
UNIT_ACTS = ("receive", "object", "report", "apply")


def begin(ledger: Ledger) -> None:
    """1号 with two items of 县财政局, 2号 with one of 县住建局, one task that waits."""
    given = batch(
        "第12次常务",
        (task(1, "县财政局"), task(3, "县财政局", ("县审计局",))),
        (task(2, "县住建局"),),
        unassigned=(task(4, ""),),
    )
    issue(ledger, given, build_context=context_of, render=render, today=TODAY, now=at_noon(TODAY))


def at_noon(day: date) -> datetime:
    """Noon of the day in Beijing."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def step(
    ledger: Ledger,
    act: str,
    on: date,
    number: str = SECOND,
    *,
    items: tuple[int, ...] = (),
    side_name: str = "",
    key: str = "",
    max_extensions: int | None = 1,
    files: Any = (),
    **given: Any,
) -> tuple[StepRow, ...]:
    """One step on the day ``on``, with what it needs filled in unless given."""
    filled: dict[str, Any] = {"who": "李明", "text": "如文", "method": "书面核查"}
    if act == "close":
        filled["conclusion"] = "同意销号"
    side = Side.HANDLING_UNIT if act in UNIT_ACTS else Side.ISSUING_BODY
    order = StepOrder(
        act, Given(on, **{**filled, **given}), side, side_name, tuple(files), "王芳", key
    )
    return take_step(
        ledger,
        CYCLE,
        number,
        items,
        order,
        today=on,
        max_extensions=max_extensions,
        now=at_noon(on),
    )
