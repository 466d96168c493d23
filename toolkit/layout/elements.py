"""What each line of a document is: 发文字号, 标题, 主送机关 … found by words, place and look.

Nothing here judges. A line is recognised generously (a number in wrong brackets is still the
number), so that the statements can say what is wrong with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.layout.line import Line
from toolkit.layout.sheet import Sheet

_HEAD_LINES = 16
_SMALLEST_MARK = 20  # pt
_SMALLEST_TITLE = 17  # pt: 小二 is 18

_NUMBER = re.compile(
    r"(?:编号：|交办单：)?\s*([\u4e00-\u9fff]{1,8}\s*[〔（(\[【［]\s*(?:19|20)\d\d\s*[〕）)\]】］]\s*第?\s*\d+\s*号?)"
)
_ISSUE = re.compile(  # ours too, while the issue is still to be filled in
    r"(?:(?:19|20)\d\d年)?第[\d〇一二三四五六七八九十百]+期(?:（总第\d+期）)?|（待填）"
)
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十元]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
_ANNEX = re.compile(r"附\s*件\s*\d*\s*[:：]?")
_ATTACHED = re.compile(r"附\s*件\s*[:：].+", re.DOTALL)
_MORE_ATTACHED = re.compile(r"\d+\s*[.．、].+")
_COPIES = re.compile(r"抄\s*送\s*[:：]")
_MAIN_COPIES = re.compile(r"主\s*送\s*[:：]")
_IMPRINT = re.compile(rf".*(?:{_DATE.pattern}|（待填）)\s*印\s*发")  # ours before printing too
_FORM = re.compile(r"(?:单|表|申请|台账|登记)$")
_LEVELS = tuple(
    map(
        re.compile,
        (r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）", r"\d+[.．、]", r"（\d+）"),
    )
)
_COPY_NUMBER = re.compile(r"\d{4,8}")
_URGENCY = re.compile(r"(?:特\s*急|加\s*急|特\s*提|平\s*急)")
_SIGNER = re.compile(r"签发人\s*[:：]")


class Shape(StrEnum):
    """The formats a paper can have; each has statements of its own."""

    DOCUMENT = "公文"
    LETTER = "信函"
    BULLETIN = "通报"
    FORM = "表单"
    MINUTES = "纪要"


@dataclass(slots=True)
class Annex:
    """附件: its mark (附件1) and the lines of its title."""

    mark: Line
    title: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Elements:
    """The recognised lines; what a document does not have is ``None`` or empty."""

    sheet: Sheet
    shape: Shape
    mark: Line | None = None
    number: Line | None = None
    issue: Line | None = None
    copy_number: Line | None = None
    urgency: Line | None = None
    signer: Line | None = None
    red_line: Line | None = None
    title: list[Line] = field(default_factory=list)
    addressee: Line | None = None
    body: list[Line] = field(default_factory=list)
    attached: list[Line] = field(default_factory=list)
    sign: Line | None = None
    date: Line | None = None
    note: Line | None = None
    annexes: list[Annex] = field(default_factory=list)
    main_copies: Line | None = None
    copies: Line | None = None
    imprint: Line | None = None

    @property
    def first_pages(self) -> list[Line]:
        """The body's lines before the first annex."""
        lines = self.sheet.lines
        return list(lines[: self.annexes[0].mark.index] if self.annexes else lines)

    def empty_before(self, line: Line) -> int:
        """How much room stands above a line: its own, and that of empty lines before it (twips)."""
        room, at = line.before, line.index - 1
        while at > 0 and not (above := self.sheet.lines[at]).said and not above.cell:
            room += above.height
            at -= 1
        return room


def level_of(text: str) -> int | None:
    """How deep the mark is that a paragraph begins with: 一、 0, （一） 1, 1. 2, （1） 3."""
    return next((depth for depth, mark in enumerate(_LEVELS) if mark.match(text)), None)


def number_in(line: Line) -> str:
    """The 发文字号 as written in a line, ``""`` if there is none."""
    found = _NUMBER.search(line.said)
    return found[1] if found else ""


def recognise(sheet: Sheet, shape: Shape | None = None) -> Elements:
    """Find the elements; ``shape`` ``None``: judged by the head of the document."""
    found = Elements(sheet, shape or _shape(sheet))
    _find_annexes(found)
    _find_head(found)
    _find_title(found)
    _find_foot(found)
    _find_body(found)
    return found


# --- what kind of paper ---------------------------------------------------------------------------


def _shape(sheet: Sheet) -> Shape:
    head = [line for line in sheet.lines if line.said][:_HEAD_LINES]
    margins = sheet.sections[0].headers.values()
    if any(line.is_red and line.size >= _SMALLEST_MARK for lines in margins for line in lines):
        return Shape.LETTER
    free = [line for line in head if not line.cell]
    if any("ick" in (line.properties.get("pBdr.bottom", "")) and line.is_red for line in free):
        return Shape.LETTER  # thickThinSmallGap and its like: the letter's double line
    if any(_ISSUE.fullmatch(line.said) for line in free[:6]):
        return Shape.BULLETIN
    if any(_squeezed(line).endswith("纪要") and line.is_red for line in free[:4]):
        return Shape.MINUTES
    before_table = _before_first_table(head)
    if len(before_table) < len(head) and any(_FORM.search(_squeezed(x)) for x in before_table):
        return Shape.FORM
    return Shape.DOCUMENT


