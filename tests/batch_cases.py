"""Plans for the tests of ``duban batch``: written by the program, decided over by a script."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from toolkit.model import (
    DocumentKind,
    ExtractedTask,
    Extraction,
    Paragraph,
    SourceDocument,
    SourceFacts,
    Span,
    StatedDate,
    Unit,
)
from toolkit.planning import draft_plan
from toolkit.workbook import workbook_bytes

UNITS = ("县财政局", "县教育局", "县水利局", "县公安局", "县民政局")
ISSUED_ON = "2026-03-06"


def write_plan(path: Path, rows: int, *, decision: str = "出单") -> None:
    """A plan of ``rows`` tasks of one meeting, all decided alike."""
    document = _document(rows)
    facts = SourceFacts(
        DocumentKind.MINUTES,
        title="云溪县人民政府第12次常务会议纪要",
        date=date(2026, 3, 5),
        meeting_kind="常务会议",
        chair="王明",
        chair_post="县长",
    )
    tasks = tuple(_task(n) for n in range(1, rows + 1))
    plan = draft_plan(document, Extraction(facts, tasks))
    path.write_bytes(workbook_bytes(plan, UNITS))
    edit(path, {n: {"处理意见": decision} for n in range(rows)})


def _document(rows: int) -> SourceDocument:
    paragraphs = tuple(Paragraph(n, _words(n)) for n in range(1, rows + 1))
    sha256 = hashlib.sha256(f"{rows}项".encode()).hexdigest()
    return SourceDocument("纪要.docx", sha256, "docx", paragraphs)


def _words(n: int) -> str:
    return f"由{UNITS[n % len(UNITS)]}牵头，6月30日前完成第{n}号实事的建设方案并组织实施。"


def _task(n: int) -> ExtractedTask:
    words, unit = _words(n), UNITS[n % len(UNITS)]
    span = Span(n, 0, len(words), words)
    return ExtractedTask(
        number=n,
        objective=f"完成第{n}号实事的建设方案并组织实施",
        origin=(span,),
        lead_units=(Unit(unit, f"示例{unit}", span),),
        completion_deadline=StatedDate("6月30日前", date(2026, 6, 30), span),
    )


def edit(path: Path, changes: Mapping[int, Mapping[str, str]]) -> None:
    """Type into a plan: row (from 0) → heading → words, as somebody would in Excel."""
    book = load_workbook(path)
    sheet = book["分解"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row, cells in changes.items():
        for heading, words in cells.items():
            place = column[heading]
            assert isinstance(place, int)
            sheet.cell(row + 2, place).value = words
    book.save(path)


def one_ticket_a_task(office: Path) -> None:
    """The setting under which every row is a ticket."""
    settings = office / "duban.toml"
    text = settings.read_text("utf-8")
    lines = [
        'grouping = "task"' if "grouping =" in line and "#" not in line[:1] else line
        for line in text.splitlines()
    ]
    if 'grouping = "task"' not in lines:
        lines.insert(lines.index("[tickets]") + 1, 'grouping = "task"')
    settings.write_text("\n".join(lines) + "\n", "utf-8")
