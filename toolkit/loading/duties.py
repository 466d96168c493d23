"""The units that may be suggested, with the phrases of their duties, from the office's table."""

from __future__ import annotations

from toolkit.extraction.unit_level import Level
from toolkit.extraction.unit_mentions import Vocabulary
from toolkit.extraction.unit_records import UnitRecord
from toolkit.suggestion import Tasked

# Departments lead; the others named beside them mostly help. 专门机构 only decide.
_LEADS = {
    "vertical": 0.9,
    "institution": 0.9,
    "party": 0.85,
    "mass_org": 0.85,
    "other_organ": 0.75,
    "platform_company": 0.5,
    "special_body": 0.0,
}


def load_duties(vocabulary: Vocabulary, level: Level) -> tuple[Tasked, ...]:
    """Every unit of the table that can lead, under the name the county uses every day."""
    return tuple(
        Tasked(everyday_name(unit, level), unit.keywords, weight)
        for unit in vocabulary.units.values()
        if (weight := _LEADS.get(unit.kind, 1.0))
    )


def everyday_name(unit: UnitRecord, level: Level) -> str:
    """县住建局 (区住建局 in a district): the shortest of the short names, else the full one."""
    whole = [name.replace("{P}", level.place or level.prefix or "县") for name in unit.full]
    name = min(unit.short, key=len) if unit.short else whole[0]
    return (level.prefix or "县") + name[1:] if name.startswith("县") else name
