"""What can be wrong with a template, each with its place and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from toolkit.papers.contract import Contract


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a template: code and whole Chinese message."""

    code: str
    message: str


def broken_tag(place: str, text: str) -> Problem:
    return Problem(
        "E2202",
        f"模板{place}：标签没有写完整或括号不成对：“{_short(text)}”。"
        "请检查 {{ }} 和 {% %} 是否成对、是否为半角。",
    )


def unclosed(place: str, code: str, end: str) -> Problem:
    what = "循环" if code.startswith("for") else "条件"
    return Problem("E2202", f"模板{place}：{what}没有结束标记（{{%{end} %}}）。")


def unopened(place: str, code: str) -> Problem:
    return Problem("E2202", f"模板{place}：“{code}”没有对应的开始标记，或与开始标记不成对。")


def crossing(place: str, code: str) -> Problem:
    return Problem(
        "E2202",
        f"模板{place}：“{_short(code)}”与它的结束标记不在同一层。"
        "跨行用 {%tr %}，跨段用 {%p %}，不跨段的两个标记放在同一段里。",
    )


def not_alone(place: str, code: str, lift: str) -> Problem:
    what = {"tr": "行", "tc": "单元格", "p": "段", "r": "文字块"}[lift]
    return Problem(
        "E2202",
        f"模板{place}：“{_short(code)}”所在的{what}会整个去掉，"
        f"请让它独占一{what}，不要和别的文字放在一起。",
    )


def spaced_lift(place: str, code: str) -> Problem:
    return Problem(
        "E2202",
        f"模板{place}：“{{% {_short(code)} %}}”的 % 后面多了空格，请写成 {{%{_short(code)} %}}。",
    )


def misplaced_lift(place: str, code: str) -> Problem:
    return Problem("E2202", f"模板{place}：“{_short(code)}”不在表格里，不能按行或单元格循环。")


def cell_may_be_empty(place: str) -> Problem:
    return Problem(
        "E2202",
        f"模板{place}：单元格末尾须留一个不受条件控制的段落（可以是空段），否则 Word 打不开。",
    )


def unknown_field(place: str, name: str, contract: Contract, paper: str) -> Problem:
    """B72: place, name, and the nearest field of ``paper`` by name or Chinese label."""
    by_label = {label: field for field, label in contract.labels.items()}
    near = by_label.get(name)
    if near is None:
        matches = get_close_matches(name, contract.labels, 1, 0.6)
        near = matches[0] if matches else None
    hint = (
        f"，是否想用“{near}”（{contract.labels[near]}）？"
        if near
        else f"。可用的字段见 duban template list {paper}。"
    )
    return Problem("E2203", f"模板{place}用了未知字段“{name}”{hint}")


def rows_as_text(place: str, name: str) -> Problem:
    return Problem(
        "E2203",
        f"模板{place}：“{name}”是多行内容，不能直接印出，请用 {{%tr for row in {name} %}} 逐行印。",
    )


def required_missing(label: str) -> Problem:
    return Problem("E2204", f"模板没有“{label}”字段，出单后无法追溯。请补上后再用。")


def forbidden(place: str) -> Problem:
    return Problem(
        "E2301",
        f"模板含有不允许的表达式（{place}），已拒绝。"
        "模板里只能写字段名、{% for %} 和 {% if %}；属性、页面设置等处不能写标签。",
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
