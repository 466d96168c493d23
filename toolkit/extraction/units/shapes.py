"""Units that no table knows: found by the word they end in, and groups such as 各乡镇."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from toolkit.extraction.units.edges import COUNTING, REACH, UnitWords, left_edge
from toolkit.extraction.units.level import Level
from toolkit.extraction.units.records import LEVEL_CHARS
from toolkit.text.patterns import lazy
from toolkit.text.time_openings import OPENING


class Shape(NamedTuple):
    """A stretch that looks like a unit; ``certain`` is false for a weak ending or an anaphor."""

    start: int
    end: int
    certain: bool = True
    group: bool = False
    kind: str = ""


def any_of(words: Iterable[str]) -> str:
    """An alternation, longest word first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


_NUMBERED = lazy(
    r"(?:涉及|所涉|涉事|上述|未完成|滞后)的?\d+[个家](?:单位|部门|乡镇|镇街|街道|县区|企业|村)(?=[要须应于对将按逐在])"
)
"""涉及的12个单位|对照…: as many as were counted before, all of them asked."""


def find_groups(copy: str, words: UnitWords) -> Iterator[Shape]:
    """各乡镇, 县直有关单位, 沿渠各乡镇, and the role words 业主单位, 申报单位."""
    for start, end, kind in group_spans(copy, words):
        if copy[end : end + 1] in tuple(words.guard.get(copy[start:end], "")):
            continue  # 各地|块
        if copy.startswith((":", "生产总值", "区生产"), end):
            continue  # 责任单位：…… is a label; 全市地区|生产总值
        if copy.startswith("以上", start) and _counted(copy, start):
            continue  # 10亿元|以上企业
        yield Shape(start, end, kind == "group", True, kind)
    for m in _NUMBERED.finditer(copy):
        yield Shape(m.start(), m.end(), True, True, "group")
    for m in words.plain.finditer(copy):
        if left_edge(copy, m.start(), words, 2) == m.start():
            yield Shape(m.start(), m.end(), True, True, "group")


def group_spans(copy: str, words: UnitWords) -> Iterator[tuple[int, int, str]]:
    """Where groups and role words stand, and which of the two."""
    for start, end in words.quantifiers.finditer(copy):
        while end > start:  # 有关|部门; 沿线|各|乡镇: the longest quantifier that has a noun
            if stop := words.nouns.end_at(copy, end):
                yield start, stop, "group"
                break
            end = _shorter(copy, start, end, words)
    for m in words.sorted_group.finditer(copy):
        if m[0][0] != "各":
            yield m.start(), m.end(), "role"  # 三家医院
        elif m[0][1] not in "级类项地种个方自" and _INNER.fullmatch(m[0]):
            yield m.start(), m.end(), "group"  # 各考点学校
    for start, end in words.role_words.finditer(copy):
        yield start, end, "role"


def _shorter(copy: str, start: int, end: int, words: UnitWords) -> int:
    """The end of the next shorter quantifier at ``start``; 0 when there is none."""
    shorter = (w for w in words.quantifiers.by_first[copy[start]] if len(w) < end - start)
    return next((start + len(w) for w in shorter if copy.startswith(w, start)), 0)


def _counted(copy: str, start: int) -> bool:
    return start > 0 and (copy[start - 1].isdigit() or copy[start - 1] in "元人户亩吨级项年%万千百")


def find_shapes(
    copy: str, words: UnitWords, level: Level, settled: Container[int] = ()
) -> Iterator[Shape]:
    """Stretches that end like a unit, each with the widest credible left edge; none that end
    where a whole name of the table does (``settled``)."""
    if level.grade == "township":
        yield from _of_a_township(copy, words)
    for start, end in words.anaphor.finditer(copy):
        runs_on = copy[end : end + 1] in tuple(words.guard.get(copy[start:end], ""))
        if not runs_on and left_edge(copy, start, words) == start:
            yield Shape(start, end, False, False, "anaphor")
    counties = tuple(p for p in level.places if p[-1] in "县区")
    for start, end in words.ending.finditer(copy):
        if end in settled or (copy[start:end] in _COUNTY and not copy.endswith(counties, 0, end)):
            continue
        shape = _shape_at(copy, start, end, words, level)
        if shape and not copy.endswith(words.builds, 0, shape.start):
            yield shape


