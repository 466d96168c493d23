"""From a document to the plan people decide over, and back from the Excel file they edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from toolkit.extraction.unit_mentions import Vocabulary
from toolkit.extraction.units import Level, detect_level, parse_unit_list
from toolkit.model import ExtractedTask, Extraction, Finding, SourceDocument, StatedDate, Unit
from toolkit.plan import Plan, PlanRow, PlanSource, row_id
from toolkit.plan.checks import check_plan
from toolkit.plan.rows import read_rows
from toolkit.recognition import knowledge_for
from toolkit.settings import OfficeFolder

_TOWNS = ("镇", "乡", "街道")


def draft_plan(
    document: SourceDocument, extraction: Extraction, *, adopted_on: date | None = None
) -> Plan:
    """One row for every task of a document, in its order; units only where it names them."""
    source = PlanSource(document.name, document.sha256, extraction.source, adopted_on)
    texts = {paragraph.index: paragraph.text for paragraph in document.paragraphs}
    rows = tuple(_row(task, document.sha256, texts) for task in extraction.tasks)
    return Plan((source,), rows, {row.row_id: row for row in rows})


def read_plan(path: Path, office: OfficeFolder) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan in a workbook that came back, and every cell that needs a look.

    Raises InputError E1701 (no workbook) and E1702 (no plan in it).
    """
    from toolkit.workbook import read_workbook

    sheet, sources, originals = read_workbook(path)
    vocabulary = knowledge_for(office.folder).vocabulary
    level = detect_level((), issuer=f"{office.settings.county}人民政府")

    def resolve(text: str) -> tuple[Unit, ...]:
        mentions = parse_unit_list(text, vocabulary, level)
        return tuple(Unit(each.text, each.name, None, each.group) for each in mentions)

    plan, troubles = read_rows(sheet, sources, originals, resolve)
    return plan, (*troubles, *check_plan(plan, doubter(vocabulary, level)))


def unit_choices(vocabulary: Vocabulary, level: Level) -> tuple[str, ...]:
    """The everyday name of every unit of the table, for the drop-down."""
    prefix = level.prefix or "县"
    names = [unit.short[0] for unit in vocabulary.units.values() if unit.short]
    own = [prefix + name[1:] if name.startswith("县") else name for name in names]
    return tuple(dict.fromkeys([*own, *sorted(vocabulary.townships)]))


def doubter(vocabulary: Vocabulary, level: Level) -> Callable[[Unit], str | None]:
    """Whether a unit is unknown: ``None`` for a known one, else a near name or ``""``."""
    choices = unit_choices(vocabulary, level)

    def doubt(unit: Unit) -> str | None:
        towns = vocabulary.townships
        if unit.name or unit.group or unit.text in towns:
            return None
        if unit.text.endswith(_TOWNS) and not towns:
            return None
        return next(iter(get_close_matches(unit.text, choices, n=1, cutoff=0.6)), "")

    return doubt


def _row(task: ExtractedTask, sha256: str, texts: dict[int, str]) -> PlanRow:
    return PlanRow(
        row_id=row_id(task.number, sha256),
        number=task.number,
        source=sha256,
        chapter=task.heading,
        sentence=sentence_of(task, texts),
        objective=task.objective,
        targets=task.targets,
        lead_units=task.lead_units,
        supporting_units=task.supporting_units,
        lead_officials=task.lead_officials,
        completion_deadline=task.completion_deadline,
        schedule=schedule_of(task.milestones),
        extracted=task,
    )


def sentence_of(task: ExtractedTask, texts: dict[int, str]) -> str:
    """The whole sentence the task stands in, verbatim; one line for each of several places."""
    found: list[str] = []
    for span in task.origin:
        text = texts.get(span.paragraph, span.text)
        start = max((text.rfind(mark, 0, span.start) for mark in "。！？；\n"), default=-1) + 1
        ends = [
            at + 1 for mark in "。！？；\n" if (at := text.find(mark, max(span.end - 1, 0))) >= 0
        ]
        found.append(text[start : min(ends, default=len(text))].strip())
    return "\n".join(dict.fromkeys(filter(None, found)))


def schedule_of(milestones: tuple[StatedDate, ...]) -> tuple[str, str, str, str]:
    """The steps a report dates, each in the quarter of its day."""
    quarters = ["", "", "", ""]
    for step in milestones:
        if step.on is not None:
            at = (step.on.month - 1) // 3
            quarters[at] = "；".join(filter(None, (quarters[at], step.text)))
    one, two, three, four = quarters
    return one, two, three, four
