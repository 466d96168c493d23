"""Running text of a breakdown: every note closes its scope, headings rule what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.groups import (
    Group,
    heading_group,
    heading_of,
    is_imprint,
    official_over_matters,
    only_notes,
    rules_lines,
    stands_over,
    unit_over_lines,
)
from toolkit.extraction.breakdown.helpers import helpers_in
from toolkit.extraction.breakdown.notes import Entry, Note, find_notes, unit_before_colon
from toolkit.extraction.breakdown.records import Charge, Region
from toolkit.extraction.breakdown.words import FIELDS, Part
from toolkit.extraction.structure import Node
from toolkit.model import Place
from toolkit.text.dates import DATED
from toolkit.text.patterns import lazy

_EMPTY = lazy(r"[\s,;。:、()*·—\-]*")
_EMPTY_START = lazy(r"[\s,;。、:]+")
_RUN_IN = lazy(r"^[^。;!?:\d]{2,24}[。:](?=.)")
_FIELD_LINE = lazy(r"^(?P<label>[^,;。:()]{2,10}):(?=.)")
_CHAPTER = 2
_SHORT_NAME = 8
_DETAILS = (Part.TASK, Part.TOPIC, Part.STEP, Part.OTHER)


@dataclass(slots=True)
class Pending:
    """A block whose words nobody has been charged with yet."""

    node: Node
    regions: list[Region]


@dataclass(slots=True)
class TextWalk:
    """Walks the blocks outside tables and collects entries; ``loose`` are labelled blocks with a
    date that nobody is charged with, ``closed`` the paragraphs of blocks that end in a note naming
    who leads. ``passed`` are the indexes of blocks that are read elsewhere."""

    reader: Reader
    passed: set[int] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    loose: list[Node] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    _nodes: Sequence[Node] = ()
    _pending: list[Pending] = field(default_factory=list)
    _groups: dict[int, Group] = field(default_factory=dict)  # by the index of their heading
    _own: dict[int, Group] = field(default_factory=dict)  # 县水利局：… by the index of the block
    _open: Entry | None = None  # the entry further notes and details belong to
    _leading: Group | None = None  # what stands over its tasks without a number of its own
    _head: Group | None = None  # the group whose heading the block before belongs to
    _numbered: set[int] = field(default_factory=set)  # headings of groups with numbered rows
    _over_lines: Group | None = None  # the same, over lines without numbers
    _barred: bool = False  # among requirements to everybody, which no group rules

    def walk(self, nodes: Sequence[Node]) -> None:
        """All blocks in order."""
        self._nodes = nodes
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
        head, self._head = self._head, None
        passed = node.index in self.passed or node.block.first.place in outside
        remark = self.reader.words.rules.remark.match(node.text)
        if passed or remark or self._is_furniture(node):
            self._flush()
            self._open = None
            return
        if node.level and self._pending and node.level <= self._first_level():
            self._flush()
        if 0 < node.level <= _CHAPTER:
            self._flush()
            self._leading, self._barred = None, False
        notes = find_notes(node.block, len(node.label), self.reader)
        if not notes and self._is_general(node):
            self._flush()
            self._leading, self._barred = None, True
        if self._enter_group(node, notes, following):
            return
        if self._joins_group(node, notes, following, head):
            return
        named = unit_before_colon(node, self.reader) if not notes or notes[0].start else None
        if named is not None:  # 3.县水利局：…
            self._flush()
            self._own[node.index] = Group(named[0], [named[1]])
        start = named[1].end + 1 if named else len(node.label)
        if notes:
            self._with_notes(node, notes, start)
        elif named is None:
            self._without_note(node)
        else:
            self._take(node, Region(node.block, start, len(node.text)))

    def _with_notes(self, node: Node, notes: Sequence[Note], at: int) -> None:
        for note in notes:
            self._take(node, Region(node.block, at, note.start))
            self._close(node, note)
            at = note.end
        rest = Region(node.block, at, len(node.text))
        if _EMPTY.fullmatch(rest.text) and self._all_led(node):
            self.closed |= {p.index for p in node.block.paragraphs}
        if rest.text.startswith((",", ";")) and self._open is not None and self._open.node is node:
            self._open.body.append(
                rest.part(rest.start + 1, rest.end)
            )  # …（乙配合），5月底前联网。
            return
        self._take(node, rest)

    def _is_general(self, node: Node) -> bool:
        """Whether requirements to everybody begin here (五、工作要求)."""
        rules, text = self.reader.words.rules, node.text[len(node.label) :]
        short = len(text) <= _SHORT_NAME or ":" in text[:_SHORT_NAME]
        return rules.general.match(text) is not None and (node.heading or short)

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
            where = last.steps if part is Part.STEP else last.body
            (last.notes if part is Part.OTHER else where).append(region)
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
        rules, label = self.reader.words.rules, _FIELD_LINE.match(node.text)
        part = self.reader.words.part_of(label["label"]) if label else None
        if rules.general.match(node.text) or (label and rules.numbered_label.match(label["label"])):
            return False
        return not node.level and part in _DETAILS

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
                self._leading.add(charge, words)
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
        if owner.level:
            self._numbered |= {above.index for above in owner.above}
        if owner.heading and len(entry.body) > 1 and entry.body[0].block is owner.block:
            heading = entry.body.pop(0)
            entry.lead_in = heading.printed.strip()
            entry.notes.insert(0, heading)
        self._trim(entry)
        groups = self._groups_over(owner)
        if groups and not (entry.charge.has_lead or entry.charge.supports):
            for region in entry.body:
                entry.charge.put(Part.SUPPORT, helpers_in(region, self.reader))
        for group in groups:
            group.give(entry, self.reader)
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

    def _enter_group(self, node: Node, notes: Sequence[Note], following: Node | None) -> bool:
        """Whether a heading puts a unit, an official or a date over everything below it."""
        over_lines = self._over_lines is not None
        unit = unit_over_lines(node, notes, self.reader, among=over_lines)
        if group := unit or official_over_matters(node, notes, following, self.reader):
            self._flush()
            self._open = None
            self._enter(node, group)
            self._over_lines = unit
            return True
        if following is None or not stands_over(node, notes, following, self.reader):
            return False
        if notes and not rules_lines(self._nodes, node, self.reader):
            return False
        group = heading_group(node, notes, self.reader)
        if group is None:
            return False
        everybody = all(n.unit.group for n in group.charge.leads) and not group.charge.officials
        if not node.level and not notes and everybody:
            return False
        self._flush()
        self._open = None
        self._enter(node, group)
        return True

    def _enter(self, node: Node, group: Group) -> None:
        self._over_lines = None
        if node.level or node.heading:
            self._groups[node.index] = group
            self._leading = None
        else:
            self._leading = group
        self._head, self._barred = group, False

    def _joins_group(
        self, node: Node, notes: Sequence[Note], following: Node | None, head: Group | None
    ) -> bool:
        """Whether a line that is only a note belongs to the heading above or stands over the
        numbered lines that follow it."""
        if node.level or not notes or not only_notes(node, notes):
            return False
        charge = self.reader.charge(notes[0].inner)
        for note in notes[1:]:
            charge.add(self.reader.charge(note.inner))
        charge.put(Part.LEAD, charge.responsible)
        charge.responsible = []
        words = Region(node.block, 0, len(node.text))
        if head is not None:
            head.add(charge, words)
            self._head = head
            return True
        if following is None or following.level <= _CHAPTER:
            return False
        if self._heads(following):
            above = self._pending.pop().node
            self._flush()
            self._enter(above, Group(charge, [Region(above.block, 0, len(above.text)), words]))
            return True
        if not charge.leads or not self._may_lead(charge):
            return False
        self._flush()
        self._open = None
        self._leading = self._head = Group(charge, [words])
        return True

    def _heads(self, following: Node) -> bool:
        """Whether the block before is a heading over the numbered lines that follow."""
        if not self._pending:
            return False
        above = self._pending[-1].node
        return (
            above.heading
            and 0 < above.level < following.level
            and rules_lines(self._nodes, above, self.reader)
        )

    def _may_lead(self, charge: Charge) -> bool:
        """Whether a note without a task before it stands over its tasks: nothing is open, or what
        is open has its lead from such a note itself."""
        if self._open is not None:
            return self._leading is not None and self._open.charge.leads == (
                self._leading.charge.leads
            )
        return bool(self._leading) or all(
            p.node.level == 0 and p.node.text[-1] not in "。;" for p in self._pending
        )

    def _groups_over(self, node: Node) -> list[Group]:
        """The groups a block stands in, the nearest first."""
        found = [self._own[node.index]] if node.index in self._own else []
        if self._barred:
            return found
        found += [self._groups[a.index] for a in reversed(node.above) if a.index in self._groups]
        over_lines = self._leading is not None and self._leading is self._over_lines
        return [*found, self._leading] if self._leading and (node.level or over_lines) else found

    def _flush(self) -> None:
        """Blocks that no note has closed: rows of a group, or loose."""
        pending, self._pending = self._pending, []
        for number, item in enumerate(pending):
            deeper = number + 1 < len(pending) and pending[number + 1].node.level > item.node.level
            ruled = any(g.charge.charges_somebody for g in self._groups_over(item.node))
            if ruled and not (deeper and item.node.heading) and self._is_task(item, deeper=deeper):
                entry = Entry(list(item.regions), Charge(rule="标题"), heading="", node=item.node)
                self._finish(entry, item.node)
            else:
                self._note_loose([item])

    def _is_task(self, item: Pending, *, deeper: bool) -> bool:
        """Whether a line of a group is a task: no requirement to everybody, no preamble over
        numbered lines."""
        text = item.regions[0].text
        if self.reader.words.rules.everybody.match(text):
            return False
        if item.node.index in self._own:
            return True
        if item.node.level:
            return True
        if any(above.index in self._numbered for above in item.node.above):
            return False  # a signature, or words that close a numbered list
        if is_imprint(item.regions[0], self.reader):
            return False
        return not deeper or any(self.reader.times(r) for r in item.regions)

    def _note_loose(self, pending: Sequence[Pending]) -> None:
        for item in pending:
            dated = any(t.kind in DATED for r in item.regions for t in self.reader.times(r))
            if item.node.level and dated and not item.node.heading:
                self.loose.append(item.node)
