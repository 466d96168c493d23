"""The walk from block to task: section by section, point by point, sentence by sentence.

It follows whose voice speaks and who governs; where a clause belongs is decided in
:mod:`toolkit.extraction.placing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.extraction.analysis import Facts, Reading, read_together
from toolkit.extraction.drafts import Draft
from toolkit.extraction.field_lines import (
    FieldLines,
    charge,
    owners_of_heading,
    owners_of_label,
    persons_of_heading,
    share_date,
)
from toolkit.extraction.joining import ASKING, PORTION, SHORTFALL, STOP, acts_by, follow, overrides
from toolkit.extraction.phrases import Frame, Mood
from toolkit.extraction.placing import Placer
from toolkit.extraction.roles import Role
from toolkit.extraction.structure import Node, Point, Sentence
from toolkit.extraction.units.find import UnitMention
from toolkit.extraction.walk_state import Segment, State
from toolkit.text.dates import TimeKind
from toolkit.text.patterns import lazy

_AHEAD = 200  # clauses looked at beyond the present one; a sentence has a few dozen at most
_IF = lazy(
    r"(?:逾期|不合格|协商不成|不达标|不力|敷衍|扯皮|滞后|排名末位|排名靠后|虚报|[未拒][^,;。]{1,12})的(?:单位|部门|乡镇|街道|企业|项目)?$"
)
_VISITED = lazy(r"一行|(?:查看|察看|听取|倾听|了解|调研|视察|观看)了")
_MEETING = lazy(r"会议|召开|主持|听取")
_REPORTED = lazy(r"汇报|报告|说明|起草|提请|情况|方案|草案|目录|办法")
_ATTENDS = lazy(
    r"(?:参加|出席|列席)(?:了)?(?:会议|座谈会?|调研|活动|本次会议|此次会议)(?:并[^,;。]{2,6})?$"
)
_ASKED = lazy(r"要求|[要须应请由将](?![求素点])|前|会议[决议]定")
_AGENDA = lazy(  # each of the things a meeting had before it
    r"(?:^|[,;。:]|会议)(?:会议)?(?:还|首先|集中|分别|先后)*(?:研究|传达|通报|听取|审定|审议|学习)了?"
)
_MANY = 3
_STILL_OUTSIDE = lazy(r"(?:并)?(?:要求|限|明确|规定)")


class Assembler:
    """Walks the nodes of one document and collects drafts. ``decides``: the paper announces at its
    opening that what follows was decided. ``spoken``: nobody who told something in one paragraph
    is meant in the next."""

    def __init__(self, *, decides: bool = False, spoken: bool = False) -> None:
        self.placer = Placer(decides=decides)
        self.spoken = spoken
        self.fields = FieldLines(self.placer)
        self.intro: Draft | None = None

    @property
    def drafts(self) -> list[Draft]:
        """The tasks found so far, judged by nobody yet."""
        return self.placer.drafts

    # --- sections and blocks ---------------------------------------------------------------

    def enter_heading(self, node: Node, facts: Facts) -> None:
        """A heading opens a section: forget reporters and subject, note units it names."""
        self.intro = None
        self.fields.begin()
        voice = _heading_voice(facts)
        owners = owners_of_heading(facts, len(node.label))
        self.placer.state = State(
            frame=voice,
            section_frame=voice,
            reports=voice is Frame.REPORT,
            heading_units=owners,
            heading_leads=bool(owners) and "牵头" in facts.text,
            heading_persons=persons_of_heading(facts, len(node.label)),
        )

    def block(self, node: Node, facts: Facts) -> None:
        """One block of running text."""
        if 0 < node.level <= 2 and not node.heading:
            self.placer.state = State(section_frame=Frame.NONE)
            self.fields.begin()
        state = self.placer.state
        if self.spoken and node.level == 0:
            state.reporters = []
        state.frame, state.told = state.section_frame, False
        state.subject = list(state.intro_subject) if node.level >= 3 else []
        state.approved = []
        if owners := owners_of_label(node, facts):  # 应急办：…。…。 in one paragraph
            state.heading_units, state.heading_leads = owners, False
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
        state = self.placer.state
        intro = list(state.subject)
        self.placer.charged = None
        for sentence in point.sentences:
            state.opening = sentence.start == point.start <= len(node.label)
            self._sentence(node, sentence, facts)
        named = intro or state.reporters or state.proposers or state.heading_units
        if point.label and point.level >= 4 and named:
            state.subject = intro  # the next point goes back to whoever has them all

    # --- sentences -------------------------------------------------------------------------

    def _sentence(self, node: Node, sentence: Sentence, facts: Facts) -> None:
        if self.fields.take(node, sentence, facts):
            return
        if _attends(facts, sentence):
            return
        state = self.placer.state
        if state.heading_units:
            state.subject = []  # what a heading assigns goes back to it after every full stop
        current: Draft | None = None
        first = len(self.drafts)
        self.placer.titled = None
        state.agenda = len(_AGENDA.findall(facts.text, sentence.start, sentence.end)) >= _MANY
        for number, segment in enumerate(sentence.segments):
            readings = read_together(facts, segment)
            if number == 0 and charge(self.placer.recent(node), node, readings, facts):
                return
            begun = len(self.drafts)
            current = self._segment(node, readings, facts, current)
            share_date(self.drafts[begun:], node, sentence, facts)
        share_date(self.drafts[first:], node, sentence, facts)
        self.placer.charged = current
        state.frame_fresh = state.meets = state.ordered = False
        if state.frame in (Frame.REPORT, Frame.TALK):
            state.told = True
            state.frame = Frame.REPORT if state.reports else Frame.NONE

    def _segment(
        self, node: Node, readings: Sequence[Reading], facts: Facts, previous: Draft | None
    ) -> Draft | None:
        walk = Segment(previous)
        for number, reading in enumerate(readings):
            rest = readings[number + 1 : number + 1 + _AHEAD]
            if self.spoken and self.placer.state.frame is Frame.REPORT and acts_by(reading, rest):
                self.placer.state.frame = Frame.ORDER  # 听说有两处停摆,能源局下去看看,三天内说清楚
            if self._speaks(reading, walk) and self._counts(reading, walk):
                self.placer.heed_topic(reading, walk)
                self.placer.place(node, reading, rest, walk, facts)
                self.placer.state.told &= not _orders(reading)
        self.placer.state.frame_fresh = self.placer.state.frame_fresh and walk.current is None
        self.placer.state.ordered |= any(_orders(r) for r in readings)
        return walk.current or previous

    def _speaks(self, reading: Reading, walk: Segment) -> bool:
        """Follow the voice; false where a clause only sets it, or only reports."""
        state = self.placer.state
        if reading.frame is Frame.REPORT:
            state.meets = state.meets or _MEETING.search(reading.text) is not None
        if state.frame is Frame.REPORT and state.meets and reading.text.startswith("要求"):
            state.frame = Frame.ORDER  # 会议听取了汇报,要求县交通局…
        if reading.frame is not None:
            state.frame, state.frame_fresh = reading.frame, True
            state.reports = state.reports and reading.frame is not Frame.ORDER
            state.told = False
            walk.blocked = False
        if reading.only_cue:
            return False
        if "《" in reading.text:
            self.placer.titled = reading
        if proposed := [u for g in reading.groups if g.role is Role.TELLER for u in g.units]:
            named = state.frame is Frame.ORDER or state.opening
            state.reporters = proposed if named else state.reporters
            state.opening = False
        if approved := [u for g in reading.groups if g.role is Role.PROPOSER for u in g.units]:
            state.approved, state.subject = approved, []
        return self._breaks_in(reading, walk)

    def _breaks_in(self, reading: Reading, walk: Segment) -> bool:
        """Whether a clause counts under the voice that speaks: amid a report, an order only."""
        state = self.placer.state
        if state.frame is Frame.TALK and reading.text.startswith(ASKING) and overrides(reading):
            state.frame = Frame.ORDER  # 会议认为方案不够细,请某同志再开一次会
            walk.current, walk.topic = None, []
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
        if reading.mood is Mood.ASIDE:
            return False  # and what stands behind it goes on with the task
        if walk.outside and _STILL_OUTSIDE.match(reading.text):
            return False
        walk.outside = reading.mood is Mood.OUTSIDE
        if not due and (walk.barred or (walk.blocked and not reading.leads)):
            return False
        if walk.blocked and SHORTFALL.match(reading.text) and not (due or reading.figures):
            return False  # 经费不得突破100万元,不足部分由甲公司解决: the same condition goes on
        walk.blocked = False
        if reading.mood not in STOP:
            return True
        walk.blocked = reading.mood is not Mood.THREAT
        named = [u for g in reading.leads for u in g.units]
        if reading.mood is Mood.CONDITION and named and _leads(walk.current, named):
            walk.blocked = False  # …重新砌筑,费用由甲公司承担,28日前完工: still its task
        elif reading.mood in (Mood.THREAT, Mood.CONDITION) and named:
            self.placer.turn_to(named)  # …由县财政统筹,首批500万元4月底前拨付
            walk.current, walk.blocked = None, False
        walk.barred = _IF.search(reading.text) is not None
        only_part = PORTION.match(reading.text)  # 先付20万,剩下的等钱到了再付
        if reading.mood is Mood.REFUSED and walk.current is not None and not only_part:
            walk.current = self.placer.withdraw(walk.current)
        if reading.mood is Mood.PAST and not reading.leads and not _VISITED.search(reading.text):
            walk.topic = [reading]
        return False

    def _note_reporters(self, reading: Reading) -> None:
        state = self.placer.state
        for group in reading.groups:
            if state.agenda:
                break  # 研究了…,传达了…,听取了甲局…汇报: all that the meeting had before it
            if group.role in (Role.TELLER, Role.OBJECT, Role.SUBJECT) and group.units:
                after = reading.text[group.end - reading.clause.start :]
                if group.role is Role.TELLER or _REPORTED.search(after):
                    state.reporters = state.reporters or list(group.units)


def _orders(reading: Reading) -> bool:
    return reading.asks and reading.mood is None


def _attends(facts: Facts, sentence: Sentence) -> bool:
    """甲镇25个村党支部书记,驻村干部参加会议: who was there."""
    told = facts.text[sentence.start : sentence.end].rstrip("。")
    return _ATTENDS.search(told) is not None and not _ASKED.search(told)


def _heading_voice(facts: Facts) -> Frame:
    """Whether a heading announces decisions, or what has been done."""
    if facts.phrases.frames[Frame.ORDER].search(facts.text.rstrip(":")):
        return Frame.ORDER
    if facts.phrases.past_heading.search(facts.text):
        return Frame.REPORT
    return Frame.NONE


def _leads(draft: Draft | None, named: Sequence[UnitMention]) -> bool:
    """Whether the units named are those of the task at hand, be it in short (县农投公司)."""
    led = [u.text for u in draft.leads] if draft is not None else []
    return all(any(text.endswith(u.text[1:]) for text in led) for u in named)
