"""What was given out in a period, and how each item stood on a day: for 通报 and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q

from toolkit.ledger.models import (
    Correction,
    EntryState,
    EntryStep,
    EntryUnit,
    LedgerEntry,
    TicketState,
)
from toolkit.ledger.opening import BEIJING, Ledger
from toolkit.life_cycle import LifeCycle, Limit, Phase, Situation, standing
from toolkit.model import TicketKind
from toolkit.papers.bulletin import DONE, OPEN, OVERDUE
from toolkit.tallies import ReportItem

NOT_COUNTED = (EntryState.VOID, EntryState.MERGED, EntryState.SPLIT)
_CHUNK = 2000  # parameters of one question; SQLite takes 32766


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """Tasks whose 交办单 is of ``start`` to ``end``, as they stood at the end of ``as_of``.

    ``unit`` is a lead unit, ``source`` an id of the regulation or words of the document's title.
    """

    start: date
    end: date
    as_of: date
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """The items in the order of their tickets; what is void, merged or split is only counted."""

    items: tuple[ReportItem, ...]
    left_out: dict[str, int]


def report_items(ledger: Ledger, cycle: LifeCycle, asked: ReportQuestion) -> Reported:
    """All items that fit. A piece of a split task stands where the whole stood on the ticket."""
    on_tickets = _assigned(ledger, asked)
    left_out: dict[str, int] = {}
    items = []
    for known in _entries(ledger, on_tickets, asked):
        if known.entry.state in NOT_COUNTED:
            label = EntryState(known.entry.state).label
            left_out[label] = left_out.get(label, 0) + 1
        else:
            items.append(_item(cycle, known, on_tickets[known.entry.pk], asked.as_of))
    return Reported(tuple(items), left_out)


class _Place(NamedTuple):
    """Where an entry stands: the ticket's key, the row, the ticket's number and day."""

    ticket: int
    row: int
    number: str
    issued_on: date


class _Step(NamedTuple):
    """What a report needs of a step; names are the columns'."""

    act: str
    on: date
    text: str
    limit: str
    due_on: date | None
    before: str


