"""A backup is one .zip of the office folder, consistent while others write; and the way back.

Inside: the ledger, the numbers given, settings, units, templates, calendars, the issued files the
ledger knows, and 清单.json with the SHA-256 of each.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import connections

from toolkit.durable import replace_durably, sync_folder
from toolkit.errors import InputError, SettingsError, StorageError
from toolkit.ledger import faults, locks, watermark
from toolkit.ledger.configuration import LEDGER_FILE
from toolkit.ledger.opening import BACKUP_FOLDER, BEIJING, OPENING_LOCK, Ledger, open_ledger
from toolkit.ledger.transactions import writing
from toolkit.ledger.writing import ISSUING_LOCK

CONTENTS = "清单.json"
_SINGLE = (watermark.MARK_FILE, "duban.toml", "units.xlsx")
_FOLDERS = ("模板", "日历")
_BUSY_MARKS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: where, how many files, when made."""

    path: Path
    files: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: files put back, files that were there and differ and so were kept.

    ``set_aside`` is the ledger as it was before; ``lost`` are the series whose numbers went
    further than the backup knows (代字|写法|年度 → last in the backup, last given).
    """

    made_at: datetime
    set_aside: Path | None
    put_back: tuple[str, ...]
    kept: tuple[str, ...]
    lost: dict[str, tuple[int, int]]


def back_up(ledger: Ledger, *, now: datetime | None = None) -> Backup:
    """Write a backup into the folder 备份, whole or not at all.

    Raises SettingsError E4311 for PostgreSQL, StorageError E4202 for a damaged ledger, E52xx.
    """
    now = now or datetime.now(UTC)
    if connections[ledger.alias].vendor != "sqlite":
        raise SettingsError(
            "E4311",
            "台账在 PostgreSQL 数据库中，请由数据库管理员用 pg_dump 备份。没有写备份文件。",
        )
    folder = ledger.folder / BACKUP_FOLDER
    with faults.translated(folder, "没有写成备份。"):
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".备份") as place:
            copy = Path(place) / LEDGER_FILE
            _copy_ledger(ledger.folder / LEDGER_FILE, copy)
            archive = Path(place) / "备份.zip"
            count = _pack(ledger.folder, copy, archive, now)
            target = _free_name(folder, now)
            os.replace(archive, target)  # noqa: PTH105
        sync_folder(folder)
    return Backup(target, count, now)


def backups(folder: Path) -> tuple[Path, ...]:
    """The backups of an office folder, the oldest first."""
    return tuple(sorted((folder / BACKUP_FOLDER).glob("督办备份-*.zip")))


def _free_name(folder: Path, now: datetime) -> Path:
    stamp = f"督办备份-{now.astimezone(BEIJING):%Y%m%d-%H%M%S}"
    names = [f"{stamp}.zip", *(f"{stamp}-{n}.zip" for n in range(2, 1000))]
    return next(folder / name for name in names if not (folder / name).exists())


def _copy_ledger(live: Path, copy: Path) -> None:
    with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        if target.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise StorageError(
                "E4202", "台账文件已损坏，没有写备份。请从“备份”文件夹恢复最近的台账。"
            )


def _pack(office: Path, ledger: Path, archive: Path, now: datetime) -> int:
    members = {LEDGER_FILE: ledger, **dict(_members(office, ledger))}
    digests: dict[str, str] = {}
    with archive.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for name, path in members.items():
                data = path.read_bytes()
                digests[name] = hashlib.sha256(data).hexdigest()
                packed.writestr(name, data)
            told = {"made_at": now.isoformat(), "files": digests}
            packed.writestr(CONTENTS, json.dumps(told, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    return len(members)


def _members(office: Path, ledger: Path) -> Iterator[tuple[str, Path]]:
    """Everything beside the ledger; of issued files only those that this very copy knows."""
    with closing(sqlite3.connect(ledger)) as rows:
        issued = [row[0] for row in rows.execute("SELECT file FROM ledger_ticketrecord")]
    loose = [path for name in _FOLDERS for path in sorted((office / name).rglob("*"))]
    names = [*_SINGLE, *(path.relative_to(office).as_posix() for path in loose), *issued]
    for name in dict.fromkeys(names):
        if (office / name).is_file():
            yield name, office / name


# --- the way back ------------------------------------------------------------------------------


def restore(folder: Path, archive: Path, *, now: datetime | None = None) -> Restored:
    """Put the ledger of ``archive`` in the place of the folder's; other files only where missing.

    The ledger that was there is set aside. Numbers given since the backup stay known: the next
    issue asks before it goes on after them (E4301). Raises InputError E4312 for what is no whole
    backup, BusyError E4102 while somebody works, SettingsError E4311 for PostgreSQL.
    """
    now = now or datetime.now(UTC)
    folder = folder.resolve()
    with _unpacked(archive) as (told, packed):
        with faults.translated(folder, "没有恢复。"):
            set_aside = _swap(folder, packed, now)
            put_back, kept = _put_back(folder, packed, told["files"])
        made_at = datetime.fromisoformat(told["made_at"])
        lost = _anchor(folder, archive.name, made_at, now)
    return Restored(made_at, set_aside, put_back, kept, lost)


@contextmanager
def _unpacked(archive: Path) -> Iterator[tuple[dict[str, Any], zipfile.ZipFile]]:
    """The list of contents and the open archive, every file held against its SHA-256."""
    try:
        with zipfile.ZipFile(archive) as packed:
            told = json.loads(packed.read(CONTENTS))
            for name, digest in told["files"].items():
                place = PurePosixPath(name)
                if place.is_absolute() or ".." in place.parts or "\\" in name:
                    raise ValueError(name)
                if hashlib.sha256(packed.read(name)).hexdigest() != digest:
                    raise ValueError(name)
            if LEDGER_FILE not in told["files"]:
                raise ValueError(LEDGER_FILE)
            yield told, packed
    except FileNotFoundError:
        raise InputError("E4312", f"找不到备份文件“{archive}”。没有恢复，请核对文件名。") from None
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError) as fault:
        raise InputError(
            "E4312", f"“{archive.name}”不是完整的督办备份，没有恢复。请换一份备份再试。"
        ) from fault


def _swap(folder: Path, packed: zipfile.ZipFile, now: datetime) -> Path | None:
    """Exchange the ledger file while nobody else can open or write it."""
    folder.mkdir(parents=True, exist_ok=True)
    live = folder / LEDGER_FILE
    with (
        locks.alone(folder / OPENING_LOCK, seconds=0) as opening,
        locks.alone(folder / ISSUING_LOCK, seconds=0) as issuing,
    ):
        if not (opening and issuing):
            raise faults.busy("没有恢复。")
        set_aside = _set_aside(live, now) if live.exists() else None
        for mark in _BUSY_MARKS:
            live.with_name(live.name + mark).unlink(missing_ok=True)
        replace_durably(live, packed.read(LEDGER_FILE))
    return set_aside


def _set_aside(live: Path, now: datetime) -> Path:
    """Keep what is there, damaged or not; a writer at work stops everything."""
    folder = live.parent / BACKUP_FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / f"台账-恢复前-{now.astimezone(BEIJING):%Y%m%d-%H%M%S-%f}.sqlite3"
    try:
        with closing(sqlite3.connect(live, timeout=0, isolation_level=None)) as current:
            current.execute("BEGIN IMMEDIATE")
            current.execute("ROLLBACK")
            # folds the write-ahead log into the file, so that the file alone is whole
            current.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise faults.busy("没有恢复。") from fault
    except sqlite3.DatabaseError:
        pass  # damaged: that is why somebody restores
    target.write_bytes(live.read_bytes())
    return target


def _put_back(
    folder: Path, packed: zipfile.ZipFile, names: dict[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    put_back, kept = [], []
    for name, digest in names.items():
        target = folder / name
        if name in (LEDGER_FILE, watermark.MARK_FILE):
            continue
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_durably(target, packed.read(name))
            put_back.append(name)
        elif hashlib.sha256(target.read_bytes()).hexdigest() != digest:
            kept.append(name)
    return tuple(put_back), tuple(kept)


def _anchor(
    folder: Path, archive: str, made_at: datetime, now: datetime
) -> dict[str, tuple[int, int]]:
    """Tie the restored chain to what was known outside: the loss itself becomes an event."""
    before = watermark.read(folder)
    with open_ledger(folder) as ledger, writing(ledger, now, kept="没有恢复。") as under_way:
        here = watermark.of_ledger(ledger.alias)
        lost = {
            key: (here.series.get(key, 0), last)
            for key, last in before.series.items()
            if last > here.series.get(key, 0)
        }
        told = {
            "backup": archive,
            "made_at": made_at.isoformat(),
            "lost": {key: list(pair) for key, pair in lost.items()},
            "known_event": before.event,
            "known_head": before.head,
        }
        under_way.tell("restored", archive, told)
        end = (under_way.head.sequence, under_way.head.hash)
    watermark.restart(folder, here.series, *end)
    return lost
