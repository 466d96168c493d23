"""Whether a report that asks a leader to coordinate holds what the regulation wants in it.

The regulation names the parts (``contents`` of a level); how such parts are usually worded is
data. Pure: paragraphs, requirements and words in, results with their places out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit import findings
from toolkit.model import Clause, Finding, Paragraph, Place, SourceDocument, Span
from toolkit.rules.opinions import find_opinion, is_request
from toolkit.rules.provisions import DocumentCheck, EscalationLevel
from toolkit.rules.report_parts import (
    EscalationWords,
    PartResult,
    PartWords,
    ReportCheck,
    any_matches,
    pattern_copy,
)

_Head = tuple[int, str, int, int]

_NUMBERS = (
    re.compile(r"第[一二三四五六七八九十\d]+[章节部分条]+\s*"),
    re.compile(r"[一二三四五六七八九十]+[、.．]\s*"),
    re.compile(r"（[一二三四五六七八九十]+）\s*"),
    re.compile(r"\d+[.．、]\s*(?!\d)"),
    re.compile(r"（\d+）\s*"),
)
_SENTENCE = re.compile(r"[^。；;！!？?]+[。；;！!？?]?")
_HEADING_LENGTH = 30
_RUN_IN_LENGTH = 18
_PLACES = (Place.BODY, Place.TABLE, Place.TEXT_BOX)


def gate_to(levels: Sequence[EscalationLevel], level: EscalationLevel) -> EscalationLevel | None:
    """The level below whose gate a matter must have passed to reach ``level``; ``None``: free."""
    gates = [each for each in levels if each.level < level.level and each.gate]
    return max(gates, key=lambda each: each.level, default=None)


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading with its place and what stands under it (or after it in the same paragraph)."""

    title: str
    is_numbered: bool
    origin: Span
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Report:
    """A paper taken apart: its sections, its sentences without headings, paragraphs by index."""

    sections: tuple[_Section, ...]
    sentences: tuple[Span, ...]
    texts: Mapping[int, str]


def check_report(
    document: SourceDocument,
    level: EscalationLevel,
    words: EscalationWords,
    opinion_rule: DocumentCheck | None = None,
) -> ReportCheck:
    """Look for every part that ``level`` wants, and in a request for the leader's opinion.

    ``opinion_rule`` is the regulation's demand for that opinion, ``None`` where there is none.
    """
    paragraphs = [each for each in document.paragraphs if each.place in _PLACES]
    report = _Report(
        tuple(_sections(paragraphs)),
        tuple(_running_text(paragraphs, words)),
        {each.index: each.text for each in paragraphs},
    )
    parts = [_part(name, level, report, words) for name in level.contents]
    asked = None
    if opinion_rule is not None:
        asked = is_request(paragraphs, words.opinion)
        parts += [find_opinion(paragraphs, opinion_rule, words)] if asked else []
    return ReportCheck(level, tuple(parts), asked)


# --- parts -----------------------------------------------------------------------------------


def _part(name: str, level: EscalationLevel, report: _Report, words: EscalationWords) -> PartResult:
    part = words.parts.get(name) or _plain_words(name)
    clause = next((each for each in level.clauses if name in each.text), level.clauses[-1])
    found = [each for each in report.sections if _is_titled(each, part)]
    filled = [each for each in found if _content(each, words)]
    if filled:
        content = [span for each in filled for span in _content(each, words)]
        finding = _doubt(part, clause, content, report, words)
        return PartResult(name, clause, (filled[0].origin, *content[:2]), finding)
    shown = [span for span in report.sentences if _says(span, part)]
    if shown:
        finding = _doubt(part, clause, shown, report, words)
        return PartResult(name, clause, tuple(shown[:3]), finding)
    denial = next((span for span in report.sentences if any_matches(part.denied, span.text)), None)
    if denial is not None:
        finding = findings.report_part_denied(name, clause.number, f"{part.advice}。", denial)
    elif found:
        origin = found[0].origin
        finding = findings.report_part_empty(name, clause.number, f"{part.advice}。", origin)
    else:
        finding = findings.report_part_missing(name, clause.number, f"{part.advice}。")
    return PartResult(name, clause, (), finding)


def _plain_words(name: str) -> PartWords:
    """A part of which the data say nothing: its own name, as a heading or in a sentence."""
    pattern = (re.compile(re.escape(name)),)
    return PartWords(name, pattern, pattern, (), (), (), f"请写明{name}")


