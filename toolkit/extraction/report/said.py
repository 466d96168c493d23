"""What a clause of a report says: its text with the times and figures in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.extraction.report.figures import report_figures
from toolkit.extraction.structure import Clause, Node, Sentence
from toolkit.extraction.targets import Figure
from toolkit.text.dates import DATED, TimeKind, TimeMention
from toolkit.text.patterns import lazy

WHEN = (*DATED, TimeKind.POINT, TimeKind.SPAN)
_NOT_NOW = (TimeKind.PAST, TimeKind.STANDARD)
_SOFTENER = lazy(r"^(?:[,、]|并|且|再|力争|争取|确保|务必|分别|计划|预计|于|在|到)+")
_BEFORE_TIME = lazy(r"(?:力争|争取)?[到至于在用]?")
_SEASON = lazy(r"暑期|寒假|暑假|周[一二三四五六日]")
_AND = lazy(r"以及|及其|及(?!时|早|格)")  # one more object of the verb before


@dataclass(frozen=True, slots=True)
class Said:
    """One clause: its text, times and figures; ``start`` and ``end`` as in its block."""

    text: str
    start: int
    end: int
    times: tuple[TimeMention, ...]
    figures: tuple[Figure, ...]

    @property
    def dated(self) -> bool:
        """Whether a day, an event or a plain month stands in it; 全年 alone is only a frame."""
        nodes = [t for t in self.times if t.kind in DATED and t.rule != "全年"]
        return bool(nodes) or any(t.kind is TimeKind.POINT for t in self.times)

    @property
    def periodic(self) -> bool:
        """每月, 每半年: a period with an act, not 常态化."""
        return any(t.kind is TimeKind.RECURRING and t.text.startswith("每") for t in self.times)

    @property
    def without_time(self) -> str:
        """The text behind a time it begins with and the words around that time (力争、分别于)."""
        rest, at = self.text, self.start
        rest = _SOFTENER.sub("", rest)
        at = self.end - len(rest)
        for time in self.times:
            if time.start <= at + 1 and time.end > at:
                rest = self.text[time.end - self.start :]
                rest = _SOFTENER.sub("", rest)
                at = self.end - len(rest)
        return rest


class Mentions:
    """The times of a block, found for one clause after the other without going through all."""

    def __init__(self, times: Sequence[TimeMention]) -> None:
        self._times = sorted(times, key=lambda time: time.start)
        self._starts = [time.start for time in self._times]

    def read(self, node: Node, clause: Clause) -> Said:
        """The clause with its times and figures."""
        low, high = clause.start, clause.end
        text = node.text[low:high]
        times = tuple(
            t
            for t in self._between(low, high)
            if t.kind not in _NOT_NOW and not _names(text, t.start - low, t.end - low, t.kind)
        )
        taken = [(t.start - low, t.end - low) for t in times]
        figures = tuple(
            f for f in report_figures(text) if not any(a < f.end and f.start < b for a, b in taken)
        )
        return Said(text, low, high, times, figures)

    def _between(self, low: int, high: int) -> Iterator[TimeMention]:
        for time in self._times[bisect_left(self._starts, low) :]:
            if time.start >= high:
                return
            if time.end <= high:
                yield time


def _names(text: str, low: int, high: int, kind: TimeKind) -> bool:
    """Whether words of time are part of a name: "全年红"政策, 暑期托管服务."""
    if text.count('"', 0, low) % 2:
        return not text.startswith('"', high)
    return kind is TimeKind.EVENT and _SEASON.fullmatch(text, low, high) is not None


def joined(text: str, sentence: Sentence) -> Sentence:
    """The sentence with 以及… taken to the clause before, whose verb it shares."""
    clauses: list[Clause] = []
    for clause in sentence.clauses:
        if clauses and clauses[-1].mark == "," and _AND.match(text, clause.start):
            clauses[-1] = replace(clause, start=clauses[-1].start)
        else:
            clauses.append(clause)
    return replace(sentence, clauses=tuple(clauses))


def only_time(said: Said) -> bool:
    """A clause that is nothing but a time: 到2027年, 上半年; it rules the clauses after it."""
    if not said.times:
        return False
    low, high = said.times[0].start - said.start, said.times[-1].end - said.start
    return _BEFORE_TIME.fullmatch(said.text[:low]) is not None and high == len(said.text)


def measures(said: Said) -> bool:
    return bool(said.figures) or said.dated or said.periodic or "全部" in said.text


def tail(said: Said, start: int) -> Said | None:
    """The part of a clause behind ``start`` (预期目标是地区生产总值增长6%)."""
    if said.end - start < 4:
        return None
    cut = start - said.start
    figures = tuple(f for f in said.figures if f.start >= cut)
    moved = tuple(type(f)(f.start - cut, f.end - cut, f.measure, f.bound, f.han) for f in figures)
    times = tuple(t for t in said.times if t.start >= start)
    return Said(said.text[cut:], start, said.end, times, moved)
