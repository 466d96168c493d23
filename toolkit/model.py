"""The plain, frozen records that every step passes on.

Three kinds of fact are kept apart: what the document says (:class:`ExtractedTask`), what the
rules decided (:class:`Task`), and what a clerk corrected (stored in the ledger). Every date, unit
and number keeps where it was read (:class:`Span`) or which clause set it (:class:`Clause`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_Day = date  # in a record that has a field named date

# --- what was read -------------------------------------------------------------------------------


class Place(StrEnum):
    """Where in the file a paragraph stood."""

    BODY = "body"
    TABLE = "table"
    TEXT_BOX = "text_box"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Cell:
    """The table cell a paragraph stands in; all numbers count from 0, spans from 1.

    ``table`` counts the document's tables in order. A merged cell appears once, at its first
    row and column.
    """

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph (in a text file: one line) in document order, counted from 1.

    ``text`` is what is printed, automatic list number included; ``label`` repeats that number when
    the word processor made it (``""`` when it is typed text or absent). ``outline`` is the heading
    level from the paragraph's style (1 = highest) or ``None``.
    """

    index: int
    text: str
    place: Place = Place.BODY
    label: str = ""
    outline: int | None = None
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document as read, before anything is understood of it.

    ``name`` is the file's own name without folders, ``sha256`` that of its bytes (hex),
    ``format`` is ``"docx"`` or ``"text"``. Findings say what reading left out or decided.
    """

    name: str
    sha256: str
    format: str
    paragraphs: tuple[Paragraph, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of paragraph ``paragraph``, verbatim."""

    paragraph: int
    start: int
    end: int
    text: str


# --- trouble as a value --------------------------------------------------------------------------


class Severity(StrEnum):
    """NOTE informs, WARNING asks for a look, ERROR must be settled before a ticket is issued."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know: code, whole Chinese message, and the words it concerns.

    Made only by the functions of :mod:`toolkit.findings`, which holds every code and message.
    ``task`` is the number of the task it is about (``None``: the document or the office);
    ``about`` names what of the task is in doubt, a unit as written or a field's name, so that the
    same doubt raised by a later step is known as the same.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    origin: Span | None = None
    task: int | None = None
    about: str = ""


# --- what the text says --------------------------------------------------------------------------


class DocumentKind(StrEnum):
    """The four kinds of document."""

    MINUTES = "minutes"
    INSTRUCTION = "instruction"
    REPORT = "report"
    BREAKDOWN = "breakdown"


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit: ``text`` as written, made whole; ``name`` the official name or ``None``.

    县财政局 for 财政局 inside 县发改局、财政局. ``group`` marks 各乡镇, 有关部门 and the like.
    """

    text: str
    name: str | None = None
    origin: Span | None = None
    group: bool = False

    def is_vague(self, words: Iterable[str]) -> bool:
        """Whether nobody in particular is meant: unknown by name, and one of ``words`` in it."""
        return self.name is None and any(word in self.text for word in words)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date the document itself states: its words, and the day or ``None`` if not computable."""

    text: str
    on: date | None
    origin: Span | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field holds what it holds: the extractor's rule and the words it took."""

    field: str
    rule: str
    origin: Span | None = None


@dataclass(frozen=True, slots=True)
class ExtractedTask:
    """One thing to open, chase and strike off, as the text states it.

    ``number`` counts from 1 in document order. ``objective`` reads alone, without units and date.
    ``completion_deadline`` is ``None`` where the document states none; dates that a rule sets
    live on :class:`Task`, never here. ``instructed_posts`` are the posts, as the document gives
    them, of those who instructed.
    """

    number: int
    objective: str
    origin: tuple[Span, ...]
    lead_units: tuple[Unit, ...] = ()
    supporting_units: tuple[Unit, ...] = ()
    lead_officials: tuple[str, ...] = ()
    responsible_persons: tuple[str, ...] = ()
    completion_deadline: StatedDate | None = None
    milestones: tuple[StatedDate, ...] = ()
    recurring: str | None = None
    urgent: bool = False
    targets: tuple[str, ...] = ()
    instructed_by: str | None = None
    instructed_posts: tuple[str, ...] = ()
    instructed_on: date | None = None
    heading: str = ""
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What kind of document it is and what its head says; unknown is ``None``.

    ``date`` is the day of the meeting or instruction, ``printed_on`` that of the paper's printing.
    """

    kind: DocumentKind
    title: str | None = None
    date: _Day | None = None
    meeting_kind: str | None = None
    meeting_number: str | None = None
    chair: str | None = None
    chair_post: str | None = None
    signer: str | None = None
    issuer: str | None = None
    printed_on: _Day | None = None


class Fate(StrEnum):
    """What became of a paragraph; every paragraph has exactly one."""

    TASK = "task"
    BACKGROUND = "background"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one document. ``fates`` maps every paragraph's index to its fate."""

    source: SourceFacts
    tasks: tuple[ExtractedTask, ...]
    fates: dict[int, Fate] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


# --- what the rules decided ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a regulation: ``number`` as in 三-4, ``text`` its words, ``status`` how firmly.

    Status: ``explicit`` (the clause says it), ``by_analogy`` (borrowed from the nearest clause),
    ``config`` (an office's own choice), ``ambiguous`` (the clause can be read two ways).
    """

    regulation: str
    number: str
    text: str = ""
    status: str = "explicit"


@dataclass(frozen=True, slots=True)
class Deadline:
    """完成时限、反馈时限或下发时限。

    ``on`` is ``None`` where the calendar is unpublished; the day to expect then stands in
    ``provisional_on``. ``basis`` is ``None`` when the document itself sets the date, ``origin``
    is ``None`` when a rule set it. ``sentence`` explains the count in one Chinese sentence.
    ``ends_on`` is where the period itself ends, before a day off moved it (``None``: not counted
    by calendar days). ``is_planned`` says that it was counted from the latest day of issue and is
    to be counted again once the ticket is issued.
    """

    on: date | None
    basis: Clause | None = None
    origin: Span | None = None
    sentence: str = ""
    provisional_on: date | None = None
    ends_on: date | None = None
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What the regulation says of one source on one day: who issues, by when, who hears by when.

    ``source_id`` is an id of the regulation's table of sources, ``feedback_to`` the organ the unit
    reports to. A limit the regulation does not set is ``None``. ``clauses`` are all that the
    decision rests on; ``copies`` the organs that receive the report too; a softer limit beside the
    one that binds (原则上春节前下达) is ``soft_issuance_deadline``.
    """

    source_id: str
    source_name: str
    issuer: str
    issuance_deadline: Deadline | None
    feedback_to: str | None
    feedback_deadline: Deadline | None
    sentences: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    clauses: tuple[Clause, ...] = ()
    copies: tuple[str, ...] = ()
    soft_issuance_deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An extracted task together with what the rules decided about it."""

    extracted: ExtractedTask
    decision: Decision
    findings: tuple[Finding, ...] = ()


# --- the paper -----------------------------------------------------------------------------------


class TicketKind(StrEnum):
    """单 of the three sorts."""

    ASSIGNMENT = "assignment"
    REMINDER = "reminder"
    SUPERVISION = "supervision"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One paper to be numbered and issued: the units it goes to and the tasks it lists.

    ``number`` is the printed 编号 and stays ``None`` until the ledger gives it at issue;
    ``issued_on`` likewise.
    """

    kind: TicketKind
    issuer: str
    units: tuple[str, ...]
    tasks: tuple[Task, ...]
    source: SourceFacts
    source_sha256: str
    number: str | None = None
    issued_on: date | None = None
