"""``duban tick``: the day's work, done once however often and wherever it is run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from toolkit.errors import DubanError
from toolkit.follow_up.notifying import channel_of, message_of, send
from toolkit.follow_up.tracking import opened, working_day_after
from toolkit.issuing import render
from toolkit.ledger.notices import (
    GivenNotice,
    OpenLimit,
    claim,
    give_notices,
    open_limits,
    settle,
    unsettled,
)
from toolkit.ledger.store import Ledger, Recovery, recover
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.office.law import Law, law_of
from toolkit.office.settings import OfficeFolder
from toolkit.rules.calendar import Calendar
from toolkit.rules.notices import notice_reached
from toolkit.rules.provisions import in_force

STUCK = timedelta(minutes=30)  # sending takes seconds; longer ago, its program is no more


@dataclass(frozen=True, slots=True)
class Tick:
    """What one run did and found; ``notices`` are all of the day's, ``sent`` those of this run.

    ``doubtful`` were claimed by a run that died: nobody knows whether they went out.
    """

    on: date
    recovery: Recovery
    notices: tuple[GivenNotice, ...]
    sent: tuple[GivenNotice, ...]
    faults: tuple[DubanError, ...]
    doubtful: tuple[GivenNotice, ...]
    calendar: Calendar


def tick(office: OfficeFolder, today: date, *, now: datetime | None = None) -> Tick:
    """Finish what was interrupted, remind of what is near or late, send where the office wants it.

    Raises UsageError E0208 without a ledger, E4102 when it stays locked, E4401 for the clock.
    """
    now = now or datetime.now(UTC)
    law = law_of(office)
    with opened(office) as ledger:
        recovery = recover(ledger, render, now=now)
        limits = open_limits(ledger, load_life_cycle(), _horizon(law, today))
        wanted = [(limit, rung) for limit in limits if (rung := _rung(law, limit, today))]
        notices = give_notices(ledger, wanted, today, now=now)
        sent: dict[int, GivenNotice] = {}
        faults: list[DubanError] = []
        doubtful: dict[int, GivenNotice] = {}
        for address in dict.fromkeys(office.settings.notify.to):
            stuck = unsettled(ledger, channel_of(address), now - STUCK)
            doubtful |= {each.key: each for each in stuck}
            try:
                sent |= {each.key: each for each in _send(ledger, address, today)}
            except DubanError as fault:
                faults.append(fault)
    return Tick(
        today,
        recovery,
        notices,
        tuple(sent.values()),
        tuple(faults),
        tuple(doubtful.values()),
        law.calendar,
    )


def _horizon(law: Law, today: date) -> date:
    steps = in_force(law.regulation.provisions.reminder_step, today)
    notices = [-step.working_days for step in steps if step.action == "notice"]
    return working_day_after(law.calendar, today, max(notices, default=0))


def _rung(law: Law, limit: OpenLimit, today: date) -> str | None:
    steps = in_force(law.regulation.provisions.reminder_step, today)
    rung = notice_reached(steps, law.calendar, due=limit.due_on, today=today)
    return rung.id if rung else None


def _send(ledger: Ledger, address: str, today: date) -> tuple[GivenNotice, ...]:
    channel = channel_of(address)
    ours = claim(ledger, channel, today)
    if not ours:
        return ()
    try:
        send(address, message_of(ours))
    except DubanError:
        settle(ledger, channel, ours, sent=False)
        raise
    settle(ledger, channel, ours, sent=True)
    return ours
