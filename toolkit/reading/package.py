"""The zip package around a Word document: checked against limits before a single part is read."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from lxml import etree

from toolkit.errors import InputError
from toolkit.reading import refusals

UNPACKED_LIMIT = 100 * refusals.MEGABYTE
PART_LIMIT = 32 * refusals.MEGABYTE
ENTRY_LIMIT = 2000
RATIO_LIMIT = 100
# Below this a high ratio is harmless: empty tables and style sheets compress that well.
RATIO_FREE = 10 * refusals.MEGABYTE
# One entry of the zip directory needs 46 bytes and its name; no honest document nears this.
_DIRECTORY_LIMIT = ENTRY_LIMIT * 1024
TEXT_NODE_LIMIT = 10_000_000

DEPTH_LIMIT = 60

_OFFICE_DOCUMENT = "/officeDocument"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENT_TYPES = "[Content_Types].xml"
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A pointer from one part: the last word of its type, and the part or outside address."""

    kind: str
    target: str
    external: bool


class Package:
    """A Word document's parts. The limits of the zip's directory are checked on opening.

    Raises ``InputError``: E1201 (damaged), E1202 (unpacks too large), E1104 (encrypted).
    """

    def __init__(self, data: bytes, *, part_limit: int = PART_LIMIT) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except _ZIP_FAULTS:
            raise refusals.truncated() from None
        _check_budget(entries, part_limit)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            key = _key(entry.filename)
            if key in self._entries:
                raise refusals.damaged(entry.filename)
            self._entries[key] = entry

    @property
    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._entries)

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._entries

    def read(self, part: str) -> bytes:
        """Return a part's bytes; raises E1201 when they are not what the directory promised."""
        entry = self._entries[_key(part)]
        if entry.flag_bits & 0x1:
            raise refusals.encrypted()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusals.damaged(entry.filename)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(entry.file_size + 1)
        except _ZIP_FAULTS:
            raise refusals.damaged(entry.filename) from None
        if len(data) != entry.file_size:
            raise refusals.damaged(entry.filename)
        return data

    def open(self, part: str) -> IO[bytes]:
        """A part's bytes to be read piece by piece, never more than its directory promised."""
        return self._zip.open(self._entries[_key(part)])

    def xml(self, part: str) -> etree._Element:
        """Return the root of an XML part, parsed without entities, DTD or network."""
        return parse(self.read(part), part)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of ``part`` (``""`` for the package itself) by their id."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self:
            return {}
        found: dict[str, Relation] = {}
        for element in self.xml(source).iter(_RELATIONSHIP):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            kind = posixpath.basename(element.get("Type", ""))
            found[element.get("Id", "")] = Relation(kind, target, external)
        return found

    def main_part(self) -> str:
        """Return the name of the Word text's part; refuse everything that is not a .docx."""
        if _CONTENT_TYPES not in self:
            raise self._stranger()
        types = self.read(_CONTENT_TYPES)
        _refuse_by_type(types)
        if "word/vbaproject.bin" in self:
            raise refusals.with_macros()
        if "_rels/.rels" in self and _STRICT.encode() in self.read("_rels/.rels"):
            raise refusals.strict_format()
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        if "word/document.xml" in self:
            return "word/document.xml"
        raise refusals.without_body()

    def _stranger(self) -> InputError:
        names = self.names
        if "ofd.xml" in names:
            return refusals.ofd()
        if any(name.startswith("word/") for name in names):
            return refusals.without_body()
        if "mimetype" in names and "content.xml" in names:
            return refusals.other_content(
                "这是 OpenDocument 文件（.odt 等），不是 Word 文档", "请另存为 .docx 后再导入。"
            )
        return refusals.other_content("这是压缩包，不是 Word 文档", "请解压后逐个导入。")


def parse(data: bytes, part: str) -> etree._Element:
    """Return the root element; raises E1201, E1203–E1206 for XML we refuse."""
    if b"<!DOCTYPE" in data:
        raise refusals.has_doctype()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise _refusal_of(fault, data, part) from None
    except ValueError:
        raise refusals.malformed(part, 1, 1) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusals.has_doctype()
    return root


def _refusal_of(fault: etree.XMLSyntaxError, data: bytes, part: str) -> InputError:
    """Translate libxml2's complaint. It has no codes for its limits, only these sentences."""
    message = str(fault)
    line, column = fault.position
    if "Excessive depth" in message or "excessive depth" in message:
        return refusals.nested_too_deep(DEPTH_LIMIT)
    long_text = re.search(rb">[^<]{%d}" % TEXT_NODE_LIMIT, data)
    if long_text:
        before = data[: long_text.start()]
        return refusals.paragraph_too_long(max(1, len(re.findall(rb"<w:p[ >]", before))))
    if re.search(r"Char|encoding|UTF-8|xmlParseCharRef|bytes", message):
        return refusals.illegal_character(line, column)
    return refusals.malformed(part, line, column)


def _refuse_by_type(types: bytes) -> None:
    if b"spreadsheetml" in types and b"wordprocessingml.document" not in types:
        raise refusals.other_content(
            "文件内容是 Excel 表格，不是 Word 文档", "请检查是否选错文件。"
        )
    if b"presentationml" in types and b"wordprocessingml.document" not in types:
        raise refusals.other_content("文件内容是演示文稿，不是 Word 文档", "请检查是否选错文件。")
    if b"ms-word.document.macroEnabled" in types or b"ms-word.template.macroEnabled" in types:
        raise refusals.with_macros()


def _check_directory(data: bytes) -> None:
    """Refuse a directory of too many entries before :mod:`zipfile` makes an object of each."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        raise refusals.truncated()
    count, size = struct.unpack_from("<HI", data, end + 10)
    if count == 0xFFFF or size == 0xFFFFFFFF:
        record = data.rfind(b"PK\x06\x06", 0, end)
        if record < 0 or record + 56 > len(data):
            raise refusals.truncated()
        count, size = struct.unpack_from("<QQ", data, record + 32)
    if count > ENTRY_LIMIT or size > _DIRECTORY_LIMIT:
        raise refusals.too_many_entries(max(count, size // 512), ENTRY_LIMIT)


def _check_budget(entries: list[zipfile.ZipInfo], part_limit: int) -> None:
    if len(entries) > ENTRY_LIMIT:
        raise refusals.too_many_entries(len(entries), ENTRY_LIMIT)
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    ratio = total // max(1, packed)
    if total > UNPACKED_LIMIT or (total > RATIO_FREE and ratio > RATIO_LIMIT):
        raise refusals.unpacks_too_large(total, ratio)
    for entry in entries:
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        if is_xml and entry.file_size > part_limit:
            raise refusals.part_too_large(entry.filename, entry.file_size, part_limit)


def _key(name: str) -> str:
    """Part names are compared without case; some producers write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()
