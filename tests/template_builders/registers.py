"""领导批示办理单, 销号单, 延期申请, 反馈表: forms that somebody goes on filling in by hand."""

from __future__ import annotations

from template_builders.forms import (
    BLANK,
    GRID,
    account,
    clause,
    facts,
    given,
    label,
    listing,
    pair,
    wide,
)
from template_builders.package import Build, form
from template_builders.pieces import HEI, KEEP, RIGHT, WIDTH, cell, par, row, run, table

ROOM = 1200  # height of a cell that is written in by hand


def title(text: str, left: str, right: str, issuer: str = "{{ issuer_name }}") -> str:
    return (
        par("FormIssuer", run(issuer))
        + par("FormTitle", run(text))
        + par("FormNumber", run(left), run("\t\t"), run(right))
    )


def signed(name: str, text: str, *foot: str) -> str:
    """A cell to write in, with who signs and when at its lower right."""
    paragraphs = [par("FormValue", run(text), props=KEEP)] if text else []
    paragraphs += [par("FormValue", run(line), props=RIGHT) for line in foot]
    return row(label(GRID[0], name), cell(WIDTH - GRID[0], *paragraphs, span=3), height=ROOM)


def instruction() -> Build:
    body = (
        title("领导批示办理单", "编号：{{ number }}", "{{ issued_on }}")
        + facts(
            pair("批示领导", "{{ leader }}", "批示日期", "{{ instructed_on }}"),
            pair("来文单位", "{{ incoming_unit }}", "来文字号", "{{ incoming_number }}"),
            pair("收 文 号", "{{ register_number }}", "类　　别", "{{ category }}"),
            wide("来文标题", "{{ incoming_title }}"),
            account("批示内容", "{{ instruction }}", ROOM),
            account("拟办意见", "{{ proposal }}", 900),
            wide("主办单位", "{{ lead_units }}"),
            wide("协办单位", "{{ supporting_units }}"),
            pair("办理时限", "{{ due }}", "反馈对象", "{{ feedback_to }}"),
        )
        + clause(
            "办理要求：",
            "现将{{ leader }}{{ instructed_on }}的批示转给你们，请按批示要求认真办理，"
            "并于{{ due }}前将办理情况报{{ feedback_to }}。",
            '<w:spacing w:before="120"/>',
        )
        + given(
            "due_basis",
            par("FormBasis", run("办理时限：", HEI), run("{{ due_basis }}。"), props=KEEP),
        )
        + par("FormGap")
        + facts(
            account("办理结果", "{{ result }}", ROOM),
            wide("反馈领导\u3000情　　况", "{{ report_back }}", 900, KEEP),
            pair("承 办 人", "{{ handler }}", "销号日期", "{{ closed_on }}"),
            pair("联 系 人", "{{ contact }}", "联系电话", "{{ phone }}"),
        )
    )
    return form("领导批示办理单", body)


def closing() -> Build:
    columns = [
        ("序号", 700, "{{ row.index }}"),
        ("目标任务", 3144, "{{ row.target }}"),
        ("完成情况", 3000, "{{ row.done }}"),
        ("佐证材料", 2000, "{{ row.evidence }}"),
    ]
    body = (
        title("销　号　单", "交办单：{{ number }}", "台账号：{{ ledger_number }}")
        + facts(
            wide("来　　源", "{{ source }}"),
            pair("申请单位", "{{ unit }}", "完成时限", "{{ due }}"),
        )
        + listing("完成情况", "targets", columns)
        + par("FormGap")
        + facts(
            signed("申请单位\u3000意　　见", "", "（章）　　　　", "{{ applied_on }}　"),
            signed(
                "核查意见",
                "{% if method %}（{{ method }}）{% endif %}{{ opinion }}",
                "核查人：{{ checker }}　　{{ checked_on }}　",
            ),
            wide(
                "结　　论",
                "{{ conclusion }}{% if new_due %}，新的反馈时限为{{ new_due }}{% endif %}",
                600,
            ),
            signed("审　　签", "", "{{ signer }}　　{{ signed_on }}　"),
        )
        + par(
            "FormBasis",
            run(
                "说明：申请单位自报办结不等于销号，须经交办机构核查；结论为同意销号、退回重办或"
                "转长期任务。"
            ),
        )
    )
    return form("销号单", body)


