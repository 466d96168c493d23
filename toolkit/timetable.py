"""What is due when in an office: the regulation's cadence and, on request, the open tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.law import law_of
from toolkit.model import Finding
from toolkit.recounting import TO_ASSIGN, as_of_now, ledger_of
from toolkit.rules.cadence import Duty, list_duties, undated
from toolkit.rules.organs import adapt
from toolkit.rules.regulation import Regulation
from toolkit.settings import OfficeFolder

if TYPE_CHECKING:
    from toolkit.ledger.due_dates import Suggestion
    from toolkit.ledger.queries import EntryRow

RULE = "条款"
DEFAULT = "默认"
STATED = "文件"
_CLOSED = ("已销号", "不交办")
_REPORTED = (*_CLOSED, "已反馈待核", "申请销号")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the timetable.

    ``nature`` says who set the day: 条款 (the regulation), 默认 (the regulation names no day, the
    office's default does) or 文件 (the document the task comes from). ``late_after`` is the last
    day before it counts as late (``None``: ``on``). ``note`` says what else a clerk should know.
    ``key`` stays the same when the day moves; ``on`` is the day to expect when ``is_provisional``.
    """

    key: str
    on: date
    what: str
    content: str
    clause: str
    who: str
    nature: str
    late_after: date | None = None
    note: str = ""
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Undated:
    """What is to be done 经常 or 及时: what, how the clause puts it, clause, who."""

    what: str
    words: str
    clause: str
    who: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """Rows by date, what has no date, and what a clerk should know."""

    year: int
    month: int | None
    rows: tuple[Row, ...]
    undated: tuple[Undated, ...]
    findings: tuple[Finding, ...]


def timetable(
    office: OfficeFolder, year: int, month: int | None = None, *, tickets: bool = False
) -> Timetable:
    """The timetable of a year or a month; ``tickets`` adds open tickets' days from the ledger.

    Raises UsageError E0208 where ``tickets`` are wanted outside an office folder.
    """
    law = law_of(office)
    cadence = law.regulation.provisions.cadence
    duties, found = list_duties(cadence, law.calendar, year, month)
    level = _level(office, law.regulation)
    rows = [_duty_row(duty, law.regulation, level) for duty in duties]
    if tickets:
        rows += _ticket_rows(office, year, month)
    rows.sort(key=lambda row: row.on)
    free = tuple(
        Undated(
            adapt(rule.name, law.regulation, level),
            rule.words,
            rule.clauses[0].number,
            adapt(rule.who, law.regulation, level),
        )
        for rule in undated(cadence, year)
    )
    return Timetable(year, month, tuple(rows), free, found)


def _level(office: OfficeFolder, regulation: Regulation) -> str | None:
    """县、区、市 … by the last character of the office's name."""
    last = office.settings.county[-1:]
    return last if last in regulation.levels else None


def _duty_row(duty: Duty, regulation: Regulation, level: str | None) -> Row:
    rule = duty.rule

    def words(text: str) -> str:
        return adapt(text, regulation, level)

    notes = [duty.note]
    if duty.is_default:
        notes.append(f"条款只写“{rule.words}”，日期是默认")
    elif rule.rule != "weekly":
        notes.append(rule.words)
    if duty.late_after:
        notes.append(f"{duty.late_after.month}月{duty.late_after.day}日后仍未办的提醒已迟")
    return Row(
        key=f"{rule.id}-{duty.period.key}",
        on=duty.on,
        what=words(duty.what),
        content=words("、".join(rule.topics) or rule.content),
        clause=rule.clauses[0].number,
        who=words(rule.who),
        nature=DEFAULT if duty.is_default else RULE,
        late_after=duty.late_after,
        note="；".join(filter(None, notes)),
        is_provisional=duty.is_provisional,
    )


def _ticket_rows(office: OfficeFolder, year: int, month: int | None) -> list[Row]:
    if office.folder is None:
        raise UsageError(
            "E0208", "当前不在督办文件夹中，没有台账可列。请在命令后加上 --office 文件夹。"
        )
    ledger = ledger_of(office)
    if ledger is None:
        return []
    from toolkit.ledger.due_dates import list_suggestions
    from toolkit.ledger.store import list_entries

    with ledger:
        entries = [entry for entry in list_entries(ledger) if entry.state not in _CLOSED]
        latest = {each.register_number: each for each in list_suggestions(ledger)}
    rows: list[Row] = []
    for entry in as_of_now(entries, office):
        rows += _entry_rows(entry, latest.get(entry.register_number))
    return [row for row in rows if row.on.year == year and month in (None, row.on.month)]


def _entry_rows(entry: EntryRow, suggestion: Suggestion | None) -> list[Row]:
    """The days of feedback and of completion of one task, where it has them."""
    number = "、".join(entry.tickets) or f"{entry.register_number}（{entry.state}）"
    who = "、".join(entry.lead_units) or "未写明牵头单位"
    rows = []
    feedback = entry.feedback_on or entry.feedback_provisional_on
    if feedback and entry.state not in _REPORTED:
        note = _suggested(suggestion, feedback) if entry.state != TO_ASSIGN else ""
        rows.append(
            Row(
                key=f"{entry.register_number}-feedback",
                on=feedback,
                what=f"反馈：{entry.objective}",
                content=number,
                clause=entry.feedback_basis.partition("》")[2],
                who=who,
                nature=RULE,
                note=note,
                is_provisional=entry.feedback_on is None,
            )
        )
    if entry.completion_on:
        key = f"{entry.register_number}-completion"
        what = f"完成：{entry.objective}"
        rows.append(Row(key, entry.completion_on, what, number, "", who, STATED))
    return rows


def _suggested(suggestion: Suggestion | None, feedback: date) -> str:
    """What a newer notice makes of the day on a ticket that is out; ``""`` when nothing."""
    if suggestion is None or suggestion.limit != "feedback":
        return ""
    if suggestion.after == feedback:
        return f"按{suggestion.because}，这一天可以确定；单上仍印暂定"
    return f"按{suggestion.because}应为{suggestion.after}；单已下发，没有改动"
