"""Which units and persons are named together: the lists that have one role in their clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.units.find import UnitMention
from toolkit.text.patterns import lazy

_JOINER = lazy(r"(?:\((?:牵头|主办|牵头单位|主办单位)\))?(?:[、和及与同+]|以及|、?(?:等)?)?\s*$")
_MEETS = lazy(r"(?:再|做好|加强|搞好|进行)?(?:对接|衔接|沟通|协商|洽谈|商量|签订|签约)")


def clusters_in(
    text: str,
    start: int,
    end: int,
    units: Sequence[UnitMention],
    persons: Sequence[PersonMention],
) -> list[tuple[int, int, tuple[UnitMention, ...], tuple[PersonMention, ...]]]:
    """The lists of ``text[start:end]`` in order: where each begins and ends, who is in it."""
    both: list[UnitMention | PersonMention] = [*units, *persons]
    inside = sorted((m for m in both if start <= m.start and m.end <= end), key=_place)
    clusters: list[list[UnitMention | PersonMention]] = []
    for mention in inside:
        if clusters and mention.start < clusters[-1][-1].end:
            continue
        last = clusters[-1][-1] if clusters else None
        if isinstance(last, UnitMention) and _adds_nobody(text, last, mention):
            clusters[-1][-1] = replace(last, group_end=mention.end)
            continue
        if isinstance(last, UnitMention) and _within(last, mention):
            clusters[-1][-1] = replace(mention, text=last.text + mention.text, start=last.start)
            continue
        if isinstance(last, UnitMention) and last.kind == "role" and last.end == mention.start:
            clusters[-1][-1] = mention  # 产权单位|黎川国投公司: the word only says what it is
            continue
        if clusters and _joined(text, clusters[-1][-1], mention):
            clusters[-1].append(mention)
        else:
            clusters.append([mention])
    return [
        (
            min(bounds(m)[0] for m in cluster),
            max(bounds(m)[1] for m in cluster),
            tuple(m for m in cluster if isinstance(m, UnitMention)),
            tuple(m for m in cluster if isinstance(m, PersonMention)),
        )
        for cluster in clusters
    ]


def _place(mention: UnitMention | PersonMention) -> tuple[int, bool]:
    """In order; 镇纪委书记史明远, a leader by the post he holds, before the body it names."""
    return mention.start, not (isinstance(mention, PersonMention) and mention.is_leader)


def _within(last: UnitMention, mention: UnitMention | PersonMention) -> bool:
    """城关镇|各社区: all of those that belong to the town."""
    town = last.kind == "township" and last.end == mention.start
    return town and mention.text.startswith("各")


def _adds_nobody(text: str, last: UnitMention, mention: UnitMention | PersonMention) -> bool:
    """县水利局等|相关部门: the closing word of a list."""
    group = isinstance(mention, UnitMention) and mention.group
    vague = mention.text.startswith(("相关", "有关"))
    return group and vague and text[bounds(last)[1] : mention.start] == "等"


def bounds(mention: UnitMention | PersonMention) -> tuple[int, int]:
    """Where the list a mention stands in begins and ends: 等部门, 两局 belong to it."""
    if isinstance(mention, UnitMention):
        low = mention.group_start if mention.group_start >= 0 else mention.start
        return min(low, mention.start), max(mention.group_end, mention.end)
    return mention.start, mention.end


def _joined(
    text: str, left: UnitMention | PersonMention, right: UnitMention | PersonMention
) -> bool:
    low, high = bounds(left)[1], bounds(right)[0]
    if high < low:  # two names of one list
        return True
    between = text[low:high]
    if len(between) > 8 or not _JOINER.fullmatch(between):
        return False
    if between in ("与", "和", "同") and _MEETS.match(text, bounds(right)[1]):
        return False  # 交警大队|与市支队对接
    if between == "" and type(left) is type(right):
        return isinstance(left, UnitMention) and left.start == left.end  # never for plain ones
    return True
