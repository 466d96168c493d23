"""Papers about a ticket that is in the ledger: its facts → the fields of each paper.

Nothing is numbered and nothing recorded here. What the ledger does not know stays empty on the
paper, to be written by hand, and :func:`left_blank` names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from toolkit.errors import ReviewError
from toolkit.follow_up.tracking import opened
from toolkit.ledger.steps import StepRow
from toolkit.ledger.ticket_facts import ItemFacts, TicketFacts, supervisions, ticket_facts
from toolkit.life_cycle import Limit
from toolkit.model import DocumentKind, TicketKind
from toolkit.office.law import law_of
from toolkit.office.settings import OfficeFolder
from toolkit.papers.closing import ClosingFields, TargetRow
from toolkit.papers.extension import ExtensionReplyFields, ExtensionRequestFields
from toolkit.papers.feedback import FeedbackFields, FeedbackRow
from toolkit.papers.instruction import InstructionFields
from toolkit.papers.notice import NoticeFields, NoticeRow
from toolkit.papers.supervision import SupervisionLetterFields
from toolkit.rendering.stored import record_of
from toolkit.rules.provisions import in_force
from toolkit.wording import NOT_STATED, TO_FILL, chinese_date

NO_NUMBER, NOT_ISSUED = "（待编号）", "（待签发）"
_BLANK_DAY = "　　　　年　　月　　日"
_MAY_BE_EMPTY = re.compile(r"为空|没有的为|可为空")
_LIMITS = {Limit.FEEDBACK: "反馈", Limit.COMPLETION: "完成"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the clerk says beside the ledger: 发文字号, which limit, until when, why."""

    number: str = ""
    limit: Limit = Limit.FEEDBACK
    until: date | None = None
    reason: str = ""


def paper_fields(
    office: OfficeFolder,
    name: str,
    number: str,
    items: Collection[int],
    wish: Wish,
    *,
    today: date,
) -> Any:
    """The fields of the paper ``name`` (a key of :data:`MAKERS`) about a ticket's rows.

    Raises UsageError E4521–E4524 for the number, ReviewError E4551–E4553 where the ledger holds
    no such decision, instruction or 督办单.
    """
    with opened(office) as ledger:
        facts = ticket_facts(ledger, number, items)
        if name == "督办通知书":
            facts = _supervision_meant(facts, supervisions(ledger, facts))
        elif facts.kind != TicketKind.ASSIGNMENT:
            raise ReviewError(
                "E4553", f"{facts.number}不是交办单，不能出{name}。请写交办单的编号。"
            )
        return MAKERS[name](office, facts, wish, today)


def left_blank(record: Any) -> tuple[str, ...]:
    """The Chinese names of what is empty on the paper and must be written by hand."""
    return tuple(
        field.metadata["label"]
        for field in fields(record)
        if getattr(record, field.name) in ("", TO_FILL, _BLANK_DAY, NO_NUMBER, NOT_ISSUED)
        and not _MAY_BE_EMPTY.search(field.metadata["note"])
    )


# --- each paper ----------------------------------------------------------------------------------


def _feedback(office: OfficeFolder, facts: TicketFacts, wish: Wish, today: date) -> FeedbackFields:
    printed, wanted = facts.printed, {item.row for item in facts.items}
    rows = tuple(
        FeedbackRow(row["index"], row["objective"], row["completion"])
        for row in printed["tasks"]
        if row["index"] in wanted
    )
    return FeedbackFields(
        issuer_name=printed["issuer_name"],
        number=facts.number,
        issued_on=printed["issued_on"],
        source=printed["source"],
        unit=printed["receipt_unit"],
        feedback_by=printed["feedback_by"],
        feedback_to=printed["feedback_to"],
        task_count=len(rows),
        tasks=rows,
        contact=printed["contact"],
        phone=printed["phone"],
    )


def _closing(office: OfficeFolder, facts: TicketFacts, wish: Wish, today: date) -> ClosingFields:
    asked = _latest(facts, "apply", "report")
    checked = _latest(facts, "close", "return")
    is_closed = checked is not None and checked.act == "close"
    conclusion = ("同意销号" if is_closed else "退回重办") if checked else ""
    return ClosingFields(
        issuer_name=facts.printed["issuer_name"],
        number=facts.number,
        ledger_number="、".join(item.entry.register_number for item in facts.items),
        source=facts.printed["source"],
        unit=_unit(facts),
        applied_on=chinese_date(asked.on) if asked else "",
        due=_shared(_completion(item) for item in facts.items),
        targets=tuple(_target(item) for item in facts.items),
        method=checked.method if checked else "",
        opinion=checked.text if checked else "",
        conclusion=(checked.conclusion if checked else "") or conclusion,
        new_due=chinese_date(checked.new_on)
        if checked and checked.new_on and not is_closed
        else "",
        checker=checked.who if checked else "",
        checked_on=chinese_date(checked.on) if checked else "",
        signer="",
        signed_on="",
    )


