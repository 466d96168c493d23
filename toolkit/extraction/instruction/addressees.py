"""Whom a leader speaks to: @财政局, 你们局, 你们俩, 镇里, 转某局, made readable for the walk.

The words are replaced by others of the same length, so that every offset stays; a pronoun that
can mean only one unit of the paper becomes that unit. What can mean several stays unread, and the
task asks for its lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from toolkit.extraction.analysis import Facts
from toolkit.extraction.people.find import MentionForm, PersonMention
from toolkit.extraction.people.names import grammar
from toolkit.extraction.people.nicknames import FAMILIAR
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Node
from toolkit.extraction.units.find import UnitMention
from toolkit.text.patterns import lazy

_CALLED = lazy(r"@(?=[^\W\d_])")
_AFTER_CALL = lazy(r" ?@")
_GOES_ON = lazy(r"(?:(?<=^)|(?<=[。;!?]))[又还再](?:讲|说)(?=[:,])")  # the same voice
_ALSO = {1: "、", 2: "以及"}
_CALLED_COMPANY = lazy(r"@(?P<name>[^\W\d_]{2,4})")
_COMPANY = "公司"
_PASSED = lazy(r"(?:(?<=^)|(?<=[,。;:!?|\"\s]))(?:并?转|并?交)(?=[^\W\d_])")
_TOLD = lazy(r"(?:(?<=^)|(?<=[,。;:!?\"\s])|(?<=交代)|(?<=说))(?:叫|让)(?=[^\W\d_])")
_HANDS_ON = lazy(
    r"[^,。;]{0,6}?(?:[核督查]|阅|研|办|处理|答复|拿|提|落实|牵头|去|把|当面|\d|[本下]周|今|明)"
)
_PLURAL = r"(?:们)?(?:俩|两家|几家|[两三四几]个(?:单位|部门|局|镇)|[两三四]家)?"
_YOU = lazy(rf"[你您]{_PLURAL}(?![们好])")
_YOUR = lazy(
    r"(?:[你贵](?:们)?|该)(?P<kind>局|委|办|镇|乡|街道|公司|集团|学校|校|院|医院|站|所|村|社区|中心|园区|区|县|单位)"
)
_PLACE = lazy(
    r"(?:(?<=^)|(?<=[,。;:!?\"\s、由请和]))(?P<kind>[镇乡]|街道)(?:里|上|政府)?(?=的?[^\W\d_])(?<=[里上道府])"
)
_BEHIND = lazy(r"(?:的?(?:同志|负责人|领导|局长|主任|书记|镇长|校长))?(?:们)?[,、]?$")
_BARE_LIST = lazy(  # 十一、县财政局 is a point with its number
    r"(?:(?<=^)|(?<=[,。;:!?|.)\"\s请由让叫])|(?<=召集)|(?<=会同)|(?<=成员单位))(?![一二三四五六七八九十]+、)(?:[^\W\d_]{2,4}、)+[^\W\d_]{2,4}"
)
_OFFICES = "等部门"
_SCHOOL = ("学", "校", "园")


_RELAYED = lazy(
    r"(?:(?<=^)|(?<=[,。;:!?\"\s、.)-]))你?(?:(?:跟|给|和|同|对)(?P<who>[^,。;:]{2,14}?)(?:讲|说)(?:一声|一下)?"
    r"|(?:告诉|通知|转告)(?P<told>[^,。;:]{2,14}?))(?=,)"
)
_YOURS = lazy(r"(?<=[由请让叫])你们?")
_ANSWERED = lazy(r"\((?:答|回答|应答|对方答)[^()]*\)")
_FAMILIAR = lazy(rf"(?P<of>的?)(?P<who>[{''.join(FAMILIAR)}](?P<surname>[^\W\d_]))(?!区|康|时|组)")
_ACTS = lazy("[讲说自今明后本下把]")  # 小祁明天…; 老年…, 小麦… are nobody
_PLEDGES = lazy(
    r"((?:当场|已经?|刚才|都)?(?:表态|承诺|答应|保证)(?:了|说)?)[,:]?(?=[^,。;的]{0,4}(?:\d|[一二三四五六七八九十]+[月日天号]))"
    r"|(说)(?=[^,。;]{2,20},(?:我(?:就|再)?信|就按|说话(?:要)?算|我记下|作数))"
)
_ASKED = lazy("(?:[请让叫由]|(?:分管|联系|包村|包片|挂钩)的?)$")
_SPOKEN_OFFICES = ("请{}那边", "请{}中心")  # how people say a bare name of an office

Find = Callable[[str], Sequence[UnitMention]]


def office(name: str, find: Find) -> UnitMention | None:
    """The office that a bare name can only mean: 供电, 融媒体."""
    for form in _SPOKEN_OFFICES:
        text = form.format(name)
        for unit in find(text):
            if text[unit.start : unit.end].startswith(name) and not unit.shape:
                return unit
    return None


def hear(facts: Facts, node: Node, around: Sequence[UnitMention], scanned: Scan) -> Facts:
    """``facts`` of ``node`` with whoever is spoken to in words the walk reads. ``around`` are the
    units of the paper a note is written on, or of the place where a speech is given."""
    facts = replace(facts, units=_up_to_blanks(facts, node, scanned.find_units))
    facts = replace(facts, units=_with_bare_lists(facts, scanned.find_units))
    facts = replace(facts, units=_with_called(facts, scanned.find_units))
    facts = _with_familiar(facts, scanned)
    facts = replace(facts, units=tuple(_with_yours(facts)))
    text = _AFTER_CALL.sub(
        lambda m: _ALSO[len(m.group())] if _joins(facts, m.start()) else m.group(), facts.text
    )
    text = _turned_to(text, facts)
    text = _ANSWERED.sub(lambda m: " " * len(m.group()), _CALLED.sub("请", text))
    text = _GOES_ON.sub("要求", text)
    text = _pledged(text, facts)
    text = _passed_on(_relayed(text, facts), facts)
    units = [*facts.units]
    for found in (*_YOUR.finditer(text), *_PLACE.finditer(text)):
        meant = _meant(found["kind"], found.start(), facts.units, around)
        if meant is not None:
            units = [u for u in units if u.end <= found.start() or found.end() <= u.start]
            units.append(_moved(meant, found.start(), found.end()))
    units.sort(key=lambda u: u.start)
    text = _YOU.sub(lambda m: _addressed(m, text, units, facts), text)
    return replace(facts, text=text, units=tuple(units))


def _turned_to(text: str, facts: Facts) -> str:
    """对甲局:…: the office spoken to next."""
    for unit in facts.units:
        at = unit.group_start - 1
        turns = text[at : at + 1] == "对" and text[unit.end : unit.end + 1] == ":"
        if turns and (at == 0 or text[at - 1] in "。;!?]:"):
            text = text[:at] + "请" + text[at + 1 : unit.end] + " " + text[unit.end + 1 :]
    return text


def _with_yours(facts: Facts) -> Iterator[UnitMention]:
    """由你们县水利局: 你们 is part of how that office is called to its face."""
    begins = {m.end(): m.start() for m in _YOURS.finditer(facts.text)}
    for unit in facts.units:
        start = begins.get(unit.start, unit.start)
        low = begins.get(unit.group_start, unit.group_start)
        yield replace(unit, start=start, group_start=low)


def _with_bare_lists(facts: Facts, find: Find) -> tuple[UnitMention, ...]:
    """气象、水文加密会商: bare names in a list are offices where each of them can be one, whatever
    the verb behind; 气象、水文等部门 shows whether they can."""
    units = list(facts.units)
    for found in _BARE_LIST.finditer(facts.text):
        low = found.start()
        for high in range(found.end() - 2, found.end() + 1):  # the shortest last name that is one
            members = facts.text[low:high].split("、")
            offices = find(facts.text[low:high] + _OFFICES) if len(members[-1]) > 1 else ()
            if [facts.text[low + u.start : low + u.end] for u in offices] != members:
                continue
            if 2 * sum(u.shape for u in offices) > len(offices):
                continue  # 路灯、公交、食堂: things
            if any(u.start < high < u.end for u in units):
                continue  # 石岭 of 石岭乡
            high += len(_OFFICES) * facts.text.startswith(_OFFICES, high)
            units = [u for u in units if u.end <= low or high <= u.start]
            units += [_moved(u, low + u.start, low + u.end, low, high) for u in offices]
            break
    return tuple(sorted(units, key=lambda u: u.start))


def _up_to_blanks(facts: Facts, node: Node, find: Find) -> tuple[UnitMention, ...]:
    """@民政局 敬老院19家,…: who is called ends where the author left a blank."""
    units = list(facts.units)
    for at, unit in enumerate(units):
        if unit.start and facts.text[unit.start - 1] == "@":
            inside = range(unit.start + 2, unit.end)
            blank = next((i for i in inside if node.block.blank_before(i)), unit.end)
            called = next(iter(find(facts.text[unit.start : blank])), None)
            if blank < unit.end and called is not None:
                units[at] = _moved(called, unit.start, blank)
    return tuple(units)


def _with_called(facts: Facts, find: Find) -> tuple[UnitMention, ...]:
    """@城投: a company called by half its name."""
    units = list(facts.units)
    taken = {m.start for m in units} | {p.start for p in facts.persons}
    for found in _CALLED_COMPANY.finditer(facts.text):
        low, high = found.span("name")
        if not taken.isdisjoint(range(low, high)):
            continue
        for end in range(low + 2, high + 1):
            meant = next(iter(find(facts.text[low:end] + _COMPANY)), None)
            if meant and not meant.shape and (meant.start, meant.end) == (0, end - low + 2):
                units.append(_moved(meant, low, end))
                break
    return tuple(sorted(units, key=lambda u: u.start))


def _with_familiar(facts: Facts, scanned: Scan) -> Facts:
    """金融办小祁, 融媒体的小葛: somebody of an office by the name people use."""
    units, persons = list(facts.units), list(facts.persons)
    names = grammar(scanned.people.vocabulary)
    for found in _FAMILIAR.finditer(facts.text):
        start = found.start()
        known = any(p.start < found.end() and start < p.end for p in persons)
        asked = _ASKED.search(facts.text, max(0, start - 6), start)
        acts = asked or _ACTS.match(facts.text, found.end())
        if known or not (names.is_surname(found["surname"]) and acts):
            continue
        unit = next((u for u in units if u.end == start), None)
        for size in (4, 3, 2) if unit is None and found["of"] else ():
            name = facts.text[max(0, start - size) : start]
            if unit is None and (meant := office(name, scanned.find_units)):
                unit = _moved(meant, start - size, found.start("who"))
                units.append(unit)
        if unit is not None or asked:
            low, high = found.span("who")
            who = found["who"]
            persons.append(PersonMention(low, high, who, who, MentionForm.NICKNAME, False))
    units.sort(key=lambda u: u.start)
    persons.sort(key=lambda p: p.start)
    return replace(facts, units=tuple(units), persons=tuple(persons))


def _relayed(text: str, facts: Facts) -> str:
    """你跟某局的小甲讲，…: whoever passes it on is nobody's addressee, that office is asked."""
    for found in _RELAYED.finditer(text):
        low, high = found.span("who" if found["who"] else "told")
        if any(u.start == low for u in facts.units):
            asked = "请".rjust(low - found.start())
            gap = " " * (found.end() + 1 - high)
            text = text[: found.start()] + asked + text[low:high] + gap + text[found.end() + 1 :]
    return text