def extension_request() -> Build:
    body = (
        title("延期办理申请", "报：{{ issuer_name }}", "{{ applied_on }}", "{{ unit }}")
        + facts(
            pair("交 办 单", "{{ number }}", "项　　次", "{{ item }}"),
            wide("事　　项", "{{ objective }}", 700),
            pair("原 时 限", "{{ due }}", "申请延至", "{{ wanted }}"),
            account("已 开 展\u3000工　　作", "{{ done }}", 960),
            account("延期原因", "{{ reason }}", 960),
            account("保证措施", "{{ measures }}", 960),
            pair("联 系 人", "{{ contact }}", "联系电话", "{{ phone }}"),
        )
        + clause(
            "",
            "{{ number }}{{ item }}应于{{ due }}前{{ limit_kind }}，因上述原因预计不能如期"
            "{{ limit_kind }}，现申请延期至{{ wanted }}，请予审核。",
            KEEP + '<w:spacing w:before="120"/>',  # a signature never stands on a page alone
        )
        + given(
            "conditions",
            par("FormBasis", run("说明：", HEI), run("{{ conditions }}。"), props=KEEP),
        )
        + par("FormGap")
        + facts(
            signed(
                "申请单位",
                "主要负责人：{{ head }}",
                "（章）　　　　",
                "{{ applied_on }}　",
            ),
            signed("交办机构\u3000意　　见", BLANK, "负责人：　　　　　　　　年　月　日　"),
        )
    )
    return form("延期申请", body)


def feedback() -> Build:
    columns = [
        ("序号", 480, "{{ row.index }}"),
        ("目标任务", 2110, "{{ row.objective }}"),
        ("完成时限", 1920, "{{ row.completion }}"),  # 2026年10月31日 in one line
        ("办理状态", 1100, "□办结"),
        ("进展情况和佐证", 1700, BLANK),
        ("问题和下一步", 1534, BLANK),
    ]
    body = (
        title("落实情况反馈表", "交办单：{{ number }}", "{{ issued_on }}下发")
        + facts(
            wide("来　　源", "{{ source }}"),
            pair("反馈单位", "{{ unit }}", "反馈时限", "{{ feedback_by }}"),
            pair("反馈对象", "{{ feedback_to }}", "反馈日期", "　　　年　月　日"),
        )
        + _feedback_items(columns)
        + par(
            "FormBasis",
            run(
                "说明：序号与交办单相同，请勿增删行。“已办结”的写明完成情况并附佐证材料；"
                "“在办”的写明进展、存在问题和下一步安排；确需延期的，另报延期申请。"
                "本表加盖公章报送，电子版同步报送。"
            ),
            props='<w:spacing w:before="80" w:after="80"/>',
        )
        + table(
            "FormTable",
            GRID,
            pair("主要负责人", BLANK, "承 办 人", BLANK, 560),
            pair("联系电话", BLANK, "单位公章", BLANK, 900),
        )
        + par(
            "FormBasis",
            run("请报{{ feedback_to }}，联系人：{{ contact }}，电话：{{ phone }}。"),
            props='<w:spacing w:before="80"/>',
        )
    )
    return form("反馈表", body)


def _feedback_items(columns: list[tuple[str, int, str]]) -> str:
    caption = "反馈事项（共{{ task_count }}项）"
    made = listing(caption, "tasks", columns, height=900)
    # Two boxes under each other, so that nobody has to guess what may be written.
    one = run("□办结")
    two = run("□已办结") + "</w:p>" + par("FormCell", run("□在　办")).removesuffix("</w:p>")
    return made.replace(one, two)
