"""The units a text names: the office's table, groups, lists with shared parts, unknown names.

``find_units`` reads running text, ``parse_unit_list`` a field that holds nothing but units. Both
match on the simplified half-width copy and give back the document's own script. Hard line breaks
must be taken out before (:func:`toolkit.text.normalize.strip_spaces`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.extraction.units.context import HEAD, asked, is_agent, opens_clause, opens_name, speaks
from toolkit.extraction.units.edges import left_edge
from toolkit.extraction.units.fields import parse_unit_list
from toolkit.extraction.units.level import Level, detect_level
from toolkit.extraction.units.lists import find_lists
from toolkit.extraction.units.mentions import (
    IN_PLACES,
    Known,
    Scene,
    UnitMention,
    Vocabulary,
    mention_of,
    scan_known,
    shape_mention,
)
from toolkit.extraction.units.pairs import find_pairs, part_of
from toolkit.extraction.units.shapes import Shape, find_groups, find_shapes
from toolkit.text.normalize import match_copy
from toolkit.text.time_openings import OPENING

__all__ = [
    "Level",
    "UnitMention",
    "Vocabulary",
    "detect_level",
    "find_units",
    "parse_unit_list",
]


def find_units(text: str, vocabulary: Vocabulary, level: Level) -> tuple[UnitMention, ...]:
    """Every unit the text names, left to right, none overlapping."""
    scene = Scene(text, match_copy(text), vocabulary, level)
    known = list(scan_known(scene))
    scene.ends = {k.end: k for k in known}
    shapes = [*find_groups(scene.copy, vocabulary.words), *_merged(known)]
    known = _joined(known)
    scene.inside = frozenset(i for k in known if not k.bare for i in range(k.start + 1, k.end))
    settled = {k.end for k in known if not k.bare and opens_name(scene.copy, k.start)}
    shapes += find_shapes(scene.copy, vocabulary.words, level, settled)
    kept = list(_keep_shapes(scene, shapes, known))
    listed = [*find_pairs(scene), *find_lists(scene, {s.start: s.end for s in kept if s.certain})]
    free = [mention_of(scene, k) for k in known if _credible(scene, k)]
    free += (part for k in known if not k.bare and (part := part_of(scene, k)))
    free += [shape_mention(scene, s) for s in kept]
    free = [_distributed(scene, m) for m in free]
    return _without_overlap(listed, free)


_EACH = ("各有关", "各相关", "有关", "相关", "沿线各", "沿线", "各")


def _distributed(scene: Scene, mention: UnitMention) -> UnitMention:
    """各|苏木镇, 各|社区卫生服务中心: behind such a word a kind of body is meant, all of them."""
    if mention.group or not mention.shape:
        return mention
    said = next((w for w in _EACH if scene.copy.endswith(w, 0, mention.start)), "")
    if not said:
        return mention
    start = mention.start - len(said)
    text = scene.text[start : mention.end]
    return replace(
        mention,
        start=start,
        text=text,
        group=True,
        shape=False,
        certain=True,
        kind="group",
        group_start=start,
    )


def _joined(known: list[Known]) -> list[Known]:
    """Without bare names that run on into another name: 财政 in 财政金融局."""
    starts = {k.start for k in known}
    return [k for k in known if not (k.bare and k.end in starts)]


def _merged(known: list[Known]) -> Iterator[Shape]:
    """财政金融局, 教育科技局: bare names that end in a name, one office of a small county."""
    for i, last in enumerate(known):
        first = i
        while first > 0 and known[first - 1].bare and known[first - 1].end == known[first].start:
            first -= 1
        if first < i and not last.bare and not last.prefixed:
            yield Shape(known[first].start, last.end, True, False, "merged")


def _credible(scene: Scene, known: Known) -> bool:
    """A bare name outside a list is a unit only in the context of a role."""
    words, copy, end = scene.vocabulary.words, scene.copy, known.end
    following = copy[end : end + 1]
    if (
        following == "长"
        and copy[end - 1] in "部局所院站队"
        and copy[end + 1 : end + 2] not in "期效远"
    ):
        return False  # 武装部|长老晁: somebody's post
    if not known.bare:
        return following not in tuple(words.guard.get(copy[known.core : end], ""))
    if following in words.runs_on and not copy.startswith(words.after, end):
        return False
    if asked(copy, known.start, words):
        return not copy.startswith(("引导", "带动", "推动"), end)
    if not _stands_free(scene, known):
        return False
    if known.prefixed and not "\u4e00" <= following <= "\u9fff":
        return True
    return not HEAD.match(copy, end) and _acts(scene, known)


def _stands_free(scene: Scene, known: Known) -> bool:
    """Whether a bare name is not the end of a longer word: 行政|机关, 重点园区|建设, 地区|建设."""
    words, copy = scene.vocabulary.words, scene.copy
    if left_edge(copy, known.start, words, 3) < known.start:
        return False
    return not known.prefixed or not (
        copy.endswith(IN_PLACES, 0, known.core)
        or copy[known.start - 1 : known.core] in words.common_tails
    )


def _acts(scene: Scene, known: Known) -> bool:
    """Whether the words behind a bare name are what a unit does or is told."""
    words, copy, end = scene.vocabulary.words, scene.copy, known.end
    opens = opens_clause(copy, known.start)
    body = known.prefixed or (opens and is_agent(scene, known))
    if copy.startswith(words.strong_after, end) or (body and copy.startswith(words.after, end)):
        return True
    return opens and speaks(copy, end, words)


def _keep_shapes(scene: Scene, shapes: Iterable[Shape], known: list[Known]) -> Iterator[Shape]:
    names = [k for k in known if not k.bare]
    ends = {k.end: k for k in names}
    starts = {k.start: k for k in names}
    for shape in shapes:
        if shape.kind == "company" and not _surely(scene, shape):
            continue
        if shape.group and shape.certain:
            yield shape
            continue
        rival = ends.get(shape.end)
        longer = rival and shape.start < rival.start
        if rival and not (longer and _begins_a_name(scene, shape, rival)):
            continue
        inner = starts.get(shape.start)
        if inner and inner.end < shape.end:
            if _continues(scene, inner, shape):
                yield Shape(shape.start, shape.end, True, False, "body")
        elif shape.certain:
            yield shape
        elif _in_role(scene, shape):
            sure = shape.kind == "township" or _surely(scene, shape)
            yield Shape(shape.start, shape.end, sure, shape.group, shape.kind)


def _continues(scene: Scene, inner: Known, shape: Shape) -> bool:
    """县公安局|交警大队, 人民银行|昭岚省分行: what follows a name belongs to it."""
    rest = scene.copy[inner.end : shape.end]
    if HEAD.match(scene.copy, shape.end):
        return True
    return len(rest) >= 2 and (shape.certain or rest[-1] in "科股室站所组")


_OVER_FIRMS = ("督促", "协调", "约谈", "责成", "委托")


def _begins_a_name(scene: Scene, shape: Shape, rival: Known) -> bool:
    extra = scene.copy[shape.start : rival.start]
    before = scene.ends.get(rival.start)
    if before and before.start == shape.start and scene.copy[rival.start - 1] in "局委":
        return scene.copy[rival.end - 1] not in "局委"  # 公安局 应急局, whatever stood between
    if shape.kind == "merged":
        return True
    heads = ("国网", "中国", "国家", "中共", "南方电网", "中铁", "华")
    stem = scene.level.stem_copy
    if not rival.prefixed and scene.copy.endswith(_OVER_FIRMS, 0, shape.start):
        return True  # 督促|国梦天然气公司: a firm of its own name
    if rival.prefixed:
        return extra.startswith(("国家", "中共", "中国", "国网", "南方电网"))
    if extra.startswith(heads) or bool(stem and extra.startswith(stem)) or "驻" in extra:
        return True
    return _stands_whole(scene, shape, rival, extra)


_PLAIN_STEMS = ("建设", "管理", "发展", "服务", "监督", "监管", "执法", "保障", "合作", "规划")


def _stands_whole(scene: Scene, shape: Shape, rival: Known, extra: str) -> bool:
    """县营商环境|建设局, 规划|建设局: nothing but the name stands before the short name's stem."""
    words, own = scene.vocabulary.words, scene.level.prefix_copy
    inside = extra.removeprefix(own) if own else extra
    named = bool(own) and inside != extra
    clean = opens_name(scene.copy, shape.start) or asked(scene.copy, shape.start, words)
    office = scene.copy[rival.end - 1] in "局委办"  # 老年食堂|民政局 is no one name
    plain = not office or scene.copy.startswith(_PLAIN_STEMS, rival.start)
    return plain and shape.certain and clean and 2 <= len(inside) <= (6 if named else 4)


