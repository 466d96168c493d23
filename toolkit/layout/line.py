"""One printed paragraph with what decides how it looks; lengths in twips (1/20 pt), type in pt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from toolkit.layout.properties import Properties
from toolkit.reading.names import whole_number

TWIPS_PER_MM = 1440 / 25.4
_FURTHEST = 40_000  # twips; further out than any page
_AUTO = 1.3  # an automatic line is that much higher than its type
_OFF = ("0", "false", "off", "none")


def mm(twips: float) -> float:
    return twips / TWIPS_PER_MM


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; ``face`` is its font of Chinese characters (``""``: the theme decides)."""

    text: str
    face: str
    latin: str
    size: float
    colour: str
    bold: bool
    tracking: int


@dataclass(frozen=True, slots=True)
class Border:
    """A line beside a paragraph or cell: ``size`` in eighths of a point, ``space`` in points."""

    kind: str
    size: int
    space: int
    colour: str


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A table cell: which table of the document, which row of it, which cell of the row, from 1."""

    table: int
    row: int
    column: int


@dataclass(frozen=True)
class Line:
    """A paragraph as printed. ``cell`` is the table cell it stands in (``None``: in no table).

    ``index`` counts the body's lines from 0 (-1 in headers and footers); ``room`` is the width it
    may fill; ``edges`` are the lines of the cell around it; ``field_codes`` are those of Word's
    own fields (PAGE).
    """

    text: str
    place: str
    section: int
    properties: Properties
    runs: tuple[Run, ...] = ()
    index: int = -1
    cell: CellPlace | None = None
    room: int = 0
    edges: tuple[tuple[str, Border], ...] = ()
    field_codes: str = ""
    on_new_page: bool = False
    is_turned: bool = False

    def number(self, name: str, default: int = 0) -> int:
        return whole_number(self.properties.get(name), default, -_FURTHEST, _FURTHEST)

    @cached_property
    def said(self) -> str:
        """The text without the blanks around it."""
        return self.text.strip(" \u3000\t\n")

    @property
    def first_run(self) -> Run:
        """The first run that prints something; an empty paragraph has one of no size."""
        printed = (run for run in self.runs if run.text.strip())
        return next(printed, self.runs[0] if self.runs else Run("", "", "", 16, "", False, 0))

    @property
    def size(self) -> float:
        """The type's size in points."""
        return self.first_run.size

    @property
    def is_centred(self) -> bool:
        return self.properties.get("jc") == "center"

    @property
    def is_red(self) -> bool:
        return is_red(self.first_run.colour)

    @property
    def left(self) -> int:
        return self._indent("left", "start")

    @property
    def right(self) -> int:
        return self._indent("right", "end")

    @property
    def first(self) -> int:
        """How far the first line stands in from the others; negative where it hangs out."""
        return self._indent("firstLine") - self._indent("hanging")

    @property
    def typed_indent(self) -> int:
        """Blanks typed at the beginning, in twips."""
        blanks = self.text[: len(self.text) - len(self.text.lstrip(" \u3000"))]
        return round(sum(self.size * (20 if each == "\u3000" else 10) for each in blanks))

    def _indent(self, *names: str) -> int:
        for name in names:
            chars = self.number(f"ind.{name}Chars")
            if chars:
                return round(chars / 100 * self.size * 20)
        return next((found for name in names if (found := self.number(f"ind.{name}"))), 0)

    @property
    def pitch(self) -> int | None:
        """The exact distance of its lines; ``None`` where type or grid decide."""
        if self.properties.get("spacing.lineRule") in ("exact", "atLeast"):
            return self.number("spacing.line") or None
        return None

    @property
    def before(self) -> int:
        return self.number("spacing.before") or self.number("spacing.beforeLines") * 312 // 100

    @property
    def height(self) -> int:
        """All its lines with the space above and below, as far as it can be told."""
        pitch = self.pitch or round(self.size * 20 * _AUTO)
        return self.before + pitch * self.line_count + self.number("spacing.after")

    @property
    def line_count(self) -> int:
        room = max(self.room - self.left - self.right, 400)
        return sum(max(1, math.ceil(width / room)) for width in self._widths())

    @property
    def width(self) -> int:
        """The width of its longest line if nothing broke it."""
        return max(self._widths())

    def _widths(self) -> list[int]:
        widths = [0]
        for run in self.runs:
            for char in run.text:
                if char == "\n":
                    widths.append(0)
                else:
                    wide = run.size * (10 if char.isascii() else 20)
                    widths[-1] += round(wide) + run.tracking
        return widths

    def border(self, edge: str) -> Border | None:
        """The paragraph's own line at ``edge`` (top, bottom), else the cell's around it."""
        kind = self.properties.get(f"pBdr.{edge}", "none")
        if kind in ("none", "nil"):
            return dict(self.edges).get(edge)
        return Border(
            kind,
            self.number(f"pBdr.{edge}.sz"),
            self.number(f"pBdr.{edge}.space"),
            self.properties.get(f"pBdr.{edge}.color", ""),
        )


def is_red(colour: str) -> bool:
    """Whether a colour is red enough for a 版头: FF0000, EE0000, C00000."""
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return False
    return red >= 0xB0 and green <= 0x40 and blue <= 0x40


def is_black(colour: str) -> bool:
    return colour.lower() in ("", "auto", "000000")


def run_of(text: str, properties: Properties) -> Run:
    """A run's look out of its cascaded properties."""
    is_theme = "rFonts.eastAsiaTheme" in properties
    half = whole_number(properties.get("sz"), 20, 2, 3276)
    return Run(
        text,
        "" if is_theme else properties.get("rFonts.eastAsia", ""),
        properties.get("rFonts.ascii", ""),
        half / 2,
        properties.get("color", ""),
        properties.get("b", "0") not in _OFF,
        whole_number(properties.get("spacing"), 0, -_FURTHEST, _FURTHEST),
    )
