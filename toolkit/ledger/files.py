"""Files that are there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from toolkit.errors import StorageError
from toolkit.ledger import faults

_NAME_BYTES = 80
_NAME_CHARACTERS = 60
_WRITERS = 4  # at once: the disk syncs four files in hardly more time than one
_PATIENCE = 2.5  # seconds in which a virus scanner or an indexer usually lets go
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|.\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]')

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{32}\.tmp")


def file_name(number: str) -> str:
    """The ticket's file name, made of the number alone and at most 80 bytes long.

    Raises :class:`~toolkit.errors.SettingsError` E3402 if the number holds what a name cannot.
    """
    if not number or _UNSAFE.search(number):
        raise faults.unsafe_code(number)
    name = f"{number}.docx"
    if len(name.encode()) <= _NAME_BYTES:
        return name
    # the end tells numbers apart; the digest tells long codes apart
    digest = hashlib.sha256(number.encode()).hexdigest()[:8]
    tail = number[-12:]
    room = _NAME_BYTES - len(f"-{digest}-{tail}.docx".encode())
    head = number[:-12].encode()[:room].decode(errors="ignore")
    return f"{head}-{digest}-{tail}.docx"


def safe_name(text: str) -> str:
    """``text`` as part of a file name; what a name cannot hold is replaced, and told apart."""
    name = _UNSAFE.sub("_", text)[:_NAME_CHARACTERS] or "_"
    if name == text:
        return name
    return f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def write_once(target: Path, data: bytes) -> None:
    """Put ``data`` at ``target`` durably; a target that already holds it is left alone.

    Raises :class:`~toolkit.errors.StorageError`: E5101 held open, E5102 other content is there,
    E5201–E5203 disk or permission. Nothing half-written is ever seen under the final name.
    """
    if fault := _synced([(target, _written(target, data))])[0]:
        raise fault


def write_all(wanted: Iterable[tuple[Path, bytes]]) -> list[StorageError | None]:
    """:func:`write_once` for many files; for each, in order, its fault or ``None``.

    ``wanted`` is drawn while files are written, so that papers are made while the disk is waited
    for, by several at once. Each folder is synced once, at the end.
    """
    left = iter(wanted)
    first = list(islice(left, 2))
    if len(first) < 2:  # a single file needs nobody beside
        return _synced([(target, _written(target, data)) for target, data in first])
    with ThreadPoolExecutor(_WRITERS) as writers:
        tried = [
            (target, writers.submit(_written, target, data)) for target, data in chain(first, left)
        ]
    return _synced([(target, each.result()) for target, each in tried])


def _synced(tried: Sequence[tuple[Path, StorageError | None]]) -> list[StorageError | None]:
    """The faults so far, and that of its folder for every file that has none yet."""
    broken: dict[Path, OSError] = {}
    for folder in dict.fromkeys(target.parent for target, fault in tried if fault is None):
        try:
            sync_folder(folder)
        except OSError as fault:
            broken[folder] = fault  # not durable: none of this folder counts as written
    return [
        faults.not_written(target, broken[target.parent], faults.KEPT)
        if fault is None and target.parent in broken
        else fault
        for target, fault in tried
    ]


def _written(target: Path, data: bytes) -> StorageError | None:
    """Everything but the folder's own sync."""
    try:
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            _replace(target, data)
        elif target.read_bytes() != data:
            return faults.other_content(target)
    except StorageError as fault:
        return fault
    except OSError as fault:
        return faults.not_written(target, fault, faults.KEPT)
    return None


def replace_durably(target: Path, data: bytes) -> None:
    """Write beside, sync, rename over ``target``, sync the folder. Raises ``OSError`` and E5101."""
    _replace(target, data)
    sync_folder(target.parent)


def _replace(target: Path, data: bytes) -> None:
    temporary = target.parent / f".{target.stem}.{uuid.uuid4().hex}.tmp"
    try:
        # a failed fsync is never repeated on the same file: the kernel may have dropped the pages
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not patiently(lambda: os.replace(temporary, target)):  # noqa: PTH105
            raise faults.held_open(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def patiently(action: Callable[[], object], patience: float = _PATIENCE) -> bool:
    """Try until ``action`` is permitted; ``False`` after ``patience`` seconds of refusal."""
    until, pause = time.monotonic() + patience, 0.05
    while True:
        try:
            action()
        except PermissionError:
            if time.monotonic() + pause > until:
                return False
            time.sleep(pause)
            pause = min(pause * 2, 0.5)
        else:
            return True


def sync_folder(folder: Path) -> None:
    """Make a rename inside ``folder`` durable (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_writable(folder: Path) -> None:
    """Prove before a number is taken that a file can be written; raises E5201–E5203."""
    probe = folder / f".probe.{uuid.uuid4().hex}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 65536)
        probe.unlink()
    except OSError as fault:
        with suppress(OSError):  # what stays is swept up with other leftovers
            probe.unlink(missing_ok=True)
        raise faults.not_written(folder, fault, faults.NOT_USED) from fault


def leftovers(folder: Path) -> list[Path]:
    """What killed processes left half-written in the office folder."""
    found = (*folder.glob(".*.tmp"), *folder.glob("[0-9][0-9][0-9][0-9]/.*.tmp"))
    return [path for path in found if _TEMPORARY.fullmatch(path.name)]


def remove_leftovers(folder: Path) -> int:
    """Delete them; returns how many there were."""
    removed = leftovers(folder)
    for path in removed:
        path.unlink(missing_ok=True)
    return len(removed)
