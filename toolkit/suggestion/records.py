"""What a suggestion is made from, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tasked:
    """A unit that may be suggested: its everyday name, the phrases of its duties, and ``weight``.

    The weight (0 to 1) is below 1 for bodies that seldom lead, companies of the county above all.
    """

    name: str
    duties: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A task of before with its lead unit; ``told`` says where it stands: 2025年任务分解第31项."""

    text: str
    lead: str
    supporting: tuple[str, ...] = ()
    told: str = ""


class EvidenceKind(StrEnum):
    """What speaks for a unit."""

    DUTY = "duty"
    SIMILAR = "similar"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a unit: the duty's phrase, where the similar task stands, or the
    words; ``weight`` is its share of the score."""

    kind: EvidenceKind
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit with its score, which is the sum of its evidence, the weightiest first."""

    unit: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Units for one task, the best first; ``is_sure`` says that the first stands out."""

    leads: tuple[Suggestion, ...]
    supporting: tuple[str, ...]
    is_sure: bool
