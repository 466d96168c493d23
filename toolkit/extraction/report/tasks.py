"""Work reports: the plan half cut into items, one verb phrase with its own object each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from toolkit.extraction.analysis import Facts, Reading
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.phrases import Frame
from toolkit.extraction.report.clauses import Sort, follows, sort_of, strange
from toolkit.extraction.report.items import Item, once
from toolkit.extraction.report.said import Mentions, Said, joined, measures, only_time, tail
from toolkit.extraction.report.sections import Course, chart
from toolkit.extraction.report.words import Part, ReportWords
from toolkit.extraction.scopes import read_scope
from toolkit.extraction.structure import Clause, Node, Point, Sentence
from toolkit.extraction.units.find import UnitMention
from toolkit.findings import lead_missing, leads_by_breakdown
from toolkit.model import ExtractedTask, Finding, Place
from toolkit.text.dates import TimeMention
from toolkit.text.patterns import lazy

_PLACES = (Place.BODY, Place.TABLE, Place.TEXT_BOX)
_FIRST = lazy(r"[(（]?[1一](?!\d)|①")
_CLOSES = lazy(r"(?:以上|上述)")  # …，以上项目11月底前全部完工
_CHARGES = lazy(r"[^:]{2,4}单位:")  # 主办单位：…, below a line of the annex
_SAYS = lazy(r"[^\W\d_]")
_WISH_MAX = 9
_LABEL = 8  # the longest number of a point
_NEAR = 6  # how many clauses back an item is looked at


def walk(
    nodes: Sequence[Node], facts_of: dict[int, Facts], words: ReportWords, year: int | None
) -> list[Draft]:
    """The items of a report that plans ``year``, in document order; every one is a task."""
    walker = _Walker(facts_of, words, chart(nodes, words, year))
    for node in nodes:
        if node.block.first.place in _PLACES:
            walker.block(node)
    return [_draft(item, facts_of[item.node.index], words) for item in once(walker.items)]


def without_lead_doubts(
    tasks: Sequence[ExtractedTask],
) -> tuple[tuple[ExtractedTask, ...], tuple[Finding, ...]]:
    """The tasks without "nobody is named" on each, and that said once for the whole report."""
    code = lead_missing(0, None).code
    named = [tuple(f for f in task.findings if f.code != code) for task in tasks]
    clean = tuple(replace(task, findings=kept) for task, kept in zip(tasks, named, strict=True))
    alone = sum(not task.lead_units for task in tasks)
    return clean, (leads_by_breakdown(alone),) if alone else ()


class _Walker:
    """Reads the plan sentence by sentence. ``listing`` is inside a list of 民生实事, ``past``
    inside a passage that looks back again, ``appendix`` behind the report and ``annex`` in the
    list of 民生实事 there."""

    def __init__(self, facts_of: dict[int, Facts], words: ReportWords, course: Course) -> None:
        self.items: list[Item] = []
        self._facts_of = facts_of
        self._words = words
        self._course = course
        self._listing = False
        self._list_level = 0
        self._past = False
        self._appendix = self._annex = False

    def block(self, node: Node) -> None:
        """One block: its points, or nothing where it is a heading or the review."""
        if self._in_annex(node):
            return
        if node.heading or (node.level and node.level < 4):
            self._past = False
        if self._listing and self._ends_list(node):
            self._listing = False
        if node.heading:
            self._open_list(self._words.projects.search(node.text) is not None)
            return
        clauses = Mentions(self._facts_of[node.index].times)
        run_in = False
        for point, after in zip_longest(node.points, node.points[1:]):
            if (self._listing or run_in) and point.label:
                self._project(node, point, clauses)
                continue
            for sentence in point.sentences:
                self._sentence(node, sentence, clauses)
            said = node.text[point.start : point.end]
            run_in = self._announces(said, after)
        if len(node.points) == 1 and len(node.points[0].sentences) > 1:
            self._past = False

    # --- the list of 民生实事 --------------------------------------------------------------------

    def _open_list(self, opens: bool) -> None:
        self._listing, self._list_level = opens, 0

    def _announces(self, said: str, after: Point | None) -> bool:
        """扎实办好十件民生实事。1.…2.…: the list follows in the same block."""
        first = after is not None and _FIRST.match(after.label) is not None
        return first and self._words.announced.search(said) is not None

    def _ends_list(self, node: Node) -> bool:
        """A heading, a block without number or with an outer one ends the list."""
        if node.heading or not node.level or (self._list_level and node.level < self._list_level):
            return True
        self._list_level = self._list_level or node.level
        return False

    def _project(self, node: Node, point: Point, mentions: Mentions) -> None:
        """One numbered line is one item, whatever its clauses."""
        if self._course.part_at(node.index, point.start) is not Part.PLAN:
            return
        said = [mentions.read(node, clause) for s in point.sentences[:1] for clause in s.clauses]
        before = node.text[max(0, point.start - _LABEL) : point.start]
        if before.removesuffix(point.label).endswith(";"):  # …;⑤加装路灯。 ends what ran in
            self.items.append(Item(node, said, Sort.ITEM, listed=True))
            for sentence in point.sentences[1:]:
                self._sentence(node, sentence, mentions)
            return
        for sentence in point.sentences[1:]:
            rest = [mentions.read(node, clause) for clause in sentence.clauses]
            said += [s for s in rest if sort_of(s, self._words, strict=True) is Sort.ITEM]
        if any(_SAYS.search(one.text) for one in said):
            self.items.append(Item(node, said, Sort.ITEM, listed=True))

    def _in_annex(self, node: Node) -> bool:
        """A line of the 民生实事 behind the report is one item; 年度目标：… below a numbered
        title says what the title means."""
        if not self._annex:
            self._appendix = self._appendix or node.text.startswith("附件")
            self._annex = self._appendix and self._words.annex.search(node.text) is not None
            return self._annex
        mentions = Mentions(self._facts_of[node.index].times)
        sentences = [sentence for point in node.points for sentence in point.sentences]
        said = [mentions.read(node, clause) for s in sentences for clause in s.clauses]
        planned = self._course.part_at(node.index, 0) is Part.PLAN
        if planned and said and not _CHARGES.match(node.text):
            item = Item(node, said, Sort.ITEM, listed=True)
            above = self.items[-1] if self.items else None
            if above and above.listed and above.node.level and not node.level:
                item.echoes.append(self.items.pop())
            self.items.append(item)
        return True

    # --- running text ----------------------------------------------------------------------------

    def _sentence(self, node: Node, sentence: Sentence, mentions: Mentions) -> None:
        part = self._course.part_at(node.index, sentence.start)
        text = node.text[sentence.start : sentence.end]
        if part in (Part.REVIEW, Part.GLOSSARY):
            return
        if self._closes(node, sentence):
            return
        if self._looks_back(text):
            sentence = self._turned(node, sentence)
            if not sentence.clauses:
                return
        if self._words.projects.search(text.rstrip()) or re.search(r"实事[^,。;]{0,12}:", text):
            self._open_list(True)
        sentence = joined(node.text, sentence)
        said = [mentions.read(node, clause) for clause in sentence.clauses]
        goals = self._words.goals.search(text)
        if goals:
            self._goals(node, said, sentence.start + goals.end())
        elif not self._words.outlook.search(text):
            self._clauses(node, sentence, said, strict=part is Part.SELF)

    def _closes(self, node: Node, sentence: Sentence) -> bool:
        """以上实事11月底前全部完成: a date for the list, or the section, that it closes."""
        scopes = read_scope(node, sentence, self._facts_of[node.index])
        if not scopes:
            return False
        here = [item for item in self.items if _headings(item.node) == _headings(node)]
        closed = [item for item in here if item.listed] or here
        for item in closed:
            item.closings.extend(scopes)
        return bool(closed)

    def _looks_back(self, text: str) -> bool:
        """过去一年…in the middle of the plan, until the text speaks of the coming work again."""
        if self._words.past_again.search(text):
            self._past = self._words.again.search(text) is None
            return True
        if self._past and self._words.again.search(text):
            self._past = False
        return self._past

    def _turned(self, node: Node, sentence: Sentence) -> Sentence:
        """What is left of a look back behind 今年: 去年净增83家；今年启动“百企升规”行动."""
        clauses = sentence.clauses
        for number, (before, clause) in enumerate(pairwise(clauses), 1):
            if before.mark == ";" and self._words.again.match(node.text, clause.start):
                return replace(sentence, clauses=clauses[number:])
        return replace(sentence, clauses=())

    def _goals(self, node: Node, said: Sequence[Said], start: int) -> None:
        """Behind 预期目标是 every clause is an indicator, with or without a figure."""
        end: TimeMention | None = None
        for one in said:
            if one.end <= start or one.start < start < one.end:
                rest = tail(one, start)
                if rest is None:
                    continue
                one = rest
            if only_time(one):
                end = one.times[-1]
                continue
            current = self.items[-1] if self.items and self.items[-1].node is node else None
            if self._words.never.search(one.text) and not one.figures:
                continue
            more = self._words.follow.match(one.text) or self._words.grow.match(one.without_time)
            if current and current.said[-1].end >= start and more:
                current.said.append(one)
                continue
            item = Item(node, [one], Sort.ITEM)
            item.end_by(end)
            self.items.append(item)

    def _clauses(
        self, node: Node, sentence: Sentence, said: Sequence[Said], *, strict: bool
    ) -> None:
        current: Item | None = None
        first = len(self.items)
        opener: list[Said] = []
        talk: Said | None = None
        end: TimeMention | None = None
        for one, clause in zip(said, sentence.clauses, strict=True):
            if only_time(one):
                current, opener, end = None, [], one.times[-1]
                continue
            if _CLOSES.match(one.text) and one.dated:
                for item in self.items[first:]:
                    item.end_by(one.times[-1])
                continue
            sort = sort_of(one, self._words, strict=strict)
            bare = self._words.bare.match(one.text) is not None
            if current is not None and self._joins(current, one, sort, bare=bare):
                pass
            elif sort is Sort.OPENER:
                opener, current = [one], None
            elif sort is Sort.TALK:
                current, opener = None, []
                talk = one
            else:
                if bare and talk is not None and not opener:
                    opener = [talk]
                opened = measures(one) and not strange(one, opener, self._words)
                current = Item(node, [*(opener if opened else ()), one], sort)
                current.end_by(end)
                opener = []
                self.items.append(current)
            if clause.mark == ";":
                current, opener, end = None, [], None

    def _joins(self, current: Item, one: Said, sort: Sort, *, bare: bool) -> bool:
        """Take a clause into the item before it, if it says more about it."""
        if bare or follows(one, current.said[-_NEAR:], self._words):
            current.said.append(one)
            return True
        if sort is Sort.TALK and self._words.aim.match(one.text) and len(one.text) <= _WISH_MAX:
            current.said.append(one)  # 加快机场建设，力争具备试飞条件
            return True
        if self._completes(current, one, sort):
            current.said.append(one)
            current.sort = Sort.ITEM
            return True
        return False

    def _completes(self, current: Item, one: Said, sort: Sort) -> bool:
        """Whether a clause says what a named programme comes to."""
        if current.sort is not Sort.PROGRAMME or sort is not Sort.ITEM:
            return False
        return measures(one) or self._words.document.search(one.text) is not None


def _headings(node: Node) -> list[int]:
    return [above.index for above in node.above if above.heading]


# --- the draft -----------------------------------------------------------------------------------


def _draft(item: Item, facts: Facts, words: ReportWords) -> Draft:
    draft = Draft(node=item.node, frame=Frame.ORDER)
    for said in item.said:
        draft.take(item.node, _reading(said))
    if item.frame:
        draft.cover(item.node, *item.frame)
    draft.scope_dates.extend(item.ends)
    for scope in item.closings:
        draft.scope_dates.extend(scope.dates)
        draft.cover(scope.node, scope.start, scope.end)
    for echo in item.echoes:
        for said in echo.said:
            draft.cover(echo.node, said.start, said.end)
    draft.add_leads(_actors(item, facts, words), How.SUBJECT)
    return draft


def _actors(item: Item, facts: Facts, words: ReportWords) -> list[UnitMention]:
    """Whoever the report itself names: 县政府班子成员每人…, 县医院、县中医院实行…."""
    first = item.said[0]
    if found := words.actor.match(first.text):
        low, high = first.start + found.start("who"), first.start + found.end("who")
        text = item.node.block.printed(low, high)
        return [UnitMention(low, high, text, group=True, kind="group")]
    units: list[UnitMention] = []
    at = first.start
    for unit in facts.units[bisect_left(facts.units, at, key=lambda u: u.start) :]:
        if unit.start > at + 1 or unit.end > first.end:
            break
        units.append(unit)
        at = unit.end
    return units if words.acts.match(item.node.text[at : first.end]) else []


def _reading(said: Said) -> Reading:
    """The clause as the rest of the extraction knows clauses; a report names nobody."""
    return Reading(
        clause=Clause(said.start, said.end, ""),
        text=said.text,
        groups=(),
        mood=None,
        frame=None,
        times=said.times,
        figures=said.figures,
        deed=True,
        output=False,
    )
