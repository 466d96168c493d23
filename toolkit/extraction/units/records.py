"""The records of the units table and its index of names.

A name is indexed by its *stem*, the name without its level word: 财政局 for 县财政局 and
{P}财政局. The level word is matched beside the stem, so one entry serves 县、市、区 alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from toolkit.extraction.units.words import WordSet
from toolkit.text.patterns import lazy

LEVEL_CHARS = frozenset("省市县区州旗盟镇乡")
_BRACKET_NOTE = lazy(r"[（(][^（）()]*[）)]$")
_PLACEHOLDERS = ("{P}", "{C}", "{省}")


class FormStatus(StrEnum):
    """How a spelling stands to its unit."""

    NAME = "name"  # 全称、规范简称、常用简称、加挂牌子
    FORMER = "former"  # 旧名、旧简称
    BARE = "bare"  # 裸名：财政、住建，只在并列或责任语境下是单位
    NATION = "nation"  # 中央和国家机关
    PROVINCE = "province"  # 省级对口：财政厅
    PLACED = "placed"  # 名称里含本地地名：国家税务总局苍屏县税务局


@dataclass(frozen=True, slots=True)
class FormerName:
    """Names a unit bore before; ``period`` and ``note`` are words for the reader, may be empty."""

    names: tuple[str, ...]
    period: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit of the table. Names hold ``{P}`` for the county's own name; ``higher`` maps
    ``city``, ``province`` and ``nation`` to the counterpart's name. ``keywords`` are phrases of
    its duties, ``officials`` the leaders who answer for it by the office's division of work."""

    id: str
    kind: str
    full: tuple[str, ...]
    short: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    old_aliases: tuple[str, ...] = ()
    bare_aliases: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    merged_forms: tuple[str, ...] = ()
    misnomers: tuple[str, ...] = ()
    higher: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling in the index: its unit, its standing, and for a bare name the whole ``stem``."""

    unit_id: str
    status: FormStatus
    stem: str = ""


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Spellings by their first two characters, the lengths found there longest first. ``pairs``
    finds the two characters in a text; ``more`` are those added for one place."""

    forms: Mapping[str, Form]
    heads: Mapping[str, tuple[int, ...]]
    pairs: WordSet
    more: tuple[str, ...] = ()

    def starts(self, text: str) -> list[int]:
        """Where a spelling could begin, in order."""
        found = self.pairs.starts(text)
        added = set()
        for pair in self.more:
            at = text.find(pair)
            while at >= 0:
                added.add(at)
                at = text.find(pair, at + 1)
        return sorted(added.union(found)) if added else found

    def longest(self, text: str, start: int, end: int | None = None) -> tuple[int, Form] | None:
        """The longest spelling that begins at ``start``: its end and form, or ``None``."""
        limit = len(text) if end is None else end
        for length in self.heads.get(text[start : start + 2], ()):
            stop = start + length
            if stop <= limit and (form := self.forms.get(text[start:stop])):
                return stop, form
        return None

    def extended(self, forms: Mapping[str, Form]) -> NameIndex:
        """The index with more spellings; those it already holds stay."""
        new = {name: form for name, form in forms.items() if name not in self.forms}
        heads = dict(self.heads)
        for name in new:
            lengths = heads.get(name[:2], ())
            if len(name) not in lengths:
                heads[name[:2]] = tuple(sorted((*lengths, len(name)), reverse=True))
        more = tuple(pair for pair in heads if pair not in self.heads)
        return NameIndex({**self.forms, **new}, heads, self.pairs, (*self.more, *more))


def build_index(forms: Mapping[str, Form]) -> NameIndex:
    heads: dict[str, set[int]] = {}
    for name in forms:
        heads.setdefault(name[:2], set()).add(len(name))
    lengths = {k: tuple(sorted(v, reverse=True)) for k, v in heads.items()}
    return NameIndex(forms, lengths, WordSet(heads))


@lru_cache(maxsize=8192)
def stem_of(name: str) -> str | None:
    """The name without its level word and bracketed note; ``None`` when a place stands inside it
    (国家税务总局{P}税务局), so that it can only be matched for a given place."""
    if name[-1:] in ("）", ")"):
        name = _BRACKET_NOTE.sub("", name)
    if "加挂" in name or "×" in name or "、" in name:
        return None
    for head in ("中共{P}", "{P}", "{C}", "{省}", "县"):
        if name.startswith(head):
            name = name[len(head) :]
            break
    if any(mark in name for mark in _PLACEHOLDERS) or "县" in name:
        return None
    return name.replace("（集团）", "集团").replace("（工作）", "工作") if name else None


