"""The names and places of the tickets' files, and what killed processes left there."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from contextlib import suppress
from pathlib import Path

from toolkit.durable import not_written
from toolkit.ledger import faults

_NAME_BYTES = 80
_NAME_CHARACTERS = 60
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


def check_writable(folder: Path) -> None:
    """Prove before a number is taken that a file can be written; raises E5201–E5203."""
    probe = folder / f".probe.{uuid.uuid4().hex}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 65536)
        probe.unlink(missing_ok=True)  # another process may have swept it up meanwhile
    except OSError as fault:
        with suppress(OSError):  # what stays is swept up with other leftovers
            probe.unlink(missing_ok=True)
        raise not_written(folder, fault, faults.NOT_USED) from fault


def file_names(folder: Path) -> set[str]:
    """What the folder lists as files; empty where there is no such folder."""
    try:
        with os.scandir(folder) as listed:
            return {each.name for each in listed if each.is_file()}
    except (FileNotFoundError, NotADirectoryError):
        return set()


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
