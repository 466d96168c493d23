"""How a paper says dates, limits, units and where a task comes from; nothing is guessed.

What nobody has said stands as （待填）; what the document leaves open, as 原文未明确.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from toolkit.model import Deadline, DocumentKind, SourceFacts, Span, StatedDate, Ticket, Unit

TO_FILL = "（待填）"
NOT_STATED = "原文未明确"
_DATE_TO_FILL = "　　　　年　　月　　日"
_CLAUSE_IN_SENTENCE = re.compile(r"；依据 [^（；，。]*")
_HOW_FIRM = {"by_analogy": "（类推）", "ambiguous": "（条文可作两解）", "config": "（本机关规定）"}


def unit_names(units: Iterable[Unit]) -> tuple[str, ...]:
    """Names as printed: the official one where known, else as written; each once, in order."""
    return tuple(dict.fromkeys(unit.name or unit.text for unit in units))


def chinese_date(day: date) -> str:
    """2026年3月9日: arabic, whole year, no padding zeros (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def completion_text(deadline: StatedDate | None, recurring: str | None) -> str:
    """When the task is to be done: as written, with the day it comes to; never an invented one."""
    parts = [recurring] if recurring else []
    if deadline and deadline.text != recurring:
        parts.append(stated_text(deadline) if deadline.on else f"{deadline.text}\n（日期待核）")
    return "\n".join(parts) or NOT_STATED


def origin_text(spans: Iterable[Span]) -> str:
    """Where the task was read, for a look back: 原文第14、16段."""
    paragraphs = dict.fromkeys(span.paragraph for span in spans)
    return f"原文第{'、'.join(map(str, paragraphs))}段" if paragraphs else ""


def stated_text(stated: StatedDate) -> str:
    """The words of the document with, on a line of its own, the day they come to."""
    if stated.on is None or chinese_date(stated.on) in stated.text:
        return stated.text
    return f"{stated.text}\n{chinese_date(stated.on)}"


def day_text(deadline: Deadline) -> str:
    """The day, marked where it is provisional; room to write where none is known."""
    if deadline.on:
        return chinese_date(deadline.on)
    if deadline.provisional_on:
        return f"{chinese_date(deadline.provisional_on)}（暂定）"
    return _DATE_TO_FILL


def feedback_text(deadline: Deadline | None) -> str:
    """By when to report; where no rule sets it, room to write and who fills it in."""
    if deadline and (deadline.on or deadline.provisional_on):
        return day_text(deadline)
    return f"{_DATE_TO_FILL}（由交办机构确定）"


def basis_text(deadline: Deadline | None) -> str:
    """The clause and how the day was reckoned, without a full stop; ``""``: neither is known."""
    if deadline is None:
        return ""
    # The sentence ends with its clause; on paper the clause comes first, with the regulation.
    reckoning = _CLAUSE_IN_SENTENCE.sub("", deadline.sentence).rstrip("。")
    if deadline.basis is None:
        return reckoning
    clause = f"《{deadline.basis.regulation.strip('《》')}》{deadline.basis.number}"
    clause += _HOW_FIRM.get(deadline.basis.status, "")
    return f"依据{clause}，{reckoning}" if reckoning else f"依据{clause}"


def source_text(ticket: Ticket) -> str:
    """The meeting, the instruction or the document that the ticket's tasks come from."""
    source = ticket.source
    if source.kind is DocumentKind.MINUTES:
        return _meeting_text(source)
    if source.kind is DocumentKind.INSTRUCTION:
        return _instruction_text(ticket)
    day = f"（{chinese_date(source.date)}）" if source.date else ""
    return f"《{source.title.strip('《》')}》{day}" if source.title else TO_FILL


def _meeting_text(source: SourceFacts) -> str:
    name = (source.title or source.meeting_kind or "").removesuffix("纪要")
    number = source.meeting_number or ""
    if number.isdecimal():
        number = f"第{number}次"
    day = chinese_date(source.date) if source.date else ""
    details = [part for part in (number, day) if part and part not in name]
    return (name or TO_FILL) + (f"（{'，'.join(details)}）" if details else "")


def _instruction_text(ticket: Ticket) -> str:
    """县长某某批示（2026年3月5日）《领导批示登记表》：某水库加固的报告, as far as each is known."""
    source, first = ticket.source, ticket.tasks[0].extracted
    leader = first.instructed_by or source.signer or TO_FILL
    post = first.instructed_posts[0] if len(first.instructed_posts) == 1 else ""
    on = first.instructed_on or source.date
    day = f"（{chinese_date(on)}）" if on else ""
    paper = f"《{source.title.strip('《》')}》" if source.title else ""
    matters = {task.extracted.heading for task in ticket.tasks}
    matter = matters.pop() if len(matters) == 1 else ""
    about = f"：{matter}" if matter and matter not in paper else ""
    return f"{post}{leader}批示{day}{paper}{about}"
