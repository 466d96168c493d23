"""What a ledger must hold after a year: written from the regulation, in plain dictionaries.

Nothing here comes from the code under test but the names of three kinds of ticket. Every change is
logged forward, so that any day can be looked up; the toolkit undoes backward.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from second_opinion import works

OWING = ("assigned", "in_hand", "returned", "reminded", "supervised")


def workday_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; weekdays where no notice tells."""
    while count:
        day += timedelta(1)
        count -= works(day) if day.year == 2026 else day.weekday() < 5
    return day


@dataclass
class Item:
    """One task: how it stands, and how it stood after every change."""

    number: str
    units: tuple[str, ...]
    source: str
    entered_on: date
    state: str = "to_assign"
    ticket: str = ""
    assigned_on: date | None = None
    report_by: date | None = None
    finish_by: date | None = None
    reply_by: date | None = None
    extensions: int = 0
    closed_on: date | None = None
    is_piece: bool = False
    flags: frozenset[str] = frozenset()
    log: list[tuple[date, str, date | None, date | None, frozenset[str]]] = field(
        default_factory=list
    )

    def _noted(self, day: date, state: str, flag: str = "") -> None:
        self.state = state
        self.flags |= {flag} if flag else set()
        self.log.append((day, state, self.report_by, self.finish_by, self.flags))

    def assign(self, day: date, ticket: str) -> None:
        self.ticket, self.assigned_on = ticket, day
        self._noted(day, "assigned")

    def receive(self, day: date) -> None:
        self._noted(day, "in_hand" if self.state == "assigned" else self.state)

    def answer(self, day: date, state: str) -> None:
        due = self.report_by or self.finish_by
        self.reply_by = None
        self._noted(day, state, "late_report" if due and day > due else "")

    def accept(self, day: date, next_on: date) -> None:
        self.report_by = next_on
        self._noted(day, "in_hand")

    def send_back(self, day: date, next_on: date) -> None:
        self.report_by = next_on
        self._noted(day, "returned", "returned")

    def extend(self, day: date, until: date, *, feedback: bool) -> None:
        if feedback:
            self.report_by = until
        else:
            self.finish_by = until
        self.extensions += 1
        self._noted(day, self.state, "extended")

    def correct(self, day: date, finish_by: date) -> None:
        self.finish_by = finish_by
        self._noted(day, self.state)

    def close(self, day: date) -> None:
        self.closed_on = day
        self._noted(day, "closed")

    def chase(self, day: date, kind: str) -> None:
        """催办 and 督办 both want an answer within three working days."""
        self.reply_by = workday_after(day, 3)
        self._noted(day, "reminded" if kind == "reminder" else "supervised", _CHASED[kind])

    def end(self, state: str) -> None:
        self.state = state

    def withdraw(self, day: date) -> None:
        self.ticket, self.assigned_on = "", None
        self._noted(day, "to_assign")

    def is_untouched(self) -> bool:
        """Whether its 交办单 may still be made void."""
        quiet = self.state in ("assigned", "in_hand")
        return quiet and not self.is_piece and not self.flags & {"reminded", "supervised"}

    def due(self) -> date | None:
        return min((day for day in (self.report_by, self.finish_by) if day), default=None)

    def facts(self) -> tuple[str, date | None, date | None, int, date | None]:
        return self.state, self.report_by, self.finish_by, self.extensions, self.closed_on

    def on(self, day: date) -> tuple[str, frozenset[str]]:
        """办结, 逾期 or 在办 at the end of a day, and what had happened by then."""
        state, report_by, finish_by, flags = [each for each in self.log if each[0] <= day][-1][1:]
        if state == "closed":
            return "done", flags
        due = min((each for each in (report_by, finish_by) if each), default=None)
        is_late = state in OWING and due is not None and due < day
        return ("overdue" if is_late else "open"), flags


_CHASED = {"reminder": "reminded", "supervision": "supervised"}


class YearModel:
    """All tasks of the year, the reminders that were due, the numbers that were given."""

    MEASURES: ClassVar = (
        *("issued", "done", "open", "overdue"),
        *("late_report", "returned", "extended", "reminded", "supervised"),
    )

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.notices: dict[tuple[str, str, date, str], int] = {}
        self.counts: Counter[str] = Counter()

    def enter(self, number: str, units: tuple[str, ...], source: str, day: date) -> Item:
        expected = f"2026-督-{len(self.items) + 1:04d}"
        assert number == expected, f"台账号 {number}，应为 {expected}"
        self.items[number] = Item(number, units, source, day)
        return self.items[number]

    def alive(self) -> list[Item]:
        """Tasks on a ticket that are not at their end."""
        return [
            item for item in self.items.values() if item.state in (*OWING, "reported", "closing")
        ]

    def split(self, whole: Item, numbers: tuple[str, ...]) -> None:
        for number in numbers:
            piece = self.enter(number, whole.units, whole.source, whole.entered_on)
            piece.__dict__ |= {**whole.__dict__, "number": number, "is_piece": True}
            piece.log = list(whole.log)
        whole.end("split")

    def numbers(self, kind: str, given: list[str], faults: list[str]) -> None:
        """The numbers of a series follow one another without a gap."""
        for number in given:
            self.counts[kind] += 1
            if not number.endswith(f"〔2026〕{self.counts[kind]}号"):
                faults.append(f"{number} 不是第{self.counts[kind]}号")

    def to_chase(self, kind: str, today: date) -> set[str]:
        return {item.number for item in self.items.values() if _is_due(item, kind, today)}

    def remind(self, today: date) -> None:
        """Three and one working days before a limit, and once it is over: each once."""
        for item in self.items.values():
            for limit, day in (("feedback", item.report_by), ("completion", item.finish_by)):
                if day is None or item.state not in OWING:
                    continue
                if day < today:
                    rung = "overdue"
                elif day <= workday_after(today, 1) or not _between(today, day, 2):
                    rung = "notice_last"
                elif not _between(today, day, 4):
                    rung = "notice_early"
                else:
                    continue
                self.notices[item.number, limit, day, rung] = 1

    def tally(
        self, day: date, unit: str, period: tuple[date, date] = (date.min, date.max)
    ) -> dict[str, int]:
        """How what was given out in ``period`` stood at the end of ``day``."""
        counts = dict.fromkeys(self.MEASURES, 0)
        start, end = period
        for item in self.items.values():
            given = item.assigned_on is not None and start <= item.assigned_on <= min(day, end)
            if not given or item.state in ("split", "merged") or unit not in ("", *item.units):
                continue
            standing, flags = item.on(day)
            counts["issued"] += 1
            counts[standing] += 1
            for flag in flags:
                counts[flag] += 1
        return counts

    def summary(self) -> str:
        states = Counter(item.state for item in self.items.values())
        papers = {str(kind): count for kind, count in self.counts.items()}
        return f"事项{len(self.items)}，{dict(states)}，单据{papers}，提醒{len(self.notices)}；"


def _between(today: date, day: date, count: int) -> bool:
    """Whether at least ``count`` working days lie after ``today`` up to ``day``."""
    return workday_after(today, count) <= day


def _is_due(item: Item, kind: str, today: date) -> bool:
    due = item.due()
    if item.state not in OWING or due is None or due >= today or not item.ticket:
        return False
    if kind == "reminder":
        barred = ("reminded", "supervised")
        return item.state not in barred and workday_after(due, 1) <= today
    if item.state == "supervised":
        return False
    if item.state == "reminded" and item.reply_by and workday_after(item.reply_by, 1) <= today:
        return True
    return item.source in ("chief_instruction", "chief_oral") and workday_after(due, 6) <= today
