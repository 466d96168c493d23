"""``duban batch`` beside the renderer alone on the same data: ``python tests/bench_batch.py``.

    python tests/bench_batch.py --tickets 10000          time and memory of the whole command
    python tests/bench_batch.py --tickets 3000 --dask    papers a second: processes, Dask workers

The renderer alone is two processes that make the very papers the command made, from the contexts
in its ledger, start of the processes included: once into nothing, once into files written as the
command writes its own (256 synced at a time by four threads, then their folder), and once into
files that are each safe before the next is made, as a simple loop would do it. The second is what
the command is held against. Only ratios mean anything.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dask_cluster import cluster_here
from kill_batch import broken, prepare, start

from toolkit.batch.issuing import CONFIRMED, press_of
from toolkit.batch.scheduler import cluster
from toolkit.engine import Engine, here
from toolkit.ledger.files import write_all, write_once
from toolkit.ledger.models import TicketRecord
from toolkit.ledger.store import Ledger, open_ledger

Paper = tuple[bytes, dict[str, Any]]
Keep = Callable[[Iterator[bytes]], None]


def the_command(office: Path) -> tuple[float, float]:
    """Seconds and the most megabytes that the command and its workers held together."""
    began, most = time.perf_counter(), 0.0
    process = start(office, "--workers", "2")
    output: list[bytes] = []
    reader = threading.Thread(target=lambda: output.append(process.communicate()[0]))
    reader.start()
    while process.poll() is None:
        most = max(most, sum(map(megabytes, family(process.pid))))
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    reader.join()
    if process.returncode:
        raise RuntimeError(output[0].decode())
    return seconds, most


def family(pid: int) -> Iterator[int]:
    """The process and its children."""
    yield pid
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return
    for child in told.split():
        yield from family(int(child))


def megabytes(pid: int) -> float:
    """What the process holds in memory now."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def papers_of(ledger: Ledger) -> Iterator[Paper]:
    """Template and context of every ticket, as the command's workers got them."""
    rows = TicketRecord.objects.using(ledger.alias).order_by("pk")
    templates = dict(rows.values_list("template", "template__content").distinct())
    for key, context in rows.values_list("template", "context").iterator():
        yield bytes(templates[key]), context


def timed(engine: Engine, papers: list[Paper], keep: Keep) -> float:
    """Seconds in which the engine makes all papers and ``keep`` has them."""
    began = time.perf_counter()
    keep(made for made in press_of(engine).papers(iter(papers)) if isinstance(made, bytes))
    return time.perf_counter() - began


def drop(papers: Iterator[bytes]) -> None:
    """Into nothing."""
    for _ in papers:
        pass


def in_groups(folder: Path) -> Keep:
    """Into files of ``folder``, as the command writes its own."""

    def keep(papers: Iterator[bytes]) -> None:
        numbered = ((folder / f"{n}.docx", paper) for n, paper in enumerate(papers))
        while found := write_all(islice(numbered, CONFIRMED)):
            assert not any(found)

    return keep


def one_by_one(folder: Path) -> Keep:
    """Into files of ``folder``, each safe before the next."""

    def keep(papers: Iterator[bytes]) -> None:
        for n, paper in enumerate(papers):
            write_once(folder / f"{n}.docx", paper)

    return keep


def compare(place: Path, tickets: int) -> None:
    """The command, then the renderer alone on what the command left."""
    office = prepare(place, tickets)
    seconds, most = the_command(office)
    found = list(broken(office, tickets))
    print(f"{tickets:,} tickets: {seconds:.1f} s, {tickets / seconds:,.0f} a second")
    print(f"at most {most:.0f} MB in all its processes; broken: {found or 'nothing'}")
    with open_ledger(office) as ledger:
        papers = list(papers_of(ledger))
    (groups := place / "groups").mkdir()
    (singly := place / "singly").mkdir()
    print("renderer alone, two processes:")
    for what, keep in (
        ("into nothing", drop),
        ("into files synced as the command's", in_groups(groups)),
        ("into files synced one by one", one_by_one(singly)),
    ):
        alone = timed(here(2), papers, keep)
        print(f"  {what}: {alone:.1f} s; command / renderer = {seconds / alone:.2f}")


def engines(place: Path, tickets: int) -> None:
    """Papers a second of one and two processes, one and two Dask workers."""
    office = prepare(place, tickets)
    the_command(office)
    with open_ledger(office) as ledger:
        papers = list(papers_of(ledger))
    for count in (1, 2):
        seconds = timed(here(count), papers, drop)
        print(f"{count} processes of the pool: {tickets / seconds:,.0f} a second")
        with cluster_here(count) as (address, _), cluster(address, place) as engine:
            while len(engine.open().__dict__["_client"].scheduler_info()["workers"]) < count:
                time.sleep(0.1)
            seconds = timed(engine, papers, drop)
        print(f"{count} Dask workers: {tickets / seconds:,.0f} a second")


def main() -> None:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tickets", type=int, default=2000)
    arguments.add_argument("--dask", action="store_true")
    wanted = arguments.parse_args()
    place = Path(tempfile.mkdtemp(dir=Path(__file__).parent.parent))
    try:
        (engines if wanted.dask else compare)(place, wanted.tickets)
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
