"""``data/vocabulary``: surnames, posts, words about people, kinds of document and of meeting."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.extraction.head.document_kind import Evidence
from toolkit.extraction.head.facts import FactsVocabulary, MeetingHints, MeetingKind
from toolkit.extraction.people.names import PeopleVocabulary, RankRule
from toolkit.loading.calendars import CALENDARS
from toolkit.loading.entries import Entry, read_toml
from toolkit.model import DocumentKind

FOLDER = Path(__file__).parents[1] / "data" / "vocabulary"
_PLACES = ("title", "head", "line", "body")
_RANKS = ("leader", "township", "lower")


def load_facts_vocabulary(folder: Path | None = None) -> FactsVocabulary:
    """The words source facts and people are read by. Raises :class:`SettingsError`."""
    return _built_in() if folder is None else _read(folder)


@cache
def _built_in() -> FactsVocabulary:
    return _read(FOLDER)


def _read(folder: Path) -> FactsVocabulary:
    kinds = read_toml(folder / "document_kinds.toml")
    meetings = read_toml(folder / "meeting_kinds.toml")
    return FactsVocabulary(
        people=_people(folder),
        kinds=tuple(_evidence(entry) for entry in kinds.children("evidence")),
        meetings=tuple(_meeting(entry) for entry in meetings.children("meeting")),
        hints=_hints(next(iter(meetings.children("hints")))),
        years=_years(),
    )


def _years() -> tuple[int, ...]:
    """The last five years there is a calendar of: a day of one has another weekday in each."""
    stems = (path.stem for path in CALENDARS.glob("*.toml"))
    return tuple(sorted(int(stem) for stem in stems if stem.isdecimal())[-5:])


def _people(folder: Path) -> PeopleVocabulary:
    surnames = read_toml(folder / "surnames.toml")
    posts = read_toml(folder / "posts.toml")
    words = read_toml(folder / "people.toml")
    return PeopleVocabulary(
        surnames=_words(surnames, "single"),
        compound_surnames=_words(surnames, "compound"),
        weak_surnames=_words(surnames, "weak"),
        titles=_words(posts, "titles"),
        title_prefixes=_words(posts, "prefixes"),
        remote_titles=_words(posts, "remote"),
        not_after_title=_words(posts, "not_before"),
        rank_rules=tuple(_rank_rule(entry) for entry in posts.children("rank")),
        follow=_words(words, "follow"),
        before=_words(words, "before"),
        not_comrade=_words(words, "not_comrade"),
        attendance=_words(words, "attendance"),
        leader_labels=_words(words, "leader_labels"),
        owner_labels=_words(words, "owner_labels"),
        unit_tails=_words(words, "unit_tails"),
        not_last=_words(words, "not_last"),
        not_names=_words(words, "not_names"),
        casual=_words(words, "casual"),
        follow_known=_words(words, "follow_known"),
    )


def _words(entry: Entry, key: str) -> frozenset[str]:
    found = frozenset(entry.take(key, str).split())
    if not found:
        entry.fail("E3011", f"“{key}”是空的")
    return found


def _rank_rule(entry: Entry) -> RankRule:
    entry.only("titles", "organ", "rank")
    organ = entry.pattern("organ").pattern
    return RankRule(_words(entry, "titles"), organ, entry.choice("rank", _RANKS))


def _evidence(entry: Entry) -> Evidence:
    entry.only("kind", "where", "pattern", "weight", "only", "reason")
    weight = entry.values.get("weight")
    if not isinstance(weight, int | float) or weight <= 0:
        entry.fail("E3002", f"“weight”应为大于零的数，现为“{weight}”")
    return Evidence(
        kind=DocumentKind(entry.choice("kind", [kind.value for kind in DocumentKind])),
        where=entry.choice("where", _PLACES),
        pattern=entry.pattern("pattern"),
        weight=float(weight),
        only=entry.get("only", int, 1),
        reason=entry.take("reason", str),
    )


def _meeting(entry: Entry) -> MeetingKind:
    entry.only("kind", "pattern", "except")
    unless = entry.pattern("except") if "except" in entry.values else None
    return MeetingKind(entry.take("kind", str), entry.pattern("pattern"), unless)


def _hints(entry: Entry) -> MeetingHints:
    entry.only(
        "open_kinds",
        "organ",
        "organ_kind",
        "weekly_name",
        "week_past",
        "week_coming",
        "weekly_kind",
    )
    return MeetingHints(
        _words(entry, "open_kinds"),
        entry.pattern("organ"),
        entry.take("organ_kind", str),
        entry.pattern("weekly_name"),
        entry.pattern("week_past"),
        entry.pattern("week_coming"),
        entry.take("weekly_kind", str),
    )
