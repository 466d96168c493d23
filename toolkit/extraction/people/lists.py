"""Every place of the text that introduces a person: head sentences, lists, labels, signatures.

Each place gives a :class:`Sighting`; :mod:`toolkit.extraction.people.find` puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.extraction.blocks import Block
from toolkit.extraction.people.names import Name, NameGrammar, Rank, squeeze
from toolkit.extraction.people.nicknames import Short, short_before
from toolkit.text.patterns import lazy


@dataclass(frozen=True, slots=True)
class Sighting:
    """A person at one place: ``name`` as printed, ``key`` simplified, both without blanks.

    ``listed`` marks a bare name in an attendance list, whose rank is only what such lists show.
    ``alias`` is a short form beside the whole name, ``surname`` all that is known of a name.
    ``unsure`` marks what stands where a name would and has no known surname.
    """

    key: str
    name: str
    post: str = ""
    unit: str = ""
    rank: Rank = Rank.UNKNOWN
    listed: bool = False
    alias: str = ""
    surname: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A copy for recognition and, character for character, what is printed."""

    copy: str
    printed: str

    def sighting(
        self, name: Name, post: str = "", unit: str = "", rank: Rank = Rank.UNKNOWN
    ) -> Sighting:
        return Sighting(name.key, squeeze(self.printed[name.start : name.end]), post, unit, rank)


def text_sightings(blocks: Sequence[Block], names: NameGrammar) -> Iterator[Sighting]:
    """All sightings in text and lists, those with a post first where one line gives several."""
    label, listed = "", False
    for block in blocks:
        line = _Line(block.text, block.source)
        yield from _after_titles(line, names)
        yield from _before_titles(line, names)
        yield from _with_brackets(line, names)
        yield from _explained(line, names)
        yield from _speakers(line, names)
        yield from _units_with_bracket(line, names, block.cell is not None)
        yield from _name_then_post(line, names)
        attending = list(_attendance(_spaced(block), names, listed))
        yield from attending
        # a label in a cell or line of its own: names come next, in one line or one line each
        label_only = bool(names.attendance.fullmatch(line.copy))
        listed = label_only or (listed and _lists_on(line.copy, names, bool(attending)))
        yield from _labelled(line, names)
        yield from _reporters(line, names)
        yield from _signature(line, label, names)
        label = _instruction_label(line.copy) or label


# --- beside a post -------------------------------------------------------------------------------


