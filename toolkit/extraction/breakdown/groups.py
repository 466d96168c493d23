"""Who is charged with everything below: a unit's heading, an official's group, a note over a list.

一、县教育局牵头工作(6项) · 第一组 副县长张某某牵头 · 【会务组】组长:… 牵头单位:… · 牵头单位:… over
numbered lines · 本清单各项任务由县住建局牵头.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.notes import Entry, Note, Said, find_notes, says_who
from toolkit.extraction.breakdown.records import Charge, Region
from toolkit.extraction.breakdown.words import Part
from toolkit.extraction.structure import Node, label_of
from toolkit.text.dates import DATED
from toolkit.text.patterns import lazy

_CHAPTER = 2
_LONGEST = 45  # characters of a heading
_BUSY = lazy(r"[。;!?,:\d]$|[。;]|\d日")  # a sentence, a field, a date


@dataclass(slots=True)
class Group:
    """What a heading, and the labelled lines under it, say of everything below."""

    charge: Charge
    said: list[Region] = field(default_factory=list)  # the words it was read from

    def add(self, charge: Charge, words: Region) -> None:
        """A further line of the heading."""
        self.charge.add(charge)
        self.said.append(words)

    def give(self, entry: Entry, reader: Reader) -> None:
        """Fill what the entry does not say itself; those who help the group help each of its
        tasks."""
        own, used = entry.charge, False
        listed = own.responsible and not own.rule  # （县财政局） under a lead supports it
        if self.charge.leads and not own.leads and (listed or not own.has_lead):
            own.put(Part.LEAD, self.charge.leads)
            used = True
        if self.charge.leads and self.charge.supports:
            own.put(Part.SUPPORT, self.charge.supports)
            used = True
        if not own.officials and not own.owners and (self.charge.officials or self.charge.owners):
            own.officials += self.charge.officials
            own.owners += self.charge.owners
            used = True
        times = [*own.times, *entry.body]
        if self.charge.times and not any(_dated(region, reader) for region in times):
            own.times += self.charge.times
            used = True
        if used:
            where = entry.notes if entry.origin is None else entry.origin
            where += [region for region in self.said if region not in where]


def _dated(region: Region, reader: Reader) -> bool:
    return any(t.kind in DATED for t in reader.times(region))


@dataclass(frozen=True, slots=True)
class Common:
    """Who is charged with all tasks (本方案各项任务由甲牵头), or with those of the section that the
    sentence closes (以上由甲牵头): ``section`` is its outermost heading."""

    group: Group
    node: Node
    section: Node | None

    def give(self, entry: Entry, reader: Reader) -> None:
        """Fill what an entry within reach does not say itself."""
        above = entry.node.above if entry.node else ()
        if self.section is None or (above and above[0] is self.section):
            self.group.give(entry, reader)


def common_groups(nodes: Sequence[Node], reader: Reader) -> list[Common]:
    """What is said once of all tasks, in document order."""
    found: list[Common] = []
    for node in nodes:
        said = reader.words.rules.all_charge.search(node.text)
        if said is None or reader.first_listed.search(node.text):
            continue
        charge = Charge(rule=said.group())
        names = Region(node.block, said.start("units"), said.end("units"))
        if reader.credible(names):
            charge.put(Part.LEAD, reader.units(names))
        else:
            charge.officials += [p.name for p in reader.people_in(names)]
        for note in find_notes(node.block, said.end(), reader):
            charge.add(reader.charge(note.inner, note.default))
        if charge.charges_somebody:
            back = said["reach"].startswith(("以上", "上述")) and node.above
            words = Region(node.block, said.start(), said.end())
            found.append(Common(Group(charge, [words]), node, node.above[0] if back else None))
    return found


def heading_group(node: Node, notes: Sequence[Note], reader: Reader) -> Group | None:
    """The group a heading opens by its own words and the notes in it, if any."""
    start = len(node.label)
    end = notes[0].start if notes else len(node.text)
    charge = charge_of_heading(Region(node.block, start, end), reader) or Charge(rule="标题")
    for note in notes:
        charge.add(reader.charge(note.inner, note.default))
    charge.put(Part.LEAD, charge.responsible)
    charge.responsible = []
    if not charge.charges_somebody and not charge.times:
        return None
    return Group(charge, [Region(node.block, 0, len(node.text))])


def stands_over(node: Node, notes: Sequence[Note], following: Node, reader: Reader) -> bool:
    """Whether a block is a heading, apart from its notes, with something numbered below it."""
    title = node.text[len(node.label) : notes[0].start if notes else None]
    if notes and (notes[-1].end < len(node.text) or not title.strip() or "。" in title):
        return False
    labels = reader.words.labels(title)
    field_line = bool(labels) and labels[0].start == 0 and labels[0].end < len(title)
    short = len(title) <= _LONGEST and not _BUSY.search(title)
    if not (node.heading or notes or (not node.level and short and not field_line)):
        return False
    if not node.level:  # else a signature, an address or the last words of a section
        deepest = max([_CHAPTER, *(above.level for above in node.above if above.heading)])
        return following.level > deepest or (node.heading and following.level > 0)
    return following.level == 0 or following.level > node.level or following.heading


def rules_lines(nodes: Sequence[Node], node: Node, reader: Reader) -> bool:
    """Whether what a note under or in a heading says holds for several tasks below, and is not
    said of one task whose steps stand below."""
    if node.level <= _CHAPTER:
        return True
    for below in nodes[node.index + 1 :]:
        if 0 < below.level <= node.level:
            break
        if below.level and find_notes(below.block, len(below.label), reader):
            return True
    return False


def charge_of_heading(body: Region, reader: Reader) -> Charge | None:
    """The unit, official or date that the words of a heading put over everything below it."""
    body = body.part(body.start + len(label_of(body.text)[1]), body.end)
    rules, text = reader.words.rules, body.text.rstrip(": ")
    charge = Charge(rule="标题")
    counted = rules.heading_count.search(text)
    bare = body.part(body.start, body.start + (counted.start() if counted else len(text)))
    if says_who(bare, reader) is Said.ROLES:  # 八、县委组织部牵头，县委编办配合（2项）
        charge.add(reader.charge(bare))
    elif found := rules.heading_lead.search(text):
        units = body.part(body.start + found.start("units"), body.start + found.end("units"))
        if reader.credible(units):
            charge.put(Part.LEAD, reader.units(units))
    if not charge.leads and reader.surely_units(bare):
        charge.put(Part.LEAD, reader.units(bare))
    if not charge.leads:
        for person in reader.people_in(body):
            if rules.heading_person.fullmatch(text, person.end):
                who = charge.officials if person.is_leader or not person.post else charge.owners
                who.append(person.name)
    if rules.heading_due.search(text) and _dated(body, reader):
        charge.times.append(body)
    return charge if charge.charges_somebody or charge.times else None


def unit_over_lines(
    node: Node, notes: Sequence[Note], reader: Reader, *, among: bool
) -> Group | None:
    """The group of 县财政局（分管领导：张三；配合单位：…） over lines without numbers and,
    ``among`` such groups, of 河口乡 alone."""
    if node.level or any(note.end < len(node.text) for note in notes[:1]):
        return None
    if notes and notes[0].inner.text.endswith(":"):
        return None  # a salutation: 各乡镇人民政府，县政府有关部门，有关单位：
    title = Region(node.block, 0, notes[0].start if notes else len(node.text))
    led = reader.charge(notes[0].inner).has_lead if notes else not among
    if led or not reader.surely_units(title):
        return None
    group = heading_group(node, notes, reader)
    return group if group is not None and group.charge.leads else None


def official_over_matters(
    node: Node, notes: Sequence[Note], following: Node | None, reader: Reader
) -> Group | None:
    """The group of （一）领衔领导：县委副书记 张三 over matters without numbers."""
    if following is None or following.level or not node.heading or not notes:
        return None
    charge = reader.charge(notes[0].inner, notes[0].default)
    if charge.has_lead or not charge.officials or not only_notes(node, notes, len(node.label)):
        return None
    return Group(charge, [Region(node.block, 0, len(node.text))])


def only_notes(node: Node, notes: Sequence[Note], start: int = 0) -> bool:
    """Whether a block is nothing but notes from ``start`` on."""
    return sum(n.end - n.start for n in notes) >= len(node.text[start:].replace(" ", ""))


def is_imprint(region: Region, reader: Reader) -> bool:
    """Whether a line is only a name or a date, as a signature is."""
    taken = sum(t.end - t.start for t in reader.times(region))
    return taken >= len(region.text.strip()) > 0 or reader.surely_units(region)


def heading_of(node: Node) -> str:
    """The heading above a block, without its number."""
    for above in reversed(node.above):
        if above.heading:
            return above.block.printed(len(above.label), len(above.text)).strip()
    return ""
