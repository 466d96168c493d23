"""Who is charged: the words of a responsibility note, a labelled field or a table cell, read.

（县住建局牵头，县财政局、各乡镇配合，6月底前完成） · 牵头单位：县住建局；责任单位：各乡镇 ·
（财政部、商务部等按职责分工负责） · 县住建局（牵头）、县财政局 · 区人社局（方舒）.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from toolkit.extraction.blocks import Block
from toolkit.extraction.breakdown.records import Charge, Named, Region, depths, pieces
from toolkit.extraction.breakdown.words import CHARGED, BreakdownWords, Part
from toolkit.extraction.people.find import People, PersonMention, find_person_mentions
from toolkit.extraction.people.names import NameGrammar, grammar
from toolkit.extraction.structure import label_of
from toolkit.extraction.units.find import (
    Level,
    UnitMention,
    Vocabulary,
    find_units,
    parse_unit_list,
)
from toolkit.model import Unit
from toolkit.text.dates import TimeContext, TimeMention, find_times
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_ROLE_BRACKET = lazy(r"\((?P<role>[^()]{2,8})\)$")
_BRACKET_END = lazy(r"\((?P<inside>[^()]*)\)$")
_TITLE = lazy(
    r"(?:常务|常委|党组)?(?:副)?(?:[省市县区镇乡]长|书记|主任|局长|秘书长|主席|部长|同志|常委|调研员)$"
)
_TWO_PLACES = lazy(r"[^\W\d_]{2,5}[省市县区镇乡州][和与及]")
_POST_AND = lazy(r"[^\s]{2,14}(?:长|书记|主任|主席) +")
_GIVEN = lazy(r"^[^\W\d_]{2,4}(?<!领导|同志|单位|部门|人员)(?<![长委局办镇乡])$")
_REMARK = lazy(r"第一位|排名|下同|同上|首位|不分先后")

_SIGN = lazy(r"[*＊★▲●△☆◆■※]")


@dataclass(slots=True)
class Reader:
    """Reads regions of one document with what is known about units, names and time."""

    vocabulary: Vocabulary
    level: Level
    context: TimeContext
    words: BreakdownWords
    people: People
    first_listed: re.Pattern[str]
    _units: dict[tuple[int, int, int], tuple[Block, list[Named]]] = field(default_factory=dict)
    _times: dict[int, tuple[Block, tuple[TimeMention, ...]]] = field(default_factory=dict)

    # --- times ---------------------------------------------------------------------------------

    def times(self, region: Region) -> list[TimeMention]:
        """The time expressions inside a region, read in the context of its whole block."""
        known = self._times.get(id(region.block))
        if known is None:
            label = label_of(region.block.text)[1]
            text = "。" * len(label) + region.block.source[len(label) :]  # 三、10月 is no list
            known = (region.block, find_times(text, self.context))
            self._times[id(region.block)] = known
        found = known[1]
        low = bisect_left(found, region.start, key=lambda t: t.start)
        high = bisect_left(found, region.end, low, key=lambda t: t.start)
        return [t for t in found[low:high] if t.end <= region.end]

    # --- units ---------------------------------------------------------------------------------

    def units(self, region: Region) -> list[Named]:
        """Every member of a region that holds nothing but units."""
        key = (id(region.block), region.start, region.end)
        known = self._units.get(key)
        if known is None:
            known = self._units[key] = (region.block, self._read_units(region))
        return list(known[1])

    def _read_units(self, region: Region) -> list[Named]:
        text = region.block.source[region.start : region.end]
        if not text.strip():
            return []
        text = _SIGN.sub(" ", text)
        listed = parse_unit_list(text, self.vocabulary, self.level)
        shared = [m for m in self._shared(text) if self._needed(m, listed)]
        return [self._named(region, m) for m in _with_shared_endings(listed, shared)]

    def _needed(self, shared: UnitMention, listed: tuple[UnitMention, ...]) -> bool:
        """Whether the pieces between commas are not whole names already: 昀州、泊南市政府."""
        if shared.group:
            return True
        over = [m for m in listed if shared.group_start < m.end and m.start < shared.group_end]
        if len(over) == 1:
            return over[0].shape and bool(_TWO_PLACES.match(match_copy(over[0].text)))
        return any(not self._is_unit_text(m) for m in over)

    def _shared(self, text: str) -> list[UnitMention]:
        if "、" not in text and "和" not in text:
            return []
        return [
            m
            for m in find_units(text, self.vocabulary, self.level)
            if m.group_end - m.group_start > m.end - m.start or (m.group and "、" in m.text)
        ]

    def _named(self, region: Region, mention: UnitMention) -> Named:
        spans = region.block.spans(region.start + mention.start, region.start + mention.end)
        unit = Unit(mention.text, mention.name, spans[0] if spans else None, mention.group)
        low, high = region.start + mention.start, region.start + mention.end
        beside = region.block.source[max(region.start, low - 1) : high + 1]
        return Named(unit, mention, marked=_SIGN.search(beside) is not None)

    def credible(self, region: Region) -> bool:
        """Whether a region is a list of units and nothing else."""
        text = region.text.strip()
        if not text or self.words.rules.not_charge.match(text):
            return False
        units = self.units(region)
        return bool(units) and all(self._is_unit_text(n.mention) for n in units)

    def surely_units(self, region: Region) -> bool:
        """Whether the names of a list are units even where nothing says that units follow:
        县住建局, and not 培育市场主体 or 筹建县医院."""
        return self.credible(region) and all(
            n.unit.name or n.unit.group or self._stands_alone(match_copy(n.unit.text))
            for n in self.units(region)
        )

    def _stands_alone(self, text: str) -> bool:
        name, rules = _BRACKET_END.sub("", text), self.words.rules
        found = find_units(name, self.vocabulary, self.level)
        if found and (found[0].start, found[-1].end) == (0, len(name)):
            return True
        return not (rules.verb.match(name) or rules.weak_end.search(name))

    def _is_unit_text(self, mention: UnitMention) -> bool:
        text = match_copy(mention.text)
        if mention.name or mention.group or not mention.shape:
            return True
        bare = _BRACKET_END.sub("", text)
        return bool(self.words.rules.unit_end.search(bare)) and 3 <= len(bare) <= 40

    # --- persons -------------------------------------------------------------------------------

    @property
    def names(self) -> NameGrammar:
        """What is known of names and posts."""
        return grammar(self.people.vocabulary)

    def people_in(self, region: Region) -> list[PersonMention]:
        """The persons a region speaks of; their places count from its beginning."""
        return list(
            find_person_mentions(region.block.source[region.start : region.end], self.people)
        )

    def persons(self, region: Region) -> list[str]:
        """The names of a field or cell that holds persons: 詹 禾费云舟, 张三副县长."""
        cell = " ".join(span.text for span in region.spans)
        names: list[str] = []
        for piece in re.split(r"[、,;，；。/\n|]+", cell):
            copy = re.sub(r"\([^)]*\)", "", match_copy(piece)).strip()
            if not copy:
                continue
            post = _POST_AND.match(copy)  # 县政协主席 解语
            given = _GIVEN.findall(copy[post.end() if post else 0 :])
            known = [copy] if self.people.get(copy) else given
            names += self.names.read_cell(copy) or self._titled(copy) or known
        return list(dict.fromkeys(names))

    def _titled(self, copy: str) -> list[str]:
        flat = re.sub(r"^.*[:：]", "", "".join(copy.split()))
        title = _TITLE.search(flat)
        stem = flat[: title.start()] if title else flat
        if title and self.names.read_cell(stem):
            return [stem]
        if title and 1 <= len(stem) <= 2 and self.names.is_surname(stem):
            return [flat]
        before = self.names.title.match(flat)
        rest = self.names.read_cell(flat[before.end() :]) if before else None
        return rest or []

    # --- notes ---------------------------------------------------------------------------------

    def charge(self, region: Region, default: Part | None = None) -> Charge:
        """What a note says; ``default`` is the role of names that no label or verb follows."""
        charge = Charge()
        for part, piece in self._fields(region):
            self._read_field(charge, part or default, piece, bool(part or default))
        return charge

    def _fields(self, region: Region) -> Iterator[tuple[Part | None, Region]]:
        """The labelled fields of a note, with what stands before the first."""
        text = region.text
        depth = depths(text)
        labels = [label for label in self.words.labels(text) if depth[label.start] == 0]
        first = labels[0].start if labels else len(text)
        if text[:first].strip(" ,;。:"):
            yield None, region.part(region.start, region.start + first)
        for number, label in enumerate(labels):
            end = labels[number + 1].start if number + 1 < len(labels) else len(text)
            inner = region.part(region.start + label.end, region.start + end)
            stop = inner.text.find(";") if label.part in (Part.OFFICIAL, Part.PERSON) else -1
            rest = inner.part(inner.start + stop + 1, inner.end)
            if stop >= 0 and self.credible(rest):  # 分管县领导：张三；县教科局、各乡镇
                yield label.part, inner.part(inner.start, inner.start + stop)
                yield None, rest
                continue
            yield label.part or Part.OTHER, inner

    def _read_field(self, charge: Charge, part: Part | None, piece: Region, labelled: bool) -> None:
        if part in (Part.OFFICIAL, Part.PERSON):
            names = self.persons(piece)
            where = charge.officials if part is Part.OFFICIAL else charge.owners
            where += [n for n in names if n not in where]
        elif part in (Part.TIME, Part.STEP):
            charge.times.append(piece)
        elif part in (None, *CHARGED):
            _Stretch(self, charge, part, labelled).read(piece)

    def role_of(self, piece: Region) -> tuple[Region, Part | None, str]:
        """The names of a piece, the role its verb gives them, and the verb."""
        text, words = piece.text, self.words
        depth = depths(text)
        kinds = (
            (Part.RESPONSIBLE, words.share),
            (Part.LEAD, words.lead),
            (Part.SUPPORT, words.support),
            (Part.RESPONSIBLE, words.charge),
        )
        best: tuple[int, Part, str] | None = None
        for part, pattern in kinds:
            for found in pattern.finditer(text):
                if found.group() and depth[found.start()] == 0 and _ends_names(text, found.end()):
                    if best is None or found.start() < best[0]:
                        best = (found.start(), part, found.group())
                    break
        if best is None:
            return piece, None, ""
        start, part, verb = best
        if "职责" in verb and "配合" in verb:
            part = Part.SUPPORT
        return piece.part(piece.start, piece.start + start), part, verb

    def joined(self, piece: Region) -> tuple[Region, Region] | None:
        """The names before and behind 会同; nothing stands before it in （会同县水利局）."""
        found = self.words.join.match(piece.text) or self.words.join.search(piece.text, 2)
        if found is None:
            return None
        rest, _, _ = self.role_of(piece.part(piece.start + found.end(), piece.end))
        return piece.part(piece.start, piece.start + found.start()), rest

    def with_owners(self, charge: Charge, part: Part, units: list[Named]) -> None:
        """Add units; a person in brackets behind a unit answers for it, （牵头） marks the lead."""
        plain: list[Named] = []
        marked = False
        for named in units:
            stripped, role = self._unbracketed(charge, named)
            if role is Part.LEAD:
                charge.put(Part.LEAD, [stripped])
                marked = True
            elif role is Part.SUPPORT:
                charge.put(Part.SUPPORT, [stripped])
            else:
                plain.append(stripped)
        charge.put(Part.SUPPORT if marked and part is not Part.LEAD else part, plain)

    def _unbracketed(self, charge: Charge, named: Named) -> tuple[Named, Part | None]:
        found = _BRACKET_END.search(match_copy(named.unit.text))
        if not found:
            return named, None
        inside = found["inside"]
        bare = replace(named, unit=replace(named.unit, text=named.unit.text[: found.start()]))
        if self.words.lead.fullmatch(inside) or inside == "主":
            return bare, Part.LEAD
        if self.words.support.fullmatch(inside):
            return bare, Part.SUPPORT
        if self.words.rules.none_mark.fullmatch(inside):
            return bare, None
        label, inside = inside[: inside.find(":") + 1], inside[inside.find(":") + 1 :]
        name = self._titled(inside) or self.names.read_cell(inside)
        if not name and self.words.part_of(label) is Part.PERSON and _GIVEN.fullmatch(inside):
            name = [inside]  # （负责人:水清）
        if name and not self.words.rules.unit_end.search(inside):
            charge.owners += [n for n in name if n not in charge.owners]
            return bare, None
        return named, None


class _Stretch:
    """One stretch of a note without labels, read comma by comma."""

    def __init__(self, reader: Reader, charge: Charge, part: Part | None, labelled: bool) -> None:
        self.reader, self.charge, self.part, self.labelled = reader, charge, part, labelled
        self.waiting: list[Named] = []
        self.helping: list[tuple[str, list[Named]]] = []

    def read(self, region: Region) -> None:
        """Read the whole stretch."""
        for piece, mark in pieces(region, ",;。"):
            text = piece.text.strip()
            if not text or _REMARK.search(text):
                continue
            self._piece(piece)
            if mark in ";。":
                self._flush()
        self._flush()
        verbs = {verb for verb, _ in self.helping}
        if len(verbs) > 1 and not self.charge.has_lead:  # 商务部指导，供销合作总社参与
            first = self.helping[0][1]
            self.charge.supports = [n for n in self.charge.supports if n not in first]
            self.charge.put(Part.LEAD, first)

    def _flush(self) -> None:
        if self.waiting:
            part = self.part or (Part.SUPPORT if self.charge.has_lead else Part.RESPONSIBLE)
            self.charge.plain = self.charge.plain or part is Part.RESPONSIBLE
            self.charge.titled = self.charge.titled or self.part is Part.LEAD
            self.reader.with_owners(self.charge, part, self.waiting)
            self.waiting = []

    def _piece(self, piece: Region) -> None:
        words = self.reader.words
        if handed := words.handed.match(piece.text):
            piece = piece.part(piece.start + handed.end(), piece.end)
        if not self.labelled and (joined := self.reader.joined(piece)):
            first, rest = joined
            if not first.text or self.reader.credible(first):
                self._add(Part.LEAD, first)
                self._add(Part.SUPPORT, rest)
                return
        names, role, verb = self.reader.role_of(piece)
        if role is None:
            if self.reader.times(piece) and not self._names_known(piece):
                self.charge.times.append(piece)
            elif self.labelled or self.reader.credible(piece):
                self.waiting += self.reader.units(piece)
            return
        if not names.text.strip():
            if self.waiting:
                self._give(role, verb, [])
            return
        self._give(role, verb, self.reader.units(names))
        rest = piece.part(names.end, piece.end)
        if self.reader.times(rest):
            self.charge.times.append(rest)

    def _names_known(self, piece: Region) -> bool:
        units = self.reader.units(piece)
        return bool(units) and all(n.unit.name or n.unit.group for n in units)

    def _add(self, part: Part, region: Region) -> None:
        self.reader.with_owners(self.charge, part, self.reader.units(region))

    def _give(self, role: Part, verb: str, units: list[Named]) -> None:
        charge, waiting = self.charge, self.waiting
        self.waiting = []
        charge.rule = charge.rule or verb
        if role is Part.LEAD:
            self.reader.with_owners(charge, Part.LEAD, [*waiting, *units])
        elif role is Part.RESPONSIBLE:
            shared = "职责" in verb or "分别" in verb
            charge.plain = charge.plain or not shared
            part = Part.SUPPORT if charge.leads else Part.RESPONSIBLE
            self.reader.with_owners(charge, part, [*waiting, *units])
        elif waiting and not charge.has_lead:
            self.reader.with_owners(charge, self.part or Part.LEAD, waiting)
            self.reader.with_owners(charge, Part.SUPPORT, units)
        else:
            self.helping.append((verb, [*waiting, *units]))
            self.reader.with_owners(charge, Part.SUPPORT, [*waiting, *units])


def _ends_names(text: str, end: int) -> bool:
    """A role verb closes its names; what may follow is a date or the thing to be done."""
    return not re.match(r"[^\W\d_]*(?:局|委|办|部|厅|公司|中心|单位|部门|政府|银行)", text[end:])


def _with_shared_endings(
    listed: tuple[UnitMention, ...], shared: list[UnitMention]
) -> list[UnitMention]:
    """昀州、泊南市政府: the members that share an ending, in place of the pieces between commas."""
    out: list[UnitMention] = []
    taken: set[int] = set()
    for mention in listed:
        over = [s for s in shared if s.group_start < mention.end and mention.start < s.group_end]
        if not over:
            out.append(mention)
            continue
        low, high = min(s.group_start for s in over), max(s.group_end for s in over)
        if mention.start < low or mention.end > high:
            out.append(mention)
        elif low not in taken:
            taken.add(low)
            out += over
    return out
