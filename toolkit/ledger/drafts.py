"""What is handed to the ledger to be issued: a document, what was read of it, its tickets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.model import Extraction, SourceDocument, Task, Ticket
from toolkit.numbering import NumberScheme

BuildContext = Callable[["TicketDraft", str, date], Mapping[str, Any]]
"""Draft, its number and issue day → context. Quick and pure: it runs while the ledger is locked."""


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """A ticket without number, and the series it takes its number from."""

    ticket: Ticket
    scheme: NumberScheme


@dataclass(frozen=True, slots=True)
class FieldCorrection:
    """What a clerk changed in one task: a field's English name, plain values read and corrected."""

    task_number: int
    field: str
    read: Any
    corrected: Any


@dataclass(frozen=True, slots=True)
class Batch:
    """What is issued together: all of it is numbered, or nothing.

    ``unassigned`` are tasks without a lead unit: they enter the ledger as 待交办, on no ticket;
    ``left_out`` are those the clerk wants on none: 不交办. ``template`` is the Word template's
    bytes; the ledger keeps them with the tickets. ``who`` is the clerk behind ``corrections``.
    """

    document: SourceDocument
    extraction: Extraction
    drafts: Sequence[TicketDraft]
    template: bytes
    unassigned: Sequence[Task] = ()
    left_out: Sequence[Task] = ()
    corrections: Sequence[FieldCorrection] = ()
    who: str = ""
