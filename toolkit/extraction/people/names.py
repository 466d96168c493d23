"""How a person's name and post are written: shapes only, no memory of who is who.

Everything here works on recognition copies (:func:`toolkit.text.normalize.match_copy`): half-width
and simplified, offsets as in the original. A name is believed only beside a post, 同志, a label or
a mark that ends it; a surname alone proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from toolkit.extraction.people.name_shapes import CELL_SHAPES, MASK, SHAPES, is_han
from toolkit.text.patterns import lazy

HAN = "\u3400-\u9fff"
_NOT_GIVEN = "的了们与及各第等您我他她它这那哪每、"
_EDGE = lazy(r"$|[\s,、。;:!?()\[\]<>《》\"'|/·@—①-⑳-]|\d")

_JOINT = lazy(r"[、和及与]\s*|\s+")
_BECOMES = "任兼是系"
_DOTS = ("·", "•", "・", "‧")
_ACTS = lazy(r"同志|主持|出席|带队|率队|在[^,。]{2,30}(?:主持|召开)")


class Rank(StrEnum):
    """Leader of the government or party at the document's own level, or anybody below."""

    LEADER = "leader"
    LOWER = "lower"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RankRule:
    """``titles`` after an organ matching ``organ`` ("" for any) have ``rank``.

    ``rank`` is ``leader``, ``lower`` or ``township`` (leader only in a township's own papers).
    """

    titles: frozenset[str]
    organ: str
    rank: str


@dataclass(frozen=True, slots=True)
class PeopleVocabulary:
    """The word lists names and posts are recognised by; see data/vocabulary/people.toml."""

    surnames: frozenset[str]
    compound_surnames: frozenset[str]
    weak_surnames: frozenset[str]
    titles: frozenset[str]
    title_prefixes: frozenset[str]
    remote_titles: frozenset[str]
    not_after_title: frozenset[str]
    rank_rules: tuple[RankRule, ...]
    follow: frozenset[str]
    before: frozenset[str]
    not_comrade: frozenset[str]
    attendance: frozenset[str]
    leader_labels: frozenset[str]
    owner_labels: frozenset[str]
    unit_tails: frozenset[str]
    not_last: frozenset[str]
    not_names: frozenset[str]
    casual: frozenset[str]
    follow_known: frozenset[str]


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of ``words``, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def squeeze(text: str) -> str:
    """``text`` without white space."""
    return "".join(text.split())


@dataclass(frozen=True, slots=True)
class Name:
    """``copy[start:end]`` is a name; ``key`` its characters without the padding blanks."""

    start: int
    end: int
    key: str


