"""Records as the JSON values the ledger keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

_AS_IS = frozenset((str, int, bool, type(None)))


def plain(value: Any) -> Any:
    """``value`` as it comes back from JSON: records are tables, tuples lists, dates ISO text.

    Raises ``TypeError`` for what JSON cannot hold. By hand, because :func:`dataclasses.asdict` and
    a way through JSON take longer than all else that is done about a ticket.
    """
    kind: Any = type(value)  # mypy does not see that a class can be hashed
    if kind in _AS_IS:
        return value
    if names := _fields(kind):
        pairs = ((name, getattr(value, name)) for name in names)
        return {name: each if type(each) in _AS_IS else plain(each) for name, each in pairs}
    if isinstance(value, tuple | list):
        return [each if type(each) in _AS_IS else plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not for the ledger: {kind.__name__}")


@lru_cache(maxsize=256)
def _fields(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields; none of any other class."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(field.name for field in dataclasses.fields(kind))
