"""What stands inside one paragraph: runs, fields, revisions, notes, drawings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from toolkit.reading import symbols
from toolkit.reading.names import (
    ALTERNATE,
    CHART,
    DIAGRAM,
    DIAGRAM_TEXT_BODY,
    DRAWING_PARAGRAPH,
    DRAWING_PICTURE,
    DRAWING_TEXT,
    DRAWING_TEXT_BODY,
    MATH_TEXT,
    OLE_OBJECT,
    RELATION_DIAGRAM,
    TEXT_BOX,
    VALUE,
    VML_PICTURE,
    WORD_ART,
    child_value,
    chosen_branch,
    is_on,
    w,
    whole_number,
)
from toolkit.reading.package import Package, Relation
from toolkit.reading.styles import Styles

_RUN_PROPERTIES, _RUN_STYLE, _VANISH = w("rPr"), w("rStyle"), w("vanish")
_FIELD_TYPE, _INSTRUCTION, _ID = w("fldCharType"), w("instr"), w("id")
_LINE_ENDS = str.maketrans("\r\n", "  ")


@dataclass(slots=True)
class Tally:
    """What was met on the way that is not text, to be reported at the end."""

    insertions: int = 0
    deletions: int = 0
    moves: int = 0
    pictures: int = 0
    objects: int = 0
    has_dde: bool = False
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Content:
    """One paragraph's words. ``pieces`` are printed, ``hidden`` are not; boxes float beside it.

    A box is an element whose paragraphs are still to be walked, or lines already read.
    """

    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[etree._Element | list[str]] = field(default_factory=list)
    revised: bool = False


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    separated: bool = False


class ContentReader:
    """Reads paragraphs of one story (the body, one header …); a field may span several."""

    def __init__(
        self, tally: Tally, styles: Styles, package: Package, relations: dict[str, Relation]
    ) -> None:
        self._tally = tally
        self._styles = styles
        self._package = package
        self._relations = relations
        self._fields: list[_Field] = []
        self._muted = 0
        self._swallowed: list[str] = []
        self._hidden = False
        self._content = Content()

    def read(self, paragraph: etree._Element, content: Content, hidden: bool) -> None:
        """Add to ``content`` what ``paragraph`` prints; ``hidden`` when its style hides it."""
        self._content = content
        self._hidden = hidden
        self._children(paragraph)
        self._close_broken_fields()

    def _children(self, element: etree._Element) -> None:
        for child in element:
            handler = _HANDLERS.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif len(child):
                self._children(child)

    def _say(self, text: str) -> None:
        if self._muted:
            self._swallowed.append(text)
        elif self._hidden:
            self._content.hidden.append(text)
        else:
            self._content.pieces.append(text)

    def _skip(self, element: etree._Element) -> None:
        """Properties and the like."""

    def _run(self, run: etree._Element) -> None:
        properties = run.find(_RUN_PROPERTIES)
        if properties is None:
            self._children(run)
            return
        before = self._hidden
        value = child_value(properties, _VANISH)
        if value is not None:
            self._hidden = is_on(properties, _VANISH)
        else:
            style = child_value(properties, _RUN_STYLE)
            self._hidden = before or bool(style and self._styles.style(style).hidden)
        self._children(run)
        self._hidden = before

    def _text(self, element: etree._Element) -> None:
        text = element.text
        if text:
            self._say(text.translate(_LINE_ENDS) if "\n" in text or "\r" in text else text)

    def _tab(self, element: etree._Element) -> None:
        self._say("\t")

    def _line_break(self, element: etree._Element) -> None:
        self._say("\n")

    def _hyphen(self, element: etree._Element) -> None:
        self._say("-")

    def _symbol(self, element: etree._Element) -> None:
        try:
            code = int(element.get(w("char"), ""), 16)
        except ValueError:
            return
        self._say(symbols.symbol(code, element.get(w("font"), "")))

    def _ruby(self, element: etree._Element) -> None:
        """The pronunciation above a word is not its text."""
        for base in element.iterchildren(w("rubyBase")):
            self._children(base)

    # --- revisions, as after “accept all” ----------------------------------------------------

    def _inserted(self, element: etree._Element) -> None:
        if len(element):
            self._tally.insertions += 1
            self._content.revised = True
        self._children(element)

    def _deleted(self, element: etree._Element) -> None:
        if len(element):
            self._tally.deletions += 1
            self._content.revised = True

    def _moved_here(self, element: etree._Element) -> None:
        if len(element):
            self._tally.moves += 1
            self._content.revised = True
        self._children(element)

    def _moved_away(self, element: etree._Element) -> None:
        self._content.revised = True

    # --- fields: the result is printed, the instruction is not -------------------------------

    def _simple_field(self, element: etree._Element) -> None:
        self._note_instruction(element.get(_INSTRUCTION, ""))
        self._children(element)

    def _field_mark(self, element: etree._Element) -> None:
        kind = element.get(_FIELD_TYPE)
        if kind == "begin":
            self._fields.append(_Field())
            self._say(_form_field(element))
            self._muted += 1
        elif not self._fields:
            return
        elif kind == "separate" and not self._fields[-1].separated:
            self._fields[-1].separated = True
            self._unmute()
            self._note_instruction("".join(self._fields[-1].instruction))
        elif kind == "end":
            ended = self._fields.pop()
            if not ended.separated:
                self._unmute()
                instruction = "".join(ended.instruction)
                self._note_instruction(instruction)
                self._say(_combined_characters(instruction))

    def _unmute(self) -> None:
        self._muted -= 1
        if not self._muted:
            self._swallowed.clear()

    def _instruction(self, element: etree._Element) -> None:
        if self._fields and element.text:
            self._fields[-1].instruction.append(element.text)

    def _note_instruction(self, instruction: str) -> None:
        if instruction.lstrip()[:3].upper() == "DDE":
            self._tally.has_dde = True

    def _close_broken_fields(self) -> None:
        """Give back the words after a field that never ended, rather than swallow the document."""
        if self._muted:
            self._muted = 0
            self._fields = [kept for kept in self._fields if kept.separated]
            self._content.pieces.extend(self._swallowed)
            self._swallowed.clear()

    # --- notes and drawings ------------------------------------------------------------------

    def _footnote(self, element: etree._Element) -> None:
        self._tally.footnotes.append(element.get(_ID, ""))

    def _endnote(self, element: etree._Element) -> None:
        self._tally.endnotes.append(element.get(_ID, ""))

    def _alternatives(self, element: etree._Element) -> None:
        branch = chosen_branch(element)
        if branch is not None:
            self._children(branch)

    def _text_box(self, element: etree._Element) -> None:
        if self._hidden:
            self._content.hidden.extend(piece.text or "" for piece in element.iter(w("t")))
        else:
            self._content.boxes.append(element)

    def _drawn_text(self, element: etree._Element) -> None:
        self._content.boxes.append(_drawn_lines(element))

    def _word_art(self, element: etree._Element) -> None:
        self._content.boxes.append((element.get("string") or "").splitlines())

    def _diagram(self, element: etree._Element) -> None:
        relation = self._relations.get(element.get(RELATION_DIAGRAM, ""))
        if relation is None or relation.external or relation.target not in self._package:
            return
        root = self._package.xml(relation.target)
        for body in root.iter(DIAGRAM_TEXT_BODY):
            self._content.boxes.append(_drawn_lines(body))

    def _picture(self, element: etree._Element) -> None:
        self._tally.pictures += 1

    def _object(self, element: etree._Element) -> None:
        self._tally.objects += 1


def _drawn_lines(body: etree._Element) -> list[str]:
    """Return the paragraphs of text inside a drawing."""
    return [
        "".join(piece.text or "" for piece in paragraph.iter(DRAWING_TEXT))
        for paragraph in body.iter(DRAWING_PARAGRAPH)
    ]


def _form_field(begin: etree._Element) -> str:
    """Return what an old form field shows: it has no result of its own."""
    data = begin.find(w("ffData"))
    if data is None:
        return ""
    choices = data.find(w("ddList"))
    if choices is not None:
        entries = [entry.get(VALUE, "") for entry in choices.iterchildren(w("listEntry"))]
        chosen = whole_number(child_value(choices, w("result")), 0, 0, 1000)
        return entries[chosen] if chosen < len(entries) else ""
    box = data.find(w("checkBox"))
    if box is None:
        return ""
    checked = is_on(box, w("checked" if box.find(w("checked")) is not None else "default"))
    return "☑" if checked else "□"


_ENCLOSURES = "○〇◯□△◇"
_EQUATION_SWITCH = re.compile(r"\\[a-z]+\s*\d*(?:\.\d+)?", re.IGNORECASE)


def _combined_characters(instruction: str) -> str:
    """Return the characters of an EQ field: Word's 带圈字符 and 合并字符 exist only there."""
    head, _, formula = instruction.strip().partition(" ")
    if head.upper() != "EQ":
        return ""
    words = [word for word in re.split(r"[(),，;\s]+", _EQUATION_SWITCH.sub("", formula)) if word]
    if len(words) == 2 and words[0] in _ENCLOSURES:
        number = whole_number(words[1], 0, 0, 21)
        return chr(ord("①") + number - 1) if 0 < number <= 20 else words[1]
    return "".join(words)


