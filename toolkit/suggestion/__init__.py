"""Who should do a task that names nobody: units ranked, each with what speaks for it.

Three kinds of evidence add up: phrases of a unit's duties in the task, earlier tasks like it and
who led them, and single words that in duties and earlier tasks go with a unit. Nothing is decided
here: where no unit stands out the proposal says so, and a person chooses.
"""

from toolkit.suggestion.records import Evidence, EvidenceKind, Example, Proposal, Suggestion, Tasked
from toolkit.suggestion.suggester import Suggester

__all__ = [
    "Evidence",
    "EvidenceKind",
    "Example",
    "Proposal",
    "Suggester",
    "Suggestion",
    "Tasked",
]
