"""Limits that can be read two ways, and orders a paper gives twice: told, and left as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from toolkit.findings import limit_ends_on_day_off, month_before_doubtful, task_repeated
from toolkit.model import ExtractedTask, Finding
from toolkit.text.dates import TimeContext
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_COUNTED = lazy(r"(?<!工作)(?:\d+|[一二两三四五六七八九十半]+)(?:个月|[日天周])(?:之|以)?内$")
_MONTH_BEFORE = lazy(r"(?:\d+|[一二三四五六七八九十]+)月份?(?:之|以)?前$")
_DAY = timedelta(days=1)


def doubt_limits(task: ExtractedTask, context: TimeContext) -> ExtractedTask:
    """The task with a doubt where its limit ends on a day off, or says 8月前."""
    end = task.completion_deadline
    if end is None or end.on is None:
        return task
    words, found = match_copy(end.text), list[Finding]()
    if _COUNTED.search(words) and _is_day_off(end.on, context):
        found.append(limit_ends_on_day_off(task.number, end.text, end.on.isoformat(), end.origin))
    if _MONTH_BEFORE.search(words):
        found.append(month_before_doubtful(task.number, end.text, end.on.isoformat(), end.origin))
    return replace(task, findings=(*task.findings, *found)) if found else task


def _is_day_off(on: date, context: TimeContext) -> bool:
    """Whether nobody works that day; by the week where the calendar is unpublished."""
    following = context.nth_working_day(on - _DAY, 1) if context.nth_working_day else None
    return following != on if following else on.weekday() >= 5


def doubt_repeated(tasks: Iterable[ExtractedTask]) -> Iterator[Finding]:
    """A note for each task that says the same as one before, to the same units by the same day."""
    first: dict[tuple[object, ...], int] = {}
    for task in tasks:
        end = task.completion_deadline
        units = frozenset(unit.name or unit.text for unit in task.lead_units)
        said = (match_copy(task.objective), units, end and (end.on, end.text))
        earlier = first.setdefault(said, task.number)
        if task.objective and earlier != task.number:
            origin = task.origin[0] if task.origin else None
            yield task_repeated(task.number, earlier, origin)
