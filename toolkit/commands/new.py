"""``duban new``: from one document to issued tickets, with a preview and a question between."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.commands.console import ChineseCommand, correction, day, once_each, task_number
from toolkit.commands.office import report_interrupted
from toolkit.commands.rule import issued_on_option, printed_on_option, report_by_option
from toolkit.commands.tasks import kind_named, kind_option
from toolkit.commands.terminal import (
    ambiguous,
    ask,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
    today,
)
from toolkit.errors import ReviewError

if TYPE_CHECKING:
    from toolkit.issuing import IssuedTicket
    from toolkit.model import SourceDocument
    from toolkit.office.settings import OfficeFolder
    from toolkit.pipeline import Preparation


@click.command(
    cls=ChineseCommand, short_help="由一份文件出交办单：先预览，确认后编号、写文件、记台账"
)
@click.argument("file", metavar="文件")
@click.option("--yes", is_flag=True, help="不再询问，直接签发。")
@click.option("--dry-run", is_flag=True, help="只预览，不签发。")
@click.option("--again", is_flag=True, help="这份文件已出过交办单，仍要再出一次。")
@click.option("--revised", is_flag=True, help="是出过单的文件的修改稿：只给新增和改动的出单。")
@kind_option
@click.option("--source", metavar="类别", help="来源类别，如 常务会议。不写则按文件内容判断。")
@click.option("--on", type=day, metavar="日期", help="会议或批示日期。不写则用文件写明的。")
@click.option(
    "--lead",
    "leads",
    multiple=True,
    type=correction,
    metavar="序号=单位",
    help="指定某项的牵头单位，如 3=县住建局。可写多次。",
)
@click.option(
    "--skip",
    "skipped",
    multiple=True,
    type=task_number,
    metavar="序号",
    help="某项不出单。可写多次。",
)
@issued_on_option
@printed_on_option
@report_by_option
@click.option(
    "--confirm-restored", is_flag=True, help="台账是从旧备份恢复的，已知会：缺的编号登记为作废。"
)
@click.option("--confirm-clock", is_flag=True, help="签发日期或电脑时间看似不对，已核对无误。")
@office_option
@json_option
def new(file: str, yes: bool, dry_run: bool, as_json: bool, **wishes: Any) -> int:
    """由一份文件出交办单：先预览，确认后编号、写出 Word 文件、记入台账。

    确认之前不编号，也不写任何文件。

    没有牵头单位的任务记入台账，为“待交办”；以后对同一份文件再运行一次，用 --lead
    指定单位，就只出这几项的单。
    """
    from toolkit import issuing, pipeline

    office = office_for(wishes["office"])
    if yes and not dry_run and office.folder is None:
        raise issuing.outside_office()
    document = pipeline.read_document(Path(file))
    report_interrupted(office)
    earlier = () if wishes["again"] else issuing.issued_before(document.sha256, office)
    preparation = prepare(document, office, wishes, is_known=bool(earlier))
    asked = wishes["leads"] or wishes["source"] or wishes["on"]
    if earlier and not (asked and preparation.tickets):
        return say_issued_before(document, office, earlier, as_json=as_json, left=preparation)
    version = (
        None
        if earlier or wishes["again"]
        else issuing.earlier_version(preparation.extraction, preparation.document.sha256, office)
    )
    if version and version.revision.is_unchanged:
        return say_issued_before(
            document, office, version.tickets, as_json=as_json, known_as=version.sha256
        )
    if version and wishes["revised"]:
        preparation = prepare(document, office, wishes, done=version.revision.same)
    issuing.form_of(office)
    stops = dry_run or (as_json and not yes)
    show(preparation, office, as_json=as_json, stops=stops)
    if version and not wishes["revised"]:
        raise issuing.differs(version)
    if stops:
        return 0
    return sign(preparation, office, wishes, yes=yes, as_json=as_json)


def sign(
    preparation: Preparation,
    office: OfficeFolder,
    wishes: dict[str, Any],
    *,
    yes: bool,
    as_json: bool,
) -> int:
    """Ask (unless ``yes``), number and write what was previewed, and say so."""
    from toolkit import issuing
    from toolkit.screen import reports, results

    refuse_unsettled(preparation)
    issued_on = wishes["issued_on"] or today()
    if not wishes["confirm_clock"]:
        issuing.check_issue_day(preparation, issued_on, today())
    if not (yes or confirmed(office)):
        return 0
    issued = issuing.issue_tickets(
        preparation,
        office,
        issued_on=issued_on,
        confirmed=issuing.Confirmed(
            wishes["again"], wishes["confirm_restored"], wishes["confirm_clock"]
        ),
    )
    if not any(ticket.fresh for ticket in issued):
        # Somebody else issued the same document while this one was being confirmed.
        return say_issued_before(preparation.document, office, issued, as_json=as_json)
    if as_json:
        say([json_text(results.new_object("issued", preparation, issued))])
    else:
        say(reports.issued_lines(preparation, issued, ambiguous=ambiguous()))
    return 0


def prepare(
    document: SourceDocument,
    office: OfficeFolder,
    wishes: dict[str, Any],
    *,
    is_known: bool = False,
    done: Collection[int] = (),
) -> Preparation:
    """What ``duban new`` would issue; of a document issued before, only what is left.

    ``done`` are tasks that an earlier version of the document had already.
    """
    from toolkit import issuing, pipeline

    corrections = pipeline.Corrections(
        once_each(wishes["leads"]), frozenset(wishes["skipped"]), done
    )
    if is_known:
        before = issuing.tasks_before(document.sha256, office)
        corrections = issuing.after_issue(corrections, before)
    return pipeline.prepare_tickets(
        document,
        office,
        kind=kind_named(wishes["kind"]),
        source=wishes["source"],
        on=wishes["on"],
        issued_on=wishes["issued_on"] or today(),
        printed_on=wishes["printed_on"],
        report_by=wishes["report_by"],
        corrections=corrections,
    )


def show(preparation: Preparation, office: OfficeFolder, *, as_json: bool, stops: bool) -> None:
    """The preview; as JSON only where it is the last word. Raises ReviewError without tickets."""
    from toolkit.screen import reports, results

    if not as_json:
        say(reports.preview(preparation, office.folder, ambiguous=ambiguous()))
    elif stops or not preparation.tickets:
        status = "preview" if preparation.tickets else "nothing_to_issue"
        say([json_text(results.new_object(status, preparation))])
    if not preparation.tickets:
        raise nothing_to_issue(preparation)


def say_issued_before(
    document: SourceDocument,
    office: OfficeFolder,
    earlier: tuple[IssuedTicket, ...],
    *,
    as_json: bool,
    known_as: str = "",
    left: Preparation | None = None,
) -> int:
    """Tell which tickets a file already has, which tasks still wait, and do nothing.

    ``known_as`` is the SHA-256 the ledger knows it by, where it was saved again since;
    ``left`` is what can still be made of it.
    """
    from toolkit import issuing
    from toolkit.screen import reports, results

    tasks = issuing.tasks_before(known_as or document.sha256, office)
    if as_json:
        say([json_text(results.issued_object("already_issued", earlier, tasks))])
    else:
        lines = reports.issued_before_lines(
            document.name, earlier, tasks, left=left, ambiguous=ambiguous()
        )
        say(lines)
    unwritten = [each.number for each in earlier if each.is_pending]
    if unwritten:
        raise issuing.still_unwritten(unwritten, office)
    return 0


def nothing_to_issue(preparation: Preparation) -> ReviewError:
    """Why no ticket came of the document, in one line."""
    from toolkit.model import Severity

    if not preparation.extraction.tasks:
        found = next(each for each in preparation.findings if each.severity is Severity.ERROR)
        return ReviewError(found.code, found.message)
    if preparation.undecided:
        return ReviewError("E2410", "来源类别或日期没有确定，没有出单。请看上面“请核对”中的说明。")
    return ReviewError("E2411", "没有一项任务可以出单。请用 --lead 序号=单位 指定牵头单位后再试。")


def refuse_unsettled(preparation: Preparation) -> None:
    """Stop before the question while something stands that must be settled before issue."""
    if preparation.blocking:
        first = preparation.blocking[0]
        raise ReviewError(first.code, f"{first.message}没有编号，没有写文件。")


def confirmed(office: OfficeFolder) -> bool:
    """Ask on the terminal; only a plain yes counts."""
    from toolkit.issuing import outside_office

    if office.folder is None:
        raise outside_office()
    return ask(
        "确认签发？输入 y 签发，直接回车不签发：",
        refused="没有签发：没有编号，没有写文件。",
        unanswered="没有得到确认，没有编号，没有写文件。在程序中使用请加 --yes 或 --dry-run。",
    )
