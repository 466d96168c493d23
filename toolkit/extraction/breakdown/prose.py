"""Orders that a breakdown gives in a sentence instead of a note: read as minutes read them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from toolkit.extraction.breakdown.finish import origin_of
from toolkit.extraction.breakdown.notes import Entry
from toolkit.extraction.breakdown.records import Named
from toolkit.extraction.breakdown.words import Part
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.judge import Verdict, judge
from toolkit.extraction.minutes import walk
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Node
from toolkit.extraction.units.find import UnitMention
from toolkit.model import Span, Unit
from toolkit.text.dates import TimeKind
from toolkit.text.normalize import match_copy

_DATED = (TimeKind.DEADLINE, TimeKind.EVENT, TimeKind.RECURRING)
_SAID = (How.ASSIGNED, How.SUBJECT)


def spoken_orders(scanned: Scan, done: set[int]) -> list[Draft]:
    """Sentences that put a named unit in charge, outside the paragraphs already read whole."""
    nodes = [n for n in scanned.nodes if n.heading or not done.issuperset(_lines(n))]
    drafts, _ = walk(nodes, scanned.facts_of)
    return [d for d in drafts if d.how in _SAID and d.leads and done.isdisjoint(_lines(d.node))]


def fill_leads(entries: Iterable[Entry], spoken: Sequence[Draft]) -> None:
    """A note that names only helpers leaves the lead to the sentence before it."""
    places = _Places((span, n) for n, draft in enumerate(spoken) for span in draft.spans)
    for entry in entries:
        if entry.row or entry.charge.has_lead or entry.charge.titled:
            continue
        spans = [s for region in entry.body for s in region.spans]
        at = places.at(spans)
        if at is not None:
            entry.charge.put(Part.LEAD, _named(spoken[at], spoken[at].leads))
            entry.charge.put(Part.SUPPORT, _named(spoken[at], spoken[at].supports))
            entry.charge.rule = spoken[at].how.value


def free_orders(
    scanned: Scan, spoken: Sequence[Draft], entries: Sequence[Entry], everybody: re.Pattern[str]
) -> list[Draft]:
    """Dated orders to a named unit, in numbered sections, that no note or row has taken.

    ``everybody`` matches names that mean everybody (各责任单位, 有关部门).
    """
    taken = _Places((s, 0) for e in entries for region in origin_of(e) for s in region.spans)
    return [
        draft
        for draft in spoken
        if (draft.node.above or draft.node.level)
        and judge(draft, scanned.knowledge.phrases) is Verdict.TASK
        and any(t.kind in _DATED for r in draft.readings for t in r.times)
        and not all(everybody.fullmatch(match_copy(u.text)) for u in draft.leads)
        and taken.at(draft.spans) is None
    ]


def _named(draft: Draft, mentions: Iterable[UnitMention]) -> list[Named]:
    out = []
    for mention in mentions:
        spans = draft.node.block.spans(mention.start, mention.end)
        unit = Unit(mention.text, mention.name, spans[0] if spans else None, mention.group)
        out.append(Named(unit, mention))
    return out


def _lines(node: Node) -> set[int]:
    return {p.index for p in node.block.paragraphs}


class _Places:
    """Stretches of the document with what stands there, for asking what overlaps a span."""

    def __init__(self, spans: Iterable[tuple[Span, int]]) -> None:
        self._of: dict[int, list[tuple[int, int, int]]] = {}
        for span, what in spans:
            self._of.setdefault(span.paragraph, []).append((span.start, span.end, what))
        for places in self._of.values():
            places.sort()

    def at(self, spans: Iterable[Span]) -> int | None:
        """What stands where one of ``spans`` does, or ``None``."""
        for span in spans:
            places = self._of.get(span.paragraph, [])
            low = bisect_left(places, (span.start, 0, 0))
            for start, end, what in places[max(0, low - 2) : low + 1]:
                if start < span.end and span.start < end:
                    return what
        return None