class NameGrammar:
    """Reads names and posts out of a copy; made once per vocabulary by :func:`grammar`."""

    def __init__(self, words: PeopleVocabulary) -> None:
        self.words = words
        self._longest = max(map(len, words.follow))
        self._before = tuple(words.before)
        titles = any_of(words.titles)
        prefix = any_of(words.title_prefixes)
        remote = any_of(words.remote_titles)
        self.title = re.compile(
            rf"(?!{remote})(?<![总执])(?:{prefix})*(?:{titles})(?!{any_of(words.not_after_title)})"
        )
        self.remote = re.compile(rf"^同志为(?:核心|总书记|主要代表)|^(?:{remote})|^主席(?![团台])")
        self._title_end = re.compile(rf"(?:{prefix})*(?:{titles})$")
        self._base = re.compile(rf"(?:{titles})$")
        labels = "|".join(
            " *".join(map(re.escape, word))
            for word in sorted(words.attendance, key=lambda w: (-len(w), w))
        )
        self.attendance = re.compile(
            r"\s*(?:[一二三四五六七八九1-9][、.]\s*)?[\[【]?"
            rf"(?:{labels})(?:\([^)]*\))?(?:[\]】]\s*[:\s]?\s*|\s*(?:[:\s]\s*|$))"
        )
        leader_labels, owner_labels = any_of(words.leader_labels), any_of(words.owner_labels)
        self.leader_label = re.compile(rf"(?:{leader_labels})(?:\([^)]*\))?[: ]\s*")
        self.owner_label = re.compile(rf"(?:{owner_labels})(?:\([^)]*\))?[: ]\s*")
        self._not_comrade = re.compile(rf"(?:\d|{any_of(words.not_comrade)})$")
        tails = any_of(words.unit_tails)
        self.unit_tail = re.compile(rf"(?:{tails})$")
        self.unit_and_name = re.compile(rf"([^\W\d_]+(?:{tails}))([^\W\d_]{{3}})$")

    # --- names ---------------------------------------------------------------------------------

    def read(self, copy: str, at: int, *, strict: bool = True) -> Name | None:
        """The name that begins at ``at``, or ``None``.

        A name must end before a mark, the end, or a word that follows names; with ``strict``
        false a surname and two characters are taken even where nothing marks the end.
        """
        if dotted := self._read_dotted(copy, at):
            return dotted
        loose: Name | None = None
        for name in self._shaped(copy, at):
            if self._ends(copy, name.end):
                return self._without_word(copy, name)
            if loose is None and len(name.key) >= 3 and name.key[0] not in self.words.weak_surnames:
                loose = name
        return None if strict else loose

    def _read_dotted(self, copy: str, at: int) -> Name | None:
        """艾山·买买提: the names of several peoples, whatever their first syllables."""
        dot = next((i for i in range(at + 1, at + 8) if copy[i : i + 1] in _DOTS), None)
        if dot is None or not is_han(copy[at:dot]) or self.title.search(copy, at, dot):
            return None
        longest = dot + 1
        while longest < len(copy) and longest - dot <= 7 and is_han(copy[longest]):
            longest += 1
        for end in range(dot + 2, longest + 1):
            key = copy[at:end]
            if (self._ends(copy, end) or self.title.match(copy, end)) and "同志" not in key:
                return Name(at, end, key)
        return None

    def read_after_unit(self, copy: str, at: int) -> Name | None:
        """The name behind a unit's (县住建局 张三) that begins at ``at``."""
        for end in range(at + 2, min(at + 16, len(copy) - 1)):
            if not is_han(copy[end - 1]):
                return None
            if self.unit_tail.search(copy, at, end):
                start = end + (len(copy[end:]) - len(copy[end:].lstrip(" ")))
                if name := self.read(copy, start):
                    return name
        return None

    def read_rare(self, copy: str, at: int) -> Name | None:
        """Two or three characters between a post and 主持 or 同志, whatever the surname."""
        names = (self._unsure(copy, at, length) for length in (3, 2))
        return next((name for name in names if name and _ACTS.match(copy, name.end)), None)

    def read_beside(self, copy: str, at: int) -> Name | None:
        """都兰 of 车明远、都兰、农家宝: whatever the surname, between names in a chain of them."""
        for length in (3, 2):
            name = self._unsure(copy, at, length)
            joint = _JOINT.match(copy, name.end) if name else None
            if joint and self.read(copy, joint.end()):
                return name
        return None

    def read_unsure(self, copy: str, at: int) -> Name | None:
        """Two to five characters that end where a name would, whatever the surname (才让端智)."""
        names = (self._unsure(copy, at, length) for length in (3, 2, 4, 5))
        return next((name for name in names if name and self._ends(copy, name.end)), None)

    def read_unsure_before(self, copy: str, end: int) -> Name | None:
        """Four or five characters between a mark and ``end``, whatever the surname (斯琴高娃)."""
        names = (self._unsure(copy, end - length, length) for length in (4, 5) if end > length)
        return next((name for name in names if name and _EDGE.match(copy, name.start - 1)), None)

    def _unsure(self, copy: str, at: int, length: int) -> Name | None:
        key = copy[at : at + length]
        fits = len(key) == length and is_han(key) and self.may_be_name(key)
        return Name(at, at + length, key) if fits else None

    def read_before(self, copy: str, end: int) -> Name | None:
        """The full name that ends at ``end`` and begins at a mark or after a word like 由, 请."""
        if self.remote.match(copy[end : end + 6]):
            return None
        for length in (4, 3, 2):
            start = end - length
            if start < 0:
                continue
            key = copy[start:end]
            if len(key) > 2 and key[-1] in _BECOMES:
                continue  # 訾朗任|副组长
            if self._is_full(key) and self.may_be_name(key) and self.begins(copy, start):
                return Name(start, end, key)
        return None

    def read_chain(self, copy: str, at: int, *, strict: bool = True) -> list[Name]:
        """Names from ``at`` on, joined by 、 or 和 or blanks."""
        names: list[Name] = []
        while name := (
            self.read(copy, at, strict=strict and not names)
            or (self.read_beside(copy, at) if names else None)
        ):
            names.append(name)
            joint = _JOINT.match(copy, name.end)
            if joint is None:
                break
            at, strict = joint.end(), True
        return names

    def read_cell(self, cell: str) -> list[str] | None:
        """The keys of a cell that holds only names (詹 禾费云舟), or ``None``."""
        rest = re.sub(r"\([^)]*\)", "", cell).strip()
        if not rest:
            return []
        rest = rest.lstrip("、,; /\n")
        for compound, shape in CELL_SHAPES:
            end = shape(rest, 1 + compound) if self._is_shape(compound, rest, 0) else None
            if end is None or not self.may_be_name(squeeze(rest[:end])):
                continue
            more = self.read_cell(rest[end:])
            if more is not None:
                return [squeeze(rest[:end]), *more]
        return None

    def split(self, key: str) -> tuple[str, str]:
        """Surname and given name of a full name."""
        cut = 2 if len(key) >= 3 and key[:2] in self.words.compound_surnames else 1
        return key[:cut], key[cut:]

    def is_surname(self, text: str) -> bool:
        """Whether ``text`` is a surname and nothing else."""
        return text in self.words.surnames or text in self.words.compound_surnames

    def begins(self, copy: str, start: int) -> bool:
        """Whether a name may begin at ``start``."""
        if start == 0 or _EDGE.match(copy[start - 1]):
            return True
        return copy.endswith(self._before, 0, start)

    def is_group_comrade(self, copy: str, end: int) -> bool:
        """Whether the 同志 that begins at ``end`` means several or nobody in particular."""
        return bool(self._not_comrade.search(copy, max(0, end - 4), end))

    def _shaped(self, copy: str, at: int) -> Iterator[Name]:
        """What begins at ``at`` and could be a name, the likelier reading first."""
        for compound, shape in SHAPES:
            end = shape(copy, at + 1 + compound) if self._is_shape(compound, copy, at) else None
            if end is None:
                continue
            key = squeeze(copy[at:end])
            # 莘志和 at the end of its line: elsewhere 和 joins names
            whole = len(key) == 3 and key[2] == "和" and _EDGE.match(copy, end)
            if self.may_be_name(key[:2] if whole else key):
                yield Name(at, end, key)

    def _without_word(self, copy: str, name: Name) -> Name:
        """仉梅关|于学位 is 仉梅 关于: the shorter name where a whole word begins inside."""
        shorter = Name(name.start, name.end - 1, name.key[:-1])
        if len(name.key) != 3 or name.end - name.start != 3:
            return name
        if name.key[:2] in self.words.compound_surnames or not self.may_be_name(shorter.key):
            return name
        return shorter if self._word_after(copy, shorter.end) > 1 else name

    def _is_shape(self, compound: bool, copy: str, at: int) -> bool:
        surnames = self.words.compound_surnames if compound else self.words.surnames
        return copy[at : at + 1 + compound] in surnames

    def _ends(self, copy: str, end: int) -> bool:
        return bool(_EDGE.match(copy, end) or self._word_after(copy, end))

    def _word_after(self, copy: str, at: int) -> int:
        """How long the word is that follows names and begins at ``at``; 0 for none."""
        lengths = range(min(self._longest, len(copy) - at), 0, -1)
        return next((n for n in lengths if copy[at : at + n] in self.words.follow), 0)

    def _is_full(self, key: str) -> bool:
        if any(c in MASK for c in key[1:]):
            surname = re.sub(f"[{MASK}]+$", "", key)
            return self.is_surname(surname) and len(key) - len(surname) <= 2
        surname, given = self.split(key)
        if key in self.words.compound_surnames or not is_han(key):
            return False
        return self.is_surname(surname) and 1 <= len(given) <= 2

    def may_be_name(self, key: str) -> bool:
        """Whether nothing in ``key`` forbids it to be a name (方案, 财政局, 县长)."""
        words = self.words
        return not (
            key[:2] in words.not_names
            or key[-1] in words.not_last
            or any(character in _NOT_GIVEN for character in key[1:])
            or "同志" in key
            or self.title.search(key)
        )

    def goes_on(self, copy: str, end: int) -> bool:
        """Whether the text after ``end`` lets somebody known from elsewhere stand before it."""
        return self._ends(copy, end) or copy.startswith(tuple(self.words.follow_known), end)

    # --- posts ---------------------------------------------------------------------------------

    def post_before(self, copy: str, title_end: int) -> tuple[int, str]:
        """Where the post that ends at ``title_end`` begins, and its words (县委副书记、县长)."""
        start = max(0, title_end - 60)
        segment = re.split(r"[,。;:()\s\"'!?|.]", copy[start:title_end])[-1]
        parts = segment.split("、")
        kept = [parts.pop()]
        while parts and self._title_end.search(parts[-1]):
            kept.insert(0, parts.pop())
        kept[0] = re.sub(
            r"^.*(?:[受由让叫率了携\d]|^[经请]|叮嘱|要求|下午|上午|以及|随后|会同|陪同|并|他|听取|会议上|大会上|日"
            r"|电话|微信|短信|工作群|当面|口头|视频|语音"
            r"|(?<=..)(?<!共)[和与及](?=[省市县区镇乡村街驻副常]))",
            "",
            kept[0],
        )
        post = "、".join(kept)
        return title_end - len(post), post

    def title_ending(self, copy: str, end: int) -> str:
        """The post that ends at ``end`` (校长, 副县长), or ``""``."""
        start = max(0, end - 8)
        found = (t for t in self.title.finditer(copy, start, end) if t.end() == end)
        return next((title.group() for title in found), "")

    def organ(self, post: str) -> str:
        """The organ a post is of: 县教体局 of 县教体局局长, else ``""``."""
        part = post.split("、")[0]
        found = self._title_end.search(part)
        organ = part[: found.start()] if found else ""
        return organ if len(organ) > 1 and self.unit_tail.search(organ) else ""

    def principal(self, post: str) -> str:
        """The post that decides who issues: 县长 of 县委副书记、县长、县安委会主任."""
        parts = [part for part in post.split("、") if part]
        for wanted in (r"(?<!副)(?:代|代理)?[省市县区州旗镇乡]长$", r"副[省市县区州旗镇乡]长$"):
            for part in parts:
                if found := re.search(wanted, part):
                    whole = self._title_end.search(part)
                    return whole.group() if whole else found.group()
        for part in reversed(parts):
            if part.endswith("主任") and "管委会" in part:
                return part
        return parts[0] if parts else post

    def base_titles(self, post: str) -> frozenset[str]:
        """The bare titles of a post: 书记 and 县长 of 县委副书记、县长."""
        found = (self._base.search(part) for part in post.split("、"))
        return frozenset(match.group() for match in found if match)

    def rank(self, post: str, *, township: bool = False) -> Rank:
        """The rank a post gives; ``township`` says that the document is a township's own."""
        ranks = [self._rank_part(part, township) for part in post.split("、") if part]
        if Rank.LEADER in ranks:
            return Rank.LEADER
        return Rank.LOWER if Rank.LOWER in ranks else Rank.UNKNOWN

    def _rank_part(self, part: str, township: bool) -> Rank:
        base = self._base.search(part)
        if base is None:
            return Rank.UNKNOWN
        organ = part[: base.start()]
        for rule in self.words.rank_rules:
            if base.group() in rule.titles and re.search(rule.organ, organ):
                if rule.rank == "township":
                    return Rank.LEADER if township else Rank.LOWER
                return Rank(rule.rank)
        return Rank.LOWER


@lru_cache(maxsize=4)
def grammar(words: PeopleVocabulary) -> NameGrammar:
    """The grammar of a vocabulary, compiled once."""
    return NameGrammar(words)
