"""The State Council's notice read from its words: invented for 2027, written back for the past."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from toolkit.errors import SettingsError
from toolkit.loading import load_calendar
from toolkit.loading.arrangements import check_arrangement, read_arrangement
from toolkit.loading.calendars import CALENDARS
from toolkit.loading.holiday_notice import as_toml, read_notice
from toolkit.rules.calendar import Calendar

FOLDER = Path(__file__).parent / "corpus" / "calendars"
LINES = (FOLDER / "编造的2027年放假通知.txt").read_text(encoding="utf-8").splitlines()
# The title of this one runs over two lines, as printed; a reader of files may join them.
JOINED = [LINES[0], LINES[1] + LINES[2], *LINES[3:]]
WEEKDAYS = "一二三四五六日"


def test_the_words_and_the_table_say_the_same() -> None:
    table = read_arrangement(FOLDER / "编造的2027年放假安排.toml")
    for lines in (LINES, JOINED):
        words = read_notice("通知.txt", lines)
        check_arrangement(words)
        assert (words.days.off, words.days.makeup) == (table.days.off, table.days.makeup)
        assert words.before is not None and table.before is not None
        assert words.before.makeup == table.before.makeup == {date(2026, 12, 27)}
        assert words.published_on == date(2026, 11, 10)
        assert words.notice == "国办发明电〔2026〕0号"


def test_what_is_kept_reads_back_the_same(tmp_path: Path) -> None:
    words = read_notice("通知.txt", LINES)
    path = tmp_path / "2027.toml"
    path.write_text(as_toml(words), encoding="utf-8")
    again = read_arrangement(path)
    check_arrangement(again)
    assert (again.days, again.before) == (words.days, words.before)
    assert (again.title, again.published_on) == (words.title, words.published_on)


def notice_of(year: int, calendar: Calendar, *, weekdays: bool) -> list[str]:
    """A year's notice in the usual words, from the calendar that the project ships."""

    def shown(on: date, near: date | None = None) -> str:
        month = "" if near and near.month == on.month else f"{on.month}月"
        written = "" if on.year == year else f"{on.year}年"
        return f"{written}{month}{on.day}日" + (
            f"（周{WEEKDAYS[on.weekday()]}）" if weekdays else ""
        )

    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    off = [on for on in days if on.year == year and calendar.explain(on).endswith("假期")]
    worked = [on for on in days if on.year == year and calendar.explain(on) == "调休上班"]
    lines = [f"国务院办公厅关于{year}年部分节假日安排的通知", "国办发明电〔2000〕1号"]
    runs: list[list[date]] = []
    for on in off:
        if runs and on - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(on)
        else:
            runs.append([on])
    for number, run in enumerate(runs):
        name = calendar.explain(run[0]).removesuffix("假期")
        span = shown(run[0]) + (f"至{shown(run[-1], run[0])}" if len(run) > 1 else "")
        text = f"{'一二三四五六七八'[number]}、{name}：{span}放假调休，共{len(run)}天。"
        extra = worked if number == len(runs) - 1 else []
        text += "、".join(shown(on) for on in extra) + ("上班。" if extra else "")
        lines.append(text)
    return lines


@pytest.mark.parametrize("weekdays", [True, False])
@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_known_year_written_in_words_reads_back(year: int, weekdays: bool) -> None:
    calendar = load_calendar()
    read = read_notice("通知", notice_of(year, calendar, weekdays=weekdays))
    again = load_calendar([read], CALENDARS)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [on for on in days if calendar.is_working_day(on) != again.is_working_day(on)] == []


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("6月9日（周三）", "6月9日（周四）", "日子和星期不符：“五、端午节"),
        ("共5天", "共6天", "天数前后不符：“四、劳动节"),
        ("1月1日（周五）至4日", "31月1日（周五）至4日", "日子和星期不符：“一、元旦"),
        ("9月15日（周三）放假", "9月15日（周三）休息", "没有读出放假的日子：“六、中秋节"),
        ("2027年", "明年", "没有找到“××××年部分节假日安排”"),
    ],
)
def test_what_cannot_be_read_is_refused(wrong: str, right: str, says: str) -> None:
    lines = [line.replace(wrong, right) for line in JOINED]
    assert lines != JOINED
    with pytest.raises(SettingsError) as fault:
        read_notice("通知.docx", lines)
    assert says in fault.value.message
    assert "\n" not in fault.value.message
