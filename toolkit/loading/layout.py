"""``data/layout/``: the standard's statements, house customs and the names of fonts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.layout.check import MEASURES
from toolkit.layout.elements import Shape
from toolkit.layout.statements import Fonts, Force, Statement
from toolkit.loading.entries import Entry, read_toml

LAYOUT = Path(__file__).parents[1] / "data" / "layout"
_FORCES = {each.name.lower(): each for each in Force}


@cache
def load_statements(folder: Path = LAYOUT) -> tuple[Statement, ...]:
    """The standard's, then the customs. Raises :class:`~toolkit.errors.SettingsError`."""
    found: list[Statement] = []
    for name in ("gbt9704.toml", "customs.toml"):
        file = read_toml(folder / name)
        file.only("standard", "source", "checked_on", "statement")
        found += [_statement(entry) for entry in file.children("statement")]
    return tuple(found)


def _statement(entry: Entry) -> Statement:
    entry.only("id", "clause", "force", "wording", "shapes", "measure", "figures", "reason")
    measure = entry.choice("measure", MEASURES) if "measure" in entry.values else ""
    return Statement(
        id=entry.take("id", str),
        clause=entry.take("clause", str),
        force=_FORCES[entry.choice("force", _FORCES)],
        wording=entry.take("wording", str),
        shapes=frozenset(map(Shape, entry.texts("shapes"))),
        measure=measure,
        figures={key: float(value) for key, value in entry.get("figures", dict, {}).items()},
        reason="" if measure else entry.take("reason", str),
    )


@cache
def load_fonts(folder: Path = LAYOUT) -> Fonts:
    """The five faces by every name. Raises :class:`~toolkit.errors.SettingsError`."""
    file = read_toml(folder / "fonts.toml")
    file.only("profiles", "face")
    profiles: dict[str, dict[str, str]] = {name: {} for name in file.texts("profiles")}
    fallbacks: dict[str, dict[str, str]] = {name: {} for name in profiles}
    families: dict[str, frozenset[str]] = {}
    narrow: set[str] = set()
    for face in file.children("face"):
        face.only("role", "use", "fallback", "others", "narrow")
        role = face.take("role", str)
        for name in profiles:
            profiles[name][role] = face.child("use").take(name, str)
            fallbacks[name][role] = face.child("fallback").take(name, str)
        names = {*face.child("use").values.values(), *face.child("fallback").values.values()}
        narrow.update(face.texts("narrow"))
        families[role] = frozenset(names | {*face.texts("others"), *face.texts("narrow")})
    return Fonts(families, profiles, fallbacks, frozenset(narrow))
