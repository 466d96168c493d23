"""A PostgreSQL server that crashes while four write: the small run of ``crash_harness.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import crash_harness
import pytest
from databases import Server, running_server

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="finds the server's processes in Linux's /proc"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of its own that waits for the disk: the tests' common one does not."""
    try:
        with running_server(durable=True) as running:
            yield running
    except LookupError as reason:
        pytest.skip(str(reason))


def test_no_acknowledged_row_is_lost_and_no_number_skipped(server: Server, tmp_path: Path) -> None:
    seen, broken = crash_harness.crash_under_writers(server, tmp_path / "督办", 3)
    assert broken == {}
    assert seen["acknowledged"] > 0
    assert {told for told in seen if told.startswith("!")} <= {"!E4103", "!E4102"}


def test_the_harness_catches_a_sequence_and_a_blind_retry(server: Server, tmp_path: Path) -> None:
    _, broken = crash_harness.crash_under_writers(server, tmp_path / "督办", 4, naive=True)
    assert broken["I1"] + broken["I2"] > 0
