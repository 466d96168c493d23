"""Every morning: what is late, what comes due, what waits for us, what has gone quiet.

States and colours are worked out on the day asked about; the ledger keeps none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from toolkit.ledger.models import LedgerEntry
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import EntryRow, entry_row, of_unit, with_tickets
from toolkit.ledger.steps import situation_of
from toolkit.life_cycle import LifeCycle, Phase, Standing, standing


class DueGroup(StrEnum):
    """Why an entry is listed; each entry stands in the first that fits."""

    OVERDUE = "overdue"
    SOON = "soon"
    CHECKING = "checking"
    QUIET = "quiet"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """The day, and what to narrow to (``""``: all).

    Limits up to ``soon`` are near; what was not updated since ``quiet_since`` has gone quiet. At
    most ``most`` rows are given of a group (``None``: all), the most urgent first.
    """

    today: date
    soon: date
    quiet_since: date
    unit: str = ""
    official: str = ""
    source: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class DueRow:
    """An entry and how it stands on the day; ``day`` is what its group goes by."""

    entry: EntryRow
    standing: Standing
    day: date | None


@dataclass(frozen=True, slots=True)
class DueList:
    """One group: how many there are, and the first rows of them."""

    group: DueGroup
    total: int
    rows: tuple[DueRow, ...]


def due_lists(ledger: Ledger, cycle: LifeCycle, asked: DueQuestion) -> tuple[DueList, ...]:
    """All five groups, in order, empty ones too."""
    owing = cycle.ids(Phase.OWING)
    late = _limits(owing, lt=asked.today)
    near = _limits(owing, gte=asked.today, lte=asked.soon)
    seen: set[int] = set()
    lists = []
    for group, wanted in (
        (DueGroup.OVERDUE, late),
        (DueGroup.SOON, near),
        (DueGroup.CHECKING, _checking(cycle)),
        (DueGroup.QUIET, (Q(state__in=owing, updated_on__lt=asked.quiet_since),)),
        (DueGroup.WAITING, (Q(state__in=cycle.ids(Phase.WAITING)),)),
    ):
        days = {pk: day for each in wanted for pk, day in _found(ledger, each, asked)}
        found = [(pk, day) for pk, day in days.items() if pk not in seen]
        seen.update(days)
        found.sort(key=lambda each: (each[1] is None, each[1], each[0]))
        rows = _rows(ledger, cycle, found[: asked.most], asked)
        lists.append(DueList(group, len(found), rows))
    return tuple(lists)


def _limits(states: Sequence[str], **within: date) -> tuple[Q, ...]:
    """Entries in ``states`` one of whose limits lies ``within``: a question, and an index, each."""
    halves = []
    for limit in ("report_by", "finish_by"):
        bounds = {f"{limit}__{name}": day for name, day in within.items()}
        halves.append(Q(state__in=states, **bounds))
    return tuple(halves)


def _checking(cycle: LifeCycle) -> tuple[Q, ...]:
    objected = Q(has_objection=True, state__in=cycle.ids(Phase.OWING))
    return Q(state__in=cycle.ids(Phase.CHECKING)), objected


def _found(ledger: Ledger, wanted: Q, asked: DueQuestion) -> list[tuple[int, date | None]]:
    """Key and most urgent day of every entry that fits."""
    rows: QuerySet[LedgerEntry] = ledger.entries.filter(wanted)
    if asked.unit:
        rows = rows.filter(of_unit(ledger, asked.unit))
    if asked.source:
        rows = rows.filter(
            Q(source__title__contains=asked.source)
            | Q(source__name__contains=asked.source)
            | Q(rule_source=asked.source)
        )
    names = ["pk", "report_by", "finish_by", "issuance_on", "state"]
    if asked.official:
        # a list kept as JSON: no index could help, and few entries are open
        rows = rows.only(*names[1:], "lead_officials")
        kept: Any = (row for row in rows if asked.official in row.lead_officials)
        return [(row.pk, _day(row.report_by, row.finish_by, row.issuance_on)) for row in kept]
    return [(pk, _day(*days)) for pk, *days in rows.values_list(*names[:4])]


def _day(report_by: date | None, finish_by: date | None, issuance: date | None) -> date | None:
    return min((day for day in (report_by, finish_by) if day), default=issuance)


def _rows(
    ledger: Ledger,
    cycle: LifeCycle,
    found: Sequence[tuple[int, date | None]],
    asked: DueQuestion,
) -> tuple[DueRow, ...]:
    entries = ledger.entries.with_source()
    entries = entries.prefetch_related("shares", with_tickets(ledger.alias))
    known: dict[int, LedgerEntry] = {}
    for start in range(0, len(found), 500):
        known.update(entries.in_bulk([pk for pk, _ in found[start : start + 500]]))
    rows = []
    for pk, day in found:
        seen = standing(cycle, situation_of(known[pk]), asked.today, asked.soon)
        rows.append(DueRow(entry_row(known[pk]), seen, seen.due_on or day))
    return tuple(rows)


def standings(
    ledger: Ledger, cycle: LifeCycle, numbers: Sequence[str], today: date, soon: date
) -> dict[str, Standing]:
    """How entries stand on a day, by register number."""
    rows = ledger.entries.filter(register_number__in=numbers)
    return {row.register_number: standing(cycle, situation_of(row), today, soon) for row in rows}
