"""Leaders' instructions: what is written on a paper orders what the paper is about.

A register is read record by record: proposal and approval, one leader handing on to the next, the
clerk's remark. Speeches, visits and calls are read as running text in which every voice orders.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from toolkit.extraction.analysis import Facts, Reading
from toolkit.extraction.assemble import Assembler
from toolkit.extraction.drafts import Draft, Piece
from toolkit.extraction.instruction.addressees import hear
from toolkit.extraction.instruction.approval import adopted
from toolkit.extraction.instruction.chain import (
    Note,
    Order,
    asks,
    chained,
    handed_to,
    has_date,
    is_called,
    is_timed,
    keep,
    of_nobody,
    only_reports,
    same_time,
    spoken,
    take_up,
)
from toolkit.extraction.instruction.chat import answered
from toolkit.extraction.instruction.fields import Field, Record, read_day
from toolkit.extraction.instruction.form import Form, units_in
from toolkit.extraction.instruction.records import records_of
from toolkit.extraction.instruction.speech import walk_speech
from toolkit.extraction.instruction.stretches import introduced, part, proposals, stretches
from toolkit.extraction.instruction.talk import rules_for_all, tells, trim
from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.judge import Verdict, judge
from toolkit.extraction.people.find import find_person_mentions
from toolkit.extraction.phrases import Frame, Mood
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Node, label_masked
from toolkit.extraction.units.find import UnitMention
from toolkit.text.dates import DATED, TimeKind, find_times
from toolkit.text.patterns import lazy

_WHOLE = ("。", ";", "!", "?")
_QUOTED = lazy(r"《[^》]{4,60}》")
_YEAR = lazy(r"20\d\d(?=年|[〕\]]|[-./]\d)")
# 3件重点建议 are papers to be answered; nobody suggests anything
_MOTION = lazy("(?<=[件条点表])建议(?=[,。;、])")
_CAME_OF_IT = lazy(
    r"(?<=[。;!?\"])(?:根据(?:领导|县领导|上述|[^,。;]{1,4}长)?(?:的)?批示(?:精神|要求)?|经(?:核|调)?查|"
    r"(?:办理|处理|核查|调查)(?:情况|结果))[,:](?![^,。;]*(?:[请由]|责成))"
)
_PASSES = lazy(r"(?:阅[处示批办]?|批示|研处|审[定示])$")
_ABOUT = (Column.UNIT, Column.TITLE, Column.SUMMARY, Column.HANDLER, Column.COPIES)


def walk(scanned: Scan, words: InstructionWords) -> list[tuple[Draft, Verdict]]:
    """The orders of a register, slip or list of calls, in document order; where the text is none
    of these (a speech, a visit), those of the running text. What reads like an order in a line
    that belongs to no note is for a person to look at, unless the notes order nothing."""
    records = records_of(scanned, words)
    if not records:
        return [(draft, Verdict.TASK) for draft in walk_speech(scanned, words)]
    reader = _Reader(scanned, words)
    orders: list[Order] = []
    paper = ""
    for record in records:
        found, before, paper = reader.record(record), paper, _paper(record)
        if orders and found and paper and paper == before and handed_to(orders[-1], found[0]):
            take_up(found[0], orders.pop())
        orders += found
    ordered = [(_with_source(order, scanned.source.signer), Verdict.TASK) for order in orders]
    held = {f.node.index for record in records for f in record.fields}
    rest = [n for n in scanned.nodes if n.index not in held and n.text.endswith(_WHOLE)]
    beside = Verdict.LOOK if ordered else Verdict.TASK
    return [*ordered, *((draft, beside) for draft in walk_speech(scanned, words, rest))]


def _paper(record: Record) -> str:
    """The title of the paper a record is about, where it quotes one."""
    quoted = (_QUOTED.search(f.text) for f in record.of(Column.TITLE, Column.OTHER))
    return next((found.group() for found in quoted if found), "")


def _with_source(order: Order, signer: str | None) -> Draft:
    """The draft with who gave the instruction and on which day."""
    draft = order.draft
    draft.instructed_by, draft.instructed_on = order.by or signer, order.on
    # 吴县长上车前交代: who speaks is not who leads
    draft.officials = [name for name in draft.officials if not is_called(order.by, name)]
    return draft


class _Reader:
    """Reads one record after the other."""

    def __init__(self, scanned: Scan, words: InstructionWords) -> None:
        self._scan = scanned
        self._words = words
        self._year = _year_of(scanned)
        self._day: date | None = None
        self._known: dict[tuple[int, date | None], Facts] = {}
        self._around: tuple[UnitMention, ...] = ()
        self._handled = False

    def record(self, record: Record) -> list[Order]:
        """All orders of one paper."""
        title = record.of(Column.TITLE)
        self._day = next((d for f in record.fields if (d := self._on(f))), None)
        around = tuple(u for f in record.of(*_ABOUT) for u in units_in(self._scan, f))
        self._around = around or _addressed(self._scan)
        self._handled = bool(record.of(Column.HANDLER))
        self._known.clear()
        proposed = [self._note(f, title, proposal=True) for f in proposals(record)]
        notes = [self._note(f, title) for f in record.of(Column.ORDER)]
        approved = adopted(proposed, notes, self._words, lambda n: self._facts(n.item.node, n.on))
        orders = [*approved, *chained(notes, self._words)]
        same_time(orders)
        Form(self._scan, self._words, record, self._day).fill(orders)
        return orders

    # --- one note -------------------------------------------------------------------------------

    def _note(self, item: Field, title: Sequence[Field], *, proposal: bool = False) -> Note:
        on = self._on(item)
        item = _without_result(item)
        note = Note(item, self._signer(item), on)
        facts = self._facts(item.node, on)
        if _is_reply(item, facts):
            return note
        for start, end, number in stretches(item, proposal):
            for draft in self._drafts(item, facts, (start, end), title):
                trim(draft, self._words)
                self._pass_on(draft, note)
                answered(draft, item)
                if self._backs(draft, note) or self._reports(draft, note):
                    continue
                verdict = self._weigh(draft, note)
                if number and verdict is Verdict.NO and any(_acts(r) for r in draft.readings):
                    verdict = Verdict.LOOK  # an order once somebody is charged with it
                if verdict is not Verdict.NO:
                    note.orders.append(Order(draft, note.by, on, number, verdict))
        return note

    def _drafts(
        self, item: Field, facts: Facts, stretch: tuple[int, int], title: Sequence[Field]
    ) -> list[Draft]:
        """What reads like orders in a stretch of a note. Words that introduce several charges are
        read apart: the official they name is in charge of all of them."""
        start, end = stretch
        within = introduced(facts.text, facts.units, replace(item, start=start, end=end))
        if within is None:
            return self._assembled(item, facts, stretch, title)
        opening, stop = within
        before = self._assembled(item, facts, (start, opening), title)
        charges = self._assembled(item, facts, (opening, stop), title)
        heads = [d for d in before[-1:] if d.officials and not any(r.dated for r in d.readings)]
        for head in heads:
            for draft in charges:
                draft.officials[:0] = [n for n in head.officials if n not in draft.officials]
                draft.pieces += head.pieces
        rest = self._assembled(item, facts, (stop, end), title) if stop < end else []
        return [*(d for d in before if d not in heads), *charges, *rest]

    def _assembled(
        self, item: Field, facts: Facts, stretch: tuple[int, int], title: Sequence[Field]
    ) -> list[Draft]:
        assembler = Assembler(spoken=True)
        assembler.placer.state.section_frame = Frame.ORDER
        if item.to is not None:
            assembler.placer.state.heading_units = list(item.to.units)
        assembler.block(part(item.node, facts.text, *stretch, title), facts)
        return assembler.drafts

    def _pass_on(self, draft: Draft, note: Note) -> None:
        """请甲县长阅处,…,同时请某局查办: the paper goes to 甲, and the office has its own order."""
        readings = draft.readings
        charged = next((n for n, r in enumerate(readings) if r.leads and _units_of(r)), 0)
        said = readings[:charged]
        hands = said and self._words.hand_on.match(said[0].text) and _PASSES.search(said[0].text)
        if not hands or any(_units_of(r) or r.dated or r.figures for r in said):
            return
        people = [p for r in said for g in r.groups for p in g.persons]
        keep(draft, readings[charged:])
        draft.officials[:] = [n for n in draft.officials if n not in {p.name for p in people}]
        note.handed.extend(people)
        note.passing += [Piece(draft.node, r.clause.start, r.clause.end) for r in said]

    def _on(self, item: Field) -> date | None:
        return read_day(item.day, self._year) if item.day else None

    def _facts(self, node: Node, on: date | None) -> Facts:
        """What a block mentions, its dates counted from the day the note was written."""
        base = on or self._day or self._scan.source.date
        known = self._known.get((node.index, base))
        if known is not None:
            return known
        facts = self._scan.facts_of[node.index]
        context = replace(self._scan.context, base=base)
        times = tuple(
            t
            for t in find_times(label_masked(node.block.source), context)
            if facts.text[t.start - 1 : t.start] != '"' or facts.text[t.end : t.end + 1] != '"'
        )  # not the promise that "年底" quotes
        text = _MOTION.sub("事项", facts.text)
        facts = replace(facts, text=text, times=times, base=base, chair=None)
        facts = hear(facts, node, self._around, self._scan)
        self._known[node.index, base] = facts
        return facts

    def _backs(self, draft: Draft, note: Note) -> bool:
        """财政局酌情支持 behind an order: a supporter of that order."""
        text = "".join(r.text for r in draft.readings)
        if not note.orders or not draft.leads or any(r.dated for r in draft.readings):
            return False
        if not self._words.backing.search(text):
            return False
        known = note.orders[-1].draft
        known.add_supports(draft.leads)
        for piece in draft.pieces:
            known.cover(piece.node, piece.start, piece.end)
        return True

    def _reports(self, draft: Draft, note: Note) -> bool:
        """月底前报我。 behind an order: when that order's result is due."""
        if not note.orders or draft.node is not note.orders[-1].draft.node:
            return False
        if not only_reports(draft, self._words):
            return False
        for reading in draft.readings:
            note.orders[-1].draft.take(draft.node, reading)
        if has_date(note.orders[-1].draft):
            note.orders[-1].verdict = Verdict.TASK
        return True

    def _weigh(self, draft: Draft, note: Note) -> Verdict:
        """Whether a clause orders: the force of 阅处 and 研处 is in the word, not in an object."""
        text = "".join(r.text for r in draft.readings)
        words = self._words
        people = [p for r in draft.readings for g in r.groups for p in g.persons]
        bare = not (draft.leads or draft.supports or any(r.dated for r in draft.readings))
        if bare and words.hand_on.match(draft.readings[-1].text):
            if words.read_only.search(text):
                return Verdict.NO
            if note.orders:  # 请晓棠区长统筹 behind an order
                for person in people:
                    note.orders[-1].draft.add_person(person)
            else:
                note.handed.extend(people)
                note.passing.extend(draft.pieces)
            return Verdict.NO
        if asks(draft) or of_nobody(draft) or rules_for_all(draft.readings):
            return Verdict.NO
        dated = any(r.dated for r in draft.readings)
        if words.read_only.search(text) or (words.talk.search(text) and not is_timed(draft)):
            return Verdict.NO
        if any(words.refuse.search(r.text) for r in draft.readings) and not dated:
            return Verdict.NO
        if words.handle.search(text) and (draft.leads or draft.officials):
            return Verdict.TASK
        if not (draft.leads or draft.officials or draft.owners):
            return self._ownerless(draft)
        return spoken(draft, judge(draft, self._scan.knowledge.phrases), words)

    def _ownerless(self, draft: Draft) -> Verdict:
        """4月15日断面必须降到1.0以下: ordered of everybody on the form."""
        good = [r for r in draft.readings if not (self._words.others.match(r.text) or tells(r))]
        timed = any(t.kind in (*DATED, TimeKind.POINT) for r in good for t in r.times)
        if any(_at_once(r) for r in good):  # 今晚就封桥, D级的两栋楼立即停用
            keep(draft, [r for r in good if r.mood is not Mood.ATTITUDE])
            return Verdict.TASK
        firm = any(self._words.must.search(r.text) or (r.figures and r.dated) for r in good)
        firm = firm or any(_by_then(r, draft.readings[-1]) for r in good)
        if any(_keeps_telling(r) for r in good):
            return Verdict.TASK
        counted = self._handled or any(r.figures for r in good)
        firm = firm or (counted and any(r.dated and r.mood is None for r in good))
        if not timed or not firm:
            return Verdict.NO
        keep(draft, good)
        return Verdict.TASK

    def _signer(self, item: Field) -> str:
        """The signer's name: 县长 靳怀瑾 → 靳怀瑾."""
        flat = re.sub(r"\s", "", item.who)
        mentions = find_person_mentions(flat, self._scan.people)
        if mentions:
            return mentions[-1].name
        name = re.sub(r"^.*(?:[省市县区镇乡]长|书记|主任|秘书长|局长|部长|常委|[科室股])", "", flat)
        return name or flat


