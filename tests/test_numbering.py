"""Numbers are written one way and read back from every way people type them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.numbering import NumberScheme, NumberStyle, is_valid, next_number, parse

CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "numbers.toml").read_text("utf-8"))


def cases(table: str, name: str = "text") -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CORPUS[table], ids=lambda case: case[name])


@cases("write", "expect")
def test_write(case: dict[str, Any]) -> None:
    scheme = NumberScheme(case["code"], NumberStyle(case["style"]))
    assert scheme.format(case["year"], case["n"]) == case["expect"]


@cases("read")
def test_read(case: dict[str, Any]) -> None:
    number = parse(case["text"])
    assert number is not None
    assert [number.code, number.year or 0, number.sequence] == case["expect"]


@cases("not_a_number")
def test_not_a_number(case: dict[str, Any]) -> None:
    assert parse(case["text"]) is None, case["why"]


@cases("valid")
def test_valid(case: dict[str, Any]) -> None:
    assert is_valid(case["text"])


@cases("not_valid")
def test_not_valid(case: dict[str, Any]) -> None:
    assert not is_valid(case["text"]), case["why"]


@given(
    style=st.sampled_from(list(NumberStyle)),
    year=st.integers(1990, 2099),
    n=st.integers(1, 999),
    code=st.sampled_from(["云政督交", "×投融交", "交办单", "政务督查通报", "督"]),
)
def test_what_is_written_is_read_back(style: NumberStyle, year: int, n: int, code: str) -> None:
    number = parse(NumberScheme(code, style).format(year, n))
    assert number is not None
    assert (number.code, number.sequence) == (code, n)
    assert number.year == (None if style is NumberStyle.PLAIN else year)


def test_numbers_start_at_one() -> None:
    assert [next_number(None), next_number(0), next_number(12)] == [1, 1, 13]
    with pytest.raises(ValueError, match="start at 1"):
        NumberScheme("云政督交").format(2026, 0)
