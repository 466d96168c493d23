"""``duban report``: a period's figures on the screen, as Excel, and as the 政务督查通报."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.commands.console import ChineseCommand, day
from toolkit.commands.terminal import (
    ambiguous,
    finding_lines,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
    today,
    write_new,
)
from toolkit.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from toolkit.follow_up.reporting import Report
    from toolkit.model import Finding
    from toolkit.office.settings import OfficeFolder

PAPER = "政务督查通报"


@click.command(cls=ChineseCommand, short_help="通报：一段时间交办、办结、逾期多少，可出表、出通报")
@click.option("--from", "start", type=day, metavar="日期", help="下发日期从哪天起。不写为元旦。")
@click.option("--to", "end", type=day, metavar="日期", help="到哪天止。不写为今天。")
@click.option("--as-of", type=day, metavar="日期", help="截至哪天的办理情况。不写为今天。")
@click.option("--unit", default="", metavar="单位", help="只统计某个牵头单位的。")
@click.option("--source", default="", metavar="来源", help="只统计某类来源，或标题含这些字的文件。")
@click.option("--excel", metavar="文件", help="另存为 Excel 文件（.xlsx）。")
@click.option("--paper", metavar="文件", help="出政务督查通报（Word）。")
@click.option("--text", "prose", metavar="文件", help="通报里由人写的部分，各部分写上标题。")
@click.option("--issue", default="", metavar="期号", help="如 第8期。")
@click.option("--subject", default="", metavar="对象", help="如 县政府第48次常务会议议定事项。")
@click.option("--approved", default="", metavar="批准", help="批准人和日期。")
@office_option
@json_option
def report(**wishes: Any) -> int:
    """统计一段时间内下发的交办事项：交办、办结、在办、逾期、迟报、退回、延期，按单位、按来源列出。

    --paper 出政务督查通报，数字全部由台账算出；--text 的文件写“存在问题”“下一步要求”等部分，
    其中的数与台账对不上的，指出在哪里，不出通报。
    """
    from toolkit.follow_up.reporting import make_report
    from toolkit.ledger.reporting import ReportQuestion
    from toolkit.screen import report_listings

    home = office_for(wishes["office"])
    start: date = wishes["start"] or date(today().year, 1, 1)
    end: date = wishes["end"] or today()
    if end < start:
        raise UsageError("E0206", f"--to {end}早于--from {start}。请核对日期。")
    asked = ReportQuestion(
        start, end, wishes["as_of"] or today(), wishes["unit"].strip(), wishes["source"].strip()
    )
    with_items = any(wishes[name] for name in ("as_json", "excel", "paper"))
    made = make_report(home, asked, with_items=with_items)
    found, written = _files(home, made, wishes)
    if wishes["as_json"]:
        say([json_text(report_listings.report_object(made, found))])
    else:
        say([*report_listings.report_lines(made, ambiguous=ambiguous()), *written])
    return 0


def _files(
    home: OfficeFolder, made: Report, wishes: dict[str, Any]
) -> tuple[tuple[Finding, ...], list[str]]:
    """Write what is asked for; the paper first, because it may be refused."""
    from toolkit.follow_up.reporting import publicity_demands
    from toolkit.screen.display import paragraph

    found: tuple[Finding, ...] = ()
    said = []
    if wishes["paper"]:
        found, data = _paper(home, made, wishes)
        write_new(Path(wishes["paper"]), data)
        said.append(f"通报已写到 {wishes['paper']}。期号、批准等没有写明的，印“（待填）”。")
        for demand in () if wishes["approved"] else publicity_demands(home, today()):
            told = f"{demand}批准后加 --approved 写明批准人和日期。"
            said += paragraph(told, ambiguous=ambiguous())
        said += finding_lines(found)
    elif wishes["prose"]:
        raise UsageError("E0205", "--text 要和 --paper 一起用。用 --help 查看写法。")
    if wishes["excel"]:
        from toolkit.follow_up.reporting import report_tables
        from toolkit.workbook.tables import tables_bytes

        write_new(Path(wishes["excel"]), tables_bytes(report_tables(made)))
        said.append(f"表格已写到 {wishes['excel']}。")
    return found, said


def _paper(
    home: OfficeFolder, made: Report, wishes: dict[str, Any]
) -> tuple[tuple[Finding, ...], bytes]:
    from toolkit.follow_up import reporting
    from toolkit.model import Severity
    from toolkit.office.shelf import shelf_of
    from toolkit.papers import PAPERS
    from toolkit.prose import Prose
    from toolkit.reading import read_document
    from toolkit.rendering.fields import text_findings

    if not made.whole.issued:
        raise ReviewError("E4551", "这段时间没有下发的交办事项，没有出通报。请核对日期和范围。")
    prose = Prose()
    found: tuple[Finding, ...] = ()
    if wishes["prose"]:
        prose, found = reporting.read_prose(read_document(Path(wishes["prose"])), made)
    if wrong := [each for each in found if each.severity is Severity.ERROR]:
        told = "".join(each.message for each in wrong)
        raise ReviewError(wrong[0].code, f"{told}没有出通报。")
    wish = reporting.BulletinWish(wishes["issue"], wishes["subject"], wishes["approved"])
    template = shelf_of(home).template(PAPERS[PAPER])
    fields = reporting.bulletin_fields(home, made, prose, wish, today())
    return (*found, *text_findings(fields)), template.render(fields)
