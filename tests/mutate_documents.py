"""Whether any paper at all can be read: random damage, one endless line, a huge table of units.

    python tests/mutate_documents.py 20000 [--seed 7]
    python tests/mutate_documents.py --sizes

Not collected by pytest: 20,000 papers take minutes. Each paper is one of the annotated ones, struck
a few times. It must be read without an exception, every paragraph must have its fate, every word of
a task must stand where its span says, and every date must belong to a task's own words. ``--sizes``
prints how the time grows with the text and with the units; it should double where they double.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from toolkit.extraction import Knowledge, extract_tasks
from toolkit.loading.knowledge import load_knowledge
from toolkit.model import Extraction, Paragraph, SourceDocument
from toolkit.recognition import knowledge_for

HERE = Path(__file__).parent
FOLDERS = ("corpus/annotated/worked_on", "corpus/own/develop")
ALPHABET = (
    "，。；：、（）《》“”〔〕【】|0123456789一二三四五十百年月日前内局委办镇县由请责牵头负配合"
    "\u3000\t\n xX×*·—…😀𠮷\u200b"
)
Strike = Callable[[str, random.Random], str]


def _cut(text: str, dice: random.Random) -> str:
    low, high = _stretch(text, dice)
    return text[:low] + text[high:]


def _double(text: str, dice: random.Random) -> str:
    low, high = _stretch(text, dice)
    return text[:high] + text[low:high] * dice.choice((1, 1, 2, 40)) + text[high:]


def _move(text: str, dice: random.Random) -> str:
    low, high = _stretch(text, dice)
    rest = text[:low] + text[high:]
    at = dice.randrange(len(rest) + 1)
    return rest[:at] + text[low:high] + rest[at:]


def _sprinkle(text: str, dice: random.Random) -> str:
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(ALPHABET) + text[at:]
    return text


def _strip_marks(text: str, dice: random.Random) -> str:
    mark = dice.choice("，。；：、（）\n")
    return text.replace(mark, dice.choice(("", " ", mark * 2, "\n")))


def _reflow(text: str, dice: random.Random) -> str:
    width = dice.randrange(5, 60)
    flat = text.replace("\n", "")
    return "\n".join(flat[i : i + width] for i in range(0, len(flat), width))


STRIKES: tuple[Strike, ...] = (_cut, _double, _move, _sprinkle, _strip_marks, _reflow)


def _stretch(text: str, dice: random.Random) -> tuple[int, int]:
    low = dice.randrange(len(text) + 1)
    return low, min(len(text), low + dice.randrange(1, 160))


def document(text: str) -> SourceDocument:
    """A text as the reader would give it: one paragraph a line."""
    lines = text.split("\n")
    paragraphs = tuple(Paragraph(n, line) for n, line in enumerate(lines, 1))
    return SourceDocument("纪要.txt", "0" * 64, "text", paragraphs)


def faults(paper: SourceDocument, found: Extraction) -> list[str]:
    """What a reading must hold in every case, and does not."""
    printed = {p.index: p.text for p in paper.paragraphs}
    wrong = [] if set(found.fates) == set(printed) else ["a paragraph without its fate"]
    for task in found.tasks:
        for span in task.origin:
            if printed[span.paragraph][span.start : span.end] != span.text:
                wrong.append(f"task {task.number}: words that do not stand there: {span.text!r}")
        if not task.origin:
            wrong.append(f"task {task.number} was read nowhere")
    return wrong


def mutate(count: int, seed: int) -> int:
    """Read ``count`` damaged papers; how many went wrong, each told with its seed."""
    texts = [p.read_text("utf-8") for f in FOLDERS for p in sorted((HERE / f).glob("*.txt"))]
    knowledge, bad, slowest = knowledge_for(None), 0, (0.0, 0, 0)
    for number in range(count):
        dice = random.Random(seed * 1_000_003 + number)
        text = dice.choice(texts)
        for _ in range(dice.randrange(1, 5)):
            text = dice.choice(STRIKES)(text, dice)[:40_000]
        paper = document(text)
        began = time.process_time()
        try:
            wrong = faults(paper, extract_tasks(paper, knowledge))
        except Exception:
            wrong = [traceback.format_exc(limit=-3)]
        spent = (time.process_time() - began) / (len(text) + 500)
        slowest = max(slowest, (spent, number, len(text)))
        if wrong:
            bad += 1
            print(f"paper {number} (seed {seed}):", *wrong[:3], sep="\n  ", flush=True)
        if number % 1000 == 999:
            print(f"{number + 1} read, {bad} wrong, slowest {1e6 * slowest[0]:.0f} µs a character "
                  f"(paper {slowest[1]}, {slowest[2]} characters)", flush=True)  # fmt: skip
    return bad


def sizes() -> None:
    """Time against size: one line without end, and a table with more and more units."""
    knowledge = load_knowledge()
    clause = "由县水利局牵头，县财政局、县住建局配合，6月底前完成12处水毁修复；"
    for megabytes in (1.25, 2.5, 5):
        line = clause * int(megabytes * 2**20 / len(clause.encode()))
        _timed(f"one line of {megabytes} MB", partial(_read, line, knowledge))
    text = "由临江县第12号示范站牵头，县财政局配合，6月底前完成。" * 400
    for count in (12_500, 25_000, 50_000):
        wide = _with_units(knowledge, count)
        _timed(f"{count} units in the table", partial(_read, text, wide))


def _read(text: str, knowledge: Knowledge) -> int:
    head = "云溪县人民政府专题会议纪要\n2026年4月9日，县长张三主持召开会议。会议议定：\n"
    return len(extract_tasks(document(head + text), knowledge).tasks)


def _timed(what: str, do: Callable[[], int]) -> None:
    began = time.process_time()
    found = do()
    print(f"{what}: {time.process_time() - began:.1f} s, {found} tasks", flush=True)


def _with_units(knowledge: Knowledge, count: int) -> Knowledge:
    """The office's knowledge with ``count`` more places of its own."""
    towns = frozenset(f"第{number}号示范站" for number in range(count))
    more = replace(knowledge.vocabulary, townships=knowledge.vocabulary.townships | towns)
    return replace(knowledge, vocabulary=more)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every paper was read as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", action="store_true")
    given = parser.parse_args(arguments)
    if given.sizes:
        sizes()
    return int(mutate(given.count, given.seed) > 0)


if __name__ == "__main__":
    sys.exit(main())
