"""The office's units as people write and choose them: by name, by duty, by who answers for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from toolkit.extraction.units.find import Level, parse_unit_list
from toolkit.extraction.units.mentions import Vocabulary
from toolkit.extraction.units.records import UnitRecord
from toolkit.model import Unit
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
_TOWNS = ("镇", "乡", "街道")


@dataclass(frozen=True)
class Directory:
    """The units of ``vocabulary`` as a place of ``level`` calls them."""

    vocabulary: Vocabulary
    level: Level

    @cached_property
    def everyday(self) -> dict[str, UnitRecord]:
        """Everyday name (县住建局, in a district 区住建局) → unit, in the table's order."""
        return {self.name_of(unit): unit for unit in self.vocabulary.units.values()}

    @property
    def names(self) -> tuple[str, ...]:
        """What a list to choose from offers: every unit, then the townships."""
        return (*self.everyday, *sorted(self.vocabulary.townships))

    def name_of(self, unit: UnitRecord) -> str:
        """The shortest of the short names, else the full one."""
        prefix = self.level.prefix or "县"
        if not unit.short:
            return unit.full[0].replace("{P}", self.level.place or prefix)
        name = min(unit.short, key=len)
        return name.replace("县", prefix, 1)  # 县住建局, but also 团县委 and 人民银行县支行

    def known(self, name: str) -> UnitRecord | None:
        """The unit that goes by ``name``, whichever of its names that is."""
        mentions = parse_unit_list(name, self.vocabulary, self.level)
        return self.vocabulary.units.get(mentions[0].unit_id or "") if mentions else None

    def resolve(self, text: str) -> tuple[Unit, ...]:
        """The units a field names, in order, each with its official name where the table has it."""
        mentions = parse_unit_list(text, self.vocabulary, self.level)
        return tuple(Unit(each.text, each.name, None, each.group) for each in mentions)

    def doubt(self, unit: Unit) -> str | None:
        """``None`` for a unit one can charge, else a known name that looks like it, or ``""``."""
        towns = self.vocabulary.townships
        if unit.name or unit.group or unit.text in towns or unit.text in self.everyday:
            return None  # what the list offers to choose from is always good
        if unit.text.endswith(_TOWNS) and not towns:
            return None
        return next(iter(get_close_matches(unit.text, self.names, n=1, cutoff=0.6)), "")

    def officials(self, units: Iterable[Unit]) -> tuple[str, ...]:
        """Who answers for the units by the division of work; nobody where the table names none."""
        records = (self.known(unit.text) for unit in units)
        return tuple(dict.fromkeys(n for each in records if each for n in each.officials))

    def tasked(self) -> tuple[Tasked, ...]:
        """Every unit that can lead, with the phrases of its duties."""
        return tuple(
            Tasked(name, unit.keywords, weight)
            for name, unit in self.everyday.items()
            if (weight := _LEADS.get(unit.kind, 1.0))
        )
