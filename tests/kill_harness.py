"""Kill the process that issues tickets, start again, and look at numbers, ledger and files.

    python tests/kill_harness.py --kills 300          random moments of the ledger's protocol
    python tests/kill_harness.py --kills 300 --naive  the habit: write the file, insert the row
    python tests/kill_harness.py --steps              every step of one batch and its recovery
    python tests/kill_harness.py --command --kills 20 random moments of ``duban new --yes``

Exit code 1 when an invariant broke. Needs ``os.fork``, so not for Windows.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from ledger_cases import TEMPLATE, TODAY, batch, context_of, render, task

from toolkit.ledger.store import Batch, issue, list_entries, open_ledger, recover, verify

Worker = Callable[[Path, Callable[[str], None]], None]
"""Issues until it is killed, and calls its second argument with every number it was promised."""

TICKETS = 3  # in a batch
ROUND = 100  # kills in one folder; then a new one, so that looking at it stays quick
READY = "就绪"
DUBAN = str(Path(sys.executable).with_name("duban"))
NEVER = 10**9


def meeting(k: int) -> Batch:
    """The ``k``-th document: the same every time it is made."""
    groups = [(task(row, f"县第{row}局"),) for row in range(1, TICKETS + 1)]
    return batch(f"第{k}次会议", *groups, unassigned=(task(TICKETS + 1, ""),))


# --- the two ways to issue ---------------------------------------------------------------


def safe_worker(folder: Path, promised: Callable[[str], None]) -> None:
    """Recover, then issue on from the last document: what was issued must not be twice."""
    with open_ledger(folder) as ledger:
        recover(ledger, render)
        promised(READY)
        k = max(0, len(list_entries(ledger)) // (TICKETS + 1) - 1)
        while True:
            for ticket in issue(
                ledger, meeting(k), build_context=context_of, render=render, today=TODAY
            ):
                promised(ticket.number)
            k += 1


def naive_worker(folder: Path, promised: Callable[[str], None], *, die: bool = False) -> None:
    """Look up the last number, write the file, insert the row: what most scripts do."""
    with closing(_naive_ledger(folder)) as rows:
        promised(READY)
        k = max(0, rows.execute("SELECT count(*) FROM ticket").fetchone()[0] - 3)
        while True:
            matter = f"第{k}件"
            number = rows.execute("SELECT coalesce(max(n), 0) + 1 FROM ticket").fetchone()[0]
            data = render(TEMPLATE, {"number": number, "matter": matter})
            with (folder / "2026" / f"{number}.docx").open("wb") as file:
                for start in range(0, len(data), 4096):
                    file.write(data[start : start + 4096])
                    file.flush()
            if die and k == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            digest = hashlib.sha256(data).hexdigest()
            rows.execute("INSERT INTO ticket VALUES (?, ?, ?)", (number, matter, digest))
            promised(str(number))
            k += 1


def naive_worker_dying_between(folder: Path, promised: Callable[[str], None]) -> None:
    """The same, dead for certain between the third file and its row."""
    naive_worker(folder, promised, die=True)


def _naive_ledger(folder: Path) -> sqlite3.Connection:
    (folder / "2026").mkdir(parents=True, exist_ok=True)
    rows = sqlite3.connect(folder / "naive.sqlite3", isolation_level=None)
    rows.execute("CREATE TABLE IF NOT EXISTS ticket (n INTEGER, matter TEXT, sha256 TEXT)")
    return rows


# --- what must hold ------------------------------------------------------------------------


def safe_check(folder: Path, promised: set[str]) -> Iterator[str]:
    """Invariants I1–I7 after recovery; yields those broken."""
    with open_ledger(folder) as ledger:
        recovery = recover(ledger, render)
        if recovery.failed or not recovery.complete:
            yield "recovery"
        for damage in verify(ledger):
            yield damage.invariant
        rows = list_entries(ledger)
    carried = Counter((row.source_title, row.objective) for row in rows)
    if any(count > 1 for count in carried.values()):
        yield "I2"
    by_document = Counter(row.source_title for row in rows)
    if any(count != TICKETS + 1 for count in by_document.values()):
        yield "half a batch"
    if promised - {number for row in rows for number in row.tickets}:
        yield "I7"


def naive_check(folder: Path, promised: set[str]) -> Iterator[str]:
    """The same questions to the naive ledger."""
    with closing(_naive_ledger(folder)) as ledger:
        rows = ledger.execute("SELECT n, matter, sha256 FROM ticket ORDER BY n").fetchall()
    numbers = [row[0] for row in rows]
    files = {int(path.stem): path for path in (folder / "2026").glob("*.docx")}
    if numbers != list(range(1, len(numbers) + 1)):
        yield "I1"
    if len({row[1] for row in rows}) != len(rows):
        yield "I2"
    for number, _, digest in rows:
        if number not in files or hashlib.sha256(files[number].read_bytes()).hexdigest() != digest:
            yield "I3"
    if set(files) - set(numbers):
        yield "I4"
    if promised - {str(number) for number in numbers}:
        yield "I7"


# --- killing -------------------------------------------------------------------------------


def start(worker: Worker, folder: Path) -> tuple[int, int]:
    """Fork a worker; returns its process id and the pipe on which it names promised numbers."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        return pid, reading
    try:
        os.close(reading)
        worker(folder, lambda number: _say(writing, number))
    except BaseException as fault:  # a fork must never return into the caller's code
        print(f"worker: {fault!r}", file=sys.stderr, flush=True)
        os._exit(70)
    os._exit(0)


