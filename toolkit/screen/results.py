"""What ``--json`` prints of tickets and ledger: plain objects; dates are ISO text or ``None``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from toolkit.contract import (
    Json,
    accounting,
    decision_object,
    findings_list,
    iso,
    source_object,
)
from toolkit.model import Ticket

if TYPE_CHECKING:
    from toolkit.ledger.queries import EntryRow, IssuedTicket, SourceTask
    from toolkit.life_cycle import Standing
    from toolkit.pipeline import Preparation


def issued_object(
    status: str, tickets: Sequence[IssuedTicket], tasks: Sequence[SourceTask]
) -> Json:
    """Issued tickets for programs, and the tasks of the same document with their states."""
    return {
        "status": status,
        "tickets": [_issued_ticket(ticket) for ticket in tickets],
        "tasks": [
            {
                "id": task.number,
                "objective": task.objective,
                "state": task.state,
                "tickets": list(task.tickets),
            }
            for task in tasks
        ],
    }


def new_object(status: str, preparation: Preparation, issued: Sequence[IssuedTicket] = ()) -> Json:
    """What ``duban new --json`` prints: ``status`` is preview, issued or nothing_to_issue.

    ``tickets`` of a preview have no number and no file yet.
    """
    tickets = []
    for position, ticket in enumerate(preparation.tickets):
        done = _issued_ticket(issued[position]) if issued else {}
        tickets.append({**_drafted_ticket(ticket), **done})
    return {
        "status": status,
        "source": source_object(preparation.document, preparation.extraction),
        "decisions": [decision_object(decision) for decision in preparation.decisions],
        "tickets": tickets,
        "held_back": [
            {"id": task.extracted.number, **findings_list([finding])[0]}
            for task, finding in preparation.held_back
        ],
        "undecided": [task.number for task in preparation.undecided],
        "skipped": sorted(preparation.corrections.skipped),
        "done": [task.number for task in preparation.done],
        "accounting": accounting(preparation.document, preparation.extraction),
        "task_findings": {
            str(task.number): findings_list(preparation.findings_of(task.number))
            for task in preparation.extraction.tasks
        },
        "findings": findings_list(preparation.findings),
    }


def _drafted_ticket(ticket: Ticket) -> Json:
    feedback = ticket.tasks[0].decision.feedback_deadline
    return {
        "number": None,
        "kind": str(ticket.kind),
        "issuer": ticket.issuer,
        "units": list(ticket.units),
        "tasks": [task.extracted.number for task in ticket.tasks],
        "feedback_by": iso(feedback.on) if feedback else None,
        "issued_on": None,
        "file": None,
    }


def _issued_ticket(ticket: IssuedTicket) -> Json:
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "issuer": ticket.issuer,
        "units": list(ticket.units),
        "state": ticket.state,
        "issued_on": iso(ticket.issued_on),
        "file": str(ticket.file),
        "sha256": ticket.sha256,
    }


def ledger_object(entries: Sequence[tuple[EntryRow, Standing]]) -> list[Json]:
    """The ledger for programs; dates are ISO text or ``None``, ``shown_state`` is today's."""
    return [
        {
            **{
                name: iso(value) if isinstance(value, date) else value
                for name, value in asdict(entry).items()
            },
            "shown_state": seen.state,
            "colour": seen.colour,
            "is_overdue": seen.is_overdue,
        }
        for entry, seen in entries
    ]
