"""Reminders: each given once for a limit, and sent once, by whichever machine comes first.

A reminder is claimed in a transaction before it is sent. What was claimed and never finished is
told, not sent again: nobody knows whether it went out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from toolkit.ledger.models import Delivery, Notice
from toolkit.ledger.opening import Ledger
from toolkit.ledger.queries import live_items, with_tickets
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed, writing
from toolkit.life_cycle import LifeCycle, Limit, Phase

FIELDS = {Limit.FEEDBACK: "report_by", Limit.COMPLETION: "finish_by"}
_CHUNK = 300  # parameters of one question; SQLite takes a limited number


@dataclass(frozen=True, slots=True)
class OpenLimit:
    """A day by which an entry owes something; ``key`` is the entry's in the database."""

    key: int
    register_number: str
    limit: Limit
    due_on: date


@dataclass(frozen=True, slots=True)
class GivenNotice:
    """A reminder: the number (of the ticket with its row), the day, why it was given.

    ``rung`` is a step of the regulation or ``overdue``. ``fresh``: by this very call. ``key`` is
    the reminder's own in the database.
    """

    key: int
    register_number: str
    number: str
    issuer: str
    units: tuple[str, ...]
    limit: Limit
    due_on: date
    rung: str
    given_on: date
    fresh: bool = False


def open_limits(ledger: Ledger, cycle: LifeCycle, until: date) -> tuple[OpenLimit, ...]:
    """Every limit up to ``until`` of an entry that owes an answer, the oldest first."""
    owing = cycle.ids(Phase.OWING)
    found = []
    for limit, field in FIELDS.items():
        rows = ledger.entries.filter(**{"state__in": owing, f"{field}__lte": until})
        names = rows.values_list("pk", "register_number", field)
        found += [OpenLimit(key, number, limit, day) for key, number, day in names]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.key)))


def give_notices(
    ledger: Ledger,
    wanted: Sequence[tuple[OpenLimit, str]],
    today: date,
    *,
    confirmed: Confirmed = NOTHING_CONFIRMED,
    now: datetime | None = None,
) -> tuple[GivenNotice, ...]:
    """Write down each reminder (limit and rung) that was not given before; all of today's.

    Raises E4102 when the ledger stays locked, E4401 for the clock.
    """
    now = now or datetime.now(UTC)
    with writing(ledger, now, confirmed) as under_way:
        known = _known(ledger, {limit.key for limit, _ in wanted})
        new = {
            (each.key, each.limit.value, each.due_on, rung): each.register_number
            for each, rung in wanted
            if (each.key, each.limit.value, each.due_on, rung) not in known
        }
        made = Notice.objects.using(ledger.alias).bulk_create(
            Notice(entry_id=key, limit=limit, due_on=due, rung=rung, given_on=today, given_at=now)
            for key, limit, due, rung in new
        )
        if new:
            told = [
                [number, limit, due.isoformat(), rung]
                for (_, limit, due, rung), number in new.items()
            ]
            under_way.tell("noticed", today.isoformat(), {"given": told})
        fresh = {notice.pk for notice in made}
        rows = Notice.objects.using(ledger.alias).filter(given_on=today)
        return tuple(_given(row, fresh=row.pk in fresh) for row in _with_entries(rows))


def _known(ledger: Ledger, keys: Collection[int]) -> set[tuple[Any, ...]]:
    found: set[tuple[Any, ...]] = set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        rows = Notice.objects.using(ledger.alias).filter(entry__in=ordered[start : start + _CHUNK])
        found.update(rows.values_list("entry", "limit", "due_on", "rung"))
    return found


def _with_entries(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    rows = rows.select_related("entry").order_by("due_on", "pk")
    return rows.prefetch_related("entry__shares", with_tickets(rows.db, "entry__items"))


def _given(row: Notice, *, fresh: bool = False) -> GivenNotice:
    entry = row.entry
    items = live_items(entry)
    named = f"{items[0].ticket.number}第{items[0].row}项" if items else entry.register_number
    shares = sorted(entry.shares.all(), key=lambda share: share.position)
    return GivenNotice(
        row.pk,
        entry.register_number,
        named,
        entry.issuer,
        tuple(share.name for share in shares if share.lead),
        Limit(row.limit),
        row.due_on,
        row.rung,
        row.given_on,
        fresh,
    )


# --- on the way --------------------------------------------------------------------------------


def claim(
    ledger: Ledger, channel: str, today: date, *, now: datetime | None = None
) -> tuple[GivenNotice, ...]:
    """Today's reminders that ``channel`` has not had, and older ones that failed: now ours to send.

    Whoever calls next gets none of them. Raises E4102.
    """
    now = now or datetime.now(UTC)
    with writing(ledger, now, NOTHING_CONFIRMED):
        through = Delivery.objects.using(ledger.alias).filter(channel=channel)
        failed = through.filter(claimed_at=None, sent_at=None)
        wanted = Notice.objects.using(ledger.alias).filter(
            Q(given_on=today) & ~Q(deliveries__in=through) | Q(deliveries__in=failed)
        )
        rows = list(_with_entries(wanted.distinct()))
        failed.update(claimed_at=now)
        Delivery.objects.using(ledger.alias).bulk_create(
            [Delivery(notice=row, channel=channel, claimed_at=now) for row in rows],
            ignore_conflicts=True,
        )
        return tuple(_given(row) for row in rows)


def settle(
    ledger: Ledger,
    channel: str,
    notices: Sequence[GivenNotice],
    *,
    sent: bool,
    now: datetime | None = None,
) -> None:
    """What was claimed went out, or did not and may be tried again."""
    now = now or datetime.now(UTC)
    with writing(ledger, now, NOTHING_CONFIRMED):
        keys = [notice.key for notice in notices]
        for start in range(0, len(keys), _CHUNK):
            rows = Delivery.objects.using(ledger.alias).filter(
                channel=channel, notice__in=keys[start : start + _CHUNK]
            )
            if sent:
                rows.update(sent_at=now)
            else:
                rows.update(claimed_at=None)


def unsettled(ledger: Ledger, channel: str, before: datetime) -> tuple[GivenNotice, ...]:
    """Reminders claimed ``before`` and neither sent nor given back: the program died on the way."""
    open_ones = Delivery.objects.using(ledger.alias).filter(
        channel=channel, sent_at=None, claimed_at__lt=before
    )
    rows = Notice.objects.using(ledger.alias).filter(deliveries__in=open_ones)
    return tuple(_given(row) for row in _with_entries(rows))
