"""What the tracking commands print: steps as written down, the morning's lists, a task's life."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit.contract import Json
from toolkit.life_cycle import LIMIT_NAMES, SIDE_NAMES, LifeCycle, Limit, Side
from toolkit.rules.ladder import working_days
from toolkit.screen.display import Column, paragraph, table
from toolkit.text.rare import rare_names

if TYPE_CHECKING:
    from toolkit.follow_up.tracking import Life, Morning, Recorded
    from toolkit.ledger.due import DueList, DueRow
    from toolkit.ledger.queries import EntryRow
    from toolkit.ledger.steps import StepRow
    from toolkit.ledger.voiding import Voided

GROUPS = {
    "overdue": "逾期",
    "soon": "临近",
    "checking": "待我核查、答复",
    "quiet": "久未更新",
    "waiting": "待交办",
}


def recorded_lines(done: Recorded, *, ambiguous: int = 1) -> list[str]:
    """One line for each item: what was written down and how it stands now."""
    lines = []
    for step in done.steps:
        name = _act(done.cycle, step.act, step.before)
        now = done.cycle.name(step.after)
        if not step.fresh:
            line = f"{step.name}：已经登记过{name}（{step.on}），没有重复登记。现在是“{now}”。"
        else:
            line = f"{step.name}：已登记{name}（{step.on}）。现在是“{now}”。"
            if step.act == "correct":
                line += f"{step.text}。"
            if step.new_on:
                line += f"{_new_day(step)}{step.new_on}。"
        lines += paragraph(line, indent="    ", ambiguous=ambiguous)
    for demand in done.demands:
        lines += paragraph(demand, indent="    ", ambiguous=ambiguous)
    return lines


def _new_day(step: StepRow) -> str:
    if step.act == "extend":
        return f"{LIMIT_NAMES[Limit(step.limit)]}延至"
    return "新的反馈时限"


def _act(cycle: LifeCycle, act: str, state: str) -> str:
    step = cycle.step(act, state)
    return step.name if step else act


def voided_lines(done: Voided, *, ambiguous: int = 1) -> list[str]:
    """What a void ticket means for its items and its file."""
    if not done.fresh:
        return [f"{done.number}此前已作废，没有改动台账。"]
    line = (
        f"{done.number}已作废，编号保留，不再使用。其中{len(done.entries)}项回到出单以前，"
        f"可以重新出单。文件 {done.file} 没有删除，已发出的请收回。"
    )
    return paragraph(line, indent="    ", ambiguous=ambiguous)


# --- every morning -----------------------------------------------------------------------------

_DUE = (
    Column("编号", 21),
    Column("事项", 22),
    Column("牵头", 10),
    Column("日期", 10),
    Column("情况", 13),
)


def morning_lines(found: Morning, *, ambiguous: int = 1) -> list[str]:
    """The five lists, each headed by its count; the most urgent first."""
    today = found.asked.today
    counts = "，".join(f"{_group_name(found, each)}{each.total}项" for each in found.lists)
    lines = paragraph(f"{today} {counts}。", ambiguous=ambiguous)
    for each in found.lists:
        if each.rows:
            lines += ["", f"{_group_name(found, each)}（{each.total}项）"]
            rows = [_due_cells(found, each, row) for row in each.rows]
            lines += table(_DUE, rows, ambiguous=ambiguous)
        if each.total > len(each.rows):
            lines.append(f"另有{each.total - len(each.rows)}项没有列出，用 --all 全部列出。")
    return lines


def _group_name(found: Morning, each: DueList) -> str:
    name = GROUPS[each.group]
    return f"{found.within}个工作日内到期" if each.group == "soon" else name


def _due_cells(found: Morning, group: DueList, row: DueRow) -> list[str]:
    entry = row.entry
    day = row.day.isoformat() if row.day else "未定"
    if row.standing.limit is not None:
        day += f"\n{LIMIT_NAMES[row.standing.limit][:2]}"
    if _is_provisional(row):
        day += "（暂定）"
    return [
        "\n".join(entry.items).replace("号第", "号\n第") or entry.register_number,
        entry.objective,
        "\n".join(entry.lead_units) or "未写明",
        day,
        _how(found, group, row),
    ]


def _is_provisional(row: DueRow) -> bool:
    entry = row.entry
    waits = entry.feedback_on is None and row.standing.limit is Limit.FEEDBACK
    return waits and row.day == entry.feedback_provisional_on


def _how(found: Morning, group: DueList, row: DueRow) -> str:
    today, seen = found.asked.today, row.standing
    words = [f"{seen.state}{f'（{seen.colour}）' if seen.colour else ''}"]
    if group.group == "quiet" and row.entry.updated_on:
        words.append(f"{(today - row.entry.updated_on).days}天未更新")
    elif row.day and seen.is_overdue:
        words.append(f"{working_days(found.calendar, row.day, today)}个工作日")
    elif row.day and group.group == "soon":
        left = working_days(found.calendar, today, row.day)
        words.append(f"还有{left}个工作日" if left else "今天到期")
    if row.has_objection:
        words.append("有异议待答复")
    if row.entry.reply_by:
        words.append(f"限{row.entry.reply_by:%m-%d}回复")
    return "\n".join(words)


def morning_object(found: Morning) -> Json:
    """The lists for programs."""
    return {
        "on": found.asked.today.isoformat(),
        "soon_until": found.asked.soon.isoformat(),
        "groups": [
            {
                "group": each.group.value,
                "total": each.total,
                "entries": [
                    {
                        **plain(asdict(row.entry)),
                        "shown_state": row.standing.state,
                        "colour": row.standing.colour,
                        "limit": row.standing.limit,
                        "due_on": row.day.isoformat() if row.day else None,
                        "is_overdue": row.standing.is_overdue,
                        "is_provisional": _is_provisional(row),
                        "has_objection": row.has_objection,
                    }
                    for row in each.rows
                ],
            }
            for each in found.lists
        ],
    }


# --- one task ----------------------------------------------------------------------------------


def life_lines(life: Life, *, ambiguous: int = 1) -> list[str]:
    """A number's entries: how they stand, their days, and everything done, oldest first."""
    lines: list[str] = []
    for entry in life.entries:
        seen = life.standings[entry.register_number]
        colour = f"（{seen.colour}）" if seen.colour else ""
        head = f"{'、'.join(entry.items) or '未出单'}  台账号 {entry.register_number}"
        lines += [*([""] if lines else []), *paragraph(head, indent="  ", ambiguous=ambiguous)]
        told = [
            f"事项 {entry.objective}",
            f"牵头 {'、'.join(entry.lead_units) or '未写明'}"
            + (f"｜配合 {'、'.join(entry.supporting_units)}" if entry.supporting_units else ""),
            f"来源 {entry.source_title}",
            f"状态 {seen.state}{colour}",
            *_days(entry),
            *_rare(entry),
        ]
        for line in told:
            lines += paragraph(f"  {line}", indent="       ", ambiguous=ambiguous)
        for step in life.steps:
            if step.register_number == entry.register_number:
                line = f"  {step.on} {_step_line(life.cycle, step)}"
                lines += paragraph(line, indent=" " * 13, ambiguous=ambiguous)
    return lines


