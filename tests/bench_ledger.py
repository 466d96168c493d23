"""How the ledger answers when it is full, as ratios to a bare ``SELECT count(*)`` of its tasks.

    python tests/bench_ledger.py [--tasks 1000000] [--postgres] [--plans] [--keep FOLDER]

``--plans`` prints how SQLite goes about each question; ``--keep`` leaves the ledger in FOLDER and
finds it there the next time.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from databases import running_server
from django.db import connections
from full_ledger import TODAY, UNITS, fill
from ledger_cases import batch, context_of, render, task

from toolkit.ledger.due import DueQuestion, due_lists
from toolkit.ledger.lookup import entries_numbered
from toolkit.ledger.reporting import ReportQuestion, report_figures, report_items
from toolkit.ledger.store import (
    Confirmed,
    Ledger,
    find_tickets,
    issue,
    list_entries,
    open_ledger,
)
from toolkit.loading.life_cycle import load_life_cycle

_CLOCK = Confirmed(clock=True)


def questions(ledger: Ledger) -> dict[str, Callable[[], Any]]:
    """What is measured, by name; the first is the yardstick."""
    cycle = load_life_cycle()
    asked = DueQuestion(TODAY, TODAY + timedelta(3), TODAY - timedelta(30), most=50)
    of_unit = DueQuestion(
        TODAY, TODAY + timedelta(3), TODAY - timedelta(30), unit=UNITS[7], most=50
    )
    month = ReportQuestion(date(2025, 11, 1), date(2025, 11, 30), date(2025, 11, 30))
    return {
        "select count(*)": lambda: _count(ledger),
        "due": lambda: due_lists(ledger, cycle, asked),
        "due, one unit": lambda: due_lists(ledger, cycle, of_unit),
        "a unit's list, first 50": lambda: list_entries(ledger, unit=UNITS[7], limit=50),
        "by number, any brackets": lambda: entries_numbered(ledger, "云政督交(2025)第12号"),
        "a bare number": lambda: find_tickets(ledger, "［2025］12"),
        "the list of a number": lambda: list_entries(ledger, number="（2025）12"),
        "the month's report": lambda: report_figures(ledger, cycle, month),
        "the month's items": lambda: report_items(ledger, cycle, month),
        "a ticket issued": lambda: _issue(ledger),
    }


def _count(ledger: Ledger) -> int:
    with connections[ledger.alias].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_ledgerentry")
        counted: int = cursor.fetchone()[0]
        return counted


def _issue(ledger: Ledger) -> None:
    """Number one more ticket and write its file."""
    given = batch(f"{time.time_ns()}", (task(1),))
    issue(ledger, given, build_context=context_of, render=render, today=TODAY, confirmed=_CLOCK)


def seconds(question: Callable[[], Any], rounds: int = 7) -> tuple[float, float]:
    """The median time of an answer, and what of it this process computed.

    On a busy machine the first is mostly waiting; SQLite's own work is in the second.
    """
    times = []
    for _ in range(rounds):
        began, computed = time.perf_counter(), time.process_time()
        question()
        times.append((time.perf_counter() - began, time.process_time() - computed))
    waited, busy = zip(*times, strict=True)
    return statistics.median(waited), statistics.median(busy)


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
    arguments.add_argument("--keep", type=Path)
    wanted = arguments.parse_args()
    with (
        nullcontext(wanted.keep) if wanted.keep else tempfile.TemporaryDirectory() as place,
        _address(postgres=wanted.postgres) as url,
        open_ledger(Path(place), database_url=url) as ledger,
    ):
        if not list_entries(ledger, limit=1):
            began = time.perf_counter()
            made = fill(ledger, wanted.tasks)
            with connections[ledger.alias].cursor() as cursor:
                cursor.execute("ANALYZE")
            print(f"{made:,} tasks filled in {time.perf_counter() - began:.0f} s")
        if wanted.plans:
            print("\n".join(plans(ledger)))
        bare = 0.0
        for name, question in questions(ledger).items():
            taken, computed = seconds(question)
            bare = bare or taken
            print(
                f"{name:<26}{taken * 1000:>9.2f} ms  {taken / bare:>7.1f}x"
                f"{computed * 1000:>9.2f} ms computed"
            )


if __name__ == "__main__":
    main()
