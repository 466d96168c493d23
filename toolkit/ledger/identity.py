"""What makes a task of a document, and a ticket, itself: so that neither is taken for a new one."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

from toolkit.model import ExtractedTask, Ticket


def task_key(task: ExtractedTask) -> str:
    """What makes a task of a document itself: its place and its words, 64 hex characters."""
    words = unicodedata.normalize("NFKC", "".join(task.objective.split()))
    spans = [(span.paragraph, span.start, span.end) for span in task.origin]
    return _digest([task.number, spans, words])


def ticket_key(ticket: Ticket, generation: int) -> str:
    """What makes a ticket itself, so that a repeated call cannot number it twice."""
    tasks = [task_key(task.extracted) for task in ticket.tasks]
    return _digest([ticket.source_sha256, generation, ticket.kind, list(ticket.units), tasks])


def _digest(identity: list[Any]) -> str:
    return hashlib.sha256(_encode(identity).encode()).hexdigest()


_encode = json.JSONEncoder(ensure_ascii=False).encode  # made once: json.dumps makes one a call
