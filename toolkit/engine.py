"""Work done by several at once: one function over any :class:`concurrent.futures.Executor`.

Workers only read documents or make papers, from what they are handed; numbers and the ledger are
not their business. So a worker may die, and work may be done twice, without harm: what was lost
is handed out again, and in the end done here.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, TypeVar, cast

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_AHEAD = 4  # pieces of work waiting for each worker, so that none is idle
_LOSSES = 3  # after so many lost executors the rest is done here


@dataclass(frozen=True, slots=True)
class Engine:
    """Where work is done: ``open`` gives an executor with ``workers`` workers.

    ``lost`` are the exceptions by which it tells that a worker, not the work, has failed.
    ``is_here``: its workers are processes of this machine, which can read and write its files.
    Of these only names of files come back through the pool's own pipe: it would wait for ever for
    the rest of a result whose sender was killed.
    """

    open: Callable[[], Executor]
    workers: int
    lost: tuple[type[BaseException], ...] = (BrokenExecutor, CancelledError)
    is_here: bool = False


def here(workers: int | None = None) -> Engine:
    """Processes on this machine, as many as it has processors (at most 8) unless told."""
    count = workers or min(len(_processors()), 8)
    return Engine(lambda: _processes(count), count, is_here=True)


@contextmanager
def started(engine: Engine, load: Callable[[], object]) -> Iterator[Engine]:
    """The engine with its workers on this machine started now, not with the first work: while
    something else is prepared, each makes itself ready by ``load``.
    """
    if not engine.is_here:
        yield engine
        return
    executor = engine.open()
    for _ in range(engine.workers):
        executor.submit(load)
    unused = [executor]
    try:
        # whoever needs another, because these are lost, opens it as ever
        yield replace(engine, open=lambda: unused.pop() if unused else engine.open())
    finally:
        for each in unused:
            each.shutdown(cancel_futures=True)


def in_order(
    engine: Engine,
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    ahead: int | None = None,
) -> Generator[_Result, None, None]:
    """``work`` of every item, in the order of the items, done by the engine's workers.

    ``items`` are drawn only a few ahead, so that any number of them takes little memory: the first
    ``ahead`` (``None``: some for each worker) are handed out now, before any result is asked for.
    ``work`` must be safe to repeat, and importable by the workers. What it raises is raised here.
    """
    results = _results(engine, work, items, ahead or engine.workers * _AHEAD)
    next(results)
    # every other value is a result
    return cast(Generator[_Result, None, None], results)


def _results(
    engine: Engine, work: Callable[[_Item], _Result], items: Iterable[_Item], ahead: int
) -> Generator[_Result | None, None, None]:
    """``None`` once the first ``ahead`` items are handed out, then the results."""
    with ExitStack() as held:
        if engine.is_here:
            # a worker lost may put something there while it is cleared
            place = TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True)
            crew = _Crew(engine, _Aside(work, held.enter_context(place)), _taken)
        else:
            crew = _Crew(engine, work, lambda result: result)
        # what is being done comes to its end first: nothing is put anywhere after this
        held.callback(crew.dismiss, wait=True)
        left = iter(items)
        for item in islice(left, ahead):
            crew.hand_out(item)
        yield None
        for item in left:
            yield crew.next_result()
            crew.hand_out(item)
        while crew.waiting:
            yield crew.next_result()


@dataclass(frozen=True, slots=True)
class _Aside:
    """Work whose result is put into a new file of ``folder``; gives the file's name."""

    work: Callable[[Any], Any]
    folder: str

    def __call__(self, item: Any) -> str:
        result = self.work(item)
        with NamedTemporaryFile(dir=self.folder, delete=False) as file:
            pickle.dump(result, file, pickle.HIGHEST_PROTOCOL)
        return file.name


def _taken(name: str) -> Any:
    """The result that waits in a file, which goes."""
    path = Path(name)
    result = pickle.loads(path.read_bytes())
    path.unlink()
    return result


class _Crew:
    """An executor, what it was handed, and its replacement when it breaks.

    ``receive`` makes the result out of what ``work`` gives.
    """

    def __init__(
        self, engine: Engine, work: Callable[[Any], Any], receive: Callable[[Any], Any]
    ) -> None:
        self._engine, self._work, self._receive = engine, work, receive
        self._losses = 0
        self._executor: Executor | None = engine.open()
        self.waiting: deque[tuple[Any, Future[Any] | None]] = deque()

    def hand_out(self, item: Any) -> None:
        future = self._submitted(item)  # first: it may put all that waits into a new row
        self.waiting.append((item, future))

    def next_result(self) -> Any:
        item, future = self.waiting.popleft()
        while future is not None:
            try:
                return self._receive(future.result())
            except self._engine.lost:
                future = self._replaced(item)
        return self._receive(self._work(item))

    def dismiss(self, *, wait: bool = False) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=wait, cancel_futures=True)

    def _submitted(self, item: Any) -> Future[Any] | None:
        """``None``: there is nobody left to hand it to."""
        if self._executor is None:
            return None
        try:
            return self._executor.submit(self._work, item)
        except self._engine.lost:
            return self._replaced(item)

    def _replaced(self, item: Any) -> Future[Any] | None:
        """Hand out again, to a new executor, ``item`` and whatever else was lost with the old."""
        self.dismiss()
        self._losses += 1
        self._executor = self._engine.open() if self._losses <= _LOSSES else None
        first = self._submitted(item)
        self.waiting = deque(
            (each, future if future is not None and _is_done(future) else self._submitted(each))
            for each, future in self.waiting
        )
        return first


def _is_done(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _processors() -> set[int]:
    if sys.platform == "linux":
        return os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 1))


def _processes(count: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawned, not forked: a fork would inherit the ledger's connection and locks
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_serve)


def _serve() -> None:
    """In a worker: leave Ctrl-C to the parent, and do not outlive it if it is killed."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
