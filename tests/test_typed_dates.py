"""Dates as clerks type them after an option: one reading for every command."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from toolkit.commands.console import day
from toolkit.errors import UsageError

_FILE = Path(__file__).parent / "corpus" / "typed_dates.toml"
CORPUS: dict[str, list[dict[str, Any]]] = tomllib.loads(_FILE.read_text("utf-8"))


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_TODAY", "2026-11-23")


@pytest.mark.parametrize("case", CORPUS["case"], ids=lambda case: case["text"])
def test_a_typed_date(case: dict[str, Any]) -> None:
    assert day(case["text"]) == case["expect"]


@pytest.mark.parametrize("case", CORPUS["refused"], ids=lambda case: case["text"])
def test_what_is_no_day_or_could_be_two_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="E0206") as refused:
        day(case["text"])
    assert str(refused.value).removeprefix("【E0206】") == case["say"]


def test_across_new_year_the_year_must_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_TODAY", "2027-01-05")
    assert day("2月28日") == date(2027, 2, 28)
    with pytest.raises(UsageError, match="不能确定是哪一年"):
        day("12月28日")
