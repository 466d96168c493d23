"""``duban deadline`` and ``duban rules``: what the regulation says, without any document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.commands.console import ChineseCommand, day
from toolkit.commands.terminal import (
    ambiguous,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
)
from toolkit.errors import ReviewError

printed_on_option = click.option(
    "--printed-on",
    type=day,
    metavar="日期",
    help="纪要印发日期。自印发之日起算的制度才用；不写则用文件写明的。",
)
report_by_option = click.option(
    "--report-by", type=day, metavar="日期", help="领导或公文另行要求的反馈日期，优先于制度的时限。"
)
issued_on_option = click.option(
    "--issued-on", type=day, metavar="日期", help="签发日期。不写则为今天（北京时间）。"
)


@click.command(
    cls=ChineseCommand, short_help="某类来源、某一天的下发时限和反馈时限，附推算过程和条款"
)
@click.option("--source", required=True, metavar="类别", help="来源类别，如 常务会议。")
@click.option("--on", type=day, required=True, metavar="日期", help="会议、批示或收文日期。")
@issued_on_option
@printed_on_option
@report_by_option
@office_option
@json_option
def deadline(
    source: str,
    on: date,
    office: str | None,
    as_json: bool,
    **days: date | None,
) -> int:
    """推算下发时限和反馈时限，说明怎样推算、依据哪一条。

    需要的放假安排尚未公布时，只给暂定日期，退出码为 4；日期本身有误时也是 4。
    """
    from toolkit import contract
    from toolkit.office import law
    from toolkit.screen import reports

    decision = law.decide_deadlines(source, on, office_for(office), **days)
    if as_json:
        say([json_text(contract.decision_object(decision))])
    else:
        say(reports.decision_lines(decision, ambiguous=ambiguous()))
    is_open = contract.is_faulty(decision) or contract.is_provisional(decision)
    return ReviewError.exit_code if is_open else 0


@click.command(cls=ChineseCommand, short_help="逐条列出制度：内容、由什么承担、依据是否写明")
@click.option("--choices", is_flag=True, help="只列计算规则：怎么算、依据、可以改用的做法。")
@click.option("--sources", is_flag=True, help="只列来源类别：名称、编号、别的叫法。")
@click.option("--copy", metavar="文件夹", help="把所用的制度复制到一个新文件夹，供改成自己的。")
@office_option
@json_option
def rules(choices: bool, sources: bool, copy: str | None, office: str | None, as_json: bool) -> int:
    """逐条列出所用的制度：每条的内容、由哪一项规定或程序承担、条文写明还是类推。

    本单位用自己的制度时，列的是自己的。
    """
    from toolkit.office import law
    from toolkit.screen import rulebook

    if copy is not None:
        say(rulebook.copied_lines(copy, law.copy_regulation(office_for(office), Path(copy))))
        return 0
    regulation = law.law_of(office_for(office)).regulation
    if as_json:
        say([json_text(rulebook.rules_object(regulation))])
    elif sources:
        say(rulebook.sources_lines(regulation, ambiguous=ambiguous()))
    elif choices:
        say(rulebook.choices_lines(regulation, ambiguous=ambiguous()))
    else:
        say(rulebook.rules_lines(regulation, ambiguous=ambiguous()))
    return 0
