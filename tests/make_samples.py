"""Makes samples/ from the texts of tests/sample_texts/: ``python tests/make_samples.py``.

Counties, people and matters are invented. The files are made as offices make them: automatic
numbers instead of typed ones, Chinese type for Chinese runs, a text box, a tracked change,
footnotes, merged cells. Every run writes the same bytes.

A line of a text is a keyword and its words: ``red`` masthead, ``number``, ``issue`` (organ|date),
``title``, ``center``, ``h1`` 一、 ``h2`` （一） ``n3`` 1. (the numbers come from Word), ``body``,
``item`` (label|names), ``box`` (words|signature), ``sign``. Inside a line, ``tracked(old|new)`` is
a change nobody accepted yet and ``footnote(words)`` a footnote.
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tests" / "sample_texts"
SAMPLES = ROOT / "samples"

SONG, FANGSONG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
RED = RGBColor(0xFF, 0x00, 0x00)
THREE, TWO = 16.0, 22.0  # 三号、二号, in points
WIDTH = 442  # of the type area, in points
LINE = 28.95  # GB/T 9704: 22 lines on 225 mm
WRITTEN = datetime(2026, 1, 1)  # noqa: DTZ001  (the properties of a Word file have no zone)
EDITOR = 'w:author="县政府办公室" w:date="2026-01-01T09:00:00Z"'
_MARK = re.compile(r"(tracked\([^)]*\)|footnote\([^)]*\))")

_LEVELS = (
    (0, "chineseCounting", "%1、", HEI),
    (1, "chineseCounting", "（%2）", KAI),
    (2, "decimal", "%3.", FANGSONG),
)


def main(folder: Path = SAMPLES) -> None:
    """Write every sample into ``folder``."""
    folder.mkdir(exist_ok=True)
    for source in sorted(TEXTS.glob("*.txt")):
        lines = source.read_text(encoding="utf-8").splitlines()
        save(Sheet().text(lines), folder / f"{source.stem}.docx")
    save(register(), folder / "领导批示登记表.docx")
    save(breakdown(), folder / "政府工作报告任务分解表.docx")
    township = (TEXTS / "松涛镇镇长办公会议纪要.txt").read_text(encoding="utf-8")
    plain = folder / "松涛镇镇长办公会议纪要.txt"
    plain.write_text(typed(township), encoding="utf-8", newline="\r\n")


# --- a document of running text ----------------------------------------------------------------


class Sheet:
    """One document under construction; the methods are the keywords of the texts."""

    def __init__(self, landscape: bool = False) -> None:
        self.document = docx.Document()
        self._notes: list[str] = []
        _prepare_page(self.document, landscape)
        _prepare_styles(self.document)
        _prepare_numbers(self.document)
        _page_number(self.document)

    def text(self, lines: list[str]) -> Document:
        """Write every line by its keyword; return the finished document."""
        for line in lines:
            keyword, _, words = line.partition(" ")
            _KEYWORDS[keyword](self, words)
        if self._notes:
            _add_footnotes(self.document, self._notes)
        return self.document

    def red(self, words: str) -> None:
        size = min(30.0, int(WIDTH / len(words)))  # one line, however long the organ's name
        _run(self.line(WD_ALIGN_PARAGRAPH.CENTER, exact=0), words, SONG, size).font.color.rgb = RED

    def number(self, words: str) -> None:
        _run(self.line(WD_ALIGN_PARAGRAPH.CENTER), words, FANGSONG)

    def issue(self, words: str) -> None:
        """The organ left, the date right, and the red line below."""
        paragraph = self.line()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        _run(paragraph, words.replace("|", "\t"), FANGSONG)
        border = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="4" '
            'w:color="FF0000"/></w:pBdr>'
        )
        paragraph._p.get_or_add_pPr().insert_element_before(
            border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
        )
        self.line()

    def title(self, words: str) -> None:
        paragraph = self.line(WD_ALIGN_PARAGRAPH.CENTER, exact=33)
        _run(paragraph, words, SONG, TWO)
        self.line()

    def center(self, words: str) -> None:
        _run(self.line(WD_ALIGN_PARAGRAPH.CENTER), words, KAI)

    def h1(self, words: str) -> None:
        self._numbered(words, 0)

    def h2(self, words: str) -> None:
        self._numbered(words, 1)

    def n3(self, words: str) -> None:
        self._numbered(words, 2)

    def body(self, words: str) -> None:
        self._fill(self._indented(), words, FANGSONG)

    def item(self, words: str) -> None:
        label, _, rest = words.partition("|")
        paragraph = self._indented()
        _run(paragraph, label, HEI)
        _run(paragraph, rest, FANGSONG)

    def sign(self, words: str) -> None:
        paragraph = self.line(WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(4 * THREE)
        _run(paragraph, words, FANGSONG)

    def box(self, words: str) -> None:
        """An instruction somebody put on the paper as a floating text box."""
        note, _, signature = words.partition("|")
        paragraph = self.line()
        paragraph._p.append(parse_xml(_TEXT_BOX.format(names=_BOX_NAMES, note=note, by=signature)))

    def _numbered(self, words: str, level: int) -> None:
        """A heading when it is short; a numbered paragraph of running text when it is not."""
        paragraph = self._indented()
        _, _, _, font = _LEVELS[level]
        is_heading = not words.endswith(("。", "：")) or len(words) < 22
        if is_heading and level < 2:
            paragraph.style = self.document.styles[f"Heading {level + 1}"]
        _put_in_list(paragraph, 1, level)
        self._fill(paragraph, words, font if is_heading else FANGSONG)

    def _fill(self, paragraph: Paragraph, words: str, font: str) -> None:
        for piece in _MARK.split(words):
            if piece.startswith("tracked("):
                old, _, new = piece[8:-1].partition("|")
                _tracked(paragraph, old, new, font)
            elif piece.startswith("footnote("):
                self._notes.append(piece[9:-1])
                mark = _run(paragraph, "", font)
                mark._r.get_or_add_rPr().append(
                    OxmlElement("w:vertAlign", {qn("w:val"): "superscript"})
                )
                mark._r.append(
                    OxmlElement("w:footnoteReference", {qn("w:id"): str(len(self._notes))})
                )
            elif piece:
                _run(paragraph, piece, font)

    def line(self, alignment: WD_ALIGN_PARAGRAPH | None = None, exact: float = LINE) -> Paragraph:
        paragraph = self.document.add_paragraph()
        if alignment is not None:
            paragraph.alignment = alignment
        if exact:
            paragraph.paragraph_format.line_spacing = Pt(exact)
        return paragraph

    def _indented(self) -> Paragraph:
        """首行空二字，两端对齐。"""
        paragraph = self.line(WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Pt(2 * THREE)
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        return paragraph


_KEYWORDS: dict[str, Callable[[Sheet, str], None]] = {
    "red": Sheet.red,
    "number": Sheet.number,
    "issue": Sheet.issue,
    "title": Sheet.title,
    "center": Sheet.center,
    "h1": Sheet.h1,
    "h2": Sheet.h2,
    "n3": Sheet.n3,
    "body": Sheet.body,
    "item": Sheet.item,
    "sign": Sheet.sign,
    "box": Sheet.box,
}


def typed(text: str) -> str:
    """The same text as a clerk types it into a plain file: numbers typed, empty lines between."""
    digits = "一二三四五六七八九十"
    count = 0
    lines: list[str] = []
    for line in text.splitlines():
        keyword, _, words = line.partition(" ")
        if keyword == "h1":
            words = f"{digits[count]}、{words}"
            count += 1
        lines.append(f"　　{words}" if keyword in ("body", "h1") else words)
    return "\n".join(lines) + "\n"


# --- tables -------------------------------------------------------------------------------------


def register() -> Document:
    """领导批示登记表: one instruction a row, the running number made by Word."""
    data = tomllib.loads((TEXTS / "登记表.toml").read_text(encoding="utf-8"))
    sheet = Sheet(landscape=True)
    table = _titled_table(sheet, data, (12, 30, 50, 22, 24, 64, 43))
    for row in data["rows"]:
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        _running_number(cells[0])
        for target, words in zip(cells[1:], row, strict=True):
            _write(target, words)
    _table_widths(table, (12, 30, 50, 22, 24, 64, 43))
    return sheet.document


def breakdown() -> Document:
    """任务分解表: the chapter and its leader merged over all its rows."""
    data = tomllib.loads((TEXTS / "任务分解表.toml").read_text(encoding="utf-8"))
    sheet = Sheet(landscape=True)
    widths = (24, 12, 74, 22, 38, 48, 27)
    table = _titled_table(sheet, data, widths)
    for chapter in data["chapter"]:
        first = len(table.rows)
        for goal, lead, support, due in chapter["rows"]:
            cells = table.add_row().cells  # type: ignore[no-untyped-call]
            _running_number(cells[1])
            for at, words in ((2, goal), (4, lead), (5, support), (6, due)):
                _write(cells[at], words)
        last = len(table.rows) - 1
        for column, words in ((0, chapter["name"]), (3, chapter["leader"])):
            merged = table.cell(first, column).merge(table.cell(last, column))
            for empty in merged.paragraphs[1:]:
                empty._p.getparent().remove(empty._p)
            _write(merged, words)
    _table_widths(table, widths)
    return sheet.document


def _titled_table(sheet: Sheet, data: dict[str, object], widths: tuple[int, ...]) -> Table:
    _run(sheet.line(WD_ALIGN_PARAGRAPH.CENTER, exact=33), str(data["title"]), SONG, TWO)
    _run(sheet.line(WD_ALIGN_PARAGRAPH.CENTER), str(data["subtitle"]), KAI, 14.0)
    columns = data["columns"]
    assert isinstance(columns, list)
    table: Table = sheet.document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for target, words in zip(table.rows[0].cells, columns, strict=True):
        _write(target, words, HEI)
        target.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    return table


def _table_widths(table: Table, widths: tuple[int, ...]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for target, width in zip(row._tr.tc_lst, widths, strict=True):
            target.width = Mm(width)


def _write(target: _Cell, words: str, font: str = FANGSONG) -> None:
    paragraph = target.paragraphs[0]
    paragraph.paragraph_format.line_spacing = Pt(18)
    _run(paragraph, words, font, 12.0)
    target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _running_number(target: _Cell) -> None:
    paragraph = target.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _put_in_list(paragraph, 2, 0)
    _write(target, "")


# --- Word's own machinery ---------------------------------------------------------------------


def _run(paragraph: Paragraph, words: str, font: str, size: float = THREE) -> Run:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.bold = False
    run.font.name = "Times New Roman"
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")  # else “” come out in Western type
    return run


def _put_in_list(paragraph: Paragraph, list_id: int, level: int) -> None:
    inside = f'<w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/>'
    numbering = parse_xml(f"<w:numPr {nsdecls('w')}>{inside}</w:numPr>")
    after = ("w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(numbering, *after)


def _tracked(paragraph: Paragraph, old: str, new: str, font: str) -> None:
    """A deletion and an insertion nobody accepted yet."""
    for tag, words in (("w:del", old), ("w:ins", new)):
        if not words:
            continue
        run = _run(paragraph, words, font)._r
        change = parse_xml(f'<{tag} {nsdecls("w")} w:id="{900 + len(paragraph._p)}" {EDITOR}/>')
        run.addprevious(change)
        change.append(run)
        if tag == "w:del":
            for text in run.findall(qn("w:t")):
                text.tag = qn("w:delText")


def _prepare_page(document: Document, landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin = section.bottom_margin = Mm(26)
        section.left_margin = section.right_margin = Mm(26)
    section.footer_distance = Mm(25)


def _prepare_styles(document: Document) -> None:
    for name, font in (("Normal", FANGSONG), ("Heading 1", HEI), ("Heading 2", KAI)):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        style.font.size = Pt(THREE)
        style.font.bold = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "Theme" in str(attribute):
                del fonts.attrib[attribute]
        fonts.set(qn("w:eastAsia"), font)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = name != "Normal"
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")


def _prepare_numbers(document: Document) -> None:
    """List 1: 一、（一）1. as headings run; list 2: the running number of a table."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>'
        '<w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/></w:pPr><w:rPr>'
        f'<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        f'w:eastAsia="{font}"/><w:b w:val="0"/><w:sz w:val="32"/></w:rPr></w:lvl>'
        for at, number_format, text, font in _LEVELS
    )
    running = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>'
        '<w:lvlText w:val="%1"/><w:lvlJc w:val="center"/><w:pPr><w:ind w:left="0" w:firstLine="0"/>'
        '</w:pPr><w:rPr><w:sz w:val="24"/></w:rPr></w:lvl>'
    )
    for number, inside in ((0, levels), (1, running)):
        kind = '<w:multiLevelType w:val="multilevel"/>'
        root.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{kind}{inside}'
                "</w:abstractNum>"
            )
        )
    for number in (1, 2):
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number - 1}"/>'
                "</w:num>"
            )
        )


