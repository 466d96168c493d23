"""What ``duban feedback 文件`` prints: what the paper says, what it would put into the ledger."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from toolkit.contract import Json
from toolkit.screen.display import paragraph
from toolkit.screen.reports import Notes
from toolkit.screen.tracking_listings import steps_object

if TYPE_CHECKING:
    from toolkit.follow_up.feedback import ReplyProposal
    from toolkit.follow_up.tracking import Recorded

KINDS = {"form": "反馈表", "receipt": "回执", "letter": "信函"}
_SHOWN = 120


def proposal_lines(found: ReplyProposal, *, ambiguous: int = 1) -> list[str]:
    """The paper, the ticket it answers, a paragraph for each step, then the doubts."""
    reply = found.reply
    head = (
        f"{KINDS[reply.kind]}“{found.file.name}”：{found.number}，"
        f"{reply.unit or '没有写单位'}，{reply.on or '没有写日期'}。"
    )
    lines = paragraph(head, ambiguous=ambiguous)
    if found.recorded:
        days = "、".join(dict.fromkeys(f"{step.on}" for step in found.recorded))
        again = "不会重复登记" if found.is_known else "已登记的几项不会重复登记"
        told = f"这份文件{days}已经登记过，{again}。确是再次报送的，请用 --text 另行登记。"
        lines += paragraph(told, ambiguous=ambiguous)
    if found.steps and not found.is_known:
        lines.append(f"将登记（{found.on}）：")
    for step in () if found.is_known else found.steps:
        name = _act(found, step.act)
        line = f"  第{step.row}项 {name}（{step.unit}）：{_cut(found.objectives[step.row])}"
        lines += paragraph(line, indent=" " * 8, ambiguous=ambiguous)
        if step.text:
            lines += paragraph(f"        {_cut(step.text)}", indent=" " * 8, ambiguous=ambiguous)
    if not found.steps:
        lines.append("没有可以登记的内容。")
    return [*lines, *Notes(found.findings).lines(ambiguous=ambiguous)]


def _act(found: ReplyProposal, act: str) -> str:
    return next(step.name for step in found.cycle.steps if step.id == act)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"


def proposal_object(found: ReplyProposal, done: Recorded | None) -> Json:
    """The same for programs; ``recorded`` holds the steps of this call, or of an earlier one."""
    reply = found.reply
    return {
        "file": asdict(found.file),
        "kind": reply.kind.value,
        "number": found.number,
        "unit": reply.unit,
        "written_on": reply.on.isoformat() if reply.on else None,
        "received_on": found.on.isoformat(),
        "steps": [asdict(step) for step in found.steps],
        "findings": [
            {"code": each.code, "message": each.message, "severity": each.severity.value}
            for each in found.findings
        ],
        "is_known": found.is_known,
        "recorded": steps_object(done.steps if done else found.recorded, found.cycle),
    }
