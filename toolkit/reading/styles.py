"""What a paragraph takes from its style: heading level, list number, and whether it is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from toolkit.reading.names import VALUE, child_value, is_on, w, whole_number

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_STYLE, _STYLE_ID, _TYPE = w("style"), w("styleId"), w("type")
_STYLE_REF, _NUMBERING, _OUTLINE = w("pStyle"), w("numPr"), w("outlineLvl")
_NUMBER_ID, _LEVEL, _SECTION = w("numId"), w("ilvl"), w("sectPr")
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = w("rPr"), w("pPr")
_BASED_ON, _NAME, _VANISH = w("basedOn"), w("name"), w("vanish")
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class StyleFacts:
    """A style with all it inherits. ``outline`` counts from 1; ``None`` means not set.

    ``number_style`` is the style that brought ``number_id``: a list level may be tied to it.
    """

    outline: int | None = None
    number_id: str | None = None
    level: int | None = None
    number_style: str | None = None
    hidden: bool = False


_PLAIN = StyleFacts()


@dataclass(slots=True)
class ParagraphFacts:
    """A paragraph's own properties over those of its style.

    ``mark_deleted`` and ``mark_hidden`` concern the paragraph's end: the next one joins it.
    """

    outline: int | None = None
    number_id: str | None = None
    level: int | None = None
    number_style: str | None = None
    hidden: bool = False
    mark_deleted: bool = False
    mark_hidden: bool = False
    section: etree._Element | None = None


class Styles:
    """The styles of a document; ``root`` is ``None`` when it has none."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, StyleFacts] = {}
        self._default = ""
        for element in [] if root is None else root.iterchildren(_STYLE):
            style_id = element.get(_STYLE_ID, "")
            self._elements[style_id] = element
            is_default = element.get(w("default")) in ("1", "true", "on")
            if is_default and element.get(_TYPE) == "paragraph":
                self._default = style_id

    def style(self, style_id: str | None) -> StyleFacts:
        """Return the facts of a style by its id; those of the default style for ``None``."""
        return self._resolve(style_id or self._default, ())

    def numbering_of(self, style_id: str) -> str | None:
        """Return the id of the list a numbering style stands for."""
        return self.style(style_id).number_id

    def paragraph(self, properties: etree._Element | None) -> ParagraphFacts:
        """Return what holds for a paragraph with these ``w:pPr``."""
        style_id = child_value(properties, _STYLE_REF)
        style = self.style(style_id)
        facts = ParagraphFacts(
            style.outline, style.number_id, style.level, style.number_style, style.hidden
        )
        for child in () if properties is None else properties:
            if child.tag == _NUMBERING:
                _take_numbering(facts, child)
            elif child.tag == _OUTLINE:
                facts.outline = _outline(child.get(VALUE))
            elif child.tag == _SECTION:
                facts.section = child
            elif child.tag == _RUN_PROPERTIES:
                _take_mark(facts, child)
        return facts

    def _resolve(self, style_id: str, heirs: tuple[str, ...]) -> StyleFacts:
        if style_id in self._known:
            return self._known[style_id]
        element = self._elements.get(style_id)
        if element is None or style_id in heirs or len(heirs) > 50:
            return _PLAIN
        parent_id = child_value(element, _BASED_ON)
        parent = self._resolve(parent_id, (*heirs, style_id)) if parent_id else _PLAIN
        facts = _with_own(style_id, element, parent)
        self._known[style_id] = facts
        return facts


def _with_own(style_id: str, element: etree._Element, parent: StyleFacts) -> StyleFacts:
    properties = element.find(_PARAGRAPH_PROPERTIES)
    outline, number_id = parent.outline, parent.number_id
    level, number_style = parent.level, parent.number_style
    heading = _HEADING_NAME.match(child_value(element, _NAME) or "")
    if heading:
        outline = int(heading[1])
    own_outline = child_value(properties, _OUTLINE)
    if own_outline is not None:
        outline = _outline(own_outline)
    numbering = None if properties is None else properties.find(_NUMBERING)
    if numbering is not None:
        number_id = child_value(numbering, _NUMBER_ID) or number_id
        own_level = child_value(numbering, _LEVEL)
        level = None if own_level is None else whole_number(own_level, 0, 0, 8)
        number_style = style_id
    vanish = child_value(element.find(_RUN_PROPERTIES), _VANISH)
    hidden = parent.hidden if vanish is None else is_on(element.find(_RUN_PROPERTIES), _VANISH)
    return StyleFacts(outline, number_id, level, number_style, hidden)


def _take_numbering(facts: ParagraphFacts, numbering: etree._Element) -> None:
    number_id = child_value(numbering, _NUMBER_ID)
    level = child_value(numbering, _LEVEL)
    if number_id is not None:
        facts.number_id = number_id
        facts.number_style = None
        facts.level = 0
    if level is not None:
        facts.level = whole_number(level, 0, 0, 8)


def _take_mark(facts: ParagraphFacts, properties: etree._Element) -> None:
    for child in properties:
        if child.tag in (w("del"), w("moveFrom")):
            facts.mark_deleted = True
    facts.mark_hidden = is_on(properties, _VANISH) or is_on(properties, w("specVanish"))


def _outline(value: str | None) -> int | None:
    level = whole_number(value, _BODY_LEVEL, 0, _BODY_LEVEL)
    return None if level == _BODY_LEVEL else level + 1
