"""A ledger as after years of work: some tasks through the models, the rest copied by SQL.

One task in fifty is open; each has a ticket, two units, a report and an event or two, those that
are done a check; twenty tasks come from one document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connections, models, transaction

from toolkit.ledger.models import (
    EntryStep,
    EntryUnit,
    Event,
    LedgerEntry,
    NumberSeries,
    SourceRecord,
    TicketItem,
    TicketRecord,
)
from toolkit.ledger.store import Ledger

TODAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
UNITS = [f"云溪县第{n}局" for n in range(200)]
OPEN_STATES = ("assigned", "in_hand", "reported", "reminded", "returned")
BASE = 20_000  # tasks made through the models
_A_DOCUMENT = 20
_BATCH = 2000

# What a copied row must not share with its original; ``{copy}`` is the number of the copy. Keys
# and references to copied rows are moved on by themselves.
_OWN: dict[type[models.Model], dict[str, str]] = {
    SourceRecord: {"sha256": "substr(sha256, 1, 57) || '{copy:07d}'"},
    LedgerEntry: {
        "register_number": "substr(register_number, 1, 7)"
        " || CAST(1000000 + id + {copy} * {rows} AS text)",
        "item_key": "substr(item_key, 1, 57) || '{copy:07d}'",
    },
    EntryUnit: {},
    TicketRecord: {
        "sequence": "sequence + {copy} * (SELECT last FROM ledger_numberseries AS s"
        " WHERE s.id = series_id)",
        "number": "(SELECT code || '〔' || CAST(year AS text) || '〕'"
        " || CAST(sequence + {copy} * last AS text) || '号'"
        " FROM ledger_numberseries AS s WHERE s.id = series_id)",
        "idempotency_key": "substr(idempotency_key, 1, 57) || '{copy:07d}'",
        "file": "'{copy}-' || file",
    },
    TicketItem: {},
    EntryStep: {},
    Event: {},
}


def fill(ledger: Ledger, tasks: int) -> int:
    """Put about ``tasks`` entries into an empty ledger, past all checks; returns how many."""
    base = min(tasks, BASE)
    copies = -(-tasks // base)
    with transaction.atomic(using=ledger.alias):
        series = _series(ledger.alias)
        for start in range(0, base, _BATCH):
            _some(ledger.alias, series, range(start, min(start + _BATCH, base)))
        NumberSeries.objects.using(ledger.alias).bulk_update(series.values(), ["last"])
    for copy in range(1, copies):
        with transaction.atomic(using=ledger.alias):
            _copy(ledger.alias, copy)
    with connections[ledger.alias].cursor() as cursor:
        cursor.execute(f"UPDATE ledger_numberseries SET last = last * {copies}")
        cursor.execute(f"UPDATE ledger_chainhead SET sequence = {2 * base * copies}")
        # a server counts keys by itself, and knows nothing of those that were copied
        counted = connections[ledger.alias].ops.sequence_reset_sql(no_style(), list(_OWN))
        for statement in counted:
            cursor.execute(statement)
    return base * copies


def _series(alias: str) -> dict[int, NumberSeries]:
    return {
        year: NumberSeries.objects.using(alias).create(
            code="云政督交",
            style="document",
            year=year,
            kind="assignment",
            issuer="县政府督查室",
        )
        for year in range(2016, 2027)
    }


def _copy(alias: str, copy: int) -> None:
    """Every row of the base once more; each table's keys go on after the copy before."""
    with connections[alias].cursor() as cursor:
        rows: dict[type[models.Model], int] = {}
        for model in _OWN:
            meta = model._meta
            assert meta.pk is not None
            cursor.execute(f"SELECT max({meta.pk.column}) FROM {meta.db_table}")
            rows[model] = cursor.fetchone()[0] // copy
        for model, own in _OWN.items():
            meta = model._meta
            assert meta.pk is not None
            names = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
            values = ", ".join(
                own.get(field.name, _moved(field, rows)).format(copy=copy, rows=rows[model])
                for field in meta.concrete_fields
            )
            cursor.execute(
                f"INSERT INTO {meta.db_table} ({names}) SELECT {values} FROM {meta.db_table}"
                f' WHERE "{meta.pk.column}" <= {rows[model]}'
            )


def _moved(field: models.Field[Any, Any], rows: dict[type[models.Model], int]) -> str:
    target = field.model if field.primary_key else field.related_model
    if isinstance(target, type) and target in rows:
        return f'"{field.column}" + {{copy}} * {rows[target]}'
    return f'"{field.column}"'


# --- the base ----------------------------------------------------------------------------------


