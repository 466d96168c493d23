"""Everything extraction needs, put together from the data files and the office's units table.

The words of one kind of document are imported and loaded when such a document comes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.extraction.knowledge import Knowledge
from toolkit.extraction.phrases import Phrases
from toolkit.loading.calendars import load_calendar
from toolkit.loading.facts import load_facts_vocabulary
from toolkit.loading.festivals import load_festivals
from toolkit.loading.vocabulary import load_vocabulary
from toolkit.loading.words import VOCABULARY, load_weights, load_words
from toolkit.rules.calendar import Calendar, UnknownYear

if TYPE_CHECKING:
    from toolkit.extraction.breakdown.words import BreakdownWords
    from toolkit.extraction.instruction.words import InstructionWords
    from toolkit.extraction.report.words import ReportWords


def load_knowledge(units: Path | None = None) -> Knowledge:
    """What extraction needs to know; ``units`` is the office's own table of units, if it has one.

    Raises :class:`~toolkit.errors.SettingsError` for a data file that cannot be used.
    """
    return Knowledge(
        vocabulary=load_vocabulary(units),
        phrases=_phrases(),
        facts=load_facts_vocabulary(),
        festivals=load_festivals(),
        nth_working_day=_nth_working_day,
        report=report_words,
        instruction=instruction_words,
        breakdown=breakdown_words,
    )


@cache
def _phrases() -> Phrases:
    phrases = load_words(Phrases.from_table, VOCABULARY / "phrases.toml")
    return replace(phrases, weights=load_weights(VOCABULARY / "weights.tsv"))


@cache
def breakdown_words() -> BreakdownWords:
    """The words of ``breakdown.toml``, compiled once."""
    from toolkit.extraction.breakdown.words import BreakdownWords

    return load_words(BreakdownWords.from_table, VOCABULARY / "breakdown.toml")


@cache
def instruction_words() -> InstructionWords:
    """The words of ``instruction.toml``, compiled once."""
    from toolkit.extraction.instruction.words import InstructionWords

    return load_words(InstructionWords.from_table, VOCABULARY / "instruction.toml")


@cache
def report_words() -> ReportWords:
    """The words of ``report.toml``, compiled once."""
    from toolkit.extraction.report.words import ReportWords

    return load_words(ReportWords.from_table, VOCABULARY / "report.toml")


def _nth_working_day(day: date, n: int) -> date | None:
    """The n-th working day after ``day``; ``None`` where the year's notice is not issued."""
    try:
        return _calendar().nth_working_day_after(day, n)
    except UnknownYear:
        return None


@cache
def _calendar() -> Calendar:
    return load_calendar()
