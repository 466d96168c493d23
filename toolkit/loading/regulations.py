"""``data/regulations``: who issues, by when, who hears by when, on which clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from toolkit.loading.entries import Entry, read_toml
from toolkit.model import Clause
from toolkit.rules.regulation import (
    Base,
    ChiefVariant,
    Convention,
    Conventions,
    Limit,
    LimitRule,
    LimitUnit,
    Moment,
    Organ,
    PostPattern,
    Rank,
    Recognition,
    Regulation,
    RequiredField,
    SoftLimit,
    SourceRule,
)

REGULATION = Path(__file__).parents[1] / "data" / "regulations" / "县政府督办工作意见.toml"

T = TypeVar("T")

_STATUSES = ("explicit", "by_analogy", "config", "ambiguous", "none")


def load_regulation(
    path: Path | None = None, choices: Mapping[str, object] | None = None
) -> Regulation:
    """The regulation of the file, by default the built-in one. Raises :class:`SettingsError`.

    ``choices`` are the office's own ways of counting: convention key → one of its options.
    """
    if path is None and not choices:
        return _built_in_regulation()
    return _read_regulation(path or REGULATION, choices or {})


@cache
def _built_in_regulation() -> Regulation:
    return _read_regulation(REGULATION, {})


def _read_regulation(path: Path, choices: Mapping[str, object]) -> Regulation:
    file = read_toml(path)
    file.only(
        *("regulation", "clause", "organ", "base", "source", "document"),
        *("convention", "required", "post", "recognition"),
    )
    head = file.child("regulation")
    head.only("name", "source", "note", "checked_on", "level", "levels", "level_words")
    name = head.take("name", str)
    parts = _Parts(
        {item.number: item for item in _distinct(file, "clause", lambda e: _clause(e, name))},
        {item.id: item for item in _distinct(file, "organ", _organ)},
        {item.id: item for item in _distinct(file, "base", _base)},
    )
    sources = tuple(
        _source(entry, parts) for key in ("source", "document") for entry in file.children(key)
    )
    _check_periods(file, sources)
    documented = tuple(_distinct(file, "convention", lambda e: _convention(e, choices)))
    _check_choices(file, choices, documented)
    required = file.child("required")
    required.only("clause", "text", "field")
    return Regulation(
        name=name,
        source=head.take("source", str),
        checked_on=head.take("checked_on", date),
        level=head.take("level", str),
        levels=head.texts("levels"),
        level_words=head.texts("level_words"),
        clauses=parts.clauses,
        organs=parts.organs,
        sources=sources,
        conventions=_conventions(file, documented),
        documented_conventions=documented,
        posts=tuple(_post(entry) for entry in file.children("post")),
        recognitions=tuple(
            _recognition(entry, {source.id: source for source in sources})
            for entry in file.children("recognition")
        ),
        required_fields=tuple(_required_field(entry) for entry in required.children("field")),
        required_clause=_quote(required, "clause", parts.clauses, "explicit"),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the sources of a file refer to by name."""

    clauses: Mapping[str, Clause]
    organs: Mapping[str, Organ]
    bases: Mapping[str, Base]


def _distinct(file: Entry, key: str, build: Callable[[Entry], T]) -> list[T]:
    """The records of a list whose ids or numbers must differ."""
    entries = list(file.children(key))
    names = Counter(str(e.values.get("id", e.values.get("number"))) for e in entries)
    for entry in entries:
        name = str(entry.values.get("id", entry.values.get("number")))
        if names[name] > 1:
            entry.fail("E3018", f"“{name}”重复了{names[name]}次。")
    return [build(entry) for entry in entries]


def _clause(entry: Entry, regulation: str) -> Clause:
    entry.only("number", "text")
    return Clause(regulation, entry.take("number", str), entry.take("text", str))


def _organ(entry: Entry) -> Organ:
    entry.only("id", "name")
    return Organ(entry.take("id", str), entry.take("name", str))


def _base(entry: Entry) -> Base:
    entry.only("id", "name", "moment")
    moment = Moment(entry.choice("moment", list(Moment)))
    return Base(entry.take("id", str), entry.take("name", str), moment)


def _quote(entry: Entry, key: str, clauses: Mapping[str, Clause], status: str) -> Clause:
    """A clause by its number, with the words of it that matter here."""
    clause, text = entry.lookup(key, clauses, "条款"), entry.take("text", str)
    if text not in clause.text:
        entry.fail("E3019", f"“{text}”不是条款 {clause.number} 的原文。")
    return Clause(clause.regulation, clause.number, text, status)


def _quotes(entry: Entry, parts: _Parts, status: str) -> tuple[Clause, ...]:
    found = []
    for item in entry.children("clauses"):
        item.only("number", "text")
        found.append(_quote(item, "number", parts.clauses, status))
    if not found:
        entry.fail("E3011", "没有写依据的条款（clauses）。")
    return tuple(found)


def _limit(entry: Entry) -> Limit:
    entry.only("n", "unit")
    n = entry.take("n", int)
    if n < 1:
        entry.fail("E3020", f"“n”应为大于0的整数，现为“{n}”。")
    return Limit(n, LimitUnit(entry.choice("unit", list(LimitUnit))))


