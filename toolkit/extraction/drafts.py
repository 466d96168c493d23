"""The working copy of a task while the document is walked, and how it grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from toolkit.extraction.analysis import Reading
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.phrases import Frame
from toolkit.extraction.structure import Node
from toolkit.extraction.units.find import UnitMention
from toolkit.model import Finding, Reason, Span, StatedDate


class How(StrEnum):
    """How the lead became known; the later, the weaker."""

    ASSIGNED = "写明由其牵头、负责或承办"
    SUBJECT = "句子的主语"
    HEADING = "标题写明的单位"
    INHERITED = "承前省略，沿用前一主语"
    REPORTER = "本议题的汇报（提出）单位"
    FIELD = "责任单位栏"
    NONE = "原文没有写"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block that a task was read from."""

    node: Node
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Draft:
    """A task being put together. ``pieces`` are in reading order; ``whole`` keeps the first
    stretch growing while clauses follow each other; ``topics`` counts the leading clauses that
    only name the matter."""

    node: Node
    frame: Frame
    how: How = How.NONE
    verb: str = ""
    leads: list[UnitMention] = field(default_factory=list)
    supports: list[UnitMention] = field(default_factory=list)
    officials: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    scope_dates: list[StatedDate] = field(default_factory=list)
    scope_targets: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    topics: int = 0
    told: bool = False
    instructed_by: str | None = None
    instructed_on: date | None = None

    def take(self, node: Node, reading: Reading) -> None:
        """Add a clause; clauses that touch make one stretch."""
        self.readings.append(reading)
        self.cover(node, reading.clause.start, reading.clause.end)

    def cover(self, node: Node, start: int, end: int) -> None:
        """Add a stretch of text as evidence."""
        if self.pieces and self.pieces[-1].node is node and 0 <= start - self.pieces[-1].end <= 3:
            last = self.pieces.pop()
            start = last.start
        self.pieces.append(Piece(node, start, end))

    def add_leads(self, units: Iterable[UnitMention], how: How, verb: str = "") -> None:
        """Units that answer for the result; a unit named twice stays once."""
        for unit in units:
            if all(unit.text != known.text for known in self.leads):
                self.leads.append(unit)
        if self.leads and (self.how in (How.NONE, How.SUBJECT) or how is How.ASSIGNED):
            self.how = how
        self.verb = self.verb or verb

    def add_supports(self, units: Iterable[UnitMention]) -> None:
        """Units that help; never one that leads."""
        known = {u.text for u in (*self.leads, *self.supports)}
        for unit in units:
            if unit.text not in known:
                self.supports.append(unit)
                known.add(unit.text)

    def add_person(self, person: PersonMention) -> None:
        """A named official goes to the officials, anybody else to the responsible persons."""
        names = self.officials if person.is_leader else self.owners
        if person.name not in names:
            names.append(person.name)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words the task was read from."""
        return tuple(s for p in self.pieces for s in p.node.block.spans(p.start, p.end))
