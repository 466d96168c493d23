"""Locks between processes that the operating system releases when a process dies.

Who asked first is served first, as far as the system queues: trying again and again would let one
process be passed over for seconds while others come and go.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def shared(path: Path, *, seconds: float | None = None) -> Iterator[bool]:
    """Hold ``path`` together with others who share it; as :func:`alone` otherwise."""
    with _opened(path) as handle:
        yield _acquire(handle, alone=False, seconds=seconds)


@contextmanager
def alone(path: Path, *, seconds: float | None) -> Iterator[bool]:
    """Hold ``path`` alone; gives ``False`` if it was not free within ``seconds`` (None: wait)."""
    with _opened(path) as handle:
        yield _acquire(handle, alone=True, seconds=seconds)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _acquire(handle: int, *, alone: bool, seconds: float | None) -> bool:
    if _try(handle, alone=alone):
        return True
    return seconds != 0 and _wait(handle, alone=alone, seconds=seconds)


if sys.platform == "win32":
    import msvcrt

    # Windows locks bytes, and only exclusively: sharers take a byte each, the other takes all
    _ALL = 2**30

    def _try(handle: int, *, alone: bool) -> bool:
        os.lseek(handle, 0 if alone else random.randrange(_ALL), os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _ALL if alone else 1)
        except OSError:
            return False
        return True

    def _wait(handle: int, *, alone: bool, seconds: float | None) -> bool:
        """It keeps no queue: ask often, at odd moments."""
        until = None if seconds is None else time.monotonic() + seconds
        while until is None or time.monotonic() < until:
            time.sleep(random.uniform(0.001, 0.01))
            if _try(handle, alone=alone):
                return True
        return False

else:
    import fcntl

    def _try(handle: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait(handle: int, *, alone: bool, seconds: float | None) -> bool:
        """In the system's queue, which knows no time limit: a thread stands there for us."""
        mode = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        if seconds is None:
            fcntl.flock(handle, mode)
            return True
        # the lock belongs to both handles: if we give up and close ours, the thread, once served,
        # closes the last one, and the lock is free again
        own, served = os.dup(handle), threading.Event()

        def stand() -> None:
            try:
                fcntl.flock(own, mode)
                served.set()
            finally:
                os.close(own)

        threading.Thread(target=stand, daemon=True).start()
        return served.wait(seconds)
