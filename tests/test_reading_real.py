"""Documents offices published: nothing python-docx reads is missing, no character is invented.

They are third-party texts and stay outside the repository; ``DUBAN_SHARED`` says where.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import docx
from docx.text.paragraph import Paragraph
from reference import REAL, each_of, needs

from toolkit.model import Place
from toolkit.reading import read_document

_FOLDERS = ("docx-fixtures", "reports/province-docx")
_FILES = [path for folder in _FOLDERS for path in sorted((REAL / folder).glob("*.docx"))]


@needs(REAL)
def test_all_real_documents_are_there() -> None:
    assert len(_FILES) == 39


@each_of(_FILES)
def test_every_paragraph_python_docx_reads_is_ours(path: Path) -> None:
    theirs = docx.Document(str(path))
    lines: list[str] = []
    for block in theirs.iter_inner_content():
        if isinstance(block, Paragraph):
            lines += block.text.splitlines()
        else:
            # A merged cell is given several times; a set of its words is enough here.
            cells = {cell.text for row in block.rows for cell in row.cells}
            lines += [line for text in cells for line in text.splitlines()]
    words = [squeezed(line) for line in lines if line.strip()]
    ours = [
        squeezed(one.text.removeprefix(one.label))
        for one in read_document(path).paragraphs
        if one.place in (Place.BODY, Place.TABLE)
    ]
    missing = Counter(words) - Counter(ours)
    # python-docx does not read tracked insertions: its paragraph may be the beginning of ours.
    left = [word for word in missing if not any(one.startswith(word) for one in ours)]
    assert left == []


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200c", "").split())
