"""A copy of the text for recognition: same length, so that every offset stays valid.

Width, script and common variants are levelled; spaces stay, because taking one out would move
everything behind it. What is printed is always the original.
"""

from __future__ import annotations

import re
import unicodedata

from toolkit.text.patterns import lazy
from toolkit.text.script_table import SIMPLIFIED, TRADITIONAL

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PUNCTUATION = str.maketrans(
    "\u3000\u00a0\u2002\u2003\u2009○◯Ο〔〕［］【】“”„‟〝〞‘’—–―‐‑‒─～〜∼﹣−巿",
    '     〇〇O[][][]""""""' + "''" + "-" * 12 + "市",
)
_KANGXI = {
    code: ord(unicodedata.normalize("NFKC", chr(code)))
    for code in range(0x2F00, 0x2FD6)  # PDF fonts print 一 as the radical ⼀
}
_LEVEL = {**_WIDTH, **_PUNCTUATION, **_KANGXI}
_LEVELLED = frozenset(map(chr, _LEVEL))

_TRADITIONAL = frozenset(TRADITIONAL)
_SIMPLIFY = str.maketrans(TRADITIONAL, SIMPLIFIED)


def has_traditional(text: str) -> bool:
    """Whether the text holds a character that simplified script writes otherwise."""
    return not _TRADITIONAL.isdisjoint(text)


_CHINESE_DIGITS = "一二三四五六七八九〇零"
_ZERO_IN_YEAR = lazy(rf"(?<=[{_CHINESE_DIGITS}])[Oo0]+(?=[Oo0{_CHINESE_DIGITS}年])")
_DIGIT_LOOKALIKE = lazy(
    r"(?<![0-9A-Za-z])[lI](?=[ \n]?[0-9O])(?=[0-9O \n]{1,3}[月日曰号])"
    r"|(?<=[0-9lI])[Oo](?=[ \n]*[0-9O]?[ \n]*[月日曰号年])"
)
_DAY_LOOKALIKE = lazy(r"(?<=[0-9O十]) ?曰")
_END_LOOKALIKE = lazy(r"(?<=月)未(?=[之以]?前)")


def _mend_scan(copy: str) -> str:
    """Undo the misreadings of scanners that hide a date: 曰, 未前, l0月, １O曰, 二OO三年."""
    if "曰" in copy:
        copy = _DAY_LOOKALIKE.sub(lambda m: m.group()[:-1] + "日", copy)
    if "月未" in copy:
        copy = _END_LOOKALIKE.sub("末", copy)
    if "O" in copy or "o" in copy or "0" in copy:
        copy = _ZERO_IN_YEAR.sub(lambda m: "〇" * len(m.group()), copy)
    if "O" in copy or "o" in copy or "l" in copy or "I" in copy:
        copy = _DIGIT_LOOKALIKE.sub(lambda m: "0" if m.group() in "Oo" else "1", copy)
    return copy


def match_copy(text: str) -> str:
    """A same-length copy for recognition: half-width, simplified, one zero, one dash, one quote.

    ，；：（）！？ become their ASCII forms, 。and 、stay; 〔［【 become [, all dashes -, double
    quotes ". Spaces and line breaks are kept.
    """
    if text.isascii():
        return text
    copy = text
    for character in _LEVELLED.intersection(text):  # few at a time: faster than translate()
        copy = copy.replace(character, chr(_LEVEL[ord(character)]))
    if has_traditional(copy):
        copy = copy.translate(_SIMPLIFY)
    return _mend_scan(copy)


_SPACE = lazy(r"\s+")
_GAP = lazy(
    r"\s*\n[ \t]*(?:-+ *[0-9]{1,4} *-+|第 ?[0-9]{1,4} ?页(?:,? ?共 ?[0-9]{1,4} ?页)?)[ \t]*\n\s*"
    r"|\s+"
)


def strip_spaces(copy: str) -> tuple[str, list[int] | None]:
    """The copy without inner spaces, line breaks and page marks, and where each character stood.

    The list has one entry per character plus one for the end; ``None`` means nothing was taken
    out. Between two numbers one space stays, so that ``8\\n5月`` is not read as 85月; a year or a
    month cut in two (20 27年, 1 2月) is joined.
    """
    if not _SPACE.search(copy):
        return copy, None
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for gap in _GAP.finditer(copy):
        keep = _between_numbers(copy, gap.start(), gap.end())
        pieces.append(copy[position : gap.start() + keep])
        places.extend(range(position, gap.start() + keep))
        position = gap.end()
    pieces.append(copy[position:])
    places.extend(range(position, len(copy) + 1))
    return "".join(pieces), places


_HALF_NUMBER = lazy(r"(?<![0-9.])(?:2|20|20[0-9]|[0-3])$")
_REST_YEAR = lazy(r"[0-9 ]{1,6}\s*年")
_REST_SMALL = lazy(r"[0-9]\s*[月日号]")


def _between_numbers(copy: str, start: int, end: int) -> bool:
    """Whether the gap parts two numbers (keep one space) rather than cutting one in two."""
    if start == 0 or end >= len(copy) or not (copy[start - 1].isdigit() and copy[end].isdigit()):
        return False
    left = _HALF_NUMBER.search(_SPACE.sub("", copy[max(0, start - 8) : start]))
    if left is None:
        return True
    if len(left.group()) == 1 and _REST_SMALL.match(copy, end):
        return False
    rest = _REST_YEAR.match(copy, end)
    digits = left.group() + re.sub(r"\D", "", rest.group()) if rest else ""
    return not (len(digits) == 4 and digits.startswith("20"))
