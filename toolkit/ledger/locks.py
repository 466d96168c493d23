"""Locks between processes that the operating system releases when a process dies."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STEP = 0.02  # seconds between two tries


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Hold ``path`` together with others who share it; waits while somebody has it alone."""
    with _opened(path) as handle:
        _wait(handle, alone=False, seconds=None)
        yield


@contextmanager
def alone(path: Path, *, seconds: float | None) -> Iterator[bool]:
    """Hold ``path`` alone; gives ``False`` if it was not free within ``seconds`` (None: wait)."""
    with _opened(path) as handle:
        yield _wait(handle, alone=True, seconds=seconds)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _wait(handle: int, *, alone: bool, seconds: float | None) -> bool:
    until = None if seconds is None else time.monotonic() + seconds
    while not _try(handle, alone=alone):
        if until is not None and time.monotonic() >= until:
            return False
        time.sleep(_STEP)
    return True


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

else:
    import fcntl

    def _try(handle: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
