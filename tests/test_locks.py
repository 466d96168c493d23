"""Locks between processes: who gives up keeps nothing, who waits gets its turn."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from toolkit.ledger import locks


def test_who_gave_up_waiting_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "锁"
    with locks.alone(path, seconds=None) as first:
        assert first
        for seconds in (0, 0.05):
            with locks.alone(path, seconds=seconds) as second:
                assert not second
    with locks.alone(path, seconds=5) as third:
        assert third


def test_sharers_do_not_wait_for_each_other_and_one_alone_waits_for_all(tmp_path: Path) -> None:
    path = tmp_path / "锁"
    with locks.shared(path, seconds=0) as one, locks.shared(path, seconds=0) as other:
        assert one and other
        with locks.alone(path, seconds=0.05) as alone:
            assert not alone


@pytest.mark.skipif(sys.platform != "linux", reason="other systems promise no order")
def test_turns_come_in_the_order_of_asking(tmp_path: Path) -> None:
    path, served = tmp_path / "锁", list[int]()

    def wait(n: int) -> None:
        with locks.alone(path, seconds=20) as free:
            assert free
            served.append(n)

    with locks.alone(path, seconds=None):
        waiting = [threading.Thread(target=wait, args=(n,)) for n in range(5)]
        for each in waiting:
            each.start()
            time.sleep(0.1)
    for each in waiting:
        each.join()
    assert served == list(range(5))
