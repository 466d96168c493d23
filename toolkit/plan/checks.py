"""Whether tickets can be made of a plan: every wrong cell by its place, with what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from toolkit.findings import (
    plan_cell_empty,
    plan_day_early,
    plan_deadline_differs,
    plan_figure_changed,
    plan_figure_dropped,
    plan_row_twice,
    plan_sentence_changed,
    plan_undecided,
    plan_unit_two_names,
    plan_unit_unknown,
)
from toolkit.model import Finding, Unit
from toolkit.plan import COLUMNS, Plan, PlanDecision, PlanRow

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?[%‰]?")
_LEFT_OUT = (PlanDecision.SKIP, PlanDecision.HOLD)

Suggest = Callable[[Unit], str | None]
Everyday = Callable[[Unit], str | None]


def check_plan(plan: Plan, doubt: Suggest, everyday: Everyday) -> tuple[Finding, ...]:
    """Findings in the order of the rows. A row that is to get no ticket is not looked at, and
    one without a decision may still lack its unit.

    ``doubt`` gives ``None`` for a unit that is fine, else a known unit that looks like it or
    ``""``; ``everyday`` the one name a unit of the table goes by, whatever it is called here.
    """
    found: list[Finding] = []
    rows = [row for row in plan.rows if row.decision not in _LEFT_OUT]
    kept, firsts = _figures_kept(plan), _first_rows(plan)
    seen: dict[tuple[str, tuple[str, ...]], PlanRow] = {}
    named: dict[str, tuple[str, PlanRow]] = {}
    for row in rows:
        same = seen.setdefault((_words(row.objective), _names(row)), row)
        if same is not row:
            cell = plan.at(row, "objective")
            found.append(plan_row_twice(cell, same.sheet_row or 0, row.number))
        if row.decision is PlanDecision.ISSUE:
            found += _empty_cells(plan, row)
        found += _unknown_units(plan, row, doubt)
        found += _other_names(plan, row, everyday, named)
        found += _days(plan, row)
        found += _against_original(plan, row, kept if firsts[row.row_id] is row else None)
    open_rows = [row.sheet_row or 0 for row in plan.decided(PlanDecision.OPEN)]
    if open_rows:
        found.append(plan_undecided(f"{plan.file} 工作表“{plan.sheet}”", open_rows))
    return tuple(found)


def _words(text: str) -> str:
    return re.sub(r"[\s，。、；,.;]+", "", text)


def _names(row: PlanRow) -> tuple[str, ...]:
    return tuple(sorted(unit.name or unit.text for unit in row.lead_units))


def _empty_cells(plan: Plan, row: PlanRow) -> Iterator[Finding]:
    for name, value in (("objective", row.objective), ("lead_units", row.lead_units)):
        if not value:
            yield plan_cell_empty(plan.at(row, name), COLUMNS[name], row.number)


def _unknown_units(plan: Plan, row: PlanRow, doubt: Suggest) -> Iterator[Finding]:
    for name, units in (
        ("lead_units", row.lead_units),
        ("supporting_units", row.supporting_units),
    ):
        for unit in units:
            near = doubt(unit)
            if near is not None:
                yield plan_unit_unknown(plan.at(row, name), unit.text, near, row.number)


def _other_names(
    plan: Plan, row: PlanRow, everyday: Everyday, named: dict[str, tuple[str, PlanRow]]
) -> Iterator[Finding]:
    """Lead units that a row before calls by another name; ``named`` are the first ones."""
    for unit in row.lead_units:
        if (unit.name or unit.text) in named or (known := everyday(unit)) is None:
            continue
        text, first = named.setdefault(known, (unit.text, row))
        named[unit.name or unit.text] = named[known]
        if first is not row:
            cell = plan.at(row, "lead_units")
            yield plan_unit_two_names(cell, unit.text, text, first.sheet_row or 0, row.number)


def _days(plan: Plan, row: PlanRow) -> Iterator[Finding]:
    source, (text, on) = plan.source(row.source), row.due
    limit = source.not_before if source else None
    if source and limit and on and on < limit:
        what = "人代会闭幕日期" if source.adopted_on else "文件日期"
        cell = plan.at(row, "deadline_on")
        yield plan_day_early(cell, on.isoformat(), limit.isoformat(), what, row.number)
    before = plan.originals.get(row.row_id)
    if before is not None and text != before.due[0] and on == before.due[1] and text:
        day = on.isoformat() if on else ""
        yield plan_deadline_differs(plan.at(row, "deadline_text"), text, day, row.number)


# --- the document's own words --------------------------------------------------------------------


def _figures_kept(plan: Plan) -> dict[str, set[str]]:
    """Every target that some row of an id, or one it was merged with, still repeats."""
    kept: dict[str, set[str]] = {}
    for row in plan.rows:
        kept.setdefault(row.row_id, set()).update(row.targets)
    return kept


def _first_rows(plan: Plan) -> dict[str, PlanRow]:
    first: dict[str, PlanRow] = {}
    for row in plan.rows:
        first.setdefault(row.row_id, row)
    return first


def _against_original(
    plan: Plan, row: PlanRow, kept: dict[str, set[str]] | None
) -> Iterator[Finding]:
    """``kept`` is given for the first row of a task only: what is gone is said once."""
    before = plan.originals.get(row.row_id)
    if before is None:
        return
    if _words(row.sentence) != _words(before.sentence):
        yield plan_sentence_changed(plan.at(row, "sentence"), row.number)
    source = "".join([before.sentence, *(s.text for t in row.merged for s in t.origin)])
    known = set(_FIGURE.findall(source)) | set(_FIGURE.findall(before.objective))
    if not row.notes.strip():  # an adjusted figure gives its ground in the notes
        for name, text in (("targets", "、".join(row.targets)), ("objective", row.objective)):
            for figure in dict.fromkeys(_FIGURE.findall(text)):
                if figure not in known:
                    yield plan_figure_changed(plan.at(row, name), figure, row.number)
    dropped = [each for each in before.targets if kept and each not in kept[row.row_id]]
    if dropped:
        yield plan_figure_dropped(plan.at(row, "targets"), "、".join(dropped), row.number)
