"""``duban correct``, ``duban merge``, ``duban split``: what a clerk changes about a task itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.commands.console import ChineseCommand, all_of, day, one_of, task_number
from toolkit.commands.terminal import (
    ambiguous,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
    today,
)

if TYPE_CHECKING:
    from toolkit.ledger.amending import Amendment
    from toolkit.office.settings import OfficeFolder

FIELDS = {
    "目标任务": "objective",
    "完成时限": "finish_by",
    "牵头领导": "lead_officials",
    "责任人": "responsible_persons",
}
of_an_amendment = all_of(
    click.argument("number", metavar="编号"),
    click.option("--on", type=day, metavar="日期", help="办理日期。不写则为今天。"),
    click.option("--who", default="", metavar="姓名", help="经办人。"),
    click.option("--text", default="", metavar="理由", help="为什么。"),
    office_option,
    json_option,
)


@click.command(cls=ChineseCommand, short_help="更正一项任务：目标任务、完成时限、牵头领导、责任人")
@of_an_amendment
@click.option(
    "--item", "items", multiple=True, type=task_number, metavar="项次", help="第几项。可写多次。"
)
@click.option(
    "--field", required=True, type=one_of("栏目", FIELDS), metavar="栏目", help="、".join(FIELDS)
)
@click.option("--value", required=True, metavar="内容", help="更正后的内容；几个人用顿号分开。")
@click.option("--was", metavar="内容", help="您看到的原内容。已被别人改过的，不改，列出两个内容。")
def correct(items: tuple[int, ...], field: str, value: str, was: str | None, **wishes: Any) -> int:
    """更正台账中的一项。读出的原样和更正前的内容都保留，记下谁在何时更正、为什么。"""
    from toolkit.follow_up import tracking
    from toolkit.ledger.amending import correct_entries
    from toolkit.loading.life_cycle import load_life_cycle
    from toolkit.screen import tracking_listings

    home, cycle = office_for(wishes["office"]), load_life_cycle()
    seen = None if was is None else _value(field, was)
    with tracking.opened(home) as ledger:
        steps = correct_entries(
            ledger,
            cycle,
            wishes["number"],
            items,
            field,
            _value(field, value),
            _wish(home, wishes),
            seen=seen,
        )
    if wishes["as_json"]:
        say([json_text(tracking_listings.steps_object(steps, cycle))])
    elif steps:
        done = tracking.Recorded(steps, cycle)
        say(tracking_listings.recorded_lines(done, ambiguous=ambiguous()))
    else:
        say(["台账中已是这样，没有改动。"])
    return 0


def _value(field: str, text: str) -> Any:
    from toolkit.ledger.amending import LISTS

    if field == "finish_by":
        return day(text)
    if field in LISTS:
        return [name.strip() for name in text.replace("，", "、").split("、") if name.strip()]
    return text.strip()


@click.command(cls=ChineseCommand, short_help="把一项（一份单）并入另一项")
@of_an_amendment
@click.option("--into", required=True, metavar="台账号", help="并入哪一项。")
def merge(into: str, **wishes: Any) -> int:
    """把一项任务（或一份单的各项）并入另一项，以后按那一项办理。两边的办理记录都保留。"""
    from toolkit.follow_up import tracking
    from toolkit.ledger.amending import merge_entries
    from toolkit.loading.life_cycle import load_life_cycle
    from toolkit.screen import tracking_listings

    home, cycle = office_for(wishes["office"]), load_life_cycle()
    with tracking.opened(home) as ledger:
        steps = merge_entries(ledger, cycle, wishes["number"], into, _wish(home, wishes))
    if wishes["as_json"]:
        say([json_text(tracking_listings.steps_object(steps, cycle))])
    else:
        done = tracking.Recorded(steps, cycle)
        say(tracking_listings.recorded_lines(done, ambiguous=ambiguous()))
    return 0


@click.command(cls=ChineseCommand, short_help="把一项任务拆成几项")
@of_an_amendment
@click.option("--into", "into", multiple=True, metavar="目标任务", help="拆出的一项。至少写两次。")
def split(into: tuple[str, ...], **wishes: Any) -> int:
    """把一项任务拆成几项，各有台账号，单位、时限、状态照旧。原来的一项保留办理记录。"""
    from toolkit.follow_up import tracking
    from toolkit.ledger.amending import split_entry
    from toolkit.loading.life_cycle import load_life_cycle

    home = office_for(wishes["office"])
    objectives = [each.strip() for each in into if each.strip()]
    with tracking.opened(home) as ledger:
        numbers = split_entry(
            ledger, load_life_cycle(), wishes["number"], objectives, _wish(home, wishes)
        )
    if wishes["as_json"]:
        say([json_text({"register_numbers": list(numbers)})])
    else:
        say([f"已拆成{len(numbers)}项，台账号 {'、'.join(numbers)}。"])
    return 0


COMMANDS = (correct, merge, split)


def _wish(home: OfficeFolder, wishes: dict[str, Any]) -> Amendment:
    from toolkit.issuing import operator_of
    from toolkit.ledger.amending import Amendment
    from toolkit.life_cycle import Given

    given = Given(wishes["on"] or today(), who=wishes["who"].strip(), text=wishes["text"].strip())
    return Amendment(given, today(), operator_of(home))
