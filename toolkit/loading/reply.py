"""``data/vocabulary/reply.toml``: what the columns and boxes of a returned paper are called."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.loading.entries import Entry, read_toml
from toolkit.replies.records import Answer, ReplyWords

REPLY = Path(__file__).parents[1] / "data" / "vocabulary" / "reply.toml"
_COLUMNS = ("index", "objective", "state", "progress", "next")
_LABELS = ("unit", "replied_on", "handler", "objection")


@cache
def load_reply_words(path: Path = REPLY) -> ReplyWords:
    """Raises :class:`~toolkit.errors.SettingsError` naming the entry that is wrong."""
    file = read_toml(path)
    file.only("columns", "labels", "marks", "choices")
    marks, choices = file.child("marks"), file.child("choices")
    marks.only("boxes", "ticks", "receipt")
    choices.only(*Answer, "no")
    return ReplyWords(
        columns=_texts(file.child("columns"), _COLUMNS),
        labels=_texts(file.child("labels"), _LABELS),
        choices={answer: choices.texts(answer) for answer in Answer},
        boxes=marks.take("boxes", str),
        ticks=marks.take("ticks", str),
        receipt=marks.take("receipt", str),
        no=choices.take("no", str),
    )


def _texts(entry: Entry, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    entry.only(*names)
    return {name: entry.texts(name) for name in names}
