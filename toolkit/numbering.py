"""编号: how the numbers of 单 and 期 are written, read back and counted on.

Pure: uniqueness is the ledger's business, the year is the caller's (Beijing date).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class NumberStyle(StrEnum):
    """The written forms an office may choose."""

    DOCUMENT = "document"  # 云政督交〔2026〕12号
    PLAIN = "plain"  # 交办单第12号
    ISSUE = "issue"  # 政务督查通报2026年第8期
    ISSUE_CHINESE = "issue_chinese"  # 政务督查通报二〇二六年第八期
    REGISTER = "register"  # 2026-督-0132, an internal 台账号: the only one with padding zeros


# GB/T 9704—2012 7.2.5: full year in 〔〕, no 第, no padding zero, ends with 号
_VALID = re.compile(r"[\u4e00-\u9fa5]{1,8}〔(19|20)\d{2}〕[1-9]\d{0,4}号")
# a bulletin that reaches a thousandth issue in one year is not a bulletin
_CHINESE_LIMIT = 999


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number read back: ``code`` may be ``""`` and ``year`` ``None`` where nothing was typed."""

    code: str
    year: int | None
    sequence: int


@dataclass(frozen=True, slots=True)
class NumberScheme:
    """One series: its code (云政督交, 交办单, 政务督查通报, 督) and its written form."""

    code: str
    style: NumberStyle = NumberStyle.DOCUMENT

    def format(self, year: int, n: int) -> str:
        """``n`` counts from 1 within ``year``; ``ValueError`` on anything below."""
        if n < 1:
            raise ValueError(f"numbers start at 1, not {n}")
        match self.style:
            case NumberStyle.DOCUMENT:
                return f"{self.code}〔{year}〕{n}号"
            case NumberStyle.PLAIN:
                return f"{self.code}第{n}号"
            case NumberStyle.ISSUE:
                return f"{self.code}{year}年第{n}期"
            case NumberStyle.ISSUE_CHINESE:
                return f"{self.code}{_chinese_year(year)}年第{chinese_number(n)}期"
            case NumberStyle.REGISTER:
                return f"{year}-{self.code}-{n:04d}"


def next_number(last: int | None) -> int:
    """The number after ``last``; ``None`` or 0 means that none was given this year."""
    return (last or 0) + 1


def is_valid(number: str) -> bool:
    """Whether the number is written as GB/T 9704 7.2.5 asks of a 发文字号.

    >>> is_valid("云政督交〔2026〕12号"), is_valid("云政督交[2026]012号")
    (True, False)
    """
    return _VALID.fullmatch(number) is not None


def chinese_number(n: int) -> str:
    """1–999 in Chinese: 十六, 一百一十二, 二百零三."""
    if not 1 <= n <= _CHINESE_LIMIT:
        raise ValueError(f"no Chinese form kept for {n}")
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


def _chinese_year(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


@cache
def _chinese_numbers() -> dict[str, int]:
    return {chinese_number(n): n for n in range(1, _CHINESE_LIMIT + 1)}


_OPEN, _CLOSE = r"[〔\[(【{〈《<]", r"[〕\])】}〉》>]"
_CODE = r"(?P<code>[^\d〔\[(【{〈《<]*?)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_CODE}{_OPEN}(?P<year>(?:19|20)\d\d)年?{_CLOSE}第?(?P<n>\d+)号?",
        r"(?P<year>(?:19|20)\d\d)-(?P<code>[^\d-]+)-(?P<n>\d+)",
        rf"{_CODE}(?:(?P<year>(?:19|20)\d\d)年)?第?(?P<n>\d+)[号期]?(?:\(总第?\d+期\))?",
        rf"{_CODE}(?:(?P<cyear>[〇○零一二三四五六七八九]{{4}})年)?第(?P<cn>[零一二三四五六七八九十百]+)[号期]"
        r"(?:\(总第?\w+期\))?",
    )
)


def parse(text: str) -> ParsedNumber | None:
    """Read a number as people type it: any brackets, any width, with or without 第; else ``None``.

    >>> parse("云政督交（２０２６）第12号")
    ParsedNumber(code='云政督交', year=2026, sequence=12)
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for form in _FORMS:
        if (found := form.fullmatch(plain)) and (number := _read(found.groupdict())):
            return number
    return None


def _read(parts: dict[str, str | None]) -> ParsedNumber | None:
    year = int(typed) if (typed := parts.get("year")) else None
    if written := parts.get("cyear"):
        year = int("".join(str("〇一二三四五六七八九".index(c)) for c in written.translate(_ZERO)))
    if "cn" in parts:
        sequence = _chinese_numbers().get(parts["cn"] or "", 0)
    else:
        sequence = int(parts["n"] or 0)
    if sequence < 1:
        return None
    code = (parts["code"] or "").removesuffix("第")
    # “第12号”开头的“第”是习惯写法，不是机关代字
    return ParsedNumber(code.removeprefix("第"), year, sequence)


_ZERO = str.maketrans("○零", "〇〇")
