"""Tasks in a compact Chinese text, for the screen, golden files and tests; and back again.

::

    任务2  牵头 县发改局｜配合 县财政局、有关部门？｜领导 张三｜责任人 李四｜急
      目标 制定实施方案并报县政府
      完成 2026-03-31（3月底前）  据 原文第14段
      节点 2026-02-28（2月底前）
      周期 每月
      指标 12个
      批示 王五 2026-02-10
      反馈 2026-02-25  据 《示例办法》第十条

A unit with ``？`` behind it is not in the table of units; an official name that differs from the
words stands in 〔〕 behind them. 待定 is a date that could not be computed, 暂定 one that waits for
a calendar. Spans keep only their paragraph; reasons and findings are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from toolkit.model import Clause, Deadline, ExtractedTask, Span, StatedDate, Task, Unit


class NotationError(ValueError):
    """A line that is not in the notation; the message names it."""


@dataclass(frozen=True, slots=True)
class NotedTask:
    """What the notation holds of a task: what was read, and the report's deadline if decided."""

    extracted: ExtractedTask
    feedback: Deadline | None = None


def note(task: Task) -> NotedTask:
    """A task with its decision, cut down to what the notation holds."""
    return NotedTask(task.extracted, task.decision.feedback_deadline)


# --- writing -----------------------------------------------------------------------------------


def format_tasks(tasks: Iterable[Task | ExtractedTask | NotedTask]) -> str:
    """The tasks in the notation, a blank line between two; ``""`` for none."""
    return "\n".join("\n".join(_lines(_noted(task))) + "\n" for task in tasks)


def _noted(task: Task | ExtractedTask | NotedTask) -> NotedTask:
    if isinstance(task, Task):
        return note(task)
    return NotedTask(task) if isinstance(task, ExtractedTask) else task


def _lines(noted: NotedTask) -> Iterator[str]:
    task = noted.extracted
    head = (
        ("牵头 ", "、".join(map(_unit, task.lead_units))),
        ("配合 ", "、".join(map(_unit, task.supporting_units))),
        ("领导 ", "、".join(task.lead_officials)),
        ("责任人 ", "、".join(task.responsible_persons)),
    )
    parts = [key + words for key, words in head if words] + ["急"] * task.urgent
    yield f"任务{task.number}  {'｜'.join(parts)}".rstrip()
    yield f"  目标 {task.objective}"
    if task.completion_deadline is not None:
        yield f"  完成 {_stated(task.completion_deadline)}"
    yield from (f"  节点 {_stated(milestone)}" for milestone in task.milestones)
    if task.recurring:
        yield f"  周期 {task.recurring}"
    yield from (f"  指标 {target}" for target in task.targets)
    if task.instructed_by or task.instructed_on:
        yield "  批示 " + " ".join(filter(None, (task.instructed_by, _iso(task.instructed_on))))
    if noted.feedback is not None:
        yield f"  反馈 {_deadline(noted.feedback)}"


def _unit(unit: Unit) -> str:
    if unit.name is None:
        return f"{unit.text}？"
    return unit.text if unit.name == unit.text else f"{unit.text}〔{unit.name}〕"


def _stated(stated: StatedDate) -> str:
    place = f"  据 原文第{stated.origin.paragraph}段" if stated.origin else ""
    return f"{_iso(stated.on) or '待定'}（{stated.text}）{place}"


def _deadline(deadline: Deadline) -> str:
    provisional = deadline.provisional_on
    day = _iso(deadline.on) or (f"暂定{provisional}" if provisional else "待定")
    basis = deadline.basis
    return f"{day}  据 《{basis.regulation}》{basis.number}" if basis else day


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


# --- reading -----------------------------------------------------------------------------------

_HEAD = re.compile(r"任务(\d+)(?:  (.*))?")
_UNIT = re.compile(r"([^〔〕？]+)(？|〔[^〔〕]+〕)?")
_STATED = re.compile(r"(\d{4}-\d\d-\d\d|待定)（(.*)）(?:  据 原文第(\d+)段)?")
_DEADLINE = re.compile(r"(暂定)?(\d{4}-\d\d-\d\d|待定)(?:  据 《(.+?)》(.+))?")
_INSTRUCTION = re.compile(r"(.*?) ?(\d{4}-\d\d-\d\d)?")


def parse_tasks(text: str) -> tuple[NotedTask, ...]:
    """The tasks of a text in the notation. Raises :class:`NotationError` naming a wrong line."""
    tasks: list[NotedTask] = []
    for line in filter(str.strip, text.splitlines()):
        if head := _HEAD.fullmatch(line.strip()):
            tasks.append(NotedTask(_parse_head(int(head[1]), head[2] or "")))
        elif tasks:
            tasks[-1] = _with_line(tasks[-1], line)
        else:
            raise NotationError(f"应以“任务1  …”开头，现为“{line}”")
    return tuple(tasks)


def _parse_head(number: int, text: str) -> ExtractedTask:
    task = ExtractedTask(number, "", ())
    for part in filter(None, text.split("｜")):
        key, _, words = part.partition(" ")
        names = tuple(words.split("、"))
        match key:
            case "牵头":
                task = replace(task, lead_units=tuple(map(_parse_unit, names)))
            case "配合":
                task = replace(task, supporting_units=tuple(map(_parse_unit, names)))
            case "领导":
                task = replace(task, lead_officials=names)
            case "责任人":
                task = replace(task, responsible_persons=names)
            case "急":
                task = replace(task, urgent=True)
            case _:
                raise NotationError(f"不认识“{part}”")
    return task


def _with_line(noted: NotedTask, line: str) -> NotedTask:
    task = noted.extracted
    key, _, words = line.strip().partition(" ")
    match key:
        case "目标":
            task = replace(task, objective=words)
        case "完成":
            task = replace(task, completion_deadline=_parse_stated(words))
        case "节点":
            task = replace(task, milestones=(*task.milestones, _parse_stated(words)))
        case "周期":
            task = replace(task, recurring=words)
        case "指标":
            task = replace(task, targets=(*task.targets, words))
        case "批示":
            found = _matched(_INSTRUCTION, words)
            task = replace(task, instructed_by=found[1] or None, instructed_on=_day(found[2]))
        case "反馈":
            return replace(noted, feedback=_parse_deadline(words))
        case _:
            raise NotationError(f"不认识这一行：“{line}”")
    return replace(noted, extracted=task)


def _parse_unit(text: str) -> Unit:
    found = _matched(_UNIT, text)
    mark = found[2] or ""
    return Unit(found[1], None if mark == "？" else mark.strip("〔〕") or found[1])


def _parse_stated(text: str) -> StatedDate:
    found = _matched(_STATED, text)
    origin = Span(int(found[3]), 0, 0, "") if found[3] else None
    return StatedDate(found[2], _day(found[1]), origin)


def _parse_deadline(text: str) -> Deadline:
    found = _matched(_DEADLINE, text)
    day, basis = _day(found[2]), Clause(found[3], found[4]) if found[3] else None
    if found[1]:
        return Deadline(None, basis, provisional_on=day)
    return Deadline(day, basis)


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise NotationError(f"写法不对：“{text}”")
    return found


def _day(text: str | None) -> date | None:
    return None if text in (None, "待定") else date.fromisoformat(str(text))
