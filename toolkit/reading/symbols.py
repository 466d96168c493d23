"""Characters of Word's symbol fonts, as the Unicode characters that look the same."""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●",
    0x6D: "○",
    0x6E: "■",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x74: "◆",
    0x75: "◆",
    0x76: "◆",
    0x77: "◆",
    0x9F: "•",
    0xA1: "○",
    0xA7: "■",
    0xA8: "□",
    0xAB: "★",
    0xD8: "➢",
    0xE0: "→",
    0xF0: "→",
    0xFB: "×",
    0xFC: "√",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x97: "●", 0xA3: "□"}
_SYMBOL = {0xB7: "•", 0xB0: "°", 0xB4: "×", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xA8: "♦", 0xAE: "→"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
# Bullets of other private fonts all look like a dot or a box.
_PLAIN_BULLET = "●"


def symbol(code: int, font: str) -> str:
    """Return the character number ``code`` of ``font``; unknown ones stay as they are."""
    known = _FONTS.get(font.lower(), {}).get(code & 0xFF)
    if known is not None:
        return known
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return chr(code)


def bullet(text: str, font: str) -> str:
    """Return a bullet as printed: symbol fonts keep theirs in Unicode's private area."""
    if len(text) != 1:
        return text
    if font.lower() in _FONTS or 0xF000 <= ord(text) <= 0xF0FF:
        known = _FONTS.get(font.lower(), _WINGDINGS).get(ord(text) & 0xFF)
        return known or (_PLAIN_BULLET if 0xE000 <= ord(text) <= 0xF8FF else text)
    return text
