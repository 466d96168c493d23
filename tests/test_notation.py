"""The compact text of tasks: what it looks like, and that reading it gives the task back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model import (
    Clause,
    Deadline,
    Decision,
    ExtractedTask,
    Span,
    StatedDate,
    Task,
    Unit,
)
from toolkit.notation import NotationError, NotedTask, format_tasks, parse_tasks

EXAMPLE = """\
任务2  牵头 县发改局〔县发展和改革局〕｜配合 县财政局、有关部门？｜领导 张三｜责任人 李四、王五｜急
  目标 制定实施方案，报县政府（附 预算）
  完成 2026-03-31（3月底前）  据 原文第14段
  节点 2026-02-28（2月底前）
  节点 待定（尽快）
  周期 每月
  指标 12个
  批示 赵六 2026-02-10
  反馈 2026-02-25  据 《示例办法》第十条第一款

任务3
  目标 做好保障
  反馈 暂定2027-01-08  据 《示例办法》五-1-(1)
"""

WORDS = st.text("县财政局水利厅甲乙丙丁办理", min_size=1, max_size=6)
NAMES = st.lists(WORDS, max_size=3).map(tuple)
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
UNITS = st.lists(st.builds(Unit, WORDS, st.none() | WORDS), max_size=3).map(tuple)
PLACES = st.none() | st.builds(Span, st.integers(1, 99), st.just(0), st.just(0), st.just(""))
DATES = st.builds(StatedDate, WORDS, st.none() | DAYS, PLACES)
CLAUSES = st.none() | st.builds(Clause, WORDS, WORDS)
DEADLINES = st.one_of(
    st.builds(Deadline, DAYS, CLAUSES),
    st.builds(Deadline, st.none(), CLAUSES, provisional_on=st.none() | DAYS),
)
TASKS = st.builds(
    ExtractedTask,
    st.integers(1, 999),
    WORDS,
    st.just(()),
    lead_units=UNITS,
    supporting_units=UNITS,
    lead_officials=NAMES,
    responsible_persons=NAMES,
    completion_deadline=st.none() | DATES,
    milestones=st.lists(DATES, max_size=2).map(tuple),
    recurring=st.none() | WORDS,
    urgent=st.booleans(),
    targets=NAMES,
    instructed_by=st.none() | WORDS,
    instructed_on=st.none() | DAYS,
)
NOTED = st.builds(NotedTask, TASKS, st.none() | DEADLINES)


def test_the_example_is_read_and_written_as_it_stands() -> None:
    tasks = parse_tasks(EXAMPLE)
    first, second = tasks
    assert first.extracted.lead_units == (Unit("县发改局", "县发展和改革局"),)
    assert first.extracted.supporting_units[1] == Unit("有关部门", None)
    assert first.extracted.completion_deadline == StatedDate(
        "3月底前", date(2026, 3, 31), Span(14, 0, 0, "")
    )
    assert first.extracted.urgent
    assert second.feedback == Deadline(
        None, Clause("示例办法", "五-1-(1)"), provisional_on=date(2027, 1, 8)
    )
    assert format_tasks(tasks) == EXAMPLE


@given(st.lists(NOTED, max_size=3))
def test_what_is_written_is_read_back(tasks: list[NotedTask]) -> None:
    assert parse_tasks(format_tasks(tasks)) == tuple(tasks)


def test_a_decided_task_shows_its_feedback() -> None:
    extracted = ExtractedTask(1, "做好保障", (), lead_units=(Unit("县财政局", "县财政局"),))
    feedback = Deadline(date(2026, 2, 25), Clause("示例办法", "第十条"), sentence="不印")
    decision = Decision("x", "会议", "督查室", None, "督查室", feedback)
    assert format_tasks([Task(extracted, decision)]) == (
        "任务1  牵头 县财政局\n  目标 做好保障\n  反馈 2026-02-25  据 《示例办法》第十条\n"
    )
    assert format_tasks([extracted]) == "任务1  牵头 县财政局\n  目标 做好保障\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("目标 做好保障", "应以“任务1  …”开头，现为“目标 做好保障”"),
        ("任务1  协办 县财政局", "不认识“协办 县财政局”"),
        ("任务1\n  备注 无", "不认识这一行：“  备注 无”"),
        ("任务1\n  完成 三月底", "写法不对：“三月底”"),
    ],
)
def test_a_wrong_line_is_named(text: str, message: str) -> None:
    with pytest.raises(NotationError) as fault:
        parse_tasks(text)
    assert str(fault.value) == message
