"""Extracted tasks together with the decision about their source, and what is amiss with each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from toolkit import findings
from toolkit.model import Decision, ExtractedTask, Extraction, Finding, Task
from toolkit.rules import sentences
from toolkit.rules.regulation import RequiredField

_NUMERALS = "零一二三四五六七八九十"


def apply_rules(
    extraction: Extraction,
    decision: Decision,
    *,
    required: tuple[RequiredField, ...] = (),
    required_clause: str = "",
    vague: Collection[str] = (),
    one_lead_clause: str = "",
) -> tuple[tuple[Task, ...], tuple[Finding, ...]]:
    """Every extracted task with the decision and its own findings; then the decision's findings.

    ``required`` are the fields a task must name (``regulation.required_fields``) and
    ``required_clause`` the number of the clause that says so. Nothing missing is filled in.
    ``one_lead_clause`` is the number of the clause that wants one unit to answer for a task of
    several (``""``: none does). ``vague`` are the words that make a supporting unit too vague.
    What is amiss with the lead is said elsewhere: that none is written by extraction, that none
    can be charged by drafting.
    """
    event, tasks = extraction.source.date, []
    for extracted in extraction.tasks:
        found = (
            *_missing(extracted, required, required_clause),
            *_vague_units(extracted, vague),
            *_several_leads(extracted, one_lead_clause),
            *_dates_amiss(extracted, decision, extracted.instructed_on or event),
        )
        tasks.append(Task(extracted, decision, found))
    return tuple(tasks), decision.findings


def _missing(
    task: ExtractedTask, required: tuple[RequiredField, ...], clause: str
) -> tuple[Finding, ...]:
    wanted = [field for field in required if field.field != findings.LEAD]
    names = [field.name for field in wanted if not _is_filled(task, field.field)]
    if not names:
        return ()
    origin = task.origin[0] if task.origin else None
    elements = f"{_NUMERALS[len(required)]}要素" if len(required) < len(_NUMERALS) else "要素"
    missing = "、".join(names)
    return (findings.elements_missing(task.number, missing, clause, elements, origin),)


def _is_filled(task: ExtractedTask, field: str) -> bool:
    if field == "completion_deadline":  # 时序进度: an end, steps on the way, or a rhythm
        return bool(task.completion_deadline or task.milestones or task.recurring)
    return bool(getattr(task, field))


def _vague_units(task: ExtractedTask, vague: Collection[str]) -> Iterator[Finding]:
    """Supporting units that mean nobody in particular: 有关部门, 责任单位."""
    place = task.origin[0] if task.origin else None
    for unit in task.supporting_units:
        if unit.is_vague(vague):
            yield findings.unit_vague(task.number, unit.text, unit.origin or place)


def _several_leads(task: ExtractedTask, clause: str) -> tuple[Finding, ...]:
    if not clause or len(task.lead_units) < 2:
        return ()
    origin = task.origin[0] if task.origin else None
    return (findings.leads_several(task.number, clause, origin),)


def _dates_amiss(
    task: ExtractedTask, decision: Decision, event: date | None
) -> tuple[Finding, ...]:
    stated = task.completion_deadline
    if stated is None or stated.on is None:
        return ()
    place = stated.origin or (task.origin[0] if task.origin else None)
    if event is not None and stated.on < event:
        shown = sentences.day(stated.on), sentences.day(event)
        return (findings.completion_before_event(task.number, *shown, place),)
    report = decision.feedback_deadline
    due = None if report is None else report.on or report.provisional_on
    if due is None or stated.on >= due:
        return ()
    shown = sentences.day(stated.on), sentences.day(due)
    return (findings.completion_before_feedback(task.number, *shown, place),)