# --- pieces of a record ------------------------------------------------------------------------


def _addressed(scanned: Scan) -> tuple[UnitMention, ...]:
    """县自然资源局:, over a letter that hands a note on: whom 你局 means there."""
    for node in scanned.nodes[:8]:
        units = scanned.facts_of[node.index].units
        named = sum(u.end - u.start for u in units)
        if node.text.endswith(":") and units and named >= len(node.text) - len(units):
            return units
    return ()


def _is_reply(item: Field, facts: Facts) -> bool:
    """财政局 10:31：“还差27家。”: the unit answers, nobody orders."""
    unit = next((u for u in facts.units if u.start == item.start), None)
    behind = facts.text[unit.end : item.end] if unit else ""
    return re.match(r'[^,。;:"]{0,4}(?:\d{1,2}:\d\d:|:")', behind) is not None


def _without_result(item: Field) -> Field:
    """经查,… and 根据领导批示,某局将… behind what a leader wrote tell what came of it."""
    told = _CAME_OF_IT.search(item.node.text, item.start, item.end)
    return replace(item, end=told.start()) if told and told.start() > item.start else item


def _keeps_telling(reading: Reading) -> bool:
    """灾情两小时报一次: what is to be reported, and how often."""
    often = [t for t in reading.times if t.kind is TimeKind.RECURRING and t.text.endswith("报一次")]
    return any(t.start > reading.clause.start + 1 for t in often)


