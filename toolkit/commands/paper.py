"""``duban paper``: a paper made from a document, without a number and without the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.commands.console import one_of
from toolkit.commands.terminal import folder_for, office_option, say, today, write_new
from toolkit.errors import ReviewError, UsageError

PLAN = "任务分解方案"


@click.command(short_help="由政府工作报告或任务分解文件，出任务分解方案（公文，附任务表）")
@click.argument("name", metavar="单名", type=one_of("单", {PLAN: PLAN}))
@click.argument("file", metavar="文件")
@click.option("-o", "--output", required=True, metavar="文件", help="写到哪个 Word 文件。")
@click.option("--year", metavar="年份", help="哪一年的报告。不写则按文件的日期，没有的为今年。")
@click.option("--adopted-by", default="", metavar="会议", help="审议通过报告的会议全称。")
@click.option(
    "--report-rule",
    default="每季度结束后5个工作日内",
    metavar="时间",
    help="各单位何时报告进展。不写则为 每季度结束后5个工作日内。",
)
@office_option
def paper(
    name: str,
    file: str,
    output: str,
    year: str | None,
    adopted_by: str,
    report_rule: str,
    office: str | None,
) -> int:
    """由政府工作报告（或已分解的任务文件）生成任务分解方案：通知正文，后附任务表。

    不编号，不记台账；文件没有写明的牵头单位、牵头领导，表中为“（待填）”。
    """
    from toolkit import pipeline
    from toolkit.papers import PAPERS
    from toolkit.papers.breakdown import plan_fields
    from toolkit.rendering.shelf import template_for
    from toolkit.settings import TEMPLATE_FOLDER, load_office

    if year is not None and not (year.isdecimal() and len(year) == 4):
        raise UsageError("E0206", f"“{year}”不是年份。请写成 2026 这样的形式。")
    folder = folder_for(office)
    template = template_for(PAPERS[name], folder / TEMPLATE_FOLDER if folder else None)
    _, extraction = pipeline.extract_tasks(Path(file), folder=folder)
    if not extraction.tasks:
        raise ReviewError("E2411", f"“{Path(file).name}”里没有找到任务，没有写文件。")
    day = extraction.source.date
    fields = plan_fields(
        extraction.tasks,
        county=load_office(folder).settings.county,
        year=year or str((day or today()).year),
        adopted_by=adopted_by,
        report_rule=report_rule,
    )
    write_new(Path(output), template.render(fields))
    blank = sum(not task.lead_units for task in extraction.tasks)
    said = [f"已写到 {output}，共{fields.task_count}项任务。"]
    if blank:
        said.append(f"其中{blank}项没有牵头单位，表中为“（待填）”，请补填。")
    if folder is None:
        said.append("当前不在督办文件夹中，机关名称用的是示例县的。")
    say([*said, "发文字号、成文日期、印发日期待填；没有编号，没有记台账。"])
    return 0
