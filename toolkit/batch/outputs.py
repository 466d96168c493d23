"""Files that say what a batch did: a manifest, checksums, a summary, one zip for every unit.

All can be made again at any time from the ledger and the papers; the manifest comes last, so that
where it stands everything else does.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.durable import replace_durably
from toolkit.errors import DubanError
from toolkit.ledger.files import safe_name
from toolkit.ledger.store import BatchTicket, IssuedTicket, KnownBatch
from toolkit.plan import row_id

FOLDER, ZIPS = "批次", "按单位"
MANIFEST, CHECKSUMS, SUMMARY = "清单.json", "校验.sha256", "汇总.csv"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a batch's files stand, and how many zips there are."""

    folder: Path
    zips: int


def folder_of(office: Path, known: KnownBatch) -> Path:
    """The batch's own folder: 批次/计划-1a2b3c4d."""
    name = safe_name(Path(known.note.name).stem)
    return office / FOLDER / f"{name}-{known.note.identity[:8]}"


def write_outputs(
    office: Path, known: KnownBatch, failed: Sequence[tuple[str, DubanError]] = ()
) -> Outputs:
    """Write all of them, or leave what an earlier run made of the same papers. Raises ``OSError``.

    A ticket whose file is not written yet is in the summary, with the reason, and in no zip.
    """
    folder = folder_of(office, known)
    reasons = {number: f"【{fault.code}】{fault.message}" for number, fault in failed}
    tickets = _manifest_tickets(folder, known, reasons)
    before = _read_manifest(folder / MANIFEST)
    if before is not None and before["tickets"] == tickets:
        return Outputs(folder, len(before["zips"]))
    (folder / ZIPS).mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    zips = [_zip(folder, unit, papers) for unit, papers in _by_unit(known).items()]
    sums = [(each["sha256"], each["file"]) for each in (*tickets, *zips) if each["sha256"]]
    _write(folder / CHECKSUMS, "".join(f"{sha256}  {file}\n" for sha256, file in sums))
    _write(folder / SUMMARY, _summary(known, reasons), "utf-8-sig")
    facts = {
        "batch": known.note.identity,
        "plan": known.note.name,
        "issued_at": known.at.isoformat(),
        "issued_by": known.note.who,
    }
    _write(folder / MANIFEST, _manifest(facts, {"tickets": tickets, "zips": zips}))
    return Outputs(folder, len(zips))


def _manifest(facts: Mapping[str, str], lists: Mapping[str, Sequence[Any]]) -> str:
    """One JSON object, a line for each fact and each ticket: to be read, searched and compared.

    By hand, because the library indents ten times as slowly as it writes.
    """
    told = [f"{_json(name)}: {_json(value)}" for name, value in facts.items()]
    for name, members in lists.items():
        lines = ",".join(f"\n  {_json(each)}" for each in members)
        told.append(f"{_json(name)}: [{lines}\n ]")
    return "{\n " + ",\n ".join(told) + "\n}\n"


_json = json.JSONEncoder(ensure_ascii=False).encode


def _manifest_tickets(
    folder: Path, known: KnownBatch, reasons: Mapping[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "number": ticket.number,
            "file": _from(folder, ticket.file),
            "sha256": "" if ticket.is_pending else ticket.sha256,
            "units": list(ticket.units),
            "state": ticket.state,
            "reason": reasons.get(ticket.number, ""),
            "tasks": [
                {"id": row_id(task.number, task.source), "register": task.register_number}
                for task in each.tasks
            ],
        }
        for each in known.tickets
        for ticket in (each.ticket,)
    ]


def _read_manifest(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _by_unit(known: KnownBatch) -> dict[str, list[IssuedTicket]]:
    """Unit → its tickets with a file; a ticket of several units goes to each."""
    found: dict[str, list[IssuedTicket]] = {}
    for each in known.tickets:
        for unit in each.ticket.units:
            if not each.ticket.is_pending and each.ticket.file.is_file():
                found.setdefault(unit, []).append(each.ticket)
    return found


def _zip(folder: Path, unit: str, tickets: Sequence[IssuedTicket]) -> dict[str, Any]:
    """A zip of the unit's papers with their checksums, whole or not at all."""
    target = folder / ZIPS / f"{safe_name(unit)}.zip"
    temporary = target.with_suffix(".tmp")
    with zipfile.ZipFile(temporary, "w") as archive:
        for ticket in tickets:
            # a .docx is compressed already
            archive.writestr(_member(ticket, ticket.file.name), ticket.file.read_bytes())
        sums = "".join(f"{ticket.sha256}  {ticket.file.name}\n" for ticket in tickets)
        archive.writestr(_member(tickets[0], CHECKSUMS), sums)
    os.replace(temporary, target)  # noqa: PTH105
    return {
        "unit": unit,
        "file": _from(folder, target),
        "sha256": _digest(target),
        "tickets": [ticket.number for ticket in tickets],
    }


def _member(ticket: IssuedTicket, name: str) -> zipfile.ZipInfo:
    day = ticket.issued_on
    return zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _summary(known: KnownBatch, reasons: Mapping[str, str]) -> str:
    """A table for Excel: every ticket, and why one has no file yet."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("编号", "主办单位", "事项数", "状态", "文件", "原因"))
    rows.writerows(_summary_rows(known.tickets, reasons))
    return text.getvalue()


def _summary_rows(
    tickets: Sequence[BatchTicket], reasons: Mapping[str, str]
) -> Iterator[list[str]]:
    for each in tickets:
        ticket = each.ticket
        cells = [ticket.number, "、".join(ticket.units), str(len(each.tasks)), ticket.state]
        cells += [ticket.file.name, reasons.get(ticket.number, "")]
        # what a spreadsheet would take for a formula is text
        yield [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells]


def _from(folder: Path, file: Path) -> str:
    """The path from the batch's folder, as ``sha256sum -c`` wants it there."""
    return f"{_way(folder, file.parent)}/{file.name}"


@lru_cache(maxsize=16)
def _way(folder: Path, place: Path) -> str:
    return Path(os.path.relpath(place, folder)).as_posix()


def _write(path: Path, text: str, encoding: str = "utf-8") -> None:
    replace_durably(path, text.encode(encoding))
