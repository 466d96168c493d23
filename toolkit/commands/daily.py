"""``duban tick``: what a scheduled job runs every morning."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from toolkit.commands.console import ChineseCommand
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


@click.command(cls=ChineseCommand, short_help="每天运行一次：补写中断的，登记并列出（发送）提醒")
@click.option("--ics", metavar="文件", help="把今天提醒的日子另存为日历文件（.ics）。")
@office_option
@json_option
def tick(ics: str | None, **wishes: Any) -> int:
    """做当天的例行工作：补写中断时没写完的单；到期前、逾期的登记提醒并列出来。

    每一项、每个时限、每一级提醒只登记一次：一天运行几次、几台电脑同时运行，都不会重复。
    duban.toml 的 [notify] 填了地址的，同时发送，只发编号和日期；默认不发送。
    """
    from toolkit.follow_up import daily
    from toolkit.screen import daily_listings

    home = office_for(wishes["office"])
    done = daily.tick(home, today())
    if wishes["as_json"]:
        said = [json_text(daily_listings.tick_object(done))]
    else:
        said = daily_listings.tick_lines(done, ambiguous=ambiguous())
    if ics is not None:
        from toolkit.follow_up.calendar_file import reminder_bytes

        county = home.settings.county
        write_over(Path(ics), reminder_bytes(done.notices, county, made_on=today()))
        said += [] if wishes["as_json"] else [f"日历文件已写到 {ics}。"]
    say(said)
    faults = [*(fault for _, fault in done.recovery.failed), *done.faults]
    for fault in faults:
        print(str(fault), file=sys.stderr)
    return faults[0].exit_code if faults else 0
