"""What stands around a name: who is asked, who is spoken to, where a clause opens."""

from __future__ import annotations

from toolkit.extraction.units.edges import UnitWords
from toolkit.extraction.units.mentions import Known, Scene
from toolkit.text.patterns import lazy

HEAD = lazy(r"负责人(?![民口才防员工力大社]|行道)")
"""The unit's head, not what it is in charge of: 县城投公司负责|人民路."""


def opens_clause(copy: str, start: int) -> bool:
    return start == 0 or not ("\u4e00" <= copy[start - 1] <= "\u9fff" or copy[start - 1] == "、")


def opens_name(copy: str, start: int) -> bool:
    """Whether no longer name can stand around one that begins at ``start``."""
    before = copy[start - 1] if start else ""
    return not ("\u4e00" <= before <= "\u9fff" or before in ('"', ")", "x", "X", "×", "·"))


def speaks(copy: str, end: int, words: UnitWords) -> bool:
    """Whether what follows is said to somebody: 财政|不要捂着, 住建|得把账算清."""
    return copy.startswith(words.spoken, end) and not copy.startswith(words.spoken_not, end)


def asked(copy: str, start: int, words: UnitWords) -> bool:
    """Whether 由, 请, 责成 … stands right before."""
    return copy.endswith(words.strong_before, 0, start) and not copy.endswith(
        words.not_asked, 0, start
    )


def is_agent(scene: Scene, known: Known) -> bool:
    """Whether a bare name can mean nothing but a body: 住建 (住房和城乡建设), 公安; not so 教育
    or 水利, which are also what the body looks after."""
    bare = scene.copy[known.core : known.end]
    if bare in scene.vocabulary.words.agents:
        return True
    record = scene.vocabulary.units.get(known.form.unit_id)
    return record is not None and known.bare and not any(bare in name for name in record.full)
