"""One body under two names in the same paper: 县发改委 here, 县发改局 there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.findings import perhaps_same_unit
from toolkit.model import ExtractedTask, Finding, Unit

_SORTS = ("委员会", "局", "委")


def doubt_two_names(tasks: Iterable[ExtractedTask]) -> Iterator[Finding]:
    """A doubt for each two official names that differ only in 局 and 委员会, said once."""
    first: dict[str, Unit] = {}
    told: set[str] = set()
    for task in tasks:
        for unit in (*task.lead_units, *task.supporting_units):
            stem = _stem(unit.name or "")
            if not stem:
                continue
            known = first.setdefault(stem, unit)
            if known.name != unit.name and stem not in told:
                told.add(stem)
                yield perhaps_same_unit(known.text, unit.text, unit.origin)


def _stem(name: str) -> str:
    sort = next((each for each in _SORTS if name.endswith(each)), "")
    return name.removesuffix(sort) if sort else ""
