"""Where templates are: those that ship with the toolkit, and an office's own beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import StorageError, UsageError
from toolkit.papers import PAPERS, Paper
from toolkit.rendering.stored import prepared
from toolkit.rendering.template import Template
from toolkit.rendering.typefaces import AS_SHIPPED, Faces, dress


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


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where an office takes its templates: from ``own``, its folder (``None``: it has none), else
    the built-in ones in ``faces``.
    """

    own: Path | None = None
    faces: Faces = AS_SHIPPED

    def own_file(self, paper: Paper) -> Path | None:
        """The office's own template of a paper, if it has one of that name."""
        path = self.own / paper.file_name if self.own else None
        return path if path is not None and path.is_file() else None

    def content(self, paper: Paper) -> bytes:
        """The template's bytes, not checked yet."""
        own = self.own_file(paper)
        return own.read_bytes() if own else dress(built_in(paper).read_bytes(), self.faces)

    def template(self, paper: Paper) -> Template:
        """The template that is to be used, checked; raises :class:`SettingsError` E22xx, E2301."""
        return prepared(paper.file_name, self.content(paper), paper)

    def export(self, paper: Paper, folder: Path) -> Path:
        """Copy the built-in template into ``folder``; a file that is there stays (E5102)."""
        target = folder / paper.file_name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(dress(built_in(paper).read_bytes(), self.faces))
        except FileExistsError:
            raise StorageError(
                "E5102",
                f"“{target}”已存在，没有覆盖。要用自带的，请先把原来的文件改名或移走。",
            ) from None
        return target
