"""Units that no table knows: found by the word they end in, and groups such as 各乡镇."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.extraction.unit_level import Level

REACH = 24  # characters a name may have to the left of its ending
_NAME_CHAR = re.compile(r"[\u4e00-\u9fffxX×A-Za-z·〇]")


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The word lists of ``unit_shapes.toml``, simplified script."""

    strong: frozenset[str]
    weak: frozenset[str]
    takes_level_word: tuple[str, ...]
    stop_chars: frozenset[str]
    stop_words: frozenset[str]
    not_units: frozenset[str]
    anaphors: frozenset[str]
    roles: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    strong_before: tuple[str, ...]
    strong_after: tuple[str, ...]
    traditional: Mapping[int, str]
    ending: re.Pattern[str] = field(repr=False)
    group: re.Pattern[str] = field(repr=False)
    anaphor: re.Pattern[str] = field(repr=False)
    tail: re.Pattern[str] = field(repr=False)
    stop_lengths: tuple[int, ...] = (2,)


@dataclass(frozen=True, slots=True)
class Shape:
    """A stretch that looks like a unit; ``certain`` is false for a weak ending or an anaphor."""

    start: int
    end: int
    certain: bool = True
    group: bool = False
    kind: str = ""


def any_of(words: Iterable[str]) -> str:
    """An alternation, longest word first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


def find_groups(copy: str, words: UnitWords) -> Iterator[Shape]:
    """各乡镇, 县直有关单位, 沿渠各乡镇, and the role words 业主单位, 申报单位."""
    for m in words.group.finditer(copy):
        if copy[m.end() : m.end() + 1] == ":":
            continue  # 责任单位：…… is a label
        role = m.lastgroup == "role"
        yield Shape(m.start(), m.end(), not role, True, "role" if role else "group")


def find_shapes(copy: str, words: UnitWords, level: Level) -> Iterator[Shape]:
    """Stretches that end like a unit, each with the widest credible left edge."""
    for m in words.anaphor.finditer(copy):
        if not _joined_left(copy, m.start(), words):
            yield Shape(m.start(), m.end(), False, False, "anaphor")
    for m in words.ending.finditer(copy):
        shape = _shape_at(copy, m.start(), m.end(), words, level)
        if shape:
            yield shape


def _joined_left(copy: str, start: int, words: UnitWords) -> bool:
    return left_edge(copy, start, words) < start


def left_edge(copy: str, start: int, words: UnitWords, reach: int = REACH) -> int:
    """How far left of ``start`` a name could begin: up to punctuation, a digit or a stop word."""
    i = start
    while i > 0 and start - i < reach:
        char = copy[i - 1]
        if char in '")':
            opening = copy.rfind("(" if char == ")" else char, max(0, i - 18), i - 1)
            if opening <= 0:
                break
            i = opening
            continue
        if not _NAME_CHAR.match(char) or char in words.stop_chars:
            break
        if any(copy[i - n : i] in words.stop_words for n in words.stop_lengths if n <= i):
            break
        i -= 1
    while i < start and copy[i] in ")" + "·":
        i += 1
    return i


def _shape_at(copy: str, tail: int, end: int, words: UnitWords, level: Level) -> Shape | None:
    ending = copy[tail:end]
    if copy[end : end + 1] in ("长", "员", "级", ":") or copy[end : end + 2] == "门口":
        return None
    start = _cut_at_level_word(copy, left_edge(copy, tail, words), tail, level)
    name = copy[start:end]
    if start >= tail or len(name) < 3 or name in words.not_units:
        return None
    if _ends_in_common_word(name, words):
        return None
    return Shape(start, end, ending in words.strong, False, _kind(ending))


def _kind(ending: str) -> str:
    if ending in ("镇", "乡", "街道"):
        return "township"
    if ending in ("村", "社区"):
        return "village"
    if ending in ("县", "区", "新区", "园区", "开发区", "高新区", "经开区"):
        return "place"
    return "body"


def _ends_in_common_word(name: str, words: UnitWords) -> bool:
    """老旧小区, 游客集散中心: the last two to four characters are an everyday word."""
    return any(
        (last := name[-n:]) in words.not_units and last not in words.strong
        for n in (2, 3, 4)
        if n <= len(name)
    )


def _cut_at_level_word(copy: str, start: int, tail: int, level: Level) -> int:
    """督办县热力公司 → 县热力公司: the own level word begins a name unless a place precedes it."""
    own = level.prefix_copy
    if not own:
        return start
    at = copy.find(own, start, tail)
    while at > start:
        before = copy[start:at]
        place = copy[max(start, at - len(level.stem_copy)) : at + 1]
        if level.stem_copy and place == level.stem_copy + own:
            return at - len(level.stem_copy)
        if copy[at : at + 2] in ("市场", "市政", "区域", "县域", "市民", "市容", "省际"):
            at = copy.find(own, at + 1, tail)
            continue
        if f"{before}{own}" in level.places:
            return start
        return at
    return start