def _rare(entry: EntryRow) -> list[str]:
    names = rare_names((*entry.lead_units, *entry.supporting_units, *entry.lead_officials))
    told = "、".join(f"{name}（{''.join(found)}）" for name, found in names.items())
    return [f"生僻字 {told}，打印时请看有没有缺字"] if told else []


def _days(entry: EntryRow) -> list[str]:
    days = [
        _day("反馈", entry.feedback_on or entry.feedback_provisional_on, entry.report_by),
        _day("完成", entry.completion_on, entry.finish_by),
    ]
    if entry.closed_on:
        days.append(f"销号 {entry.closed_on}")
    return [day for day in days if day]


def _day(name: str, original: date | None, now: date | None) -> str:
    if now is None or now == original:
        return f"{name} {original}" if original else ""
    return f"{name} {now}（原定{original}）" if original else f"{name} {now}"


def _step_line(cycle: LifeCycle, step: StepRow) -> str:
    words = [f"{_act(cycle, step.act, step.before)}（{SIDE_NAMES[Side(step.side)]} {step.actor}"]
    words[0] += f" {step.who}）" if step.who else "）"
    words += [each for each in (step.method, step.conclusion, step.text) if each]
    if step.new_on:
        words.append(f"{_new_day(step)}{step.new_on}")
    words += [f"附 {file.name}" for file in step.files]
    return " ".join(words)


def steps_object(steps: tuple[StepRow, ...], cycle: LifeCycle) -> list[Json]:
    """Steps for programs; states in Chinese."""
    return [
        {
            **plain(asdict(step)),
            "before": cycle.name(step.before),
            "after": cycle.name(step.after),
        }
        for step in steps
    ]


def life_object(life: Life) -> Json:
    """A number's entries and steps for programs."""
    entries = []
    for entry in life.entries:
        seen = life.standings[entry.register_number]
        shown = {"shown_state": seen.state, "colour": seen.colour, "is_overdue": seen.is_overdue}
        entries.append({**plain(asdict(entry)), **shown})
    return {"entries": entries, "steps": steps_object(life.steps, life.cycle)}


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A record's values for JSON: dates as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in record.items()
    }
