"""Whole dates in the head and foot of a document, for the day of the meeting and of printing.

Deadlines are another matter: see :mod:`toolkit.text.dates`. Here only calendar days are read, with
their year where one is written, ranges by their last day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from toolkit.text.numerals import parse_number
from toolkit.text.patterns import lazy

_CN = "〇零○一二三四五六七八九十廿卅"
_YEAR = r"(?P<year>(?:19|20)\d\d|[〇零○oO一二三四五六七八九]{4})年"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|[{_CN}]{{1,3}})月"
_DAY = rf"(?P<day>[12]\d|3[01]|0?[1-9]|[{_CN}]{{1,3}})[日号]"
_WEEKDAY = r"(?:\((?:星期|周).\))?"
_DAY_ONLY = rf"(?P<last>[12]\d|3[01]|0?[1-9]|[{_CN}]{{1,3}})[日号]"
_RANGE = lazy(
    rf"(?:{_YEAR})?{_MONTH}(?P<day>[12]\d|3[01]|0?[1-9]|[{_CN}]{{1,3}})[日号]?"
    rf"{_WEEKDAY}(?:至|到|-+|~|、|和)"
    rf"(?P<rest>(?:(?:(?:19|20)\d\d年)?(?:\d{{1,2}}|[{_CN}]{{1,3}})月)?{_DAY_ONLY})"
)
_SINGLE = lazy(rf"(?:{_YEAR})?{_MONTH}{_DAY}")
_DIGITS = lazy(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>[12]\d|3[01]|0?[1-9])(?!\d)"
)
_BARE = lazy(r"(?<![\d.])(?P<month>1[0-2]|[1-9])[./](?P<day>[12]\d|3[01]|[1-9])(?![\d.])")


@dataclass(frozen=True, slots=True)
class HeadDate:
    """A calendar day at ``start:end`` of the searched copy; ``year`` is ``None`` when not written.

    ``first`` is the (month, day) a range begins with, ``None`` for a single day; ``weekday`` the
    day of the week written behind it, Monday 0.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    first: tuple[int, int] | None = None
    weekday: int | None = None

    def fits(self, year: int) -> bool:
        """Whether the day falls on its weekday in ``year``; true where none is written."""
        on = self.on(year)
        return on is not None and self.weekday in (None, on.weekday())

    def on(self, year: int | None = None) -> date | None:
        """The day, in its own year or else in ``year``; ``None`` without either."""
        chosen = self.year or year
        if chosen is None:
            return None
        try:
            return date(chosen, self.month, self.day)
        except ValueError:
            return None


def find_head_dates(copy: str, *, bare: bool = False) -> list[HeadDate]:
    """Every day written in a recognition copy, in order; ``bare`` also takes 3/10 and 3.11."""
    found: list[HeadDate] = []
    taken = bytearray(len(copy))
    for pattern in (_RANGE, _SINGLE, _DIGITS, *((_BARE,) if bare else ())):
        for match in pattern.finditer(copy):
            if any(taken[match.start() : match.end()]):
                continue
            read = _read_range(match) if pattern is _RANGE else _read(match)
            if read is not None:
                found.append(read)
                taken[read.start : read.end] = b"\1" * (read.end - read.start)
    return sorted(found, key=lambda d: d.start)


def read_year(text: str) -> int | None:
    """2025 or 二〇二五 as a number."""
    if text.isdigit() and text.isascii():
        return int(text)
    digits = "".join(str("〇一二三四五六七八九".find(c)) for c in re.sub("[零○oO]", "〇", text))
    return int(digits) if "-" not in digits and len(digits) == 4 else None


def _number(text: str) -> int | None:
    value = parse_number(text)
    return int(value) if value is not None else None


def _read(match: re.Match[str]) -> HeadDate | None:
    written = match.groupdict().get("year")
    year = read_year(written) if written else None
    month, day = _number(match["month"]), _number(match["day"])
    if not month or not day or month > 12 or day > 31:
        return None
    return HeadDate(
        match.start(), match.end(), year, month, day, weekday=_weekday(match.string, match.end())
    )


_WEEKDAY_BEHIND = lazy(r"[ (,]*(?:星期|周|礼拜)([一二三四五六日天])")


def _weekday(copy: str, end: int) -> int | None:
    found = _WEEKDAY_BEHIND.match(copy, end)
    return min("一二三四五六日天".index(found.group(1)), 6) if found else None


def _read_range(match: re.Match[str]) -> HeadDate | None:
    first = _read(match)
    if first is None:
        return None
    rest = re.match(
        rf"(?:(?P<year>\d{{4}})年)?(?:(?P<month>\d{{1,2}}|[{_CN}]{{1,3}})月)?", match["rest"]
    )
    day = _number(match["last"])
    month = _number(rest["month"]) if rest and rest["month"] else first.month
    year = int(rest["year"]) if rest and rest["year"] else first.year
    if not month or not day or month > 12:
        return None
    if first.year and month < first.month and not (rest and rest["year"]):
        year = first.year + 1
    return HeadDate(match.start(), match.end(), year, month, day, (first.month, first.day))
