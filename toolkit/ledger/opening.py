"""Opening the ledger of an office folder: refuse bad ground, bring the tables up to date."""

from __future__ import annotations

import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import QuerySet

from toolkit.ledger import faults, locks
from toolkit.ledger.configuration import BUSY_SECONDS, LEDGER_FILE, register
from toolkit.ledger.models import LedgerEntry, SeenEntries, TicketItem, TicketRecord
from toolkit.permissions import EVERYTHING, Viewer

BEIJING = ZoneInfo("Asia/Shanghai")
BACKUP_FOLDER = "备份"
OPENING_LOCK = ".台账.lock"
_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = ("nfs", "cifs", "smb", "ncpfs", "afs", "davfs", "fuse.sshfs", "fuse.davfs", "ceph")


def beijing_today(now: datetime | None = None) -> date:
    """The day in Beijing, by which numbers and limits go, whatever the machine's time zone."""
    return (now or datetime.now(UTC)).astimezone(BEIJING).date()


@dataclass(frozen=True, slots=True)
class Ledger:
    """An opened ledger: its folder and the alias under which Django knows its database.

    ``viewer`` narrows every question and step to what somebody may see; to anybody else an entry
    or ticket does not exist. Use as a context manager, or call :meth:`close`; opening again is
    cheap.
    """

    folder: Path
    alias: str
    viewer: Viewer = EVERYTHING

    def seen_by(self, viewer: Viewer) -> Ledger:
        """The same ledger for somebody who sees less."""
        return replace(self, viewer=viewer)

    @property
    def entries(self) -> SeenEntries:
        """The entries to be seen: where every question begins."""
        return LedgerEntry.objects.using(self.alias).seen_by(self.viewer)

    @property
    def items(self) -> QuerySet[TicketItem]:
        """Rows of tickets, those only that carry an entry to be seen."""
        rows = TicketItem.objects.using(self.alias)
        return rows if self.viewer.sees_all else rows.filter(entry__in=self.entries)

    @property
    def tickets(self) -> QuerySet[TicketRecord]:
        """Tickets, those only that carry an entry to be seen."""
        rows = TicketRecord.objects.using(self.alias)
        if self.viewer.sees_all:
            return rows
        return rows.filter(pk__in=self.items.values("ticket"))

    def close(self) -> None:
        """Give the database connection back."""
        connections[self.alias].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_ledger(folder: Path, *, database_url: str | None = None) -> Ledger:
    """Open the ledger of ``folder``, making it on first use and migrating it when needed.

    Raises E4201 on a network drive or a disk without write-ahead log, E4202 for a damaged file,
    E4203 for a ledger of a later version, E4102 when somebody keeps it locked, E4103 when the
    server of a PostgreSQL ledger does not answer, E3401 and E3403 when its address or its driver
    is wrong, E5201–E5203 for disk and permission.
    """
    folder = folder.resolve()
    with faults.translated(folder, faults.NOT_USED):
        kind = None if database_url else network_kind(folder)
    if kind:
        raise faults.network_folder(folder, kind)
    ledger = Ledger(folder, register(folder, database_url))
    try:
        connections[ledger.alias]
    except ImproperlyConfigured as fault:
        raise faults.no_driver() from fault
    with faults.translated(folder, faults.NOT_USED):
        folder.mkdir(parents=True, exist_ok=True)
        with locks.shared(folder / OPENING_LOCK, seconds=BUSY_SECONDS) as free:
            if free and _is_ready(ledger):
                return ledger
        with locks.alone(folder / OPENING_LOCK, seconds=BUSY_SECONDS) as free:
            if not free:
                raise faults.busy()
            _migrate(ledger)
    return ledger


def network_kind(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network drive ``folder`` lies on; ``None`` for a local disk or if unknown.

    ``mounts`` is Linux's table of mounts; Windows asks the drive itself.
    """
    if sys.platform == "win32":
        import ctypes

        anchor = folder.anchor
        remote = anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == 4
        return anchor if remote else None
    if not mounts.exists():
        return None
    path, best, kind = PurePosixPath(folder), -1, ""
    for line in mounts.read_text("utf-8", errors="replace").splitlines():
        before, _, after = line.partition(" - ")
        point = PurePosixPath(_unescaped(before.split()[4]))
        # later lines cover earlier ones mounted on the same place
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split()[0]
    return kind if kind.startswith(_NETWORK) else None


def _unescaped(place: str) -> str:
    """Undo the table's octal escapes: ``\\040`` is a space."""
    return place.encode().decode("unicode_escape").encode("latin-1").decode(errors="replace")


def _check_write_ahead_log(ledger: Ledger) -> None:
    connection = connections[ledger.alias]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        answer = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if answer != "wal":
        raise faults.no_write_ahead_log(ledger.folder, answer)


def _is_ready(ledger: Ledger) -> bool:
    """Whether the tables are up to date; raises where they are a later version's, or cannot be.

    Names alone are compared: Django's own plan takes, at every start, longer than any question to
    the ledger.
    """
    _check_write_ahead_log(ledger)
    applied, known = _applied(ledger), _known()
    if applied - known:
        raise faults.newer_ledger(ledger.folder)
    return applied == known


def _migrate(ledger: Ledger) -> None:
    """Bring the tables up to date, unless somebody else did so meanwhile."""
    if _is_ready(ledger):
        return
    applied, known = _applied(ledger), _known()
    if applied and connections[ledger.alias].vendor == "sqlite":
        _back_up(ledger.folder, min(known - applied))
    from django.core.management import call_command

    call_command("migrate", database=ledger.alias, verbosity=0, interactive=False)


def _applied(ledger: Ledger) -> set[str]:
    """The migrations that the database has had; none in an empty one."""
    connection = connections[ledger.alias]
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'ledger'")
        return {name for (name,) in cursor.fetchall()}


def _known() -> set[str]:
    """The migrations of this program. Raises ``OSError``, so that none unread passes for none."""
    names = (file.name for file in resources.files("toolkit.ledger.migrations").iterdir())
    return {name.removesuffix(".py") for name in names if re.fullmatch(r"\d{4}_\w+\.py", name)}


def _back_up(folder: Path, before: str) -> None:
    """A consistent copy of the ledger as it was before the migration named."""
    backups = folder / BACKUP_FOLDER
    backups.mkdir(exist_ok=True)
    stamp = f"{datetime.now(BEIJING):%Y%m%d-%H%M%S}"
    target = backups / f"台账-升级前-{before}-{stamp}.sqlite3"
    with (
        closing(sqlite3.connect(folder / LEDGER_FILE)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