def _before_first_table(lines: list[Line]) -> list[Line]:
    at = next((n for n, line in enumerate(lines) if line.cell), len(lines))
    return lines[:at]


def _squeezed(line: Line) -> str:
    return re.sub(r"\s", "", line.text)


# --- head -----------------------------------------------------------------------------------------


def _find_annexes(found: Elements) -> None:
    lines = [line for line in found.sheet.lines if line.said]
    for at, line in enumerate(lines):
        if line.cell or not _ANNEX.fullmatch(line.said) or at == 0:
            continue
        title = []
        for each in lines[at + 1 : at + 4]:
            if each.cell or not each.is_centred:
                break
            title.append(each)
        found.annexes.append(Annex(line, title))


def _find_head(found: Elements) -> None:
    lines = [line for line in found.first_pages if line.said and not line.cell][:_HEAD_LINES]
    for line in lines:
        if found.number is None and _is_number(line):
            found.number = line
        elif found.issue is None and _ISSUE.fullmatch(line.said):
            found.issue = line
        elif found.copy_number is None and _COPY_NUMBER.fullmatch(line.said):
            found.copy_number = line
        elif found.urgency is None and _URGENCY.fullmatch(line.said):
            found.urgency = line
        if found.signer is None and _SIGNER.search(line.said):
            found.signer = line
    letterhead = found.sheet.sections[0].headers.get("first", ())
    letterhead += found.sheet.sections[0].headers.get("default", ())
    for line in (*letterhead, *lines):
        if found.mark is None and line.said and line.is_red and line.size >= _SMALLEST_MARK:
            found.mark = line
        border = line.border("bottom")
        if found.red_line is None and border and int(border.colour or "0", 16) >> 16 >= 0xB0:
            found.red_line = line


def _is_number(line: Line) -> bool:
    """Whether a line gives the paper's number; a title may name another paper's."""
    whole = _NUMBER.fullmatch(line.said) is not None
    return whole or (len(line.said) < 60 and bool(number_in(line)) and not _has_title_look(line))


def _has_title_look(line: Line) -> bool:
    return line.is_centred and line.size >= _SMALLEST_TITLE


def _find_title(found: Elements) -> None:
    lines = [line for line in found.first_pages if line.said]
    if found.shape is Shape.FORM:
        lines = _before_first_table(lines)
        found.title = [line for line in lines if _has_title_look(line)][-1:]
        return
    for at, line in enumerate(lines[:_HEAD_LINES]):
        fits = _has_title_look(line) and not line.is_red and not line.cell
        if fits and line is not found.number:
            found.title.append(line)
        elif found.title:
            after = line.said
            if after.endswith(("：", ":")) and level_of(after) is None and "。" not in after:
                found.addressee = line
            return
        elif at > 12:
            return


# --- foot and body --------------------------------------------------------------------------------


def _find_foot(found: Elements) -> None:
    everywhere = [*found.sheet.lines, *found.sheet.margin_lines()]
    for line in everywhere:
        if found.copies is None and _COPIES.match(line.said):
            found.copies = line
        elif found.imprint is None and _IMPRINT.fullmatch(line.said):
            found.imprint = line
    if found.copies is not None or found.imprint is not None:
        found.main_copies = next((x for x in everywhere if _MAIN_COPIES.match(x.said)), None)
    lines = [line for line in found.first_pages if line.said]
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if not _DATE.fullmatch(line.said) or line is found.number:
            continue
        if bool(line.cell) == (found.shape is Shape.FORM):
            found.date = line
            if at and lines[at - 1].cell == line.cell:
                found.sign = lines[at - 1]
            after = lines[at + 1] if at + 1 < len(lines) else None
            if after is not None and after.said.startswith("（") and after.said.endswith("）"):
                found.note = after
            return


def _find_body(found: Elements) -> None:
    lines = [line for line in found.first_pages if line.said]
    begins = found.addressee or (found.title[-1] if found.title else found.red_line)
    start = next((n + 1 for n, line in enumerate(lines) if line is begins), 0)
    ends = (found.sign, found.date, found.note, found.copies, found.main_copies, found.imprint)
    for line in lines[start:]:
        if any(line is each for each in ends if each is not None):
            continue
        if line.cell:
            continue
        goes_on = bool(found.attached) and not found.annexes
        if _ATTACHED.fullmatch(line.said) or (goes_on and _MORE_ATTACHED.match(line.said)):
            found.attached.append(line)
        elif (
            found.shape is not Shape.FORM and not line.border("top") and not _is_below(found, line)
        ):
            found.body.append(line)


def _is_below(found: Elements, line: Line) -> bool:
    """Whether a line stands below the date."""
    return found.date is not None and line.index > found.date.index
