"""How Word prints a list number: one function for each of its formats (``w:numFmt``)."""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def format_number(number: int, number_format: str) -> str:
    """Return ``number`` in Word's ``number_format``; an unknown format prints decimal digits.

    >>> format_number(12, "chineseCounting")
    '十二'
    """
    formatter = _FORMATS.get(number_format, str)
    return formatter(number) if number >= 0 else str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return _thousands(number, _HAN, "十百千", "零")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十"
    return head + (_HAN[ones] if ones else "")


def _chinese_digits_beyond_99(number: int) -> str:
    return _chinese(number) if number < 100 else _han_digits(number)


def _thousands(number: int, digits: str, powers: str, zero: str) -> str:
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    out = ""
    pending_zero = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            pending_zero = bool(out)
            continue
        out += (zero if pending_zero else "") + digits[digit] + (powers[place - 1] if place else "")
        pending_zero = False
    return out


def _japanese(number: int) -> str:
    text = _thousands(number, _HAN, "十百千", "")
    for power in "十百千":
        text = text.replace(f"一{power}", power)
    return text


def _han_digits(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


def _legal(digits: str) -> Callable[[int], str]:
    return lambda number: _thousands(number, digits, "拾佰仟", "零")


def _letters(number: int) -> str:
    """a, b … z, aa, bb … as Word counts, not as Excel does."""
    if not 0 < number <= 780:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out += letters
            number -= value
    return out


def _run_of(first: str, last_number: int) -> Callable[[int], str]:
    """Characters that Unicode lists in a row, from 1; beyond them plain digits, as Word does."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last_number else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    size = len(characters)
    return lambda number: characters[number - 1] if 0 < number <= size else str(number)


def _sixty(number: int) -> str:
    if not 0 < number <= 60:
        return str(number)
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _chinese_digits_beyond_99,
    "taiwaneseCounting": _chinese_digits_beyond_99,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "koreanCounting": _japanese,
    "ideographDigital": _han_digits,
    "japaneseDigitalTenThousand": _han_digits,
    "taiwaneseDigital": _han_digits,
    "koreanDigital2": _han_digits,
    "chineseLegalSimplified": _legal(_LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    "ideographEnclosedCircle": _run_of("㊀", 10),
    "decimalEnclosedCircle": _run_of("①", 20),
    "decimalEnclosedCircleChinese": _run_of("①", 20),
    "decimalEnclosedParen": _run_of("⑴", 20),
    "decimalEnclosedFullstop": _run_of("⒈", 20),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
}
