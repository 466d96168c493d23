"""Clauses become drafts: who is addressed, what belongs together, where a new task begins.

The walk follows the author: section by section, point by point, sentence by sentence. A new
subject opens a new task; a supporting clause stays with the task it supports; what has no subject
inherits one (S1–S6 of the annotation policy).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.extraction.analysis import Facts, Reading, read_clause
from toolkit.extraction.drafts import Draft, How, Piece
from toolkit.extraction.joining import (
    BRIEF,
    PART,
    SHARE_ONLY,
    STOP,
    belongs,
    each_part,
    follow,
    has_own,
    is_topic,
    overrides,
    steps_in,
    takes_over,
    turns,
)
from toolkit.extraction.people import PersonMention
from toolkit.extraction.phrases import Frame, Mood
from toolkit.extraction.roles import Group, Role
from toolkit.extraction.structure import Node, Point, Sentence
from toolkit.extraction.units import UnitMention
from toolkit.text.dates import TimeKind
from toolkit.text.patterns import lazy

_AHEAD = 200  # clauses looked at beyond the present one; a sentence has a few dozen at most

_FIELD_LINE = lazy(
    r"^(?:[(〔]?)(?P<label>(?:牵头|责任|配合|协办|主办|承办|会办|协同|参加|实施|落实)(?:责任)?(?:单位|部门)|责任领导|牵头领导|分管领导|责任人|完成时限|时限要求|办理时限)$"
)
_PROPOSER_LINE = lazy(r"^(?:申报|提请|汇报|提出|起草|承办|主办|报审)(?:单位|部门)$")
_CHARGE = lazy(r"为(?:第一|直接|主要|具体|总)?责任人")
_IF = lazy(
    r"(?:逾期|不合格|协商不成|不达标|拒不|未完成|不力|敷衍|扯皮|滞后|排名末位|排名靠后|虚报|未[^,;。]{1,8})的(?:单位|部门|乡镇|街道|企业|项目)?$"
)
_REPORTED = lazy(r"汇报|报告|说明|起草|提请|情况|方案|草案|目录|办法")
_SHORT = 14
_STILL_OUTSIDE = lazy(r"(?:并)?(?:要求|限|明确|规定)")
_CHAIN = lazy(r"[^,;。]{1,10}?(?:以后|之后|后)(?!续|期|勤|台|备)")
_MINE = lazy(r"[你他她]|这个事|这件事|此事|并|同时|再")


@dataclass(slots=True)
class State:
    """What the walk remembers. ``reporters`` and ``heading_units`` belong to the section,
    ``subject`` to the block, ``frame`` is the voice that speaks."""

    frame: Frame = Frame.NONE
    frame_fresh: bool = False
    section_frame: Frame = Frame.NONE
    reports: bool = False
    reporters: list[UnitMention] = field(default_factory=list)
    proposers: list[UnitMention] = field(default_factory=list)
    heading_units: list[UnitMention] = field(default_factory=list)
    subject: list[UnitMention] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    intro_subject: list[UnitMention] = field(default_factory=list)


@dataclass(slots=True)
class Segment:
    """The walk between two semicolons. ``previous`` is the sentence's draft before, ``topic`` the
    clauses that only named the matter so far; ``blocked`` after something that is no order,
    ``barred`` after a condition that rules the rest (逾期未完成的，…), ``outside`` after somebody
    else's demand; ``waiting`` are supporters named before the one they support."""

    previous: Draft | None = None
    current: Draft | None = None
    topic: list[Reading] = field(default_factory=list)
    blocked: bool = False
    barred: bool = False
    outside: bool = False
    waiting: list[tuple[Reading, Group]] = field(default_factory=list)