def _by_then(reading: Reading, last: Reading) -> bool:
    """今晚12点以前,危险区的人全部转出来: a limit that opens the last clause or stands before it."""
    low = reading.clause.start
    limits = [t for t in reading.times if t.kind is TimeKind.DEADLINE and t.start == low]
    before = any(t.text.endswith("前") for t in limits)
    return before and last.mood is None and not last.groups


def _at_once(reading: Reading) -> bool:
    """Whether a clause says that something is to be done then and there: a time with 就 behind it,
    or at once with a number of things."""
    if reading.mood is not None or reading.groups:
        return False
    low = reading.clause.start
    then = any(reading.text.startswith("就", t.end - low) for t in reading.times)
    urgent = any(t.kind is TimeKind.URGENT for t in reading.times)
    return then or (urgent and bool(reading.figures))


def _units_of(reading: Reading) -> list[UnitMention]:
    return [u for g in reading.groups for u in g.units]


def _acts(reading: Reading) -> bool:
    return reading.mood is None and (reading.deed or bool(reading.figures))


def _year_of(scanned: Scan) -> int | None:
    """The year of notes that give only month and day."""
    for node in (*scanned.nodes[:12], *scanned.nodes[-4:]):
        if found := _YEAR.search(node.text):
            return int(found.group())
    known = scanned.source.date or scanned.source.printed_on
    return known.year if known else None
