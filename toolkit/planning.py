"""From a document to the plan people decide over, and back from the Excel file they edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from toolkit.extraction.report.chapters import chapters
from toolkit.extraction.units.find import detect_level
from toolkit.loading.directory import Directory
from toolkit.model import ExtractedTask, Extraction, Finding, SourceDocument, StatedDate, Unit
from toolkit.office.settings import OfficeFolder
from toolkit.plan import Plan, PlanDecision, PlanRow, PlanSource, row_id
from toolkit.plan.checks import check_plan
from toolkit.plan.rows import read_rows
from toolkit.recognition import knowledge_for
from toolkit.suggestion import EvidenceKind, Proposal, Suggester, Suggestion

_SHOWN = 3
_ENDS = "。！？；\n"
_ALONE = "（未分章）"


def directory_of(office: OfficeFolder) -> Directory:
    """The office's units as its county calls them."""
    level = detect_level((), issuer=f"{office.settings.county}人民政府")
    return Directory(knowledge_for(office.folder).vocabulary, level)


def draft_plan(
    document: SourceDocument, extraction: Extraction, *, adopted_on: date | None = None
) -> Plan:
    """One row for every task of a document, in its order; units only where it names them."""
    source = PlanSource(document.name, document.sha256, extraction.source, adopted_on)
    texts = {paragraph.index: paragraph.text for paragraph in document.paragraphs}
    titles = chapters(document.paragraphs, extraction.tasks)
    alone = _ALONE if any(titles.values()) else ""
    rows = tuple(
        _row(task, document.sha256, titles[task.number] or alone, sentence_of(task, texts))
        for task in extraction.tasks
    )
    return with_rows(Plan((source,), ()), rows)


def with_rows(plan: Plan, rows: Iterable[PlanRow]) -> Plan:
    """The plan with these rows, which are what it is to be compared with when it comes back."""
    kept = tuple(rows)
    return replace(plan, rows=kept, originals={row.row_id: row for row in kept})


def suggest_units(plan: Plan, suggester: Suggester, directory: Directory) -> Plan:
    """The plan with units for the rows that have none, and the leaders who answer for them.

    A row keeps whom the document names. Where no unit stands out the lead stays open and the
    reason lists who comes into question.
    """

    def filled(row: PlanRow) -> PlanRow:
        if not row.lead_units:
            proposal = _proposal(row, suggester)
            row = replace(row, reason=reason_of(proposal))
            if proposal.is_sure:
                lead = directory.resolve(proposal.leads[0].unit)
                helps = directory.resolve("、".join(proposal.supporting))
                row = replace(row, lead_units=lead, supporting_units=row.supporting_units or helps)
        officials = row.lead_officials or directory.officials(row.lead_units)
        return replace(row, lead_officials=officials)

    return with_rows(plan, map(filled, plan.rows))


def read_plan(path: Path, office: OfficeFolder) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan in a workbook that came back, and every cell that needs a look.

    Raises InputError E1711 (no workbook) and E1712 (no plan in it).
    """
    from toolkit.workbook import read_workbook

    sheet, sources, originals = read_workbook(path)
    directory = directory_of(office)
    # the same few units stand in thousands of cells
    resolve, doubt = cache(directory.resolve), cache(directory.doubt)
    plan, troubles = read_rows(sheet, sources, originals, resolve)

    @cache
    def everyday(unit: Unit) -> str | None:
        known = directory.known(unit.text)
        return directory.name_of(known) if known else None

    return plan, (*troubles, *check_plan(plan, doubt, everyday))


def plan_bytes(plan: Plan, office: OfficeFolder) -> bytes:
    """The workbook of a plan, with the office's units to choose from."""
    from toolkit.workbook import workbook_bytes

    return workbook_bytes(plan, directory_of(office).names)


def planned_tasks(plan: Plan) -> tuple[ExtractedTask, ...]:
    """The tasks of a plan for the 任务分解方案, numbered through; those left out stay out."""
    rows = (row for row in plan.rows if row.decision is not PlanDecision.SKIP)
    return tuple(replace(row.task, number=number) for number, row in enumerate(rows, 1))


# --- one row -------------------------------------------------------------------------------------


def _row(task: ExtractedTask, sha256: str, chapter: str, sentence: str) -> PlanRow:
    return PlanRow(
        row_id=row_id(task.number, sha256),
        number=task.number,
        source=sha256,
        chapter=chapter,
        sentence=sentence,
        objective=task.objective,
        targets=task.targets,
        lead_units=task.lead_units,
        supporting_units=task.supporting_units,
        lead_officials=task.lead_officials,
        completion_deadline=task.completion_deadline,
        schedule=schedule_of(task.milestones),
        extracted=task,
    )


def sentence_of(task: ExtractedTask, texts: dict[int, str]) -> str:
    """The whole sentence the task stands in, verbatim; one line for each of several places."""
    found: list[str] = []
    for span in task.origin:
        text = texts.get(span.paragraph, span.text)
        start = max(text.rfind(mark, 0, span.start) for mark in _ENDS) + 1
        ends = [text.find(mark, max(span.end - 1, 0)) + 1 for mark in _ENDS]
        found.append(text[start : min(filter(None, ends), default=len(text))].strip())
    return "\n".join(dict.fromkeys(filter(None, found)))


def schedule_of(milestones: tuple[StatedDate, ...]) -> tuple[str, str, str, str]:
    """The steps a report dates, each in the quarter of its day."""
    quarters = ["", "", "", ""]
    for step in milestones:
        if step.on is not None:
            at = (step.on.month - 1) // 3
            quarters[at] = "；".join(filter(None, (quarters[at], step.text)))
    one, two, three, four = quarters
    return one, two, three, four


def _proposal(row: PlanRow, suggester: Suggester) -> Proposal:
    """By the task's own words; where they say nothing (更新床铺6200张) by the whole sentence."""
    own = suggester.propose(row.objective)
    has_duty = any(e.kind is EvidenceKind.DUTY for each in own.leads for e in each.evidence)
    return own if own.is_sure or has_duty else suggester.propose(row.sentence)


def reason_of(proposal: Proposal) -> str:
    """Why: a line for each of the first units, its points and what they come from."""
    lines = [_reason(each) for each in proposal.leads[:_SHOWN]]
    if proposal.is_sure:
        return "\n".join(lines)
    head = "拿不准，请定。可选：" if lines else "没有找到相近的职责或任务，请定。"
    return "\n".join([head, *lines])


def _reason(suggestion: Suggestion) -> str:
    said = {kind: [e.words for e in suggestion.evidence if e.kind is kind] for kind in EvidenceKind}
    duties = "".join(f"“{words}”" for words in said[EvidenceKind.DUTY][:_SHOWN])
    parts = [f"职责{duties}" if duties else ""]
    parts += [f"{told}相近，由其牵头" for told in said[EvidenceKind.SIMILAR][:1]]
    if not any(parts):
        parts = [f"常办含“{words}”的事" for words in said[EvidenceKind.WORDS][:1]]
    return f"{suggestion.unit} {suggestion.score:.1f}分：{'；'.join(filter(None, parts))}"
