"""Every statement that speaks of a paper, tested on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.layout import body, customs, foot, head, letter, page
from toolkit.layout.elements import Elements, Shape, recognise
from toolkit.layout.measuring import Measure
from toolkit.layout.sheet import Sheet
from toolkit.layout.statements import (
    Fault,
    Fonts,
    Force,
    NotApplicable,
    Outcome,
    Statement,
    Verdict,
)
from toolkit.rendering.preparation import some

MEASURES: dict[str, Measure] = {
    measure.__name__: measure
    for module in (page, head, body, foot, letter, customs)
    for measure in module.MEASURES
}


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a document: its shape, the standard's statements, the customs apart."""

    name: str
    shape: Shape
    outcomes: tuple[Outcome, ...]

    @property
    def of_standard(self) -> tuple[Outcome, ...]:
        return tuple(x for x in self.outcomes if x.statement.force is not Force.CUSTOM)

    @property
    def of_custom(self) -> tuple[Outcome, ...]:
        return tuple(x for x in self.outcomes if x.statement.force is Force.CUSTOM)

    @property
    def passes(self) -> bool:
        """Whether nothing of the standard is otherwise."""
        return all(each.verdict is not Verdict.FAILS for each in self.of_standard)


def check_layout(
    sheet: Sheet, statements: Sequence[Statement], fonts: Fonts, shape: Shape | None = None
) -> Report:
    """Test ``statements`` on a document; ``shape`` ``None``: judged by its head.

    A statement about other papers does not apply.
    """
    found = recognise(sheet, shape)
    outcomes = []
    for statement in statements:
        if found.shape not in statement.shapes:
            speaks_here = any(
                other.id == statement.id and found.shape in other.shapes for other in statements
            )
            if not speaks_here:
                reason = f"是{found.shape}，不适用这一条"
                outcomes.append(Outcome(statement, Verdict.NOT_APPLICABLE, reason=reason))
            continue
        outcomes.append(_tested(statement, found, fonts))
    unique = {(each.statement.id, each.statement.wording): each for each in outcomes}
    return Report(sheet.name, found.shape, tuple(unique.values()))


def _tested(statement: Statement, found: Elements, fonts: Fonts) -> Outcome:
    if not statement.measure:
        return Outcome(statement, Verdict.NOT_APPLICABLE, reason=statement.reason)
    try:
        faults = tuple(_together(MEASURES[statement.measure](found, statement, fonts)))
    except NotApplicable as why:
        return Outcome(statement, Verdict.NOT_APPLICABLE, reason=str(why))
    return Outcome(statement, Verdict.FAILS if faults else Verdict.PASSES, faults)


def _together(faults: Iterator[Fault]) -> Iterator[Fault]:
    """The same fault in many places as one."""
    places: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        places.setdefault((fault.found, fault.wanted), []).append(fault.place)
    for (found, wanted), where in places.items():
        yield Fault(some(where, 3), found, wanted)
