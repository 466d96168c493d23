"""What a template may say: names of fields, loops over rows, conditions; nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from toolkit.papers.contract import Contract
from toolkit.rendering import problems
from toolkit.rendering.preparation import Tag
from toolkit.rendering.problems import Problem

_LOGIC = (nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand)
_LOOP_FACTS = {"index", "index0", "first", "last", "length", "revindex"}
_STEPS = {"for", "endfor", "if", "elif", "else", "endif"}
_LIFTED = {"tr", "tc", "p", "r"}
# Without the last words: what may follow them says nothing.
_BARE = re.compile(r"(endfor|endif|else)")
_FOR = re.compile(r"for\s+([^\W\d]\w*)\s+in\s+([^\W\d]\w*)")


class Checker:
    """Walks through a part's tags in order and notes what is not allowed and what is used."""

    def __init__(self, environment: Environment, contract: Contract, paper: str) -> None:
        self._environment = environment
        self._contract = contract
        self._paper = paper
        self._scopes: list[tuple[str, str] | None] = []  # loop variable, its rows ("": unknown)
        self.used: set[str] = set()
        self.problems: list[Problem] = []

    def check(self, tags: Iterable[Tag]) -> None:
        for tag in tags:
            if not tag.code:
                continue
            if tag.printed:
                self._check_printed(tag)
            else:
                self._check_step(tag)
        self._scopes.clear()

    def _check_printed(self, tag: Tag) -> None:
        tree = self._parse(tag, tag.source())
        if tree is None:
            return
        body = tree.body[0]
        if not isinstance(body, nodes.Output) or len(body.nodes) != 1:
            self.problems.append(problems.forbidden(tag.place))
            return
        printed = body.nodes[0]
        if isinstance(printed, nodes.Name) and printed.name in self._contract.rows:
            self.problems.append(problems.rows_as_text(tag.place, printed.name))
        elif isinstance(printed, nodes.Name | nodes.Getattr):
            self._check_expression(printed, tag.place)
        else:
            self.problems.append(problems.forbidden(tag.place))

    def _check_step(self, tag: Tag) -> None:
        word = tag.code.split(maxsplit=1)[0]
        if word in _LIFTED:
            self.problems.append(problems.spaced_lift(tag.place, tag.code))
        elif word not in _STEPS:
            self.problems.append(problems.forbidden(tag.place))
        elif word == "for":
            self._open_loop(tag)
        elif word in ("if", "elif"):
            if word == "if":
                self._scopes.append(None)
            self._check_condition(tag, tag.code[len(word) :])
        elif not _BARE.fullmatch(tag.code):
            self.problems.append(problems.broken_tag(tag.place, tag.code))
        elif word != "else" and self._scopes:
            self._scopes.pop()

    def _open_loop(self, tag: Tag) -> None:
        loop = _FOR.fullmatch(tag.code)
        scope = None
        if loop is None:
            self.problems.append(problems.forbidden(tag.place))
        elif loop[2] not in self._contract.rows:
            self._unknown(tag.place, loop[2], self._contract)
            scope = (loop[1], "")
        else:
            self.used.add(loop[2])
            scope = (loop[1], loop[2])
        self._scopes.append(scope)

    def _check_condition(self, tag: Tag, condition: str) -> None:
        source = f"\x02% if {condition} %\x03\x02% endif %\x03"
        tree = self._parse(tag, source)
        if tree is None:
            return
        step = tree.body[0]
        if len(tree.body) == 1 and isinstance(step, nodes.If):
            self._check_expression(step.test, tag.place)
        else:
            self.problems.append(problems.forbidden(tag.place))

    def _parse(self, tag: Tag, source: str) -> nodes.Template | None:
        try:
            return self._environment.parse(source)
        except TemplateSyntaxError:
            self.problems.append(problems.broken_tag(tag.place, tag.code))
            return None

    def _check_expression(self, node: nodes.Node, place: str) -> None:
        if isinstance(node, nodes.Name):
            self._check_name(node.name, place)
        elif isinstance(node, nodes.Getattr):
            self._check_attribute(node, place)
        elif isinstance(node, nodes.Const):
            if not isinstance(node.value, str | int):
                self.problems.append(problems.forbidden(place))
        elif isinstance(node, _LOGIC):
            for child in node.iter_child_nodes():
                self._check_expression(child, place)
        else:
            self.problems.append(problems.forbidden(place))

    def _check_name(self, name: str, place: str) -> None:
        if name in self._contract.labels:
            self.used.add(name)
        else:
            self._unknown(place, name, self._contract)

    def _check_attribute(self, node: nodes.Getattr, place: str) -> None:
        owner: Any = node.node
        loops = dict(self._loops())
        if node.attr.startswith("_") or not isinstance(owner, nodes.Name):
            self.problems.append(problems.forbidden(place))
        elif owner.name == "loop" and loops:
            if node.attr not in _LOOP_FACTS:
                self.problems.append(problems.forbidden(place))
        elif owner.name not in loops:
            self._unknown(place, owner.name, self._contract)
        elif not loops[owner.name]:
            return  # told where the loop begins
        elif node.attr not in (row := self._contract.rows[loops[owner.name]]).labels:
            self._unknown(place, node.attr, row)
        else:
            self.used.add(f"{loops[owner.name]}.{node.attr}")

    def _unknown(self, place: str, name: str, contract: Contract) -> None:
        self.problems.append(problems.unknown_field(place, name, contract, self._paper))

    def _loops(self) -> Iterator[tuple[str, str]]:
        return (scope for scope in self._scopes if scope is not None)
