"""A field's value as it is printed: cleaned of what Word cannot hold, and written as XML."""

from __future__ import annotations

import re
from typing import Any

from toolkit.findings import field_cleaned, field_direction_marks, field_rare_characters
from toolkit.model import Finding
from toolkit.papers.contract import contract_of
from toolkit.text.rare import outside_gb2312

# What XML 1.0 cannot hold, apart from line feed and tab, which have their own marks in Word.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("\r\n?")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def clean(text: str) -> str:
    """``text`` without what Word cannot hold: control characters, half surrogates, non-characters.

    Line ends become ``\\n``; tabs stay.
    """
    if text.isprintable():  # the usual case
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


def xml_text(value: object) -> bytes:
    """A field's value as it stands inside ``w:t``, in UTF-8; line ends and tabs become marks.

    Text and whole numbers only; anything else raises ``TypeError``.
    """
    if isinstance(value, str):
        text = value
        if "&" in text or "<" in text or ">" in text:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if not text.isprintable():
            # A tag always stands inside w:t, so a break closes and reopens it.
            text = clean(text).replace("\n", _BREAK).replace("\t", _TAB)
        return text.encode("utf-8")
    if isinstance(value, int):
        return str(value).encode("ascii")
    raise TypeError(f"not a plain value: {type(value).__name__}")
