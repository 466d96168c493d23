"""``duban template``: which papers there are, what a template may name, is one fit for use."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.commands.console import ChineseGroup
from toolkit.commands.terminal import (
    ambiguous,
    folder_for,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
)
from toolkit.errors import SettingsError, UsageError


@click.group(cls=ChineseGroup, short_help="单据样式：有哪些、能用哪些字段、检查自己的样式")
def template() -> None:
    """单据样式（Word 模板）：列出、检查、取出自带的来修改。"""


@template.command("list", short_help="有哪些单；写上名称，列出它的字段")
@click.argument("name", metavar="单名", required=False)
@office_option
@json_option
def list_papers(name: str | None, office: str | None, as_json: bool) -> int:
    """列出各种单；写上单名的，列出样式里可用的字段、中文名称和写法。"""
    from toolkit.office.settings import TEMPLATE_FOLDER
    from toolkit.papers import PAPERS
    from toolkit.rendering.shelf import paper_named
    from toolkit.screen import template_listings

    papers = [paper_named(name)] if name else list(PAPERS.values())
    if as_json:
        say([json_text(template_listings.papers_object(papers))])
    elif name:
        say(template_listings.fields_lines(papers[0], ambiguous=ambiguous()))
    else:
        folder = folder_for(office)
        own = {path.stem for path in (folder / TEMPLATE_FOLDER).glob("*.docx")} if folder else set()
        say(template_listings.papers_lines(papers, own, ambiguous=ambiguous()))
    return 0


@template.command(short_help="检查一个样式能不能用：哪一格写错了、怎么改")
@click.argument("file", metavar="文件")
@click.option("--paper", metavar="单名", help="是哪种单的样式，如 交办单。不写则按文件名判断。")
@json_option
def check(file: str, paper: str | None, as_json: bool) -> int:
    """检查一个样式（.docx）：字段是否认得、循环是否写全、字体和列宽、有没有危险的表达式。

    不能使用的，退出码为 6。只检查，不改文件。
    """
    from toolkit.rendering.inspection import inspect_template
    from toolkit.rendering.shelf import paper_named, paper_of_file
    from toolkit.screen.template_listings import verdict_lines, verdict_object

    path = Path(file)
    kind = paper_named(paper) if paper else paper_of_file(path.name)
    if not path.is_file():
        raise UsageError("E0201", f"找不到文件“{file}”。请检查文件名和所在文件夹。")
    if kind is None:
        raise UsageError(
            "E0205", f"从文件名看不出“{path.name}”是哪种单。请加 --paper 单名，如 --paper 交办单。"
        )
    found = inspect_template(path.name, path.read_bytes(), kind.fields)
    if as_json:
        say([json_text(verdict_object(path.name, kind, found))])
    else:
        say(verdict_lines(path.name, kind, found, ambiguous=ambiguous()))
    return SettingsError.exit_code if found.faults else 0


@template.command(short_help="把自带的样式放进督办文件夹的“模板”，供修改")
@click.argument("name", metavar="单名")
@click.argument("folder", metavar="文件夹", required=False)
@click.option(
    "--fonts", default="", metavar="名称", help="用哪一套字体：方正、Windows、信创。不写则按设置。"
)
@office_option
def export(name: str, folder: str | None, fonts: str, office: str | None) -> int:
    """取出一种自带的样式，用 Word 或 WPS 修改后，检查通过就按它出单。

    不写文件夹的，放进当前督办文件夹的“模板”。已有的文件不覆盖。
    """
    from toolkit.office.folder import SETTINGS_FILE
    from toolkit.office.settings import TEMPLATE_FOLDER
    from toolkit.office.shelf import shelf_of
    from toolkit.rendering.shelf import paper_named

    paper, own = paper_named(name), office_for(office)
    home = Path(folder) if folder else own.folder
    if home is None:
        raise UsageError(
            "E0208", "当前不在督办文件夹中，不知道放到哪里。请在命令后写上文件夹，或加 --office。"
        )
    is_office = (home / SETTINGS_FILE).is_file()
    made = shelf_of(own, fonts).export(paper, home / TEMPLATE_FOLDER if is_office else home)
    say([f"已放到 {made}。修改后检查能不能用：", f"  duban template check {made}"])
    return 0