def _after_titles(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    for title in names.title.finditer(line.copy):
        at = title.end()
        while at < len(line.copy) and line.copy[at] in " :":
            at += 1
        chain = names.read_chain(line.copy, at)
        if not chain and (name := names.read_rare(line.copy, at)):
            chain = [name]
        _, post = names.post_before(line.copy, title.end())
        for name in chain:
            yield line.sighting(name, post)
        last = chain[-1].end if chain else at
        after = last + 1 if chain and line.copy.startswith(("、", "和"), last) else at
        if (not chain or after > last) and (name := names.read_unsure(line.copy, after)):
            # alone at the end of a label's line it can be nothing else
            sure = name.end == len(line.copy) and names.attendance.match(line.copy)
            yield replace(line.sighting(name, post), unsure=not sure)


def _before_titles(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    for title in names.title.finditer(line.copy):
        name = names.read_before(line.copy, title.start())
        if name is not None and (len(name.key) > 2 or re.search(r"[xX×*某]", name.key)):
            yield line.sighting(name, title.group())


_DATE = lazy(r"\d|[月日年]")
_CHAT = lazy(r"\d{1,2}:\d\d(?::\d\d)? ?[^\W\d_]{2,4}\([^()]+\):")  # 07:32 甲（水利局）：…


def _with_brackets(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    """段振邦（县委常委、常务副县长）, 苗青（城管局）, 郎世杰（8月11日）: after names."""
    listed = names.attendance.match(line.copy) or _CHAT.match(line.copy)
    for bracket in re.finditer(r"\(([^()]{2,40})\)", line.copy):
        inside = bracket.group(1).strip()
        chain = _chain_before(line.copy, bracket.start(), names)
        title = next((t for t in names.title.finditer(inside) if t.end() == len(inside)), None)
        if not chain and title and (name := names.read_unsure_before(line.copy, bracket.start())):
            yield replace(line.sighting(name, inside), unsure=True)
        for name in chain:
            if title:
                yield line.sighting(name, inside)
            elif re.fullmatch(r"\d{1,2}月\d{1,2}日|\d{1,2}[./]\d{1,2}", inside):
                yield line.sighting(name, rank=Rank.LEADER)
            elif listed and names.unit_tail.search(inside) and not _DATE.search(inside):
                yield line.sighting(name, unit=inside, rank=Rank.LOWER)


def _chain_before(copy: str, end: int, names: NameGrammar) -> list[Name]:
    """The names joined by 、 that end at ``end`` and begin at a mark."""
    start = end
    while start > 0 and not re.match(r"[,。;:()\[\]|!?》]", copy[start - 1]):
        start -= 1
    while start < end:
        while start < end and (copy[start] in " 、" or copy[start].isdigit()):
            start += 1
        chain = names.read_chain(copy, start)
        if chain and chain[-1].end == end:
            return chain
        gap = re.compile(r"[ 、]").search(copy, start)
        if gap is None or gap.start() >= end:
            return []
        start = gap.end()
    return []


def _units_with_bracket(line: _Line, names: NameGrammar, tabled: bool) -> Iterator[Sighting]:
    """区人社局（方舒）; two characters only in a table, for 质检中心（安徽） is no person."""
    tabled = tabled or "|" in line.copy
    for bracket in re.finditer(r"\(([^()]{2,12})\)", line.copy):
        unit = re.search(r"[^\W\d_]{2,16}$", line.copy[: bracket.start()])
        if unit is None or not names.unit_tail.search(unit.group()):
            continue
        if names.read_cell(bracket.group(1)) is None:
            continue
        for name in names.read_chain(line.copy, bracket.start(1)):
            if len(name.key) < 3 and not tabled:
                continue
            yield line.sighting(name, unit=unit.group(), rank=Rank.LOWER)


def _name_then_post(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    """聂崇文，县委书记；甄立夏、申屠岚，副县长 in a note or a list of members."""
    for piece in re.finditer(r"(?:^|[:;。])\s*([^:;。]+)", line.copy):
        names_part, comma, post = piece.group(1).partition(",")
        post = post.strip()
        if not comma or not any(t.end() == len(post) for t in names.title.finditer(post)):
            continue
        chain = names.read_chain(line.copy, piece.start(1))
        if chain and chain[-1].end == piece.start(1) + len(names_part.rstrip()):
            for name in chain:
                yield line.sighting(name, post)


def _spaced(block: Block) -> _Line:
    """A block with the blanks its author left inside lines: some lists have nothing else."""
    cuts = [at for at, _, _ in block.runs[1:] if block.blank_before(at)]
    inside = [at for at in cuts if block.text[at - 1] != " " and not _broken_at(block, at)]
    edges = [0, *inside, len(block.text)]
    pairs = list(pairwise(edges))
    return _Line(
        " ".join(block.text[low:high] for low, high in pairs),
        " ".join(block.source[low:high] for low, high in pairs),
    )


def _broken_at(block: Block, at: int) -> bool:
    """Whether the author's line ends before character ``at``."""
    return block.spans(at - 1, at)[0].paragraph != block.spans(at, at + 1)[0].paragraph


# --- lists and labels ----------------------------------------------------------------------------


def _attendance(line: _Line, names: NameGrammar, listed: bool) -> Iterator[Sighting]:
    label = names.attendance.match(line.copy)
    if label is None and not listed:
        return
    at = label.end() if label else 0
    lower = label is not None and bool(re.search("记录|整理", squeeze(label.group())))
    for token in _TOKEN.finditer(line.copy, at):
        yield from _attendee(line, token.start(), token.end(), names, lower)


_TOKEN = lazy(r"[^,、;。\s()]+(?: (?=[^\W\d_]{1,2}(?:[,、;。()\s]|$)))?")
_ACT = lazy(
    r"等[^,、;。]{0,12}$|(?:分别)?(?:作|做)(?:了|交流|表态|情况)*(?:发言|汇报|介绍|说明)$"
    r"|(?:分别)?(?:出席|列席|参加|参会|到会|发言|汇报)(?:了?会议)?$"
)


def _lists_on(copy: str, names: NameGrammar, attended: bool) -> bool:
    """Whether a line belongs to the list begun above it and the next may, too."""
    if len(copy) > 80 or copy.endswith(("。", ":")) or re.match(r"[一二三四五六七八九十]+、", copy):
        return False
    return attended or any(names.read(copy, t.end()) for t in names.title.finditer(copy))


def _attendee(
    line: _Line, start: int, end: int, names: NameGrammar, lower: bool
) -> Iterator[Sighting]:
    if act := _ACT.search(line.copy[start:end]):
        end = start + act.start()
    if attendee := _short_attendee(line, start, end, names):
        yield attendee
        return
    name = names.read(line.copy, start)
    if name is not None and (name.end == end or re.match(r"$|[\s,、;。(]", line.copy[name.end :])):
        rank = Rank.LOWER if lower else Rank.LEADER
        yield replace(line.sighting(name, rank=rank), listed=True)
        return
    token = line.copy[start:end]
    for length in (4, 3, 2):
        cut = end - length
        if cut - start < 2 or not names.unit_tail.search(line.copy, start, cut):
            continue
        name = names.read(line.copy, cut)
        if name and name.end == end:
            unit = token[: cut - start]
            yield line.sighting(name, unit=unit, rank=Rank.LOWER)
            return
    found = names.unit_and_name.match(token)
    if (
        found
        and names.may_be_name(found.group(2))
        and not names.title.search(token)
        and not re.search(r"负责|有关|相关|领导|主要|分管|人员|代表|同志|工作", token)
    ):
        # in a list of units and names even a rare surname is a name
        yield line.sighting(
            Name(start + found.start(2), end, found.group(2)), unit=found.group(1), rank=Rank.LOWER
        )


def _short_attendee(line: _Line, start: int, end: int, names: NameGrammar) -> Sighting | None:
    """财政所阚会计, 城建办展工, 璩校长, 武装部长老晁: all that is known is a surname and work."""
    short = short_before(line.copy, end, names)
    if short is None or short.start < start or line.copy.startswith("(", end):
        return None  # a bracket behind it gives the name
    return _short_sighting(line, short, names)


def _explained(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    """老谯（谯怀德）, 农技站老王（王守业）, 郏书记（郏大同）: a short form and the whole name."""
    for bracket in re.finditer(r"\(([^()]{2,6})\)", line.copy):
        name = names.read(line.copy, bracket.start(1))
        if name is None or name.end != bracket.end(1):
            continue
        short = short_before(line.copy, bracket.start(), names)
        if short is None or names.split(name.key)[0] != short.surname:
            continue
        found = _short_sighting(line, short, names, sure=True)
        if found is not None:
            alias = line.copy[short.start : short.end]
            whole = line.sighting(name, found.post, found.unit, found.rank)
            yield replace(whole, alias=alias)


def _speakers(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    """（曹总：九公里，两个月。）: somebody answers, called by surname and work."""
    for bracket in re.finditer(r"\(([^()\s:,。]{2,8}):", line.copy):
        short = short_before(line.copy, bracket.end(1), names)
        if short and short.start == bracket.start(1):
            text = line.copy[short.start : short.end]
            unit = re.search(rf"([^\W\d_]{{2,14}}?)的?{re.escape(text)}", line.copy)
            organ = unit.group(1) if unit else ""
            organ = organ if names.unit_tail.search(organ) else ""
            yield Sighting(
                text,
                text,
                organ + short.title if short.title else short.work,
                organ,
                Rank.UNKNOWN if short.title else Rank.LOWER,
                surname=short.surname,
            )


def _short_sighting(
    line: _Line, short: Short, names: NameGrammar, *, sure: bool = False
) -> Sighting | None:
    """Somebody known by a short form, with the unit or post written before it; ``None`` where
    something else stands before it."""
    start = short.start
    before = re.search(r"[^\W\d_]*$", line.copy[:start])
    unit = before.group() if before else ""
    if unit and names.title_ending(line.copy, start):
        _, post = names.post_before(line.copy, start)
        unit = names.organ(post)
    elif unit and not names.unit_tail.search(unit):
        if not sure:
            return None
        unit, post = "", short.title
    else:
        post = unit + short.title if short.title else short.work
    rank = Rank.UNKNOWN if short.title or names.base_titles(post) else Rank.LOWER
    printed = squeeze(line.printed[start : short.end])
    copy = line.copy[start : short.end]
    return Sighting(copy, printed, post, unit, rank, surname=short.surname)


def _labelled(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    for labels, rank in ((names.leader_label, Rank.LEADER), (names.owner_label, Rank.LOWER)):
        for label in labels.finditer(line.copy):
            chain = names.read_chain(line.copy, label.end())
            if not chain and (name := names.read_after_unit(line.copy, label.end())):
                chain = [name]
            if not chain and (name := names.read_unsure(line.copy, label.end())):
                yield replace(line.sighting(name, rank=rank), unsure=True)
            for name in chain:
                yield line.sighting(name, rank=rank)


def _reporters(line: _Line, names: NameGrammar) -> Iterator[Sighting]:
    """城管局苗青汇报了…."""
    for verb in re.finditer(r"(?:作了?)?(?:汇报|介绍|通报)", line.copy):
        for length in (4, 3, 2):
            start = verb.start() - length
            if start < 2 or not names.unit_tail.search(line.copy, 0, start):
                continue
            name = names.read(line.copy, start)
            if name and name.end == verb.start():
                unit = re.search(r"[^\W\d_]+$", line.copy[:start])
                yield line.sighting(name, unit=unit.group() if unit else "", rank=Rank.LOWER)
                break


_INSTRUCTION_LABEL = lazy(
    r"^\s*(?:\d+[.、]\s*)?([^\W\d_]{0,8}(?:领导|县长|市长|区长|书记|秘书长|主任)(?:批示|意见|签批))"
)
_SIGNED = lazy(
    r"\s(?:(\d{1,2})[./](\d{1,2})|\d{1,2}月\d{1,2}日|[\d〇一二三四五六七八九十]{4}年.{1,4}月.{1,4}日)\s*$"
)


def _instruction_label(copy: str) -> str:
    found = _INSTRUCTION_LABEL.match(copy)
    return found.group(1).removesuffix("批示").removesuffix("意见") if found else ""


def _signature(line: _Line, label: str, names: NameGrammar) -> Iterator[Sighting]:
    """A line that is a name and a date: the leader named in the label above signed there."""
    signed = _SIGNED.search(line.copy)
    if signed is None or signed.start() > 24:
        return
    before = line.copy[: signed.start()].rstrip()
    start = len(before) - len(before.lstrip())
    gap = before.rfind(" ")
    for at in (start, gap + 1):
        name = names.read(line.copy, at)
        if name and name.end >= len(before):
            unit = before[:at].strip()
            rank = Rank.LOWER if unit or not label else Rank.LEADER
            yield line.sighting(name, "" if unit else label, unit, rank)
            return
