"""更正、合并、拆分: what a clerk changes about a task itself; what was read stays beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from toolkit.errors import UsageError
from toolkit.ledger.counting import Counter
from toolkit.ledger.issuing import REGISTER
from toolkit.ledger.lookup import entries_numbered
from toolkit.ledger.models import EntryUnit, LedgerEntry
from toolkit.ledger.opening import Ledger
from toolkit.ledger.steps import StepOrder, StepRow, situation_of, step_row, write_step
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed, Transaction, writing
from toolkit.ledger.writing import numbering, raise_watermark
from toolkit.life_cycle import Actor, Given, LifeCycle, Side
from toolkit.model import TicketKind

Value = str | date | Sequence[str]
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
    value: Value,
    wish: Amendment,
    *,
    seen: Value | None = None,
) -> tuple[StepRow, ...]:
    """Put another value in ``field``: objective, finish_by or one of ``LISTS``.

    The value before is kept in a correction, and both stand in the step. ``seen`` is what the
    clerk had before her: where somebody changed it meanwhile, nothing is written.

    Raises UsageError E4511, E4512, E4521–E4524, E4530 where ``seen`` is no longer so.
    """
    with writing(ledger, wish.moment, wish.confirmed) as under_way:
        rows = []
        for name, entry in entries_numbered(ledger, number, items):
            before, after = _plain(getattr(entry, field)), _plain(value)
            if seen is not None and _plain(seen) != before:
                raise _changed_meanwhile(name, entry, field, _plain(seen), after)
            if before == after:
                continue
            setattr(entry, field, after if isinstance(after, list) else value)
            entry.corrections.create(
                field=field,
                read_value=before,
                corrected_value=after,
                who=wish.given.who[:60],
                at=wish.moment,
            )
            told = f"{_label(entry, field)}由“{_words(before)}”改为“{_words(after)}”"
            text = f"{wish.given.text}（{told}）" if wish.given.text else ""
            noted = replace(wish, given=replace(wish.given, text=text))
            rows.append(_step(under_way, cycle, "correct", name, entry, noted))
        return tuple(rows)


def _changed_meanwhile(
    name: str, entry: LedgerEntry, field: str, seen: Any, wanted: Any
) -> UsageError:
    last = entry.corrections.filter(field=field).order_by("pk").last()
    by = f"{last.who}改为" if last else "改为"
    return UsageError(
        "E4530",
        f"{name}的{_label(entry, field)}已由{by}“{_words(getattr(entry, field))}”，"
        f"不再是“{_words(seen)}”；您要改成“{_words(wanted)}”。没有改动台账。请商定后再改。",
    )


def _label(entry: LedgerEntry, field: str) -> str:
    return str(entry._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def _words(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(_plain(value) or "（空）")


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
    piece.assigned_on = None  # it stands on the paper of the whole
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


def _plain(value: Value | None) -> Any:
    """As JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str) else list(value)
