"""Words that rule more than their own sentence: closing scopes, the first-listed convention.

以上工作由副县长祝岐山总牵头，6月底前完成 · 第五、第六项由晚晴同志总牵头 · 责任单位列第一位的为
牵头单位 · 绥溪段、东岱段分别由纪蒙、屈子衡包保.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.extraction.analysis import Facts
from toolkit.extraction.drafts import Draft, How, Piece
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.structure import Node, Sentence
from toolkit.model import StatedDate
from toolkit.text.dates import DATED
from toolkit.text.numerals import parse_number
from toolkit.text.patterns import lazy

_CLOSING = lazy(
    r"^(?:所有|各项)(?:工作|事项|任务)|^(?:以上|上述|前述|上面)(?:各|几|这些|[一二三四五六七八九十\d]+)?(?:项|条|个)?(?:[^,;。]{0,8})?(?:工作|事项|任务|问题|项目|内容)?"
)
_ALL_BY = lazy(r"^要求[^,;。]{0,16}(?:全部|均|一律)[^,;。]*")  # 要求6月底前全部完成
_THIS = lazy(r"^(?:此|该|这)项(?:工作|任务|事项)")
_NAMED = lazy(r"^(?P<what>[^,;。:由]{2,10}?)工作,?由[^,;。]{2,20}$")  # 禁烧工作由某同志总负责
_NO = r"[一二三四五六七八九十\d]+"
_NUMBERED = lazy(rf"第?({_NO})(?:项|条)?(?:至|到|—|-)第?({_NO})(?:项|条|个)")
_LISTED = lazy(rf"(?:第?{_NO}(?:项|条)?[、和])+第?{_NO}(?:项|条|个)|第{_NO}(?:项|条)")
_EACH = lazy(
    r"^(?P<what>[^,;。:]{2,40}?)分别由(?P<who>[^,;。]{2,40}?)(?:包保|牵头|负责|包案|总牵头|挂帅)"
)
_IN_CHARGE = lazy(r"总?牵头|负责|负总责|包保|包案|挂帅|总负责|抓总|统筹|统一调度|包抓")
_LOOKS_AFTER = lazy(r"调度|协调|督办|盯办")  # every week, it is an act of its own
_DIGITS = "〇一二三四五六七八九"
_FINISHED = lazy(r"完成|办结|到位|清零|整改|销号|办完|落实|见效")
_EVERYTHING = lazy(r"各项|所有|全部|全体")
_NOT_SAID = lazy(r"(?:未|没有|没)(?:明确|写明|注明|标明|规定)")


@dataclass(frozen=True, slots=True)
class Scope:
    """A sentence that adds an official or a date to several tasks: where it stands (the sentence
    from ``opening``), what it adds, and the numbers of the sections it names (empty: what stands
    before it in its own; with ``everywhere`` before it at all, with ``here`` in its own block).
    ``only_open`` spares tasks that have an official already."""

    node: Node
    opening: int
    start: int
    end: int
    sections: tuple[str, ...]
    persons: tuple[PersonMention, ...]
    dates: tuple[StatedDate, ...]
    everywhere: bool = False
    here: bool = False
    only_open: bool = False


def read_scope(node: Node, sentence: Sentence, facts: Facts) -> tuple[Scope, ...]:
    """The scopes of a sentence, or nothing when it is none (上述第一至第四项由甲总牵头，第五、
    第六项由乙总牵头 gives two)."""
    text = facts.text[sentence.start : sentence.end]
    first = text[: (sentence.clauses[0].end - sentence.start)] if sentence.clauses else text
    here = _THIS.match(first) is not None or _closes(node, sentence, facts)
    if not (
        here
        or _CLOSING.match(first)
        or _ALL_BY.match(first)
        or re.match(r"第[一二三四五六七八九十]+(?:项|、|至|到)", first)
    ):
        return ()
    scopes = []
    sections: tuple[str, ...] = ()
    for clause in sentence.clauses:
        words = facts.text[clause.start : clause.end]
        named = _sections_named(words)
        sections = named or sections
        people = [p for p in facts.persons if clause.start <= p.start < clause.end]
        times = [
            t
            for t in facts.times
            if clause.start <= t.start < clause.end and t.kind in DATED and _FINISHED.search(words)
        ]
        regular = any(clause.start <= t.start < clause.end for t in facts.times)
        charged = _IN_CHARGE.search(words) or (_LOOKS_AFTER.search(words) and not regular)
        if not (people and charged) and not times:
            continue
        scopes.append(
            Scope(
                node,
                sentence.start,
                clause.start,
                clause.end,
                sections,
                tuple(people) if charged else (),
                tuple(StatedDate(t.text, t.on, node.block.spans(t.start, t.end)[0]) for t in times),
                everywhere=_EVERYTHING.search(first) is not None,
                here=here,
                only_open=(_NOT_SAID.search(text) or _ALL_BY.match(first)) is not None,
            )
        )
    return tuple(scopes)


def _closes(node: Node, sentence: Sentence, facts: Facts) -> bool:
    """…,9月底前建好台账。禁烧工作由某同志总负责。: the sentence that ends a block puts somebody
    in charge of what the block was about, and says nothing else."""
    text = facts.text[sentence.start : sentence.end].rstrip("。")
    named = _NAMED.match(text)
    last = len(facts.text.rstrip("。")) <= sentence.end and sentence.start > 0
    if named is None or not last or named["what"] not in facts.text[: sentence.start]:
        return False
    starts = [u.start for u in facts.units] + [t.start for t in facts.times]
    return not any(sentence.start <= at < sentence.end for at in starts)


def apply_scopes(drafts: Sequence[Draft], scopes: Sequence[Scope]) -> None:
    """Give every draft in a scope its official and, where it has none, its date."""
    for scope in scopes:
        covered = [draft for draft in drafts if _covers(scope, draft)]
        if not covered and not scope.sections:  # a closing section of its own: all before it
            covered = [draft for draft in drafts if draft.node.index < scope.node.index]
        for draft in covered:
            if scope.only_open and (draft.officials if scope.persons else _dated(draft)):
                continue
            for person in scope.persons:
                draft.add_person(person)
            draft.scope_dates.extend(scope.dates)
            draft.pieces.append(Piece(scope.node, scope.start, scope.end))


def rules(scope: Scope, drafts: Sequence[Draft]) -> bool:
    """Whether a scope has tasks to rule: 此项工作由甲总牵头 opening a block is an order itself."""
    return not scope.here or any(_covers(scope, draft) for draft in drafts)


def _dated(draft: Draft) -> bool:
    return bool(draft.scope_dates) or any(r.dated for r in draft.readings)


def read_each(node: Node, sentence: Sentence, facts: Facts, drafts: list[Draft]) -> bool:
    """绥溪段、东岱段分别由纪蒙、屈子衡包保: the first matter to the first name."""
    text = facts.text[sentence.start : sentence.end]
    found = _EACH.match(text)
    if not found:
        return False
    low = sentence.start + found.start("who")
    high = sentence.start + found.end("who")
    people = [p for p in facts.persons if low <= p.start and p.end <= high]
    matters = [m.strip() for m in found["what"].split("、")]
    if len(people) != len(matters) or not people:
        return False
    drafts[:] = [d for d in drafts if not _inside(d, node, sentence)]
    hit = False
    for matter, person in zip(matters, people, strict=True):
        for draft in drafts:
            if draft.node is node or draft.node.above == node.above:
                said = "".join(r.text for r in draft.readings)
                if matter in said and person.name not in draft.officials:
                    draft.officials.append(person.name)
                    draft.pieces.append(Piece(node, sentence.start, sentence.end))
                    hit = True
    return hit


def _inside(draft: Draft, node: Node, sentence: Sentence) -> bool:
    return all(p.node is node and p.start >= sentence.start for p in draft.pieces)


def apply_first_listed(drafts: Sequence[Draft]) -> None:
    """列第一位的为牵头单位: of a plain list the first leads, the others support."""
    for draft in drafts:
        if draft.how is How.FIELD and len(draft.leads) > 1 and draft.verb.startswith("责任"):
            rest = draft.leads[1:]
            draft.leads = draft.leads[:1]
            draft.add_supports(rest)


def _sections_named(words: str) -> tuple[str, ...]:
    """The section numbers a scope names, as written: 一 … 四, or 1, 2, 5."""
    if found := _NUMBERED.search(words):
        low, high = parse_number(found[1]), parse_number(found[2])
        if isinstance(low, int) and isinstance(high, int) and high - low < 60:
            digits = found[1].isdigit()
            return tuple(str(n) if digits else chinese_ordinal(n) for n in range(low, high + 1))
    if found := _LISTED.search(words):
        return tuple(re.findall(_NO, found.group()))
    return ()


def chinese_ordinal(number: int) -> str:
    """1–99 as a section is numbered: 一, 十, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def _covers(scope: Scope, draft: Draft) -> bool:
    if scope.sections:
        return bool(section_numbers(draft.node) & set(scope.sections))
    if draft.node.index > scope.node.index:
        return False
    if draft.node is scope.node:
        return bool(draft.pieces) and draft.pieces[0].start < scope.start
    if scope.everywhere or scope.here:
        return scope.everywhere
    return bool(scope.node.above) and scope.node.above[:1] == draft.node.above[:1]


def section_numbers(node: Node) -> frozenset[str]:
    """The numbers of the outermost numbered section a block stands in; 一 and 1 count apart."""
    labels = [re.sub(r"[、.\s第条项:()]", "", a.label) for a in (*node.above, node) if a.label]
    chinese = [label for label in labels if label and not label.isdigit()]
    arabic = [label for label in labels if label.isdigit()]
    return frozenset(chinese[:1] + arabic[:1])
