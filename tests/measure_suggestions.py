"""How often the right lead unit is suggested first, or among the first three.

    python tests/measure_suggestions.py

Not collected by pytest. Three bodies of text: a breakdown of ours for two years
(``corpus/suggestions``), the breakdowns annotated for extraction, and the real rows beside the
repository (``../shared``, or ``DUBAN_SHARED``), their central and provincial bodies put as the
county's. Rows whose body has no counterpart in a county (customs, aviation) are counted, not used.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from reference import REAL, SHARED

from toolkit.extraction.units.find import Level
from toolkit.loading.directory import Directory
from toolkit.loading.vocabulary import built_in_table, load_vocabulary
from toolkit.recognition import extract_tasks
from toolkit.suggestion import Example, Proposal, Suggester, Tasked

HERE = Path(__file__).parent
UNITS = Directory(load_vocabulary(), Level("县", "霁川县", "county"))
ANNOTATED = (HERE / "corpus/annotated/worked_on", HERE / "corpus/own/develop")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of ``rows``, how many had their lead first and among three; and of those called sure."""

    rows: int = 0
    first: int = 0
    third: int = 0
    sure: int = 0
    sure_right: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, n) + getattr(other, n) for n in self.__slots__))

    def __str__(self) -> str:
        rows, sure = self.rows or 1, self.sure or 1
        return (
            f"{self.rows:4} rows   first {self.first / rows:6.1%}   among three "
            f"{self.third / rows:6.1%}   sure {self.sure / rows:6.1%}, of these right "
            f"{self.sure_right / sure:6.1%}"
        )


def tally(train: Sequence[Example], test: Sequence[Example], units: Sequence[Tasked] = ()) -> Tally:
    suggester = Suggester(units or UNITS.tasked(), train)
    counts: Counter[str] = Counter()
    for example in test:
        proposal: Proposal = suggester.propose(example.text)
        names = [each.unit for each in proposal.leads]
        right = names[:1] == [example.lead]
        counts["first"] += right
        counts["third"] += example.lead in names[:3]
        counts["sure"] += proposal.is_sure
        counts["sure_right"] += proposal.is_sure and right
    return Tally(len(test), counts["first"], counts["third"], counts["sure"], counts["sure_right"])


def crossed(parts: Sequence[Sequence[Example]], more: Sequence[Example] = ()) -> Tally:
    """Each part judged by what is learned from the others."""
    total = Tally()
    for part in parts:
        rest = [example for other in parts if other is not part for example in other]
        total += tally([*rest, *more], part)
    return total


def dealt(examples: Sequence[Example], parts: int) -> list[Sequence[Example]]:
    """The examples dealt out like cards, so that every part has some of each chapter."""
    return [examples[at::parts] for at in range(parts)]


def duties_of_old() -> list[Tasked]:
    """The phrases the table had before those of work reports were added to it."""
    path = SHARED / "domain/units.json"
    table = json.loads(path.read_text(encoding="utf-8"))["units"] if path.is_file() else ()
    old = {row["id"]: tuple(row.get("keywords", ())) for row in table}
    now = UNITS.tasked() if old else ()
    return [replace(unit, duties=old.get(UNITS.everyday[unit.name].id, ())) for unit in now]


# --- the texts -----------------------------------------------------------------------------------


def own(year: int) -> list[Example]:
    lines = (HERE / f"corpus/suggestions/{year}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [
        Example(text, known(lead) or lead, tuple(filter(None, helps.split("、"))), f"第{n}项")
        for n, (text, lead, helps) in enumerate(rows, 1)
    ]


@cache
def known(name: str) -> str | None:
    """The everyday name of the county's unit of that name."""
    unit = UNITS.known(name)
    return UNITS.name_of(unit) if unit else None


def annotated() -> list[list[Example]]:
    """The breakdowns annotated for extraction, read by the extractor, one list a document."""
    found = []
    for folder in ANNOTATED:
        for path in sorted(folder.glob("*div*.txt")):
            _, extraction = extract_tasks(path)
            tasks = [task for task in extraction.tasks if task.lead_units]
            named = [(task.objective, known(task.lead_units[0].text)) for task in tasks]
            found.append([Example(text, lead) for text, lead in named if lead])
    return found


def real() -> tuple[list[list[Example]], int]:
    """The real rows by document, and how many have a body that no county has."""
    path = REAL / "breakdown/tasks.jsonl"
    documents: dict[str, list[Example]] = defaultdict(list)
    left = 0
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        row = json.loads(line)
        lead = counterparts().get(core(row["lead"][0])) if row["lead"] else None
        left += lead is None
        if lead:
            text = re.sub(r"^[\d（()）一二三四五六七八九十、.]+", "", row["task"])
            documents[row["file"]].append(Example(text, lead))
    return list(documents.values()), left


_HEAD = re.compile(r"(?:国家|国务院|中央|省委|市委|[省市县])+")
_END = re.compile(r"(?:总局|[局委部厅署办]|办公室|中心|分局)$")


def core(name: str) -> str:
    """A body's name at every level: 住房城乡建设 of 住房和城乡建设部, 县住房城乡建设局."""
    for written, short in (("委员会", "委"), ("行政部门", "局"), ("监督管理", "监管"), ("和", "")):
        name = name.replace(written, short)
    return _END.sub("", _HEAD.sub("", re.sub(r"（.*?）|\{.*?\}", "", name), count=1))


@cache
def counterparts() -> dict[str, str]:
    """The core of every name at any level → the county's unit."""
    table, units = built_in_table(), UNITS.vocabulary.units
    index: dict[str, str] = {}
    for row in table["units"]:
        if row["kind"] in ("special_body", "platform_company"):
            continue
        former = [name for each in row.get("former", ()) for name in each["names"]]
        lists = (row.get(key, ()) for key in ("short", "full", "aliases", "old_aliases", "signs"))
        names = [*(n for each in lists for n in each), *former, *row.get("higher", {}).values()]
        for name in names:
            if len(core(name)) > 1:
                index.setdefault(core(name), UNITS.name_of(units[row["id"]]))
    for row in table["national"]:
        local = re.sub("（.*", "", row.get("county_counterpart", ""))
        if local and core(local) in index:
            for name in (row["full"], row["short"], *row.get("media", ())):
                index.setdefault(core(name), index[core(local)])
    return index


def measures() -> Iterator[tuple[str, Tally]]:
    before, now = own(2025), own(2026)
    yield "own 2026, duties alone", tally([], now)
    for share in (4, 2, 1):
        yield f"own 2026, with 1/{share} of 2025", tally(before[::share], now)
    if old := duties_of_old():
        for share in (len(before), 4, 2, 1):
            name = f"with 1/{share} of 2025" if share < len(before) else "alone"
            yield (
                f"own 2026, the old duties {name}",
                tally(before[::share] if share < len(before) else [], now, old),
            )
    yield "own 2026, ten parts in turn", crossed(dealt(now, 10))
    yield "own 2026, ten parts and 2025", crossed(dealt(now, 10), before)
    papers = annotated()
    yield "annotated breakdowns, duties alone", tally([], [e for each in papers for e in each])
    yield "annotated breakdowns, with own years", crossed(papers, [*before, *now])
    documents, left = real()
    rows = [example for each in documents for example in each]
    if not rows:
        return
    yield f"real rows, duties alone ({left} rows left out)", tally([], rows)
    yield "real rows, five parts in turn", crossed(dealt(rows, 5))
    yield "real rows, one document after the other", crossed(documents)


if __name__ == "__main__":
    for name, result in measures():
        print(f"{name:42} {result}", flush=True)