def _target(item: ItemFacts) -> TargetRow:
    told = item.last("apply", "report")
    files = "、".join(file.name for file in told.files) if told else ""
    return TargetRow(item.row, item.entry.objective, told.text if told else "", files)


def _extension_request(
    office: OfficeFolder, facts: TicketFacts, wish: Wish, today: date
) -> ExtensionRequestFields:
    told = _latest(facts, "apply", "report")
    rules = in_force(law_of(office).regulation.provisions.extension, today)
    return ExtensionRequestFields(
        issuer_name=facts.printed["issuer_name"],
        unit=_unit(facts),
        applied_on=_BLANK_DAY,
        number=facts.number,
        item=_items(facts),
        objective=_objectives(facts),
        limit_kind=_LIMITS[wish.limit],
        due=_shared(_limit(item, wish.limit) for item in facts.items),
        done=told.text if told else "",
        reason=wish.reason,
        wanted=chinese_date(wish.until) if wish.until else _BLANK_DAY,
        measures="",
        head="",
        contact="",
        phone="",
        conditions="，".join(rules[0].conditions) if rules else "",
    )


def _extension_reply(
    office: OfficeFolder, facts: TicketFacts, wish: Wish, today: date
) -> ExtensionReplyFields:
    decided = _latest(facts, "extend", "refuse")
    if decided is None:
        raise ReviewError(
            "E4551",
            f"台账里没有{facts.number}{_items(facts)}的延期决定。没有写文件。"
            "请先用 duban extend 登记同意或不同意（--refuse），再出批复。",
        )
    is_granted = decided.act == "extend"
    organ = office.organ(facts.issuer)
    return ExtensionReplyFields(
        issuer_name=facts.printed["issuer_name"],
        number=wish.number or NO_NUMBER,
        issued_on=NOT_ISSUED,
        unit=_unit(facts),
        applied_on=chinese_date(decided.on),
        ticket_number=facts.number,
        item=_items(facts),
        objective=_objectives(facts),
        limit_kind=_LIMITS[Limit(decided.limit or Limit.FEEDBACK)],
        due=chinese_date(decided.due_on) if decided.due_on else TO_FILL,
        is_granted=int(is_granted),
        new_due=chinese_date(decided.new_on) if is_granted and decided.new_on else "",
        # what is written down with a consent is the unit's own reason
        reason="" if is_granted else _sentence(decided.text),
        requirement="",
        copies="",
        contact=organ.contact or TO_FILL,
        phone=organ.phone or TO_FILL,
    )


def _instruction(
    office: OfficeFolder, facts: TicketFacts, wish: Wish, today: date
) -> InstructionFields:
    source = facts.source
    if source.get("kind") != DocumentKind.INSTRUCTION:
        raise ReviewError(
            "E4552", f"{facts.number}的来源不是领导批示，不能出领导批示办理单。没有写文件。"
        )
    read = facts.items[0].read
    day = read.get("instructed_on") or source.get("date")
    words = dict.fromkeys(span["text"] for item in facts.items for span in item.read["origin"])
    done = [item.last("apply", "report") for item in facts.items]
    closed = [item.entry.closed_on for item in facts.items]
    printed = facts.printed
    return InstructionFields(
        issuer_name=printed["issuer_name"],
        number=facts.number,
        issued_on=printed["issued_on"],
        leader=read.get("instructed_by") or source.get("signer") or TO_FILL,
        instructed_on=chinese_date(date.fromisoformat(day)) if day else TO_FILL,
        incoming_unit="—",
        incoming_number="—",
        incoming_title=source.get("title") or "",
        register_number="—",
        instruction="\n".join(words),
        category="",
        proposal="",
        lead_units=printed["lead_units"],
        supporting_units=printed["supporting_units"],
        due=printed["feedback_by"],
        due_basis=printed["feedback_basis"],
        feedback_to=printed["feedback_to"],
        result="\n".join(step.text for step in done if step),
        report_back="",
        closed_on=chinese_date(max(filter(None, closed))) if all(closed) else "",
        handler="",
        contact=printed["contact"],
        phone=printed["phone"],
    )


def _notice(office: OfficeFolder, facts: TicketFacts, wish: Wish, today: date) -> NoticeFields:
    """One letter for all tickets of the document; rows as printed on the tickets."""
    tickets = facts.siblings
    head = facts.printed
    day = facts.source.get("date")
    said = chinese_date(date.fromisoformat(day)) if day else ""
    placed = [(item, ticket) for ticket in tickets for item in ticket.items]
    placed.sort(key=lambda pair: pair[0].read["number"])
    limits = {ticket.printed["feedback_by"] for ticket in tickets}
    dated = [(day, each.printed) for item, each in placed if (day := item.entry.feedback_on)]
    first = min(dated, key=lambda pair: pair[0])[1] if dated else head
    is_meeting = facts.source.get("kind") == DocumentKind.MINUTES
    return NoticeFields(
        issuer_name=head["issuer_name"],
        number=wish.number or NO_NUMBER,
        issued_on=NOT_ISSUED,
        addressees="各有关单位",
        source=_meeting_name(facts.source) if is_meeting else head["source"],
        source_day=said if is_meeting else "",
        task_count=len(placed),
        feedback_by=first["feedback_by"],
        feedback_to=head["feedback_to"],
        feedback_basis=head["feedback_basis"] if len(limits) == 1 else "",
        contact=head["contact"],
        phone=head["phone"],
        copies=head["copies"],
        tasks=tuple(_notice_row(n, item, ticket) for n, (item, ticket) in enumerate(placed, 1)),
    )


