"""The words of work reports, compiled once: which half speaks, what a clause could be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

_LIST = re.compile(r"\{[a-z]+\}")


class Part(StrEnum):
    """Which part of a report a stretch belongs to."""

    REVIEW = "review"
    PLAN = "plan"
    SELF = "self"
    GLOSSARY = "glossary"


HEADINGS = (Part.GLOSSARY, Part.REVIEW, Part.SELF, Part.PLAN)
"""Parts a heading can announce, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Compiled patterns over simplified, half-width text; see ``report.toml`` for each."""

    headings: Mapping[Part, re.Pattern[str]]
    annex: re.Pattern[str]
    look_back: re.Pattern[str]
    plan_inside: re.Pattern[str]
    goals: re.Pattern[str]
    outlook: re.Pattern[str]
    projects: re.Pattern[str]
    announced: re.Pattern[str]
    past_again: re.Pattern[str]
    again: re.Pattern[str]
    never: re.Pattern[str]
    general: re.Pattern[str]
    abstract: re.Pattern[str]
    soft: re.Pattern[str]
    soft_count: re.Pattern[str]
    document: re.Pattern[str]
    act: re.Pattern[str]
    done: re.Pattern[str]
    all: re.Pattern[str]
    honour: re.Pattern[str]
    event: re.Pattern[str]
    project: re.Pattern[str]
    move: re.Pattern[str]
    vague: re.Pattern[str]
    ambition: re.Pattern[str]
    programme: re.Pattern[str]
    opener: re.Pattern[str]
    generic_opener: re.Pattern[str]
    never_named: re.Pattern[str]
    follow: re.Pattern[str]
    newcomer: re.Pattern[str]
    invest: re.Pattern[str]
    grow: re.Pattern[str]
    bare: re.Pattern[str]
    aim: re.Pattern[str]
    capacity: re.Pattern[str]
    step: re.Pattern[str]
    indicator: re.Pattern[str]
    elided: re.Pattern[str]
    actor: re.Pattern[str]
    acts: re.Pattern[str]

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> ReportWords:
        """From the table of ``report.toml``; :class:`re.error` names a pattern that is wrong."""
        lists = {f"{{{name}}}": f"(?:{'|'.join(words)})" for name, words in table["words"].items()}
        flat = {
            key: _any_of(value, lists)
            for name, section in table.items()
            if isinstance(section, dict) and name != "words"
            for key, value in section.items()
        }
        headings = {part: flat[part.value] for part in HEADINGS}
        names = [f.name for f in fields(cls) if f.name != "headings"]
        return cls(headings, **{name: flat[name] for name in names})


def _any_of(patterns: str | Sequence[str], lists: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern, or several of which any may match; ``{name}`` is any word of that list."""
    whole = patterns if isinstance(patterns, str) else "|".join(patterns)
    return re.compile(_LIST.sub(lambda found: lists[found.group()], whole))
