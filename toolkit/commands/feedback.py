"""``duban feedback``: one step typed in, or a returned form read, shown and recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.commands.console import ChineseCommand
from toolkit.commands.terminal import ambiguous, ask, json_text, office_for, say, today
from toolkit.commands.tracking import of_a_step, operator, take, unit_option
from toolkit.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from toolkit.follow_up.feedback import ReplyProposal

FILE_ENDINGS = (".docx", ".doc", ".wps", ".dotx", ".txt", ".pdf")


@click.command(cls=ChineseCommand, short_help="登记反馈或销号申请；也可直接读报回的反馈表、回执")
@of_a_step
@unit_option
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="文件",
    help="反馈的文件，记下名称和校验值。可写多次。",
)
@click.option("--done", is_flag=True, help="承办单位报告已办结，申请销号。")
@click.option("--number", "ticket", default="", metavar="编号", help="读文件时，指明是哪一份单。")
@click.option("--yes", is_flag=True, help="读文件时，不再询问，直接登记。")
def feedback(ticket: str, yes: bool, **wishes: Any) -> int:
    """登记承办单位的反馈：duban feedback 编号 --text 进展；报告办结的加 --done。

    duban feedback 文件：读报回的反馈表、回执或写明编号的信函，列出要登记的内容，问过才登记。

    反馈只是“已反馈待核”，申请只是“申请销号”；都要经交办机构核查（duban review、duban close）。
    """
    named = Path(wishes["number"])
    if named.is_file() or named.suffix.lower() in FILE_ENDINGS:
        return _from_file(named, ticket, yes, wishes)
    if ticket or yes:
        raise UsageError("E0205", "--number、--yes 用于读文件。用 --help 查看写法。")
    return take("apply" if wishes.pop("done") else "report", wishes, by_unit=True)


def _from_file(path: Path, ticket: str, yes: bool, wishes: dict[str, Any]) -> int:
    from toolkit.follow_up import feedback as replies
    from toolkit.screen import reply_listings, tracking_listings

    if wishes["text"] or wishes["files"]:
        raise UsageError("E0205", "读文件时不写 --text、--file，内容以文件为准。")
    home = office_for(wishes["office"])
    wish = replies.ReplyWish(
        ticket, wishes["items"], wishes["unit"].strip(), wishes["on"], wishes["done"]
    )
    found = replies.propose(home, path, wish, today=today())
    as_json = wishes["as_json"]
    if not as_json:
        say(reply_listings.proposal_lines(found, ambiguous=ambiguous()))
    done = None
    if found.steps and not found.is_known and (yes or (not as_json and _agreed())):
        done = replies.record_reply(home, found, today=today(), recorded_by=operator(home))
    if as_json:
        say([json_text(reply_listings.proposal_object(found, done))])
    elif done is not None:
        say(tracking_listings.recorded_lines(done, ambiguous=ambiguous()))
    return _exit_code(found)


def _agreed() -> bool:
    return ask(
        "登记？输入 y 登记，直接回车不登记：",
        refused="没有登记，没有改动台账。",
        unanswered="没有得到确认，没有改动台账。在程序中使用请加 --yes 或 --json。",
    )


def _exit_code(found: ReplyProposal) -> int:
    """4 where something of the paper could not be written down and somebody must look."""
    from toolkit.model import Severity

    open_doubts = any(each.severity is Severity.ERROR for each in found.findings)
    unusable = not found.steps and not found.is_known
    return ReviewError.exit_code if open_doubts or unusable else 0
