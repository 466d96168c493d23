"""Reads a file into a :class:`~toolkit.model.SourceDocument`: every printed character, placed.

What a file is, its content decides; the extension only helps to word a refusal.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from toolkit import findings
from toolkit.errors import InputError
from toolkit.model import SourceDocument
from toolkit.reading import refusals
from toolkit.reading.cleaning import shown
from toolkit.reading.plain_text import read_text
from toolkit.reading.recognition import Content, recognise
from toolkit.reading.secrecy import find_secrecy_mark

FILE_LIMIT = 20 * refusals.MEGABYTE
PARAGRAPH_LIMIT = 200_000  # characters; a whole government work report has some 20 000


def read_document(path: Path) -> SourceDocument:
    """Read a Word document (.docx) or a text file.

    Raises ``UsageError`` E0201 (no such file) and E0202 (a folder); ``InputError`` E11xx (not a
    document we read), E12xx (damaged or dangerous), E14xx (encoding) and E1701 (marked secret).
    """
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise _named(path.name, refusals.too_large(path.stat().st_size, FILE_LIMIT))
        return read_bytes(path.name, path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise refusals.not_found(shown(str(path)), _similar(path)) from None
    except IsADirectoryError:
        raise refusals.is_folder(shown(str(path))) from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise refusals.is_folder(shown(str(path))) from None
        raise refusals.no_permission(shown(str(path))) from None
    except (OSError, ValueError):
        raise refusals.not_readable(shown(str(path))) from None


def read_bytes(name: str, data: bytes) -> SourceDocument:
    """Read a document from its bytes; ``name`` is the file's name and says nothing certain."""
    try:
        if len(data) > FILE_LIMIT:
            raise refusals.too_large(len(data), FILE_LIMIT)
        document = _read(name, data)
        for each in document.paragraphs:
            if len(each.text) > PARAGRAPH_LIMIT:
                raise refusals.paragraph_endless(each.index, len(each.text), PARAGRAPH_LIMIT)
    except InputError as refusal:
        raise _named(name, refusal) from None
    return document


def _read(name: str, data: bytes) -> SourceDocument:
    sha256 = hashlib.sha256(data).hexdigest()
    if recognise(name, data) is Content.TEXT:
        paragraphs, notes = read_text(data)
        if not paragraphs:
            raise refusals.without_text()
        return _open(SourceDocument(name, sha256, "text", paragraphs, notes))

    from toolkit.reading.docx import read_docx  # lxml takes a while to load; texts do without it

    paragraphs, notes = read_docx(data)
    if not name.lower().endswith((".docx", ".dotx")):
        notes = (findings.word_under_other_name(), *notes)
    return _open(SourceDocument(name, sha256, "docx", paragraphs, notes))


def _open(document: SourceDocument) -> SourceDocument:
    """The document, unless a mark in its head says that it is a state secret."""
    if mark := find_secrecy_mark(document.paragraphs):
        raise refusals.secret(*mark)
    return document


def _named(name: str, refusal: InputError) -> InputError:
    return InputError(refusal.code, f"{shown(name)}：{refusal.message}")


def _similar(path: Path) -> list[str]:
    """Return up to three files of the same folder that may have been meant."""
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return []
    same_stem = [name for name in names if Path(name).stem == path.stem]
    return (same_stem or get_close_matches(path.name, names, n=3, cutoff=0.5))[:3]
