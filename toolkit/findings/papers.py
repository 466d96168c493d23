"""Papers that are made: 22xx templates, 24xx what stops a ticket or stays blank on it."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.findings.base import LEAD, of_task
from toolkit.model import Finding, Severity, Span

_GBK_ENDS = "\u9fa5"  # what lies beyond, many screens cannot show either
_MAY_LACK = "有的字体没有，会印成空白或别的字体，"


def template_without_grid(place: str) -> Finding:
    """A table that WPS would draw without widths."""
    return Finding(
        "W2205",
        f"模板{place}没有列宽定义，WPS 中可能显示异常。请在 Word 中拖动一次列宽后另存。",
    )


def template_theme_font(places: str) -> Finding:
    """Chinese text in a font of the theme, which is another one on another computer."""
    return Finding(
        "W2206",
        f"模板{places}的中文用了主题字体，换一台电脑或用 WPS 打开字体会变。"
        "请选中后指定中文字体，如 仿宋。",
    )


def template_latin_font(places: str) -> Finding:
    """Chinese text without a Chinese font."""
    return Finding(
        "W2207",
        f"模板{places}的中文没有指定中文字体，或指定的是西文字体，印出的字体不能确定。"
        "请选中后指定中文字体，如 仿宋。",
    )


def template_tags_split(places: str) -> Finding:
    """Tags that Word cut into several runs; they work all the same."""
    return Finding(
        "I2208",
        f"模板{places}的标签被 Word 拆成了几段（拼写检查或逐字修改所致），已能识别，可以使用。",
        Severity.NOTE,
    )


def template_fields_unused(labels: Sequence[str]) -> Finding:
    """Fields the paper offers and the template does not print."""
    return Finding("I2209", f"模板没有用到：{'、'.join(labels)}。不需要的可以不用。", Severity.NOTE)


def field_cleaned(label: str, count: int) -> Finding:
    """A field's text held what Word cannot: control characters, half surrogates."""
    return Finding("W2210", f"“{label}”里有{count}个不能印出的字符，已去掉，请核对这一栏。")


def field_direction_marks(label: str) -> Finding:
    """A field's text holds marks that turn the order of what is shown."""
    return Finding("W2211", f"“{label}”里有会改变显示顺序的隐藏字符，已照印，请核对文字次序。")


def field_rare_characters(label: str, characters: Sequence[str]) -> Finding:
    """A field's text holds characters outside GB2312."""
    return Finding(
        "W2212",
        f"“{label}”里有生僻字“{_listed(characters)}”，{_MAY_LACK}请打印前看一眼。",
    )


def lead_unit_missing(number: int, officials: Sequence[str], origin: Span | None) -> Finding:
    """A task that names only persons: the ticket needs a unit that receives it."""
    words = (
        f"只写明由{'、'.join(officials)}负责，没有牵头单位，未列入交办单。\n"
        "  请补填牵头单位，或退回起草科室确认。"
        if officials
        else "没有牵头单位，未列入交办单。\n  请补填牵头单位，或退回起草科室确认。"
    )
    return of_task("W2401", number, origin, words, about=LEAD, severity=Severity.ERROR)


def lead_unit_vague(number: int, unit: str, origin: Span | None) -> Finding:
    """A task whose lead is 有关部门 or the like: nobody would receive the ticket."""
    words = f"的牵头单位“{unit}”过于笼统，未列入交办单。\n  请选择具体单位，或退回起草科室确认。"
    return of_task("W2402", number, origin, words, about=unit, severity=Severity.ERROR)


def office_facts_missing(labels: Sequence[str]) -> Finding:
    """The office's settings do not say ``labels``; the paper will read （待填）."""
    named = "、".join(f"“{label}”" for label in labels)
    return Finding(
        "W2403",
        f"本机关设置中没有{named}，交办单上将印“（待填）”。请在 duban.toml 中补填后再签发。",
    )


def other_county(document: str, office: str) -> Finding:
    """The document is of another county than the office folder it is worked on in."""
    return Finding(
        "W2404",
        f"这份文件是“{document}”的，本机关设置（duban.toml）是“{office}”，"
        f"单位全称、发文机关和编号都会按“{office}”写。\n"
        f"  请核对是否选错了文件；确要办理{document}的事项，"
        f"请用 --office 指定{document}的督办文件夹；"
        "县名有变更的，请改 duban.toml 和单位表。",
    )


def names_rare(names: Sequence[str], characters: Sequence[str]) -> Finding:
    """Names on the tickets that hold ``characters`` outside GB2312."""
    told = "、".join(f"“{name}”" for name in names[:5]) + ("等" if len(names) > 5 else "")
    return Finding(
        "W2405",
        f"{told}里有生僻字“{_listed(characters)}”，{_MAY_LACK}请打印前看一眼。\n"
        "  缺字的请换收字多的字体（名称带 _GBK 的），或在 duban.toml 的 [papers] 里换一套。",
    )


def _listed(characters: Sequence[str]) -> str:
    return "、".join(
        each if "\u4e00" <= each <= _GBK_ENDS else f"{each}（U+{ord(each):X}）"
        for each in characters
    )
