"""编号水位: the numbers given and the end of the event chain, remembered outside the database.

A database restored from an old backup forgets numbers; this small file does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.durable import replace_durably
from toolkit.errors import DubanError
from toolkit.ledger import faults, locks, sql
from toolkit.ledger.configuration import LEDGER_FILE
from toolkit.ledger.opening import Ledger, open_ledger

MARK_FILE = "编号水位.json"
_LOCK_FILE = ".编号水位.lock"
_COMMITTED = """
SELECT '', '', 0 AS year, sequence, hash FROM ledger_chainhead WHERE id = 1
UNION ALL SELECT code, style, year, last, '' FROM ledger_numberseries ORDER BY year
"""


def split_key(key: str) -> tuple[str, str, int]:
    """Code, style and year of a series."""
    code, style, year = key.rsplit("|", 2)
    return code, style, int(year)


@dataclass(frozen=True, slots=True)
class Watermark:
    """``series`` maps 代字|写法|年度 to the highest number given; ``head`` is the chain's hash."""

    series: dict[str, int] = field(default_factory=dict)
    event: int = 0
    head: str = ""


def series_key(code: str, style: str, year: int) -> str:
    """The name of a series in the file."""
    return f"{code}|{style}|{year}"


def read(folder: Path) -> Watermark:
    """The mark of ``folder``; empty if none was written yet. Raises E4302 if it is damaged."""
    path = folder / MARK_FILE
    try:
        stored = json.loads(path.read_text("utf-8"))
        series = {str(key): int(last) for key, last in stored["series"].items()}
        return Watermark(series, int(stored["event"]), str(stored["head"]))
    except FileNotFoundError:
        return Watermark()
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise faults.watermark_damaged(path) from fault


def raise_to(
    folder: Path, committed: Callable[[], Watermark], reached: Watermark | None = None
) -> None:
    """Raise the mark to what is committed now; it never sinks. Raises ``OSError``.

    One of many that wait here writes for all whose numbers were committed by then. ``reached``,
    if it is known, is what must be marked at least.
    """
    reached = reached or committed()
    with locks.alone(folder / _LOCK_FILE, seconds=None):
        known = read(folder)
        if _raised(known, reached) != known:
            _write(folder, _raised(known, committed()))


def _raised(known: Watermark, reached: Watermark) -> Watermark:
    keys = {*known.series, *reached.series}
    series = {key: max(known.series.get(key, 0), reached.series.get(key, 0)) for key in keys}
    newest = max(known, reached, key=lambda mark: mark.event)
    return Watermark(series, newest.event, newest.head)


def of_ledger(alias: str) -> Watermark:
    """What is committed in the database, as one statement sees it."""
    (*_, event, head), *counters = sql.rows(alias, _COMMITTED)
    series = {series_key(code, style, year): last for code, style, year, last, _ in counters}
    return Watermark(series, event, head)


def open_complete(folder: Path, database_url: str | None) -> Ledger | None:
    """The folder's ledger, to be closed by the caller; ``None`` while nothing was issued.

    Raises E4303 where it knows fewer numbers than were given, or is gone: what was given since
    would silently be missing from whatever is listed.
    """
    mark = read(folder)  # first: a number is committed before it is marked
    if database_url is None and not (folder / LEDGER_FILE).exists():
        _refuse_behind(mark, {})
        return None
    ledger = open_ledger(folder, database_url=database_url)
    try:
        _refuse_behind(mark, of_ledger(ledger.alias).series)
    except DubanError:
        ledger.close()
        raise
    return ledger


def _refuse_behind(mark: Watermark, known: dict[str, int]) -> None:
    for key, given in mark.series.items():
        if known.get(key, 0) < given:
            raise faults.ledger_behind(split_key(key), known.get(key, 0), given)


def restart(folder: Path, series: dict[str, int], event: int, head: str) -> None:
    """Take another end of the chain as true, after a restore that is itself an event.

    Numbers given never sink, so that what the backup forgot is not given again.
    """
    with locks.alone(folder / _LOCK_FILE, seconds=None):
        highest = _raised(read(folder), Watermark(series)).series
        _write(folder, Watermark(highest, event, head))


def _write(folder: Path, mark: Watermark) -> None:
    stored = {"series": mark.series, "event": mark.event, "head": mark.head}
    text = json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True)
    replace_durably(folder / MARK_FILE, f"{text}\n".encode())
