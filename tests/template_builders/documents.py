"""公文: 任务分解方案 with all of GB/T 9704, 政务督查通报 with a masthead."""

from __future__ import annotations

from template_builders.forms import foot_line, listing
from template_builders.letters import heading, text
from template_builders.look import LINE, empty_footer, empty_header, lying_number, spacing
from template_builders.package import NUMBERED, NUMBERS, Build
from template_builders.pieces import (
    HEAD,
    KAI,
    WIDE,
    WIDTH,
    R,
    W,
    cell,
    par,
    references,
    row,
    run,
    section,
    section_end,
    step_row,
    table,
)

TASKS = [
    ("序号", 700, "{{ row.index }}"),
    ("工作任务", 4056, "{{ row.text }}"),
    ("目标任务", 1600, "{{ row.targets }}"),
    ("牵头领导", 1200, "{{ row.lead_officials }}"),
    ("牵头单位", 1700, "{{ row.lead_units }}"),
    ("配合单位", 1900, "{{ row.supporting_units }}"),
    ("完成时限", 1600, "{{ row.schedule }}"),
]


def breakdown() -> Build:
    plan = "{{ year }}年政府工作报告任务分解方案"
    body = (
        par("DocMark", run("{{ issuer_name }}文件"))
        + par("DocNumber", run("{{ number }}"))
        + par(
            "DocTitle",
            run("{{ issuer_name }}\n关于印发{{ year }}年政府工作报告\n任务分解方案的通知"),
        )
        + par("DocTo", run("{{ addressees }}："))
        + text(
            "{{ year }}年《政府工作报告》{% if adopted_by %}已经{{ adopted_by }}审议通过"
            "{% else %}已经审议通过{% endif %}。为确保各项任务落到实处，现将报告提出的"
            "{% if chapter_count %}{{ chapter_count }}个方面{% endif %}{{ task_count }}项任务"
            "分解下达，请认真组织实施。"
        )
        + heading("一、压实责任")
        + text("牵头领导统筹调度，牵头单位拟订推进方案，细化到季度、到责任人；配合单位按职责落实。")
        + heading("二、按季报告")
        + text("各牵头单位于{{ report_rule }}将进展情况报{{ report_to }}。")
        + heading("三、强化督查")
        + text("{{ report_to }}建立台账、跟踪督查、定期通报，结果作为年度考核依据。")
        + par("DocAttachment", run("附件："), run(plan))
        + par("DocSign", run("{{ issuer_name }}"))
        + par("DocDate", run("{{ issued_on }}"))
        + section_end(section(NUMBERED))
        + par("AnnexMark", run("附件"))
        + par("AnnexTitle", run(plan))
        + _with_chapters(listing("", "tasks", TASKS, style="FormFine"))
        + section_end(section(LYING, starts="nextPage", lying=True))
        + par("FormEnd")
        + section(UNNUMBERED, starts="evenPage", footer=1984)
    )
    parts = NUMBERS | {
        "header1": lying_number("right"),
        "header2": lying_number("left"),
        "footer3": empty_footer(),
        "header3": empty_header(),
        "footer4": imprint(),
    }
    return Build("任务分解方案", body, parts)


LYING = references(
    header_default="rId6", header_even="rId7", footer_default="rId8", footer_even="rId8"
)
# 版记 stands on an even page of its own, which carries no number (G50, G56).
UNNUMBERED = references(
    header_default="rId9", header_even="rId9", footer_default="rId10", footer_even="rId10"
)


def _with_chapters(made: str) -> str:
    """A row over the whole width before the first task of a chapter."""
    span = len(TASKS)
    opening = step_row("FormFine", WIDE, span, "{%tr for row in tasks %}")
    chapter = (
        step_row("FormFine", WIDE, span, "{%tr if row.chapter %}")
        + row(cell(WIDE, par("FormChapter", run("{{ row.chapter }}")), span=span), height=440)
        + step_row("FormFine", WIDE, span, "{%tr endif %}")
    )
    return made.replace(opening, opening + chapter)


def imprint() -> str:
    """版记 as a footer that ends where the text area ends."""
    rows = (
        step_row("Imprint", WIDTH, 1, "{%tr if copies %}"),
        _ruled(par("Imprint", run("抄送："), run("{{ copies }}。")), top=8),
        step_row("Imprint", WIDTH, 1, "{%tr endif %}"),
        _ruled(
            par("ImprintLast", run("{{ printer }}"), run("\t{{ printed_on }}印发")),
            top=6,
            bottom=8,
        ),
    )
    body = table("PlainTable", [WIDTH], *rows) + par("FormEnd")
    return f"{HEAD}<w:ftr {W} {R}>{body}</w:ftr>"