def _in_role(scene: Scene, shape: Shape) -> bool:
    words, copy = scene.vocabulary.words, scene.copy
    if copy.endswith(words.strong_before, 0, shape.start):
        return asked(copy, shape.start, words)
    before = shape.start == 0 or copy.endswith(words.before, 0, shape.start)
    before = before or "①" <= copy[shape.start - 1] <= "⒛"
    after = (
        copy.startswith(words.after, shape.end)
        or shape.end == len(copy)
        or speaks(copy, shape.end, words)
    )
    counted = copy[shape.end : shape.end + 1].isdigit()
    return before and (after or counted or OPENING.match(copy, shape.end) is not None)


def _surely(scene: Scene, shape: Shape) -> bool:
    """瑞麟生物|须…: what follows leaves no doubt that a company, or a town's village, is meant."""
    words, copy = scene.vocabulary.words, scene.copy
    if shape.kind == "company":
        return asked(copy, shape.start, words) or bool(words.trade_role.match(copy, shape.end))
    return shape.kind in ("village", "body") and scene.level.grade == "township"


def _without_overlap(
    listed: Iterable[UnitMention], free: Iterable[UnitMention]
) -> tuple[UnitMention, ...]:
    """Lists first, then the longer mention; on a tie the one from the table."""
    kept: list[UnitMention] = []
    occupied: set[int] = set()
    listed = tuple(listed)
    # 等行业主管部门 closes the list and is nobody besides its members
    closed = {m.group_end for m in listed}
    free = (m for m in free if not (m.group and m.end in closed))
    rest = sorted(free, key=lambda m: (m.start - m.end, m.shape, m.start))
    for mention in (*listed, *rest):
        cells = range(mention.start, mention.end)
        if occupied.isdisjoint(cells):
            occupied.update(cells)
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))
