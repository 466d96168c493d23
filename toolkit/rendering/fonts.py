"""Chinese text must name a Chinese font: a theme font changes with the computer, a Latin one has
no characters, and Word and WPS then choose differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.findings import template_latin_font, template_theme_font
from toolkit.model import Finding
from toolkit.rendering.preparation import P, Part, R, T, W, some

_HAN = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_LATIN = {
    "arial",
    "calibri",
    "calibri light",
    "cambria",
    "consolas",
    "courier new",
    "georgia",
    "helvetica",
    "tahoma",
    "times new roman",
    "verdana",
}
_THEME = "theme"


def font_remarks(parts: dict[str, Part], styles: Any) -> Iterator[Finding]:
    """Where Chinese text, or a field that will be Chinese, is left without a font of its own."""
    faces = _Faces(styles)
    theme: list[str] = []
    latin: list[str] = []
    for part in parts.values():
        for run in filter(_is_chinese, part.root.iter(R)):
            face = faces.of(run)
            if face is None or face.lower() in _LATIN:
                latin.append(part.places.of(run))
            elif face == _THEME:
                theme.append(part.places.of(run))
    if theme:
        yield template_theme_font(some(theme))
    if latin:
        yield template_latin_font(some(latin))


def _is_chinese(run: Any) -> bool:
    for text in run.iter(T):
        words = [text.text, *(mark.tail for mark in text)]
        if len(text) or any(_HAN.search(each or "") for each in words):
            return True
    return False


class _Faces:
    """The eastAsia font of a run: its own, its styles', the document's."""

    def __init__(self, styles: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default: Any = None
        self._base: str | None = None
        if styles is None:
            return
        for style in styles.iter(W + "style"):
            self._styles[style.get(W + "styleId", "")] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._default = style
        self._base = _named(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def of(self, run: Any) -> str | None:
        """The font's name, :data:`_THEME`, or ``None`` where nothing is said anywhere."""
        properties = run.find(W + "rPr")
        paragraph = next(run.iterancestors(P), None)
        own = None if paragraph is None else paragraph.find(W + "pPr")
        return (
            _named(properties)
            or self._style(properties, "rStyle")
            or self._style(own, "pStyle")
            or self._chain(self._default)
            or self._base
        )

    def _style(self, properties: Any, kind: str) -> str | None:
        named = None if properties is None else properties.find(W + kind)
        return None if named is None else self._chain(self._styles.get(named.get(W + "val", "")))

    def _chain(self, style: Any) -> str | None:
        seen: set[str] = set()
        while style is not None:
            face = _named(style.find(W + "rPr"))
            if face:
                return face
            based = style.find(W + "basedOn")
            name = "" if based is None else based.get(W + "val", "")
            if not name or name in seen:
                return None
            seen.add(name)
            style = self._styles.get(name)
        return None


def _named(properties: etree._Element | None) -> str | None:
    fonts = None if properties is None else properties.find(W + "rFonts")
    if fonts is None:
        return None
    return _THEME if fonts.get(W + "eastAsiaTheme") else fonts.get(W + "eastAsia")
