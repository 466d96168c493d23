"""Numbers as offices write them: ２８００, 二千八百, 3.6万, 廿三, 三成, 百分之九十五."""

from __future__ import annotations

import re

from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

CHINESE_NUMBER = r"[〇零一二两三四五六七八九十百千万亿廿卅]{1,16}"
ARABIC_NUMBER = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])(?:\.[0-9]{1,6})?|[0-9]{1,12}(?:\.[0-9]{1,6})?"
)
NUMBER = rf"(?:(?:{ARABIC_NUMBER})[十百千]?[万亿]{{0,2}}|{CHINESE_NUMBER})"
"""A number in a :func:`match_copy`, bounded, with no group of its own; no per cent, no 半."""

_ARABIC = lazy(rf"(?P<figure>{ARABIC_NUMBER})(?P<unit>[十百千]?[万亿]{{0,2}})(?P<cent>%?)")


def parse_number(text: str) -> int | float | None:
    """The value of a number standing alone, or ``None`` if it is none or not exact (十几, 数百).

    Shares are fractions of one: 三成 → 0.3, 95% and 百分之九十五 → 0.95, 半 and 一半 → 0.5.
    """
    copy = match_copy(text).strip().replace(" ", "")
    if copy in ("半", "一半"):
        return 0.5
    if copy.startswith("百分之"):
        return _share(_plain(copy[3:]), 100)
    if copy.endswith("成") and len(copy) > 1:
        if copy.endswith("成半") or "成" in copy[:-1]:
            return None
        return _share(_plain(copy[:-1]), 10)
    return _plain(copy)


def _share(value: int | float | None, whole: int) -> float | None:
    return None if value is None else round(value / whole, 10)


def _plain(copy: str) -> int | float | None:
    match = _ARABIC.fullmatch(copy)
    if match:
        return _arabic(match)
    if len(copy) > 40:
        return None
    whole, point, fraction = copy.partition("点")
    value = _chinese(whole)
    if not point or value is None:
        return value
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return float(f"{value}." + "".join(str(_DIGITS[c]) for c in fraction))


def _arabic(match: re.Match[str]) -> int | float:
    figure = match["figure"].replace(",", "")
    value = float(figure) if "." in figure else int(figure)
    for unit in match["unit"]:
        value = round(value * (_SMALL.get(unit) or _LARGE[unit]), 6)
    if match["cent"]:
        return round(value / 100, 10)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _chinese(copy: str) -> int | None:
    copy = copy.replace("廿", "二十").replace("卅", "三十")
    if not copy or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in copy):
        return None
    if all(c in _DIGITS for c in copy):
        return int("".join(str(_DIGITS[c]) for c in copy))
    return _with_units(copy)


def _with_units(copy: str) -> int | None:
    """二千八百, 三万六千, 一百零七 and the clipped 三千六, 一万二."""
    total = section = digit = 0
    last_unit, zero, pending = 1, False, False
    for c in copy:
        if c in _DIGITS:
            if pending and digit:
                return None  # two digits in a row inside a number with units
            digit, pending = _DIGITS[c], _DIGITS[c] != 0
            zero = zero or digit == 0
        elif c in _SMALL:
            section += (digit if pending else 1) * _SMALL[c]
            last_unit, digit, pending, zero = _SMALL[c], 0, False, False
        else:
            total = (
                (total + section + digit) * _LARGE[c]
                if c == "亿"
                else total + ((section + digit) * _LARGE[c])
            )
            section, digit, pending, zero, last_unit = 0, 0, False, False, _LARGE[c]
    if pending and last_unit > 10 and not zero:
        digit *= last_unit // 10  # 三千六 is 3600, 三千零六 is 3006
    return total + section + digit
