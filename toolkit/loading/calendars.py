"""``data/calendars``: one file a year with its State Council notice, and an office's overlays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from toolkit.loading.arrangements import Arrangement, read_arrangement, read_days
from toolkit.loading.entries import read_toml
from toolkit.rules.calendar import Calendar, CalendarYear

CALENDARS = Path(__file__).parents[1] / "data" / "calendars"


def load_calendar(
    overlays: Sequence[Path | Arrangement] = (), folder: Path = CALENDARS
) -> Calendar:
    """Working days of every year that has a notice in ``folder`` or among an office's own files.

    An office's file with a year's notice stands in for the built-in year; local days are laid over
    in the order given. Built-in years are read when first asked for, the office's files at once.
    """
    read = [each if isinstance(each, Arrangement) else read_arrangement(each) for each in overlays]
    return Calendar(_Years(folder, read))


class _Years(Mapping[int, CalendarYear]):
    """Years by their files, each read once."""

    def __init__(self, folder: Path, arrangements: Sequence[Arrangement]) -> None:
        self._files = {int(path.stem): path for path in folder.glob("[12][0-9][0-9][0-9].toml")}
        self._notices = {each.year: each.days for each in arrangements if each.is_national}
        # A notice may arrange last days of the year before too: laid over like local days.
        self._overlays = [each.before for each in arrangements if each.before]
        self._overlays += [each.days for each in arrangements if not each.is_national]
        self._known = {*self._files, *self._notices, *(each.year for each in self._overlays)}
        self._read: dict[int, CalendarYear] = {}

    def __getitem__(self, year: int) -> CalendarYear:
        if year not in self._read:
            found = self._base(year)
            for overlay in self._overlays:
                found = _lay_over(found, overlay) if overlay.year == year else found
            self._read[year] = found
        return self._read[year]

    def _base(self, year: int) -> CalendarYear:
        if year in self._notices:
            return self._notices[year]
        if year in self._files:
            return _read_year(self._files[year])
        if year in self._known:  # only local days: the year itself stays unknown
            return CalendarYear(year, "")
        raise KeyError(year)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._known))

    def __len__(self) -> int:
        return len(self._known)


def _read_year(path: Path) -> CalendarYear:
    entry = read_toml(path)
    entry.only("year", "status", "title", "notice", "published_on", "days", "off", "work")
    year = entry.take("year", int)
    if path.stem != str(year):
        entry.fail("E3015", f"文件名与 year = {year} 不符。")
    announced = entry.choice("status", ("announced", "forecast")) == "announced"
    notice = entry.take("notice", str)
    if announced != bool(notice):
        entry.fail("E3016", "已公布的年份须写明通知文号（notice），推算的年份须留空。")
    if announced:
        entry.take("published_on", date)
    if entry.choice("days", ("listed", "chinesecalendar")) == "chinesecalendar":
        return _year_of_library(year, notice)
    return read_days(entry, year, notice)


def _lay_over(year: CalendarYear, overlay: CalendarYear) -> CalendarYear:
    off = {day: name for day, name in year.off.items() if day not in overlay.makeup}
    makeup = (year.makeup - overlay.off.keys()) | overlay.makeup
    return CalendarYear(year.year, year.notice, {**off, **overlay.off}, makeup)


def _year_of_library(year: int, notice: str) -> CalendarYear:
    # Imported only for years whose days are not listed here: it costs 30 ms.
    from chinese_calendar.constants import (  # type: ignore[import-untyped]
        Holiday,
        holidays,
        workdays,
    )

    names = {item.value: item.chinese for item in Holiday}
    off = {day: names[name] for day, name in holidays.items() if day.year == year}
    return CalendarYear(year, notice, off, frozenset(d for d in workdays if d.year == year))
