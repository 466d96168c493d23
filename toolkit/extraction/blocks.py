"""Lines of a file joined to the blocks their author wrote, every character still traceable.

A text saved from a PDF breaks its sentences every thirty characters, puts page numbers between
two halves and spaces around digits. A :class:`Block` is one author's paragraph again: a
simplified, half-width copy for recognition, with a map back to the paragraphs as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.model import Cell, Paragraph, Place, Span
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_HAN = "\u3400-\u9fff"
_PAGE_NUMBER = lazy(
    r"^\s*(?:[-—–－·\s]*\d{1,4}[-—–－·\s]*|第?\s*\d+\s*页[，,\s]*(?:共\s*\d+\s*页)?|\d+\s*/\s*\d+)\s*$"
)
_LABEL = lazy(
    r"^\s*(?:[一二三四五六七八九十百]{1,4}[、.．是]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,3}(?:[.．、)）](?!\d)|、(?=\d{3}))|[①-⑳◇◆●○◎■□▲△★☆※√✓➢•·▶►*]|第[一二三四五六七八九十百\d]+[章节条项部]|[【\[])"
)
_FIELD = lazy(
    rf"^\s*[^\W\d_][{_HAN}\s　]{{1,9}}[:：]"
    r"|^\s*注[:：]"
    r"|^\s*(?:出席|列席|参加|主持|记录|请假|分送|抄送|附件)\b"
)
_UNIT_ALONE = lazy(
    rf"[{_HAN}]{{1,12}}(?:局|委|办|镇|乡|街道|公司|中心|大队|支队)(?:、[{_HAN}]{{2,12}})?"
)
_ITS_DOING = lazy(r"[要须应于在将把负牵会同](?!点|求|素|领导)")
_CLOSED = tuple("。！？!?；;：:…|")
_OCR = [  # what scanners and keyboards confuse, only where the neighbours leave no doubt
    (re.compile(r"(?<=\d)曰|(?<=工作)曰|(?<=假)曰"), "日"),
    (re.compile(r"(?<=月)未(?=前|完)|(?<=年)未(?=前)|(?<=度)未(?=前)"), "末"),
    (re.compile(r"(?<![\dA-Za-z])[lI](?=\d月)|(?<=\d)[lI](?=[\d月日件个])"), "1"),
    (re.compile(r"(?<=\d)[Oo](?=[\d月日件个])|(?<![A-Za-z])[Oo](?=\d)"), "0"),
    (re.compile(r"(?<![自知律])己(?=经|完成|整治|办|建|改|停|受理|于|下|全)"), "已"),
    (re.compile(r"末(?=办结|完成|拨付|整改|销号|按|能|经|明确|达)"), "未"),
    (re.compile("巿"), "市"),
    (re.compile(r"投人(?=运|使)"), "投入"),
]
_RAGGED = 5  # columns by which the lines of a broken text differ


@dataclass(frozen=True, slots=True)
class Block:
    """One author's paragraph: ``text`` for recognition, ``source`` the same in the author's own
    script and width (scanning errors mended), ``runs`` the way back to the print.

    Each run is (offset in ``text``, paragraph number, offset in that paragraph); between two runs
    the characters correspond one to one. ``spaced`` says that blanks stand for commas here.
    """

    text: str
    source: str
    runs: tuple[tuple[int, int, int], ...]
    paragraphs: tuple[Paragraph, ...]
    spaced: bool = False

    @property
    def first(self) -> Paragraph:
        """The paragraph the block begins with."""
        return self.paragraphs[0]

    @property
    def cell(self) -> Cell | None:
        """The table cell the block stands in, or ``None``."""
        return self.first.cell

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The printed words behind ``text[start:end]``, one span for each paragraph touched."""
        places: dict[int, tuple[int, int]] = {}
        for paragraph, low, high in self._stretches(start, end):
            places[paragraph] = (places.get(paragraph, (low, high))[0], high)
        printed = {p.index: p.text for p in self.paragraphs}
        return tuple(
            Span(paragraph, low, high, printed[paragraph][low:high])
            for paragraph, (low, high) in places.items()
        )

    def printed(self, start: int, end: int) -> str:
        """``text[start:end]`` as the author's characters, without breaks and stray blanks."""
        printed = {p.index: p.text for p in self.paragraphs}
        return "".join(printed[at][low:high] for at, low, high in self._stretches(start, end))

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """What was printed for ``text[start:end]``: paragraph numbers, from and to in each."""
        starts = [run[0] for run in self.runs]
        ends = [*starts[1:], len(self.text)]
        for index in range(max(bisect_right(starts, start) - 1, 0), len(starts)):
            at, paragraph, offset = self.runs[index]
            if at >= end:
                return
            low, high = max(at, start), min(ends[index], end)
            if low < high:
                yield paragraph, offset + low - at, offset + high - at

    def blank_before(self, at: int) -> bool:
        """Whether the author left a blank, or broke the line, before character ``at``."""
        if self.text[at - 1 : at].isspace():
            return True
        number = bisect_right(self.runs, at, key=lambda run: run[0]) - 1
        if number < 1 or self.runs[number][0] != at:
            return False
        (low, before, start), (_, paragraph, offset) = self.runs[number - 1], self.runs[number]
        return before != paragraph or start + at - low < offset


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number."""
    return bool(_PAGE_NUMBER.match(text))


def make_blocks(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Block, ...], frozenset[int]]:
    """Blocks of a document in order, and the numbers of paragraphs that are page numbers only."""
    furniture = frozenset(p.index for p in paragraphs if is_page_number(match_copy(p.text)))
    kept = [p for p in paragraphs if p.index not in furniture and p.text.strip()]
    copies = {p.index: _repair(match_copy(p.text)) for p in kept}
    spaced = _spaces_are_commas(copies.values())
    width = _wrap_width(kept, copies)
    blocks = [_join(group, copies, spaced) for group in _groups(kept, copies, width)]
    return tuple(blocks), furniture


def _repair(text: str) -> str:
    for pattern, right in _OCR:
        text = pattern.sub(right, text)
    return text


def _spaces_are_commas(texts: Iterable[str]) -> bool:
    gap = re.compile(rf"(?<=[{_HAN}\d]) +(?=[{_HAN}\d])")
    spaces = marks = 0
    for text in texts:
        spaces += len(gap.findall(text.strip()))
        marks += sum(text.count(mark) for mark in ",;。")
    return spaces > 20 and spaces > 2 * marks


def _wrap_width(paragraphs: Sequence[Paragraph], copies: dict[int, str]) -> int | None:
    """The width at which the text was broken into lines, or ``None`` if it was not."""
    body = [p for p in paragraphs if p.place is Place.BODY]
    lines = [copies[p.index].rstrip() for p in body]
    widths = sorted(len(line) for line in lines)
    if len(widths) < 6:
        return None
    width = widths[int(len(widths) * 0.9)]
    if not 16 <= width <= 60:
        return None
    near = [
        _columns(p.text)
        for p, line in zip(body, lines, strict=True)
        if line
        and not line.endswith((*_CLOSED, ",", "、"))
        and 0.75 * width <= len(line) <= 1.15 * width
    ]
    if len(near) < max(4, 0.25 * len(lines)):
        return None
    usual = sorted(near)[len(near) // 2]
    even = sum(1 for columns in near if abs(columns - usual) <= _RAGGED)
    return width if even >= 0.7 * len(near) else None  # a list ends its lines where words end


def _columns(printed: str) -> int:
    """How many columns a line takes up on paper: two for every character that is not ASCII."""
    return sum(1 if char.isascii() else 2 for char in printed.rstrip())


def _groups(
    paragraphs: Sequence[Paragraph], copies: dict[int, str], width: int | None
) -> Iterator[list[Paragraph]]:
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        if group and _continues(group[-1], paragraph, copies, width):
            group.append(paragraph)
            continue
        if group:
            yield group
        group = [paragraph]
    if group:
        yield group


def _continues(
    before: Paragraph, after: Paragraph, copies: dict[int, str], width: int | None
) -> bool:
    if before.place is not Place.BODY or after.place is not Place.BODY:
        return False
    line, following = copies[before.index].rstrip(), copies[after.index]
    if line.endswith(_CLOSED):
        return False
    if _UNIT_ALONE.fullmatch(line) and _ITS_DOING.match(following):
        return True  # 县教育局|要于5月1日前…: a soft break, and no heading
    # broken at the width of the page, or by a line break behind a comma
    if not line.endswith(",") and (width is None or len(line) < 0.72 * width):
        return False
    if _LABEL.match(following) or _FIELD.match(following):
        return False
    return not following.startswith(("  ", "\t", "　"))


def _join(group: Sequence[Paragraph], copies: dict[int, str], spaced: bool) -> Block:
    parts: list[str] = []
    own: list[str] = []
    runs: list[tuple[int, int, int]] = []
    length = 0
    for paragraph in group:
        copy, plain = copies[paragraph.index], match_copy(paragraph.text)
        for low, high in _kept_ranges(copy, spaced):
            runs.append((length, paragraph.index, low))
            parts.append(copy[low:high])
            own.append(_mended(paragraph.text[low:high], plain[low:high], copy[low:high]))
            length += high - low
    return Block("".join(parts), "".join(own), tuple(runs), tuple(group), spaced)


def _mended(printed: str, plain: str, repaired: str) -> str:
    """The author's characters, but for those a scanner got wrong."""
    if plain == repaired:
        return printed
    return "".join(p if a == b else b for p, a, b in zip(printed, plain, repaired, strict=True))


