"""Figures of a work report's clause: what is to be reached, not what merely describes.

新建公园5个 is a target; 总投资22亿元的项目, 5000万元以上重点项目, 由11家整合为4家 name the thing.
Unlike in minutes the verb of reaching (突破、达到) is no part of the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.extraction.targets import Figure
from toolkit.text.patterns import lazy

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_RANGE = rf"{_NUMBER}%?(?:[-~—至到]{{1,2}}{_NUMBER})?"
_MEASURES = (
    "个工作日|P(?=以上|左右|$|[,、])|期(?=以上|$|[,、])|平方公里|平方千米|平方米|立方米|公里|千米|公顷|亩|千伏安|千瓦时|千瓦|兆瓦|标准煤|公斤|斤|吨|元|美元|人次|车次|航次|架次|架|批次|标箱|"
    "个百分点|百分点|个(?:行政村|自然村|村|乡镇|镇街|镇|乡|县区|县|社区|街道|小区)(?![庄级委民里直域])|"
    "个|家|户|人|名|剂次|例次|件|处|栋|幢|套|台|辆|条|座|眼|口|所|间|张|份|次|场|轮|遍|批|项|宗|块|棵|株|基|盏|艘|头|只|"
    "米|位|类|册|篇|支|班|组|道|段|片|成|倍|枚|例|起|标段|泊位|床位|床|标准箱|TEU|箱|对|部|盘|班列|列|羽|尾|天(?=以上|以内|$|[,、])|微克/立方米|毫克/升"
)
_TARGET = lazy(
    rf"(?P<before>(?:不得?(?:少于|低于|高于|超过|多于|小于|大于)|至少|最少|最多))?"
    rf"(?:(?P<digits>{_RANGE})(?P<scale>[万亿千百]{{0,2}})(?P<some>余|多)?(?P<measure>%|‰|{_MEASURES})"
    rf"|(?P<bare>{_NUMBER}[万亿])(?=以上|左右|以内|$|[,。;、])"
    rf"|(?P<han>[两二三四五六七八九十百千万]+)(?:{_MEASURES}))"
    rf"(?P<after>以上|以下|以内|之内|左右|上下)?"
)
_MONEY_NAME = lazy(
    r"(?:总投资|投资额|年产值|年营收|年收入|年销售额|年主营业务收入|产值|单体|单笔|注册资本|超|过|规模)(?:达|达到|约|超|超过)?$"
)
_NAMES_NEXT = lazy(r"^的?(?!的)[\u4e00-\u9fff\"]{2,}")
_SHORTENED = lazy(r"(?:压缩|缩短|压减|控制)[至到在为].{0,4}$")
_FOUNDED = lazy(r"(?:组建|设立|成立)[^,]{0,6}$")
_FROM = lazy(r"[由从]$")
_ORDINAL = lazy(r"(?:第|[A-Za-z#+×*—-]|[\d.]|每年?(?:人|户|亩|吨)?(?:补助|补贴|奖励|不低于)?)$")
_PERIOD_NEXT = lazy(
    r"^(?:月|日|号|年|点|时|周|季度|旬|工作日|方面|新(?:突破|高|台阶|进展|提升|局面|成效|跨越|优势|变化|格局)|意识|维护|不|问题导向)"
)

_CLASS_NEXT = lazy(
    r"(?!支持|用于|投向|实施|推进|.*(?:经费|补助))[^,、\d]{0,6}?(?:项目|企业|平台|产业|集群|园区|村|大户|镇|街区|商圈|基地|主体|龙头)"
)


def report_figures(text: str) -> Iterator[Figure]:
    """The figures with a measure in simplified, half-width ``text`` that say what is reached."""
    quoted = [(q.start(), q.end()) for q in re.finditer(r'"[^"]*"|《[^》]*》', text)]
    for found in _TARGET.finditer(text):
        before, after = text[max(0, found.start() - 12) : found.start()], text[found.end() :]
        inside = any(a <= found.start() < b for a, b in quoted)
        if inside or _ORDINAL.search(before) or _FROM.search(before) or _PERIOD_NEXT.match(after):
            continue
        measure = found["measure"] or ""
        if measure == "个工作日" and not _SHORTENED.search(before):
            continue
        if found["han"] and not (found["before"] or _counts(found.group(), after)):
            continue
        if _describes(measure, before, after):
            continue
        bound = bool(found["before"] or found["after"])
        yield Figure(found.start(), found.end(), measure, bound, bool(found["han"]))


def _counts(words: str, after: str) -> bool:
    """两条断头路, 三座桥; 一批, 一个, 两个维护 count nothing."""
    if words.endswith("成"):
        return len(words) == 2 and not after
    return (
        words[0] == "两"
        and words[-1] in "条座所处家栋台套"
        and re.match(r"[^\W\d_]", after) is not None
    )


def _describes(measure: str, before: str, after: str) -> bool:
    """Whether a sum only says which projects, firms or villages are meant."""
    if measure not in ("元", "美元") and not (measure == "亩" and after.startswith("的")):
        return False
    if _MONEY_NAME.search(before) and not after.startswith("的") and _NAMES_NEXT.match(after):
        return True
    if after.startswith("的"):
        return not (_FOUNDED.search(before) and "基金" in after)
    return _CLASS_NEXT.match(after) is not None
