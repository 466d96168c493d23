"""What is due when in an office: the regulation's cadence and, on request, the open tickets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit.errors import UsageError
from toolkit.follow_up.recounting import TO_ASSIGN, as_of_now, ledger_of
from toolkit.life_cycle import Phase
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.model import Finding
from toolkit.office.law import law_of
from toolkit.office.settings import OfficeFolder
from toolkit.rules.cadence import Duty, list_duties, undated
from toolkit.rules.organs import adapt
from toolkit.rules.regulation import Regulation

if TYPE_CHECKING:
    from toolkit.ledger.due_dates import Suggestion
    from toolkit.ledger.queries import EntryRow

RULE = "条款"
DEFAULT = "默认"
STATED = "文件"


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
    from toolkit.ledger.store import list_entries, list_suggestions

    ended, checking = _state_names(Phase.ENDED), _state_names(Phase.CHECKING)
    with ledger:
        entries = [entry for entry in list_entries(ledger) if entry.state not in ended]
        latest = {each.register_number: each for each in list_suggestions(ledger)}
    rows: list[Row] = []
    for entry in as_of_now(entries, office):
        owes = entry.state not in checking
        rows += _entry_rows(entry, owes, latest.get(entry.register_number))
    return [row for row in rows if row.on.year == year and month in (None, row.on.month)]


def _state_names(phase: Phase) -> set[str]:
    """The Chinese names of the ledger's states in one phase of a task's life."""
    cycle = load_life_cycle()
    return {cycle.name(state) for state in cycle.ids(phase)}


def _entry_rows(entry: EntryRow, owes: bool, suggestion: Suggestion | None) -> Iterator[Row]:
    """The days in force of one task: report (if it ``owes`` one), answer to a 催办, completion."""

    def row(name: str, what: str, on: date, **facts: Any) -> Row:
        return Row(
            key=f"{entry.register_number}-{name}",
            on=on,
            what=f"{what}：{entry.objective}",
            content="、".join(entry.tickets) or f"{entry.register_number}（{entry.state}）",
            who="、".join(entry.lead_units) or "未写明牵头单位",
            **facts,
        )

    basis = entry.feedback_basis.partition("》")[2]
    set_on = entry.feedback_on or entry.feedback_provisional_on
    due = entry.report_by or set_on
    if due and owes:
        is_set_by_hand = due != set_on
        note = f"已改期，原为{set_on}" if is_set_by_hand and set_on else ""
        if not is_set_by_hand and entry.state != TO_ASSIGN:
            note = _suggested(suggestion, due)
        is_provisional = entry.feedback_on is None and not is_set_by_hand
        facts = {"clause": basis, "note": note, "is_provisional": is_provisional}
        yield row("feedback", "反馈", due, nature=RULE, **facts)
    if entry.reply_by and owes:
        yield row("reply", "回复催办（督办）", entry.reply_by, clause="五-4", nature=DEFAULT)
    done = entry.finish_by or entry.completion_on
    if done:
        note = f"已改期，原为{entry.completion_on}" if done != entry.completion_on else ""
        yield row("completion", "完成", done, clause="", nature=STATED, note=note)


def _suggested(suggestion: Suggestion | None, feedback: date) -> str:
    """What a newer notice makes of the day on a ticket that is out; ``""`` when nothing."""
    if suggestion is None or suggestion.limit != "feedback":
        return ""
    if suggestion.after == feedback:
        return f"按{suggestion.because}，这一天可以确定；单上仍印暂定"
    return f"按{suggestion.because}应为{suggestion.after}；单已下发，没有改动"
