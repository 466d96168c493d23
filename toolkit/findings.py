"""Every finding code with its Chinese message: what, where, what to do.

Each function makes one :class:`~toolkit.model.Finding`; nobody else does.
"""

from __future__ import annotations

from toolkit.model import Finding, Severity, Span


def _at(origin: Span | None) -> str:
    return f"（第{origin.paragraph}段）" if origin else ""


# --- drafting and templates --------------------------------------------------------------------


def lead_unit_missing(number: int, objective: str, origin: Span | None) -> Finding:
    """A task that can be put on no ticket because the document charges nobody with it."""
    return Finding(
        "W2401",
        f"任务{number}{_at(origin)}未写明牵头单位，未列入交办单。\n"
        f"  原文：“{origin.text if origin else objective}”\n"
        "  请补填牵头单位，或退回起草科室确认。",
        Severity.WARNING,
        origin,
    )


def lead_unit_vague(number: int, unit: str, origin: Span | None) -> Finding:
    """A task whose lead is 有关部门 or the like: nobody would receive the ticket."""
    return Finding(
        "W2402",
        f"任务{number}{_at(origin)}的牵头单位过于笼统：“{unit}”，未列入交办单。\n"
        "  请选择具体单位，或退回起草科室确认。",
        Severity.WARNING,
        origin,
    )


def office_fact_missing(label: str) -> Finding:
    """The office's settings do not say ``label``; the paper will read （待填）."""
    return Finding(
        "W2403",
        f"本机关设置中没有“{label}”，交办单上将印“（待填）”。请在 duban.toml 中补填后再签发。",
    )


def template_without_grid(place: str) -> Finding:
    """A table that WPS would draw without widths."""
    return Finding(
        "W2205",
        f"模板{place}没有列宽定义，WPS 中可能显示异常。请在 Word 中拖动一次列宽后另存。",
    )


# --- deadlines and sources -----------------------------------------------------------------------


def calendar_missing(year: int, what: str, provisional: str, last_known: int | None) -> Finding:
    """A deadline that needs a year without a holiday notice; ``provisional`` is to be expected."""
    is_future = last_known is not None and year > last_known
    state = "尚未公布" if is_future else "没有收录"
    advice = (
        "通知公布后更新放假安排，再重新计算。" if is_future else "请补收该年放假通知后重新计算。"
    )
    return Finding("E3101", f"{year}年放假安排{state}，{what}暂定为{provisional}。{advice}")


def feedback_not_after_issue(feedback: str, issue: str, was_issued: bool) -> Finding:
    """The report would be due on or before the day the ticket goes out."""
    which = "下发日" if was_issued else "最迟下发日"
    return Finding(
        "W3102",
        f"反馈时限（{feedback}）不晚于{which}（{issue}）。\n"
        "  请在会议、批示当日下发，或请领导另行明确反馈时限。",
    )


def other_reading(reading: str, base: str, due: str) -> Finding:
    """The clause names no base; the other way of counting gives another day."""
    return Finding("W3103", f"{reading}；如自{base}起算，为{due}。请按本单位惯例确认。")


def limit_not_set(name: str, what: str, note: str) -> Finding:
    """The regulation sets no such limit: it is filled in by hand, never invented."""
    remark = f"{note}。" if note else ""
    return Finding("W3104", f"“{name}”没有规定{what}，请人工填写。{remark}")


def no_first_report(name: str, reading: str) -> Finding:
    """The source owes no first report by a day; it is followed in another way."""
    return Finding("W3105", f"“{name}”：{reading}。", Severity.NOTE)


def soft_limit_earlier(soft: str, hard: str) -> Finding:
    """Beside the limit that binds there is an earlier one that holds in principle."""
    return Finding(
        "W3106", f"最迟{hard}下发，原则上应在春节前（{soft}前）下达，请按较早的{soft}安排。"
    )


def issued_late(issued: str, limit: str, clause: str) -> Finding:
    """The ticket went out after the limit."""
    return Finding("W3107", f"交办单{issued}下发，超过下发时限{limit}（{clause}）。")


def issued_before_event(issued: str, event: str) -> Finding:
    """The day of issue lies before the meeting or instruction."""
    return Finding(
        "E3108",
        f"下发日（{issued}）早于会议、批示日（{event}），请核对日期。",
        Severity.ERROR,
    )


def rule_not_in_force(name: str, on: str, since: str) -> Finding:
    """No entry of the regulation applies to an event of that day."""
    return Finding(
        "E3109",
        f"“{name}”的规定自{since}起适用，不适用于{on}的事项，没有计算时限。请核对日期或人工填写。",
        Severity.ERROR,
    )


def source_doubtful(reason: str, name: str, doubt: str) -> Finding:
    """A source was chosen, with something the clerk should check."""
    return Finding(
        "W3201",
        f"{reason}，按“{name}”处理。{doubt}。\n  不对的，请用 --source 指定来源。",
    )


def source_undecided(reason: str, doubt: str) -> Finding:
    """No source can be chosen; the clerk must say."""
    return Finding(
        "E3202",
        f"{reason}：{doubt}。\n  没有计算时限；请用 --source 指定按哪一种来源办理。",
        Severity.ERROR,
    )


def issuer_follows_chair(reading: str) -> Finding:
    """Who presides changes who issues."""
    return Finding("W3203", f"{reading}。", Severity.NOTE)


# --- tasks against the rules ---------------------------------------------------------------


def elements_missing(number: int, missing: str, clause: str, origin: Span | None) -> Finding:
    """Some of the 五要素 are not in the document; they are never guessed."""
    return Finding(
        "W1601",
        f"任务{number}{_at(origin)}待补：{missing}（{clause}要求明确五要素，原文没有写）。",
        Severity.NOTE,
        origin,
    )


def unit_vague(number: int, unit: str, origin: Span | None) -> Finding:
    """有关部门 and the like, which no table of units resolves."""
    return Finding(
        "E1301",
        f"任务{number}{_at(origin)}责任单位过于笼统：“{unit}”，请选择具体单位。",
        Severity.WARNING,
        origin,
    )


def completion_before_event(
    number: int, completion: str, event: str, origin: Span | None
) -> Finding:
    """The completion date lies before the meeting or instruction."""
    return Finding(
        "W1602",
        f"任务{number}{_at(origin)}时限（{completion}）早于会议、批示日（{event}），请核对年份。",
        Severity.WARNING,
        origin,
    )


def completion_before_feedback(
    number: int, completion: str, feedback: str, origin: Span | None
) -> Finding:
    """The task ends before its first report is due: the report can be asked for then."""
    return Finding(
        "W1606",
        f"任务{number}{_at(origin)}完成时限（{completion}）早于反馈时限（{feedback}），"
        "可要求完成时即反馈。",
        Severity.NOTE,
        origin,
    )
