"""A .docx as its members, so that what does not change is copied as it is.

The bytes written depend on nothing but the members: fixed date, fixed order, fixed compression.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
# 1980-01-01, the first day a zip can name: the same paper always has the same bytes.
_DAY = (1 << 5) | 1
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1

# On the XML of papers 3 takes a third of the time of zlib's usual 6; the paper is 2 % larger.
LEVEL = 3

MAX_MEMBERS = 2000
MAX_BYTES = 64 * 1024 * 1024


class ArchiveError(Exception):
    """The file is no usable zip archive; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: its compressed bytes as stored, size and checksum of the content."""

    name: str
    packed: bytes
    method: int
    crc: int
    size: int

    def content(self) -> bytes:
        """The bytes as they were before compression; raises :class:`ArchiveError` when damaged."""
        if self.method == _STORED:
            data = self.packed
        else:
            try:
                data = zlib.decompressobj(-15).decompress(self.packed, self.size + 1)
            except zlib.error as error:
                raise ArchiveError("文件已损坏，无法解压") from error
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise ArchiveError("文件已损坏（校验不符）")
        return data


def pack(name: str, content: bytes) -> Member:
    """A deflated member."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    packed = deflate.compress(content) + deflate.flush()
    return Member(name, packed, _DEFLATED, zlib.crc32(content), len(content))


def read_archive(data: bytes) -> tuple[Member, ...]:
    """The members in stored order; raises :class:`ArchiveError`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ArchiveError("不是 Word 文档（.docx），或文件不完整") from error
    if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise ArchiveError("解压后过大，可能有害")
    if len({entry.filename for entry in entries}) != len(entries):
        raise ArchiveError("内部有重名文件，可能有害")
    return tuple(_member(data, entry) for entry in entries if not entry.is_dir())


def _member(data: bytes, entry: zipfile.ZipInfo) -> Member:
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (_STORED, _DEFLATED):
        raise ArchiveError("已加密或使用了不支持的压缩方式")
    header = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        raise ArchiveError("文件已损坏，无法解压")
    *_, name_length, extra_length = _LOCAL.unpack(header)
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    return Member(entry.filename, packed, entry.compress_type, entry.CRC, entry.file_size)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A member as written: its local record, and its central record short of the offset."""

    local: bytes
    central: bytes
    name: bytes


class ArchiveWriter:
    """Writes archives that differ only in some members; the others are made ready once."""

    def __init__(self, members: tuple[Member, ...], changing: frozenset[str]) -> None:
        self._order = [
            (member.name, None if member.name in changing else _entry(member)) for member in members
        ]

    def write(self, changed: Mapping[str, bytes]) -> bytes:
        """The whole archive; ``changed`` gives the content of every changing member."""
        local: list[bytes] = []
        central: list[bytes] = []
        offset = 0
        for name, ready in self._order:
            entry = ready or _entry(pack(name, changed[name]))
            local.append(entry.local)
            central += (entry.central, struct.pack("<L", offset), entry.name)
            offset += len(entry.local)
        directory = b"".join(central)
        count = len(self._order)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
        return b"".join((*local, directory, end))


def _entry(member: Member) -> _Entry:
    name = member.name.encode("utf-8")
    flags = 0 if member.name.isascii() else _UTF8_NAME
    sizes = (member.crc, len(member.packed), member.size)
    shared = (20, flags, member.method, 0, _DAY, *sizes, len(name), 0)
    local = _LOCAL.pack(b"PK\x03\x04", *shared) + name + member.packed
    central = _CENTRAL.pack(b"PK\x01\x02", 20, *shared, 0, 0, 0, 0, 0)
    # The record ends with the offset, which is known only when all is put together.
    return _Entry(local, central[:-4], name)
