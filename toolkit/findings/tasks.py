"""Tasks and their units: 13xx finding them, 16xx against the rules, 32xx the units table."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.findings.base import LEAD, of_task, place_of, quoted
from toolkit.model import Finding, Severity, Span


def nothing_found(paragraphs: int) -> Finding:
    """A document in which nothing is ordered."""
    return Finding(
        "E1300",
        f"读完{paragraphs}段，没有找到任务。\n"
        "  请检查是否选错文件，或用 --kind 指定文件种类；确有任务的，请把该段文字发给维护人员。",
        Severity.ERROR,
    )


def unit_vague(number: int, unit: str, origin: Span | None) -> Finding:
    """A supporting unit like 有关部门: nobody in particular."""
    words = f"的配合单位“{unit}”过于笼统，请选择具体单位。"
    return of_task("E1301", number, origin, words, about=unit)


def sentence_left(words: str, origin: Span) -> Finding:
    """Something a paragraph with tasks demands besides, taken as no task."""
    place = f"第{origin.paragraph}段有一句没有列入任务：{quoted(words)}。"
    return Finding("W1302", f"{place}请看是否须另行交办。", Severity.WARNING, origin)


def lead_missing(number: int, origin: Span | None) -> Finding:
    """A task whose text names nobody."""
    quote = f"\n  原文：{quoted(origin.text)}" if origin else ""
    words = f"未写明牵头单位。{quote}\n  请补填牵头单位，或退回起草科室确认。"
    return of_task("W1311", number, origin, words, about=LEAD, severity=Severity.ERROR)


def lead_inherited(number: int, units: str, how: str, origin: Span | None) -> Finding:
    """A lead unit that is not written in the task's own words."""
    words = f"的牵头单位“{units}”本句没有写，按“{how}”认定，请核对。"
    return of_task("W1312", number, origin, words, about=units)


def unit_unknown(number: int, unit: str, origin: Span | None) -> Finding:
    """A unit the office's table does not hold."""
    words = f"的“{unit}”不在单位表中，按原文保留。\n  请核对名称，常用的请加入单位表。"
    return of_task("W1313", number, origin, words, about=unit, severity=Severity.NOTE)


def unit_former(number: int, unit: str, now: str | None, origin: Span | None) -> Finding:
    """A unit called by a name it no longer bears."""
    hint = f"现为“{now}”" if now else "已撤并"
    words = f"的“{unit}”是原机构名称，{hint}。原文照录，请确认承办单位。"
    return of_task("W1314", number, origin, words, about=unit)


def unit_group(number: int, unit: str, origin: Span | None) -> Finding:
    """A group that stands for several units."""
    words = f"的“{unit}”是一类单位的统称，请在下发时确定发给哪些单位。"
    return of_task("W1315", number, origin, words, about=unit)


def leads_by_breakdown(tasks: int) -> Finding:
    """A work report names no units: said once for the document, not for every task."""
    return Finding(
        "W1316",
        f"政府工作报告不写责任单位，{tasks}项任务没有牵头单位。\n"
        "  请先分解任务（任务分工方案），再按方案下发交办单。",
    )


def perhaps_same_unit(first: str, second: str, origin: Span | None) -> Finding:
    """Two names in one paper that differ only in 局 and 委."""
    return Finding(
        "W1317",
        f"文中既有“{first}”，又有“{second}”{place_of(origin)}，可能是同一个单位，现按两个单位处理。\n"
        "  请核对；是同一个单位的，请把另一名称加入单位表的别名。",
        Severity.WARNING,
        origin,
    )


def one_unit(first: str, second: str, origin: Span | None) -> Finding:
    """Two names in one paper that the units table has in one row."""
    return Finding(
        "I1320",
        f"文中既有“{first}”，又有“{second}”{place_of(origin)}，单位表中是同一个单位，"
        f"统一按“{first}”的全称列。\n  本县的规范名称请在单位表中只留一个。",
        Severity.NOTE,
        origin,
    )


