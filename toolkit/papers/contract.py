"""What a template may name: a paper's fields with their Chinese labels, read from its dataclass."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints


def labelled(label: str, note: str = "", *, required: bool = False) -> Any:
    """A field with its Chinese label; ``required``: no paper goes out without it."""
    return field(metadata={"label": label, "note": note, "required": required})


@dataclass(frozen=True, slots=True)
class Contract:
    """What a template may name: field → Chinese label; ``rows`` holds the contracts of rows, made
    from the dataclasses ``row_kinds``.
    """

    labels: dict[str, str]
    rows: dict[str, Contract]
    row_kinds: dict[str, type[Any]]
    required: frozenset[str]


def contract_of(kind: type[Any]) -> Contract:
    """The contract a fields dataclass states; a field of rows is a ``tuple[Row, ...]``."""
    known: Any = kind  # mypy does not see that a class can be hashed
    return _contract(known)


@cache
def _contract(kind: Any) -> Contract:
    hints = get_type_hints(kind)
    kinds: dict[str, type[Any]] = {
        field.name: row
        for field in fields(kind)
        for row in get_args(hints[field.name])[:1]
        if is_dataclass(row) and isinstance(row, type)
    }
    return Contract(
        labels={field.name: field.metadata.get("label", field.name) for field in fields(kind)},
        rows={name: contract_of(row) for name, row in kinds.items()},
        row_kinds=kinds,
        required=frozenset(f.name for f in fields(kind) if f.metadata.get("required")),
    )
