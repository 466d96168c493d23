"""When an unanswered task is to be chased: 催办 first, then 督办, by the regulation's ladder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolkit.rules.calendar import Calendar, UnknownYear
from toolkit.rules.provisions import ReminderStep


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung that has been reached: its entry in the data, the day since which it applies.

    ``is_sure`` is ``False`` where the day was counted through a year without a holiday notice.
    """

    step: ReminderStep
    since: date
    is_sure: bool = True


def rung_reached(
    steps: Iterable[ReminderStep],
    calendar: Calendar,
    action: str,
    *,
    source: str,
    due: date,
    reply_by: date | None,
    today: date,
) -> Rung | None:
    """The first rung of ``action`` (reminder, supervision) whose day has come; ``None`` if none.

    ``due`` is the limit that was missed, ``reply_by`` the day by which a 催办单 wanted an answer
    that has not come (``None``: none was sent). ``source`` is the id of the task's source.
    """
    for step in steps:
        start = due if step.counts_from == "due" else reply_by
        applies = step.action == action and (not step.sources or source in step.sources)
        if not applies or start is None:
            continue
        since, is_sure = _after(calendar, start, step.working_days)
        if since <= today:
            return Rung(step, since, is_sure)
    return None


def reply_day(step: ReminderStep, calendar: Calendar, issued_on: date) -> date | None:
    """By when a ticket of this rung wants its answer; ``None`` if it wants none."""
    if not step.reply_working_days:
        return None
    return _after(calendar, issued_on, step.reply_working_days)[0]


def _after(calendar: Calendar, start: date, count: int) -> tuple[date, bool]:
    try:
        return calendar.nth_working_day_after(start, count), True
    except UnknownYear:
        return calendar.provisional().nth_working_day_after(start, count), False


def working_days(calendar: Calendar, after: date, until: date) -> int:
    """Working days later than ``after`` up to ``until``, by forecasts where need be."""
    try:
        return sum(1 for _ in calendar.working_days_after(after, until))
    except UnknownYear:
        return sum(1 for _ in calendar.provisional().working_days_after(after, until))
