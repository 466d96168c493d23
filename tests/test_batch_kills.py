"""``duban batch`` killed on its way: every ticket is there once, the range unbroken."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from kill_batch import broken, kill_a_worker, kill_and_resume, papers, prepare, start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals between processes")


def test_killed_on_its_way_and_resumed_every_ticket_is_there_once(tmp_path: Path) -> None:
    """A small run of ``python tests/kill_batch.py --tickets 10000 --kills 5``."""
    stood, broken = kill_and_resume(tmp_path, 400, 3)
    assert broken == []
    assert any(0 < count < 400 for count in stood)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_tells_what_stands_and_the_same_command_goes_on(
    kind: signal.Signals, tmp_path: Path
) -> None:
    office = prepare(tmp_path, 1000)
    process = start(office)
    while not papers(office) and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(kind)
    output, _ = process.communicate()
    told = output.decode().splitlines()[-1]
    assert process.returncode == 130, output.decode()
    assert told.startswith("【E5301】已中断。1000份的编号已给出（示政督交〔2026〕1号至1000号）")
    assert "请再运行一次同样的命令" in told and "Traceback" not in output.decode()
    again = start(office)
    output, _ = again.communicate()
    assert again.returncode == 0, output.decode()
    assert "没有新的，没有编号" in output.decode().replace("\n  ", "")
    assert list(broken(office, 1000)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers under /proc")
def test_a_killed_worker_loses_no_ticket(tmp_path: Path) -> None:
    assert kill_a_worker(tmp_path, 400) == []
