"""Text measured in terminal columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.screen.display import Column, paragraph, table, text_width, wrap

CHINESE = st.text("县政府办公室督查任务，。、（）“”〔〕《》 2026-3abc", min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("督办", 4), ("2026-02-11", 10), ("〔2026〕12号", 12), ("，。", 4), ("“”", 2)],
)
def test_a_chinese_character_takes_two_columns(text: str, width: int) -> None:
    assert text_width(text) == width


def test_quotation_marks_take_two_columns_on_a_gbk_console() -> None:
    assert text_width("“督办”", ambiguous=2) == 8


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("制定停车整治方案", 8, ["制定停车", "整治方案"]),
        ("制定停车，整治方案", 8, ["制定停", "车，整治", "方案"]),
        ("完成时限2026-03-31前", 12, ["完成时限", "2026-03-31前"]),
        ("印发《方案》", 6, ["印发", "《方", "案》"]),
        ("甲局\n乙局", 8, ["甲局", "乙局"]),
        ("", 8, [""]),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(CHINESE, st.integers(8, 80), st.sampled_from([1, 2]))
def test_no_line_is_too_wide_and_no_character_is_lost(
    text: str, width: int, ambiguous: int
) -> None:
    lines = wrap(text, width, ambiguous=ambiguous)
    assert all(text_width(line, ambiguous=ambiguous) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.lists(st.tuples(CHINESE, CHINESE), max_size=4))
def test_a_table_keeps_its_columns(rows: list[tuple[str, str]]) -> None:
    lines = table([Column("事项", 30), Column("牵头", 20)], rows)
    assert all(text_width(line) <= 51 for line in lines)


@given(CHINESE)
def test_a_paragraph_keeps_every_character(text: str) -> None:
    lines = paragraph(text, indent="  ", width=20)
    assert all(text_width(line) <= 20 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
