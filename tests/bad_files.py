"""Recipes for files that an office hands over.

``RECIPES`` cannot be read (corpus/bad_inputs.toml), ``ODD`` are read with a doubt (odd_inputs).
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

from builders import (
    GOVERNMENT_LIST,
    doc,
    docx,
    numbered,
    ole,
    paragraph,
    relation,
    relations_part,
    run,
    zipped,
)
from clerk import MINUTES

_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml"
_TWO_LINES = "第一行写得很长很长\n第二行"


def _patched_types(old: bytes, new: bytes) -> bytes:
    files = files_of(doc("甲"))
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(old, new)
    return zipped(dict(files))


def files_of(package: bytes) -> dict[str, bytes]:
    """The parts of a Word file by their names."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _without(*names: str) -> bytes:
    return zipped({name: data for name, data in files_of(doc("甲")).items() if name not in names})


def _with_document(document: bytes) -> bytes:
    return docx(parts={"word/document.xml": document})


def _with_doctype(encoding: str = "UTF-8") -> bytes:
    xml = files_of(doc("甲&e;乙"))["word/document.xml"].decode().replace("&amp;e;", "&e;")
    xml = xml.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    entity = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return _with_document(xml.replace("?>", f"?>{entity}", 1).encode(encoding))


def _laughs() -> bytes:
    entities = '<!ENTITY a "哈哈哈">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    xml = files_of(doc("甲"))["word/document.xml"].decode()
    return _with_document(xml.replace("?>", f"?><!DOCTYPE w [{entities}]>", 1).encode())


