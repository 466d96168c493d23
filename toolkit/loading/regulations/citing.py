"""What the entries of a regulation refer to: clauses in their own words, organs, bases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from toolkit.loading.entries import Entry, Files
from toolkit.model import Clause
from toolkit.rules.provisions import Organ
from toolkit.rules.regulation import Base, ClauseEntry, Convention, Moment

T = TypeVar("T")

STATUSES = ("explicit", "by_analogy", "config", "ambiguous", "none")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entries of the files refer to by name."""

    clauses: Mapping[str, Clause]
    organs: Mapping[str, Organ]
    bases: Mapping[str, Base]
    conventions: Mapping[str, Convention]


def distinct(files: Files, key: str, build: Callable[[Entry], T]) -> list[T]:
    """The records of a list whose ids or numbers must differ."""
    entries = list(files.children(key))
    names = Counter(_name(entry) for entry in entries)
    for entry in entries:
        name = _name(entry)
        if names[name] > 1:
            entry.fail("E3018", f"“{name}”重复了{names[name]}次。")
    return [build(entry) for entry in entries]


def _name(entry: Entry) -> str:
    return str(entry.values.get("id", entry.values.get("number")))


def read_clause(entry: Entry, regulation: str) -> ClauseEntry:
    entry.only("number", "text", "content", "outside", "functions")
    clause = Clause(regulation, entry.take("number", str), entry.take("text", str))
    return ClauseEntry(
        clause,
        content=entry.get("content", str, ""),
        outside=entry.get("outside", str, ""),
        functions=entry.texts("functions"),
    )


def read_organ(entry: Entry) -> Organ:
    entry.only("id", "name")
    return Organ(entry.take("id", str), entry.take("name", str))


def read_bases(files: Files, conventions: Mapping[str, Convention]) -> dict[str, Base]:
    """Bases by id; one that follows a convention is the base which that convention names."""
    entries = list(files.children("base"))
    bases = {base.id: base for base in distinct(files, "base", _base)}
    for entry in entries:
        if "choice" in entry.values:
            chosen = str(entry.lookup("choice", conventions, "计算规则").value)
            if chosen not in bases:
                entry.fail("E3013", f"计算规则选定的起算日“{chosen}”没有列出。")
            bases[entry.take("id", str)] = bases[chosen]
    return bases


def _base(entry: Entry) -> Base:
    entry.only("id", "name", "moment", "choice")
    moment = Moment(entry.choice("moment", list(Moment)))
    return Base(entry.take("id", str), entry.take("name", str), moment)


def quote(entry: Entry, key: str, clauses: Mapping[str, Clause], status: str) -> Clause:
    """A clause by its number, with the words of it that matter here."""
    clause, text = entry.lookup(key, clauses, "条款"), entry.take("text", str)
    if text not in clause.text:
        entry.fail("E3019", f"“{text}”不是条款 {clause.number} 的原文。")
    return Clause(clause.regulation, clause.number, text, status)


def quotes(entry: Entry, parts: Parts, status: str) -> tuple[Clause, ...]:
    """The clauses an entry rests on, at least one."""
    found = []
    for item in entry.children("clauses"):
        item.only("number", "text")
        found.append(quote(item, "number", parts.clauses, status))
    if not found:
        entry.fail("E3011", "没有写依据的条款（clauses）。")
    return tuple(found)


def organs_of(entry: Entry, key: str, parts: Parts) -> tuple[Organ, ...]:
    """The organs an optional list names."""
    names = entry.texts(key)
    for name in names:
        if name not in parts.organs:
            entry.fail("E3013", f"“{key}”写的机构“{name}”没有列出。")
    return tuple(parts.organs[name] for name in names)


class Dated(Protocol):
    """An entry that applies from a day, and until one or ``None``."""

    @property
    def id(self) -> str: ...
    @property
    def applies_from(self) -> date: ...
    @property
    def applies_until(self) -> date | None: ...


def check_periods(read: Iterable[tuple[Entry, Dated]]) -> None:
    """Entries of one id must follow each other in time without overlap."""
    ordered = sorted(read, key=lambda pair: (pair[1].id, pair[1].applies_from))
    for entry, record in ordered:
        if record.applies_until and record.applies_until < record.applies_from:
            entry.fail("E3022", "applies_until 早于 applies_from。")
    for (_, earlier), (entry, later) in pairwise(ordered):
        if earlier.id != later.id:
            continue
        if earlier.applies_from == later.applies_from:
            entry.fail("E3018", f"自{later.applies_from}起的条目重复了。")
        if earlier.applies_until is None or earlier.applies_until >= later.applies_from:
            entry.fail(
                "E3022",
                f"自{later.applies_from}起的条目与前一条时间重叠，请给前一条写 applies_until。",
            )
