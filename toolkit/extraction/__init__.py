"""Find every task of a document, with the words each field was read from."""

from __future__ import annotations

from toolkit.extraction.analysis import Facts
from toolkit.extraction.blocks import make_blocks
from toolkit.extraction.finish import finish
from toolkit.extraction.judge import Verdict, judge
from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.minutes import walk
from toolkit.extraction.people import find_people, find_person_mentions
from toolkit.extraction.source_facts import source_facts
from toolkit.extraction.structure import Node, build
from toolkit.extraction.units import detect_level, find_units
from toolkit.findings import nothing_found
from toolkit.model import DocumentKind, Extraction, Fate, SourceDocument, SourceFacts
from toolkit.text.dates import TimeContext, find_times

__all__ = ["Knowledge", "extract_tasks"]


def extract_tasks(
    document: SourceDocument, knowledge: Knowledge, kind: DocumentKind | None = None
) -> Extraction:
    """Every task of ``document``, the fate of each paragraph, and what a person should look at.

    ``kind`` overrides the recognised kind of document.
    """
    source, findings = source_facts(document, knowledge.facts, kind=kind)
    blocks, page_numbers = make_blocks(document.paragraphs)
    nodes = build(blocks)
    facts_of = _facts(document, knowledge, nodes, source)
    drafts, _ = walk(nodes, facts_of)
    verdicts = [(draft, judge(draft, knowledge.phrases)) for draft in drafts]
    kept = [draft for draft, verdict in verdicts if verdict is Verdict.TASK]
    tasks = tuple(finish(draft, n, facts_of) for n, draft in enumerate(kept, 1))
    fates = {p.index: Fate.BACKGROUND for p in document.paragraphs}
    for draft, verdict in verdicts:
        if verdict is Verdict.LOOK:
            fates.update({s.paragraph: Fate.REVIEW for s in draft.spans})
    fates.update({s.paragraph: Fate.TASK for task in tasks for s in task.origin})
    if not tasks:
        findings = (*findings, nothing_found(len(document.paragraphs)))
    return Extraction(source, tasks, fates, findings)


def _facts(
    document: SourceDocument, knowledge: Knowledge, nodes: tuple[Node, ...], source: SourceFacts
) -> dict[int, Facts]:
    """Everything mentioned in each block."""
    level = detect_level([p.text for p in document.paragraphs], issuer=source.issuer)
    people = find_people(document.paragraphs, knowledge.facts.people, blocks=[n.block for n in nodes])
    plan = source.kind in (DocumentKind.REPORT, DocumentKind.BREAKDOWN)
    context = TimeContext(
        base=source.date,
        plan_year=source.date.year if plan and source.date else None,
        festivals=knowledge.festivals,
        nth_working_day=knowledge.nth_working_day,
    )
    return {
        node.index: Facts(
            text=node.text,
            units=find_units(node.block.source, knowledge.vocabulary, level),
            persons=find_person_mentions(node.block.source, people),
            times=find_times(node.block.source, context),
            phrases=knowledge.phrases,
            base=source.date,
            grade=level.grade,
            chair=source.chair,
        )
        for node in nodes
    }