_Handler = Callable[[ContentReader, etree._Element], None]
_read = ContentReader
_HANDLERS: dict[str, _Handler] = {
    w("r"): _read._run,
    w("t"): _read._text,
    MATH_TEXT: _read._text,
    w("tab"): _read._tab,
    w("ptab"): _read._tab,
    w("br"): _read._line_break,
    w("cr"): _read._line_break,
    w("noBreakHyphen"): _read._hyphen,
    w("sym"): _read._symbol,
    w("ruby"): _read._ruby,
    w("ins"): _read._inserted,
    w("del"): _read._deleted,
    w("moveTo"): _read._moved_here,
    w("moveFrom"): _read._moved_away,
    w("fldSimple"): _read._simple_field,
    w("fldChar"): _read._field_mark,
    w("instrText"): _read._instruction,
    w("footnoteReference"): _read._footnote,
    w("endnoteReference"): _read._endnote,
    ALTERNATE: _read._alternatives,
    TEXT_BOX: _read._text_box,
    DRAWING_TEXT_BODY: _read._drawn_text,
    WORD_ART: _read._word_art,
    DIAGRAM: _read._diagram,
    DRAWING_PICTURE: _read._picture,
    VML_PICTURE: _read._picture,
    OLE_OBJECT: _read._object,
    CHART: _read._object,
    **{
        w(name): _read._skip
        for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "delText")
    },
}
