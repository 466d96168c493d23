"""The regulation: 31xx deadlines and sources, 33xx what is due when, holiday notices."""

from __future__ import annotations

from toolkit.model import Finding, Severity


def calendar_missing(year: int, what: str, provisional: str, last_known: int | None) -> Finding:
    """A deadline that needs a year without a holiday notice; ``provisional`` is to be expected."""
    is_future = last_known is not None and year > last_known
    state = "尚未公布" if is_future else "没有收录"
    until = "通知公布后" if is_future else "请"
    return Finding(
        "E3101",
        f"{year}年放假安排{state}，{what}暂定为{provisional}。"
        f"{until}用 duban calendar import 导入该年放假通知，再重新计算。",
    )


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


def soft_limit_earlier(before: str, soft: str, hard: str) -> Finding:
    """Beside the limit that binds there is an earlier one that holds in principle."""
    return Finding(
        "W3106", f"最迟{hard}下发，原则上应在{before}前（{soft}前）下达，请按较早的{soft}安排。"
    )


def issued_late(issued: str, limit: str, clause: str) -> Finding:
    """The ticket goes out after the limit."""
    return Finding(
        "W3107", f"交办单{issued}下发，超过下发时限{limit}（{clause}），请尽快下发并说明原因。"
    )


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
        "W3111",
        f"按“{name}”处理：{reason}。{doubt}。\n  不对的，请用 --source 指定来源。",
    )


def source_undecided(reason: str, doubt: str) -> Finding:
    """No source can be chosen; the clerk must say."""
    return Finding(
        "E3112",
        f"{reason}：{doubt}。\n  没有计算时限；请用 --source 指定按哪一种来源办理。",
        Severity.ERROR,
    )


def issuer_follows_chair(reading: str) -> Finding:
    """Who presides changes who issues."""
    return Finding("W3113", f"{reading}。", Severity.NOTE)


def source_day_unknown() -> Finding:
    """Neither the document nor the clerk says on which day the meeting or instruction was."""
    return Finding(
        "E3114",
        "文件没有写明会议或批示日期，没有计算时限。请用 --on 指定，如 --on 2026-02-11。",
        Severity.ERROR,
    )


def printing_day_unknown(name: str) -> Finding:
    """The limits run from the day the minutes were printed, and nobody has told that day."""
    return Finding(
        "E3115",
        f"“{name}”的时限自纪要印发之日起算，没有读到印发日期。请用 --printed-on 指定，"
        "如 --printed-on 2026-02-13。",
        Severity.ERROR,
    )


def timetable_provisional(year: int, last_known: int | None) -> Finding:
    """A timetable of a year without a holiday notice."""
    is_future = last_known is not None and year > last_known
    state = "尚未公布" if is_future else "没有收录"
    return Finding(
        "W3301",
        f"{year}年放假安排{state}，凡涉及该年放假调休的日期都是暂定。\n"
        "  有了通知，请用 duban calendar import 导入，再重新列表。",
    )


def duty_week_off(what: str, week: str, *, is_provisional: bool) -> Finding:
    """A weekly duty in a week in which nobody works."""
    guess = "按推算" if is_provisional else ""
    return Finding("I3302", f"{week}{guess}全周放假，没有安排{what}。", Severity.NOTE)


def duty_without_day(what: str, period: str, holiday: str) -> Finding:
    """A duty that waits for a holiday whose days are not known."""
    return Finding(
        "W3303",
        f"{period}{holiday}的放假日期未知，没有列出{what}。\n"
        "  有了通知，请用 duban calendar import 导入，再重新列表。",
    )


def date_not_recounted(number: str, reason: str) -> Finding:
    """An entry of the ledger whose dates cannot be counted again."""
    return Finding("W3304", f"{number}：{reason}，没有重新计算。请人工核对反馈时限。")