def _doubt(
    part: PartWords,
    clause: Clause,
    content: Sequence[Span],
    report: _Report,
    words: EscalationWords,
) -> Finding | None:
    """What is wrong with a part that is there: not done yet, said to be elsewhere, by nobody."""
    done = any(_says(span, part) for span in content)
    denial = next((span for span in content if any_matches(part.denied, span.text)), None)
    if denial is not None and not done:
        return findings.report_part_denied(part.name, clause.number, f"{part.advice}。", denial)
    for doubt in (*part.doubts, *words.doubts):
        for span in content:
            text = pattern_copy(span.text)
            if doubt.pattern.search(text) and not (doubt.unless and doubt.unless.search(text)):
                return findings.report_part_doubtful(part.name, doubt.says, span)
    # Whoever is meant is named in the same paragraph or in the one before.
    near = {index for span in content for index in (span.paragraph - 1, span.paragraph)}
    texts = [pattern_copy(report.texts.get(index, "")) for index in near]
    if part.subject and not any(part.subject.search(text) for text in texts):
        return findings.report_part_doubtful(part.name, part.subject_doubt, content[0])
    return None


def _says(span: Span, part: PartWords) -> bool:
    """Whether something of the sentence counts once what does not count is cut out."""
    text = pattern_copy(span.text)
    for pattern in (*part.excluded, *part.denied):
        text = pattern.sub("", text)
    return any(pattern.search(text) for pattern in part.phrases)


def _is_titled(section: _Section, part: PartWords) -> bool:
    """A numbered heading may say more than the words; a bare line must be the words."""
    title = pattern_copy(section.title)
    if section.is_numbered:
        return any(pattern.search(title) for pattern in part.headings)
    return any(pattern.fullmatch(title) for pattern in part.headings)


def _content(section: _Section, words: EscalationWords) -> list[Span]:
    return [span for span in section.sentences if not any_matches(words.empty, span.text.strip())]


# --- headings and sentences ------------------------------------------------------------------


def _running_text(paragraphs: Sequence[Paragraph], words: EscalationWords) -> Iterator[Span]:
    """All sentences but titles, signatures and the headings of the parts themselves."""
    for paragraph in paragraphs:
        head = _head(paragraph)
        if head is not None and _is_heading_only(paragraph, head, words):
            continue
        yield from _sentences(paragraph)


def _is_heading_only(paragraph: Paragraph, head: _Head, words: EscalationWords) -> bool:
    if paragraph.text[head[3] :].strip():
        return False
    title = pattern_copy(head[1])
    known = (pattern for part in words.parts.values() for pattern in part.headings)
    return head[0] == _BARE or any(pattern.fullmatch(title) for pattern in known)


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[_Section]:
    heads = [_head(each) for each in paragraphs]
    for place, (paragraph, head) in enumerate(zip(paragraphs, heads, strict=True)):
        if head is None:
            continue
        rank, title, start, end = head
        below: list[Span] = list(_sentences(paragraph, end))
        for later, other in zip(paragraphs[place + 1 :], heads[place + 1 :], strict=True):
            if other is not None and other[0] <= rank:
                break
            if not _is_bare(later, other):
                below += _sentences(later)
        origin = Span(paragraph.index, start, end, paragraph.text[start:end])
        yield _Section(title, rank < _BARE, origin, tuple(below))


_BARE = len(_NUMBERS) + 1
"""The rank of a heading without a number, below all numbered ones."""


def _head(paragraph: Paragraph) -> _Head | None:
    """Rank (0 the highest), title, and where the title stands; ``None`` for plain text."""
    text = pattern_copy(paragraph.text)
    start = len(text) - len(text.lstrip())
    rank = _BARE
    for number, pattern in enumerate(_NUMBERS):
        if found := pattern.match(text, start):
            rank, start = number, found.end()
            break
    rest = text[start:].rstrip()
    if rest and len(rest) <= _HEADING_LENGTH and not re.search(r"[。；，]", rest):
        title, colon, _ = rest.partition("：")
        return rank, title, start, start + len(title) + len(colon)
    stops = "。：" if rank < _BARE else "："
    run_in = re.match(rf"([^。：；，]{{2,{_RUN_IN_LENGTH}}})[{stops}](?=.)", rest)
    return (rank, run_in[1], start, start + run_in.end()) if run_in else None


def _is_bare(paragraph: Paragraph, head: _Head | None) -> bool:
    """A short line without number or more: a signature, a date, an unnumbered heading."""
    return head is not None and head[0] == _BARE and not paragraph.text[head[3] :].strip()


def _sentences(paragraph: Paragraph, start: int = 0) -> Iterator[Span]:
    for found in _SENTENCE.finditer(paragraph.text, start):
        text = found[0].strip()
        if text:
            first = found.start() + found[0].index(text)
            yield Span(paragraph.index, first, first + len(text), text)
