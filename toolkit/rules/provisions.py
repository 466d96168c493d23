"""What a regulation says beside its limits: typed records, each dated and cited.

Overrides, extension, numbering, sign-off, overdue tasks, escalation, cadence, ledger, checks on
papers. :mod:`toolkit.loading` reads them from ``data/regulations``; every list may be empty, for
another county may not have the rule. Texts are Chinese, as the clerk sees them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from toolkit.model import Clause, Severity, TicketKind


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ that issues tickets or hears reports."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One entry: since when, on which clause (the first is the one cited), how firmly.

    ``applies_until`` is the last day, ``None`` while in force. ``status`` is as of
    :class:`~toolkit.model.Clause`; ``severity`` follows the clause's word (须 or 应). ``note`` is a
    remark for the clerk, ``""`` when there is none.
    """

    id: str
    name: str
    applies_from: date
    applies_until: date | None = None
    status: str
    severity: Severity = Severity.WARNING
    note: str = ""
    clauses: tuple[Clause, ...]

    def is_in_force(self, on: date) -> bool:
        """Whether the entry applies to an event of that day."""
        return self.applies_from <= on and (self.applies_until is None or on <= self.applies_until)

    @property
    def particulars(self) -> tuple[str, ...]:
        """What the entry demands beyond its name, as the clerk is told it."""
        return ()

    @property
    def demand(self) -> str:
        """One sentence of it, with the clause."""
        return f"{self.clauses[0].number}：{'；'.join(self.particulars)}。"


P = TypeVar("P", bound=Provision)


def in_force(entries: Iterable[P], on: date) -> tuple[P, ...]:
    """The entries that apply on the day, in the order of the data."""
    return tuple(entry for entry in entries if entry.is_in_force(on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Provision):
    """另有要求的从其要求. ``covers``: limits, documents, reports or coordination."""

    covers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(Provision):
    """延期: ``conditions`` are the clause's own, who approves and how often the office's choice."""

    conditions: tuple[str, ...]
    approver: str
    max_times: int

    @property
    def particulars(self) -> tuple[str, ...]:
        return "、".join(self.conditions), f"批准人：{self.approver}", f"最多延{self.max_times}次"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering(Provision):
    """Who numbers tickets of these kinds and issuers; results go on to ``results_to``."""

    kinds: tuple[TicketKind, ...]
    issuers: tuple[Organ, ...]
    numbered_by: Organ
    results_to: Organ | None = None

    @property
    def particulars(self) -> tuple[str, ...]:
        return (f"落实结果报{self.results_to.name}",) if self.results_to else ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sign-off: the post and what it does (提出、同意、签发、下发)."""

    role: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Provision):
    """The chain of a ticket's approval; each step needs a name and a day before issue."""

    kinds: tuple[TicketKind, ...]
    issuers: tuple[Organ, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """An organ that gets a copy: as the clause writes it, its name today, why it differs."""

    written: str
    name: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue(Provision):
    """What follows when a task is not done in time."""

    kinds: tuple[TicketKind, ...]
    issued_by: Organ
    copies: tuple[Copy, ...]
    consequences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderStep(Provision):
    """One rung: ``action`` (notice, reminder, supervision) so many working days from a day.

    ``counts_from`` is ``due`` or ``reminder`` (the day by which the 催办单 wanted an answer).
    ``sources`` empty means tasks from any source; ``reply_working_days`` is ``None`` for a notice.
    """

    action: str
    counts_from: str
    working_days: int
    reply_working_days: int | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity(Provision):
    """通报: how widely, and whose approval it needs by which law."""

    scope: str
    approval: str
    approval_source: str

    @property
    def particulars(self) -> tuple[str, ...]:
        return f"在{self.scope}内通报", f"须经{self.approval}（{self.approval_source}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle(Provision):
    """A principle: of responsibility, of inspection, of projects, of the platform's functions."""

    means: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRule(Provision):
    """台账: its steps, the names of its states in order, and what closing an entry takes."""

    steps: tuple[str, ...]
    states: tuple[str, ...]
    closing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationLevel(Provision):
    """One level of 分层级协调, 1 the lowest; ``name`` is who answers for it.

    ``contents`` are what a report to this level must state; ``gate`` is what must have happened
    before the matter may go one level up (``""``: nothing), by ``gate_clause``.
    """

    level: int
    matter: str
    gate: str
    gate_clause: Clause | None = None
    contents: tuple[str, ...] = ()

    @property
    def particulars(self) -> tuple[str, ...]:
        return (f"报上一级的前提：{self.gate}",) if self.gate else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCheck(Provision):
    """What a paper must hold, what does not count as an opinion, and what follows otherwise."""

    required: tuple[str, ...]
    on_breach: str
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence(Provision):
    """Something due again and again; ``name`` is what, ``words`` how the clause puts the time.

    ``rule``: weekly, monthly, quarterly, half_yearly, before_holiday, promptly or ongoing. ``at``
    is where in the period: start, end or after_end; ``weekday`` counts from 1 (Monday).
    ``None`` and ``""`` where the rule has no such part.
    """

    rule: str
    words: str
    who: str
    content: str
    at: str = ""
    weekday: int | None = None
    moves_off_holidays: bool = False
    within_working_days: int | None = None
    warn_after_day: int | None = None
    holiday: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisions:
    """All of them, by the name of their list in the data."""

    one_lead: tuple[Principle, ...] = ()
    override: tuple[Override, ...] = ()
    extension: tuple[Extension, ...] = ()
    numbering: tuple[Numbering, ...] = ()
    sign_off: tuple[SignOff, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    reminder_step: tuple[ReminderStep, ...] = ()
    publicity: tuple[Publicity, ...] = ()
    principle: tuple[Principle, ...] = ()
    ledger: tuple[LedgerRule, ...] = ()
    method: tuple[Principle, ...] = ()
    platform: tuple[Principle, ...] = ()
    escalation: tuple[EscalationLevel, ...] = ()
    document_check: tuple[DocumentCheck, ...] = ()
    project_class: tuple[Principle, ...] = ()
    cadence: tuple[Cadence, ...] = ()

    def all(self) -> tuple[tuple[str, Provision], ...]:
        """Every entry with the name of its list."""
        return tuple((f.name, entry) for f in fields(self) for entry in getattr(self, f.name))
