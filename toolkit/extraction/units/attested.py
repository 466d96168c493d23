"""Units a document vouches for itself: its attendance list, its labels, its own lists.

No table knows the 农技站 of a town; but where a paper lists it as present or heads its points with
“农技站：”, the same word is that unit everywhere else in the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolkit.extraction.structure import Node
from toolkit.extraction.units.fields import parse_unit_list
from toolkit.extraction.units.find import UnitMention, Vocabulary
from toolkit.extraction.units.level import Level
from toolkit.text.patterns import lazy

_ENDING = (
    "局|委|办|所|站|院|校|村|社区|中心|公司|队|组|室|厂|镇|乡|街道|园|馆"
    "|银行|支行|部|厅|科|股|会|场|社|处"
    "|集团|企业"
)
_ALL = r"各(?:村|镇|乡|街道|社区|乡镇|镇街|站所)(?:\((?:社区|村|街道)\))?"
_NAME = rf"(?:{_ALL}|(?:[^\W\d_]|×){{1,9}}?(?:{_ENDING}))"
_LABEL = lazy(rf"^(?P<names>{_NAME}(?:[、和]{_NAME}){{0,5}}):")
_ALONE = lazy(rf"^(?P<names>{_NAME})$")
_NO_UNIT = lazy(
    r"(?:会议|办公会|例会|座谈会|全会|大会|单位|部门|部分|方式|落实会|内部|全部|一部|干部|会"
    r"|[拟阅批承交督转主协]办)$"
)
_PRESENT = lazy(r"^(?:出席|列席|参加|参会|与会|到会|参加单位)(?:人员|单位)?\s*[: ]")
_MEMBER = lazy(
    rf"(?<![^\W\d_])(?P<name>[^\W\d_]{{1,8}}(?:{_ENDING}))(?=[、,;。和及]|(?:主要)?负责|$)"
)


def add_attested(
    nodes: Sequence[Node],
    found: dict[int, tuple[UnitMention, ...]],
    vocabulary: Vocabulary,
    level: Level,
) -> dict[int, tuple[UnitMention, ...]]:
    """``found`` (units by node index) with the further mentions of units the paper vouches for."""
    known: dict[str, UnitMention] = {}
    for node in nodes:
        for name in _vouched(node):
            for unit in parse_unit_list(name, vocabulary, level):
                known.setdefault(name, unit)
        for unit in found[node.index]:
            written = node.text[unit.start : unit.end]
            if len(written) >= 3 and unit.shape and unit.certain and not unit.group:
                known.setdefault(written, unit)
    if not known:
        return found
    names = re.compile("|".join(re.escape(n) for n in sorted(known, key=len, reverse=True)))
    return {node.index: _with(node.text, found[node.index], names, known) for node in nodes}


def _vouched(node: Node) -> Iterable[str]:
    """Names in front of a colon, alone on a line, or in a list of those present."""
    body = node.text[len(node.label) :]
    label = _LABEL.match(body) or (_ALONE.match(body) if node.heading and not node.label else None)
    if label:
        for name in re.split("[、和]", label["names"]):
            if not _NO_UNIT.search(name):
                yield name
    if _PRESENT.match(node.text):
        for member in _MEMBER.finditer(node.text):
            if not _NO_UNIT.search(member["name"]):
                yield member["name"]


def _begins(unit: UnitMention, name: re.Match[str]) -> bool:
    return unit.start == name.start() and unit.end < name.end() and not unit.certain


def _with(
    text: str,
    units: tuple[UnitMention, ...],
    names: re.Pattern[str],
    known: dict[str, UnitMention],
) -> tuple[UnitMention, ...]:
    more: list[UnitMention] = []
    for hit in names.finditer(text):
        # 农业农村|服务中心: a whole name the paper vouches for, and only its beginning was known
        units = tuple(u for u in units if not _begins(u, hit))
        if any(u.start < hit.end() and hit.start() < u.end for u in units):
            continue
        like = known[hit.group()]
        more.append(
            UnitMention(
                hit.start(), hit.end(), like.text, like.name, like.unit_id, like.group,
                certain=True, shape=like.name is None, kind=like.kind,
            )
        )  # fmt: skip
    return tuple(sorted([*units, *more], key=lambda u: u.start)) if more else units
