"""What ``duban escalate check`` prints: lines of at most 80 columns, and a plain object."""

from __future__ import annotations

from toolkit.contract import Json, findings_list
from toolkit.model import Severity, SourceDocument
from toolkit.rules.provisions import EscalationLevel
from toolkit.rules.report_parts import PartResult, ReportCheck
from toolkit.screen.display import paragraph
from toolkit.screen.reports import Notes

_SHOWN = 60
_MARKS = ("缺", "不符", "核对")


def check_lines(
    document: SourceDocument,
    check: ReportCheck,
    gate: EscalationLevel | None = None,
    *,
    ambiguous: int = 1,
) -> list[str]:
    """Each part with its place and words, what is missing and what to do, and the outcome.

    ``gate`` is the level whose gate the matter must have passed: that no paper proves.
    """
    level = check.level
    lines = [f"提请{level.name}协调（第{level.level}级）的必备内容：{document.name}"]
    if gate is not None:
        told = f"  提请的前提：{gate.gate}{_number(gate)}。没有做到的，先补做再呈报。"
        lines += paragraph(told, indent="    ", ambiguous=ambiguous)
    for part in check.parts:
        lines.append(f"  {_mark(part)}  {part.name}（{part.clause.number}）")
        for origin in part.origins:
            text = origin.text if len(origin.text) <= _SHOWN else f"{origin.text[:_SHOWN]}…"
            shown = f"        第{origin.paragraph}段：“{text}”"
            lines += paragraph(shown, indent="          ", ambiguous=ambiguous)
    if check.is_request is False:
        lines.append("  这份文件没有认作请示性公文，没有查分管领导签署的意见。")
    lines += Notes((*check.findings, *document.findings)).lines(ambiguous=ambiguous)
    if not check.findings:
        return [*lines, f"{len(check.parts)}项都有。写得是否充分，请人工把关。"]
    marks = [_mark(part).strip() for part in check.parts]
    counts = [f"{mark}{marks.count(mark)}项" for mark in _MARKS if mark in marks]
    return [*lines, f"应有{len(check.parts)}项：{'，'.join(counts)}。补齐、核对后再呈报。"]


def _mark(part: PartResult) -> str:
    """缺; 不符: it says the contrary or too little; 核对: it may be; 有. All four columns wide."""
    if not part.origins:
        return "缺  "
    if part.finding is None:
        return "有  "
    return "不符" if part.finding.severity is Severity.ERROR else "核对"


def _number(gate: EscalationLevel) -> str:
    return f"（{gate.gate_clause.number}）" if gate.gate_clause else ""


def check_object(
    document: SourceDocument, check: ReportCheck, gate: EscalationLevel | None = None
) -> Json:
    """The same for programs."""
    clause = gate.gate_clause if gate else None
    return {
        "file": document.name,
        "level": check.level.level,
        "gate": {"text": gate.gate, "clause": clause.number if clause else None} if gate else None,
        "request": check.is_request,
        "parts": [
            {
                "name": part.name,
                "clause": part.clause.number,
                "found": part.is_there,
                "origin": [
                    {
                        "paragraph": origin.paragraph,
                        "start": origin.start,
                        "end": origin.end,
                        "text": origin.text,
                    }
                    for origin in part.origins
                ],
                "findings": findings_list([part.finding] if part.finding else []),
            }
            for part in check.parts
        ],
    }
