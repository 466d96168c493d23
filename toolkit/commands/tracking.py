"""The commands of a ticket's life: receipt, review, extend, close, void, show, due."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.commands.console import ChineseCommand, all_of, day, task_number
from toolkit.commands.terminal import (
    ambiguous,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
    today,
)
from toolkit.errors import StorageError, UsageError

if TYPE_CHECKING:
    from toolkit.office.settings import OfficeFolder

METHODS = ("书面核查", "实地核查")

number_argument = click.argument("number", metavar="编号")
items_option = click.option(
    "--item",
    "items",
    multiple=True,
    type=task_number,
    metavar="项次",
    help="第几项。可写多次。",
)
on_option = click.option("--on", type=day, metavar="日期", help="办理日期。不写则为今天。")
unit_option = click.option("--unit", default="", metavar="单位", help="哪个单位。不写为牵头单位。")
body_option = click.option(
    "--body", default="", metavar="机构", help="哪个机构核查。不写则为交办机构。"
)
who_option = click.option("--who", default="", metavar="姓名", help="经办人（核查人、决定人）。")
text_option = click.option("--text", default="", metavar="内容", help="内容或理由。")
until_option = click.option("--until", type=day, metavar="日期", help="新的日期。")
method_option = click.option(
    "--method", default="", metavar="方式", help=f"核查方式：{'、'.join(METHODS)}。"
)
of_a_step = all_of(
    number_argument, items_option, on_option, who_option, text_option, office_option, json_option
)


@click.command(cls=ChineseCommand, short_help="登记签收；承办单位有异议的，登记异议和答复")
@of_a_step
@unit_option
@click.option("--object", "objects", is_flag=True, help="登记异议，--text 写明理由。")
@click.option("--answer", "answers", is_flag=True, help="登记对异议的答复，--text 写明答复。")
def receipt(objects: bool, answers: bool, **wishes: Any) -> int:
    """登记承办单位签收一份单（或其中几项）。编号用什么括号都可以，也可以写台账号。

    承办单位对分工有异议的，加 --object；交办机构答复后，加 --answer。
    """
    if objects and answers:
        raise UsageError("E0205", "--object 和 --answer 不能同时使用。用 --help 查看写法。")
    if answers:
        return take("answer", {**wishes, "unit": ""})
    return take("object" if objects else "receive", wishes, by_unit=True)


@click.command(cls=ChineseCommand, short_help="核查反馈：通过继续办理，或退回重办")
@of_a_step
@body_option
@method_option
@until_option
@click.option("--accept", is_flag=True, help="通过，继续办理。--until 写下次反馈日期，可不写。")
@click.option("--return", "returns", is_flag=True, help="退回重办。--until 写新的反馈时限。")
def review(accept: bool, returns: bool, **wishes: Any) -> int:
    """核查反馈：--accept 通过、继续办理；--return 退回重办，须写理由和新的反馈时限。"""
    if accept == returns:
        raise UsageError("E0205", "请在 --accept（通过）和 --return（退回）中写一个。")
    return take("accept" if accept else "return", wishes)


@click.command(cls=ChineseCommand, short_help="延期：期满之前提出，写明理由和决定")
@of_a_step
@body_option
@until_option
@click.option("--completion", is_flag=True, help="延的是完成时限。不写则为反馈时限。")
@click.option("--refuse", is_flag=True, help="不同意延期。")
def extend(completion: bool, refuse: bool, **wishes: Any) -> int:
    """登记延期：--on 提出日期（须在期满之前），--text 理由，--who 决定人，--until 延至何日。

    原来的时限保留。期满当天和以后提出的，按逾期处理。
    """
    from toolkit.life_cycle import Limit

    limit = Limit.COMPLETION if completion else Limit.FEEDBACK
    return take("refuse" if refuse else "extend", wishes, limit=limit)


@click.command(cls=ChineseCommand, short_help="销号：须有交办机构的核查人、核查方式和结论")
@of_a_step
@body_option
@method_option
@click.option("--conclusion", default="", metavar="结论", help="核查结论，如 同意销号。")
def close(**wishes: Any) -> int:
    """销号。只有承办单位反馈或申请以后、经交办机构核查，才能销号。"""
    return take("close", wishes)


@click.command(cls=ChineseCommand, short_help="作废一份单（编号保留），或台账中的一项")
@of_a_step
def void(**wishes: Any) -> int:
    """作废：写单的编号，整份单作废，编号保留，其中各项回到待交办；写台账号，该项作废。

    须写 --who 和 --text（理由）。
    """
    from toolkit.follow_up import tracking
    from toolkit.screen import tracking_listings

    home = office_for(wishes["office"])
    if not tracking.is_ticket(home, wishes["number"]):
        return take("void", wishes)
    if wishes["items"]:
        raise UsageError(
            "E0205", "一份单只能整份作废。要作废其中一项，请写这一项的台账号（如 2026-督-0001）。"
        )
    done = tracking.void(
        home, wishes["number"], _given(wishes), today=today(), recorded_by=operator(home)
    )
    if wishes["as_json"]:
        from dataclasses import asdict

        say([json_text(asdict(done))])
    else:
        say(tracking_listings.voided_lines(done, ambiguous=ambiguous()))
    return 0


@click.command(cls=ChineseCommand, short_help="一份单（一项任务）的来龙去脉：时限、状态、办理记录")
@number_argument
@items_option
@office_option
@json_option
def show(number: str, items: tuple[int, ...], office: str | None, as_json: bool) -> int:
    """列出一份单或一项任务的时限、状态和全部办理记录。"""
    from toolkit.follow_up import tracking
    from toolkit.screen import tracking_listings

    life = tracking.life_of(office_for(office), number, items, today())
    if as_json:
        say([json_text(tracking_listings.life_object(life))])
    else:
        say(tracking_listings.life_lines(life, ambiguous=ambiguous()))
    return 0


@click.command(cls=ChineseCommand, short_help="每天早上看：逾期、快到期、待我核查、久未更新")
@click.option("--unit", default="", metavar="单位", help="只列某个单位的。")
@click.option("--official", default="", metavar="姓名", help="只列某位牵头领导的。")
@click.option("--source", default="", metavar="来源", help="只列某类来源，或标题含这些字的文件。")
@click.option("--within", type=task_number, metavar="天数", help="几个工作日内到期的算临近。")
@click.option(
    "--quiet", "quiet", type=task_number, metavar="天数", help="多少天没有更新的算久未更新。"
)
@click.option("--all", "everything", is_flag=True, help="每一类都全部列出，不只前50项。")
@office_option
@json_option
def due(
    unit: str,
    official: str,
    source: str,
    within: int | None,
    quiet: int | None,
    everything: bool,
    office: str | None,
    as_json: bool,
) -> int:
    """列出今天要管的事：逾期的、临近的、待我核查和答复的、久未更新的、待交办的。

    颜色（红、黄、绿）按今天计算，不存在台账里。
    """
    from toolkit.follow_up import tracking
    from toolkit.screen import tracking_listings

    found = tracking.morning(
        office_for(office),
        today(),
        within=within,
        quiet_days=tracking.QUIET_DAYS if quiet is None else quiet,
        unit=unit,
        official=official,
        source=source,
        most=None if everything else 50,
    )
    if as_json:
        say([json_text(tracking_listings.morning_object(found))])
    else:
        say(tracking_listings.morning_lines(found, ambiguous=ambiguous()))
    return 0


def take(act: str, wishes: dict[str, Any], *, by_unit: bool = False, limit: Any = None) -> int:
    """Write one step down and say so; ``wishes`` are the options of :func:`of_a_step`."""
    from toolkit.follow_up import tracking
    from toolkit.life_cycle import Side
    from toolkit.screen import tracking_listings

    home = office_for(wishes["office"])
    if wishes.get("method") and wishes["method"] not in METHODS:
        raise UsageError(
            "E0206", f"没有“{wishes['method']}”这种核查方式。可选：{'、'.join(METHODS)}。"
        )
    files = [_existing(name) for name in wishes.get("files", ())]
    done = tracking.record(
        home,
        wishes["number"],
        wishes["items"],
        act,
        _given(wishes, limit),
        today=today(),
        side=Side.HANDLING_UNIT if by_unit else Side.ISSUING_BODY,
        side_name=wishes.get("unit" if by_unit else "body") or "",
        files=files,
        recorded_by=operator(home),
    )
    if wishes["as_json"]:
        say([json_text(tracking_listings.steps_object(done.steps, done.cycle))])
    else:
        say(tracking_listings.recorded_lines(done, ambiguous=ambiguous()))
    return 0


def _given(wishes: dict[str, Any], limit: Any = None) -> Any:
    from toolkit.life_cycle import Given, Limit

    on: date | None = wishes["on"]
    return Given(
        on=on or today(),
        who=wishes["who"].strip(),
        text=wishes["text"].strip(),
        new_on=wishes.get("until"),
        method=wishes.get("method", ""),
        conclusion=wishes.get("conclusion", "").strip(),
        limit=limit or Limit.FEEDBACK,
    )


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise StorageError("E5203", f"找不到文件“{name}”。请核对文件名。没有改动台账。")
    return path


def operator(office: OfficeFolder) -> str:
    from toolkit.issuing import operator_of

    return operator_of(office)
