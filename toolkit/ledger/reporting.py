"""What was given out in a period, and how each item stood on a day: for 通报 and tables.

The ledger keeps how an entry stands now, and every step with the state and limit before it. How it
stood on a day is that with the later steps undone. The database does so for all entries of the
period in one statement. Kept for it is only the day of an entry's 交办单, by which those of a
period lie side by side in one index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q

from toolkit.ledger.lookup import unit_meant
from toolkit.ledger.models import EntryState, EntryUnit
from toolkit.ledger.opening import BEIJING, Ledger
from toolkit.life_cycle import LifeCycle, Limit, Phase, Situation, standing
from toolkit.model import TicketKind
from toolkit.papers.bulletin import DONE, OPEN, OVERDUE
from toolkit.tallies import OF_STANDING, ReportItem, Tally, in_order, tally, tally_by

NOT_COUNTED = (EntryState.VOID, EntryState.MERGED, EntryState.SPLIT)
_CHUNK = 2000  # parameters of one question; SQLite takes 32766

# line: every entry on a live 交办单 of the period, and its pieces, which stand where the whole
#   (``root``) stood; ``of`` is in turn itself and what it was cut from, whose steps are its own too
# happened: what had happened by the day, and the first steps later than it, which hold what was
#   before them; ``undone`` begins with 16 digits, by which texts are in the order of keys
# stood: the entry as it was at the end of the day; its limits as text, as corrections keep them
_STOOD = """
WITH RECURSIVE line(entry, of, root, state_now, report_now, finish_now, rule_source) AS (
    SELECT id, id, id, state, report_by, finish_by, rule_source
    FROM ledger_ledgerentry WHERE assigned_on BETWEEN %(start)s AND %(end)s
  UNION ALL
    SELECT e.id, CASE own WHEN 1 THEN e.id ELSE line.of END, line.root,
        e.state, e.report_by, e.finish_by, e.rule_source
    FROM line JOIN ledger_ledgerentry e ON e.split_from_id = line.entry
    JOIN (SELECT 0 AS own UNION ALL SELECT 1) AS parts ON own = 0 OR line.of = line.entry
),
happened AS (
    SELECT entry, min(root) AS root, state_now, report_now, finish_now, rule_source,
        min(CAST(1000000000000000 + s.id AS text) || before)
            FILTER (WHERE s."on" > %(day)s) AS undone,
        min(s.id) FILTER (WHERE s."on" > %(day)s AND (act IN ('accept', 'return')
            OR act = 'extend' AND s."limit" <> %(completion)s)) AS report_moved,
        min(s.id) FILTER (WHERE s."on" > %(day)s AND act = 'extend'
            AND s."limit" = %(completion)s) AS finish_moved,
        max(1) FILTER (WHERE s."on" <= %(day)s AND act IN ('report', 'apply')
            AND s."on" > due_on) AS late_report,
        max(1) FILTER (WHERE s."on" <= %(day)s AND act = 'return') AS returned,
        max(1) FILTER (WHERE s."on" <= %(day)s AND act = 'extend') AS extended,
        max(1) FILTER (WHERE s."on" <= %(day)s AND act = 'remind') AS reminded,
        max(1) FILTER (WHERE s."on" <= %(day)s AND act = 'supervise') AS supervised{more}
    FROM line LEFT JOIN ledger_entrystep s ON s.entry_id = line.of
    GROUP BY entry, state_now, report_now, finish_now, rule_source
),
corrected AS (
    SELECT line.entry, min(c.id) AS first
    FROM ledger_correction c JOIN line ON line.of = c.entry_id
    WHERE c.field = 'finish_by' AND c.at >= %(next)s
    GROUP BY line.entry
),
stood AS (
    SELECT h.*, COALESCE(substr(undone, 17), state_now) AS state,
        CAST(CASE WHEN r.id IS NULL THEN h.report_now ELSE r.due_on END AS text) AS report_by,
        CASE WHEN c.id IS NOT NULL AND (f.at IS NULL OR c.at < f.at)
            THEN NULLIF(substr(CAST(c.read_value AS text), 2, 10), 'ull')
            ELSE CAST(CASE WHEN f.id IS NULL THEN h.finish_now ELSE f.due_on END AS text)
        END AS finish_by
    FROM happened h
    LEFT JOIN ledger_entrystep r ON r.id = h.report_moved
    LEFT JOIN ledger_entrystep f ON f.id = h.finish_moved
    LEFT JOIN corrected ON corrected.entry = h.entry
    LEFT JOIN ledger_correction c ON c.id = corrected.first
    {narrowed}
)
"""
_FLAGS = ("late_report", "returned", "extended", "reminded", "supervised")
# one number for whether a limit is past, and for every flag: quicker to group by than six
_MARKS = " + ".join(
    [
        "CASE WHEN report_by < %(day)s OR finish_by < %(day)s THEN 1 ELSE 0 END",
        *(f"{2 << place} * COALESCE({flag}, 0)" for place, flag in enumerate(_FLAGS)),
    ]
)
_GROUPED = f"""
, marked AS (
    SELECT entry, rule_source, state_now, state, {_MARKS} AS marks FROM stood
)
SELECT 'source', rule_source AS name, state_now, state, marks, count(*) FROM marked
    GROUP BY name, state_now, state, marks
