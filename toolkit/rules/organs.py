"""Organs' names at the level of the document: 县政府督查室 becomes 区政府督查室 in a district."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.model import Decision, Finding, SourceFacts
from toolkit.rules.regulation import Regulation
from toolkit.text.normalize import match_copy


def level_of(facts: SourceFacts, regulation: Regulation) -> str | None:
    """县、区、市、旗 or 州 of the government whose document it is; ``None`` if not to be seen."""
    levels = "".join(regulation.levels)
    government = re.compile(rf"([{levels}])(?:人民)?政府")  # 牟州市人民政府 is 市, not 州
    place = re.compile(rf"^(?:中共|关于)?[^{levels}\s]{{1,6}}[{levels}]*([{levels}])")
    texts = [match_copy(text) for text in (facts.issuer, facts.title) if text]
    for pattern in (government, place):
        for text in texts:
            found = pattern.search(text)
            if found:
                return found[1]
    chair = re.search(rf"([{levels}])(?:人民政府|政府|长)", match_copy(facts.chair_post or ""))
    return chair[1] if chair else None


def adapt(text: str, regulation: Regulation, level: str | None) -> str:
    """The text with the level's character of organs and posts replaced; ``None`` changes nothing.

    The regulation's own level (县) is replaced only before the words its data lists (政府、长 …),
    and never in a quoted clause.
    """
    if level is None or level == regulation.level:
        return text
    words = "|".join(re.escape(word) for word in regulation.level_words)
    return re.sub(rf"{regulation.level}(?={words})", level, text)


def at_level(decision: Decision, regulation: Regulation, level: str | None) -> Decision:
    """The decision with its organs, sentences and findings in the level's words."""
    if level is None or level == regulation.level:
        return decision

    def words(text: str) -> str:
        return adapt(text, regulation, level)

    def finding(found: Finding) -> Finding:
        return replace(found, message=words(found.message))

    return replace(
        decision,
        source_name=words(decision.source_name),
        issuer=words(decision.issuer),
        feedback_to=None if decision.feedback_to is None else words(decision.feedback_to),
        copies=tuple(words(name) for name in decision.copies),
        sentences=tuple(words(text) for text in decision.sentences),
        findings=tuple(finding(found) for found in decision.findings),
    )
