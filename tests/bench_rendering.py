"""How many times faster than docxtpl used the ordinary way: ``python tests/bench_rendering.py``.

The same template, the same data, interleaved rounds in one run; no files are written. The floor
is deflating the finished XML and putting the archive together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from statistics import median
from time import perf_counter

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import Environment
from papers import TEMPLATE, annotated_fields, members, text_of

from toolkit.drafting import AssignmentFields
from toolkit.rendering import Template
from toolkit.rendering.archive import ArchiveWriter, read_archive

TICKETS = 200
ROUNDS = 4


def ordinary(paper: AssignmentFields) -> bytes:
    document = DocxTemplate(TEMPLATE)
    document.render(asdict(paper), jinja_env=Environment(autoescape=True))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def milliseconds(work: Callable[[], object], times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - start) * 1000 / times


def main() -> None:
    paper = annotated_fields("e-min-08", 6)
    template = Template.load(TEMPLATE)
    ready = template.render(paper)
    assert text_of(ready) == text_of(ordinary(paper))
    writer = ArchiveWriter(read_archive(ready), frozenset({"word/document.xml"}))
    finished = {"word/document.xml": members(ready)["word/document.xml"]}
    ways: dict[str, Callable[[], object]] = {
        "docxtpl": lambda: ordinary(paper),
        "duban": lambda: template.render(paper),
        "floor": lambda: writer.write(finished),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, work in ways.items():
            taken[name].append(milliseconds(work, TICKETS // ROUNDS))
    cost = {name: median(times) for name, times in taken.items()}
    for name, each in cost.items():
        print(f"{name:8} {each:8.3f} ms a ticket")
    print(f"docxtpl / duban = {cost['docxtpl'] / cost['duban']:.0f}")
    print(f"duban / floor = {cost['duban'] / cost['floor']:.2f}")


if __name__ == "__main__":
    main()
