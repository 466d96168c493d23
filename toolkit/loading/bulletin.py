"""``data/vocabulary/bulletin.toml``: how figures are worded in the text of a 通报."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.loading.entries import Entry, read_toml
from toolkit.prose import ProseWords
from toolkit.tallies import LABELS

BULLETIN = Path(__file__).parents[1] / "data" / "vocabulary" / "bulletin.toml"


@cache
def load_prose_words(path: Path = BULLETIN) -> ProseWords:
    """Raises :class:`~toolkit.errors.SettingsError` naming the entry that is wrong."""
    file = read_toml(path)
    file.only("measures", "words", "parts")
    words = file.child("words")
    words.only("units", "share", "part", "other")
    return ProseWords(
        measures=_texts(file.child("measures"), tuple(LABELS)),
        units=words.texts("units"),
        share=words.texts("share"),
        part=words.texts("part"),
        other=words.texts("other"),
        parts=_texts(file.child("parts"), ("good", "problems", "demands")),
    )


def _texts(entry: Entry, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    entry.only(*names)
    return {name: entry.texts(name) for name in names}
