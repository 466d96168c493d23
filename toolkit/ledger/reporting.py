"""What was given out in a period, and how each item stood on a day: for 通报 and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from toolkit.ledger.models import (
    Correction,
    EntryState,
    EntryStep,
    EntryUnit,
    LedgerEntry,
    TicketState,
)
from toolkit.ledger.opening import BEIJING, Ledger
from toolkit.ledger.steps import situation_of
from toolkit.life_cycle import LifeCycle, Limit, Phase, Situation, standing
from toolkit.model import TicketKind
from toolkit.papers.bulletin import DONE, OPEN, OVERDUE
from toolkit.tallies import ReportItem

NOT_COUNTED = (EntryState.VOID, EntryState.MERGED, EntryState.SPLIT)
_CHUNK = 300
_COUNTED = (
    *("register_number", "objective", "state", "rule_source", "completion_text", "issuer"),
    *("report_by", "finish_by", "entered_on", "extensions", "source__title", "source__name"),
)
_TOLD = ("entry", "act", "on", "text", "limit", "due_on", "before")


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
    for entry in _entries(ledger, on_tickets, asked):
        if entry.state in NOT_COUNTED:
            label = EntryState(entry.state).label
            left_out[label] = left_out.get(label, 0) + 1
        else:
            items.append(_item(cycle, entry, on_tickets[entry.pk], asked.as_of))
    return Reported(tuple(items), left_out)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands: the ticket's key, number and day, and the row on it."""

    ticket: int
    row: int
    number: str
    issued_on: date


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
) -> Iterator[LedgerEntry]:
    wanted = Q()
    if asked.unit:
        led = EntryUnit.objects.using(ledger.alias).filter(lead=True)
        named = led.filter(Q(name=asked.unit) | Q(text=asked.unit))
        wanted &= Q(pk__in=named.values("entry"))
    if asked.source:
        wanted &= Q(rule_source=asked.source) | Q(source__title__contains=asked.source)
    keys = sorted(on_tickets, key=lambda pk: (on_tickets[pk].ticket, on_tickets[pk].row, pk))
    leads = EntryUnit.objects.filter(lead=True).only("entry", "name", "position")
    moved = Correction.objects.filter(field="finish_by")
    # what was read and rendered is far more than what is counted
    rows = ledger.entries.filter(wanted).only(*_COUNTED)
    rows = rows.select_related("source").prefetch_related(
        Prefetch("shares", leads),
        Prefetch("steps", EntryStep.objects.only(*_TOLD)),
        Prefetch("corrections", moved),
    )
    for part in _chunks(keys):
        known = {entry.pk: entry for entry in rows.filter(pk__in=part)}
        yield from (known[pk] for pk in part if pk in known)


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _item(cycle: LifeCycle, entry: LedgerEntry, on: _Place, as_of: date) -> ReportItem:
    steps = _steps(entry)
    past = [step for step in steps if step.on <= as_of]
    at = situation_on(entry, steps, as_of)
    seen = standing(cycle, at, as_of, as_of)
    acts = {step.act for step in past}
    reports = [step for step in past if step.act in ("report", "apply")]
    leads = sorted(entry.shares.all(), key=lambda share: share.position)
    return ReportItem(
        register_number=entry.register_number,
        number=f"{on.number}第{on.row}项",
        objective=entry.objective,
        units=tuple(share.name for share in leads),
        source_id=entry.rule_source,
        source_title=entry.source.title or entry.source.name,
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


def _steps(entry: LedgerEntry) -> list[EntryStep]:
    """Everything done, oldest first; for a piece, what was done about the whole comes before."""
    steps: list[EntryStep] = []
    each: LedgerEntry | None = entry
    while each is not None:
        steps = [*sorted(each.steps.all(), key=lambda step: step.pk), *steps]
        each = each.split_from if each.split_from_id else None
    return steps


def _standing(cycle: LifeCycle, at: Situation, *, is_overdue: bool) -> str:
    if cycle.phase(at.state) is Phase.ENDED:
        return DONE
    return OVERDUE if is_overdue else OPEN


def situation_on(entry: LedgerEntry, steps: Sequence[EntryStep], day: date) -> Situation:
    """The entry as it stood at the end of ``day``: what was done later is undone, newest first.

    Every step keeps the state before it and the limit then in force, so nothing is guessed.
    """
    at = situation_of(entry)
    for step in reversed(steps):
        if step.on > day:
            at = replace(at, state=step.before, **_undone(step, at))
    changed = [each for each in entry.corrections.all() if each.field == "finish_by"]
    for correction in sorted(changed, key=lambda each: each.pk, reverse=True):
        if correction.at.astimezone(BEIJING).date() > day and correction.read_value:
            at = replace(at, finish_by=date.fromisoformat(correction.read_value))
    return at


def _undone(step: EntryStep, at: Situation) -> dict[str, Any]:
    if step.act == "extend":
        field = "finish_by" if step.limit == Limit.COMPLETION else "report_by"
        return {field: step.due_on, "extensions": at.extensions - 1}
    return {"report_by": step.due_on} if step.act in ("accept", "return") else {}
