"""The templates an office uses: its own, or the built-in ones in the fonts it has chosen."""

from __future__ import annotations

from toolkit.office.settings import TEMPLATE_FOLDER, OfficeFolder
from toolkit.rendering.shelf import Shelf
from toolkit.rendering.typefaces import AS_SHIPPED, Faces


def shelf_of(office: OfficeFolder, fonts: str = "") -> Shelf:
    """``fonts`` stands in for the office's choice. Raises SettingsError E3006."""
    own = office.folder / TEMPLATE_FOLDER if office.folder else None
    return Shelf(own, faces_of(fonts or office.settings.papers.fonts))


def faces_of(profile: str) -> Faces:
    """The fonts of a profile of ``data/layout/fonts.toml``; ``""``: as the templates are."""
    if not profile:
        return AS_SHIPPED
    from toolkit.loading.layout import load_fonts

    fonts = load_fonts().only(profile)
    use, spare = fonts.profiles[profile], fonts.fallbacks[profile]
    return Faces(
        tuple((old, use[role]) for role in use for old in sorted(fonts.families[role])),
        tuple((use[role], spare[role]) for role in use),
    )
