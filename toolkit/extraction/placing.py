"""How a clause joins the tasks found so far: it opens one, continues one, or helps with one.

A new subject opens a new task; a supporting clause stays with the task it supports; what has no
subject inherits one (S1–S6 of the annotation policy).
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.extraction.analysis import Facts, Reading
from toolkit.extraction.drafts import Draft, How, Piece
from toolkit.extraction.helping import charged_apart, dated_next, only_named, only_shares, served
from toolkit.extraction.joining import (
    BRIEF,
    BY_POST,
    JOINS,
    PART,
    PORTION,
    SHARE_ONLY,
    STOP,
    begins_anew,
    belongs,
    each_part,
    goes_on_by,
    is_question,
    is_topic,
    lends_a_hand,
    meets_under,
    names_matter,
    only_attitude,
    only_charges,
    only_spoken,
    only_tells,
    owner_of_matter,
    shows_will,
    splits_off,
    steps_in,
    takes_over,
    told_again,
    turns,
)
from toolkit.extraction.phrases import Frame
from toolkit.extraction.roles import Group, Role
from toolkit.extraction.structure import Node
from toolkit.extraction.units.find import UnitMention
from toolkit.extraction.walk_state import Segment, State
from toolkit.text.patterns import lazy

_SHORT = 14
_ASKS = ("请", "由", "让", "责成")
_PROPOSING = lazy(r"[请由]?(?:申报|提请|汇报)单位")
_SOMEBODY = lazy(  # 各大垸要…, 五个整治小组要…: whoever that is, it is nobody named before
    r"(?:各|全体|所有)(?![项类种个自方])[^,;。对将把]{1,12}(?:要|须|应当?|务必|必须)(?![求素点])"
    r"|各[^,;。对将把]{0,6}(?:领导|干部|书记|负责人|队员|组长|联系人)每"
    r"|[^,;。对将把的]{2,14}(?:局|办|公司|集团|中心|小组|专班|指挥部|工作队|党支部|干部|书记|负责人)"
    r"(?:要|须|应当?|务必|必须|负责|牵头)(?![求素点])"
)
_TURNS_TO = lazy(r"(?:在|关于|针对|围绕)[^,;。]{2,30}(?:方面|上|问题|工作中|事宜)")
_MINE = lazy(r"[你他她]|这个事|这件事|此事|并|同时|再")


class Placer:
    """Puts clauses into drafts. ``titled`` is the clause of the sentence that names a document,
    ``charged`` the task that the sentence before, of the same point, put somebody in charge of;
    with ``decides`` whoever is named with something to do is ordered to do it."""

    def __init__(self, *, decides: bool = False) -> None:
        self.decides = decides
        self.drafts: list[Draft] = []
        self.state = State()
        self.titled: Reading | None = None
        self.charged: Draft | None = None

    def place(
        self,
        node: Node,
        reading: Reading,
        rest: Sequence[Reading],
        walk: Segment,
        facts: Facts,
    ) -> None:
        if walk.current is not None and only_named(reading) and rest and JOINS.search(rest[0].text):
            walk.current.take(node, reading)  # 自然资源所、执法队,涉及的三个村参加
            walk.current.add_supports(u for g in reading.groups for u in g.units)
        elif walk.current is not None and told_again(reading, walk.current):
            walk.current = self._elided(node, reading, Segment(walk.current))
        elif reading.leads and not (
            names_matter(reading, rest)
            or is_question(reading, rest)
            or only_shares(reading, walk.current)
        ):
            walk.current = self._addressed(node, reading, rest, walk, facts)
            walk.topic = []
        elif reading.helpers:
            walk.current = self._helped(node, reading, rest, walk, facts)
        elif only_attitude(reading) and (walk.current is not None or not rest):
            return  # 不等不靠, 压实责任: neither part of a task nor one
        elif walk.current is not None and not turns(reading, rest):
            self._go_on(node, reading, walk)
        elif walk.previous is not None and not walk.topic and goes_on_by(reading, walk.previous):
            walk.current = walk.previous
            walk.current.take(node, reading)
        elif is_question(reading, rest) or is_topic(reading, rest):
            walk.topic.append(reading)
        elif (before := self._goes_on(reading, walk)) is not None:
            walk.current = before
            before.take(node, reading)
        else:
            walk.current = self._elided(node, reading, walk)
            walk.topic = []

    def _go_on(self, node: Node, reading: Reading, walk: Segment) -> None:
        """One more clause of the task at hand, or of the same unit's next one."""
        if walk.current is not None and splits_off(reading, walk.current):
            walk.current = self._elided(node, reading, Segment(walk.current))
        elif walk.current is not None:
            walk.current.take(node, reading)

    def heed_topic(self, reading: Reading, walk: Segment) -> None:
        """在污染防治工作上,要…: another matter begins, and it is nobody's yet."""
        if walk.current is None and _TURNS_TO.fullmatch(reading.text):
            self.state.subject = []

    def turn_to(self, units: list[UnitMention]) -> None:
        """What follows without a subject is these units' doing."""
        self.state.subject, self.state.frame_fresh, self.charged = units, False, None

    def _goes_on(self, reading: Reading, walk: Segment) -> Draft | None:
        """The task a clause without subject continues: one that so far only says who has it
        (…工作，由甲局负责。…), or one whose share it tells (属于硬件的，…)."""
        before = walk.previous or self.charged
        if walk.topic or before is None:
            return None
        shares = walk.previous is not None and PORTION.match(reading.text)
        return before if shares or only_charges(before) else None

    def withdraw(self, draft: Draft) -> Draft | None:
        """What is refused right after it was named is no task, unless somebody was asked."""
        made = any(r.output and r.figures for r in draft.readings)  # 先拿两套方案,下次再议
        asked = draft.how is How.ASSIGNED or (draft.how is How.SUBJECT and (draft.verb or made))
        if asked or any(r.dated for r in draft.readings):
            return draft
        self.drafts.remove(draft)
        return None

    def _addressed(
        self,
        node: Node,
        reading: Reading,
        rest: Sequence[Reading],
        walk: Segment,
        facts: Facts,
    ) -> Draft:
        state, lead = self.state, reading.leads[0]
        current = walk.current or _unowned(walk, reading, lead)
        if current is not None and only_tells(current):
            self.drafts.remove(current)  # 路不好走,村口到基地2.3公里,乙局…: what it is about
            walk.topic, current = [*current.readings], None
        helps = current is not None and lends_a_hand(reading, lead, current)
        if current is not None and (
            steps_in(reading, lead, current, rest) or (helps and not dated_next(rest))
        ):
            current.take(node, reading)
            current.add_supports(lead.units)
            return current
        if current is not None and (
            meets_under(reading, lead, current) or shows_will(reading, current)
        ):
            current.take(node, reading)
            current.add_supports(u for group in reading.leads for u in group.units)
            return current
        if current is not None and takes_over(reading, lead, current):
            current.leads, current.how, current.verb = [], How.NONE, ""
        anew = current is not None and begins_anew(reading, lead, current, rest)
        if current is not None and not anew and belongs(reading, lead, current, facts):
            self._join_current(node, reading, current, facts)
            return current
        draft = self._open(node, reading, walk.topic)
        beside = state.ordered and walk.current is None  # 甲局要…；乙局…
        if (self.decides or beside) and draft.frame is Frame.NONE:
            draft.frame = Frame.ORDER
        for group in reading.leads:
            self._put_in_charge(draft, group)
        self._help(draft, reading.helpers)
        if state.heading_leads and not {u.text for u in state.heading_units} & {
            u.text for u in draft.leads
        }:
            named, draft.leads = draft.leads, list(state.heading_units)
            draft.how = How.HEADING
            draft.add_supports(named)
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
        said, known = {u.text for u in lead.units}, {u.text for u in current.leads}
        current.take(node, reading)
        tail = reading.text[lead.end - reading.clause.start :]
        if not lead.units:
            for person in lead.persons:
                current.add_person(person)
        elif not current.leads or SHARE_ONLY.match(tail) or each_part(reading, lead):
            if only_spoken(current):  # 荆主席:…,农办备好车: who says it is not who does it
                current.owners, current.officials = [], []
            for group in reading.leads:
                self._put_in_charge(current, group)
            self.state.subject = list(current.leads)
        elif known & said:
            if current.how is How.INHERITED and known < said:
                current.leads = []  # named anew, and others with it
                self._put_in_charge(current, lead)
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
        if whom := served(reading):
            return self._serve(node, reading, whom)
        if (how := charged_apart(reading, group, current, rest)) is not None:
            return self._put(node, reading, group, how)
        if group.role is Role.JOINED and (current is None or current.readings == []):
            return self._elided(node, reading, Segment(current))
        if current is None and any(r.leads and r.mood not in STOP for r in rest):
            walk.waiting.append((reading, group))
            return None
        if current is None and all(facts.phrases.everyone.fullmatch(u.text) for u in group.units):
            return None  # 沿线各单位要给予支持: nobody in particular, and no task's
        if current is None:
            current = self.recent(node)
        if current is None:
            if not group.units or self.state.frame is not Frame.ORDER:
                return None
            return self._put(node, reading, group, How.SUBJECT)
        current.take(node, reading)
        before = reading.text[: group.start - reading.clause.start]
        here = current in (walk.current, walk.previous)
        nobody = not (current.leads or current.officials or current.owners)
        if here and nobody and (before.endswith(_ASKS) or "职责" in group.verb):
            # 请财政局审核, 三局按职责分工负责, of nobody else
            current.add_leads(group.units, How.ASSIGNED, group.verb)
        self._help(current, reading.helpers)
        return current

    def _serve(self, node: Node, reading: Reading, served: Group) -> Draft:
        """甲局要配合乙局做…: the task is 乙局's, the one at hand or, without one, a new one."""
        names = {u.text for u in served.units}
        own = (d for d in reversed(self.drafts) if d.node is node)
        draft = next((d for d in own if names & {u.text for u in d.leads}), None)
        if draft is None:
            draft = self._put(node, reading, served, How.SUBJECT)
        else:
            draft.take(node, reading)
        self._help(draft, reading.helpers)
        return draft

    def _put(self, node: Node, reading: Reading, group: Group, how: How) -> Draft:
        draft = self._open(node, reading, ())
        draft.add_leads(group.units, how, group.verb)
        self.state.subject = list(draft.leads)
        return draft

    def recent(self, node: Node) -> Draft | None:
        """The draft just before in the same block."""
        last = self.drafts[-1] if self.drafts else None
        return last if last is not None and last.node is node else None

    def _elided(self, node: Node, reading: Reading, walk: Segment) -> Draft:
        """A clause without subject: whoever governs here."""
        state = self.state
        draft = self._open(node, reading, walk.topic)
        if BY_POST.match(reading.text) or _SOMEBODY.match(reading.text):
            return draft
        if owned := owner_of_matter(reading):
            draft.add_leads(owned, How.INHERITED)
            state.subject = list(owned)
            return draft
        units, how = self._governor(reading, walk.previous is None)
        draft.add_leads(units, how)
        if not units and state.persons and _MINE.match(reading.text):
            for person in state.persons:
                draft.add_person(person)
            draft.how = How.INHERITED
        self._help(draft, reading.helpers)
        return draft

    def _governor(self, reading: Reading, first: bool) -> tuple[Sequence[UnitMention], How]:
        """Who answers for a clause that names nobody; ``first`` of its sentence, right behind 会议
        要求 it is whoever reported."""
        state = self.state
        reported = state.proposers or (state.reporters if len(state.reporters) <= 2 else [])
        if state.proposers and _PROPOSING.match(reading.text):
            return state.proposers, How.REPORTER
        if state.approved and not state.subject:
            return state.approved, How.REPORTER
        if state.frame_fresh and first and reported:
            return reported, How.REPORTER
        if state.subject:
            return state.subject, How.INHERITED
        if state.heading_units:
            return state.heading_units, How.HEADING
        mine = state.persons and _MINE.match(reading.text)
        return ((), How.NONE) if mine else (reported, How.REPORTER)

    def _open(self, node: Node, reading: Reading, topic: Sequence[Reading]) -> Draft:
        draft = Draft(node=node, frame=self.state.frame, told=self.state.told)
        named = self.titled
        if named is not None and not topic and len(reading.text) <= _SHORT and named is not reading:
            topic = [named]  # 会议审议了《…目录》,同意,由县府办印发
        for before in topic:
            draft.take(node, before)
        draft.topics = len(topic)
        draft.take(node, reading)
        for person in self.state.heading_persons:
            draft.add_person(person)
        self.drafts.append(draft)
        self.charged = None
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
            alone = not group.units and group.role is Role.SUPPORT
            for person in group.persons if alone else ():
                if person.is_leader:  # 仲孙晓棠同志把关
                    draft.add_person(person)


def _unowned(walk: Segment, reading: Reading, lead: Group) -> Draft | None:
    """…12月15日前送到;由民政局办: the part before the semicolon is that office's."""
    before = walk.previous
    if before is None or walk.topic or before.leads or before.officials or before.owners:
        return None
    return before if reading.text.startswith("由") and takes_over(reading, lead, before) else None
