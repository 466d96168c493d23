"""Papers, their fields, and the verdict on a template, as lines and as plain objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from toolkit.screen.display import WIDTH, text_width, wrap

if TYPE_CHECKING:
    from toolkit.papers import Paper
    from toolkit.rendering.inspection import Inspection

Json = dict[str, Any]
LOOP = "{%tr for row in NAME %}"


def verdict_lines(
    file_name: str, paper: Paper, found: Inspection, *, ambiguous: int = 1
) -> list[str]:
    """What must be put right, what is only worth knowing, and whether the template may be used."""
    lines = [f"模板 {file_name}，按“{paper.name}”检查。"]
    if found.faults:
        lines += ["", f"必须改正（{len(found.faults)}处）："]
        for fault in found.faults:
            lines += _item(f"【{fault.code}】{fault.message}", ambiguous)
    if found.remarks:
        lines += ["", f"提示（{len(found.remarks)}条）："]
        for remark in found.remarks:
            lines += _item(f"【{remark.code}】{remark.message}", ambiguous)
    result = "不能使用，请改正后再查一次。" if found.faults else "可以使用。"
    return [*lines, "", f"结论：{result}"]


def _item(text: str, ambiguous: int) -> list[str]:
    first, *rest = wrap(text, WIDTH - 4, ambiguous=ambiguous)
    return [f"  {first}", *(f"    {line}" for line in rest)]


def verdict_object(file_name: str, paper: Paper, found: Inspection) -> Json:
    """The same for programs."""
    return {
        "file": file_name,
        "paper": paper.name,
        "usable": not found.faults,
        "faults": [{"code": each.code, "message": each.message} for each in found.faults],
        "remarks": [{"code": each.code, "message": each.message} for each in found.remarks],
    }


def papers_lines(papers: list[Paper], own: set[str], *, ambiguous: int = 1) -> list[str]:
    """Every paper with its purpose; ``own`` are those the office has its own template of."""
    left = max(text_width(paper.name, ambiguous=ambiguous) for paper in papers) + 2
    lines = [
        f"{_padded(paper.name, left, ambiguous)}{paper.purpose}"
        + ("（用本单位自己的）" if paper.name in own else "")
        for paper in papers
    ]
    return [*lines, "", "某种单有哪些字段：duban template list 交办单"]


def fields_lines(paper: Paper, *, ambiguous: int = 1) -> list[str]:
    """How each field is written in a template, its Chinese label, what it holds."""
    lines = [f"{paper.name}：{paper.purpose}。*必须有。", ""]
    for heading, entries in _sections(paper):
        left = max(text_width(entry["tag"], ambiguous=ambiguous) for entry in entries) + 2
        lines += [heading] if heading else []
        for entry in entries:
            words = entry["label"] + ("*" if entry["required"] else "")
            words += f"  {entry['note']}" if entry["note"] else ""
            first, *rest = wrap(words, WIDTH - left - 2, ambiguous=ambiguous)
            lines.append(f"  {_padded(entry['tag'], left, ambiguous)}{first}")
            lines += [" " * (left + 2) + line for line in rest]
        lines.append("")
    return lines[:-1]


def papers_object(papers: list[Paper]) -> list[Json]:
    """Every paper with all its fields, for programs."""
    return [
        {
            "name": paper.name,
            "purpose": paper.purpose,
            "fields": [entry for _, entries in _sections(paper) for entry in entries],
        }
        for paper in papers
    ]


def _sections(paper: Paper) -> Iterator[tuple[str, list[Json]]]:
    """The paper's own fields, then the columns of each list under the loop that prints them."""
    from dataclasses import fields

    from toolkit.papers.contract import contract_of

    contract = contract_of(paper.fields)
    yield (
        "",
        [
            _entry(
                field, "{%tr for row in NAME %}" if field.name in contract.rows else "{{ NAME }}"
            )
            for field in fields(paper.fields)
        ],
    )
    for name in contract.rows:
        rows = contract.row_kinds[name]
        heading = f"“{contract.labels[name]}”的每一行（{{%tr for row in {name} %}} 之后）："
        yield heading, [_entry(field, "{{ row.NAME }}") for field in fields(rows)]


def _entry(field: Any, tag: str) -> Json:
    return {
        "tag": tag.replace("NAME", field.name),
        "label": field.metadata.get("label", field.name),
        "note": field.metadata.get("note", ""),
        "required": bool(field.metadata.get("required")),
    }


def _padded(text: str, width: int, ambiguous: int) -> str:
    return text + " " * (width - text_width(text, ambiguous=ambiguous))
