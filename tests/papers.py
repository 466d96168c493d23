"""Tickets for the tests of paper, made from the annotated documents or from a few words."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, get_type_hints
from xml.sax.saxutils import escape

import pytest
from docx import Document
from docx.table import Table as DocxTable

from toolkit.drafting import OfficeProfile
from toolkit.errors import SettingsError
from toolkit.model import (
    Clause,
    Deadline,
    Decision,
    DocumentKind,
    ExtractedTask,
    SourceFacts,
    Span,
    StatedDate,
    Task,
    Ticket,
    TicketKind,
    Unit,
)
from toolkit.papers.assignment import AssignmentFields, assignment_fields
from toolkit.papers.contract import contract_of
from toolkit.rendering import Template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "templates" / "交办单.docx"
ANNOTATED = ROOT / "tests" / "corpus" / "annotated" / "worked_on"

OPINION = "关于完善高效运行机制的工作意见"
OFFICE = OfficeProfile(
    organs={"县政府督查室": "苇川县人民政府督查室"},
    contact="王某某",
    phone="0000-1234567",
    signer="李某某",
    copies=("县委办公室", "县政府办公室", "县纪委监委"),
)
MEETING = SourceFacts(
    DocumentKind.MINUTES,
    title="苇川县人民政府常务会议纪要",
    date=date(2026, 3, 5),
    meeting_kind="常务会议",
    meeting_number="第48次",
)


def decision(**changes: Any) -> Decision:
    """What the rules say of the 常务会议 of 2026-03-05."""
    values: dict[str, Any] = {
        "source_id": "executive_meeting",
        "source_name": "县政府常务会议",
        "issuer": "县政府督查室",
        "issuance_deadline": Deadline(
            date(2026, 3, 10),
            Clause(OPINION, "三-4"),
            sentence="3个工作日，自3月5日次日起算（3月6日、9日、10日；周末不计），"
            "至3月10日；依据 三-4",
        ),
        "feedback_to": "县政府督查室",
        "feedback_deadline": Deadline(
            date(2026, 3, 20),
            Clause(OPINION, "五-1-(1)"),
            sentence="半个月（15日），自3月5日次日起算，至3月20日；依据 五-1-(1)",
        ),
    }
    return Decision(**(values | changes))


def task(number: int = 1, *leads: str, decided: Decision | None = None, **said: Any) -> Task:
    """A task that ``leads`` are charged with; ``said`` are further fields of the text's."""
    origin = (Span(14 + number, 0, 6, "制定实施方案"),)
    values: dict[str, Any] = {"objective": "制定实施方案并报县政府", "origin": origin} | said
    units = tuple(Unit(name, name) for name in leads)
    return Task(ExtractedTask(number, lead_units=units, **values), decided or decision())


def ticket(*tasks: Task, issued: bool = True, source: SourceFacts = MEETING) -> Ticket:
    units = dict.fromkeys(unit.text for one in tasks for unit in one.extracted.lead_units)
    return Ticket(
        TicketKind.ASSIGNMENT,
        tasks[0].decision.issuer,
        tuple(units),
        tasks,
        source,
        "0" * 64,
        "苇政督交〔2026〕12号" if issued else None,
        date(2026, 3, 9) if issued else None,
    )


def annotated_tasks(name: str, count: int) -> tuple[Task, ...]:
    """The first ``count`` tasks of an annotated document, with what its reader found."""
    gold = json.loads((ANNOTATED / f"{name}.gold.json").read_text(encoding="utf-8"))
    return tuple(_annotated(n, item) for n, item in enumerate(gold["items"][:count], 1))


def annotated_fields(name: str, count: int) -> AssignmentFields:
    """A ticket of ``count`` tasks all for the unit that leads the first of them."""
    return assignment_fields(ticket(*annotated_tasks(name, count)), OFFICE)


def _annotated(number: int, item: dict[str, Any]) -> Task:
    due = item["due_text"]
    stated = StatedDate(due, date.fromisoformat(item["due"]) if item["due"] else None)
    return task(
        number,
        *item["lead"],
        objective=item["evidence"][0].removesuffix("。"),
        supporting_units=tuple(Unit(name) for name in item["cooperate"]),
        lead_officials=tuple(item["leaders"]),
        responsible_persons=tuple(item["owners"]),
        completion_deadline=stated if due else None,
        recurring=item["recurring"],
        urgent=item["urgent"],
    )


