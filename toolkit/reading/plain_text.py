"""A text file: its encoding decided in a fixed order, one paragraph for each line with words."""

from __future__ import annotations

import codecs
import re

from toolkit import findings
from toolkit.errors import InputError
from toolkit.model import Finding, Paragraph
from toolkit.reading import refusals
from toolkit.reading.cleaning import LINE_END, Cleaner

_LINE_BYTES = re.compile(rb"\r\n|\n|\r")
# A Chinese character in UTF-8. A whole line of them, four or more, is never GB18030 by chance.
_UTF8_CHARACTER = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    The order is fixed: byte-order mark, strict UTF-8, GB18030. Guessing by statistics reads short
    Chinese texts as Korean. Raises ``InputError`` E1401 (UTF-16 or UTF-32 without a mark) and
    E1402 (bytes of no encoding, or of two).
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refusals.unknown_encoding()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data), "UTF-16"
    if data.count(0) * 10 > len(data):
        raise refusals.unknown_encoding()
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as fault:
        _refuse_mixture(data, fault.start)
    try:
        return data.decode("gb18030"), "GB18030"
    except UnicodeDecodeError as fault:
        raise refusals.undecodable(_line_of(data, fault.start)) from None


def looks_like_text(data: bytes) -> bool:
    """Say whether the bytes are text in an encoding we read, with hardly a control character."""
    try:
        text, _ = decode(data)
    except InputError:
        return False
    controls = sum(
        1 for character in text[:4096] if character < " " and character not in "\t\r\n\f"
    )
    return controls * 50 <= len(text[:4096])


def read_text(data: bytes) -> tuple[tuple[Paragraph, ...], tuple[Finding, ...]]:
    """Return one paragraph for each line that has words, counted from 1, and the findings.

    Lines an editor broke are not joined again: that needs an understanding of the text.
    """
    text, encoding = decode(data)
    cleaner = Cleaner()
    paragraphs: list[Paragraph] = []
    for line in LINE_END.split(text):
        index = len(paragraphs) + 1
        cleaned = cleaner.clean(line, index)
        if cleaned and not cleaned.isspace():
            paragraphs.append(Paragraph(index, cleaned))
    notes = [] if encoding == "UTF-8" else [findings.read_in_encoding(encoding)]
    return tuple(paragraphs), (*notes, *cleaner.findings())


def _decode_utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as fault:
        byte_order = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        before = data[2 : max(2, fault.start)].decode(byte_order, "replace")
        raise refusals.undecodable(len(LINE_END.findall(before)) + 1) from None


def _refuse_mixture(data: bytes, first_bad: int) -> None:
    """Refuse UTF-8 that holds foreign bytes: GB18030 would read nearly all of it, as nonsense."""
    for line in _LINE_BYTES.split(data):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(_UTF8_CHARACTER.findall(line)) >= 4:
            raise refusals.undecodable(_line_of(data, first_bad))


def _line_of(data: bytes, position: int) -> int:
    return len(_LINE_BYTES.findall(data, 0, position)) + 1
