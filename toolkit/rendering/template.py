"""A Word template: prepared and checked once, then one string and one archive per paper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from lxml import etree

from toolkit.drafting import AssignmentFields
from toolkit.errors import SettingsError
from toolkit.findings import template_without_grid
from toolkit.model import Finding
from toolkit.rendering import preparation, problems
from toolkit.rendering.archive import ArchiveError, ArchiveWriter, Member, read_archive
from toolkit.rendering.fields import contract_of
from toolkit.rendering.preparation import Part, Places, W
from toolkit.rendering.program import Program

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


class Template:
    """A checked template. ``findings`` are remarks that do not keep it from being used."""

    def __init__(self, name: str, data: bytes, contract: type[Any] = AssignmentFields) -> None:
        """Raises :class:`SettingsError` E2201 (no Word file), E2202–E2204, E2301."""
        self.name = name
        self.contract = contract
        members = _members(name, data)
        parts, faults = _parts(members)
        environment = _environment()
        faults += _check(parts, environment, contract)
        if faults:
            message = "\n".join(dict.fromkeys(fault.message for fault in faults))
            raise SettingsError(faults[0].code, message)
        self.findings = tuple(_remarks(parts))
        # Parts without tags stay as the office saved them.
        tagged = {member: part for member, part in parts.items() if part.tags}
        self._programs = {
            member: Program(environment.parse(part.source())) for member, part in tagged.items()
        }
        self._archive = ArchiveWriter(members, frozenset(tagged))

    @classmethod
    def load(cls, path: Path, contract: type[Any] = AssignmentFields) -> Template:
        """The template at ``path``, prepared at most once as long as the file is not changed."""
        try:
            state = path.stat()
        except OSError as error:
            raise SettingsError(
                "E2201", f"找不到模板“{path.name}”，请检查文件夹“模板”。"
            ) from error
        kind: Any = contract  # mypy does not see that a class can be hashed
        return _load(path, state.st_mtime_ns, state.st_size, kind)

    def render(self, fields: Any) -> bytes:
        """The finished .docx; the same fields always give the same bytes.

        ``fields`` is a record of the template's contract; anything else raises ``TypeError``.
        """
        if not isinstance(fields, self.contract):
            raise TypeError(f"{self.name} wants {self.contract.__name__}")
        return self._archive.write(
            {name: program.run(fields) for name, program in self._programs.items()}
        )


@lru_cache(maxsize=32)
def _load(path: Path, changed: int, size: int, contract: Any) -> Template:
    return Template(path.name, path.read_bytes(), contract)


def _environment() -> Environment:
    """Only a parser: there is nothing in it that a template could name or call."""
    environment = Environment(
        block_start_string=preparation.BLOCK,
        block_end_string=preparation.BLOCK_END,
        variable_start_string=preparation.VARIABLE,
        variable_end_string=preparation.VARIABLE_END,
        comment_start_string=preparation.COMMENT,
        comment_end_string=preparation.COMMENT_END,
        keep_trailing_newline=True,
    )
    for names in (environment.globals, environment.filters, environment.tests):
        names.clear()
    return environment


def _members(name: str, data: bytes) -> tuple[Member, ...]:
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


# --- reading the package ------------------------------------------------------------------------


def _parts(members: tuple[Member, ...]) -> tuple[dict[str, Part], list[problems.Problem]]:
    """The parts that are rendered, by member name; and tags found where none may stand."""
    roots = {member.name: _root(member) for member in members if _is_xml(member.name)}
    titles = _titles(roots[_TYPES])
    parts: dict[str, Part] = {}
    faults: list[problems.Problem] = []
    for name, root in roots.items():
        if name in titles:
            faults += [problems.forbidden(place) for place in _hidden_tags(root, titles[name])]
            parts[name] = preparation.prepare(root, titles[name])
        else:
            faults += [problems.forbidden(place) for place in _stray_tags(root, name)]
    return parts, faults


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _root(member: Member) -> Any:
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


def _hidden_tags(root: Any, title: str) -> Iterator[str]:
    """Places inside a rendered part where docxtpl would run a tag and we never do."""
    places = Places(root, title)
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


# --- checks ---------------------------------------------------------------------------------------


def _check(
    parts: dict[str, Part], environment: Environment, contract: type[Any]
) -> list[problems.Problem]:
    from toolkit.rendering.checking import Checker

    wanted = contract_of(contract)
    checker = Checker(environment, wanted)
    for part in parts.values():
        checker.problems += part.problems
        checker.check(part.tags)
    missing = sorted(wanted.required - checker.used)
    absent = [problems.required_missing(wanted.labels[name]) for name in missing]
    # A refusal comes first: it is what an administrator must hear.
    found = sorted(checker.problems, key=lambda problem: problem.code != "E2301")
    return found + absent


def _remarks(parts: dict[str, Part]) -> Iterator[Finding]:
    for part in parts.values():
        places = Places(part.root, part.title)
        for table in part.root.iter(W + "tbl"):
            grid = table.find(W + "tblGrid")
            if grid is None or not len(grid):
                yield template_without_grid(places.table(table))
