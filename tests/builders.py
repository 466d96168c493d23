"""A small notation for test documents: real packages, built from raw XML parts.

``doc("一、总体要求 / 各单位抓好落实。")`` is a Word file of two paragraphs. ``docx(...)`` takes the
body's XML and, by keyword, the other parts; ``paragraph``, ``run`` and ``table`` make that XML.
A string that begins with ``<`` is XML, any other is text.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from html import escape

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": _OFFICE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
# The parts `docx` takes by keyword, besides the body; all lie in word/.
_PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer")


def run(text: str, properties: str = "") -> str:
    """One run; ``properties`` is the inside of its ``w:rPr``."""
    inside = text if text.startswith("<") else f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def paragraph(*content: str, properties: str = "") -> str:
    """One paragraph of runs or other inline XML; ``properties`` is the inside of its ``w:pPr``."""
    inside = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def numbered(text: str, list_id: int = 1, level: int = 0) -> str:
    """A paragraph with an automatic list number."""
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties=properties)


def cell(*content: str, properties: str = "") -> str:
    """A table cell of paragraphs; ``properties`` is the inside of its ``w:tcPr``."""
    blocks = "".join(
        piece if piece.startswith(("<w:p", "<w:tbl")) else paragraph(piece) for piece in content
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks or '<w:p/>'}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """A table; a cell that begins with ``<w:tc>`` is XML, any other is text."""
    lines = "".join(
        "<w:tr>"
        + "".join(one if one.startswith("<w:tc>") else cell(one) for one in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/>{lines}</w:tbl>"


def part(root: str, inside: str) -> str:
    """A whole part: ``part("numbering", …)`` is ``<w:numbering …>…</w:numbering>``."""
    return f"{DECLARATION}<w:{root} {NAMESPACES}>{inside}</w:{root}>"


def list_levels(*levels: tuple[str, str], abstract_id: int = 0, extra: str = "") -> str:
    """One list pattern: (format, text) for each level, as in ``("chineseCounting", "%1、")``."""
    inside = "".join(
        f'<w:lvl w:ilvl="{position}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for position, (number_format, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{abstract_id}">{extra}{inside}</w:abstractNum>'


def list_instance(list_id: int, abstract_id: int = 0, overrides: str = "") -> str:
    """A list made from a pattern."""
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'


GOVERNMENT_LIST = list_levels(
    ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")
) + list_instance(1)


def docx(
    *body: str,
    parts: dict[str, str | bytes] | None = None,
    relations: str = "",
    main_type: str = f"{_WORD_TYPE}.document.main+xml",
    document: str | None = None,
    **known: str,
) -> bytes:
    """A Word package. ``known`` parts (styles, numbering, footnotes …) are given by their inside.

    ``parts`` adds or replaces whole parts by name, ``""`` as content removes one; ``relations``
    adds relationship XML to the main part; ``document`` replaces the main part's XML.
    """
    roots = {"header": "hdr", "footer": "ftr"}
    main = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
    overrides = f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
    links = relations
    files: dict[str, str | bytes] = {"word/document.xml": document or main}
    known.setdefault("styles", "")
    for name in _PARTS:
        if name in known:
            files[f"word/{name}.xml"] = part(roots.get(name, name), known[name])
            overrides += (
                f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{name}+xml"/>'
            )
            links += relation(f"{name}1", name, f"{name}.xml")
    files["[Content_Types].xml"] = (
        f'{DECLARATION}<Types xmlns="{_TYPES}"><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
    files["_rels/.rels"] = relations_part(relation("main", "officeDocument", "word/document.xml"))
    files["word/_rels/document.xml.rels"] = relations_part(links)
    files.update(parts or {})
    return zipped({name: content for name, content in files.items() if content})


def relation(relation_id: str, kind: str, target: str, external: bool = False) -> str:
    """One relationship; ``kind`` is the last word of its type."""
    mode = ' TargetMode="External"' if external else ""
    where = f'Type="{_OFFICE}/{kind}" Target="{escape(target)}"'
    return f'<Relationship Id="{relation_id}" {where}{mode}/>'


def relations_part(inside: str) -> str:
    """A whole relationships part."""
    return f'{DECLARATION}<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip of these files, with the content types first as Word writes them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(name, files[name])
    return buffer.getvalue()


def doc(text: str) -> bytes:
    """A Word file with one paragraph for each piece between `` / ``."""
    return docx(*(paragraph(piece) for piece in text.split(" / ")))


def ole(*streams: str) -> bytes:
    """An OLE file of the old Office kind, with a directory of these stream names."""
    size = 512
    names = ("Root Entry", *streams)
    entries = b"".join(_ole_entry(name) for name in names)
    entries += b"\x00" * (-len(entries) % size)
    sectors = len(entries) // size
    header = bytearray(size)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)  # one sector of the allocation table
    struct.pack_into("<I", header, 48, 1)  # the directory begins in sector 1
    struct.pack_into("<I", header, 76, 0)  # the table is sector 0
    links = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    links += [0xFFFFFFFF] * (size // 4 - len(links))
    return bytes(header) + struct.pack(f"<{size // 4}I", *links) + entries


def _ole_entry(name: str) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    struct.pack_into("<HB", entry, 64, len(encoded) + 2, 2)
    return bytes(entry)
