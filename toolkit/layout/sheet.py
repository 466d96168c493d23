"""A Word document as it will lie on the desk: its sections, their lines, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.layout.line import Border, CellPlace, Line, Run, run_of
from toolkit.layout.properties import Cascade, Properties, flat, value_of
from toolkit.reading import read_bytes, read_document, refusals
from toolkit.reading.names import FALLBACK, RELATION_ID, is_on, w, whole_number
from toolkit.reading.package import Package
from toolkit.rendering.preparation import Places

_P, _R, _T, _TC, _TR, _TBL = w("p"), w("r"), w("t"), w("tc"), w("tr"), w("tbl")
_SECTION = w("sectPr")
_MARKS = {_T: "", w("tab"): "\t", w("br"): "\n", w("cr"): "\n"}
_KINDS = {"headerReference": "header", "footerReference": "footer"}
_ELSEWHERE = CellPlace(0, 0, 0)  # a table of a header or footer
_TITLES = {"header": "页眉", "footer": "页脚"}

Margins = dict[str, tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one set-up, in twips. ``headers`` and ``footers`` by first, default (odd), even.

    ``char_space`` is in 1/4096 of a point, as Word keeps it; ``starts`` how it begins (nextPage).
    """

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int
    grid: str
    grid_pitch: int
    char_space: int
    starts: str
    has_first_page: bool
    headers: Margins
    footers: Margins

    @property
    def is_lying(self) -> bool:
        return self.width > self.height

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole document: sections in order, the body's lines in order.

    ``has_drawings``: there are pictures or shapes, which may be the lines one looks for.
    """

    name: str
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    is_two_sided: bool
    has_drawings: bool

    def margin_lines(self) -> Iterator[Line]:
        """Every line of headers and footers, each once."""
        for section in self.sections:
            for parts in (section.headers, section.footers):
                for lines in parts.values():
                    yield from lines


def read_sheet(path: Path) -> Sheet:
    """Measure a .docx. Raises what :func:`toolkit.reading.read_document` raises; E1102 for text."""
    document = read_document(path)
    if document.format != "docx":
        raise refusals.other_content("这是文本文件，没有版式可查", "请选 Word 文档（.docx）。")
    return _measured(path.name, path.read_bytes())


def sheet_of(name: str, data: bytes) -> Sheet:
    """The same from a file's bytes."""
    read_bytes(name, data)
    return _measured(name, data)


