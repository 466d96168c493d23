"""Files that are there whole or not at all, and stay there when the power fails.

Without the ledger, so that a worker who only makes papers need not load its database.
"""

from __future__ import annotations

import errno
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path

from toolkit.errors import StorageError, why

KEPT = "编号已保留，处理后重新运行即补写，编号不变。"

_WRITERS = 4  # at once: the disk syncs four files in hardly more time than one
_PATIENCE = 2.5  # seconds in which a virus scanner or an indexer usually lets go
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def not_written(place: Path, fault: OSError, kept: str) -> StorageError:
    """E5201 disk full, E5202 no permission, E5203 anything else."""
    if fault.errno in _FULL:
        return StorageError("E5201", f"磁盘已满，无法写入“{place}”。{kept}请清理磁盘后重试。")
    if fault.errno in _FORBIDDEN:
        return StorageError("E5202", f"无法写入“{place}”：没有权限。{kept}")
    return StorageError("E5203", f"写入“{place}”失败（{why(fault)}）。{kept}")


def held_open(target: Path) -> StorageError:
    """The target stayed locked by WPS, an indexer or a virus scanner."""
    return StorageError(
        "E5101",
        f"“{target.name}”正被其他程序占用，无法写入。请关闭后重试。编号保留，重新运行即补写。",
    )


def other_content(target: Path) -> StorageError:
    """A different file already stands where the ticket belongs."""
    return StorageError(
        "E5102",
        f"“{target.name}”已存在且内容不同，未覆盖。请先将该文件移走或改名。"
        "编号保留，重新运行即补写。",
    )


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


def put_in_place(made: Iterable[tuple[Path, Path]]) -> list[StorageError | None]:
    """Give files that :func:`write_all` wrote under a name :func:`beside` it their own: pairs of
    that name and the own; for each, in order, its fault or ``None``. Each folder is synced once.

    A file that cannot have its place is removed.
    """
    return _synced([(target, _placed(temporary, target)) for temporary, target in made])


def beside(target: Path) -> Path:
    """A hidden name beside ``target``, which no other file has; what is left there is swept up."""
    return target.parent / f".{target.stem}.{uuid.uuid4().hex}.tmp"


def _synced(tried: Sequence[tuple[Path, StorageError | None]]) -> list[StorageError | None]:
    """The faults so far, and that of its folder for every file that has none yet."""
    broken: dict[Path, OSError] = {}
    for folder in dict.fromkeys(target.parent for target, fault in tried if fault is None):
        try:
            sync_folder(folder)
        except OSError as fault:
            broken[folder] = fault  # not durable: none of this folder counts as written
    return [
        not_written(target, broken[target.parent], KEPT)
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
            return other_content(target)
    except StorageError as fault:
        return fault
    except OSError as fault:
        return not_written(target, fault, KEPT)
    return None


def _placed(temporary: Path, target: Path) -> StorageError | None:
    """Everything but the folder's own sync."""
    try:
        if not target.exists():
            if patiently(lambda: os.replace(temporary, target)):  # noqa: PTH105
                return None
            fault = held_open(target)
        elif target.read_bytes() == temporary.read_bytes():
            fault = None
        else:
            fault = other_content(target)
        temporary.unlink()
    except OSError as wrong:
        return not_written(target, wrong, KEPT)
    return fault


def replace_durably(target: Path, data: bytes) -> None:
    """Write beside, sync, rename over ``target``, sync the folder. Raises ``OSError`` and E5101."""
    _replace(target, data)
    sync_folder(target.parent)


def _replace(target: Path, data: bytes) -> None:
    temporary = beside(target)
    try:
        # a failed fsync is never repeated on the same file: the kernel may have dropped the pages
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not patiently(lambda: os.replace(temporary, target)):  # noqa: PTH105
            raise held_open(target)
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
