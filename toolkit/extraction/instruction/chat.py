"""A chat typed off line by line: 07:33 甲县长：…; leaders order there, whoever else speaks answers.

What a leader writes without naming anybody is for whoever spoke before him or is called by @; the
matter often stands only in his question and the answer to it. 说话算数 makes an answer an order.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from toolkit.extraction.drafts import Draft, How, Piece
from toolkit.extraction.instruction.addressees import office
from toolkit.extraction.instruction.fields import Field, Party
from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.people.names import Rank, grammar
from toolkit.extraction.people.nicknames import FAMILIAR, short_before
from toolkit.extraction.people.persons import surname_of
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Node
from toolkit.extraction.units.find import UnitMention
from toolkit.text.patterns import lazy

_MESSAGE = lazy(
    r"\s*\d{1,2}:\d\d(?::\d\d)?\s*(?P<who>[^\s:,。;!?()\d]{2,14}(?:\s[^\s:,。;!?()\d]{2,4})?)"
    r"(?:\((?P<what>[^():]{2,16})\))?\s*:"
)
_LINE = lazy(r"(?P<who>[^\s:,。;!?()\d]{2,14}(?:\s[^\s:,。;!?()\d]{2,4})?)(?P<what>):")
_CALLED = lazy(rf"@(?P<unit>[^\W\d_]{{2,4}}?)(?P<who>[{''.join(FAMILIAR)}]?[^\W\d_])")
_CALLED_BEHIND = lazy(r"@(?P<who>[^\W\d_]{2,8})\W*$")

_THERE = lazy(r"(?:的人|的同志)?(?:[来到]了没|[来到]了吗|在不在|在吗)")
_TURNS, _LINES = 2, 200


class Chat:
    """The messages of one chat as they come; ``day`` is the day its heading names. In a talk
    written down (:func:`is_dialogue`) every line begins with its speaker and no time."""

    def __init__(
        self, scanned: Scan, words: InstructionWords, day: str = "", *, dialogue: bool
    ) -> None:
        self._dialogue = dialogue
        self._scan = scanned
        self._words = words
        self._day = day
        self._names = grammar(scanned.people.vocabulary)
        self._answer: Field | None = None
        self._asked: Field | None = None

    def read(self, node: Node) -> tuple[Field, ...]:
        """What one message says; nothing where the line is no message of a known speaker."""
        found = _MESSAGE.match(node.text) or (self._dialogue and _speaks(self._scan, node))
        if not found:
            return ()
        said = Field(Column.ORDER, node, found.end(), len(node.text), day=self._day)
        low, high = found.span("who")
        persons = self._scan.facts_of[node.index].persons
        speaker = next((p for p in persons if low <= p.start and p.end <= high), None)
        if speaker is not None and speaker.is_leader:
            return self._ordered(replace(said, who=speaker.name))
        office_or_post, name = _parted(node, low, high)
        if self._names.rank(office_or_post) is Rank.LEADER:
            return self._ordered(replace(said, who=name))
        units = self._scan.find_units((speaker.unit if speaker else "") or found["what"] or "")
        units = units or self._scan.find_units(office_or_post)
        who = speaker.name if speaker else name
        party = (
            Party(who, tuple(map(_nowhere, units[:1])))
            if speaker or (units and office_or_post)
            else self._by_handle(found["who"])
        )
        if not party.units:
            return ()
        self._answer = replace(said, column=Column.RESULT, who=party.who, to=party)
        return (self._answer,)

    def _ordered(self, said: Field) -> tuple[Field, ...]:
        """A leader's message with whom it is for and what it is about."""
        called = self._called(said)
        answer, asked = self._answer, self._asked
        before = tuple(f for f in (asked, answer) if f is not None)
        self._asked = self._answer = None
        if called is not None:
            said = called
        elif (handle := _CALLED_BEHIND.search(said.text)) is not None:
            end = said.start + handle.start()
            said = replace(said, end=end, to=self._by_handle(handle["who"]))
        elif (present := self._present(said)) is not None:
            said = replace(said, to=Party("", (_nowhere(present),)))
        elif answer is not None and self._words.promised.search(said.text):
            full = said.node.text.find("。", said.start) + 1 or said.end
            heard = (*before[:-1], replace(said, end=full))
            taken = replace(answer, column=Column.ORDER, who=said.who, heard=heard)
            return (taken, replace(said, start=full)) if full < said.end else (taken,)
        elif answer is not None:
            said = replace(said, to=answer.to, heard=before if asked else ())
        if said.text.rstrip().endswith("?"):
            self._asked = said
        return (said,)

    def _present(self, said: Field) -> UnitMention | None:
        """公安分局来了没有？…你们…: the office asked whether it is there."""
        for unit in self._scan.facts_of[said.node.index].units:
            if unit.start >= said.start and _THERE.match(said.node.text, unit.end):
                return unit
        return None

    def _called(self, said: Field) -> Field | None:
        """@民政杜 …: the message behind the call, for the one called."""
        found = _CALLED.match(said.node.text, said.start)
        unit = office(found["unit"], self._scan.find_units) if found else None
        if found is None or unit is None:
            return None
        known = [
            p.name
            for p in self._scan.people.persons
            if surname_of(p, self._names) == found["who"][-1]
            and any(u.text == unit.text for u in self._scan.find_units(p.unit))
        ]
        if len(known) != 1 and len(found["who"]) == 1:
            return None
        return replace(
            said, start=found.end(), to=Party((*known, found["who"])[0], (_nowhere(unit),))
        )

    def _by_handle(self, handle: str) -> Party:
        """供电小马: somebody of an office, by the name people use."""
        short = short_before(handle, len(handle), self._names)
        unit = office(handle[: short.start], self._scan.find_units) if short else None
        return (
            Party(handle[short.start :], (_nowhere(unit),)) if short and unit else Party(handle, ())
        )


