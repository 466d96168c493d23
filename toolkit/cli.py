"""``duban``: arguments in, messages out.

Each command asks :mod:`toolkit.pipeline` or :mod:`toolkit.issuing` and prints. What it returns is
the exit code; every failure is translated once, in :func:`main`, into one 【E…】 line on standard
error. Imports stand inside the commands: ``duban --help`` must not wait for a Word reader.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit import __version__
from toolkit.commands import amending as amending_commands
from toolkit.commands import batch as batch_commands
from toolkit.commands import chasing as chasing_commands
from toolkit.commands import daily as daily_commands
from toolkit.commands import feedback as feedback_commands
from toolkit.commands import report as report_commands
from toolkit.commands import tracking as tracking_commands
from toolkit.commands import upkeep as upkeep_commands
from toolkit.commands.calendar import calendar
from toolkit.commands.console import (
    ChineseGroup,
    correction,
    day,
    once_each,
    one_of,
    task_number,
    translate,
)
from toolkit.commands.escalation import escalate
from toolkit.commands.layout import layout
from toolkit.commands.paper import paper
from toolkit.commands.rule import (
    deadline,
    issued_on_option,
    printed_on_option,
    report_by_option,
    rules,
)
from toolkit.commands.template import template
from toolkit.commands.terminal import (
    ambiguous,
    ask,
    folder_for,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
    stoppable,
    today,
)
from toolkit.errors import DubanError, ReviewError, UsageError

if TYPE_CHECKING:
    from toolkit.issuing import IssuedTicket
    from toolkit.model import DocumentKind, SourceDocument
    from toolkit.pipeline import Preparation
    from toolkit.settings import OfficeFolder

KINDS = {
    "会议纪要": "minutes",
    "领导批示": "instruction",
    "政府工作报告": "report",
    "任务分解": "breakdown",
}

kind_option = click.option(
    "--kind",
    type=one_of("文件", KINDS),
    metavar="种类",
    help=f"文件是哪一种：{'、'.join(KINDS)}。不写则自动判断。",
)


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="duban", help="显示版本")
@click.option("--debug", is_flag=True, help="出错时显示程序内部信息，供维护人员查看")
def duban(debug: bool) -> None:
    """督办工具：从会议纪要等文件中找出任务，编号、出交办单、记台账。

    全部在本机运行，文件内容不会外传。
    """


@duban.command(short_help="由一份文件出交办单：先预览，确认后编号、写文件、记台账")
@click.argument("file", metavar="文件")
@click.option("--yes", is_flag=True, help="不再询问，直接签发。")
@click.option("--dry-run", is_flag=True, help="只预览，不签发。")
@click.option("--again", is_flag=True, help="这份文件已出过交办单，仍要再出一次。")
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
    from toolkit.screen import reports, results

    office = office_for(wishes["office"])
    if yes and not dry_run and office.folder is None:
        raise issuing.outside_office()
    document = pipeline.read_document(Path(file))
    report_interrupted(office)
    earlier = () if wishes["again"] else issuing.issued_before(document.sha256, office)
    if earlier and not (wishes["leads"] or wishes["source"] or wishes["on"]):
        return say_issued_before(document, office, earlier, as_json=as_json)
    preparation = prepare(document, office, wishes, is_known=bool(earlier))
    if earlier and not preparation.tickets:
        return say_issued_before(document, office, earlier, as_json=as_json)
    issuing.form_of(office)
    stops = dry_run or (as_json and not yes)
    show(preparation, office, as_json=as_json, stops=stops)
    if stops:
        return 0
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
        return say_issued_before(document, office, issued, as_json=as_json)
    if as_json:
        say([json_text(results.new_object("issued", preparation, issued))])
    else:
        say(reports.issued_lines(preparation, issued, ambiguous=ambiguous()))
    return 0


def prepare(
    document: SourceDocument, office: OfficeFolder, wishes: dict[str, Any], *, is_known: bool
) -> Preparation:
    """What ``duban new`` would issue; of a document issued before, only what is left."""
    from toolkit import issuing, pipeline

    corrections = pipeline.Corrections(once_each(wishes["leads"]), frozenset(wishes["skipped"]))
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
) -> int:
    """Tell which tickets a file already has, which tasks still wait, and do nothing."""
    from toolkit import issuing
    from toolkit.screen import reports, results

    tasks = issuing.tasks_before(document.sha256, office)
    if as_json:
        say([json_text(results.issued_object("already_issued", earlier, tasks))])
    else:
        say(reports.issued_before_lines(document.name, earlier, tasks, ambiguous=ambiguous()))
    unwritten = [each.number for each in earlier if each.is_pending]
    if unwritten:
        raise issuing.still_unwritten(unwritten, office)
    return 0


@duban.command(short_help="只看文件里有哪些任务，不编号、不写任何文件")
@click.argument("file", metavar="文件", required=False)
@kind_option
@click.option("--explain", type=task_number, metavar="序号", help="说明某项任务各栏的依据。")
@click.option("--schema", is_flag=True, help="输出 JSON 格式的说明（JSON Schema）。")
@office_option
@json_option
def tasks(
    file: str | None,
    kind: str | None,
    explain: int | None,
    schema: bool,
    office: str | None,
    as_json: bool,
) -> int:
    """读一份文件，列出其中的任务：牵头、配合、时限和出处。

    只读，不编号，不写任何文件。
    """
    if schema:
        data = Path(__file__).parent / "data" / "tasks.schema.json"
        say([json_text(json.loads(data.read_text(encoding="utf-8")))])
        return 0
    if file is None:
        raise UsageError("E0205", "缺少 文件。写法：duban tasks 文件。")
    from toolkit import contract, recognition

    folder = folder_for(office)
    document, extraction = recognition.extract_tasks(
        Path(file), kind=kind_named(kind), folder=folder
    )
    if as_json:
        say([json_text(contract.tasks_object(document, extraction))])
        return 0
    from toolkit.screen import listings

    if explain is not None:
        say(listings.explanation(extraction, explain, ambiguous=ambiguous()))
        return 0
    say(listings.tasks_lines(document, extraction, ambiguous=ambiguous()))
    return 0 if extraction.tasks else ReviewError.exit_code


duban.add_command(deadline)
duban.add_command(rules)


@duban.command(short_help="建立一个督办文件夹：设置、单位表、样式、台账都在里面")
@click.argument("folder", metavar="文件夹")
@click.option(
    "--county", default="", metavar="县名", help="本县（市、区）名称，如 云溪县。不写则为示例县。"
)
def init(folder: str, county: str) -> int:
    """建立一个督办文件夹：设置、单位表、样式、台账和出的单都放在里面。

    已经是督办文件夹的，不作任何改动。
    """
    if not folder.strip():
        raise UsageError("E0205", "文件夹的名称是空的。请写出名称，如 duban init 督办。")
    from toolkit.office_setup import create_office
    from toolkit.screen import listings

    made = create_office(Path(folder), county.strip())
    say(listings.folder_lines(Path(folder), made))
    return 0


@duban.command(short_help="列出台账")
@click.option("--unit", metavar="单位", help="只列某个单位的，如 县住建局。")
@click.option("--state", metavar="状态", help="只列某种状态的，如 已交办、待交办。")
@click.option("--rewrite", is_flag=True, help="单的文件被删掉的，按签发时的内容重新写出。")
@office_option
@json_option
def ledger(
    unit: str | None, state: str | None, rewrite: bool, office: str | None, as_json: bool
) -> int:
    """列出台账：每项任务的编号、牵头单位、时限和状态。"""
    from toolkit import issuing, recounting
    from toolkit.screen import listings, results

    home = office_for(office)
    if home.folder is None:
        raise UsageError(
            "E0208", "当前不在督办文件夹中，没有台账可列。请在命令后加上 --office 文件夹。"
        )
    report_interrupted(home)
    issuing.check_complete(home)
    for number in issuing.rewrite_files(home) if rewrite else ():
        print(f"{number} 的文件已重新写出。", file=sys.stderr)
    rows = recounting.as_of_now(issuing.list_ledger(home, unit=unit, state=state), home)
    say(
        [json_text(results.ledger_object(rows))]
        if as_json
        else listings.ledger_lines(rows, narrowed=bool(unit or state), ambiguous=ambiguous())
    )
    if missing := issuing.missing_files(home):
        print(
            f"{len(missing)}份单的文件已不在原处：{'、'.join(missing)}。"
            "要按签发时的内容重新写出，请运行 duban ledger --rewrite；仍缺的请从备份中取出。",
            file=sys.stderr,
        )
    return 0


duban.add_command(calendar)
for module in (
    batch_commands,
    daily_commands,
    tracking_commands,
    feedback_commands,
    amending_commands,
    chasing_commands,
    report_commands,
    upkeep_commands,
):
    for command in module.COMMANDS:
        duban.add_command(command)
duban.add_command(escalate)
duban.add_command(template)
duban.add_command(layout)
duban.add_command(paper)


def kind_named(kind: str | None) -> DocumentKind | None:
    from toolkit.model import DocumentKind

    return DocumentKind(kind) if kind else None


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


def report_interrupted(office: OfficeFolder) -> None:
    """Finish what an interrupted run left, and say so beside the command's own output."""
    from toolkit.issuing import finish_interrupted

    recovery = finish_interrupted(office)
    for number in recovery.written:
        print(f"上次中断时已编号的 {number} 已补写文件。", file=sys.stderr)
    for number, fault in recovery.failed:
        print(f"【{fault.code}】{number} 的文件仍未写成：{fault.message}", file=sys.stderr)


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (by default the process's own); returns the exit code."""
    if arguments is None and has_no_language():
        # Under LC_ALL=C neither Chinese file names nor answers can be told: start again in UTF-8.
        again = [sys.executable, "-X", "utf8", "-m", "toolkit.cli", *sys.argv[1:]]
        os.execv(sys.executable, again)
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Chinese Windows console cannot show every character; better a ? than a crash.
            stream.reconfigure(errors="replace")
    try:
        # --debug may stand anywhere: it is typed after something has gone wrong.
        known = [each for each in given if each != "--debug"]
        with stoppable():
            code = duban.main(known, prog_name="duban", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, click.Abort):
        print("\n已中断。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stdout = None  # nothing more can be said there
        return 1
    except Exception as error:
        return fail(error, debug="--debug" in given or "DUBAN_DEBUG" in os.environ)


def has_no_language() -> bool:
    """Whether this system gave Python no language at all (never so on Windows)."""
    return os.name == "posix" and sys.getfilesystemencoding().lower() in ("ascii", "us-ascii")


def fail(error: Exception, *, debug: bool) -> int:
    """Print one 【E…】 line, and the whole story only to those who ask for it."""
    fault: DubanError = translate(error)
    if debug:
        import traceback

        traceback.print_exc()
    # one line, so that a log or a pop-up shows all of it
    print("".join(line.strip() for line in str(fault).splitlines()), file=sys.stderr)
    return fault.exit_code


if __name__ == "__main__":
    sys.exit(main())
