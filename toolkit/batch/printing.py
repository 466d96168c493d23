"""Papers made by many workers: those of this machine put each in its place themselves.

What is made here need not travel: a checksum comes back. Workers elsewhere send their papers, which
are written here. The workers load this module, so it knows nothing of the ledger's database.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from toolkit.durable import write_all
from toolkit.engine import Engine, in_order
from toolkit.errors import DubanError
from toolkit.rendering.stored import render

Order = tuple[bytes, str, Path]
"""A template, the context as JSON, and where the paper belongs."""
Printed = str | DubanError
"""The SHA-256 of a paper that is durably in its place, or why it is not."""

AT_ONCE = 256
"""So many papers are written, or confirmed, together."""
# papers handed to a worker at a time: elsewhere every hand-over is a journey by the scheduler
_TOGETHER, _TOGETHER_ELSEWHERE = 32, 128


def print_by(engine: Engine, orders: Iterable[Order]) -> Iterator[Printed]:
    """Have the engine's workers make the papers, in order; one that fails does not stop others."""
    if engine.is_here:
        yield from chain.from_iterable(in_order(engine, _print, pieces(engine, orders)))
        return
    targets: deque[Path] = deque()

    def unplaced() -> Iterator[tuple[bytes, str]]:
        for template, context, target in orders:
            targets.append(target)
            yield template, context

    papers = chain.from_iterable(in_order(engine, make_some, pieces(engine, unplaced())))
    pairs = ((targets.popleft(), paper) for paper in papers)
    while told := _put_all(islice(pairs, AT_ONCE)):
        yield from told


def load() -> None:
    """What a worker needs for its first paper: this module and what it imports."""


def begin_printing(engine: Engine, orders: Iterable[Order]) -> Generator[list[Printed], None, None]:
    """All orders handed at once to workers of this machine; what came of them, piece by piece."""
    return in_order(engine, _print, pieces(engine, orders), ahead=sys.maxsize)


def pieces(
    engine: Engine, orders: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[bytes, list[tuple[Any, ...]]]]:
    """Orders of one template, as many at a time as suits the workers, and the template once."""
    together = _TOGETHER if engine.is_here else _TOGETHER_ELSEWHERE
    for template, group in groupby(orders, key=lambda order: order[0]):
        left = (rest for _, *rest in group)
        while piece := [tuple(rest) for rest in islice(left, together)]:
            yield template, piece


def _print(piece: tuple[bytes, list[tuple[str, Path]]]) -> list[Printed]:
    template, wanted = piece
    return _put_all((target, _made(template, context)) for context, target in wanted)


def make_some(piece: tuple[bytes, list[tuple[str]]]) -> list[bytes | DubanError]:
    """Papers for somebody else to write."""
    template, wanted = piece
    return [_made(template, context) for (context,) in wanted]


def _put_all(papers: Iterable[tuple[Path, bytes | DubanError]]) -> list[Printed]:
    """Write them, making the next while the disk is waited for."""
    told: list[Printed] = []

    def whole() -> Iterator[tuple[Path, bytes]]:
        for target, paper in papers:
            if isinstance(paper, DubanError):
                told.append(paper)
            else:
                told.append(hashlib.sha256(paper).hexdigest())
                yield target, paper

    faults = iter(write_all(whole()))
    return [each if isinstance(each, DubanError) else next(faults) or each for each in told]


def _made(template: bytes, context: str) -> bytes | DubanError:
    try:
        return render(template, json.loads(context))
    except DubanError as fault:
        return fault
    except Exception as fault:
        return DubanError(
            "E1000",
            f"这一份排版时程序内部出错（{type(fault).__name__}：{fault}）。请交给维护人员。",
        )