def _pledged(text: str, facts: Facts) -> str:
    """住建局当场表态,6月30日前交付: what an office promised, told by the leader with its day, it
    has to do."""
    pieces, at = [], 0
    for unit in facts.units:
        found = None if unit.group or unit.end < at else _PLEDGES.match(text, unit.end)
        if found:
            low, high = found.span(found.lastindex or 1)
            pieces += [text[at:low], "要".rjust(high - low, "都")]
            at = high
    return "".join([*pieces, text[at:]])


def _moved(
    unit: UnitMention, start: int, end: int, low: int | None = None, high: int | None = None
) -> UnitMention:
    """A mention at another place; ``low`` and ``high`` bound the list it stands in."""
    first, last = start if low is None else low, end if high is None else high
    return replace(
        unit, start=start, end=end, group_start=first, group_end=last, certain=True, shape=False
    )


def _joins(facts: Facts, at: int) -> bool:
    return any(u.end == at for u in facts.units)


def _passed_on(text: str, facts: Facts) -> str:
    """转某局核查, 叫某局答复 ask that unit as 请 does."""
    for pattern in (_PASSED, _TOLD):
        for found in pattern.finditer(text):
            group = [u for u in facts.units if found.end() <= u.start]
            if group and group[0].start == found.end():
                end = max(group[0].group_end, group[0].end)
                if pattern is _TOLD or _HANDS_ON.match(text, end):
                    text = (
                        text[: found.start()]
                        + "请".rjust(found.end() - found.start(), "并")
                        + text[found.end() :]
                    )
    return text


