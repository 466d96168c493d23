"""``duban layout``: a Word document tested against GB/T 9704, statement by statement."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.commands.console import ChineseCommand
from toolkit.commands.terminal import ambiguous, folder_for, json_option, json_text, say
from toolkit.errors import ReviewError, UsageError


@click.command(cls=ChineseCommand, short_help="按 GB/T 9704 逐条检查一份 Word 文件的版式")
@click.argument("file", metavar="文件")
@click.option(
    "--as",
    "shape_name",
    metavar="格式",
    help="按哪种格式检查：公文、信函、通报、表单、纪要。不写则看文件头判断。",
)
@click.option(
    "--fonts",
    default="",
    metavar="名称",
    help="该用哪一套字体：方正、Windows、信创。不写则按设置；没有设置的，用哪一套都行。",
)
@click.option("--all", "everything", is_flag=True, help="符合的、不适用的也逐条列出。")
@json_option
def layout(file: str, shape_name: str | None, fonts: str, everything: bool, as_json: bool) -> int:
    """检查一份 Word 文件（.docx）的版式：逐条说明符合、不符合、不适用，在哪里、是什么、应为什么。

    国家标准没有写的机关习惯单独列，不算违反。只读，不改文件。有不符合标准的，退出码为 4。
    """
    from toolkit.layout import check_layout, read_sheet
    from toolkit.layout.elements import Shape
    from toolkit.loading.layout import load_fonts, load_statements
    from toolkit.screen.layout_listings import report_lines, report_object

    if shape_name is not None and shape_name not in list(Shape):
        raise UsageError("E0206", f"没有“{shape_name}”这种格式。可选：{'、'.join(Shape)}。")
    shape = Shape(shape_name) if shape_name else None
    faces = load_fonts()
    if profile := fonts or _chosen():
        faces = faces.only(profile)
    found = check_layout(read_sheet(Path(file)), load_statements(), faces, shape)
    if as_json:
        say([json_text(report_object(found))])
    else:
        say(report_lines(found, everything=everything, ambiguous=ambiguous()))
    return 0 if found.passes else ReviewError.exit_code


def _chosen() -> str:
    """The fonts that the office around the current folder has chosen."""
    from toolkit.office.settings import load_office

    folder = folder_for(None)
    return load_office(folder).settings.papers.fonts if folder else ""