UNION ALL SELECT 'unit', COALESCE(n.name, '') AS name, state_now, state, marks, count(*) FROM marked
    LEFT JOIN ledger_entryunit n ON n.entry_id = marked.entry AND n.lead
    GROUP BY n.name, state_now, state, marks
"""
_MORE = """,
        max(s.id) FILTER (WHERE s."on" <= %(day)s AND act IN ('report', 'apply')) AS told,
        count(*) FILTER (WHERE s."on" > %(day)s AND act = 'extend') AS extensions"""
_LISTED = f"""
SELECT stood.entry, state_now, stood.state, stood.report_by, stood.finish_by,
    e.extensions - stood.extensions, {", ".join(_FLAGS)}, e.register_number, e.objective,
    e.issuer, e.entered_on, e.rule_source, d.title, d.name, e.completion_text,
    t.number, i."row", t.issued_on, COALESCE(told.text, '')
FROM stood
JOIN ledger_ledgerentry e ON e.id = stood.entry
JOIN ledger_sourcerecord d ON d.id = e.source_id
JOIN ledger_ticketitem i ON i.entry_id = stood.root
JOIN ledger_ticketrecord t ON t.id = i.ticket_id AND t.kind = %(kind)s AND t.state <> 'void'
LEFT JOIN ledger_entrystep told ON told.id = stood.told
ORDER BY i.ticket_id, i."row", stood.entry
"""


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """Tasks whose 交办单 is of ``start`` to ``end``, as they stood at the end of ``as_of``.

    ``unit`` is a lead unit, ``source`` an id of the regulation or words of the document's title.
    """

    start: date
    end: date
    as_of: date
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """The items in the order of their tickets; what is void, merged or split is only counted."""

    items: tuple[ReportItem, ...]
    left_out: dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts whole, by lead unit (``""``: none) and by the regulation's id of the source.

    The groups with most items come first; an item of several units counts in each.
    """

    whole: Tally
    by_unit: dict[str, Tally]
    by_source: dict[str, Tally]
    left_out: dict[str, int]


def figures_of(found: Reported) -> Figures:
    """The counts of items at hand."""
    return Figures(
        tally(found.items),
        tally_by(found.items, lambda item: item.units or ("",)),
        tally_by(found.items, lambda item: (item.source_id,)),
        found.left_out,
    )


def report_figures(ledger: Ledger, cycle: LifeCycle, asked: ReportQuestion) -> Figures:
    """The counts alone: those of the items of :func:`report_items`, counted where they lie."""
    left_out: dict[str, int] = defaultdict(int)
    counts: dict[str, dict[str, dict[str, int]]] = {"source": {}, "unit": {}}
    for group, name, now, state, marks, count in _ask(ledger, asked, _GROUPED):
        if now in NOT_COUNTED:
            if group == "source":
                left_out[EntryState(now).label] += count
            continue
        counted = counts[group].setdefault(name, defaultdict(int))
        counted["issued"] += count
        counted[OF_STANDING[_standing(cycle, state, is_past=bool(marks & 1))]] += count
        for place, flag in enumerate(_FLAGS):
            counted[flag] += count * (marks >> place + 1 & 1)
    by_unit = {name: Tally(**counted) for name, counted in counts["unit"].items()}
    by_source = {name: Tally(**counted) for name, counted in counts["source"].items()}
    whole = sum(by_source.values(), Tally())
    return Figures(whole, in_order(by_unit), in_order(by_source), dict(left_out))


def _standing(cycle: LifeCycle, state: str, *, is_past: bool) -> str:
    phase = cycle.phase(state)
    if phase is Phase.ENDED:
        return DONE
    return OVERDUE if is_past and phase is Phase.OWING else OPEN


