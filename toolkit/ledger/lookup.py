"""Finding the entries that a number means, typed with any brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from toolkit.errors import UsageError
from toolkit.ledger.models import EntryUnit, LedgerEntry, TicketRecord, TicketState
from toolkit.ledger.opening import Ledger
from toolkit.model import TicketKind
from toolkit.numbering import parse

_REGISTER = re.compile(r"\d{4}-[^\d-]+-\d+")
_LISTED = 5


def tickets_numbered(ledger: Ledger, text: str) -> list[TicketRecord]:
    """Tickets that ``text`` may mean, void ones included, the latest year first."""
    wanted = parse(text)
    if wanted is None:
        return []
    rows = ledger.tickets.filter(sequence=wanted.sequence)
    if wanted.code:
        rows = rows.filter(series__code=wanted.code)
    if wanted.year:
        rows = rows.filter(series__year=wanted.year)
    return list(rows.select_related("series").order_by("-series__year", "pk"))


def the_ticket(ledger: Ledger, text: str, *, exact: bool = False) -> TicketRecord:
    """The one ticket meant; a bare 12号 means the 交办单 of that number, unless ``exact``.

    Raises UsageError E4521 (none), E4522 (more than one, such as two years').
    """
    found = tickets_numbered(ledger, text)
    assigned = [each for each in found if each.kind == TicketKind.ASSIGNMENT]
    if not exact and len(assigned) == len({each.series.year for each in found}) == 1:
        found = assigned
    if not found:
        raise UsageError("E4521", f"台账中没有“{text}”这个编号。请用 duban ledger 查看后再试。")
    if len(found) > 1:
        raise UsageError(
            "E4522",
            f"“{text}”可能是{'、'.join(row.number for row in found[:5])}。"
            f"请写全，如 {found[0].number}；年份不会弄混的可以不写：{_short(found[0])}。",
        )
    return found[0]


def unit_meant(ledger: Ledger, typed: str) -> str:
    """The unit that a clerk means: 统计局 is 县统计局 where the ledger knows no other.

    A name that stands in the ledger, and one that fits nothing in it, come back as they are.
    Raises UsageError E4517 where several fit.
    """
    shares = EntryUnit.objects.using(ledger.alias)
    if not ledger.viewer.sees_all:
        shares = shares.filter(entry__in=ledger.entries)
    if not typed or shares.filter(name=typed).exists() or shares.filter(text=typed).exists():
        return typed
    fitting = shares.filter(name__endswith=typed).values_list("name", flat=True)
    names = sorted(set(fitting.distinct()))
    if len(names) > 1:
        more = f"等{len(names)}个单位" if len(names) > _LISTED else ""
        raise UsageError(
            "E4517", f"“{typed}”可能是{'、'.join(names[:_LISTED])}{more}。请写全单位名称。"
        )
    return names[0] if names else typed


def _short(ticket: TicketRecord) -> str:
    return f"{ticket.series.code}{ticket.sequence}号"


def _is_void(ticket: TicketRecord) -> UsageError:
    """What was on it lives on under its 台账号."""
    rows = ticket.items.order_by("row").values_list("entry__register_number", flat=True)
    where = f"上面的事项写台账号办理、查看：{'、'.join(rows)}。" if rows else ""
    return UsageError("E4524", f"{ticket.number}已作废，不能再办理。{where}没有改动台账。")


def tickets_mentioned(ledger: Ledger, texts: Iterable[str]) -> list[TicketRecord]:
    """The tickets that a paper names, each once; words may run into the code (对云政督交…1号).

    A number with code and year must fit both; other papers' numbers are nobody's ticket.
    """
    found: dict[int, TicketRecord] = {}
    for text in texts:
        if (wanted := parse(text)) is None:
            continue
        rows = ledger.tickets.filter(sequence=wanted.sequence)
        rows = rows.select_related("series")
        for ticket in rows.filter(series__year=wanted.year) if wanted.year else rows:
            if not wanted.year or wanted.code.endswith(ticket.series.code):
                found[ticket.pk] = ticket
    return list(found.values())


def entries_numbered(
    ledger: Ledger, text: str, items: Collection[int] = ()
) -> list[tuple[str, LedgerEntry]]:
    """The entries meant by a ticket's number and rows (all if none), or by a register number.

    Each with how a message should call it. Raises UsageError E4521–E4523.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if _REGISTER.fullmatch(plain):
        entry = ledger.entries.filter(register_number=plain).first()
        if entry is None:
            raise UsageError(
                "E4521", f"台账中没有“{text}”这个台账号。请用 duban ledger 查看后再试。"
            )
        return [(entry.register_number, entry)]
    ticket = the_ticket(ledger, text)
    if ticket.state == TicketState.VOID:
        raise _is_void(ticket)
    seen = ledger.items.filter(ticket=ticket).select_related("entry").order_by("row")
    rows = {item.row: item.entry for item in seen}
    unknown = sorted(set(items) - rows.keys())
    if unknown:
        raise UsageError(
            "E4523", f"{ticket.number}没有第{unknown[0]}项，共{len(rows)}项。请核对后再试。"
        )
    several = ticket.items.count() > 1
    return [
        (f"{ticket.number}第{row}项" if several else ticket.number, entry)
        for row, entry in rows.items()
        if not items or row in items
    ]