def _say(pipe: int, number: str) -> None:
    os.write(pipe, f"{number}\n".encode())


def end(pid: int, pipe: int) -> tuple[int, set[str]]:
    """Wait for the worker; returns the signal it died of (0: none) and what it promised."""
    with os.fdopen(pipe, encoding="utf-8") as told:
        promised = set(told.read().split())
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the worker failed by itself")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, promised


def kill_at_random(
    root: Path, kills: int, *, naive: bool = False, seed: int = 7
) -> tuple[Counter[str], Counter[str]]:
    """``kills`` times: start, kill, look. Returns how often each invariant broke, and what the
    deaths had left behind.

    A third die while they open and recover, the others within the next batch. After half of
    them nothing is looked at, so that the next worker meets what was left, and may die on it.
    """
    broken, left = Counter[str](), Counter[str]()
    chance = random.Random(seed)
    for done in range(0, kills, ROUND):
        folder = root / f"第{done // ROUND + 1}轮"
        _kill_in(folder, min(ROUND, kills - done), chance, broken, left, naive=naive)
    return broken, left


def _kill_in(
    folder: Path,
    kills: int,
    chance: random.Random,
    broken: Counter[str],
    left: Counter[str],
    *,
    naive: bool,
) -> None:
    worker: Worker = naive_worker if naive else safe_worker
    check = naive_check if naive else safe_check
    promised: set[str] = set()
    to_ready, one_batch = _pace(worker, folder, promised)
    for kill in range(kills):
        pid, pipe = start(worker, folder)
        if early := chance.random() < 1 / 3:
            time.sleep(chance.uniform(0, 1.5 * to_ready))
        else:
            promised |= {_hear(pipe) for _ in range(1 + TICKETS)}  # ready; the last one again
            time.sleep(chance.uniform(0, 1.5 * one_batch))
        os.kill(pid, signal.SIGKILL)
        promised = (promised | end(pid, pipe)[1]) - {READY}
        if kill < kills - 1 and chance.random() < 0.5:
            left["not looked at"] += 1
            continue
        found = set(check(folder, set())) if naive else _unfinished(folder)
        left[f"{'opening' if early else 'issuing'}, {'half-way' if found else 'whole'}"] += 1
        broken.update(set(check(folder, promised)))


def _pace(worker: Worker, folder: Path, promised: set[str]) -> tuple[float, float]:
    """Seconds until a worker is ready on this machine, and from one batch to the next."""
    moments = []
    for _ in range(2):  # the first makes the tables, which no other does
        moments = [time.monotonic()]
        pid, pipe = start(worker, folder)
        # ready; the last document again, which gives its numbers at once; then a new one
        for lines in (1, TICKETS, TICKETS):
            promised |= {_hear(pipe) for _ in range(lines)}
            moments.append(time.monotonic())
        os.kill(pid, signal.SIGKILL)
        promised |= end(pid, pipe)[1]
    promised.discard(READY)
    began, ready, repeated, issued = moments
    return ready - began, issued - repeated


def _hear(pipe: int) -> str:
    told = b""
    while not told.endswith(b"\n"):
        told += os.read(pipe, 1)
    return told.decode().strip()


def _unfinished(folder: Path) -> bool:
    with open_ledger(folder) as ledger:
        return bool(verify(ledger))


def kill_at_every_step(
    root: Path, *, in_recovery: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
) -> tuple[int, Counter[str]]:
    """Die before each step of one batch, and then before the steps of its recovery named (0: none).

    A step is a sync, a rename, or a call for context or paper. Returns the number of deaths.
    """
    deaths, broken, step, alive = 0, Counter[str](), 0, False
    while not alive:
        step += 1
        for second in in_recovery:
            folder = root / f"{step}-{second}"
            signal_, promised = end(*start(_one_batch(step), folder))
            alive = not signal_
            deaths += bool(signal_)
            if second:
                signal_, more = end(*start(_one_batch(second), folder))
                deaths += bool(signal_)
                promised |= more
            broken.update(set(safe_check(folder, promised)))
            end(*start(_one_batch(NEVER), folder))
            broken.update(set(safe_check(folder, promised)))
    return deaths, broken


