"""Heads and feet of papers: kind, day, meeting, chair, signer, number, title, issuer."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from toolkit.extraction.blocks import make_blocks
from toolkit.extraction.head.dates import find_head_dates
from toolkit.extraction.head.document_kind import classify
from toolkit.extraction.head.facts import source_facts
from toolkit.extraction.head.meeting_day import plan_year
from toolkit.loading.facts import load_facts_vocabulary
from toolkit.model import DocumentKind, Finding, Paragraph, SourceDocument, SourceFacts

CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "heads.toml").read_text("utf-8"))
FIELDS = {
    "date": "date",
    "meeting": "meeting_kind",
    "chair": "chair",
    "post": "chair_post",
    "signer": "signer",
    "number": "meeting_number",
    "title": "title",
    "issuer": "issuer",
}
MEETING_KINDS = {
    "全体会议", "常务会议", "县长办公会议", "每周工作例会", "经济形势分析会", "专题会议",
    "专门机构会议", "党组会议", "现场办公会", "其他",
}  # fmt: skip


def document(text: str) -> SourceDocument:
    lines = text.split(" / ")
    paragraphs = tuple(Paragraph(number, line) for number, line in enumerate(lines, 1))
    return SourceDocument("例.txt", "0" * 64, "text", paragraphs)


def facts_of(text: str) -> tuple[SourceFacts, tuple[Finding, ...]]:
    return source_facts(document(text), load_facts_vocabulary())


HEADS = [pytest.param(case, id=case["text"][:30]) for case in CORPUS["head"]]


@pytest.mark.parametrize("case", HEADS)
def test_the_kind_of_a_document(case: dict[str, Any]) -> None:
    assert facts_of(case["text"])[0].kind == case["kind"]


@pytest.mark.parametrize(
    ("case", "field"),
    [
        pytest.param(case, field, id=f"{field}: {case['text'][:24]}")
        for case in CORPUS["head"]
        for field in FIELDS
        if field in case
    ],
)
def test_a_fact_of_the_head(case: dict[str, Any], field: str) -> None:
    found = getattr(facts_of(case["text"])[0], FIELDS[field])
    assert found == (case[field] or None)


def test_every_kind_of_meeting_is_one_of_the_ten() -> None:
    kinds = {facts_of(case["text"])[0].meeting_kind for case in CORPUS["head"]} - {None}
    assert kinds <= MEETING_KINDS
    assert {rule.kind for rule in load_facts_vocabulary().meetings} == MEETING_KINDS


def test_the_year_of_the_imprint_is_told() -> None:
    text = "专题会议纪要 / 12月30日，副县长尹柏主持召开专题会议。 / 县政府办公室 / 2026年1月5日"
    facts, findings = facts_of(text)
    assert facts.date == date(2025, 12, 30)
    assert [f.code for f in findings] == ["I1804"]
    assert findings[0].origin is not None and findings[0].origin.text == "12月30日"


def test_without_any_year_there_is_no_date_but_a_finding() -> None:
    facts, findings = facts_of("专题会议纪要 / 3月4日，副县长尹柏主持召开专题会议。会议明确如下。")
    assert facts.date is None
    assert "W1803" in [f.code for f in findings]


def test_the_day_of_printing_is_not_the_day_of_the_meeting() -> None:
    text = "专题会议纪要 / 会议研究了供水问题。 / 县政府办公室 / 2025年3月9日"
    facts, findings = facts_of(text)
    assert facts.date is None
    message = next(f.message for f in findings if f.code == "W1803")
    assert "2025年3月9日" in message


def test_a_document_without_any_sign_still_has_a_kind() -> None:
    result = classify(document("请于周五前反馈。").paragraphs, load_facts_vocabulary().kinds)
    assert result.kind in DocumentKind
    assert [f.code for f in result.findings] == ["W1802"]


def test_an_empty_document_has_a_kind() -> None:
    facts, findings = facts_of("")
    assert facts.kind in DocumentKind and facts.title is None
    assert findings


def test_a_given_kind_overrides_the_recognised_one() -> None:
    facts, _ = source_facts(
        document("县政府常务会议纪要"), load_facts_vocabulary(), kind=DocumentKind.BREAKDOWN
    )
    assert facts.kind is DocumentKind.BREAKDOWN


def test_the_reason_of_a_kind_is_told_in_chinese() -> None:
    result = classify(document("县政府常务会议纪要").paragraphs, load_facts_vocabulary().kinds)
    assert "标题是会议纪要" in result.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年3月14日", date(2025, 3, 14)),
        ("二〇二五年三月十四日", date(2025, 3, 14)),
        ("二OO三年十月二十日", date(2003, 10, 20)),
        ("二○二四年十二月三十一日", date(2024, 12, 31)),
        ("2025-03-14 08:15", date(2025, 3, 14)),
        ("2025.3.14", date(2025, 3, 14)),
        ("2025年3月14日至16日", date(2025, 3, 16)),
        ("2025年3月31日至4月1日", date(2025, 4, 1)),
        ("2025年12月31日至2026年1月2日", date(2026, 1, 2)),
        ("2025年12月30日-1月2日", date(2026, 1, 2)),
        ("2025年3月14日、15日", date(2025, 3, 15)),
        ("2025年2月30日", None),
    ],
)
def test_a_whole_day(text: str, day: date | None) -> None:
    assert [found.on() for found in find_head_dates(text)] == [day]


@pytest.mark.parametrize("text", ["3.5公里", "2025年第4期", "1/3以上", "12345热线", "3月份"])
def test_not_a_whole_day(text: str) -> None:
    assert find_head_dates(text) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("政府工作报告 / ——2025年12月26日在某县第九届人民代表大会第五次会议上 / 各位代表：", 2026),
        ("政府工作报告 / ——2026年1月8日在某县第九届人民代表大会第五次会议上 / 各位代表：", 2026),
        ("各位代表： / 我代表市人民政府报告工作。 / 一、2023年工作回顾 / 二、2024年工作安排", 2024),
        ("2026年民生实事任务分解表 / 1.修路6条。（牵头单位：县交通局）", 2026),
        ("三年行动任务分解表（2025—2027年） / 1.修路6条。（牵头单位：县交通局）", None),
        ("县政府常务会议纪要 / 2025年3月4日，县长尹柏主持召开会议。", None),
    ],
)
def test_the_year_a_paper_plans(text: str, year: int | None) -> None:
    facts, _ = facts_of(text)
    blocks, _ = make_blocks(document(text).paragraphs)
    assert plan_year(facts.kind, facts.title, facts.date, blocks) == year


@pytest.mark.parametrize(
    ("written", "codes", "day"),
    [
        ("2025年6月11日（星期三）", [], date(2025, 6, 11)),
        ("2025年6月11日（星期四）", ["W1806"], date(2025, 6, 11)),
        ("6月11日（周四）", ["I1804"], date(2026, 6, 11)),
    ],
)
def test_the_weekday_is_held_against_the_calendar(
    written: str, codes: list[str], day: date
) -> None:
    text = f"专题会议纪要 / {written}，副县长尹柏主持召开专题会议。会议明确如下。会议要求抓紧。"
    facts, findings = facts_of(text)
    assert facts.date == day
    assert [f.code for f in findings] == codes
