"""The write transaction: one writer at a time, in the order of asking, faults in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction
from django.db.models import Model

from toolkit.ledger import bulk, events, faults, locks, sql
from toolkit.ledger.configuration import BUSY_SECONDS
from toolkit.ledger.models import ChainHead
from toolkit.ledger.opening import Ledger

WRITING_LOCK = ".写入.lock"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the clerk confirmed: issue again, numbers lost with a backup, an odd clock."""

    again: bool = False
    restored: bool = False
    clock: bool = False


NOTHING_CONFIRMED = Confirmed()


@dataclass(frozen=True, slots=True)
class Transaction:
    """A write transaction under way, at the moment ``now``; ``head`` is the end of the chain."""

    alias: str
    now: datetime
    head: ChainHead
    _seen: dict[_Asked, list[tuple[Any, ...]]] = field(default_factory=dict)
    _events: list[tuple[Any, ...]] = field(default_factory=list)

    def rows(self, question: sql.Question) -> list[tuple[Any, ...]]:
        """What the statement gives; asked with the lock, it is known already, once."""
        known = self._seen.pop(_asked(question), None)
        return sql.rows(self.alias, *question) if known is None else known

    def keys(self, model: type[Model], count: int) -> Sequence[int]:
        """Primary keys for ``count`` new rows of ``model``, which are to be added next."""
        reserving = bulk.reserving(self.alias, model, count)
        if reserving is None:
            return bulk.free_keys(self.alias, model, count)
        return [key for (key,) in self.rows(reserving)]

    def tell(self, kind: str, subject: str, data: dict[str, Any]) -> None:
        """Add an event to the chain; all are written together at the end."""
        self._events.append(events.follow(self.head, kind, subject, data, self.now))

    def write_events(self) -> None:
        """The last thing before the commit."""
        if self._events:
            events.store(self.alias, self.head, self._events)
            self._events.clear()


_Asked = tuple[str, tuple[Any, ...]]


def _asked(question: sql.Question) -> _Asked:
    statement, values = question
    return statement, tuple(values)


@contextmanager
def writing(
    ledger: Ledger,
    now: datetime,
    confirmed: Confirmed | None = None,
    *,
    kept: str = faults.NOT_CHANGED,
    look: Sequence[sql.Question] = (),
    in_one_go: bool = False,
) -> Iterator[Transaction]:
    """One write transaction, alone on any database; prepare all that can be before it.

    SQLite keeps no queue of writers: whoever waits asks again after ever longer pauses, and some
    wait for seconds while others pass. So they queue for a file first. On a server every journey
    makes all others wait: ``look`` is asked in the one that gets the lock; with ``in_one_go`` what
    is changed goes together with the commit (:func:`sql.in_one_go`). Without ``confirmed`` the
    clock is not looked at. Raises E4102 when the ledger stays locked, E4401 for the clock, E52xx
    for the disk; ``kept`` is what the message says of numbers.
    """
    with ExitStack() as held:
        held.enter_context(faults.translated(ledger.folder, kept))
        if connections[ledger.alias].vendor == "sqlite":
            turn = locks.alone(ledger.folder / WRITING_LOCK, seconds=BUSY_SECONDS)
            if not held.enter_context(turn):
                raise faults.busy(kept)
        held.enter_context(transaction.atomic(using=ledger.alias))
        travelling = held.enter_context(sql.in_one_go(ledger.alias)) if in_one_go else None
        looks_at_clock = confirmed is not None and not confirmed.clock
        asked = [*look, events.LAST] if looks_at_clock else look
        # the chain's head first: whoever holds it writes alone, also on a server
        head, answers = events.lock_head(ledger.alias, asked)
        seen = {_asked(each): rows for each, rows in zip(asked, answers, strict=True)}
        under_way = Transaction(ledger.alias, now, head, seen)
        if looks_at_clock:
            _check_clock(under_way)
        yield under_way
        under_way.write_events()
        if travelling:
            travelling.commit()


def _check_clock(under_way: Transaction) -> None:
    """Refuse to go on where the clock lies before the last event. Raises E4401."""
    last = events.told_at(under_way.rows(events.LAST))
    if last and under_way.now < last - timedelta(days=1):
        raise faults.clock_stepped_back(under_way.now, last)
