"""The regulation and the calendar an office works by, and what they say of a source on a day.

Apart from :mod:`toolkit.pipeline`, so that a question about a deadline need not wait for all that
reads documents.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.errors import SettingsError, StorageError, why
from toolkit.loading.calendars import load_calendar
from toolkit.loading.regulations import REGULATION, load_regulation
from toolkit.model import Decision
from toolkit.office.settings import OfficeFolder
from toolkit.rules.calendar import Calendar
from toolkit.rules.deadlines import decide
from toolkit.rules.regulation import Regulation


@dataclass(frozen=True, slots=True)
class Law:
    """The regulation and the calendar that an office works by."""

    regulation: Regulation
    calendar: Calendar


def law_of(office: OfficeFolder) -> Law:
    """The office's regulation and calendar, the built-in ones where its settings name none."""
    rules = office.settings.rules
    regulation = load_regulation(office.path(rules.regulation), rules.choices)
    return Law(regulation, load_calendar(office.calendar_files))


def copy_regulation(office: OfficeFolder, folder: Path) -> tuple[str, ...]:
    """Put the files of the regulation in use into a new folder, to be changed; their names.

    Raises SettingsError E3023 where something of that name exists, StorageError E5202.
    """
    used = office.path(office.settings.rules.regulation) or REGULATION
    if folder.exists():
        raise SettingsError("E3023", f"“{folder}”已经存在，没有复制。请换一个名称。")
    try:
        folder.mkdir(parents=True)
        files = sorted(used.glob("*.toml")) if used.is_dir() else [used]
        return tuple(shutil.copyfile(file, folder / file.name).name for file in files)
    except OSError as error:
        raise StorageError(
            "E5202", f"无法建立“{folder}”：{why(error)}。请换一个有写入权限的位置。"
        ) from None


def decide_deadlines(
    source: str,
    on: date,
    office: OfficeFolder,
    *,
    issued_on: date | None = None,
    printed_on: date | None = None,
    report_by: date | None = None,
) -> Decision:
    """What the regulation says of a source (id, Chinese name or usual short name) on a day.

    ``issued_on`` ``None`` counts what runs from the issue from the latest day allowed for it.
    ``printed_on`` is the day of the minutes' printing, for rules that count from it; ``report_by``
    the day by which a leader wants the report.
    """
    law = law_of(office)
    return decide(
        law.regulation,
        law.calendar,
        source,
        on,
        issued_on=issued_on,
        printed_on=printed_on,
        report_by=report_by,
    )
