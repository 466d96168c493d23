"""What a file is, told by its content; its name only helps to word the refusal."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import StrEnum

from toolkit.errors import InputError
from toolkit.reading import refusals
from toolkit.reading.plain_text import looks_like_text


class Content(StrEnum):
    """The contents we read. PACKAGE is a zip that still has to prove it is a Word document."""

    PACKAGE = "package"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请在 WPS/Word 中打开，另存为 .docx 后再导入。"
_UNPACK = "请解压后逐个导入。"
_WORD_VERSION = "请向来文单位索取 Word 版，或把文字复制出来存为 .txt。"

# First bytes → what to say. Formats that wrap others (zip, OLE) are looked into instead.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "这是 PDF 文件，暂不能读取", _WORD_VERSION),
    (b"{\\rtf", "这是 RTF 文件，不是 Word 文档", _SAVE_AS),
    (b"Rar!", "这是压缩包，不是 Word 文档", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "这是压缩包，不是 Word 文档", _UNPACK),
    (b"\x1f\x8b", "这是压缩包，不是 Word 文档", _UNPACK),
    (b"MZ", "这是程序文件，不是 Word 文档", "请不要打开，并向来文单位核实。"),
)
_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
)
_OFFICE_NAMES = (".docx", ".docm", ".dotx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pptx")


def recognise(name: str, data: bytes) -> Content:
    """Return what the bytes are; raise ``InputError`` for everything that is not read."""
    if not data:
        raise refusals.empty()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Content.PACKAGE
    lowered = name.lower()
    if data.startswith(_OLE):
        raise _old_office(lowered, data)
    _refuse_known(data)
    return _text_or_refusal(lowered, data)


def _refuse_known(data: bytes) -> None:
    is_text = data[:256].isascii() and b"\x00" not in data[:256]
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature) and not (signature == b"MZ" and is_text):
            raise refusals.other_content(what, remedy)
    if data.startswith(_PICTURES) and not is_text:
        raise refusals.only_pictures()
    head = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<?xml", b"<html", b"<!doctype html", b"mime-version:")):
        if b"word.document" in head or b"wordml" in head or b"xmlpackage" in head:
            raise refusals.other_content("这是以 XML 保存的 Word 文件", _SAVE_AS)
        raise refusals.other_content("文件内容是网页或 XML，不是 Word 文档", _SAVE_AS)


def _text_or_refusal(lowered: str, data: bytes) -> Content:
    if lowered.endswith(".wps"):
        raise refusals.kingsoft()
    if not lowered.endswith(_OFFICE_NAMES):
        return Content.TEXT
    if looks_like_text(data):
        raise refusals.other_content(
            "文件内容是纯文本，不是 Word 文档", "请改扩展名为 .txt 后导入。"
        )
    raise refusals.other_content(
        "文件内容不是 Word 文档", "请检查是否选错文件，或向来文单位重新索取。"
    )


def _old_office(lowered: str, data: bytes) -> InputError:
    """Tell the formats apart that share the OLE container: only its directory of streams does."""
    streams = set(_stream_names(data))
    if "EncryptedPackage" in streams:
        return refusals.encrypted()
    if lowered.endswith(".wps"):
        return refusals.kingsoft()
    if "WordDocument" in streams:
        return refusals.old_word(renamed=not lowered.endswith(".doc"))
    if streams & {"Workbook", "Book"}:
        return refusals.other_content(
            "文件内容是旧版 Excel 表格（.xls），不是 Word 文档", "请检查是否选错文件。"
        )
    if "PowerPoint Document" in streams:
        return refusals.other_content(
            "文件内容是演示文稿（.ppt），不是 Word 文档", "请检查是否选错文件。"
        )
    if not streams:
        return refusals.truncated()
    return refusals.other_content("这是旧版 Office 文件，不是 .docx 文档", _SAVE_AS)


def _stream_names(data: bytes) -> Iterator[str]:
    """Yield the names in an OLE file's directory, as far as the file can be followed."""
    if len(data) < 512:
        return
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", data, 48)
    seen: set[int] = set()
    while sector < 0xFFFFFFFA and sector not in seen:
        seen.add(sector)
        start = (sector + 1) * size
        block = data[start : start + size]
        for entry in range(0, len(block) - 127, 128):
            (length,) = struct.unpack_from("<H", block, entry + 64)
            raw = block[entry : entry + max(0, min(length, 64) - 2)]
            if raw:
                yield raw.decode("utf-16-le", "replace")
        sector = _next_sector(data, sector, size)


def _next_sector(data: bytes, sector: int, size: int) -> int:
    """Follow the allocation table, whose first 109 sectors the header lists; else end the chain."""
    table, place = divmod(sector, size // 4)
    if table >= 109:
        return 0xFFFFFFFE
    (table_sector,) = struct.unpack_from("<I", data, 76 + 4 * table)
    start = (table_sector + 1) * size + 4 * place
    if start + 4 > len(data):
        return 0xFFFFFFFE
    (following,) = struct.unpack_from("<I", data, start)
    return int(following)