def _encrypted_zip() -> bytes:
    data = bytearray(doc("甲"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def _lying_size() -> bytes:
    data = bytearray(doc("甲" * 300))
    at = data.find(b"word/document.xml", data.find(b"PK\x01\x02")) - 46
    (size,) = struct.unpack_from("<I", data, at + 24)
    struct.pack_into("<I", data, at + 24, size - 100)
    return bytes(data)


def _big_part() -> bytes:
    """33 MB that do not pack suspiciously small, so that only the limit on a part is passed."""
    noise = random.Random(1)
    blocks = (f"<w:p>{'甲' * 9000}{noise.randbytes(300).hex()}</w:p>" for _ in range(1260))
    return _with_document("".join(blocks).encode())


def _same_part_twice() -> bytes:
    buffer = io.BytesIO(doc("甲"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("Word/Document.xml", "乙")
    data = buffer.getvalue()
    return data.replace(b"Word/Document.xml", b"word/document.xml")


def _nested(depth: int) -> bytes:
    body = paragraph("底")
    for _ in range(depth):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    return docx(body)


RECIPES: dict[str, Callable[[], bytes]] = {
    "encrypted": lambda: ole("EncryptionInfo", "EncryptedPackage"),
    "encrypted_zip": _encrypted_zip,
    "old_word": lambda: ole("1Table", "WordDocument", "Data", "ObjectPool"),
    "truncated": lambda: doc("甲" * 500)[:-40],
    "truncated_old": lambda: ole("WordDocument")[:600],
    "nothing": lambda: b"",
    "blank": lambda: docx(paragraph(""), paragraph("　")),
    "blank_text": lambda: "\ufeff \r\n　\n".encode(),
    "plain_text": lambda: "关于做好防汛工作的通知".encode("gbk"),
    "noise": lambda: random.Random(1).randbytes(4000),
    "excel": lambda: zipped(
        {
            "[Content_Types].xml": "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "xl/workbook.xml": "<a/>",
        }
    ),
    "old_excel": lambda: ole("Workbook"),
    "slides": lambda: zipped({"[Content_Types].xml": "presentationml", "ppt/a.xml": "<a/>"}),
    "old_slides": lambda: ole("Current User", "PowerPoint Document"),
    "plain_zip": lambda: zipped({"纪要.docx": doc("甲"), "附件.txt": "乙"}),
    "rar": lambda: b"Rar!\x1a\x07\x00" + bytes(50),
    "bomb": lambda: docx(parts={"word/media/image1.png": bytes(24 * 1024 * 1024)}),
    "big_part": _big_part,
    "big_file": lambda: b"PK\x03\x04" + bytes(21 * 1024 * 1024),
    "many_entries": lambda: zipped({f"word/{i}.xml": "" for i in range(2001)}),
    "lying_size": _lying_size,
    "same_part_twice": _same_part_twice,
    "outside_entity": _with_doctype,
    "outside_entity_utf16": lambda: _with_doctype("UTF-16"),
    "entity_in_styles": lambda: docx(
        paragraph("甲"), parts={"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}
    ),
    "billion_laughs": _laughs,
    "long_paragraph": lambda: docx(paragraph("甲"), paragraph(_noise_text())),
    "nested_tables": lambda: _nested(100),
    "control_character": lambda: _with_document(b"<w>\xe7\x94\xb2\x01</w>"),
    "surrogate_bytes": lambda: _with_document(b"<w>\xe7\x94\xb2\xed\xa0\x80</w>"),
    "surrogate_reference": lambda: _with_document(b"<w>&#xD800;</w>"),
    "without_document": lambda: _without("word/document.xml"),
    "without_types": lambda: _without("[Content_Types].xml"),
    "cut_document": lambda: _with_document(b"<w><a></w>"),
    "macros": lambda: _patched_types(
        _WORD + b".document.main", b"application/vnd.ms-word.document.macroEnabled.main"
    ),
    "hidden_macros": lambda: docx(paragraph("甲"), parts={"word/vbaProject.bin": b"x"}),
    "strict": lambda: docx(
        document=files_of(doc("甲"))["word/document.xml"]
        .decode()
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    ),
    "only_pictures": lambda: docx(
        paragraph('<w:r><w:drawing><a:blip r:embed="p"/></w:drawing></w:r>')
    ),
    "picture": lambda: b"\xff\xd8\xff\xe0" + bytes(100),
    "utf16_without_mark": lambda: "abc，督办".encode("utf-16-le"),
    "mixed_encodings": lambda: (
        "县政府办公室：\n请各单位抓紧落实会议精神。\n".encode() + "县财政局".encode("gbk")
    ),
    "bad_bytes": lambda: _TWO_LINES.encode("gbk") + b"\xff\xff",
    "bad_utf16": lambda: _TWO_LINES.encode("utf-16") + b"\x00\xd8",
    "pdf": lambda: b"%PDF-1.7\n",
    "ofd": lambda: zipped({"OFD.xml": "<a/>", "Doc_0/Document.xml": "<a/>"}),
    "rtf": lambda: b"{\\rtf1\\ansi }",
    "web_page": lambda: "<html><body>通知</body></html>".encode(),
    "open_document": lambda: zipped({"mimetype": "a", "content.xml": "<a/>"}),
}


def _noise_text() -> str:
    """11 MB that do not pack small, so that the limit on a text node is met first."""
    return random.Random(2).randbytes(5_600_000).hex()


# --- odd, but read ---------------------------------------------------------------------------

_LINES = MINUTES.splitlines()


def _minutes(*more: str, last: str = "", **known: str) -> bytes:
    """The clerk's minutes in Word, with ``more`` XML behind, or ``last`` as the last paragraph."""
    lines = [paragraph(line) for line in (_LINES[:-1] if last else _LINES)]
    return docx(*lines, last, *more, parts=None, relations="", document=None, **known)


def _field(code: str) -> str:
    marks = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:r><w:instrText>{code}</w:instrText></w:r>".join(marks)


def _revised() -> bytes:
    before, after = _LINES[-1].split("6月30日")
    gone = "<w:del><w:r><w:delText>5月1日</w:delText></w:r></w:del>"
    new = f"<w:ins>{run('6月30日')}</w:ins>"
    return _minutes(last=paragraph(before, gone, new, after))


def _text_box() -> bytes:
    box = f"<w:txbxContent>{paragraph('领导批示：限3日内办结')}</w:txbxContent>"
    shape = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    return _minutes(paragraph(f"<w:r>{shape}</w:r>"))


def _outside_template() -> bytes:
    link = relation("t", "attachedTemplate", "http://example.invalid/a.dotm", True)
    lines = [paragraph(line) for line in _LINES]
    return docx(*lines, parts={"word/_rels/settings.xml.rels": relations_part(link)})


ODD: dict[str, Callable[[], bytes]] = {
    "without_styles": lambda: docx(*map(paragraph, _LINES), parts={"word/styles.xml": ""}),
    "dde": lambda: _minutes(paragraph(_field("DDEAUTO excel"))),
    "outside_template": _outside_template,
    "revised": _revised,
    "text_box": _text_box,
    "automatic_number": lambda: _minutes(
        numbered("会议决定，县水利局要在4月底前完成河道排查。"), numbering=GOVERNMENT_LIST
    ),
    "hidden": lambda: _minutes(paragraph(run("不要印", "<w:vanish/>"), "以上。")),
    "comments": lambda: _minutes(
        comments=f'<w:comment w:id="1">{paragraph("请县财政局6月底前落实资金。")}</w:comment>'
    ),
    "gbk": lambda: MINUTES.encode("gbk"),
    "utf8_marked": lambda: MINUTES.encode("utf-8-sig"),
    "utf16": lambda: MINUTES.encode("utf-16"),
    "control_characters": lambda: MINUTES.replace("停车", "停\x00\x07车", 2).encode(),
    "mixed_line_ends": lambda: (
        MINUTES.replace("\n", "\r\n", 2).replace("。\n", "。\u2028").encode()
    ),
    "turned": lambda: MINUTES.replace("县发改局", "\u202e县发改局").encode(),
    "word_as_text": lambda: _minutes(),
}
