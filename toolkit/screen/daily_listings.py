"""What ``duban tick`` prints: what was finished, the day's reminders, what was sent."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from toolkit.contract import Json
from toolkit.life_cycle import LIMIT_NAMES
from toolkit.rules.ladder import working_days
from toolkit.rules.notices import OVERDUE
from toolkit.screen.display import Column, paragraph, table
from toolkit.screen.tracking_listings import plain

if TYPE_CHECKING:
    from toolkit.follow_up.daily import Tick
    from toolkit.ledger.notices import GivenNotice

_COLUMNS = (
    Column("编号", 24),
    Column("单位", 18),
    Column("时限", 10),
    Column("情况", 15),
    Column("", 6),
)


def tick_lines(done: Tick, *, ambiguous: int = 1) -> list[str]:
    """Counts first, then a row for each reminder, the oldest limit first."""
    fresh = sum(each.fresh for each in done.notices)
    head = f"{done.on} 提醒{len(done.notices)}项"
    if fresh != len(done.notices):
        head += f"，其中{len(done.notices) - fresh}项今天已经提醒过，没有重复登记"
    lines = paragraph(f"{head}。", ambiguous=ambiguous)
    if done.recovery.written:
        told = f"上次中断的已补写：{'、'.join(done.recovery.written)}。"
        lines += paragraph(told, ambiguous=ambiguous)
    if done.notices:
        rows = [_cells(done, each) for each in done.notices]
        lines += table(_COLUMNS, rows, ambiguous=ambiguous)
    if done.sent:
        lines += paragraph(f"已发送{len(done.sent)}项，只含编号和日期。", ambiguous=ambiguous)
    if done.doubtful:
        told = (
            f"上次发送时中断，不知道是否发出，没有重发：{_numbers(done.doubtful)}。"
            "请向收件人核实，需要的另行告知。"
        )
        lines += paragraph(told, ambiguous=ambiguous)
    return lines


def _numbers(notices: tuple[GivenNotice, ...]) -> str:
    return "、".join(dict.fromkeys(each.number for each in notices))


def _cells(done: Tick, each: GivenNotice) -> list[str]:
    return [
        each.number.replace("号第", "号\n第"),
        "\n".join(each.units) or "未写明",
        f"{each.due_on}\n{LIMIT_NAMES[each.limit][:2]}",
        _how(done, each),
        "新" if each.fresh else "",
    ]


def _how(done: Tick, each: GivenNotice) -> str:
    if each.rung == OVERDUE:
        return f"逾期{working_days(done.calendar, each.due_on, done.on)}个工作日"
    left = working_days(done.calendar, done.on, each.due_on)
    return f"还有{left}个工作日" if left else "今天到期"


def tick_object(done: Tick) -> Json:
    """The same for programs."""
    return {
        "on": done.on.isoformat(),
        "recovered": list(done.recovery.written),
        "notices": [_object(each) for each in done.notices],
        "sent": [each.number for each in done.sent],
        "doubtful": [each.number for each in done.doubtful],
        "faults": [{"code": fault.code, "message": fault.message} for fault in done.faults],
    }


def _object(each: GivenNotice) -> Json:
    told = plain(asdict(each))
    del told["key"]
    return told
