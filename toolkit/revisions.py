"""A document like one that was issued before: what it repeats, what it says otherwise."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from toolkit.model import ExtractedTask

_ALIKE = 0.6  # of the words of two objectives: the same matter, said otherwise


@dataclass(frozen=True, slots=True)
class EarlierTask:
    """A task of the earlier document: as it was read (plain values), and the numbers it got."""

    number: int
    read: Mapping[str, Any]
    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """How a document's tasks, by number, stand to those of an earlier one.

    ``same`` and ``changed`` name the earlier task, ``new`` have none, ``gone`` are no longer there.
    """

    same: dict[int, EarlierTask]
    changed: dict[int, EarlierTask]
    new: tuple[int, ...]
    gone: tuple[EarlierTask, ...]

    @property
    def is_unchanged(self) -> bool:
        return not (self.changed or self.new or self.gone)


def compare_tasks(now: Sequence[ExtractedTask], before: Sequence[EarlierTask]) -> Revision:
    """Find for every task the earlier one with the same words, units and date, else one alike."""
    left = list(before)
    read = {task.number: dataclasses.asdict(task) for task in now}
    same: dict[int, EarlierTask] = {}
    for number, told in read.items():
        if found := next((each for each in left if _said(each.read) == _said(told)), None):
            same[number] = found
            left.remove(found)
    changed: dict[int, EarlierTask] = {}
    for number, told in read.items():
        if number in same or not left:
            continue
        nearest = max(left, key=lambda each: _likeness(told, each))
        if _likeness(told, nearest) >= _ALIKE:
            changed[number] = nearest
            left.remove(nearest)
    new = tuple(number for number in read if number not in same and number not in changed)
    return Revision(same, changed, new, tuple(left))


def _said(read: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two readings one task: not its place, which a sentence before it moves."""
    stated = read["completion_deadline"]
    return (
        _words(read["objective"]),
        [unit["text"] for unit in read["lead_units"]],
        [unit["text"] for unit in read["supporting_units"]],
        stated["text"] if stated else None,
    )


def _words(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))


def _likeness(told: Mapping[str, Any], earlier: EarlierTask) -> float:
    matcher = SequenceMatcher(None, _words(told["objective"]), _words(earlier.read["objective"]))
    return matcher.ratio()
