"""``duban init`` and ``duban ledger``: an office's folder and what stands in its ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

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
    write_new,
)
from toolkit.errors import StorageError, UsageError

if TYPE_CHECKING:
    from toolkit.office.settings import OfficeFolder


@click.command(
    cls=ChineseCommand, short_help="建立一个督办文件夹：设置、单位表、样式、台账都在里面"
)
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
    from toolkit.office.setup import create_office
    from toolkit.screen import listings

    made = create_office(Path(folder), county.strip())
    say(listings.folder_lines(Path(folder), made))
    return 0


@click.command(cls=ChineseCommand, short_help="列出台账")
@click.option("--unit", metavar="单位", help="只列某个单位的，如 县住建局。")
@click.option("--state", metavar="状态", help="只列某种状态的，如 逾期、待交办。")
@click.option("--rewrite", is_flag=True, help="单的文件被删掉的，按签发时的内容重新写出。")
@click.option(
    "--excel", metavar="文件", help="另存为 Excel 文件（.xlsx），各栏齐全，可筛选、打印。"
)
@office_option
@json_option
def ledger(
    unit: str | None,
    state: str | None,
    rewrite: bool,
    excel: str | None,
    office: str | None,
    as_json: bool,
) -> int:
    """列出台账：每项任务的编号、牵头单位、时限和状态。逾期、已延期按今天计算，不存在台账里。

    有单的文件不在原处的，照样列出，退出码为 7。
    """
    from toolkit import issuing
    from toolkit.follow_up import recounting, tracking
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
    if excel:
        return _export(home, Path(excel), unit, state)
    worked_out = state in tracking.shown_states()
    found = issuing.list_ledger(home, unit=unit, state=None if worked_out else state)
    rows = recounting.as_of_now(found, home)
    seen = zip(rows, tracking.standings_of(home, rows, today()), strict=True)
    shown = [each for each in seen if not worked_out or each[1].state == state]
    say(
        [json_text(results.ledger_object(shown))]
        if as_json
        else listings.ledger_lines(shown, narrowed=bool(unit or state), ambiguous=ambiguous())
    )
    if missing := issuing.missing_files(home):
        raise StorageError(
            "E5104",
            f"{len(missing)}份单的文件已不在原处：{'、'.join(missing)}。"
            "要按签发时的内容重新写出，请运行 duban ledger --rewrite；仍缺的请从备份中取出。",
        )
    return 0


def _export(home: OfficeFolder, target: Path, unit: str | None, state: str | None) -> int:
    from toolkit.follow_up.exporting import ledger_table
    from toolkit.workbook.tables import tables_bytes

    table = ledger_table(home, today(), unit=unit, state=state)
    write_new(target, tables_bytes([table]))
    say([f"已写到 {target}，共{len(table.rows)}项。"])
    return 0


def report_interrupted(office: OfficeFolder) -> None:
    """Finish what an interrupted run left, and say so beside the command's own output."""
    from toolkit.issuing import finish_interrupted

    recovery = finish_interrupted(office)
    for number in recovery.written:
        print(f"上次中断时已编号的 {number} 已补写文件。", file=sys.stderr)
    for number, fault in recovery.failed:
        print(f"【{fault.code}】{number} 的文件仍未写成：{fault.message}", file=sys.stderr)
