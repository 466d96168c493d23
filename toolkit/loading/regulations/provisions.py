"""The entries beside the limits, each read into the record that :mod:`toolkit.rules` has for it.

The record's fields are the keys an entry may have; a field with a default may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import cache
from typing import Any, get_args, get_type_hints

from toolkit.loading.entries import Entry, Files
from toolkit.loading.regulations.citing import (
    STATUSES,
    Parts,
    check_periods,
    organs_of,
    quotes,
)
from toolkit.model import Clause, Severity, TicketKind
from toolkit.rules.provisions import Copy, Organ, Provision, Provisions, Step


@cache
def _record_types() -> dict[str, type[Provision]]:
    """Name of a list in the data → the record of its entries."""
    hints = get_type_hints(Provisions)
    return {field.name: get_args(hints[field.name])[0] for field in fields(Provisions)}


def list_names() -> tuple[str, ...]:
    """The lists a regulation may have beside its sources."""
    return tuple(_record_types())


def read_provisions(files: Files, parts: Parts, sources: Mapping[str, object]) -> Provisions:
    """All entries of all lists. Raises SettingsError with file and entry."""
    found: dict[str, Any] = {}
    for name, record in _record_types().items():
        read = [(entry, _read(entry, record, parts)) for entry in files.children(name)]
        check_periods(read)
        for entry, _ in read:
            for source in entry.texts("sources"):
                if source not in sources:
                    entry.fail("E3013", f"“sources”写的来源“{source}”没有列出。")
        found[name] = tuple(each for _, each in read)
    return Provisions(**found)


def _read(entry: Entry, record: type[Provision], parts: Parts) -> Provision:
    entry.only(*(field.name for field in fields(record)))
    hints = get_type_hints(record)
    values = {
        field.name: _value(entry, field, hints[field.name], parts)
        for field in fields(record)
        if field.name in entry.values or _is_required(field)
    }
    return record(**values)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(entry: Entry, field: Field[Any], hint: Any, parts: Parts) -> Any:
    name = field.name
    if name == "clauses":
        return quotes(entry, parts, entry.choice("status", STATUSES))
    if name == "status":
        return entry.choice(name, STATUSES)
    if name == "severity":
        return Severity(entry.choice(name, list(Severity)))
    if hint == tuple[TicketKind, ...]:
        return tuple(_kind(entry, name, text) for text in entry.texts(name))
    if hint == tuple[Organ, ...]:
        return organs_of(entry, name, parts)
    if hint == Clause | None:
        return entry.lookup(name, parts.clauses, "条款")
    if hint in (Organ, Organ | None):
        return entry.lookup(name, parts.organs, "机构")
    if hint in (tuple[Step, ...], tuple[Copy, ...]):
        return tuple(_texts_of(item, get_args(hint)[0]) for item in entry.children(name))
    if hint == tuple[str, ...]:
        return entry.texts(name) or entry.take(name, list)
    kinds = (str, bool, int, date)
    return entry.take(name, next(kind for kind in kinds if hint in (kind, kind | None)))


def _kind(entry: Entry, key: str, text: str) -> TicketKind:
    return TicketKind(Entry(entry.file, entry.place, {key: text}).choice(key, list(TicketKind)))


def _texts_of(entry: Entry, record: type[Any]) -> Any:
    """A small record that holds texts only."""
    entry.only(*(field.name for field in fields(record)))
    required = {field.name for field in fields(record) if _is_required(field)}
    names = [field.name for field in fields(record) if field.name in {*entry.values, *required}]
    return record(**{name: entry.take(name, str) for name in names})
