"""Where templates are: those that ship with the toolkit, and an office's own beside them."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import StorageError, UsageError
from toolkit.papers import PAPERS, Paper
from toolkit.rendering.template import Template


def paper_named(name: str) -> Paper:
    """The paper of that name; raises :class:`UsageError` E0206 with all there are."""
    try:
        return PAPERS[name.removesuffix(".docx")]
    except KeyError:
        raise UsageError("E0206", f"没有“{name}”这种单。可选：{'、'.join(PAPERS)}。") from None


def paper_of_file(file_name: str) -> Paper | None:
    """The paper a file's name speaks of (交办单-2026版.docx), the longest name first."""
    named = [paper for paper in PAPERS.values() if paper.name in file_name]
    return max(named, key=lambda paper: len(paper.name), default=None)


def built_in(paper: Paper) -> Path:
    """In an installed package beside the code, in a checkout beside the package."""
    package = Path(__file__).parent.parent
    places = [folder / "templates" / paper.file_name for folder in (package, package.parent)]
    return next((place for place in places if place.is_file()), places[0])


def template_path(paper: Paper, own_folder: Path | None) -> Path:
    """The office's own template where ``own_folder`` has one of that name, else the built-in."""
    own = own_folder / paper.file_name if own_folder else None
    return own if own is not None and own.is_file() else built_in(paper)


def template_for(paper: Paper, own_folder: Path | None = None) -> Template:
    """The template that is to be used, checked; raises :class:`SettingsError` E22xx, E2301."""
    return Template.load(template_path(paper, own_folder), paper.fields)


def export(paper: Paper, folder: Path) -> Path:
    """Copy the built-in template into ``folder``; a file that is there stays (E5102)."""
    target = folder / paper.file_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(built_in(paper).read_bytes())
    except FileExistsError:
        raise StorageError(
            "E5102",
            f"“{target}”已存在，没有覆盖。要用自带的，请先把原来的文件改名或移走。",
        ) from None
    return target
