"""People: who a document introduces, who a wording means, where a text speaks of somebody."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from toolkit.extraction.people.find import People, find_people, find_person_mentions
from toolkit.loading.facts import load_facts_vocabulary
from toolkit.model import Paragraph
from toolkit.text.normalize import match_copy

CORPUS = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("people.toml").read_text("utf-8")
)


def people_of(text: str) -> People:
    lines = text.split(" / ") if text else []
    paragraphs = [Paragraph(number, line) for number, line in enumerate(lines, 1)]
    return find_people(paragraphs, load_facts_vocabulary().people)


def cases(section: str, shown: str) -> list[Any]:
    return [pytest.param(case, id=case[shown][:40]) for case in CORPUS[section]]


@pytest.mark.parametrize("case", cases("introduced", "text"))
def test_a_document_introduces_its_people(case: dict[str, Any]) -> None:
    found = [
        " ".join(filter(None, (p.name, p.post or p.unit, "领导" if p.is_leader else "")))
        for p in people_of(case["text"]).persons
    ]
    assert sorted(found) == sorted(case["people"])


@pytest.mark.parametrize("case", cases("means", "written"))
def test_a_wording_means_one_person(case: dict[str, Any]) -> None:
    meant = people_of(case["people"]).resolve(case["written"])
    assert meant.name == case["name"]
    assert [finding.code for finding in meant.findings] == (
        [case["finding"]] if "finding" in case else []
    )
    assert (meant.person is not None) == (meant.name in match_or_self(case["people"]))


def match_or_self(text: str) -> str:
    return text + match_copy(text)


@pytest.mark.parametrize("case", cases("mention", "text"))
def test_a_text_speaks_of_persons(case: dict[str, Any]) -> None:
    mentions = find_person_mentions(case["text"], people_of(case.get("people", "")))
    found = [f"{m.text}→{m.name} {'领导' if m.is_leader else '非领导'}" for m in mentions]
    assert found == case["mentions"]


@pytest.mark.parametrize("case", cases("mention", "text"))
def test_a_mention_is_where_it_says(case: dict[str, Any]) -> None:
    text = case["text"]
    for mention in find_person_mentions(text, people_of(case.get("people", ""))):
        assert text[mention.start : mention.end] == mention.text


def test_a_township_head_leads_only_at_home() -> None:
    text = "由镇长田一亩牵头。"
    at_home = people_of("云台镇镇长办公会议纪要 / 镇长田一亩主持召开会议。")
    elsewhere = people_of("县政府专题会议纪要 / 云台镇镇长田一亩参加会议。")
    assert [m.is_leader for m in find_person_mentions(text, at_home)] == [True]
    assert [m.is_leader for m in find_person_mentions(text, elsewhere)] == [False]


def test_a_name_broken_over_two_lines_is_one_person() -> None:
    lines = (
        "8月5日上午，县委副书记、县长兼县防汛指挥部总指挥元宝",
        "山在县水利局会议室主持召开全县防汛工作会商调度会议。副县长支",
        "小江、龚小湖参加会议，县水利局、县应急局以及各乡镇人民政府",
        "主要负责同志列席会议。现将会议议定的有关事项纪要通知如下，请",
        "各单位认真贯彻执行，并于每周五下班以前将进展情况报送县防汛抗",
        "旱指挥部办公室，由指挥部办公室汇总后报县政府主要领导审阅批示",
        "后印发各成员单位遵照执行，凡逾期未报或者报送内容不实的，将予",
        "以通报。",
    )
    names = [p.name for p in people_of(" / ".join(lines)).persons]
    assert names[:1] == ["元宝山"] and "支小江" in names
