"""How much a stretch of office prose reads like an order: each pair of its characters has a weight.

The signs a verdict goes by (who is addressed, what could be checked) are put down one by one and
cover what somebody thought of. The weights are learned from all annotated papers at once and see
the wording as a whole; beside the signs they are a second opinion, never the only one. They are
learned by ``tests/learn_weights.py`` and kept in ``data/vocabulary/weights.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp

from toolkit.text.dates import TimeKind
from toolkit.text.patterns import lazy

UNIT, PERSON = "U", "P"
TIMES: Mapping[TimeKind, str] = {
    TimeKind.DEADLINE: "D",
    TimeKind.EVENT: "E",
    TimeKind.START: "F",
    TimeKind.RECURRING: "R",
    TimeKind.URGENT: "!",
    TimeKind.POINT: "T",
    TimeKind.SPAN: "S",
    TimeKind.STANDARD: "G",
    TimeKind.PAST: "B",
}
"""What stands for a time of each kind in a wording."""
_DIGITS = re.compile(r"\d+")
_UNITS = lazy(f"{UNIT}(?:[、和及与]{UNIT})+")
BIAS = ""
"""The key of the weight that every wording has."""


def wording(text: str, named: Iterable[tuple[int, int, str]]) -> str:
    """What is weighed of a text: ``named`` gives where a unit, a person or a time stands in it and
    the sign for it; several units are one, and so are the figures of a number."""
    parts, at = ["^"], 0
    for start, end, sign in sorted(named):
        if start >= at:
            parts += text[at:start], sign
            at = end
    parts += text[at:], "$"
    return _UNITS.sub(UNIT, _DIGITS.sub("0", "".join(parts)))


def pieces_of(said: str) -> set[str]:
    """The signs of a wording and its pairs of signs: what has a weight each."""
    return {*said, *(said[at : at + 2] for at in range(len(said) - 1))}


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of pieces in log odds; what is not listed weighs nothing."""

    of: Mapping[str, float]

    def chance(self, said: str) -> float:
        """How likely a wording is that of an order, 0 to 1."""
        found = (self.of.get(piece, 0.0) for piece in pieces_of(said))
        return 1 / (1 + exp(-self.of.get(BIAS, 0.0) - sum(found)))
