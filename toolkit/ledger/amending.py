"""更正、合并、拆分: what a clerk changes about a task itself; what was read stays beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from toolkit.errors import UsageError
from toolkit.ledger.counting import Counter
from toolkit.ledger.entries import correct
from toolkit.ledger.issuing import REGISTER
from toolkit.ledger.lookup import entries_numbered
from toolkit.ledger.models import EntryUnit, LedgerEntry
from toolkit.ledger.opening import Ledger
from toolkit.ledger.steps import StepOrder, StepRow, situation_of, step_row, write_step
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed, Transaction, writing
from toolkit.ledger.writing import numbering, raise_watermark
from toolkit.life_cycle import Actor, Given, LifeCycle, Side
from toolkit.model import TicketKind

LISTS = ("lead_officials", "responsible_persons")


@dataclass(frozen=True, slots=True)
class Amendment:
    """Who amends, on which day, and everything else that a step needs."""

    given: Given
    today: date
    recorded_by: str = ""
    confirmed: Confirmed = NOTHING_CONFIRMED
    now: datetime | None = None

    @property
    def moment(self) -> datetime:
        return self.now or datetime.now(UTC)


def correct_entries(
    ledger: Ledger,
    cycle: LifeCycle,
    number: str,
    items: Collection[int],
    field: str,
    value: str | date | Sequence[str],
    wish: Amendment,
) -> tuple[StepRow, ...]:
    """Put another value in ``field``: objective, finish_by or one of ``LISTS``.

    The value before is kept in a correction.

    Raises UsageError E4511, E4512, E4521–E4524.
    """
    with writing(ledger, wish.moment, wish.confirmed) as under_way:
        rows = []
        for name, entry in entries_numbered(ledger, number, items):
            before = getattr(entry, field)
            after = list(value) if not isinstance(value, str | date) else value
            setattr(entry, field, after)
            if correct(entry, field, _plain(before), _plain(after), wish.given.who, wish.moment):
                rows.append(_step(under_way, cycle, "correct", name, entry, wish))
        return tuple(rows)


def merge_entries(
    ledger: Ledger, cycle: LifeCycle, number: str, into: str, wish: Amendment
) -> tuple[StepRow, ...]:
    """Join the entries of ``number`` to the one entry of ``into``; both keep their histories.

    Raises UsageError E4511, E4512, E4521–E4524, E4527 when ``into`` is not one other entry.
    """
    with writing(ledger, wish.moment, wish.confirmed) as under_way:
        targets = entries_numbered(ledger, into)
        joined = entries_numbered(ledger, number)
        if len(targets) != 1 or targets[0][1].pk in [entry.pk for _, entry in joined]:
            raise UsageError(
                "E4527", f"“{into}”不是另外的一项，不能并入。请写一项的台账号。没有改动台账。"
            )
        name, target = targets[0]
        rows = []
        for each, entry in joined:
            entry.merged_into = target
            rows.append(_step(under_way, cycle, "merge", each, entry, wish))
        rows.append(_step(under_way, cycle, "absorb", name, target, wish))
        return tuple(rows)


def split_entry(
    ledger: Ledger, cycle: LifeCycle, number: str, objectives: Sequence[str], wish: Amendment
) -> tuple[str, ...]:
    """Open an entry for each of ``objectives`` in the place of one; returns their 台账号.

    They inherit source, units, days and state; the one that was split keeps its history and its
    place on its ticket. Raises UsageError E4511, E4512, E4521–E4524, E4528, and E4301.
    """
    if len(objectives) < 2:
        raise UsageError("E4528", "拆分至少要写两项目标任务（--into 写两次）。没有改动台账。")
    with numbering(ledger) as mark:
        with writing(ledger, wish.moment, wish.confirmed) as under_way:
            meant = entries_numbered(ledger, number)
            if len(meant) != 1:
                raise UsageError(
                    "E4528", f"“{number}”有{len(meant)}项，请写要拆分的一项的台账号。没有改动台账。"
                )
            name, entry = meant[0]
            state = entry.state
            _step(under_way, cycle, "split", name, entry, wish)
            counter = Counter(under_way, mark, wish.confirmed, wish.today)
            pieces = [
                _piece(counter, entry, state, text, n) for n, text in enumerate(objectives, start=1)
            ]
        raise_watermark(ledger)
    return tuple(pieces)


def _piece(counter: Counter, whole: LedgerEntry, state: str, objective: str, n: int) -> str:
    taken = counter.take(REGISTER, TicketKind.ASSIGNMENT, whole.issuer)
    shares = list(whole.shares.all())
    piece = LedgerEntry.objects.using(counter.alias).get(pk=whole.pk)
    piece.pk = None
    piece.register_number = taken.number
    piece.item_key = hashlib.sha256(f"{whole.item_key} {n} {objective}".encode()).hexdigest()
    piece.objective = objective
    piece.state = state
    piece.split_from = whole
    piece.entered_on = whole.entered_on
    piece.save(using=counter.alias, force_insert=True)
    EntryUnit.objects.using(counter.alias).bulk_create(
        EntryUnit(
            entry=piece, lead=each.lead, position=each.position, name=each.name, text=each.text
        )
        for each in shares
    )
    told = {"split_from": whole.register_number, "objective": objective, "state": state}
    counter.under_way.tell("entered", taken.number, told)
    return taken.number


def _step(
    under_way: Transaction,
    cycle: LifeCycle,
    act: str,
    name: str,
    entry: LedgerEntry,
    wish: Amendment,
) -> StepRow:
    actor = Actor(Side.ISSUING_BODY, entry.issuer)
    after = cycle.after(act, situation_of(entry, name), wish.given, actor, today=wish.today)
    order = StepOrder(act, wish.given, recorded_by=wish.recorded_by)
    step = write_step(under_way, entry, order, actor, after, act)
    return step_row(step, name, fresh=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