def _some(alias: str, series: dict[int, NumberSeries], numbers: range) -> None:
    documents = SourceRecord.objects.using(alias).bulk_create(
        _document(n) for n in numbers if n % _A_DOCUMENT == 0
    )
    entries, tickets = [], []
    for n in numbers:
        source = documents[(n - numbers.start) // _A_DOCUMENT]
        entries.append(_entry(source, n))
        row = series[entries[-1].entered_on.year]
        row.last += 1
        tickets.append(_ticket(source, row, n, entries[-1].entered_on))
    LedgerEntry.objects.using(alias).bulk_create(entries)
    TicketRecord.objects.using(alias).bulk_create(tickets)
    TicketItem.objects.using(alias).bulk_create(
        TicketItem(ticket=ticket, entry=entry, row=1)
        for entry, ticket in zip(entries, tickets, strict=True)
    )
    EntryUnit.objects.using(alias).bulk_create(
        share for entry in entries for share in _shares(entry)
    )
    EntryStep.objects.using(alias).bulk_create(step for entry in entries for step in _steps(entry))
    Event.objects.using(alias).bulk_create(_events(numbers))


def _document(n: int) -> SourceRecord:
    day = TODAY - timedelta(n % 3500)
    return SourceRecord(
        sha256=hashlib.sha256(f"document {n}".encode()).hexdigest(),
        name=f"第{n}次常务会议纪要.docx",
        title=f"云溪县人民政府第{n}次常务会议纪要",
        kind="minutes",
        dated_on=day,
        imported_at=NOW,
        extraction={"paragraphs": 40, "tasks": _A_DOCUMENT},
    )


def _entry(source: SourceRecord, n: int) -> LedgerEntry:
    is_open = n % 50 == 0
    age = n % 40 if is_open else 60 + n * 3571 % 3500
    entered = TODAY - timedelta(age)
    report_by = entered + timedelta(15 + n % 7)
    objective = f"办理第{n}件事，完成投资{n % 97}亿元，形成工作方案报县政府审定后组织实施"
    return LedgerEntry(
        register_number=f"{entered.year}-督-{1000000 + n}",
        source=source,
        item_key=hashlib.sha256(str(n).encode()).hexdigest(),
        task_number=n % _A_DOCUMENT + 1,
        objective=objective,
        origin=[{"text": objective, "paragraph": n % 40, "start": 0, "end": len(objective)}],
        extracted={"number": n % _A_DOCUMENT + 1, "objective": objective, "urgent": False},
        lead_officials=["张三"],
        responsible_persons=[],
        targets=[f"{n % 97}亿元"],
        completion_text="6月底前",
        issuer="县政府督查室",
        rule_source="executive_meeting",
        state=OPEN_STATES[n // 50 % 5] if is_open else "closed",
        entered_on=entered,
        assigned_on=entered,
        feedback_on=report_by,
        feedback_sentence="半个月，自会议次日起算。",
        report_by=report_by,
        completion_on=report_by + timedelta(100),
        finish_by=report_by + timedelta(100),
        updated_on=entered + timedelta(3),
        closed_on=None if is_open else entered + timedelta(20),
    )


def _ticket(source: SourceRecord, series: NumberSeries, n: int, issued: date) -> TicketRecord:
    return TicketRecord(
        series=series,
        sequence=series.last,
        number=f"云政督交〔{series.year}〕{series.last}号",
        kind="assignment",
        issuer="县政府督查室",
        units=[UNITS[n * 7 % 200]],
        source=source,
        state="issued",
        idempotency_key=hashlib.sha256(f"ticket {n}".encode()).hexdigest(),
        context={"number": n, "objectives": [f"办理第{n}件事"], "issuer": "县政府督查室"},
        file=f"{series.year}/{n}.docx",
        issued_on=issued,
    )


def _shares(entry: LedgerEntry) -> Iterator[EntryUnit]:
    assert entry.pk is not None
    for position in (0, 1):
        unit = UNITS[(entry.pk * 7 + position * 31) % 200]
        yield EntryUnit(
            entry=entry, lead=position == 0, position=position, name=unit, text=unit[3:]
        )


def _steps(entry: LedgerEntry) -> Iterator[EntryStep]:
    acts = ["report"] if entry.state == "closed" or entry.state == "reported" else []
    acts += ["close"] if entry.state == "closed" else []
    for n, act in enumerate(acts):
        yield EntryStep(
            entry=entry,
            act=act,
            on=entry.entered_on + timedelta(3 + 17 * n),
            side="issuing_body" if n else "unit",
            actor="县政府督查室",
            who="李四",
            text="方案已经县政府审定，正在组织实施",
            due_on=entry.report_by,
            before="reported" if n else "assigned",
            after="closed" if n else "reported",
            key=f"{act}:{n}",
            recorded_by="王五",
            at=NOW,
        )


def _events(numbers: range) -> Iterator[Event]:
    for n in numbers:
        for k in (0, 1):
            yield Event(
                sequence=2 * n + k + 1,
                at=NOW,
                kind=("entered", "numbered")[k],
                subject=f"2026-督-{1000000 + n}",
                payload="{}" * 60,
                previous="0" * 64,
                hash="0" * 64,
            )
