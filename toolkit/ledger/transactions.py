"""The write transaction: one writer at a time, in the order of asking, faults in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction

from toolkit.ledger import events, faults, locks
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
    _events: list[tuple[Any, ...]] = field(default_factory=list)

    def tell(self, kind: str, subject: str, data: dict[str, Any]) -> None:
        """Add an event to the chain; all are written together at the end."""
        self._events.append(events.follow(self.head, kind, subject, data, self.now))

    def write_events(self) -> None:
        """The last thing before the commit."""
        if self._events:
            events.store(self.alias, self.head, self._events)


@contextmanager
def writing(
    ledger: Ledger,
    now: datetime,
    confirmed: Confirmed | None = None,
    *,
    kept: str = faults.NOT_CHANGED,
) -> Iterator[Transaction]:
    """One write transaction, alone on any database; prepare all that can be before it.

    SQLite keeps no queue of writers: whoever waits asks again after ever longer pauses, and some
    wait for seconds while others pass. So they queue for a file first. Without ``confirmed`` the
    clock is not looked at. Raises E4102 when the ledger stays locked, E4401 for the clock, E52xx
    for the disk; ``kept`` is what the message says of numbers.
    """
    with ExitStack() as held:
        held.enter_context(faults.translated(ledger.folder, kept))
        if confirmed is not None and not confirmed.clock:
            _check_clock(ledger.alias, now)
        if connections[ledger.alias].vendor == "sqlite":
            turn = locks.alone(ledger.folder / WRITING_LOCK, seconds=BUSY_SECONDS)
            if not held.enter_context(turn):
                raise faults.busy(kept)
        held.enter_context(transaction.atomic(using=ledger.alias))
        # the chain's head first: whoever holds it writes alone, also on a server
        under_way = Transaction(ledger.alias, now, events.locked_head(ledger.alias))
        yield under_way
        under_way.write_events()


def _check_clock(alias: str, now: datetime) -> None:
    """Refuse to go on where the clock lies before the last event. Raises E4401."""
    last = events.last_event_at(alias)
    if last and now < last - timedelta(days=1):
        raise faults.clock_stepped_back(now, last)
