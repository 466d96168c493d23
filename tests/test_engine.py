"""Work handed to others comes back in order, once, whoever dies meanwhile."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path

import pytest

from toolkit.engine import Engine, here, in_order

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals between processes")


def square(n: int) -> int:
    return n * n


def square_or_die(order: tuple[int, str]) -> int:
    """The third item kills the process it is done in: unless ``order`` names that process, or a
    file, which is there when it has done so once."""
    n, spared = order
    if n != 3 or spared == str(os.getpid()) or Path(spared).exists():
        return n * n
    if not spared.isdecimal():
        Path(spared).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("survived")


def refuse(n: int) -> int:
    raise ValueError(f"not {n}")


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(in_order(here(2), square, range(40))) == [n * n for n in range(40)]


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    orders = [(n, str(tmp_path / "mark")) for n in range(20)]
    assert list(in_order(here(2), square_or_die, orders)) == [n * n for n in range(20)]


def test_what_kills_every_worker_is_done_here() -> None:
    orders = [(n, str(os.getpid())) for n in range(6)]
    assert list(in_order(here(1), square_or_die, orders)) == [n * n for n in range(6)]


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="not 1"):
        list(in_order(here(1), refuse, [1, 2]))


def test_items_are_drawn_only_a_few_ahead() -> None:
    drawn = []

    def items() -> Iterator[int]:
        for n in range(1000):
            drawn.append(n)
            yield n

    threads = Engine(lambda: ThreadPoolExecutor(2), 2)
    results = in_order(threads, square, items())
    assert next(results) == 0
    assert len(drawn) < 20
    results.close()


def test_what_is_wanted_ahead_is_begun_before_anybody_asks() -> None:
    begun = threading.Semaphore(0)

    def begin(n: int) -> int:
        begun.release()
        return n

    results = in_order(Engine(lambda: ThreadPoolExecutor(2), 2), begin, range(40), ahead=30)
    assert all(begun.acquire(timeout=10) for _ in range(30))
    assert not begun.acquire(timeout=0.1)
    assert list(results) == list(range(40))


def test_what_is_handed_to_dead_workers_is_not_lost() -> None:
    def items() -> Iterator[int]:
        for n in range(20):
            if n == 5:
                for child in active_children():
                    child.kill()
                    child.join()
                time.sleep(0.5)  # until the executor knows: it refuses the next
            yield n

    assert list(in_order(here(2), square, items())) == [n * n for n in range(20)]


def large_or_die(order: tuple[int, str]) -> bytes:
    """A large result; the first worker with it is killed while it is being sent."""
    n, mark = order
    if n == 1 and not Path(mark).exists():
        Path(mark).touch()
        threading.Thread(target=_die_sending, args=(threading.get_ident(),), daemon=True).start()
    return bytes([n]) * (1 << 27)


def _die_sending(sender: int) -> None:
    """Kill this process once its thread ``sender`` is writing into a pipe."""
    while sys._current_frames()[sender].f_code.co_name != "_send":
        time.sleep(0.0005)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_killed_while_it_sends_its_result_stops_nothing(tmp_path: Path) -> None:
    orders = [(n, str(tmp_path / "mark")) for n in range(3)]
    found: list[int] = []

    def collect() -> None:
        found.extend(result[0] for result in in_order(here(2), large_or_die, orders))

    work = threading.Thread(target=collect, daemon=True)  # it must not keep the tests from ending
    work.start()
    work.join(60)
    assert found == [0, 1, 2]
