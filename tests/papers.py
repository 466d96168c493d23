"""Tickets for the tests of paper, made from the annotated documents or from a few words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.drafting import AssignmentFields, OfficeProfile, assignment_fields
from toolkit.model import (
    Clause,
    Deadline,
    Decision,
    DocumentKind,
    ExtractedTask,
    SourceFacts,
    Span,
    StatedDate,
    Task,
    Ticket,
    TicketKind,
    Unit,
)

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "templates" / "交办单.docx"
ANNOTATED = ROOT / "tests" / "corpus" / "annotated" / "worked_on"

OPINION = "关于完善高效运行机制的工作意见"
OFFICE = OfficeProfile(
    organs={"县政府督查室": "苇川县人民政府督查室"},
    contact="王某某",
    phone="0000-1234567",
    signer="李某某",
    copies=("县委办公室", "县政府办公室", "县纪委监委"),
)
MEETING = SourceFacts(
    DocumentKind.MINUTES,
    title="苇川县人民政府常务会议纪要",
    date=date(2026, 3, 5),
    meeting_kind="常务会议",
    meeting_number="第48次",
)


def decision(**changes: Any) -> Decision:
    """What the rules say of the 常务会议 of 2026-03-05."""
    values: dict[str, Any] = {
        "source_id": "executive_meeting",
        "source_name": "县政府常务会议",
        "issuer": "县政府督查室",
        "issuance_deadline": Deadline(
            date(2026, 3, 10),
            Clause(OPINION, "三-4"),
            sentence="3个工作日，自3月5日次日起算（3月6日、9日、10日；周末不计），至3月10日；依据 三-4",
        ),
        "feedback_to": "县政府督查室",
        "feedback_deadline": Deadline(
            date(2026, 3, 20),
            Clause(OPINION, "五-1-(1)"),
            sentence="半个月（15日），自3月5日次日起算，至3月20日；依据 五-1-(1)",
        ),
    }
    return Decision(**(values | changes))


def task(number: int = 1, *leads: str, decided: Decision | None = None, **said: Any) -> Task:
    """A task that ``leads`` are charged with; ``said`` are further fields of the text's."""
    origin = (Span(14 + number, 0, 6, "制定实施方案"),)
    values: dict[str, Any] = {"objective": "制定实施方案并报县政府", "origin": origin} | said
    units = tuple(Unit(name, name) for name in leads)
    return Task(ExtractedTask(number, lead_units=units, **values), decided or decision())


def ticket(*tasks: Task, issued: bool = True, source: SourceFacts = MEETING) -> Ticket:
    units = dict.fromkeys(unit.text for one in tasks for unit in one.extracted.lead_units)
    return Ticket(
        TicketKind.ASSIGNMENT,
        tasks[0].decision.issuer,
        tuple(units),
        tasks,
        source,
        "0" * 64,
        "苇政督交〔2026〕12号" if issued else None,
        date(2026, 3, 9) if issued else None,
    )


def annotated_tasks(name: str, count: int) -> tuple[Task, ...]:
    """The first ``count`` tasks of an annotated document, with what its reader found."""
    gold = json.loads((ANNOTATED / f"{name}.gold.json").read_text(encoding="utf-8"))
    return tuple(_annotated(n, item) for n, item in enumerate(gold["items"][:count], 1))


def annotated_fields(name: str, count: int) -> AssignmentFields:
    """A ticket of ``count`` tasks all for the unit that leads the first of them."""
    return assignment_fields(ticket(*annotated_tasks(name, count)), OFFICE)


def _annotated(number: int, item: dict[str, Any]) -> Task:
    due = item["due_text"]
    stated = StatedDate(due, date.fromisoformat(item["due"]) if item["due"] else None)
    return task(
        number,
        *item["lead"],
        objective=item["evidence"][0].removesuffix("。"),
        supporting_units=tuple(Unit(name) for name in item["cooperate"]),
        lead_officials=tuple(item["leaders"]),
        responsible_persons=tuple(item["owners"]),
        completion_deadline=stated if due else None,
        recurring=item["recurring"],
        urgent=item["urgent"],
    )
