"""A paper from what the ledger keeps of it: the template's bytes and plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from toolkit.errors import DubanError
from toolkit.papers import PAPERS, Paper
from toolkit.rendering.template import Template


def render(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The Word file of one ticket from what the ledger keeps; the same input, the same bytes.

    ``paper`` in the context names the paper; a context without it is a 交办单.
    """
    values = dict(context)
    paper = PAPERS[values.pop("paper", "交办单")]
    return _prepared(paper.file_name, template, paper).render(_record(paper.fields, values))


Some = tuple[bytes, Sequence[Mapping[str, Any]]]
"""A template and the contexts of several papers of it."""


def render_some(some: Some) -> list[bytes | DubanError]:
    """:func:`render` for several papers, in another process or on another machine.

    One that cannot be made comes back as its fault: the others must not suffer from it.
    """
    template, contexts = some
    return [_made(template, context) for context in contexts]


def _made(template: bytes, context: Mapping[str, Any]) -> bytes | DubanError:
    try:
        return render(template, context)
    except DubanError as fault:
        return fault
    except Exception as fault:
        return DubanError(
            "E1000",
            f"这一份排版时程序内部出错（{type(fault).__name__}：{fault}）。请交给维护人员。",
        )


def _record(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """The dataclass from its plain values, rows of tables included."""
    known: Any = kind  # mypy does not see that a class can be hashed
    rows, whole = _rows_of(known), {}
    for name, value in values.items():
        row = rows.get(name)
        whole[name] = tuple(_record(row, each) for each in value) if row else value
    return kind(**whole)


@lru_cache(maxsize=64)
def _rows_of(kind: Any) -> dict[str, type[Any]]:
    """Which fields of the dataclass are tables, with the dataclass of their rows."""
    return {
        name: each
        for name, hint in get_type_hints(kind).items()
        for each in get_args(hint)
        if isinstance(each, type) and is_dataclass(each)
    }


@lru_cache(maxsize=16)
def _prepared(name: str, template: bytes, paper: Paper) -> Template:
    return Template(name, template, paper.fields)
