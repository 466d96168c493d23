"""One file of days off and make-up workdays: a year's notice, or what a place adds to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from toolkit.errors import SettingsError
from toolkit.loading.entries import Entry, read_toml
from toolkit.loading.festivals import load_festivals
from toolkit.rules.calendar import CalendarYear

STATUTORY = Path(__file__).parents[1] / "data" / "calendars" / "statutory.toml"
_WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What one file says. ``is_national``: the State Council's notice, which settles the year.

    ``days`` are those of the year itself, ``before`` those of the December before it that the
    notice arranges too (元旦假期). ``published_on`` is ``None`` where the file does not say.
    """

    file: str
    title: str
    is_national: bool
    published_on: date | None
    days: CalendarYear
    before: CalendarYear | None = None

    @property
    def year(self) -> int:
        return self.days.year

    @property
    def notice(self) -> str:
        return self.days.notice


def read_arrangement(path: Path) -> Arrangement:
    """A file of an office: ``status = "announced"`` for a year's notice, else local days.

    Raises :class:`SettingsError` with file, entry and what is wrong.
    """
    entry = read_toml(path)
    entry.only("year", "status", "title", "notice", "published_on", "days", "off", "work")
    year, notice = entry.take("year", int), entry.take("notice", str)
    status = entry.choice("status", ("announced", "local")) if "status" in entry.values else "local"
    entry.get("days", str, "listed")
    published = entry.take("published_on", date) if "published_on" in entry.values else None
    days = read_days(entry, year, notice, year_before=status == "announced")
    before = _within(days, year - 1)
    return Arrangement(
        path.name,
        entry.get("title", str, ""),
        status == "announced",
        published,
        _within(days, year),
        before if before.off or before.makeup else None,
    )


def read_days(entry: Entry, year: int, notice: str, *, year_before: bool = False) -> CalendarYear:
    """The days off and make-up workdays of a file; ``year_before`` admits December before it."""
    first_day = date(year - 1, 12, 1) if year_before else date(year, 1, 1)
    last_day = date(year, 12, 31)
    off: dict[date, str] = {}
    for item in entry.children("off"):
        item.only("name", "from", "to")
        first, last = item.take("from", date), item.take("to", date)
        if not first_day <= first <= last <= last_day:
            item.fail("E3017", f"{first} 至 {last} 不是 {year} 年内先后两日。")
        for count in range((last - first).days + 1):
            off[first + _DAY * count] = item.take("name", str)
    makeup: set[date] = set()
    for item in entry.children("work"):
        item.only("on")
        on = item.take("on", date)
        if on in off or on in makeup or not first_day <= on <= last_day:
            item.fail("E3017", f"{on} 已列为放假日、重复或不在 {year} 年内。")
        makeup.add(on)
    return CalendarYear(year, notice, off, frozenset(makeup))


def _within(days: CalendarYear, year: int) -> CalendarYear:
    """The part of the days that lies in one year."""
    off = {on: name for on, name in days.off.items() if on.year == year}
    return CalendarYear(year, days.notice, off, frozenset(o for o in days.makeup if o.year == year))


def check_arrangement(arrangement: Arrangement) -> None:
    """Look for the slips of whoever typed the file. Raises :class:`SettingsError` E3031, E3032."""
    problems = [*_source_problems(arrangement)]
    if arrangement.is_national:
        problems += [*_holiday_problems(arrangement), *_makeup_problems(arrangement)]
    elif not arrangement.days.off and not arrangement.days.makeup:
        problems.append("没有写放假日（off）或补班日（work）")
    if problems:
        code = "E3031" if arrangement.is_national else "E3032"
        raise SettingsError(
            code, f"{arrangement.file}：{'；'.join(problems)}。请对照通知原文改正后再导入。"
        )


def _source_problems(arrangement: Arrangement) -> list[str]:
    if not arrangement.notice.strip():
        return ["没有写依据文件的文号（notice）"]
    if not arrangement.is_national:
        return []
    year = arrangement.year
    number = re.search(r"〔(\d{4})〕.*号", arrangement.notice)
    problems = []
    if number is None or int(number[1]) not in (year - 1, year):
        problems.append(f"通知文号“{arrangement.notice}”不像{year}年放假通知的文号")
    published = arrangement.published_on
    if published is None:
        problems.append("没有写通知日期（published_on）")
    elif not date(year - 1, 1, 1) <= published <= date(year, 12, 31):
        problems.append(f"通知日期{published}不像{year}年放假通知的日期")
    return problems


def _holiday_problems(arrangement: Arrangement) -> list[str]:
    """Holidays that are missing, or whose days leave out the festival itself."""
    festivals, year, problems = load_festivals(), arrangement.year, []
    before = arrangement.before.off if arrangement.before else {}
    off = {**before, **arrangement.days.off}
    for name in _statutory_names():
        if not any(name in listed for listed in off.values()):
            problems.append(f"缺少{name}")
            continue
        day = festivals.get((name, year))
        if day is not None and name not in off.get(day, ""):
            problems.append(f"{name}的放假日没有包含节日当天{day}")
    return problems


def _makeup_problems(arrangement: Arrangement) -> list[str]:
    return [
        f"补班日{on}是周{_WEEKDAYS[on.weekday()]}，不是周六、周日"
        for on in sorted(arrangement.days.makeup)
        if on.weekday() < 5
    ]


def _statutory_names() -> tuple[str, ...]:
    entry = read_toml(STATUTORY)
    entry.only("source", "names")
    return entry.texts("names")