def _ruled(paragraph: str, **edges: int) -> str:
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for edge, size in edges.items()
    )
    return row(cell(WIDTH, paragraph, props=f"<w:tcBorders>{lines}</w:tcBorders>"))


STATES = [
    ("序号", 500, "{{ row.index }}"),
    ("交办单编号", 1480, "{{ row.number }}"),  # 〔2026〕112号 in one line
    ("事项", 2244, "{{ row.objective }}"),
    ("主办单位", 1340, "{{ row.unit }}"),
    ("完成时限", 1240, "{{ row.completion }}"),
    ("办理状态", 1000, "{{ row.state }}"),
    ("进展情况", 1040, "{{ row.progress }}"),
]


def bulletin() -> Build:
    body = (
        par("Masthead", run("政务督查通报"))
        + par("MastheadIssue", run("{{ issue }}{{ issue_in_all }}"))
        + par("MastheadLine", run("{{ issuer_name }}"), run("\t{{ issued_on }}"))
        + par("DocTitle", run("关于{{ subject }}\n落实情况的通报"))
        + text(
            "{{ basis }}，{{ issuer_name }}对{{ subject }}落实情况进行了督查。"
            "现将有关情况通报如下。",
            props=spacing(LINE, LINE),
        )
        + heading("一、总体情况")
        + text(
            "{{ subject }}共{{ total }}项，截至{{ as_of }}，已办结{{ done }}项，"
            "占{{ done_share }}；正在办理{{ open }}项，占{{ open_share }}；"
            "逾期{{ overdue }}项，占{{ overdue_share }}。"
        )
        + heading("二、办理情况")
        + _units("good", "（一）办理较好的单位。")
        + _units("slow", "{% if good %}（二）{% else %}（一）{% endif %}进展较慢的单位。")
        + _numbered("problems", "三、存在问题")
        + text("{%p if problems %}")
        + heading("四、下一步要求")
        + text("{%p else %}")
        + heading("三、下一步要求")
        + text("{%p endif %}")
        + _paragraphs("demands")
        + text("{%p if rows %}")
        + par("DocAttachment", run("附件："), run("{{ subject }}落实情况明细表"))
        + text("{%p endif %}")
        + par("DocNote", run("（批准：{{ approved }}）"))
        + text("{%p if rows %}")
        + par("AnnexMark", run("附件"), props="<w:pageBreakBefore/>")
        + par("AnnexTitle", run("{{ subject }}\n落实情况明细表"))
        + listing("", "rows", STATES, style="FormFine")
        + text("{%p endif %}")
        + _distribution()
        + par("FormEnd")
        + section(NUMBERED)
    )
    return Build("政务督查通报", body, NUMBERS)


def _units(name: str, title: str) -> str:
    line = (
        f"{{% for row in {name} %}}{{{{ row.unit }}}}"
        "{% if row.numbers %}（{{ row.numbers }}）{% endif %}"
        "{% if row.text %}，{{ row.text }}{% endif %}"
        "{% if loop.last %}。{% else %}；{% endif %}{% endfor %}"
    )
    said = par("DocText", run(title, KAI), run(line))
    return text(f"{{%p if {name} %}}") + said + text("{%p endif %}")


def _numbered(name: str, title: str) -> str:
    return text(f"{{%p if {name} %}}") + heading(title) + _paragraphs(name) + text("{%p endif %}")


def _paragraphs(name: str) -> str:
    said = par("DocText", run("{{ row.ordinal }}", KAI), run("{{ row.text }}"))
    return text(f"{{%p for row in {name} %}}") + said + text("{%p endfor %}")


def _distribution() -> str:
    """报、送、发: by custom, not by the standard."""
    lines = (
        "{% if reported_to %}　报：{{ reported_to }}。{% endif %}",
        "{% if sent_to %}{% if reported_to %}\n{% endif %}　送：{{ sent_to }}。{% endif %}",
        "{% if distributed_to %}{% if reported_to or sent_to %}\n{% endif %}"
        "　发：{{ distributed_to }}。{% endif %}",
    )
    condition = "reported_to or sent_to or distributed_to"
    return foot_line(condition, *map(run, lines), style="ImprintLines")
