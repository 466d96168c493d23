"""Crash the PostgreSQL server under four writers, start it again, and look at every row.

    python tests/crash_harness.py --crashes 100           the ledger's own protocol
    python tests/crash_harness.py --crashes 20 --naive    a sequence, and trying again without a key

A crash is an immediate stop, or SIGKILL for the server's first process or for one that serves a
writer. Exit code 1 when an invariant broke or a writer saw anything but a 【E…】 line.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import CalledProcessError

from databases import Server, running_server
from hammer import Place, document
from kill_harness import Worker, end, start
from ledger_cases import TODAY, context_of, render

from toolkit.errors import DubanError
from toolkit.ledger.models import TicketRecord
from toolkit.ledger.store import issue, recover, verify

WRITERS = 4
STOP = "停"
_PATIENCE = 60  # seconds for the server to come back


def writer(place: Place, own: int) -> Worker:
    """Issues document after document; what failed is tried again until its number comes back."""

    def work(folder: Path, promised: Callable[[str], None]) -> None:
        k = 0
        while not (folder / STOP).exists():
            try:
                with place.open() as ledger:
                    given = document(f"{own}-{k}")
                    (ticket,) = issue(
                        ledger, given, build_context=context_of, render=render, today=TODAY
                    )
            except DubanError as fault:
                promised(f"!{fault.code}")
                time.sleep(0.05)
                continue
            promised(ticket.number)
            k += 1

    return work


def naive_writer(place: Place, own: int) -> Worker:
    """Numbers from a sequence; after a fault the row is simply inserted again."""

    def work(folder: Path, promised: Callable[[str], None]) -> None:
        import psycopg

        k = 0
        assert place.url
        while not (folder / STOP).exists():
            try:
                with psycopg.connect(place.url, autocommit=True) as connection:
                    while not (folder / STOP).exists():
                        row = connection.execute(
                            "INSERT INTO naive (matter) VALUES (%s) RETURNING n", [f"{own}-{k}"]
                        ).fetchone()
                        assert row is not None
                        promised(str(row[0]))
                        k += 1
            except psycopg.Error:
                time.sleep(0.05)

    return work


def crash(server: Server, chance: random.Random) -> str:
    """Crash the server in one of three ways and bring it back; returns the way."""
    way = chance.choice(("immediate stop", "kill the first process", "kill one that serves"))
    first = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    serving = [pid for pid in _children(first) if "127.0.0.1" in _title(pid)]
    if way == "kill one that serves" and not serving:
        way = "immediate stop"
    if way == "immediate stop":
        server.control("-m", "immediate", "stop")
    elif way == "kill the first process":
        os.kill(first, signal.SIGKILL)
    else:
        # the server ends all others itself and recovers without being started
        with suppress(ProcessLookupError):
            os.kill(serving[0], signal.SIGKILL)
        return way
    until = time.monotonic() + _PATIENCE
    while True:
        try:  # what is left of the old one may hold its memory for a moment
            server.start()
        except CalledProcessError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return way


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in found]


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def crash_under_writers(
    server: Server, folder: Path, crashes: int, *, naive: bool = False, seed: int = 7
) -> tuple[Counter[str], Counter[str]]:
    """Returns how often each way was taken and each fault told, and which invariants broke."""
    chance = random.Random(seed)
    place = Place(folder, server.create("naive" if naive else "crashes"))
    place.open().close()
    if naive:
        _query(place, "CREATE TABLE naive (n serial, matter text)")
    make = naive_writer if naive else writer
    running = [start(make(place, own), folder) for own in range(WRITERS)]
    seen = Counter[str]()
    try:
        for _ in range(crashes):
            time.sleep(chance.uniform(0.5, 2.5))
            seen[crash(server, chance)] += 1
        _wait(place)
    finally:
        (folder / STOP).touch()
        told = [end(*process)[1] for process in running]
    promised = {number for numbers in told for number in numbers}
    seen.update(number for numbers in told for number in numbers if number.startswith("!"))
    promised = {number for number in promised if not number.startswith("!")}
    seen["acknowledged"] = len(promised)
    check = _naively_broken if naive else _broken
    return seen, Counter(check(place, promised))


def _wait(place: Place) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return place.open().close()
        except DubanError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _broken(place: Place, promised: set[str]) -> Iterator[str]:
    with place.open() as ledger:
        if recover(ledger, render).failed:
            yield "recovery"
        yield from (damage.invariant for damage in verify(ledger))
        rows = TicketRecord.objects.using(ledger.alias)
        if promised - set(rows.values_list("number", flat=True)):
            yield "I7"
        sources = list(rows.values_list("source__sha256", flat=True))
    if len(set(sources)) != len(sources):
        yield "I2"


def _naively_broken(place: Place, promised: set[str]) -> Iterator[str]:
    rows = _query(place, "SELECT n, matter FROM naive ORDER BY n")
    if [n for n, _ in rows] != list(range(1, len(rows) + 1)):
        yield "I1"
    if len({matter for _, matter in rows}) != len(rows):
        yield "I2"
    if promised - {str(n) for n, _ in rows}:
        yield "I7"


def _query(place: Place, statement: str) -> list[tuple[int, str]]:
    import psycopg

    assert place.url
    with psycopg.connect(place.url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def main() -> int:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--crashes", type=int, default=20)
    arguments.add_argument("--naive", action="store_true")
    arguments.add_argument("--seed", type=int, default=7)
    wanted = arguments.parse_args()
    began = time.monotonic()
    with running_server(durable=True) as server, tempfile.TemporaryDirectory() as place:
        seen, broken = crash_under_writers(
            server, Path(place) / "督办", wanted.crashes, naive=wanted.naive, seed=wanted.seed
        )
    print(f"{dict(seen)}; {time.monotonic() - began:.0f} s; broken {dict(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
