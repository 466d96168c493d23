"""The days alone: when a ticket must go out and its report come in, counted and not explained.

:func:`reckon` is what a program calls that needs many dates; :mod:`toolkit.rules.deadlines` adds
the sentences, clauses and findings that a person wants to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.rules.calendar import Calendar, UnknownYear
from toolkit.rules.periods import Counted, count
from toolkit.rules.regulation import (
    Base,
    Conventions,
    Limit,
    LimitRule,
    Moment,
    Regulation,
    SourceRule,
)


@dataclass(frozen=True, slots=True)
class Days:
    """What a source's limits can run from: the event, the minutes' printing, the ticket's issue.

    Of a meeting of several days the event is the last. ``None`` is not known, or not yet.
    """

    event: date
    printed_on: date | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One limit counted from the day ``base``.

    ``missing_year`` is the year whose notice the count lacked. The day is provisional then, and
    also where the base itself is: ``is_sure`` tells. ``is_planned`` marks a count from the latest
    day of issue, to be done again once the ticket is out.
    """

    limit: Limit
    base: date
    counted: Counted
    is_sure: bool = True
    missing_year: int | None = None
    is_planned: bool = False

    @property
    def on(self) -> date | None:
        """The day, or ``None`` while it is only provisional."""
        return self.counted.on if self.is_sure else None

    @property
    def expected_on(self) -> date:
        """The day, provisional or not."""
        return self.counted.on


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Both limits of one source; ``None`` where none is set or its base is not known."""

    rule: SourceRule
    issuance: Reckoned | None
    feedback: Reckoned | None


def reckon(regulation: Regulation, calendar: Calendar, source: str, days: Days) -> Reckoning | None:
    """The limits of ``source`` (id, name or alias) on the event's day; ``None`` if it has no rule.

    Neither an unknown year nor an unknown base raises: see :class:`Reckoned`.
    """
    rule = regulation.find_source(source, days.event)
    return None if rule is None else reckon_rule(rule, regulation.conventions, calendar, days)


def reckon_rule(
    rule: SourceRule, conventions: Conventions, calendar: Calendar, days: Days
) -> Reckoning:
    """The same for an entry that was already found."""
    issuance = None
    if rule.issuance is not None and rule.issuance.limit is not None:
        start = _start(chosen_base(rule.issuance, conventions), days)
        if start is not None:
            issuance = _counted(rule.issuance.limit, start, conventions, calendar)
    return Reckoning(rule, issuance, _feedback(rule, conventions, calendar, days, issuance))


def chosen_base(rule: LimitRule, conventions: Conventions) -> Base | None:
    """The base, or where the clause names none the one that the office's convention prefers."""
    if rule.other_base is not None and rule.other_base.moment is conventions.unstated_base:
        return rule.other_base
    return rule.base


def _feedback(
    rule: SourceRule,
    conventions: Conventions,
    calendar: Calendar,
    days: Days,
    issuance: Reckoned | None,
) -> Reckoned | None:
    limit, base = rule.feedback.limit, chosen_base(rule.feedback, conventions)
    if limit is None or base is None:
        return None
    start = _start(base, days)
    if start is not None:
        return _counted(limit, start, conventions, calendar)
    is_waiting = base.moment is Moment.ISSUE and conventions.plan_from_latest_issue
    if issuance is None or not is_waiting:
        return None
    latest, is_sure = issuance.counted.on, issuance.is_sure
    return _counted(limit, latest, conventions, calendar, is_sure=is_sure, is_planned=True)


def _start(base: Base | None, days: Days) -> date | None:
    if base is None or base.moment is Moment.EVENT:
        return days.event
    return days.printed_on if base.moment is Moment.PRINTING else days.issued_on


def _counted(
    limit: Limit,
    base: date,
    conventions: Conventions,
    calendar: Calendar,
    *,
    is_sure: bool = True,
    is_planned: bool = False,
) -> Reckoned:
    missing = None
    if is_sure:
        try:
            counted = count(limit, base, conventions, calendar)
            return Reckoned(limit, base, counted, True, None, is_planned)
        except UnknownYear as gap:
            missing = gap.year
    counted = count(limit, base, conventions, calendar.provisional())
    return Reckoned(limit, base, counted, False, missing, is_planned)
