"""A field's value as it is printed: cleaned of what Word cannot hold, and written as XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from toolkit.findings import field_cleaned, field_direction_marks, field_rare_characters
from toolkit.model import Finding
from toolkit.papers.contract import contract_of
from toolkit.text.rare import outside_gb2312

# What XML 1.0 cannot hold, apart from line feed and tab, which have their own marks in Word.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("\r\n?")
_BREAK = b'</w:t><w:br/><w:t xml:space="preserve">'
_TAB = b'</w:t><w:tab/><w:t xml:space="preserve">'
_BETWEEN = "`"  # printable, one byte, and hardly ever in an office's text


def clean(text: str) -> str:
    """``text`` without what Word cannot hold: control characters, half surrogates, non-characters.

    Line ends become ``\\n``; tabs stay.
    """
    if text.replace("\n", "").isprintable():  # the usual case
        return text
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", text))


def text_findings(record: Any, owner: str = "") -> tuple[Finding, ...]:
    """What :func:`clean` takes out of a record's texts, and what it leaves in doubt, by field.

    A row's field is named with its list and number: 交办事项第3行的目标任务.
    """
    contract = contract_of(type(record))
    found: list[Finding] = []
    for name, label in contract.labels.items():
        value = getattr(record, name)
        if name in contract.rows:
            for number, row in enumerate(value, 1):
                found += text_findings(row, f"{label}第{number}行的")
            continue
        if not isinstance(value, str):
            continue
        if rare := outside_gb2312(value):
            found.append(field_rare_characters(owner + label, rare))
        if not value.isprintable():
            if lost := len(_UNPRINTABLE.findall(_LINE_END.sub("\n", value))):
                found.append(field_cleaned(owner + label, lost))
            if _TURNS.search(value):
                found.append(field_direction_marks(owner + label))
    return tuple(found)


def xml_texts(values: Sequence[object]) -> list[bytes]:
    """Fields' values as they stand inside ``w:t``, in UTF-8; line ends and tabs become marks.

    Text and whole numbers only; anything else raises ``TypeError``.
    """
    texts: list[Any] = [
        str(value) if type(value) is not str and isinstance(value, int) else value
        for value in values
    ]
    try:
        together = _BETWEEN.join(texts)
    except TypeError:
        other = next(type(text).__name__ for text in texts if not isinstance(text, str))
        raise TypeError(f"not a plain value: {other}") from None
    # All at once is faster than one by one; a text that holds the sign between needs the latter.
    ready = _as_xml(together).split(_BETWEEN.encode())
    return ready if len(ready) == len(texts) else list(map(_as_xml, texts))


def _as_xml(text: str) -> bytes:
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A tag always stands inside w:t, so a break closes and reopens it.
    return clean(text).encode("utf-8").replace(b"\n", _BREAK).replace(b"\t", _TAB)
