"""What the measures share: how a line is named, how type and distances are compared and worded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from toolkit.layout.elements import Elements
from toolkit.layout.line import Line, Run
from toolkit.layout.statements import Fault, Fonts, NotApplicable, Statement

Measure = Callable[[Elements, Statement, Fonts], Iterator[Fault]]

LINE = 579  # twips: 225 mm in 22 lines
_NEAR = 0.35  # of a line or a character: what rounding and habits of word processors come to
_SIZES = {
    42.0: "初号",
    36.0: "小初",
    26.0: "1号",
    24.0: "小1号",
    22.0: "2号",
    18.0: "小2号",
    16.0: "3号",
    15.0: "小3号",
    14.0: "4号",
    12.0: "小4号",
    10.5: "5号",
    9.0: "小5号",
}
_HAN = re.compile("[\u3400-\u9fff]")


def need(line: Line | None, reason: str) -> Line:
    """The line, or no statement about it applies."""
    if line is None:
        raise NotApplicable(reason)
    return line


def at(line: Line) -> str:
    """Where a line stands, with its first words."""
    words = line.said.replace("\n", "")
    return f"{line.place}“{words[:12]}{'…' if len(words) > 12 else ''}”"


def size_name(points: float) -> str:
    """3号, 小4号; an unusual size in points."""
    return _SIZES.get(points, f"{points:g}磅")


def chinese_runs(line: Line) -> Iterator[Run]:
    return (run for run in line.runs if _HAN.search(run.text))


def type_faults(line: Line, fonts: Fonts, role: str, size: float | None = None) -> Iterator[Fault]:
    """Where the Chinese words of a line are not of the face ``role`` and ``size``, each once."""
    for run in chinese_runs(line):
        if not fonts.is_in(run.face, role):
            yield Fault(at(line), run.face or "主题字体", role)
            break
    wrong = [run for run in chinese_runs(line) if size is not None and run.size != size]
    if wrong and size is not None:
        yield Fault(at(line), size_name(wrong[0].size), size_name(size))


def size_faults(line: Line, wanted: float) -> Iterator[Fault]:
    """Unless the line's type is of the size ``wanted`` (points)."""
    if line.size != wanted:
        yield Fault(at(line), size_name(line.size), size_name(wanted))


def indent_faults(line: Line, wanted: float) -> Iterator[Fault]:
    """Unless the line begins ``wanted`` characters from the left."""
    blank = characters(line, start_of(line))
    if not are_near(blank, wanted):
        yield Fault(at(line), f"左空{blank:.1f}字", f"左空{wanted:g}字")


def start_of(line: Line) -> int:
    """Where the first line's words begin, in twips from the left edge of its room."""
    inner = line.room - line.left - line.right
    align = line.properties.get("jc")
    if align == "center":
        return line.left + (inner - line.width) // 2 + line.typed_indent
    if align in ("right", "end"):
        return line.room - line.right - line.width + line.typed_indent
    return line.left + line.first + line.typed_indent


def end_of(line: Line) -> int:
    return start_of(line) - line.typed_indent + line.width


def is_flush_left(line: Line) -> bool:
    align = line.properties.get("jc")
    return align not in ("center", "right", "end") and abs(start_of(line)) < line.size * 4


def characters(line: Line, twips: float) -> float:
    """A distance in characters of the line's own size."""
    return twips / (line.size * 20)


def are_near(found: float, wanted: float, tolerance: float = _NEAR) -> bool:
    return abs(found - wanted) <= tolerance


def lines_above(found: Elements, line: Line) -> float:
    return found.empty_before(line) / LINE


def empty_lines_fault(found: Elements, line: Line, wanted: float) -> Iterator[Fault]:
    """Unless ``wanted`` empty lines, more or less, stand above it."""
    above = lines_above(found, line)
    if not are_near(above, wanted):
        yield Fault(at(line), f"其上空约{above:.1f}行", f"空{wanted:g}行")


def top_of(found: Elements, line: Line) -> int:
    """How far below the text area's top its first line of type begins, as far as can be told."""
    y = 0
    for each in found.sheet.lines[: max(line.index, 0)]:
        if each.section != line.section or each.on_new_page:
            y = 0
        if not each.cell:
            y += each.height
    pitch = line.pitch or round(line.size * 26)
    return y + line.before + round((pitch - line.size * 20) / 2)
