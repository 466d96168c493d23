"""From the cells of a sheet to the rows of a plan: what was typed, and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from toolkit.findings import (
    plan_cell_formula,
    plan_cell_outside,
    plan_cells_merged,
    plan_column_missing,
    plan_column_strange,
    plan_day_wrong,
    plan_decision_unknown,
    plan_id_unknown,
    plan_originals_lost,
    plan_row_added,
    plan_row_deleted,
    plan_row_split,
    plan_rows_hidden,
    plan_rows_merged,
    plan_text_signed,
)
from toolkit.model import Finding, StatedDate, Unit
from toolkit.plan import COLUMNS, UNDECIDED_UNIT, Plan, PlanDecision, PlanRow, PlanSource
from toolkit.plan.cells import (
    Head,
    Sheet,
    Value,
    as_day,
    as_text,
    find_head,
    letter,
    parts,
    value_at,
)

REQUIRED = ("row_id", "objective", "lead_units", "deadline_on", "decision")
_IDS = "、，,；; \n"
_SIGNS = ("=", "+", "-", "@")

Resolve = Callable[[str], tuple[Unit, ...]]


def read_rows(
    sheet: Sheet,
    sources: tuple[PlanSource, ...],
    originals: Mapping[str, PlanRow],
    resolve: Resolve,
) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan that stands in ``sheet``, and what cannot be read as typed.

    ``resolve`` gives the units named in a cell. A sheet without its headings gives no rows.
    """
    plan = Plan(sources, (), originals, sheet.file, sheet.name)
    head = find_head(sheet)
    missing = [name for name in REQUIRED if head is None or name not in head.columns]
    if head is None or missing:
        place = sheet.at("第1行" if head is None else f"第{head.row}行")
        strange = [text for text, _ in head.strange] if head else []
        return plan, tuple(plan_column_missing(place, COLUMNS[name], strange) for name in missing)
    plan = replace(plan, letters=head.letters)
    reader = _Reader(sheet, head, plan, resolve)
    rows = tuple(reader.rows())
    return replace(plan, rows=rows), (*_layout(sheet, head, plan), *reader.findings)


def _layout(sheet: Sheet, head: Head, plan: Plan) -> Iterator[Finding]:
    """What is odd about the sheet as a whole."""
    if not plan.originals:
        yield plan_originals_lost(sheet.at(""))
    for text, column in head.strange:
        yield plan_column_strange(sheet.at(f"{letter(column)}{head.row}"), text)
    for area in sheet.merged:
        yield plan_cells_merged(sheet.at(area))
    for cell in sheet.formulas:
        yield plan_cell_formula(sheet.at(cell))
    if sheet.hidden:
        yield plan_rows_hidden(sheet.at(""), len(sheet.hidden))
    yield from _odd_cells(sheet, head)


def _odd_cells(sheet: Sheet, head: Head) -> Iterator[Finding]:
    """What stands where nothing is read, and what another program may take for a formula."""
    told = {column for _, column in head.strange}
    read = set(head.columns.values())
    for number, row in enumerate(sheet.rows[head.row :], head.row + 1):
        for column, value in enumerate(row):
            if column not in read:
                if column not in told and (text := as_text(value)):
                    yield plan_cell_outside(sheet.at(f"{letter(column)}{number}"), text)
            elif isinstance(value, str) and value[:1] in _SIGNS and len(value) > 1:
                yield plan_text_signed(sheet.at(f"{letter(column)}{number}"), value[0])


@dataclass(frozen=True, slots=True)
class _Typed:
    """A row as typed: its number in the sheet, the row numbers (行号) it names, its cells."""

    sheet_row: int
    ids: tuple[str, ...]
    cells: Mapping[str, Value]

    def text(self, name: str) -> str:
        return as_text(self.cells.get(name))