def _meeting_name(source: Mapping[str, Any]) -> str:
    """云溪县人民政府第12次常务会议: the minutes' title with the meeting's number in its place."""
    kind, number = source.get("meeting_kind") or "", source.get("meeting_number") or ""
    name = (source.get("title") or kind).removesuffix("纪要") or TO_FILL
    number = f"第{number}次" if number.isdecimal() else number
    return name if number in name or not kind else name.replace(kind, number + kind, 1)


def _notice_row(index: int, item: ItemFacts, ticket: TicketFacts) -> NoticeRow:
    row = next(each for each in ticket.printed["tasks"] if each["index"] == item.row)
    entry, read = item.entry, item.read
    return NoticeRow(
        index=index,
        matter=read.get("heading", ""),
        objective=row["objective"],
        lead_officials="、".join(entry.lead_officials) or NOT_STATED,
        lead_units="、".join(entry.lead_units),
        supporting_units="、".join(entry.supporting_units) or "—",
        responsible_persons="、".join(read.get("responsible_persons", ())) or "由主办单位明确",
        completion=row["completion"],
        feedback_by=ticket.printed["feedback_by"],
        note=row["origin"],
    )


def _supervision_letter(
    office: OfficeFolder, facts: TicketFacts, wish: Wish, today: date
) -> SupervisionLetterFields:
    """The same content as on the 督办单, under the same number."""
    names = {field.name for field in fields(SupervisionLetterFields)}
    values = {name: value for name, value in facts.printed.items() if name in names}
    for name in ("method", "contact", "phone"):  # they stand within a sentence
        values[name] = values.get(name) or TO_FILL
    letter: SupervisionLetterFields = record_of(SupervisionLetterFields, values)
    return letter


def _supervision_meant(facts: TicketFacts, issued: Sequence[TicketFacts]) -> TicketFacts:
    if facts.kind == TicketKind.SUPERVISION:
        return facts
    if len(issued) > 1:
        numbers = "、".join(each.number for each in issued)
        raise ReviewError(
            "E4553",
            f"{facts.number}的事项有{len(issued)}份督办单：{numbers}。没有写文件。"
            "请写明其中一份的编号。",
        )
    if not issued:
        raise ReviewError(
            "E4553",
            f"{facts.number}还没有督办单，不能出督办通知书。没有写文件。"
            "请先用 duban supervise 出督办单。",
        )
    return issued[0]


Maker = Callable[[OfficeFolder, TicketFacts, Wish, date], Any]
MAKERS: dict[str, Maker] = {
    "反馈表": _feedback,
    "交办通知": _notice,
    "领导批示办理单": _instruction,
    "督办通知书": _supervision_letter,
    "延期申请": _extension_request,
    "延期批复": _extension_reply,
    "销号单": _closing,
}


# --- how it is said ------------------------------------------------------------------------------


def _latest(facts: TicketFacts, *acts: str) -> StepRow | None:
    """The latest step of these kinds about any of the rows."""
    steps = [step for item in facts.items if (step := item.last(*acts)) is not None]
    return max(steps, key=lambda step: step.on, default=None)


def _unit(facts: TicketFacts) -> str:
    return "、".join(facts.units) or TO_FILL


def _items(facts: TicketFacts) -> str:
    """第1、3项; ``""`` where all of the ticket is meant."""
    if len(facts.items) == facts.row_count:
        return ""
    return f"第{'、'.join(str(item.row) for item in facts.items)}项"


def _objectives(facts: TicketFacts) -> str:
    if len(facts.items) == 1:
        return facts.items[0].entry.objective
    return "\n".join(f"{item.row}.{item.entry.objective}" for item in facts.items)


def _completion(item: ItemFacts) -> str:
    entry = item.entry
    if entry.finish_by is None:
        return entry.completion_text or NOT_STATED
    return chinese_date(entry.finish_by)


def _limit(item: ItemFacts, limit: Limit) -> str:
    day = item.entry.report_by if limit is Limit.FEEDBACK else item.entry.finish_by
    return chinese_date(day) if day else TO_FILL


def _shared(texts: Iterable[str]) -> str:
    different: Sequence[str] = list(dict.fromkeys(texts))
    return different[0] if len(different) == 1 else "各项不同，见交办单"


def _sentence(text: str) -> str:
    return text if not text or text.endswith("。") else f"{text}。"
