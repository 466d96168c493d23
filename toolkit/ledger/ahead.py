"""Papers made while their numbers are still being written down.

The disk is what many papers wait for, the processor what their rows do: so both go on at once.
Until the numbers are committed a paper lies under a hidden name beside its place, safe on the disk
and nothing to anybody. A process that dies before the commit leaves no number and some leftovers,
which are swept up; one that dies after it leaves tickets as any press does, to be written anew
from what the ledger keeps.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from toolkit.durable import KEPT, beside, put_in_place
from toolkit.ledger import faults
from toolkit.ledger.opening import Ledger
from toolkit.ledger.writing import Order, Press, Printed, Waiting, confirm


@dataclass(slots=True)
class PaperRun:
    """What a press makes ahead; nothing where it cannot."""

    press: Press
    _asides: list[Path] = field(default_factory=list)
    _printed: Generator[list[Printed], None, None] | None = None

    def begin(self, orders: Iterable[Order]) -> None:
        """Draw all orders, and have their papers made from the first on, beside their places."""
        if self.press.begin is None:
            deque(orders, maxlen=0)
        else:
            self._printed = self.press.begin(self._aside(orders))

    def _aside(self, orders: Iterable[Order]) -> Iterator[Order]:
        for template, context, place in orders:
            aside = beside(place)
            self._asides.append(aside)
            yield template, context, aside

    def put_in_place(
        self, ledger: Ledger, tickets: Sequence[Waiting], now: datetime
    ) -> Iterator[str]:
        """Give the papers of the tickets, which are committed by now and in the order in which
        the papers were ordered, their places; the numbers of those that are issued by it.

        What could not be made or placed is pending still, and its reason found when it is tried
        again.
        """
        made = zip(tickets, self._asides, chain.from_iterable(self._printed or ()), strict=False)
        while group := list(islice(made, self.press.at_once)):
            ready = [(each, aside, told) for each, aside, told in group if isinstance(told, str)]
            wrong = put_in_place((aside, ledger.folder / each.file) for each, aside, _ in ready)
            with faults.translated(ledger.folder, KEPT):
                issued = [
                    (each, sha256)
                    for (each, _, sha256), fault in zip(ready, wrong, strict=True)
                    if fault is None
                ]
                confirm(ledger, issued, now)
            yield from (each.number for each, _ in issued)

    def end(self) -> None:
        """Make no more."""
        if self._printed is not None:
            self._printed.close()


@contextmanager
def ahead_of_commit(press: Press) -> Iterator[PaperRun]:
    """Papers of ``press`` for numbers that are about to be committed; ended whatever happens."""
    run = PaperRun(press)
    try:
        yield run
    finally:
        run.end()
