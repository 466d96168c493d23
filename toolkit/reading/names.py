"""The XML names a Word document is made of, and reading their attributes without ever raising."""

from __future__ import annotations

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_V = "urn:schemas-microsoft-com:vml"


def w(name: str) -> str:
    """Return a name of WordprocessingML as lxml spells it."""
    return f"{{{_W}}}{name}"


VALUE = w("val")
RELATION_ID = f"{{{_R}}}id"
RELATION_DIAGRAM = f"{{{_R}}}dm"
ALTERNATE = f"{{{_MC}}}AlternateContent"
CHOICE = f"{{{_MC}}}Choice"
FALLBACK = f"{{{_MC}}}Fallback"
DRAWING_TEXT_BODY = f"{{{_A}}}txBody"
DRAWING_PARAGRAPH = f"{{{_A}}}p"
DRAWING_TEXT = f"{{{_A}}}t"
DRAWING_PICTURE = f"{{{_A}}}blip"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
DIAGRAM_TEXT_BODY = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}t"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
WORD_ART = f"{{{_V}}}textpath"
VML_PICTURE = f"{{{_V}}}imagedata"
OLE_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
TEXT_BOX = w("txbxContent")


def whole_number(text: str | None, default: int, lowest: int, highest: int) -> int:
    """Return the number written in ``text``, kept within bounds; ``default`` when it is none."""
    try:
        return min(highest, max(lowest, int(text or "")))
    except ValueError:
        return default


def child_value(parent: etree._Element | None, name: str) -> str | None:
    """Return ``w:val`` of the child ``name``: ``""`` if it has none, ``None`` if no child."""
    child = None if parent is None else parent.find(name)
    return None if child is None else child.get(VALUE, "")


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Say whether a switch such as ``w:vanish`` is there and not turned off."""
    value = child_value(parent, name)
    return value is not None and value not in ("0", "false", "off")


def chosen_branch(alternate: etree._Element) -> etree._Element | None:
    """Return the one branch of alternative content to read: the first that holds any text.

    The branches repeat each other for older programs; reading both would double the text.
    """
    branches = [branch for branch in alternate if branch.tag in (CHOICE, FALLBACK)]
    for branch in branches:
        if next(branch.iter(TEXT_BOX, w("t"), DRAWING_TEXT, DIAGRAM), None) is not None:
            return branch
    return branches[0] if branches else None