def is_dialogue(scanned: Scan) -> bool:
    """Whether lines begin with their speaker, a leader and others by turns."""
    lines = [n for n in islice(scanned.nodes, _LINES) if _speaks(scanned, n)]
    led = sum(any(p.is_leader and p.start == 0 for p in _persons(scanned, n)) for n in lines)
    return led >= _TURNS and len(lines) - led >= _TURNS


def _speaks(scanned: Scan, node: Node) -> re.Match[str] | None:
    """The words before the colon of a line, where they are a person or end in one of an office."""
    found = _LINE.match(node.text)
    if found is None:
        return None
    end = found.end("who")
    units = scanned.facts_of[node.index].units
    named = any(p.end == end for p in _persons(scanned, node))
    return found if named or any(u.start == 0 and 1 < end - u.end < 5 for u in units) else None


def _persons(scanned: Scan, node: Node) -> tuple[PersonMention, ...]:
    return scanned.facts_of[node.index].persons


def _parted(node: Node, low: int, high: int) -> tuple[str, str]:
    """县长 甲某: the post or office and the name, where the author left a blank between them."""
    blanks = (at for at in range(high - 1, low, -1) if node.block.blank_before(at))
    at = next(blanks, low)
    return node.text[low:at].strip(), node.text[at:high].strip()


def _nowhere(unit: UnitMention) -> UnitMention:
    """A unit that the order itself does not name."""
    return replace(unit, start=0, end=0)


def answered(draft: Draft, item: Field) -> None:
    """Give an order without addressee the person it is for, and the lines it is about; with them
    its own wording tells little."""
    if item.to is None or draft.how is not How.HEADING:
        return
    draft.readings[:] = [replace(reading, chance=1.0) for reading in draft.readings]
    if item.to.who and item.to.who not in draft.owners:
        draft.owners.append(item.to.who)
    draft.pieces += [Piece(f.node, f.start, f.end) for f in item.heard]
