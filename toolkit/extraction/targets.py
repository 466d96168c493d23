"""Figures that say when a task is done: number, measure and bound word, as written.

Left out: dates and periods, ordinals, prices, articles, shares of a past result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.text.patterns import lazy

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_HAN_NUMBER = r"[一二两三四五六七八九十百千万零〇]+"
_MEASURE = (
    "平方公里|平方米|立方米|方(?![面案式法向便])|万千瓦|千瓦时|兆瓦|公里|千米|公顷|万亩|亩|"
    "千伏安|万吨|公斤|吨|万元|亿元|亿|元|万户|户|万人次|人次|万人|人|名|"
    "万平方米|万平|万立方米|处|个百分点|百分点|个|家|件|栋|幢|套|台|辆|"
    "条|座|眼|口|所|间|张|份|次|场|轮|遍|批|项|宗|块|棵|株|基|盏|"
    "艘|头|只|米|度|天|小时|分钟|位|类|期|册|篇|支|班|组|道|段|片|"
    "成|倍|枚|例|起|车次|航次|标段|泊位|床|张床位|瓶|桶|箱|吨/日|级|"
    r"卷|道口|盘|通|部|款|万(?=$|[,。;、给]|一分|[^\W\d_]{0,4}(?:资金|经费|专款|补助款))"
)
_PERCENT = r"%|‰|个百分点"
_BOUND_BEFORE = (
    r"(?:不得?(?:少于|低于|高于|超过|多于|小于|大于)"
    r"|(?:至少|最少|最多|(?<!签)约|(?<!最)近|超|逾|提前))"
)
_BOUND_AFTER = r"(?:以上|以下|以内|之内|左右|余|多)"
_TARGET = lazy(
    rf"(?P<before>{_BOUND_BEFORE}的?)?"
    rf"(?P<number>(?P<digits>{_DIGITS})(?P<scale>[万亿千百]?)|(?P<han>{_HAN_NUMBER}))"
    rf"(?P<some>余|多)?(?P<measure>{_PERCENT}|{_MEASURE})(?P<after>{_BOUND_AFTER})?"
)
_PERCENT_HAN = lazy(
    rf"(?P<before>{_BOUND_BEFORE})?(?:百|[二三四五六七八九十]+)分之{_HAN_NUMBER}(?P<after>{_BOUND_AFTER})?"
)
_ORDINAL_BEFORE = lazy(
    r"(?:第|[新旧]|排(?:名|在)*[前后末]|《[^》]*|〔|\(\d*|[A-Za-z#×*—-]|每[^,;。]{0,4}|号|(?<!全)年|[a-z\d.+]|不足|[降涨跌升长]了|距[^,;。]{0,8})$"
)
_EACH = lazy(r"每[^,;。]{0,4}$")
_DATE_AFTER = lazy(r"^(?:月|日|号|年|时|周|季度|旬|工作日|个(?:月|工作日|季度|年头|方面|问题导向))")
_NOT_COUNTED = lazy(
    r"(?:[一两三四多]方|零部|二次|三班|[一二两三]次督|一(?:人|户|头)|一[^\W\d_](?:都|也)?不|一(?:个|次|项|批|家|份|条|位|张|套|起|道|件|片|处|把|块|段|遍|轮|场|名|组|类|期|天)|一体|两会|三农|千家|万户|三基|两个维护|四个意识|三公|两山|千方百计)"
)
_PRICE = lazy(
    r"(?:每(?:平方米|亩|吨|人|户|件|公里|度|车|月|年|天|公斤|立方米|台|套)[^,;。]{0,4}|单价|起始价)$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``start`` to ``end``; ``han`` when written in Chinese numerals."""

    start: int
    end: int
    measure: str
    bound: bool
    han: bool


def find_figures(text: str) -> Iterator[Figure]:
    """All figures with a measure in simplified, half-width ``text``, left to right."""
    matches = sorted(
        [*_TARGET.finditer(text), *_PERCENT_HAN.finditer(text)], key=lambda m: (m.start(), -m.end())
    )
    last = 0
    for found in matches:
        if found.start() < last:
            continue
        groups = found.groupdict()
        measure = groups.get("measure") or "%"
        bound = bool(groups.get("before") or groups.get("after"))
        before, after = text[max(0, found.start() - 12) : found.start()], text[found.end() :]
        if (_ORDINAL_BEFORE.search(before) and not (bound and _EACH.search(before))) or (
            _DATE_AFTER.match(after) and not groups.get("before")
        ):
            continue
        priced = _PRICE.search(before) and not (bound and "元" not in measure)
        if priced or _is_time(groups, measure, after):
            continue
        if re.match("(?:范围)?[内外](?!容)", after) and not groups.get("after"):
            continue  # 两岸1公里内: where, not how much
        if groups.get("han") and not bound and _NOT_COUNTED.match(text, found.start()):
            continue
        last = found.end()
        yield Figure(found.start(), found.end(), measure, bound, bool(groups.get("han")))


def _is_time(groups: dict[str, str | None], measure: str, after: str) -> bool:
    if measure in {"天", "小时", "分钟", "期", "级", "度"}:
        if groups.get("before") == "提前" and measure == "天":
            return True  # 提前三天贴通知: when; 提前2小时通报 is a standard
        bound = groups.get("before") not in (None, "近")
        return not (bound and measure in {"分钟", "天", "小时"})
    return measure == "个" and bool(re.match("(?:月|工作日|季度|年度|小时|自然日|星期)", after))
