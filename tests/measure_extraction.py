"""How well tasks are found, apart for papers worked on, set aside, and our own.

    python tests/measure_extraction.py [--only min]

Not collected by pytest. The scorer lies beside the repository (``../shared/score/score.py``, or
under ``DUBAN_SHARED``); without it there is nothing to measure with.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reference import SHARED

HERE = Path(__file__).parent
FOLDERS = {
    "worked on": HERE / "corpus/annotated/worked_on",
    "set aside until the end, then opened": HERE / "corpus/annotated/opened_last",
    "own, learned from": HERE / "corpus/own/develop",
    "own, kept for judging until read": HERE / "corpus/own/judge",
    "own, second judge, read since": HERE / "corpus/own/judge2",
    "own, third judge, read since": HERE / "corpus/own/judge3",
    "own, fourth judge, read since": HERE / "corpus/own/judge4",
    "own, fifth judge, read since": HERE / "corpus/own/judge5",
    "own, sixth judge, read since": HERE / "corpus/own/judge6",
    "own, seventh judge": HERE / "corpus/own/judge7",
}


def main() -> int:
    """Print the scorer's table for each folder; 2 when the scorer is not there."""
    scorer = SHARED / "score/score.py"
    if not scorer.exists():
        print(f"no scorer at {scorer}", file=sys.stderr)
        return 2
    command = f"{sys.executable} -m toolkit.cli tasks {{file}} --json"
    failed = 0
    for name, folder in FOLDERS.items():
        print(f"\n== {name}: {len(list(folder.glob('*.txt')))} papers", flush=True)
        run = [sys.executable, str(scorer), str(folder), "--cmd", command, *sys.argv[1:]]
        failed |= subprocess.run(run, cwd=HERE.parent, check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
