"""``duban paper``: a plan made from a document, or a paper about a ticket that is in the ledger.

Nothing is numbered and the ledger stays as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.commands.breakdown import PAPER as PLAN
from toolkit.commands.breakdown import check_year, plan_paper
from toolkit.commands.console import ChineseCommand, day, one_of, task_number
from toolkit.commands.terminal import (
    ambiguous,
    finding_lines,
    folder_for,
    office_for,
    office_option,
    say,
    today,
    write_new,
)
from toolkit.errors import ReviewError, UsageError
from toolkit.screen.display import paragraph

_ABOUT_A_TICKET = (
    "交办通知",
    "领导批示办理单",
    "督办通知书",
    "延期申请",
    "延期批复",
    "销号单",
    "反馈表",
)
_NAMES = {name: name for name in (PLAN, *_ABOUT_A_TICKET)}


@click.command(
    cls=ChineseCommand, short_help="出其他各种单：任务分解方案、销号单、延期申请、反馈表等"
)
@click.argument("name", metavar="单名", type=one_of("单", _NAMES))
@click.argument("file", metavar="文件或编号")
@click.option("-o", "--output", metavar="文件", help="写到哪个 Word 文件。不写则以单名和编号为名。")
@click.option(
    "--item", "items", multiple=True, type=task_number, metavar="项次", help="第几项。可写多次。"
)
@click.option("--number", default="", metavar="字号", help="通知、批复的发文字号，照印在文件上。")
@click.option("--completion", is_flag=True, help="延期申请：延的是完成时限。不写则为反馈时限。")
@click.option("--until", type=day, metavar="日期", help="延期申请：申请延至何日。")
@click.option("--reason", default="", metavar="理由", help="延期申请：延期原因。")
@click.option("--year", metavar="年份", help="方案：哪一年的报告。不写则按文件，没有的为今年。")
@click.option("--adopted-by", default="", metavar="会议", help="方案：审议通过报告的会议全称。")
@click.option(
    "--report-rule",
    default="每季度结束后5个工作日内",
    metavar="时间",
    help="方案：各单位何时报告进展。不写则为 每季度结束后5个工作日内。",
)
@office_option
def paper(name: str, file: str, output: str | None, **wishes: Any) -> int:
    """由一份文件出任务分解方案，或由台账里的一份单（写编号）出与它有关的单。

    任务分解方案：写政府工作报告或任务分解文件，加 -o。交办通知、领导批示办理单、督办通知书、
    延期申请、延期批复、销号单、反馈表：写单的编号，如 duban paper 销号单 12号。

    不编号，不改台账；台账里没有的，单上空着，会逐项说明。
    """
    if name == PLAN:
        if output is None:
            raise UsageError("E0205", "缺少 -o 文件。用 --help 查看写法。")
        return _plan(Path(file), Path(output), wishes)
    return _about_ticket(name, file, output, wishes)


def _about_ticket(name: str, number: str, output: str | None, wishes: dict[str, Any]) -> int:
    from toolkit.follow_up.ticket_papers import Wish, left_blank, paper_fields
    from toolkit.life_cycle import Limit
    from toolkit.office.shelf import shelf_of
    from toolkit.papers import PAPERS
    from toolkit.rendering.fields import text_findings

    home = office_for(wishes["office"])
    limit = Limit.COMPLETION if wishes["completion"] else Limit.FEEDBACK
    wish = Wish(wishes["number"], limit, wishes["until"], wishes["reason"])
    fields = paper_fields(home, name, number, wishes["items"], wish, today=today())
    template = shelf_of(home).template(PAPERS[name])
    target = Path(output or f"{name}-{number}.docx")
    write_new(target, template.render(fields))
    said = [f"已写到 {target}。没有编号，没有改动台账。"]
    if blank := left_blank(fields):
        said += paragraph(f"单上空着、请填写的：{'、'.join(blank)}。", ambiguous=ambiguous())
    say([*said, *finding_lines(text_findings(fields))])
    return 0


def _plan(file: Path, output: Path, wishes: dict[str, Any]) -> int:
    from toolkit import pipeline
    from toolkit.office.settings import load_office

    check_year(wishes["year"])
    home = load_office(folder_for(wishes["office"]))
    _, extraction = pipeline.extract_tasks(file, folder=home.folder)
    tasks = extraction.tasks
    if not tasks:
        raise ReviewError("E2411", f"“{file.name}”里没有找到任务，没有写文件。")
    asked = (wishes["year"], wishes["adopted_by"], wishes["report_rule"])
    data, doubts = plan_paper(tasks, home, extraction.source.date, *asked)
    write_new(output, data)
    blank = sum(not task.lead_units for task in tasks)
    said = [f"已写到 {output}，共{len(tasks)}项任务。"]
    if blank:
        said.append(f"其中{blank}项没有牵头单位，表中为“（待填）”，请补填。")
    if home.folder is None:
        said.append("当前不在督办文件夹中，机关名称用的是示例县的。")
    said.append("发文字号、成文日期、印发日期待填；没有编号，没有记台账。")
    say([*said, *finding_lines(doubts)])
    return 0
