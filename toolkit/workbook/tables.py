"""Plain tables as .xlsx: typed columns, frozen head, filters, one page wide in print.

Written as XML here, not cell by cell through a library: a ledger of ten thousand rows is a matter
of a second, and a text can be nothing but a text, because no formula is ever written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from toolkit.errors import InputError
from toolkit.plan.cells import letter
from toolkit.rendering.archive import ArchiveWriter, pack
from toolkit.rendering.fields import clean

Value = str | int | float | date | None

CELL_LIMIT = 32_767  # characters Excel keeps in a cell; it cuts the rest without a word
ROW_LIMIT = 1_048_576
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY_ZERO = date(1899, 12, 30).toordinal()
_HEAD, _TEXT, _DATE, _NUMBER = 1, 2, 3, 4  # cell formats of _STYLES
# Excel reads _x0041_ in a text as A, unless the underscore is itself written that way.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, its heads with the width of each column, and its rows.

    The first ``frozen`` columns stay in sight; ``paper`` is Excel's number of a size (8 A3, 9 A4).
    """

    name: str
    heads: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Value]]
    frozen: int = 0
    paper: int = 9


def tables_bytes(tables: Sequence[Table]) -> bytes:
    """A workbook of these sheets; every text is text, whatever sign it begins with.

    Raises InputError E1507 for a text longer than a cell holds, E1508 for too many rows.
    """
    parts = {
        "[Content_Types].xml": _content_types(len(tables)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(tables),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(tables) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    members = [pack(name, text.encode()) for name, text in parts.items()]
    for number, table in enumerate(tables, 1):
        content = "".join(_sheet(table, is_first=number == 1)).encode()
        members.append(pack(f"xl/worksheets/sheet{number}.xml", content))
    return ArchiveWriter(tuple(members), frozenset()).write({})


def _sheet(table: Table, *, is_first: bool) -> Iterator[str]:
    if len(table.rows) >= ROW_LIMIT:
        raise InputError(
            "E1508", f"“{table.name}”有{len(table.rows)}行，Excel 放不下。请按年度或单位分开导出。"
        )
    letters = [letter(column) for column in range(len(table.heads))]
    corner = f"{letters[min(table.frozen, len(letters) - 1)]}2"
    split = f'xSplit="{table.frozen}" ' if table.frozen else ""
    pane = "bottomRight" if table.frozen else "bottomLeft"
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield (
        f'<sheetViews><sheetView tabSelected="{int(is_first)}" workbookViewId="0">'
        f'<pane {split}ySplit="1" topLeftCell="{corner}"'
        f' activePane="{pane}" state="frozen"/></sheetView></sheetViews><cols>'
    )
    for number, (_, width) in enumerate(table.heads, 1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield _row(1, letters, (head for head, _ in table.heads), table, _HEAD)
    for number, row in enumerate(table.rows, 2):
        yield _row(number, letters, row, table, _TEXT)
    last = f"{letters[-1]}{len(table.rows) + 1}"
    yield f'</sheetData><autoFilter ref="A1:{last}"/>'
    yield '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    yield (
        f'<pageSetup paperSize="{table.paper}" orientation="landscape" fitToWidth="1"'
        ' fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter>'
        "</headerFooter></worksheet>"
    )


def _row(
    number: int, letters: Sequence[str], values: Iterable[Value], table: Table, text_format: int
) -> str:
    """The cells that hold something."""
    cells = [f'<row r="{number}">']
    for column, value in zip(letters, values, strict=True):
        if isinstance(value, str):
            if value:
                if len(value) > CELL_LIMIT:
                    raise _too_long(table, number, column)
                cells.append(
                    f'<c r="{column}{number}" t="inlineStr" s="{text_format}"><is>'
                    f'<t xml:space="preserve">{_text(value)}</t></is></c>'
                )
        elif isinstance(value, date):
            serial = value.toordinal() - _DAY_ZERO
            cells.append(f'<c r="{column}{number}" s="{_DATE}"><v>{serial}</v></c>')
        elif value is not None:
            cells.append(f'<c r="{column}{number}" s="{_NUMBER}"><v>{value}</v></c>')
    cells.append("</row>")
    return "".join(cells)


def _text(value: str) -> str:
    if not value.isprintable():
        value = clean(value)
    if "_x" in value:
        value = _ESCAPED.sub("_x005F_", value)
    return escape(value) if "&" in value or "<" in value or ">" in value else value


def _too_long(table: Table, number: int, column: str) -> InputError:
    return InputError(
        "E1507",
        f"“{table.name}”第{number}行{column}列超过{CELL_LIMIT}字，Excel 放不下。没有写文件。"
        "请缩短这一项的内容，或改用附件。",
    )


def _workbook(tables: Sequence[Table]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(table.name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, table in enumerate(tables, 1)
    )
    names = []
    for n, table in enumerate(tables):
        whole = f"$A$1:${letter(len(table.heads) - 1)}${len(table.rows) + 1}"
        quoted = escape("'" + table.name.replace("'", "''") + "'")
        names.append(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
            f"{quoted}!{whole}</definedName>"
        )
        names.append(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{quoted}!$1:$1'
            "</definedName>"
        )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{''.join(names)}</definedNames></workbook>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types(count: int) -> str:
    parts = [("workbook", "sheet.main"), ("styles", "styles")]
    parts += [(f"worksheets/sheet{n}", "worksheet") for n in range(1, count + 1)]
    items = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_MIME}{kind}+xml"/>'
        for name, kind in parts
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{items}</Types>'
    )


def _format(font: int, fill: int, number: int, centred: bool) -> str:
    side = ' horizontal="center"' if centred else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="1" xfId="0"'
        ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment wrapText="1" vertical="center"{side}/></xf>'
    )


_SIDE = '<{0} style="thin"><color rgb="FFA6A6A6"/></{0}>'
_EDGES = "".join(_SIDE.format(side) for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="10"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="黑体"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_EDGES}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    # head, text (49 is @), date, number
    f"{_format(1, 2, 49, True)}{_format(0, 0, 49, False)}{_format(0, 0, 164, True)}"
    f"{_format(0, 0, 0, True)}</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
