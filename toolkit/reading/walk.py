"""Walks paragraphs and tables in document order, once, and numbers them as Word prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from toolkit.model import Cell, Place
from toolkit.reading import refusals
from toolkit.reading.cleaning import LINE_END
from toolkit.reading.content import Content, ContentReader, Tally
from toolkit.reading.lists import Lists
from toolkit.reading.names import (
    ALTERNATE,
    RELATION_ID,
    child_value,
    chosen_branch,
    w,
    whole_number,
)
from toolkit.reading.package import DEPTH_LIMIT, Package, Relation
from toolkit.reading.styles import ParagraphFacts, Styles

_P_PROPERTIES, _CELL_PROPERTIES, _ROW_PROPERTIES = w("pPr"), w("tcPr"), w("trPr")
_ROW, _CELL = w("tr"), w("tc")
_SPAN, _DOWN, _ACROSS = w("gridSpan"), w("vMerge"), w("hMerge")
_WIDEST = 1000


@dataclass(slots=True)
class Line:
    """A printed line before cleaning. ``box`` numbers the text boxes, 0 outside of them."""

    text: str
    place: Place
    label: str = ""
    outline: int | None = None
    cell: Cell | None = None
    box: int = 0
    revised: bool = False
    hidden: str = ""


@dataclass(slots=True)
class _Slot:
    """A table cell being laid out."""

    element: etree._Element
    row: int
    column: int
    column_span: int
    continues: bool
    starts: bool
    row_span: int = 1


class Walk:
    """One pass over the stories of a document; ``lines`` fills in the order they are walked."""

    def __init__(self, package: Package, styles: Styles, lists: Lists) -> None:
        self.lines: list[Line] = []
        self.tally = Tally()
        self.header_parts: dict[str, Place] = {}
        self._package = package
        self._styles = styles
        self._lists = lists
        self._relations: dict[str, Relation] = {}
        self._place = Place.BODY
        self._reader = ContentReader(self.tally, styles, package, {})
        self._cell: Cell | None = None
        self._box = 0
        self._boxes = 0
        self._tables = 0
        self._depth = 0
        self._carried: tuple[Content, ParagraphFacts | None] | None = None

    def story(self, element: etree._Element, place: Place, relations: dict[str, Relation]) -> None:
        """Walk the body, a header, a note …; ``relations`` are those of its part."""
        self._place = place
        self._relations = relations
        self._reader = ContentReader(self.tally, self._styles, self._package, relations)
        self._blocks(element)

    def _blocks(self, container: etree._Element) -> None:
        self._block_children(container)
        self._flush()

    def _block_children(self, container: etree._Element) -> None:
        for child in container:
            handler = _HANDLERS.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif len(child):
                self._block_children(child)

    def _skip(self, element: etree._Element) -> None:
        """Deleted blocks and properties."""

    def _alternatives(self, element: etree._Element) -> None:
        branch = chosen_branch(element)
        if branch is not None:
            self._block_children(branch)

    def _foreign_chunk(self, element: etree._Element) -> None:
        self.tally.objects += 1

    def _section(self, section: etree._Element) -> None:
        for name, place in (("headerReference", Place.HEADER), ("footerReference", Place.FOOTER)):
            for reference in section.iterchildren(w(name)):
                relation = self._relations.get(reference.get(RELATION_ID, ""))
                if relation is not None and not relation.external:
                    self.header_parts.setdefault(relation.target, place)

    # --- paragraphs --------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element) -> None:
        facts = self._styles.paragraph(element.find(_P_PROPERTIES))
        content, kept_facts = self._carried or (Content(), None)
        self._carried = None
        deletions = self.tally.deletions
        self._reader.read(element, content, facts.hidden)
        if facts.section is not None:
            self._section(facts.section)
        if facts.mark_deleted:
            if deletions == self.tally.deletions:
                self.tally.deletions += 1
            content.revised = True
            self._carried = (content, kept_facts)
        elif facts.mark_hidden:
            self._carried = (content, kept_facts or (facts if content.pieces else None))
        else:
            self._emit(content, kept_facts or facts)

    def _flush(self) -> None:
        """Emit what waited for a paragraph to join when none came."""
        if self._carried is not None:
            content, facts = self._carried
            self._carried = None
            self._emit(content, facts or ParagraphFacts())

    def _emit(self, content: Content, facts: ParagraphFacts) -> None:
        text = "".join(content.pieces)
        hidden = "".join(content.hidden)
        label = separator = ""
        if text.strip() or not hidden.strip():
            label, separator = self._lists.next_label(facts)
        if label:
            text = text.lstrip("\n")
            text = label + separator + text if text else label
        parts = LINE_END.split(text) if text else []
        kept = [part for part in parts if part and not part.isspace()]
        for part in kept or ([""] if hidden.strip() else []):
            line = self._line(part, label, facts.outline)
            line.revised = content.revised
            line.hidden = hidden.strip()
            self.lines.append(line)
            label = hidden = ""
        for box in content.boxes:
            self._walk_box(box)

    def _line(self, text: str, label: str = "", outline: int | None = None) -> Line:
        place = self._place
        if self._cell is not None and place is Place.BODY:
            place = Place.TABLE
        return Line(text, place, label, outline, self._cell, self._box)

    def _walk_box(self, box: etree._Element | list[str]) -> None:
        """Walk a text box after the paragraph it hangs on; in a header it stays header."""
        before = (self._place, self._reader, self._cell, self._box)
        if self._place is Place.BODY:
            self._place = Place.TEXT_BOX
        self._boxes += 1
        self._box, self._cell = self._boxes, None
        if isinstance(box, list):
            self.lines.extend(self._line(text) for text in box if text.strip())
        else:
            self._reader = ContentReader(self.tally, self._styles, self._package, self._relations)
            self._deeper(lambda: self._blocks(box))
        self._place, self._reader, self._cell, self._box = before

    def _deeper(self, walk: Callable[[], None]) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise refusals.nested_too_deep(DEPTH_LIMIT)
        walk()
        self._depth -= 1

    # --- tables ------------------------------------------------------------------------------

    def _table(self, element: etree._Element) -> None:
        self._flush()
        number = self._tables
        self._tables += 1
        outer = self._cell
        rows = [_slots(row, at) for at, row in enumerate(self._rows(element))]
        _span_rows(rows)
        for slot in (slot for row in rows for slot in row if not slot.continues):
            cell = Cell(number, slot.row, slot.column, slot.row_span, slot.column_span)
            self._cell = cell
            self._deeper(lambda slot=slot: self._blocks(slot.element))  # type: ignore[misc]
        self._cell = outer

    def _rows(self, container: etree._Element) -> Iterator[etree._Element]:
        for child in container:
            if child.tag == _ROW:
                properties = child.find(_ROW_PROPERTIES)
                if properties is not None and properties.find(w("del")) is not None:
                    self.tally.deletions += 1
                    continue
                yield child
            elif child.tag == ALTERNATE:
                branch = chosen_branch(child)
                if branch is not None:
                    yield from self._rows(branch)
            elif child.tag not in _NOT_ROWS and len(child):
                yield from self._rows(child)


def _cells(container: etree._Element) -> Iterator[etree._Element]:
    for child in container:
        if child.tag == _CELL:
            properties = child.find(_CELL_PROPERTIES)
            if properties is None or properties.find(w("cellDel")) is None:
                yield child
        elif child.tag == ALTERNATE:
            branch = chosen_branch(child)
            if branch is not None:
                yield from _cells(branch)
        elif child.tag not in _NOT_CELLS and len(child):
            yield from _cells(child)


def _slots(row: etree._Element, at: int) -> list[_Slot]:
    """Lay out one row: where each cell begins and how far it reaches to the right."""
    before = child_value(row.find(_ROW_PROPERTIES), w("gridBefore"))
    column = whole_number(before, 0, 0, _WIDEST)
    slots: list[_Slot] = []
    for cell in _cells(row):
        properties = cell.find(_CELL_PROPERTIES)
        span = whole_number(child_value(properties, _SPAN), 1, 1, _WIDEST)
        down = child_value(properties, _DOWN)
        across = child_value(properties, _ACROSS)
        if across is not None and across != "restart" and slots:
            slots[-1].column_span += span
        else:
            continues = down is not None and down != "restart"
            slots.append(_Slot(cell, at, column, span, continues, down == "restart"))
        column += span
    return slots


def _span_rows(rows: list[list[_Slot]]) -> None:
    """Give merged cells their height, from the last row up; a merge without a start is a cell."""
    below: dict[int, int] = {}
    for row in reversed(rows):
        here: dict[int, int] = {}
        for slot in row:
            if slot.continues:
                here[slot.column] = below.get(slot.column, 0) + 1
            elif slot.starts:
                slot.row_span += below.get(slot.column, 0)
        below = here
    open_columns: set[int] = set()
    for row in rows:
        for slot in row:
            slot.continues = slot.continues and slot.column in open_columns
        open_columns = {slot.column for slot in row if slot.continues or slot.starts}


_NOT_ROWS = frozenset(map(w, ("tblPr", "tblGrid", "del", "moveFrom", "sdtPr", "sdtEndPr")))
_NOT_CELLS = frozenset(map(w, ("trPr", "tblPrEx", "sdtPr", "sdtEndPr")))
_HANDLERS: dict[str, Callable[[Walk, etree._Element], None]] = {
    w("p"): Walk._paragraph,
    w("tbl"): Walk._table,
    w("sectPr"): Walk._section,
    w("altChunk"): Walk._foreign_chunk,
    ALTERNATE: Walk._alternatives,
    **{
        w(name): Walk._skip
        for name in ("del", "moveFrom", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr")
    },
}
