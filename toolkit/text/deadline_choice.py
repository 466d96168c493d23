"""Which of a task's time expressions is its deadline, and what the others are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.text.time_model import TimeKind, TimeMention


@dataclass(frozen=True, slots=True)
class DeadlineChoice:
    """``deadline``: the expression that fixes completion (its ``on`` may be ``None``), or none.

    ``milestones`` hold every node in text order, the final one included, and are empty when there
    is only one node. ``recurring`` is the period or standing duty. ``standards`` are service
    limits (24小时内, 2个工作日内办结): no deadline, but a clerk may want to see them.
    """

    deadline: TimeMention | None = None
    milestones: tuple[TimeMention, ...] = ()
    recurring: TimeMention | None = None
    urgent: bool = False
    standards: tuple[TimeMention, ...] = ()


_NODE_KINDS = (TimeKind.DEADLINE, TimeKind.EVENT, TimeKind.POINT)


def choose_deadline(mentions: Iterable[TimeMention], *, text: str = "") -> DeadlineChoice:
    """The deadline among the mentions of one task clause, all taken to belong to it.

    The last node is the deadline; when all have days, the latest (年底前42公里,其中6月底前20公里).
    全年 counts where it opens its clause and rules it (上半年60个,全年100个), else, like
    periods (2025—2027年), only where no other node stands, nor a year behind them that narrows
    them (三年行动(2025—2027年),今年…); a bare year counts only
    where ``text``, the words the mentions were found in, is nothing else (a table cell).
    """
    found = tuple(mentions)
    nodes = _nodes(found, text)
    recurring = [m for m in found if m.kind is TimeKind.RECURRING]
    return DeadlineChoice(
        deadline=_final(nodes),
        milestones=tuple(nodes) if len(nodes) > 1 else (),
        recurring=recurring[0] if recurring else None,
        urgent=any(m.urgent for m in found),
        standards=tuple(m for m in found if m.kind is TimeKind.STANDARD),
    )


def _nodes(found: Sequence[TimeMention], text: str) -> list[TimeMention]:
    """The dated steps in text order, repetitions of the same day left out."""
    nodes: list[TimeMention] = []
    for mention in found:
        repeated = mention.on is not None and any(n.on == mention.on for n in nodes)
        frame = mention.rule == "全年" and mention.is_frame
        if mention.kind in _NODE_KINDS and not frame and not repeated:
            nodes.append(mention)
    if nodes:
        return nodes
    whole = [m for m in found if m.rule == "全年" and m.kind is TimeKind.DEADLINE][:1]
    spans = [m for m in found if m.kind is TimeKind.SPAN and _counts(m, text)][-1:]
    narrowed = [m for m in found if m.is_frame and spans and m.start > spans[0].start]
    return whole or ([] if narrowed else spans)


def _counts(span: TimeMention, text: str) -> bool:
    return not span.is_frame or text.strip() == span.text


def _final(nodes: Sequence[TimeMention]) -> TimeMention | None:
    """The last node, or the latest where every node has its day."""
    days = [node.on for node in nodes if node.on is not None]
    if not nodes or len(days) < len(nodes):
        return nodes[-1] if nodes else None
    return max(nodes, key=_when)


def _when(node: TimeMention) -> tuple[date, int]:
    return node.on or date.min, node.start
