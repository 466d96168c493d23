"""One part of a template (body, header, footer …) made ready: XML in, Jinja source out.

Tags follow docxtpl's habits, which is what template writers know: ``{{ field }}``,
``{% if %}``, and ``{%tr %}``, ``{%tc %}``, ``{%p %}``, ``{%r %}`` standing for their whole row,
cell, paragraph or run. Word cuts a tag into several runs at will; here it is made whole again.

While the XML is worked on a tag is a processing instruction, which no text can counterfeit; in
the source its delimiters are control characters, which no XML can contain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from toolkit.rendering import problems
from toolkit.rendering.problems import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, R, T, TC, TR, TBL = W + "p", W + "r", W + "t", W + "tc", W + "tr", W + "tbl"
_BOX = W + "txbxContent"
_LIFTS = {"tr": TR, "tc": TC, "p": P, "r": R}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MARK = "duban"

BLOCK, BLOCK_END = "\x02%", "%\x03"
VARIABLE, VARIABLE_END = "\x02{", "}\x03"
COMMENT, COMMENT_END = "\x02#", "#\x03"

_TAG = re.compile(r"\{\{(?P<name>.*?)\}\}|\{%(?P<step>.*?)%\}|\{#.*?#\}", re.DOTALL)
_HALF = re.compile(r"\{\{|\}\}|\{%|%\}|｛｛|｛%")
_LIFT = re.compile(r"(tr|tc|p|r)\s+(?=\S)")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: ``code`` without its brackets, what it lifts (``""``: nothing) and where it stands.

    ``printed`` tells ``{{ }}`` from ``{% %}``; a comment has empty code. ``is_split``: Word had cut
    it into several runs.
    """

    code: str
    lift: str
    printed: bool
    place: str
    is_split: bool = False

    def source(self) -> str:
        if not self.code:
            return ""
        opening, closing = (VARIABLE, VARIABLE_END) if self.printed else (BLOCK, BLOCK_END)
        return f"{opening} {self.code} {closing}"


