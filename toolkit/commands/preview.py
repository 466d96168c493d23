"""``duban preview``: a paper on the screen, as HTML, PDF or pictures."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.commands.console import ChineseCommand
from toolkit.commands.terminal import ambiguous, office_for, office_option, say, write_new


@click.command(cls=ChineseCommand, short_help="在屏幕上看一份单，也可转成网页、PDF、图片")
@click.argument("file", metavar="文件或编号")
@click.option("--html", metavar="文件", help="存成网页文件。")
@click.option("--pdf", metavar="文件", help="存成 PDF（须装有 LibreOffice）。")
@click.option("--png", metavar="文件夹", help="每页存成一张图片（须装有 LibreOffice）。")
@office_option
def preview(
    file: str, html: str | None, pdf: str | None, png: str | None, office: str | None
) -> int:
    """在屏幕上看一份 Word 文件（.docx）；写单的编号，看台账里的那份单。只读，不改文件。"""
    from toolkit.layout import read_sheet
    from toolkit.preview import blocks_of, html_page, make_pdf, make_pictures, screen_lines

    path = _meant(file, office)
    sheet = read_sheet(path)
    if not (html or pdf or png):
        say(screen_lines(blocks_of(sheet), ambiguous=ambiguous()))
        return 0
    if html:
        write_new(Path(html), html_page(blocks_of(sheet), path.name).encode())
        say([f"已写到 {html}。"])
    if pdf:
        make_pdf(path, Path(pdf))
        say([f"已写到 {pdf}。"])
    if png:
        pictures = make_pictures(path, Path(png))
        say([f"已写到 {png}，共{len(pictures)}张。"])
    return 0


def _meant(text: str, office: str | None) -> Path:
    """The file of that name, else the file of the ticket with that number."""
    path = Path(text)
    if path.exists() or path.suffix:
        return path
    from toolkit.follow_up.tracking import opened
    from toolkit.ledger.lookup import the_ticket

    with opened(office_for(office)) as ledger:
        return ledger.folder / the_ticket(ledger, text).file