_TYPOGRAPHIC = lazy(r"[ \t]+")
_NUMBERED = lazy(r"\s*\d{1,3}[.)]")


def _kept_ranges(copy: str, spaced: bool) -> Iterator[tuple[int, int]]:
    """The stretches of a line that stay: blanks inside go, unless they stand for commas."""
    start = len(copy) - len(copy.lstrip())
    stop = len(copy.rstrip())
    at = start
    for gap in _TYPOGRAPHIC.finditer(copy, start, stop):
        left, right = copy[gap.start() - 1], copy[gap.end()]
        latin = left.isascii() and left.isalpha() and right.isascii() and right.isalpha()
        wide = gap.end() - gap.start() > 1
        numbers = right.isdigit() and _NUMBERED.fullmatch(copy, 0, gap.start())  # 1. 5月6日
        kept = latin or numbers or (spaced and not _splits_date(copy, gap))
        if kept or (wide and not left.isdigit()):
            if gap.start() > at:
                yield at, gap.start() + 1  # one blank of the gap stays as a mark
            at = gap.end()
            continue
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if stop > at:
        yield at, stop


def _splits_date(copy: str, gap: re.Match[str]) -> bool:
    left, right = copy[gap.start() - 1], copy[gap.end()]
    return (left.isdigit() and right in "年月日家个件公米") or (left in "年月" and right.isdigit())
