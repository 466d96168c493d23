"""What the labels, columns and role words of a breakdown mean, compiled once from data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from toolkit.text.patterns import lazy

_BRACKET = lazy(r"\([^()]*\)|\s+")
_MACRO = lazy(r"\{([a-z]+)\}")
# 牵头单位: and 牵 头: behind a mark
_MARKED = lazy(
    r"(?:(?<=[;,。、(\[【|\s!:])|^)"
    r"(?P<label>[^\W\d_]{1,2}(?: [^\W\d_]{1,2}){1,3}|[^,;、()。|:\s]{2,12})(?:\([^()]{1,12}\))?\s?:"
)
_BOXED = lazy(r"[\[【〔](?P<label>[^\[\]【】〔〕]{2,12})[\]】〕]:?")  # 【牵头单位】
_SAID = lazy(r"(?:(?<=[;,。、(])|^)(?P<label>[^\W\d_]{2,8}?)[为是](?=[^\W\d_])")  # 牵头单位为…
_NOTHING = lazy(r"(?!)")


class Part(StrEnum):
    """What a labelled field or a column holds, in the order in which names are tried."""

    NUMBER = "number"
    METHOD = "method"
    PROPOSER = "proposer"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"
    OFFICIAL = "official"
    PERSON = "person"
    TIME = "time"
    ASIDE = "aside"
    STEP = "step"
    OTHER = "other"
    TOPIC = "topic"
    TASK = "task"


CHARGED = (Part.LEAD, Part.RESPONSIBLE, Part.SUPPORT)
FIELDS = (*CHARGED, Part.OFFICIAL, Part.PERSON, Part.TIME)


@dataclass(frozen=True, slots=True)
class Rules:
    """Patterns for what rules more than one row, and for what is no row (see the data file)."""

    remark: re.Pattern[str] = _NOTHING
    marked_lead: re.Pattern[str] = _NOTHING
    all_due: re.Pattern[str] = _NOTHING
    all_charge: re.Pattern[str] = _NOTHING
    heading_due: re.Pattern[str] = _NOTHING
    heading_lead: re.Pattern[str] = _NOTHING
    heading_count: re.Pattern[str] = _NOTHING
    method: re.Pattern[str] = _NOTHING
    no_action: re.Pattern[str] = _NOTHING
    none_mark: re.Pattern[str] = _NOTHING
    same_mark: re.Pattern[str] = _NOTHING
    total: re.Pattern[str] = _NOTHING
    not_charge: re.Pattern[str] = _NOTHING
    general: re.Pattern[str] = _NOTHING
    everybody: re.Pattern[str] = _NOTHING
    everybody_name: re.Pattern[str] = _NOTHING
    heading_person: re.Pattern[str] = _NOTHING
    see_task: re.Pattern[str] = _NOTHING
    furniture: re.Pattern[str] = _NOTHING
    title_only: re.Pattern[str] = _NOTHING
    convention: re.Pattern[str] = _NOTHING
    not_note: re.Pattern[str] = _NOTHING
    put_off: re.Pattern[str] = _NOTHING
    numbered_label: re.Pattern[str] = _NOTHING
    background: re.Pattern[str] = _NOTHING
    unit_end: re.Pattern[str] = _NOTHING
    weak_end: re.Pattern[str] = _NOTHING
    verb: re.Pattern[str] = _NOTHING


@dataclass(frozen=True, slots=True)
class Label:
    """``text[start:end]`` is a field's name with its colon."""

    start: int
    end: int
    part: Part | None


@dataclass(frozen=True, slots=True)
class BreakdownWords:
    """Names of fields and columns, role words and conventions; without data nothing matches.

    The role patterns match the whole of what follows a list of units. ``glued`` finds a field's
    name right behind the words of the field before.
    """

    parts: tuple[tuple[Part, re.Pattern[str]], ...] = ()
    glued: re.Pattern[str] = _NOTHING
    lead: re.Pattern[str] = _NOTHING
    charge: re.Pattern[str] = _NOTHING
    share: re.Pattern[str] = _NOTHING
    support: re.Pattern[str] = _NOTHING
    join: re.Pattern[str] = _NOTHING
    handed: re.Pattern[str] = _NOTHING
    rules: Rules = Rules()

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> BreakdownWords:
        """From the table of ``breakdown.toml``; :class:`re.error` names a pattern that is wrong."""
        stems = {key: f"(?:{pattern})" for key, pattern in table["stems"].items()}
        names = {
            Part(key): _MACRO.sub(lambda m: stems[m[1]], "|".join(f"(?:{p})" for p in some))
            for key, some in table["parts"].items()
        }
        labels = "|".join(f"(?:{names[part]})" for part in FIELDS)
        rules = {key: re.compile(pattern) for key, pattern in table["rules"].items()}
        rules["unit_end"] = re.compile(f"(?:{table['rules']['unit_end']})$")
        return cls(
            parts=tuple((part, re.compile(names[part])) for part in Part if part in names),
            glued=re.compile(rf"(?P<label>{labels})(?:\([^()]{{1,12}}\))?:"),
            **{key: re.compile(pattern) for key, pattern in table["roles"].items()},
            rules=Rules(**rules),
        )

    def labels(self, text: str) -> list[Label]:
        """The labelled fields of a text, left to right; one of unknown name has no part."""
        known = [self._label(m) for m in self.glued.finditer(text)]
        ends = {label.end for label in known}
        marked = [self._label(m) for m in _MARKED.finditer(text)]
        known += [label for label in marked if label.end not in ends]
        for pattern in (_BOXED, _SAID):
            named = [self._label(m) for m in pattern.finditer(text)]
            known += [label for label in named if label.part in FIELDS]
        return sorted(known, key=lambda label: label.start)

    def _label(self, found: re.Match[str]) -> Label:
        start = found.start() if found.group()[0] in "[【〔" else found.start("label")
        return Label(start, found.end(), self.part_of(found["label"]))

    def part_of(self, name: str) -> Part | None:
        """What a label or column called ``name`` (recognition copy) holds; ``None`` if unknown."""
        return _part_of(self.parts, _BRACKET.sub("", name).strip(":"))


@cache
def _part_of(parts: tuple[tuple[Part, re.Pattern[str]], ...], name: str) -> Part | None:
    return next((part for part, pattern in parts if pattern.fullmatch(name)), None)
