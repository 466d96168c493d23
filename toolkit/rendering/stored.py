"""A paper from what the ledger keeps of it: the template's bytes and plain values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from toolkit.papers import PAPERS, Paper
from toolkit.papers.contract import contract_of
from toolkit.rendering.template import Template


def render(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The Word file of one ticket from what the ledger keeps; the same input, the same bytes.

    ``paper`` in the context names the paper; a context without it is a 交办单.
    """
    values = dict(context)
    paper = PAPERS[values.pop("paper", "交办单")]
    return prepared(paper.file_name, template, paper).render(record_of(paper.fields, values))


def record_of(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """The dataclass from its plain values, rows of tables included."""
    rows, whole = contract_of(kind).row_kinds, {}
    for name, value in values.items():
        row = rows.get(name)
        whole[name] = tuple(record_of(row, each) for each in value) if row else value
    return kind(**whole)


@lru_cache(maxsize=16)
def prepared(name: str, template: bytes, paper: Paper) -> Template:
    """A template by its bytes, checked and made ready at most once."""
    return Template(name, template, paper.fields)
