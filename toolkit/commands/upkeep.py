"""``duban backup``, ``duban restore`` and ``duban check``."""

from __future__ import annotations

from dataclasses import asdict
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
)
from toolkit.errors import InputError, ReviewError, UsageError
from toolkit.screen.display import paragraph

if TYPE_CHECKING:
    from toolkit.ledger.backups import Restored
    from toolkit.office.settings import OfficeFolder


@click.command(cls=ChineseCommand, short_help="备份：台账、设置、样式和发出的单，存成一个文件")
@office_option
@json_option
def backup(office: str | None, as_json: bool) -> int:
    """把台账、编号水位、设置、单位表、样式、日历和发出的单存成一个 zip 文件，放在“备份”文件夹。

    别人正在出单时也可以备份。备份请再存一份到别的磁盘。
    """
    from toolkit.follow_up.tracking import opened
    from toolkit.ledger.backups import back_up

    with opened(office_for(office), incomplete=True) as ledger:
        made = back_up(ledger)
    if as_json:
        told = {"path": str(made.path), "files": made.files, "made_at": made.made_at.isoformat()}
        say([json_text(told)])
    else:
        line = f"已备份{made.files}个文件：{made.path}。请再存一份到别的磁盘。"
        say(paragraph(line, indent="    ", ambiguous=ambiguous()))
    return 0


@click.command(cls=ChineseCommand, short_help="用一份备份恢复台账；现有台账先另存")
@click.argument("file", metavar="备份文件", default="")
@click.option("--yes", is_flag=True, help="不再询问，直接恢复。")
@click.option(
    "--confirm-restored",
    is_flag=True,
    help="更新的台账确实找不回：缺的编号登记为作废，继续办理。可不写备份文件。",
)
@office_option
@json_option
def restore(file: str, yes: bool, confirm_restored: bool, office: str | None, as_json: bool) -> int:
    """用一份备份恢复台账。现有台账另存在“备份”文件夹；设置、样式和单只补缺的，不覆盖。

    备份以后发出的编号不会再用。台账缺了这些编号，其他命令都不办理；换回最新的台账，或加
    --confirm-restored 再运行一次，缺的编号登记为作废，才继续。
    """
    from toolkit.ledger.backups import restore as put_back

    home = office_for(office)
    if home.folder is None:
        raise UsageError(
            "E0208", "当前不在督办文件夹中，没有恢复。请在命令后加上 --office 文件夹。"
        )
    if confirm_restored and not file:
        return _void_lost(home, as_json=as_json)
    if home.settings.ledger.database:
        raise UsageError(
            "E4311", "台账在 PostgreSQL 数据库中，请由数据库管理员用 pg_restore 恢复。没有恢复。"
        )
    if not file:
        raise UsageError("E0205", "缺少 备份文件。用 --help 查看写法。")
    if not Path(file).is_file():
        raise InputError("E4312", f"找不到备份文件“{file}”。没有恢复，请核对文件名。")
    if not (yes or _sure(file)):
        return 0
    done = put_back(home.folder, Path(file))
    if as_json:
        told = asdict(done) | {"made_at": done.made_at.isoformat()}
        say([json_text(told | {"set_aside": str(done.set_aside) if done.set_aside else None})])
    else:
        say(_restored_lines(done))
    return _void_lost(home, as_json=False) if confirm_restored else 0


def _void_lost(home: OfficeFolder, *, as_json: bool) -> int:
    """Numbers given that the ledger does not know are void from now on."""
    from toolkit.follow_up.tracking import opened
    from toolkit.ledger.voiding import void_lost

    with opened(home, incomplete=True) as ledger:
        lost = void_lost(ledger, today=today())
    if as_json:
        say([json_text(list(lost))])
    else:
        told = f"已登记为作废：{'、'.join(lost)}。" if lost else "没有缺的编号，没有改动台账。"
        say(paragraph(told, indent="    ", ambiguous=ambiguous()))
    return 0


def _sure(file: str) -> bool:
    try:
        answer = input(f"用“{file}”代替现有台账？输入 y 恢复，直接回车不恢复：")
    except EOFError:
        print()
        raise UsageError("E0207", "没有得到确认，没有恢复。在程序中使用请加 --yes。") from None
    if answer.strip().lower() in {"y", "yes", "是", "ｙ"}:
        return True
    print("没有恢复。")
    return False


def _restored_lines(done: Restored) -> list[str]:
    from toolkit.ledger.opening import BEIJING

    lines = [f"已恢复到 {done.made_at.astimezone(BEIJING):%Y-%m-%d %H:%M} 的台账。"]
    if done.set_aside:
        lines.append(f"原来的台账另存为 {done.set_aside.name}（在“备份”文件夹）。")
    if done.put_back:
        lines.append(f"补回{len(done.put_back)}个文件。")
    if done.kept:
        lines.append(f"与备份不同、保留现有的：{'、'.join(done.kept)}。")
    for series, (known, given) in done.lost.items():
        code, _, year = series.split("|")
        lines.append(
            f"请注意：{code}〔{year}〕已发到{given}号，备份只到{known}号。"
            "换回最新的台账；确实找不回的，运行 duban restore --confirm-restored，"
            "缺的编号登记为作废，从后面的号继续。"
        )
    return [
        line for each in lines for line in paragraph(each, indent="    ", ambiguous=ambiguous())
    ]


@click.command(cls=ChineseCommand, short_help="检查台账、文件、放假安排、样式、备份和磁盘是否正常")
@office_option
@json_option
def check(office: str | None, as_json: bool) -> int:
    """检查一遍：台账数据库、编号、单据文件有无改动、事件记录、放假安排、样式、备份、磁盘。

    只看，不改动。有问题时退出码为 4。
    """
    from toolkit.doctor import Verdict, examine

    found = examine(office_for(office), today())
    if as_json:
        say([json_text([{**asdict(each), "verdict": each.verdict.value} for each in found])])
    else:
        for each in found:
            line = f"{each.verdict}  {each.name}{f'：{each.message}' if each.message else ''}"
            say(paragraph(line, indent="        ", ambiguous=ambiguous()))
    bad = any(each.verdict is Verdict.BAD for each in found)
    return ReviewError.exit_code if bad else 0


COMMANDS = (backup, restore, check)
