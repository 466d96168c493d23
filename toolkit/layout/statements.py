"""A statement of the standard (or a house custom), and what came of testing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from toolkit.errors import SettingsError
from toolkit.layout.elements import Shape


class Force(StrEnum):
    """How firmly the standard speaks; a house custom binds nobody."""

    MUST = "必须"
    USUAL = "一般"
    RECOMMENDED = "推荐"
    MAY = "可以"
    CUSTOM = "习惯"


class Verdict(StrEnum):
    """What came of it."""

    PASSES = "符合"
    FAILS = "不符合"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Statement:
    """One testable sentence. ``shapes`` are the papers it speaks of; ``figures`` what it wants.

    ``measure`` names the function that tests it; empty where a file cannot tell (``reason``).
    """

    id: str
    clause: str
    force: Force
    wording: str
    shapes: frozenset[Shape]
    measure: str
    figures: Mapping[str, float]
    reason: str = ""

    def figure(self, name: str) -> float:
        return self.figures[name]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where something is otherwise: place, what was found, what should be (Chinese)."""

    place: str
    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names of the five faces: ``families`` role → every name that will do; ``profiles`` name →
    role → the name to use; ``narrow`` hold GB2312's characters alone.
    """

    families: Mapping[str, frozenset[str]]
    profiles: Mapping[str, Mapping[str, str]]
    fallbacks: Mapping[str, Mapping[str, str]]
    narrow: frozenset[str]

    def is_in(self, face: str, role: str) -> bool:
        return face in self.families[role]

    def only(self, profile: str) -> Fonts:
        """The same with one profile alone. Raises SettingsError E3006 for one there is not."""
        if profile not in self.profiles:
            raise SettingsError(
                "E3006",
                f"没有“{profile}”这套字体。可选：{'、'.join(self.profiles)}。"
                "请改 duban.toml 里 [papers] 的 fonts，或命令里的 --fonts。",
            )
        return replace(self, profiles={profile: self.profiles[profile]})

    def outside(self, faces: Iterable[str]) -> tuple[str, ...]:
        """What of ``faces`` is not of the profile that comes nearest; ``()``: it has them all."""
        known = (
            {*self.profiles[name].values(), *self.fallbacks[name].values()}
            for name in self.profiles
        )
        used = dict.fromkeys(faces)
        return min((tuple(each for each in used if each not in one) for one in known), key=len)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A statement tested: ``reason`` says why it does not apply."""

    statement: Statement
    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    reason: str = ""


class NotApplicable(Exception):
    """Raised by a measure that finds nothing it speaks of; the message says why, in Chinese."""
