"""``duban tasks``: what stands in one document; nothing is numbered or written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.commands.console import ChineseCommand, one_of, task_number
from toolkit.commands.terminal import (
    ambiguous,
    folder_for,
    json_option,
    json_text,
    office_option,
    say,
)
from toolkit.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from toolkit.model import DocumentKind

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


def kind_named(kind: str | None) -> DocumentKind | None:
    from toolkit.model import DocumentKind

    return DocumentKind(kind) if kind else None


@click.command(cls=ChineseCommand, short_help="只看文件里有哪些任务，不编号、不写任何文件")
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
        data = Path(__file__).parent.parent / "data" / "tasks.schema.json"
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
