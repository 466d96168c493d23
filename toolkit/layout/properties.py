"""What holds for a paragraph and its runs: defaults, styles and own properties put together.

Properties are kept flat, as ``{"spacing.before": "1158", "pBdr.bottom.sz": "12", "jc": "both"}``,
so that a cascade is nothing but one mapping laid over another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from toolkit.reading.names import VALUE, child_value, w

Properties = dict[str, str]

_STYLE, _STYLE_ID, _DEFAULT, _TYPE = w("style"), w("styleId"), w("default"), w("type")
_BASED_ON, _P_PR, _R_PR = w("basedOn"), w("pPr"), w("rPr")
_DEPTH = 50  # styles based on one another; more is a circle
# of each pair only the one set last holds
_RIVALS = (("ind.firstLine", "ind.hanging"), ("ind.firstLineChars", "ind.hangingChars"))


def flat(element: Any) -> Properties:
    """The properties a ``w:pPr`` or ``w:rPr`` itself states."""
    found: Properties = {}
    for child in () if element is None else element:
        if isinstance(child.tag, str) and child.tag not in (_P_PR, _R_PR):
            _flatten(child, etree.QName(child).localname, found)
    return found


def _flatten(element: Any, name: str, found: Properties) -> None:
    if not len(element) and not element.attrib:
        found[name] = "1"  # <w:b/>
    for key, value in element.attrib.items():
        local = etree.QName(key).localname
        found[name if local == "val" else f"{name}.{local}"] = value
    for child in element:
        if isinstance(child.tag, str):
            _flatten(child, f"{name}.{etree.QName(child).localname}", found)


def over(lower: Mapping[str, str], upper: Mapping[str, str]) -> Properties:
    """``upper`` laid over ``lower``."""
    kept = dict(lower)
    for one, other in _RIVALS:
        for ours, theirs in ((one, other), (other, one)):
            if ours in upper:
                kept.pop(theirs, None)
    return kept | dict(upper)


class Cascade:
    """The styles of a document; ``root`` is that of ``styles.xml`` or ``None``."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._chains: dict[tuple[str, str], Properties] = {}
        self._usual = ""
        defaults: dict[str, Any] = {}
        for style in () if root is None else root.iterchildren(_STYLE):
            self._styles[style.get(_STYLE_ID, "")] = style
            if style.get(_TYPE) == "paragraph" and style.get(_DEFAULT) in ("1", "true"):
                self._usual = style.get(_STYLE_ID, "")
        if root is not None:
            for kind in ("pPr", "rPr"):
                defaults[kind] = root.find(f"{w('docDefaults')}/{w(kind + 'Default')}/{w(kind)}")
        self._defaults = {kind: flat(defaults.get(kind)) for kind in ("pPr", "rPr")}

    def paragraph(self, own: Any) -> Properties:
        """What holds for a paragraph with the ``w:pPr`` ``own`` (may be ``None``)."""
        return over(self._by_style(own, "pPr"), flat(own))

    def run(self, paragraph: Any, own: Any) -> Properties:
        """What holds for a run with ``w:rPr`` ``own`` in a paragraph with ``w:pPr``."""
        found = self._by_style(paragraph, "rPr")
        named = child_value(own, w("rStyle"))
        if named:
            found = over(found, self._styled(named, "rPr"))
        return over(found, flat(own))

    def _by_style(self, paragraph: Any, kind: str) -> Properties:
        named = child_value(paragraph, w("pStyle")) or self._usual
        return over(self._defaults[kind], self._styled(named, kind))

    def _styled(self, name: str, kind: str) -> Properties:
        """What a style and those it is based on state; worked out once for each."""
        if (name, kind) not in self._chains:
            self._chains[name, kind] = self._chain(name, kind)
        return self._chains[name, kind]

    def _chain(self, name: str, kind: str) -> Properties:
        layers: list[Properties] = []
        while name in self._styles and len(layers) < _DEPTH:
            style = self._styles[name]
            layers.append(flat(style.find(w(kind))))
            name = child_value(style, _BASED_ON) or ""
        found: Properties = {}
        for layer in reversed(layers):
            found = over(found, layer)
        return found


def value_of(element: Any, name: str) -> str | None:
    """The ``w:val`` of a child, ``None`` where there is none."""
    child = None if element is None else element.find(w(name))
    return None if child is None else child.get(VALUE)
