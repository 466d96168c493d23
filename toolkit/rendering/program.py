"""A part of a template as steps that list what a paper is made of: fixed text, fields, loops,
conditions.

Jinja2 only parses. Nothing of a template is compiled or called: a step looks up a declared field
of a record, and an expression of any other kind is refused before the first paper is made. So the
sandbox is the absence of anything to run, and fixed text is encoded once for all papers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from jinja2 import nodes

from toolkit.rendering.fields import clean, xml_texts

Frame = dict[str, Any]  # loop variable → its row; "" → the paper's fields, "loop" → LoopFacts
# Adds to the paper's fixed text and to its values: each text is followed by one value.
Step = Callable[[Frame, list[bytes], list[object]], None]
Value = Callable[[Frame], Any]

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": lambda item, whole: item in whole,
    "notin": lambda item, whole: item not in whole,
}


@dataclass(slots=True)
class LoopFacts:
    """What ``loop.`` offers inside a loop."""

    index0: int
    length: int

    @property
    def index(self) -> int:
        return self.index0 + 1

    @property
    def revindex(self) -> int:
        return self.length - self.index0

    @property
    def first(self) -> bool:
        return self.index0 == 0

    @property
    def last(self) -> bool:
        return self.index == self.length


class Program:
    """The steps of one part; the same record always gives the same bytes."""

    def __init__(self, tree: nodes.Template) -> None:
        """``tree`` has passed the check; what it does not allow raises ``TypeError``."""
        self._steps = _block(tree.body)

    def run(self, record: Any) -> bytes:
        """The finished XML of the part for a record of the template's contract."""
        fixed: list[bytes] = []
        values: list[object] = []
        frame: Frame = {"": record}
        for step in self._steps:
            step(frame, fixed, values)
        whole = fixed * 2  # of the length of both
        whole[::2] = fixed
        whole[1::2] = xml_texts(values)
        return b"".join(whole)


def _block(body: Sequence[nodes.Node]) -> tuple[Step, ...]:
    return tuple(step for node in body for step in _steps_of(node))


def _steps_of(node: nodes.Node) -> list[Step]:
    if isinstance(node, nodes.Output):
        return _printed(node.nodes)
    if isinstance(node, nodes.For):
        return [_loop(node)]
    if isinstance(node, nodes.If):
        return [_choice(node)]
    raise TypeError(f"not allowed in a template: {type(node).__name__}")


def _printed(items: Sequence[nodes.Node]) -> list[Step]:
    """Fixed text and fields in turn: the fields of one record together, then the last text."""
    pieces: list[tuple[bytes, str, str]] = []
    ready = b""
    for item in items:
        if isinstance(item, nodes.TemplateData):
            ready += item.data.encode("utf-8")
        else:
            pieces.append((ready, *_address(item)))
            ready = b""
    if not pieces:
        return [_fixed(ready)]
    runs = [list(run) for _, run in groupby(pieces, operator.itemgetter(1))]
    return [*(_fields(run) for run in runs[:-1]), _fields(runs[-1], ready)]


def _fields(pieces: Sequence[tuple[bytes, str, str]], after: bytes = b"") -> Step:
    """Fields of one record, each with the text before it, and the text after the last."""
    texts, owners, names = zip(*pieces, strict=True)
    owner, first, several = owners[0], names[0], operator.attrgetter(*names)
    texts += (after,)

    def fill_one(frame: Frame, fixed: list[bytes], values: list[object]) -> None:
        fixed += texts
        values += (getattr(frame[owner], first), "")

    def fill(frame: Frame, fixed: list[bytes], values: list[object]) -> None:
        fixed += texts
        values += several(frame[owner])
        values.append("")

    return fill if len(names) > 1 else fill_one


def _fixed(text: bytes) -> Step:
    def copy(frame: Frame, fixed: list[bytes], values: list[object]) -> None:
        fixed.append(text)
        values.append("")

    return copy


def _loop(node: nodes.For) -> Step:
    owner, name = _address(node.iter)
    variable = _address(node.target)[1]
    steps = _block(node.body)

    def repeat(frame: Frame, fixed: list[bytes], values: list[object]) -> None:
        rows = getattr(frame[owner], name)
        inner = {**frame, "loop": (facts := LoopFacts(0, len(rows)))}
        for facts.index0, row in enumerate(rows):
            inner[variable] = row
            for step in steps:
                step(inner, fixed, values)

    return repeat


def _choice(node: nodes.If) -> Step:
    branches = [
        (branch.test, _block(branch.body))
        for branch in (node, *node.elif_)  # `elif` without `else` of its own
    ]
    otherwise = _block(node.else_)
    if len(branches) == 1 and not otherwise:
        return _condition(*branches[0])
    tested = [(_expression(test), steps) for test, steps in branches]

    def choose(frame: Frame, fixed: list[bytes], values: list[object]) -> None:
        chosen = next((steps for test, steps in tested if test(frame)), otherwise)
        for step in chosen:
            step(frame, fixed, values)

    return choose


def _condition(test: nodes.Node, steps: tuple[Step, ...]) -> Step:
    if isinstance(test, nodes.Name | nodes.Getattr) and len(steps) == 1:
        return _unless_empty(*_address(test), steps[0])
    holds = _expression(test)

    def print_if(frame: Frame, fixed: list[bytes], values: list[object]) -> None:
        if holds(frame):
            for step in steps:
                step(frame, fixed, values)

    return print_if


def _unless_empty(owner: str, name: str, step: Step) -> Step:
    """The usual condition: a line is printed if its field is."""

    def print_if(frame: Frame, fixed: list[bytes], values: list[object]) -> None:
        value = getattr(frame[owner], name)
        if value and (not isinstance(value, str) or clean(value)):
            step(frame, fixed, values)

    return print_if


def _expression(node: nodes.Node) -> Value:
    if isinstance(node, nodes.Const):
        value = node.value
        return lambda frame: value
    if isinstance(node, nodes.Not):
        inner = _expression(node.node)
        return lambda frame: not inner(frame)
    if isinstance(node, nodes.And | nodes.Or):
        left, right = _expression(node.left), _expression(node.right)
        if isinstance(node, nodes.And):
            return lambda frame: left(frame) and right(frame)
        return lambda frame: left(frame) or right(frame)
    if isinstance(node, nodes.Compare):
        return _comparison(node)
    owner, name = _address(node)

    def look_up(frame: Frame) -> Any:
        value = getattr(frame[owner], name)
        # What prints as nothing is nothing.
        return clean(value) if value and isinstance(value, str) else value

    return look_up


def _comparison(node: nodes.Compare) -> Value:
    first = _expression(node.expr)
    rest = [(_COMPARISONS[each.op], _expression(each.expr)) for each in node.ops]

    def holds(frame: Frame) -> bool:
        left = first(frame)
        for compare, operand in rest:
            right = operand(frame)
            try:
                if not compare(left, right):
                    return False
            except TypeError:  # a word is neither more nor less than a number
                return False
            left = right
        return True

    return holds


def _address(node: nodes.Node) -> tuple[str, str]:
    """Whose field and which: ``("", "number")``, ``("task", "objective")``."""
    if isinstance(node, nodes.Name):
        return "", node.name
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return node.node.name, node.attr
    raise TypeError(f"not allowed in a template: {type(node).__name__}")
