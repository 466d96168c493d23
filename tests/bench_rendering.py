"""How many times faster than docxtpl used the ordinary way: ``python tests/bench_rendering.py``.

The same templates, the same data, interleaved rounds in one run, every file written to a memory
file system. The floor is deflating the finished XML with the same compressor and writing the file.
On the ordinary disk papers are written as they are when issued: synced, under their final name only
when whole, and the folder synced; writing bytes that are ready goes the same way. Only the ratios
mean anything.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import Environment
from paper_samples import breakdown, template_of
from papers import ROOT, TEMPLATE, annotated_fields, members, text_of

from toolkit.batch.printing import AT_ONCE, Order, print_by
from toolkit.durable import write_all, write_once
from toolkit.engine import here, in_order
from toolkit.errors import DubanError
from toolkit.ledger.store import one_by_one
from toolkit.rendering import Template
from toolkit.rendering.archive import ArchiveWriter, read_archive
from toolkit.rendering.stored import render

TICKETS = 1000
ROWS = 500
ROUNDS = 25
BATCH = 2048
STARTED = 32  # papers of a batch that stand when the clock starts: a worker's first


def ordinary(template: Path, fields: Any) -> bytes:
    document = DocxTemplate(template)
    document.render(asdict(fields), jinja_env=Environment(autoescape=True))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def ordinary_file(template: Path, values: dict[str, Any], target: Path) -> None:
    document = DocxTemplate(template)
    document.render(values, jinja_env=Environment(autoescape=True))
    document.save(target)


class Files:
    """A new file for every paper, as an office has it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0

    def next(self) -> Path:
        self._count += 1
        return self._folder / f"{self._count}.docx"


def milliseconds(work: Callable[[], object], times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - start) * 1000 / times


def compare(ways: dict[str, Callable[[], object]], count: int) -> dict[str, list[float]]:
    """The cost of each way in ms, round by round."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, work in ways.items():
            taken[name].append(milliseconds(work, max(count // ROUNDS, 1)))
    return taken


def ratio(over: list[float], under: list[float]) -> float:
    """The median of the rounds' ratios: what else the machine does weighs on both alike."""
    return median(a / b for a, b in zip(over, under, strict=True))


def report(path: Path, fields: Any, template: Template, count: int, folder: Path) -> None:
    """One template's ratios; the text of all ways is equal or the run fails."""
    ready = template.render(fields)
    assert text_of(ready) == text_of(ordinary(path, fields))
    before, after = members(path.read_bytes()), members(ready)
    finished = {name: xml for name, xml in after.items() if before[name] != xml}
    writer = ArchiveWriter(read_archive(ready), frozenset(finished))
    values, files = asdict(fields), Files(folder)
    cost = compare(
        {
            "docxtpl": lambda: ordinary_file(path, values, files.next()),
            "duban": lambda: files.next().write_bytes(template.render(fields)),
            "floor": lambda: files.next().write_bytes(writer.write(finished)),
        },
        count,
    )
    print("  " + ", ".join(f"{way} {median(each):.3f} ms" for way, each in cost.items()))
    print(f"  docxtpl / duban = {ratio(cost['docxtpl'], cost['duban']):.0f}")
    print(f"  duban / floor = {ratio(cost['duban'], cost['floor']):.2f}")


def report_disk(folder: Path) -> None:
    """What making papers adds to writing them durably: one after the other as ``duban new`` does,
    and as a batch does, made and written by all processors. Bytes that are ready are written in the
    same two ways, in the second by one process and by all.
    """
    form = TEMPLATE.read_bytes()
    wanted = [asdict(annotated_fields("e-min-08", 1 + n % 6)) for n in range(BATCH)]
    orders = [(form, json.dumps(context, ensure_ascii=False)) for context in wanted]
    ready, files = [render(form, context) for context in wanted], Files(folder)
    few, rounds = BATCH // 8, range(5)

    def placed(orders: Sequence[tuple[bytes, str]]) -> Iterator[Order]:
        return ((*order, files.next()) for order in orders)

    def ready_once() -> None:
        for content in ready[:few]:
            write_once(files.next(), content)

    def ready_together() -> None:
        numbered = ((files.next(), each) for each in ready[STARTED:])
        while found := write_all(islice(numbered, AT_ONCE)):
            assert not any(found)

    single = one_by_one(render)
    tell(
        "one by one",
        [
            (spent(lambda: all_well(single.print_all(placed(orders[:few])))), spent(ready_once))
            for _ in rounds
        ],
    )
    made, shared, alone = [], [], []
    for _ in rounds:
        made.append(at_work(print_by(here(), placed(orders))))
        numbered = [(files.next(), each) for each in ready]
        groups = [numbered[n : n + STARTED] for n in range(0, BATCH, STARTED)]
        shared.append(at_work(chain.from_iterable(in_order(here(), write_all, groups))))
        alone.append(spent(ready_together))
    tell("a batch, ready bytes written by one process", list(zip(made, alone, strict=True)))
    tell("a batch, ready bytes sent to all and written", list(zip(made, shared, strict=True)))


def all_well(told: Iterable[object]) -> None:
    assert not any(isinstance(each, DubanError) for each in told)


def at_work(told: Iterator[object]) -> float:
    """Milliseconds, once all have begun."""
    all_well(islice(told, STARTED))
    return spent(lambda: all_well(told))


def spent(work: Callable[[], None]) -> float:
    return milliseconds(work, 1)


def tell(name: str, rounds: Sequence[tuple[float, float]]) -> None:
    made, ready = map(list, zip(*rounds, strict=True))
    print(f"  {name}: making and writing / writing ready bytes = {ratio(made, ready):.2f}")


# A process that imports and does nothing but what an office's run does.
ALONE = """
import json, re, sys
from pathlib import Path
from toolkit.papers.assignment import AssignmentFields, AssignmentRow
from toolkit.rendering import Template

template, folder = Template.load(Path(sys.argv[1])), Path(sys.argv[2])
for number, line in enumerate(sys.stdin):
    fields = json.loads(line)
    rows = tuple(AssignmentRow(**row) for row in fields["tasks"])
    paper = template.render(AssignmentFields(**{**fields, "tasks": rows}))
    (folder / f"{number}.docx").write_bytes(paper)
peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())
print(f"  {int(peak[1]) / 1024:.0f} MB at most")
"""


def alone(folder: Path) -> None:
    lines = (json.dumps(asdict(annotated_fields("e-min-08", 1 + n % 6))) for n in range(TICKETS))
    command = [sys.executable, "-c", ALONE, str(TEMPLATE), str(folder)]
    subprocess.run(command, input="\n".join(lines), text=True, check=True, cwd=ROOT)


def main() -> None:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    disk = Path(tempfile.mkdtemp(dir=ROOT))
    paper, template = annotated_fields("e-min-08", 6), Template.load(TEMPLATE)
    plan = ROOT / "templates" / "任务分解方案.docx"
    try:
        print(f"{TICKETS} tickets on a memory file system:")
        report(TEMPLATE, paper, template, TICKETS, folder)
        print("On an ordinary disk, synced:")
        report_disk(disk)
        print(f"{ROWS} rows:")
        report(plan, breakdown(ROWS), template_of("任务分解方案"), ROUNDS, folder)
        print(f"{TICKETS} tickets in a process of their own:", flush=True)
        alone(folder)
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(disk)


if __name__ == "__main__":
    main()
