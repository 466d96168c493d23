"""``duban breakdown``: a work report divided into tasks, as a Word paper and an Excel plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.commands.console import ChineseCommand, day
from toolkit.commands.terminal import (
    ambiguous,
    finding_lines,
    office_for,
    office_option,
    office_words,
    say,
    today,
    write_new,
)
from toolkit.errors import ReviewError, StorageError, UsageError

if TYPE_CHECKING:
    from toolkit.model import ExtractedTask, Finding
    from toolkit.office.settings import OfficeFolder
    from toolkit.plan import Plan

PAPER = "任务分解方案"
PAPER_FILE, PLAN_FILE = f"{PAPER}.docx", "分解计划.xlsx"


@click.command(
    cls=ChineseCommand,
    short_help="分解政府工作报告：出任务分解方案（Word）和供分派、审定的计划表（Excel）",
)
@click.argument("file", metavar="文件")
@click.option("-o", "--output", required=True, metavar="文件夹", help="写到哪个文件夹。")
@click.option("--year", metavar="年份", help="哪一年的报告。不写则按文件的日期，没有的为今年。")
@click.option("--adopted-by", default="", metavar="会议", help="审议通过报告的会议全称。")
@click.option(
    "--adopted-on", type=day, metavar="日期", help="会议闭幕日期；计划表中早于它的日期会指出。"
)
@click.option(
    "--report-rule",
    default="每季度结束后5个工作日内",
    metavar="时间",
    help="各单位何时报告进展。不写则为 每季度结束后5个工作日内。",
)
@click.option(
    "--earlier", multiple=True, metavar="文件", help="往年的分解方案，供建议单位时参考。可写多次。"
)
@office_option
def breakdown(
    file: str,
    output: str,
    year: str | None,
    adopted_by: str,
    adopted_on: date | None,
    report_rule: str,
    earlier: tuple[str, ...],
    office: str | None,
) -> int:
    """把政府工作报告分解成任务：写出任务分解方案和一行一项任务的计划表。

    报告不写责任单位，按单位职责、往年分解和台账提出建议并说明理由，拿不准的写“待定”。
    督办文件夹里的“往年分解”文件夹和台账会自动参考。

    计划表改好后，写 duban breakdown 计划表 -o 文件夹 核对，并按改好的内容重新出方案。
    """
    from toolkit.planning import plan_bytes, planned_tasks
    from toolkit.screen.plan_listings import breakdown_lines

    check_year(year)
    home, source = office_for(office), Path(file)
    is_plan = source.suffix.lower() in (".xlsx", ".xlsm")
    plan = (
        _checked(source, home)
        if is_plan
        else _drafted(source, home, adopted_on, [Path(each) for each in earlier])
    )
    dated = plan.sources[0].not_before if plan.sources else None
    tasks = planned_tasks(plan)
    paper, doubts = plan_paper(tasks, home, dated, year, adopted_by, report_rule)
    files = {PAPER_FILE: paper}
    if not is_plan:
        files[PLAN_FILE] = plan_bytes(plan, home)
    _write_all(Path(output), files)
    written = [str(Path(output) / name) for name in files]
    lines = breakdown_lines(
        plan,
        written,
        is_decided=is_plan,
        is_example=home.folder is None,
        office=office_words(office),
        ambiguous=ambiguous(),
    )
    say([*lines, *finding_lines(doubts)])
    return 0


def _drafted(source: Path, home: OfficeFolder, adopted_on: date | None, files: list[Path]) -> Plan:
    from toolkit.earlier import suggested
    from toolkit.planning import draft_plan
    from toolkit.recognition import extract_tasks
    from toolkit.screen.plan_listings import reading_lines

    document, extraction = extract_tasks(source, folder=home.folder)
    if not extraction.tasks:
        raise ReviewError("E2411", f"“{source.name}”里没有找到任务，没有写文件。")
    say(reading_lines(document, extraction, ambiguous=ambiguous()))
    return suggested(draft_plan(document, extraction, adopted_on=adopted_on), home, files)


def _checked(source: Path, home: OfficeFolder) -> Plan:
    """The plan that came back. Raises ReviewError with the first fault, all having been shown."""
    from toolkit.model import Severity
    from toolkit.planning import read_plan
    from toolkit.screen.plan_listings import plan_findings_lines

    plan, findings = read_plan(source, home)
    say(plan_findings_lines(findings, ambiguous=ambiguous()))
    faults = [each for each in findings if each.severity is Severity.ERROR]
    if faults:
        raise ReviewError("E2413", f"计划表有{len(faults)}处须改正，没有写文件。请改好存盘后再试。")
    return plan


def check_year(year: str | None) -> None:
    """Raises UsageError E0206 for what is no year."""
    if year is not None and not (year.isdecimal() and len(year) == 4):
        raise UsageError("E0206", f"“{year}”不是年份。请写成 2026 这样的形式。")


def plan_paper(
    tasks: Sequence[ExtractedTask],
    home: OfficeFolder,
    dated: date | None,
    year: str | None,
    adopted_by: str,
    report_rule: str,
) -> tuple[bytes, Sequence[Finding]]:
    """The 任务分解方案 in the office's own form, if it has one, and what its texts leave in doubt;
    ``dated`` is the day of the report, or of the assembly that adopted it."""
    from toolkit.office.shelf import shelf_of
    from toolkit.papers import PAPERS
    from toolkit.papers.breakdown import plan_fields
    from toolkit.rendering.fields import text_findings

    fields = plan_fields(
        tasks,
        county=home.settings.county,
        year=year or str((dated or today()).year),
        adopted_by=adopted_by,
        report_rule=report_rule,
    )
    return shelf_of(home).template(PAPERS[PAPER]).render(fields), text_findings(fields)


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    """All files or none; nothing that is there is overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, data in files.items():
            write_new(folder / name, data)
            written.append(folder / name)
    except (OSError, StorageError):
        for path in written:
            path.unlink(missing_ok=True)
        raise
