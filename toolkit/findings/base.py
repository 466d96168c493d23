"""What every finding is made with, and how several are told as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.model import Finding, Severity, Span

LEAD = "lead_units"
"""What :attr:`Finding.about` holds where a task has no lead unit at all."""

DAY_IMPOSSIBLE = "E1604"
"""The code of a task whose own words name a day that no calendar has."""

_QUOTE_LIMIT = 40


def place_of(origin: Span | None) -> str:
    return f"（第{origin.paragraph}段）" if origin else ""


def quoted(text: str) -> str:
    """The words in quotation marks, a long text cut."""
    return f"“{text[:_QUOTE_LIMIT]}{'…' if len(text) > _QUOTE_LIMIT else ''}”"


def paragraphs_listed(paragraphs: list[int]) -> str:
    """“第3、5段”, at most five named."""
    named = "、".join(str(paragraph) for paragraph in paragraphs[:5])
    return f"第{named}段{'等' if len(paragraphs) > 5 else ''}"


def of_task(
    code: str,
    number: int,
    origin: Span | None,
    words: str,
    *,
    about: str = "",
    severity: Severity = Severity.WARNING,
) -> Finding:
    """A finding about one task: “任务3（第14段）” and ``words``."""
    message = f"任务{number}{place_of(origin)}{words}"
    return Finding(code, message, severity, origin, number, about)


def of_some(finding: Finding, numbers: Sequence[int]) -> Finding:
    """A finding about some of a paper's tasks, which it names."""
    named = "、".join(str(number) for number in numbers)
    return replace(finding, message=f"任务{named}：{finding.message}")


def without_place(finding: Finding) -> str:
    """The message in one line, without task, paragraph and quotation, to be said of several."""
    message = finding.message
    if finding.task is not None:
        message = message.removeprefix(f"任务{finding.task}{place_of(finding.origin)}")
    lines = [line.strip() for line in message.splitlines()]
    # Chinese needs no space where a line ended
    return "".join(line for line in lines if finding.task is None or line[:3] != "原文：")


_SAID_BY = {"W1803": "E3114", "W1805": "E3112", "W2401": "W1316"}
"""Doubts that another one includes, which also says what settles them."""


def still_open(
    found: Sequence[Finding], *, source_given: bool = False, day_given: bool = False
) -> tuple[Finding, ...]:
    """``found``, each once, without what another includes or what the clerk has answered."""
    settled = {each.code for each in found}
    settled |= {code for code, given in (("E3112", source_given), ("E3114", day_given)) if given}
    once = dict.fromkeys(found)
    return tuple(each for each in once if _SAID_BY.get(each.code) not in settled)
