"""Who is named in a document, with what post: read once, from its whole text.

Attendance lists, head sentences, labels, tables and signatures introduce people
(:mod:`toolkit.extraction.people.lists`). Afterwards :func:`find_person_mentions` finds 云舒同志,
王县长 or 由夏侯晏副主任 in any text of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.extraction.blocks import Block, make_blocks
from toolkit.extraction.people.lists import Sighting, text_sightings
from toolkit.extraction.people.mentions import MentionForm, PersonMention, find_person_mentions
from toolkit.extraction.people.names import NameGrammar, PeopleVocabulary, Rank, grammar, squeeze
from toolkit.extraction.people.persons import People, Person, Resolution, same_person
from toolkit.extraction.people.tables import table_sightings
from toolkit.model import Paragraph
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

__all__ = [
    "MentionForm",
    "People",
    "Person",
    "PersonMention",
    "Resolution",
    "find_people",
    "find_person_mentions",
]


def find_people(
    paragraphs: Sequence[Paragraph],
    vocabulary: PeopleVocabulary,
    *,
    blocks: Sequence[Block] | None = None,
) -> People:
    """Everybody the document names together with a post, a unit, a label or an attendance list.

    ``blocks`` saves joining the lines again where that has been done.
    """
    if blocks is None:
        blocks, _ = make_blocks(paragraphs)
    names = grammar(vocabulary)
    township = _is_township(blocks)
    seen = [
        *_lines_of_one(paragraphs, names),
        *text_sightings(blocks, names),
        *table_sightings(paragraphs, names),
    ]
    told = Counter(one.key for one in seen if one.unsure and one.rank is Rank.LEADER)
    seen = [
        one
        for one in seen
        if not one.unsure
        or (told[one.key] > 1 and len(one.key) <= _LONGEST_HAN)
        or _is_vouched_for(one.key, blocks, names)
    ]
    found: dict[str, Person | None] = dict.fromkeys(sighting.key for sighting in seen)
    # a bare name in an attendance list tells the least, so it comes last
    for sighting in sorted(seen, key=lambda one: one.listed):
        known = found[sighting.key]
        found[sighting.key] = _merge(known, sighting, names, township)
    whole = {one.key for one in seen if one.key.endswith("和")}
    persons = [_with_unit(p, names) for p in found.values() if p and p.key + "和" not in whole]
    return People(tuple(_without_doubles(persons, names)), vocabulary, township)


_LONGEST_HAN = 3  # characters of a name with surname and given name: a longer one may be a phrase


def _is_vouched_for(key: str, blocks: Sequence[Block], names: NameGrammar) -> bool:
    """Whether 同志 or a post stands behind a name of unknown surname somewhere (都明娟副县长)."""
    for block in blocks:
        at = block.text.find(key)
        while at >= 0:
            end = at + len(key)
            comrade = block.text.startswith("同志", end)
            called = comrade or names.title.match(block.text, end)
            whole = comrade and len(key) > _LONGEST_HAN  # 现将才让端智同志讲话纪要如下
            if called and (whole or names.begins(block.text, at)):
                return True
            at = block.text.find(key, end)
    return False


_SHORT_LINE = 32


def _lines_of_one(paragraphs: Sequence[Paragraph], names: NameGrammar) -> Iterator[Sighting]:
    """常务副区长 莘志和 closing a short line: the 和 is the name's, whatever the next line says."""
    for paragraph in paragraphs:
        copy = match_copy(paragraph.text).rstrip()
        if not copy.endswith("和") or len(copy) > _SHORT_LINE:
            continue
        at = copy.rfind(" ") + 1
        name = names.read(copy, at) if at else None
        if name and name.end == len(copy) and names.title_ending(copy, len(copy[:at].rstrip())):
            _, post = names.post_before(copy, len(copy[:at].rstrip()))
            yield Sighting(name.key, squeeze(paragraph.text)[-len(name.key) :], post)


def _with_unit(person: Person, names: NameGrammar) -> Person:
    if person.unit or person.is_leader or not person.post:
        return person
    return replace(person, unit=names.organ(person.post))


def _without_doubles(persons: Sequence[Person], names: NameGrammar) -> Iterator[Person]:
    """缑院长 of a list is 缑一心 where he alone fits."""
    for person in persons:
        if not person.surname or len(same_person(person, persons, names)) != 1:
            yield person


_TOWNSHIP = lazy(
    r"(?<!各)(?:镇|乡|街道)"
    r"(?:人民政府|党委|党工委|办事处|党政|班子|\d{4}年政府工作报告|镇长办公|乡长办公|主任办公|长办公会|.{0,8}会议?纪要)"
)
_TOWNSHIP_CHAIR = lazy(
    r"(?:[镇乡]长|(?:[镇乡]党委|街道党工委)书记|(?:街道|办事处)主任)"
    r"(?:[^\W\d_]| ){2,6}(?:同志)?[^,。]{0,20}主持"
)
_HEADLINE = 50
_HIGHER = lazy(r"[县区市州旗](?:人民政府|委|政府)")


def _is_township(blocks: Sequence[Block]) -> bool:
    head = [block.text for block in blocks[:6] if block.cell is None]
    for text in head:
        if _TOWNSHIP_CHAIR.search(text):
            return True
        if text.endswith((":", "。")) or text.startswith("关于"):
            continue
        found = _TOWNSHIP.search(text) if len(text) < _HEADLINE else None
        if found and not _HIGHER.search(text[: found.start()]):
            return True
    return False


def _merge(known: Person | None, sighting: Sighting, names: NameGrammar, township: bool) -> Person:
    rank = names.rank(sighting.post, township=township) if sighting.post else sighting.rank
    if rank is Rank.UNKNOWN:
        rank = sighting.rank
    aliases = (sighting.alias,) if sighting.alias else ()
    if known is None:
        return Person(
            sighting.name,
            sighting.post,
            rank,
            sighting.unit,
            sighting.key,
            aliases,
            sighting.surname,
        )
    post = known.post
    if sighting.post and (not post or _weaker(post, names)):
        post = sighting.post
    settled = known.rank is not Rank.UNKNOWN and (known.post or sighting.listed)
    if not settled and rank is not Rank.UNKNOWN:
        best: Rank = Rank.LEADER if Rank.LEADER in (known.rank, rank) else rank
    elif rank is Rank.LEADER and not sighting.listed and known.rank is not Rank.LOWER:
        best = Rank.LEADER
    else:
        best = known.rank
    return replace(
        known,
        post=post,
        rank=best,
        unit=known.unit or sighting.unit,
        aliases=known.aliases + aliases,
    )


def _weaker(post: str, names: NameGrammar) -> bool:
    """Whether a post is only a role in this paper (分管领导, 主持) and yields to a real one."""
    return not names.base_titles(post) or post.endswith("领导")
