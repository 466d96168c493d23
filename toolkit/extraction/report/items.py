"""An item of a report while it is put together, and the items that say the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.extraction.report.clauses import Sort
from toolkit.extraction.report.said import Said
from toolkit.extraction.scopes import Scope
from toolkit.extraction.structure import Node
from toolkit.model import StatedDate
from toolkit.text.dates import TimeMention

_FRAMES = ("全年", "整年")  # 今年, 2026年: the year that is spoken of, no deadline
_TWINS = 40  # how many items with one figure a listed line is compared with


@dataclass(slots=True)
class Item:
    """An item being put together: its clauses, and what may still join."""

    node: Node
    said: list[Said]
    sort: Sort
    listed: bool = False
    ends: list[StatedDate] = field(default_factory=list)
    frame: tuple[int, int] | None = None
    echoes: list[Item] = field(default_factory=list)
    closings: list[Scope] = field(default_factory=list)

    def end_by(self, time: TimeMention | None) -> None:
        """The time said for several clauses (到2027年,…) is this item's, unless it has its own."""
        if time is None or time.on is None or (time.rule in _FRAMES and not time.is_end):
            return
        if any(said.dated for said in self.said):
            return
        spans = self.node.block.spans(time.start, time.end)
        words = self.node.block.printed(time.start, time.end)
        self.ends.append(StatedDate(words, time.on, spans[0] if spans else None))
        self.frame = (time.start, time.end)


def once(items: Sequence[Item]) -> list[Item]:
    """A line of the 民生实事 that repeats an item of the chapters joins it."""
    known: dict[str, list[Item]] = {}
    for item in items:
        if not item.listed:
            for figure in _figures_of(item):
                same = known.setdefault(figure, [])
                if len(same) < _TWINS:
                    same.append(item)
    kept: list[Item] = []
    for item in items:
        twin = (
            next((t for f in _figures_of(item) for t in known.get(f, ()) if _same(t, item)), None)
            if item.listed
            else None
        )
        if twin is None:
            kept.append(item)
        else:
            twin.echoes.append(item)
    return kept


def _figures_of(item: Item) -> list[str]:
    return [said.text[f.start : f.end] for said in item.said for f in said.figures]


def _same(a: Item, b: Item) -> bool:
    """Same object beside the same figure: most two-character words of the shorter in the longer."""
    one, two = (re.sub(r"[\d.,、\"]+[万亿]?.?", " ", x.said[0].text) for x in (a, b))
    short, long = sorted((one, two), key=len)
    pairs = {short[i : i + 2] for i in range(len(short) - 1) if " " not in short[i : i + 2]}
    return bool(pairs) and sum(pair in long for pair in pairs) >= 0.6 * len(pairs)
