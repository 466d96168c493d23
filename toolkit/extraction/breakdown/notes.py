"""Where running text says who is responsible: brackets, labelled fields, 由…牵头 at the end.

A note closes the words before it (S7 of the annotation policy).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain

from toolkit.extraction.blocks import Block
from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.records import Charge, Region, depths, pieces
from toolkit.extraction.breakdown.words import FIELDS, Part
from toolkit.extraction.structure import Node
from toolkit.text.patterns import lazy

_PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "{": "}"}
_SENTENCE_END = "。;!?"
_REMARK = lazy(r"第一位|排名|下同|同上|首位|不分先后")
_CLAUSE_START = lazy(r"[,;。]|^")
_SENTENCE_STOP = lazy(r"[。;!]")
_BEFORE_COLON = lazy(r"(?P<names>[^:。;,(]{2,40}):(?=.{8})")
_BARE_TIME = 4
_AROUND = 12
_LONGEST = 300
_LABEL_END = lazy(r"[。\n]")


@dataclass(slots=True)
class Entry:
    """A scope with its note, or a row: ``body`` the task's words, ``notes`` further origin,
    ``steps`` words about stages, ``lead_in`` a run-in heading. ``title_only`` marks the title of
    a motion, from which neither dates nor figures are taken."""

    body: list[Region]
    charge: Charge
    notes: list[Region] = field(default_factory=list)
    steps: list[Region] = field(default_factory=list)
    heading: str = ""
    lead_in: str = ""
    title_only: bool = False
    row: bool = False
    origin: list[Region] | None = None
    node: Node | None = None
    first: int = 0  # the paragraph it begins in, for the order


@dataclass(frozen=True, slots=True)
class Note:
    """``block.text[start:end]`` is a note; ``inner`` its words without brackets."""

    start: int
    end: int
    inner: Region
    default: Part | None = None


class Said(Enum):
    """牵头单位：甲 · 甲牵头，乙配合 · 甲、乙."""

    LABELLED = "labelled"
    ROLES = "roles"
    UNITS = "units"


def find_notes(block: Block, start: int, reader: Reader) -> list[Note]:
    """The responsibility notes of a block from ``start`` on, left to right."""
    depth = depths(block.text)
    closed = [d > 0 for d in depth]  # inside a bracket or in a note already found
    conventions = (reader.first_listed, reader.words.rules.convention)
    for ruling in chain.from_iterable(p.finditer(block.text) for p in conventions):
        low = block.text.rfind("。", 0, ruling.start()) + 1
        high = block.text.find("。", ruling.end()) % (len(block.text) + 1)
        closed[low:high] = [True] * (high - low)  # a rule for all rows charges nobody itself
    found: list[Note] = []
    for search in (_bracketed, _labelled, _handed):
        for note in search(block, start, reader, closed):
            found.append(note)
            closed[note.start : note.end] = [True] * (note.end - note.start)
    return sorted(found, key=lambda n: n.start)


# --- brackets --------------------------------------------------------------------------------


def _bracketed(block: Block, start: int, reader: Reader, closed: list[bool]) -> Iterator[Note]:
    for low, high in brackets(block.text, start):
        inner = Region(block, low + 1, high - 1)
        if is_note(inner, reader):
            yield Note(low, high, inner)


def brackets(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Outermost brackets of ``text`` from ``start`` on; one that nobody closed is none."""
    at = start
    while at < len(text):
        close = _PAIRS.get(text[at])
        end = _closing(text, at, close) if close else 0
        if end:
            yield at, end
        at = max(end, at + 1)


def _closing(text: str, at: int, close: str) -> int:
    depth = 0
    for place in range(at, min(len(text), at + 600)):
        if text[place] == text[at]:
            depth += 1
        elif text[place] == close:
            depth -= 1
            if depth == 0:
                return place + 1
    return 0


def is_note(inner: Region, reader: Reader) -> bool:
    """Whether bracketed words say who is responsible."""
    said = says_who(inner, reader)
    if said is None or said is Said.LABELLED:
        return said is not None
    around = inner.block.text
    before = around[max(0, inner.start - _AROUND) : inner.start - 1].rstrip()
    after = around[inner.end + 1 : inner.end + _AROUND].lstrip()
    closes = not after or after[0] in _SENTENCE_END or not before or before[-1] in _SENTENCE_END
    if said is Said.ROLES:
        return closes or after[0] in ",、"
    follows_unit = (
        bool(before)
        and before[-1] not in "。;!?,》”"
        and bool(reader.words.rules.unit_end.search(before[-8:]))
    )
    return closes and not follows_unit


