"""Clauses said beside an order: what the speaker will do himself, what the order is good for, what
is left open.

They are told by the place of small words (我, 让, 免得), not by what is talked about: 我 as the
subject announces a visit or a check of the leader's own, 让 with nobody of the office behind it
leads the effect that is hoped for.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.extraction.roles import Group, Role
from toolkit.extraction.targets import Figure
from toolkit.text.dates import TimeKind, TimeMention
from toolkit.text.patterns import lazy

_I = lazy(  # not 报我, 给我 (whom it goes to), 我县, 我局 (who we are), 发我一份
    r"(?:^|(?<=[^报送发给跟向找等让叫帮替对和与同告诉知交转请答复回陪催问抄是由把被到在于比自不舍]))"
    r"我(?:本人|亲自|自己|还|再|也|就|会|将|要(?=[来去到下随找])|第一个|下个?[月周]|[明后]天)*"
    r"(?![们省市县区镇乡州盟旗村局办委厅院校国军党单公这那的们说讲想提点问希建同赞记信觉认要强\d一二两三四五六七八九十半]|$)"
)
_JUDGES = lazy(r"看(?=[^,;。]*(?:[要可应该能行得就也][^\W\d_]|可以|不|行))")  # 我看年底就要完工
_LEFT_OPEN = lazy(
    r"(?:另行|再行|听候?|等候?)(?:通知|公布|告知)$|再(?:行)?(?:定|决定|研究|考虑)[^,;。]*(?:还是|要不要|是否)"
    r"|视情(?:况)?(?:再|而定|[^\W\d_]{2}$)"
)
_AVERTS = lazy(r"(?:千万)?(?:别让|不让|免得|以免|省得|以防)")
_EFFECT = lazy(
    r"(?:真正|切实|进一步|从而)?(?:让|使(?![命用者馆节劲]))(?!其|他们?|她们?|你们?|老[^\W百人年乡区旧]|小[^\W区学])"
)


def left_open(text: str) -> bool:
    """恢复时间另行通知, 据此再定加固还是重建: nothing that could be reported done."""
    return _LEFT_OPEN.search(text) is not None


def own_act(text: str, low: int, groups: Sequence[Group]) -> bool:
    """周末我去看, 七月一号我看进水量: the speaker announces what he himself will do. ``low`` is
    where the clause ``text`` begins among the offsets of ``groups``."""
    said = _I.search(text)
    if said is None or any(g.role is Role.LEAD and g.units for g in groups):
        return False
    if any(g.units and g.start - low < said.start() for g in groups):
        return text.startswith(("来", "去"), said.end())  # 供电那边我来打电话; not 甲局的方案我看了
    return _JUDGES.match(text, said.end()) is None


def hoped_for(
    text: str,
    groups: Sequence[Group],
    times: Sequence[TimeMention],
    figures: Sequence[Figure],
) -> bool:
    """让农民用上放心种, 别让学生明天一早白跑: the effect that an order is given for."""
    if any(g.units or g.persons for g in groups) or figures:
        return False
    timed = any(t.kind is not TimeKind.URGENT for t in times)  # …有人应,马上办
    return _AVERTS.match(text) is not None or (not timed and _EFFECT.match(text) is not None)
