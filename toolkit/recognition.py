"""The first half of the way: read a file and find its tasks, without regulation, number or ledger.

By itself, so that looking at a document loads neither the law nor an office's settings.
"""

from __future__ import annotations

from pathlib import Path

from toolkit.extraction import extract_tasks as find_tasks
from toolkit.extraction.knowledge import Knowledge
from toolkit.loading.knowledge import load_knowledge
from toolkit.model import DocumentKind, Extraction, SourceDocument
from toolkit.office.folder import units_file
from toolkit.reading import read_document


def extract_tasks(
    path: Path, *, kind: DocumentKind | None = None, folder: Path | None = None
) -> tuple[SourceDocument, Extraction]:
    """Read a file and find its tasks; ``kind`` ``None`` lets the document speak for itself.

    ``folder`` is an office folder whose own table of units is used. Raises InputError for a file
    that cannot be read.
    """
    document = read_document(path)
    return document, find_tasks(document, knowledge_for(folder), kind)


def knowledge_for(folder: Path | None) -> Knowledge:
    """What extraction needs to know: built in, with the office's own units where it has a table."""
    return load_knowledge(units_file(folder))
