"""A template as a Word package: members, the parts that are rendered, tags where none may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.errors import SettingsError
from toolkit.rendering import preparation, problems
from toolkit.rendering.archive import ArchiveError, Member, read_archive
from toolkit.rendering.preparation import Part, Places

_TYPES = "[Content_Types].xml"
_TYPE_NAMESPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RENDERED = {
    "document.main+xml": "",
    "header+xml": "页眉",
    "footer+xml": "页脚",
    "footnotes+xml": "脚注",
    "endnotes+xml": "尾注",
}
_PROPERTIES = {
    "title": "标题",
    "subject": "主题",
    "creator": "作者",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "lastModifiedBy": "最后修改者",
}


def members_of(name: str, data: bytes) -> tuple[Member, ...]:
    try:
        members = read_archive(data)
        known = {member.name for member in members}
        if _TYPES not in known or "word/document.xml" not in known:
            raise ArchiveError("不是 Word 文档（.docx）")
    except ArchiveError as error:
        raise SettingsError(
            "E2201", f"模板“{name}”无法使用：{error}。请用 Word 或 WPS 打开后另存为 .docx。"
        ) from error
    return members


def parts_of(
    members: tuple[Member, ...],
) -> tuple[dict[str, Any], dict[str, Part], list[problems.Problem]]:
    """All XML by member name, the parts that are rendered, and tags found where none may stand."""
    roots = {member.name: root_of(member) for member in members if _is_xml(member.name)}
    titles = _titles(roots[_TYPES])
    parts: dict[str, Part] = {}
    faults: list[problems.Problem] = []
    for name, root in roots.items():
        if name in titles:
            places = Places(root, titles[name])
            faults += [problems.forbidden(place) for place in _hidden_tags(root, places)]
            parts[name] = preparation.prepare(root, places)
        else:
            faults += [problems.forbidden(place) for place in _stray_tags(root, name)]
    return roots, parts, faults


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def root_of(member: Member) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(member.content(), parser)
    except (etree.XMLSyntaxError, ArchiveError, ValueError) as error:
        raise SettingsError(
            "E2201", f"模板内部文件“{member.name}”已损坏。请用 Word 或 WPS 打开后另存再用。"
        ) from error
    tree: Any = root.getroottree()
    if tree.docinfo.doctype:
        raise SettingsError("E2301", f"模板含有外部引用声明（{member.name}），可能有害，已拒绝。")
    return root


def _titles(types: Any) -> dict[str, str]:
    """Member name → how a clerk calls the part, for the parts that are rendered."""
    titles: dict[str, str] = {}
    for override in types.iter(_TYPE_NAMESPACE + "Override"):
        kind = str(override.get("ContentType", "")).removeprefix(_WORD)
        if kind in _RENDERED:
            titles[str(override.get("PartName", "")).lstrip("/")] = _RENDERED[kind]
    return titles


def _has_tag(text: str | None) -> bool:
    return text is not None and ("{{" in text or "{%" in text)


def _hidden_tags(root: Any, places: Places) -> Iterator[str]:
    """Places inside a rendered part where docxtpl would run a tag and we never do."""
    for element in root.iter(etree.Element):
        in_text = element.tag != preparation.T and _has_tag(element.text)
        if in_text or _has_tag(element.tail) or any(map(_has_tag, element.attrib.values())):
            yield places.of(element)


def _stray_tags(root: Any, name: str) -> Iterator[str]:
    for element in root.iter(etree.Element):
        texts = (element.text, element.tail, *element.attrib.values())
        if any(map(_has_tag, texts)):
            yield _stray_place(element, name)


def _stray_place(element: Any, name: str) -> str:
    if name.startswith("docProps/"):
        local = etree.QName(element).localname
        return f"文档属性“{_PROPERTIES.get(local, local)}”"
    return name
