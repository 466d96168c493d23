"""``data/regulations``: who issues, by when, who hears by when, on which clause; and the rest.

A regulation is a folder of TOML files, or one file. An office names its own in ``duban.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path

from toolkit.loading.entries import Entry, read_files
from toolkit.loading.regulations.citing import (
    STATUSES,
    Parts,
    distinct,
    quote,
    read_bases,
    read_clause,
    read_organ,
)
from toolkit.loading.regulations.conventions import read_conventions, settled
from toolkit.loading.regulations.provisions import list_names, read_provisions
from toolkit.loading.regulations.sources import read_sources
from toolkit.model import ExtractedTask
from toolkit.rules.regulation import (
    PostPattern,
    Rank,
    Recognition,
    Regulation,
    RequiredField,
    SourceRule,
)

REGULATION = Path(__file__).parents[2] / "data" / "regulations" / "县政府督办工作意见"

_LISTS = ("clause", "organ", "base", "source", "document", "convention", "post", "recognition")


def load_regulation(
    path: Path | None = None, choices: Mapping[str, object] | None = None
) -> Regulation:
    """The regulation of a folder or file, by default the built-in one.

    ``choices`` are the office's own ways of counting: a convention's key → one of its options, by
    its words or its value. Raises :class:`SettingsError` with one line that names file and entry.
    """
    if path is None and not choices:
        return _built_in_regulation()
    return _read_regulation(path or REGULATION, choices or {})


@cache
def _built_in_regulation() -> Regulation:
    return _read_regulation(REGULATION, {})


def _read_regulation(path: Path, choices: Mapping[str, object]) -> Regulation:
    files = read_files(path)
    files.only("regulation", "required", *_LISTS, *list_names())
    head = files.child("regulation")
    head.only("name", "source", "note", "checked_on", "level", "levels", "level_words")
    name = head.take("name", str)
    documented = read_conventions(files, choices)
    conventions = {convention.key: convention for convention in documented}
    entries = distinct(files, "clause", lambda entry: read_clause(entry, name))
    parts = Parts(
        clauses={entry.clause.number: entry.clause for entry in entries},
        organs={organ.id: organ for organ in distinct(files, "organ", read_organ)},
        bases=read_bases(files, conventions),
        conventions=conventions,
    )
    sources = read_sources(files, parts)
    by_id = {source.id: source for source in sources}
    required = files.child("required")
    required.only("applies_from", "status", "clause", "text", "field")
    required.take("applies_from", date)
    firmness = required.choice("status", STATUSES)
    return Regulation(
        name=name,
        source=head.take("source", str),
        checked_on=head.take("checked_on", date),
        level=head.take("level", str),
        levels=head.texts("levels"),
        level_words=head.texts("level_words"),
        clauses=parts.clauses,
        clause_entries=tuple(entries),
        organs=parts.organs,
        sources=sources,
        conventions=settled(files, documented),
        documented_conventions=documented,
        posts=tuple(_post(entry) for entry in files.children("post")),
        recognitions=tuple(_recognition(entry, by_id) for entry in files.children("recognition")),
        required_fields=tuple(_required_field(entry) for entry in required.children("field")),
        required_clause=quote(required, "clause", parts.clauses, firmness),
        provisions=read_provisions(files, parts, by_id),
    )


def _post(entry: Entry) -> PostPattern:
    entry.only("rank", "pattern")
    return PostPattern(Rank(entry.choice("rank", list(Rank))), entry.pattern("pattern"))


def _recognition(entry: Entry, sources: Mapping[str, SourceRule]) -> Recognition:
    entry.only("source", "kinds", "fields", "pattern", "ranks", "reason", "doubt")
    source = None
    if entry.take("source", str):
        source = entry.lookup("source", sources, "来源").id
    return Recognition(
        source=source,
        kinds=frozenset(entry.texts("kinds")),
        fields=entry.texts("fields"),
        pattern=entry.pattern("pattern"),
        ranks=frozenset(entry.texts("ranks")),
        reason=entry.take("reason", str),
        doubt=entry.get("doubt", str, ""),
    )


def _required_field(entry: Entry) -> RequiredField:
    entry.only("name", "field")
    known = (field.name for field in fields(ExtractedTask))
    return RequiredField(entry.take("name", str), entry.choice("field", known))
