"""How fast tasks are found beside cutting and tagging words: ``python tests/bench_extraction.py``.

The same texts in turns in one run on one core, first opening and dictionaries not counted: our own
papers of every kind and, where it lies beside the repository, the real work reports. Only the
ratio means anything; memory is the highest of a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from reference import REAL

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

ROUNDS = 3


def papers() -> list[Path]:
    """Texts of every kind, and the real reports where they are."""
    own = sorted((HERE / "corpus").glob("annotated/*/*.txt"))
    return own + sorted((REAL / "reports/city").glob("*.txt"))


def extraction() -> Callable[[Path], object]:
    """Reading and finding tasks, ready to be called."""
    from toolkit.extraction import extract_tasks
    from toolkit.loading.knowledge import load_knowledge
    from toolkit.reading import read_document

    knowledge = load_knowledge(None)
    return lambda path: extract_tasks(read_document(path), knowledge)


def tagging() -> Callable[[Path], object]:
    """Words with their kinds by jieba, its dictionary loaded."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    list(jieba.posseg.cut("县水利局牵头。"))
    return lambda path: list(jieba.posseg.cut(path.read_text(encoding="utf-8")))


WAYS = {"duban": extraction, "jieba.posseg": tagging}


def seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    start = perf_counter()
    for path in paths:
        work(path)
    return perf_counter() - start


def peak() -> int:
    """The most memory of this process in MB (ru_maxrss would include the one that started it)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main() -> None:
    """Print characters a second, the ratio, and each way's memory."""
    paths = papers()
    size = sum(len(path.read_text(encoding="utf-8")) for path in paths)
    made = {name: way() for name, way in WAYS.items()}
    for work in made.values():
        work(paths[0])
    taken: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, work in made.items():
            taken[name].append(seconds(work, paths))
    print(f"{len(paths)} papers, {size} characters, {ROUNDS} rounds")
    for name, each in taken.items():
        memory = subprocess.run(
            [sys.executable, __file__, name], capture_output=True, text=True, check=True
        ).stdout.strip()
        print(f"  {name}: {size / median(each):,.0f} characters/s, {memory} MB at most")
    ratio = median(b / a for a, b in zip(taken["duban"], taken["jieba.posseg"], strict=True))
    print(f"  duban is {ratio:.1f} times as fast as jieba.posseg")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        seconds(WAYS[sys.argv[1]](), papers())
        print(peak())
    else:
        main()
