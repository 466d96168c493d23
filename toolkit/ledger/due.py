"""Every morning: what is late, what comes due, what waits for us, what has gone quiet.

States and colours are worked out on the day asked about; the ledger keeps none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least

from toolkit.ledger.models import LedgerEntry
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import EntryRow, entry_row, for_rows, of_unit
from toolkit.ledger.steps import situation_of
from toolkit.life_cycle import LifeCycle, Phase, Situation, Standing, standing


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
    has_objection: bool = False


@dataclass(frozen=True, slots=True)
class DueList:
    """One group: how many there are, and the first rows of them."""

    group: DueGroup
    total: int
    rows: tuple[DueRow, ...]


def due_lists(ledger: Ledger, cycle: LifeCycle, asked: DueQuestion) -> tuple[DueList, ...]:
    """All five groups, in order, empty ones too.

    All that is looked through are open entries, in the index ``entry_by_state``.
    """
    groups = [When(wanted, then=Value(group.value)) for group, wanted in _groups(cycle, asked)]
    rows = _narrowed(ledger, cycle, asked).annotate(day=_DAY, group=Case(*groups)).order_by()
    totals = dict(rows.values_list("group").annotate(Count("pk")))
    first: dict[DueGroup, list[tuple[int, date | None]]] = {group: [] for group in DueGroup}
    for group in DueGroup:
        if group in totals:
            in_order = rows.filter(group=group).order_by(F("day").asc(nulls_last=True), "pk")
            first[group] = list(in_order.values_list("pk", "day")[: asked.most])
    known = _entries(ledger, [pk for found in first.values() for pk, _ in found])
    return tuple(
        DueList(
            group,
            totals.get(group, 0),
            tuple(_row(cycle, known[pk], day, asked) for pk, day in found),
        )
        for group, found in first.items()
    )


def _groups(cycle: LifeCycle, asked: DueQuestion) -> Iterator[tuple[DueGroup, Q]]:
    """What belongs to each group that does not belong to one before."""
    owing = Q(state__in=cycle.ids(Phase.OWING))
    today, soon = asked.today, asked.soon
    yield DueGroup.OVERDUE, owing & (Q(report_by__lt=today) | Q(finish_by__lt=today))
    near = Q(report_by__range=(today, soon)) | Q(finish_by__range=(today, soon))
    yield DueGroup.SOON, owing & near
    checking = Q(state__in=cycle.ids(Phase.CHECKING))
    yield DueGroup.CHECKING, checking | (owing & Q(has_objection=True))
    yield DueGroup.QUIET, owing & Q(updated_on__lt=asked.quiet_since)
    yield DueGroup.WAITING, Q(state__in=cycle.ids(Phase.WAITING))


# the most urgent of the limits; where there is none, the day to issue by
_DAY = Coalesce(Least("report_by", "finish_by"), "report_by", "finish_by", "issuance_on")


def _narrowed(ledger: Ledger, cycle: LifeCycle, asked: DueQuestion) -> QuerySet[LedgerEntry]:
    """The open entries asked about: few among many that are done."""
    is_open = [phase for phase in Phase if phase is not Phase.ENDED]
    rows = ledger.entries.filter(state__in=[s for phase in is_open for s in cycle.ids(phase)])
    if asked.source:
        rows = rows.filter(
            Q(source__title__contains=asked.source)
            | Q(source__name__contains=asked.source)
            | Q(rule_source=asked.source)
        )
    if asked.unit:
        # + 0: SQLite goes through the few open entries, not through all that the unit ever had
        known = of_unit(ledger, asked.unit)
        rows = rows.alias(key=F("pk") + 0).filter(key__in=known)
    if asked.official:
        # a list kept as JSON: no index could help
        kept = rows.values_list("pk", "lead_officials")
        rows = rows.filter(pk__in=[pk for pk, leads in kept if asked.official in leads])
    return rows


def _entries(ledger: Ledger, keys: Sequence[int]) -> dict[int, LedgerEntry]:
    entries = for_rows(ledger, ledger.entries)
    known: dict[int, LedgerEntry] = {}
    for start in range(0, len(keys), 500):
        known.update(entries.in_bulk(keys[start : start + 500]))
    return known


def _row(cycle: LifeCycle, entry: LedgerEntry, day: date | None, asked: DueQuestion) -> DueRow:
    seen = standing(cycle, situation_of(entry), asked.today, asked.soon)
    return DueRow(entry_row(entry), seen, seen.due_on or day, entry.has_objection)


def standings(
    ledger: Ledger, cycle: LifeCycle, numbers: Sequence[str], today: date, soon: date
) -> dict[str, Standing]:
    """How entries stand on a day, by register number."""
    rows = ledger.entries.filter(register_number__in=numbers)
    return {row.register_number: standing(cycle, situation_of(row), today, soon) for row in rows}


def standing_of(cycle: LifeCycle, row: EntryRow, today: date, soon: date) -> Standing:
    """How a row that was read stands on a day."""
    at = Situation(
        row.register_number,
        next(state.id for state in cycle.states if state.name == row.state),
        row.issuer,
        (),
        row.report_by,
        row.finish_by,
        row.entered_on,
        row.extensions,
    )
    return standing(cycle, at, today, soon)
