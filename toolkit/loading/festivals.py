"""``data/calendars/festivals.toml``: on which day 清明, 中秋 and the like fall in each year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from toolkit.loading.entries import read_toml

FESTIVALS = Path(__file__).parents[1] / "data" / "calendars" / "festivals.toml"


@cache
def load_festivals(path: Path = FESTIVALS) -> Mapping[tuple[str, int], date]:
    """(name, year) → the day itself; a year outside the table is absent, never guessed.

    Raises :class:`~toolkit.errors.SettingsError` naming the entry that is wrong.
    """
    entry = read_toml(path)
    entry.only("source", "first_year", "last_year", "fixed", "year")
    years = range(entry.take("first_year", int), entry.take("last_year", int) + 1)
    table: dict[tuple[str, int], date] = {}
    for fixed in entry.take("fixed", list):
        for year in years:
            table[fixed["name"], year] = date(year, fixed["month"], fixed["day"])
    for year, days in entry.take("year", dict).items():
        for name, day in days.items():
            if not isinstance(day, date) or abs(day.year - int(year)) > 1:
                entry.fail("E3012", f"{year}年的“{name}”应为该年的日期")
            table[name, int(year)] = day
    return MappingProxyType(table)
