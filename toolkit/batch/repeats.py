"""A folder's tasks that stand on a ticket already: put off, with a note of where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from toolkit.issuing import earlier_version, tasks_before
from toolkit.model import Extraction
from toolkit.office.settings import OfficeFolder
from toolkit.plan import Plan, PlanDecision, PlanRow, PlanSource


@dataclass(frozen=True, slots=True)
class Repeat:
    """A document ``name`` that was issued before, as ``earlier`` (``""``: these very bytes).

    ``same`` of its tasks stand on a ticket, ``changed`` do so in other words, ``new`` on none.
    """

    name: str
    earlier: str
    same: int
    changed: int
    new: int


def mark_repeats(plan: Plan, office: OfficeFolder) -> tuple[Plan, tuple[Repeat, ...]]:
    """The plan with 暂缓 for what was issued before, and a note for what was changed since."""
    rows: list[PlanRow] = []
    repeats: list[Repeat] = []
    for source in plan.sources:
        mine = plan.rows_of(source.sha256)
        name, same, changed = _known(source, mine, office)
        rows += [_marked(row, same.get(row.number), changed.get(row.number)) for row in mine]
        if same or changed:
            new = len(mine) - len(same) - len(changed)
            repeats.append(Repeat(source.name, name, len(same), len(changed), new))
    return replace(plan, rows=tuple(rows)), tuple(repeats)


Known = Mapping[int, str]
"""Number of a task → the tickets that carry it."""


def _known(
    source: PlanSource, rows: tuple[PlanRow, ...], office: OfficeFolder
) -> tuple[str, Known, Known]:
    """The earlier document's name, what of it is the same, and what was changed."""
    before = tasks_before(source.sha256, office)
    if done := {task.number: "、".join(task.tickets) for task in before if task.tickets}:
        return "", done, {}
    read = tuple(row.extracted for row in rows if row.extracted is not None)
    version = earlier_version(Extraction(source.facts, read), source.sha256, office)
    if version is None:
        return "", {}, {}
    same, changed = (
        {number: "、".join(task.tickets) for number, task in found.items() if task.tickets}
        for found in (version.revision.same, version.revision.changed)
    )
    return version.name, same, changed


def _marked(row: PlanRow, same: str | None, changed: str | None) -> PlanRow:
    if same:
        return replace(row, decision=PlanDecision.HOLD, notes=f"已在{same}")
    return replace(row, notes=f"有改动，原在{changed}") if changed else row