def _of_a_township(copy: str, words: UnitWords) -> Iterator[Shape]:
    """城建办, 财政所, 中心校: in a town's own papers the short name says which one."""
    for start, end in words.township.finditer(copy):
        following, last = copy[end : end + 1], copy[end - 1]
        runs_on = following and (following in "长员级" or following in words.guard.get(last, ""))
        # 补贴材料|城建办代办: behind its object where what follows can only be its doing
        behind = copy.startswith(words.strong_after, end) or OPENING.match(copy, end)
        if not runs_on and (behind or left_edge(copy, start, words, 2) == start):
            yield Shape(start, end, True, False, "body")


_OF_A_BODY = ("成员单位", "牵头单位")


_COUNTY = frozenset("县区")
_ROOMS = lazy(r"[一二两三四五六七八九十几数]+[间个处座幢栋套]|一[^一]{1,4}一")  # 一间|办公室
_SOME_OF = lazy("[相有]关")  # 各镇和相关委局: groups, and no name
_LATIN = lazy("[a-wyz]")  # passwd局; x局 is a blotted name, TCL集团 a firm
_PATH = frozenset("/\\_")


def _shape_at(copy: str, tail: int, end: int, words: UnitWords, level: Level) -> Shape | None:
    ending = copy[tail:end]
    named = copy.endswith(tuple(level.places), 0, end)  # 九重镇, and no 重镇
    if _goes_on(copy, tail, end, words) or (not named and _common(copy, tail, end, words)):
        return None
    start = _cut_at_level_word(copy, left_edge(copy, tail, words), tail, level)
    if ending[-1] in "局委厅部办":
        start = _over_joint(copy, start, words)
    if ending in _TEMPORARY:
        start = _over_verbs(copy, start, words, level)
    name = copy[start:end]
    if _LATIN.search(name) or (start > 0 and copy[start - 1] in _PATH):
        return None
    if (
        name in words.not_units
        or _SOME_OF.search(name)
        or _ROOMS.fullmatch(copy, start, tail)
        or _NUMBER_OF.match(name)
        or (start > 0 and copy[start - 1] in COUNTING and name[0] in "所家处")
    ):
        return None
    if ending in words.trades:
        return _company(copy, start, tail, end, words)
    strong = ending in words.strong
    if start >= tail:
        return Shape(start, end, False, False, "body") if strong and len(ending) >= 4 else None
    if ending == "部门":
        named = tail - start in (2, 3) and copy[start:tail] not in words.not_units
        return Shape(start, end, False, False, "department") if named else None
    placed = name in level.places or _chained(name, level)
    if not placed and _is_no_name(copy, start, tail, end, words):
        return None
    sure = strong or placed or _own(copy, start, level)
    return Shape(start, end, sure, False, _kind(ending))


def _chained(name: str, level: Level) -> bool:
    """绥溪县石门镇: a town named with a county the document knows."""
    at = next((i + 1 for i, c in enumerate(name[2:-2], 2) if c in "县区市"), 0)
    return at > 0 and name[-1] in "镇乡道村" and name[:at] in level.places


def _goes_on(copy: str, tail: int, end: int, words: UnitWords) -> bool:
    """Whether the ending belongs to other words: 局|长, 农村|局组|织, 大源镇|办, 区医院|北院区."""
    ending, following = copy[tail:end], copy[end : end + 1]
    if following and (following in "长员级:" or following in words.guard.get(ending, "")):
        return True
    if (
        ending[-1] in "中小院"
        and ending[0] in COUNTING
        and following in tuple("学心队型央间外内长校")
    ):
        return True
    if ending == "办" and copy[tail - 1] in "镇乡村县区市道":
        return True
    if ending in _OF_A_BODY and copy[tail - 1] not in "组会部班办":
        return True
    return copy.startswith("门口", end) or _SITE.match(copy, end) is not None


def _company(copy: str, start: int, tail: int, end: int, words: UnitWords) -> Shape | None:
    start = _brand(copy, tail, start, words)
    brand = copy[start:tail]
    named = 2 <= len(brand) <= 4 and "把" not in brand and not words.generic.makes_up(brand)
    return Shape(start, end, False, False, "company") if named else None


def _is_no_name(copy: str, start: int, tail: int, end: int, words: UnitWords) -> bool:
    """Everyday words and sorts of things: 游客集散中心, 3处, 完整社区, a county never met."""
    name, ending = copy[start:end], copy[tail:end]
    if len(name) < 3 or ending in ("县", "区"):
        return True
    if name[-2] in COUNTING and name[-1] not in "中小院":
        return True
    return ending in words.sorts and words.generic.makes_up(copy[start:tail])


