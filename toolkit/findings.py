"""Every finding code with its Chinese message: what, where, what to do.

Each function makes one :class:`~toolkit.model.Finding`; nobody else does.
"""

from __future__ import annotations

from toolkit.model import Finding, Severity, Span


def _at(origin: Span | None) -> str:
    return f"（第{origin.paragraph}段）" if origin else ""


# --- drafting and templates --------------------------------------------------------------------


def lead_unit_missing(number: int, objective: str, origin: Span | None) -> Finding:
    """A task that can be put on no ticket because the document charges nobody with it."""
    return Finding(
        "W2401",
        f"任务{number}{_at(origin)}未写明牵头单位，未列入交办单。\n"
        f"  原文：“{origin.text if origin else objective}”\n"
        "  请补填牵头单位，或退回起草科室确认。",
        Severity.WARNING,
        origin,
    )


def lead_unit_vague(number: int, unit: str, origin: Span | None) -> Finding:
    """A task whose lead is 有关部门 or the like: nobody would receive the ticket."""
    return Finding(
        "W2402",
        f"任务{number}{_at(origin)}的牵头单位过于笼统：“{unit}”，未列入交办单。\n"
        "  请选择具体单位，或退回起草科室确认。",
        Severity.WARNING,
        origin,
    )


def office_fact_missing(label: str) -> Finding:
    """The office's settings do not say ``label``; the paper will read （待填）."""
    return Finding(
        "W2403",
        f"本机关设置中没有“{label}”，交办单上将印“（待填）”。请在 duban.toml 中补填后再签发。",
    )


def template_without_grid(place: str) -> Finding:
    """A table that WPS would draw without widths."""
    return Finding(
        "W2205",
        f"模板{place}没有列宽定义，WPS 中可能显示异常。请在 Word 中拖动一次列宽后另存。",
    )
