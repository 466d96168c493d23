"""Small batches for the ledger's tests: real records, and a plain stand-in for a Word template."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from toolkit.ledger.store import Batch, Context, TicketDraft
from toolkit.model import (
    Clause,
    Deadline,
    Decision,
    DocumentKind,
    ExtractedTask,
    Extraction,
    Paragraph,
    SourceDocument,
    SourceFacts,
    Span,
    StatedDate,
    Task,
    Ticket,
    TicketKind,
    Unit,
)
from toolkit.numbering import NumberScheme

TODAY = date(2026, 3, 9)
SCHEME = NumberScheme("云政督交")
TEMPLATE = b"template 1"
DECISION = Decision(
    source_id="executive_meeting",
    source_name="县政府常务会议",
    issuer="县政府督查室",
    issuance_deadline=Deadline(date(2026, 3, 10), Clause("政务督查办法", "三-4")),
    feedback_to="县政府督查室",
    feedback_deadline=Deadline(
        date(2026, 3, 20), Clause("政务督查办法", "五-1-(1)"), sentence="半个月，自会议次日起算。"
    ),
)


def task(number: int, lead: str = "县财政局", supporting: tuple[str, ...] = ()) -> Task:
    """The task at paragraph ``number``; an empty ``lead`` means that none was written."""
    words = f"办理第{number}件事，6月底前完成"
    span = Span(number, 0, len(words), words)
    extracted = ExtractedTask(
        number=number,
        objective=f"办理第{number}件事",
        origin=(span,),
        lead_units=(Unit(lead, f"云山{lead}"),) if lead else (),
        supporting_units=tuple(Unit(name, None) for name in supporting),
        completion_deadline=StatedDate("6月底前", date(2026, 6, 30), span),
    )
    return Task(extracted, DECISION)


def batch(name: str, *tickets: tuple[Task, ...], unassigned: tuple[Task, ...] = ()) -> Batch:
    """One document and its tickets, one for each group of tasks."""
    facts = SourceFacts(DocumentKind.MINUTES, title=f"{name}会议纪要", date=date(2026, 3, 5))
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    tasks = [each for group in tickets for each in group] + list(unassigned)
    paragraphs = tuple(
        Paragraph(each.extracted.number, each.extracted.origin[0].text) for each in tasks
    )
    return Batch(
        document=SourceDocument(f"{name}.docx", sha256, "docx", paragraphs),
        extraction=Extraction(facts, tuple(each.extracted for each in tasks)),
        drafts=[
            TicketDraft(
                Ticket(
                    TicketKind.ASSIGNMENT,
                    DECISION.issuer,
                    tuple(dict.fromkeys(each.extracted.lead_units[0].text for each in group)),
                    group,
                    facts,
                    sha256,
                ),
                SCHEME,
            )
            for group in tickets
        ],
        template=TEMPLATE,
        unassigned=unassigned,
    )


def context_of(draft: TicketDraft, number: str, issued_on: date) -> Mapping[str, Any]:
    """What the ticket's paper says."""
    return {
        "number": number,
        "issued_on": issued_on.isoformat(),
        "units": draft.ticket.units,
        "objectives": [each.extracted.objective for each in draft.ticket.tasks],
    }


def render(template: bytes, context: Context) -> bytes:
    """The paper: the same bytes for the same input, large enough to be caught half-written."""
    text = json.dumps(context, ensure_ascii=False, sort_keys=True)
    return b"\n".join([template, text.encode()] * 200)


def renamed(given: Batch, name: str) -> Batch:
    """The same bytes under another file name."""
    return dataclasses.replace(given, document=dataclasses.replace(given.document, name=name))
