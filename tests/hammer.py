"""Many clerks at once: how long each waits, and whether every number is given exactly once.

    python tests/hammer.py [--processes 8] [--issues 250] [--postgres]   5 % break off half-way
    python tests/hammer.py --retries 10000 [--postgres]    the same documents over and over
    python tests/hammer.py --year-turn [--postgres]        across New Year, machines on UTC
    python tests/hammer.py --edits 1000 [--postgres]       two clerks correct one task
    python tests/hammer.py --naive                         MAX + 1: must be caught

Exit code 1 when an invariant broke or somebody saw an error. Needs ``os.fork``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from databases import Server, running_server
from django.db import connections, transaction
from ledger_cases import TODAY, batch, context_of, render, task

from toolkit.errors import DubanError
from toolkit.ledger.amending import Amendment, correct_entries
from toolkit.ledger.models import Correction, Event, TicketRecord
from toolkit.ledger.store import (
    Batch,
    Confirmed,
    Context,
    IssuedTicket,
    Ledger,
    TicketDraft,
    beijing_today,
    issue,
    list_entries,
    open_ledger,
    verify,
)
from toolkit.life_cycle import Given
from toolkit.loading.life_cycle import load_life_cycle

CYCLE = load_life_cycle()
_ONE = "云政督交〔2026〕1号"
ROLLBACKS = 0.05
TURN = datetime(2026, 12, 31, 16, tzinfo=UTC)  # midnight in Beijing


class BrokenOff(Exception):
    """A clerk's call that fails after its number was taken and before it is committed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where all work: the office folder, the address of a PostgreSQL ledger, that of the floor."""

    folder: Path
    url: str | None = None
    bare: str | None = None

    def open(self) -> Ledger:
        return open_ledger(self.folder, database_url=self.url)


@dataclass(frozen=True, slots=True)
class Call:
    """One call as its clerk saw it: what came back, or which error.

    ``seconds`` is all of it, from opening the ledger to the written file; ``numbering`` the giving
    of the number alone: from asking for it until it is committed and marked outside the database.
    """

    document: str
    number: str
    seconds: float
    fresh: bool = False
    error: str = ""
    numbering: float | None = None


def document(name: str) -> Batch:
    """A document with one task."""
    return batch(name, (task(1),))


class _Watch:
    """Looks at the clock when the number is asked for, and when its paper is first made."""

    asked = given = 0.0

    def render(self, template: bytes, context: Context) -> bytes:
        self.given = time.perf_counter()
        return render(template, context)


def _call(place: Place, name: str, do: Callable[[Ledger, _Watch], str | IssuedTicket]) -> Call:
    began, watch = time.perf_counter(), _Watch()
    try:
        with place.open() as ledger:
            given = do(ledger, watch)
    except BrokenOff:
        return Call(name, "", time.perf_counter() - began, error="broken off")
    except Exception as fault:  # whatever a clerk would see
        told = fault.code if isinstance(fault, DubanError) else repr(fault)
        return Call(name, "", time.perf_counter() - began, error=told)
    taken = time.perf_counter() - began
    if isinstance(given, str):
        return Call(name, given, taken, fresh=True)
    numbering = watch.given - watch.asked if given.fresh else None
    return Call(name, given.number, taken, given.fresh, numbering=numbering)


def _issue(
    ledger: Ledger,
    watch: _Watch,
    name: str,
    *,
    breaks: bool = False,
    now: datetime | None = None,
) -> IssuedTicket:
    def fields(draft: TicketDraft, number: str, day: date) -> Mapping[str, Any]:
        if breaks:
            raise BrokenOff
        return context_of(draft, number, day)

    today = beijing_today(now) if now else TODAY
    given = document(name)
    watch.asked = time.perf_counter()
    return issue(ledger, given, build_context=fields, render=watch.render, today=today, now=now)[0]


# --- what a clerk does -------------------------------------------------------------------------


def issuing(place: Place, issues: int, clerk: int) -> list[Call]:
    """Issue one document after the other; some calls break off, and are not made again."""
    chance = random.Random(clerk)
    calls = []
    for k in range(issues):
        name = f"{clerk}-{k}"
        breaks = chance.random() < ROLLBACKS
        calls.append(_call(place, name, partial(_issue, name=name, breaks=breaks)))
    return calls


def retrying(place: Place, documents: int, calls: int, clerk: int) -> list[Call]:
    """Ask for the same documents as everybody else, in an order of one's own."""
    chance = random.Random(clerk)
    names = [f"第{chance.randrange(documents)}份" for _ in range(calls)]
    return [_call(place, name, partial(_issue, name=name)) for name in names]


