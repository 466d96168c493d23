"""A returned paper against the ticket it answers: what may be written down, and what not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit import findings
from toolkit.model import Finding
from toolkit.replies.records import Answer, ItemReply, Reply, ReplyKind
from toolkit.text.normalize import match_copy

EXCERPT = 500
"""A longer text is cut in the ledger; the file is known by its SHA-256."""
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A row of the ticket: its lead units, and every name of them and of all its units."""

    row: int
    objective: str
    lead_units: tuple[str, ...]
    lead_names: frozenset[str]
    names: tuple[str, ...]

    def is_led_by(self, units: Collection[str]) -> bool:
        return not self.lead_names.isdisjoint(units)


@dataclass(frozen=True, slots=True)
class RowStep:
    """What one row gets written down: the life cycle's step, by which unit, in which words."""

    row: int
    act: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """What the office knows beside the paper: the unit's names (``()``: none was written),

    the rows meant (``()``: as the paper says), whether a letter applies for 销号, the day.
    """

    units: tuple[str, ...]
    rows: tuple[int, ...]
    done: bool
    on: date


def match_reply(
    reply: Reply, ticket: Sequence[TicketRow], received: Received
) -> tuple[tuple[RowStep, ...], tuple[Finding, ...]]:
    """The steps that the paper gives rise to, and all that somebody should look at."""
    leads = tuple(dict.fromkeys(unit for row in ticket for unit in row.lead_units))
    units = received.units or (leads if len(leads) == 1 else ())
    if not units:
        return (), (findings.reply_unit_missing(leads),)
    if not any(set(units) & set(row.names) for row in ticket):
        return (), (findings.reply_other_unit(units[0], leads),)
    items = _items(reply, ticket, received)
    if not items:
        return (), (findings.reply_rows_unnamed(len(ticket)),)
    matched = _Matched({row.row: row for row in ticket}, units, items, reply, received)
    return tuple(matched.steps()), tuple(matched.doubts())


def _items(reply: Reply, ticket: Sequence[TicketRow], received: Received) -> tuple[ItemReply, ...]:
    """The paper's items by row; what concerns the whole is given to the rows that are meant."""
    whole = [each for each in reply.items if each.row is None]
    if not whole:
        return tuple(each for each in reply.items if not received.rows or each.row in received.rows)
    rows = received.rows
    if not rows and (len(ticket) == 1 or reply.kind is ReplyKind.RECEIPT):
        rows = tuple(row.row for row in ticket)
    return tuple(
        ItemReply(row, each.answers, each.text, each.paragraph) for each in whole for row in rows
    )


@dataclass(frozen=True, slots=True)
class _Matched:
    ticket: dict[int, TicketRow]
    units: tuple[str, ...]
    items: tuple[ItemReply, ...]
    reply: Reply
    received: Received

    def steps(self) -> Iterator[RowStep]:
        for item in self.items:
            row = self.ticket.get(item.row or 0)
            unit = next((name for name in row.names if name in self.units), "") if row else ""
            if row and unit and len(item.answers) < 2 and self._says_something(item):
                yield RowStep(row.row, self._act(item), unit, _excerpt(item.text))

    def _act(self, item: ItemReply) -> str:
        if self.reply.kind is ReplyKind.RECEIPT:
            return "object" if Answer.OBJECTED in item.answers else "receive"
        return "apply" if Answer.DONE in item.answers or self.received.done else "report"

    def _says_something(self, item: ItemReply) -> bool:
        accepted = self.reply.kind is ReplyKind.RECEIPT and Answer.OBJECTED not in item.answers
        return bool(item.text) or accepted

    def doubts(self) -> Iterator[Finding]:
        told = {item.row for item in self.items}
        known = [item for item in self.items if item.row in self.ticket]
        if unknown := sorted({row for row in told if row not in self.ticket and row}):
            yield findings.reply_rows_unknown(unknown, len(self.ticket))
        foreign = [self.ticket[item.row or 0] for item in known if not self._may(item)]
        if foreign:
            others = dict.fromkeys(unit for row in foreign for unit in row.lead_units)
            yield findings.reply_other_unit(self.units[0], tuple(others))
        yield from self._of_items([item for item in known if self._may(item)])
        mine = [row for row in self.ticket.values() if row.is_led_by(self.units)]
        if absent := [row.row for row in mine if row.row not in told]:
            yield findings.reply_rows_absent(absent)
        yield from self._of_the_day()

    def _may(self, item: ItemReply) -> bool:
        row = self.ticket[item.row or 0]
        # a form repeats the other units' rows and leaves them blank
        return bool(set(row.names) & set(self.units)) or not (item.text or item.answers)

    def _of_items(self, items: Sequence[ItemReply]) -> Iterator[Finding]:
        twice = [item for item in items if len(item.answers) > 1]
        blank = [
            item
            for item in items
            if item not in twice
            and not self._says_something(item)
            and self.ticket[item.row or 0].is_led_by(self.units)
        ]
        if twice:
            yield findings.reply_state_twice(_rows(twice))
        if blank:
            yield findings.reply_item_blank(_rows(blank))
        unmarked = [item for item in items if not item.answers and self._says_something(item)]
        if unmarked and self.reply.kind is ReplyKind.FORM:
            yield findings.reply_state_unmarked(_rows(unmarked))
        if unmarked and self.reply.kind is ReplyKind.RECEIPT:
            yield findings.reply_answer_missing()
        if unmarked and self.reply.kind is ReplyKind.LETTER and not self.received.done:
            yield findings.reply_state_unsaid()
        for item in items:
            objective = self.ticket[item.row or 0].objective
            if item.objective and _words(item.objective) != _words(objective):
                yield findings.reply_other_objective(item.row or 0, item.objective, objective)

    def _of_the_day(self) -> Iterator[Finding]:
        on = self.received.on.isoformat()
        if self.reply.on is None:
            yield findings.reply_day_missing(on)
        elif self.reply.on != self.received.on:
            yield findings.reply_day_differs(self.reply.on.isoformat(), on)


def _rows(items: Collection[ItemReply]) -> list[int]:
    return sorted({item.row for item in items if item.row})


def _words(text: str) -> str:
    """Without spaces and punctuation, which change on the way."""
    return _NOT_WORDS.sub("", match_copy(text))


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}……（以下见原文件）"
