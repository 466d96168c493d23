"""A Word document: what it prints, in order, and what a clerk should know of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from toolkit import findings
from toolkit.model import Finding, Paragraph, Place, Span
from toolkit.reading import refusals
from toolkit.reading.cleaning import Cleaner
from toolkit.reading.content import Tally
from toolkit.reading.lists import Lists
from toolkit.reading.names import w
from toolkit.reading.package import Package, Relation
from toolkit.reading.styles import Styles
from toolkit.reading.walk import Line, Walk

# A header or footer of nothing but page numbers: “— 3 —”, “第3页 共12页”, “3/12”.
_PAGE_NUMBER = re.compile(r"[\s\-—–－―·•~～/|第页共码0-9０-９一二三四五六七八九十ivxlIVXL]*")
_STRICT_ROOT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}document"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_docx(data: bytes) -> tuple[tuple[Paragraph, ...], tuple[Finding, ...]]:
    """Return everything the document prints, and the findings of reading it.

    The body comes first; then footnotes and endnotes in the order of their marks, comments,
    headers and footers (each part once, those of page numbers alone left out). Empty paragraphs
    are left out too: indexes count the kept ones, from 1. A line break inside a paragraph begins
    a new one, the list number staying with the first.

    Raises ``InputError`` E11xx and E12xx.
    """
    package = Package(data)
    main = package.main_part()
    root = package.xml(main)
    body = _body(root)
    relations = package.relations(main)
    styles_root = _related(package, relations, "styles")
    styles = Styles(styles_root)
    lists = Lists(_related(package, relations, "numbering"), styles)

    walk = Walk(package, styles, lists)
    walk.story(body, Place.BODY, relations)
    _walk_notes(walk, package, relations)
    comments = _walk_comments(walk, package, relations)
    _walk_headers(walk, package)

    paragraphs, revised, noted = _finish(walk.lines)
    _refuse_without_text(walk, paragraphs)
    notes: list[Finding] = []
    if styles_root is None:
        notes.append(findings.styles_missing())
    notes += _package_findings(package, walk.tally, revised)
    notes += noted
    if comments:
        notes.append(findings.comments_found(comments))
    return paragraphs, tuple(notes)


def _body(root: etree._Element) -> etree._Element:
    if root.tag == _STRICT_ROOT:
        raise refusals.strict_format()
    body = root.find(w("body"))
    if root.tag != w("document") or body is None:
        raise refusals.without_body()
    return body


def _related(package: Package, relations: dict[str, Relation], kind: str) -> etree._Element | None:
    part = _related_part(package, relations, kind)
    return None if part is None else package.xml(part)


def _related_part(package: Package, relations: dict[str, Relation], kind: str) -> str | None:
    for relation in relations.values():
        if relation.kind == kind and not relation.external and relation.target in package:
            return relation.target
    return None


# --- the stories beside the body -------------------------------------------------------------


def _walk_notes(walk: Walk, package: Package, relations: dict[str, Relation]) -> None:
    for kind, tag, place in (
        ("footnotes", "footnote", Place.FOOTNOTE),
        ("endnotes", "endnote", Place.ENDNOTE),
    ):
        part = _related_part(package, relations, kind)
        if part is None:
            continue
        notes = {
            note.get(w("id"), ""): note
            for note in package.xml(part).iterchildren(w(tag))
            if note.get(w("type")) not in _SEPARATORS
        }
        own_relations = package.relations(part)
        marks = walk.tally.footnotes if place is Place.FOOTNOTE else walk.tally.endnotes
        for mark in dict.fromkeys(marks):
            if mark in notes:
                walk.story(notes[mark], place, own_relations)


def _walk_comments(walk: Walk, package: Package, relations: dict[str, Relation]) -> int:
    """Walk the comments; return how many hold words."""
    part = _related_part(package, relations, "comments")
    if part is None:
        return 0
    count = 0
    own_relations = package.relations(part)
    for comment in package.xml(part).iterchildren(w("comment")):
        before = len(walk.lines)
        walk.story(comment, Place.COMMENT, own_relations)
        count += len(walk.lines) > before
    return count


def _walk_headers(walk: Walk, package: Package) -> None:
    """Walk each header and footer once; same words in two parts are the same header."""
    seen: set[tuple[str, ...]] = set()
    for part, place in list(walk.header_parts.items()):
        if part not in package:
            continue
        before = len(walk.lines)
        walk.story(package.xml(part), place, package.relations(part))
        words = tuple(line.text for line in walk.lines[before:])
        if words in seen or _PAGE_NUMBER.fullmatch("".join(words)):
            del walk.lines[before:]
        seen.add(words)


# --- from lines to paragraphs and findings ---------------------------------------------------


def _finish(lines: list[Line]) -> tuple[tuple[Paragraph, ...], list[int], list[Finding]]:
    """Return the paragraphs, the indexes of the revised ones, and what cleaning found."""
    paragraphs: list[Paragraph] = []
    revised: list[int] = []
    boxes: dict[int, list[Paragraph]] = {}
    hidden: list[tuple[str, str]] = []
    cleaner = Cleaner()
    for line in lines:
        index = len(paragraphs) + 1
        if line.hidden:
            after = f"第{index - 1}段后" if index > 1 else "文首"
            hidden.append((f"第{index}段中" if line.text else after, line.hidden))
        text = cleaner.clean(line.text, index)
        if not text or text.isspace():
            continue
        label = line.label if text.startswith(line.label) else ""
        paragraph = Paragraph(index, text, line.place, label, line.outline, line.cell)
        paragraphs.append(paragraph)
        if line.revised:
            revised.append(index)
        if line.place is Place.TEXT_BOX:
            boxes.setdefault(line.box, []).append(paragraph)
    found = [_box_finding(box) for box in boxes.values()]
    if hidden:
        found.append(findings.hidden_text(hidden))
    return tuple(paragraphs), revised, [*found, *cleaner.findings()]


def _box_finding(box: list[Paragraph]) -> Finding:
    first = box[0]
    origin = Span(first.index, 0, len(first.text), first.text)
    return findings.text_in_box("".join(paragraph.text for paragraph in box), origin)


def _package_findings(package: Package, tally: Tally, revised: list[int]) -> Iterator[Finding]:
    if tally.has_dde:
        yield findings.dde_field()
    outside = sorted(_outside_addresses(package))
    if outside:
        yield findings.outside_address(outside)
    if tally.insertions or tally.deletions or tally.moves:
        yield findings.tracked_changes(tally.insertions, tally.deletions, tally.moves, revised)
    if tally.objects:
        yield findings.embedded_objects(tally.objects)
    if tally.pictures:
        yield findings.pictures(tally.pictures)


def _outside_addresses(package: Package) -> set[str]:
    """What Word would fetch on opening; a plain link waits for a click and is no danger."""
    addresses: set[str] = set()
    for name in package.names:
        if name.endswith(".rels") and b"External" in package.read(name):
            part = name.replace("_rels/", "", 1) if name.startswith("_rels/") else ""
            part = part or name.replace("/_rels/", "/", 1)
            for relation in package.relations(part.removesuffix(".rels")).values():
                if relation.external and relation.kind != "hyperlink":
                    addresses.add(relation.target)
    return addresses


def _refuse_without_text(walk: Walk, paragraphs: tuple[Paragraph, ...]) -> None:
    in_body = (Place.BODY, Place.TABLE, Place.TEXT_BOX)
    if any(paragraph.place in in_body for paragraph in paragraphs):
        return
    if walk.tally.pictures:
        raise refusals.only_pictures()
    if not any(line.hidden for line in walk.lines):
        raise refusals.without_text()
