"""Papers that a unit sends back: 35xx."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.findings.base import quoted
from toolkit.model import Finding, Severity


def _rows(rows: Sequence[int]) -> str:
    return f"第{'、'.join(str(row) for row in rows)}项"


def reply_item_blank(rows: Sequence[int]) -> Finding:
    """Rows of the form that say neither progress nor a state."""
    return Finding("W3501", f"{_rows(rows)}没有填写进展情况，没有登记。请承办单位补填后再报。")


def reply_state_unmarked(rows: Sequence[int]) -> Finding:
    """Progress without a tick: nobody said that it is done."""
    return Finding(
        "W3502",
        f"{_rows(rows)}的“已办结”“在办”都没有勾，按反馈登记，不作为申请销号。请与承办单位核实。",
    )


def reply_state_twice(rows: Sequence[int]) -> Finding:
    """Boxes that exclude each other are both ticked."""
    return Finding(
        "W3503",
        f"{_rows(rows)}勾了互相矛盾的选项，没有登记。请承办单位改正后再报。",
        Severity.ERROR,
    )


def reply_rows_unknown(rows: Sequence[int], count: int) -> Finding:
    """Rows that the ticket does not have."""
    return Finding(
        "W3504",
        f"报来的{_rows(rows)}单上没有（共{count}项），没有登记。请核对编号和序号。",
        Severity.ERROR,
    )


def reply_rows_absent(rows: Sequence[int]) -> Finding:
    """Rows of the ticket that the paper does not speak of."""
    return Finding("W3505", f"单上的{_rows(rows)}没有报，没有登记。请承办单位补报。")


def reply_other_objective(row: int, written: str, objective: str) -> Finding:
    """The row's task reads otherwise than on the ticket; it may be another ticket's form."""
    return Finding(
        "W3506",
        f"第{row}项写的是{quoted(written)}，单上是{quoted(objective)}。"
        "请核对是否拿错了表，或改动了内容。",
    )


def reply_other_unit(written: str, units: Sequence[str]) -> Finding:
    """The paper comes from a unit that the ticket does not name."""
    return Finding(
        "W3507",
        f"报来的单位是“{written}”，这份单发给{'、'.join(units)}。没有登记。"
        "请核对编号；单位名称写法不同的，用 --unit 指明是哪个单位。",
        Severity.ERROR,
    )


def reply_unit_missing(units: Sequence[str]) -> Finding:
    """No unit on the paper, and the ticket went to several."""
    return Finding(
        "W3508",
        f"没有写反馈单位，这份单发给{'、'.join(units)}。没有登记。请用 --unit 指明是哪个单位。",
        Severity.ERROR,
    )


def reply_rows_unnamed(count: int) -> Finding:
    """A letter about a ticket of several rows that names none."""
    return Finding(
        "W3509",
        f"没有写明是第几项，这份单共{count}项。没有登记。请用 --item 指明，如 --item 1。",
        Severity.ERROR,
    )


def reply_answer_missing() -> Finding:
    """A 回执 that ticks neither 无异议 nor 有异议."""
    return Finding("W3510", "回执的“无异议”“有异议”都没有勾，按签收登记。请与承办单位核实。")


def reply_day_differs(written: str, on: str) -> Finding:
    """The paper's own day is not the day it is recorded for."""
    return Finding(
        "I3511",
        f"文中写的日期是{written}，按收到日期{on}登记。收到日期不是这一天的，用 --on 指明。",
        Severity.NOTE,
    )


def reply_day_missing(on: str) -> Finding:
    """The unit did not write a day."""
    return Finding("I3512", f"没有写反馈日期，按收到日期{on}登记。", Severity.NOTE)


def reply_state_unsaid() -> Finding:
    """A letter has no boxes to tick."""
    return Finding(
        "I3513", "信函按反馈登记。写明已经办结、申请销号的，请加 --done。", Severity.NOTE
    )
