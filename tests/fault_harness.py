"""Let the k-th call to the system fail, for every k, while tickets are issued.

    python tests/fault_harness.py                every k of every kind of call
    python tests/fault_harness.py --every 5      every fifth
    python tests/fault_harness.py --naive        no fsync, no outbox: must be caught

The system itself gives the error (``strace`` puts it there), to us and to SQLite alike. Checked
at once: what counts as issued has its file, and its file was synced. Then, without faults:
recovery and the same call again give one number each. Exit code 1 when something broke.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kill_harness import READY, Worker, end, meeting, safe_check, start
from ledger_cases import TEMPLATE, TODAY, context_of, render

from toolkit.errors import DubanError
from toolkit.ledger.configuration import LEDGER_FILE
from toolkit.ledger.models import TicketRecord, TicketState
from toolkit.ledger.store import issue, open_ledger, recover


@dataclass(frozen=True, slots=True)
class Fault:
    """Calls of one kind and the error that one of them gets."""

    calls: str
    error: str


FAULTS = (
    Fault("fsync,fdatasync", "EIO"),
    Fault("pwrite64,write", "ENOSPC"),
    Fault("rename,renameat,renameat2", "ENOSPC"),
    Fault("ftruncate,fallocate", "ENOSPC"),
    Fault("mkdir,unlink", "EIO"),
    Fault("openat", "EMFILE"),
)
GO = ".go"
NAIVE_MARK = "issued.txt"


def can_inject() -> bool:
    """Whether this machine has strace and lets it look into another process."""
    if not shutil.which("strace"):
        return False
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True)
    return tried.returncode == 0


# --- who issues --------------------------------------------------------------------------------


def safe_worker(folder: Path, promised: Callable[[str], None]) -> None:
    """One batch; its numbers, or the code of what the clerk was told."""
    _wait_for_go(folder, promised)
    try:
        with open_ledger(folder) as ledger:
            recover(ledger, render)
            tickets = issue(
                ledger, meeting(0), build_context=context_of, render=render, today=TODAY
            )
        told = [ticket.number for ticket in tickets]
    except DubanError as fault:
        told = [f"!{fault.code}"]
    except Exception as fault:  # a clerk would see 程序内部出错
        told = [f"!!{type(fault).__name__}"]
    for each in told:
        _tell(promised, each)


def naive_worker(folder: Path, promised: Callable[[str], None]) -> None:
    """The file written without a sync, then a line that says so."""
    _wait_for_go(folder, promised)
    try:
        (folder / "2026").mkdir(exist_ok=True)
        (folder / "2026" / "1.docx").write_bytes(render(TEMPLATE, {"number": 1}))
        with (folder / NAIVE_MARK).open("w", encoding="utf-8") as file:
            file.write("1")
        _tell(promised, "1")
    except OSError as fault:
        _tell(promised, f"!{fault.errno}")


def _tell(promised: Callable[[str], None], word: str) -> None:
    try:
        promised(word)
    except OSError:  # the fault struck what we tell the harness
        promised(word)


def _wait_for_go(folder: Path, promised: Callable[[str], None]) -> None:
    promised(READY)
    while not (folder / GO).exists():
        time.sleep(0.01)


# --- one fault ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """What one run with a fault left: what was told, whether the fault struck, what was synced."""

    told: frozenset[str]
    struck: bool
    synced: tuple[str, ...]


def run_with(fault: Fault, k: int, folder: Path, worker: Worker) -> Run:
    """Let the ``k``-th of the calls fail (0: none) in a worker that has everything loaded."""
    log = folder / "strace.txt"
    pid, pipe = start(worker, folder)
    os.read(pipe, len(f"{READY}\n".encode()))
    inject = ["-e", f"inject={fault.calls}:error={fault.error}:when={k}"] if k else []
    known = ["-e", f"trace=fsync,fdatasync,{fault.calls}", *inject]
    with subprocess.Popen(
        ["strace", "-qq", "-f", "-y", "-o", str(log), *known, "-p", str(pid)],
        stderr=subprocess.DEVNULL,
    ) as tracer:
        while not _is_traced(pid):
            if tracer.poll() is not None:
                os.kill(pid, 9)
                raise RuntimeError("strace may not look into the worker")
            time.sleep(0.005)
        (folder / GO).touch()
        told = frozenset(end(pid, pipe)[1] - {READY})
    lines = log.read_text("utf-8", errors="replace").splitlines()
    log.unlink()
    (folder / GO).unlink()
    ok = [_path(line) for line in lines if re.search(r"f(data)?sync\(.*= 0$", line)]
    return Run(told, any("(INJECTED)" in line for line in lines), tuple(ok))


def _is_traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text()
    return not re.search(r"TracerPid:\s+0\b", status)


def _path(line: str) -> str:
    """The file of a sync; strace writes what is not ASCII as octal bytes."""
    written = re.search(r"<(.*)>", line)
    escaped = written[1] if written else ""
    return escaped.encode().decode("unicode_escape").encode("latin-1").decode(errors="replace")


def _at_once(folder: Path, run: Run) -> Iterator[str]:
    """What must hold before anything is mended."""
    with open_ledger(folder) as ledger:
        issued = TicketRecord.objects.using(ledger.alias).filter(state=TicketState.ISSUED)
        rows = list(issued.values_list("number", "file"))
    for number, file in rows:
        if not (folder / file).is_file():
            yield "issued without its file"
        written = [n for n, path in enumerate(run.synced) if f"/.{number}." in path]
        if not written:
            yield "issued without a sync of its file"
        elif not any(path.endswith("/2026") for path in run.synced[written[0] :]):
            yield "issued without a sync of its folder"
    numbers = {told for told in run.told if not told.startswith("!")}
    if numbers - {number for number, _ in rows}:
        yield "told as issued and not so in the ledger"
    yield from (f"told as {told}" for told in run.told if told.startswith("!!"))
    if not run.told:
        yield "told nothing"


def _naively_at_once(folder: Path, run: Run) -> Iterator[str]:
    if "1" in run.told and not any(path.endswith("1.docx") for path in run.synced):
        yield "issued without a sync of its file"
    if (folder / "2026" / "1.docx").exists() and "1" not in run.told:
        yield "a file that nobody was told of"


# --- all faults --------------------------------------------------------------------------------


def inject_all(
    root: Path, blank: Path, *, every: int = 1, naive: bool = False
) -> tuple[Counter[str], Counter[str]]:
    """Every ``every``-th call of each kind. Returns what struck and was told, and what broke.

    ``blank`` is an empty ledger's file, so that no run has to make its tables.
    """
    seen, broken = Counter[str](), Counter[str]()
    for fault in FAULTS:
        k, struck = 1, True
        while struck:
            folder = root / f"{fault.calls.partition(',')[0]}-{k}"
            folder.mkdir()
            shutil.copyfile(blank, folder / LEDGER_FILE)
            run = run_with(fault, k, folder, naive_worker if naive else safe_worker)
            struck = run.struck
            seen[f"{fault.calls} {fault.error}"] += struck
            seen.update(told for told in run.told if told.startswith("!"))
            found = set((_naively_at_once if naive else _at_once)(folder, run))
            if not naive:
                found |= _after(folder, set(run.told))
            broken.update(found)
            for what in sorted(found):
                print(f"{fault.calls} {fault.error} {k}: {what}", file=sys.stderr)
            shutil.rmtree(folder)
            k += every
    return seen, broken


def _after(folder: Path, told: set[str]) -> set[str]:
    """The same call again, without a fault; then all invariants."""
    numbers = {each for each in told if not each.startswith("!")}
    with open_ledger(folder) as ledger:
        recover(ledger, render)
        issue(ledger, meeting(0), build_context=context_of, render=render, today=TODAY)
    return set(safe_check(folder, numbers))


def main() -> int:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("--naive", action="store_true")
    wanted = arguments.parse_args()
    if not can_inject():
        sys.exit("needs strace, and the right to use it")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        blank = Path(place) / "空"
        open_ledger(blank).close()
        seen, broken = inject_all(
            Path(place), blank / LEDGER_FILE, every=wanted.every, naive=wanted.naive
        )
    print(f"{dict(seen)}; {time.monotonic() - began:.0f} s; broken {dict(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
