"""What is due when, from ``corpus/timetable.toml`` and against a second calendar library."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.loading import load_calendar, load_regulation
from toolkit.rules.cadence import Duty, list_duties, undated
from toolkit.rules.calendar import Calendar, CalendarYear

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "timetable.toml").read_text(encoding="utf-8")
)["case"]
CADENCE = load_regulation().provisions.cadence
CALENDAR = load_calendar()


def duties(rule_id: str, year: int, month: int | None = None) -> list[Duty]:
    found, _ = list_duties(CADENCE, CALENDAR, year, month)
    return [duty for duty in found if duty.rule.id == rule_id]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['id']}-{case['year']}-{case.get('month', '')}"
)
def test_the_days_of_a_duty(case: dict[str, Any]) -> None:
    found = duties(case["id"], case["year"], case.get("month"))
    assert [duty.on for duty in found] == case["on"]
    assert not any(duty.is_provisional for duty in found)


def test_every_entry_of_the_cadence_is_listed_by_day_or_without() -> None:
    listed, _ = list_duties(CADENCE, CALENDAR, 2026)
    free = {rule.id for rule in undated(CADENCE, 2026)}
    assert free == {"C8", "C10"}
    assert free | {duty.rule.id for duty in listed} == {rule.id for rule in CADENCE}


@pytest.mark.parametrize("year", range(2018, 2027))
def test_weekly_meetings_agree_with_a_second_calendar(year: int) -> None:
    china = holidays.country_holidays("CN", years=range(year - 1, year + 2))
    expected = []
    monday = date(year, 1, 1) - timedelta(days=date(year, 1, 1).weekday())
    while monday.year <= year:
        week = [monday + timedelta(days=n) for n in range(7)]
        working = [on for on in week if china.is_working_day(on)]
        expected += [on for on in working[:1] if on.year == year]
        monday += timedelta(days=7)
    # the first week may reach back into a year that is not asked for
    assert [duty.on for duty in duties("C1", year)] == expected


@given(year=st.integers(2018, 2026), month=st.integers(1, 12))
def test_a_month_is_a_part_of_its_year_and_every_day_a_working_day(year: int, month: int) -> None:
    whole, _ = list_duties(CADENCE, CALENDAR, year)
    part, _ = list_duties(CADENCE, CALENDAR, year, month)
    assert part == tuple(duty for duty in whole if duty.on.month == month)
    assert all(CALENDAR.is_working_day(duty.on) for duty in part)


def test_keys_do_not_depend_on_the_day() -> None:
    local = Calendar(
        {
            2026: CalendarYear(2026, "示例", {date(2026, 3, 2): "本地"}),
            2025: CalendarYear(2025, "示例"),
            2027: CalendarYear(2027, "示例"),
        }
    )
    moved, _ = list_duties(CADENCE[:1], local, 2026, 3)
    assert moved[0].on == date(2026, 3, 3)
    assert moved[0].note == "周一（3月2日）为本地假期，改在当周第一个工作日"
    assert moved[0].period.key == duties("C1", 2026, 3)[0].period.key == "2026-W10"


def test_the_office_default_is_told_from_what_the_clause_says() -> None:
    listed, _ = list_duties(CADENCE, CALENDAR, 2026)
    assert {duty.rule.id for duty in listed if not duty.is_default} == {"C1", "C9"}
    late = {duty.late_after for duty in listed if duty.rule.id == "C2"}
    assert late == {date(2026, month, 20) for month in (1, 4, 7, 10)}


def test_a_year_without_notice_is_provisional_on_every_row_it_touches() -> None:
    listed, found = list_duties(CADENCE, CALENDAR, 2027)
    assert listed
    assert all(duty.is_provisional for duty in listed)
    assert found[0].code == "W3301"
    assert "2027年放假安排尚未公布" in found[0].message


def test_a_year_beyond_every_forecast_leaves_out_what_needs_a_festival() -> None:
    listed, found = list_duties(CADENCE, CALENDAR, 2031)
    assert "C9" not in {duty.rule.id for duty in listed}
    assert [finding.code for finding in found] == ["W3301", "W3303"]


def test_a_week_off_is_said_and_not_filled() -> None:
    _, found = list_duties(CADENCE, CALENDAR, 2026)
    assert [finding.message for finding in found] == [
        "2026年2月16日至2月22日全周放假，没有安排县政府每周工作例会。"
    ]
