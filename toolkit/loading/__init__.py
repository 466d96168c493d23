"""Data files → typed records, checked on load; one module per kind of file.

Every fault is a :class:`~toolkit.errors.SettingsError` with one Chinese line that names the file,
the entry and what is wrong. Read a TOML file with :func:`toolkit.loading.entries.read_toml`.

The loaders named here are imported when first asked for: whoever needs a calendar must not wait
for the vocabulary, which brings all of extraction along.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.loading.calendars import load_calendar
    from toolkit.loading.festivals import load_festivals
    from toolkit.loading.regulations import load_regulation
    from toolkit.loading.vague_units import load_vague_units
    from toolkit.loading.vocabulary import load_vocabulary

__all__ = [
    "load_calendar",
    "load_festivals",
    "load_regulation",
    "load_vague_units",
    "load_vocabulary",
]

_HOMES = {
    "load_calendar": "calendars",
    "load_festivals": "festivals",
    "load_regulation": "regulations",
    "load_vague_units": "vague_units",
    "load_vocabulary": "vocabulary",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
