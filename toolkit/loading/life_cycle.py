"""``data/ledger/life_cycle.toml``: states and steps of a task, checked on load."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.life_cycle import NEED_NAMES, Colours, LifeCycle, Phase, Side, State, Step
from toolkit.loading.entries import Entry, read_toml
from toolkit.model import Clause

LIFE_CYCLE = Path(__file__).parents[1] / "data" / "ledger" / "life_cycle.toml"
_STATUSES = ("explicit", "by_analogy", "config", "ambiguous")


@cache
def load_life_cycle(path: Path = LIFE_CYCLE) -> LifeCycle:
    """The machine. Raises SettingsError (E30xx) that names the entry."""
    file = read_toml(path)
    file.only("state", "step", "colours")
    states = tuple(_state(entry) for entry in file.children("state"))
    ids = tuple(state.id for state in states)
    steps = tuple(_step(entry, ids) for entry in file.children("step"))
    _refuse_doubles(file, steps)
    colours = file.child("colours")
    words = (colours.take(name, str) for name in ("overdue", "soon", "well"))
    return LifeCycle(states, steps, Colours(*words))


def _state(entry: Entry) -> State:
    entry.only("id", "name", "phase")
    return State(
        entry.take("id", str), entry.take("name", str), Phase(entry.choice("phase", tuple(Phase)))
    )


def _step(entry: Entry, states: tuple[str, ...]) -> Step:
    entry.only("id", "name", "from", "to", "sides", "needs", "before_due", "command", *_CITED)
    for state in (*entry.texts("from"), *([entry.values["to"]] if "to" in entry.values else [])):
        if state not in states:
            entry.fail("E3013", f"状态“{state}”没有列出。")
    for need in entry.texts("needs"):
        if need not in NEED_NAMES:
            entry.fail("E3012", f"“needs”只能是 {'、'.join(NEED_NAMES)}，现为“{need}”")
    for side in entry.texts("sides"):
        if side not in tuple(Side):
            entry.fail("E3012", f"“sides”只能是 {'、'.join(Side)}，现为“{side}”")
    return Step(
        entry.take("id", str),
        entry.take("name", str),
        entry.texts("from"),
        entry.get("to", str, ""),
        tuple(Side(side) for side in entry.texts("sides")),
        entry.texts("needs"),
        entry.get("before_due", bool, False),
        Clause("", entry.take("clause", str), entry.take("text", str), _status(entry)),
        entry.get("command", str, ""),
    )


_CITED = ("clause", "text", "status")


def _status(entry: Entry) -> str:
    return entry.choice("status", _STATUSES)


def _refuse_doubles(file: Entry, steps: tuple[Step, ...]) -> None:
    seen: set[tuple[str, str]] = set()
    for step in steps:
        for state in step.before:
            if (step.id, state) in seen:
                file.fail("E3018", f"步骤“{step.name}”从状态“{state}”出发写了两次。")
            seen.add((step.id, state))
