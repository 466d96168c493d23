"""Words of the office's own: 34xx requests for coordination, 37xx a 通报."""

from __future__ import annotations

from toolkit.findings.base import place_of, quoted
from toolkit.model import Finding, Severity, Span


def report_part_missing(part: str, clause: str, advice: str) -> Finding:
    """A part that the report must state and that was not found."""
    return Finding("W3401", f"没有找到“{part}”（{clause}）。{advice}", Severity.ERROR)


def report_part_denied(part: str, clause: str, advice: str, origin: Span) -> Finding:
    """The report itself says that it was not done."""
    return Finding(
        "W3402",
        f"“{part}”{place_of(origin)}写的是还没有做：{quoted(origin.text)}（{clause}）。{advice}",
        Severity.ERROR,
        origin,
    )


def report_part_empty(part: str, clause: str, advice: str, origin: Span) -> Finding:
    """A heading with nothing under it."""
    return Finding(
        "W3403",
        f"“{part}”{place_of(origin)}只有标题，没有内容（{clause}）。{advice}",
        Severity.ERROR,
        origin,
    )


def report_part_doubtful(part: str, doubt: str, origin: Span) -> Finding:
    """Something was found, but it may not be what the clause asks for."""
    return Finding(
        "W3404", f"“{part}”{place_of(origin)}请核对：{doubt}。", Severity.WARNING, origin
    )


def report_opinion_refused(part: str, clause: str, advice: str, origin: Span) -> Finding:
    """圈阅, 已阅 and the like where the clause wants a concrete opinion."""
    return Finding(
        "W3405",
        f"“{part}”{place_of(origin)}写的是{quoted(origin.text)}，不算明确具体意见（{clause}）。{advice}",
        Severity.ERROR,
        origin,
    )


def prose_differs(origin: Span, measure: str, counted: str) -> Finding:
    """A figure of the text is not the one counted from the ledger; ``measure`` is 合计逾期."""
    return Finding(
        "W3701",
        f"文字材料{place_of(origin)}写的是{quoted(origin.text)}，台账算出的{measure}是{counted}。"
        "请核对后改正。",
        Severity.ERROR,
        origin,
    )


def prose_unchecked(origin: Span) -> Finding:
    """Figures of another time, which this report did not count."""
    return Finding(
        "I3702",
        f"文字材料{place_of(origin)}的{quoted(origin.text)}说的是别的时段，没有与台账核对。",
        Severity.NOTE,
        origin,
    )


def prose_astray(origin: Span) -> Finding:
    """Words under none of the headings that the paper has a place for."""
    return Finding(
        "W3703",
        f"文字材料{place_of(origin)}的{quoted(origin.text)}没有标题，不知道放在哪一部分。"
        "请在前面加上“存在问题”“下一步要求”等标题。",
        Severity.ERROR,
        origin,
    )
