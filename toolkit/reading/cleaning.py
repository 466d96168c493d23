"""Characters that nobody sees: taken out, counted, reported; everything visible stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from toolkit import findings
from toolkit.model import Finding

# Line ends of every system, Word's own vertical tab, form feed, and Unicode's two separators.
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\u2028\u2029]")

# C0 without the tab, DEL and C1, soft hyphen, zero-width marks, byte-order mark inside the text.
_INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb"
# Marks that can print words in another order than they are stored.
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ANY = re.compile(f"[{_INVISIBLE}{_DIRECTION}\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIRECTION_MARK = re.compile(f"[{_DIRECTION}]")


@dataclass(slots=True)
class Cleaner:
    """Cleans paragraph after paragraph and remembers what it took out of which."""

    invisible: int = 0
    invisible_at: list[int] = field(default_factory=list)
    direction_at: list[int] = field(default_factory=list)

    def clean(self, text: str, paragraph: int) -> str:
        """Return ``text`` without invisible characters; ``paragraph`` is its index, from 1."""
        if (text.isascii() and text.isprintable()) or not _ANY.search(text):
            return text
        text = _SURROGATE.sub("\ufffd", text)
        text, marks = _DIRECTION_MARK.subn("", text)
        if marks:
            self.direction_at.append(paragraph)
        text, others = _ANY.subn("", text)
        if others:
            self.invisible += others
            self.invisible_at.append(paragraph)
        return text

    def findings(self) -> Iterable[Finding]:
        """Yield what a clerk should know of the cleaning."""
        if self.invisible:
            yield findings.invisible_characters(self.invisible, self.invisible_at)
        if self.direction_at:
            yield findings.direction_marks(self.direction_at)


def shown(name: str) -> str:
    """Return a file name fit to be printed in a message."""
    return _ANY.sub("", name)
