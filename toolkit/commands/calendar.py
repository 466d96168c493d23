"""``duban calendar``: what is due when; ``duban calendar import``: a year's holiday notice."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.commands.console import ChineseGroup
from toolkit.commands.terminal import (
    ambiguous,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
    today,
    write_over,
)
from toolkit.errors import UsageError


def year_number(text: str) -> int:
    """A year as typed: 2026 or 2026年."""
    digits = text.removesuffix("年").strip()
    if not (digits.isdecimal() and len(digits) == 4 and 1949 <= int(digits) <= 2199):
        raise UsageError("E0206", f"“{text}”不是年份。请写成 2026 这样的形式。")
    return int(digits)


def month_number(text: str) -> int:
    """A month as typed: 3 or 3月."""
    digits = text.removesuffix("月").strip()
    if not (digits.isdecimal() and 1 <= int(digits) <= 12):
        raise UsageError("E0206", f"“{text}”不是月份。请写 1 到 12 的数字。")
    return int(digits)


@click.group(
    cls=ChineseGroup,
    invoke_without_command=True,
    short_help="一年（一月）里什么时候该做什么：例会、调度、点评、观摩、专报",
)
@click.option("--year", type=year_number, metavar="年份", help="哪一年。不写则为今年。")
@click.option("--month", type=month_number, metavar="月份", help="只列某个月。")
@click.option("--tickets", is_flag=True, help="同时列出台账中未办结事项的反馈、完成日期。")
@click.option("--ics", metavar="文件", help="另存为日历文件（.ics），可导入手机、电脑的日历。")
@office_option
@json_option
@click.pass_context
def calendar(
    context: click.Context,
    year: int | None,
    month: int | None,
    tickets: bool,
    ics: str | None,
    office: str | None,
    as_json: bool,
) -> int:
    """列出办法规定的定期工作在哪一天：每周例会、季度分析、月调度、季点评、半年观摩、季度专报。

    放假的自动移开；放假安排没有公布的年份，受影响的日期都标“暂定”。
    """
    if context.invoked_subcommand is not None:
        return 0
    from toolkit.follow_up.timetable import timetable
    from toolkit.screen.timetable_listings import timetable_lines, timetable_object

    home = office_for(office)
    found = timetable(home, year or today().year, month, tickets=tickets)
    said = (
        [json_text(timetable_object(found))]
        if as_json
        else timetable_lines(found, ambiguous=ambiguous())
    )
    if ics is not None:
        from toolkit.follow_up.calendar_file import calendar_bytes

        write_over(Path(ics), calendar_bytes(found, home.settings.county, made_on=today()))
        said += [] if as_json else [f"日历文件已写到 {ics}，共{len(found.rows)}项。"]
    say(said)
    return 0


@calendar.command("import", short_help="导入一年的放假安排，或本地放假的日子")
@click.argument("file", metavar="文件")
@click.option("--dry-run", is_flag=True, help="只看会变动什么，不导入。")
@click.option("--replace", is_flag=True, help="这一年已有放假安排，确要用这份代替。")
@office_option
@json_option
def import_file(file: str, dry_run: bool, replace: bool, office: str | None, as_json: bool) -> int:
    """检查一份放假安排，存进督办文件夹的“日历”，列出台账中因此变动的时限。

    文件可以是国务院办公厅放假通知的全文（.docx、.txt），也可以是写好的 TOML 文件
    （本地放假用这一种）。
    已下发的单日期不会自动改动，只列为建议；还没有交办的，以后列出时按新的日期计算。
    """
    from toolkit.follow_up.holiday_import import import_arrangement
    from toolkit.screen.timetable_listings import import_lines, import_object

    home = office_for(office)
    done = import_arrangement(Path(file), home, replace=replace, dry_run=dry_run)
    if as_json:
        say([json_text(import_object(done))])
    elif home.folder is not None:
        say(import_lines(done, home.folder, ambiguous=ambiguous()))
    return 0
