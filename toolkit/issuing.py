"""The last step of the pipeline: number, write and record what was prepared; ask the ledger.

Apart from :mod:`toolkit.pipeline` because it alone needs Django and the renderer, which
reading-only commands must not wait for.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from toolkit.errors import BusyError, DubanError, ReviewError, StorageError, UsageError
from toolkit.ledger import faults, watermark
from toolkit.ledger.models import EntryState
from toolkit.ledger.store import (
    Batch,
    BuildContext,
    Confirmed,
    EntryRow,
    FieldCorrection,
    Heard,
    IssuedTicket,
    Ledger,
    Press,
    Recovery,
    Render,
    SourceTask,
    TicketDraft,
    already_issued,
    earlier_tasks,
    earlier_versions,
    ignore,
    issue,
    list_entries,
    missing_tickets,
    open_ledger,
    recover,
    rewrite_missing,
    tasks_of,
)
from toolkit.model import DocumentKind, Extraction
from toolkit.office.settings import LEDGER_FILE, OfficeFolder
from toolkit.office.shelf import shelf_of
from toolkit.papers import PAPERS
from toolkit.papers.assignment import AssignmentFields, assignment_fields
from toolkit.pipeline import Corrections, Preparation
from toolkit.rendering import Template
from toolkit.rendering.stored import render
from toolkit.revisions import Revision, compare_tasks
from toolkit.wording import unit_names

__all__ = [
    "Confirmed",
    "IssuedTicket",
    "after_issue",
    "check_complete",
    "check_issue_day",
    "differs",
    "earlier_version",
    "finish_interrupted",
    "form_of",
    "issue_tickets",
    "issued_before",
    "list_ledger",
    "missing_files",
    "operator_of",
    "outside_office",
    "render",
    "rewrite_files",
    "still_unwritten",
    "tasks_before",
]

_AHEAD = timedelta(days=31)


def issue_tickets(
    preparation: Preparation,
    office: OfficeFolder,
    *,
    issued_on: date,
    confirmed: Confirmed | None = None,
    now: datetime | None = None,
) -> tuple[IssuedTicket, ...]:
    """Number the prepared tickets, write their files, record everything in the ledger.

    All are numbered or none. ``confirmed`` says whether the clerk wants a second set for a
    document issued before (without it the tickets that exist come back), knows of lost numbers,
    trusts the clock; ``now`` ``None`` is the machine's time. Raises UsageError (E0208) outside an
    office folder, InterruptedIssue (E5301) when the program is told to stop, and what
    :func:`toolkit.ledger.store.issue` raises.
    """
    batch = batch_of(preparation, office, tuple(_corrected_fields(preparation)))
    try:
        with ledger_of(office) as ledger:
            return issue(
                ledger,
                batch,
                build_context=context_for(office),
                render=render,
                today=issued_on,
                confirmed=confirmed or Confirmed(),
                now=now,
            )
    except KeyboardInterrupt:
        numbered = issued_before(preparation.document.sha256, office)
        raise faults.interrupted(
            [each.number for each in numbered],
            [each.number for each in numbered if each.is_pending],
        ) from None


def batch_of(
    preparation: Preparation, office: OfficeFolder, corrections: Sequence[FieldCorrection]
) -> Batch:
    """What the ledger is to take in of one document. Raises SettingsError for a bad template."""
    return Batch(
        preparation.document,
        preparation.extraction,
        [TicketDraft(ticket, office.scheme(ticket.issuer)) for ticket in preparation.tickets],
        form_of(office),
        unassigned=[task for task, _ in preparation.held_back],
        left_out=preparation.skipped,
        corrections=corrections,
        who=operator_of(office),
    )


_PRINTED = tuple(each.name for each in fields(AssignmentFields))


def context_for(office: OfficeFolder) -> BuildContext:
    """Makes what is printed on a ticket of this office, once it has its number and day."""

    profile = cache(office.profile)  # thousands of tickets have the same few issuers

    def fields_of(draft: TicketDraft, number: str, today: date) -> Mapping[str, Any]:
        ticket = replace(draft.ticket, number=number, issued_on=today)
        paper = assignment_fields(ticket, profile(ticket.issuer))
        return {name: getattr(paper, name) for name in _PRINTED}

    return fields_of


def _corrected_fields(preparation: Preparation) -> Iterator[FieldCorrection]:
    """What the clerk changed, as the ledger keeps it: field by field, read and corrected."""
    wanted = preparation.corrections
    decided = {task.extracted.number: task.extracted for task in preparation.tasks}
    for read in preparation.extraction.tasks:
        if read.number not in decided:
            continue
        if read.number in wanted.leads:
            before, after = unit_names(read.lead_units), unit_names(decided[read.number].lead_units)
            yield FieldCorrection(read.number, "lead_units", list(before), list(after))
        if read.number in wanted.skipped:
            yield FieldCorrection(read.number, "left_out", False, True)


def operator_of(office: OfficeFolder) -> str:
    """Who is at work: 操作人 of the settings, else the name the computer knows."""
    try:
        return office.settings.operator or getpass.getuser()
    except (OSError, KeyError):
        return "未具名"


def tasks_before(sha256: str, office: OfficeFolder) -> tuple[SourceTask, ...]:
    """The ledger's tasks of a file with this content; none where there is no ledger yet."""
    if not has_ledger(office):
        return ()
    with ledger_of(office) as ledger:
        return tasks_of(ledger, sha256)


