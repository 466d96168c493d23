"""The plan's tickets: numbered in one transaction, made by many, and finished after any stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby

from toolkit.batch.preparing import PreparedBatch
from toolkit.batch.printing import AT_ONCE, begin_printing, print_by
from toolkit.engine import Engine
from toolkit.errors import DubanError, InterruptedIssue
from toolkit.issuing import batch_of, context_for, has_ledger, ledger_of, operator_of
from toolkit.ledger.store import (
    BatchNote,
    Confirmed,
    Heard,
    KnownBatch,
    Press,
    find_batch,
    issue_all,
    sweep,
)
from toolkit.office.settings import OfficeFolder


@dataclass(frozen=True, slots=True)
class BatchResult:
    """A batch as the ledger has it now, and the numbers whose file could not be written, why."""

    known: KnownBatch | None
    failed: tuple[tuple[str, DubanError], ...]


def press_of(engine: Engine) -> Press:
    """Papers made by the engine's workers.

    Those of this machine begin before the numbers are committed. From elsewhere the papers
    themselves would come, to wait here in memory.
    """
    begin = partial(begin_printing, engine) if engine.is_here else None
    return Press(partial(print_by, engine), AT_ONCE, begin)


def batch_of_before(office: OfficeFolder, identity: str) -> KnownBatch | None:
    """The batch of that identity as the ledger has it; ``None`` while it has no numbers."""
    if not has_ledger(office):
        return None
    with ledger_of(office) as ledger:
        return find_batch(ledger, identity)


def issue_batch(
    prepared: PreparedBatch,
    office: OfficeFolder,
    engine: Engine,
    *,
    issued_on: date,
    heard: Heard,
    confirmed: Confirmed,
    now: datetime | None = None,
) -> BatchResult:
    """Number, record and write all tickets of the plan; asked again, nothing is numbered twice.

    Raises before any number is taken what :func:`toolkit.ledger.store.issue` raises;
    InterruptedIssue E5301 when the program is told to stop.
    """
    note = BatchNote(prepared.identity, prepared.plan.file, operator_of(office))
    batches = [
        batch_of(part, office, edits)
        for part, edits in zip(prepared.parts, prepared.edits, strict=True)
    ]
    with ledger_of(office) as ledger:
        try:
            done = issue_all(
                ledger,
                batches,
                build_context=context_for(office),
                press=press_of(engine),
                today=issued_on,
                confirmed=confirmed,
                note=note,
                heard=heard,
                now=now,
            )
        except KeyboardInterrupt:
            raise stopped(find_batch(ledger, prepared.identity)) from None
        finally:
            sweep(ledger)
        return BatchResult(find_batch(ledger, prepared.identity), done.failed)


def stopped(known: KnownBatch | None) -> InterruptedIssue:
    """What stands after a stop, and that running again is all there is to do."""
    if known is None:
        return InterruptedIssue("E5301", "已中断。没有占用编号，没有写文件。请重新运行同样的命令。")
    left = sum(each.ticket.is_pending for each in known.tickets)
    return InterruptedIssue(
        "E5301",
        f"已中断。{len(known.tickets)}份的编号已给出（{range_of(known)}），其中{left}份的文件"
        "还没有写完。请再运行一次同样的命令，即补写这些文件，编号不变，不会重号。",
    )


def range_of(known: KnownBatch) -> str:
    """``示政督交〔2026〕1号至388号``, one part for each series."""
    told: list[str] = []
    for _, group in groupby(known.tickets, key=lambda each: each.series):
        first, *more = [each.ticket.number for each in group]
        told.append(f"{first}至{more[-1].rpartition('〕')[2]}" if more else first)
    return "、".join(told)
