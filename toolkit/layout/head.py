"""Measures of the 版头 and the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.layout.elements import Elements, Shape, number_in
from toolkit.layout.line import Line, mm
from toolkit.layout.measuring import (
    are_near,
    at,
    empty_lines_fault,
    indent_faults,
    is_flush_left,
    need,
    size_faults,
    top_of,
    type_faults,
)
from toolkit.layout.statements import Fault, Fonts, NotApplicable, Statement

_NUMBER = re.compile(r"[\u4e00-\u9fa5]{1,8}〔(?:19|20)\d{2}〕[1-9]\d{0,4}号")
_ORDER = re.compile(r"(?:命\s*令|令)$")
NO_MARK = "没有发文机关标志"
NO_NUMBER = "没有发文字号（或还没有编号）"
NOT_UPWARD = "没有签发人，不是上行文"


def copy_number(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.copy_number, "没有份号")
    if len(line.said) != statement.figure("digits"):
        yield Fault(at(line), f"{len(line.said)}位", f"{statement.figure('digits'):g}位")
    yield from _flush(line, statement)


def urgency(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.urgency, "没有标注紧急程度")
    yield from type_faults(line, fonts, "黑体")
    yield from _flush(line, statement)


def issuer_mark(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.mark, NO_MARK)
    if found.shape is Shape.DOCUMENT and _ORDER.search(line.said):
        raise NotApplicable("是命令（令），另有规定")
    yield from _mark_faults(found, line, statement)


def issuer_mark_face(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    yield from type_faults(need(found.mark, NO_MARK), fonts, "小标宋")


def order_mark(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.mark, NO_MARK)
    if not _ORDER.search(line.said):
        raise NotApplicable("不是命令（令）")
    yield from _mark_faults(found, line, statement)


def number_form(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.number, NO_NUMBER)
    written = number_in(line)
    if not _NUMBER.fullmatch(written):
        yield Fault(at(line), f"“{written}”", "如 县政发〔2026〕2号")


def number_place(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.number, NO_NUMBER)
    if found.signer is not None:
        raise NotApplicable("是上行文，另有规定")
    need(found.mark, NO_MARK)
    if not line.is_centred:
        yield Fault(at(line), "没有居中", "居中")
    yield from empty_lines_fault(found, line, statement.figure("lines"))


def upward_number(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    signer = need(found.signer, NOT_UPWARD)
    line = need(found.number, NO_NUMBER)
    if line is not signer:
        yield Fault(at(line), "与签发人不在一行", "与最后一个签发人在同一行")
    yield from indent_faults(line, statement.figure("characters"))


def upward_signer(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.signer, NOT_UPWARD)
    label, _, rest = line.text.partition("签发人")
    position = len(label)
    faces: dict[str, str] = {}
    for run in line.runs:
        for char in run.text:
            if position <= 0 and char not in "：: \u3000\t":
                faces.setdefault("label" if position > -3 else "name", run.face)
            position -= 1
    if not fonts.is_in(faces.get("label", ""), "仿宋"):
        yield Fault(at(line), faces.get("label", "") or "主题字体", "“签发人：”用仿宋")
    if rest.strip("：: \u3000") and not fonts.is_in(faces.get("name", ""), "楷体"):
        yield Fault(at(line), faces.get("name", "") or "主题字体", "姓名用楷体")
    yield from size_faults(line, statement.figure("size"))


def red_line(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    need(found.mark, NO_MARK)
    line = found.red_line
    if line is None:
        if found.sheet.has_drawings:
            raise NotApplicable("分隔线可能是画上去的图形，请量一量：红色，与版心等宽，距字号4 mm")
        yield Fault("版头", "没有红色分隔线", "发文字号下有红色分隔线")
        return
    if abs(line.left) + abs(line.right) > 60:
        yield Fault(at(line), f"宽{mm(line.room - line.left - line.right):.0f} mm", "与版心等宽")
    border = line.border("bottom")
    below = mm((border.space if border else 0) * 20)
    if line is found.number and not are_near(
        below, statement.figure("below"), statement.figure("tolerance")
    ):
        yield Fault(at(line), f"分隔线在字号下{below:.1f} mm", f"{statement.figure('below'):g} mm")


def title_type(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if not found.title:
        yield Fault("标题", "没有找到居中、2号字的标题", "2号小标宋，居中")
    for line in found.title:
        yield from type_faults(line, fonts, "小标宋", statement.figure("size"))


def title_place(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if found.red_line is None or not found.title:
        raise NotApplicable("没有红色分隔线")
    yield from empty_lines_fault(found, found.title[0], statement.figure("lines"))


MEASURES = (
    copy_number,
    urgency,
    issuer_mark,
    issuer_mark_face,
    order_mark,
    number_form,
    number_place,
    upward_number,
    upward_signer,
    red_line,
    title_type,
    title_place,
)


def _flush(line: Line, statement: Statement) -> Iterator[Fault]:
    yield from size_faults(line, statement.figure("size"))
    if not is_flush_left(line):
        yield Fault(at(line), "没有顶格", "顶格")


def _mark_faults(found: Elements, line: Line, statement: Statement) -> Iterator[Fault]:
    if not line.is_centred:
        yield Fault(at(line), "没有居中", "居中")
    wanted, y = statement.figure("below_text_area"), mm(top_of(found, line))
    if line.index >= 0 and not are_near(y, wanted, statement.figure("tolerance")):
        yield Fault(at(line), f"上边缘距版心上边缘约{y:.0f} mm", f"{wanted:g} mm")
