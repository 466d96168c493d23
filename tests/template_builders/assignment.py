"""交办单: the form with its 回执."""

from __future__ import annotations

from template_builders import forms
from template_builders.forms import head, label, pair, value, wide
from template_builders.package import Build, form
from template_builders.pieces import HEI, KEEP, LEFT, WIDTH, cell, par, row, run, step_row, table


def build() -> Build:
    urgency = run("\t{% if urgency %}") + run("紧急程度：{{ urgency }}", HEI) + run("{% endif %}")
    body = head("交　办　单", between=urgency) + facts() + tasks() + requirements()
    return form("交办单", body + signature() + receipt())


def facts() -> str:
    return forms.facts(
        wide("来　　源", "{{ source }}"),
        wide("主办单位", "{{ lead_units }}"),
        wide("协办单位", "{{ supporting_units }}"),
        pair("牵头领导", "{{ lead_officials }}", "责 任 人", "{{ responsible_persons }}"),
        pair("反馈时限", "{{ feedback_by }}", "反馈对象", "{{ feedback_to }}"),
    )


ORIGIN = (
    "（{% if task.urgent %}{{ task.urgent }}；{% endif %}"
    "{% if task.lead_units %}主办：{{ task.lead_units }}；{% endif %}"
    "{% if task.supporting_units %}协办：{{ task.supporting_units }}；{% endif %}"
    "{% if task.lead_officials %}牵头领导：{{ task.lead_officials }}；{% endif %}"
    "{% if task.responsible_persons %}责任人：{{ task.responsible_persons }}；{% endif %}"
    "{{ task.origin }}）"
)


def tasks() -> str:
    grid = [640, 4064, 2070, 2070]  # 2026年10月31日 in one line
    names = ("序号", "目标任务", "完成时限", "时序进度")
    heads = [label(width, name) for width, name in zip(grid, names, strict=True)]
    whole = sum(grid)

    centred = '<w:jc w:val="center"/>'
    body = row(
        cell(grid[0], par("FormCell", run("{{ task.index }}"), props=centred)),
        cell(grid[1], par("FormCell", run("{{ task.objective }}")), par("FormOrigin", run(ORIGIN))),
        cell(grid[2], par("FormCell", run("{{ task.completion }}"), props=centred)),
        cell(grid[3], par("FormCell", run("{{ task.schedule }}"), props=centred)),
        height=480,
    )
    return par("FormCaption", run("交办事项（共{{ task_count }}项）")) + table(
        "FormTable",
        grid,
        row(*heads, height=440, head=True),
        step_row("FormCell", whole, 4, "{%tr for task in tasks %}"),
        body,
        step_row("FormCell", whole, 4, "{%tr endfor %}"),
    )


def requirements() -> str:
    return "".join(
        [
            par(
                "FormText",
                run("办理要求：", HEI),
                run(
                    "请对照上列事项制定推进措施，明确责任到人，按时序进度组织落实。"
                    "需协调的问题，先行与有关单位会商，仍不能解决的，按程序书面报告，"
                    "并写明会商过程、意见分歧和办理建议。"
                ),
                props='<w:spacing w:before="120"/>',
            ),
            par(
                "FormText",
                run("反馈要求：", HEI),
                run(
                    "请于{{ feedback_by }}前，将落实情况以正式文件（主要负责同志签发、加盖公章）"
                    "报{{ feedback_to }}，电子版同步报送。"
                    "确需延期的，请在期满前书面说明原因和拟完成时间。"
                ),
            ),
            par("FormBasis", run("{%p if issue_basis %}")),
            par(
                "FormBasis",
                run("下发时限：", HEI),
                run("{{ issue_by }}。{{ issue_basis }}。"),
                props=KEEP,
            ),
            par("FormBasis", run("{%p endif %}")),
            par("FormBasis", run("反馈时限：", HEI), run("{{ feedback_basis }}。"), props=KEEP),
            par("FormText", run("{%p if attachments %}")),
            par("FormAttachment", run("附件：", HEI), run("{{ attachments }}"), props=KEEP),
            par("FormText", run("{%p endif %}")),
        ]
    )


def signature() -> str:
    grid = [4900, WIDTH - 4900]
    left = cell(
        grid[0],
        par(
            "FormSign",
            run("联系人：", HEI),
            run("{{ contact }}　"),
            run("电话：", HEI),
            run("{{ phone }}"),
            props=LEFT,
        ),
        par("FormSign", run("签　发：", HEI), run("{{ signer }}"), props=LEFT),
    )
    right = cell(
        grid[1],
        par("FormSign", run("{{ issuer_name }}（章）"), props=KEEP),
        par("FormSign", run("{{ issued_on }}"), props=KEEP),
    )
    rows = [row(left, right, height=1000), *forms.copies_rows()]
    return table("PlainTable", grid, *rows)


def receipt() -> str:
    blank = "　"
    grid = [1304, 3118, 1504, 2918]
    pairs = [
        ("编　　号", "{{ number }}", "收到时间", "　　　年　　月　　日"),
        ("收到单位", "{{ receipt_unit }}", "分管负责人", blank),
        ("责 任 人", blank, "联系电话", blank),
        ("承 办 人", blank, "联系电话", blank),
    ]
    rows = [
        row(
            label(grid[0], a, KEEP),
            value(grid[1], b, props=KEEP),
            label(grid[2], c, KEEP),
            value(grid[3], d, props=KEEP),
            height=500,
        )
        for a, b, c, d in pairs
    ]
    rest = WIDTH - grid[0]
    answer = cell(
        rest,
        par("FormValue", run("□ 无异议，按要求办理。"), props=KEEP),
        par("FormValue", run("□ 有异议：第　　　　项不属本单位职责，理由："), props=KEEP),
        par("FormValue", run(blank), props=KEEP),
        par("FormValue", run("　 建议承办单位："), props=KEEP),
        span=3,
    )
    seal = cell(rest, par("FormValue", run("（章）　　"), props='<w:jc w:val="right"/>'), span=3)
    rows.append(row(label(grid[0], "有无异议", KEEP), answer))
    rows.append(row(label(grid[0], "签 收 人"), seal, height=760))
    return (
        par("FormCut", run("交办单回执"))
        + par(
            "FormBasis",
            run(
                "请收到后填写并送{{ issuer_name }}。对交办事项有异议的，"
                "自收到之日起{{ objection_days }}个工作日内写明理由和建议承办单位。"
            ),
            props=KEEP + '<w:spacing w:after="80"/>',
        )
        + table("FormTable", grid, *rows)
    )