_NUMBER_OF = lazy(r"(?:[一二三四五六七八九十百两]{2,}|两)[家所个座处支]")  # 二十三家敬老院
_SITE = lazy(r"[东南西北新老总]?[院校]区")


def _brand(copy: str, tail: int, start: int, words: UnitWords) -> int:
    """天顺机电: a firm's own name may hold any character, where the clause begins with it."""
    if tail - start > 1:
        return start
    for at in (tail - 2, tail - 3, tail - 4):
        if at == 0 or (at > 0 and copy[at - 1] in ",;。!?:、\n"):
            return at
        if at > 0 and copy.endswith(words.strong_before, 0, at):
            return at
    return start


def _own(copy: str, start: int, level: Level) -> bool:
    """县环卫所, 苍屏县植保站: the own level word at a clean left edge vouches for a weak ending."""
    own = level.prefix_copy
    before = copy[start - 1] if start else ""
    clean = not "\u4e00" <= before <= "\u9fff" or before in "由请和与及"
    return bool(own) and clean and copy.startswith((own, level.stem_copy + own), start)


_TEMPORARY = frozenset(
    ("专班", "领导小组", "工作小组", "工作组", "指挥部", "推进组", "联席会议", "办公室")
)
_INNER = lazy(r'[\u4e00-\u9fff"、]*')


def _over_verbs(copy: str, start: int, words: UnitWords, level: Level) -> int:
    """县|推进"百千万"工程工作专班: such bodies are called after what they do."""
    own = level.prefix_copy
    lo = max(0, start - REACH)
    at = copy.rfind(own, lo, start) if own else -1
    while at >= 0:
        edge = at == 0 or not "\u4e00" <= copy[at - 1] <= "\u9fff"
        if edge or copy.endswith(words.strong_before, 0, at):
            between = copy[at:start]
            whole = not any(c in between for c in "局委办镇乡和与") and between.count('"') % 2 == 0
            return at if whole and _INNER.fullmatch(between) else start
        at = copy.rfind(own, lo, at)
    return start


def _over_joint(copy: str, start: int, words: UnitWords) -> int:
    """省经济和|信息化厅: no level word follows 和, and what precedes it is no whole unit."""
    if start < 4 or copy[start - 1] != "和" or copy[start] in LEVEL_CHARS:
        return start
    left = left_edge(copy, start - 1, words, 6)
    joined = copy[left] in LEVEL_CHARS and copy[start - 2] not in "局委办部厅会司行院组处站所镇乡村"
    return left if joined and 3 <= start - 1 - left <= 5 else start


def _kind(ending: str) -> str:
    if ending in ("镇", "乡", "街道"):
        return "township"
    if ending in ("村", "社区"):
        return "village"
    if ending in ("县", "区", "新区", "园区", "开发区", "高新区", "经开区"):
        return "place"
    return "body"


def _common(copy: str, tail: int, end: int, words: UnitWords) -> bool:
    """老旧小区, 游客集散中心: the name ends in an everyday word longer than its ending."""
    common = words.common_tails
    sizes = range(end - tail + 1, min(end, 4) + 1)
    return not common.isdisjoint([copy[end - n : end] for n in sizes])


_WORDS_WITH_LEVEL = (
    "县城",
    "市场",
    "市政",
    "区域",
    "县域",
    "市民",
    "市容",
    "省际",
    "市监",
    "区块",
    "镇级",
)
_ENDS_WITH_LEVEL = frozenset(
    (
        "新区",
        "园区",
        "发区",
        "城市",
        "都市",
        "强市",
        "城区",
        "片区",
        "县城",
        "社区",
        "街区",
        "小镇",
        "乡镇",
        "城镇",
        "村镇",
    )
)


def _cut_at_level_word(copy: str, start: int, tail: int, level: Level) -> int:
    """督办县热力公司 → 县热力公司: the own level word begins a name unless a place precedes it."""
    own, stem = level.prefix_copy, level.stem_copy
    if not own:
        return start
    at = copy.find(own, start, tail)
    while at > start:
        if copy[at : at + 2] in _WORDS_WITH_LEVEL or copy[at - 1 : at + 1] in _ENDS_WITH_LEVEL:
            at = copy.find(own, at + 1, tail)
            continue
        cut = at - len(stem) if stem and copy.endswith(stem, start, at) else at
        before = copy[start:cut]
        if before.endswith(("行", "公司", "局", "银行", "驻", "中国", "国网", "团")):
            return start
        if f"{before}{own}" in level.places and cut == at:
            return start
        return cut
    return start
