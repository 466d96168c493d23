"""Everything extraction needs, put together from the data files and the office's units table.

The words of one kind of document are imported and loaded when such a document comes.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.extraction.knowledge import Knowledge
from toolkit.loading.calendars import load_calendar
from toolkit.loading.facts import load_facts_vocabulary
from toolkit.loading.festivals import load_festivals
from toolkit.loading.phrases import load_phrases
from toolkit.loading.vocabulary import load_vocabulary
from toolkit.rules.calendar import Calendar, UnknownYear

if TYPE_CHECKING:
    from toolkit.extraction.breakdown_words import BreakdownWords
    from toolkit.extraction.instruction_words import InstructionWords
    from toolkit.extraction.report_words import ReportWords


def load_knowledge(units: Path | None = None) -> Knowledge:
    """What extraction needs to know; ``units`` is the office's own table of units, if it has one.

    Raises :class:`~toolkit.errors.SettingsError` for a data file that cannot be used.
    """
    return Knowledge(
        vocabulary=load_vocabulary(units),
        phrases=load_phrases(),
        facts=load_facts_vocabulary(),
        festivals=load_festivals(),
        nth_working_day=_nth_working_day,
        report=_report_words,
        instruction=_instruction_words,
        breakdown=_breakdown_words,
    )


def _breakdown_words() -> BreakdownWords:
    from toolkit.loading.breakdown import load_breakdown_words

    return load_breakdown_words()


def _instruction_words() -> InstructionWords:
    from toolkit.loading.instruction import load_instruction_words

    return load_instruction_words()


def _report_words() -> ReportWords:
    from toolkit.loading.report import load_report_words

    return load_report_words()


def _nth_working_day(day: date, n: int) -> date | None:
    """The n-th working day after ``day``; ``None`` where the year's notice is not issued."""
    try:
        return _calendar().nth_working_day_after(day, n)
    except UnknownYear:
        return None


@cache
def _calendar() -> Calendar:
    return load_calendar()
