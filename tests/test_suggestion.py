"""Who is suggested for a task, and why."""

from __future__ import annotations

import pytest
from measure_suggestions import crossed, dealt, own, real, tally

from toolkit.suggestion import EvidenceKind, Example, Suggester, Tasked

HOUSING = Tasked("县住建局", ("燃气", "老旧小区", "管网"))
CITY = Tasked("县城管局", ("停车", "市容", "垃圾"))
ROADS = Tasked("县交通运输局", ("农村公路", "公交"))
FARMS = Tasked("县农业农村局", ("农村", "粮食"))
GAS = Tasked("县燃气公司", ("燃气",), weight=0.5)
UNITS = (HOUSING, CITY, ROADS, FARMS, GAS)
LAST_YEAR = (
    Example("新增公共停车泊位300个", "县城管局", ("县公安局",), "2025年第31项"),
    Example("打通断头路3条", "县城投公司", (), "2025年第32项"),
)


def test_a_phrase_of_its_duties_speaks_for_a_unit() -> None:
    best, second, *_ = Suggester(UNITS).propose("更新燃气管网5公里").leads
    assert (best.unit, second.unit) == ("县住建局", "县燃气公司")
    phrases = {each.words for each in best.evidence if each.kind is EvidenceKind.DUTY}
    assert phrases == {"燃气", "管网"}


def test_a_phrase_inside_a_longer_one_does_not_count() -> None:
    leads = Suggester(UNITS).propose("新改建农村公路30公里").leads
    duties = {e.words for each in leads for e in each.evidence if e.kind is EvidenceKind.DUTY}
    assert leads[0].unit == "县交通运输局" and duties == {"农村公路"}


def test_an_earlier_task_like_it_is_named_and_may_bring_a_unit_of_its_own() -> None:
    proposal = Suggester(UNITS, LAST_YEAR).propose("打通断头路5条")
    assert proposal.leads[0].unit == "县城投公司"
    told = [e.words for e in proposal.leads[0].evidence if e.kind is EvidenceKind.SIMILAR]
    assert told == ["2025年第32项"]


def test_who_helped_with_a_task_just_like_it_is_to_help_again() -> None:
    proposal = Suggester(UNITS, LAST_YEAR).propose("新增公共停车泊位500个")
    assert proposal.leads[0].unit == "县城管局" and "县公安局" in proposal.supporting


@pytest.mark.parametrize("text", ["增强内生动力", "", "12345", "扎实开展有关工作"])
def test_nothing_is_sure_where_nothing_speaks_for_anybody(text: str) -> None:
    assert not Suggester(UNITS, LAST_YEAR).propose(text).is_sure


def test_two_units_alike_are_not_sure() -> None:
    leads = Suggester(UNITS).propose("管网、垃圾")
    assert not leads.is_sure and {each.unit for each in leads.leads[:2]} == {"县住建局", "县城管局"}


def test_the_score_is_the_sum_of_what_is_shown() -> None:
    for each in Suggester(UNITS, LAST_YEAR).propose("新增停车泊位，整治市容，更新燃气管网").leads:
        assert each.score == pytest.approx(sum(found.weight for found in each.evidence))
        weights = [found.weight for found in each.evidence]
        assert weights == sorted(weights, reverse=True) and min(weights) > 0


def test_a_breakdown_of_ours_finds_its_lead_units() -> None:
    found = tally(own(2025), own(2026))
    assert found.rows > 200
    assert found.first >= 0.65 * found.rows and found.third >= 0.85 * found.rows


def test_real_rows_find_their_lead_units() -> None:
    documents, _ = real()
    rows = [example for each in documents for example in each]
    if not rows:
        pytest.skip("the real breakdowns are not beside the repository")
    found = crossed(dealt(rows, 5))
    assert found.first >= 0.65 * found.rows and found.third >= 0.85 * found.rows


@pytest.mark.parametrize(("strange", "first"), [(1, "县农业农村局"), (2, "县住建局")])
def test_one_strange_task_does_not_outweigh_the_duties(strange: int, first: str) -> None:
    units = [Tasked("县农业农村局", ("粮食产量", "粮食")), Tasked("县住建局", ("住房", "燃气"))]
    odd = [Example("粮食产量保持在30万吨以上", "县住建局", told="台账1")] * strange
    proposal = Suggester(units, odd).propose("粮食产量保持在30万吨以上")
    assert proposal.leads[0].unit == first
    assert not proposal.is_sure or strange > 1
    duties = {each.unit for each in proposal.leads if each.evidence[0].kind is EvidenceKind.DUTY}
    assert "县住建局" not in duties
