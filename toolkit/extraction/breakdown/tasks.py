"""Breakdowns (任务分解、责任分工): one task for every scope of a responsibility note.

Notes stand in brackets behind a sentence, on lines of their own, in the columns of a table, in a
heading over numbered lines; conventions stated once (列第一位的为牵头单位, 以上任务均于年底前完成)
rule the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from toolkit.extraction.blocks import Block, make_blocks
from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.finish import Conventions, finish_entry
from toolkit.extraction.breakdown.grids import find_grids
from toolkit.extraction.breakdown.groups import common_groups
from toolkit.extraction.breakdown.listed import find_listed
from toolkit.extraction.breakdown.notes import Entry
from toolkit.extraction.breakdown.prose import fill_leads, free_orders, spoken_orders
from toolkit.extraction.breakdown.records import Region, depths
from toolkit.extraction.breakdown.tables import TableReader
from toolkit.extraction.breakdown.text import TextWalk
from toolkit.extraction.breakdown.words import FIELDS, BreakdownWords
from toolkit.extraction.drafts import Draft
from toolkit.extraction.finish import finish
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Node, build, label_of
from toolkit.model import ExtractedTask, Extraction, Fate, Finding, Paragraph
from toolkit.text.dates import TimeContext, TimeKind
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_NOTE_LENGTH = 200
_LONG_LINE = 40
_LONGEST = 3000
_ENDS = "。;:!?)】]”》|"
_ANOTHERS = lazy(r",[^,]*由")  # …前完成，11月20日前由县改革办验收
_EDGE_LINES = 8
_ANY_YEAR = lazy(r"(?<![\d—-])(20\d\d)年(?!以来|以前|之前)")
_YEAR = lazy(r"[\[〔(](20\d\d)[\]〕)]\d+号|(?<![\d—-])(20\d\d)年(?:\d{1,2}月|度)")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The tasks of a breakdown and the numbers of the paragraphs a person should look at."""

    tasks: tuple[ExtractedTask, ...]
    review: frozenset[int]

    def extraction(self, scanned: Scan, findings: tuple[Finding, ...]) -> Extraction:
        """The same with the fate of every paragraph."""
        fates = {p.index: Fate.BACKGROUND for p in scanned.document.paragraphs}
        fates.update(dict.fromkeys(self.review, Fate.REVIEW))
        fates.update({span.paragraph: Fate.TASK for task in self.tasks for span in task.origin})
        return Extraction(scanned.source, self.tasks, fates, findings)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of tables inside a document of another kind, and the paragraphs they take up."""

    entries: tuple[Entry, ...]
    paragraphs: frozenset[int]
    reader: Reader

    def place(self, entry: Entry) -> tuple[int, int]:
        """Where a row begins, to sort it among other tasks."""
        return _place(entry)

    def finish(self, entry: Entry, number: int) -> ExtractedTask:
        """A row as a task."""
        return finish_entry(entry, number, self.reader, Conventions())


def read_rows(scanned: Scan) -> Rows:
    """Rows that charge somebody, of the tables that stand in minutes or other running text (S7),
    drawn or pasted one cell per line."""
    reader = _reader(scanned)
    tables = TableReader(reader)
    paragraphs = scanned.document.paragraphs
    drawn = [p for p in paragraphs if p.cell is not None or "|" in p.text or "\t" in p.text]
    tabled: set[int] = set()
    for grid in find_grids(drawn, reader.words):
        if tables.read(grid):
            tabled |= grid.paragraphs
    rest = [p for p in paragraphs if p.index not in tabled]
    tabled |= _read_listed(rest, tables, reader, amid_prose=True)
    entries = tuple(e for e in tables.entries if e.charge.charges_somebody)
    return Rows(entries, frozenset(tabled) if entries else frozenset(), reader)


def _reader(scanned: Scan) -> Reader:
    words = scanned.knowledge.breakdown
    return Reader(
        vocabulary=scanned.knowledge.vocabulary,
        level=scanned.level,
        context=_context(scanned),
        words=words() if words else BreakdownWords(),
        people=scanned.people,
        first_listed=scanned.knowledge.phrases.first_listed,
    )


def read_breakdown(scanned: Scan) -> Breakdown:
    """Every task of a breakdown in document order; none where the text charges nobody in a note."""
    reader = _reader(scanned)
    paragraphs = scanned.document.paragraphs
    tables = TableReader(reader)
    tabled = _read_tables(paragraphs, tables, reader)
    outside = [p for p in paragraphs if p.index not in tabled]
    nodes = build(_whole(make_blocks(outside)[0], reader.words))
    common = common_groups(nodes, reader)
    walk = TextWalk(reader, passed={c.node.index for c in common})
    walk.walk(nodes)
    entries = [e for e in (*walk.entries, *tables.entries) if e.row or e.charge.charges_somebody]
    rules = _conventions(paragraphs, nodes, entries, reader)
    passed = {p.index for c in common for p in c.node.block.paragraphs}
    spoken = spoken_orders(scanned, tabled | walk.closed | passed)
    fill_leads(entries, spoken)
    for said, entry in product(common, entries):
        said.give(entry, reader)
    orders = (
        free_orders(scanned, spoken, entries, reader.words.rules.everybody_name) if entries else []
    )
    ordered: list[Entry | Draft] = sorted([*entries, *orders], key=_place)
    tasks = tuple(
        finish_entry(found, n, reader, rules)
        if isinstance(found, Entry)
        else finish(found, n, scanned.facts_of)
        for n, found in enumerate(ordered, 1)
    )
    review = {p.index for node in walk.loose for p in node.block.paragraphs}
    return Breakdown(tasks, frozenset(review) if tasks else frozenset())


def _place(found: Entry | Draft) -> tuple[int, int]:
    """The paragraph it begins in; several in one paragraph stand in their order."""
    if isinstance(found, Entry) and found.row:
        return found.first, 0
    spans = found.body[0].spans if isinstance(found, Entry) else found.spans
    return (spans[0].paragraph, spans[0].start) if spans else (0, 0)


def _context(scanned: Scan) -> TimeContext:
    """The context of the document; a year that only head or imprint name counts too."""
    if scanned.context.year is not None:
        return scanned.context
    apart, tabled = list[str](), list[str]()
    for p in scanned.document.paragraphs:
        if p.text.strip():
            (tabled if p.cell else apart).append(match_copy(p.text))
    edges = (*apart[:_EDGE_LINES], *apart[-_EDGE_LINES:])
    for line in edges:
        if found := _YEAR.search(line):
            return replace(scanned.context, plan_year=int(found[1] or found[2]))
    # a limit in the last row says nothing of the paper, unless no other year stands in any row
    for lines in (edges, tabled):
        years = {int(found[1]) for line in lines for found in _ANY_YEAR.finditer(line)}
        if years:
            break
    return replace(scanned.context, plan_year=years.pop()) if len(years) == 1 else scanned.context


def _read_tables(paragraphs: Sequence[Paragraph], tables: TableReader, reader: Reader) -> set[int]:
    """Read every table; the numbers of the paragraphs that stand in one."""
    tabled: set[int] = set()
    for grid in find_grids(paragraphs, reader.words):
        if tables.read(grid):
            tabled |= grid.paragraphs
    rest = [p for p in paragraphs if p.index not in tabled]
    return tabled | _read_listed(rest, tables, reader)


def _read_listed(
    paragraphs: Sequence[Paragraph],
    tables: TableReader,
    reader: Reader,
    *,
    amid_prose: bool = False,
) -> set[int]:
    """Read every table pasted one cell per line; the numbers of its paragraphs."""
    tabled: set[int] = set()
    for listed in find_listed(paragraphs, reader, amid_prose=amid_prose):
        tables.read_listed(listed)
        tabled |= listed.paragraphs
    return tabled


def _whole(blocks: Sequence[Block], words: BreakdownWords) -> list[Block]:
    """Blocks joined again where a line break fell inside a bracket or a sentence (责任/单位：…),
    or before 【责任单位】, which would pass for a heading."""
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        label = next(iter(words.labels(block.text)), None)
        field = label is not None and label.start == 0 and label.part in FIELDS
        boxed = field and block.text[:1] in "[【〔"
        rules = words.rules
        opens = field or rules.general.match(block.text) or rules.everybody.match(block.text)
        if before is not None and (boxed or _goes_on(before, block, opens=bool(opens))):
            out[-1] = _joined(before, block)
        else:
            out.append(block)
    return out


def _goes_on(before: Block, block: Block, *, opens: bool) -> bool:
    """Whether a block is the rest of the one before; one that ``opens`` a field or a requirement
    to everybody is so only inside a bracket."""
    if block.cell is not None or before.cell is not None or len(before.text) > _LONGEST:
        return False
    if label_of(block.text)[0]:
        return False
    cut = len(before.text) >= _LONG_LINE and before.text[-1] not in _ENDS
    return (cut and not opens) or _left_open(before)


def _left_open(block: Block) -> bool:
    low = block.text.rfind("(", -_NOTE_LENGTH)
    return low >= 0 and depths(block.text[low:])[-1] > 0


def _joined(one: Block, other: Block) -> Block:
    shift = len(one.text)
    runs = tuple((at + shift, paragraph, offset) for at, paragraph, offset in other.runs)
    return Block(
        one.text + other.text,
        one.source + other.source,
        one.runs + runs,
        one.paragraphs + other.paragraphs,
        one.spaced,
    )


def _conventions(
    paragraphs: Sequence[Paragraph],
    nodes: Sequence[Node],
    entries: Sequence[Entry],
    reader: Reader,
) -> Conventions:
    """What is stated once for all rows."""
    rules = reader.words.rules
    copies = [match_copy(p.text) for p in paragraphs]
    first_listed = any(reader.first_listed.search(copy) for copy in copies)
    marked_lead = any(rules.marked_lead.search(copy) for copy in copies)
    scoped = {id(r.block): r for e in entries for r in e.body}
    due: Region | None = None
    for node in nodes:
        if id(node.block) in scoped:
            continue
        for sentence in re.finditer(r"[^。;]+", node.text):
            if rules.all_due.search(sentence.group()) is None:
                continue
            other = _ANOTHERS.search(sentence.group())
            end = sentence.start() + other.start() if other else sentence.end()
            region = Region(node.block, sentence.start(), end)
            if any(t.kind is TimeKind.DEADLINE for t in reader.times(region)):
                due = region
    return Conventions(first_listed, marked_lead, due)