def turning(place: Place, issues: int, pace: float, start: float, clerk: int) -> list[Call]:
    """Issue while the year ends in Beijing, on a machine that goes by UTC.

    ``pace`` seconds pass for each real one since ``start`` (monotonic), which is 10 s before.
    """
    os.environ["TZ"] = "UTC"
    time.tzset()
    calls = []
    for k in range(issues):
        now = TURN + timedelta(seconds=pace * (time.monotonic() - start) - 10)
        name = f"{clerk}-{k}"
        calls.append(_call(place, name, partial(_issue, name=name, now=now)))
    return calls


def correcting(place: Place, edits: int, clerk: int) -> list[Call]:
    """Correct one and the same task, each time from the value last seen; told otherwise, look."""
    calls = []
    with place.open() as ledger:
        for k in range(edits):
            seen = list_entries(ledger)[0].objective
            given = Given(TODAY, who=f"第{clerk}人", text="核对")
            wish = Amendment(given, TODAY, confirmed=Confirmed(clock=True))
            began, error = time.perf_counter(), ""
            try:
                said = f"{clerk}-{k}"
                correct_entries(ledger, CYCLE, _ONE, (), "objective", said, wish, seen=seen)
            except DubanError as fault:
                error = fault.code
            calls.append(Call(said, seen, time.perf_counter() - began, error=error))
    return calls


def lost_edits(place: Place, calls: list[Call]) -> Iterator[str]:
    """Every correction that was accepted stands on the one before it; the others were told so."""
    with place.open() as ledger:
        kept = Correction.objects.using(ledger.alias).order_by("pk")
        pairs = list(kept.values_list("read_value", "corrected_value"))
        last = list_entries(ledger)[0].objective
        yield from (damage.message for damage in verify(ledger))
    if [read for read, _ in pairs[1:]] + [last] != [corrected for _, corrected in pairs]:
        yield "a correction that does not stand on the one before"
    accepted = {(call.number, call.document) for call in calls if not call.error}
    if accepted != set(pairs):
        yield "a correction lost"
    yield from {call.error for call in calls} - {"", "E4530"}


def naive(place: Place, issues: int, clerk: int) -> list[Call]:
    """The habit: look up the last number, then write the next."""

    def do(ledger: Ledger, watch: _Watch) -> str:
        with connections[ledger.alias].cursor() as cursor:
            cursor.execute("SELECT coalesce(max(n), 0) + 1 FROM naive")
            number = cursor.fetchone()[0]
            cursor.execute("INSERT INTO naive VALUES (%s)", [number])
            return str(number)

    return [_call(place, f"{clerk}-{k}", do) for k in range(issues)]


def bare(url: str, issues: int, clerk: int) -> list[Call]:
    """As little as gives gapless numbers on a server: count on, add one row, commit.

    Whatever this machine takes for it, with so many at once, no ledger can undercut.
    """
    import psycopg

    calls = []
    for k in range(issues):
        with psycopg.connect(url) as connection:
            began = time.perf_counter()
            given = connection.execute("UPDATE counter SET last = last + 1 RETURNING last")
            (number,) = given.fetchone() or (0,)
            connection.execute("INSERT INTO paper VALUES (%s, %s)", [number, "x" * 500])
            connection.commit()
            taken = time.perf_counter() - began
        calls.append(Call(f"{clerk}-{k}", str(number), taken, fresh=True, numbering=taken))
    return calls


def bare_database(server: Server) -> str:
    """Make what :func:`bare` works on; returns its address."""
    import psycopg

    url = server.create("bare")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE counter (last integer)")
        connection.execute("INSERT INTO counter VALUES (0)")
        connection.execute("CREATE TABLE paper (number integer PRIMARY KEY, text text)")
    return url


def all_at_once(work: Callable[[int], list[Call]], processes: int) -> list[Call]:
    """Every clerk in a process of its own; all their calls."""
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        return [call for calls in pool.map(work, range(processes), chunksize=1) for call in calls]


def at_the_floor(place: Place, issues: int, processes: int) -> list[Call]:
    """The calls of :func:`bare`; none without a server."""
    if place.bare is None:
        return []
    return all_at_once(partial(bare, place.bare, issues), processes)


# --- what must hold ----------------------------------------------------------------------------


