"""A returned 反馈表, 回执 or letter: what it would put into the ledger, then putting it there.

Nothing is written before :func:`record_reply`; :func:`propose` shows all that it will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.errors import ReviewError, UsageError
from toolkit.extraction.units.fields import parse_unit_list
from toolkit.extraction.units.level import detect_level
from toolkit.follow_up.tracking import Recorded, opened
from toolkit.ledger.lookup import the_ticket, tickets_mentioned
from toolkit.ledger.models import TicketRecord, TicketState
from toolkit.ledger.steps import KeptFile, StepOrder, StepRow, history, take_steps
from toolkit.ledger.store import Ledger
from toolkit.life_cycle import Given, LifeCycle, Side
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.loading.reply import load_reply_words
from toolkit.model import Finding, TicketKind
from toolkit.office.settings import OfficeFolder
from toolkit.reading import read_document
from toolkit.recognition import knowledge_for
from toolkit.replies import Reply, read_reply
from toolkit.replies.matching import Received, RowStep, TicketRow, match_reply


@dataclass(frozen=True, slots=True)
class ReplyWish:
    """What the clerk says beside the file; empty where the file itself shall tell."""

    number: str = ""
    items: tuple[int, ...] = ()
    unit: str = ""
    on: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class ReplyProposal:
    """What would be written down of a file: the ticket's number, a step a row, and the doubts.

    ``objectives`` are the ticket's tasks by row; ``recorded`` what was written down before from
    the very same bytes.
    """

    file: KeptFile
    reply: Reply
    number: str
    on: date
    objectives: dict[int, str]
    steps: tuple[RowStep, ...]
    findings: tuple[Finding, ...]
    recorded: tuple[StepRow, ...]
    cycle: LifeCycle

    @property
    def key(self) -> str:
        """The same for the same bytes: what a row has from them is not written down twice."""
        return f"file {self.file.sha256[:48]}"

    @property
    def is_known(self) -> bool:
        """Whether the ledger has all of it already."""
        return bool(self.recorded) and len(self.recorded) >= len(self.steps)


def propose(office: OfficeFolder, path: Path, wish: ReplyWish, *, today: date) -> ReplyProposal:
    """Read a file and find the ticket it answers.

    Raises InputError for what cannot be read, ReviewError E4541 (no number, or several tickets),
    UsageError E4521 (nobody's number), E4524 (void), E0208 (no ledger).
    """
    document = read_document(path)
    reply = read_reply(document, load_reply_words())
    on = wish.on or today
    with opened(office) as ledger:
        ticket = _ticket(ledger, reply, wish.number, path.name)
        rows = tuple(_rows(ticket))
        received = Received(_unit_names(office, wish.unit or reply.unit), wish.items, wish.done, on)
        steps, doubts = match_reply(reply, rows, received)
        before = tuple(s for s in history(ledger, ticket.number) if _is_from(s, document.sha256))
        return ReplyProposal(
            KeptFile(path.name, document.sha256),
            reply,
            ticket.number,
            on,
            {row.row: row.objective for row in rows},
            steps,
            (*document.findings, *doubts),
            before,
            load_life_cycle(),
        )


def _is_from(step: StepRow, sha256: str) -> bool:
    return any(file.sha256 == sha256 for file in step.files)


def _ticket(ledger: Ledger, reply: Reply, wanted: str, name: str) -> TicketRecord:
    """The one ticket meant: as the clerk says, else the only 交办单 that the paper names."""
    found = [the_ticket(ledger, wanted)] if wanted else tickets_mentioned(ledger, reply.numbers)
    if not found and reply.numbers:
        raise UsageError(
            "E4521",
            f"“{name}”写的编号（{'、'.join(reply.numbers[:5])}）台账中没有。没有改动台账。"
            "请与承办单位核对；写错了的，用 --number 指明是哪一份单。",
        )
    if not found:
        raise ReviewError(
            "E4541",
            f"“{name}”里没有找到单的编号。没有改动台账。请用 --number 指明是哪一份单，"
            "如 --number 12号。",
        )
    assigned = [each for each in found if each.kind == TicketKind.ASSIGNMENT]
    meant = assigned if len(assigned) == 1 else found
    if len(meant) > 1:
        numbers = "、".join(each.number for each in meant[:5])
        raise ReviewError(
            "E4541",
            f"“{name}”提到几份单：{numbers}。没有改动台账。请用 --number 指明是哪一份。",
        )
    if meant[0].state == TicketState.VOID:
        raise UsageError(
            "E4524",
            f"“{name}”反馈的{meant[0].number}已作废，不能再办理。没有改动台账。"
            "请告知承办单位新的编号，或用 --number 指明。",
        )
    return meant[0]


def _rows(ticket: TicketRecord) -> Iterator[TicketRow]:
    items = ticket.items.select_related("entry").prefetch_related("entry__shares")
    for item in items.order_by("row"):
        shares = sorted(item.entry.shares.all(), key=lambda each: (not each.lead, each.position))
        yield TicketRow(
            item.row,
            item.entry.objective,
            tuple(share.name for share in shares if share.lead),
            frozenset(name for s in shares if s.lead for name in (s.name, s.text)),
            tuple(dict.fromkeys(name for s in shares for name in (s.name, s.text))),
        )


def _unit_names(office: OfficeFolder, written: str) -> tuple[str, ...]:
    """The unit as written, and its official name where the office's table knows it."""
    if not written:
        return ()
    level = detect_level([], issuer=f"{office.settings.county}人民政府")
    mentions = parse_unit_list(written, knowledge_for(office.folder).vocabulary, level)
    names = [name for each in mentions for name in (each.name, each.text) if name]
    short = written.removeprefix(office.settings.county[:-1])
    return tuple(dict.fromkeys([written, short, *names]))


def record_reply(
    office: OfficeFolder, proposal: ReplyProposal, *, today: date, recorded_by: str
) -> Recorded:
    """Write down the steps proposed, all or none. Raises UsageError E4511–E4515 from the machine.

    A row that has its step from the same file keeps it, and is returned as not fresh.
    """
    orders = [
        (
            (step.row,),
            StepOrder(
                step.act,
                Given(proposal.on, who=proposal.reply.handler, text=step.text),
                Side.HANDLING_UNIT,
                step.unit,
                (proposal.file,),
                recorded_by,
                proposal.key,
            ),
        )
        for step in proposal.steps
    ]
    with opened(office) as ledger:
        taken = take_steps(ledger, proposal.cycle, proposal.number, orders, today=today)
    return Recorded(taken, proposal.cycle)
