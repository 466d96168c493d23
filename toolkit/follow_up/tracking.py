"""After issue: what is written down about a task, and what each morning asks for.

As :mod:`toolkit.issuing` is for numbering, this is the place that brings together the office, its
regulation, its calendar and the ledger; the command line and the pages call it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.ledger.due import DueList, DueQuestion, due_lists, standing_of, standings
from toolkit.ledger.lookup import entries_numbered
from toolkit.ledger.queries import EntryRow, list_entries
from toolkit.ledger.steps import KeptFile, StepOrder, StepRow, history, take_step
from toolkit.ledger.store import Ledger, find_tickets, open_ledger
from toolkit.ledger.voiding import Voided, void_ticket
from toolkit.ledger.watermark import open_complete
from toolkit.life_cycle import Given, LifeCycle, Phase, Side, Standing
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.loading.permissions import load_permissions
from toolkit.office.law import Law, law_of
from toolkit.office.settings import LEDGER_FILE, OfficeFolder
from toolkit.permissions import EVERYTHING, User, Viewer
from toolkit.rules.calendar import Calendar, UnknownYear
from toolkit.rules.provisions import in_force

QUIET_DAYS = 30  # calendar days without news after which an item is listed, unless asked otherwise
SOON_DAYS = 3  # where the regulation's data names no reminder before the day


@dataclass(frozen=True, slots=True)
class Recorded:
    """Steps as written down, with the names of the states before and after.

    ``demands`` are what the regulation wants beside the step, each with its clause.
    """

    steps: tuple[StepRow, ...]
    cycle: LifeCycle
    demands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Morning:
    """The day's lists, with what is needed to say how late or how near each is."""

    asked: DueQuestion
    lists: tuple[DueList, ...]
    within: int
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Life:
    """One number's entries with their standing today and everything done about them."""

    entries: tuple[EntryRow, ...]
    standings: dict[str, Standing]
    steps: tuple[StepRow, ...]
    cycle: LifeCycle


def opened(
    office: OfficeFolder, viewer: Viewer = EVERYTHING, *, incomplete: bool = False
) -> Ledger:
    """The office's ledger as ``viewer`` sees it.

    Raises UsageError E0208 where there is none; E4303 where it knows fewer numbers than were
    given, unless ``incomplete``: what was given since an old backup would silently be missing.
    """
    folder, database = office.folder, office.settings.ledger.database or None
    ledger = None
    if folder is not None and not incomplete:
        ledger = open_complete(folder, database)
    elif folder is not None and (database or (folder / LEDGER_FILE).exists()):
        ledger = open_ledger(folder, database_url=database)
    if ledger is None:
        raise UsageError(
            "E0208",
            "这里没有台账。请在督办文件夹中运行，或在命令后加上 --office 文件夹；"
            "还没有出过单的，先用 duban new 出单。",
        )
    return ledger.seen_by(viewer)


def record_for(
    office: OfficeFolder,
    user: User,
    number: str,
    items: Collection[int],
    act: str,
    given: Given,
    *,
    today: date,
    files: Sequence[Path] = (),
) -> Recorded:
    """:func:`record` for a person who may not do or see everything, as the pages will call it.

    Raises UsageError E4601 for what she may not do; what she may not see does not exist (E4521).
    """
    permissions = load_permissions()
    actor = permissions.actor(user, act)
    return record(
        office,
        number,
        items,
        act,
        given,
        today=today,
        side=actor.side,
        side_name=actor.name,
        files=files,
        recorded_by=user.name,
        viewer=permissions.viewer(user),
    )


def record(
    office: OfficeFolder,
    number: str,
    items: Collection[int],
    act: str,
    given: Given,
    *,
    today: date,
    side: Side = Side.ISSUING_BODY,
    side_name: str = "",
    files: Sequence[Path] = (),
    recorded_by: str = "",
    viewer: Viewer = EVERYTHING,
) -> Recorded:
    """Write down one step for a number's entries. ``files`` are noted by name and SHA-256.

    Raises UsageError E4511–E4524, StorageError for files and ledger.
    """
    cycle = load_life_cycle()
    order = StepOrder(
        act, given, side, side_name, tuple(_kept(path) for path in files), recorded_by
    )
    provisions = law_of(office).regulation.provisions
    extension = in_force(provisions.extension, today) if act in ("extend", "refuse") else ()
    told = tuple(each.demand for each in extension)
    with opened(office, viewer) as ledger, _told_with(told):
        steps = take_step(
            ledger,
            cycle,
            number,
            items,
            order,
            today=today,
            max_extensions=min((each.max_times for each in extension), default=None),
        )
    if act == "close":
        issuers = {step.actor for step in steps}
        told = tuple(
            each.demand
            for each in in_force(provisions.numbering, today)
            if each.particulars and issuers & {organ.name for organ in each.issuers}
        )
    return Recorded(steps, cycle, told)


