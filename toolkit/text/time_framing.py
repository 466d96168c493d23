"""Times that only tell which thing is meant: 第四季度拟开工项目, 6月底前参保的职工, 有效期至2027年.

They stand in a task's own words, but nothing falls due on their day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.text.patterns import lazy
from toolkit.text.time_model import TimeKind, TimeMention

_QUARTERS = ("本季度", "季度")
_DATED = (TimeKind.DEADLINE, TimeKind.POINT, TimeKind.SPAN)
_TERM = lazy(
    r"(?:有效期|租期|租赁期|租用期|合同期|服务期|质保期|保修期|任期|聘期|许可期|承包期|使用期|协议期)限?[^,。;|]{0,24}$"
)
_WHICH = lazy(
    r"(?:(?:仍|还|尚|逾期)?未[^,。;|\d]{1,6}|[已拟新应可能会将即]{0,2}(?:参保|到期|建成|开工|投产|竣工|完工|登记|注册|入库|入职|签约|备案"
    r"|验收|退休|毕业|出生|落户|申报|受理|发生|形成|缴费|欠缴|交付|取得|批准|实施|开不了工|完不成))的(?!时间|要求|目标|节点|任务)"
)
_PLANNED = lazy(r"(?:年度)?[^,。;|()]{0,8}?(?:规划|学年|行动计划|实施方案|发展纲要|统计年报)")
HAPPENS = lazy(
    r"[,;。)|]|$|(?:全部|均|一律)[^\W\d_]|(?:[要须应]|全面|正式|集中|组织|基本|力争|确保)*"
    r"(?:开(?!发)|完|竣|投|建|交|启|召|举|办|印|公布|验收|上会|实现|达|进场|封顶|通[车水气电过]|见)"
)
"""What follows a month or quarter in which something happens, and does not only name a thing."""
_LED = lazy(r"(?:[于在到至保赶]|力争|争取)$")
_PART_END = lazy(r"[。;|\n]")
_BREAK = lazy(r"[,。;:|()、]")


def demote_frames(copy: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
    """The mentions of a text, those that only qualify a thing made frames (:class:`TimeKind.SPAN`).

    Offsets refer to ``copy``. A frame never is a deadline beside another time.
    """
    kept: list[TimeMention] = []
    for number, mention in enumerate(mentions):
        around = (mentions[number - 1 : number], mentions[number + 1 : number + 2])
        frame = mention.kind in _DATED and (
            _names_a_term(copy, mention) or _beside_another(copy, mention, *around)
        )
        if _only_explains(copy, kept, mention):
            continue
        kept.append(replace(mention, kind=TimeKind.SPAN, is_frame=True) if frame else mention)
    return kept


def _only_explains(copy: str, kept: Sequence[TimeMention], mention: TimeMention) -> bool:
    """10月9日(国庆后第一个工作日): the same day again in brackets, in words without a day."""
    before = kept[-1] if kept else None
    if before is None or before.on is None or mention.on is not None:
        return False
    return mention.kind is TimeKind.EVENT and copy[before.end : mention.start] == "("


def _names_a_term(copy: str, mention: TimeMention) -> bool:
    left = copy[max(0, mention.start - 36) : mention.start]
    if mention.rule == "起止年份" and _PLANNED.match(copy, mention.end):
        return True
    if mention.kind is TimeKind.POINT and mention.rule in _QUARTERS:
        return copy.startswith(("的", "度的"), mention.end)  # 这个季度的先扣下
    return _TERM.search(left) is not None or _WHICH.match(copy, mention.end) is not None


def _beside_another(
    copy: str, mention: TimeMention, before: Sequence[TimeMention], after: Sequence[TimeMention]
) -> bool:
    """A whole month or quarter beside a limit in one clause, or a limit with an earlier behind it:
    二季度开工项目名单周五定稿, 4月10日前报二季度预测, “五一”节前检查方案20日前印发."""
    follower = _in_clause(copy, mention.end, after[0].start, after) if after else None
    if after and copy.startswith(":", mention.end) and _same_part(copy, mention, after[0]):
        return True  # 四季度：绿化收尾，12月20日前验收
    if follower is not None and _sets_day(follower) and follower.on is not None:
        backwards = mention.on is not None and follower.on < mention.on
        whole = mention.is_month_only and not mention.text.endswith(("旬", "初"))
        return whole or (mention.rule == "节日" and backwards)
    leader = _in_clause(copy, before[0].end, mention.start, before) if before else None
    if leader is None or not _sets_day(leader) or not mention.is_month_only:
        return False
    led = _LED.search(copy, max(0, mention.start - 2), mention.start)
    return not (led or HAPPENS.match(copy, mention.end))


def _same_part(copy: str, head: TimeMention, inside: TimeMention) -> bool:
    """Whether a sharper day stands in the part of a sentence that a month or quarter heads."""
    if (
        not head.is_month_only
        or not _sets_day(inside)
        or _PART_END.search(copy, head.end, inside.start)
    ):
        return False
    return head.on is not None and inside.on is not None and inside.on <= head.on


def _in_clause(copy: str, start: int, end: int, other: Sequence[TimeMention]) -> TimeMention | None:
    return None if _BREAK.search(copy, start, end) else other[0]


def _sets_day(mention: TimeMention) -> bool:
    return mention.kind in (TimeKind.DEADLINE, TimeKind.POINT) and not mention.is_month_only
