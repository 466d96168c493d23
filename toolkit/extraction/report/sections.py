"""Where a work report stops looking back and begins to plan.

The review speaks with the same verbs and figures as the plan; only its place tells them apart. A
:class:`Course` knows for every character of a report which part it belongs to: from headings, and
in reports without headings from the sentence that opens the plan (今年发展主要预期目标是：…).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.extraction.report.words import Part, ReportWords
from toolkit.extraction.structure import Node
from toolkit.model import Place
from toolkit.text.patterns import lazy

_HEADING_MAX = 50
_INSIDE = lazy(
    r"(?:(?<=[。!?])|^)\s*(?:第[一二三四五六]部分|[一二三四五六七八九]、)\s*(?P<title>[^,。;:\s]{4,30})(?=\s)"
)
_EXPLAINS = lazy(r'"?[^,。;:]{2,24}"?:(?:是指|指|即|由|包括)')  # [1]“一网统管”：指…, a glossary
_YEAR = lazy(r"20\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class Course:
    """The parts of a report: where each begins (block, offset) and which it is, in order."""

    starts: tuple[tuple[int, int], ...]
    parts: tuple[Part, ...]
    first: Part

    def part_at(self, block: int, offset: int) -> Part:
        """The part a character belongs to."""
        at = bisect_right(self.starts, (block, offset))
        return self.parts[at - 1] if at else self.first


def chart(nodes: Sequence[Node], words: ReportWords, year: int | None) -> Course:
    """The course of a report that plans ``year`` (``None``: unknown).

    What stands before the first mark is the review, unless the document has no mark at all: then
    it is an extract, read as a plan.
    """
    starts: list[tuple[int, int]] = []
    parts: list[Part] = []
    for node in nodes:
        for offset, part in _marks_of(node, words, year, parts):
            if not parts or part is not parts[-1]:
                starts.append((node.index, offset))
                parts.append(part)
    halved = Part.PLAN in parts or Part.REVIEW in parts
    return Course(tuple(starts), tuple(parts), Part.REVIEW if halved else Part.PLAN)


def _marks_of(
    node: Node, words: ReportWords, year: int | None, parts: Sequence[Part]
) -> Iterator[tuple[int, Part]]:
    now = parts[-1] if parts else None
    title = node.text[len(node.label) :].strip()
    if node.block.first.place not in (Place.BODY, Place.TEXT_BOX):
        return
    if now in (Part.PLAN, Part.SELF) and node.label[:1] == "[" and _EXPLAINS.match(title):
        yield 0, Part.GLOSSARY
        return
    if _may_head(node, title):
        if part := _announced(title, words, year, now):
            yield 0, part
        return
    for found in _INSIDE.finditer(node.text):
        if part := _announced(found["title"], words, year, now):
            now = part
            yield found.start(), part
    if now in (None, Part.REVIEW) and (opening := words.plan_inside.search(node.text)):
        yield opening.start(), Part.PLAN


def _may_head(node: Node, title: str) -> bool:
    """Whether a block can announce a part: short, no sentence, of the outermost two levels."""
    return 1 < len(title) <= _HEADING_MAX and title[-1] not in "。;,!?" and node.level <= 2


def _announced(title: str, words: ReportWords, year: int | None, now: Part | None) -> Part | None:
    planning = now in (Part.PLAN, Part.SELF)
    if now is Part.GLOSSARY:
        return Part.PLAN if words.annex.search(title) else None
    if title.endswith("报告"):
        return None
    if planning and words.headings[Part.GLOSSARY].search(title):
        return Part.GLOSSARY
    looks_back = words.look_back if planning else words.headings[Part.REVIEW]
    if looks_back.search(title):
        return Part.REVIEW
    if planning and words.headings[Part.SELF].search(title):
        return Part.SELF
    if words.headings[Part.PLAN].search(title):
        years = [int(found) for found in _YEAR.findall(title)]
        over = bool(years) and year is not None and max(years) < year
        return Part.REVIEW if over else Part.PLAN
    return None