def says_who(inner: Region, reader: Reader) -> Said | None:
    """How words that do nothing else say who is responsible; ``None`` for other words."""
    text, depth = inner.text, depths(inner.text)
    if reader.words.rules.not_note.match(text):
        return None
    if labels := [label for label in reader.words.labels(text) if depth[label.start] == 0]:
        return Said.LABELLED if any(label.part in FIELDS for label in labels) else None
    if len(text) < 2 or reader.words.rules.not_charge.match(text):
        return None
    kinds = {_piece_kind(piece, reader) for piece, _ in pieces(inner, ",;。")}
    if "" in kinds:
        return None
    return Said.ROLES if "role" in kinds else Said.UNITS if "units" in kinds else None


def _piece_kind(piece: Region, reader: Reader) -> str:
    text = piece.text.strip()
    if not text or _REMARK.search(text):
        return "remark"
    if handed := reader.words.handed.match(piece.text):
        piece = piece.part(piece.start + handed.end(), piece.end)
    names, role, _ = reader.role_of(piece)
    if role is not None and (not names.text.strip() or reader.credible(names)):
        return "role" if names.text.strip() else "remark"
    joined = reader.joined(piece)
    if joined and (not joined[0].text or reader.credible(joined[0])):
        return "role" if reader.credible(joined[1]) else ""
    if reader.credible(piece):
        return "units"
    return "time" if reader.times(piece) else ""


# --- labels outside brackets -----------------------------------------------------------------


def _labelled(block: Block, start: int, reader: Reader, closed: list[bool]) -> Iterator[Note]:
    """牵头单位：… to the end of the sentence or block, further labels included."""
    text, at = block.text, start
    for label in reader.words.labels(text):
        low = label.start
        if low < at or label.part not in FIELDS or closed[low]:
            continue
        marked = low == start or text[low - 1] in "。;!? \t|)】" or text[low] in _PAIRS
        if not marked and not _after_label(text, start, low):
            continue
        region = Region(block, label.start, len(text))
        if text[label.end - 1] in "为是" and not reader.charge(region).charges_somebody:
            continue
        stop = _LABEL_END.search(text, label.end)
        at = stop.end() if stop else len(text)
        yield Note(low, at, Region(block, low, at))


def unit_before_colon(node: Node, reader: Reader) -> tuple[Charge, Region] | None:
    """Who is charged by the unit a line begins with (县水利局：…), and the name's place."""
    found = _BEFORE_COLON.match(node.text, len(node.label))
    if found is None:
        return None
    names = Region(node.block, found.start(), found.end("names"))
    if not reader.surely_units(names) or reader.words.rules.everybody_name.fullmatch(names.text):
        return None
    charge = Charge(rule="标题")
    charge.put(Part.LEAD, reader.units(names))
    return charge, names


def _after_label(text: str, start: int, low: int) -> bool:
    return text[low - 1] in ",、" and low - start > 1


# --- 由…牵头 at the end of a sentence -------------------------------------------------------


def _handed(block: Block, start: int, reader: Reader, closed: list[bool]) -> Iterator[Note]:
    """Sentences, and last clauses of a sentence, that do nothing but say who is in charge."""
    text = block.text
    at = start
    for found in _CLAUSE_START.finditer(text, start):
        low = found.end()
        if low < at or closed[low]:
            continue
        stop = _SENTENCE_STOP.search(text, low, low + _LONGEST)
        end = stop.start() if stop else len(text)
        if end - low > _LONGEST:
            continue
        inner = Region(block, low, end)
        handed = reader.words.handed.match(text, low)
        if found.group() == "," and not handed and not _surely_units(inner, reader):
            continue
        kinds = [_piece_kind(piece, reader) for piece, _ in pieces(inner, ",")]
        if kinds and kinds[0] == "role" and all(kinds) and _nothing_to_do(inner, reader):
            at = min(end + 1, len(text))
            yield Note(low, at, inner)


def _surely_units(inner: Region, reader: Reader) -> bool:
    """Whether every name in a clause is known, not only of a likely shape (引导全社会参与)."""
    for piece, _ in pieces(inner, ","):
        units = reader.units(reader.role_of(piece)[0])
        if not units or not all(n.unit.name or n.unit.group for n in units):
            return False
    return True


def _nothing_to_do(inner: Region, reader: Reader) -> bool:
    """由县水利局牵头，县财政局配合 — and not 由县水利局负责修复栏杆."""
    for piece, _ in pieces(inner, ","):
        times = reader.times(piece)
        if times and len(piece.text) - sum(t.end - t.start for t in times) <= _BARE_TIME:
            continue
        if handed := reader.words.handed.match(piece.text):
            piece = piece.part(piece.start + handed.end(), piece.end)
        if reader.words.join.search(piece.text, 2):
            continue
        names, role, verb = reader.role_of(piece)
        rest = piece.end - names.end - len(verb) if role else 0
        if role is None or rest > 0 or verb.startswith(("承担", "指导")):
            return False
    return True