@contextmanager
def _told_with(demands: Sequence[str]) -> Iterator[None]:
    """Where something is not written down, say what the regulation wants written."""
    try:
        yield
    except UsageError as fault:
        if fault.code != "E4512" or not demands:
            raise
        raise UsageError(fault.code, f"{fault.message}{''.join(demands)}") from None


def _kept(path: Path) -> KeptFile:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return KeptFile(path.name, digest.hexdigest())


def void(
    office: OfficeFolder, number: str, given: Given, *, today: date, recorded_by: str
) -> Voided:
    """Make a whole ticket void; see :func:`toolkit.ledger.voiding.void_ticket`."""
    with opened(office) as ledger:
        return void_ticket(
            ledger, load_life_cycle(), number, given, today=today, recorded_by=recorded_by
        )


def is_ticket(office: OfficeFolder, number: str) -> bool:
    """Whether the number is that of a ticket (else it may be a 台账号)."""
    with opened(office) as ledger:
        return bool(find_tickets(ledger, number))


def morning(
    office: OfficeFolder,
    today: date,
    *,
    within: int | None = None,
    quiet_days: int = QUIET_DAYS,
    unit: str = "",
    official: str = "",
    source: str = "",
    most: int | None = None,
) -> Morning:
    """What is late, near, waiting, quiet. ``within`` ``None``: as the regulation reminds."""
    law = law_of(office)
    days = _notice_days(law, today) if within is None else within
    asked = DueQuestion(
        today,
        working_day_after(law.calendar, today, days),
        today - timedelta(quiet_days),
        unit,
        official,
        _source_id(law, source, today),
        most,
    )
    with opened(office) as ledger:
        lists = due_lists(ledger, load_life_cycle(), asked)
    return Morning(asked, lists, days, law.calendar)


def _notice_days(law: Law, today: date) -> int:
    steps = in_force(law.regulation.provisions.reminder_step, today)
    notices = (-step.working_days for step in steps if step.action == "notice")
    return max(notices, default=SOON_DAYS)


def _source_id(law: Law, source: str, today: date) -> str:
    """The id of a kind of source that the regulation knows by this name, else the words."""
    rule = law.regulation.find_source(source, today) if source else None
    return rule.id if rule else source


def working_day_after(calendar: Calendar, day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (0: the day), by forecasts where need be."""
    if count == 0:
        return day
    try:
        return calendar.nth_working_day_after(day, count)
    except UnknownYear:
        return calendar.provisional().nth_working_day_after(day, count)


def standings_of(
    office: OfficeFolder, rows: Sequence[EntryRow], today: date
) -> tuple[Standing, ...]:
    """How each row of the ledger stands today: 逾期 and 已延期 are worked out, never stored."""
    law, cycle = law_of(office), load_life_cycle()
    soon = working_day_after(law.calendar, today, _notice_days(law, today))
    return tuple(standing_of(cycle, row, today, soon) for row in rows)


def shown_states() -> frozenset[str]:
    """The Chinese states that only reading tells."""
    cycle = load_life_cycle()
    return frozenset(cycle.name(state) for state in cycle.ids(Phase.SHOWN))


def life_of(office: OfficeFolder, number: str, items: Collection[int], today: date) -> Life:
    """Everything the ledger knows of a number. Raises UsageError E4521–E4524."""
    law, cycle = law_of(office), load_life_cycle()
    with opened(office) as ledger:
        steps = history(ledger, number, items)
        meant = {entry.register_number for _, entry in entries_numbered(ledger, number, items)}
        entries = tuple(
            each for each in list_entries(ledger, number=number) if each.register_number in meant
        )
        soon = working_day_after(law.calendar, today, _notice_days(law, today))
        numbers = [entry.register_number for entry in entries]
        return Life(entries, standings(ledger, cycle, numbers, today, soon), steps, cycle)
