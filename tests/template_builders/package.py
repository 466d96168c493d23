"""A template's parts put together as a Word file."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from template_builders.look import font_table, number_footer, settings
from template_builders.pieces import HEAD, R, W, par, references, section
from template_builders.styles import styles

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006"
KINDS = {"header": "header", "footer": "footer"}
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml."


@dataclass(frozen=True)
class Build:
    """One template: ``body`` with its last section, and headers and footers (``rId4`` and on)."""

    name: str
    body: str
    parts: dict[str, str] = field(default_factory=dict)


NUMBERS = {"footer1": number_footer("right"), "footer2": number_footer("left")}
NUMBERED = references(footer_default="rId4", footer_even="rId5")


def form(name: str, body: str) -> Build:
    """A paper of one standing section with page numbers on the outer side."""
    # Word wants a paragraph after the last table; it is one point high.
    return Build(name, body + par("FormEnd") + section(NUMBERED), NUMBERS)


def relations(*entries: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(entries, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{items}</Relationships>'


def members(build: Build) -> dict[str, str]:
    """Everything in the file, in the order it is stored."""
    fixed = ("document.main", "styles", "settings", "fontTable")
    overrides = {f"/word/{kind.split('.')[0]}.xml": f"{MIME}{kind}+xml" for kind in fixed}
    overrides |= {f"/word/{n}.xml": f"{MIME}{KINDS[n[:6]]}+xml" for n in build.parts}
    overrides |= {
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument"
        ".extended-properties+xml",
    }
    types = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{CORE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": relations(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{CORE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": f"{HEAD}<w:document {W} {R}><w:body>{build.body}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": relations(
            (f"{OFFICE}/styles", "styles.xml"),
            (f"{OFFICE}/settings", "settings.xml"),
            (f"{OFFICE}/fontTable", "fontTable.xml"),
            *((f"{OFFICE}/{KINDS[n[:6]]}", f"{n}.xml") for n in build.parts),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        **{f"word/{name}.xml": text for name, text in build.parts.items()},
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{CORE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{build.name}</dc:title>'
        "</cp:coreProperties>",
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/'
        'officeDocument/2006/extended-properties"><Application>duban</Application></Properties>',
    }


def write(build: Build, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members(build).items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))
