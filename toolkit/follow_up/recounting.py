"""Limits of the ledger counted again when the days off have changed.

A ticket that is out keeps its dates: what would move is a suggestion. An entry that waits for its
ticket is counted anew whenever it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.findings import date_not_recounted
from toolkit.loading.calendars import load_calendar
from toolkit.model import Deadline, Decision, Finding
from toolkit.office.law import Law, law_of
from toolkit.office.settings import OfficeFolder
from toolkit.rules.deadlines import decide

if TYPE_CHECKING:
    from toolkit.ledger.opening import Ledger
    from toolkit.ledger.queries import EntryRow
    from toolkit.ledger.store import CountedEntry

TO_ASSIGN = "待交办"
_LIMITS = {"issuance": "下发时限", "feedback": "反馈时限"}
_COUNTED_FROM = re.compile(r"自(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:当日|次日)起算")


@dataclass(frozen=True, slots=True)
class Move:
    """One date that the newer days off put elsewhere, or make sure (the same day, no longer 暂定).

    ``limit`` is ``issuance`` or ``feedback``. ``was_provisional`` and ``is_provisional`` tell 暂定.
    """

    register_number: str
    name: str
    limit: str
    before: date
    after: date
    was_provisional: bool
    is_provisional: bool
    is_issued: bool

    @property
    def what(self) -> str:
        return _LIMITS[self.limit]


def ledger_of(office: OfficeFolder) -> Ledger | None:
    """The office's ledger, to be closed by the caller; ``None`` while there is none.

    Raises E4303 where it knows fewer numbers than were given.
    """
    if office.folder is None:
        return None
    from toolkit.ledger.watermark import open_complete

    return open_complete(office.folder, office.settings.ledger.database or None)


def laws_so_far(office: OfficeFolder) -> tuple[Law, ...]:
    """By which days off the ledger may have been counted: today's, any without one file, none."""
    law, files = law_of(office), office.calendar_files
    fewer = [[each for each in files if each != left_out] for left_out in files]
    calendars = [load_calendar(kept) for kept in (*fewer, [])]
    return (law, *(Law(law.regulation, calendar) for calendar in calendars))


def moved_dates(
    entries: Iterable[CountedEntry], known: Sequence[Law], law: Law
) -> tuple[tuple[Move, ...], tuple[Finding, ...]]:
    """What moves when ``law`` comes after the ``known`` ones, and entries nobody can recount."""
    moves: list[Move] = []
    unknown: list[Finding] = []
    for entry in entries:
        decision = recount(entry, known, law)
        if isinstance(decision, Decision):
            moves += _moves(entry, decision)
        elif decision:
            unknown.append(date_not_recounted(entry.name, decision))
    return tuple(moves), tuple(unknown)


def recount(entry: CountedEntry, known: Sequence[Law], law: Law) -> Decision | str | None:
    """The entry's limits by ``law``; why that is impossible; ``None`` if it has no limits.

    The day it was counted from is found again by trying: only a day that by one of the ``known``
    laws gives exactly the dates of the ledger is taken.
    """
    if _dates(entry) == (None, None) or not entry.rule_source:
        return None
    candidates = dict.fromkeys(_event_days(entry))
    if not candidates:
        return "台账没有记下会议、批示日期"
    for day in candidates:
        for old in known:
            decision = _decided(entry, old, day)
            if decision is not None and _expected(decision) == _dates(entry):
                return _decided(entry, law, day)
    return "找不到能推出原时限的会议、批示日期"


def _decided(entry: CountedEntry, law: Law, day: date) -> Decision | None:
    try:
        return decide(
            law.regulation,
            law.calendar,
            entry.rule_source,
            day,
            issued_on=entry.issued_on,
            # The ledger keeps no day of printing; where limits run from it, the sentences name it.
            printed_on=day,
        )
    except UsageError:  # the regulation no longer has this source
        return None


def _event_days(entry: CountedEntry) -> Iterator[date]:
    """Days the limits may run from: those of the document, and those the sentences name."""
    yield from (day for day in (entry.instructed_on, entry.source_on) if day)
    for sentence in (entry.issuance_sentence, entry.feedback_sentence):
        found = _COUNTED_FROM.search(sentence)
        if found is None:
            continue
        written, month, day = found.groups()
        entered = entry.entered_on.year
        years = (int(written),) if written else (entered, entered - 1)
        yield from (date(year, int(month), int(day)) for year in years)


def _dates(entry: CountedEntry) -> tuple[date | None, date | None]:
    return (
        entry.issuance_on or entry.issuance_provisional_on,
        entry.feedback_on or entry.feedback_provisional_on,
    )


def _expected(decision: Decision) -> tuple[date | None, date | None]:
    return _day(decision.issuance_deadline), _day(decision.feedback_deadline)


def _day(deadline: Deadline | None) -> date | None:
    return (deadline.on or deadline.provisional_on) if deadline else None


def _moves(entry: CountedEntry, decision: Decision) -> Iterator[Move]:
    limits = (
        ("issuance", entry.issuance_on, entry.issuance_provisional_on, decision.issuance_deadline),
        ("feedback", entry.feedback_on, entry.feedback_provisional_on, decision.feedback_deadline),
    )
    for limit, sure, provisional, deadline in limits:
        before, after = sure or provisional, _day(deadline)
        if before is None or after is None or deadline is None:
            continue
        if limit == "issuance" and entry.is_issued:
            continue
        if before != after or (sure is None) != (deadline.on is None):
            yield Move(
                entry.register_number,
                entry.name,
                limit,
                before,
                after,
                was_provisional=sure is None,
                is_provisional=deadline.on is None,
                is_issued=entry.is_issued,
            )


def as_of_now(rows: Sequence[EntryRow], office: OfficeFolder) -> tuple[EntryRow, ...]:
    """Rows of the ledger with the limits of what waits for a ticket counted by today's days off."""
    waiting = {
        row.register_number
        for row in rows
        if row.state == TO_ASSIGN and row.feedback_on is None and row.feedback_provisional_on
    }
    ledger = ledger_of(office) if waiting else None
    if ledger is None:
        return tuple(rows)
    from toolkit.ledger.store import counted_entries

    with ledger:
        entries = [each for each in counted_entries(ledger) if each.register_number in waiting]
    known = laws_so_far(office)
    moves, _ = moved_dates(entries, known, known[0])
    now = {(move.register_number, move.limit): move for move in moves}
    return tuple(_updated(row, now.get((row.register_number, "feedback"))) for row in rows)


def _updated(row: EntryRow, move: Move | None) -> EntryRow:
    if move is None:
        return row
    if move.is_provisional:
        return replace(row, feedback_provisional_on=move.after, report_by=move.after)
    return replace(row, feedback_on=move.after, feedback_provisional_on=None, report_by=move.after)
