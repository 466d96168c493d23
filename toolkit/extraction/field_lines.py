"""Lines that add to tasks instead of being one: 责任单位：…, …为直接责任人, a heading's owner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from toolkit.extraction.analysis import Facts, Reading
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.joining import only_charges
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.placing import Placer
from toolkit.extraction.structure import Node, Sentence
from toolkit.extraction.units.find import UnitMention
from toolkit.model import StatedDate
from toolkit.text.dates import TimeKind
from toolkit.text.patterns import lazy

_FIELD = lazy(
    r"^(?:[(〔]?)(?P<label>(?:牵头|责任|配合|协办|主办|承办|会办|协同|参加|实施|落实)(?:责任)?(?:单位|部门)"
    r"|责任领导|牵头领导|分管领导|包保领导|责任人|(?:完成|办理|办结|整改)时限|时限要求|完成时间)$"
)
_BRACKETED = lazy(r"\((?P<inner>[^()]+)\)")
_PART = lazy(
    r"(?:(?P<label>(?:牵头|责任|配合|协办|主办|承办|协同|参加|落实)(?:责任)?(?:单位|部门)|(?:责任|牵头|分管)领导"
    r"|责任人|(?:完成|办理|办结)?时限|完成时间):)?(?P<what>[^;,]+)"
)
_HELPS = ("配合", "协办", "会办", "协同", "参加")
_PERSONS = ("责任领导", "牵头领导", "分管领导", "包保领导", "责任人")
_LEADS = ("牵头", "主办", "承办")
_PROPOSER = lazy(r"^(?:申报|提请|汇报|提出|起草|承办|主办|报审)(?:单位|部门)$")
_CHARGE = lazy(r"为(?:第一|直接|主要|具体|总)?责任人")
_OWNED = lazy(
    r"[、和及与(){}〔〕\s]*(?:(?:牵头|责任|主办|承办|实施|落实)(?:单位|部门):?)?[、和及与()\s]*"
    r"(?:共同|牵头|负责|承办|主办|落实|承担|方面|的|工作|任务|事项|清单|具体)*(?:\(\d+[项件个]\))?:?"
)
_OWNER_IN_BRACKETS = lazy(r"\((?:牵头|责任|主办|承办|实施|落实)(?:单位|部门):(?P<who>[^()]+)\)")
_ALL_DONE = lazy(
    r"(?:全部|均|都|一律|一并)[^,;。]{0,6}(?:完成|到位|办结|化解|落实|就绪|见效|结束|达标)$"
)
_ALL_BY = lazy(r"(?:均|都|一律)(?:须|要|应)?(?:于|在)")
_ALIKE = (How.NONE, How.INHERITED, How.REPORTER, How.HEADING)


def owners_of_heading(facts: Facts, start: int) -> list[UnitMention]:
    """The units a heading puts in charge of what stands under it: 林业局：, 县教育局牵头事项,
    某路改造（责任单位：县住建局）; the text after the number begins at ``start``."""
    text = facts.text
    if bracket := _OWNER_IN_BRACKETS.search(text):
        return [u for u in facts.units if bracket.start("who") <= u.start < bracket.end("who")]
    units = [u for u in facts.units if u.certain or not text[u.end :].strip(": ")]
    boxed = start == len(text) and text[:1] in ("[", "【")  # 【发改局】: all is the label
    rest, at, end = "", 1 if boxed else start, len(text) - boxed
    for unit in units:
        rest += text[at : unit.start]
        at = unit.end
    return units if units and _OWNED.fullmatch((rest + text[at:end]).strip()) else []


def owners_of_label(node: Node, facts: Facts) -> list[UnitMention]:
    """The units in front of the colon a paragraph of several sentences begins with."""
    sentences = [s for p in node.points for s in p.sentences]
    first = sentences[0].clauses[0] if sentences else None
    if first is None or first.mark != ":" or len(sentences) < 2 or node.points[0].label:
        return []
    label = replace(facts, text=facts.text[: first.end])
    named = [u for u in facts.units if u.end <= first.end]
    return owners_of_heading(replace(label, units=tuple(named)), first.start) if named else []


def persons_of_heading(facts: Facts, start: int) -> list[PersonMention]:
    """Those a heading puts in charge by naming nobody and nothing else: （一）贾思勰副县长."""
    rest, at = "", start
    for person in facts.persons:
        rest += facts.text[at : person.start]
        at = person.end
    rest += facts.text[at:]
    return list(facts.persons) if facts.persons and _OWNED.fullmatch(rest) else []


def charge(draft: Draft | None, node: Node, readings: Sequence[Reading], facts: Facts) -> bool:
    """镇党委书记潘庆和同志为第一责任人: adds a person to ``draft``, the task before."""
    if len(readings) > 1 or not _CHARGE.search(readings[0].text):
        return False
    clause = readings[0].clause
    persons = [p for p in facts.persons if clause.start <= p.start < clause.end]
    if draft is None or not persons:
        return False
    for person in persons:
        draft.add_person(person)
    draft.cover(node, clause.start, clause.end)
    return True


def share_date(drafts: Sequence[Draft], node: Node, sentence: Sentence, facts: Facts) -> None:
    """甲局负责种子,乙社负责化肥,3月底前全部到位: the date that closes a sentence of several
    charges is everybody's."""
    if len(drafts) < 2 or not drafts[-1].readings:
        return
    last = drafts[-1].readings[-1]
    bare = [d for d in drafts[:-1] if only_charges(d)]
    if _ALL_BY.match(last.text) and not last.leads:  # …;均于6月10日前报组委会办公室
        bare = [d for d in drafts[:-1] if not any(r.times for r in d.readings)]
    told = len(bare) == len(drafts) - 1 and not any(d.scope_dates for d in bare)
    closes = _ALL_BY.match(last.text) or (not last.groups and _ALL_DONE.search(last.text))
    if not told or last.leads or not closes:
        return
    dates = _dates(node, facts, last.clause.start, last.clause.end)
    for draft in bare:
        draft.scope_dates.extend(dates)
        draft.cover(node, last.clause.start, last.clause.end)


