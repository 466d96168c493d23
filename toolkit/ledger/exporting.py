"""The 台账 line by line as an office keeps it: one line a task, tickets and reports beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from toolkit.ledger.models import EntryStep, LedgerEntry, TicketItem
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import EntryRow, entry_row, live_items, narrowed
from toolkit.ledger.steps import situation_of
from toolkit.life_cycle import LifeCycle, Standing, standing
from toolkit.model import TicketKind

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry with what stands beside it in the 台账.

    ``numbers`` are the live tickets by kind; ``issued_on`` is the day of the 交办单,
    ``reported_on`` that of the first report; ``progress`` the latest report; ``checker`` who
    struck it off.
    """

    entry: EntryRow
    standing: Standing
    source_kind: str
    matter: str
    persons: tuple[str, ...]
    numbers: dict[TicketKind, tuple[str, ...]]
    issued_on: date | None
    reported_on: date | None
    progress: str
    checker: str


def ledger_lines(
    ledger: Ledger,
    cycle: LifeCycle,
    today: date,
    soon: date,
    *,
    unit: str | None = None,
    state: str | None = None,
) -> Iterator[LedgerLine]:
    """Lines in the order of entry; ``state`` is Chinese (``ValueError`` if there is none such)."""
    rows = narrowed(ledger, unit=unit, state=state).prefetch_related("steps")
    for entry in rows.iterator(chunk_size=_AT_A_TIME):
        steps = sorted(entry.steps.all(), key=lambda step: step.pk)
        told = [step for step in steps if step.act in ("report", "apply")]
        items = live_items(entry)
        numbers = {kind: tuple(_numbers(items, kind)) for kind in TicketKind}
        assigned = [x.ticket for x in items if x.ticket.kind == TicketKind.ASSIGNMENT]
        yield LedgerLine(
            entry_row(entry),
            standing(cycle, situation_of(entry), today, soon),
            entry.rule_source,
            entry.extracted.get("heading", ""),
            tuple(entry.responsible_persons),
            numbers,
            assigned[0].issued_on if assigned else None,
            told[0].on if told else None,
            told[-1].text if told else "",
            _checker(entry, steps),
        )


def _numbers(items: Iterable[TicketItem], kind: TicketKind) -> Iterator[str]:
    return (f"{x.ticket.number}第{x.row}项" for x in items if x.ticket.kind == kind)


def _checker(entry: LedgerEntry, steps: list[EntryStep]) -> str:
    if entry.closed_on is None:
        return ""
    return next((step.who for step in reversed(steps) if step.act == "close"), "")
