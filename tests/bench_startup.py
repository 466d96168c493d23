"""Start-up of ``duban`` beside ``import docx``: ``python tests/bench_startup.py [RUNS]``.

Alternates the commands, so that a busy machine slows all alike, and prints medians and ratios.
Not collected by pytest: it measures, it does not judge.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx

ROOT = Path(__file__).resolve().parent.parent
# compiled modules are kept, as after any installation
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
LIMITS = {"duban --help": 2.0, "duban tasks": 4.0}


def three_pages(path: Path) -> None:
    """Minutes of about three pages, in the words of an invented county."""
    document = docx.Document()
    document.add_paragraph("云溪县人民政府常务会议纪要")
    document.add_paragraph("2026年2月11日，县长王明主持召开县政府第12次常务会议。纪要如下：")
    for number in range(1, 31):
        document.add_paragraph(
            f"{number}.会议听取了第{number}项工作情况汇报，原则同意。由县住建局牵头，"
            "县财政局、县自然资源局配合，3月底前完成方案修改并报县政府审定。"
        )
    document.save(str(path))


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=ENVIRONMENT)
    return time.perf_counter() - begun


def main(runs: int = 10) -> None:
    with tempfile.TemporaryDirectory() as folder:
        minutes = Path(folder) / "纪要.docx"
        three_pages(minutes)
        office = str(Path(folder) / "督办")
        start = [sys.executable, "-c", "import sys; from toolkit.cli import main; sys.exit(main())"]
        commands = {
            "import docx": [sys.executable, "-c", "import docx"],
            "duban --help": [*start, "--help"],
            "duban deadline": [*start, "deadline", "--source", "常务会议", "--on", "2026-02-11"],
            "duban tasks": [*start, "tasks", str(minutes), "--json"],
            "duban due": [*start, "due", "--office", office],
        }
        seconds([*start, "init", office])
        seconds([*start, "new", str(minutes), "--yes", "--office", office])
        for command in commands.values():
            seconds(command)  # writes the compiled modules
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(seconds(command))
    base = statistics.median(times["import docx"])
    for name, taken in times.items():
        median = statistics.median(taken)
        limit = f"  (limit {LIMITS[name]:g})" if name in LIMITS else ""
        print(f"{name:14} {median * 1000:6.0f} ms  {median / base:4.1f} x{limit}")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
