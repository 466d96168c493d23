"""Which reminder a limit calls for on a day: the regulation's notices before it, then overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolkit.rules.calendar import Calendar
from toolkit.rules.ladder import working_days
from toolkit.rules.provisions import ReminderStep

OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class NoticeRung:
    """A reminder whose time has come: ``id`` of the regulation's step, or :data:`OVERDUE`."""

    id: str
    days: int


def notice_reached(
    steps: Iterable[ReminderStep], calendar: Calendar, *, due: date, today: date
) -> NoticeRung | None:
    """The last rung reached, so that days on which nothing ran are not made up for one by one.

    ``days`` counts the working days left, or those past. ``None`` while it is too early.
    """
    if due < today:
        return NoticeRung(OVERDUE, working_days(calendar, due, today))
    left = working_days(calendar, today, due)
    reached = [step for step in steps if step.action == "notice" and left <= -step.working_days]
    last = max(reached, key=lambda step: step.working_days, default=None)
    return NoticeRung(last.id, left) if last else None
