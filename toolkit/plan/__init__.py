"""The plan that people decide over in Excel: one row a task, and what was read when it was written.

``duban breakdown`` writes a plan, people edit it, ``duban batch`` issues what they decided. A row
keeps the task as it was read (``extracted``) beside what the sheet says now, so that every check
can compare the two and a ticket can still tell where its words stand in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from toolkit.model import ExtractedTask, SourceFacts, StatedDate, Unit

#: Fields of a row in the order of their columns → the column's heading.
COLUMNS: Mapping[str, str] = {
    "row_id": "行号",
    "chapter": "章节",
    "sentence": "原文",
    "objective": "目标任务",
    "targets": "指标",
    "lead_units": "牵头单位",
    "supporting_units": "配合单位",
    "reason": "分派理由",
    "lead_officials": "牵头领导",
    "deadline_text": "完成时限",
    "deadline_on": "完成日期",
    "quarter_1": "一季度",
    "quarter_2": "二季度",
    "quarter_3": "三季度",
    "quarter_4": "四季度",
    "notes": "备注",
    "decision": "处理意见",
    "place": "出处",
}
UNDECIDED_UNIT = "待定"
"""What stands in a unit's cell until somebody decides."""


class PlanDecision(StrEnum):
    """What is to become of a row; the values are the words of the drop-down."""

    ISSUE = "出单"
    SKIP = "不出单"
    HOLD = "暂缓"
    OPEN = ""


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A document that rows come from: its file name, hash of its bytes, and what its head says.

    ``adopted_on`` is the day the assembly closed and the report was adopted (``None``: not told).
    """

    name: str
    sha256: str
    facts: SourceFacts
    adopted_on: date | None = None

    @property
    def not_before(self) -> date | None:
        """The day before which no task of the document can be due."""
        return self.adopted_on or self.facts.date


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row. ``number`` counts the tasks of ``source`` (a sha256; ``""``: added by hand) and is
    that of the document for every row but the later parts of a split.

    ``sentence`` is the document's own, verbatim; ``schedule`` are the four quarters. Units are
    those of the sheet: official names resolved, ``name`` ``None`` where the table does not know
    one. ``merged`` are the tasks of other rows that were joined to this one. ``sheet_row`` counts
    from 1 as Excel shows it; ``None`` before the plan was written.
    """

    row_id: str
    number: int
    source: str
    chapter: str
    sentence: str
    objective: str
    targets: tuple[str, ...] = ()
    lead_units: tuple[Unit, ...] = ()
    supporting_units: tuple[Unit, ...] = ()
    reason: str = ""
    lead_officials: tuple[str, ...] = ()
    completion_deadline: StatedDate | None = None
    schedule: tuple[str, str, str, str] = ("", "", "", "")
    notes: str = ""
    decision: PlanDecision = PlanDecision.OPEN
    extracted: ExtractedTask | None = None
    merged: tuple[ExtractedTask, ...] = ()
    sheet_row: int | None = None

    @property
    def due(self) -> tuple[str, date | None]:
        """What the two cells of the deadline hold: the words (or 每月 …) and the day."""
        if self.completion_deadline:
            return self.completion_deadline.text, self.completion_deadline.on
        return (self.extracted.recurring or "" if self.extracted else ""), None

    @property
    def task(self) -> ExtractedTask:
        """The row as a task: what the sheet says, at the place where it was read."""
        read = self.extracted or ExtractedTask(self.number, self.objective, ())
        return replace(
            read,
            number=self.number,
            objective=self.objective,
            origin=(*read.origin, *(span for each in self.merged for span in each.origin)),
            lead_units=self.lead_units,
            supporting_units=self.supporting_units,
            lead_officials=self.lead_officials,
            completion_deadline=self.completion_deadline,
            targets=self.targets,
            heading=self.chapter,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows in their order, and the documents they come from.

    ``file`` and ``sheet`` name the workbook it was read from (``""``: not written yet),
    ``letters`` maps a field to its column there. ``originals`` are the tasks as read when the plan
    was written, by row id: a row that was deleted is still among them.
    """

    sources: tuple[PlanSource, ...]
    rows: tuple[PlanRow, ...]
    originals: Mapping[str, PlanRow] = field(default_factory=dict)
    file: str = ""
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)

    def source(self, sha256: str) -> PlanSource | None:
        """The document of that hash, or ``None``."""
        return next((each for each in self.sources if each.sha256 == sha256), None)

    def rows_of(self, sha256: str) -> tuple[PlanRow, ...]:
        """The rows that come from one document, in order."""
        return tuple(row for row in self.rows if row.source == sha256)

    def decided(self, decision: PlanDecision) -> tuple[PlanRow, ...]:
        """The rows with that decision, in order."""
        return tuple(row for row in self.rows if row.decision is decision)

    def cell(self, row: PlanRow | int, column: str) -> str:
        """“D12” for a field of a row; the row alone where the sheet has no such column."""
        number = row.sheet_row if isinstance(row, PlanRow) else row
        return f"{self.letters.get(column, '')}{number}"

    def at(self, row: PlanRow, column: str) -> str:
        """The cell as a message names it: 计划.xlsx 工作表“分解”D12."""
        return f"{self.file} 工作表“{self.sheet}”{self.cell(row, column)}"


def row_id(number: int, sha256: str) -> str:
    """What a row is known by through every edit: ``012-3fa2c1``."""
    return f"{number:03d}-{sha256[:6]}"


def by_chapter(rows: Iterable[PlanRow]) -> dict[str, int]:
    """Chapter → number of its rows, in order; the numbers add up to all rows."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.chapter] = counts.get(row.chapter, 0) + 1
    return counts
