"""Measures of the 版记 and the page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.layout.elements import Elements, Shape
from toolkit.layout.line import Border, Line, mm
from toolkit.layout.measuring import (
    are_near,
    at,
    characters,
    indent_faults,
    need,
    size_faults,
    start_of,
    type_faults,
)
from toolkit.layout.sheet import Section
from toolkit.layout.statements import Fault, Fonts, NotApplicable, Statement

_DASHED = re.compile(r"—\s?\d*\s?—")
_EIGHTH = 25.4 / 72 / 8  # mm
NO_COPIES = "没有抄送机关"
NO_IMPRINT = "没有印发机关和印发日期"


def imprint_lines(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    lines = [line for line in (found.main_copies, found.copies, found.imprint) if line]
    if not lines:
        raise NotApplicable("没有版记")
    width = found.sheet.sections[0].text_width
    edges = [(lines[0], "top", "thick"), (lines[-1], "bottom", "thick")]
    edges += [(line, "top", "thin") for line in lines[1:] if line is not found.copies]
    for line, edge, kind in edges:
        border = line.border(edge)
        if border is None:
            yield Fault(at(line), f"{'上' if edge == 'top' else '下'}边没有分隔线", "有分隔线")
            continue
        wanted, thick = statement.figure(kind), border.size * _EIGHTH
        if not are_near(thick, wanted, statement.figure("tolerance")):
            yield Fault(at(line), f"线粗{thick:.2f} mm", f"{wanted:g} mm")
        if mm(abs(line.room - width)) > 1:
            yield Fault(at(line), f"分隔线宽{mm(line.room):.0f} mm", "与版心等宽")


def copies(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.copies, NO_COPIES)
    yield from copies_in_form(found, statement, fonts)
    wanted = statement.figure("characters")
    for side, twips in (("左", start_of(line)), ("右", line.right)):
        if not are_near(characters(line, twips), wanted):
            yield Fault(
                at(line), f"{side}空{characters(line, twips):.1f}字", f"{side}空{wanted:g}字"
            )
    hanging = characters(line, line.left) - characters(line, start_of(line))
    if line.line_count > 1 and not are_near(hanging, 3):  # 抄送：
        yield Fault(at(line), "回行没有与冒号后首字对齐", "回行与冒号后首字对齐")


def copies_in_form(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.copies, NO_COPIES)
    yield from size_faults(line, statement.figure("size"))
    if not line.said.endswith("。"):
        yield Fault(at(line), "末尾没有句号", "末尾标句号")


def main_copies(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.main_copies, "主送机关没有移入版记")
    if found.copies is not None and found.copies.border("top"):
        yield Fault(at(line), "与抄送机关之间有分隔线", "之间不加分隔线")


def imprint(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.imprint, NO_IMPRINT)
    yield from type_faults(line, fonts, "仿宋", statement.figure("size"))
    wanted = statement.figure("characters")
    yield from indent_faults(line, wanted)
    tab = line.number("tabs.tab.pos", line.room - line.right)
    if not are_near(characters(line, line.room - min(tab, line.room - line.right)), wanted):
        yield Fault(at(line), "印发日期没有右空一字", f"右空{wanted:g}字")


def page_number(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    wanted = statement.figure("size")
    for section, line in _standing_numbers(found):
        if not _DASHED.fullmatch(line.said):
            yield Fault(at(line), f"“{line.said}”", "“— 1 —”（一字线）")
        yield from size_faults(line, wanted)
        run = line.first_run
        if not any(fonts.is_in(face, "宋体") for face in (run.latin, run.face)):
            yield Fault(at(line), run.latin or run.face or "主题字体", "宋体")
        middle = section.footer + round(line.size * 13)
        below = mm(section.bottom - middle)
        if not are_near(below, statement.figure("below"), statement.figure("tolerance")):
            yield Fault(
                at(line), f"距版心下边缘约{below:.0f} mm", f"{statement.figure('below'):g} mm"
            )


def page_number_side(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    numbers = list(_standing_numbers(found))
    if not found.sheet.is_two_sided:
        yield Fault("页脚", "单、双页的页码在同一侧", "单页居右、双页居左（奇偶页不同）")
        return
    wanted = statement.figure("characters")
    for section, line in numbers:
        is_even = any(line is each for each in section.footers.get("even", ()))
        align = line.properties.get("jc", "left")
        side, indent = ("左", line.left) if is_even else ("右", line.right)
        if align not in (("left", "both", "start") if is_even else ("right", "end")):
            yield Fault(at(line), f"{'双' if is_even else '单'}页码没有居{side}", f"居{side}")
        elif not are_near(characters(line, indent), wanted):
            yield Fault(
                at(line), f"{side}空{characters(line, indent):.1f}字", f"{side}空{wanted:g}字"
            )


def imprint_page(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.imprint or found.copies, "没有版记")
    sections = found.sheet.sections
    own = _section_of(found, line)
    if len(sections) < 2 or own != len(sections) - 1 or sections[own].starts == "continuous":
        raise NotApplicable("版记与正文在同一节，看不出前面有没有空白页")
    for each in _numbers_of(sections[own]):
        yield Fault(at(each), "版记页编了页码", "版记页不编页码")


def lying_pages(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    lying = [section for section in found.sheet.sections if section.is_lying]
    if not lying:
        raise NotApplicable("没有横排的页")
    for section in lying:
        for line in _numbers_of(section):
            if not line.is_turned and "framePr.x" not in line.properties:
                yield Fault(at(line), "页码在横页的底边", "与竖页同一位置（横页的左边，字头朝右）")


MEASURES = (
    imprint_lines,
    copies,
    copies_in_form,
    main_copies,
    imprint,
    page_number,
    page_number_side,
    imprint_page,
    lying_pages,
)


def has_edge(line: Line) -> Border | None:
    """A line above or below it."""
    return line.border("top") or line.border("bottom")


def _numbers_of(section: Section) -> list[Line]:
    """The lines of page numbers that the section shows."""
    parts = (section.headers, section.footers)
    kinds = ("first", "default", "even") if section.has_first_page else ("default", "even")
    lines = [line for part in parts for kind in kinds for line in part.get(kind, ())]
    return [line for line in lines if re.search(r"\bPAGE\b", line.field_codes)]


def _standing_numbers(found: Elements) -> list[tuple[Section, Line]]:
    numbers = [
        (section, line)
        for section in found.sheet.sections
        if not section.is_lying
        for line in _numbers_of(section)
    ]
    if not numbers:
        if found.shape is Shape.FORM:
            raise NotApplicable("没有页码；只有一面的单可以不编")
        raise NotApplicable("没有页码；不止一面的应当编页码，请核对")
    return numbers


def _section_of(found: Elements, line: Line) -> int:
    if line.index >= 0:
        return line.section
    holding = [
        n
        for n, section in enumerate(found.sheet.sections)
        if any(line is each for lines in section.footers.values() for each in lines)
    ]
    return holding[-1] if holding else 0
