"""Bringing a year's holiday notice, or local days off, into an office folder."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import SettingsError, StorageError, UsageError, why
from toolkit.follow_up.recounting import Move, laws_so_far, ledger_of, moved_dates
from toolkit.loading.arrangements import Arrangement, check_arrangement, read_arrangement
from toolkit.loading.calendars import load_calendar
from toolkit.model import Finding
from toolkit.office.law import Law, law_of
from toolkit.office.settings import CALENDAR_FOLDER, OfficeFolder
from toolkit.rules.calendar import Calendar

if TYPE_CHECKING:
    from toolkit.ledger.opening import Ledger


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did (or with ``is_done`` false: would do).

    ``changed`` are the days whose character differs from what was known, or for a year without
    notice from the forecast. ``findings`` name entries that could not be counted again.
    """

    arrangement: Arrangement
    target: Path
    is_done: bool
    changed: tuple[date, ...]
    moves: tuple[Move, ...]
    findings: tuple[Finding, ...]


def import_arrangement(
    path: Path, office: OfficeFolder, *, replace: bool = False, dry_run: bool = False
) -> Import:
    """Check ``path``, keep it in the office folder, and say what it moves in the ledger.

    ``path`` is a TOML file, or the State Council's notice itself (.docx, .txt).

    Tickets keep their dates; what would move is written down as a suggestion. Raises
    SettingsError E3031–E3034 for a file with slips or against a notice already there (unless
    ``replace``), UsageError E0208 outside an office folder, StorageError E4303 where the ledger is
    not whole; then nothing is kept.
    """
    if office.folder is None:
        raise UsageError(
            "E0208", "当前不在督办文件夹中，放假安排没有导入。请在命令后加上 --office 文件夹。"
        )
    arrangement, data = _read(path)
    check_arrangement(arrangement)
    known = laws_so_far(office)
    target = office.folder / CALENDAR_FOLDER / _file_name(arrangement, path)
    law = Law(known[0].regulation, load_calendar(_in_order(office, arrangement, target)))
    changed = _changed_days(arrangement, known[0].calendar, law.calendar)
    if changed and not replace:
        _refuse_contradiction(arrangement, known[0].calendar, changed)
    # opened first: of a ledger that is not whole, some of what moves would be missing
    with ledger_of(office) or nullcontext() as ledger:
        if not dry_run:
            _keep(data, target)
            law = law_of(office)
        moves, unknown = _recount(ledger, known, law, arrangement, keep=not dry_run)
    return Import(arrangement, target, not dry_run, changed, moves, unknown)


def _file_name(arrangement: Arrangement, path: Path) -> str:
    """One file a year for the notice, so that a corrected copy takes the place of the first."""
    return f"{arrangement.year}年放假安排.toml" if arrangement.is_national else f"{path.stem}.toml"


def _read(path: Path) -> tuple[Arrangement, bytes]:
    """The arrangement and the file to keep; a notice in words is turned into one."""
    if path.suffix.lower() == ".toml" or not path.is_file():
        return read_arrangement(path), path.read_bytes()
    from toolkit.loading.holiday_notice import as_toml, read_notice
    from toolkit.reading import read_document

    document = read_document(path)
    arrangement = read_notice(path.name, [each.text for each in document.paragraphs])
    return arrangement, as_toml(arrangement).encode()


def _in_order(
    office: OfficeFolder, arrangement: Arrangement, target: Path
) -> list[Path | Arrangement]:
    """The office's files as the folder will be read, the new arrangement among them."""
    files: dict[Path, Path | Arrangement] = {each: each for each in office.calendar_files}
    files[target] = arrangement
    imported = sorted(each for each in files if each.parent == target.parent)
    return [files[each] for each in dict.fromkeys([*imported, *files])]


def _changed_days(arrangement: Arrangement, before: Calendar, after: Calendar) -> tuple[date, ...]:
    before, after = before.provisional(), after.provisional()
    first, last = date(arrangement.year - 1, 12, 1), date(arrangement.year, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(on for on in days if before.is_working_day(on) != after.is_working_day(on))


def _refuse_contradiction(
    arrangement: Arrangement, before: Calendar, changed: Sequence[date]
) -> None:
    """Other days for a settled year are more often a slip than a change by the State Council."""
    if not arrangement.is_national or not before.knows(arrangement.year):
        return
    shown = "、".join(map(str, changed[:5])) + ("等" if len(changed) > 5 else "")
    raise SettingsError(
        "E3033",
        f"{arrangement.file}：{arrangement.year}年已有放假安排"
        f"（{before.notice(arrangement.year)}），与这份不同的有{len(changed)}天：{shown}。"
        "没有导入。确是国务院办公厅改过的，请加 --replace。",
    )


def _keep(data: bytes, target: Path) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        temporary = target.with_suffix(".tmp")
        temporary.write_bytes(data)
        temporary.replace(target)
    except OSError as fault:
        raise StorageError(
            "E5202", f"无法写入“{target}”：{why(fault)}。放假安排没有导入，请检查权限。"
        ) from None


def _recount(
    ledger: Ledger | None,
    known: Sequence[Law],
    law: Law,
    arrangement: Arrangement,
    *,
    keep: bool,
) -> tuple[tuple[Move, ...], tuple[Finding, ...]]:
    if ledger is None:
        return (), ()
    from toolkit.ledger.store import Suggestion, counted_entries, record_suggestions

    moves, unknown = moved_dates(counted_entries(ledger), known, law)
    suggested = [
        Suggestion(move.register_number, move.limit, move.before, move.after, arrangement.notice)
        for move in moves
        if move.is_issued
    ]
    if keep and suggested:
        record_suggestions(ledger, suggested)
    return moves, unknown
