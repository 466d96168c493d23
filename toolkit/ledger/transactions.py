"""The write transaction: one writer at a time, in the order of asking, faults in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from django.db import connections, transaction

from toolkit.ledger import events, faults, locks
from toolkit.ledger.configuration import BUSY_SECONDS
from toolkit.ledger.counting import NOTHING_CONFIRMED, Confirmed
from toolkit.ledger.models import ChainHead
from toolkit.ledger.opening import Ledger

WRITING_LOCK = ".写入.lock"


@contextmanager
def writing(
    ledger: Ledger,
    now: datetime | None = None,
    confirmed: Confirmed = NOTHING_CONFIRMED,
    *,
    kept: str = faults.NOT_CHANGED,
) -> Iterator[None]:
    """One write transaction, alone on any database; prepare all that can be before it.

    SQLite keeps no queue of writers: whoever waits asks again after ever longer pauses, and some
    wait for seconds while others pass. So they queue for a file first. With ``now`` the clock is
    looked at. Raises E4102 when the ledger stays locked, E4401 for the clock, E52xx for the disk;
    ``kept`` is what the message says of numbers.
    """
    with ExitStack() as held:
        held.enter_context(faults.translated(ledger.folder, kept))
        if connections[ledger.alias].vendor == "sqlite":
            turn = locks.alone(ledger.folder / WRITING_LOCK, seconds=BUSY_SECONDS)
            if not held.enter_context(turn):
                raise faults.busy(kept)
        held.enter_context(transaction.atomic(using=ledger.alias))
        # the chain's head first: whoever holds it writes alone, also on a server
        ChainHead.objects.using(ledger.alias).select_for_update().get(pk=1)
        if now is not None and not confirmed.clock:
            _check_clock(ledger.alias, now)
        yield


def _check_clock(alias: str, now: datetime) -> None:
    """Refuse to go on where the clock lies before the last event. Raises E4401."""
    last = events.last_event_at(alias)
    if last and now < last - timedelta(days=1):
        raise faults.clock_stepped_back(now, last)