def after_issue(wanted: Corrections, known: Iterable[SourceTask]) -> Corrections:
    """``wanted`` with what an earlier issue settled, so that only what is left gets a ticket.

    Tasks on a ticket are done; those left out stay so unless they get a lead unit now. Raises
    UsageError E4501 where a lead is wanted for a task on a ticket.
    """
    known = list(known)
    done = {task.number: task.tickets[0] for task in known if task.tickets}
    for number in sorted(wanted.leads):
        if number in done:
            raise faults.already_on_ticket(number, done[number])
    left_out = {task.number for task in known if task.state == EntryState.LEFT_OUT.label}
    skipped = {*wanted.skipped, *left_out - wanted.leads.keys()} - done.keys()
    return replace(wanted, skipped=frozenset(skipped), done=frozenset(done))


def issued_before(sha256: str, office: OfficeFolder) -> tuple[IssuedTicket, ...]:
    """The tickets already made from a file with this content; none where there is no ledger yet."""
    if not has_ledger(office):
        return ()
    with ledger_of(office) as ledger:
        return already_issued(ledger, sha256)


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """What a document seems to be another version of: the latest of those issued before.

    ``revision`` compares with all of them together, ``tickets`` are of the one named.
    """

    name: str
    sha256: str
    tickets: tuple[IssuedTicket, ...]
    revision: Revision


def earlier_version(
    extraction: Extraction, sha256: str, office: OfficeFolder
) -> EarlierVersion | None:
    """The document issued before that the one of ``sha256`` seems to be, saved again or changed.

    Minutes, reports and plans go by title and day. Instructions, and what has no title, often
    share both: there one task at least must be alike.
    """
    if not has_ledger(office):
        return None
    source = extraction.source
    with ledger_of(office) as ledger:
        rows = earlier_versions(ledger, sha256, source.title, source.date)
        issued = [(row, found) for row in rows if (found := already_issued(ledger, row.sha256))]
        before = [task for row, _ in issued for task in earlier_tasks(ledger, row.sha256)]
    revision = compare_tasks(extraction.tasks, before)
    goes_by_title = source.title and source.kind is not DocumentKind.INSTRUCTION
    if not issued or not (goes_by_title or revision.same or revision.changed):
        return None
    latest, tickets = issued[0]
    return EarlierVersion(latest.name, latest.sha256, tickets, revision)


def differs(version: EarlierVersion) -> ReviewError:
    """What the document says otherwise than the one issued before, and how to go on. E4503."""
    revision = version.revision
    told = [f"新增第{'、'.join(map(str, revision.new))}项"] if revision.new else []
    for number, task in revision.changed.items():
        told.append(f"第{number}项有改动（原在{'、'.join(task.tickets) or '待交办'}）")
    for task in revision.gone:
        told.append(f"原第{task.number}项没有了（{'、'.join(task.tickets) or '待交办'}）")
    return ReviewError(
        "E4503",
        f"这份文件与出过单的“{version.name}”标题、日期相同，内容不同：{'；'.join(told)}。"
        "没有编号，没有写文件。只给新增和改动的出单，请加 --revised（原来的单不再用的，另行作废）；"
        "不是同一份文件，或要全部再出一次的，请加 --again。",
    )


