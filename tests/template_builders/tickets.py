"""催办单 and 督办单: forms with the chain of approval that the regulation sets."""

from __future__ import annotations

from template_builders.forms import (
    CONTACT,
    basis,
    clause,
    facts,
    given,
    head,
    listing,
    pair,
    signature,
    signing,
    wide,
)
from template_builders.package import Build, form
from template_builders.pieces import HEI, run

OVERDUE = [
    ("原序号", 900, "{{ row.index }}"),
    ("目标任务", 4044, "{{ row.objective }}"),
    ("完成时限", 1800, "{{ row.completion }}"),
    ("目前情况", 2100, "{{ row.progress }}"),
]
ORIGINAL = "{{ ticket_number }}（{{ ticket_issued_on }}下发）"


def reminder() -> Build:
    body = (
        head("催　办　单")
        + facts(
            wide("被催办单位", "{{ unit }}"),
            wide("原交办单", ORIGINAL + "{{ ticket_items }}"),
            pair("应反馈日", "{{ feedback_by }}", "已 逾 期", "{{ overdue }}"),
        )
        + listing("催办事项", "tasks", OVERDUE)
        + clause(
            "催办要求：",
            "上列事项已超过规定反馈时限，截至{{ as_of }}我室{{ state }}。请抓紧办理，"
            "于{{ reply_by }}前向{{ feedback_to }}书面报送落实情况，并说明逾期原因和完成时间。",
            '<w:spacing w:before="120"/>',
        )
        + basis()
        + signing()
        + signature(CONTACT)
    )
    return form("催办单", body)


def supervision() -> Build:
    colour = run("\t{% if alert_colour %}") + run("{{ alert_colour }}", HEI) + run("{% endif %}")
    body = (
        head("督　办　单", between=colour)
        + facts(
            pair("被督办单位", "{{ unit }}", "督办方式", "{{ method }}"),
            wide("原交办单", ORIGINAL),
            wide(
                "催办情况",
                "{{ reminder_number }}（{{ reminder_issued_on }}）{{ reminder_result }}",
            ),
        )
        + listing("督办事项", "tasks", OVERDUE)
        + clause(
            "督办要求：",
            "经{{ reminder_number }}催办，你单位仍{{ shortfall }}上列事项。"
            "经县政府领导同意，现予督办。请{{ responsible_leader }}亲自研究，"
            "立即明确整改措施、责任人和完成时间，"
            "于{{ report_by }}前将整改落实情况专题报{{ report_to }}。"
            "{% if consequence %}逾期仍未落实的，将按有关规定予以{{ consequence }}。{% endif %}",
            '<w:spacing w:before="120"/>',
        )
        + given("requirement", clause("整改要求：", "{{ requirement }}。"))
        + basis()
        + signing()
        + signature(CONTACT)
    )
    return form("督办单", body)
