"""Which tasks share a ticket, and what the paper says of them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from papers import MEETING, OFFICE, OPINION, annotated_tasks, decision, task, ticket

from toolkit.drafting import Grouping, OfficeProfile, draft_tickets, office_findings
from toolkit.findings import lead_missing
from toolkit.loading import load_vague_units
from toolkit.model import (
    Clause,
    Deadline,
    DocumentKind,
    SourceFacts,
    Span,
    StatedDate,
    Task,
    Ticket,
    Unit,
)
from toolkit.papers.assignment import AssignmentFields, AssignmentRow, assignment_fields
from toolkit.wording import completion_text, origin_text

SHA = "0" * 64
VAGUE = load_vague_units()


def units_of(tickets: tuple[Ticket, ...]) -> list[tuple[str, ...]]:
    return [one.units for one in tickets]


class TestGrouping:
    TASKS = (
        task(1, "县财政局"),
        task(2, "县审计局"),
        task(3, "县财政局"),
        task(4, "县财政局", "县审计局"),
    )

    def test_a_unit_gets_one_ticket_in_document_order(self) -> None:
        tickets, undraftable, findings = draft_tickets(self.TASKS, MEETING, SHA, vague=VAGUE)
        assert units_of(tickets) == [("县财政局",), ("县审计局",), ("县财政局", "县审计局")]
        assert [t.extracted.number for t in tickets[0].tasks] == [1, 3]
        assert (undraftable, findings) == ((), ())

    def test_one_ticket_for_the_whole_source(self) -> None:
        tickets, _, _ = draft_tickets(self.TASKS, MEETING, SHA, vague=VAGUE, grouping="source")
        assert units_of(tickets) == [("县财政局", "县审计局")]
        assert len(tickets[0].tasks) == 4

    def test_one_ticket_for_each_task(self) -> None:
        tickets, _, _ = draft_tickets(self.TASKS, MEETING, SHA, vague=VAGUE, grouping=Grouping.TASK)
        assert len(tickets) == 4

    def test_the_official_name_joins_two_ways_of_writing(self) -> None:
        short = task(2)
        unit = Unit("财政局", "县财政局")
        short = replace(short, extracted=replace(short.extracted, lead_units=(unit,)))
        tickets, _, _ = draft_tickets((task(1, "县财政局"), short), MEETING, SHA, vague=VAGUE)
        assert units_of(tickets) == [("县财政局",)]

    def test_two_feedback_dates_never_share_a_paper(self) -> None:
        later = decision(feedback_deadline=Deadline(date(2026, 4, 7)))
        tasks = (task(1, "县财政局"), task(2, "县财政局", decided=later))
        for grouping in (Grouping.UNIT, Grouping.SOURCE):
            assert len(draft_tickets(tasks, MEETING, SHA, vague=VAGUE, grouping=grouping)[0]) == 2

    def test_nothing_is_numbered_or_dated(self) -> None:
        (one, *_), _, _ = draft_tickets(self.TASKS, MEETING, SHA, vague=VAGUE)
        assert (one.number, one.issued_on, one.source_sha256) == (None, None, SHA)

    def test_an_unknown_grouping_is_the_callers_mistake(self) -> None:
        with pytest.raises(ValueError, match="month"):
            draft_tickets(self.TASKS, MEETING, SHA, vague=VAGUE, grouping="month")

    @pytest.mark.parametrize("grouping", list(Grouping))
    @pytest.mark.parametrize("name", ["e-min-01", "e-min-08", "e-ins-02", "e-div-02"])
    def test_every_task_is_on_one_ticket_or_undraftable(
        self, name: str, grouping: Grouping
    ) -> None:
        tasks = annotated_tasks(name, 99)
        tickets, undraftable, findings = draft_tickets(
            tasks, MEETING, SHA, vague=VAGUE, grouping=grouping
        )
        placed = [t.extracted.number for one in tickets for t in one.tasks]
        left = [t.extracted.number for t in undraftable]
        assert sorted(placed + left) == [t.extracted.number for t in tasks]
        assert len(findings) == len(undraftable)


class TestUndraftable:
    def test_a_task_nobody_is_charged_with_says_what_to_do(self) -> None:
        tickets, undraftable, (finding,) = draft_tickets((task(3),), MEETING, SHA, vague=VAGUE)
        assert (tickets, len(undraftable)) == ((), 1)
        assert finding.message == (
            "任务3（第17段）没有牵头单位，未列入交办单。\n  请补填牵头单位，或退回起草科室确认。"
        )

    def test_what_reading_said_of_the_missing_lead_is_the_reason(self) -> None:
        told = lead_missing(3, None)
        read = replace(task(3).extracted, findings=(told,))
        reasons = draft_tickets((replace(task(3), extracted=read),), MEETING, SHA, vague=VAGUE)[2]
        assert reasons == (told,)

    @pytest.mark.parametrize("name", ["有关部门", "相关单位", "有关乡镇", "县直有关部门"])
    def test_nobody_receives_a_ticket_for_some_units(self, name: str) -> None:
        vague = task(1)
        vague = replace(vague, extracted=replace(vague.extracted, lead_units=(Unit(name),)))
        tickets, _, (finding,) = draft_tickets((vague,), MEETING, SHA, vague=VAGUE)
        assert tickets == ()
        assert name in finding.message
        assert "请选择具体单位" in finding.message

    @pytest.mark.parametrize("name", ["各乡镇", "各街道", "某某公司"])
    def test_a_group_may_be_issued(self, name: str) -> None:
        group = task(1)
        group = replace(group, extracted=replace(group.extracted, lead_units=(Unit(name),)))
        assert draft_tickets((group,), MEETING, SHA, vague=VAGUE)[1:] == ((), ())


def printed(*tasks: Task, office: OfficeProfile = OFFICE, **changes: object) -> AssignmentFields:
    return assignment_fields(replace(ticket(*tasks), **changes), office)  # type: ignore[arg-type]


class TestFields:
    def test_head(self) -> None:
        paper = printed(task(1, "县财政局"))
        assert paper.issuer_name == "苇川县人民政府督查室"
        assert paper.number == "苇政督交〔2026〕12号"
        assert paper.issued_on == "2026年3月9日"
        assert paper.source == "苇川县人民政府常务会议（第48次，2026年3月5日）"
        assert (paper.feedback_by, paper.feedback_to) == ("2026年3月20日", "县政府督查室")
        assert paper.feedback_basis == (
            f"依据《{OPINION}》五-1-(1)，半个月（15日），自3月5日次日起算，至3月20日"
        )
        assert paper.issue_by == "2026年3月10日"
        assert paper.receipt_unit == "县财政局"

    def test_before_issue_number_and_date_are_open(self) -> None:
        paper = printed(task(1, "县财政局"), number=None, issued_on=None)
        assert (paper.number, paper.issued_on) == ("（待编号）", "（待签发）")

    def test_what_all_rows_share_stands_in_the_head_alone(self) -> None:
        both: dict[str, Any] = {
            "supporting_units": (Unit("县审计局"),),
            "lead_officials": ("卞之衡",),
        }
        paper = printed(task(1, "县财政局", **both), task(2, "县财政局", **both))
        assert (paper.supporting_units, paper.lead_officials) == ("县审计局", "卞之衡")
        assert {row.supporting_units + row.lead_officials for row in paper.tasks} == {""}

    def test_what_differs_stands_in_the_rows_too(self) -> None:
        one = task(1, "县财政局", supporting_units=(Unit("县审计局"),))
        paper = printed(one, task(2, "县财政局"))
        assert paper.supporting_units == "县审计局（分工见各项）"
        assert [row.supporting_units for row in paper.tasks] == ["县审计局", ""]

    def test_unknown_is_said_and_is_a_finding(self) -> None:
        paper = printed(task(1, "县财政局"), office=OfficeProfile())
        assert (paper.contact, paper.phone, paper.signer) == ("（待填）",) * 3
        assert paper.issuer_name == "县政府督查室"
        (found,) = office_findings(OfficeProfile())
        assert "没有“联系人”、“联系电话”、“签发人”，" in found.message
        assert office_findings(OFFICE) == ()

    def test_a_missing_feedback_limit_is_left_to_fill(self) -> None:
        open_end = decision(feedback_deadline=None)
        paper = printed(task(1, "县财政局", decided=open_end))
        assert paper.feedback_by == "　　　　年　　月　　日（由交办机构确定）"
        assert paper.feedback_basis == "条款未规定反馈时限，由交办机构确定"

    def test_a_provisional_date_says_so(self) -> None:
        guess = Deadline(None, Clause(OPINION, "五-1-(1)"), provisional_on=date(2027, 1, 5))
        paper = printed(task(1, "县财政局", decided=decision(feedback_deadline=guess)))
        assert paper.feedback_by == "2027年1月5日（暂定）"

    def test_a_clause_borrowed_says_so(self) -> None:
        clause = Clause(OPINION, "三-4", status="by_analogy")
        paper = printed(
            task(1, "县财政局", decided=decision(feedback_deadline=Deadline(None, clause)))
        )
        assert paper.feedback_basis == f"依据《{OPINION}》三-4（类推）"

    def test_urgent_rows_make_an_urgent_ticket(self) -> None:
        paper = printed(task(1, "县财政局", urgent=True), task(2, "县财政局"))
        assert paper.urgency == "加急"
        assert [row.urgent for row in paper.tasks] == ["紧急", ""]

    def test_steps_on_the_way_stand_under_each_other(self) -> None:
        steps = (StatedDate("5月底前", date(2026, 5, 31)), StatedDate("汛期前", None))
        (one,) = printed(task(1, "县财政局", milestones=steps)).tasks
        assert one.schedule == "5月底前\n2026年5月31日\n汛期前"

    def test_nobody_is_named_who_signs_for_many(self) -> None:
        group = task(1)
        unit = Unit("各乡镇", group=True)
        group = replace(group, extracted=replace(group.extracted, lead_units=(unit,)))
        assert printed(group).receipt_unit == ""
        assert printed(task(1, "县财政局", "县审计局")).receipt_unit == ""

    def test_attachments_are_numbered(self) -> None:
        paper = assignment_fields(
            ticket(task(1, "县财政局")), OFFICE, attachments=("纪要（节选）", "清单")
        )
        assert paper.attachments == "1.纪要（节选）\n2.清单"

    def test_a_row_leads_back_to_the_sentence(self) -> None:
        assert printed(task(2, "县财政局")).tasks[0].origin == "原文第16段"

    def test_every_field_has_its_chinese_label(self) -> None:
        for kind in (AssignmentFields, AssignmentRow):
            for field in fields(kind):
                assert not field.metadata["label"].isascii(), field.name


@pytest.mark.parametrize(
    ("text", "on", "recurring", "expect"),
    [
        ("年底前", date(2026, 12, 31), None, "年底前\n2026年12月31日"),
        ("2026年6月30日前", date(2026, 6, 30), None, "2026年6月30日前"),
        ("近期", None, None, "近期\n（日期待核）"),
        (None, None, "每月25日前", "每月25日前"),
        ("年底前", date(2026, 12, 31), "每季度", "每季度\n年底前\n2026年12月31日"),
        (None, None, None, "原文未明确"),
    ],
)
def test_completion(text: str | None, on: date | None, recurring: str | None, expect: str) -> None:
    stated = StatedDate(text, on) if text else None
    assert completion_text(stated, recurring) == expect


@pytest.mark.parametrize(
    ("source", "said", "expect"),
    [
        (
            SourceFacts(DocumentKind.MINUTES, "县政府第48次常务会议纪要", date(2026, 3, 5)),
            {},
            "县政府第48次常务会议（2026年3月5日）",
        ),
        (
            SourceFacts(DocumentKind.MINUTES, meeting_kind="县长办公会", meeting_number="7"),
            {},
            "县长办公会（第7次）",
        ),
        (SourceFacts(DocumentKind.MINUTES), {}, "（待填）"),
        (
            SourceFacts(DocumentKind.INSTRUCTION, "关于校车安全的报告", signer="亓官朔"),
            {"instructed_on": date(2026, 3, 9)},
            "亓官朔批示（2026年3月9日）《关于校车安全的报告》",
        ),
        (
            SourceFacts(DocumentKind.REPORT, "政府工作报告", date(2026, 1, 20)),
            {},
            "《政府工作报告》（2026年1月20日）",
        ),
    ],
)
def test_source(source: SourceFacts, said: dict[str, Any], expect: str) -> None:
    one = task(1, "县财政局", **said)
    assert printed(one, source=source).source == expect


def test_origins_name_each_paragraph_once() -> None:
    spans = (Span(14, 0, 2, "一二"), Span(14, 3, 4, "三"), Span(20, 0, 1, "四"))
    assert origin_text(spans) == "原文第14、20段"
    assert origin_text(()) == ""
