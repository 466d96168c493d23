"""催办 and 督办: who is to be chased today, on which clause, and the papers that do it.

Drafting numbers nothing. A number is given only when every step of the regulation's chain of
approval has a name and a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from toolkit.errors import ReviewError, UsageError
from toolkit.follow_up.tracking import opened
from toolkit.issuing import operator_of, render
from toolkit.labels import TICKET_KINDS
from toolkit.ledger.chasing import Chase, Late, OnTicket, issue_chases, late_entries
from toolkit.ledger.lookup import unit_meant
from toolkit.ledger.store import IssuedTicket
from toolkit.ledger.transactions import NOTHING_CONFIRMED, Confirmed
from toolkit.life_cycle import LIMIT_NAMES, Limit
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.model import TicketKind
from toolkit.office.law import Law, law_of
from toolkit.office.settings import OfficeFolder
from toolkit.office.shelf import shelf_of
from toolkit.papers import PAPERS
from toolkit.papers.reminder import NOT_ANSWERED, NOTHING_RECEIVED, OverdueRow, ReminderFields
from toolkit.papers.signing import SigningRow, signing_rows, unsigned
from toolkit.papers.supervision import SupervisionFields
from toolkit.rules.ladder import Rung, reply_day, rung_reached, working_days
from toolkit.rules.provisions import Numbering, Overdue, SignOff, in_force
from toolkit.wording import chinese_date

ASKED_ALREADY = ("reminded", "supervised")


@dataclass(frozen=True, slots=True)
class Signature:
    """A step of approval done: the act (提出、同意、签发、下发), by whom, on which day."""

    act: str
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class ChaseDraft:
    """One paper that is due to be sent to ``unit`` about rows of one 交办单.

    ``issuer`` is the body that numbers and sends it. ``overdue_days`` are working days;
    ``reply_by`` is ``None`` if the rung sets none.
    """

    kind: TicketKind
    unit: str
    issuer: str
    rung: Rung
    late: tuple[Late, ...]
    overdue_days: int
    reply_by: date | None
    chain: SignOff | None
    overdue: Overdue | None

    @property
    def assignment(self) -> OnTicket:
        return self.late[0].assignment

    @property
    def limit(self) -> Limit:
        return self.late[0].limit

    @property
    def due_on(self) -> date:
        return self.late[0].due_on


def unit_to_chase(office: OfficeFolder, typed: str) -> str:
    """The unit of the ledger that a clerk means. Raises UsageError E4517 where several fit."""
    with opened(office) as ledger:
        return unit_meant(ledger, typed)


def draft_chases(office: OfficeFolder, kind: TicketKind, today: date) -> tuple[ChaseDraft, ...]:
    """The papers of ``kind`` due by the ladder, one a unit and 交办单 and missed limit."""
    law = law_of(office)
    with opened(office) as ledger:
        late = late_entries(ledger, load_life_cycle(), today)
    groups: dict[tuple[Any, ...], list[tuple[Late, Rung]]] = {}
    for each in late:
        rung = _rung(law, kind, each, today)
        lead = next(iter(each.entry.lead_units), "")
        if rung is None or not lead:
            continue
        about = (lead, each.entry.issuer, each.assignment.number, each.due_on, each.limit)
        groups.setdefault(about, []).append((each, rung))
    return tuple(_draft(law, kind, members, today) for members in groups.values())


def _rung(law: Law, kind: TicketKind, late: Late, today: date) -> Rung | None:
    barred = ASKED_ALREADY if kind is TicketKind.REMINDER else ("supervised",)
    if late.state in barred:
        return None
    return rung_reached(
        in_force(law.regulation.provisions.reminder_step, today),
        law.calendar,
        kind.value,
        source=late.rule_source,
        due=late.due_on,
        reply_by=late.reply_by if late.state == "reminded" else None,
        today=today,
    )


def _draft(
    law: Law, kind: TicketKind, members: Sequence[tuple[Late, Rung]], today: date
) -> ChaseDraft:
    late, rung = members[0]
    provisions = law.regulation.provisions
    assigned_by = late.entry.issuer
    numbered = _of(in_force(provisions.numbering, today), kind, assigned_by)
    overdue = [each for each in in_force(provisions.overdue, today) if kind in each.kinds]
    return ChaseDraft(
        kind,
        late.entry.lead_units[0],
        numbered.numbered_by.name if isinstance(numbered, Numbering) else assigned_by,
        rung,
        tuple(sorted((each for each, _ in members), key=lambda each: each.assignment.row)),
        working_days(law.calendar, late.due_on, today),
        reply_day(rung.step, law.calendar, today),
        _of(in_force(provisions.sign_off, today), kind, assigned_by),
        overdue[0] if overdue else None,
    )


def _of(entries: Sequence[Any], kind: TicketKind, issuer: str) -> Any:
    """The entry that speaks of this kind and issuer; ``None`` where the regulation is silent."""
    for entry in entries:
        if kind in entry.kinds and issuer in [organ.name for organ in entry.issuers]:
            return entry
    return None


def check_signatures(
    drafts: Sequence[ChaseDraft], signatures: Sequence[Signature], today: date
) -> None:
    """Refuse before a number is given what is not signed through.

    Raises ReviewError E4531 (a step lacks name or day), UsageError E4532 (an act that the chain
    does not have, or days out of order).
    """
    for draft in drafts:
        acts = [step.act for step in draft.chain.steps] if draft.chain else []
        for each in signatures:
            if draft.chain and each.act not in acts:
                raise UsageError(
                    "E4532", f"审签没有“{each.act}”这一环节。应为：{'、'.join(acts)}。没有编号。"
                )
        missing = unsigned(_signing(draft, signatures))
        if draft.chain and missing:
            clause = draft.chain.clauses[0].number
            raise ReviewError(
                "E4531",
                f"{TICKET_KINDS[draft.kind]}还没有签全，缺：{'、'.join(missing)}（{clause}）。"
                "没有编号。请用 --signed 环节=姓名@日期 写明每一环节。",
            )
        _check_order(acts, signatures, today)


def _check_order(acts: Sequence[str], signatures: Sequence[Signature], today: date) -> None:
    days = {each.act: each.on for each in signatures}
    in_order = [days[act] for act in acts if act in days]
    if in_order != sorted(in_order) or any(day > today for day in in_order):
        raise UsageError(
            "E4532",
            f"审签日期应依次不早于前一环节（{'、'.join(acts)}），并且不晚于今天。没有编号。",
        )


def issue_drafts(
    office: OfficeFolder,
    drafts: Sequence[ChaseDraft],
    signatures: Sequence[Signature],
    *,
    today: date,
    confirmed: Confirmed = NOTHING_CONFIRMED,
) -> tuple[IssuedTicket, ...]:
    """Number and write the papers, all or none. Raises E4531, E4532 and what the ledger raises."""
    check_signatures(drafts, signatures, today)
    chases = [_chase(office, draft, signatures, today) for draft in drafts]
    with opened(office) as ledger:
        return issue_chases(
            ledger,
            load_life_cycle(),
            chases,
            render=render,
            today=today,
            recorded_by=operator_of(office),
            confirmed=confirmed,
        )


def _chase(
    office: OfficeFolder, draft: ChaseDraft, signatures: Sequence[Signature], today: date
) -> Chase:
    paper = PAPERS[TICKET_KINDS[draft.kind]]
    shelf = shelf_of(office)
    shelf.template(paper)
    steps = _signing(draft, signatures)
    signed = tuple(
        {"act": row.act, "role": row.role, "name": row.name, "on": row.on} for row in steps
    )
    return Chase(
        draft.kind,
        draft.issuer,
        draft.unit,
        office.scheme(draft.issuer, draft.kind),
        tuple(late.entry.register_number for late in draft.late),
        tuple(late.steps for late in draft.late),
        draft.due_on,
        draft.reply_by,
        signed,
        shelf.content(paper),
        _context(office, draft, steps, today),
    )


def _signing(draft: ChaseDraft, signatures: Sequence[Signature]) -> tuple[SigningRow, ...]:
    done = {each.act: (each.name, chinese_date(each.on)) for each in signatures}
    return signing_rows(draft.chain, done) if draft.chain else ()


def _context(
    office: OfficeFolder, draft: ChaseDraft, steps: tuple[SigningRow, ...], today: date
) -> Callable[[str], Mapping[str, Any]]:
    def context(number: str) -> Mapping[str, Any]:
        fields = _paper_fields(office, draft, steps, number, today)
        return {"paper": TICKET_KINDS[draft.kind], **asdict(fields)}

    return context


def unnumbered_fields(
    office: OfficeFolder, draft: ChaseDraft, signatures: Sequence[Signature], today: date
) -> Any:
    """What would stand on the paper, its number apart."""
    return _paper_fields(office, draft, _signing(draft, signatures), "", today)


def _paper_fields(
    office: OfficeFolder,
    draft: ChaseDraft,
    steps: tuple[SigningRow, ...],
    number: str,
    today: date,
) -> Any:
    make = reminder_fields if draft.kind is TicketKind.REMINDER else supervision_fields
    return make(office, draft, steps, number, today)


def reminder_fields(
    office: OfficeFolder,
    draft: ChaseDraft,
    steps: tuple[SigningRow, ...],
    number: str,
    today: date,
) -> ReminderFields:
    """What stands on a 催办单."""
    organ = office.organ(draft.issuer)
    has_report = any(late.progress for late in draft.late)
    return ReminderFields(
        issuer_name=organ.name,
        number=number,
        issued_on=chinese_date(today),
        unit=draft.unit,
        ticket_number=draft.assignment.number,
        ticket_issued_on=chinese_date(draft.assignment.issued_on),
        ticket_items=_items(draft),
        feedback_by=chinese_date(draft.due_on),
        overdue=f"{draft.overdue_days}个工作日",
        tasks=_rows(draft),
        as_of=chinese_date(today),
        state=NOT_ANSWERED if has_report else NOTHING_RECEIVED,
        reply_by=_reply(draft),
        feedback_to=draft.late[0].entry.feedback_to,
        basis=_basis(draft),
        contact=organ.contact,
        phone=organ.phone,
        copies=_copies(draft),
        steps=steps,
    )


def supervision_fields(
    office: OfficeFolder,
    draft: ChaseDraft,
    steps: tuple[SigningRow, ...],
    number: str,
    today: date,
) -> SupervisionFields:
    """What stands on a 督办单."""
    organ, reminder = office.organ(draft.issuer), draft.late[0].reminder
    asked = f"至{chinese_date(today)}仍未反馈" if reminder else ""
    missed = "完成" if draft.limit is Limit.COMPLETION else "反馈"
    return SupervisionFields(
        issuer_name=organ.name,
        number=number,
        issued_on=chinese_date(today),
        alert_colour="",
        unit=draft.unit,
        responsible_leader="主要负责同志",
        ticket_number=draft.assignment.number,
        ticket_issued_on=chinese_date(draft.assignment.issued_on),
        reminder_number=reminder.number if reminder else "（直接督办，未催办）",
        reminder_issued_on=chinese_date(reminder.issued_on) if reminder else "",
        reminder_result=asked,
        shortfall=f"未按要求{missed}",
        tasks=_rows(draft),
        method="",
        requirement="",
        report_by=_reply(draft),
        report_to=draft.late[0].entry.feedback_to,
        consequence="、".join(draft.overdue.consequences) if draft.overdue else "",
        basis=_basis(draft),
        contact=organ.contact,
        phone=organ.phone,
        copies=_copies(draft),
        steps=steps,
    )


def _rows(draft: ChaseDraft) -> tuple[OverdueRow, ...]:
    return tuple(
        OverdueRow(
            late.assignment.row,
            late.entry.objective,
            late.entry.completion_text or "原文未明确",
            late.progress or "未报",
        )
        for late in draft.late
    )


def _items(draft: ChaseDraft) -> str:
    return f"第{'、'.join(str(late.assignment.row) for late in draft.late)}项"


def _reply(draft: ChaseDraft) -> str:
    return chinese_date(draft.reply_by) if draft.reply_by else "（待填）"


def _basis(draft: ChaseDraft) -> str:
    clause = draft.rung.step.clauses[0]
    return f"《{clause.regulation}》{clause.number}"


def _copies(draft: ChaseDraft) -> str:
    return "、".join(copy.name for copy in draft.overdue.copies) if draft.overdue else ""


def what_is_late(draft: ChaseDraft) -> str:
    """反馈时限 or 完成时限."""
    return LIMIT_NAMES[draft.limit]
