"""The time grammar against its corpus; each line of tests/corpus/times.toml is its own test."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from toolkit.loading.festivals import load_festivals
from toolkit.text.dates import TimeContext, TimeKind, choose_deadline, find_times

_CORPUS = tomllib.loads(
    (Path(__file__).parent / "corpus" / "times.toml").read_text(encoding="utf-8")
)
_NODES = (TimeKind.DEADLINE, TimeKind.EVENT, TimeKind.POINT, TimeKind.SPAN)


def _context(group: dict[str, Any]) -> TimeContext:
    return TimeContext(
        base=group.get("base"),
        plan_year=group.get("plan"),
        festivals=load_festivals(),
        spoken=group.get("spoken", False),
    )


def _cases(key: str) -> list[Any]:
    return [
        pytest.param(_context(group), case, id=case["text"].replace("\n", "/"))
        for group in _CORPUS[key]
        for case in group["cases"]
    ]


@pytest.mark.parametrize(("context", "case"), _cases("group"))
def test_expression(context: TimeContext, case: dict[str, Any]) -> None:
    text, kind = case["text"], case.get("kind", "deadline")
    words = case.get("words", text)
    mentions = find_times(text, context)
    if kind == "none":
        assert choose_deadline(mentions, text=text).deadline is None
        return
    found = [m for m in mentions if m.text == words]
    assert [(m.kind, m.on) for m in found] == [(TimeKind(kind), case.get("on"))], mentions
    others = [m for m in mentions if m.kind in _NODES and not m.is_frame and m.text != words]
    assert not others


@pytest.mark.parametrize(("context", "case"), _cases("nodes"))
def test_nodes(context: TimeContext, case: dict[str, Any]) -> None:
    chosen = choose_deadline(find_times(case["text"], context), text=case["text"])
    assert chosen.deadline is not None
    assert (chosen.deadline.text, chosen.deadline.on) == (case["words"], case.get("due"))
    assert [m.on for m in chosen.milestones if m.on] == case["nodes"]
    assert (chosen.recurring.text if chosen.recurring else None) == case.get("recurring")
    assert chosen.urgent == case.get("urgent", False)


@pytest.mark.parametrize(("context", "case"), _cases("not_a_deadline"))
def test_not_a_deadline(context: TimeContext, case: dict[str, Any]) -> None:
    mentions = find_times(case["text"], context)
    chosen = choose_deadline(mentions, text=case["text"])
    if case["why"] == "看不出时限":
        assert all(m.kind is TimeKind.POINT for m in mentions)
        return
    assert chosen.deadline is None, mentions
    assert chosen.recurring is None, mentions
    assert chosen.urgent == ("紧急" in case["why"] and "不是" not in case["why"])


def test_offsets_point_into_the_text_as_given() -> None:
    text = "请于\n 5 月 20\n日 前 完成"
    (found,) = find_times(text, TimeContext(base=date(2026, 4, 15)))
    assert text[found.start : found.end] == found.text == "5 月 20\n日 前"
