"""Measures of the page: paper, margins, 版心, lines and characters, colour."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.layout.elements import Elements, level_of
from toolkit.layout.line import Line, is_black, mm
from toolkit.layout.measuring import at, chinese_runs, size_name
from toolkit.layout.sheet import Section
from toolkit.layout.statements import Fault, Fonts, NotApplicable, Statement


def paper_size(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    short, long = statement.figure("short"), statement.figure("long")
    for name, section in _named(found):
        sides = sorted((mm(section.width), mm(section.height)))
        if any(
            abs(side - wanted) > statement.figure("tolerance")
            for side, wanted in zip(sides, (short, long), strict=True)
        ):
            size = f"{mm(section.width):.0f} mm×{mm(section.height):.0f} mm"
            yield Fault(name, size, f"{short:g} mm×{long:g} mm")


def top_margin(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    # A lying page is the standing one turned to the right: its head lies at the right.
    margins = [(name, each.right if each.is_lying else each.top) for name, each in _named(found)]
    yield from _margins(margins, statement)


def binding_margin(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    margins = [(name, each.top if each.is_lying else each.left) for name, each in _named(found)]
    yield from _margins(margins, statement)


def text_area(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    wanted = (statement.figure("width"), statement.figure("height"))
    for name, section in _named(found):
        area = (mm(section.text_width), mm(section.text_height))
        upright = (area[1], area[0]) if section.is_lying else area
        if any(
            abs(side - each) > statement.figure("tolerance")
            for side, each in zip(upright, wanted, strict=True)
        ):
            yield Fault(
                name,
                f"{upright[0]:.0f} mm×{upright[1]:.0f} mm",
                f"{wanted[0]:g} mm×{wanted[1]:g} mm",
            )


def body_type(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line in _body(found):
        yield from _sized(line, statement, fonts, "仿宋" if level_of(line.said) is None else None)


def cell_type(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    lines = [line for line in found.sheet.lines if line.cell and line.said]
    if not lines:
        raise NotApplicable("没有表格")
    for line in lines:
        faces = {run.face for run in chinese_runs(line)}
        if any(fonts.is_in(face, role) for face in faces for role in ("黑体", "楷体", "宋体")):
            continue  # names of columns, notes of where a thing was read
        yield from _sized(line, statement, fonts, "仿宋")


def lines_and_characters(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line in _body(found):
        section = found.sheet.sections[line.section]
        if section.is_lying:
            continue
        pitch = line.pitch or _grid_pitch(section, line)
        wanted = round(statement.figure("lines"))
        if not pitch:
            yield Fault(at(line), "行距没有定，每面行数说不准", f"每面{wanted}行")
        elif section.text_height // pitch != wanted:
            yield Fault(at(line), f"每面{section.text_height // pitch}行", f"每面{wanted}行")
        wide = line.size * 20 + line.first_run.tracking
        if section.grid in ("linesAndChars", "snapToChars"):
            wide = line.size * 20 + section.char_space * 20 / 4096
        count, wanted = (
            int(section.text_width / wide + 0.001),
            round(statement.figure("characters")),
        )
        if count != wanted:
            yield Fault(at(line), f"每行{count}字", f"每行{wanted}字（字距紧缩约0.25磅）")


def black_text(found: Elements, statement: Statement, fonts: Fonts) -> Iterator[Fault]:
    for line in (*found.sheet.lines, *found.sheet.margin_lines()):
        if _may_be_red(found, line):
            continue
        if any(run.text.strip() and not is_black(run.colour) for run in line.runs):
            yield Fault(at(line), "有不是黑色的字", "黑色")


MEASURES = (
    paper_size,
    top_margin,
    binding_margin,
    text_area,
    body_type,
    cell_type,
    lines_and_characters,
    black_text,
)


def _named(found: Elements) -> list[tuple[str, Section]]:
    sections = found.sheet.sections
    several = len(sections) > 1
    return [(f"第{n}节" if several else "全文", each) for n, each in enumerate(sections, 1)]


def _margins(margins: list[tuple[str, int]], statement: Statement) -> Iterator[Fault]:
    wanted = statement.figure("wanted")
    for name, twips in margins:
        if abs(mm(twips) - wanted) > statement.figure("tolerance"):
            yield Fault(name, f"{mm(twips):.1f} mm", f"{wanted:g} mm")


def _body(found: Elements) -> list[Line]:
    if not found.body:
        raise NotApplicable("没有成段的正文")
    return found.body


def _sized(line: Line, statement: Statement, fonts: Fonts, role: str | None) -> Iterator[Fault]:
    low, high = statement.figure("smallest"), statement.figure("largest")
    for run in chinese_runs(line):
        if role and not fonts.is_in(run.face, role):
            yield Fault(at(line), run.face or "主题字体", role)
            return
        if not low <= run.size <= high:
            wanted = size_name(high) if low == high else f"{size_name(high)}至{size_name(low)}"
            yield Fault(at(line), size_name(run.size), wanted)
            return


def _grid_pitch(section: Section, line: Line) -> int:
    snaps = line.properties.get("snapToGrid", "1") not in ("0", "false", "off")
    return section.grid_pitch if section.grid and snaps else 0


def _may_be_red(found: Elements, line: Line) -> bool:
    """版头 of a 公文 or letter, title of a form, masthead: red by the standard or by custom."""
    if line is found.mark:
        return True
    ends = next((x.index for x in (found.red_line, found.number) if x and x.index >= 0), 0)
    return line.is_red and line.is_centred and line.index <= ends
