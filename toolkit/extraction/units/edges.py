"""How far left of its ending a name reaches, and the word lists that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.extraction.units.words import WordSet
from toolkit.text.patterns import lazy

REACH = 24  # characters a name may have to the left of its ending
COUNTING = frozenset("0123456789一二三四五六七八九十两几百千多余")
_LETTERS = frozenset("xX×·〇abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NOTHING = lazy("(?!)")
_NO_WORDS = WordSet(())


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The word lists of ``unit_shapes.toml``, simplified script."""

    strong: frozenset[str]
    takes_level_word: tuple[str, ...]
    stop_chars: frozenset[str]
    keep_pairs: frozenset[str]
    stop_words: frozenset[str]
    not_units: frozenset[str]
    common_tails: frozenset[str]
    guard: Mapping[str, str]
    roles: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    strong_before: tuple[str, ...]
    strong_after: tuple[str, ...]
    traditional: Mapping[int, str]
    ending: WordSet = field(repr=False)
    quantifiers: WordSet = field(repr=False)
    nouns: WordSet = field(repr=False)
    role_words: WordSet = field(repr=False)
    sorted_group: re.Pattern[str] = field(repr=False)
    anaphor: WordSet = field(repr=False)
    tail: re.Pattern[str] = field(repr=False)
    stop_ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    runs_on: frozenset[str] = field(default=frozenset(), repr=False)
    strong_tails: tuple[str, ...] = field(default=(), repr=False)
    list_after: tuple[str, ...] = field(default=(), repr=False)
    trades: frozenset[str] = field(default=frozenset(), repr=False)
    generic: WordSet = field(default=_NO_WORDS, repr=False)
    inner_verbs: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    verb_in_name: tuple[str, ...] = field(default=(), repr=False)
    builds: tuple[str, ...] = field(default=(), repr=False)
    trade_role: re.Pattern[str] = field(default=_NOTHING, repr=False)
    plain: re.Pattern[str] = field(default=_NOTHING, repr=False)
    township: WordSet = field(default=_NO_WORDS, repr=False)
    sorts: frozenset[str] = field(default=frozenset(), repr=False)
    not_asked: tuple[str, ...] = field(default=(), repr=False)
    spoken: tuple[str, ...] = field(default=(), repr=False)
    spoken_not: tuple[str, ...] = field(default=(), repr=False)
    agents: frozenset[str] = field(default=frozenset(), repr=False)


def left_edge(copy: str, start: int, words: UnitWords, reach: int = REACH) -> int:
    """How far left of ``start`` a name could begin: up to punctuation, a digit or a stop word."""
    i, stop_chars, stop_ends = start, words.stop_chars, words.stop_ends
    low = max(0, start - reach)
    while i > low:
        char = copy[i - 1]
        if not ("\u4e00" <= char <= "\u9fff" or char in _LETTERS):
            opening = _opening(copy, i, char) if char in ')"' else 0
            if opening <= 0:
                break
            i = opening
            continue
        if char in stop_chars and _stops(copy, i - 1, words):
            break
        if char == "商" and _CONSULTS.match(copy, max(0, i - 2)):
            break
        if char in stop_ends and copy.endswith(stop_ends[char], 0, i):
            break
        if i < start and char in words.inner_verbs and _verb_ends(copy, i, char, words):
            break
        i -= 1
    while i < start and copy[i] in ")·":
        i += 1
    return i


_CONSULTS = lazy("[局委办厅室部团司院府道镇乡处队站所]商(?![务业会贸投标户品])")
"""交通运输局|商|市公交集团: asked for its opinion, as in 会商."""


def _opening(copy: str, i: int, char: str) -> int:
    """Where the bracket or quotation that closes before ``i`` opens; 0 when it cannot be part of
    a name: a bracket needs a name before it (3日(周二)市委)."""
    opening = copy.rfind("(" if char == ")" else char, max(0, i - 18), i - 1)
    if char == ")" and opening > 0:
        before = copy[opening - 1]
        if not "\u4e00" <= before <= "\u9fff" or before in "日月年号":
            return 0
    return opening


def _verb_ends(copy: str, i: int, char: str, words: UnitWords) -> bool:
    """Whether a verb ends before ``i`` that cannot stand inside a name (支持海曙创建|省级园区)."""
    return copy.endswith(words.inner_verbs[char], 0, i) and not copy.startswith(
        words.verb_in_name, i
    )


def _stops(copy: str, at: int, words: UnitWords) -> bool:
    """Whether the particle at ``at`` stands for itself rather than inside 经发局, 公交集团."""
    pairs = words.keep_pairs
    if copy[at] == "个" and copy[at - 1 : at] in _BEFORE_A_COUNT:
        return True  # 那个体育馆
    if copy[at] == "日" and copy[at - 1 : at] not in _BEFORE_A_DAY:
        return False  # 格日朝鲁苏木
    if copy[at] == "里" and copy[at - 1 : at] in COUNTING:
        return False  # 七里村
    return copy[at : at + 2] not in pairs and copy[max(0, at - 1) : at + 1] not in pairs


_BEFORE_A_DAY = frozenset(
    "一二三四五六七八九十廿卅0123456789即近当次今昨每假周同作明前数本首元期整翌平个 "
)
_BEFORE_A_COUNT = frozenset("那这每哪几两二三四五六七八九十百0123456789")
