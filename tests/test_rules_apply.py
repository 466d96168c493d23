"""What is amiss with a task once the rules have decided about its source."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.loading import load_calendar, load_regulation
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


def test_a_vague_group_is_to_be_resolved() -> None:
    (finding,) = findings_of(supporting_units=(Unit("有关部门", group=True),))
    assert finding.code == "E1301"
    assert finding.message == "任务1（第14段）责任单位过于笼统：“有关部门”，请选择具体单位。"
    assert findings_of(supporting_units=(Unit("各乡镇", "各乡镇", group=True),)) == []


def test_everyone_is_not_vague_but_to_be_listed() -> None:
    (finding,) = findings_of(lead_units=(Unit("各乡镇", group=True),))
    assert finding.code == "W1302"
    assert finding.message == "任务1（第14段）责任单位是一组单位：“各乡镇”，下发时请逐一列明。"


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
