"""The small pieces of a Word file: runs, paragraphs, cells, rows, tables, sections."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TITLE, BODY, KAI, HEI, SONG = "方正小标宋简体", "仿宋", "楷体", "黑体", "宋体"
WIDTH = 8844  # 版心 156 mm
WIDE = 12756  # 225 mm: the same page lying
KEEP = "<w:keepNext/>"
LEFT = '<w:jc w:val="left"/>'
RIGHT = '<w:jc w:val="right"/>'
CENTRE = '<w:jc w:val="center"/>'


def fonts(name: str) -> str:
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"'
        ' w:hint="eastAsia"/>'
    )


def run(text: str, font: str = "", size: int = 0, extra: str = "") -> str:
    """A run; without a font it keeps its paragraph style's and only gets the hint."""
    face = fonts(font) if font else '<w:rFonts w:hint="eastAsia"/>'
    half = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    pieces = [
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in re.split(r"([\t\n])", text)
        if part
    ]
    return f"<w:r><w:rPr>{face}{extra}{half}</w:rPr>{''.join(pieces)}</w:r>"


def par(style: str, *runs: str, props: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{props}</w:pPr>{"".join(runs)}</w:p>'


def cell(width: int, *paragraphs: str, span: int = 1, props: str = "") -> str:
    merge = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}{props}'
        f'<w:vAlign w:val="center"/></w:tcPr>{"".join(paragraphs)}</w:tc>'
    )


def row(*cells: str, height: int = 0, head: bool = False, whole: bool = True) -> str:
    """``whole``: the row does not go over two pages."""
    props = "<w:cantSplit/>" if whole else ""
    if height:
        props += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if head:
        props += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(cells)}</w:tr>"


def table(style: str, grid: list[int], *rows: str, place: str = "") -> str:
    """``place`` makes it a table that floats."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{place}'
        f'<w:tblW w:w="{sum(grid)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def step_row(style: str, width: int, span: int, tag: str) -> str:
    """A row that holds nothing but a tag and goes away with it."""
    return row(cell(width, par(style, run(tag)), span=span))


def field(code: str, font: str, size: int) -> str:
    """A field of Word's own, as the page number."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:rPr>{fonts(font)}</w:rPr>"
        f'<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("1", font, size)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def references(**parts: str) -> str:
    """``footer_default="rId4"`` and the like as references of a section."""
    return "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{relation}"/>'
        for name, relation in parts.items()
        for kind, which in [name.split("_")]
    )


def section(
    refs: str,
    *,
    starts: str = "",
    lying: bool = False,
    title_page: bool = False,
    header: int = 851,
    footer: int = 1400,
) -> str:
    """A section's set-up. A lying page keeps its head at the binding edge of a standing one."""
    kind = f'<w:type w:val="{starts}"/>' if starts else ""
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
    if lying:
        size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        margins = 'w:top="1588" w:right="2098" w:bottom="1474" w:left="1984"'
    return (
        f'<w:sectPr>{refs}{kind}{size}<w:pgMar {margins} w:header="{header}"'
        f' w:footer="{footer}" w:gutter="0"/>{"<w:titlePg/>" if title_page else ""}'
        '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    )


def section_end(setup: str) -> str:
    """The last paragraph of a section that is not the last."""
    return par("FormEnd", props=setup)
