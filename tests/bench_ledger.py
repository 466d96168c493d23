"""How the ledger answers when it is full, as ratios to a bare ``SELECT count(*)`` of its tasks.

    python tests/bench_ledger.py [--tasks 100000] [--postgres] [--plans]

One task in fifty is open, as after some years of work; each has a ticket, two units and two
events. ``--plans`` prints how SQLite goes about each question.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from databases import running_server
from django.db import connections, transaction

from toolkit.ledger.due import DueQuestion, due_lists
from toolkit.ledger.lookup import entries_numbered
from toolkit.ledger.models import (
    EntryUnit,
    Event,
    LedgerEntry,
    NumberSeries,
    SourceRecord,
    TicketItem,
    TicketRecord,
)
from toolkit.ledger.store import Ledger, list_entries, open_ledger
from toolkit.loading.life_cycle import load_life_cycle

TODAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
UNITS = [f"云溪县第{n}局" for n in range(200)]
OPEN_STATES = ("assigned", "in_hand", "reported", "reminded", "returned")
BATCH = 2000


def fill(ledger: Ledger, tasks: int) -> None:
    """Put ``tasks`` entries into an empty ledger, past all checks."""
    alias = ledger.alias
    with transaction.atomic(using=alias):
        source = SourceRecord.objects.using(alias).create(
            sha256="0" * 64,
            name="纪要.docx",
            title="云溪县人民政府常务会议纪要",
            kind="minutes",
            imported_at=NOW,
            extraction={},
        )
        series = {
            year: NumberSeries.objects.using(alias).create(
                code="云政督交",
                style="document",
                year=year,
                kind="assignment",
                issuer="县政府督查室",
            )
            for year in range(2016, 2027)
        }
        for start in range(0, tasks, BATCH):
            _some(alias, source, series, range(start, min(start + BATCH, tasks)))


def _some(
    alias: str, source: SourceRecord, series: dict[int, NumberSeries], numbers: range
) -> None:
    entries = [_entry(source, n) for n in numbers]
    tickets = []
    for n, entry in zip(numbers, entries, strict=True):
        row = series[entry.entered_on.year]
        row.last += 1
        tickets.append(_ticket(source, row, n, entry.entered_on))
    LedgerEntry.objects.using(alias).bulk_create(entries)
    TicketRecord.objects.using(alias).bulk_create(tickets)
    pairs = list(zip(entries, tickets, strict=True))
    TicketItem.objects.using(alias).bulk_create(
        TicketItem(ticket=ticket, entry=entry, row=1) for entry, ticket in pairs
    )
    EntryUnit.objects.using(alias).bulk_create(
        EntryUnit(
            entry=entry,
            lead=position == 0,
            position=position,
            name=UNITS[(n * 7 + position * 31) % 200],
            text=UNITS[(n * 7 + position * 31) % 200][3:],
        )
        for n, entry in zip(numbers, entries, strict=True)
        for position in (0, 1)
    )
    Event.objects.using(alias).bulk_create(
        Event(
            sequence=2 * n + k + 1,
            at=NOW,
            kind="entered",
            subject=f"2026-督-{n:07d}",
            payload="{}" * 60,
            previous="0" * 64,
            hash="0" * 64,
        )
        for n in numbers
        for k in (0, 1)
    )


def _entry(source: SourceRecord, n: int) -> LedgerEntry:
    is_open = n % 50 == 0
    age = n % 40 if is_open else 60 + n * 3571 % 3500
    entered = TODAY - timedelta(age)
    report_by = entered + timedelta(15 + n % 7)
    return LedgerEntry(
        register_number=f"{entered.year}-督-{n:07d}",
        source=source,
        item_key=hashlib.sha256(str(n).encode()).hexdigest(),
        task_number=n,
        objective=f"办理第{n}件事，完成投资{n % 97}亿元",
        origin=[],
        extracted={},
        lead_officials=["张三"],
        responsible_persons=[],
        targets=[],
        issuer="县政府督查室",
        rule_source="executive_meeting",
        state=OPEN_STATES[n // 50 % 5] if is_open else "closed",
        entered_on=entered,
        feedback_on=report_by,
        report_by=report_by,
        completion_on=report_by + timedelta(100),
        finish_by=report_by + timedelta(100),
        updated_on=entered + timedelta(3),
    )


def _ticket(source: SourceRecord, series: NumberSeries, n: int, issued: date) -> TicketRecord:
    return TicketRecord(
        series=series,
        sequence=series.last,
        number=f"云政督交〔{series.year}〕{series.last}号",
        kind="assignment",
        issuer="县政府督查室",
        units=[],
        source=source,
        state="issued",
        idempotency_key=hashlib.sha256(f"ticket {n}".encode()).hexdigest(),
        context={},
        file=f"{series.year}/{n}.docx",
        issued_on=issued,
    )


def questions(ledger: Ledger) -> dict[str, Callable[[], Any]]:
    """What is measured, by name; the first is the yardstick."""
    cycle = load_life_cycle()
    asked = DueQuestion(TODAY, TODAY + timedelta(3), TODAY - timedelta(30), most=50)
    of_unit = DueQuestion(
        TODAY, TODAY + timedelta(3), TODAY - timedelta(30), unit=UNITS[7], most=50
    )
    return {
        "select count(*)": lambda: _count(ledger),
        "due": lambda: due_lists(ledger, cycle, asked),
        "due, one unit": lambda: due_lists(ledger, cycle, of_unit),
        "a unit's list, first 50": lambda: list_entries(ledger, unit=UNITS[7], limit=50),
        "by number, any brackets": lambda: entries_numbered(ledger, "云政督交(2025)第12号"),
        "the list of a number": lambda: list_entries(ledger, number="（2025）12"),
    }


def _count(ledger: Ledger) -> int:
    with connections[ledger.alias].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_ledgerentry")
        counted: int = cursor.fetchone()[0]
        return counted


def seconds(question: Callable[[], Any], rounds: int = 7) -> float:
    """The median time of an answer."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        question()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def plans(ledger: Ledger) -> Iterator[str]:
    """SQLite's plan of every statement that the questions ask."""
    connection = connections[ledger.alias]
    connection.force_debug_cursor = True
    for name, question in questions(ledger).items():
        connection.queries_log.clear()
        question()
        asked = [query["sql"] for query in connection.queries_log]
        yield f"--- {name}: {len(asked)} statements"
        for statement in asked:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}".replace("%", "%%"))
                yield from (f"    {row[3]}" for row in cursor.fetchall())


@contextmanager
def _address(*, postgres: bool) -> Iterator[str | None]:
    with running_server() if postgres else nullcontext() as server:
        yield server.create("bench") if server else None


def main() -> None:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tasks", type=int, default=100_000)
    arguments.add_argument("--postgres", action="store_true")
    arguments.add_argument("--plans", action="store_true")
    wanted = arguments.parse_args()
    with (
        tempfile.TemporaryDirectory() as place,
        _address(postgres=wanted.postgres) as url,
        open_ledger(Path(place), database_url=url) as ledger,
    ):
        began = time.perf_counter()
        fill(ledger, wanted.tasks)
        with connections[ledger.alias].cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{wanted.tasks:,} tasks filled in {time.perf_counter() - began:.0f} s")
        if wanted.plans:
            print("\n".join(plans(ledger)))
        bare = 0.0
        for name, question in questions(ledger).items():
            taken = seconds(question)
            bare = bare or taken
            print(f"{name:<26}{taken * 1000:>9.2f} ms  {taken / bare:>7.1f}x")


if __name__ == "__main__":
    main()
