"""Data files → typed records, checked on load; one module per kind of file.

Every fault is a :class:`~toolkit.errors.SettingsError` with one Chinese line that names the file,
the entry and what is wrong. Read a TOML file with :func:`toolkit.loading.entries.read_toml`.
"""

from __future__ import annotations

from toolkit.loading.calendars import load_calendar
from toolkit.loading.festivals import load_festivals
from toolkit.loading.regulations import load_regulation
from toolkit.loading.vocabulary import load_vocabulary

__all__ = ["load_calendar", "load_festivals", "load_regulation", "load_vocabulary"]
