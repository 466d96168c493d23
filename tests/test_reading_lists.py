"""Automatic list numbers come out as Word prints them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from builders import (
    GOVERNMENT_LIST,
    docx,
    list_instance,
    list_levels,
    numbered,
    paragraph,
)

from toolkit.reading import read_bytes

_CASES = tomllib.loads(
    (Path(__file__).parent / "corpus" / "list_numbers.toml").read_text(encoding="utf-8")
)["case"]
_THREE = (("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))


def read(*body: str, numbering: str, styles: str = "") -> list[str]:
    data = docx(*body, numbering=numbering, styles=styles)
    return [one.text for one in read_bytes("表.docx", data).paragraphs]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case['format']}-{case['number']}")
def test_format(case: dict[str, Any]) -> None:
    start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{case["number"]}"/></w:lvlOverride>'
    numbering = list_levels((case["format"], case["text"])) + list_instance(1, overrides=start)
    document = read_bytes("表.docx", docx(numbered("事项"), numbering=numbering))
    assert document.paragraphs[0].label == case["expect"]
    assert document.paragraphs[0].text.startswith(case["expect"])


def test_three_levels_restart_under_each_heading() -> None:
    assert read(
        numbered("重点任务"),
        numbered("项目建设", level=1),
        numbered("开工。", level=2),
        numbered("竣工。", level=2),
        numbered("民生实事", level=1),
        numbered("建校。", level=2),
        numbered("保障措施"),
        numbered("督查", level=1),
        numbering=GOVERNMENT_LIST,
    ) == [
        "一、重点任务",
        "（一）项目建设",
        "1.开工。",
        "2.竣工。",
        "（二）民生实事",
        "1.建校。",
        "二、保障措施",
        "（一）督查",
    ]


def test_text_between_does_not_interrupt_a_list() -> None:
    assert read(numbered("甲"), paragraph("正文"), numbered("乙"), numbering=GOVERNMENT_LIST) == [
        "一、甲",
        "正文",
        "二、乙",
    ]


def test_a_number_alone_in_a_table_cell_is_printed() -> None:
    numbering = list_levels(("decimal", "%1")) + list_instance(1)
    assert read(numbered(""), numbered(""), numbering=numbering) == ["1", "2"]


def test_a_start_override_restarts_once() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = (
        list_levels(("decimal", "%1.")) + list_instance(1) + list_instance(2, overrides=restart)
    )
    body = [numbered("甲"), numbered("乙"), numbered("丙", 2), numbered("丁", 2), numbered("戊")]
    assert read(*body, numbering=numbering) == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_two_lists_of_one_pattern_continue_each_other() -> None:
    numbering = list_levels(("decimal", "%1.")) + list_instance(1) + list_instance(2)
    assert read(numbered("甲"), numbered("乙", 2), numbering=numbering) == ["1.甲", "2.乙"]


def test_two_patterns_count_apart() -> None:
    numbering = (
        list_levels(("decimal", "%1."))
        + list_levels(("decimal", "%1."), abstract_id=1)
        + list_instance(1)
        + list_instance(2, 1)
    )
    assert read(numbered("甲"), numbered("乙", 2), numbered("丙"), numbering=numbering) == [
        "1.甲",
        "1.乙",
        "2.丙",
    ]


def test_an_own_level_replaces_the_pattern() -> None:
    own = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    )
    numbering = list_levels(("decimal", "%1.")) + list_instance(1, overrides=own)
    assert read(numbered("甲"), numbered("乙"), numbering=numbering) == ["C)甲", "D)乙"]


def test_the_number_of_a_higher_level_stands_in_the_lower() -> None:
    numbering = list_levels(*_THREE) + list_instance(1)
    assert read(
        numbered("甲"), numbered("乙", level=1), numbered("丙", level=2), numbering=numbering
    ) == ["1 甲", "1.1 乙", "1.1.1 丙"]


def test_a_level_without_its_parent_counts_the_parent_from_its_start() -> None:
    numbering = list_levels(*_THREE) + list_instance(1)
    assert read(numbered("甲", level=1), numbered("乙", level=1), numbering=numbering) == [
        "1.1 甲",
        "1.2 乙",
    ]


def test_legal_numbering_prints_digits() -> None:
    level = (
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    numbering = (
        list_levels(("chineseCounting", "第%1章"), extra="").replace(
            "</w:abstractNum>", level + "</w:abstractNum>"
        )
    ) + list_instance(1)
    assert read(numbered("总则"), numbered("范围", level=1), numbering=numbering) == [
        "第一章 总则",
        "1.1 范围",
    ]


@pytest.mark.parametrize(("restart", "expect"), [("0", "3.丙"), ("1", "1.丙"), (None, "1.丙")])
def test_restart_rule(restart: str | None, expect: str) -> None:
    rule = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    numbering = (
        list_levels(("decimal", "%1、"), ("decimal", "%2.")).replace(
            '<w:lvlText w:val="%2."/>', f'{rule}<w:lvlText w:val="%2."/>'
        )
    ) + list_instance(1)
    body = [numbered("章"), numbered("甲", level=1), numbered("乙", level=1), numbered("章")]
    assert read(*body, numbered("丙", level=1), numbering=numbering)[-1] == expect


@pytest.mark.parametrize(("suffix", "expect"), [("nothing", "1甲"), ("space", "1 甲")])
def test_suffix(suffix: str, expect: str) -> None:
    numbering = (
        list_levels(("decimal", "%1")).replace(
            "<w:lvlText", f'<w:suff w:val="{suffix}"/><w:lvlText'
        )
    ) + list_instance(1)
    assert read(numbered("甲"), numbering=numbering) == [expect]


def test_a_style_brings_its_number_and_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Section"><w:name w:val="节"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = GOVERNMENT_LIST.replace(
        '<w:lvlText w:val="（%2）"/>', '<w:pStyle w:val="Section"/><w:lvlText w:val="（%2）"/>'
    )
    document = read_bytes(
        "纪要.docx",
        docx(
            paragraph("章", properties='<w:pStyle w:val="Chapter"/>'),
            paragraph("节", properties='<w:pStyle w:val="Section"/>'),
            paragraph(
                "无号",
                properties='<w:pStyle w:val="Section"/><w:numPr><w:numId w:val="0"/></w:numPr>',
            ),
            styles=styles,
            numbering=numbering,
        ),
    )
    assert [one.text for one in document.paragraphs] == ["一、章", "（一）节", "无号"]
    assert [one.outline for one in document.paragraphs] == [1, None, None]


def test_a_list_may_follow_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Listed"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Listed"/></w:abstractNum>'
    numbering = GOVERNMENT_LIST + linked + list_instance(2, 5)
    assert read(numbered("甲", 2), styles=styles, numbering=numbering) == ["一、甲"]


def test_lists_that_point_at_each_other_end() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Listed"><w:pPr><w:numPr><w:numId w:val="2"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Listed"/></w:abstractNum>'
    assert read(numbered("甲", 2), styles=styles, numbering=linked + list_instance(2, 5)) == ["甲"]


def test_bullets_of_symbol_fonts_are_shown() -> None:
    numbering = (
        list_levels(("bullet", "\uf06c")).replace(
            "</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'
        )
    ) + list_instance(1)
    assert read(numbered("甲"), numbering=numbering) == ["●甲"]


def test_a_list_nobody_defined_has_no_number() -> None:
    assert read(numbered("甲", 9), numbering=GOVERNMENT_LIST) == ["甲"]
