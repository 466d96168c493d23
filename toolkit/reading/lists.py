"""Automatic list numbers exactly as Word prints them, counted while the document is walked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from toolkit.reading import symbols
from toolkit.reading.names import VALUE, child_value, is_on, w, whole_number
from toolkit.reading.number_formats import format_number
from toolkit.reading.styles import ParagraphFacts, Styles

_PLACE = re.compile("%([1-9])")
_LEVELS = 9
_BIGGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart`` counts levels from 1, 0 = never, ``None`` = the usual."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    font: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A ``w:num``: the levels it prints with, and whose counters it shares."""

    abstract_id: str
    levels: dict[int, Level]
    start_overrides: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Lists:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._elements: dict[str, etree._Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        if root is not None:
            for element in root.iterchildren(w("abstractNum")):
                self._abstract[element.get(w("abstractNumId"), "")] = element
            for element in root.iterchildren(w("num")):
                self._elements[element.get(w("numId"), "")] = element

    def next_label(self, facts: ParagraphFacts) -> tuple[str, str]:
        """Count one paragraph; return its printed number and what separates it from the text.

        Both are ``""`` for a paragraph outside every list.
        """
        number_id = facts.number_id
        if not number_id or number_id == "0":
            return "", ""
        if number_id not in self._lists:
            self._lists[number_id] = self._load(number_id, ())
        current = self._lists[number_id]
        if current is None:
            return "", ""
        position = self._position(current, facts)
        level = current.levels.get(position)
        if level is None:
            return "", ""
        label = self._print(current, level, self._count(current, position), position)
        return label, _separator(label, level.suffix)

    def _position(self, current: _List, facts: ParagraphFacts) -> int:
        if facts.level is not None:
            return facts.level
        for position, level in current.levels.items():
            if facts.number_style is not None and level.style == facts.number_style:
                return position
        return 0

    def _count(self, current: _List, position: int) -> list[int | None]:
        """Advance the counter at ``position``; lists made from one pattern count together."""
        counters = self._counters.setdefault(current.abstract_id, [None] * _LEVELS)
        before = counters[position]
        override = current.start_overrides.get(position)
        if override is not None and position not in current.begun:
            counters[position] = override
        elif before is None:
            counters[position] = _start(current, position)
        else:
            counters[position] = before + 1
        current.begun.add(position)
        for deeper in range(position + 1, _LEVELS):
            level = current.levels.get(deeper)
            restart = None if level is None else level.restart
            if restart is None or position < restart:
                counters[deeper] = None
        return counters

    def _print(
        self, current: _List, level: Level, counters: list[int | None], position: int
    ) -> str:
        if level.number_format == "bullet":
            return symbols.bullet(level.text, level.font)

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place > position:
                return ""
            value = counters[place]
            value = _start(current, place) if value is None else value
            shown = current.levels.get(place, level)
            number_format = shown.number_format
            if level.legal and number_format not in ("bullet", "none"):
                number_format = "decimal"
            return format_number(value, number_format)

        return _PLACE.sub(number, level.text)

    def _load(self, number_id: str, followed: tuple[str, ...]) -> _List | None:
        """Read a list's levels once; a list may only point to a style that points to the list."""
        element = self._elements.get(number_id)
        abstract_id = child_value(element, w("abstractNumId"))
        abstract = self._abstract.get(abstract_id or "")
        if element is None or abstract is None or number_id in followed:
            return None
        link = child_value(abstract, w("numStyleLink"))
        target = self._styles.numbering_of(link) if link else None
        linked = self._load(target, (*followed, number_id)) if target else None
        if linked is not None:
            current = _List(linked.abstract_id, dict(linked.levels), {})
        else:
            current = _List(abstract_id or "", _levels(abstract), {})
        for override in element.iterchildren(w("lvlOverride")):
            position = whole_number(override.get(w("ilvl")), 0, 0, _LEVELS - 1)
            own = override.find(w("lvl"))
            if own is not None:
                current.levels[position] = _level(own)
            start = child_value(override, w("startOverride"))
            if start is not None:
                current.start_overrides[position] = whole_number(start, 1, 0, _BIGGEST)
        return current


def _start(current: _List, position: int) -> int:
    level = current.levels.get(position)
    return current.start_overrides.get(position, level.start if level else 1)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        whole_number(element.get(w("ilvl")), 0, 0, _LEVELS - 1): _level(element)
        for element in abstract.iterchildren(w("lvl"))
    }


def _level(element: etree._Element) -> Level:
    restart = child_value(element, w("lvlRestart"))
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    return Level(
        start=whole_number(child_value(element, w("start")), 0, 0, _BIGGEST),
        number_format=_number_format(element),
        text=child_value(element, w("lvlText")) or "",
        suffix=child_value(element, w("suff")) or "tab",
        font="" if fonts is None else fonts.get(w("ascii"), ""),
        legal=is_on(element, w("isLgl")),
        restart=None if restart is None else whole_number(restart, 0, 0, _LEVELS),
        style=child_value(element, w("pStyle")),
    )


def _number_format(level: etree._Element) -> str:
    """Return the format; Word writes custom ones (001, 002) beside a plain one for old programs."""
    formats = list(level.iter(w("numFmt")))
    plain = [found for found in formats if found.get(VALUE) != "custom"]
    if (
        formats
        and formats[0].get(VALUE) == "custom"
        and formats[0].get(w("format"), "")[:2] == "01"
    ):
        return "decimalZero"
    return plain[0].get(VALUE, "decimal") if plain else "decimal"


def _separator(label: str, suffix: str) -> str:
    """A tab after 一、 or 1. prints as a small gap and means nothing; after 第一条 it divides."""
    if not label or suffix == "nothing":
        return ""
    return " " if label[-1].isalpha() or label[-1].isdecimal() else ""
