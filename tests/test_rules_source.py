"""Which source a document falls under: one example, one test; levels and ranks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.loading import load_regulation
from toolkit.model import DocumentKind, SourceFacts
from toolkit.rules.organs import adapt, level_of
from toolkit.rules.regulation import Rank
from toolkit.rules.source import chief_presides, determine_source, rank_of

CORPUS = Path(__file__).parent / "corpus"
CASES = [
    case
    for name in ("sources.toml", "sources_by_facts.toml")
    for case in tomllib.loads((CORPUS / name).read_text("utf-8"))["case"]
]
REGULATION = load_regulation()
HEAD = ("title", "meeting_kind", "chair_post", "signer", "issuer")


def facts_of(case: dict[str, Any]) -> SourceFacts:
    return SourceFacts(DocumentKind(case["kind"]), **{k: case[k] for k in HEAD if k in case})


@pytest.mark.parametrize(
    "case",
    CASES,
    ids=["-".join(str(c[k]) for k in ("kind", *HEAD) if k in c) for c in CASES],
)
def test_source(case: dict[str, Any]) -> None:
    source, reason, found = determine_source(facts_of(case), REGULATION)
    assert source == (case["source"] or None)
    assert reason
    expected = ["E3112"] if not case["source"] else ["W3111"] if case.get("doubt") else []
    assert [finding.code for finding in found] == expected


def test_the_post_may_be_given_by_the_task() -> None:
    facts = SourceFacts(DocumentKind.INSTRUCTION, title="县领导批示件登记簿")
    assert determine_source(facts, REGULATION, posts=("副县长",))[0] == "deputy_instruction"
    assert determine_source(facts, REGULATION, posts=("张三",))[0] is None


def test_the_doubt_is_told_in_the_words_of_the_level() -> None:
    facts = SourceFacts(DocumentKind.MINUTES, title="专题会议纪要", issuer="澄浦区人民政府办公室")
    (finding,) = determine_source(facts, REGULATION)[2]
    assert finding.message == (
        "按“区政府专题会议”处理：是区政府专题会议。"
        "没有读出主持人职务：区长主持的由督查室发单，分管领导主持的由办公室发单。\n"
        "  不对的，请用 --source 指定来源。"
    )


@pytest.mark.parametrize(
    ("post", "rank"),
    [
        ("县委副书记、县长", Rank.CHIEF),
        ("代县长", Rank.CHIEF),
        ("縣長", Rank.CHIEF),
        ("县委常委、常务副县长", Rank.DEPUTY),
        ("县政府党组成员", Rank.DEPUTY),
        ("市政府副秘书长", Rank.DEPUTY),
        ("县长助理", Rank.DEPUTY),
        ("县委书记", Rank.PARTY),
        ("镇党委书记", Rank.TOWNSHIP),
        ("县财政局局长", None),
        ("", None),
        (None, None),
    ],
)
def test_rank(post: str | None, rank: Rank | None) -> None:
    assert rank_of(post, REGULATION) is rank
    facts = SourceFacts(DocumentKind.MINUTES, chair_post=post)
    assert chief_presides(facts, REGULATION) is (rank is Rank.CHIEF)


@pytest.mark.parametrize(
    ("issuer", "title", "level"),
    [
        ("澄浦区人民政府办公室", None, "区"),
        ("牟州市人民政府办公室", None, "市"),
        ("霁州市人民政府办公室", None, "市"),
        (None, "灵泊县2026年十件民生实事责任分解表", "县"),
        (None, "松淀縣國土空間規劃委員會會議紀要", "县"),
        (None, "政府工作报告", None),
    ],
)
def test_level(issuer: str | None, title: str | None, level: str | None) -> None:
    facts = SourceFacts(DocumentKind.MINUTES, title=title, issuer=issuer)
    assert level_of(facts, REGULATION) == level


def test_the_level_may_be_told_by_the_chair() -> None:
    facts = SourceFacts(DocumentKind.MINUTES, title="座谈会纪要", chair_post="市长")
    assert level_of(facts, REGULATION) == "市"


def test_only_organs_and_posts_are_adapted() -> None:
    text = "县政府督查室、县长、县两会，县城不变"
    assert adapt(text, REGULATION, "区") == "区政府督查室、区长、区两会，县城不变"
    assert adapt(text, REGULATION, None) == text
    copies = "县委组织部、县纪委监委、县作风办、县委主要领导"
    assert adapt(copies, REGULATION, "区") == copies.replace("县", "区")


@given(
    kind=st.sampled_from(list(DocumentKind)),
    heads=st.lists(
        st.sampled_from([case.get(key) for case in CASES for key in HEAD]),
        min_size=len(HEAD),
        max_size=len(HEAD),
    ),
)
def test_any_facts_get_a_source_or_a_question(kind: DocumentKind, heads: list[str | None]) -> None:
    facts = SourceFacts(kind, **dict(zip(HEAD, heads, strict=True)))  # type: ignore[arg-type]
    source, reason, found = determine_source(facts, REGULATION)
    assert reason
    if source is None:
        assert [finding.code for finding in found] == ["E3112"]
    else:
        assert REGULATION.find_source(source) is not None
        assert {finding.code for finding in found} <= {"W3111"}


def test_the_corpora_reach_every_source_a_document_can_tell() -> None:
    told = {line.source for line in REGULATION.recognitions if line.source}
    assert {case["source"] for case in CASES if case["source"]} == told
    assert told == {rule.id for rule in REGULATION.sources if rule.priority is None}
