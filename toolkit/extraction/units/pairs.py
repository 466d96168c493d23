"""Names put together from two places: 发改委的储备中心; 两县交通运输局 for one office of each."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.extraction.units.mentions import Known, Scene, UnitMention, mention_of, surface
from toolkit.extraction.units.records import FormStatus
from toolkit.text.patterns import lazy

_PART = lazy(r"的((?![^\W\d_]{0,5}的)[^\W\d_]{2,6}?(?:中心|大队|中队|支队|事业部|研究院))")
_PAIR = lazy(r"两([县区市镇乡])")


def part_of(scene: Scene, known: Known) -> UnitMention | None:
    """发改委|的储备中心: the centre that belongs to the body named before it."""
    m = (
        _PART.match(scene.copy, known.end)
        if scene.copy[known.end : known.end + 1] == "的"
        else None
    )
    if m is None:
        return None
    text = mention_of(scene, known).text + surface(scene, m.start(1), m.end(1))
    return UnitMention(
        known.start, m.end(), text, shape=True, kind="body",
        group_start=known.start, group_end=m.end(),
    )  # fmt: skip


def find_pairs(scene: Scene) -> Iterator[UnitMention]:
    """两县交通运输局 where the document is about two counties: one office of each."""
    pair, copy = scene.level.pair, scene.copy
    if not pair:
        return
    for m in _PAIR.finditer(copy):
        end = _pair_end(scene, m.end())
        if m[1] != pair[0][-1] or end < 0:
            continue
        ending = surface(scene, m.end(), end)
        for start, stop, place in zip((m.start(), m.end(1)), (m.end(1), end), pair, strict=True):
            yield UnitMention(
                start, max(stop, start + 1), place + ending,
                kind="body" if ending else "place", group_start=m.start(), group_end=end,
            )  # fmt: skip


def _pair_end(scene: Scene, at: int) -> int:
    """Where the name of the offices ends that both counties have; -1 for 两县 in other uses."""
    copy = scene.copy
    for ending in ("人民政府", "政府"):
        if copy.startswith(ending, at):
            return at + len(ending)
    hit = scene.index.longest(copy, at)
    return hit[0] if hit and hit[1].status is not FormStatus.BARE else -1