def finish_interrupted(
    office: OfficeFolder, press: Render | Press = render, heard: Heard = ignore
) -> Recovery:
    """Write the files that a killed or failed run numbered but did not write."""
    if not has_ledger(office):
        return Recovery()
    with ledger_of(office) as ledger:
        return recover(ledger, press, heard=heard)


def list_ledger(
    office: OfficeFolder, *, unit: str | None = None, state: str | None = None
) -> tuple[EntryRow, ...]:
    """The ledger's entries, narrowed to a unit or a Chinese state. Raises UsageError (E0206)."""
    if not has_ledger(office):
        return ()
    with ledger_of(office) as ledger:
        try:
            return list_entries(ledger, unit=unit, state=state)
        except ValueError:
            raise UsageError("E0206", f"台账没有“{state}”这种状态。{_states()}") from None


def check_complete(office: OfficeFolder) -> None:
    """Refuse to show a ledger that knows less than was given. Raises StorageError E4303.

    ``编号水位.json`` remembers the numbers beside the database.
    """
    if office.folder is None:
        return
    ledger = watermark.open_complete(office.folder, office.settings.ledger.database or None)
    if ledger is not None:
        ledger.close()


def missing_files(office: OfficeFolder) -> tuple[str, ...]:
    """The numbers whose files were written and are no longer in their place."""
    if not has_ledger(office):
        return ()
    with ledger_of(office) as ledger:
        return missing_tickets(ledger)


def rewrite_files(office: OfficeFolder) -> tuple[str, ...]:
    """Write issued files again that are no longer there; returns the numbers."""
    if not has_ledger(office):
        return ()
    with ledger_of(office) as ledger:
        return rewrite_missing(ledger, render)


def form_of(office: OfficeFolder) -> bytes:
    """The bytes of the office's 交办单 template, checked. Raises SettingsError E22xx, E2301."""
    shelf, paper = shelf_of(office), PAPERS["交办单"]
    named = office.template_file
    if named is not None:
        Template.load(named)
        return named.read_bytes()
    shelf.template(paper)
    return shelf.content(paper)


def has_ledger(office: OfficeFolder) -> bool:
    """Whether anything can have been issued by this office yet."""
    if office.folder is None:
        return False
    return bool(office.settings.ledger.database) or (office.folder / LEDGER_FILE).exists()


def ledger_of(office: OfficeFolder) -> Ledger:
    """The office's ledger, made on first use. Raises UsageError E0208 outside an office folder."""
    if office.folder is None:
        raise outside_office()
    return open_ledger(office.folder, database_url=office.settings.ledger.database or None)


def check_issue_day(preparation: Preparation, issued_on: date, today: date) -> None:
    """Stop before a number of a year that nobody can mean. Raises ReviewError E4402."""
    day = preparation.extraction.source.date
    years = {today.year, *([day.year] if day else [])}
    if issued_on <= today + _AHEAD and issued_on.year in years:
        return
    raise ReviewError(
        "E4402",
        f"签发日期{issued_on}与今天（{today}）相差太远，编号会用{issued_on.year}年的。"
        "没有编号，没有写文件。请核对 --issued-on 和电脑时间；确认无误的，加 --confirm-clock。",
    )


def still_unwritten(numbers: Sequence[str], office: OfficeFolder) -> DubanError:
    """Numbers given whose files could not be written this time either, or are just being."""
    if not finish_interrupted(office).complete:
        return BusyError(
            "E4104",
            f"另一次运行正在写这份文件的单，还有{len(numbers)}份没有写完。这次没有编号。"
            "请稍后再运行一次查看。",
        )
    return StorageError(
        "E5103",
        f"还有{len(numbers)}份的文件没有写成：{'、'.join(numbers)}。编号保留。"
        "请按上面的说明处理后再运行一次，即补写。",
    )


def outside_office() -> UsageError:
    """Numbers are given only in an office's own folder, never by the built-in example office."""
    return UsageError(
        "E0208",
        "当前不在督办文件夹中，没有编号，没有写文件。"
        "请先执行 duban init 文件夹 建立一个，再在命令后加上 --office 文件夹。",
    )


def _states() -> str:
    return f"可选：{'、'.join(state.label for state in EntryState)}。"
