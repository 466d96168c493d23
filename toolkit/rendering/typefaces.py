"""A template in other typefaces: every computer names them differently, the look stays the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from toolkit.rendering.archive import ArchiveWriter, read_archive

_FONTS = re.compile(r"<w:(?:rFonts|font)\b[^>]*>")
_NAME = re.compile(r'(?<= w:)(ascii|hAnsi|eastAsia|cs|name)="([^"]*)"')
_SPARE = re.compile(r'(<w:font w:name="([^"]*)"><w:altName w:val=")[^"]*"')


@dataclass(frozen=True, slots=True)
class Faces:
    """Names of fonts by pairs: ``use`` old → new, ``spare`` new → what to take where it is not
    installed. Without pairs all stays as it is.
    """

    use: tuple[tuple[str, str], ...] = ()
    spare: tuple[tuple[str, str], ...] = ()


AS_SHIPPED = Faces()


@lru_cache(maxsize=32)
def dress(template: bytes, faces: Faces) -> bytes:
    """The built-in ``template`` with the fonts of ``faces``; the same input, the same bytes."""
    if not faces.use:
        return template
    use, spare = dict(faces.use), dict(faces.spare)

    def renamed(fonts: re.Match[str]) -> str:
        return _NAME.sub(lambda name: f'{name[1]}="{use.get(name[2], name[2])}"', fonts[0])

    members = read_archive(template)
    changed = {}
    for member in members:
        if not member.name.startswith("word/") or not member.name.endswith(".xml"):
            continue
        xml = _FONTS.sub(renamed, member.content().decode("utf-8"))
        xml = _SPARE.sub(lambda font: f'{font[1]}{spare.get(font[2], font[2])}"', xml)
        changed[member.name] = xml.encode("utf-8")
    return ArchiveWriter(members, frozenset(changed)).write(changed)
