"""The records breakdowns are read with: regions of the text, named units, who is charged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.extraction.blocks import Block
from toolkit.extraction.breakdown.words import Part
from toolkit.extraction.units.find import UnitMention
from toolkit.model import Span, Unit

_OPEN, _CLOSE = "([【〔《“「", ")]】〕》”」"


@dataclass(frozen=True, slots=True)
class Region:
    """``block.text[start:end]``."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words for recognition."""
        return self.block.text[self.start : self.end]

    @property
    def printed(self) -> str:
        """The words as the author wrote them."""
        return self.block.printed(self.start, self.end)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where they stand in the document."""
        return self.block.spans(self.start, self.end)

    def part(self, start: int, end: int) -> Region:
        """A part of the region; offsets count from the block's beginning."""
        return Region(self.block, start, end)


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as named in the document and what the vocabulary knows of it; ``marked``: a sign
    stands beside the name (★县教育局)."""

    unit: Unit
    mention: UnitMention
    marked: bool = False


@dataclass(slots=True)
class Charge:
    """Who answers, who helps, by when, as one note or row says. ``plain`` marks a list of
    responsible units, ``titled`` a field of leads, to which the first-listed convention applies;
    ``rule`` says what was read."""

    leads: list[Named] = field(default_factory=list)
    responsible: list[Named] = field(default_factory=list)
    supports: list[Named] = field(default_factory=list)
    officials: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    times: list[Region] = field(default_factory=list)
    plain: bool = False
    titled: bool = False
    rule: str = ""

    @property
    def charges_somebody(self) -> bool:
        """Whether any unit or official is named."""
        return bool(
            self.leads or self.responsible or self.supports or self.officials or self.owners
        )

    @property
    def has_lead(self) -> bool:
        """Whether somebody is named who answers for the result."""
        return bool(self.leads or self.responsible)

    def put(self, part: Part, units: list[Named]) -> None:
        """Add units in a role; one named twice stays once."""
        where = {Part.LEAD: self.leads, Part.RESPONSIBLE: self.responsible}.get(part, self.supports)
        known = {n.unit.text for n in where}
        for named in units:
            if named.unit.text not in known:
                where.append(named)
                known.add(named.unit.text)

    def add(self, other: Charge) -> None:
        """Take over what another note about the same task says."""
        self.put(Part.LEAD, other.leads)
        self.put(Part.RESPONSIBLE, other.responsible)
        self.put(Part.SUPPORT, other.supports)
        self.officials += [n for n in other.officials if n not in self.officials]
        self.owners += [n for n in other.owners if n not in self.owners]
        self.times += other.times
        self.plain = self.plain or other.plain
        self.titled = self.titled or other.titled
        self.rule = self.rule or other.rule

    def settled(
        self, *, first_listed: bool, marked: bool = False
    ) -> tuple[list[Named], list[Named]]:
        """Leads and supporters: 责任单位 beside a lead support, alone they lead (only the first, or
        only those with a sign, where the document says so); where everybody only helps, the first
        leads."""
        leads, supports = list(self.leads), list(self.supports)
        signed = [n for n in (*leads, *self.responsible) if marked and n.marked]
        if signed:
            plain = [n for n in (*leads, *self.responsible) if not n.marked]
            leads, supports = signed, [*plain, *supports]
        elif leads and first_listed and self.titled:
            supports = [*leads[1:], *self.responsible, *supports]
            leads = leads[:1]
        elif leads:
            supports = [*self.responsible, *supports]
        elif self.responsible:
            leads = self.responsible[:1] if first_listed and self.plain else self.responsible
            supports = [*self.responsible[len(leads) :], *supports]
        known = {n.unit.text for n in leads}
        return leads, [n for n in supports if n.unit.text not in known]


def pieces(region: Region, marks: str) -> Iterator[tuple[Region, str]]:
    """The parts of a region between ``marks`` outside brackets and quotation marks."""
    text, depth, start = region.text, 0, 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            if at > start:
                yield region.part(region.start + start, region.start + at), char
            start = at + 1
    if start < len(text):
        yield region.part(region.start + start, region.end), ""


def depths(text: str) -> list[int]:
    """How many brackets are open before each character, and at the end."""
    out, depth = [0], 0
    for char in text:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        out.append(depth)
    return out
