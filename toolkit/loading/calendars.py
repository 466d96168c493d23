"""``data/calendars``: one file a year with its State Council notice, and an office's overlays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from toolkit.loading.entries import Entry, read_toml
from toolkit.rules.calendar import Calendar, CalendarYear

CALENDARS = Path(__file__).parents[1] / "data" / "calendars"


def load_calendar(overlays: Sequence[Path] = (), folder: Path = CALENDARS) -> Calendar:
    """Working days of every year that has a notice in ``folder``, with local files laid over.

    A year's file is read when the year is first asked for; overlays are read and checked at once.
    """
    return Calendar(_Years(folder, [_read_overlay(path) for path in overlays]))


class _Years(Mapping[int, CalendarYear]):
    """Years by their files, each read once."""

    def __init__(self, folder: Path, overlays: list[CalendarYear]) -> None:
        self._files = {int(path.stem): path for path in folder.glob("[12][0-9][0-9][0-9].toml")}
        self._overlays = overlays
        self._read: dict[int, CalendarYear] = {}

    def __getitem__(self, year: int) -> CalendarYear:
        if year not in self._read:
            found = _read_year(self._files[year])
            for overlay in self._overlays:
                found = _lay_over(found, overlay) if overlay.year == year else found
            self._read[year] = found
        return self._read[year]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._files))

    def __len__(self) -> int:
        return len(self._files)


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
    return _days_of(entry, year, notice)


def _read_overlay(path: Path) -> CalendarYear:
    entry = read_toml(path)
    entry.only("year", "title", "notice", "off", "work")
    return _days_of(entry, entry.take("year", int), entry.take("notice", str))


def _days_of(entry: Entry, year: int, notice: str) -> CalendarYear:
    off: dict[date, str] = {}
    for item in entry.children("off"):
        item.only("name", "from", "to")
        first, last = item.take("from", date), item.take("to", date)
        if not first <= last or first.year != year or last.year != year:
            item.fail("E3017", f"{first} 至 {last} 不是 {year} 年内先后两日。")
        for count in range((last - first).days + 1):
            off[first + timedelta(days=count)] = item.take("name", str)
    makeup: set[date] = set()
    for item in entry.children("work"):
        item.only("on")
        on = item.take("on", date)
        if on in off or on in makeup or on.year != year:
            item.fail("E3017", f"{on} 已列为放假日、重复或不在 {year} 年内。")
        makeup.add(on)
    return CalendarYear(year, notice, off, frozenset(makeup))


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
