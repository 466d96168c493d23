"""What is amiss with a task once the rules have decided about its source."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.loading import load_calendar, load_regulation, load_vague_units
from toolkit.model import (
    DocumentKind,
    ExtractedTask,
    Extraction,
    Finding,
    SourceFacts,
    Span,
    StatedDate,
    Unit,
)
from toolkit.rules.apply import apply_rules
from toolkit.rules.deadlines import decide

REGULATION = load_regulation()
MEETING = date(2026, 3, 3)
DECISION = decide(REGULATION, load_calendar(), "常务会议", MEETING)
ORIGIN = (Span(14, 0, 4, "制定方案"),)
WHOLE = ExtractedTask(
    1,
    "制定方案",
    ORIGIN,
    lead_units=(Unit("县财政局", "县财政局"),),
    lead_officials=("张三",),
    responsible_persons=("李四",),
    completion_deadline=StatedDate("3月底前", date(2026, 3, 31)),
)


def findings_of(**changes: object) -> list[Finding]:
    fields = {name: getattr(WHOLE, name) for name in WHOLE.__slots__} | changes
    extraction = Extraction(
        SourceFacts(DocumentKind.MINUTES, date=MEETING), (ExtractedTask(**fields),)
    )
    tasks, _ = apply_rules(
        extraction,
        DECISION,
        required=REGULATION.required_fields,
        required_clause=REGULATION.required_clause.number,
        one_lead_clause=REGULATION.one_lead_clause(MEETING),
        vague=load_vague_units(),
    )
    assert tasks[0].decision is DECISION
    return list(tasks[0].findings)


def stated(on: date | None) -> StatedDate:
    return StatedDate("原文", on)


def test_a_whole_task_has_no_findings() -> None:
    assert findings_of() == []


def test_missing_elements_are_named_and_never_filled_in() -> None:
    (finding,) = findings_of(lead_officials=(), responsible_persons=(), completion_deadline=None)
    assert finding.message == (
        "任务1（第14段）待补：牵头领导、责任人、时序进度（三要求明确五要素，原文没有写）。"
    )


@pytest.mark.parametrize("changes", [{"milestones": (stated(MEETING),)}, {"recurring": "每月"}])
def test_steps_or_a_rhythm_are_a_schedule(changes: dict[str, object]) -> None:
    assert findings_of(completion_deadline=None, **changes) == []


@pytest.mark.parametrize("name", ["有关部门", "县直有关部门", "相关单位", "责任部门", "属地政府"])
def test_a_vague_unit_is_to_be_resolved(name: str) -> None:
    (finding,) = findings_of(supporting_units=(Unit(name, group=True),))
    assert finding.code == "E1301"
    assert finding.message == f"任务1（第14段）的配合单位“{name}”过于笼统，请选择具体单位。"


@pytest.mark.parametrize("name", ["各乡镇", "各街道", "县直各部门", "县住建局"])
def test_everyone_is_not_vague(name: str) -> None:
    assert findings_of(supporting_units=(Unit(name, group=True),)) == []


def test_of_the_lead_extraction_and_drafting_speak() -> None:
    assert findings_of(lead_units=()) == []
    assert findings_of(lead_units=(Unit("有关部门", group=True),)) == []


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2025, 3, 31), ["W1602"]),
        (date(2026, 3, 10), ["W1606"]),
        (date(2026, 3, 18), []),
        (None, []),
    ],
)
def test_the_completion_date_against_the_others(on: date | None, codes: list[str]) -> None:
    assert [finding.code for finding in findings_of(completion_deadline=stated(on))] == codes


def test_the_findings_of_the_decision_are_passed_on() -> None:
    decision = decide(REGULATION, load_calendar(), "other_dcs_item", MEETING)
    extraction = Extraction(SourceFacts(DocumentKind.MINUTES), ())
    assert apply_rules(extraction, decision) == ((), decision.findings)


def test_of_several_lead_units_one_is_to_answer() -> None:
    units = (Unit("县财政局", "县财政局"), Unit("县住建局", "县住房和城乡建设局"))
    (finding,) = findings_of(lead_units=units)
    assert finding.message == (
        "任务1（第14段）有几个牵头单位，请确定由哪一个总牵头，以免推诿（一-1）。"
    )