def broken(place: Place, calls: list[Call]) -> Iterator[str]:
    """I1–I7 of the ledger, and of what the clerks were told."""
    with place.open() as ledger:
        yield from (damage.message for damage in verify(ledger))
        kept = dict(TicketRecord.objects.using(ledger.alias).values_list("number", "issued_on"))
        series = TicketRecord.objects.using(ledger.alias).values_list("issued_on", "series__year")
        events = Event.objects.using(ledger.alias).filter(kind="issued")
        if sorted(events.values_list("subject", flat=True)) != sorted(kept):
            yield "a ticket not told exactly once as issued"
        if any(day.year != year for day, year in series):
            yield "a number of another year than its day"
    told = [call for call in calls if call.number]
    if unkept := {call.number for call in told} - kept.keys():
        yield f"promised and not kept: {sorted(unkept)[:3]}"
    by_document = {(call.document, call.number) for call in told}
    if len(by_document) != len({name for name, _ in by_document}) or len(by_document) != len(kept):
        yield "a document without exactly one number"
    if any(count > 1 for count in Counter(call.number for call in told if call.fresh).values()):
        yield "a number given as new twice"
    errors = Counter(call.error for call in calls if call.error not in ("", "broken off"))
    yield from (f"seen by a clerk: {error} ({count} times)" for error, count in errors.items())


def naively_broken(calls: list[Call]) -> list[str]:
    """The same two questions to the naive clerks."""
    given = Counter(call.number for call in calls if call.number)
    found = ["a number given twice"] if any(count > 1 for count in given.values()) else []
    return [*found, *{f"seen by a clerk: {call.error}" for call in calls if call.error}]


@contextmanager
def at_work(*, postgres: bool) -> Iterator[Place]:
    """An empty office folder, its ledger made."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "督办"
        server = stack.enter_context(running_server(durable=True)) if postgres else None
        if server:
            place = Place(folder, server.create("hammer"), bare_database(server))
        else:
            place = Place(folder)
        place.open().close()
        yield place


def told(calls: list[Call]) -> str:
    """How long the calls took."""
    off = sum(call.error == "broken off" for call in calls)
    lines = [f"{len(calls)} calls, {off} broken off, {sum(call.fresh for call in calls)} numbers"]
    numbering = [call.numbering for call in calls if call.numbering is not None]
    for name, times in (("giving a number", numbering), ("all", [c.seconds for c in calls])):
        if times:
            median, p99, longest = (each * 1000 for each in spread(times))
            lines.append(f"{name}: median {median:.0f} ms, p99 {p99:.0f} ms, longest {longest:.0f}")
    return "\n".join(lines)


def spread(times: list[float]) -> tuple[float, float, float]:
    """The median, the time that one in a hundred exceeds, and the longest."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[-1]


def beside_the_floor(calls: list[Call], floor: list[Call]) -> str:
    """How much longer giving a number took than the least that this machine needs for one."""
    ours = spread([call.numbering for call in calls if call.numbering is not None])
    least = spread([call.seconds for call in floor])
    ratios = ", ".join(
        f"{name} {mine / bare:.1f} times {bare * 1000:.0f} ms"
        for name, mine, bare in zip(("median", "p99", "longest"), ours, least, strict=True)
    )
    return f"giving a number beside a bare UPDATE RETURNING, INSERT, COMMIT: {ratios}"


def main() -> int:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--processes", type=int, default=8)
    arguments.add_argument("--issues", type=int, default=250)
    arguments.add_argument("--retries", type=int, default=0)
    arguments.add_argument("--year-turn", action="store_true")
    arguments.add_argument("--edits", type=int, default=0)
    arguments.add_argument("--postgres", action="store_true")
    arguments.add_argument("--naive", action="store_true")
    wanted = arguments.parse_args()
    began = time.monotonic()
    with at_work(postgres=wanted.postgres) as place:
        if wanted.naive:
            with place.open() as ledger, transaction.atomic(using=ledger.alias):
                connections[ledger.alias].cursor().execute("CREATE TABLE naive (n integer)")
            calls = all_at_once(partial(naive, place, wanted.issues), wanted.processes)
            found = naively_broken(calls)
        elif wanted.edits:
            with place.open() as ledger:
                _issue(ledger, _Watch(), "甲")
            calls = all_at_once(partial(correcting, place, wanted.edits), 2)
            found = list(lost_edits(place, calls))
        else:
            work = partial(issuing, place, wanted.issues)
            if wanted.retries:
                each = -(-wanted.retries // wanted.processes)
                work = partial(retrying, place, max(1, wanted.retries // 40), each)
            elif wanted.year_turn:
                work = partial(turning, place, wanted.issues, 1.0, time.monotonic())
            # before and after, so that whatever else the machine does meets both
            floor = at_the_floor(place, wanted.issues // 2, wanted.processes)
            calls = all_at_once(work, wanted.processes)
            floor += at_the_floor(place, wanted.issues // 2, wanted.processes)
            found = list(broken(place, calls))
            if floor and not wanted.retries:
                print(beside_the_floor(calls, floor))
    print(f"{told(calls)}\n{time.monotonic() - began:.0f} s; broken: {found}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