def elements_missing(
    number: int, missing: str, clause: str, elements: str, origin: Span | None
) -> Finding:
    """Some of the ``elements`` (五要素) are not in the document; they are never guessed."""
    words = f"待补：{missing}（{clause}要求明确{elements}，原文没有写）。"
    return of_task("W1601", number, origin, words, severity=Severity.NOTE)


def completion_before_event(
    number: int, completion: str, event: str, origin: Span | None
) -> Finding:
    """The completion date lies before the meeting or instruction."""
    words = f"时限（{completion}）早于会议、批示日（{event}），请核对年份。"
    return of_task("W1602", number, origin, words)


def completion_next_year(number: int, words: str, on: str, origin: Span | None) -> Finding:
    """A month that is over at the meeting, without its year: the coming one is meant."""
    said = f"“{words}”按次年{on}计算，请确认。"
    return of_task("W1603", number, origin, said, about=words)


def day_impossible(number: int, written: str, why: str, origin: Span | None) -> Finding:
    """A day that no calendar has: the task waits until somebody has asked the drafters."""
    words = (
        f"写的“{written}”没有这一天（{why}），不能推算时限，未列入交办单。\n"
        "  请与起草科室核实，改正原文后重新识别。"
    )
    return of_task("E1604", number, origin, words, about=written, severity=Severity.ERROR)


def completion_before_feedback(
    number: int, completion: str, feedback: str, origin: Span | None
) -> Finding:
    """The task ends before its first report is due: the report can be asked for then."""
    words = f"的完成时限“{completion}”早于反馈时限（{feedback}），可要求完成时即反馈。"
    return of_task("W1606", number, origin, words, about=completion, severity=Severity.NOTE)


def leads_several(number: int, clause: str, origin: Span | None) -> Finding:
    """Several units lead the task, and none is said to answer for the whole."""
    words = f"有几个牵头单位，请确定由哪一个总牵头，以免推诿（{clause}）。"
    return of_task("W1607", number, origin, words, severity=Severity.NOTE)


def limit_ends_on_day_off(number: int, words: str, on: str, origin: Span | None) -> Finding:
    """A number of days that ends where nobody works; the paper does not say what then holds."""
    said = (
        f"的时限“{words}”止于{on}，是休息日，原文没有写是否顺延，现按原日期列出。\n"
        "  如应顺延，请与起草科室确认后改定。"
    )
    return of_task("W1608", number, origin, said, about=words)


def month_before_doubtful(number: int, words: str, on: str, origin: Span | None) -> Finding:
    """8月前: to the end of the month or before it begins."""
    said = f"的时限“{words}”有两种读法（当月底前，或者当月之前），现按{on}计算，请确认。"
    return of_task("W1609", number, origin, said, about=words)


def task_repeated(number: int, earlier: int, origin: Span | None) -> Finding:
    """The same order to the same units by the same day: the paper gives it twice."""
    said = (
        f"与任务{earlier}内容、单位、时限相同，原文写了两次，两项都已列出。\n"
        "  请确认；只出一份时用 --skip。"
    )
    return of_task("W1610", number, origin, said)


def alias_inside_name(alias: str, unit: str, name: str) -> Finding:
    """An alias of one unit that is a part of another unit's name."""
    return Finding(
        "W3203",
        f"单位表：“{unit}”的别名“{alias}”是“{name}”的一部分，读取时按最长的名称认。\n"
        "  如有混淆，请删去这个别名或写得更全。",
        Severity.NOTE,
    )


def abolished_name(name: str, line: int, now: str, period: str) -> Finding:
    """A present name in the table that other counties gave up; ``period`` may be empty."""
    when = f"（{period}）" if period else ""
    return Finding(
        "W3204",
        f"单位表第{line}行“{name}”是旧名称{when}，现多为“{now}”。是否改用新名、把旧名移到“曾用名”列？",
    )


def nameless_units(lines: Sequence[int]) -> Finding:
    """Lines of the units table without a unit's name."""
    told = "、".join(map(str, lines[:5])) + ("等" if len(lines) > 5 else "")
    return Finding(
        "W3205",
        f"单位表第{told}行没有单位名称，没有用上。请补上名称，或删去这些行；"
        "名称是公式的，请复制后选“粘贴为值”。",
    )
