"""Whether a request for a leader's signature carries another leader's concrete opinion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit import findings
from toolkit.model import Clause, Finding, Paragraph, Span
from toolkit.rules.provisions import DocumentCheck
from toolkit.rules.report_parts import (
    EscalationWords,
    OpinionWords,
    PartResult,
    any_matches,
    pattern_copy,
)

_SIGNATURE = re.compile(
    r"(?:\d{4}\s*年|\d{4}[-./])?\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|[“”\"'‘’\s，。、；：！（）]"
)
_AFTER_LABEL = " \u3000\t：:）)"


def is_request(paragraphs: Sequence[Paragraph], words: OpinionWords) -> bool:
    """Whether the paper is a 请示 by its title or by its closing words."""
    head = [each.text.strip() for each in paragraphs[:10]]
    return any(any_matches(words.titles, text) for text in head) or any(
        any_matches(words.closings, each.text) for each in paragraphs
    )


def find_opinion(
    paragraphs: Sequence[Paragraph], rule: DocumentCheck, words: EscalationWords
) -> PartResult:
    """The opinion that ``rule`` demands; one concrete opinion among several is enough."""
    name, clause, said = rule.required[0], rule.clauses[0], words.opinion
    advice = f"{said.advice}。{rule.on_breach}。"
    found = [
        each for each in _opinions(paragraphs, said) if not any_matches(words.empty, each.text)
    ]
    if not found:
        return PartResult(
            name, clause, (), findings.report_part_missing(name, clause.number, advice)
        )
    verdicts = [_opinion_finding(span, rule, said, name, clause, advice) for span in found]
    good = [span for span, finding in zip(found, verdicts, strict=True) if finding is None]
    if good:
        return PartResult(name, clause, tuple(good), None)
    return PartResult(name, clause, tuple(found), verdicts[0])


def _opinions(paragraphs: Sequence[Paragraph], words: OpinionWords) -> Iterator[Span]:
    """What stands after each label: on its line, in the next cell of its row, or on the next."""
    for place, paragraph in enumerate(paragraphs):
        found = next(
            (hit for each in words.labels if (hit := each.search(pattern_copy(paragraph.text)))),
            None,
        )
        if found is None:
            continue
        after = paragraph.text[found.end() :]
        start = found.end() + len(after) - len(after.lstrip(_AFTER_LABEL))
        if paragraph.text[start:].strip():
            yield Span(paragraph.index, start, len(paragraph.text), paragraph.text[start:].strip())
            continue
        beside = _has_columns(paragraphs, paragraph)
        following = [each for each in paragraphs[place + 1 :] if _goes_on(paragraph, each, beside)]
        if following and not any_matches(words.other_labels, following[0].text.strip()):
            text = following[0].text.strip()
            yield Span(following[0].index, 0, len(following[0].text), text)


def _has_columns(paragraphs: Sequence[Paragraph], label: Paragraph) -> bool:
    """Whether the label stands in a table in which an answer is written beside its label."""
    cells = [each.cell for each in paragraphs if each.cell and label.cell]
    return any(
        label.cell and cell.table == label.cell.table and cell.column != label.cell.column
        for cell in cells
    )


def _goes_on(label: Paragraph, other: Paragraph, beside: bool) -> bool:
    """Whether ``other`` can be what the label announces."""
    if not other.text.strip():
        return False
    if label.cell is None or other.cell is None:
        return label.cell is other.cell and other.index == label.index + 1
    if other.cell.table != label.cell.table:
        return False
    if beside:
        return other.cell.row == label.cell.row and other.cell.column > label.cell.column
    return other.cell.row == label.cell.row + 1


def _opinion_finding(
    span: Span,
    rule: DocumentCheck,
    words: OpinionWords,
    name: str,
    clause: Clause,
    advice: str,
) -> Finding | None:
    """Why what a leader wrote is no concrete opinion; ``None`` when it is one."""
    for text in _without_signature(span.text):
        if any(pattern.fullmatch(text) for pattern in words.refused) or text in rule.refused:
            return findings.report_opinion_refused(name, clause.number, advice, span)
        if any(pattern.fullmatch(text) for pattern in words.doubtful):
            return findings.report_part_doubtful(
                name, "只写了同意，没有具体意见；条款要求签署明确具体意见", span
            )
    return None


def _without_signature(text: str) -> tuple[str, ...]:
    """The words alone: without marks and date, then also without a name of 2 to 4 characters."""
    bare = _SIGNATURE.sub("", pattern_copy(text))
    return (bare, *(bare[:-length] for length in (2, 3, 4) if len(bare) > length))