class FieldLines:
    """责任单位：甲局、乙局。 after tasks, or before them; 申报单位：… before them.

    A line after tasks rules what was found since the heading or since the fields before it.
    """

    def __init__(self, placer: Placer) -> None:
        self._placer = placer
        self.begin()

    def begin(self) -> None:
        """A new section: what came before is out of reach."""
        self._first = len(self._placer.drafts)
        self._closed = self._led = False

    def take(self, node: Node, sentence: Sentence, facts: Facts) -> bool:
        """Whether a sentence is a field; what it says is given to its tasks."""
        if self._take_bracket(node, sentence, facts):
            return True
        clauses = sentence.clauses
        if len(clauses) < 2 or clauses[0].mark != ":":
            return self._pass()
        label = facts.text[clauses[0].start : clauses[0].end]
        units = [u for u in facts.units if clauses[1].start <= u.start and u.end <= sentence.end]
        if _PROPOSER.match(label) and not self._ruled(node):
            self._placer.state.proposers = units
            return True
        found = _FIELD.match(label)
        if not found:
            return self._pass()
        self._rule(node, sentence, facts, found["label"], units)
        return True

    def _take_bracket(self, node: Node, sentence: Sentence, facts: Facts) -> bool:
        """…4月底前完成。(责任单位:甲局;责任人:张三): whose the point before it is. Units without
        a label count behind numbered points only; elsewhere such a bracket is a byline."""
        found = _BRACKETED.fullmatch(facts.text, sentence.start, sentence.end)
        if not found:
            return False
        parts = list(_PART.finditer(facts.text, found.start("inner"), found.end("inner")))
        labelled = any(part["label"] for part in parts)
        here = takewhile(
            lambda d: d.node is node and d.how in _ALIKE, reversed(self._placer.drafts)
        )
        ruled = list(here)[::-1]
        plain = 2 <= node.level <= 5 and len(parts) == 1 and _only_units(parts[0], facts)
        if not ruled or not (labelled or plain):
            return False
        draft = _merged(ruled, self._placer.drafts)
        for part in parts:
            label = part["label"] or "责任单位"
            _fill(draft, label, node, facts, (part.start("what"), part.end("what")))
        draft.cover(node, sentence.start, sentence.end)
        return True

    def _pass(self) -> bool:
        if self._closed:
            self.begin()
        return False

    def _ruled(self, node: Node) -> list[Draft]:
        """The tasks a field speaks of: of its own paragraph, else since the section began."""
        scope = self._placer.drafts[self._first :]
        return [d for d in scope if d.node is node] or scope

    def _rule(
        self, node: Node, sentence: Sentence, facts: Facts, label: str, units: list[UnitMention]
    ) -> None:
        ruled = self._ruled(node)
        helps = label.startswith(_HELPS) or (self._led and label.startswith("责任"))
        if not ruled:
            if units and not helps:
                self._placer.state.heading_units = units
            return
        self._closed = True
        self._led = self._led or (bool(units) and label.startswith(_LEADS))
        start, end = sentence.clauses[0].start, sentence.end
        for draft in ruled:
            draft.cover(node, start, end)
            if label in _PERSONS or "时" in label:
                _fill(draft, label, node, facts, (start, end))
            elif helps:
                draft.add_supports(units)
            elif units and (draft.how in _ALIKE or draft.how is How.FIELD or len(ruled) == 1):
                draft.leads = draft.leads if draft.how is How.FIELD else []
                draft.how = How.NONE
                draft.add_leads(units, How.FIELD, label)


def _only_units(part: re.Match[str], facts: Facts) -> bool:
    low, high = part.span("what")
    units = [u for u in facts.units if low <= u.start and u.end <= high]
    named = sum(u.end - u.start for u in units)
    return bool(units) and high - low - named < len(units)


def _merged(ruled: Sequence[Draft], drafts: list[Draft]) -> Draft:
    """What stands before one bracket is one task (S7)."""
    first = ruled[0]
    del drafts[len(drafts) - len(ruled) + 1 :]
    for other in ruled[1:]:
        first.readings.extend(other.readings)
        for piece in other.pieces:
            first.cover(piece.node, piece.start, piece.end)
    first.leads, first.how = [], How.NONE
    return first


def _fill(draft: Draft, label: str, node: Node, facts: Facts, span: tuple[int, int]) -> None:
    """Give ``draft`` what stands in ``span`` behind the field's name ``label``."""
    low, high = span
    units = [u for u in facts.units if low <= u.start and u.end <= high]
    if label in _PERSONS:
        for person in facts.persons:
            if low <= person.start < high:
                draft.add_person(person)
    elif "时" in label:
        draft.scope_dates.extend(_dates(node, facts, low, high))
    elif label.startswith(_HELPS) or (draft.leads and label.startswith("责任")):
        draft.add_supports(units)
    else:
        draft.add_leads(units, How.FIELD, label)


def _dates(node: Node, facts: Facts, start: int, end: int) -> list[StatedDate]:
    kinds = (TimeKind.DEADLINE, TimeKind.EVENT, TimeKind.POINT)
    return [
        StatedDate(t.text, t.on, node.block.spans(t.start, t.end)[0])
        for t in facts.times
        if start <= t.start < end and t.kind in kinds
    ]