def _limit_rule(entry: Entry, parts: _Parts) -> LimitRule:
    entry.only("limit", "base", "other_base", "status", "reading", "clauses")
    status = entry.choice("status", _STATUSES)
    if (status == "none") == ("limit" in entry.values):
        entry.fail("E3021", "status 为 none 的不写 limit，其他的必须写 limit。")
    has_limit = status != "none"
    if status in ("by_analogy", "ambiguous", "config") and "reading" not in entry.values:
        entry.fail("E3011", f"status 为 {status} 的须用 reading 写明怎样理解条文。")
    other = (
        entry.lookup("other_base", parts.bases, "起算日") if "other_base" in entry.values else None
    )
    return LimitRule(
        clauses=_quotes(entry, parts, status),
        status=status,
        limit=_limit(entry.child("limit")) if has_limit else None,
        base=entry.lookup("base", parts.bases, "起算日") if has_limit else None,
        other_base=other,
        reading=entry.get("reading", str, ""),
    )


def _source(entry: Entry, parts: _Parts) -> SourceRule:
    entry.only(
        *("id", "name", "aliases", "applies_from", "applies_until", "issuer", "feedback_to"),
        *("copies", "issuance", "feedback", "soft_issuance", "chief_presides", "priority", "note"),
    )
    is_document = "priority" in entry.values
    until = entry.take("applies_until", date) if "applies_until" in entry.values else None
    return SourceRule(
        id=entry.take("id", str),
        name=entry.take("name", str),
        aliases=entry.texts("aliases"),
        applies_from=entry.take("applies_from", date),
        applies_until=until,
        issuer=entry.lookup("issuer", parts.organs, "机构"),
        feedback_to=entry.lookup("feedback_to", parts.organs, "机构"),
        copies=_organs(entry, "copies", parts),
        issuance=None if is_document else _limit_rule(entry.child("issuance"), parts),
        feedback=_limit_rule(entry.child("feedback"), parts),
        soft_issuance=_soft_limit(entry, parts),
        chief_presides=_chief_variant(entry, parts),
        priority=entry.take("priority", int) if is_document else None,
        note=entry.get("note", str, ""),
    )


def _organs(entry: Entry, key: str, parts: _Parts) -> tuple[Organ, ...]:
    names = entry.texts(key)
    for name in names:
        if name not in parts.organs:
            entry.fail("E3013", f"“{key}”写的机构“{name}”没有列出。")
    return tuple(parts.organs[name] for name in names)


def _soft_limit(source: Entry, parts: _Parts) -> SoftLimit | None:
    if "soft_issuance" not in source.values:
        return None
    entry = source.child("soft_issuance")
    entry.only("before", "within_days", "clauses")
    within = entry.take("within_days", int)
    return SoftLimit(entry.take("before", str), within, _quotes(entry, parts, "explicit"))


def _chief_variant(source: Entry, parts: _Parts) -> ChiefVariant | None:
    if "chief_presides" not in source.values:
        return None
    entry = source.child("chief_presides")
    entry.only("issuer", "copies", "reading")
    issuer = entry.lookup("issuer", parts.organs, "机构")
    return ChiefVariant(issuer, _organs(entry, "copies", parts), entry.take("reading", str))


def _check_periods(file: Entry, sources: tuple[SourceRule, ...]) -> None:
    """Entries of one id must follow each other in time without overlap."""
    ordered = sorted(sources, key=lambda source: (source.id, source.applies_from))
    for source in ordered:
        if source.applies_until and source.applies_until < source.applies_from:
            file.fail("E3022", f"来源“{source.id}”的 applies_until 早于 applies_from。")
    for earlier, later in pairwise(ordered):
        if earlier.id != later.id:
            continue
        if earlier.applies_from == later.applies_from:
            file.fail("E3018", f"来源“{later.id}”自{later.applies_from}起的条目重复了。")
        if earlier.applies_until is None or earlier.applies_until >= later.applies_from:
            file.fail(
                "E3022",
                f"来源“{later.id}”自{later.applies_from}起的条目与前一条时间重叠，"
                "请给前一条写 applies_until。",
            )


def _convention(entry: Entry, choices: Mapping[str, object]) -> Convention:
    entry.only("id", "key", "value", "options", "question", "answer", "source", "status")
    key, options = entry.take("key", str), entry.take("options", list)
    value = choices.get(key, entry.values.get("value"))
    if value not in options:
        shown = "、".join(str(option) for option in options)
        entry.fail("E3012", f"“{key}”只能是 {shown}，现为“{value}”。")
    return Convention(
        entry.take("id", str),
        key,
        value,
        tuple(options),
        entry.take("question", str),
        entry.take("answer", str),
        entry.take("source", str),
        entry.choice("status", _STATUSES),
    )


def _check_choices(
    file: Entry, choices: Mapping[str, object], documented: tuple[Convention, ...]
) -> None:
    known = [convention.key for convention in documented]
    Entry(file.file, "本单位的计算规则", choices).only(*known)


def _conventions(file: Entry, documented: tuple[Convention, ...]) -> Conventions:
    values = {convention.key: convention.value for convention in documented}
    entry = Entry(file.file, "convention", values)
    month = None if values.get("month") == "same_day" else _limit(entry.child("month"))
    return Conventions(
        base_day_counted=entry.take("base_day_counted", bool),
        week=_limit(entry.child("week")),
        half_month=_limit(entry.child("half_month")),
        month=month,
        roll=entry.choice("roll", ("forward", "backward", "none")),
        limit_day_included=entry.take("limit_day_included", bool),
        unstated_base=Moment(entry.choice("unstated_base", list(Moment))),
        plan_from_latest_issue=entry.take("plan_from_latest_issue", bool),
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
    return RequiredField(entry.take("name", str), entry.take("field", str))
