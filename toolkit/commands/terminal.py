"""What the commands share: the office they work in, the day, and how they print."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.commands.console import day
from toolkit.errors import StorageError, UsageError

if TYPE_CHECKING:
    from toolkit.model import Finding
    from toolkit.office.settings import OfficeFolder

BEIJING = timezone(timedelta(hours=8))

office_option = click.option(
    "--office",
    envvar="DUBAN_OFFICE",
    metavar="文件夹",
    help="督办文件夹（用 duban init 建立的）。不写则用当前文件夹或它的上级。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")


def office_for(named: str | None) -> OfficeFolder:
    """The office a command works in: named, or around the current folder, or the example."""
    from toolkit.office.settings import load_office

    return load_office(folder_for(named))


def folder_for(named: str | None) -> Path | None:
    """The office folder named, or the nearest around the current one; ``None`` if there is none."""
    from toolkit.office.folder import SETTINGS_FILE, find_folder

    if named is None:
        return find_folder(Path.cwd().resolve())
    if not (Path(named) / SETTINGS_FILE).is_file():
        raise UsageError(
            "E0209",
            f"“{named}”不是督办文件夹（里面没有 {SETTINGS_FILE}）。请先执行 duban init {named}。",
        )
    return Path(named).resolve()


def office_words(named: str | None) -> str:
    """What a command that is told to be run next must end with, to work in the same office."""
    return f" --office {named}" if named and named != os.environ.get("DUBAN_OFFICE") else ""


def near(path: Path) -> Path:
    """The path from the current folder, where it lies below it: short enough for a line."""
    here = Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path


def today() -> date:
    """The day in Beijing; ``DUBAN_TODAY`` sets another for reproducible runs."""
    fixed = os.environ.get("DUBAN_TODAY")
    return day(fixed, _beijing_today) if fixed else _beijing_today()


def _beijing_today() -> date:
    return datetime.now(UTC).astimezone(BEIJING).date()


def ambiguous() -> int:
    """Columns of “ ” … on this console: two where it speaks GBK."""
    return 2 if (sys.stdout.encoding or "").lower().startswith(("gb", "cp936")) else 1


def json_text(value: object) -> str:
    """JSON that any console can carry: plain ASCII unless standard output is UTF-8."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not is_utf8, indent=2)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let the system's request to end (SIGTERM) be told like Ctrl-C, not die without a word."""

    def stop(signal_number: int, frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may hear signals
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """Each finding with its code, broken at the console's width."""
    from toolkit.screen.display import paragraph

    told = (f"【{each.code}】{each.message}" for each in findings)
    return [line for each in told for line in paragraph(each, ambiguous=ambiguous())]


def say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def ask(question: str, *, refused: str, unanswered: str) -> bool:
    """Ask on the terminal; only a plain yes counts. Raises UsageError E0207 without an answer."""
    try:
        answer = input(question)
    except EOFError:
        print()
        raise UsageError("E0207", unanswered) from None
    if answer.strip().lower() in {"y", "yes", "是", "ｙ"}:
        return True
    print(refused)
    return False


def write_over(path: Path, data: bytes) -> None:
    """Write a file the clerk named, in place of an older one. Raises ``OSError``."""
    path.write_bytes(data)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet, whole or not at all. Raises StorageError E5102,
    ``OSError``."""
    try:
        with path.open("xb") as file:
            try:
                file.write(data)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise StorageError(
            "E5102", f"“{path}”已存在，没有覆盖。请换一个文件名，或把原来的移走。"
        ) from None
