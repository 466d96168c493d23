"""``data/vocabulary/vague_units.toml``: words of “units” that can receive no ticket."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.loading.entries import read_toml

DATA = Path(__file__).parents[1] / "data" / "vocabulary" / "vague_units.toml"
_GROUPS = ("unnamed", "by_duty", "by_part")


@cache
def load_vague_units(path: Path = DATA) -> frozenset[str]:
    """The words, one of which makes a unit outside the table too vague to be charged.

    Raises :class:`~toolkit.errors.SettingsError` naming the entry that is wrong.
    """
    entry = read_toml(path)
    entry.only(*_GROUPS)
    words = [word for group in _GROUPS for word in entry.texts(group)]
    if not all(words):
        entry.fail("E3011", "有一个词是空的")
    return frozenset(words)