def _one_batch(die_at: int) -> Worker:
    def work(folder: Path, promised: Callable[[str], None]) -> None:
        steps = iter(range(1, NEVER))

        def deadly(action: Callable[..., Any]) -> Callable[..., Any]:
            def stepping(*arguments: Any) -> Any:
                if next(steps) == die_at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return action(*arguments)

            return stepping

        for name in ("fsync", "replace"):
            setattr(os, name, deadly(getattr(os, name)))
        paper, fields = deadly(render), deadly(context_of)
        with open_ledger(folder) as ledger:
            recover(ledger, paper)
            for ticket in issue(
                ledger, meeting(0), build_context=fields, render=paper, today=TODAY
            ):
                promised(ticket.number)

    return work


MINUTES = """云山县人民政府第{k}次常务会议纪要
2026年3月5日，县长周某某主持召开县政府第{k}次常务会议。现将会议议定事项纪要如下：
一、关于专项资金清理工作。会议议定，由县财政局牵头，县审计局配合，于6月底前完成第{k}批清理。
二、关于道路改造工作。会议议定，由县交通运输局牵头，于9月底前完成第{k}条道路改造。
三、关于校舍修缮工作。会议议定，由县教育体育局牵头，于8月底前完成第{k}所学校校舍修缮。
"""


def kill_the_command(
    place: Path, kills: int, *, seed: int = 7
) -> tuple[Counter[str], Counter[str]]:
    """Kill ``duban new --yes`` at random, run it again on the same file, check everything.

    Returns how often each invariant broke, and what the deaths had left behind.
    """
    chance = random.Random(seed)
    folder = place / "督办"
    subprocess.run([DUBAN, "init", str(folder)], stdout=subprocess.DEVNULL, check=True)
    broken, left = Counter[str](), Counter[str]()
    _new(place, folder, 0)
    for k in range(1, kills + 1):
        _new(place, folder, k, deadly=True, after=chance.uniform(0, 0.5), preview=bool(k % 5))
        left[_left_behind(folder, k)] += 1
        if _new(place, folder, k):
            broken["exit code"] += 1
        broken.update(set(_command_check(folder, k + 1)))
    return broken, left


def _new(
    place: Path,
    folder: Path,
    k: int,
    *,
    deadly: bool = False,
    after: float = 0,
    preview: bool = False,
) -> int:
    """Run ``duban new`` on the ``k``-th document, or kill it ``after`` seconds.

    With ``preview`` the seconds count from the table it prints before it takes numbers.
    """
    source = place / f"第{k}次常务会议纪要.txt"
    source.write_text(MINUTES.format(k=k), "utf-8")
    command = [DUBAN, "new", str(source), "--yes", "--office", str(folder)]
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=unbuffered) as process:
        assert process.stdout is not None
        if deadly:
            while preview and "尚未编号".encode() not in (line := process.stdout.readline()):
                if not line:
                    raise RuntimeError("the command ended before its preview")
            time.sleep(after)
            process.kill()
        process.stdout.read()
    return process.returncode


def _left_behind(folder: Path, documents: int) -> str:
    with open_ledger(folder) as ledger:
        if verify(ledger):
            return "half-way"
        return "done" if len(list_entries(ledger)) > 3 * documents else "nothing"


def _command_check(folder: Path, documents: int) -> Iterator[str]:
    with open_ledger(folder) as ledger:
        for damage in verify(ledger):
            yield damage.invariant
        rows = list_entries(ledger)
    matters = [(row.source_title, row.objective) for row in rows]
    if len(set(matters)) != len(matters):
        yield "I2"
    if len(matters) != 3 * documents or not all(len(row.tickets) == 1 for row in rows):
        yield "a task without exactly one ticket"


def main() -> int:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--naive", action="store_true")
    arguments.add_argument("--steps", action="store_true")
    arguments.add_argument("--command", action="store_true")
    arguments.add_argument("--seed", type=int, default=7)
    wanted = arguments.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        if wanted.steps:
            deaths, broken = kill_at_every_step(Path(place))
        elif wanted.command:
            deaths = wanted.kills
            broken, left = kill_the_command(Path(place), deaths, seed=wanted.seed)
            print(f"left behind {dict(left)}")
        else:
            deaths = wanted.kills
            broken, left = kill_at_random(Path(place), deaths, naive=wanted.naive, seed=wanted.seed)
            print(f"left behind {dict(left)}")
        files = sum(1 for _ in Path(place).rglob("*.docx"))
    print(f"kills {deaths}, files {files}, {time.monotonic() - began:.0f} s, broken {dict(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
