"""A leader's speech, visit or call as running text: the speaker orders, whoever is present answers.

The speaker is nobody's addressee, 他说 and 他叮嘱 introduce orders, 你们 is the unit spoken to, and
a promise that the speaker takes up (好，我记下了) is an order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.extraction import minutes
from toolkit.extraction.analysis import Facts, Reading
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.head.lines import is_organ
from toolkit.extraction.head.meeting_day import is_furniture
from toolkit.extraction.instruction.addressees import hear
from toolkit.extraction.instruction.chain import (
    asks,
    has_date,
    is_called,
    is_timed,
    of_nobody,
    only_reports,
    spoken,
)
from toolkit.extraction.instruction.talk import rules_for_all, trim
from toolkit.extraction.instruction.words import InstructionWords
from toolkit.extraction.judge import Verdict, judge
from toolkit.extraction.people.names import squeeze
from toolkit.extraction.phrases import Frame
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Clause, Node, points_of
from toolkit.extraction.targets import find_figures
from toolkit.extraction.units.find import UnitMention
from toolkit.text.dates import DATED
from toolkit.text.patterns import lazy

_HAN = "\u4e00-\u9fff"
_ATTENDANCE = lazy(
    r"^(?:参加|陪同|出席)(?:座谈|调研|活动|会议|人员)?[^,。;]{0,4}:"
    r"|(?<!我)(?<!也)参加(?:座谈|调研|活动|会议)?。$"
)
_PROMISE = lazy(r"\((?P<who>[^():,。]{2,16}):(?P<said>[^()]{2,60})\)(?P<after>[^。!?]{0,24})")
_TURNS_TO = lazy(r"(?:(?<=[。;!?])|^)对(?P<who>[^\s,。;:]{2,14}):")  # 对某局：…
_ORDERS = lazy(r"(?:会议还*|现*)要求(?=.)")  # as _order writes it
_GOES_ON_BEHIND = lazy(r"[^\s。;!?)]")
_REPLY = lazy(r"(?:回复|答复|报告?|反映|答|说)?:[^()]{1,80}\)")
_VOICE = r"(?:当场|当即|现场|又|还|接着|最后)?(?:说|讲|叮嘱|嘱咐|嘱托|交代|要求)"
_CHIEF = r"(?:[县市区镇乡]?党?(?:工)?委)?书记|[县市区镇乡]长|管委会主任"
_CHARGE = lazy(
    r"(?:(?<=[。;!?,])|^)(?:这件事|这个事|这项工作|此事|这事|这两件事|以上几?件?事?项?)[^,。;]{0,2}"
    r"[^\W\d_]{2,12}(?:总负责|总牵头|牵头|负责|盯着?|抓到底|包保)(?=[,。;!]|$)"
)
_WHERE = lazy(r"^在[^,。;]{2,40},")
_OWNS = lazy(r"(?:就)?是(?:业主|责任主体|责任单位|业主单位|建设主体|牵头单位)(?=[,。;])")
_FURNITURE = 60
_YOURS = lazy("^(?:你们|咱们|我们)")


def walk_speech(
    scanned: Scan, words: InstructionWords, said: Sequence[Node] | None = None
) -> list[Draft]:
    """The orders of a speech, in document order; of the blocks ``said`` only, if given."""
    signer = scanned.source.signer
    nodes = [
        n
        for n in (scanned.nodes if said is None else said)
        if not (_ATTENDANCE.search(n.text) or _is_head(n, scanned))
    ]
    here = [u for node in scanned.nodes[:2] for u in scanned.facts_of[node.index].units]
    facts_of = {
        node.index: hear(_heard(scanned.facts_of[node.index], signer), node, here, scanned)
        for node in scanned.nodes
    }
    nodes = [_reread(node, facts_of[node.index].text) for node in nodes]
    drafts, _ = minutes.walk(nodes, facts_of, spoken=True)
    promised = [d for node in nodes for d in _promises(node, facts_of[node.index], words)]
    kept = [d for d in drafts if _ordered(d, scanned, words) and not _overlaps(d, promised)]
    orders = _with_reports(sorted([*kept, *promised], key=_place), words)
    for node in nodes:
        _charge(node, facts_of[node.index], orders)
    for draft in orders:
        draft.readings[:] = [_without_voice(r) for r in draft.readings]
        draft.instructed_by, draft.instructed_on = signer, scanned.source.date
    return orders


def _with_reports(drafts: Sequence[Draft], words: InstructionWords) -> list[Draft]:
    """…连夜看一遍。明天中午前把情况报我。 When to report is part of the order before it."""
    orders: list[Draft] = []
    for draft in drafts:
        before = orders[-1] if orders else None
        here = before is not None and before.node is draft.node
        if before is not None and here and only_reports(draft, words) and not has_date(before):
            for reading in draft.readings:
                before.take(draft.node, reading)
        else:
            orders.append(draft)
    return orders


def _is_head(node: Node, scanned: Scan) -> bool:
    """The title and the organ above or below the text."""
    title, flat = scanned.source.title or "", squeeze(node.block.source)
    return (
        is_organ(node.text)
        or (len(flat) < _FURNITURE and is_furniture(node.text))
        or (len(flat) > 3 and flat in title)
        or (title != "" and title in flat[: len(title) + 12] and len(flat) < len(title) + 12)
    )


def _reread(node: Node, text: str) -> Node:
    """The block cut into sentences again, as it was heard."""
    return replace(node, points=tuple(points_of(text, node.label, node.level)))


def _place(draft: Draft) -> tuple[int, int]:
    return (draft.pieces[0].node.index, draft.pieces[0].start) if draft.pieces else (0, 0)


def _ordered(draft: Draft, scanned: Scan, words: InstructionWords) -> bool:
    """Whether a draft of the speech is an order to somebody."""
    trim(draft, words)
    text = "".join(r.text for r in draft.readings)
    everyone = scanned.knowledge.phrases.everyone
    named = [u for u in draft.leads if not everyone.fullmatch(u.text)]
    if words.talk.search(text) and not (named and is_timed(draft)):
        return False
    spoken_to = draft.leads or draft.officials or draft.owners or words.you.search(text)
    due = any(t.kind in DATED for r in draft.readings for t in r.times)
    firm = due and any(r.deed or words.must.search(r.text) for r in draft.readings)
    if any(words.refuse.search(r.text) for r in draft.readings) and not due:
        return False
    if draft.frame is Frame.NONE and (spoken_to or firm):
        draft.frame = Frame.ORDER
    if asks(draft) or of_nobody(draft) or rules_for_all(draft.readings):
        return False
    verdict = judge(draft, scanned.knowledge.phrases)
    return spoken(draft, verdict, words) is Verdict.TASK


def _charge(node: Node, facts: Facts, orders: Sequence[Draft]) -> None:
    """这件事振邦同志总负责: the official of all that the paragraph ordered before."""
    for found in _CHARGE.finditer(node.text):
        persons = [p for p in facts.persons if found.start() <= p.start < found.end()]
        for draft in orders if persons else ():
            if draft.node is node and draft.pieces and draft.pieces[0].start < found.start():
                for person in persons:
                    draft.add_person(person)
                draft.cover(node, found.start(), found.end())


def _overlaps(draft: Draft, others: Sequence[Draft]) -> bool:
    return any(
        a.node is b.node and a.start < b.end and b.start < a.end
        for other in others
        for a in draft.pieces
        for b in other.pieces
    )


def _heard(facts: Facts, signer: str | None) -> Facts:
    """The facts of a block with the speaker as chair and his voice as an order's.

    贺兰舟说 becomes words of the same length that give an order, so that every offset stays.
    """
    where = _WHERE.match(facts.text)
    here = where.end() if where else 0
    units = tuple(
        replace(u, text=_YOURS.sub("", u.text), start=u.start + len(_lead(u.text)))
        if _YOURS.match(u.text)
        else u
        for u in facts.units
        if u.start >= here
    )
    chiefs = (
        facts.text[p.start : p.end]
        for p in facts.persons
        if p.is_leader or is_called(p.name, signer or "")
    )
    units = tuple(
        replace(u, text=u.text[1:], start=u.start + 1)
        if u.text.startswith("对") and facts.text.startswith(":", u.end)
        else u
        for u in units
    )
    names = [re.escape(name) for name in dict.fromkeys([*([signer] if signer else []), *chiefs])]
    who = "|".join([*names, "他", "她", _CHIEF])
    text = re.sub(
        rf"(?:(?<=[,。;!?、])|^)(?:{who}|[^\W\d_]{{0,6}}路上)(?:{_VOICE})(?=[,:])",
        lambda found: _order(len(found.group())),
        facts.text,
    )
    text = re.sub(
        rf"(?:(?<=[,。;!?])|^)(?P<a>(?:{who})(?:当场|当即|现场)?[对给](?:(?:陪同|在场|身边|随行|同行|一旁|同去)的)?)(?P<unit>[^\W\d_]{{2,14}}?)(?P<b>(?:负责人|负责同志|同志|局长|主任)?(?:说|讲|打了?个?电话[说讲]?))(?=[,:])",
        lambda found: _order(len(found["a"])) + found["unit"] + " " * len(found["b"]),
        text,
    )
    text = _TURNS_TO.sub(lambda found: "请" + found["who"] + " ", text)
    text = _replied(text, units)
    text = _OWNS.sub(lambda found: "负责".ljust(len(found.group())), text)
    there = tuple(p for p in facts.persons if text[p.start : p.end] == facts.text[p.start : p.end])
    return replace(facts, text=text, units=units, persons=there, chair=signer)


def _replied(text: str, units: Sequence[UnitMention]) -> str:
    """(石坳乡:有两户漏雪。)今晚就接出来: what is ordered behind a report is for who made it."""
    for unit in units:
        found = _REPLY.match(text, unit.end)
        if found is None or unit.group or text[unit.start - 1 : unit.start] != "(":
            continue
        named = any(0 <= u.start - found.end() < 2 for u in units)  # …)让客运公司…
        asked = not named and _GOES_ON_BEHIND.match(text, found.end())
        said = " " * (found.end() - unit.end)
        who = "请" + text[unit.start : unit.end] if asked else " " * (unit.end - unit.start + 1)
        text = text[: unit.start - 1] + who + said + text[found.end() :]
    return text


def _lead(text: str) -> str:
    found = _YOURS.match(text)
    return found.group() if found else ""


def _order(length: int) -> str:
    """``length`` characters that introduce an order."""
    if length < 4:
        return "要求".rjust(length, "现")
    return "会议" + "还" * (length - 4) + "要求"


def _without_voice(reading: Reading) -> Reading:
    """The clause behind words that only said who ordered it."""
    found = _ORDERS.match(reading.text)
    if found is None:
        return reading
    said = found.end()
    clause = replace(reading.clause, start=reading.clause.start + said)
    figures = tuple(replace(f, start=f.start - said, end=f.end - said) for f in reading.figures)
    return replace(reading, clause=clause, text=reading.text[said:], figures=figures)


def _promises(node: Node, facts: Facts, words: InstructionWords) -> Iterator[Draft]:
    """（县住建局局长宗伟：两个月内改造完成。）好，我记下了。"""
    for found in _PROMISE.finditer(node.text):
        if not words.adopt.match(found["after"]):
            continue
        start, end = found.start() + 1, found.start("after") + len(found["after"])
        said = (found.start("said"), found.end("said"))
        draft = Draft(node=node, frame=Frame.ORDER)
        times = tuple(t for t in facts.times if said[0] <= t.start and t.end <= said[1])
        text = node.text[said[0] : said[1]]
        clause = Clause(said[0], said[1], "")
        figures = tuple(find_figures(text))
        draft.readings.append(Reading(clause, text, (), None, None, times, figures, True, False))
        draft.cover(node, start, end)
        inside = (found.start("who"), found.end("who"))
        own = [u for u in facts.units if inside[0] <= u.start and u.end <= inside[1]]
        asked = [u for u in facts.units if u.end <= start]  # 城关镇也说两句？（镇长孔繁星：…）
        draft.add_leads(own or asked[-1:], How.ASSIGNED)
        for person in facts.persons:
            if inside[0] <= person.start and person.end <= inside[1]:
                draft.add_person(person)
        if draft.leads or draft.owners:
            yield draft
