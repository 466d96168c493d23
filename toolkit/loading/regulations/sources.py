"""Sources with their limits: ``[[source]]`` and ``[[document]]``."""

from __future__ import annotations

from datetime import date

from toolkit.loading.entries import Entry, Files
from toolkit.loading.regulations.citing import (
    STATUSES,
    Parts,
    check_periods,
    organs_of,
    quotes,
)
from toolkit.rules.regulation import (
    ChiefVariant,
    Limit,
    LimitRule,
    LimitUnit,
    SoftLimit,
    SourceRule,
)


def read_sources(files: Files, parts: Parts) -> tuple[SourceRule, ...]:
    """Every source and class of documents, checked for overlapping periods."""
    read = [
        (entry, _source(entry, parts))
        for key in ("source", "document")
        for entry in files.children(key)
    ]
    check_periods(read)
    return tuple(rule for _, rule in read)


def read_limit(entry: Entry) -> Limit:
    entry.only("n", "unit")
    n = entry.take("n", int)
    if n < 1:
        entry.fail("E3020", f"“n”应为大于0的整数，现为“{n}”。")
    return Limit(n, LimitUnit(entry.choice("unit", list(LimitUnit))))


def _source(entry: Entry, parts: Parts) -> SourceRule:
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
        copies=organs_of(entry, "copies", parts),
        issuance=None if is_document else _limit_rule(entry.child("issuance"), parts),
        feedback=_limit_rule(entry.child("feedback"), parts),
        soft_issuance=_soft_limit(entry, parts),
        chief_presides=_chief_variant(entry, parts),
        priority=entry.take("priority", int) if is_document else None,
        note=entry.get("note", str, ""),
    )


def _limit_rule(entry: Entry, parts: Parts) -> LimitRule:
    entry = _as_chosen(entry, parts)
    entry.only("limit", "base", "other_base", "status", "reading", "clauses")
    status = entry.choice("status", STATUSES)
    if (status == "none") == ("limit" in entry.values):
        entry.fail("E3021", "status 为 none 的不写 limit，其他的必须写 limit。")
    if status in ("by_analogy", "ambiguous", "config") and "reading" not in entry.values:
        entry.fail("E3011", f"status 为 {status} 的须用 reading 写明怎样理解条文。")
    has_limit = status != "none"
    has_other = "other_base" in entry.values
    return LimitRule(
        clauses=quotes(entry, parts, status),
        status=status,
        limit=read_limit(entry.child("limit")) if has_limit else None,
        base=entry.lookup("base", parts.bases, "起算日") if has_limit else None,
        other_base=entry.lookup("other_base", parts.bases, "起算日") if has_other else None,
        reading=entry.get("reading", str, ""),
    )


def _as_chosen(entry: Entry, parts: Parts) -> Entry:
    """The limit with what the office's choice puts in the place of the entry's own words."""
    if "choice" not in entry.values:
        return entry
    chosen = entry.lookup("choice", parts.conventions, "计算规则").value
    own = {key: value for key, value in entry.values.items() if key != "choice"}
    return Entry(entry.file, entry.place, {**own, **(chosen if isinstance(chosen, dict) else {})})


def _soft_limit(source: Entry, parts: Parts) -> SoftLimit | None:
    if "soft_issuance" not in source.values:
        return None
    entry = source.child("soft_issuance")
    entry.only("before", "within_days", "clauses")
    within = entry.take("within_days", int)
    return SoftLimit(entry.take("before", str), within, quotes(entry, parts, "explicit"))


def _chief_variant(source: Entry, parts: Parts) -> ChiefVariant | None:
    if "chief_presides" not in source.values:
        return None
    entry = source.child("chief_presides")
    entry.only("issuer", "copies", "reading")
    issuer = entry.lookup("issuer", parts.organs, "机构")
    return ChiefVariant(issuer, organs_of(entry, "copies", parts), entry.take("reading", str))
