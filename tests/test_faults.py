"""Disk full and failed syncs, put there by the system: the small run of ``fault_harness.py``."""

from __future__ import annotations

from pathlib import Path

import pytest
from fault_harness import can_inject, inject_all

pytestmark = pytest.mark.skipif(not can_inject(), reason="needs strace and the right to use it")


def test_nothing_is_issued_without_its_synced_file(tmp_path: Path, blank_ledger: Path) -> None:
    """Every twelfth call; ``python tests/fault_harness.py`` takes each."""
    seen, broken = inject_all(tmp_path, blank_ledger, every=12)
    assert broken == {}
    assert seen["fsync,fdatasync EIO"] and seen["pwrite64,write ENOSPC"] > 5
    assert {told for told in seen if told.startswith("!")} <= {"!E5201", "!E5202", "!E5203"}


def test_the_harness_catches_a_file_that_is_never_synced(
    tmp_path: Path, blank_ledger: Path
) -> None:
    _, broken = inject_all(tmp_path, blank_ledger, every=2, naive=True)
    assert broken["issued without a sync of its file"]
    assert broken["a file that nobody was told of"]
