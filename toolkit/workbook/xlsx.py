"""An .xlsx as it lies in the file: plain values row by row, from its XML, whoever saved it.

By hand, because openpyxl takes nearly three times as long for a plan of thousands of rows and
unpacks whatever it is given; here :class:`~toolkit.reading.package.Package` looks at sizes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from lxml import etree

from toolkit.plan.cells import EXCEL_BEGINS, Value
from toolkit.reading.package import Package
from toolkit.workbook.tables import COLUMN_LIMIT, ROW_LIMIT

_PART_LIMIT = 90 * 2**20  # the record of ten thousand tasks as they were read is a third of it
_MAC_YEARS = 1462  # days by which 1904 is later than 1900
_FIRST_OWN_FORMAT = 164
# those of every language, then those of Chinese and its neighbours
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58))
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATION = re.compile(r"\{.*/relationships\}id")


class Xlsx:
    """A workbook that is open for reading.

    Raises ``InputError`` (:class:`~toolkit.reading.package.Package`), ``KeyError`` or
    ``ValueError`` for what is none.
    """

    def __init__(self, data: bytes) -> None:
        self._package = Package(data, part_limit=_PART_LIMIT)
        roots = self._package.relations("").values()
        main = next(each.target for each in roots if each.kind == "officeDocument")
        book, relations = self._package.xml(main), self._package.relations(main)
        parts = {key: each.target for key, each in relations.items() if each.kind == "worksheet"}
        named = ((each.get("name", ""), _relation(each)) for each in book.iter("{*}sheet"))
        self._parts = {name: parts[key] for name, key in named if key in parts}
        known = {each.kind: each.target for each in relations.values()}
        self._shared = self._shared_strings(known.get("sharedStrings"))
        self._dates = self._date_styles(known.get("styles"))
        told = next(book.iter("{*}workbookPr"), None)
        late = told is not None and told.get("date1904") in ("1", "true")
        self._begins = EXCEL_BEGINS + timedelta(days=_MAC_YEARS if late else 0)

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets in their order."""
        return tuple(self._parts)

    def rows(self, name: str, sheet: Found | None = None) -> Iterator[tuple[int, list[Value]]]:
        """The rows of a sheet that hold anything: their number from 1, their values by column.

        A formula has no value. ``sheet`` takes in, on the way, what is not a value.
        """
        part = self._parts[name]
        if part not in self._package:
            return
        found = sheet or Found()
        number = 0
        for element in self._elements(part, "{*}row", "{*}mergeCell"):
            if element.tag.endswith("}mergeCell"):
                found.merged.append(element.get("ref", ""))
                continue
            number = int(element.get("r", number + 1))
            if number > ROW_LIMIT:
                raise ValueError(number)
            if element.get("hidden") in ("1", "true"):
                found.hidden.append(number)
            if values := self._values(element, number, found.formulas):
                yield number, values

    def _elements(self, part: str, *tags: str) -> Iterator[Any]:
        """Elements of these names as they end; what is done with is let go."""
        with self._package.open(part) as stream:
            for _, element in etree.iterparse(
                stream, tag=tags, resolve_entities=False, no_network=True, huge_tree=True
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _values(self, row: Any, number: int, formulas: list[str]) -> list[Value]:
        values: list[Value] = []
        space = row.tag[:-3]
        formula = f"{space}f"
        for at, cell in enumerate(row):
            held = len(cell)
            if not held:
                continue
            place = cell.get("r")
            column = _column(place.rstrip("0123456789")) if place else at
            first = cell[0]  # a look at it is quicker than a search, and mostly it is alone
            if first.tag == formula or (held > 1 and cell.find(formula) is not None):
                formulas.append(place or f"第{number}行")
                continue
            value = self._value(cell, first, space)
            if value is not None:
                values += [None] * (column + 1 - len(values))
                values[column] = value
        return values

    def _value(self, cell: Any, first: Any, space: str) -> Value:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(first)
        written = first.text if first.tag == f"{space}v" else cell.findtext(f"{space}v")
        if not written:
            return None
        if kind == "s":
            return self._shared[int(written)]
        if kind == "n":
            return self._number(written, cell.get("s", "0"))
        if kind == "d":
            return date.fromisoformat(written[:10])
        return written == "1" if kind == "b" else _plain(written)

    def _number(self, written: str, style: str) -> Value:
        number = float(written)
        if int(style) in self._dates and number >= 1:
            return self._begins + timedelta(days=int(number))
        return int(number) if number.is_integer() else number

    def _shared_strings(self, part: str | None) -> list[str]:
        if part is None or part not in self._package:
            return []
        return [_text(element) for element in self._elements(part, "{*}si")]

    def _date_styles(self, part: str | None) -> frozenset[int]:
        """The styles by which a number is a day."""
        if part is None or part not in self._package:
            return frozenset()
        root = self._package.xml(part)
        own = {
            int(each.get("numFmtId", "0")): each.get("formatCode", "")
            for each in root.iter("{*}numFmt")
        }
        styles = next(root.iter("{*}cellXfs"), ())
        ids = [int(each.get("numFmtId", "0")) for each in styles]
        return frozenset(at for at, n in enumerate(ids) if _is_date(n, own.get(n, "")))


class Found:
    """What a sheet holds besides values: merged areas, cells with a formula, hidden rows."""

    def __init__(self) -> None:
        self.merged: list[str] = []
        self.formulas: list[str] = []
        self.hidden: list[int] = []


def _relation(sheet: Any) -> str:
    return next((str(value) for key, value in sheet.items() if _RELATION.fullmatch(key)), "")


def _is_date(number: int, code: str) -> bool:
    if number < _FIRST_OWN_FORMAT:
        return number in _DATE_FORMATS
    letters = _NOT_FORMAT.sub("", code).lower()
    return "y" in letters or "d" in letters


def _text(element: Any) -> str:
    """The text of a string: of its runs too, but not how it is read aloud."""
    first = element[0] if len(element) else None
    if first is not None and len(element) == 1 and first.tag.endswith("}t"):
        return _plain(first.text or "")  # the usual case
    own = (each for each in element if each.tag.endswith(("}t", "}r")))
    return _plain("".join(t.text or "" for each in own for t in each.iter("{*}t")))


def _plain(text: str) -> str:
    """With what XML cannot hold put back: ``_x000D_`` is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    if number > COLUMN_LIMIT:
        raise ValueError(letters)
    return number - 1