class Assembler:
    """Walks the nodes of one document and collects drafts."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.state = State()
        self._titled: Reading | None = None
        self.intro: Draft | None = None

    # --- sections and blocks ---------------------------------------------------------------

    def enter_heading(self, node: Node, facts: Facts) -> None:
        """A heading opens a section: forget reporters and subject, note units it names."""
        self.intro = None
        voice = _heading_voice(facts)
        self.state = State(frame=voice, section_frame=voice, reports=voice is Frame.REPORT)
        units = [u for u in facts.units if u.certain or _heads_alone(facts.text, u)]
        body = facts.text[len(node.label) :].rstrip(":")
        if re.search(r"(?:牵头|负责|承办|主办)(?:的)?(?:工作|任务|事项)?|^[^,。;]{2,12}$", body):
            alone = "".join(u.text for u in units)
            if units and (len(body) <= len(alone) + 9) and not facts.phrases.tell.search(body):
                self.state.heading_units = units

    def block(self, node: Node, facts: Facts) -> None:
        """One block of running text."""
        state = self.state
        if 0 < node.level <= 2 and not node.heading:
            self.state = state = State(section_frame=Frame.NONE)
        state.frame = state.section_frame
        state.subject = list(state.intro_subject) if node.level >= 3 else []
        if self.intro is not None and not 0 < self.intro.node.level < node.level:
            self.intro = None
        first = len(self.drafts)
        for point in node.points:
            self._point(node, point, facts)
        if self.intro is not None:
            for draft in self.drafts[first:]:
                follow(draft, self.intro)
        if facts.text.endswith(":"):
            state.intro_subject = list(state.subject)
            self._introduce(first)
        elif node.level <= 2:
            state.intro_subject = []
        state.section_frame = state.frame

    def _introduce(self, first: int) -> None:
        """…由甲局牵头,乙局参与,务必做到: its points are the tasks, under its units."""
        last = self.drafts[-1] if len(self.drafts) > first else None
        if last is not None and last.leads and not any(r.dated for r in last.readings):
            self.intro = self.drafts.pop()

    def _point(self, node: Node, point: Point, facts: Facts) -> None:
        state = self.state
        intro = list(state.subject)
        for sentence in point.sentences:
            self._sentence(node, sentence, facts)
        if point.label and point.level >= 4 and intro:
            state.subject = intro

    # --- sentences -------------------------------------------------------------------------

    def _sentence(self, node: Node, sentence: Sentence, facts: Facts) -> None:
        if self._field_line(node, sentence, facts):
            return
        first = True
        current: Draft | None = None
        self._titled = None
        for segment in sentence.segments:
            readings = [read_clause(facts, clause) for clause in segment]
            if first and self._charge(node, readings, facts):
                return
            current = self._segment(node, readings, facts, current)
            first = False
        state = self.state
        state.frame_fresh = False
        if state.frame in (Frame.REPORT, Frame.TALK):
            state.frame = Frame.REPORT if state.reports else Frame.NONE

    def _segment(
        self, node: Node, readings: Sequence[Reading], facts: Facts, previous: Draft | None
    ) -> Draft | None:
        walk = Segment(previous)
        for number, reading in enumerate(readings):
            rest = readings[number + 1 : number + 1 + _AHEAD]
            if self._speaks(reading, walk) and self._counts(reading, walk):
                self._place(node, reading, rest, walk, facts)
        self.state.frame_fresh = self.state.frame_fresh and walk.current is None
        return walk.current or previous

    def _speaks(self, reading: Reading, walk: Segment) -> bool:
        """Follow the voice; false where a clause only sets it, or only reports."""
        state = self.state
        if reading.frame is not None:
            state.frame, state.frame_fresh = reading.frame, True
            state.reports = state.reports and reading.frame is not Frame.ORDER
            walk.blocked = False
        if reading.only_cue:
            return False
        if "《" in reading.text:
            self._titled = reading
        if state.frame is Frame.REPORT:
            self._note_reporters(reading)
            if not overrides(reading):
                return False
            state.frame = Frame.ORDER
        return True

    def _counts(self, reading: Reading, walk: Segment) -> bool:
        """Whether a clause can belong to a task; what is refused, past or a condition cannot,
        nor can what merely follows from it."""
        due = any(t.kind is TimeKind.DEADLINE for t in reading.times) and reading.mood is None
        if walk.outside and _STILL_OUTSIDE.match(reading.text):
            return False
        walk.outside = reading.mood is Mood.OUTSIDE
        if walk.barred or (walk.blocked and not reading.leads and not due):
            return False
        walk.blocked = False
        if reading.mood not in STOP:
            return True
        walk.blocked = reading.mood is not Mood.THREAT
        if reading.mood is Mood.THREAT and any(g.units for g in reading.leads):
            self.state.subject = [u for g in reading.leads for u in g.units]
        walk.barred = _IF.search(reading.text) is not None
        if reading.mood is Mood.REFUSED and walk.current is not None:
            walk.current = self._withdraw(walk.current)
        if reading.mood is Mood.PAST and not reading.leads:
            walk.topic = [reading]
        return False

    def _place(
        self,
        node: Node,
        reading: Reading,
        rest: Sequence[Reading],
        walk: Segment,
        facts: Facts,
    ) -> None:
        if reading.leads:
            walk.current = self._addressed(node, reading, rest, walk, facts)
            walk.topic = []
        elif reading.helpers:
            walk.current = self._helped(node, reading, rest, walk, facts)
        elif walk.current is not None and not turns(reading, rest):
            walk.current.take(node, reading)
        elif walk.previous is not None and _CHAIN.match(reading.text) and not walk.topic:
            walk.current = walk.previous
            walk.current.take(node, reading)
        elif is_topic(reading, rest):
            walk.topic.append(reading)
        else:
            walk.current = self._elided(node, reading, walk, facts)
            walk.topic = []

    def _withdraw(self, draft: Draft) -> Draft | None:
        """What is refused right after it was named is no task, unless somebody was asked."""
        asked = draft.how is How.ASSIGNED or (draft.how is How.SUBJECT and draft.verb)
        if asked or any(r.dated for r in draft.readings):
            return draft
        self.drafts.remove(draft)
        return None

    def _note_reporters(self, reading: Reading) -> None:
        state = self.state
        for group in reading.groups:
            if group.role in (Role.TELLER, Role.OBJECT, Role.SUBJECT) and group.units:
                after = reading.text[group.end - reading.clause.start :]
                if group.role is Role.TELLER or _REPORTED.search(after):
                    state.reporters = state.reporters or list(group.units)

    # --- the four ways a clause joins ----------------------------------------------------------

    def _addressed(
        self,
        node: Node,
        reading: Reading,
        rest: Sequence[Reading],
        walk: Segment,
        facts: Facts,
    ) -> Draft:
        state, current = self.state, walk.current
        lead = reading.leads[0]
        if current is not None and steps_in(reading, lead, current, rest):
            current.take(node, reading)
            current.add_supports(lead.units)
            return current
        if current is not None and takes_over(reading, lead, current):
            current.leads, current.how, current.verb = [], How.NONE, ""
        if current is not None and belongs(reading, lead, current, facts):
            self._join_current(node, reading, current, facts)
            return current
        draft = self._open(node, reading, walk.topic)
        for group in reading.leads:
            self._put_in_charge(draft, group)
        self._help(draft, reading.helpers)
        for before, helper in walk.waiting:
            draft.add_supports(helper.units)
            draft.readings.insert(0, before)
            draft.topics += 1
            draft.pieces.insert(0, Piece(node, before.clause.start, before.clause.end))
        walk.waiting.clear()
        state.subject = list(draft.leads)
        state.persons = [] if draft.leads else [p for g in reading.leads for p in g.persons]
        return draft

    def _join_current(self, node: Node, reading: Reading, current: Draft, facts: Facts) -> None:
        lead = reading.leads[0]
        current.take(node, reading)
        tail = reading.text[lead.end - reading.clause.start :]
        if not lead.units:
            for person in lead.persons:
                current.add_person(person)
        elif not current.leads or SHARE_ONLY.match(tail) or each_part(reading, lead):
            for group in reading.leads:
                self._put_in_charge(current, group)
            self.state.subject = list(current.leads)
        elif {u.text for u in lead.units} & {u.text for u in current.leads}:
            pass
        elif PART.match(tail) or facts.phrases.check.match(tail) or len(tail) <= BRIEF:
            for group in reading.leads:
                current.add_supports(group.units)
        self._help(current, reading.helpers)

    def _helped(
        self,
        node: Node,
        reading: Reading,
        rest: Sequence[Reading],
        walk: Segment,
        facts: Facts,
    ) -> Draft | None:
        """A clause of supporters: folded in, unless it has its own date, figure or output."""
        group, current = reading.helpers[0], walk.current or walk.previous
        own = has_own(reading) or (not _undated(current) and _dated_next(rest))
        alone = walk.current is None and walk.previous is None
        if group.role is Role.ASSIST and alone and group.verb.startswith(("由", "请", "责成")):
            return self._put(node, reading, group, How.ASSIGNED)
        if group.role is Role.SUPPORT and "职责" in group.verb and current is None:
            return self._put(node, reading, group, How.ASSIGNED)
        if group.role is Role.ASSIST and own and current is not None:
            return self._put(node, reading, group, How.SUBJECT)
        if group.role is Role.JOINED and (current is None or current.readings == []):
            return self._elided(node, reading, Segment(current), facts)
        if current is None and any(r.leads and r.mood not in STOP for r in rest):
            walk.waiting.append((reading, group))
            return None
        if current is None:
            current = self._recent(node)
        if current is None:
            if not group.units or self.state.frame is not Frame.ORDER:
                return None
            return self._put(node, reading, group, How.SUBJECT)
        current.take(node, reading)
        self._help(current, reading.helpers)
        return current

    def _put(self, node: Node, reading: Reading, group: Group, how: How) -> Draft:
        draft = self._open(node, reading, ())
        draft.add_leads(group.units, how, group.verb)
        self.state.subject = list(draft.leads)
        return draft

    def _recent(self, node: Node) -> Draft | None:
        """The draft just before in the same block."""
        last = self.drafts[-1] if self.drafts else None
        return last if last is not None and last.node is node else None

    def _elided(self, node: Node, reading: Reading, walk: Segment, facts: Facts) -> Draft:
        """A clause without subject: whoever governs here."""
        state = self.state
        draft = self._open(node, reading, walk.topic)
        fresh = state.frame_fresh and walk.previous is None
        role_word = facts.phrases.role_word.match(
            reading.text.removeprefix("请").removeprefix("由")
        )
        if (
            role_word
            and state.proposers
            and role_word.group() in ("申报单位", "提请单位", "汇报单位")
        ):
            draft.add_leads(state.proposers, How.REPORTER)
        elif fresh and (state.proposers or state.reporters):
            draft.add_leads(state.proposers or state.reporters[:1], How.REPORTER)
        elif state.subject:
            draft.add_leads(state.subject, How.INHERITED)
        elif state.heading_units:
            draft.add_leads(state.heading_units, How.HEADING)
        elif state.persons and _MINE.match(reading.text):
            for person in state.persons:
                draft.add_person(person)
            draft.how = How.INHERITED
        elif state.proposers or state.reporters:
            draft.add_leads(state.proposers or state.reporters[:1], How.REPORTER)
        self._help(draft, reading.helpers)
        return draft

    def _open(self, node: Node, reading: Reading, topic: Sequence[Reading]) -> Draft:
        draft = Draft(node=node, frame=self.state.frame)
        named = self._titled
        if named is not None and not topic and len(reading.text) <= _SHORT and named is not reading:
            topic = [named]  # 会议审议了《…目录》,同意,由县府办印发
        for before in topic:
            draft.take(node, before)
        draft.topics = len(topic)
        draft.take(node, reading)
        self.drafts.append(draft)
        return draft

    def _put_in_charge(self, draft: Draft, group: Group) -> None:
        if group.units:
            how = How.ASSIGNED if group.role is Role.LEAD else How.SUBJECT
            part = draft.leads and PART.match(group.verb) and draft.verb in ("牵头", "总牵头")
            if part:
                draft.add_supports(group.units)
            else:
                draft.add_leads(group.units, how, group.verb)
        for person in group.persons:
            draft.add_person(person)
            draft.verb = draft.verb or group.verb
            if not group.units and draft.how is How.NONE:
                draft.how = How.ASSIGNED if group.role is Role.LEAD else How.SUBJECT

    def _help(self, draft: Draft, groups: Sequence[Group]) -> None:
        for group in groups:
            draft.add_supports(group.units)

    # --- lines that only add to the task before -----------------------------------------------

    def _charge(self, node: Node, readings: Sequence[Reading], facts: Facts) -> bool:
        """镇党委书记潘庆和同志为第一责任人: adds a person to the task before."""
        if len(readings) > 1 or not _CHARGE.search(readings[0].text):
            return False
        draft = self._recent(node)
        clause = readings[0].clause
        persons = [p for p in facts.persons if clause.start <= p.start < clause.end]
        if draft is None or not persons:
            return False
        for person in persons:
            draft.add_person(person)
        draft.cover(node, clause.start, clause.end)
        return True

    def _field_line(self, node: Node, sentence: Sentence, facts: Facts) -> bool:
        """责任单位：甲局、乙局。 after the task; 申报单位：… before it."""
        clauses = sentence.clauses
        if len(clauses) < 2 or clauses[0].mark != ":":
            return False
        label = facts.text[clauses[0].start : clauses[0].end]
        units = [u for u in facts.units if clauses[1].start <= u.start and u.end <= sentence.end]
        if _PROPOSER_LINE.match(label):
            self.state.proposers = units
            return True
        found = _FIELD_LINE.match(label)
        draft = self.drafts[-1] if self.drafts else None
        if not found or draft is None:
            return bool(found)
        draft.cover(node, clauses[0].start, sentence.end)
        word = found["label"]
        if word.startswith(("配合", "协办", "会办", "协同", "参加")):
            draft.add_supports(units)
        elif units:
            draft.leads = [] if draft.how is not How.FIELD else draft.leads
            draft.how = How.NONE
            draft.add_leads(units, How.FIELD, word)
        return True


def _undated(draft: Draft | None) -> bool:
    return draft is not None and not any(r.dated for r in draft.readings)


def _dated_next(rest: Sequence[Reading]) -> bool:
    """Whether the subjectless clauses that follow set a date."""
    for follower in rest:
        if follower.groups:
            return False
        if follower.dated or any(t.soft for t in follower.times):
            return True
    return False


def _heading_voice(facts: Facts) -> Frame:
    """Whether a heading announces decisions, or what has been done."""
    if facts.phrases.frames[Frame.ORDER].search(facts.text.rstrip(":")):
        return Frame.ORDER
    if facts.phrases.past_heading.search(facts.text):
        return Frame.REPORT
    return Frame.NONE


def _heads_alone(text: str, unit: UnitMention) -> bool:
    rest = text[unit.end :].strip(": ")
    return not rest or rest.startswith(("牵头", "负责", "工作"))
