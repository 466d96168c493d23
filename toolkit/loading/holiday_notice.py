"""The State Council's yearly notice as it is published, read into an arrangement.

Each holiday has a line of its own: “一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日
（周日）上班。” What cannot be read is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from toolkit.errors import SettingsError
from toolkit.loading.arrangements import Arrangement
from toolkit.rules.calendar import CalendarYear
from toolkit.text.normalize import match_copy

_WEEKDAYS = "一二三四五六日"
_DAY = (
    r"(?:(?P<year{0}>\d{{4}})年)?(?:(?P<month{0}>\d{{1,2}})月)?(?P<day{0}>\d{{1,2}})日"
    r"(?:\((?P<remark{0}>[^)]*)\))?"
)
_ONE = re.compile(_DAY.format(""))
_OFF = re.compile(rf"{_DAY.format('1')}(?:至{_DAY.format('2')})?放假")
_HOLIDAY = re.compile(r"^[一二三四五六七八九十]+、([^:。]{2,12}):(.+)$")
_NOTICE = re.compile(r"国办发明电\s*\[(\d{4})\]\s*(\d+)\s*号")
_TITLE = re.compile(r"(\d{4})年部分节假日安排")
_SIGNED = re.compile(r"^\D*(\d{4})年(\d{1,2})月(\d{1,2})日$")
_TOTAL = re.compile(r"共(\d+)天")


def read_notice(name: str, lines: Sequence[str]) -> Arrangement:
    """The arrangement that the lines of a notice make. Raises SettingsError E3034."""
    copies = [match_copy(line).strip() for line in lines]
    title = _TITLE.search("".join(copies))  # it often runs over two lines
    if title is None:
        raise _unreadable(name, "没有找到“××××年部分节假日安排”这样的标题")
    year = int(title[1])
    off: dict[date, str] = {}
    makeup: set[date] = set()
    for line, original in zip(copies, lines, strict=True):
        if found := _HOLIDAY.match(line):
            holiday, text = found.groups()
            off |= dict.fromkeys(_days_off(name, text, year, original), holiday)
            makeup |= set(_worked(name, text, year, original))
    if not off:
        raise _unreadable(name, "没有找到“一、元旦：1月1日……放假”这样的各条")
    numbered = next((hit for line in copies if (hit := _NOTICE.search(line))), None)
    number = f"国办发明电〔{numbered[1]}〕{numbered[2]}号" if numbered else ""
    signed = [hit for line in copies if (hit := _SIGNED.match(line))]
    before = _part(year - 1, number, off, makeup)
    return Arrangement(
        file=name,
        title=f"国务院办公厅关于{year}年部分节假日安排的通知",
        is_national=True,
        published_on=_date(*map(int, signed[-1].groups())) if signed else None,
        days=_part(year, number, off, makeup),
        before=before if before.off or before.makeup else None,
    )


def _part(year: int, notice: str, off: dict[date, str], makeup: set[date]) -> CalendarYear:
    named = {day: holiday for day, holiday in off.items() if day.year == year}
    return CalendarYear(year, notice, named, frozenset(d for d in makeup if d.year == year))


def _days_off(name: str, text: str, year: int, line: str) -> Iterator[date]:
    found = _OFF.search(text)
    if found is None:
        raise _unreadable(name, f"这一条没有读出放假的日子：“{line.strip()}”")
    first = _day(name, found, "1", year, None, line)
    last = _day(name, found, "2", year, first, line) if found["day2"] else first
    count = (last - first).days + 1
    total = _TOTAL.search(text)
    if count < 1 or (total and int(total[1]) != count):
        raise _unreadable(name, f"这一条的天数前后不符：“{line.strip()}”")
    yield from (first + timedelta(days=n) for n in range(count))


def _worked(name: str, text: str, year: int, line: str) -> Iterator[date]:
    for sentence in re.findall(r"[^。]*上班", text):
        before: date | None = None
        for found in _ONE.finditer(sentence):
            before = _day(name, found, "", year, before, line)
            yield before


def _day(
    name: str, found: re.Match[str], mark: str, year: int, near: date | None, line: str
) -> date:
    """The day; month and year as in ``near`` when unwritten; on the weekday that is written."""
    month = found[f"month{mark}"]
    if month is None and near is None:
        raise _unreadable(name, f"这一条的日子没有写月份：“{line.strip()}”")
    on = _date(
        int(found[f"year{mark}"] or (near.year if near else year)),
        int(month) if month else near.month if near else 0,
        int(found[f"day{mark}"]),
    )
    said = re.search(r"(?:周|星期)([一二三四五六日天])", found[f"remark{mark}"] or "")
    if on is None or (said and said[1].replace("天", "日") != _WEEKDAYS[on.weekday()]):
        raise _unreadable(name, f"这一条的日子和星期不符：“{line.strip()}”")
    return on


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _unreadable(name: str, problem: str) -> SettingsError:
    return SettingsError(
        "E3034",
        f"{name} 没有读成放假通知：{problem}。请用国务院办公厅通知的全文（.docx 或 .txt），"
        "或照 2026 年的样子写成 TOML 文件。",
    )


def as_toml(arrangement: Arrangement) -> str:
    """The arrangement as the file that an office folder keeps."""
    lines = [
        f"# 由“{arrangement.file}”读出，请对照通知原文核对。",
        f"year = {arrangement.year}",
        'status = "announced"',
        f'title = "{arrangement.title}"',
        f'notice = "{arrangement.notice}"',
    ]
    if arrangement.published_on:
        lines.append(f"published_on = {arrangement.published_on}")
    parts = [part for part in (arrangement.before, arrangement.days) if part]
    off = {day: holiday for part in parts for day, holiday in part.off.items()}
    for first, last, holiday in _runs(off):
        lines += ["", "[[off]]", f'name = "{holiday}"', f"from = {first}", f"to = {last}"]
    for on in sorted(day for part in parts for day in part.makeup):
        lines += ["", "[[work]]", f"on = {on}"]
    return "\n".join([*lines, ""])


def _runs(off: dict[date, str]) -> Iterator[tuple[date, date, str]]:
    """First and last day of each stretch with one name."""
    start: date | None = None
    for day in sorted(off):
        start = start or day
        following = day + timedelta(days=1)
        if off.get(following) != off[day]:
            yield start, day, off[day]
            start = None