class _Reader:
    """Turns typed rows into rows of the plan, one after the other; findings gather on the way."""

    def __init__(self, sheet: Sheet, head: Head, plan: Plan, resolve: Resolve) -> None:
        self.findings: list[Finding] = []
        self._sheet, self._plan, self._resolve = sheet, plan, resolve
        self._typed = [*_typed_rows(sheet, head)]
        self._first: dict[str, PlanRow] = {}
        self._counts: dict[str, int] = {}
        for row in plan.originals.values():
            self._counts[row.source] = max(self._counts.get(row.source, 0), row.number)

    def rows(self) -> Iterator[PlanRow]:
        """Every row that holds something, then what is said of those that are gone."""
        named = {each for typed in self._typed for each in typed.ids}
        lost = {key: row for key, row in self._plan.originals.items() if key not in named}
        source = self._plan.sources[0].sha256 if self._plan.sources else ""
        for typed in self._typed:
            row = self._row(typed, source, lost)
            source = row.source
            yield row
        end = self._sheet.at("")
        for key, gone in lost.items():
            self.findings.append(plan_row_deleted(end, key, gone.objective))

    def _row(self, typed: _Typed, source: str, lost: Mapping[str, PlanRow]) -> PlanRow:
        before = self._before(typed, source, lost)
        row = replace(
            before,
            chapter=typed.text("chapter"),
            sentence=typed.text("sentence"),
            objective=typed.text("objective"),
            targets=parts(typed.text("targets"), "、；;\n"),
            lead_units=self._units(typed, "lead_units"),
            supporting_units=self._units(typed, "supporting_units"),
            reason=typed.text("reason"),
            lead_officials=parts(typed.text("lead_officials")),
            completion_deadline=self._deadline(typed, before),
            schedule=_quarters(typed),
            notes=typed.text("notes"),
            decision=self._decision(typed, before),
            sheet_row=typed.sheet_row,
        )
        return self._joined(self._numbered(row, typed), typed)

    def _before(self, typed: _Typed, source: str, lost: Mapping[str, PlanRow]) -> PlanRow:
        """The row as it was written, or an empty one for a task added by hand."""
        for each in typed.ids:
            if each in self._plan.originals:
                return self._plan.originals[each]
        cell, objective = self._cell(typed, "row_id"), typed.text("objective")
        if typed.ids:
            self.findings.append(plan_id_unknown(cell, "、".join(typed.ids)))
        else:
            same = (key for key, row in lost.items() if row.objective == objective)
            self.findings.append(plan_row_added(cell, objective, next(same, "")))
        return PlanRow("", 0, source, "", "", objective)

    def _numbered(self, row: PlanRow, typed: _Typed) -> PlanRow:
        """A task keeps its number; what was added or split off takes the next free one."""
        first = self._first.setdefault(row.row_id, row) if row.row_id else None
        if first is row:
            return row
        self._counts[row.source] = self._counts.get(row.source, 0) + 1
        row = replace(row, number=self._counts[row.source])
        if first is not None and first.objective != row.objective:
            cell = self._cell(typed, "row_id")
            told = plan_row_split(cell, row.row_id, first.sheet_row or 0, row.number)
            self.findings.append(told)
        return row

    def _joined(self, row: PlanRow, typed: _Typed) -> PlanRow:
        """The row with the tasks of the other row numbers it names."""
        others = [self._plan.originals[e] for e in typed.ids[1:] if e in self._plan.originals]
        if not others or not row.row_id:
            return row
        told = plan_rows_merged(self._cell(typed, "row_id"), "、".join(typed.ids), row.number)
        self.findings.append(told)
        return replace(row, merged=tuple(each.extracted for each in others if each.extracted))

    def _units(self, typed: _Typed, name: str) -> tuple[Unit, ...]:
        text = typed.text(name)
        return self._resolve(text) if text and text != UNDECIDED_UNIT else ()

    def _decision(self, typed: _Typed, before: PlanRow) -> PlanDecision:
        text = typed.text("decision")
        try:
            return PlanDecision(text)
        except ValueError:
            choices = "、".join(filter(None, PlanDecision))
            cell = self._cell(typed, "decision")
            self.findings.append(plan_decision_unknown(cell, text, choices, before.number))
            return PlanDecision.OPEN

    def _deadline(self, typed: _Typed, before: PlanRow) -> StatedDate | None:
        """What was read, while neither cell was changed; else what the sheet says now."""
        on, is_fine = as_day(typed.cells.get("deadline_on"))
        if not is_fine:
            cell, written = self._cell(typed, "deadline_on"), typed.text("deadline_on")
            self.findings.append(plan_day_wrong(cell, written, before.number))
        text, (text_before, on_before) = typed.text("deadline_text"), before.due
        if (text, on) == (text_before, on_before):
            return before.completion_deadline
        if on and (not text or text == text_before):
            text = f"{on.year}年{on.month}月{on.day}日"
        return StatedDate(text, on) if text else None

    def _cell(self, typed: _Typed, name: str) -> str:
        return self._sheet.at(self._plan.cell(typed.sheet_row, name))


def _typed_rows(sheet: Sheet, head: Head) -> Iterator[_Typed]:
    for number, row in enumerate(sheet.rows[head.row :], head.row + 1):
        cells = {name: value_at(row, column) for name, column in head.columns.items()}
        if any(as_text(value) for value in cells.values()):
            yield _Typed(number, parts(as_text(cells["row_id"]), _IDS), cells)


def _quarters(typed: _Typed) -> tuple[str, str, str, str]:
    one, two, three, four = (typed.text(f"quarter_{number}") for number in (1, 2, 3, 4))
    return one, two, three, four
