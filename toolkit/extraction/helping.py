"""What those named as helping do: whether they only help, and whom."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.extraction.analysis import Reading
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.joining import ASKING, has_own, stands_alone
from toolkit.extraction.roles import Group, Role
from toolkit.text.dates import TimeKind
from toolkit.text.patterns import lazy

_GUIDES = lazy(r"(?:督促|督导|指导|监督)+$")  # 县教育局指导各校落实晨检
_LABEL = 7  # characters behind 指导 that are less than something to do


def served(reading: Reading) -> Group | None:
    """Whom the clause's supporters are told to help: 甲局要配合|乙局."""
    first, *rest = reading.groups
    helps = first.role is Role.SUPPORT and first.units and not reading.leads
    return next((g for g in rest if g.role is Role.HELPED and g.units), None) if helps else None


def charged_apart(
    reading: Reading, group: Group, current: Draft | None, rest: Sequence[Reading]
) -> How | None:
    """How a supporter comes to have a task of its own; ``None`` where it only helps."""
    if group.role is Role.SUPPORT and "职责" in group.verb and current is None:
        return How.ASSIGNED
    if current is None and group.role is Role.SUPPORT and _GUIDES.match(group.verb):
        tail = reading.text[group.end - reading.clause.start + len(group.verb) :]
        return How.SUBJECT if len(tail) > _LABEL else None
    if group.role is not Role.ASSIST:
        return None
    if current is None:
        asked = group.verb.startswith(ASKING)
        return How.ASSIGNED if asked else How.SUBJECT if stands_alone(group, rest) else None
    dated = any(r.dated for r in current.readings)
    return How.SUBJECT if has_own(reading) or (dated and dated_next(rest)) else None


def dated_next(rest: Sequence[Reading]) -> bool:
    """Whether the subjectless clauses that follow set a date."""
    for follower in rest:
        if follower.groups:
            return False
        if follower.dated or any(t.soft or t.kind is TimeKind.URGENT for t in follower.times):
            return True
    return False


def only_named(reading: Reading) -> bool:
    """Nothing but a list of units, with what they do in the clause behind it."""
    named = sum(g.end - g.start for g in reading.groups if g.units)
    return named > 0 and named >= len(reading.text) - 1


def only_shares(reading: Reading, current: Draft | None) -> bool:
    """…11月底前迁完218座（其中甲乡80座、乙乡138座）: those named in brackets have it anyway."""
    bracket = reading.text.find("(")
    said = [g for g in reading.groups if g.units]
    if current is None or not said or bracket <= 0:
        return False
    known = {u.text for u in current.leads}
    inside = all(g.start - reading.clause.start > bracket for g in said)
    return inside and {u.text for g in said for u in g.units} <= known
