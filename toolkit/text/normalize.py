"""A copy of the text for recognition: same length, so that every offset stays valid.

Width, script and common variants are levelled; spaces stay, because taking one out would move
everything behind it. What is printed is always the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

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

# Traditional forms so common that a page in traditional script holds at least one of them; only
# then is the full table worth its 30 ms.
_COMMON_TRADITIONAL = frozenset(
    "縣會議長負責單機開關區辦處業產屆質實際對於時間還這個們來說請將與為從後發現場動資達標準"
    "務員團體選題問應當經過進運連遷邊國圖園學寫書畫當歷廳廠廣庫電話計劃設許該語調談證評詢費"
    "貸賬貫賠購貼財貨販買賣車軌軟轉輪輔農鄉鎮鄰醫釋針鋼錄鐵門閉閑陽階險隊隨雙難雲靜韓頁項順"
    "須領頭顧養館駐驗魚鳥黨點齊龍兩並內剛創劃別護擔據擴攤敵數斷縮總績線組織結給統維網緊約級"
    "紀納純紙終極構樓樂機橋檢權條東決況減測湧溝溫滅漁澤濟濱瀾無煙熱營獎獲環監盤確礦禮種稅穩"
    "窩競節範築簡籌糧聯聲職腳臨舉舊艦藝藥虛號衛補裝見規視覽觀觸訂訓記訪報場壓壞勞勢協備傳傷價億優"
)


@cache
def _traditional_table() -> dict[int, int]:
    """Every character whose simplified form is one other character, from OpenCC's t2s."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    characters = [chr(code) for code in range(0x3400, 0xA000)]
    simple = convert("\n".join(characters)).split("\n")
    if len(simple) != len(characters):  # never with a sane dictionary; then one by one
        simple = [convert(character) for character in characters]
    return {
        ord(old): ord(new)
        for old, new in zip(characters, simple, strict=True)
        if old != new and len(new) == 1
    }


def has_traditional(text: str) -> bool:
    """Whether the text holds traditional characters (a common one is enough evidence)."""
    return not _COMMON_TRADITIONAL.isdisjoint(text)


_CHINESE_DIGITS = "一二三四五六七八九〇零"
_ZERO_IN_YEAR = re.compile(rf"(?<=[{_CHINESE_DIGITS}])[Oo0]+(?=[Oo0{_CHINESE_DIGITS}年])")
_DIGIT_LOOKALIKE = re.compile(
    r"(?<![0-9A-Za-z])[lI](?=[ \n]?[0-9O])(?=[0-9O \n]{1,3}[月日曰号])"
    r"|(?<=[0-9lI])[Oo](?=[ \n]*[0-9O]?[ \n]*[月日曰号年])"
)
_DAY_LOOKALIKE = re.compile(r"(?<=[0-9O十]) ?曰")
_END_LOOKALIKE = re.compile(r"(?<=月)未(?=[之以]?前)")


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
        copy = copy.translate(_traditional_table())
    return _mend_scan(copy)


_SPACE = re.compile(r"\s+")
_GAP = re.compile(
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


_HALF_NUMBER = re.compile(r"(?<![0-9.])(?:2|20|20[0-9]|[0-3])$")
_REST_YEAR = re.compile(r"[0-9 ]{1,3}\s*年")
_REST_SMALL = re.compile(r"[0-9]\s*[月日号]")


def _between_numbers(copy: str, start: int, end: int) -> bool:
    """Whether the gap parts two numbers (keep one space) rather than cutting one in two."""
    if start == 0 or end >= len(copy) or not (copy[start - 1].isdigit() and copy[end].isdigit()):
        return False
    left = _HALF_NUMBER.search(copy, max(0, start - 4), start)
    if left is None:
        return True
    if len(left.group()) == 1 and _REST_SMALL.match(copy, end):
        return False
    rest = _REST_YEAR.match(copy, end)
    digits = left.group() + re.sub(r"\D", "", rest.group()) if rest else ""
    return not (len(digits) == 4 and digits.startswith("20"))
