"""The arrows of the architecture, read from the imports themselves.

``ALLOWED`` is the picture of the README as data: what each part of the package may import of the
others. A new module needs a line here, which is the moment to think about where it belongs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "toolkit"

CORE: dict[str, set[str]] = {
    "errors": set(),
    "model": set(),
    "labels": {"model"},
    "findings": {"model"},
    "notation": {"model"},
    "text": set(),
    "extraction": {"model", "text", "findings"},
    "rules": {"model", "text", "findings"},
    "numbering": set(),
    "life_cycle": {"model"},
    "wording": {"model"},
    "drafting": {"model", "text", "findings", "wording"},
    "corrections": {"model", "findings", "extraction"},
    "revisions": {"model"},
    "papers": {"model", "numbering", "rules", "drafting", "wording"},
    "contract": {"model"},
    "plan": {"model", "findings"},
    "suggestion": {"text"},
    "permissions": {"life_cycle"},
    "replies": {"model", "text", "findings"},
    "tallies": {"papers"},
    "prose": {"model", "text", "findings", "tallies"},
}
EDGES: dict[str, set[str]] = {
    "loading": {
        "extraction",
        "findings",
        "layout",
        "life_cycle",
        "model",
        "permissions",
        "prose",
        "replies",
        "rules",
        "suggestion",
        "tallies",
        "text",
    },
    "reading": {"findings", "model"},
    "rendering": {"findings", "model", "papers", "text"},
    "layout": {"reading", "rendering", "text"},
    "office": {"drafting", "loading", "model", "numbering", "rendering", "rules"},
    "preview": {"layout", "screen"},
    "durable": set(),
    "ledger": {
        "durable",
        "life_cycle",
        "model",
        "numbering",
        "papers",
        "permissions",
        "revisions",
        "tallies",
        "text",
    },
    "workbook": {"plan", "reading", "rendering"},
    "follow_up": {
        *CORE,
        "issuing",
        "ledger",
        "loading",
        "office",
        "reading",
        "recognition",
        "rendering",
        "workbook",
    },
    "planning": {
        "extraction",
        "loading",
        "model",
        "office",
        "plan",
        "recognition",
        "suggestion",
        "workbook",
    },
    "earlier": {"issuing", "loading", "office", "plan", "planning", "recognition", "suggestion"},
    "engine": set(),
    "batch": {
        *CORE,
        "engine",
        "durable",
        "issuing",
        "ledger",
        "office",
        "pipeline",
        "planning",
        "recognition",
        "rendering",
    },
    "recognition": {"extraction", "loading", "model", "office", "reading"},
    "pipeline": {*CORE, "loading", "office", "reading", "recognition"},
    "issuing": {*CORE, "ledger", "office", "pipeline", "rendering"},
    "screen": {*CORE, "batch", "follow_up", "layout", "ledger", "pipeline", "rendering"},
    "commands": {
        "batch",
        "contract",
        "doctor",
        "earlier",
        "engine",
        "follow_up",
        "issuing",
        "labels",
        "layout",
        "ledger",
        "life_cycle",
        "loading",
        "model",
        "office",
        "papers",
        "pipeline",
        "plan",
        "planning",
        "preview",
        "prose",
        "reading",
        "recognition",
        "rendering",
        "rules",
        "screen",
        "text",
        "workbook",
    },
    "doctor": {
        "follow_up",
        "issuing",
        "layout",
        "ledger",
        "loading",
        "office",
        "papers",
        "rendering",
    },
    "cli": {"commands"},
}
ALLOWED = CORE | EDGES

# What the core must not touch: databases, files and the clock belong to the edges.
OUTSIDE = {"django", "sqlite3", "openpyxl", "xlsxwriter", "lxml", "docx", "docxtpl", "pydantic"}
OUTSIDE |= {"click", "os", "io", "shutil", "tempfile", "subprocess", "socket", "urllib", "pathlib"}
CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")}
CLOCK |= {("time", "time"), ("time", "localtime")}


def part_of(path: Path) -> str:
    """``toolkit/text/dates.py`` → ``text``, ``toolkit/model.py`` → ``model``."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    return [path for path in found if path != PACKAGE / "__init__.py"]


def imports(source: str, package: tuple[str, ...] = ("toolkit",)) -> Iterator[str]:
    """Full dotted names of everything ``source`` imports, at the top or inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *filter(None, [node.module])])
            if base == "toolkit":
                yield from (f"toolkit.{alias.name}" for alias in node.names)
            else:
                yield base


def imports_of(path: Path) -> set[str]:
    package = ("toolkit", *path.relative_to(PACKAGE).parts[:-1])
    return set(imports(path.read_text(encoding="utf-8"), package))


def parts_imported(path: Path) -> set[str]:
    ours = {name.split(".")[1] for name in imports_of(path) if name.startswith("toolkit.")}
    return ours - {part_of(path), "__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(path: Path) -> None:
    part = part_of(path)
    assert part in ALLOWED, f"{part}: say in {Path(__file__).name} what it may import"
    backwards = parts_imported(path) - ALLOWED[part] - {"errors"}
    assert not backwards, f"{path.name} imports {', '.join(sorted(backwards))}"


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if part_of(path) in CORE],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_core_has_no_disk_no_database_and_no_clock(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports_of(path)} & OUTSIDE
    assert not outside, f"{path.name} imports {', '.join(sorted(outside))}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in CLOCK, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}, f"{path.name}:{node.lineno}"


ROOMS: dict[str, set[str]] = {
    "units": set(),
    "people": {"units"},
    "head": {"people"},
    "report": {"units"},
    "instruction": {"units", "people", "head"},
    "breakdown": {"units", "people"},
}
"""The rooms of ``extraction``: names first, then the head, then a room a kind of document."""


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_of_extraction_follow_their_arrows(room: str) -> None:
    names = {
        name for path in (PACKAGE / "extraction" / room).rglob("*.py") for name in imports_of(path)
    }
    others = {name.split(".")[2] for name in names if name.startswith("toolkit.extraction.")} & set(
        ROOMS
    )
    assert others - {room} <= ROOMS[room]


def test_every_arrow_drawn_is_gone() -> None:
    """An arrow nobody goes any more invites the next one; those of ``*CORE`` are drawn at once."""
    gone: dict[str, set[str]] = {part: set() for part in ALLOWED}
    for path in modules():
        gone[part_of(path)] |= parts_imported(path)
    for part, allowed in ALLOWED.items():
        drawn = allowed - set(CORE) if set(CORE) <= allowed else allowed
        assert drawn <= gone[part], f"{part} imports no {', '.join(sorted(drawn - gone[part]))}"


def test_parts_form_no_cycle() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules():
        graph.setdefault(part_of(path), set()).update(parts_imported(path))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("part", ["office", "follow_up"])
def test_modules_of_one_part_form_no_cycle(part: str) -> None:
    graph = {
        f"toolkit.{part}.{path.stem}": {
            name for name in imports_of(path) if name.startswith(f"toolkit.{part}.")
        }
        for path in (PACKAGE / part).glob("*.py")
    }
    assert len(graph) > 1
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import toolkit.cli", "toolkit.cli"),
        ("from toolkit import cli", "toolkit.cli"),
        ("from toolkit.text.dates import find_times", "toolkit.text.dates"),
        ("from . import dates", "toolkit.text"),
        ("from ..rules import calendar", "toolkit.rules"),
        ("def f():\n    from django.db import models", "django.db"),
    ],
)
def test_every_form_of_import_is_seen(source: str, expected: str) -> None:
    assert list(imports(source, ("toolkit", "text"))) == [expected]
