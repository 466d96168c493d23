"""Find every task of a document, with the words each field was read from."""

from __future__ import annotations

from toolkit.extraction import instruction, minutes, report
from toolkit.extraction.breakdown import read_breakdown
from toolkit.extraction.drafts import Draft
from toolkit.extraction.finish import finish
from toolkit.extraction.judge import Verdict, judge
from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.scan import Scan, scan
from toolkit.findings import nothing_found
from toolkit.model import DocumentKind, Extraction, Fate, SourceDocument

__all__ = ["Knowledge", "extract_tasks"]


def extract_tasks(
    document: SourceDocument, knowledge: Knowledge, kind: DocumentKind | None = None
) -> Extraction:
    """Every task of ``document``, the fate of each paragraph, and what a person should look at.

    ``kind`` overrides the recognised kind of document.
    """
    scanned, findings = scan(document, knowledge, kind)
    if scanned.source.kind is DocumentKind.BREAKDOWN and (noted := read_breakdown(scanned)).tasks:
        return noted.extraction(scanned, findings)
    verdicts = _judged(scanned)
    kept = [draft for draft, verdict in verdicts if verdict is Verdict.TASK]
    tasks = tuple(finish(draft, n, scanned.facts_of) for n, draft in enumerate(kept, 1))
    if scanned.source.kind is DocumentKind.REPORT:
        tasks, said = report.without_lead_doubts(tasks)
        findings = (*findings, *said)
    fates = {p.index: Fate.BACKGROUND for p in document.paragraphs}
    for draft, verdict in verdicts:
        if verdict is Verdict.LOOK:
            fates.update({s.paragraph: Fate.REVIEW for s in draft.spans})
    fates.update({s.paragraph: Fate.TASK for task in tasks for s in task.origin})
    if not tasks:
        findings = (*findings, nothing_found(len(document.paragraphs)))
    return Extraction(scanned.source, tasks, fates, findings)


def _judged(scanned: Scan) -> list[tuple[Draft, Verdict]]:
    """The drafts of a document by the walk of its kind, each with its verdict."""
    words = scanned.knowledge.report
    if scanned.source.kind is DocumentKind.REPORT and words is not None:
        year = scanned.context.plan_year
        items = report.walk(scanned.nodes, scanned.facts_of, words, year)
        return [(draft, Verdict.TASK) for draft in items]
    notes = scanned.knowledge.instruction
    if scanned.source.kind is DocumentKind.INSTRUCTION and notes is not None:
        return [(draft, Verdict.TASK) for draft in instruction.walk(scanned, notes)]
    drafts, _ = minutes.walk(scanned.nodes, scanned.facts_of)
    return [(draft, judge(draft, scanned.knowledge.phrases)) for draft in drafts]
