"""政务督查通报: how a body of tasks stands on one day, with all figures counted from its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from toolkit.numbering import chinese_number
from toolkit.papers.contract import labelled

DONE, OPEN, OVERDUE = "已办结", "正在办理", "逾期"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit named in the text, with what it is named for."""

    unit: str = labelled("单位", "全文同一写法", required=True)
    numbers: str = labelled("项次", "如 第3、7项")
    text: str = labelled("情况", "一句话，不带句号")


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """One numbered paragraph of the text."""

    ordinal: str = labelled("层次序数", "（一）（二）")
    text: str = labelled("段落", required=True)


@dataclass(frozen=True, slots=True)
class StateRow:
    """One row of the annex."""

    index: int = labelled("序号", "从1起", required=True)
    number: str = labelled("交办单编号")
    objective: str = labelled("事项", required=True)
    unit: str = labelled("主办单位", required=True)
    completion: str = labelled("完成时限")
    state: str = labelled("办理状态", f"{DONE}、{OPEN}、{OVERDUE}之一", required=True)
    progress: str = labelled("进展情况")


@dataclass(frozen=True, slots=True)
class BulletinFields:
    """The fields of a 政务督查通报. Counts and shares come from :func:`figures`."""

    issue: str = labelled("期号", "如 第8期", required=True)
    issue_in_all: str = labelled("总期号", "如 （总第112期）；没有的为空")
    issuer_name: str = labelled("编发机构", "全称", required=True)
    issued_on: str = labelled("日期", required=True)
    subject: str = labelled("通报对象", "如 县政府第48次常务会议议定事项", required=True)
    basis: str = labelled("督查依据", "如 按照县政府督查工作安排")
    as_of: str = labelled("截至日期", required=True)
    total: int = labelled("总数", required=True)
    done: int = labelled("已办结", required=True)
    done_share: str = labelled("办结率", "如 62.5%")
    open: int = labelled("正在办理", required=True)
    open_share: str = labelled("在办占比")
    overdue: int = labelled("逾期", required=True)
    overdue_share: str = labelled("逾期占比")
    good: tuple[UnitRow, ...] = labelled("办理较好的单位", "没有的为空")
    slow: tuple[UnitRow, ...] = labelled("进展较慢的单位", "没有的为空")
    problems: tuple[ParagraphRow, ...] = labelled("存在问题", "一行一段；没有的为空")
    demands: tuple[ParagraphRow, ...] = labelled("下一步要求", "一行一段", required=True)
    rows: tuple[StateRow, ...] = labelled("明细", "一行一项；没有的不印附件")
    approved: str = labelled("批准", "批评须经批准：批准人和日期", required=True)
    reported_to: str = labelled("报", "上级和领导；没有的为空")
    sent_to: str = labelled("送", "平级机关；没有的为空")
    distributed_to: str = labelled("发", "发送范围；没有的为空")


def paragraphs(texts: Sequence[str]) -> tuple[ParagraphRow, ...]:
    """The texts as （一）（二）（三）; a single one needs no number."""
    if len(texts) == 1:
        return (ParagraphRow("", texts[0]),)
    return tuple(ParagraphRow(f"（{chinese_number(n)}）", text) for n, text in enumerate(texts, 1))


def figures(states: Iterable[str]) -> dict[str, int | str]:
    """The counts and shares of a 通报 by field name, from the state of every item.

    Shares have one decimal, half upwards; they may miss 100 % by rounding. A state that is none
    of the three raises ``ValueError``: nothing falls out of the sum.
    """
    counts = Counter(states)
    unknown = set(counts) - {DONE, OPEN, OVERDUE}
    if unknown:
        raise ValueError(f"unknown states: {', '.join(sorted(unknown))}")
    total = counts.total()
    named = {"done": counts[DONE], "open": counts[OPEN], "overdue": counts[OVERDUE]}
    shares = {f"{name}_share": share(count, total) for name, count in named.items()}
    return {"total": total, **named, **shares}


def share(count: int, total: int) -> str:
    """``62.5%``; of nothing ``0.0%``."""
    exact = Decimal(count * 100) / Decimal(total or 1)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
