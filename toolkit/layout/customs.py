"""Measures of what offices do by custom; the standard says nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.layout.elements import Elements, level_of
from toolkit.layout.line import Line
from toolkit.layout.measuring import at, chinese_runs
from toolkit.layout.sheet import Sheet
from toolkit.layout.statements import Fault, Fonts, NotApplicable, Statement
from toolkit.text.rare import outside_gb2312


def exact_pitch(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    low, high = statement.figure("smallest"), statement.figure("largest")
    for line in _body(found):
        pitch = (line.pitch or 0) / 20
        if not low <= pitch <= high:
            told = f"行距{pitch:g}磅" if pitch else "行距不是固定值"
            yield Fault(at(line), told, f"固定值{low:g}至{high:g}磅")


def headings_not_bold(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line in _body(found):
        if level_of(line.said) is not None and line.first_run.bold:
            yield Fault(at(line), "加粗", "不加粗")


def no_typed_indent(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line in _body(found):
        if line.typed_indent and not line.is_centred:
            yield Fault(at(line), "段首敲了空格", "用“首行缩进2字符”")


def attachment_without_marks(
    found: Elements, statement: Statement, fonts: Fonts
) -> Iterator[Fault]:
    if not found.attached:
        raise NotApplicable("没有附件说明")
    for line in found.attached:
        if "《" in line.said:
            yield Fault(at(line), "附件名称加了书名号", "不加书名号")


def imprint_on_even_page(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if found.imprint is None and found.copies is None:
        raise NotApplicable("没有版记")
    if found.sheet.sections[-1].starts != "evenPage":
        raise NotApplicable("从文件看不出版记在第几页，请在打印预览中看一眼")
    yield from ()


def no_character_grid(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for number, section in enumerate(found.sheet.sections, 1):
        if section.grid in ("linesAndChars", "snapToChars"):
            wanted = "“只指定行网格”，另将字距紧缩0.25磅"
            yield Fault(f"第{number}节", "用了“指定行和字符网格”", wanted)


def one_font_profile(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    used = faces_used(found.sheet)
    if not fonts.outside(used):
        return
    strange = [face for face in used if not any(face in each for each in fonts.families.values())]
    for face in strange:
        yield Fault(
            used[face], face or "主题字体", "公文用的五种字体（小标宋、仿宋、楷体、黑体、宋体）"
        )
    if not strange:
        wanted = f"同一套字体：{'、'.join(fonts.profiles)}"
        yield Fault("全文", f"用了{'、'.join(sorted(used))}", wanted)


def faces_used(sheet: Sheet) -> dict[str, str]:
    """The fonts of Chinese text in order, each with the place where it is first used."""
    used: dict[str, str] = {}
    for line in sheet.lines:
        for run in chinese_runs(line):
            used.setdefault(run.face, line.place)
    return used


def characters_in_face(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    narrow = False
    for line in found.sheet.lines:
        for run in chinese_runs(line):
            if run.face not in fonts.narrow:
                continue
            narrow = True
            if rare := outside_gb2312(run.text):
                yield Fault(
                    at(line), f"{run.face}没有“{'、'.join(rare)}”", "改用收字更多的字体（_GBK）"
                )
    if not narrow:
        raise NotApplicable("没有用只收 GB2312 的字体")


def distribution(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    words = [line.said for line in (*found.sheet.lines, *found.sheet.margin_lines())]
    if not any(text.startswith(("报：", "送：", "发：")) for text in words):
        raise NotApplicable("没有报、送、发")
    yield from ()


def _body(found: Elements) -> list[Line]:
    if not found.body:
        raise NotApplicable("没有成段的正文")
    return found.body


MEASURES = (
    exact_pitch,
    headings_not_bold,
    no_typed_indent,
    attachment_without_marks,
    imprint_on_even_page,
    no_character_grid,
    one_font_profile,
    characters_in_face,
    distribution,
)
