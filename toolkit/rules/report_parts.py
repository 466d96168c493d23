"""Required parts of a report as records: how they are worded, and what was found of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit.model import Clause, Finding, Span
from toolkit.rules.provisions import EscalationLevel
from toolkit.text.normalize import match_copy

Patterns = tuple[re.Pattern[str], ...]
_FULL_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")


def pattern_copy(text: str) -> str:
    """The text as patterns see it, of the same length: one script, full-width punctuation."""
    return match_copy(text).translate(_FULL_WIDTH)


def any_matches(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    """Whether one of the patterns is found anywhere in the text."""
    copy = pattern_copy(text)
    return any(pattern.search(copy) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that make a part doubtful, unless others stand beside them; ``says`` why."""

    pattern: re.Pattern[str]
    says: str
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class PartWords:
    """How one required part is usually worded. ``subject``: who ought to be named in it."""

    name: str
    headings: Patterns
    phrases: Patterns
    excluded: Patterns
    denied: Patterns
    doubts: tuple[Doubt, ...]
    advice: str
    subject: re.Pattern[str] | None = None
    subject_doubt: str = ""


@dataclass(frozen=True, slots=True)
class OpinionWords:
    """How a request is told, where a leader's opinion stands, and what is none."""

    titles: Patterns
    closings: Patterns
    labels: Patterns
    other_labels: Patterns
    refused: Patterns
    doubtful: Patterns
    advice: str


@dataclass(frozen=True, slots=True)
class EscalationWords:
    """All words: of the parts by name, of opinions, and what counts as nothing written."""

    parts: Mapping[str, PartWords]
    opinion: OpinionWords
    empty: Patterns
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class PartResult:
    """One required part: where it stands, and what is wrong with it (``None``: nothing)."""

    name: str
    clause: Clause
    origins: tuple[Span, ...]
    finding: Finding | None

    @property
    def is_there(self) -> bool:
        return bool(self.origins) and self.finding is None


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """The parts in the regulation's order.

    ``is_request``: 请示性公文, so a leader's opinion is due; ``None`` where none is asked for.
    """

    level: EscalationLevel
    parts: tuple[PartResult, ...]
    is_request: bool | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(part.finding for part in self.parts if part.finding)
