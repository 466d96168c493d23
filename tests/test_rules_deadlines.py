"""Deadlines by the regulation: the corpus to the day, the sentences, the switches, the warnings."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import UsageError
from toolkit.loading import load_calendar, load_regulation
from toolkit.model import Deadline, Decision
from toolkit.rules.deadlines import decide

CASES = tomllib.loads(
    (Path(__file__).parent / "corpus" / "deadlines_by_regulation.toml").read_text("utf-8")
)["case"]
REGULATION = load_regulation()
CALENDAR = load_calendar()
SOURCES = [source.id for source in REGULATION.sources]


def decided(source: str, on: date, **more: Any) -> Decision:
    return decide(REGULATION, CALENDAR, source, on, **more)


def codes(decision: Decision) -> set[str]:
    return {finding.code for finding in decision.findings}


def day_of(deadline: Deadline | None) -> date | None:
    return deadline.on if deadline else None


@pytest.mark.parametrize("case", CASES, ids=[f"{c['id']}-{c['source']}" for c in CASES])
def test_deadline_to_the_day(case: dict[str, Any]) -> None:
    decision = decided(case["source"], case["on"])
    issuance, feedback = decision.issuance_deadline, decision.feedback_deadline
    assert day_of(issuance) == case.get("issue")
    assert (issuance and issuance.ends_on) == case.get("issue_ends")
    assert day_of(feedback) == case.get("feedback")
    assert day_of(decision.soft_issuance_deadline) == case.get("soft")
    assert (feedback and feedback.provisional_on) == case.get("provisional")
    assert ("W3102" in codes(decision)) == case.get("not_after_issue", False)
    assert ("E3101" in codes(decision)) == ("provisional" in case)
    if "feedback_ends" in case:
        assert feedback is not None
        assert feedback.ends_on == case["feedback_ends"]


@pytest.mark.parametrize("case", [c for c in CASES if "same_day" in c], ids=lambda c: c["id"])
def test_feedback_is_counted_again_from_the_day_of_issue(case: dict[str, Any]) -> None:
    planned = decided(case["source"], case["on"]).feedback_deadline
    assert planned is not None and planned.is_planned
    issued = decided(case["source"], case["on"], issued_on=case["on"]).feedback_deadline
    assert issued is not None and not issued.is_planned
    assert issued.on == case["same_day"]


@pytest.mark.parametrize(
    ("source", "on", "sentence"),
    [
        (
            "常务会议",
            date(2026, 2, 11),
            "下发时限：3个工作日，自2月11日次日起算（2月12日、13日、14日〔调休上班〕），"
            "至2月14日（调休上班）；依据 三-4",
        ),
        (
            "常务会议",
            date(2026, 9, 21),
            "反馈时限：半个月（15日），自9月21日次日起算，期满日10月6日为国庆节假期，"
            "顺延至10月8日；依据 五-1-(1)",
        ),
        (
            "plenary_meeting",
            date(2026, 1, 30),
            "反馈时限：1个月，自1月30日次日起算，期满2月28日"
            "（当月无对应日，取月末；调休上班，不顺延）；依据 五-1-(1)",
        ),
        (
            "weekly_meeting",
            date(2026, 2, 24),
            "下发时限：2个工作日，自2月24日次日起算（2月25日、26日），至2月26日；"
            "依据 三-4（三-4未列每周工作例会，五-1-(1)把它与县长办公会并列，类推县长办公会）",
        ),
        (
            "topic_meeting",
            date(2026, 5, 7),
            "反馈时限：1周（7日），自5月9日次日起算，期满日5月16日为周六，顺延至5月18日；"
            "依据 五-1-(1)（按最迟下发日5月9日推算，实际下发后重算）",
        ),
        (
            "document_research",
            date(2025, 1, 15),
            "办理时限：20个工作日，自1月15日次日起算（其间1月28日至2月4日春节假期和周末不计，"
            "1月26日、2月8日调休上班计入），至2月18日；"
            "依据 五-1-(2)（条文未写自何日起算，自收文日起算）",
        ),
        (
            "政府工作报告",
            date(2026, 2, 10),
            "原则上春节前下达，春节假期自2月15日起，此前最后一个工作日为2月14日（调休上班）；"
            "依据 一-2",
        ),
        (
            "plenary_meeting",
            date(2025, 12, 31),
            "下发时限：3个工作日，自12月31日次日起算（2026年1月4日〔调休上班〕、5日、6日；"
            "2026年1月1日至3日元旦假期不计），至2026年1月6日；依据 三-4",
        ),
    ],
)
def test_the_sentence_explains_the_count(source: str, on: date, sentence: str) -> None:
    assert sentence in decided(source, on).sentences


def test_an_unpublished_year_gives_a_provisional_day_with_its_finding() -> None:
    decision = decided("plenary_meeting", date(2026, 12, 8))
    assert [finding.message for finding in decision.findings] == [
        "2027年放假安排尚未公布，反馈时限暂定为2027年1月8日。"
        "通知公布后用 duban calendar import 导入该年放假通知，再重新计算。"
    ]
    assert decision.sentences[1].endswith("（暂定，放假安排未知）")


def test_a_feedback_planned_from_a_provisional_issue_day_is_provisional_too() -> None:
    decision = decided("topic_meeting", date(2026, 12, 31))
    issuance, feedback = decision.issuance_deadline, decision.feedback_deadline
    assert issuance is not None and feedback is not None
    assert (issuance.on, feedback.on) == (None, None)
    assert issuance.provisional_on == date(2027, 1, 5)
    assert feedback.provisional_on == date(2027, 1, 12)


def test_years_before_the_data_say_so() -> None:
    (finding,) = [f for f in decided("常务会议", date(2016, 3, 1)).findings][:1]
    assert finding.message.startswith("2016年放假安排没有收录，下发时限暂定为2016年3月4日。")


def test_the_other_reading_of_a_base_is_shown() -> None:
    decision = decided("chief_instruction", date(2026, 3, 3))
    assert day_of(decision.feedback_deadline) == date(2026, 3, 11)
    assert [f.message for f in decision.findings if f.code == "W3103"] == [
        "条文未写自何日起算，比照其后一句自交办日起算；如自批示日起算，为3月10日。"
        "请按本单位惯例确认。"
    ]


def test_another_reading_that_waits_for_the_day_of_issue_is_not_counted() -> None:
    regulation = load_regulation(choices={"unstated_base": "批示日"})
    decision = decide(regulation, CALENDAR, "chief_instruction", date(2026, 3, 3))
    assert "W3103" not in codes(decision)


@pytest.mark.parametrize("source", ["other_dcs_item", "npc_proposal"])
def test_a_limit_that_is_not_set_is_never_invented(source: str) -> None:
    decision = decided(source, date(2026, 3, 3))
    assert decision.issuance_deadline is None
    assert decision.feedback_deadline is None
    assert codes(decision) == {"W3104"}


def test_the_explicit_limit_of_a_document_is_filled_in_by_hand() -> None:
    decision = decided("document_explicit", date(2026, 3, 3))
    assert decision.feedback_deadline is None
    assert codes(decision) == {"W3104"}


def test_who_presides_decides_who_issues() -> None:
    deputy = decided("topic_meeting", date(2026, 3, 3))
    chief = decided("topic_meeting", date(2026, 3, 3), chief_presides=True)
    assert (deputy.issuer, deputy.feedback_to) == ("县政府办公室", "县政府办公室")
    assert (chief.issuer, chief.feedback_to) == ("县政府督查室", "县政府办公室")
    assert chief.copies == ("县政府督查室",)
    assert "W3113" in codes(chief)
    assert "W3113" not in codes(deputy)


def test_organs_are_named_at_the_level_of_the_document() -> None:
    decision = decided("常务会议", date(2026, 3, 3), level="区")
    assert decision.issuer == "区政府督查室"
    assert decision.source_name == "区政府常务会议"
    assert "县政府全体会议" in decision.clauses[0].text


def test_late_issue_and_issue_before_the_event_are_found() -> None:
    (late,) = decided("常务会议", date(2026, 3, 3), issued_on=date(2026, 3, 9)).findings
    assert late.code == "W3107"
    assert "超过下发时限3月6日（三-4）" in late.message
    assert "E3108" in codes(decided("常务会议", date(2026, 3, 3), issued_on=date(2026, 3, 2)))
    too_late = decided("县长办公会议", date(2026, 3, 3), issued_on=date(2026, 3, 10))
    assert "W3102" in codes(too_late)


def test_a_soft_limit_far_off_or_past_is_not_shown() -> None:
    assert decided("政府工作报告", date(2026, 3, 3)).soft_issuance_deadline is None
    assert decided("政府工作报告", date(2025, 12, 30)).soft_issuance_deadline is not None


def test_an_event_before_the_regulation_gets_no_dates() -> None:
    decision = decided("常务会议", date(2010, 3, 3))
    assert decision.issuance_deadline is None
    assert codes(decision) == {"E3109"}


def test_an_unknown_source_lists_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"没有“茶话会”这种来源。.*duban rules --sources"):
        decided("茶话会", date(2026, 3, 3))


def test_every_decision_cites_its_clauses() -> None:
    for source in SOURCES:
        decision = decided(source, date(2026, 3, 3))
        assert decision.clauses
        assert len(set(decision.clauses)) == len(decision.clauses)
        for deadline in (decision.issuance_deadline, decision.feedback_deadline):
            assert deadline is None or deadline.basis in decision.clauses


@pytest.mark.parametrize(
    ("choices", "feedback"),
    [
        ({}, date(2026, 3, 10)),
        ({"base_day_counted": True}, date(2026, 3, 9)),
        ({"week": "5个工作日"}, date(2026, 3, 10)),
    ],
)
def test_the_office_may_count_in_its_own_way(choices: dict[str, object], feedback: date) -> None:
    regulation = load_regulation(choices=choices)
    decision = decide(regulation, CALENDAR, "weekly_meeting", date(2026, 3, 3))
    assert day_of(decision.feedback_deadline) == feedback


@pytest.mark.parametrize(
    ("choices", "source", "on", "feedback"),
    [
        ({"roll": "不变"}, "县长办公会议", date(2026, 2, 13), date(2026, 2, 20)),
        ({"roll": "提前"}, "县长办公会议", date(2026, 2, 13), date(2026, 2, 14)),
        ({"unstated_base": "批示日"}, "chief_instruction", date(2026, 3, 3), date(2026, 3, 10)),
        ({"half_month": "14日"}, "常务会议", date(2026, 3, 3),
         date(2026, 3, 17)),
        ({"month": "30日"}, "plenary_meeting", date(2026, 3, 3),
         date(2026, 4, 2)),
        ({"plan_from_latest_issue": False}, "topic_meeting", date(2026, 3, 3), None),
    ],
)  # fmt: skip
def test_each_switch_of_the_conventions(
    choices: dict[str, object], source: str, on: date, feedback: date | None
) -> None:
    decision = decide(load_regulation(choices=choices), CALENDAR, source, on)
    assert day_of(decision.feedback_deadline) == feedback


@given(
    source=st.sampled_from(SOURCES),
    on=st.dates(date(2018, 1, 1), date(2026, 10, 31)),
)
def test_every_sure_deadline_is_a_later_working_day(source: str, on: date) -> None:
    decision = decided(source, on)
    for deadline in (decision.issuance_deadline, decision.feedback_deadline):
        if deadline is not None and deadline.on is not None:
            assert deadline.on > on
            assert CALENDAR.is_working_day(deadline.on)


@pytest.mark.parametrize(
    ("source", "report_by", "sentence", "number"),
    [
        (
            "常务会议",
            date(2026, 3, 12),
            "反馈时限：领导另行要求3月12日以前报告；"
            "依据 五-1-(1)（县政府领导另有要求的按要求落实）",
            "五-1-(1)",
        ),
        (
            "document_explicit",
            date(2026, 3, 21),
            "办理时限：公文另行要求3月21日（周六）以前报告；"
            "依据 五-1-(2)（有明确办理时限要求的，严格按时限要求办理）",
            "五-1-(2)",
        ),
    ],
)
def test_a_day_wanted_by_a_leader_or_a_paper_prevails(
    source: str, report_by: date, sentence: str, number: str
) -> None:
    decision = decided(source, date(2026, 3, 3), report_by=report_by)
    deadline = decision.feedback_deadline
    assert deadline is not None and deadline.on == report_by
    assert deadline.basis is not None and deadline.basis.number == number
    assert deadline.basis in decision.clauses
    assert sentence in decision.sentences
    assert not codes(decision)


def test_minutes_may_be_counted_from_their_printing() -> None:
    regulation = load_regulation(choices={"meeting_base": "纪要印发日"})
    met, printed = date(2026, 3, 3), date(2026, 3, 9)
    decision = decide(regulation, CALENDAR, "常务会议", met, printed_on=printed)
    assert day_of(decision.issuance_deadline) == date(2026, 3, 12)
    assert day_of(decision.feedback_deadline) == date(2026, 3, 24)
    unknown = decide(regulation, CALENDAR, "常务会议", met)
    assert codes(unknown) == {"E3115"}
    assert unknown.issuance_deadline is None
    instruction = decide(regulation, CALENDAR, "主要领导批示", met)
    assert day_of(instruction.issuance_deadline) == date(2026, 3, 4)


def test_the_quarterly_analysis_may_report_in_a_week() -> None:
    regulation = load_regulation(choices={"econ_analysis_feedback": "1周"})
    deadline = decide(regulation, CALENDAR, "经济形势分析会", date(2026, 3, 3)).feedback_deadline
    assert deadline is not None and deadline.on == date(2026, 3, 10)
    assert "按“等会议”类推" in deadline.sentence


def test_every_switch_has_a_legal_source_and_one_test_of_each_option() -> None:
    tested = {"base_day_counted", "week", "roll", "half_month", "month", "unstated_base"}
    tested |= {"plan_from_latest_issue", "meeting_base", "econ_analysis_feedback"}
    switches = [c for c in REGULATION.documented_conventions if len(c.options) > 1]
    assert {switch.key for switch in switches} == tested
    assert all(c.source for c in REGULATION.documented_conventions)
    assert [c.id for c in REGULATION.documented_conventions][:13] == [f"A{n}" for n in range(1, 14)]
