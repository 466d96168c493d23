"""Who did what before: the office's earlier breakdowns and its ledger, as examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from toolkit.loading.directory import Directory
from toolkit.office.settings import LEDGER_FILE, OfficeFolder
from toolkit.plan import Plan
from toolkit.recognition import extract_tasks
from toolkit.suggestion import Example, Suggester

EARLIER_FOLDER = "往年分解"
_KINDS = (".docx", ".txt", ".xlsx")
_YEAR = re.compile(r"20\d\d(?=年)")


def earlier_tasks(
    office: OfficeFolder, directory: Directory, files: Sequence[Path] = ()
) -> tuple[Example, ...]:
    """Tasks with a lead unit: from ``files``, the office's folder 往年分解, and its ledger.

    Raises InputError for a file that cannot be read.
    """
    own = sorted((office.folder / EARLIER_FOLDER).glob("*")) if office.folder else []
    kept = [path for path in own if path.suffix.lower() in _KINDS and path.name[0] not in ".~"]
    found = [each for path in (*files, *kept) for each in _from_file(path, office, directory)]
    return (*found, *_from_ledger(office, directory))


def suggested(plan: Plan, office: OfficeFolder, files: Sequence[Path] = ()) -> Plan:
    """The plan with units for its open rows: by their duties, and by who did the like before.

    Raises InputError for one of ``files`` that cannot be read.
    """
    from toolkit.planning import directory_of, suggest_units

    directory = directory_of(office)
    examples = earlier_tasks(office, directory, files)
    return suggest_units(plan, Suggester(directory.tasked(), examples), directory)


def _from_file(path: Path, office: OfficeFolder, directory: Directory) -> Iterator[Example]:
    if path.suffix.lower() == ".xlsx":
        from toolkit.planning import read_plan

        plan, _ = read_plan(path, office)
        facts = plan.sources[0].facts if plan.sources else None
        tasks = [row.task for row in plan.rows]
    else:
        _, extraction = extract_tasks(path, folder=office.folder)
        facts, tasks = extraction.source, list(extraction.tasks)
    named = _YEAR.search(f"{facts.title if facts else ''}{path.stem}")
    year = named[0] if named else str(facts.date.year) if facts and facts.date else ""
    where = f"{year}年" if year else path.stem
    for task in tasks:
        if task.lead_units:
            helps = [unit.text for unit in task.supporting_units]
            told = f"{where}分解第{task.number}项"
            yield _example(task.objective, task.lead_units[0].text, helps, told, directory)


def _from_ledger(office: OfficeFolder, directory: Directory) -> Iterator[Example]:
    if office.folder is None or not (
        office.settings.ledger.database or (office.folder / LEDGER_FILE).exists()
    ):
        return
    from toolkit.issuing import list_ledger

    for row in list_ledger(office):
        if row.lead_units:
            told = f"台账{row.register_number}"
            yield _example(row.objective, row.lead_units[0], row.supporting_units, told, directory)


def _example(
    text: str, lead: str, helps: Iterable[str], told: str, directory: Directory
) -> Example:
    """With units under their everyday names, so that one unit is one whatever it was called."""

    def everyday(name: str) -> str:
        unit = directory.known(name)
        return directory.name_of(unit) if unit else name

    return Example(text, everyday(lead), tuple(everyday(name) for name in helps), told)
