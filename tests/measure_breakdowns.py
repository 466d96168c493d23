"""How many rows of the real breakdown documents are found with the same units.

    python tests/measure_breakdowns.py [--show N] [--only PART_OF_A_NAME]

The documents lie beside the project (``DUBAN_SHARED``, or ``../shared``) and are never copied
here. Their rows are machine-made, about 2 % wrong. A row counts as found when a task's origin
holds its note; it is right when the lead and the supporting units agree, compared without the
level word and without order.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections import Counter

from reference import REAL

from toolkit.extraction import extract_tasks
from toolkit.loading.knowledge import load_knowledge
from toolkit.model import DocumentKind, ExtractedTask, Unit
from toolkit.reading import read_document

FOLDER = REAL / "breakdown"


def flat(text: str) -> str:
    """Without width, blanks and line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def names(units: list[str]) -> set[str]:
    """Names without the level word."""
    return {n[1:] if len(n) > 2 and n[0] in "省市县区" else n for n in map(flat, units)}


def both(units: tuple[Unit, ...]) -> list[str]:
    """The units as written."""
    return [unit.text for unit in units]


def pick(row: dict[str, str], note: str, tasks: list[ExtractedTask], used: set[int]) -> int | None:
    """The first unused task whose origin holds the row's note and the end of its task."""
    end = flat(row["task"]).rstrip("。;；,，.")[-12:]
    for strict in (True, False):
        for number, task in enumerate(tasks):
            text = flat("".join(span.text for span in task.origin))
            if number not in used and note in text and (not strict or end in text):
                return number
    return None


def main() -> int:
    """Print the share of rows found and right, by document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    if not FOLDER.exists():
        print("没有找到真实文件，请设置 DUBAN_SHARED", file=sys.stderr)
        return 2
    rows = [json.loads(line) for line in (FOLDER / "tasks.jsonl").read_text("utf-8").splitlines()]
    knowledge = load_knowledge()
    total: Counter[str] = Counter()
    shown = 0
    for name in sorted({row["file"] for row in rows}):
        if args.only not in name:
            continue
        found = extract_tasks(
            read_document(FOLDER / name), knowledge, kind=DocumentKind.BREAKDOWN
        ).tasks
        count: Counter[str] = Counter(tasks=len(found))
        used: set[int] = set()
        for row in (r for r in rows if r["file"] == name):
            count["rows"] += 1
            number = pick(row, flat(row["annotation"]), list(found), used)
            task = found[number] if number is not None else None
            used |= {number} if number is not None else set()
            count["found"] += task is not None
            lead = names(both(task.lead_units)) if task else set()
            support = names(both(task.supporting_units)) if task else set()
            right = lead == names(row["lead"]) and support == names(row["cooperate"])
            count["right"] += right
            if not right and shown < args.show:
                shown += 1
                print(name[:2], row["annotation"][:150], "\n   want", row["lead"], row["cooperate"])
                print("   got ", sorted(lead), sorted(support), "" if task else "(not found)")
        total += count
        print(name[:14], dict(count))
    share = total["right"] / max(total["rows"], 1)
    print(
        f"rows {total['rows']}  found {total['found']}  equal units {total['right']} = {share:.1%}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
