"""All that extraction needs to know and does not read from the document, passed in as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from toolkit.extraction.head.facts import FactsVocabulary
from toolkit.extraction.phrases import Phrases
from toolkit.extraction.units.find import Vocabulary

if TYPE_CHECKING:
    from toolkit.extraction.breakdown.words import BreakdownWords
    from toolkit.extraction.instruction.words import InstructionWords
    from toolkit.extraction.report.words import ReportWords


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The office's units, the phrases, the posts and meeting kinds, festivals and working days.

    ``breakdown``, ``report`` and ``instruction`` give the words of those kinds and are called only
    for a document of the kind; without them it is read like minutes. ``nth_working_day(day, n)``
    gives the n-th working day after ``day`` or ``None`` where the calendar is unpublished; without
    it Saturdays and Sundays are skipped.
    """

    vocabulary: Vocabulary
    phrases: Phrases
    facts: FactsVocabulary
    festivals: Mapping[tuple[str, int], date] = field(default_factory=dict)
    nth_working_day: Callable[[date, int], date | None] | None = None
    breakdown: Callable[[], BreakdownWords] | None = None
    report: Callable[[], ReportWords] | None = None
    instruction: Callable[[], InstructionWords] | None = None