def report_items(ledger: Ledger, cycle: LifeCycle, asked: ReportQuestion) -> Reported:
    """All items that fit. A piece of a split task stands where the whole stood on the ticket."""
    rows = [_Row._make(row) for row in _ask(ledger, asked, _LISTED, more=_MORE)]
    leads = _leads(ledger, [row.entry for row in rows])
    left_out: dict[str, int] = defaultdict(int)
    items = []
    for row in rows:
        if row.state_now in NOT_COUNTED:
            left_out[EntryState(row.state_now).label] += 1
        else:
            items.append(_item(cycle, row, tuple(leads[row.entry]), asked.as_of))
    return Reported(tuple(items), dict(left_out))


class _Row(NamedTuple):
    """A row of ``_LISTED``; SQLite gives days as text."""

    entry: int
    state_now: str
    state: str
    report_by: str | None
    finish_by: str | None
    extensions: int
    late_report: int | None
    returned: int | None
    extended: int | None
    reminded: int | None
    supervised: int | None
    register_number: str
    objective: str
    issuer: str
    entered_on: str | date
    rule_source: str
    title: str
    name: str
    completion_text: str
    number: str
    row: int
    issued_on: str | date
    progress: str


def _item(cycle: LifeCycle, row: _Row, units: tuple[str, ...], as_of: date) -> ReportItem:
    at = Situation(
        number=row.register_number,
        state=row.state,
        issuer=row.issuer,
        units=units,
        report_by=_day(row.report_by),
        finish_by=_day(row.finish_by),
        entered_on=_day(row.entered_on) or as_of,
        extensions=row.extensions,
    )
    seen = standing(cycle, at, as_of, as_of)
    return ReportItem(
        register_number=row.register_number,
        number=f"{row.number}第{row.row}项",
        objective=row.objective,
        units=units,
        source_id=row.rule_source,
        source_title=row.title or row.name,
        assigned_on=_day(row.issued_on) or as_of,
        completion=row.completion_text or "原文未明确",
        standing=_standing(cycle, row.state, is_past=seen.is_overdue),
        state=seen.state,
        progress=row.progress,
        is_late_report=bool(row.late_report),
        is_returned=bool(row.returned),
        is_extended=bool(row.extended),
        is_reminded=bool(row.reminded),
        is_supervised=bool(row.supervised),
    )


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _leads(ledger: Ledger, entries: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {entry: [] for entry in entries}
    shares = EntryUnit.objects.using(ledger.alias).filter(lead=True).order_by("position")
    for start in range(0, len(entries), _CHUNK):
        part = shares.filter(entry__in=entries[start : start + _CHUNK])
        for entry, name in part.values_list("entry", "name"):
            found[entry].append(name)
    return found


def _ask(
    ledger: Ledger, asked: ReportQuestion, question: str, *, more: str = ""
) -> Iterator[tuple[Any, ...]]:
    connection = connections[ledger.alias]
    midnight = datetime.combine(asked.as_of + timedelta(1), time(), BEIJING)
    narrowed, parameters = _narrowed(ledger, asked)
    parameters |= {
        "kind": TicketKind.ASSIGNMENT.value,
        "start": asked.start.isoformat(),
        "end": asked.end.isoformat(),
        "day": asked.as_of.isoformat(),
        "next": connection.ops.adapt_datetimefield_value(midnight),
        "completion": Limit.COMPLETION.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STOOD.format(narrowed=narrowed, more=more) + question, parameters)
        yield from cursor.fetchall()


def _narrowed(ledger: Ledger, asked: ReportQuestion) -> tuple[str, dict[str, Any]]:
    """What is asked of the entries, and which of them may be seen, as a condition of ``_STOOD``."""
    wanted = Q()
    if asked.unit:
        leads = EntryUnit.objects.using(ledger.alias).filter(lead=True)
        unit = unit_meant(ledger, asked.unit)
        named = leads.filter(Q(name=unit) | Q(text=unit))
        wanted &= Q(pk__in=named.values("entry"))
    if asked.source:
        wanted &= Q(rule_source=asked.source) | Q(source__title__contains=asked.source)
    if not wanted and ledger.viewer.sees_all:
        return "", {}
    rows = ledger.entries.filter(wanted).values("pk").query
    try:
        statement, values = rows.get_compiler(ledger.alias).as_sql()
    except EmptyResultSet:  # somebody who may see nothing
        return "WHERE h.entry IS NULL", {}
    named_values = {f"p{place}": value for place, value in enumerate(values)}
    return f"WHERE h.entry IN ({statement % tuple(f'%({name})s' for name in named_values)})", (
        named_values
    )
