"""What the walk over a running text remembers from clause to clause."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.extraction.analysis import Reading
from toolkit.extraction.drafts import Draft
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.phrases import Frame
from toolkit.extraction.roles import Group
from toolkit.extraction.units.find import UnitMention


@dataclass(slots=True)
class State:
    """What the walk remembers. ``reporters`` and ``heading_units`` belong to the section
    (``heading_leads``: the units lead all that stands there; ``heading_persons`` likewise),
    ``subject`` and ``approved`` (whose proposal was just agreed to) to the block, ``frame`` is
    the voice that speaks, ``opening`` whether its block begins here, ``meets`` whether it is a
    meeting's. ``told``: the sentences before, of the same block, said how things stand."""

    frame: Frame = Frame.NONE
    frame_fresh: bool = False
    opening: bool = False
    told: bool = False
    ordered: bool = False
    agenda: bool = False
    meets: bool = False
    section_frame: Frame = Frame.NONE
    reports: bool = False
    reporters: list[UnitMention] = field(default_factory=list)
    proposers: list[UnitMention] = field(default_factory=list)
    heading_units: list[UnitMention] = field(default_factory=list)
    heading_leads: bool = False
    heading_persons: list[PersonMention] = field(default_factory=list)
    subject: list[UnitMention] = field(default_factory=list)
    approved: list[UnitMention] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    intro_subject: list[UnitMention] = field(default_factory=list)


@dataclass(slots=True)
class Segment:
    """The walk between two semicolons. ``previous`` is the sentence's draft before, ``topic`` the
    clauses that only named the matter so far; ``blocked`` after something that is no order,
    ``barred`` after a condition that rules the rest (逾期未完成的，…), ``outside`` after somebody
    else's demand; ``waiting`` are supporters named before the one they support."""

    previous: Draft | None = None
    current: Draft | None = None
    topic: list[Reading] = field(default_factory=list)
    blocked: bool = False
    barred: bool = False
    outside: bool = False
    waiting: list[tuple[Reading, Group]] = field(default_factory=list)
