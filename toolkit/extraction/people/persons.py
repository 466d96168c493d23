"""The persons of one document, and who of them a wording means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.extraction.people.names import NameGrammar, PeopleVocabulary, Rank, grammar, squeeze
from toolkit.extraction.people.nicknames import Short, read_short
from toolkit.findings import ambiguous_person
from toolkit.model import Finding
from toolkit.text.normalize import match_copy


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the document. ``name`` has the document's own characters, without blanks.

    ``post`` is as written (县委副书记、县长) or ``""``, ``unit`` the unit written beside the name
    (林业局) or ``""``. ``key`` is the name for comparing: simplified. ``aliases`` are short forms
    the document explains (老谯 for 谯怀德). ``surname`` is filled only where nothing else of the
    name is known and ``name`` is what is written for it (阚会计).
    """

    name: str
    post: str = ""
    rank: Rank = Rank.UNKNOWN
    unit: str = ""
    key: str = ""
    aliases: tuple[str, ...] = ()
    surname: str = ""

    @property
    def is_leader(self) -> bool:
        """Whether the person leads the government or party at the document's own level."""
        return self.rank is Rank.LEADER


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a wording means. ``person`` is ``None`` when the document does not tell; ``name`` is
    then the name as written, without 同志. ``findings`` says when several persons fit."""

    name: str
    person: Person | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """The persons of one document, in order of appearance."""

    persons: tuple[Person, ...]
    vocabulary: PeopleVocabulary
    township: bool = False

    def resolve(self, written: str) -> Resolution:
        """The person that 云舒同志, 王县长, 李副县长 or a padded name means."""
        return _resolve(self, written)

    def get(self, name: str) -> Person | None:
        """The person of that full name, in either script, padded or not."""
        key = squeeze(match_copy(name))
        return next((p for p in self.persons if p.key == key), None)


# --- who is meant --------------------------------------------------------------------------------


def _resolve(people: People, written: str) -> Resolution:
    names = grammar(people.vocabulary)
    copy = squeeze(match_copy(written))
    plain = squeeze(written)
    if copy.endswith("同志") and len(copy) > 2:
        copy, plain = copy[:-2], plain[:-2]
    if exact := _exact(people, copy):
        return Resolution(exact.name, exact)
    short = read_short(copy, names)
    if short and not short.title and (meant := _by_short(people, short, plain, names)):
        return meant
    titles = [m for m in names.title.finditer(copy) if m.end() == len(copy) and m.start() > 0]
    title = titles[0].group() if titles else ""
    stem = copy[: len(copy) - len(title)]
    candidates = _candidates(people, stem, title, names)
    if len(candidates) == 1:
        return Resolution(candidates[0].name, candidates[0])
    keep = plain if not title or names.is_surname(stem) else plain[: len(stem)]
    if candidates:
        known = tuple(person.name for person in candidates)
        return Resolution(keep, None, (ambiguous_person(keep, known, None),))
    return Resolution(keep)


def _exact(people: People, copy: str) -> Person | None:
    for person in people.persons:
        if copy == person.key or copy in person.aliases:
            return person
    for person in people.persons:
        if copy.endswith(person.key) and len(copy) > len(person.key) + 1:
            return person
        if copy.startswith(person.key) and grammar(people.vocabulary).title.fullmatch(
            copy, len(person.key)
        ):
            return person
    return None


def _candidates(people: People, stem: str, title: str, names: NameGrammar) -> list[Person]:
    parts = [(p, surname_of(p, names), given_name(p, names)) for p in people.persons]
    if title and names.is_surname(stem):
        same = [person for person, surname, _ in parts if surname == stem]
        return _fitting(same, title, names)
    shortest = 1 if title else 2
    return [person for person, _, given in parts if given == stem and len(given) >= shortest]


def given_name(person: Person, names: NameGrammar) -> str:
    """The given name, or ``""`` where only the surname is known."""
    return "" if person.surname else names.split(person.key)[1]


def surname_of(person: Person, names: NameGrammar) -> str:
    """The surname, simplified."""
    return person.surname or names.split(person.key)[0]


def same_person(partial: Person, persons: Sequence[Person], names: NameGrammar) -> list[Person]:
    """Those of whom the whole name is known and who may be meant by 缑院长 or 老晁."""
    wanted = names.base_titles(partial.post)
    whole = (p for p in persons if not p.surname and surname_of(p, names) == partial.surname)
    return [
        p
        for p in whole
        if not wanted or not names.base_titles(p.post) or wanted & names.base_titles(p.post)
    ]


def _by_short(people: People, short: Short, written: str, names: NameGrammar) -> Resolution | None:
    """老王, 展工, 王局: the one of that surname, the one whose post the word stands for; ``None``
    where nobody has the surname."""
    found = [p for p in people.persons if surname_of(p, names) == short.surname]
    if len(found) > 1 and short.word:
        found = [p for p in found if short.word[0] in p.post] or found
    if len(found) == 1:
        return Resolution(found[0].name, found[0])
    if found:
        known = tuple(person.name for person in found)
        return Resolution(written, None, (ambiguous_person(written, known, None),))
    return None


def _fitting(persons: list[Person], title: str, names: NameGrammar) -> list[Person]:
    """Those whose post goes with the title; 副县长 may be called 县长 when no other is, and
    常务副县长 常务."""
    if held := [p for p in persons if f"{title}副" in p.post]:
        return held
    wanted = names.base_titles(title)
    fit = [
        p for p in persons if not names.base_titles(p.post) or wanted & names.base_titles(p.post)
    ]
    if len(fit) < 2:
        return fit
    exact = [p for p in fit if any(_same_title(part, title) for part in p.post.split("、"))]
    return exact or fit


def _same_title(part: str, title: str) -> bool:
    deputy = "副" in title
    return part.endswith(title) and ("副" in part) == deputy
