"""The paper as one HTML page that needs nothing else: no script, no outside file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from toolkit.layout.line import Line, Run
from toolkit.preview.blocks import Block, PageBreak, TableBlock, TableCell

_HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>
body {{ max-width: 156mm; margin: 1em auto; font-family: FangSong, 仿宋, serif; }}
p {{ margin: 0; min-height: .6em; white-space: pre-wrap; }}
table {{ border-collapse: collapse; width: 100%; margin: .3em 0; }}
td {{ border: 1px solid #000; padding: .2em .4em; vertical-align: middle; }}
hr {{ border: 0; border-top: 1px dashed #999; margin: 2em 0; }}
</style></head><body>
"""
_ALIGN = {"center": "center", "right": "right", "end": "right"}


def html_page(blocks: Iterable[Block], title: str) -> str:
    """The whole page; ``title`` is the file's name."""
    return _HEAD.format(title=escape(title)) + "\n".join(_pieces(blocks)) + "\n</body></html>\n"


def _pieces(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TableBlock):
            yield from _table(block)
        elif isinstance(block, PageBreak):
            yield "<hr>"
        else:
            yield _paragraph(block)


def _paragraph(line: Line) -> str:
    style = []
    if align := _ALIGN.get(line.properties.get("jc", "")):
        style.append(f"text-align:{align}")
    elif line.first > 0:
        style.append(f"text-indent:{line.first / (line.size * 20):.2g}em")
    return f'<p style="{";".join([*style, _type(line.first_run)])}">{_runs(line)}</p>'


def _runs(line: Line) -> str:
    usual = _type(line.first_run)
    pieces = []
    for run in line.runs:
        text, look = escape(run.text), _type(run)
        pieces.append(text if look == usual else f'<span style="{look}">{text}</span>')
    return "".join(pieces)


def _type(run: Run) -> str:
    style = f"font-size:{run.size:g}pt"
    if run.face:
        style += f";font-family:{escape(run.face, quote=True)}"
    if len(run.colour) == 6 and run.colour.isalnum():
        style += f";color:#{run.colour}"
    return style + (";font-weight:bold" if run.bold else "")


def _table(table: TableBlock) -> Iterator[str]:
    """Rows share one set of columns, so that cells over several of them span."""
    edges = sorted({at for row in table.rows for at in _ends(row)})
    yield "<table>"
    for row in table.rows:
        yield "<tr>"
        before = 0
        for cell, end in zip(row, _ends(row), strict=True):
            span = edges.index(end) + 1 - before
            before += span
            wide = f' colspan="{span}"' if span > 1 else ""
            width = f"{cell.width / table.width:.1%}"
            content = "".join(_paragraph(line) for line in cell.lines)
            yield f'<td{wide} style="width:{width}">{content}</td>'
        yield "</tr>"
    yield "</table>"


def _ends(row: list[TableCell]) -> list[int]:
    """Where each cell ends, in steps of 3 mm: widths written by hand never add up exactly."""
    ends, at = [], 0
    for cell in row:
        at += cell.width
        ends.append(round(at / 170))
    return ends
