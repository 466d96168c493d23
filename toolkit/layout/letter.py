"""Measures of the 信函格式 (clause 10.1)."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.layout.elements import Elements
from toolkit.layout.foot import has_edge
from toolkit.layout.head import NO_MARK, NO_NUMBER
from toolkit.layout.line import Line, mm
from toolkit.layout.measuring import are_near, at, empty_lines_fault, end_of, need
from toolkit.layout.statements import Fault, Fonts, NotApplicable, Statement


def letter_mark(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.mark, NO_MARK)
    if line.said.endswith("文件"):
        yield Fault(at(line), "加了“文件”二字", "只用发文机关名称")
    if not line.is_centred:
        yield Fault(at(line), "没有居中", "居中")
    section = found.sheet.sections[0]
    if line.index < 0:
        pitch = line.pitch or round(line.size * 26)
        y = mm(section.header + line.before + (pitch - line.size * 20) / 2)
        wanted = statement.figure("below_paper")
        if not are_near(y, wanted, statement.figure("tolerance")):
            yield Fault(at(line), f"上边缘距上页边约{y:.0f} mm", f"{wanted:g} mm")


def letter_lines(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    upper, lower = _double(found, "thickThin"), _double(found, "thinThick")
    if upper is None and lower is None and found.sheet.has_drawings:
        raise NotApplicable("双线可能是画上去的图形，请量一量：长170 mm，居中")
    for name, line in (("上粗下细", upper), ("上细下粗", lower)):
        if line is None:
            yield Fault("首页", f"没有红色双线（{name}）", f"有红色双线（{name}）")
            continue
        length = mm(line.number("framePr.w") or line.room - line.left - line.right)
        wanted = statement.figure("length")
        if not are_near(length, wanted, statement.figure("tolerance")):
            yield Fault(at(line), f"双线长{length:.0f} mm", f"{wanted:g} mm")
    if upper is not None and upper is found.mark and (border := upper.border("bottom")):
        below = mm(border.space * 20)
        if not are_near(below, statement.figure("below"), statement.figure("tolerance")):
            wanted = statement.figure("below")
            yield Fault(at(upper), f"双线在标志下{below:.0f} mm", f"{wanted:g} mm")
    if lower is not None and (y := lower.number("framePr.y")):
        above = mm(found.sheet.sections[0].height - y)
        if not are_near(above, statement.figure("above_edge"), statement.figure("tolerance")):
            yield Fault("首页", f"下方双线距下页边{above:.0f} mm", "20 mm")


def letter_number(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.number, NO_NUMBER)
    if abs(line.room - end_of(line)) > line.size * 10:
        yield Fault(at(line), "没有居右顶格", "居右顶格")


def letter_title(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if not found.title:
        raise NotApplicable("没有找到标题")
    yield from empty_lines_fault(found, found.title[0], statement.figure("lines"))


def letter_foot(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    section = found.sheet.sections[0]
    first = section.footers.get("first", ()) if section.has_first_page else None
    shown = section.footers.get("default", ()) if first is None else first
    if any("PAGE" in line.field_codes for line in shown):
        yield Fault("首页页脚", "首页显示了页码", "首页不显示页码")
    if found.imprint is not None:
        yield Fault(at(found.imprint), "加了印发机关和印发日期", "不加")
    if found.copies is not None and has_edge(found.copies):
        yield Fault(at(found.copies), "版记加了分隔线", "不加分隔线")


MEASURES = (letter_mark, letter_lines, letter_number, letter_title, letter_foot)


def _double(found: Elements, kind: str) -> Line | None:
    """The line whose lower border is double in that order of thickness."""
    section = found.sheet.sections[0]
    margins = [*section.headers.values(), *section.footers.values()]
    for line in (*(x for lines in margins for x in lines), *found.sheet.lines[:6]):
        border = line.border("bottom") or line.border("top")
        if border and border.kind.startswith(kind):
            return line
    return None