def _page_number(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", "宋体", 14.0)
    field = OxmlElement("w:fldSimple", {qn("w:instr"): " PAGE "})
    run = _run(paragraph, "1", "宋体", 14.0)._r
    run.addprevious(field)
    field.append(run)
    _run(paragraph, " —", "宋体", 14.0)


def _add_footnotes(document: Document, notes: list[str]) -> None:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    fonts = f'<w:rFonts w:hint="eastAsia" w:eastAsia="{FANGSONG}"/><w:sz w:val="18"/>'
    words = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:sz w:val="18"/>'
        '<w:vertAlign w:val="superscript"/></w:rPr>'
        f"<w:footnoteRef/></w:r><w:r><w:rPr>{fonts}</w:rPr><w:t>{note}</w:t></w:r></w:p></w:footnote>"
        for number, note in enumerate(notes, 1)
    )
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>'
    blob += f"{separators}{words}</w:footnotes>"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), content_type, blob.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


_BOX_NAMES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_BOX_TEXT = (
    '<w:txbxContent><w:p><w:r><w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="楷体_GB2312"/>'
    '<w:sz w:val="28"/></w:rPr><w:t>{note}</w:t></w:r></w:p><w:p><w:pPr><w:jc w:val="right"/>'
    '</w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="楷体_GB2312"/>'
    '<w:sz w:val="28"/></w:rPr>'
    "<w:t>{by}</w:t></w:r></w:p></w:txbxContent>"
)
_TEXT_BOX = (
    '<w:r {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    '<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="2" '
    'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="3060000" cy="800000"/><wp:wrapTopAndBottom/><wp:docPr id="7" name="文本框 7"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="3060000" cy="800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
    f"<wps:txbx>{_BOX_TEXT}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    '</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="position:absolute;'
    f'width:241pt;height:63pt"><v:textbox>{_BOX_TEXT}</v:textbox></v:shape></w:pict>'
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


def save(document: Document, path: Path) -> None:
    """Save with fixed times, so that the same text always gives the same bytes."""
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", path.stem, ""
    properties.created = properties.modified = WRITTEN
    for relation_id, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del document.part.package.rels[relation_id]
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))


if __name__ == "__main__":
    main()
