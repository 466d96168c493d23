"""How the time grammar does on the annotated documents; run by hand, prints what came out wrong.

python tests/measure_times.py [name part]
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.loading.festivals import load_festivals
from toolkit.text.dates import TimeContext, TimeMention, find_times
from toolkit.text.deadline_choice import choose_deadline

ANNOTATED = Path(__file__).parent / "corpus" / "annotated" / "worked_on"


def context_of(gold: dict[str, Any], item: dict[str, Any], text: str) -> TimeContext:
    stated = item.get("issued_on") or gold["meta"].get("date")
    base = date.fromisoformat(stated) if stated else None
    plan = None
    if gold["kind"] in ("report", "division"):
        years = re.findall(r"(20\d\d)年", text[:400])
        plan = base.year if base else (int(years[0]) if years else None)
        if gold["kind"] == "report" and base and base.month == 12:
            plan = base.year + 1
    return TimeContext(base=base, plan_year=plan, festivals=load_festivals())


def norm(text: str | None) -> str | None:
    return re.sub(r"\s+", "", text) if text else None


def judge(item: dict[str, Any], context: TimeContext, counts: Counter[str]) -> list[str]:
    mentions: list[TimeMention] = []
    for number, piece in enumerate(item["evidence"]):
        for found in find_times(piece, context):
            if number == 0 or found.kind.value in ("deadline", "event", "point"):
                mentions.append(found)
    choice = choose_deadline(mentions)
    final, alt = choice.deadline, item.get("alt", {})
    got = final.on.isoformat() if final and final.on else None
    wrong = []
    want = item.get("due")
    if got in alt.get("due", []):
        want = got
    if want:
        counts["due"] += 1
        counts["due right"] += want == got
    else:
        counts["invented"] += got is not None
    if want != got:
        wrong.append(f"due want {want} ({item.get('due_text')}) got {got} ({final and final.text})")
    counts["text"] += 1
    counts["text right"] += norm(item.get("due_text")) == norm(final.text if final else None)
    if norm(item.get("due_text")) != norm(final.text if final else None):
        wrong.append(f"text want {item.get('due_text')} got {final and (final.text, final.rule)}")
    repeats = [norm(r) for r in (item.get("recurring"), *alt.get("recurring", []))]
    repeat = norm(choice.recurring.text) if choice.recurring else None
    counts["time"] += 1
    nodes = {m["date"] for m in item.get("milestones") or [] if m["date"]}
    got_nodes = {m.on.isoformat() for m in choice.milestones if m.on}
    right = repeat in repeats and bool(item.get("urgent")) == choice.urgent and nodes <= got_nodes
    counts["time right"] += right
    counts["extra milestones"] += bool(got_nodes - nodes) if nodes or len(got_nodes) > 1 else 0
    if not right:
        wrong.append(
            f"time want {item.get('recurring')} {item.get('urgent')} {sorted(nodes)} "
            f"got {repeat} {choice.urgent} {sorted(got_nodes)}"
        )
    return wrong


def main(part: str = "") -> None:
    counts: Counter[str] = Counter()
    for path in sorted(ANNOTATED.glob("*.gold.json")):
        if part not in path.name:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        for item in gold["items"]:
            for line in judge(item, context_of(gold, item, text), counts):
                print(f"{path.name[:8]}: {line}\n      {' ## '.join(item['evidence'])[:160]!r}")
    print(dict(counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
