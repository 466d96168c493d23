"""A task whose day no calendar has is on no ticket; the others go out, and the clerk is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from clerk import DAY, MINUTES, Run

WITH_IMPOSSIBLE_DAY = (
    MINUTES
    + """三、关于河道清淤工作
会议议定，由县水利局负责，于2026年2月30日前完成河道清淤。
"""
)
OFFICE = ["--office", "督办", *DAY]


@pytest.fixture
def minutes(here: Path, office: Path) -> str:
    (here / "纪要.txt").write_text(WITH_IMPOSSIBLE_DAY, encoding="utf-8")
    return "纪要.txt"


def test_the_preview_says_which_day_and_why(minutes: str, run: Run) -> None:
    code, output, error = run("new", minutes, "--dry-run", *OFFICE)
    told = "".join(line.strip() for line in output.splitlines())
    assert (code, error) == (0, "")
    assert "【E1604】任务3（第9段）写的“2026年2月30日前”没有这一天（2月只有28天）" in told
    assert "2项可出单，合2份交办单；1项待核对日期，暂不出单" in told
    assert "--lead" not in told


def test_it_waits_in_the_ledger_and_the_others_go_out(minutes: str, run: Run) -> None:
    code, output, error = run("new", minutes, "--yes", *OFFICE)
    told = "".join(line.strip() for line in output.splitlines())
    assert (code, error) == (0, "")
    assert "已编号并出单2份" in told and "1项为待交办（日期待核对）" in told
    listed = json.loads(run("ledger", "--json", "--office", "督办")[1])
    assert [entry["state"] for entry in listed] == ["已交办", "已交办", "待交办"]
    again = "".join(run("new", minutes, *OFFICE)[1].split())
    assert "任务3的日期待核对：改正原文后加--revised再运行" in again
    assert "--lead" not in again
