"""`duban deadline` as a clerk sees it: whole pages, and the same for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.screen.display import text_width

PAGES = {
    ("常务会议", "2026-02-11"): """\
来源：县政府常务会议
交办：县政府督查室
下发时限：2026-02-14
反馈时限：2026-02-26
反馈对象：县政府督查室
推算：
  下发时限：3个工作日，自2月11日次日起算（2月12日、13日、14日〔调休上班〕），至2
  月14日（调休上班）；依据 三-4
  反馈时限：半个月（15日），自2月11日次日起算，期满2月26日；依据 五-1-(1)
""",
    ("政府工作报告", "2026-02-10"): """\
来源：年度《政府工作报告》
交办：县政府督查室
下发时限：2026-02-24（原则上 2026-02-14 以前）
反馈时限：制度没有规定
反馈对象：县政府督查室
推算：
  下发时限：1周（7日），自2月10日次日起算，期满日2月17日为春节假期，顺延至2月24
  日；依据 三-4
  原则上春节前下达，春节假期自2月15日起，此前最后一个工作日为2月14日（调休上
  班）；依据 一-2
请核对：
1. 【W3106】最迟2月24日下发，原则上应在春节前（2月14日前）下达，请按较早的2月14
   日安排。
供参考：
  【W3105】“年度《政府工作报告》”：条文未定首次反馈时限，按季度书面专报和调度制
  度跟踪。
""",
    ("分管领导交办督查事项", "2026-03-03"): """\
来源：分管领导交办的需督查的重点、热点、难点事项
交办：县政府督查室
下发时限：2026-03-04
反馈时限：2026-03-11
反馈对象：县政府督查室，抄县政府办公室
推算：
  下发时限：1个工作日，自3月3日次日起算（3月4日），至3月4日；依据 三-4（三-4未列
  此类事项，类推领导重要批示）
  反馈时限：1周（7日），自3月4日次日起算，期满3月11日；依据 五-1-(1)（五-1-(1)写
  向县政府办公室反馈；按“谁交办谁督查”，由督查室发单的向督查室反馈，抄县政府办公
  室；按最迟下发日3月4日推算，实际下发后重算）
""",
}


@pytest.mark.parametrize("asked", PAGES, ids="-".join)
def test_a_page_as_it_is_shown(asked: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    source, on = asked
    assert main(["deadline", "--source", source, "--on", on]) == 0
    shown = capsys.readouterr().out
    assert shown == PAGES[asked]
    assert max(map(text_width, shown.splitlines())) <= 80
    shown.encode("gbk")


def test_a_day_a_leader_wants(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["deadline", "--source", "常务会议", "--on", "2026-03-03"]
    assert main([*asked, "--report-by", "2026-03-06"]) == 0
    shown = capsys.readouterr().out
    assert "反馈时限：2026-03-06\n" in shown
    assert "【W3102】反馈时限（3月6日）不晚于最迟下发日（3月6日）" in shown


def test_a_limit_that_waits_is_not_called_unset(capsys: pytest.CaptureFixture[str]) -> None:
    office = ["--office", str(Path(__file__).parent / "other_county")]
    assert main(["deadline", "--source", "常务会议", "--on", "2026-03-03", *office]) == 4
    shown = capsys.readouterr().out
    assert "反馈时限：还不能推算\n" in shown
    assert "【E3115】" in shown


def test_programs_get_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["deadline", "--source", "政府工作报告", "--on", "2026-02-10", "--json"]
    assert main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["issue_by"], told["soft_issue_by"]) == ("2026-02-24", "2026-02-14")
    assert (told["feedback_by"], told["copies"]) == (None, [])
    assert told["clauses"] == ["三-4", "二-4", "三-1-(1)", "一-2"]