class _Entry(NamedTuple):
    """What a report needs of an entry; names are the columns'."""

    pk: int
    register_number: str
    objective: str
    state: str
    rule_source: str
    completion_text: str
    issuer: str
    report_by: date | None
    finish_by: date | None
    entered_on: date
    extensions: int
    source__title: str
    source__name: str
    split_from_id: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry with its lead units, steps (a piece: those of the whole first) and changes of the
    completion day, oldest first."""

    entry: _Entry
    leads: list[str]
    steps: list[_Step]
    moved: list[tuple[datetime, str | None]]


def _assigned(ledger: Ledger, asked: ReportQuestion) -> dict[int, _Place]:
    """The first live 交办单 row of every entry given out in the period, pieces included."""
    rows = ledger.items.filter(
        ticket__kind=TicketKind.ASSIGNMENT, ticket__issued_on__range=(asked.start, asked.end)
    )
    rows = rows.exclude(ticket__state=TicketState.VOID).order_by("ticket_id", "row")
    found: dict[int, _Place] = {}
    names = ("entry_id", "ticket_id", "row", "ticket__number", "ticket__issued_on")
    for entry, ticket, row, number, day in rows.values_list(*names):
        found.setdefault(entry, _Place(ticket, row, number, day))
    wholes = list(found)
    while wholes:  # pieces may have been split again
        pieces: list[int] = []
        for part in _chunks(wholes):
            cut = ledger.entries.filter(split_from__in=part)
            for pk, whole in cut.values_list("pk", "split_from"):
                if pk not in found and whole is not None:
                    found[pk] = found[whole]
                    pieces.append(pk)
        wholes = pieces
    return found


def _entries(
    ledger: Ledger, on_tickets: dict[int, _Place], asked: ReportQuestion
) -> Iterator[_Known]:
    """The entries in the order of their places. Rows of columns: whole records take ten times as
    long to make, and a month of a large ledger has thousands."""
    wanted = Q()
    if asked.unit:
        leads = EntryUnit.objects.using(ledger.alias).filter(lead=True)
        named = leads.filter(Q(name=asked.unit) | Q(text=asked.unit))
        wanted &= Q(pk__in=named.values("entry"))
    if asked.source:
        wanted &= Q(rule_source=asked.source) | Q(source__title__contains=asked.source)
    keys = sorted(on_tickets, key=lambda pk: (on_tickets[pk].ticket, on_tickets[pk].row, pk))
    for part in _chunks(keys):
        rows = ledger.entries.filter(wanted, pk__in=part).values_list(*_Entry._fields)
        known = {row[0]: _Known(_Entry._make(row), [], [], []) for row in rows}
        _attach(ledger.alias, known)
        yield from (known[pk] for pk in part if pk in known)


def _attach(alias: str, known: dict[int, _Known]) -> None:
    shares = EntryUnit.objects.using(alias).filter(entry__in=list(known), lead=True)
    for pk, name in shares.order_by("position").values_list("entry_id", "name"):
        known[pk].leads.append(name)
    steps = EntryStep.objects.using(alias).filter(entry__in=list(known)).order_by("pk")
    for each in known.values():
        each.steps.extend(_before(alias, each.entry.split_from_id))
    for pk, *step in steps.values_list("entry_id", *_Step._fields):
        known[pk].steps.append(_Step._make(step))
    moved = Correction.objects.using(alias).filter(entry__in=list(known), field="finish_by")
    for pk, at, read in moved.order_by("pk").values_list("entry_id", "at", "read_value"):
        known[pk].moved.append((at, read))


def _before(alias: str, whole: int | None) -> list[_Step]:
    """What was done about the whole that a piece was cut from, oldest first."""
    steps: list[_Step] = []
    while whole is not None:
        rows = EntryStep.objects.using(alias).filter(entry=whole).order_by("pk")
        steps = [*map(_Step._make, rows.values_list(*_Step._fields)), *steps]
        # whoever sees the piece may know what was done about the whole
        cut = LedgerEntry._base_manager.using(alias).filter(pk=whole)
        whole = cut.values_list("split_from", flat=True).get()
    return steps


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _item(cycle: LifeCycle, known: _Known, on: _Place, as_of: date) -> ReportItem:
    entry = known.entry
    past = [step for step in known.steps if step.on <= as_of]
    at = _situation_on(known, as_of)
    seen = standing(cycle, at, as_of, as_of)
    acts = {step.act for step in past}
    reports = [step for step in past if step.act in ("report", "apply")]
    return ReportItem(
        register_number=entry.register_number,
        number=f"{on.number}第{on.row}项",
        objective=entry.objective,
        units=tuple(known.leads),
        source_id=entry.rule_source,
        source_title=entry.source__title or entry.source__name,
        assigned_on=on.issued_on,
        completion=entry.completion_text or "原文未明确",
        standing=_standing(cycle, at, is_overdue=seen.is_overdue),
        state=seen.state,
        progress=reports[-1].text if reports else "",
        is_late_report=any(step.due_on and step.on > step.due_on for step in reports),
        is_returned="return" in acts,
        is_extended="extend" in acts,
        is_reminded="remind" in acts,
        is_supervised="supervise" in acts,
    )


def _standing(cycle: LifeCycle, at: Situation, *, is_overdue: bool) -> str:
    if cycle.phase(at.state) is Phase.ENDED:
        return DONE
    return OVERDUE if is_overdue else OPEN


def _situation_on(known: _Known, day: date) -> Situation:
    """The entry as it stood at the end of ``day``: what was done later is undone, newest first.

    Every step keeps the state before it and the limit then in force, so nothing is guessed.
    """
    entry = known.entry
    at = Situation(
        number=entry.register_number,
        state=entry.state,
        issuer=entry.issuer,
        units=(),
        report_by=entry.report_by,
        finish_by=entry.finish_by,
        entered_on=entry.entered_on,
        extensions=entry.extensions,
    )
    for step in reversed(known.steps):
        if step.on > day:
            at = replace(at, state=step.before, **_undone(step, at))
    for changed_at, read in reversed(known.moved):
        if changed_at.astimezone(BEIJING).date() > day and read:
            at = replace(at, finish_by=date.fromisoformat(read))
    return at


def _undone(step: _Step, at: Situation) -> dict[str, Any]:
    if step.act == "extend":
        field = "finish_by" if step.limit == Limit.COMPLETION else "report_by"
        return {field: step.due_on, "extensions": at.extensions - 1}
    return {"report_by": step.due_on} if step.act in ("accept", "return") else {}
