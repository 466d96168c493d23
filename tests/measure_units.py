"""How well units are found, measured by hand: ``python tests/measure_units.py [-v] [FOLDER ...]``.

For every folder of annotated documents (by default those worked on and our own): of the lead and
supporting units of the items, the share found in the item's own evidence, as certain mentions and
at all; the misses; and with ``-v`` what is found in sentences that hold no task. Last the share of
the real breakdowns' unit columns read exactly and the mentions in real reports, where units are
rare (both need the shared corpus beside the repository).
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reference import REAL

from toolkit.extraction.units.find import (
    Level,
    Vocabulary,
    detect_level,
    find_units,
    parse_unit_list,
)
from toolkit.loading.vocabulary import load_vocabulary
from toolkit.text.normalize import strip_spaces

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE / "corpus" / "annotated" / "worked_on", HERE / "corpus" / "own" / "develop")


def unit_key(name: str) -> str:
    """As the scorer compares: no level word, no closing 局、委、办."""
    flat = "".join(unicodedata.normalize("NFKC", name).split())
    if len(flat) > 2 and flat[0] in "省市县縣区區镇鎮乡鄉":
        flat = flat[1:]
    return flat[:-1] if len(flat) > 2 and flat[-1] in "局委办辦" else flat


def documents(folder: Path) -> Iterator[tuple[str, str, dict[str, object]]]:
    for gold in sorted(folder.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        yield name, (folder / f"{name}.txt").read_text("utf-8"), json.loads(gold.read_text())


def accepted(item: dict[str, object], field: str, name: str) -> set[str]:
    keys = {unit_key(name)}
    alternatives = item.get("alt") or {}
    assert isinstance(alternatives, dict)
    for value in alternatives.get(field, []):
        keys |= {unit_key(v) for v in value}
    return keys


@dataclass
class Tally:
    """Units wanted; found in the item's words as certain, or at all; found in the document."""

    wanted: int = 0
    certain: int = 0
    found: int = 0
    anywhere: int = 0
    misses: list[str] = field(default_factory=list)


def recall(folder: Path, vocabulary: Vocabulary) -> Tally:
    tally = Tally()
    for name, text, gold in documents(folder):
        level = detect_level(text.splitlines())
        whole = {unit_key(m.text) for m in find_units(strip_spaces(text)[0], vocabulary, level)}
        items = gold["items"]
        assert isinstance(items, list)
        for item in items:
            if not item.get("optional"):
                _count(tally, name, item, whole, vocabulary, level)
    return tally


def _count(
    tally: Tally,
    name: str,
    item: dict[str, object],
    whole: set[str],
    vocabulary: Vocabulary,
    level: Level,
) -> None:
    evidence = item["evidence"]
    assert isinstance(evidence, list)
    pieces = [strip_spaces(e)[0] for e in evidence]
    found = [m for e in pieces for m in find_units(e, vocabulary, level)]
    keys = {unit_key(m.text) for m in found}
    sure = {unit_key(m.text) for m in found if m.certain}
    for role in ("lead", "cooperate"):
        units = item[role]
        assert isinstance(units, list)
        for unit in units:
            good = accepted(item, role, unit)
            tally.wanted += 1
            tally.certain += bool(good & sure)
            tally.found += bool(good & keys)
            tally.anywhere += bool(good & (keys | whole))
            if not good & keys:
                mark = " " if good & whole else "!"
                tally.misses.append(f"{mark} {name} {unit} ← {[m.text for m in found]} ← {pieces}")


def in_negatives(folder: Path, vocabulary: Vocabulary) -> Iterator[str]:
    """Mentions in sentences that hold no task, a line each, for reading."""
    for name, text, gold in documents(folder):
        level = detect_level(text.splitlines())
        sentences = gold["not_tasks"]
        assert isinstance(sentences, list)
        for sentence in sentences:
            line = strip_spaces(sentence if isinstance(sentence, str) else sentence["text"])[0]
            for m in find_units(line, vocabulary, level):
                yield f"{name} {m.text}{'' if m.certain else '?'} ← {line[:100]}"


def breakdown_rows(vocabulary: Vocabulary, out: bool) -> tuple[int, int]:
    path = REAL / "breakdown" / "tasks.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    equal = 0
    for row in rows:
        prefix = (
            "省" if row["file"][:2] in ("13", "14") else "市" if row["file"][:2] == "12" else ""
        )
        level = Level(prefix, grade="nation" if not prefix else "province")
        wanted = [*row["lead"], *row["cooperate"]]
        spans = parse_unit_list(row["annotation"].strip("（）"), vocabulary, level)
        found = [row["annotation"].strip("（）")[m.start : m.end] for m in spans]
        equal += found == wanted
        if out and found != wanted:
            print(row["annotation"], found, wanted)
    return equal, len(rows)


def in_reports(vocabulary: Vocabulary) -> tuple[int, Counter[str]]:
    """Characters of the real reports, and the mentions in them."""
    size, found = 0, Counter[str]()
    for path in sorted((REAL / "reports").glob("**/*.txt")):
        lines = path.read_text("utf-8").splitlines()
        level = detect_level(lines)
        for line in lines:
            flat = strip_spaces(line)[0]
            size += len(flat)
            for m in find_units(flat, vocabulary, level):
                found[f"{m.text}{'' if m.certain else '?'}"] += 1
    return size, found


def main() -> None:
    out = "-v" in sys.argv
    folders = [Path(a) for a in sys.argv[1:] if not a.startswith("-")] or FOLDERS
    vocabulary = load_vocabulary()
    for folder in folders:
        tally = recall(folder, vocabulary)
        negatives = list(in_negatives(folder, vocabulary))
        shares = [n / max(1, tally.wanted) for n in (tally.certain, tally.found, tally.anywhere)]
        print(f"{folder.name}: wanted {tally.wanted}, certain {shares[0]:.3f}, "
              f"found {shares[1]:.3f}, in the document {shares[2]:.3f}; "
              f"in no tasks {len(negatives)}")  # fmt: skip
        for line in (*tally.misses, *(negatives if out else ())):
            print("  ", line[:330])
    if REAL.is_dir() and "-q" not in sys.argv:
        equal, rows = breakdown_rows(vocabulary, out)
        print(f"unit columns equal {equal} of {rows} ({equal / rows:.3f})")
        size, found = in_reports(vocabulary)
        print(f"reports: {found.total()} mentions in {size} characters")
        if out:
            print(found.most_common(400))


if __name__ == "__main__":
    main()
