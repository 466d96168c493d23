"""The office's own words in a 通报: sorted under its headings, their figures held to the ledger's.

A figure that contradicts what was counted is a finding with its place; one that speaks of another
time is left alone and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from toolkit import findings
from toolkit.model import Finding, Paragraph, Span
from toolkit.tallies import Tally
from toolkit.text.normalize import match_copy
from toolkit.text.numerals import NUMBER, parse_number

_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?")
_CLAUSE = re.compile(r"[^,;:、]+[,;:、]?")
_LIST_NUMBER = re.compile(
    r"^\s*(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|\d+[.、])\s*"
)
_HEADING_LENGTH = 14


@dataclass(frozen=True)
class ProseWords:
    """``data/vocabulary/bulletin.toml``: how figures are worded, how parts are headed."""

    measures: Mapping[str, tuple[str, ...]]
    units: tuple[str, ...]
    share: tuple[str, ...]
    part: tuple[str, ...]
    other: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]

    @cached_property
    def by_word(self) -> dict[str, str]:
        return {word: name for name, words in self.measures.items() for word in words}

    @cached_property
    def figure(self) -> re.Pattern[str]:
        """A measure's word, a count with its unit, or a percentage."""
        words = "|".join(sorted(map(re.escape, self.by_word), key=len, reverse=True))
        units = "|".join(map(re.escape, self.units))
        return re.compile(
            rf"(?P<measure>{words})|(?P<share>[0-9]+(?:\.[0-9]+)?)%|(?P<count>{NUMBER})(?:{units})"
        )


@dataclass(slots=True)
class Prose:
    """The office's paragraphs by part (good, problems, demands), with numbers taken off.

    ``strays`` stand under no heading that the paper knows.
    """

    parts: dict[str, list[Span]] = field(default_factory=dict)
    strays: list[Span] = field(default_factory=list)

    def texts(self, part: str) -> list[str]:
        return [span.text for span in self.parts.get(part, ())]

    @property
    def spans(self) -> list[Span]:
        return [span for spans in self.parts.values() for span in spans] + self.strays


def sort_prose(paragraphs: Iterable[Paragraph], words: ProseWords) -> Prose:
    """Put each paragraph under the heading above it."""
    prose, part = Prose(), ""
    for each in paragraphs:
        copy = match_copy(each.text)
        number = _LIST_NUMBER.match(copy)
        start = number.end() if number else len(copy) - len(copy.lstrip())
        text = each.text[start:].rstrip()
        if not text:
            continue
        if len(text) <= _HEADING_LENGTH and (named := _part(text, words)):
            part = named
            continue
        span = Span(each.index, start, start + len(text), text)
        (prose.parts.setdefault(part, []) if part else prose.strays).append(span)
    return prose


def _part(text: str, words: ProseWords) -> str:
    return next(
        (part for part, heads in words.parts.items() if any(head in text for head in heads)), ""
    )


def check_prose(
    spans: Iterable[Span], whole: Tally, units: Mapping[str, Tally], words: ProseWords
) -> tuple[Finding, ...]:
    """Every figure in the texts that is not the ledger's; ``units`` are tallies by unit's name."""
    found: list[Finding] = []
    for span in spans:
        for sentence in _SENTENCE.finditer(match_copy(span.text)):
            found += _Sentence(span, sentence, whole, units, words).findings()
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Sentence:
    span: Span
    match: re.Match[str]
    whole: Tally
    units: Mapping[str, Tally]
    words: ProseWords

    def findings(self) -> Iterator[Finding]:
        copy = self.match[0]
        if any(word in copy for word in self.words.other):
            if any(each["count"] or each["share"] for each in self.words.figure.finditer(copy)):
                yield findings.prose_unchecked(self._quote(0, len(copy)))
            return
        name, counted, is_part, measure = "", self.whole, False, ""
        for clause in _CLAUSE.finditer(copy):
            named = [unit for unit in self.units if match_copy(unit) in clause[0]]
            if named:
                name = max(named, key=len)
                counted, is_part = self.units[name], False
            is_part = is_part or any(word in clause[0] for word in self.words.part)
            figures = list(self.words.figure.finditer(clause[0]))
            stated = [self.words.by_word[each["measure"]] for each in figures if each["measure"]]
            measure = stated[-1] if stated else measure
            for each in figures:
                if not each["measure"] and measure:
                    yield from self._compare(clause, each, name, measure, counted, is_part)

    def _compare(
        self,
        clause: re.Match[str],
        figure: re.Match[str],
        name: str,
        measure: str,
        counted: Tally,
        is_part: bool,
    ) -> Iterator[Finding]:
        right: int = getattr(counted, measure)
        told = f"{name or '合计'}{self.words.measures[measure][0]}"
        quote = self._quote(clause.start(), clause.end())
        if figure["count"]:
            said = parse_number(figure["count"])
            if said is not None and (said > right if is_part else said != right):
                yield findings.prose_differs(quote, told, f"{right}项")
        elif any(word in clause[0] for word in self.words.share) and not is_part:
            rates = {"done": counted.rate, "open": counted.open_rate}
            rate = rates.get(measure, counted.overdue_rate if measure == "overdue" else "")
            if rate and float(figure["share"]) != float(rate.rstrip("%")):
                yield findings.prose_differs(quote, f"{told}占比", rate)

    def _quote(self, start: int, end: int) -> Span:
        first = self.match.start() + start
        text = self.span.text[first : self.match.start() + end]
        at = self.span.start + first
        return Span(self.span.paragraph, at, at + len(text), text)
