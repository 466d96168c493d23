"""The recognition copy, spaces, numerals, and the table of festivals."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from toolkit.errors import SettingsError
from toolkit.loading.festivals import load_festivals
from toolkit.text.calendar_steps import add_months, skip_weekends
from toolkit.text.dates import TimeContext, find_times
from toolkit.text.normalize import match_copy, strip_spaces
from toolkit.text.numerals import parse_number
from toolkit.text.script_table import SIMPLIFIED, TRADITIONAL

_NUMERALS = tomllib.loads(
    (Path(__file__).parent / "corpus" / "numerals.toml").read_text(encoding="utf-8")
)["cases"]


@pytest.mark.parametrize("case", _NUMERALS, ids=lambda case: case["text"] or "empty")
def test_number(case: dict[str, Any]) -> None:
    assert parse_number(case["text"]) == case.get("value")


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("２０２６年（第１２次）", "2026年(第12次)"),
        ("×政发〔2026〕3号", "×政发[2026]3号"),
        ("縣發展改革局於兩周內", "县发展改革局于两周内"),
        ("“十五五”——新起点", '"十五五"--新起点'),
        ("二○二六年、二OO三年", "二〇二六年、二〇〇三年"),
        ("１０月２５曰前", "10月25日前"),
        ("l０月１O曰前", "10月10日前"),
        ("９月未前、９月未完", "9月末前、9月未完"),
        ("县巿场监管局", "县市场监管局"),
        ("⼀、⼯作", "一、工作"),
        ("LOGO、IoT、Wi-Fi", "LOGO、IoT、Wi-Fi"),
    ],
)
def test_match_copy(text: str, copy: str) -> None:
    assert match_copy(text) == copy


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFF), max_size=200))
def test_match_copy_keeps_the_length(text: str) -> None:
    assert len(match_copy(text)) == len(text)


def test_script_table_is_that_of_opencc() -> None:
    convert = OpenCC("t2s").convert
    assert convert("\n".join(TRADITIONAL)).split("\n") == list(SIMPLIFIED)
    assert len(TRADITIONAL) > 3000


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("5 月 20\n日前", "5月20日前"),
        ("20\n27年底", "2027年底"),
        ("2 0 2 7年", "2027年"),
        ("1 2月底前", "12月底前"),
        ("泊位2000\n5月31日前", "泊位2000\n5月31日前"),
        ("全县9座矿山\n— 1 —\n开展会诊", "全县9座矿山开展会诊"),
        ("全县9座矿山\n第 2 页 共 3 页\n开展会诊", "全县9座矿山开展会诊"),
    ],
)
def test_strip_spaces(text: str, stripped: str) -> None:
    assert strip_spaces(match_copy(text))[0] == stripped


@given(st.text(alphabet="2 01\n7年月日前底—-第页县要完成《》，。每周内后", max_size=60))
def test_places_of_stripped_characters(text: str) -> None:
    copy = match_copy(text)
    stripped, places = strip_spaces(copy)
    places = places or list(range(len(copy) + 1))
    assert [copy[place] for place in places[:-1]] == list(stripped)
    for mention in find_times(text, TimeContext(base=date(2026, 4, 15))):
        assert text[mention.start : mention.end] == mention.text


def test_one_long_line_takes_linear_time() -> None:
    for piece in ("每周5月底前", "在施工后5日内", "《2026年", "直到完成，", "一", "周"):
        find_times(piece * 4000, TimeContext(base=date(2026, 4, 15)))


def test_month_steps_and_working_days() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert skip_weekends(date(2026, 4, 17), 1) == date(2026, 4, 20)


def test_working_days_come_from_the_calendar_given() -> None:
    def never(_: date, __: int) -> None:
        return None

    (unknown,) = find_times("5个工作日内报", TimeContext(date(2030, 1, 2), nth_working_day=never))
    assert (unknown.text, unknown.on) == ("5个工作日内", None)


# --- festivals ------------------------------------------------------------------------------------

_YEARS = range(2015, 2036)


@pytest.mark.parametrize("year", _YEARS)
def test_lunar_festivals_agree_with_the_holidays_library(year: int) -> None:
    table = load_festivals()
    days = holidays.country_holidays("CN", years=year, language="zh_CN")
    for name, ours in (
        ("春节", "春节"),
        ("清明节", "清明节"),
        ("端午节", "端午节"),
        ("中秋节", "中秋节"),
    ):
        assert name in days[table[ours, year]]
    hong_kong = holidays.country_holidays("HK", years=year, language="zh_HK", observed=False)
    assert "重陽節" in hong_kong.get(table["重阳节", year], "重陽節")
    assert table["除夕", year] == table["春节", year] - timedelta(days=1)
    assert table["元宵节", year] == table["春节", year] + timedelta(days=14)
    assert (table["农历二月", year] - table["春节", year]).days in (29, 30)
    assert (table["春节", year] - table["腊月", year]).days in (29, 30)


@pytest.mark.parametrize("year", _YEARS)
def test_solar_terms_agree_with_chinesecalendar(year: int) -> None:
    table = load_festivals()
    terms = chinese_calendar.get_solar_terms(date(year, 1, 1), date(year, 12, 31))
    names = {"清明": "清明节"}
    assert len(terms) == 24
    for day, name in terms:
        assert table[names.get(name, name), year] == day


def test_fixed_days_stand_in_every_year() -> None:
    table = load_festivals()
    assert table["国庆节", 2026] == date(2026, 10, 1)
    assert ("国庆节", 2014) not in table


def test_a_wrong_festival_is_named(tmp_path: Path) -> None:
    file = tmp_path / "festivals.toml"
    file.write_text(
        'source = "x"\nfirst_year = 2026\nlast_year = 2026\nfixed = []\n[year.2026]\n"春节" = 1',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError, match="2026年的“春节”应为该年的日期"):
        load_festivals(file)
