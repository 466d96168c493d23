"""A document read once: its blocks in order and everything mentioned in each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolkit.extraction.analysis import Facts
from toolkit.extraction.blocks import make_blocks
from toolkit.extraction.head.facts import source_facts
from toolkit.extraction.head.meeting_day import plan_year
from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.people.find import People, find_people, find_person_mentions
from toolkit.extraction.structure import Node, build, label_masked
from toolkit.extraction.units.attested import add_attested
from toolkit.extraction.units.find import UnitMention, detect_level, find_units
from toolkit.extraction.units.level import Level
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

    def find_units(self, text: str) -> tuple[UnitMention, ...]:
        """The units of any text, at this document's level."""
        return find_units(text, self.knowledge.vocabulary, self.level)


def scan(
    document: SourceDocument, knowledge: Knowledge, kind: DocumentKind | None
) -> tuple[Scan, tuple[Finding, ...]]:
    """Read head, people, blocks and mentions of ``document``; ``kind`` overrides its own."""
    blocks, _ = make_blocks(document.paragraphs)
    people = find_people(document.paragraphs, knowledge.facts.people, blocks=blocks)
    source, findings = source_facts(
        document, knowledge.facts, kind=kind, people=people, blocks=blocks
    )
    level = detect_level(
        [p.text for p in document.paragraphs],
        issuer=source.issuer,
        divisions=knowledge.vocabulary.divisions,
    )
    context = TimeContext(
        base=source.date,
        plan_year=plan_year(source.kind, source.title, source.date, blocks),
        festivals=knowledge.festivals,
        nth_working_day=knowledge.nth_working_day,
        spoken=source.kind is DocumentKind.INSTRUCTION,
    )
    nodes = build(blocks)
    units = {
        node.index: _outside_titles(
            node.text, find_units(node.block.source, knowledge.vocabulary, level)
        )
        for node in nodes
    }
    units = add_attested(nodes, units, knowledge.vocabulary, level)
    units = _resolved(nodes, units)
    facts_of = {
        node.index: Facts(
            text=node.text,
            units=units[node.index],
            persons=find_person_mentions(node.block.source, people),
            times=find_times(label_masked(node.block.source), context),
            phrases=knowledge.phrases,
            base=source.date,
            grade=level.grade,
            chair=_speaker(source, people),
        )
        for node in nodes
    }
    found = Scan(document, source, nodes, facts_of, level, people, context, knowledge)
    return found, findings


def _speaker(source: SourceFacts, people: People) -> str | None:
    """Who speaks in the paper, and so gives nobody's order to himself: the chair, or he whose
    speech it is (某某同志在会议上的讲话), whoever presided."""
    title = source.title or ""
    named = find_person_mentions(title, people) if "讲话" in title else ()
    return named[0].name if named else source.chair


_TITLE = lazy(r"《[^《》]*》")


def _outside_titles(text: str, units: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
    """Units that are not part of a document's title: 《岚溪县…方案》 addresses nobody."""
    titles = [m.span() for m in _TITLE.finditer(text)]
    return tuple(u for u in units if not any(a <= u.start < b for a, b in titles))


def _resolved(
    nodes: tuple[Node, ...], units: dict[int, tuple[UnitMention, ...]]
) -> dict[int, tuple[UnitMention, ...]]:
    """该局, 该镇, 医院, 街道 stand for a unit named before: the last of that kind in the same
    block, else the only one its section, or the whole paper, names."""
    named = [
        (node.above[:1], unit)
        for node in nodes
        for unit in units[node.index]
        if unit.kind != "anaphor" and unit.certain and not unit.group
    ]
    out: dict[int, tuple[UnitMention, ...]] = {}
    for node in nodes:
        here: list[UnitMention] = []
        for unit in units[node.index]:
            same = _meant(unit, here, node.above[:1], named) if unit.kind == "anaphor" else None
            if same is not None:
                unit = replace(
                    unit, text=same.text, name=same.name, unit_id=same.unit_id, certain=True
                )
            here.append(unit)
        out[node.index] = tuple(here)
    return out


def _meant(
    unit: UnitMention,
    here: list[UnitMention],
    section: tuple[Node, ...],
    named: list[tuple[tuple[Node, ...], UnitMention]],
) -> UnitMention | None:
    word = unit.text.removeprefix("该")
    if before := [u for u in here if u.text[-1] == unit.text[-1]]:
        return before[-1]
    for scope in ([u for s, u in named if section and s == section], [u for _, u in named]):
        alike = {u.text: u for u in scope if u.text.endswith(word) and len(u.text) > len(word)}
        if len(alike) == 1:
            return next(iter(alike.values()))
    return None
