"""``duban urge`` and ``duban supervise``: what is due to be sent, signed through, numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from toolkit.commands.console import ChineseCommand, all_of, day
from toolkit.commands.terminal import (
    ambiguous,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
    today,
)
from toolkit.errors import UsageError
from toolkit.screen.display import paragraph

if TYPE_CHECKING:
    from toolkit.contract import Json
    from toolkit.follow_up.chasing import ChaseDraft, Signature
    from toolkit.ledger.store import IssuedTicket
    from toolkit.model import Finding


def signature(text: str) -> tuple[str, str, Any]:
    """``提出=张三@2026-03-23``: act, name, day."""
    found = re.fullmatch(r"\s*(.+?)\s*[=＝]\s*(.+?)\s*[@＠]\s*(.+?)\s*", text)
    if found is None:
        raise UsageError(
            "E0206", f"“{text}”的写法不对。请写成 环节=姓名@日期，如 提出=张三@2026-03-23。"
        )
    return found[1], found[2], day(found[3])


_unit = click.option("--unit", default="", metavar="单位", help="只发给某个单位的。")
_signed = click.option(
    "--signed",
    "signed",
    multiple=True,
    type=signature,
    metavar="环节=姓名@日期",
    help="审签的一个环节，如 提出=张三@2026-03-23。每个环节写一次。",
)
_yes = click.option("--yes", is_flag=True, help="审签齐全的，编号、写出文件、记台账。")
_restored = click.option(
    "--confirm-restored", is_flag=True, help="台账是从旧备份恢复的，已知会：缺的编号登记为作废。"
)
_clock = click.option(
    "--confirm-clock", is_flag=True, help="电脑时间早于台账最近的登记，已核对无误。"
)


_asked = all_of(_unit, _signed, _yes, _restored, _clock, office_option, json_option)


@click.command(cls=ChineseCommand, short_help="催办：列出该催办的，审签齐全后编号、出催办单")
@_asked
def urge(**wishes: Any) -> int:
    """列出逾期、按制度该催办的事项，一个单位一份交办单拟一份催办单。

    不加 --yes 只列出，不编号。四个环节（提出、同意、签发、下发）的姓名和日期都写齐，才能编号。
    """
    return _chase("reminder", wishes)


@click.command(cls=ChineseCommand, short_help="督办：列出催办后仍未办的，审签齐全后编号、出督办单")
@_asked
def supervise(**wishes: Any) -> int:
    """列出催办期满仍未反馈、按制度该督办的事项，拟督办单。

    不加 --yes 只列出，不编号。四个环节（提出、同意、签发、下发）的姓名和日期都写齐，才能编号。
    """
    return _chase("supervision", wishes)


COMMANDS = (urge, supervise)


def _chase(kind: str, wishes: dict[str, Any]) -> int:
    from toolkit.follow_up import chasing
    from toolkit.ledger.transactions import Confirmed
    from toolkit.model import TicketKind
    from toolkit.rendering.fields import text_findings

    home = office_for(wishes["office"])
    due = chasing.draft_chases(home, TicketKind(kind), today())
    unit = chasing.unit_to_chase(home, wishes["unit"].strip())
    drafts = [draft for draft in due if unit in ("", *draft.late[0].leads)]
    others = list(dict.fromkeys(draft.unit for draft in due))
    signatures = [chasing.Signature(*each) for each in wishes["signed"]]
    issued: Sequence[IssuedTicket] = ()
    if wishes["yes"] and drafts:
        issued = chasing.issue_drafts(
            home,
            drafts,
            signatures,
            today=today(),
            confirmed=Confirmed(False, wishes["confirm_restored"], wishes["confirm_clock"]),
        )
    doubts = [
        text_findings(chasing.unnumbered_fields(home, draft, signatures, today()))
        for draft in drafts
    ]
    if wishes["as_json"]:
        say([json_text(_object(drafts, issued, doubts))])
    else:
        say(_lines(TicketKind(kind), drafts, signatures, issued, doubts, unit, others))
    return 0


def _lines(
    kind: Any,
    drafts: Sequence[ChaseDraft],
    signatures: Sequence[Signature],
    issued: Sequence[IssuedTicket],
    doubts: Sequence[Sequence[Finding]],
    unit: str,
    others: Sequence[str],
) -> list[str]:
    from toolkit.labels import TICKET_KINDS

    name = TICKET_KINDS[kind]
    if not drafts:
        return paragraph(_nothing(name, unit, others), indent="  ", ambiguous=ambiguous())
    lines: list[str] = []
    for position, draft in enumerate(drafts):
        lines += [*([""] if lines else []), *_draft_lines(draft, signatures)]
        for each in doubts[position]:
            told = f"  【{each.code}】{each.message}"
            lines += paragraph(told, indent="    ", ambiguous=ambiguous())
        if issued:
            ticket = issued[position]
            lines.append(f"  已编号 {ticket.number}，文件 {ticket.file.name}")
    if not issued:
        how = "审签齐全后加 --signed 环节=姓名@日期（每个环节各写一次）和 --yes 发出。"
        told = f"拟{name}{len(drafts)}份。尚未编号，没有写文件。{how}"
        lines += ["", *paragraph(told, indent="  ", ambiguous=ambiguous())]
    return lines


def _nothing(name: str, unit: str, others: Sequence[str]) -> str:
    if not others:
        return f"今天没有需要发{name}的事项。"
    return f"今天没有需要发给“{unit}”的{name}。要发的单位是：{'、'.join(others)}。"


def _draft_lines(draft: ChaseDraft, signatures: Sequence[Signature]) -> list[str]:
    from toolkit.follow_up.chasing import what_is_late
    from toolkit.labels import TICKET_KINDS

    rung = draft.rung
    sure = "" if rung.is_sure else "（暂定：放假安排未公布）"
    told = [
        f"{TICKET_KINDS[draft.kind]}：{draft.unit}",
        f"  {draft.assignment.number}，{what_is_late(draft)}{draft.due_on}，"
        f"已逾期{draft.overdue_days}个工作日",
        *(
            f"  第{each.assignment.row}项 {each.entry.objective}｜现状 {each.progress or '未报'}"
            for each in draft.late
        ),
        f"  依据 {rung.step.clauses[0].number}｜{rung.step.name}（自{rung.since}起）{sure}",
    ]
    if reminder := draft.late[0].reminder:
        told.append(f"  催办单 {reminder.number}，限{reminder.reply_by}回复，没有回复")
    if draft.reply_by:
        told.append(f"  限{draft.reply_by}前回复")
    if draft.overdue:
        told.append(f"  抄送 {'、'.join(copy.name for copy in draft.overdue.copies)}")
    if draft.chain:
        signed = {each.act: f"{each.name} {each.on}" for each in signatures}
        steps = (f"{s.act}（{s.role}）{signed.get(s.act, '未签')}" for s in draft.chain.steps)
        told.append(f"  审签 {'；'.join(steps)}")
    return [line for each in told for line in paragraph(each, indent="    ", ambiguous=ambiguous())]


def _object(
    drafts: Sequence[ChaseDraft],
    issued: Sequence[IssuedTicket],
    doubts: Sequence[Sequence[Finding]],
) -> list[Json]:
    found = []
    for position, draft in enumerate(drafts):
        ticket = issued[position] if issued else None
        found.append(
            {
                "kind": draft.kind.value,
                "unit": draft.unit,
                "issuer": draft.issuer,
                "ticket": draft.assignment.number,
                "items": [late.assignment.row for late in draft.late],
                "entries": [late.entry.register_number for late in draft.late],
                "limit": draft.limit.value,
                "due_on": draft.due_on.isoformat(),
                "overdue_working_days": draft.overdue_days,
                "since": draft.rung.since.isoformat(),
                "reply_by": draft.reply_by.isoformat() if draft.reply_by else None,
                "clause": draft.rung.step.clauses[0].number,
                "sign_off": [step.act for step in draft.chain.steps] if draft.chain else [],
                "copies": [copy.name for copy in draft.overdue.copies] if draft.overdue else [],
                "number": ticket.number if ticket else None,
                "file": str(ticket.file) if ticket else None,
                "fresh": ticket.fresh if ticket else None,
                "findings": [
                    {"code": each.code, "message": each.message} for each in doubts[position]
                ],
            }
        )
    return found