def _measured(name: str, data: bytes) -> Sheet:
    package = Package(data)
    return _Reader(package, package.main_part()).sheet(name)


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self._package, self._root = package, package.xml(main)
        self._relations = package.relations(main)
        self._cascade = Cascade(self._part("styles"))
        self._cells = dict(_cell_places(self._root))
        settings = self._part("settings")
        self._is_two_sided = is_on(settings, w("evenAndOddHeaders"))

    def _part(self, kind: str) -> Any:
        for relation in self._relations.values():
            if relation.kind == kind and relation.target in self._package:
                return self._package.xml(relation.target)
        return None

    def sheet(self, name: str) -> Sheet:
        sections: list[Section] = []
        setups = [element for element in self._root.iter(_SECTION) if _is_setup(element)]
        for element in setups:
            sections.append(self._section(element, sections[-1] if sections else None))
        if not sections:
            sections = [self._section(None, None)]
        drawn = next(self._root.iter(w("drawing"), w("pict")), None) is not None
        return Sheet(name, tuple(sections), self._body(sections), self._is_two_sided, drawn)

    def _body(self, sections: list[Section]) -> tuple[Line, ...]:
        places, lines, section = Places(self._root, ""), [], 0
        for index, paragraph in enumerate(_paragraphs(self._root)):
            number = min(section, len(sections) - 1)
            room = sections[number].text_width
            lines.append(self._line(paragraph, places, room, number, index))
            properties = paragraph.find(w("pPr"))
            if properties is not None and properties.find(_SECTION) is not None:
                section += 1
        return tuple(lines)

    def _section(self, element: Any, before: Section | None) -> Section:
        facts = flat(element)

        def number(name: str, default: int) -> int:
            return abs(whole_number(facts.get(name), default, -40_000, 40_000))

        margins: dict[str, Margins] = {
            "header": dict(before.headers) if before else {},
            "footer": dict(before.footers) if before else {},
        }
        room = number("pgSz.w", 11906) - number("pgMar.left", 1800) - number("pgMar.right", 1800)
        for child in () if element is None else element:
            kind = _KINDS.get(child.tag.rpartition("}")[2]) if isinstance(child.tag, str) else None
            relation = self._relations.get(child.get(RELATION_ID, "")) if kind else None
            if kind and relation and relation.target in self._package:
                which = child.get(w("type"), "default")
                margins[kind][which] = self._margin(kind, relation.target, room)
        return Section(
            number("pgSz.w", 11906),
            number("pgSz.h", 16838),
            number("pgMar.top", 1440),
            number("pgMar.right", 1440),
            number("pgMar.bottom", 1440),
            number("pgMar.left", 1440),
            number("pgMar.header", 851),
            number("pgMar.footer", 992),
            facts.get("docGrid.type", ""),
            number("docGrid.linePitch", 0),
            whole_number(facts.get("docGrid.charSpace"), 0, -400_000, 400_000),
            facts.get("type", "nextPage"),
            is_on(element, w("titlePg")),
            margins["header"],
            margins["footer"],
        )

    def _margin(self, kind: str, part: str, room: int) -> tuple[Line, ...]:
        root = self._package.xml(part)
        places = Places(root, _TITLES[kind])
        return tuple(self._line(each, places, room) for each in _paragraphs(root))

    def _line(
        self, paragraph: Any, places: Places, room: int, section: int = 0, index: int = -1
    ) -> Line:
        own = paragraph.find(w("pPr"))
        cell = next(paragraph.iterancestors(_TC), None)
        runs = tuple(self._runs(paragraph, own))
        return Line(
            "".join(run.text for run in runs),
            places.of(paragraph),
            section,
            self._cascade.paragraph(own),
            runs or (run_of("", self._cascade.run(own, None)),),
            index,
            None if cell is None else self._cells.get(cell, _ELSEWHERE),
            room if cell is None else _width(cell) or room,
            tuple(_edges(cell)),
            "".join(code.text or "" for code in paragraph.iter(w("instrText")))
            + "".join(field.get(w("instr"), "") for field in paragraph.iter(w("fldSimple"))),
            is_on(own, w("pageBreakBefore")) or _breaks_page(paragraph),
            cell is not None and _is_turned(cell),
        )

    def _runs(self, paragraph: Any, own: Any) -> Iterator[Run]:
        for run in paragraph.iter(_R):
            if next(run.iterancestors(_P), None) is not paragraph or _is_repeated(run):
                continue
            pieces = [
                (child.text or "") if child.tag == _T else _MARKS[child.tag]
                for child in run
                if child.tag in _MARKS and child.get(w("type")) != "page"
            ]
            if pieces:
                looks = self._cascade.run(own, run.find(w("rPr")))
                yield run_of("".join(pieces), looks)


def _cell_places(root: Any) -> Iterator[tuple[Any, CellPlace]]:
    for number, table in enumerate(root.iter(_TBL), 1):
        rows = (row for row in table.iter(_TR) if next(row.iterancestors(_TBL), None) is table)
        for at, row in enumerate(rows, 1):
            cells = (cell for cell in row.iter(_TC) if next(cell.iterancestors(_TR), None) is row)
            for column, cell in enumerate(cells, 1):
                yield cell, CellPlace(number, at, column)


def _paragraphs(root: Any) -> Iterator[Any]:
    return (each for each in root.iter(_P) if not _is_repeated(each))


def _is_repeated(element: Any) -> bool:
    """Inside the copy of a drawing that is kept for older programs."""
    return next(element.iterancestors(FALLBACK), None) is not None


def _is_setup(element: Any) -> bool:
    """A section's set-up, not what it was before a tracked change."""
    return next(element.iterancestors(w("sectPrChange")), None) is None


def _width(cell: Any) -> int:
    properties = cell.find(w("tcPr"))
    width = None if properties is None else properties.find(w("tcW"))
    if width is None or width.get(w("type")) != "dxa":
        return 0
    return whole_number(width.get(w("w")), 0, 0, 40_000)


def _edges(cell: Any) -> Iterator[tuple[str, Border]]:
    """The lines that the cell itself draws."""
    properties: Properties = {} if cell is None else flat(cell.find(w("tcPr")))
    for edge in ("top", "bottom"):
        kind = properties.get(f"tcBorders.{edge}", "none")
        if kind not in ("none", "nil"):
            size = whole_number(properties.get(f"tcBorders.{edge}.sz"), 0, 0, 400)
            yield edge, Border(kind, size, 0, properties.get(f"tcBorders.{edge}.color", ""))


def _breaks_page(paragraph: Any) -> bool:
    """A page break typed before its first words."""
    for child in paragraph.iter(_T, w("br")):
        if child.tag == _T and (child.text or "").strip():
            return False
        if child.tag != _T and child.get(w("type")) == "page":
            return True
    return False


def _is_turned(cell: Any) -> bool:
    return value_of(cell.find(w("tcPr")), "textDirection") in ("tbRl", "btLr", "tbV", "rl", "lr")
