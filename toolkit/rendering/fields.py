"""Fields as a template sees them: their names, their labels, and their values made plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from markupsafe import Markup, escape

# What XML 1.0 cannot hold, apart from line feed and tab, which have their own marks in Word.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Contract:
    """What a template may name: field → Chinese label; ``rows`` holds the contracts of rows."""

    labels: dict[str, str]
    rows: dict[str, Contract]
    required: frozenset[str]


@cache
def contract_of(kind: type[Any]) -> Contract:
    """The contract a fields dataclass states; a field of rows is a ``tuple[Row, ...]``."""
    hints = get_type_hints(kind)
    rows = {
        field.name: contract_of(row)
        for field in fields(kind)
        for row in get_args(hints[field.name])[:1]
        if is_dataclass(row) and isinstance(row, type)
    }
    return Contract(
        labels={field.name: field.metadata.get("label", field.name) for field in fields(kind)},
        rows=rows,
        required=frozenset(f.name for f in fields(kind) if f.metadata.get("required")),
    )


def clean(text: str) -> str:
    """``text`` without what Word cannot hold: control characters, half surrogates, non-characters.

    Line ends become ``\\n``; tabs stay.
    """
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", text))


def plain(record: Any) -> dict[str, Any]:
    """A fields record as names and ready XML text: nothing a template could call or reach into."""
    return {field.name: _value(getattr(record, field.name)) for field in fields(record)}


def _value(value: object) -> Any:
    if isinstance(value, str):
        return _markup(value)
    if isinstance(value, int):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return plain(value)
    if isinstance(value, Sequence):
        return [_value(item) for item in value]
    raise TypeError(f"not a plain value: {type(value).__name__}")


def _markup(text: str) -> Markup:
    if text.isprintable():  # the usual case: nothing to clean, no break
        return escape(text)
    escaped = str(escape(clean(text)))
    # A tag always stands inside w:t, so a break closes and reopens it.
    return Markup(escaped.replace("\n", _BREAK).replace("\t", _TAB))
