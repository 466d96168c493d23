"""``duban batch`` killed on its way: every ticket is there once, the range unbroken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from kill_batch import kill_a_worker, kill_and_resume

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals between processes")


def test_killed_on_its_way_and_resumed_every_ticket_is_there_once(tmp_path: Path) -> None:
    """A small run of ``python tests/kill_batch.py --tickets 10000 --kills 5``."""
    stood, broken = kill_and_resume(tmp_path, 400, 3)
    assert broken == []
    assert any(0 < count < 400 for count in stood)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers under /proc")
def test_a_killed_worker_loses_no_ticket(tmp_path: Path) -> None:
    assert kill_a_worker(tmp_path, 400) == []
