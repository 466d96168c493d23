"""What a clerk puts in the place of what was read: other lead units, tasks left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from toolkit.errors import UsageError
from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.units.find import detect_level, parse_unit_list
from toolkit.findings import LEAD, unit_unknown
from toolkit.model import ExtractedTask, Extraction, Reason, SourceDocument, Unit

_UNIT_NAME = re.compile(r"(?=.*[㐀-鿿])[\w·()（）〔〕“”《》—\-／ ]{2,60}")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a clerk says about the tasks of one document, by their numbers.

    ``leads`` puts other lead units in the place of those read; ``skipped`` get no ticket;
    ``done`` are on a ticket already and are left as they are.
    """

    leads: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    skipped: Collection[int] = ()
    done: Collection[int] = ()


NO_CORRECTIONS = Corrections()


def corrected(
    document: SourceDocument, extraction: Extraction, corrections: Corrections, known: Knowledge
) -> Extraction:
    """A copy for the rules; what was read stays as it is in the preparation and the ledger.

    Tasks already ``done`` are left out. Raises UsageError E0206 for the number of a task that the
    document does not have, E3201 for a name that cannot be a unit's.
    """
    _check_numbers(corrections, extraction)
    level = detect_level(
        (each.text for each in document.paragraphs),
        issuer=extraction.source.issuer,
        divisions=known.vocabulary.divisions,
    )
    tasks = []
    for task in extraction.tasks:
        if task.number in corrections.done:
            continue
        if names := corrections.leads.get(task.number):
            _check_unit_names(task.number, names)
            mentions = parse_unit_list("、".join(names), known.vocabulary, level)
            if not mentions:
                raise unit_not_understood(task.number, "、".join(names))
            units = tuple(Unit(each.text, each.name, None, each.group) for each in mentions)
            task = _charged(task, units)
        tasks.append(task)
    return replace(extraction, tasks=tuple(tasks))


def _check_numbers(corrections: Corrections, extraction: Extraction) -> None:
    known = {task.number for task in extraction.tasks}
    wrong = sorted({*corrections.leads, *corrections.skipped} - known)
    if wrong:
        raise UsageError(
            "E0206", f"没有第{wrong[0]}项任务，这份文件共{len(known)}项。请按预览中的“序”填写。"
        )


def _check_unit_names(number: int, names: Iterable[str]) -> None:
    """A name that cannot be a unit's is refused, never dropped."""
    for name in names:
        if not _UNIT_NAME.fullmatch(name):
            raise unit_not_understood(number, name)


def unit_not_understood(number: int, given: str) -> UsageError:
    return UsageError(
        "E3201",
        f"--lead {number}={given} 中的“{given}”不像单位名称。没有改动。"
        f"请写单位的全称或简称，如 --lead {number}=县住建局。",
    )


def _charged(task: ExtractedTask, units: tuple[Unit, ...]) -> ExtractedTask:
    """The task under lead units that a clerk gave it, without the doubts about those read."""
    read = [unit.text for unit in task.lead_units]
    answered = {LEAD, "、".join(read), *read}
    kept = [each for each in task.findings if each.about not in answered]
    kept += [unit_unknown(task.number, unit.text, None) for unit in units if not unit.name]
    return replace(
        task,
        lead_units=units,
        findings=tuple(kept),
        reasons=(*task.reasons, Reason("lead_units", "经办人指定")),
    )
