"""Fields that hold nothing but units: 牵头单位：县住建局、县财政局；责任单位：各乡镇."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.extraction.units.level import Level
from toolkit.extraction.units.lists import known_at
from toolkit.extraction.units.mentions import (
    Scene,
    UnitMention,
    Vocabulary,
    mention_of,
    surface,
)
from toolkit.extraction.units.shapes import group_spans
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_UNIT_LABEL = lazy(r"[^:,;、()。|]{0,12}(?:单位|部门|主体|主办|会办|协办|承办)(?:\([^()]*\))?:")
_OTHER_LABEL = lazy(r"[,;。、\s][^:,;、()。|]{2,8}:")
_ROLE_END = lazy(
    r"(?:按照?(?:各自)?职责(?:分工)?|分别|共同|各自)*(?:牵头|负责|配合|参加|参与|协助|承办|主办|会办|指导|支持"
    r"|落实|办理|实施)*$"
)
_CLOSING = lazy(r"等(?:(?:有关|相关)?(?:部门|单位|责任单位))?$")
_REMARK = lazy(r"列第一位|排在?第一位|排名|^下同$|^同上$")
_NOT_A_NAME = lazy(r"\d+月|底前|年内|完成|推进")
_ENDS_A_UNIT = "局委部办厅署会行院社组府司团心处室镇乡道校库区站所队等门位"
_SOMEBODY = lazy(
    r"(?<=[办所队站室科局委会村区])(?:[老小][^\W\d_]|[^\W\d_](?:队|姐|哥|工|总|书记|主任|会计|师傅|支书))$"
)
_JOINT = lazy(
    r"会同|等?和(?=各|有关|相关)|[和及与]|以及|等(?=国务院|各|有关部门和|相关部门和|省|市|县)"
)


def parse_unit_list(text: str, vocabulary: Vocabulary, level: Level) -> tuple[UnitMention, ...]:
    """The units of a field such as 牵头单位：县住建局、县财政局；责任单位：各乡镇, in order.

    Every member counts as a unit, known or not. Labels, role words and 等 are dropped, as are
    remarks (下同, 6月底完成); brackets belong to the member before them.
    """
    scene = Scene(text, match_copy(text), vocabulary, level)
    found: list[UnitMention] = []
    for lo, hi in _fields(scene.copy):
        for start, end in _pieces(scene.copy, lo, hi):
            found += _field_members(scene, start, end)
    return tuple(found)


def _fields(copy: str) -> Iterator[tuple[int, int]]:
    """The stretches that hold units: after each 单位： up to the next label, or everything."""
    labels = list(_UNIT_LABEL.finditer(copy))
    if not labels:
        yield 0, len(copy)
        return
    for this, following in zip(labels, [*labels[1:], None], strict=True):
        end = following.start() if following else len(copy)
        other = _OTHER_LABEL.search(copy, this.end(), end)
        yield this.end(), other.start() if other else end


def _pieces(copy: str, lo: int, hi: int) -> Iterator[tuple[int, int]]:
    """Members between separators that stand outside brackets and quotation marks."""
    depth, quoted, start = 0, False, lo
    for i in range(lo, hi):
        char = copy[i]
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif char == '"':
            quoted = not quoted
        elif char in "、,;|/。\n\t " and depth == 0 and not quoted:
            if start < i:
                yield start, i
            start = i + 1
    if start < hi:
        yield start, hi


def _field_members(scene: Scene, start: int, end: int) -> Iterator[UnitMention]:
    copy = scene.copy
    role = _ROLE_END.search(copy, start, end)
    end = role.start() if role else end
    closing = _CLOSING.search(copy, start, end)
    end = closing.start() if closing else end
    piece = copy[start:end]
    if _REMARK.search(piece) or (_NOT_A_NAME.search(piece) and piece[-1] not in _ENDS_A_UNIT):
        return
    at = start
    for m in _JOINT.finditer(copy, start, end):
        if m.start() <= at or not _parts(scene, at, m.start(), m.group(), end):
            continue
        yield from _one_member(scene, at, m.start())
        at = m.end()
    yield from _one_member(scene, at, end)


def _parts(scene: Scene, at: int, joint: int, word: str, end: int) -> bool:
    """Whether the 和 at ``joint`` parts two units rather than standing inside 文化和旅游局."""
    known = known_at(scene, at, end)
    if (known and known.end > joint) or scene.copy.startswith("单位", joint + 1):
        return False
    return word.startswith(("会同", "等")) or scene.copy[joint - 1] in _ENDS_A_UNIT


def _one_member(scene: Scene, start: int, end: int) -> Iterator[UnitMention]:
    copy = scene.copy
    while start < end and copy[start] in '.-〃"等和及与':
        start += 1
    closing = _CLOSING.search(copy, start, end)
    end = closing.start() if closing else end
    if somebody := _SOMEBODY.search(copy, start, end):
        end = somebody.start()  # 平安办|老戚, 城建办|葛工
    if end - start < 2:
        return
    known = known_at(scene, start, end)
    if known and known.end == end:
        mention = replace(mention_of(scene, known), certain=True)
    else:
        spans = group_spans(copy[start:end], scene.vocabulary.words)
        group = any((low, high) == (0, end - start) for low, high, _ in spans)
        text = surface(scene, start, end)
        mention = UnitMention(start, end, text, group=group, shape=not group)
    yield replace(mention, group_start=start, group_end=end)
