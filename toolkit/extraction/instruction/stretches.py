"""Which stretches of a paper are read on their own: proposals, numbered points, single notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.extraction.instruction.fields import Field, Record
from toolkit.extraction.instruction.records import LONG
from toolkit.extraction.instruction.words import Column
from toolkit.extraction.structure import Node, points_of
from toolkit.extraction.units.find import UnitMention
from toolkit.text.numerals import parse_number
from toolkit.text.patterns import lazy

_HAN = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
NUMERAL = rf"\d{{1,2}}|{_HAN}"
_PROPOSED = lazy(r"(?:建议|提出|拟请|拟|意见)[^,。;:]{0,6}:")
_NUMBERED = lazy(
    rf"(?:(?<=[:;。])|(?<=建议)|^)(?:(?P<han>{_HAN})、|\(?(?P<digit>\d{{1,2}})[).、](?!\d)|\((?P<round>{_HAN})\)|(?P<listed>{_HAN})是)"
)
_COLON = lazy(r"(?<=[^\d:]):(?!\d)")
_PART = lazy(r"[^;。]+")


def proposals(record: Record) -> Iterator[Field]:
    """The clerk's proposals, and those a summary quotes (该局建议：一、…)."""
    for item in record.of(Column.TITLE, Column.SUMMARY, Column.PROPOSAL):
        if item.column is Column.PROPOSAL:
            yield item
        elif found := _PROPOSED.search(item.text):
            rest = item.text[found.end() :].rstrip()
            bracketed = rest.endswith(")") and item.text.rfind("(", 0, found.end()) >= 0
            end = item.start + found.end() + len(rest) - bracketed
            yield replace(item, start=item.start + found.end(), end=end)


def stretches(item: Field, proposal: bool) -> Iterator[tuple[int, int, int | None]]:
    """A numbered proposal point by point; anything else whole."""
    short = proposal and item.end - item.start <= LONG
    marks = list(_NUMBERED.finditer(item.text)) if short else []
    if len(marks) < 2:
        yield item.start, item.end, None
        return
    if marks[0].start() > 2:
        yield item.start, item.start + marks[0].start(), None
    ends = [m.start() for m in marks[1:]] + [len(item.text)]
    for found, end in zip(marks, ends, strict=True):
        yield item.start + found.end(), item.start + end, number_of(found[found.lastgroup or 0])


def number_of(mark: str) -> int:
    """The number of a point in either script: 十一 and 11 → 11."""
    return int(parse_number(mark) or 0)


def part(node: Node, text: str, start: int, end: int, title: Sequence[Field]) -> Node:
    """A stretch of a block as a block of its own, under the title of the paper; ``text`` is the
    block's as it was heard."""
    points = [
        replace(point, label="" if point.start == start else point.label)
        for point in points_of(text[:end], text[:start], 0)
    ]
    above = tuple(
        Node(
            replace(t.node.block, text=t.node.text[: t.end]),
            level=1,
            label=t.node.text[: t.start],
            heading=True,
            above=(),
            points=(),
            index=t.node.index,
        )
        for t in title[:1]
    )
    return Node(node.block, 0, "", False, above, tuple(points), node.index)


def introduced(text: str, units: Sequence[UnitMention], item: Field) -> tuple[int, int] | None:
    """请甲同志牵头…,分三步走:A由甲局…;B由乙局…: where the words that introduce several charges end,
    and where the sentence ends; ``None`` where no colon has two charges of units behind it."""
    for colon in _COLON.finditer(text, item.start, item.end):
        stop = text.find("。", colon.end(), item.end)
        end = stop + 1 if stop >= 0 else item.end
        parts = list(_PART.finditer(text, colon.end(), end))
        charged = [p for p in parts if any(p.start() <= u.start < p.end() for u in units)]
        if len(charged) > 1 and text.rfind("。", item.start, colon.start()) < colon.start() - 2:
            return colon.end(), end
    return None