def unit_forms(units: Iterable[UnitRecord]) -> dict[str, Form]:
    """Every spelling of every unit by stem. Present names win over former, former over bare."""
    records = tuple(units)
    forms: dict[str, Form] = {}
    for unit in records:
        for name in (*unit.full, *unit.short, *unit.aliases, *unit.misnomers):
            if name.endswith(("部门", "机关")):
                forms.setdefault(name, Form(unit.id, FormStatus.NAME, _department(name[:-2], unit)))
            else:
                _add(forms, name, unit.id, FormStatus.NAME)
    for unit in records:
        for name in (*unit.signs, *unit.merged_forms):
            _add(forms, name, unit.id, FormStatus.NAME)
    for unit in records:
        for name in _former_names(unit):
            _add(forms, name, unit.id, FormStatus.FORMER)
    _add_bare(forms, records)
    return forms


def _former_names(unit: UnitRecord) -> Iterable[str]:
    for former in unit.former:
        yield from former.names
    yield from unit.old_aliases


def _add(forms: dict[str, Form], name: str, unit_id: str, status: FormStatus) -> None:
    stem = stem_of(name)
    if stem is None or len(stem) < 2:
        return
    if status is FormStatus.FORMER and stem[-1] not in "局委办会室站处科社队司组心所":
        forms.setdefault(stem, Form(unit_id, FormStatus.BARE, stem + "局"))
        return
    forms.setdefault(stem, Form(unit_id, status))
    if stem[-1] in "局委办厅" and len(stem) > 2:
        forms.setdefault(stem[:-1] + "部门", Form(unit_id, status, stem))


_OFFICE_ENDS = ("局", "委", "公司", "集团", "大队", "行", "中心", "社", "办")


def _add_bare(forms: dict[str, Form], units: tuple[UnitRecord, ...]) -> None:
    declared = [(bare, unit) for unit in units for bare in unit.bare_aliases]
    declared += [
        (name, unit)
        for unit in units
        for name in unit.aliases
        if f"{name}局" in {stem_of(short) for short in unit.short}
    ]
    for bare, unit in declared:
        whole = _whole_stem(bare, unit)
        if whole != bare:
            forms[bare] = Form(unit.id, FormStatus.BARE, whole)
            forms.setdefault(bare + "部门", Form(unit.id, FormStatus.NAME, whole))
        else:
            forms.setdefault(bare, Form(unit.id, FormStatus.NAME))
    for stem, form in list(forms.items()):  # 自然资源、市场监管、电信 from 自然资源局、电信公司
        end = next((e for e in ("局", "委", "公司", "集团") if stem.endswith(e)), "")
        base = stem[: len(stem) - len(end)] if end else ""
        if len(base) >= 2 and form.status in (FormStatus.NAME, FormStatus.FORMER):
            forms.setdefault(base, Form(form.unit_id, FormStatus.BARE, stem))


def _whole_stem(bare: str, unit: UnitRecord) -> str:
    """财政局 for 财政, 供电公司 for 供电; the bare name itself where nothing completes it."""
    stems = [s for name in (*unit.short, *unit.aliases, *unit.full) if (s := stem_of(name))]
    ranked = stems[: len(unit.short)], stems
    for names in ranked:
        for ending in _OFFICE_ENDS:
            if bare + ending in names:
                return bare + ending
    if bare.endswith(("行", "商", "企业", "机构", "单位", "台", "专班")):
        return bare
    return next((s for s in stems if s.startswith(bare)), bare + "局")


def _department(base: str, unit: UnitRecord) -> str:
    """税务局 for 税务部门, 司法局 for 司法行政部门: the unit's own short name, or one that fits."""
    stems = [s for name in (*unit.short, *unit.aliases, *unit.old_aliases) if (s := stem_of(name))]
    fitting = [s for s in stems if s.startswith(base) and not s.endswith(("部门", "机关"))]
    return min(fitting, key=len) if fitting else stems[0] if stems else base + "局"


def nation_forms(rows: Iterable[Mapping[str, object]]) -> dict[str, Form]:
    """中央和国家机关 by full and short name."""
    forms: dict[str, Form] = {}
    for row in rows:
        full = str(row["full"])
        for name in (full, *str(row["short"]).split("|")):
            if len(name) > 1:
                forms.setdefault(name, Form(full, FormStatus.NATION))
    return forms


def province_forms(units: Iterable[UnitRecord]) -> dict[str, Form]:
    """省级对口部门 by stem: 交通运输厅 and its short forms 住建厅, 住房城乡建设厅."""
    forms: dict[str, Form] = {}
    for unit in units:
        stem = stem_of(unit.higher.get("province", "").removeprefix("省"))
        if not stem or stem[-1] not in "厅委局办":
            continue
        forms.setdefault(stem, Form(unit.id, FormStatus.PROVINCE))
        forms.setdefault(stem.replace("和", ""), Form(unit.id, FormStatus.PROVINCE))
        if stem[-1] == "厅":
            for name in unit.short:
                short = stem_of(name)
                if short and short[-1] in "局委":
                    forms.setdefault(short[:-1] + "厅", Form(unit.id, FormStatus.PROVINCE))
    return forms
