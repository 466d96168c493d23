"""How well units are found, measured by hand: ``python tests/measure_units.py``.

Three figures: of the lead and supporting units of the worked-on annotations, the share found in
the item's own evidence; what is found in sentences that hold no task, for reading; and the share
of the real breakdowns' unit columns read exactly (needs the shared corpus beside the repository).
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from toolkit.extraction.units import Level, Vocabulary, detect_level, find_units, parse_unit_list
from toolkit.loading.vocabulary import load_vocabulary
from toolkit.text.normalize import strip_spaces

HERE = Path(__file__).resolve().parent
WORKED_ON = HERE / "corpus" / "annotated" / "worked_on"
SHARED = Path(os.environ.get("DUBAN_SHARED", HERE.parents[1] / "shared"))


def unit_key(name: str) -> str:
    """As the scorer compares: no level word, no closing 局、委、办."""
    flat = "".join(unicodedata.normalize("NFKC", name).split())
    if len(flat) > 2 and flat[0] in "省市县縣区區镇鎮乡鄉":
        flat = flat[1:]
    return flat[:-1] if len(flat) > 2 and flat[-1] in "局委办辦" else flat


def documents() -> Iterator[tuple[str, str, dict[str, object]]]:
    for gold in sorted(WORKED_ON.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        yield name, (WORKED_ON / f"{name}.txt").read_text("utf-8"), json.loads(gold.read_text())


def accepted(item: dict[str, object], field: str, name: str) -> set[str]:
    keys = {unit_key(name)}
    alternatives = item.get("alt") or {}
    assert isinstance(alternatives, dict)
    for value in alternatives.get(field, []):
        keys |= {unit_key(v) for v in value}
    return keys


def recall(vocabulary: Vocabulary, out: bool) -> tuple[int, int, int]:
    """Units wanted; found in the item's own words; found anywhere in the document."""
    wanted = hit = anywhere = 0
    for name, text, gold in documents():
        level = detect_level(text.splitlines())
        whole = {unit_key(m.text) for m in find_units(strip_spaces(text)[0], vocabulary, level)}
        items = gold["items"]
        assert isinstance(items, list)
        for item in items:
            if item.get("optional"):
                continue
            pieces = [strip_spaces(e)[0] for e in item["evidence"]]
            found = [m.text for e in pieces for m in find_units(e, vocabulary, level)]
            keys = {unit_key(t) for t in found}
            for field in ("lead", "cooperate"):
                for unit in item[field]:
                    wanted += 1
                    good = accepted(item, field, unit)
                    hit += bool(good & keys)
                    anywhere += bool(good & (keys | whole))
                    if out and not good & keys:
                        mark = " " if good & whole else "!"
                        print(f"{mark} {name} {unit} ← {found} ← {pieces}"[:330])
    return wanted, hit, anywhere


def read_negatives(vocabulary: Vocabulary) -> None:
    for name, text, gold in documents():
        level = detect_level(text.splitlines())
        sentences = gold["not_tasks"]
        assert isinstance(sentences, list)
        for sentence in sentences:
            line = strip_spaces(sentence if isinstance(sentence, str) else sentence["text"])[0]
            found = [(m.text, m.certain) for m in find_units(line, vocabulary, level)]
            if found:
                print(name, found, "←", line[:120])


def breakdown_rows(vocabulary: Vocabulary, out: bool) -> tuple[int, int]:
    path = SHARED / "corpus" / "real" / "breakdown" / "tasks.jsonl"
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


def main() -> None:
    vocabulary = load_vocabulary()
    out = "-v" in sys.argv
    if "--negatives" in sys.argv:
        read_negatives(vocabulary)
    wanted, hit, anywhere = recall(vocabulary, out)
    print(f"units wanted {wanted}, in the item's words {hit} ({hit / wanted:.3f}), "
          f"in the document {anywhere} ({anywhere / wanted:.3f})")  # fmt: skip
    equal, rows = breakdown_rows(vocabulary, out)
    print(f"unit columns equal {equal} of {rows} ({equal / rows:.3f})")


if __name__ == "__main__":
    main()
