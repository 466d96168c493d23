"""One body under two names in the same paper: 县发改委 here, 县发改局 there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from toolkit.extraction.units.mentions import Vocabulary
from toolkit.findings import one_unit, perhaps_same_unit
from toolkit.model import ExtractedTask, Finding, Unit

_SORTS = ("委员会", "局", "委")


def join_names(
    tasks: Sequence[ExtractedTask], vocabulary: Vocabulary
) -> tuple[tuple[ExtractedTask, ...], tuple[Finding, ...]]:
    """Two official names that differ only in 局 and 委员会, said once.

    Where one row of the units table has both, they are one unit and go by the name that the paper
    writes first; else it is a doubt.
    """
    first: dict[str, Unit] = {}
    found: dict[str, Finding] = {}
    both = {
        stem
        for record in vocabulary.units.values()
        for stem, count in Counter(map(_stem, record.full)).items()
        if stem and count > 1
    }

    def joined(unit: Unit) -> Unit:
        stem = _stem(unit.name or "")
        known = first.setdefault(stem, unit)
        if not stem or known.name == unit.name:
            return unit
        if any(stem.endswith(each.rpartition("}")[2]) for each in both):
            found.setdefault(stem, one_unit(known.text, unit.text, unit.origin))
            return replace(unit, name=known.name)
        found.setdefault(stem, perhaps_same_unit(known.text, unit.text, unit.origin))
        return unit

    made = tuple(
        replace(
            task,
            lead_units=tuple(map(joined, task.lead_units)),
            supporting_units=tuple(map(joined, task.supporting_units)),
        )
        for task in tasks
    )
    return made, tuple(found.values())


def _stem(name: str) -> str:
    sort = next((each for each in _SORTS if name.endswith(each)), "")
    return name.removesuffix(sort) if sort else ""
