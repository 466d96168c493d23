"""Kill ``duban batch`` half-way, again and again, and look whether every ticket is there once.

    python tests/kill_batch.py --tickets 10000 --kills 5
    python tests/kill_batch.py --tickets 600 --kills 5 --early   while it checks and numbers too

Exit code 1 when an invariant broke. Needs signals between processes, so not for Windows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from batch_cases import ISSUED_ON, one_ticket_a_task, write_plan

from toolkit.ledger.store import list_entries, open_ledger, verify

DUBAN = str(Path(sys.executable).with_name("duban"))


def prepare(place: Path, tickets: int) -> Path:
    """An office and a plan of so many tickets beside it; returns the office."""
    office = place / "督办"
    subprocess.run([DUBAN, "init", str(office)], stdout=subprocess.DEVNULL, check=True)
    one_ticket_a_task(office)
    write_plan(place / "计划.xlsx", tickets)
    return office


def start(office: Path, *more: str) -> subprocess.Popen[bytes]:
    """The command, in a process group of its own."""
    scene = ("batch", "计划.xlsx", "--office", office.name, "--issued-on", ISSUED_ON, "--yes")
    return subprocess.Popen(
        [DUBAN, *scene, *more],
        cwd=office.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def papers(office: Path) -> int:
    """How many tickets' files stand there."""
    return sum(1 for _ in office.glob("2026/[!.]*.docx"))


def kill_when(office: Path, process: subprocess.Popen[bytes], reached: int) -> int:
    """Kill the command, not its workers, as soon as so many papers stand; returns how many."""
    while papers(office) < reached and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    process.communicate()
    return papers(office)


def kill_after(office: Path, process: subprocess.Popen[bytes], seconds: float) -> int:
    """Kill the command so many seconds after its start."""
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return papers(office)


def broken(office: Path, tickets: int) -> Iterator[str]:
    """What does not hold after the last run; nothing when all is well."""
    with open_ledger(office) as ledger:
        for damage in verify(ledger):
            yield f"{damage.invariant} {damage.message}"
        rows = list_entries(ledger)
    carried = Counter(row.objective for row in rows)
    if len(rows) != tickets or set(carried.values()) != {1}:
        yield f"{len(rows)} entries, {len(carried)} tasks"
    if any(len(row.tickets) != 1 for row in rows):
        yield "a task without exactly one ticket"
    numbers = sorted(int(row.tickets[0].rpartition("〕")[2][:-1]) for row in rows if row.tickets)
    if numbers != list(range(1, tickets + 1)):
        yield "the range has gaps"
    if papers(office) != tickets:
        yield f"{papers(office)} files"
    manifests = list(office.glob("批次/*/清单.json"))
    listed = json.loads(manifests[0].read_text("utf-8"))["tickets"] if manifests else []
    if len(manifests) != 1 or len({each["sha256"] for each in listed} - {""}) != tickets:
        yield f"{len(manifests)} manifests, {len(listed)} tickets listed"


def kill_and_resume(
    place: Path, tickets: int, kills: int, *, early: bool = False, seed: int = 7
) -> tuple[list[int], list[str]]:
    """Kill the command ``kills`` times on its way, then let it end.

    Returns how many papers stood at each kill, and what is broken at the end.
    """
    office, chance = prepare(place, tickets), random.Random(seed)
    stood = []
    for kill in range(1, kills + 1):
        process = start(office)
        if early and kill % 2:
            stood.append(kill_after(office, process, chance.uniform(0.3, 4)))
        else:
            stood.append(kill_when(office, process, tickets * kill // (kills + 1)))
    last = start(office)
    output, _ = last.communicate()
    found = [f"exit code {last.returncode}: {output.decode()}"] if last.returncode else []
    return stood, [*found, *broken(office, tickets)]


def kill_a_worker(place: Path, tickets: int) -> list[str]:
    """Kill one of the command's worker processes once the first papers stand."""
    office = prepare(place, tickets)
    process = start(office, "--workers", "2")
    while not papers(office) and process.poll() is None:
        time.sleep(0.002)
    for child in _children(process.pid):
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, signal.SIGKILL)
            break
    output, _ = process.communicate()
    found = [f"exit code {process.returncode}: {output.decode()}"] if process.returncode else []
    return [*found, *broken(office, tickets)]


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(each) for each in told.split()]


def main() -> int:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tickets", type=int, default=600)
    arguments.add_argument("--kills", type=int, default=5)
    arguments.add_argument("--early", action="store_true")
    arguments.add_argument("--seed", type=int, default=7)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        began = time.monotonic()
        stood, found = kill_and_resume(
            Path(place), wanted.tickets, wanted.kills, early=wanted.early, seed=wanted.seed
        )
    print(f"{wanted.tickets} tickets, killed {wanted.kills} times with {stood} papers written")
    print(f"{time.monotonic() - began:.0f} s; broken: {found or 'nothing'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
