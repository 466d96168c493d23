"""A document read once: its blocks in order and everything mentioned in each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolkit.extraction.analysis import Facts
from toolkit.extraction.attested import add_attested
from toolkit.extraction.blocks import make_blocks
from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.meeting_day import plan_year
from toolkit.extraction.people import People, find_people, find_person_mentions
from toolkit.extraction.source_facts import source_facts
from toolkit.extraction.structure import Node, build, label_masked
from toolkit.extraction.unit_level import Level
from toolkit.extraction.units import UnitMention, detect_level, find_units
from toolkit.model import DocumentKind, Finding, SourceDocument, SourceFacts
from toolkit.text.dates import TimeContext, find_times
from toolkit.text.patterns import lazy


@dataclass(frozen=True, slots=True)
class Scan:
    """What every walk over a document starts from. ``facts_of`` maps a node's index to the units,
    persons and times mentioned there."""

    document: SourceDocument
    source: SourceFacts
    nodes: tuple[Node, ...]
    facts_of: dict[int, Facts]
    level: Level
    people: People
    context: TimeContext
    knowledge: Knowledge


def scan(
    document: SourceDocument, knowledge: Knowledge, kind: DocumentKind | None
) -> tuple[Scan, tuple[Finding, ...]]:
    """Read head, people, blocks and mentions of ``document``; ``kind`` overrides its own."""
    blocks, _ = make_blocks(document.paragraphs)
    people = find_people(document.paragraphs, knowledge.facts.people, blocks=blocks)
    source, findings = source_facts(
        document, knowledge.facts, kind=kind, people=people, blocks=blocks
    )
    level = detect_level([p.text for p in document.paragraphs], issuer=source.issuer)
    context = TimeContext(
        base=source.date,
        plan_year=plan_year(source.kind, source.title, source.date, blocks),
        festivals=knowledge.festivals,
        nth_working_day=knowledge.nth_working_day,
    )
    nodes = build(blocks)
    units = {
        node.index: _outside_titles(
            node.text, find_units(node.block.source, knowledge.vocabulary, level)
        )
        for node in nodes
    }
    units = add_attested(nodes, units, knowledge.vocabulary, level)
    units = {index: _resolved(found) for index, found in units.items()}
    facts_of = {
        node.index: Facts(
            text=node.text,
            units=units[node.index],
            persons=find_person_mentions(node.block.source, people),
            times=find_times(label_masked(node.block.source), context),
            phrases=knowledge.phrases,
            base=source.date,
            grade=level.grade,
            chair=source.chair,
        )
        for node in nodes
    }
    found = Scan(document, source, nodes, facts_of, level, people, context, knowledge)
    return found, findings


_TITLE = lazy(r"《[^《》]*》")


def _outside_titles(text: str, units: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
    """Units that are not part of a document's title: 《岚溪县…方案》 addresses nobody."""
    titles = [m.span() for m in _TITLE.finditer(text)]
    return tuple(u for u in units if not any(a <= u.start < b for a, b in titles))


def _resolved(units: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
    """该局, 该镇 stand for the unit of that kind named just before in the same block."""
    out: list[UnitMention] = []
    for unit in units:
        if unit.kind == "anaphor":
            like = [u for u in out if u.text[-1] == unit.text[-1]]
            if like:
                same = like[-1]
                unit = replace(
                    unit, text=same.text, name=same.name, unit_id=same.unit_id, certain=True
                )
        out.append(unit)
    return tuple(out)
