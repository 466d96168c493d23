"""Days no calendar has (2月30日, 13月5日): no day is made of them, and the clerk is told."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.findings import day_impossible
from toolkit.model import ExtractedTask, Span, StatedDate
from toolkit.text.normalize import match_copy
from toolkit.text.numerals import parse_number
from toolkit.text.patterns import lazy

_CN = "一二三四五六七八九十"
_DAY = lazy(
    rf"(?:(?P<year>(?:19|20)\d\d)年)?(?<![\d.{_CN}])(?P<month>\d{{1,2}}|[{_CN}]{{1,3}})月份?"
    rf"(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})[日号](?:之前|以前|前)?"
)
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class _Impossible:
    words: Span
    why: str


def doubt_impossible_days(task: ExtractedTask, year: int | None) -> ExtractedTask:
    """The task with an error for each impossible day in its words, and without a day read from it.

    ``year`` is that of a month without its own; ``None``: the 29th of February may exist.
    """
    found = [each for span in task.origin for each in _impossible(span, year)]
    if not found:
        return task
    end = task.completion_deadline
    return replace(
        task,
        completion_deadline=_undated(end, found) if end else None,
        milestones=tuple(_undated(each, found) for each in task.milestones),
        findings=(
            *task.findings,
            *(day_impossible(task.number, each.words.text, each.why, each.words) for each in found),
        ),
    )


def _impossible(span: Span, year: int | None) -> Iterator[_Impossible]:
    for match in _DAY.finditer(match_copy(span.text)):
        month, day = parse_number(match["month"]), parse_number(match["day"])
        if month is None or day is None:
            continue
        own = int(match["year"]) if match["year"] else year
        if why := _why_not(own, int(month), int(day)):
            low, high = match.span()
            words = Span(span.paragraph, span.start + low, span.start + high, span.text[low:high])
            yield _Impossible(words, why)


def _why_not(year: int | None, month: int, day: int) -> str:
    """Why there is no such day; ``""`` where there is one."""
    if not 1 <= month <= 12:
        return "一年只有12个月"
    last = calendar.monthrange(year or _LEAP_YEAR, month)[1]
    if 1 <= day <= last:
        return ""
    if (month, day) == (2, 29):
        return f"{year}年不是闰年"
    return f"{month}月只有{last}天"


def _undated(stated: StatedDate, found: list[_Impossible]) -> StatedDate:
    at = stated.origin
    for each in found:
        words = each.words
        if at and at.paragraph == words.paragraph and at.start < words.end and words.start < at.end:
            return StatedDate(words.text, None, words)
    return stated
