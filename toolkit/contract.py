"""What ``duban tasks --json`` prints: one plain object, described by ``data/tasks.schema.json``.

Programs rely on it, so a field may be added but none renamed or removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from toolkit.model import (
    Decision,
    ExtractedTask,
    Extraction,
    Fate,
    Finding,
    Severity,
    SourceDocument,
    Span,
    StatedDate,
    Unit,
)

Json = dict[str, Any]


def tasks_object(document: SourceDocument, extraction: Extraction) -> Json:
    """The whole object; dates are ISO text, what is unknown is ``None``."""
    return {
        "source": source_object(document, extraction),
        "tasks": [_task(task) for task in extraction.tasks],
        "accounting": accounting(document, extraction),
        "findings": findings_list((*document.findings, *extraction.findings)),
    }


def source_object(document: SourceDocument, extraction: Extraction) -> Json:
    """What the head of the document says, and which bytes it was read from."""
    facts = extraction.source
    return {
        "kind": str(facts.kind),
        "title": facts.title,
        "date": iso(facts.date),
        "meeting_kind": facts.meeting_kind,
        "meeting_number": facts.meeting_number,
        "chair": facts.chair,
        "signer": facts.signer,
        "issuer": facts.issuer,
        "file": document.name,
        "sha256": document.sha256,
    }


def accounting(document: SourceDocument, extraction: Extraction) -> dict[str, int]:
    """How many paragraphs there are and what became of them; the three add up to the first."""
    fates = Counter(
        extraction.fates.get(paragraph.index, Fate.REVIEW) for paragraph in document.paragraphs
    )
    return {"paragraphs": len(document.paragraphs)} | {str(fate): fates[fate] for fate in Fate}


def findings_list(findings: Iterable[Finding]) -> list[Json]:
    """Findings as objects; ``paragraph`` is ``None`` where one concerns no single paragraph."""
    return [
        {
            "code": finding.code,
            "message": finding.message,
            "severity": str(finding.severity),
            "paragraph": finding.origin.paragraph if finding.origin else None,
        }
        for finding in findings
    ]


def iso(day: date | None) -> str | None:
    """``2026-02-11``, or ``None``."""
    return day.isoformat() if day else None


def decision_object(decision: Decision) -> Json:
    """What ``duban deadline --json`` prints; a day that is only provisional is ``None`` above."""
    limits = {
        "issue_by": decision.issuance_deadline,
        "feedback_by": decision.feedback_deadline,
    }
    soft = decision.soft_issuance_deadline
    return {
        "source": decision.source_id,
        "source_name": decision.source_name,
        "issuer": decision.issuer,
        "issue_by": iso(limits["issue_by"].on) if limits["issue_by"] else None,
        "soft_issue_by": iso(soft.on) if soft else None,
        "feedback_to": decision.feedback_to,
        "copies": list(decision.copies),
        "feedback_by": iso(limits["feedback_by"].on) if limits["feedback_by"] else None,
        "provisional": {
            name: iso(limit.provisional_on)
            for name, limit in limits.items()
            if limit and limit.on is None and limit.provisional_on
        },
        "clauses": [clause.number for clause in decision.clauses],
        "sentences": list(decision.sentences),
        "warnings": [finding.message for finding in decision.findings],
    }


def is_faulty(decision: Decision) -> bool:
    """Whether the days given contradict each other or the regulation does not reach them."""
    return any(found.severity is Severity.ERROR for found in decision.findings)


def is_provisional(decision: Decision) -> bool:
    """Whether a day of the decision waits for a calendar that is not published yet."""
    return bool(decision_object(decision)["provisional"])


def _task(task: ExtractedTask) -> Json:
    return {
        "id": task.number,
        "objective": task.objective,
        "origin": [_span(span) for span in task.origin],
        "lead_units": [_unit(unit) for unit in task.lead_units],
        "supporting_units": [_unit(unit) for unit in task.supporting_units],
        "lead_officials": list(task.lead_officials),
        "responsible_persons": list(task.responsible_persons),
        "completion_deadline": _stated(task.completion_deadline),
        "milestones": [_stated(milestone) for milestone in task.milestones],
        "recurring": task.recurring,
        "urgent": task.urgent,
        "targets": list(task.targets),
        "instructed_by": task.instructed_by,
        "instructed_posts": list(task.instructed_posts),
        "instructed_on": iso(task.instructed_on),
        "heading": task.heading,
        "findings": findings_list(task.findings),
    }


def _span(span: Span) -> Json:
    return {
        "text": span.text,
        "paragraph": span.paragraph,
        "start": span.start,
        "end": span.end,
    }


def _unit(unit: Unit) -> Json:
    return {"text": unit.text, "name": unit.name}


def _stated(stated: StatedDate | None) -> Json | None:
    return {"text": stated.text, "date": iso(stated.on)} if stated else None
