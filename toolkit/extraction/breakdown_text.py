"""Running text of a breakdown: every note closes its scope, headings rule what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.extraction.breakdown_charges import Reader
from toolkit.extraction.breakdown_notes import Entry, Note, Said, find_notes, says_who
from toolkit.extraction.breakdown_records import Charge, Named, Region
from toolkit.extraction.breakdown_words import FIELDS, Part
from toolkit.extraction.structure import Node, label_of
from toolkit.model import Place
from toolkit.text.dates import TimeKind
from toolkit.text.patterns import lazy

_EMPTY = lazy(r"[\s,;。:、()*·—\-]*")
_EMPTY_START = lazy(r"[\s,;。、:]+")
_RUN_IN = lazy(r"^[^。;!?:\d]{2,24}[。:](?=.)")
_FIELD_LINE = lazy(r"^(?P<label>[^,;。:()]{2,10}):(?=.)")
_ORGAN = lazy(
    r"(?:局|委|委员会|办|办公室|厅|部|院|政府|公司|集团|中心|会|行|队|站|所|联|台|处|[镇乡]|街道)$"
)
_CHAPTER = 2
_DATES = (TimeKind.DEADLINE, TimeKind.EVENT)


@dataclass(slots=True)
class Pending:
    """A block whose words nobody has been charged with yet."""

    node: Node
    regions: list[Region]


@dataclass(slots=True)
class TextWalk:
    """Walks the blocks outside tables and collects entries; ``loose`` are labelled blocks with a
    date that nobody is charged with, ``closed`` the paragraphs of blocks that end in a note naming
    who leads."""

    reader: Reader
    entries: list[Entry] = field(default_factory=list)
    loose: list[Node] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    _pending: list[Pending] = field(default_factory=list)
    _groups: dict[int, Charge] = field(default_factory=dict)
    _open: Entry | None = None  # the entry further notes and details belong to
    _numbered: set[int] = field(default_factory=set)  # headings of groups with numbered rows
    _leading: tuple[Node, Charge] | None = None  # a note that stands over its tasks

    def walk(self, nodes: Sequence[Node]) -> None:
        """All blocks in order."""
        following: list[Node | None] = []
        ahead: Node | None = None
        for node in reversed(nodes):  # the next block that is not a labelled line
            following.append(ahead)
            if node.level or not self._is_labelled(node):
                ahead = node
        for node, after in zip(nodes, reversed(following), strict=True):
            self._block(node, after)
        self._flush()

    # --- blocks ----------------------------------------------------------------------------------

    def _block(self, node: Node, following: Node | None) -> None:
        outside = (Place.HEADER, Place.FOOTER, Place.COMMENT)
        if node.block.first.place in outside or self._is_furniture(node):
            self._flush()
            self._open = None
            return
        if node.level and self._pending and node.level <= self._first_level():
            self._flush()
        if 0 < node.level <= _CHAPTER:
            self._flush()
            self._leading = None
        if self._enter_group(node, following):
            return
        start = len(node.label)
        notes = find_notes(node.block, start, self.reader)
        if self._leads_on(node, notes, following):
            return
        if not notes:
            self._without_note(node)
            return
        at = start
        for note in notes:
            self._take(node, Region(node.block, at, note.start))
            self._close(node, note)
            at = note.end
        rest = Region(node.block, at, len(node.text))
        if _EMPTY.fullmatch(rest.text) and self._all_led(node):
            self.closed |= {p.index for p in node.block.paragraphs}
        self._take(node, rest)

    def _leads_on(self, node: Node, notes: Sequence[Note], following: Node | None) -> bool:
        """Whether a note on a line of its own stands over the numbered lines that follow it."""
        alone = (
            len(notes) == 1 and notes[0].end - notes[0].start >= len(node.text) and not node.level
        )
        titles = all(p.node.level == 0 and p.node.text[-1] not in "。;" for p in self._pending)
        if not alone or self._open is not None or not (titles or self._leading):
            return False
        if following is None or following.level <= _CHAPTER:
            return False
        charge = self.reader.charge(notes[0].inner)
        charge.put(Part.LEAD, charge.responsible)
        if not charge.leads:
            return False
        self._flush()
        self._leading = (node, charge)
        return True

    def _all_led(self, node: Node) -> bool:
        """Whether every entry of a block knows who leads."""
        own = 0
        for entry in reversed(self.entries):
            if entry.node is not node:
                break
            if not entry.charge.has_lead:
                return False
            own += 1
        return own > 0

    def _is_labelled(self, node: Node) -> bool:
        """Whether a line begins with the name of a field (牵头单位：…)."""
        labels = self.reader.words.labels(node.text)
        return bool(labels) and labels[0].start == 0 and labels[0].part in FIELDS

    def _is_furniture(self, node: Node) -> bool:
        return self.reader.words.rules.furniture.fullmatch(node.text) is not None

    def _first_level(self) -> int:
        return self._pending[0].node.level or 9

    def _without_note(self, node: Node) -> None:
        last = self._open
        if last is not None and last.node is not None and self._is_detail(node, last):
            region = Region(node.block, 0, len(node.text))
            label = _FIELD_LINE.match(node.text)
            part = self.reader.words.part_of(label["label"]) if label else None
            (last.steps if part is Part.STEP else last.body).append(region)
            return
        if node.level == 0 and self._pending and self._pending[0].node.level == 0:
            self._flush()
        self._take(node, Region(node.block, len(node.label), len(node.text)))

    def _is_detail(self, node: Node, entry: Entry) -> bool:
        """Whether a block without a note belongs to the entry just closed above it."""
        owner = entry.node
        if owner is None or self._pending:
            return False
        if node.level and node.level > owner.level > 0:
            return owner.heading and all(r.block is owner.block for r in entry.body[:1])
        label = _FIELD_LINE.match(node.text)
        part = self.reader.words.part_of(label["label"]) if label else None
        general = self.reader.words.rules.general.match(node.text)
        return not node.level and part in (Part.TASK, Part.TOPIC, Part.STEP) and not general

    def _take(self, node: Node, region: Region) -> None:
        if _EMPTY.fullmatch(region.text):
            return
        opening = _EMPTY_START.match(region.text)
        if opening:
            region = region.part(region.start + opening.end(), region.end)
        self._open = None
        if self._pending and self._pending[-1].node is node:
            self._pending[-1].regions.append(region)
        else:
            self._pending.append(Pending(node, [region]))

    # --- notes ----------------------------------------------------------------------------------

    def _close(self, node: Node, note: Note) -> None:
        charge = self.reader.charge(note.inner, note.default)
        words = Region(node.block, note.start, note.end)
        if not self._pending:
            if self._open is not None:
                self._open.charge.add(charge)
                self._open.notes.append(words)
            elif self._leading is not None:
                self._leading[1].add(charge)
            return
        scope = self._scope(node)
        owner = scope[0].node
        body = [region for pending in scope for region in pending.regions]
        self._pending = []
        entry = Entry(body, charge, [words], heading=heading_of(owner), node=owner)
        self._finish(entry, owner)
        self._open = entry

    def _scope(self, node: Node) -> list[Pending]:
        """What a note closes: the words before it in its own block, otherwise the block above
        with its sisters under one heading."""
        own = [p for p in self._pending if p.node is node]
        if own:
            self._note_loose(self._pending[: -len(own)])
            return own
        labelled = [i for i, p in enumerate(self._pending) if p.node.level]
        if not labelled:
            return self._pending[-1:]
        last = labelled[-1]
        level = self._pending[last].node.level
        sisters = [i for i in labelled if self._pending[i].node.level == level]
        if len(sisters) > 1:
            above = [i for i in labelled if i < sisters[0] and self._pending[i].node.level < level]
            return self._pending[above[-1] if above else sisters[0] :]
        return self._pending[last:]

    def _finish(self, entry: Entry, owner: Node) -> None:
        entry.first = owner.block.first.index
        if owner.heading and len(entry.body) > 1 and entry.body[0].block is owner.block:
            heading = entry.body.pop(0)
            entry.lead_in = heading.printed.strip()
            entry.notes.insert(0, heading)
        self._trim(entry)
        group = self._group_of(owner)
        if group is not None:
            self._from_group(entry, group)
        self.entries.append(entry)

    def _trim(self, entry: Entry) -> None:
        """Set a run-in heading apart and leave out the background before the order."""
        first = entry.body[0]
        found = _RUN_IN.match(first.text.lstrip())
        if (
            found
            and not entry.lead_in
            and not self.reader.times(first.part(first.start, first.start + found.end()))
        ):
            entry.lead_in = first.part(first.start, first.start + found.end() - 1).printed.strip()
            first = first.part(first.start + found.end(), first.end)
        background = self.reader.words.rules.background
        while background.match(first.text) and "。" in first.text[:-1]:
            first = first.part(first.start + first.text.index("。") + 1, first.end)
        entry.body[0] = first

    # --- groups -----------------------------------------------------------------------------------

    def _enter_group(self, node: Node, following: Node | None) -> bool:
        """Whether a heading puts a unit, an official or a date over everything below it."""
        if (
            not node.heading
            or following is None
            or find_notes(node.block, len(node.label), self.reader)
        ):
            return False
        if following.level and following.level <= max(node.level, 1) and not following.heading:
            return False
        if not node.level and not following.level:
            return False  # a signature or an address, not a heading
        body = Region(node.block, len(node.label), len(node.text))
        charge = group_charge(body, self.reader)
        if charge is None or (not node.level and all(n.unit.group for n in charge.leads)):
            return False
        self._flush()
        self._open = None
        self._groups[node.index] = charge
        return True

    def _group_of(self, node: Node) -> tuple[Node, Charge] | None:
        for above in reversed(node.above):
            if above.index in self._groups:
                return above, self._groups[above.index]
        return self._leading if node.level else None

    def _from_group(self, entry: Entry, group: tuple[Node, Charge]) -> None:
        heading, charge = group
        region = Region(heading.block, 0, len(heading.text))
        used = False
        # under a unit's heading whoever else is named without a role supports it
        over = charge.has_lead and all(_surely_a_unit(named) for named in charge.leads)
        if charge.has_lead and not (entry.charge.leads if over else entry.charge.has_lead):
            entry.charge.put(Part.LEAD, charge.leads)
            entry.charge.put(Part.SUPPORT, charge.supports)
            used = True
        if not entry.charge.officials and charge.officials:
            entry.charge.officials += charge.officials
            used = True
        own = [*entry.charge.times, *entry.body]
        if charge.times and not any(t.kind in _DATES for r in own for t in self.reader.times(r)):
            entry.charge.times += charge.times
            used = True
        if used:
            entry.notes.append(region)

    def _flush(self) -> None:
        """Blocks that no note has closed: rows of a group, or loose."""
        pending, self._pending = self._pending, []
        for number, item in enumerate(pending):
            group = self._group_of(item.node)
            deeper = number + 1 < len(pending) and pending[number + 1].node.level > item.node.level
            if (
                group is not None
                and group[1].charges_somebody
                and not (deeper and item.node.heading)
                and not self._after_numbered(group[0], item.node)
            ):
                entry = Entry(list(item.regions), Charge(rule="标题"), heading="", node=item.node)
                self._finish(entry, item.node)
            else:
                self._note_loose([item])

    def _after_numbered(self, heading: Node, node: Node) -> bool:
        """Whether a group has numbered rows and this block, a signature say, is none of them."""
        if node.level:
            self._numbered.add(heading.index)
        return not node.level and heading.index in self._numbered

    def _note_loose(self, pending: Sequence[Pending]) -> None:
        for item in pending:
            dated = any(t.kind in _DATES for r in item.regions for t in self.reader.times(r))
            if item.node.level and dated and not item.node.heading:
                self.loose.append(item.node)


def _surely_a_unit(named: Named) -> bool:
    """Known, or ending as organs do; 改造老旧小区 only looks like one."""
    return bool(named.unit.name) or _ORGAN.search(named.unit.text) is not None


def heading_of(node: Node) -> str:
    """The heading above a block, without its number."""
    for above in reversed(node.above):
        if above.heading:
            return above.block.printed(len(above.label), len(above.text)).strip()
    return ""


def group_charge(body: Region, reader: Reader) -> Charge | None:
    """The unit, official or date that a heading puts over everything below it, if any."""
    body = body.part(body.start + len(label_of(body.text)[1]), body.end)
    rules, text = reader.words.rules, body.text.rstrip(": ")
    charge = Charge(rule="标题")
    counted = rules.heading_count.search(text)
    bare = body.part(body.start, body.start + (counted.start() if counted else len(text)))
    if says_who(bare, reader) is Said.ROLES:  # 八、县委组织部牵头，县委编办配合（2项）
        charge.add(reader.charge(bare))
    elif found := rules.heading_lead.search(text):
        _name(
            charge,
            body.part(body.start + found.start("units"), body.start + found.end("units")),
            reader,
        )
    if not charge.charges_somebody and reader.credible(bare):
        _name(charge, bare, reader)
    dated = any(t.kind in _DATES for t in reader.times(body))
    if dated and rules.heading_due.search(text):
        charge.times.append(body)
    return charge if charge.charges_somebody or charge.times else None


def _name(charge: Charge, names: Region, reader: Reader) -> None:
    if reader.credible(names):
        charge.put(Part.LEAD, reader.units(names))
    else:
        charge.officials += reader.persons(names)
