"""``duban batch``: a plan's tickets in one go, or a folder of documents into a plan."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.commands.console import ChineseCommand, day
from toolkit.commands.progress import Progress
from toolkit.commands.rule import issued_on_option
from toolkit.commands.terminal import (
    ambiguous,
    ask,
    json_option,
    json_text,
    near,
    office_for,
    office_option,
    office_words,
    say,
    today,
    write_new,
)
from toolkit.errors import InputError, StorageError, UsageError

if TYPE_CHECKING:
    from toolkit.batch.issuing import BatchResult
    from toolkit.batch.outputs import Outputs
    from toolkit.batch.preparing import PreparedBatch
    from toolkit.engine import Engine
    from toolkit.ledger.store import KnownBatch
    from toolkit.office.settings import OfficeFolder

_TOLD = 10  # so many failures of an earlier run are named


@click.command(
    cls=ChineseCommand, short_help="一次办一批：由填好的计划表出单；或把一个文件夹读成计划表"
)
@click.argument("path", metavar="计划表或文件夹")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    help="读文件夹时，计划表存到哪里。",
)
@click.option("--yes", is_flag=True, help="不再询问，直接签发。")
@click.option("--dry-run", is_flag=True, help="只检查、预览，不签发。")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="文件=类别",
    help="某份文件的来源类别，如 纪要.docx=常务会议；不写文件名则各份都是。可写多次。",
)
@click.option(
    "--on",
    "days",
    multiple=True,
    metavar="文件=日期",
    help="某份文件的会议或批示日期；不写文件名则各份都是。可写多次。",
)
@issued_on_option
@click.option(
    "--again", is_flag=True, help="与出过单的文件标题、日期相同的，没有改动的任务也再出一次。"
)
@click.option(
    "--confirm-restored", is_flag=True, help="台账是从旧备份恢复的，已知会：缺的编号登记为作废。"
)
@click.option("--confirm-clock", is_flag=True, help="签发日期或电脑时间看似不对，已核对无误。")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="个数",
    help="本机同时排几份，不写则自定。",
)
@click.option(
    "--scheduler", metavar="地址", help="用别的电脑一起排版，如 tls://主机:8786，见《批量办理》。"
)
@click.option(
    "--certificates", metavar="文件夹", help="--scheduler 用的证书。不写则用督办文件夹里的“证书”。"
)
@office_option
@json_option
def batch(path: str, yes: bool, dry_run: bool, as_json: bool, **wishes: Any) -> int:
    """由填好的计划表（Excel）一次出齐交办单：先逐格检查、预览，确认后编号、写文件、记台账。

    编号一次取齐，连续不断。中途停下（Ctrl-C、断电）后，再运行一次同样的命令就接着办完，
    不重号、不跳号。清单、校验和按单位打包的压缩包在“批次”文件夹里。

    给的是文件夹时，把里面的纪要、批示、分解表一起读成一份计划表，填好“处理意见”再出单。
    """
    from toolkit.issuing import outside_office

    office = office_for(wishes["office"])
    place = Path(path)
    if place.is_dir():
        with _engine(wishes, office) as engine:
            return _read_folder(place, office, engine, wishes)
    if not place.exists():
        raise UsageError("E0201", f"找不到“{path}”。请检查文件名和所在文件夹。")
    if wishes["output"]:
        raise UsageError("E0205", "--output 用于读文件夹。用 --help 查看写法。")
    if office.folder is None and not dry_run:
        raise outside_office()
    with _engine(wishes, office) as engine, _at_work(engine, dry_run) as engine, _uncollected():
        return _issue(place, office, engine, yes, dry_run, as_json, wishes)


@contextmanager
def _engine(wishes: dict[str, Any], office: OfficeFolder) -> Iterator[Engine]:
    if wishes["scheduler"] is None:
        from toolkit.engine import here

        yield here(wishes["workers"])
        return
    from toolkit.batch.scheduler import cluster

    usual = (office.folder or Path()) / "证书"
    certificates = Path(wishes["certificates"]) if wishes["certificates"] else usual
    with cluster(wishes["scheduler"], certificates) as engine:
        yield engine


@contextmanager
def _at_work(engine: Engine, dry_run: bool) -> Iterator[Engine]:
    """With workers that load what they need while the plan is read."""
    if dry_run:
        yield engine
        return
    from toolkit.batch.printing import load
    from toolkit.engine import started

    with started(engine, load) as ready:
        yield ready


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for rings of objects: among ten thousand tickets there are none to speak of,
    and looking through all of them again and again takes a fifth of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


# --- a folder → a plan ---------------------------------------------------------------------------


def _read_folder(folder: Path, office: OfficeFolder, engine: Engine, wishes: dict[str, Any]) -> int:
    from toolkit.batch.reading import read_folder
    from toolkit.batch.repeats import mark_repeats
    from toolkit.earlier import suggested
    from toolkit.planning import plan_bytes
    from toolkit.screen.batch_reports import folder_lines

    target = Path(wishes["output"] or f"{folder.resolve().name}-计划.xlsx")
    if target.exists():
        raise UsageError(
            "E0206", f"“{target}”已经存在，可能有人填过，没有覆盖。请移走它，或用 -o 另写文件名。"
        )
    reading = read_folder(folder, office.folder, engine, lambda plan: suggested(plan, office))
    plan, repeats = mark_repeats(reading.plan, office)
    data = plan_bytes(plan, office)
    write_new(target, data)
    words = office_words(wishes["office"])
    say(folder_lines(reading, repeats, target, office=words, ambiguous=ambiguous()))
    if not reading.read:
        return UsageError.exit_code
    return InputError.exit_code if reading.failed else 0


# --- a plan → tickets ----------------------------------------------------------------------------


def _issue(
    path: Path,
    office: OfficeFolder,
    engine: Engine,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    wishes: dict[str, Any],
) -> int:
    from toolkit.batch import issuing as batches
    from toolkit.batch.preparing import prepare_batch, refuse_unsettled
    from toolkit.issuing import Confirmed, check_issue_day
    from toolkit.planning import read_plan
    from toolkit.screen.batch_reports import preview_lines

    if not dry_run:
        _finish_stopped(office, engine)
    issued_on = wishes["issued_on"] or today()
    prepared = prepare_batch(
        *read_plan(path, office),
        office,
        issued_on=issued_on,
        sources=dict(_by_document(wishes["sources"])),
        days={name: day(text) for name, text in _by_document(wishes["days"])},
        again=wishes["again"],
    )
    if prepared.done and not prepared.parts:
        return _say_finished(prepared, office, as_json)
    if not as_json:
        is_example = office.folder is None
        say(preview_lines(prepared, is_example=is_example, ambiguous=ambiguous()))
    refuse_unsettled(prepared)
    if dry_run:
        return 0
    if prepared.tickets and not wishes["confirm_clock"]:
        for part in prepared.parts:
            check_issue_day(part, issued_on, today())
    if not (yes or _confirmed(prepared)):
        return 0
    progress = Progress("正在写出交办单", len(prepared.tickets))
    progress.say("正在编号、记台账……")
    try:
        result = batches.issue_batch(
            prepared,
            office,
            engine,
            issued_on=issued_on,
            heard=progress.heard,
            confirmed=Confirmed(False, wishes["confirm_restored"], wishes["confirm_clock"]),
        )
    finally:
        progress.end()
    if not prepared.tickets and not as_json:
        say([f"没有新的交办单，没有编号。{prepared.left_out}项登记为不交办。"])
        return 0
    return _say_issued(result, office, as_json)


def _by_document(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """``纪要.docx=常务会议`` → name and words; words alone are said of every document."""
    for text in given:
        name, _, words = text.replace("＝", "=").rpartition("=")
        yield name.strip(), words.strip()


def _confirmed(prepared: PreparedBatch) -> bool:
    tickets, left_out = len(prepared.tickets), prepared.left_out
    if not tickets:
        return ask(
            f"没有要签发的。确认登记这{left_out}项不出单？输入 y 登记，直接回车不登记：",
            refused="没有登记。",
            unanswered="没有得到确认，没有登记。在程序中使用请加 --yes 或 --dry-run。",
        )
    return ask(
        f"确认签发这{tickets}份？输入 y 签发，直接回车不签发：",
        refused="没有签发：没有编号，没有写文件。",
        unanswered="没有得到确认，没有编号，没有写文件。在程序中使用请加 --yes 或 --dry-run。",
    )


def _finish_stopped(office: OfficeFolder, engine: Engine) -> None:
    """Write what an earlier run numbered and did not write; hundreds are told by their count."""
    from toolkit.batch.issuing import press_of
    from toolkit.issuing import finish_interrupted

    progress = Progress("正在补写上次中断的交办单", 0)
    recovery = finish_interrupted(office, press_of(engine), progress.heard)
    progress.end()
    if recovery.written:
        print(f"上次中断时已编号的{len(recovery.written)}份已补写文件。", file=sys.stderr)
    for number, fault in recovery.failed[:_TOLD]:
        print(f"【{fault.code}】{number} 的文件仍未写成：{fault.message}", file=sys.stderr)
    if len(recovery.failed) > _TOLD:
        print(f"共{len(recovery.failed)}份的文件仍未写成。", file=sys.stderr)


def _say_issued(result: BatchResult, office: OfficeFolder, as_json: bool) -> int:
    from toolkit.batch.issuing import range_of
    from toolkit.batch.outputs import write_outputs
    from toolkit.screen.batch_reports import issued_lines

    if result.known is None or office.folder is None:
        # another process issued the same rows meanwhile
        say(["这些任务刚由另一次运行出单，这次没有编号。请再运行一次查看。"])
        return 0
    outputs = write_outputs(office.folder, result.known, result.failed)
    if as_json:
        say([json_text(_told("issued", result.known, outputs, result))])
    else:
        numbers = range_of(result.known)
        folder = near(outputs.folder)
        lines = issued_lines(
            result.known, numbers, outputs, folder, result.failed, ambiguous=ambiguous()
        )
        say(lines)
    return StorageError.exit_code if result.failed else 0


def _say_finished(prepared: PreparedBatch, office: OfficeFolder, as_json: bool) -> int:
    """Nothing is left to issue: say so; what a stop kept from being written is made up for."""
    from toolkit.batch.issuing import batch_of_before, range_of
    from toolkit.batch.outputs import write_outputs
    from toolkit.screen.batch_reports import finished_lines

    known = batch_of_before(office, prepared.identity)
    outputs = write_outputs(office.folder, known) if known and office.folder else None
    if as_json:
        say([json_text(_told("already_issued", known, outputs, None))])
        return 0
    numbers = range_of(known) if known else ""
    name, done = prepared.plan.file, len(prepared.done)
    say(finished_lines(name, known, numbers, done, ambiguous=ambiguous()))
    if outputs:
        say([f"清单和压缩包在 {near(outputs.folder)}"])
    return 0


def _told(
    status: str, known: KnownBatch | None, outputs: Outputs | None, result: BatchResult | None
) -> dict[str, Any]:
    from toolkit.batch.issuing import range_of

    return {
        "status": status,
        "batch": known.note.identity if known else None,
        "tickets": len(known.tickets) if known else 0,
        "numbers": range_of(known) if known else "",
        "folder": str(outputs.folder) if outputs else None,
        "failed": [
            {"number": number, "code": fault.code, "message": fault.message}
            for number, fault in (result.failed if result else ())
        ],
    }
