"""From a plan that people decided over to tickets without number; nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from toolkit.corrections import Corrections
from toolkit.errors import InputError, ReviewError
from toolkit.findings import DAY_IMPOSSIBLE, plan_row_repeated, plan_row_revised
from toolkit.issuing import earlier_version, tasks_before
from toolkit.ledger.models import EntryState
from toolkit.ledger.store import FieldCorrection
from toolkit.model import ExtractedTask, Extraction, Finding, Severity, SourceDocument, Ticket
from toolkit.office.settings import OfficeFolder
from toolkit.pipeline import Given, Preparation, prepare_read
from toolkit.plan import Plan, PlanDecision, PlanRow, PlanSource
from toolkit.wording import unit_names

_Said = TypeVar("_Said")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """A plan ready to be issued; nothing of it has a number.

    ``parts`` hold one preparation for each document with rows to issue or leave out, ``edits``
    what the clerk changed in its tasks. ``done`` are the rows that stand on a ticket already, with
    the ticket's number. ``findings`` are about cells of the plan. ``identity`` is the same as long
    as the plan says the same.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    parts: tuple[Preparation, ...]
    edits: tuple[tuple[FieldCorrection, ...], ...]
    done: Mapping[str, str]
    identity: str

    @property
    def tickets(self) -> tuple[Ticket, ...]:
        """All tickets in the order in which they get their numbers."""
        return tuple(ticket for part in self.parts for ticket in part.tickets)

    @property
    def left_out(self) -> int:
        """How many rows would now be entered as 不交办."""
        return sum(len(part.skipped) for part in self.parts)

    @property
    def decisions(self) -> Counter[PlanDecision]:
        """How many rows have which decision."""
        return Counter(row.decision for row in self.plan.rows)

    @property
    def by_unit(self) -> dict[str, tuple[int, int]]:
        """Lead unit → how many tasks and tickets it gets; most tickets first."""
        tasks, tickets = Counter[str](), Counter[str]()
        for ticket in self.tickets:
            tickets.update(ticket.units)
            for task in ticket.tasks:
                tasks.update(unit_names(task.extracted.lead_units))
        return {unit: (tasks[unit], count) for unit, count in tickets.most_common()}

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What must be settled before anything is issued."""
        cells = [each for each in self.findings if each.severity is Severity.ERROR]
        held = [why for part in self.parts for _, why in part.held_back]
        return (*cells, *(each for part in self.parts for each in part.blocking), *held)


def prepare_batch(
    plan: Plan,
    findings: tuple[Finding, ...],
    office: OfficeFolder,
    *,
    issued_on: date,
    sources: Mapping[str, str] = NOTHING,
    days: Mapping[str, date] = NOTHING,
    again: bool = False,
) -> PreparedBatch:
    """What issuing the plan would do. ``sources`` and ``days`` say, by a document's name (``""``:
    of every other), what kind of source it is and of which day, where it does not say so itself.
    ``again``: tasks that an earlier version of their document has on a ticket get another.

    Raises InputError E3651 for a plan without rows, or what keeps its rows from being read.
    """
    if not plan.rows:
        for wrong in (each for each in findings if each.severity is Severity.ERROR):
            raise InputError(wrong.code, f"{wrong.message}没有编号。")
        raise InputError("E3651", f"{plan.file}中没有任务，没有编号。请核对是否选错了文件。")
    parts, edits, found = [], [], list(findings)
    done: dict[str, str] = {}
    for document in plan.sources:
        known = tasks_before(document.sha256, office)
        tickets = {task.number: task.tickets[0] for task in known if task.tickets}
        out = {task.number for task in known if task.state == EntryState.LEFT_OUT.label}
        rows = [row for row in plan.rows_of(document.sha256) if row.decision in _ENTERED]
        done.update((_name(row), tickets[row.number]) for row in rows if row.number in tickets)
        left = [
            row
            for row in rows
            if row.number not in tickets
            and not (row.decision is PlanDecision.SKIP and row.number in out)
        ]
        if left:
            source = _said_of(sources, document.name)
            on = _said_of(days, document.name) or document.adopted_on
            given = Given(source, on, issued_on, None, None)
            parts.append(_prepared(plan, document, left, office, given))
            edits.append(tuple(each for row in left for each in _edits(row)))
            found += [] if again else _issued_before(plan, left, parts[-1].extraction, office)
    return PreparedBatch(plan, tuple(found), tuple(parts), tuple(edits), done, identity_of(plan))


_ENTERED = (PlanDecision.ISSUE, PlanDecision.SKIP)


def _issued_before(
    plan: Plan, rows: list[PlanRow], extraction: Extraction, office: OfficeFolder
) -> Iterator[Finding]:
    """Rows to be issued that stand on a ticket already, from an earlier version of the document."""
    version = earlier_version(extraction, rows[0].source, office)
    if version is None:
        return
    for row in rows:
        cell = plan.at(row, "decision")
        for tell, known in (
            (plan_row_repeated, version.revision.same),
            (plan_row_revised, version.revision.changed),
        ):
            task = known.get(row.number)
            if task and task.tickets and row.decision is PlanDecision.ISSUE:
                yield tell(cell, version.name, task.tickets, row.number)


def _said_of(said: Mapping[str, _Said], name: str) -> _Said | None:
    return said.get(name, said.get(Path(name).stem, said.get("")))


def _name(row: PlanRow) -> str:
    return f"{row.source} {row.number}"


def _prepared(
    plan: Plan, source: PlanSource, rows: list[PlanRow], office: OfficeFolder, given: Given
) -> Preparation:
    read = (row.extracted for row in plan.originals.values() if row.source == source.sha256)
    extraction = Extraction(source.facts, tuple(task for task in read if task is not None))
    wanted = replace(extraction, tasks=tuple(_decided(row) for row in rows))
    skipped = frozenset(row.number for row in rows if row.decision is PlanDecision.SKIP)
    # the plan is all there is: the document itself may lie elsewhere by now
    document = SourceDocument(source.name, source.sha256, "plan", ())
    return prepare_read(document, extraction, wanted, office, given, Corrections(skipped=skipped))


def _decided(row: PlanRow) -> ExtractedTask:
    """The row as a task. Doubts of the reading were settled by whoever decided over the row,
    except for a day that does not exist and still stands there."""
    task, read = row.task, row.extracted
    same_day = read is not None and read.completion_deadline == task.completion_deadline
    kept = tuple(each for each in task.findings if each.code == DAY_IMPOSSIBLE and same_day)
    return replace(task, findings=kept) if kept != task.findings else task


def _edits(row: PlanRow) -> Iterator[FieldCorrection]:
    """What the row says otherwise than the document, field by field."""
    if row.extracted is None or row.number != row.extracted.number:
        return
    before, after = _plain(row.extracted), _plain(row)
    for field, value in after.items():
        if value != before[field]:
            yield FieldCorrection(row.number, field, before[field], value)
    if row.decision is PlanDecision.SKIP:
        yield FieldCorrection(row.number, "left_out", False, True)


def _plain(task: ExtractedTask | PlanRow) -> dict[str, Any]:
    """What people decide over, in the document's words or the sheet's."""
    due = task.completion_deadline
    return {
        "objective": task.objective,
        "lead_units": list(unit_names(task.lead_units)),
        "supporting_units": list(unit_names(task.supporting_units)),
        "lead_officials": list(task.lead_officials),
        "targets": list(task.targets),
        "completion_deadline": [due.text, due.on.isoformat() if due.on else None] if due else None,
    }


def identity_of(plan: Plan) -> str:
    """64 hex characters that stay the same as long as the rows to be issued say the same."""
    rows = [
        [row.source, row.number, _plain(row)]
        for row in plan.rows
        if row.decision is PlanDecision.ISSUE
    ]
    told = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def refuse_unsettled(prepared: PreparedBatch) -> None:
    """Stop before the question. Raises ReviewError with the first thing to be settled."""
    if prepared.blocking:
        first, *more = prepared.blocking
        others = f"另有{len(more)}处，见上面“请核对”。" if more else ""
        raise ReviewError(first.code, f"{first.message}{others}没有编号，没有写文件。")
    undecided = [part.document.name for part in prepared.parts if part.undecided]
    if undecided:
        raise ReviewError(
            "E2410",
            f"“{undecided[0]}”的来源类别或日期没有确定，没有编号，没有写文件。"
            f"请用 --source {undecided[0]}=类别、--on {undecided[0]}=日期 写明，"
            "或在计划里把它的任务改为“暂缓”。",
        )
    if not prepared.tickets and not prepared.done:
        raise ReviewError(
            "E2411", "计划中没有“处理意见”为“出单”的任务，没有编号。请在 Excel 里填写后再运行。"
        )
