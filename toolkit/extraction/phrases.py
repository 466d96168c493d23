"""The office's turns of phrase, compiled once: what orders, what only reports, what is a condition.

The phrases themselves are data (``data/vocabulary/phrases.toml``); here they get their names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from toolkit.extraction.weighing import Weights


class Frame(StrEnum):
    """Whose voice a sentence speaks with."""

    ORDER = "order"
    TALK = "talk"
    REPORT = "report"
    NONE = "none"


class Mood(StrEnum):
    """What a clause that orders nothing does instead."""

    PAST = "past"
    REFUSED = "refused"
    CONDITION = "condition"
    THREAT = "threat"
    ATTITUDE = "attitude"
    OUTSIDE = "outside"  # somebody above or elsewhere demands it; told as a reason
    ASIDE = "aside"  # what the speaker will do himself, or what an order is good for


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled patterns over simplified, half-width text."""

    frames: Mapping[Frame, re.Pattern[str]]
    moods: Mapping[Mood, re.Pattern[str]]
    give: re.Pattern[str]
    receive: re.Pattern[str]
    join: re.Pattern[str]
    lead: re.Pattern[str]
    support: re.Pattern[str]
    assist: re.Pattern[str]
    helped: re.Pattern[str]
    tell: re.Pattern[str]
    act: re.Pattern[str]
    everyone: re.Pattern[str]
    check: re.Pattern[str]
    past_heading: re.Pattern[str]
    deed: re.Pattern[str]
    output: re.Pattern[str]
    first_listed: re.Pattern[str]
    weights: Weights = field(default_factory=lambda: Weights({}))

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Phrases:
        """From the table of ``phrases.toml``; :class:`re.error` names a pattern that is wrong."""

        def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
            return re.compile("|".join(patterns))

        said = {**table["roles"], "deed": table["tasks"]["act"], "output": table["tasks"]["output"]}
        names = [f.name for f in fields(cls) if f.name not in ("frames", "moods", "weights")]
        compiled: dict[str, Any] = {name: re.compile(said[name]) for name in names}
        return cls(
            frames={Frame(key): any_of(value) for key, value in table["frames"].items()},
            moods={Mood(key): any_of(value) for key, value in table["moods"].items()},
            **compiled,
        )
