"""A mark of state secrecy in the first lines: such a file must not be handled on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from toolkit.model import Paragraph

_FIRST_LINES = 12
_LEVELLED = str.maketrans("：＊（［機絕級長個啟號", ":*([机绝级长个启号")
_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"
_TERM = r"(?:(?:[\d一二三四五六七八九十]+\s*(?:年|个月|月|天|日))|长\s*期|启用前|解密前)"
_STARRED = re.compile(rf"(?:^|[\s\d(\[【:,;|]){_LEVEL}\s*级?\s*[★☆⭐✩*]\s*{_TERM}?")
_ALONE = re.compile(  # with the copy number before it and the urgency behind it
    rf"\W*(?:(?:份\s*号|编\s*号)?\W*\d{{1,10}}\W*)?(?:密\s*级\s*\W*)?{_LEVEL}\s*级?\W*{_TERM}?\W*"
    r"(?:(?:特\s*急|加\s*急|急\s*件|平\s*急|紧\s*急)\W*)?"
)
_LABELLED = re.compile(rf"(?:^|\s)密\s*级\s*:\s*{_LEVEL}")
_CHOICE = frozenset("□☐○◯口√☑/、")  # a form that offers every level


def find_secrecy_mark(paragraphs: Iterable[Paragraph]) -> tuple[str, int] | None:
    """The mark as written and its paragraph, or ``None``; the running text is not looked at.

    机密★1年, 秘密 or 密级：机密 on a line of its own. 工作秘密, 商业秘密, 内部资料 are no such
    marks, and neither is a sentence about keeping secrets.
    """
    lines = (each for each in paragraphs if each.text.strip())
    for paragraph in islice(lines, _FIRST_LINES):
        copy = paragraph.text.translate(_LEVELLED)
        if _CHOICE.intersection(copy):
            continue
        found = _ALONE.fullmatch(copy) or _LABELLED.search(copy)
        if found is None and len(copy) <= 60:
            found = _STARRED.search(copy)
        if found is not None:
            return paragraph.text[found.start() : found.end()].strip(), paragraph.index
    return None
