"""The records of the time grammar: what was found, and what it is computed from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property


class TimeKind(StrEnum):
    """What a time expression does, as far as its words and its neighbours show."""

    DEADLINE = "deadline"
    """Must be done by then: 6月底前, 年内, 一周内, 到2027年底."""
    EVENT = "event"
    """A deadline whose day the document cannot give: 汛期前, 开工前, 合同签订后10个工作日内."""
    START = "start"
    """即日起, 自1月1日起: something begins, nothing falls due."""
    RECURRING = "recurring"
    """每月25日前, 每周五, 一天一报, 长期坚持, 常态化."""
    URGENT = "urgent"
    """尽快, 抓紧, 立即: no day at all."""
    POINT = "point"
    """A plain date or month without a limiting word; context says whether it is a node."""
    SPAN = "span"
    """A period (2025—2027年, 7、8两个月) or a bare year; ``on`` is its last day."""
    STANDARD = "standard"
    """How fast a service works: 2个工作日内办结, 24小时内, 当天, 次日."""
    PAST = "past"
    """Over or mere background: 去年6月, 截至8月18日, 2023年以来, the day of the meeting."""


DATED = (TimeKind.DEADLINE, TimeKind.EVENT)
"""What is to be done by a day, known or not."""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time expression: ``text`` is verbatim (``given[start:end]``), ``rule`` what took it.

    ``on`` is ``None`` where the day cannot be computed. ``soft`` marks 力争/争取, ``is_end`` an
    end introduced by 到/至/直至, ``is_month_only`` a month or longer without 前/内/底,
    ``is_frame`` a bare year (2026年, 今年), ``urgent`` an urgent start (即日起10日内),
    ``next_year`` a month without its year that is over and soon comes again (1月底前 in December).
    """

    start: int
    end: int
    kind: TimeKind
    on: date | None
    text: str
    rule: str
    soft: bool = False
    is_end: bool = False
    is_month_only: bool = False
    is_frame: bool = False
    urgent: bool = False
    next_year: bool = False


Festivals = Mapping[tuple[str, int], date]
"""(name, year) → the day itself: ("春节", 2026) → 2026-02-17."""


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What relative expressions count from.

    ``base`` is the day of the meeting, instruction or issue; ``plan_year`` the year a report or
    breakdown plans (its months take it). ``nth_working_day(day, n)`` gives the n-th working day
    after ``day``, or ``None`` where the calendar is unpublished; without the function Saturdays
    and Sundays are skipped. ``spoken``: somebody is told what to do, so that 今天, 24小时内 and
    两周 before a verb set a limit.
    """

    base: date | None = None
    plan_year: int | None = None
    festivals: Festivals = field(default_factory=dict)
    nth_working_day: Callable[[date, int], date | None] | None = None
    spoken: bool = False

    @property
    def year(self) -> int | None:
        """The year of a month that names none."""
        if self.plan_year is not None:
            return self.plan_year
        return self.base.year if self.base else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a core rule made of its words, before tail and neighbours are looked at.

    ``year``/``month`` are passed on to later expressions of the sentence when the words named
    them. ``day_before``: with 前 the day before counts (festivals, school dates).
    """

    kind: TimeKind
    on: date | None = None
    year: int | None = None
    month: int | None = None
    day_before: bool = False
    needs_limit: bool = False
    is_month_only: bool = False
    is_frame: bool = False
    urgent: bool = False
    past: bool = False
    takes_tail: bool = True


@dataclass(slots=True)
class Now:
    """The context together with what earlier expressions of the same sentence named; ``started``
    is where the last start (从11月1日起) ended, -1 for none."""

    context: TimeContext
    year: int | None = None
    month: int | None = None
    node: date | None = None
    started: int = -1

    def forget(self) -> None:
        """A new sentence begins."""
        self.year = self.month = self.node = None
        self.started = -1


Reader = Callable[[re.Match[str], Now], Reading | None]


@dataclass(frozen=True)
class Rule:
    """One core rule: its name in prose, what every match holds, begins with, form and meaning."""

    name: str
    marks: str
    """Whatever the rule takes holds one of these; a text with none needs no pattern compiled."""
    heads: str
    form: str
    read: Reader

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """``form`` compiled when a text first holds a mark and one of the heads."""
        return re.compile(self.form)


def rule_table(*rows: tuple[str, str, str, str, Reader]) -> tuple[Rule, ...]:
    """Rows of a grammar table as rules: name, marks, heads, form, reader."""
    return tuple(Rule(*row) for row in rows)
