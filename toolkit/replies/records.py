"""A returned paper as records, and the words by which its columns and boxes are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReplyKind(StrEnum):
    """Our form, the 回执 at the foot of a ticket, or anything in running text."""

    FORM = "form"
    RECEIPT = "receipt"
    LETTER = "letter"


class Answer(StrEnum):
    """What was ticked; ``DONE`` and ``IN_HAND`` on a form, the others on a 回执."""

    DONE = "done"
    IN_HAND = "in_hand"
    ACCEPTED = "accepted"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class ItemReply:
    """What is said of row ``row`` of the ticket (``None``: of the ticket as a whole).

    ``answers`` are the boxes ticked: none, one, or by mistake several. ``objective`` is the task
    as the paper repeats it (``""`` in a letter); ``paragraph`` is where the row begins.
    """

    row: int | None
    answers: frozenset[Answer]
    text: str
    paragraph: int
    objective: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A returned paper. ``numbers`` are all numbers of papers it names, as written.

    ``unit`` is ``""`` and ``on`` ``None`` where it does not say.
    """

    kind: ReplyKind
    numbers: tuple[str, ...]
    unit: str
    on: date | None
    handler: str
    items: tuple[ItemReply, ...]


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """``data/vocabulary/reply.toml``: what columns, labels and choices are called."""

    columns: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    choices: Mapping[Answer, tuple[str, ...]]
    boxes: str
    ticks: str
    receipt: str
    no: str
