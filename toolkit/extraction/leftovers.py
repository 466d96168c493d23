"""What asks somebody for something and is in no task: told, never dropped.

A paragraph counts as read when one task was found in it. What else it demands, and nobody took as
a task or as part of one, is shown to the clerk sentence by sentence. A paragraph without a task
that sets a limit, or whose wording is that of an order, is no background either: it is shown whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from toolkit.extraction.analysis import Facts, Reading, read_together
from toolkit.extraction.phrases import Frame, Mood
from toolkit.extraction.roles import Role
from toolkit.extraction.structure import Clause, Node, Sentence
from toolkit.findings import sentence_left
from toolkit.model import ExtractedTask, Fate, Finding, Span
from toolkit.text.dates import TimeKind
from toolkit.text.patterns import lazy

_CHARGED = (Role.LEAD, Role.SUBJECT, Role.SUPPORT, Role.ASSIST, Role.JOINED)
_TIMED = (TimeKind.DEADLINE, TimeKind.EVENT, TimeKind.RECURRING, TimeKind.STANDARD)
_LABEL = lazy(r"(?:汇报|列席|出席|参加|参会|报送|抄送|发送)(?:单位|部门)")
_LIKELY = 0.7  # how likely an order a wording must be to be shown for its wording alone
_SAID_ONLY = (Mood.PAST, Mood.OUTSIDE, Mood.ATTITUDE, Mood.REFUSED, Mood.ASIDE)


def find_leftovers(
    nodes: Sequence[Node], facts_of: Mapping[int, Facts], tasks: Iterable[ExtractedTask]
) -> Iterator[Finding]:
    """One finding for each stretch of a task's paragraph that orders something and is no task's."""
    covered = _covered(span for task in tasks for span in task.origin)
    for node in nodes:
        if not any(p.index in covered for p in node.block.paragraphs):
            continue
        for point in node.points:
            for sentence in point.sentences:
                yield from _of_sentence(node, facts_of[node.index], sentence, covered)


def orders_in_background(
    nodes: Sequence[Node], facts_of: Mapping[int, Facts], fates: Mapping[int, Fate]
) -> Iterator[int]:
    """The paragraphs held to be background in which a limit or a rhythm is set, or an order by its
    wording given."""
    for node in nodes:
        quiet = [p.index for p in node.block.paragraphs if fates.get(p.index) is Fate.BACKGROUND]
        if not quiet or node.heading:
            continue
        together = (c for point in node.points for s in point.sentences for c in s.segments)
        readings = (r for c in together for r in read_together(facts_of[node.index], c))
        if any(_sets_limit(reading) or reading.chance >= _LIKELY for reading in readings):
            yield from quiet


def _sets_limit(reading: Reading) -> bool:
    limited = any(t.kind in (TimeKind.DEADLINE, TimeKind.RECURRING) for t in reading.times)
    return limited and reading.mood is None and reading.frame in (None, Frame.ORDER)


def _covered(spans: Iterable[Span]) -> dict[int, list[tuple[int, int]]]:
    """By paragraph, the stretches that tasks take up: in order, those that meet made one."""
    found: dict[int, list[tuple[int, int]]] = {}
    for span in sorted(spans, key=lambda span: (span.paragraph, span.start)):
        stretches = found.setdefault(span.paragraph, [])
        if stretches and span.start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], span.end))
        else:
            stretches.append((span.start, span.end))
    return found


def _of_sentence(
    node: Node, facts: Facts, sentence: Sentence, covered: Mapping[int, list[tuple[int, int]]]
) -> Iterator[Finding]:
    """Clauses without a task that stand together are told together."""

    def is_taken(clause: Clause) -> bool:
        spans = node.block.spans(clause.start, clause.end)
        return all(_meets(span, covered.get(span.paragraph, ())) for span in spans)

    for taken, clauses in groupby(sentence.clauses, key=is_taken):
        left = list(clauses)
        readings = [] if taken else read_together(facts, left)
        if not any(_asks(reading) or reading.chance >= _LIKELY for reading in readings):
            continue
        spans = node.block.spans(left[0].start, left[-1].end)
        yield sentence_left(node.block.printed(left[0].start, left[-1].end), spans[0])


def _meets(span: Span, stretches: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(stretches, span.start, key=itemgetter(1))
    return at < len(stretches) and stretches[at][0] < span.end


def _asks(reading: Reading) -> bool:
    """Whether somebody is named who does something, or a time is set."""
    if reading.frame is Frame.REPORT or reading.mood in _SAID_ONLY or _LABEL.match(reading.text):
        return False
    if reading.mood is Mood.THREAT and not reading.dated:
        return False  # 由督查室跟踪督办
    charged = any(
        g.role is Role.LEAD or (g.units and reading.deed)
        for g in reading.groups
        if g.role in _CHARGED
    )
    return charged or any(time.kind in _TIMED for time in reading.times)
