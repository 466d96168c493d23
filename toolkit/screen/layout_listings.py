"""What a check of layout found, as lines and as plain objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from toolkit.layout.statements import Verdict
from toolkit.screen.display import paragraph

if TYPE_CHECKING:
    from toolkit.layout import Report
    from toolkit.layout.statements import Outcome


def report_lines(report: Report, *, everything: bool = False, ambiguous: int = 1) -> list[str]:
    """What is otherwise, with its place; with ``everything`` what is right and why not."""
    lines = [f"{report.name}：按“{report.shape}”格式检查。"]
    for title, outcomes in (
        ("GB/T 9704-2012", report.of_standard),
        ("机关习惯（不是国家标准的要求，供参考）", report.of_custom),
    ):
        lines += ["", f"{title}：{_counted(outcomes)}"]
        for outcome in outcomes:
            if everything or outcome.verdict is Verdict.FAILS:
                for text, indent in _said(outcome):
                    lines += paragraph(text, indent=indent, ambiguous=ambiguous)
    if not everything:
        lines += ["", "符合的、不适用的也要看，加 --all。格式判断错的，加 --as 信函 等。"]
    return lines


def _counted(outcomes: Iterable[Outcome]) -> str:
    counts = Counter(each.verdict for each in outcomes)
    return "，".join(f"{verdict}{counts[verdict]}条" for verdict in Verdict)


def _said(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Each paragraph with the indent of its further lines."""
    statement = outcome.statement

    head = f"  [{outcome.verdict}] {statement.id} {statement.clause}（{statement.force}）"
    reason = f"（{outcome.reason}）" if outcome.reason else ""
    yield f"{head}{statement.wording}{reason}", " " * 4
    for fault in outcome.faults:
        yield f"      {fault.place}：现为{fault.found}；应为{fault.wanted}。", " " * 8


def report_object(report: Report) -> dict[str, Any]:
    """The same for programs."""
    return {
        "file": report.name,
        "shape": report.shape,
        "passes": report.passes,
        "standard": [_object(each) for each in report.of_standard],
        "customs": [_object(each) for each in report.of_custom],
    }


def _object(outcome: Outcome) -> dict[str, Any]:
    statement = outcome.statement
    return {
        "id": statement.id,
        "clause": statement.clause,
        "force": statement.force,
        "wording": statement.wording,
        "verdict": outcome.verdict,
        "reason": outcome.reason,
        "faults": [asdict(fault) for fault in outcome.faults],
    }
