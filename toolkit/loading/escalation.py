"""``data/vocabulary/escalation.toml``: how reports that ask for coordination are worded."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from toolkit.loading.entries import Entry, read_toml
from toolkit.rules.report_parts import Doubt, EscalationWords, OpinionWords, PartWords, Patterns

ESCALATION = Path(__file__).parents[1] / "data" / "vocabulary" / "escalation.toml"


@cache
def load_escalation_words(path: Path = ESCALATION) -> EscalationWords:
    """Raises :class:`~toolkit.errors.SettingsError` naming the entry that is wrong."""
    file = read_toml(path)
    file.only("doubt", "empty", "part", "request", "opinion")
    empty, request, opinion = (file.child(key) for key in ("empty", "request", "opinion"))
    empty.only("patterns")
    request.only("titles", "closings")
    opinion.only("labels", "other_labels", "refused", "doubtful", "advice")
    parts = [_part(entry) for entry in file.children("part")]
    return EscalationWords(
        parts={part.name: part for part in parts},
        opinion=OpinionWords(
            titles=_patterns(request, "titles"),
            closings=_patterns(request, "closings"),
            labels=_patterns(opinion, "labels"),
            other_labels=_patterns(opinion, "other_labels"),
            refused=_patterns(opinion, "refused"),
            doubtful=_patterns(opinion, "doubtful"),
            advice=opinion.take("advice", str),
        ),
        empty=_patterns(empty, "patterns"),
        doubts=tuple(_doubt(entry) for entry in file.children("doubt")),
    )


def _part(entry: Entry) -> PartWords:
    entry.only(
        *("name", "headings", "phrases", "excluded", "denied", "doubts", "advice"),
        *("subject", "subject_doubt"),
    )
    return PartWords(
        name=entry.take("name", str),
        headings=_patterns(entry, "headings"),
        phrases=_patterns(entry, "phrases"),
        excluded=_patterns(entry, "excluded"),
        denied=_patterns(entry, "denied"),
        doubts=tuple(_doubt(each) for each in entry.children("doubts")),
        advice=entry.take("advice", str),
        subject=entry.pattern("subject") if "subject" in entry.values else None,
        subject_doubt=entry.get("subject_doubt", str, ""),
    )


def _doubt(entry: Entry) -> Doubt:
    entry.only("pattern", "says", "unless")
    unless = entry.pattern("unless") if "unless" in entry.values else None
    return Doubt(entry.pattern("pattern"), entry.take("says", str), unless)


def _patterns(entry: Entry, key: str) -> Patterns:
    found = []
    for text in entry.texts(key):
        try:
            found.append(re.compile(text))
        except re.error as fault:
            entry.fail("E3014", f"“{key}”中的“{text}”不是正确的匹配式：{fault}")
    return tuple(found)
