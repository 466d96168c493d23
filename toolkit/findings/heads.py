"""People and the head of a document: 18xx."""

from __future__ import annotations

from toolkit.findings.base import place_of
from toolkit.model import Finding, Severity, Span


def ambiguous_person(written: str, candidates: tuple[str, ...], origin: Span | None) -> Finding:
    """A surname or given name that fits several persons of the document."""
    return Finding(
        "W1801",
        f"“{written}”{place_of(origin)}可能是{'、'.join(candidates)}，文中不能确定是哪一位，按原文保留。\n"
        "  请核对后补填全名。",
        Severity.WARNING,
        origin,
    )


def kind_doubtful(kind: str, reason: str) -> Finding:
    """A document whose kind is only guessed."""
    return Finding(
        "W1802",
        f"未能确定文种，暂按“{kind}”处理（依据：{reason}）。\n"
        "  如不对，请用 --kind 指明文种后重新识别。",
    )


def source_date_missing(what: str, imprint: str) -> Finding:
    """A meeting, instruction or speech whose day (or year) the document does not state."""
    hint = f"落款印发日期为{imprint}，印发日期不能代替{what}日期。\n  " if imprint else ""
    return Finding(
        "W1803",
        f"文中没有写明{what}日期（或没有年份），各项时限无法推算。\n"
        f"  {hint}请补填{what}日期后重新识别。",
    )


def year_inferred(written: str, year: int, basis: str, origin: Span | None) -> Finding:
    """A month and day whose year stands elsewhere."""
    return Finding(
        "I1804",
        f"“{written}”{place_of(origin)}没有年份，按{basis}推定为{year}年，请核对。",
        Severity.NOTE,
        origin,
    )


def chair_missing(origin: Span | None) -> Finding:
    """Minutes that do not say who presided."""
    return Finding(
        "W1805",
        "纪要中没有读出主持人，不能据此判断由谁下发。\n  请补填主持人及其职务。",
        Severity.WARNING,
        origin,
    )


def weekday_differs(written: str, year: int, weekday: int, origin: Span | None) -> Finding:
    """A day whose written weekday is not that of the calendar; ``weekday`` counts Monday as 0."""
    name = "一二三四五六日"[weekday]
    return Finding(
        "W1806",
        f"“{written}”{place_of(origin)}所写星期与{year}年的日历不符（当日为星期{name}），请核对日期。",
        Severity.WARNING,
        origin,
    )


def meeting_day_under_title(written: str, origin: Span | None) -> Finding:
    """Minutes that give no day but the one right under their title."""
    return Finding(
        "W1807",
        f"没有写明会议时间，按题下的“{written}”{place_of(origin)}推算各项时限，请核对。",
        Severity.WARNING,
        origin,
    )
