"""Where a text speaks of one person: 云舒同志, 王县长, 由夏侯晏副主任总牵头, 责任人：张三."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from toolkit.extraction.people.names import (
    NameGrammar,
    PeopleVocabulary,
    Rank,
    any_of,
    grammar,
    squeeze,
)
from toolkit.extraction.people.nicknames import FAMILIAR
from toolkit.extraction.people.persons import People, Person, Resolution, given_name, surname_of
from toolkit.model import Finding
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy


class MentionForm(StrEnum):
    """How a person is spoken of."""

    NAME = "name"
    NAME_AND_POST = "name_and_post"
    GIVEN_NAME = "given_name"
    SURNAME_AND_POST = "surname_and_post"
    NICKNAME = "nickname"


@dataclass(frozen=True, slots=True)
class PersonMention:
    """``text`` (= the searched text from ``start`` to ``end``, post and 同志 included) is a person.

    ``name`` is completed from the document where it can be; ``post`` is the post at this place or,
    failing that, the one known from elsewhere; ``unit`` likewise (农技站 of 农技站老王), or ``""``.
    """

    start: int
    end: int
    text: str
    name: str
    form: MentionForm
    is_leader: bool
    post: str = ""
    person: Person | None = None
    findings: tuple[Finding, ...] = ()
    unit: str = ""


def find_person_mentions(text: str, people: People) -> tuple[PersonMention, ...]:
    """Every place of ``text`` that speaks of one person, in order and without overlap.

    A name is found when the document's people know it, or by its form: beside a post, before
    同志, after a label such as 责任人： or as 由某某负责. Groups (各局长, 副县长们, 有关同志) are
    not persons.
    """
    copy = match_copy(text)
    names = grammar(people.vocabulary)
    found = [
        *_known(copy, people, names),
        *_beside_title(copy, people, names),
        *_comrades(copy, people, names),
        *_labelled(copy, people, names),
        *_in_charge(copy, people, names),
        *_nicknamed(copy, people, names),
    ]
    found.sort(key=lambda m: (m.person is None, m.start - m.end, m.start))
    covered = bytearray(len(copy))
    taken: list[_Candidate] = []
    for candidate in found:
        if not any(covered[candidate.start : candidate.end]):
            covered[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            taken.append(candidate)
    taken.sort(key=lambda m: m.start)
    return tuple(_mention(text, c, people, names) for c in taken)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    form: MentionForm
    written: str
    post: str = ""
    person: Person | None = None
    rank: Rank = Rank.UNKNOWN


def _mention(text: str, found: _Candidate, people: People, names: NameGrammar) -> PersonMention:
    if found.person is not None:
        resolution = Resolution(found.person.name, found.person)
    else:
        resolution = people.resolve(found.written)
    person = resolution.person
    rank = person.rank if person else Rank.UNKNOWN
    if rank is Rank.UNKNOWN and found.post:
        rank = names.rank(found.post, township=people.township)
    if rank is Rank.UNKNOWN:
        rank = found.rank
    if rank is Rank.UNKNOWN and found.form is MentionForm.GIVEN_NAME:
        rank = Rank.LEADER  # only leaders are spoken of by given name and 同志 in such papers
    return PersonMention(
        found.start,
        found.end,
        text[found.start : found.end],
        resolution.name,
        found.form,
        rank is Rank.LEADER,
        found.post or (person.post if person else ""),
        person,
        resolution.findings,
        (person.unit if person else "") or ("" if rank is Rank.LEADER else names.organ(found.post)),
    )


@lru_cache(maxsize=16)
def _known_pattern(people: People) -> re.Pattern[str] | None:
    keys = sorted({p.key for p in people.persons}, key=lambda k: (-len(k), k))
    if not keys:
        return None
    return re.compile("|".join(r"[ \n]*".join(map(re.escape, key)) for key in keys))


def _known(copy: str, people: People, names: NameGrammar) -> Iterable[_Candidate]:
    pattern = _known_pattern(people)
    matches = list(pattern.finditer(copy)) if pattern else []
    starts, ends = {m.start() for m in matches}, {m.end() for m in matches}
    for match in matches:
        key = squeeze(match.group())
        person = people.get(key)
        joined = match.start() in ends or match.end() in starts
        if len(key) < 3 and not joined and not _stands_alone(copy, match, names):
            continue
        end = match.end()
        if tail := re.compile(r"同志").match(copy, end):
            end = tail.end()
        yield _Candidate(match.start(), end, MentionForm.NAME, key, "", person)


def _stands_alone(copy: str, match: re.Match[str], names: NameGrammar) -> bool:
    """A two-character name (尚可, 霍然) may be a plain word: both sides must allow a name."""
    left = names.begins(copy, match.start()) or bool(names.unit_tail.search(copy, 0, match.start()))
    left = left or bool(re.search(r"[长记任席员理]$", copy[: match.start()]))
    after = copy[match.end() : match.end() + 1]
    right = names.read(copy, match.start()) is not None or not re.match(r"[^\W\d_]", after)
    right = right or names.title.match(copy, match.end()) is not None
    right = right or names.goes_on(copy, match.end())
    return left and right


def _beside_title(copy: str, people: People, names: NameGrammar) -> Iterable[_Candidate]:
    for title in names.title.finditer(copy):
        before = _before_title(copy, title, people, names)
        if before is not None:
            yield before
            continue
        start, post = names.post_before(copy, title.end())
        at = re.compile(r"[ :]*").match(copy, title.end())
        begin_at = at.end() if at else title.end()
        chain = names.read_chain(copy, begin_at)
        if not chain and (rare := names.read_rare(copy, begin_at)):
            chain = [rare]
        for count, name in enumerate(chain):
            end = name.end + 2 if copy.startswith("同志", name.end) else name.end
            begin = start if count == 0 else name.start
            person = people.get(name.key)
            yield _Candidate(begin, end, MentionForm.NAME_AND_POST, name.key, post, person)


def _before_title(
    copy: str, title: re.Match[str], people: People, names: NameGrammar
) -> _Candidate | None:
    """夏侯晏副主任, 以宁县长, 王县长: the name stands before the title that ends a phrase."""
    at, end = title.start(), title.end()
    if full := _full_before(copy, at, people, names):
        start, person = full
        written = copy[start:at]
        return _Candidate(start, end, MentionForm.NAME_AND_POST, written, title.group(), person)
    if given := _given_before(copy, at, people, names):
        return _Candidate(given, end, MentionForm.GIVEN_NAME, copy[given:end], title.group())
    for length in (2, 1):
        start = at - length
        if start < 0 or not names.is_surname(copy[start:at]) or not names.begins(copy, start):
            continue
        known = any(surname_of(p, names) == copy[start:at] for p in people.persons)
        weak = copy[start:at] in people.vocabulary.weak_surnames
        if not known and not names.goes_on(copy, end):
            continue  # 桂林长塘水库
        if weak and not (known and re.search(r"(?:^|[请呈报由,。、])$", copy[:start])):
            continue
        written = copy[start:end]
        return _Candidate(start, end, MentionForm.SURNAME_AND_POST, written, title.group())
    return None


def _full_before(
    copy: str, at: int, people: People, names: NameGrammar
) -> tuple[int, Person | None] | None:
    for length in (4, 3, 2):
        person = people.get(copy[max(0, at - length) : at]) if at >= length else None
        if person:
            return at - length, person
    name = names.read_before(copy, at)
    if name is None or (len(name.key) < 3 and not _masked(name.key)):
        # two characters before a post: 建国县长 as often as 张伟县长; keep as a full name only
        # when the first is a surname that is no given-name character of somebody known
        return (name.start, None) if name and not _given_known(name.key, people, names) else None
    if _given_known(name.key[1:], people, names) and name.key[0] in people.vocabulary.weak_surnames:
        return None
    return name.start, None


def _masked(key: str) -> bool:
    return bool(re.search(r"[xX×*某＊]", key))


def _given_known(given: str, people: People, names: NameGrammar) -> bool:
    return any(given_name(p, names) == given for p in people.persons)


def _given_before(copy: str, at: int, people: People, names: NameGrammar) -> int | None:
    for length in (2, 1):
        if at < length or not _given_known(copy[at - length : at], people, names):
            continue
        if length == 2 or names.begins(copy, at - length):
            return at - length
    return None


def _comrades(copy: str, people: People, names: NameGrammar) -> Iterable[_Candidate]:
    for comrade in re.finditer("同志(?!们)", copy):
        at, end = comrade.start(), comrade.end()
        if names.is_group_comrade(copy, at) or names.remote.match(copy[at : at + 6]):
            continue
        titles = (t for t in names.title.finditer(copy, max(0, at - 8), at) if t.end() == at)
        if title := next(titles, None):
            if before := _before_title(copy, title, people, names):
                yield replace(before, end=end)
        elif full := _full_before(copy, at, people, names):
            start, person = full
            form = MentionForm.NAME if person or at - start > 2 else MentionForm.GIVEN_NAME
            yield _Candidate(start, end, form, copy[start:at], "", person, Rank.LEADER)
        else:
            yield from _by_given_name(copy, at, end, people, names)


def _by_given_name(
    copy: str, at: int, end: int, people: People, names: NameGrammar
) -> Iterable[_Candidate]:
    """志明同志, 以宁、立夏同志, xx同志: what stands before the 同志 from ``at`` to ``end``."""
    given = _given_before(copy, at, people, names)
    if given is None:
        if masked := re.search(r"[xX×*]{2,3}$", copy[max(0, at - 3) : at]):
            yield _Candidate(at - len(masked.group()), end, MentionForm.NAME, masked.group())
        elif re.match(r"[^\W\d_]{2}", copy[max(0, at - 2) : at]) and names.begins(copy, at - 2):
            yield _Candidate(at - 2, end, MentionForm.GIVEN_NAME, copy[at - 2 : end])
        return
    yield _Candidate(given, end, MentionForm.GIVEN_NAME, copy[given:end])
    while given and copy[given - 1] in "、和":
        last = given - 1
        given = _given_before(copy, last, people, names) or 0
        if given:
            yield _Candidate(given, last, MentionForm.GIVEN_NAME, copy[given:last])


def _labelled(copy: str, people: People, names: NameGrammar) -> Iterable[_Candidate]:
    for labels, rank in ((names.leader_label, Rank.LEADER), (names.owner_label, Rank.LOWER)):
        for label in labels.finditer(copy):
            chain = names.read_chain(copy, label.end())
            if not chain and (name := names.read_after_unit(copy, label.end())):
                chain = [name]
            for name in chain:
                person = people.get(name.key)
                yield _Candidate(name.start, name.end, MentionForm.NAME, name.key, "", person, rank)


@lru_cache(maxsize=16)
def _short_pattern(people: People) -> re.Pattern[str] | None:
    surnames = {surname_of(p, grammar(people.vocabulary)) for p in people.persons}
    if not surnames:
        return None
    known, casual = any_of(surnames), any_of(people.vocabulary.casual)
    return re.compile(rf"[{''.join(FAMILIAR)}](?:{known})|(?:{known})(?:{casual})(?!师|程|作)")


def _nicknamed(copy: str, people: People, names: NameGrammar) -> Iterable[_Candidate]:
    """老王, 小苏, 展工, 王局 of a surname the document knows."""
    yield from _behind_unit(copy, people, names)
    pattern = _short_pattern(people)
    for match in pattern.finditer(copy) if pattern else ():
        start, end = match.span()
        left = (
            names.begins(copy, start)
            or names.unit_tail.search(copy, 0, start)
            or names.title_ending(copy, start)
        )
        if left and (names.goes_on(copy, end) or _of_own_unit(copy, start, match.group(), people)):
            yield _Candidate(start, end, MentionForm.NICKNAME, match.group())


def _of_own_unit(copy: str, start: int, written: str, people: People) -> bool:
    """民政所|老邹 of whom the list says that he is of 民政所: nothing behind need mark the end."""
    known = (p for p in people.persons if p.key == written and p.unit)
    return any(copy.endswith(p.unit, 0, start) for p in known)


@lru_cache(maxsize=4)
def _any_short(vocabulary: PeopleVocabulary) -> re.Pattern[str]:
    casual = any_of(
        word for word in vocabulary.casual if word not in ("总", "局", "处", "科", "所")
    )
    familiar = rf"[{''.join(FAMILIAR)}](?P<name>[^\W\d_])"
    return re.compile(rf"(?:的|[ ]?)(?P<who>{familiar}|(?P<name2>[^\W\d_])(?:{casual}))")


def _behind_unit(copy: str, people: People, names: NameGrammar) -> Iterable[_Candidate]:
    """平安办老戚, 城建办葛工, 市监所的老柏: right behind a unit, of whatever surname."""
    if not people.township:
        return
    pattern = _any_short(people.vocabulary)
    for tail in re.finditer(r"[办所队站室]", copy):
        match = pattern.match(copy, tail.end())
        surname = (match["name"] or match["name2"]) if match else ""
        if match and names.is_surname(surname) and names.goes_on(copy, match.end()):
            written = match["who"]
            yield _Candidate(
                match.start("who"), match.end(), MentionForm.NICKNAME, written, rank=Rank.LOWER
            )


_IN_CHARGE = lazy(
    r"(?:总|具体)?(?:牵头|负责|包案|包保|挂帅|包联|盯办|落实|办理|承办|跟踪|督办|领办)"
)


def _in_charge(copy: str, people: People, names: NameGrammar) -> Iterable[_Candidate]:
    """由王小明具体负责: a full name of three characters between 由 and a verb of charge."""
    for by in re.finditer("由", copy):
        for name in names.read_chain(copy, by.end()):
            verb = _IN_CHARGE.match(copy, name.end) or copy[name.end : name.end + 1] in ("、", "和")
            if verb and len(name.key) == 3:
                yield _Candidate(
                    name.start, name.end, MentionForm.NAME, name.key, "", people.get(name.key)
                )
