"""Letter format (GB/T 9704 10.1): 督办通知书, 延期批复, 交办通知 with its list on lying pages."""

from __future__ import annotations

from template_builders.forms import foot_line, listing
from template_builders.look import (
    empty_footer,
    letter_foot,
    letter_head,
    lying_number,
    number_footer,
)
from template_builders.package import Build
from template_builders.pieces import (
    HEI,
    KEEP,
    par,
    references,
    run,
    section,
    section_end,
)

PARTS = {
    "header1": letter_head(),
    "footer1": letter_foot(),
    "footer2": number_footer("right"),
    "footer3": number_footer("left"),
}
FIRST = references(
    header_first="rId4", footer_first="rId5", footer_default="rId6", footer_even="rId7"
)


# The mark stands 30 mm below the paper's edge.
SECTION = section(FIRST, title_page=True, header=1620)


# 落款 never stands on a page alone: what comes before it goes along (KEEP).


def text(*words: str, props: str = "") -> str:
    return "".join(par("DocText", run(each), props=props) for each in words)


def opening(title: str, to: str) -> str:
    return (
        par("LetterNumber", run("{{ number }}"))
        + par("DocTitle", run(title))
        + par("DocTo", run(f"{to}："))
    )


def closing() -> str:
    """落款, 附注 and 抄送, which in a letter has no lines."""
    return (
        par("DocSign", run("{{ issuer_name }}"))
        + par("DocDate", run("{{ issued_on }}"))
        + par("DocNote", run("（联系人：{{ contact }}，电话：{{ phone }}）"))
        + foot_line("copies", run("抄送："), run("{{ copies }}。"))
    )


def given(field: str, *words: str, props: str = "") -> str:
    return text(f"{{%p if {field} %}}") + text(*words, props=props) + text("{%p endif %}")


def letter(name: str, body: str) -> Build:
    return Build(name, body + par("FormEnd") + SECTION, PARTS)


def supervision() -> Build:
    body = (
        opening("督办通知书", "{{ unit }}")
        + text(
            "{{ ticket_number }}（{{ ticket_issued_on }}下发）交你单位办理的下列事项，"
            "经{{ reminder_number }}（{{ reminder_issued_on }}下发）催办，"
            "你单位仍{{ shortfall }}"
            "{% if reminder_result %}（{{ reminder_result }}）{% endif %}："
        )
        + text("{%p for row in tasks %}")
        + text(
            "第{{ row.index }}项：{{ row.objective }}（完成时限：{{ row.completion }}；"
            "目前情况：{{ row.progress }}）。"
        )
        + text("{%p endfor %}")
        + text(
            "经县政府领导同意，现予督办{% if alert_colour %}（{{ alert_colour }}）{% endif %}，"
            "督办方式为{{ method }}。请{{ responsible_leader }}亲自研究，立即明确整改措施、"
            "责任人和完成时间，于{{ report_by }}前将整改落实情况专题报{{ report_to }}。"
        )
        + given("requirement", "{{ requirement }}。")
        + given("consequence", "逾期仍未落实的，将按有关规定予以{{ consequence }}。", props=KEEP)
        + given("basis", "依据：{{ basis }}。", props=KEEP)
        + closing()
    )
    return letter("督办通知书", body)


def extension_reply() -> Build:
    body = (
        opening("关于{{ ticket_number }}\n延期办理的批复", "{{ unit }}")
        + text(
            "你单位{{ applied_on }}报来的延期申请收悉。{{ ticket_number }}{{ item }}"
            "“{{ objective }}”原应于{{ due }}前{{ limit_kind }}。"
            "经研究，现批复如下。"
        )
        + text("{%p if is_granted %}", "同意延期至{{ new_due }}{{ limit_kind }}。{{ reason }}")
        + text(
            "原时限保留在台账中，统计时一并列明。请按新的时限倒排工期，按期"
            "{{ limit_kind }}，不再延期。",
            props=KEEP,
        )
        + text("{%p else %}", "不同意延期。{{ reason }}")
        + text("请按原时限抓紧办理，按期{{ limit_kind }}。", props=KEEP)
        + text("{%p endif %}")
        + given("requirement", "{{ requirement }}", props=KEEP)
        + closing()
    )
    return letter("延期批复", body)


LIST = [
    ("序号", 540, "{{ row.index }}"),
    ("议定事项", 1100, "{{ row.matter }}"),
    ("目标任务", 2336, "{{ row.objective }}"),
    ("牵头领导", 980, "{{ row.lead_officials }}"),
    ("主办单位", 1120, "{{ row.lead_units }}"),
    ("协办单位", 1280, "{{ row.supporting_units }}"),
    ("责任人", 980, "{{ row.responsible_persons }}"),
    ("完成时限", 1800, "{{ row.completion }}"),  # 2026年10月31日 in one line
    ("反馈时限", 1800, "{{ row.feedback_by }}"),
    ("备注", 820, "{{ row.note }}"),
]


def notice() -> Build:
    name = "{{ source }}议定事项"
    body = (
        opening("关于交办{{ source }}\n议定事项的通知", "{{ addressees }}")
        + text(
            "{{ source }}{% if source_day %}于{{ source_day }}召开{% endif %}。经梳理，"
            "需落实的事项共{{ task_count }}项，现予交办（详见附件），并就有关要求通知如下。"
        )
        + heading("一、抓紧组织落实")
        + text("主办单位对交办事项负总责，协办单位主动配合；目标任务、责任人和时序进度以附件为准。")
        + heading("二、按时反馈情况")
        + text(
            "请于{{ feedback_by }}前将落实情况报{{ feedback_to }}，附件另有反馈时限的从其时限。"
            "未完成的，写明进展、存在问题和下一步安排。"
        )
        + given("feedback_basis", "反馈时限{{ feedback_basis }}。")
        + heading("三、严格延期程序")
        + text("需延长办理时间的，应在期满前向交办机构书面报告并说明原因。")
        + par("DocAttachment", run("附件："), run(f"{name}交办清单"))
        + closing()
        + section_end(SECTION)
        + par("AnnexMark", run("附件"))
        + par("AnnexTitle", run("{{ source }}\n议定事项交办清单"))
        + listing("", "tasks", LIST, style="FormFine")
        + par("FormEnd")
        + section(
            references(
                header_default="rId8",
                header_even="rId9",
                footer_default="rId10",
                footer_even="rId11",
            ),
            starts="nextPage",
            lying=True,
        )
    )
    lying = {
        "header2": lying_number("right"),
        "header3": lying_number("left"),
        "footer4": empty_footer(),
        "footer5": empty_footer(),
    }
    return Build("交办通知", body, PARTS | lying)


def heading(words: str) -> str:
    return par("DocHeading", run(words, HEI), props=KEEP)
