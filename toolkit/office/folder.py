"""Where an office's own files lie, found without reading any of them."""

from __future__ import annotations

from pathlib import Path

SETTINGS_FILE = "duban.toml"
UNITS_FILE = "units.xlsx"


def find_folder(start: Path) -> Path | None:
    """The office folder ``start`` lies in: the nearest folder upwards that holds a duban.toml."""
    start = start.absolute()
    return next((f for f in (start, *start.parents) if (f / SETTINGS_FILE).is_file()), None)


def units_file(folder: Path | None) -> Path | None:
    """The office's own list of units, or ``None`` where the built-in one is to be used."""
    own = folder / UNITS_FILE if folder else None
    return own if own is not None and own.is_file() else None
