"""Working days: the notices, day by day against two libraries; unknown years; local overlays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import SettingsError
from toolkit.loading import load_calendar
from toolkit.rules.calendar import Calendar, CalendarYear, UnknownYear

CALENDAR = load_calendar()
KNOWN_YEARS = range(2018, 2027)
DAYS = st.dates(date(2018, 1, 1), date(2026, 6, 30))
COUNTS = st.integers(1, 60)


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_agrees_day_by_day_with_holidays(year: int) -> None:
    china = holidays.country_holidays("CN", years=range(year - 1, year + 2))
    differing = [
        on for on in every_day(year) if CALENDAR.is_working_day(on) != china.is_working_day(on)
    ]
    assert differing == []


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_agrees_day_by_day_with_chinesecalendar(year: int) -> None:
    differing = [
        on
        for on in every_day(year)
        if CALENDAR.is_working_day(on) != chinese_calendar.is_workday(on)
    ]
    assert differing == []


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_every_known_year_has_its_notice(year: int) -> None:
    assert CALENDAR.knows(year)
    assert CALENDAR.notice(year).startswith("国办发明电〔")


def test_a_year_without_notice_is_unknown() -> None:
    with pytest.raises(UnknownYear) as fault:
        CALENDAR.is_working_day(date(2027, 1, 4))
    assert fault.value.year == 2027
    assert not CALENDAR.knows(2027)
    assert CALENDAR.last_known_year() == 2026


def test_a_count_into_an_unknown_year_is_refused() -> None:
    with pytest.raises(UnknownYear) as fault:
        CALENDAR.nth_working_day_after(date(2026, 12, 30), 2)
    assert fault.value.year == 2027
    assert CALENDAR.nth_working_day_after(date(2026, 12, 30), 1) == date(2026, 12, 31)


def test_provisional_days_come_from_the_forecast_then_from_weekends_alone() -> None:
    provisional = CALENDAR.provisional()
    assert not provisional.is_working_day(date(2027, 2, 8))
    assert provisional.explain(date(2027, 2, 8)) == "春节假期"
    assert provisional.is_working_day(date(2031, 10, 1))
    assert not CALENDAR.knows(2027)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2026, 2, 14), "调休上班"),
        (date(2026, 2, 17), "春节假期"),
        (date(2026, 3, 7), "周六"),
        (date(2026, 3, 8), "周日"),
        (date(2026, 3, 9), ""),
        (date(2025, 10, 6), "国庆节、中秋节假期"),
        (date(2022, 12, 31), "元旦假期"),
    ],
)
def test_explains_a_day(on: date, why: str) -> None:
    assert CALENDAR.explain(on) == why


@given(base=DAYS, count=COUNTS)
def test_a_count_of_working_days_ends_on_one(base: date, count: int) -> None:
    end = CALENDAR.nth_working_day_after(base, count)
    assert CALENDAR.is_working_day(end)
    assert len(list(CALENDAR.working_days_after(base, end))) == count


@given(base=DAYS, count=COUNTS, more=st.integers(1, 20))
def test_longer_counts_and_later_bases_give_later_days(base: date, count: int, more: int) -> None:
    end = CALENDAR.nth_working_day_after(base, count)
    assert base < end < CALENDAR.nth_working_day_after(base, count + more)
    assert end <= CALENDAR.nth_working_day_after(base + timedelta(days=more), count)


@given(base=DAYS, count=COUNTS)
def test_counting_agrees_with_a_walk_day_by_day(base: date, count: int) -> None:
    on, left = base, count
    while left:
        on += timedelta(days=1)
        left -= chinese_calendar.is_workday(on)
    assert CALENDAR.nth_working_day_after(base, count) == on


def test_a_local_overlay_adds_and_takes_away_days_off(tmp_path: Path) -> None:
    overlay = tmp_path / "三月三.toml"
    overlay.write_text(
        'year = 2026\nnotice = "桂政发〔2014〕3号"\n'
        '[[off]]\nname = "三月三"\nfrom = 2026-04-20\nto = 2026-04-21\n'
        "[[work]]\non = 2026-05-05\n",
        encoding="utf-8",
    )
    calendar = load_calendar([overlay])
    assert not calendar.is_working_day(date(2026, 4, 20))
    assert calendar.explain(date(2026, 4, 20)) == "三月三假期"
    assert calendar.is_working_day(date(2026, 5, 5))
    assert calendar.notice(2026) == "国办发明电〔2025〕7号"
    assert CALENDAR.is_working_day(date(2026, 4, 20))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('year = 2026\nnotice = ""\nof = 1', "没有“of”这一项，是否想写“off”？"),
        ('notice = ""', "缺少“year”"),
        ('year = "2026"\nnotice = ""', "“year”应为整数，现为“2026”"),
        (
            'year = 2026\nnotice = ""\n[[off]]\nname = "节"\nfrom = 2026-05-03\nto = 2026-05-01',
            "off（节）：2026-05-03 至 2026-05-01 不是 2026 年内先后两日",
        ),
        (
            'year = 2026\nnotice = ""\n[[work]]\non = 2027-01-01',
            "work 第1项：2027-01-01 已列为放假日、重复或不在 2026 年内",
        ),
        ("year = ", "格式有误：文件末尾写法不对，请检查引号、括号和等号"),
    ],
)
def test_a_broken_overlay_is_named_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "本地.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as fault:
        load_calendar([path])
    assert message in fault.value.message
    assert "本地.toml" in fault.value.message
    assert "\n" not in fault.value.message


def test_plain_data_makes_a_calendar() -> None:
    year = CalendarYear(2030, "示例通知", {date(2030, 1, 1): "元旦"}, frozenset({date(2030, 1, 5)}))
    calendar = Calendar({2030: year})
    assert calendar.nth_working_day_after(date(2030, 1, 1), 4) == date(2030, 1, 5)
    assert calendar.first_day_off("元旦", date(2030, 1, 1)) == date(2030, 1, 1)
