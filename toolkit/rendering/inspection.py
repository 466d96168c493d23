"""Is a template fit for use? Everything that is wrong with it at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from toolkit.findings import template_fields_unused, template_tags_split, template_without_grid
from toolkit.model import Finding
from toolkit.papers import PAPERS
from toolkit.papers.contract import Contract, contract_of
from toolkit.rendering import preparation
from toolkit.rendering.archive import Member
from toolkit.rendering.checking import Checker
from toolkit.rendering.fonts import font_remarks
from toolkit.rendering.package import members_of, parts_of
from toolkit.rendering.preparation import Part, W
from toolkit.rendering.problems import Problem, required_missing


@dataclass(frozen=True, slots=True)
class Inspection:
    """``faults`` bar a template from use, a refusal first; ``remarks`` do not."""

    members: tuple[Member, ...]
    parts: dict[str, Part]
    faults: tuple[Problem, ...]
    remarks: tuple[Finding, ...]


def inspect_template(name: str, data: bytes, contract: type[Any]) -> Inspection:
    """The template ``name`` against ``contract``; raises :class:`SettingsError` E2201, E2301
    where the file cannot be read at all."""
    members = members_of(name, data)
    roots, parts, strays = parts_of(members)
    wanted = contract_of(contract)
    paper = next((each.name for each in PAPERS.values() if each.fields is contract), "单名")
    checker = Checker(parser(), wanted, paper)
    checker.problems += strays
    for part in parts.values():
        checker.problems += part.problems
        checker.check(part.tags)
    # A refusal comes first: it is what an administrator must hear.
    found = sorted(checker.problems, key=lambda problem: problem.code != "E2301")
    found += [required_missing(label) for label in _missing(wanted, checker.used)]
    return Inspection(
        members,
        parts,
        tuple({fault.message: fault for fault in found}.values()),
        tuple(_remarks(parts, roots.get("word/styles.xml"), wanted, checker.used)),
    )


def parser() -> Environment:
    """Only a parser: there is nothing in it that a template could name or call."""
    environment = Environment(
        block_start_string=preparation.BLOCK,
        block_end_string=preparation.BLOCK_END,
        variable_start_string=preparation.VARIABLE,
        variable_end_string=preparation.VARIABLE_END,
        comment_start_string=preparation.COMMENT,
        comment_end_string=preparation.COMMENT_END,
        keep_trailing_newline=True,
    )
    for names in (environment.globals, environment.filters, environment.tests):
        names.clear()
    return environment


def _missing(wanted: Contract, used: set[str]) -> Iterator[str]:
    """Labels of required fields that the template does not print; columns of the rows it does."""
    for name, label in wanted.labels.items():
        if name in wanted.required and name not in used:
            yield label
        elif name in wanted.rows and name in used:
            row = wanted.rows[name]
            columns = sorted(row.required, key=list(row.labels).index)
            missing = [column for column in columns if f"{name}.{column}" not in used]
            yield from (f"{label}中的{row.labels[column]}" for column in missing)


def _remarks(
    parts: dict[str, Part], styles: Any, wanted: Contract, used: set[str]
) -> Iterator[Finding]:
    for part in parts.values():
        for table in part.root.iter(W + "tbl"):
            grid = table.find(W + "tblGrid")
            if grid is None or not len(grid):
                yield template_without_grid(part.places.table(table))
    yield from font_remarks(parts, styles)
    split = [tag.place for part in parts.values() for tag in part.tags if tag.is_split]
    if split:
        yield template_tags_split(preparation.some(split))
    unused = [
        label
        for name, label in wanted.labels.items()
        if name not in used and name not in wanted.required
    ]
    if unused:
        yield template_fields_unused(unused)