@dataclass(slots=True)
class Part:
    """A part under preparation; ``places`` are those of the file as the office wrote it."""

    root: Any
    places: Places
    tags: list[Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def source(self) -> str:
        """The whole part as Jinja source."""
        xml = etree.tostring(self.root, encoding="unicode")
        marks = re.compile(rf"<\?{_MARK} (\d+)\?>")
        return _XML_HEAD + marks.sub(lambda mark: self.tags[int(mark[1])].source(), xml)


def prepare(root: Any, places: Places) -> Part:
    """Find the tags, lift the loops, and check that every opening has its end at its own level."""
    part = Part(root, places)
    _drop_editing_traces(root)
    for paragraph in list(root.iter(P)):
        _mark_tags(part, paragraph, places)
    lifted = {mark for mark in _marks(root) if part.tags[_number(mark)].lift}
    _lift(part, lifted)
    _check_nesting(part)
    _check_cells(part, places)
    return part


class Places:
    """Says where in the template something stands: 第2个表格第3行第2格, 页脚第1段.

    ``title`` is how a clerk calls the part (``""``: the body).
    """

    def __init__(self, root: Any, title: str) -> None:
        self._title = title
        self._tables = {table: n for n, table in enumerate(root.iter(TBL), 1)}
        outside = (p for p in root.iter(P) if next(p.iterancestors(TC, _BOX), None) is None)
        self._paragraphs = {paragraph: n for n, paragraph in enumerate(outside, 1)}
        self._cells = {
            cell: f"第{number}个表格第{row}行第{column}格"
            for table, number in self._tables.items()
            for row, tr in enumerate(_own(table, TR, TBL), 1)
            for column, cell in enumerate(_own(tr, TC, TR), 1)
        }

    def of(self, element: Any) -> str:
        chain = [element, *element.iterancestors()]
        for node in chain:
            if node in self._cells:
                return self._title + self._cells[node]
            if node.tag == _BOX:
                return f"{self._title}文本框"
        for node in chain:
            if node in self._paragraphs:
                return f"{self._title}第{self._paragraphs[node]}段"
        return self._title or "正文"

    def table(self, element: Any) -> str:
        return f"{self._title}第{self._tables[element]}个表格"


def some(places: list[str], most: int = 5) -> str:
    """The different places in order, the first few by name."""
    different = list(dict.fromkeys(places))
    named = "、".join(different[:most])
    return named if len(different) <= most else f"{named}等{len(different)}处"


def _own(element: Any, tag: str, owner: str) -> Iterator[Any]:
    """Descendants that belong to ``element`` and not to another ``owner`` inside it."""
    return (item for item in element.iter(tag) if next(item.iterancestors(owner), None) is element)


def _drop_editing_traces(root: Any) -> None:
    for mark in list(root.iter(W + "proofErr")):
        mark.getparent().remove(mark)
    # A row that is repeated must not repeat identities.
    for element in root.iter(P, TR):
        for name in ("paraId", "textId"):
            element.attrib.pop(_W14 + name, None)


# --- tags → marks --------------------------------------------------------------------------------


def _texts(paragraph: Any) -> list[Any]:
    return list(_own(paragraph, T, P))


def _mark_tags(part: Part, paragraph: Any, places: Places) -> None:
    texts = _texts(paragraph)
    whole = "".join(text.text or "" for text in texts)
    found = list(_TAG.finditer(whole))
    if _HALF.search(_TAG.sub("", whole)):
        part.problems.append(problems.broken_tag(places.of(paragraph), whole.strip()))
    if not found:
        return
    spans = [match.span() for match in found]
    start = 0
    ends: list[int] = []
    pieces: list[list[tuple[str, int | None]]] = []
    for text in texts:
        end = start + len(text.text or "")
        ends.append(end)
        pieces.append(_pieces(whole, start, end, spans, len(part.tags)))
        start = end
    place = places.of(paragraph)
    part.tags += [_tag(match, place, ends) for match in found]
    for text, content in zip(texts, pieces, strict=True):
        _fill(text, content)


def _pieces(
    whole: str, start: int, end: int, spans: list[tuple[int, int]], first: int
) -> list[tuple[str, int | None]]:
    """What is left to one w:t: literal text, and the numbers of the tags that begin in it."""
    pieces: list[tuple[str, int | None]] = []
    at = start
    for number, (opens, closes) in enumerate(spans):
        if closes <= at or opens >= end:
            continue
        if opens >= at:
            pieces.append((whole[at:opens], first + number))
        at = min(max(closes, at), end)
    pieces.append((whole[at:end], None))
    return pieces


def _fill(text: Any, pieces: list[tuple[str, int | None]]) -> None:
    text.text = ""
    text.set(_SPACE, "preserve")
    last: Any = None
    for literal, number in pieces:
        if last is None:
            text.text += literal
        else:
            last.tail += literal
        if number is not None:
            last = etree.ProcessingInstruction(_MARK, str(number))
            last.tail = ""
            text.append(last)


def _tag(match: re.Match[str], place: str, ends: list[int]) -> Tag:
    printed = match["name"] is not None
    code = (match["name"] if printed else match["step"] or "").translate(_STRAIGHT)
    lift = _LIFT.match(code)
    if lift:
        code = code[lift.end() :]
    is_split = any(match.start() < end < match.end() for end in ends)
    return Tag(code.strip(), lift[1] if lift else "", printed, place, is_split)


def _marks(root: Any) -> list[Any]:
    return [mark for mark in root.iter(etree.ProcessingInstruction) if mark.target == _MARK]


def _number(mark: Any) -> int:
    return int(mark.text)


# --- loops over rows and paragraphs --------------------------------------------------------------


def _lift(part: Part, marks: set[Any]) -> None:
    for mark in sorted(marks, key=_number):
        tag = part.tags[_number(mark)]
        element = next(mark.iterancestors(_LIFTS[tag.lift]), None)
        if element is None:
            part.problems.append(problems.misplaced_lift(tag.place, tag.code))
        elif tag.printed:
            part.problems.append(problems.forbidden(tag.place))
        elif len(_marks(element)) > 1 or any(_said(text) for text in element.iter(T)):
            part.problems.append(problems.not_alone(tag.place, tag.code, tag.lift))
        else:
            mark.getparent().remove(mark)
            mark.tail = element.tail
            element.getparent().replace(element, mark)


def _said(text: Any) -> bool:
    """Whether a w:t holds words beside its tags."""
    return any((words or "").strip() for words in (text.text, *(mark.tail for mark in text)))


# --- every opening has its end -------------------------------------------------------------------

_OPENS = {"for": "endfor", "if": "endif"}
_MIDDLE = {"elif", "else"}


def _check_nesting(part: Part) -> None:
    stack: list[tuple[Tag, Any]] = []
    for mark in _marks(part.root):
        tag = part.tags[_number(mark)]
        word = tag.code.split(maxsplit=1)[0] if tag.code and not tag.printed else ""
        if word in _OPENS:
            stack.append((tag, mark))
        elif word in _MIDDLE or word in _OPENS.values():
            _check_partner(part, tag, mark, word, stack)
    for tag, _ in stack:
        end = tag.lift + " " + _OPENS[tag.code.split(maxsplit=1)[0]]
        part.problems.append(problems.unclosed(_table_of(tag.place), tag.code, end))


def _check_partner(
    part: Part, tag: Tag, mark: Any, word: str, stack: list[tuple[Tag, Any]]
) -> None:
    if not stack:
        part.problems.append(problems.unopened(tag.place, tag.code))
        return
    opening, opening_mark = stack[-1]
    first = opening.code.split(maxsplit=1)[0]
    if word != _OPENS[first] and not (word in _MIDDLE and first == "if"):
        part.problems.append(problems.unopened(tag.place, tag.code))
        return
    if tag.lift != opening.lift or not _same_level(opening_mark, mark):
        part.problems.append(problems.crossing(opening.place, opening.code))
    if word not in _MIDDLE:
        stack.pop()


def _same_level(opening: Any, closing: Any) -> bool:
    """Whether all that stands between the two is whole XML elements."""
    if opening.getparent().tag != T:
        return bool(opening.getparent() is closing.getparent())
    return _way(opening) == _way(closing) and _way(opening) is not None


def _way(mark: Any) -> list[Any] | None:
    """From a tag inside text up to its paragraph: the paragraph itself and the tags on the way."""
    way: list[Any] = []
    for node in mark.iterancestors():
        if node.tag == P:
            return [*way, node]
        way.append(node.tag)
    return None


def _table_of(place: str) -> str:
    return re.sub(r"第\d+行第\d+格$", "", place)


def _check_cells(part: Part, places: Places) -> None:
    for cell in part.root.iter(TC):
        if len(cell) and cell[-1].tag is etree.ProcessingInstruction:
            part.problems.append(problems.cell_may_be_empty(places.of(cell)))
