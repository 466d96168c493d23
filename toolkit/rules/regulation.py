"""A regulation as typed records: sources, limits, clauses, organs, conventions, recognition.

All figures, organs and clauses come from ``data/regulations``; :mod:`toolkit.loading` builds and
checks these records. An amendment adds an entry with a later ``applies_from``; the old one stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from toolkit.model import Clause
from toolkit.rules.provisions import Organ, Provisions, in_force


class LimitUnit(StrEnum):
    """What a limit counts in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"


class Moment(StrEnum):
    """From which day a limit runs: 会议日、批示日 (event), 纪要印发日 (printing) or 交办日."""

    EVENT = "event"
    PRINTING = "printing"
    ISSUE = "issue"


class Rank(StrEnum):
    """Standing of a post, which decides the source of an instruction or of a meeting; in the order
    in which one counts before another."""

    CHIEF = "chief"
    DEPUTY = "deputy"
    PARTY = "party"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Limit:
    """``n`` units of time, at least one."""

    n: int
    unit: LimitUnit


@dataclass(frozen=True, slots=True)
class Base:
    """The day a limit runs from: its name on paper, and which of the moments it is."""

    id: str
    name: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One limit with its base and its clauses; the first clause is the one cited.

    ``limit`` and ``base`` are ``None`` where the regulation sets no limit. ``reading`` says in
    Chinese how the clause was read when it is not explicit. ``other_base`` is the base the clause
    could also mean; its date is shown as a warning.
    """

    clauses: tuple[Clause, ...]
    status: str
    limit: Limit | None = None
    base: Base | None = None
    other_base: Base | None = None
    reading: str = ""

    @property
    def cited(self) -> Clause:
        return self.clauses[0]


@dataclass(frozen=True, slots=True)
class SoftLimit:
    """原则上春节前下达: last working day before a holiday that begins within so many days."""

    before: str
    within_days: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class ChiefVariant:
    """What changes when 主要领导 presides: another issuer, further copies, and why."""

    issuer: Organ
    copies: tuple[Organ, ...]
    reading: str


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What applies to tasks from one kind of source, from ``applies_from`` on.

    ``applies_until`` is the last day, ``None`` while in force. ``issuance`` is ``None`` for
    documents passed down for handling (``priority`` then orders the classes, 1 first).
    ``copies`` also receive the report. ``note`` is a remark shown to the clerk. ``clauses`` are
    all that the entry rests on, each once, the cited ones first. ``counts_from_printing`` tells
    whether a limit runs from the minutes' printing.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    applies_from: date
    applies_until: date | None
    issuer: Organ
    feedback_to: Organ
    copies: tuple[Organ, ...]
    issuance: LimitRule | None
    feedback: LimitRule
    soft_issuance: SoftLimit | None = None
    chief_presides: ChiefVariant | None = None
    priority: int | None = None
    note: str = ""
    clauses: tuple[Clause, ...] = field(init=False, repr=False, compare=False)
    counts_from_printing: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        limits = [limit for limit in (self.issuance, self.feedback) if limit is not None]
        cited = [limit.cited for limit in limits]
        beside = [clause for limit in limits for clause in limit.clauses[1:]]
        soft = self.soft_issuance.clauses if self.soft_issuance else ()
        object.__setattr__(self, "clauses", tuple(dict.fromkeys([*cited, *beside, *soft])))
        moments = {limit.base.moment for limit in limits if limit.base is not None}
        object.__setattr__(self, "counts_from_printing", Moment.PRINTING in moments)

    def is_in_force(self, on: date) -> bool:
        """Whether the entry applies to an event of that day."""
        return self.applies_from <= on and (self.applies_until is None or on <= self.applies_until)


@dataclass(frozen=True, slots=True)
class Conventions:
    """How periods are counted (A1–A7, A12, A13); every switch has its legal source in the data.

    ``week`` and ``half_month`` are calendar-day or working-day limits that the words stand for.
    ``month`` is ``same_day`` (clamped to the month's end) or a number of calendar days.
    ``roll`` says what happens when a calendar period ends on a day off.
    """

    base_day_counted: bool
    week: Limit
    half_month: Limit
    month: Limit | None
    roll: str
    limit_day_included: bool
    unstated_base: Moment
    plan_from_latest_issue: bool


@dataclass(frozen=True, slots=True)
class Convention:
    """One switch as documented in the data, for `duban rules` and the manual.

    ``words`` are those of the option that holds, ``value`` what it stands for, ``options`` the
    words of all. ``is_chosen`` tells that the office departs from the default.
    """

    id: str
    key: str
    value: object
    words: str
    options: tuple[str, ...]
    question: str
    answer: str
    source: str
    status: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """A clause of the regulation with a summary in one line.

    ``outside`` says why no software carries it (``""``: something must); ``functions`` are the
    dotted names of functions that carry it beside, or instead of, entries that cite it.
    """

    clause: Clause
    content: str = ""
    outside: str = ""
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """One line of the table that tells a document's source; lines are tried in order.

    ``source`` is ``None`` where the regulation does not apply; the clerk is then asked.
    ``kinds`` empty means any kind. A line holds when one of ``fields`` matches ``pattern`` and
    the chair or signer has one of ``ranks`` (empty: any, unknown included). ``doubt`` is what the
    clerk should check, ``""`` when nothing.
    """

    source: str | None
    kinds: frozenset[str]
    fields: tuple[str, ...]
    pattern: re.Pattern[str]
    ranks: frozenset[str]
    reason: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class PostPattern:
    """Words that tell a post's rank; patterns are tried in order."""

    rank: Rank
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RequiredField:
    """One of the 五要素: its Chinese name and where it stands on the task."""

    name: str
    field: str


@dataclass(frozen=True, slots=True)
class Regulation:
    """One regulation with everything the rules need of it."""

    name: str
    source: str
    checked_on: date
    level: str
    levels: tuple[str, ...]
    level_words: tuple[str, ...]
    clauses: Mapping[str, Clause]
    clause_entries: tuple[ClauseEntry, ...]
    organs: Mapping[str, Organ]
    sources: tuple[SourceRule, ...]
    conventions: Conventions
    documented_conventions: tuple[Convention, ...]
    posts: tuple[PostPattern, ...]
    recognitions: tuple[Recognition, ...]
    required_fields: tuple[RequiredField, ...]
    required_clause: Clause
    provisions: Provisions = field(default_factory=Provisions)
    sources_by_name: Mapping[str, tuple[SourceRule, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        named: dict[str, list[SourceRule]] = {}
        for source in sorted(self.sources, key=lambda source: source.applies_from, reverse=True):
            for name in dict.fromkeys((source.id, source.name, *source.aliases)):
                named.setdefault(name, []).append(source)
        found = {name: tuple(sources) for name, sources in named.items()}
        object.__setattr__(self, "sources_by_name", found)

    def one_lead_clause(self, on: date) -> str:
        """Number of the clause that wants one unit to answer for a shared task; ``""``: none."""
        duty = next(iter(in_force(self.provisions.one_lead, on)), None)
        return duty.clauses[0].number if duty else ""

    def find_source(self, text: str, on: date | None = None) -> SourceRule | None:
        """The entry with this id, name or alias, in force ``on`` that day; else ``None``.

        Without ``on`` the latest entry.
        """
        entries = self.sources_by_name.get(text) or self.sources_by_name.get(text.strip(), ())
        return next((entry for entry in entries if on is None or entry.is_in_force(on)), None)
