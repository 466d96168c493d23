"""Counting what became of tasks: items of the ledger on one day, added up whole or by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from toolkit.papers.bulletin import DONE, OPEN, OVERDUE, share


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One task that was given out, as it stands on the day asked about.

    ``standing`` is one of 已办结, 正在办理, 逾期; ``state`` the ledger's word. The flags say what
    happened at least once: reported after the limit, sent back, extended, 催办, 督办.
    """

    register_number: str
    number: str
    objective: str
    units: tuple[str, ...]
    source_id: str
    source_title: str
    assigned_on: date
    completion: str
    standing: str
    state: str
    progress: str
    is_late_report: bool = False
    is_returned: bool = False
    is_extended: bool = False
    is_reminded: bool = False
    is_supervised: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of items. ``issued`` is always ``done`` + ``open`` + ``overdue``."""

    issued: int = 0
    done: int = 0
    open: int = 0
    overdue: int = 0
    late_report: int = 0
    returned: int = 0
    extended: int = 0
    reminded: int = 0
    supervised: int = 0

    def __add__(self, other: Tally) -> Tally:
        names = (field.name for field in fields(self))
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def rate(self) -> str:
        """办结率: done of issued, one decimal."""
        return share(self.done, self.issued)

    @property
    def done_share(self) -> Decimal:
        """办结率 as a share of one."""
        return Decimal(self.done) / Decimal(self.issued or 1)

    @property
    def overdue_rate(self) -> str:
        return share(self.overdue, self.issued)

    @property
    def open_rate(self) -> str:
        return share(self.open, self.issued)


LABELS = {
    "issued": "交办",
    "done": "办结",
    "open": "在办",
    "overdue": "逾期",
    "late_report": "迟报",
    "returned": "退回",
    "extended": "延期",
    "reminded": "催办",
    "supervised": "督办",
}
OF_STANDING = {DONE: "done", OPEN: "open", OVERDUE: "overdue"}


def tally(items: Iterable[ReportItem]) -> Tally:
    """Count. Raises ``KeyError`` for a standing that is none of the three: nothing falls out."""
    counts = dict.fromkeys((field.name for field in fields(Tally)), 0)
    for item in items:
        counts["issued"] += 1
        counts[OF_STANDING[item.standing]] += 1
        for name in ("late_report", "returned", "extended", "reminded", "supervised"):
            counts[name] += getattr(item, f"is_{name}")
    return Tally(**counts)


def tally_by(
    items: Iterable[ReportItem], groups: Callable[[ReportItem], Iterable[str]]
) -> dict[str, Tally]:
    """A tally for each group, the largest first; an item of several groups counts in each."""
    members: dict[str, list[ReportItem]] = {}
    for item in items:
        for name in dict.fromkeys(groups(item)):
            members.setdefault(name, []).append(item)
    return in_order({name: tally(group) for name, group in members.items()})


def in_order(counted: Mapping[str, Tally]) -> dict[str, Tally]:
    """The same, the largest group first."""
    order = sorted(counted, key=lambda name: (-counted[name].issued, name))
    return {name: counted[name] for name in order}


def renamed(counted: Mapping[str, Tally], name: Callable[[str], str]) -> dict[str, Tally]:
    """The groups under other names, added up where two get the same."""
    found: dict[str, Tally] = {}
    for old, tallied in counted.items():
        found[name(old)] = found.get(name(old), Tally()) + tallied
    return in_order(found)


def score(counted: Tally, points: Mapping[str, Decimal]) -> Decimal:
    """考核: what the office gives or takes for each item, added up; names as in :data:`LABELS`."""
    return sum((getattr(counted, name) * each for name, each in points.items()), Decimal())