# --- Word files in pieces -------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
NOTES = (
    '<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.{kind}+xml"/>'
)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def words(text: str) -> str:
    """One paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def form(*insertions: str, template: Path = TEMPLATE) -> bytes:
    """The shipped form with more XML at the head of its body."""
    files = members(template.read_bytes())
    body = files["word/document.xml"].decode("utf-8")
    files["word/document.xml"] = body.replace(
        "<w:body>", "<w:body>" + "".join(insertions), 1
    ).encode("utf-8")
    return zipped(files)


def form_with(place: str, *texts: str, template: Path = TEMPLATE) -> bytes:
    """The template with ``texts``, a paragraph each, in one of six places (:data:`PLACES`)."""
    content = "".join(map(words, texts))
    if place == "正文":
        return form(content, template=template)
    if place == "文本框":
        box = f"<v:textbox {V}><w:txbxContent>{content}</w:txbxContent></v:textbox>"
        shape = f"<w:p><w:r><w:pict><v:shape {V}>{box}</v:shape></w:pict></w:r></w:p>"
        return form(shape, template=template)
    files = members(template.read_bytes())
    if place == "文档属性":
        core = files["docProps/core.xml"].decode("utf-8")
        title = f"<dc:title>{escape(''.join(texts))}</dc:title>"
        files["docProps/core.xml"] = re.sub(
            "<dc:title>.*</dc:title>", lambda _: title, core
        ).encode("utf-8")
        return zipped(files)
    name, kind, root = PARTS[place]
    types = files["[Content_Types].xml"].decode("utf-8")
    if f"/word/{name}.xml" not in types:
        entry = NOTES.format(name=name, kind=kind)
        types = types.replace("</Types>", entry + "</Types>")
        files["[Content_Types].xml"] = types.encode("utf-8")
    if root == "footnotes":
        content = f"<w:footnote>{content}</w:footnote>"
    files[f"word/{name}.xml"] = f"<w:{root} {W}>{content}</w:{root}>".encode()
    return zipped(files)


PARTS = {
    "页眉": ("header1", "header", "hdr"),
    "页脚": ("footer1", "footer", "ftr"),
    "脚注": ("footnotes", "footnotes", "footnotes"),
}
PLACES = ("正文", "页眉", "页脚", "脚注", "文本框", "文档属性")


def listing(kind: type[Any] = AssignmentFields) -> bytes:
    """A template with one paragraph for each field, and for each field of each row."""
    contract = contract_of(kind)
    tags = [f"{{{{ {name} }}}}" for name in contract.labels if name not in contract.rows]
    for rows, row in contract.rows.items():
        tags += [f"{{%p for row in {rows} %}}"]
        tags += [f"{{{{ row.{name} }}}}" for name in row.labels]
        tags += ["{%p endfor %}"]
    files = members(TEMPLATE.read_bytes())
    body = "".join(map(words, tags))
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    files["word/document.xml"] = document.encode("utf-8")
    return zipped(files)


def filled(kind: type[Any], texts: Iterator[str]) -> Any:
    """A record whose every text is the next of ``texts``, with two rows of each sort.

    Taken in the order of :func:`listing`; every number is 1.
    """
    contract, hints = contract_of(kind), get_type_hints(kind)
    values: dict[str, Any] = {
        name: 1 if hints[name] is int else next(texts)
        for name in contract.labels
        if name not in contract.rows
    }
    for name, row in contract.row_kinds.items():
        values[name] = tuple(filled(row, texts) for _ in range(2))
    return kind(**values)


def said(record: Any) -> list[str]:
    """What :func:`listing` prints of a record, a line each."""
    contract = contract_of(type(record))
    lines = [str(getattr(record, name)) for name in contract.labels if name not in contract.rows]
    for name in contract.rows:
        lines += [line for row in getattr(record, name) for line in said(row)]
    return lines


def paragraphs(data: bytes) -> list[str]:
    """The paragraphs outside tables, as python-docx reads them."""
    return [paragraph.text for paragraph in Document(BytesIO(data)).paragraphs]


def fault(data: bytes) -> SettingsError:
    """Why ``data`` is refused as an office's own 交办单."""
    with pytest.raises(SettingsError) as caught:
        Template("交办单.docx", data)
    return caught.value


def text_of(data: bytes) -> str:
    """What python-docx reads: a line for each paragraph, a table's row as one line of cells."""
    document = Document(BytesIO(data))
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, DocxTable):
            # A merged cell is listed once for each column it covers.
            lines += ["｜".join(k for k, _ in groupby(c.text for c in r.cells)) for r in item.rows]
        else:
            lines.append(item.text)
    return "\n".join(lines) + "\n"


GOLDEN = ROOT / "tests" / "golden" / "papers"
GOLDEN_TICKETS = {
    "一项": ("e-min-05", 1, 1),
    "六项": ("e-min-08", 0, 6),
    "二十项": ("e-min-01", 0, 20),
}


def golden_paper(name: str) -> bytes:
    document, first, count = GOLDEN_TICKETS[name]
    tasks = annotated_tasks(document, 99)[first : first + count]
    return Template.load(TEMPLATE).render(assignment_fields(ticket(*tasks), OFFICE))


if __name__ == "__main__":  # accept what is printed now: look at the diff
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in GOLDEN_TICKETS:
        (GOLDEN / f"交办单-{name}.txt").write_text(text_of(golden_paper(name)), encoding="utf-8")
