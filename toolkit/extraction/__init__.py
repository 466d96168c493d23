"""Find every task of a document, with the words each field was read from.

Each kind's way of reading is imported when a document is of that kind, so that minutes do not wait
for what only reports need.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.extraction import minutes
from toolkit.extraction.doubtful_limits import doubt_limits, doubt_repeated
from toolkit.extraction.drafts import Draft
from toolkit.extraction.finish import finish
from toolkit.extraction.impossible_days import doubt_impossible_days
from toolkit.extraction.judge import Verdict, judge
from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.leftovers import find_leftovers, orders_in_background
from toolkit.extraction.scan import Scan, scan
from toolkit.extraction.units.same import join_names
from toolkit.findings import nothing_found, source_date_missing
from toolkit.model import (
    DocumentKind,
    ExtractedTask,
    Extraction,
    Fate,
    Finding,
    Paragraph,
    SourceDocument,
    SourceFacts,
)
from toolkit.text.patterns import lazy

if TYPE_CHECKING:
    from toolkit.extraction.breakdown.notes import Entry
    from toolkit.extraction.breakdown.tasks import Rows

__all__ = ["Knowledge", "extract_tasks"]

_COLUMN = lazy(r"\s*(?:序\s*号|(?:牵头|责任|主办|承办|配合|协办)\s*(?:单位|部门|科室))\s*")


def extract_tasks(
    document: SourceDocument, knowledge: Knowledge, kind: DocumentKind | None = None
) -> Extraction:
    """Every task of ``document``, the fate of each paragraph, and what a person should look at.

    ``kind`` overrides the recognised kind of document.
    """
    scanned, findings = scan(document, knowledge, kind)
    found = _found(scanned, findings)
    year = scanned.context.year
    tasks = tuple(
        doubt_limits(doubt_impossible_days(task, year), scanned.context) for task in found.tasks
    )
    tasks, names = join_names(tasks, knowledge.vocabulary)
    more = (*names, *doubt_repeated(tasks))
    return replace(found, tasks=tasks, findings=(*found.findings, *more))


def _found(scanned: Scan, findings: tuple[Finding, ...]) -> Extraction:
    document = scanned.document
    if scanned.source.kind is DocumentKind.BREAKDOWN:
        from toolkit.extraction.breakdown.tasks import read_breakdown

        if (noted := read_breakdown(scanned)).tasks:
            return noted.extraction(scanned, findings)
    rows = _tabled(scanned)
    verdicts = _judged(scanned, rows.paragraphs if rows else frozenset())
    kept = [draft for draft, verdict in verdicts if verdict is Verdict.TASK]
    tasks = tuple(_with_posts(task, scanned) for task in _in_order(kept, rows, scanned))
    if scanned.source.kind is DocumentKind.REPORT:
        from toolkit.extraction.report.tasks import without_lead_doubts

        tasks, said = without_lead_doubts(tasks)
        findings = (*findings, *said)
    fates = {p.index: Fate.BACKGROUND for p in document.paragraphs}
    for draft, verdict in verdicts:
        if verdict is Verdict.LOOK:
            fates.update({s.paragraph: Fate.REVIEW for s in draft.spans})
    fates.update({s.paragraph: Fate.TASK for task in tasks for s in task.origin})
    if scanned.source.kind in (DocumentKind.MINUTES, DocumentKind.INSTRUCTION):
        findings = (*findings, *find_leftovers(scanned.nodes, scanned.facts_of, tasks))
        limits = orders_in_background(scanned.nodes, scanned.facts_of, fates)
        fates.update(dict.fromkeys(limits, Fate.REVIEW))
    if tasks and all(task.instructed_on for task in tasks):
        # a register has no day of its own: every note in it has
        findings = tuple(f for f in findings if f.code != source_date_missing("", "").code)
    if not tasks:
        findings = (*findings, nothing_found(len(document.paragraphs)))
    return Extraction(_as_signed(scanned.source, tasks), tasks, fates, findings)


def _as_signed(source: SourceFacts, tasks: tuple[ExtractedTask, ...]) -> SourceFacts:
    """The day all notes on a paper agree on is its day, not that on which the paper was sent; who
    signed them all is its signer where the head names none."""
    if source.kind is not DocumentKind.INSTRUCTION or not tasks:
        return source
    days = {task.instructed_on for task in tasks}
    names = {task.instructed_by for task in tasks}
    return replace(
        source,
        date=(days.pop() if len(days) == 1 else None) or source.date,
        signer=source.signer or (names.pop() if len(names) == 1 else None),
    )


def _with_posts(task: ExtractedTask, scanned: Scan) -> ExtractedTask:
    """The task with the posts of those who instructed it, wherever the document gives them."""
    names = (task.instructed_by or "").split("、")
    persons = [person for name in names if name and (person := scanned.people.get(name))]
    return replace(task, instructed_posts=tuple(p.post for p in persons if p.post))


def _tabled(scanned: Scan) -> Rows | None:
    """The rows of tables inside minutes; ``None`` where nothing stands in a table."""
    tabled = scanned.source.kind in (DocumentKind.MINUTES, DocumentKind.BREAKDOWN)
    if not tabled or not any(_in_table(p) for p in scanned.document.paragraphs):
        return None
    from toolkit.extraction.breakdown.tasks import read_rows

    return read_rows(scanned)


def _in_table(paragraph: Paragraph) -> bool:
    """Whether a line is a cell, holds cells, or is the name of a column alone on its line."""
    if paragraph.cell or "|" in paragraph.text or "\t" in paragraph.text.strip():
        return True
    return _COLUMN.fullmatch(paragraph.text) is not None


def _in_order(kept: list[Draft], rows: Rows | None, scanned: Scan) -> tuple[ExtractedTask, ...]:
    """Drafts and table rows finished and numbered in the document's order."""
    if rows is None or not rows.entries:
        return tuple(finish(draft, n, scanned.facts_of) for n, draft in enumerate(kept, 1))
    placed: list[tuple[tuple[int, int], Draft | Entry]] = [(rows.place(e), e) for e in rows.entries]
    placed += [((d.spans[0].paragraph, d.spans[0].start), d) for d in kept]
    return tuple(
        finish(found, n, scanned.facts_of) if isinstance(found, Draft) else rows.finish(found, n)
        for n, (_, found) in enumerate(sorted(placed, key=lambda item: item[0]), 1)
    )


def _judged(scanned: Scan, tabled: frozenset[int]) -> list[tuple[Draft, Verdict]]:
    """The drafts of a document by the walk of its kind, each with its verdict; the paragraphs of
    ``tabled`` are read as rows of a table."""
    words = scanned.knowledge.report
    if scanned.source.kind is DocumentKind.REPORT and words is not None:
        from toolkit.extraction.report import tasks as report

        year = scanned.context.plan_year
        items = report.walk(scanned.nodes, scanned.facts_of, words(), year)
        return [(draft, Verdict.TASK) for draft in items]
    notes = scanned.knowledge.instruction
    if scanned.source.kind is DocumentKind.INSTRUCTION and notes is not None:
        from toolkit.extraction.instruction import tasks as instruction

        return instruction.walk(scanned, notes())
    nodes = tuple(n for n in scanned.nodes if n.block.first.index not in tabled)
    drafts, _ = minutes.walk(nodes, scanned.facts_of)
    return [(draft, judge(draft, scanned.knowledge.phrases)) for draft in drafts]
