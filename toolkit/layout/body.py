"""Measures of the 主体: 主送机关, paragraphs and their levels, 附件说明, 署名, date, 附注, 附件."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.layout.elements import Elements, level_of
from toolkit.layout.line import Line
from toolkit.layout.measuring import (
    are_near,
    at,
    characters,
    empty_lines_fault,
    end_of,
    indent_faults,
    is_flush_left,
    need,
    size_faults,
    start_of,
    top_of,
    type_faults,
)
from toolkit.layout.statements import Fault, Fonts, NotApplicable, Statement

_LEVEL_FACES = ("黑体", "楷体", "仿宋", "仿宋")
_MARKED_TWICE = re.compile(r"（(?:[一二三四五六七八九十]+|\d+)）[、.．，,]")
_WITH_COMMA = re.compile(r"\d+、")
_DATE = re.compile(r"(?:19|20)\d{2}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
_NAMES = re.compile(r"(?:附\s*件\s*[:：])?\s*(?:\d+\s*[.．、])?\s*(.+)", re.DOTALL)
_ATTENDANCE = re.compile(r"(?:出席|请假|列席)[^：:]{0,6}[:：]")


def addressee(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.addressee, "没有主送机关")
    if not is_flush_left(line):
        yield Fault(at(line), "没有顶格", "居左顶格")
    if not line.said.endswith("："):
        yield Fault(at(line), f"末尾为“{line.said[-1]}”", "末尾用全角冒号“：”")
    yield from empty_lines_fault(found, line, statement.figure("lines"))


def addressee_leaves_room(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.addressee, "没有主送机关")
    if any(_is_below_page(found, each) for each in found.body[:1]):
        yield Fault(at(line), f"约{line.line_count}行，首页排不下正文", "移至版记")


def body_on_first_page(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if not found.body:
        raise NotApplicable("没有成段的正文")
    first = found.body[0]
    if first.section > 0 or first.on_new_page or _is_below_page(found, first):
        yield Fault(at(first), "首页没有正文", "首页显示正文")


def body_indent(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if not found.body:
        raise NotApplicable("没有成段的正文")
    wanted = statement.figure("characters")
    for line in found.body:
        if line.is_centred or line.border("top"):
            continue
        blank = characters(line, start_of(line))
        if not are_near(blank, wanted):
            yield Fault(at(line), f"左空{blank:.1f}字", f"左空{wanted:g}字")
        elif characters(line, line.left) > 0.35:
            yield Fault(at(line), f"回行左空{characters(line, line.left):.1f}字", "回行顶格")


def level_order(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    seen: set[int] = set()
    for line, level in _levels(found):
        if level not in seen and level < max(seen, default=-1):
            yield Fault(at(line), "层次序数颠倒", "依次用“一、”“（一）”“1.”“（1）”")
        seen.add(level)


def level_faces(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line, level in _levels(found):
        role = _LEVEL_FACES[level]
        if not fonts.is_in(line.first_run.face, role):
            yield Fault(at(line), line.first_run.face or "主题字体", role)
        yield from size_faults(line, statement.figure("size"))


def level_marks(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line, _ in _levels(found):
        if _MARKED_TWICE.match(line.said):
            yield Fault(at(line), "括号后又加了标点", "“（一）”后不加标点")
        if _WITH_COMMA.match(line.said):
            yield Fault(at(line), "数字后用了顿号", "“1.”用下脚点")


def attachment_note(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if not found.attached:
        raise NotApplicable("没有附件说明")
    first = found.attached[0]
    yield from empty_lines_fault(found, first, statement.figure("lines"))
    blank, wanted = characters(first, start_of(first)), statement.figure("characters")
    if not are_near(blank, wanted):
        yield Fault(at(first), f"左空{blank:.1f}字", f"左空{wanted:g}字")
    for line in found.attached:
        if line.said[-1] in "。；，、.;,":
            yield Fault(at(line), f"名称后有“{line.said[-1]}”", "名称后不加标点")


def signature_place(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    date = need(found.date, "没有成文日期")
    sign = need(found.sign, "没有署名")
    room = found.sheet.sections[date.section].text_width
    tolerance = statement.figure("tolerance")
    date_gap, sign_gap = (characters(x, room - end_of(x)) for x in (date, sign))
    apart = characters(date, _middle(date) - _middle(sign))
    if are_near(date_gap, statement.figure("sealed"), tolerance) and abs(apart) <= 1:
        return
    unsealed, shift = (
        statement.figure("unsealed"),
        characters(date, start_of(date) - start_of(sign)),
    )
    if are_near(sign_gap, unsealed, tolerance) and are_near(shift, unsealed, tolerance):
        return
    if are_near(date_gap, unsealed, tolerance) and date.width > sign.width:
        return
    yield Fault(
        at(date),
        f"成文日期右空{date_gap:.1f}字，署名右空{sign_gap:.1f}字",
        "用章的日期右空4字、署名居中在其上；不用章的署名右空2字、日期比署名右移2字",
    )


def signature_in_cell(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    date = need(found.date, "没有成文日期，或还没有签发")
    sign = need(found.sign, "没有署名")
    if abs(characters(date, _middle(date) - _middle(sign))) > 1:
        yield Fault(at(sign), "没有在成文日期之上居中", "以成文日期为准居中")


def date_form(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.date, "没有成文日期，或还没有签发")
    if not _DATE.fullmatch(line.said):
        yield Fault(at(line), f"“{line.said}”", "如 2026年3月9日")


def no_empty_page_words(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line in found.sheet.lines:
        if "此页无正文" in line.said:
            yield Fault(at(line), "标了“此页无正文”", "调整行距、字距，使正文与落款同面")


def note_place(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    line = need(found.note, "没有附注")
    blank, wanted = characters(line, start_of(line)), statement.figure("characters")
    if not are_near(blank, wanted):
        yield Fault(at(line), f"左空{blank:.1f}字", f"左空{wanted:g}字")


def annex(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if not found.annexes:
        raise NotApplicable("没有附件")
    for each in found.annexes:
        mark = each.mark
        if not _begins_page(found, mark):
            yield Fault(at(mark), "没有另面编排", "另面编排")
        if mark.said[-1] in ":：":
            yield Fault(at(mark), "后有冒号", "后不加冒号")
        if not is_flush_left(mark):
            yield Fault(at(mark), "没有顶格", "顶格")
        yield from type_faults(mark, fonts, "黑体", statement.figure("size"))
        if not each.title:
            yield Fault(at(mark), "其下没有居中的标题", "标题居中在第三行")
        else:
            yield from empty_lines_fault(found, each.title[0], statement.figure("lines"))


def annex_title(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    if not found.annexes:
        raise NotApplicable("没有附件")
    if not found.attached:
        yield Fault(at(found.annexes[0].mark), "正文后没有附件说明", "有附件的应有附件说明")
        return
    names = [_plain(_NAMES.sub(r"\1", line.said)) for line in found.attached]
    titles = [_plain("".join(line.text for line in each.title)) for each in found.annexes]
    if len(names) != len(titles):
        yield Fault("附件", f"附件说明{len(names)}个，附件{len(titles)}个", "个数一致")
        return
    for name, title, each in zip(names, titles, found.annexes, strict=True):
        if name != title:
            yield Fault(at(each.mark), f"标题“{title[:20]}”", f"与附件说明“{name[:20]}”一致")


def attendance(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    lines = [line for line in found.sheet.lines if _ATTENDANCE.match(line.said)]
    if not lines:
        raise NotApplicable("没有出席、请假、列席名单")
    for line in lines:
        if not fonts.is_in(line.first_run.face, "黑体"):
            yield Fault(at(line), line.first_run.face or "主题字体", "黑体")
        yield from size_faults(line, statement.figure("size"))
        yield from indent_faults(line, statement.figure("characters"))


MEASURES = (
    addressee,
    addressee_leaves_room,
    body_on_first_page,
    body_indent,
    level_order,
    level_faces,
    level_marks,
    attachment_note,
    signature_place,
    signature_in_cell,
    date_form,
    no_empty_page_words,
    note_place,
    annex,
    annex_title,
    attendance,
)


def _levels(found: Elements) -> list[tuple[Line, int]]:
    marked = [(line, level) for line in found.body if (level := level_of(line.said)) is not None]
    if not marked:
        raise NotApplicable("没有层次序数")
    return marked


def _is_below_page(found: Elements, line: Line) -> bool:
    section = found.sheet.sections[line.section]
    return top_of(found, line) > section.text_height


def _middle(line: Line) -> float:
    return (start_of(line) + end_of(line)) / 2


def _begins_page(found: Elements, line: Line) -> bool:
    if line.on_new_page or line.index == 0:
        return True
    before = found.sheet.lines[line.index - 1]
    starts = found.sheet.sections[line.section].starts
    return before.section != line.section and starts != "continuous"


def _plain(text: str) -> str:
    return re.sub(r"[\s《》]", "", text)
