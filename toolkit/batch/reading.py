"""A folder of documents → one plan to be decided over; nothing is numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.engine import Engine, in_order
from toolkit.errors import DubanError, InputError
from toolkit.model import DocumentKind, Extraction, SourceDocument
from toolkit.plan import Plan, PlanRow
from toolkit.planning import draft_plan
from toolkit.recognition import extract_tasks


@dataclass(frozen=True, slots=True)
class FolderReading:
    """The plan of all documents, how each was read, and which gave nothing, with the reason.

    ``twice`` are files with the same content as an earlier one.
    """

    plan: Plan
    read: tuple[tuple[str, Extraction], ...]
    failed: tuple[tuple[str, DubanError], ...]
    twice: tuple[tuple[str, str], ...]


def documents_in(folder: Path) -> tuple[Path, ...]:
    """The files in the folder and those below, in the order of their names; hidden ones left out.

    Raises InputError E3652 where there is none.
    """
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    ]
    if not found:
        raise InputError(
            "E3652", f"“{folder}”中没有可读的文件（.docx、.txt）。请核对文件夹，没有写文件。"
        )
    return tuple(found)


def read_folder(
    folder: Path, office: Path | None, engine: Engine, suggest: Callable[[Plan], Plan]
) -> FolderReading:
    """Read all documents of ``folder`` at once; ``office`` is the folder whose units are used.

    ``suggest`` proposes units for the plan of a work report, which names none itself.
    """
    paths = documents_in(folder)
    names = [path.relative_to(folder).as_posix() for path in paths]
    results = in_order(engine, _read, [(path, office) for path in paths])
    return _put_together(names, list(results), suggest)


def _read(order: tuple[Path, Path | None]) -> tuple[SourceDocument, Extraction] | DubanError:
    path, office = order
    try:
        return extract_tasks(path, folder=office)
    except DubanError as fault:
        return fault
    except Exception as fault:
        return DubanError("E1000", f"读这份文件时程序内部出错（{type(fault).__name__}）。")


def _put_together(
    names: Sequence[str],
    results: Sequence[tuple[SourceDocument, Extraction] | DubanError],
    suggest: Callable[[Plan], Plan],
) -> FolderReading:
    plans: list[Plan] = []
    read: list[tuple[str, Extraction]] = []
    failed: list[tuple[str, DubanError]] = []
    twice: list[tuple[str, str]] = []
    first: dict[str, str] = {}
    originals: dict[str, PlanRow] = {}
    for name, result in zip(names, results, strict=True):
        if isinstance(result, DubanError):
            failed.append((name, result))
            continue
        document, extraction = result
        if first.setdefault(document.sha256, name) != name:
            twice.append((name, first[document.sha256]))
            continue
        plan = draft_plan(document, extraction)
        if extraction.source.kind is DocumentKind.REPORT:
            plan = suggest(plan)
        if plan.originals.keys() & originals.keys():
            # six digits of the hash tell documents apart in a 行号; so rare, so plainly refused
            failed.append((name, InputError("E3653", "行号与另一份文件相同，请单独出计划。")))
            continue
        originals |= plan.originals
        plans.append(plan)
        read.append((name, extraction))
    whole = Plan(
        tuple(source for plan in plans for source in plan.sources),
        tuple(row for plan in plans for row in plan.rows),
        originals,
    )
    return FolderReading(whole, tuple(read), tuple(failed), tuple(twice))
