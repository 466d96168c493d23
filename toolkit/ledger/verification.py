"""Does the ledger still agree with itself and with the files? I1–I6 and D1, read only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, connections

from toolkit.ledger import events, files, watermark
from toolkit.ledger.models import NumberSeries, Outbox, TicketRecord, TicketState
from toolkit.ledger.opening import Ledger
from toolkit.model import TicketKind

_OTHER_DAY = """
SELECT e.register_number FROM ledger_ledgerentry e LEFT JOIN (
    SELECT i.entry_id, min(t.issued_on) AS issued_on
    FROM ledger_ticketitem i JOIN ledger_ticketrecord t ON t.id = i.ticket_id
    WHERE t.kind = %s AND t.state <> 'void' GROUP BY i.entry_id
) on_paper ON on_paper.entry_id = e.id
WHERE (e.assigned_on IS NULL) <> (on_paper.issued_on IS NULL)
    OR e.assigned_on <> on_paper.issued_on ORDER BY e.id
"""
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Damage:
    """One disagreement: the invariant (``I1`` …) and what is wrong, in Chinese."""

    invariant: str
    message: str


def verify(ledger: Ledger) -> tuple[Damage, ...]:
    """Everything that does not agree; empty when all is well."""
    found = (*_numbers(ledger), *_files(ledger), *_leftovers(ledger), *_chain(ledger))
    return (*found, *_days(ledger))


def _numbers(ledger: Ledger) -> list[Damage]:
    found = []
    for series in NumberSeries.objects.using(ledger.alias).exclude(style="register"):
        given = series.ticketrecord_set.order_by("sequence").values_list("sequence", flat=True)
        if list(given) != list(range(1, series.last + 1)):
            found.append(Damage("I1", f"{series}的编号不是1至{series.last}连续。"))
    return found


def _files(ledger: Ledger) -> list[Damage]:
    found = []
    known: set[Path] = set()
    for record in TicketRecord.objects.using(ledger.alias).order_by("pk"):
        path = ledger.folder / record.file
        known.add(path)
        if record.state != TicketState.ISSUED:
            continue
        if not path.exists():
            found.append(Damage("I3", f"{record.number}的文件缺失：{record.file}。"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != record.sha256:
            found.append(Damage("I3", f"{record.number}的文件已改动：{record.file}。"))
    for path in sorted(ledger.folder.glob("*/*.docx")):
        if _YEAR.fullmatch(path.parent.name) and path not in known:
            found.append(Damage("I4", f"台账中没有这个文件的编号：{path.name}。"))
    return found


def _leftovers(ledger: Ledger) -> list[Damage]:
    found = [
        Damage("I5", f"{waiting.ticket.number}尚未写出文件。")
        for waiting in Outbox.objects.using(ledger.alias).select_related("ticket")
    ]
    found += [
        Damage("I5", f"残留临时文件：{path.name}。") for path in files.leftovers(ledger.folder)
    ]
    return found


def _chain(ledger: Ledger) -> list[Damage]:
    mark = watermark.read(ledger.folder)
    broken = events.first_broken(ledger.alias, mark.event, mark.head)
    return [] if broken is None else [Damage("I6", f"事件记录从第{broken}条起被改动或缺失。")]


def _days(ledger: Ledger) -> list[Damage]:
    """The day that reports go by is that of the 交办单 an entry stands on."""
    with connections[ledger.alias].cursor() as cursor:
        cursor.execute(_OTHER_DAY, [TicketKind.ASSIGNMENT.value])
        return [
            Damage("D1", f"{number}的交办日期与它的交办单不一致，通报会算错。")
            for (number,) in cursor.fetchall()
        ]


def database_fault(ledger: Ledger) -> str:
    """What the database says is wrong with itself; ``""`` when it is sound."""
    connection = connections[ledger.alias]
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1")
            return ""
        try:
            answer = cursor.execute("PRAGMA quick_check").fetchone()[0]
        except DatabaseError as fault:
            answer = str(fault)
    return "" if answer == "ok" else f"台账文件已损坏（{answer.splitlines()[0]}）"


def last_event_at(ledger: Ledger) -> datetime | None:
    """When the latest event was written; ``None`` in an empty ledger."""
    return events.last_event_at(ledger.alias)
