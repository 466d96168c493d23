"""``duban batch`` beside the renderer alone on the same data: ``python tests/bench_batch.py``.

    python tests/bench_batch.py --tickets 10000          time and memory of the whole command
    python tests/bench_batch.py --tickets 3000 --dask    papers a second: processes, Dask workers

The renderer alone is two processes that make the very papers the command made, from the contexts
in its ledger, start of the processes included: once into nothing, once into files that each process
writes itself as the command's do, once sent back and written by one (256 synced at a time by four
threads, then their folder), and once into files that are each safe before the next is made, as a
simple loop would do it. The second, the quickest way to the same files, is what the command is held
against. Only ratios mean anything; where the machine is not idle, only those of processor seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dask_cluster import cluster_here
from kill_batch import broken, prepare, start

from toolkit.batch.printing import make_some, pieces, print_by
from toolkit.batch.scheduler import cluster
from toolkit.durable import write_once
from toolkit.engine import Engine, here, in_order
from toolkit.errors import DubanError
from toolkit.ledger.models import TicketRecord
from toolkit.ledger.store import Ledger, open_ledger

Paper = tuple[bytes, str]
Way = Callable[[Engine, list[Paper]], Iterable[object]]


_FIRST = 256  # papers that workers make before they are compared


def spent() -> float:
    """Processor seconds of this process and of all that it has waited for."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


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
        yield bytes(templates[key]), json.dumps(context, ensure_ascii=False)


def timed(engine: Engine, papers: list[Paper], way: Way) -> float:
    """Seconds in which the engine's workers make all papers and ``way`` has them."""
    began = time.perf_counter()
    for done in way(engine, papers):
        if isinstance(done, DubanError):
            raise done
    return time.perf_counter() - began


def into_nothing(engine: Engine, papers: list[Paper]) -> Iterator[object]:
    """Made and sent back."""
    for made in in_order(engine, make_some, pieces(engine, papers)):
        yield from made


def into_files(folder: Path) -> Way:
    """Into files of ``folder``, as the command has its own."""
    folder.mkdir()

    def way(engine: Engine, papers: list[Paper]) -> Iterable[object]:
        named = ((*paper, folder / f"{n}.docx") for n, paper in enumerate(papers))
        return print_by(engine, named)

    return way


def sent_back(folder: Path) -> Way:
    """Written by one process, as of workers elsewhere."""
    way = into_files(folder)
    return lambda engine, papers: way(replace(engine, is_here=False), papers)


def one_by_one(folder: Path) -> Way:
    """Into files of ``folder``, each safe before the next."""
    folder.mkdir()

    def way(engine: Engine, papers: list[Paper]) -> Iterator[object]:
        for n, paper in enumerate(into_nothing(engine, papers)):
            assert isinstance(paper, bytes)
            write_once(folder / f"{n}.docx", paper)
            yield paper

    return way


def compare(place: Path, tickets: int) -> None:
    """The command, then the renderer alone on what the command left."""
    office = prepare(place, tickets)
    before = spent()
    seconds, most = the_command(office)
    busy = spent() - before
    found = list(broken(office, tickets))
    print(f"{tickets:,} tickets: {seconds:.1f} s, {tickets / seconds:,.0f} a second")
    print(f"{busy:.1f} processor seconds")
    print(f"at most {most:.0f} MB in all its processes; broken: {found or 'nothing'}")
    with open_ledger(office) as ledger:
        papers = list(papers_of(ledger))
    print("renderer alone, two processes:")
    for what, way in (
        ("into nothing", into_nothing),
        ("into files as the command's", into_files(place / "files")),
        ("into files written by one", sent_back(place / "sent")),
        ("into files synced one by one", one_by_one(place / "singly")),
    ):
        before = spent()
        alone = timed(here(2), papers, way)
        busy_alone = spent() - before
        ratios = f"{seconds / alone:.2f}, of processor seconds {busy / busy_alone:.2f}"
        print(
            f"  {what}: {alone:.1f} s, {busy_alone:.1f} of processors; command / renderer {ratios}"
        )


def engines(place: Path, tickets: int) -> None:
    """Papers a second of one and two processes, one and two Dask workers that are warm."""
    office = prepare(place, tickets)
    the_command(office)
    with open_ledger(office) as ledger:
        papers = list(papers_of(ledger))
    for count in (1, 2):
        pool = timed(warmed(here(count), papers), papers, into_nothing)
        print(f"{count} processes of the pool: {tickets / pool:,.0f} a second")
        with cluster_here(count) as (address, _), cluster(address, place) as engine:
            while len(engine.open().__dict__["_client"].scheduler_info()["workers"]) < count:
                time.sleep(0.1)
            dask = timed(warmed(engine, papers), papers, into_nothing)
        ratio = f"Dask / pool = {pool / dask:.2f}"
        print(f"{count} Dask workers: {tickets / dask:,.0f} a second; {ratio}")


def warmed(engine: Engine, papers: list[Paper]) -> Engine:
    """The engine after its workers have made some papers: their start is not compared."""
    executor = engine.open()
    deque(executor.map(make_some, list(pieces(engine, papers[:_FIRST]))), maxlen=0)
    return replace(engine, open=lambda: executor)


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
