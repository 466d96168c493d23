"""Orders that a breakdown gives in a sentence instead of a note: read as minutes read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.extraction.breakdown_finish import origin_of
from toolkit.extraction.breakdown_notes import Entry
from toolkit.extraction.breakdown_records import Named
from toolkit.extraction.breakdown_words import Part
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.judge import Verdict, judge
from toolkit.extraction.minutes import walk
from toolkit.extraction.scan import Scan
from toolkit.extraction.units import UnitMention
from toolkit.model import Span, Unit
from toolkit.text.dates import TimeKind

_DATED = (TimeKind.DEADLINE, TimeKind.EVENT, TimeKind.RECURRING)
_SAID = (How.ASSIGNED, How.SUBJECT)


def spoken_orders(scanned: Scan, tabled: set[int]) -> list[Draft]:
    """Sentences outside tables that put a named unit in charge."""
    drafts, _ = walk(scanned.nodes, scanned.facts_of)
    return [d for d in drafts if d.how in _SAID and d.leads and tabled.isdisjoint(_lines(d))]


def fill_leads(entries: Iterable[Entry], spoken: Sequence[Draft]) -> None:
    """A note that names only helpers leaves the lead to the sentence before it."""
    for entry in entries:
        if entry.row or entry.charge.has_lead or entry.charge.titled:
            continue
        spans = [s for region in entry.body for s in region.spans]
        for draft in spoken:
            if _overlap(draft.spans, spans):
                entry.charge.put(Part.LEAD, _named(draft, draft.leads))
                entry.charge.put(Part.SUPPORT, _named(draft, draft.supports))
                entry.charge.rule = draft.how.value
                break


def free_orders(
    scanned: Scan, spoken: Sequence[Draft], entries: Sequence[Entry], everybody: tuple[str, ...]
) -> list[Draft]:
    """Dated orders to a named unit, in numbered sections, that no note or row has taken.

    ``everybody`` are the beginnings of names that mean everybody (牵头, 各, 有关).
    """
    taken = [s for e in entries for region in origin_of(e) for s in region.spans]
    return [
        draft
        for draft in spoken
        if (draft.node.above or draft.node.level)
        and judge(draft, scanned.knowledge.phrases) is Verdict.TASK
        and any(t.kind in _DATED for r in draft.readings for t in r.times)
        and not all(u.group or u.text.startswith(everybody) for u in draft.leads)
        and not _overlap(draft.spans, taken)
    ]


def _named(draft: Draft, mentions: Iterable[UnitMention]) -> list[Named]:
    out = []
    for mention in mentions:
        spans = draft.node.block.spans(mention.start, mention.end)
        unit = Unit(mention.text, mention.name, spans[0] if spans else None, mention.group)
        out.append(Named(unit, mention))
    return out


def _lines(draft: Draft) -> set[int]:
    return {p.index for p in draft.node.block.paragraphs}


def _overlap(some: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(
        a.paragraph == b.paragraph and a.start < b.end and b.start < a.end
        for a in some
        for b in others
    )