def _addressed(found: re.Match[str], text: str, units: Sequence[UnitMention], facts: Facts) -> str:
    """你们 behind the unit or person it repeats is an adverb; elsewhere it stays for the walk."""
    start = found.start()
    if _YOUR.match(text, start):
        return found.group()
    before = text[max(0, start - 8) : start]
    tail = _BEHIND.search(before)
    edge = start - len(tail.group()) if tail else start
    named = any(u.end == edge or u.group_end == edge for u in units)
    person = any(p.end in (start, edge) for p in facts.persons)
    if not (named or person):
        return found.group()
    return {1: "须", 2: "共同", 3: "要共同"}.get(
        len(found.group()), "要共同".rjust(len(found.group()), "都")
    )


def _meant(
    kind: str, at: int, units: Sequence[UnitMention], around: Sequence[UnitMention]
) -> UnitMention | None:
    """The one unit 你们局 or 镇里 can mean: the nearest of its kind before, else the only one
    of the paper."""

    def fits(unit: UnitMention) -> bool:
        name = unit.text
        if unit.group:
            return False
        if kind == "单位":
            return True
        if kind in ("校", "学校"):
            return name.endswith(_SCHOOL)
        return name.endswith(kind) or (kind in "县区" and name.endswith(kind + "政府"))

    before = [u for u in units if u.end <= at and fits(u)]
    if before:
        return before[-1]
    named = {u.text: u for u in around if fits(u)}
    return next(iter(named.values())) if len(named) == 1 else None
