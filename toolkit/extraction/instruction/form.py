"""What the other fields of a form add to the orders on it: remarks, limits, who handles it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.instruction.chain import Order, amend, has_date
from toolkit.extraction.instruction.fields import Field, Record
from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.scan import Scan
from toolkit.extraction.units.find import UnitMention
from toolkit.text.dates import DATED, TimeKind, TimeMention, find_times
from toolkit.text.patterns import lazy

_AS_ASKED = lazy(r"按时|按[^,。;]{0,8}(?:要求|通知|时限)|如期|研提")


def units_in(scanned: Scan, item: Field) -> Iterator[UnitMention]:
    """The units named in a field."""
    for unit in scanned.facts_of[item.node.index].units:
        if item.start <= unit.start and unit.end <= item.end:
            yield unit


@dataclass(frozen=True, slots=True)
class Form:
    """One record's fields beside what was written; ``day`` is the first day written on it."""

    scan: Scan
    words: InstructionWords
    record: Record
    day: date | None

    def fill(self, orders: Sequence[Order]) -> None:
        """Give every order the date and the units that only other fields hold."""
        self._remarks(orders)
        self._limits(orders)
        self._handlers(orders)

    def _remarks(self, orders: Sequence[Order]) -> None:
        """来函要求9月5日前报送: the date of an order that says only 按来函要求办, 按时报送."""
        for item in self.record.of(Column.REMARK):
            if not self.words.quoted.search(item.text):
                continue
            for order in orders:
                text = "".join(r.text for r in order.draft.readings)
                if has_date(order.draft) or not _AS_ASKED.search(text):
                    continue
                if time := self._time(item, order.on, DATED):
                    amend(order.draft, item, time)

    def _limits(self, orders: Sequence[Order]) -> None:
        """办理时限: the date of an order without one; not when only the answer is due then."""
        for item in self.record.of(Column.LIMIT):
            if self.words.answer.search(item.text):
                continue
            for order in orders:
                if has_date(order.draft):
                    continue
                kinds = (*DATED, TimeKind.POINT)
                time = self._time(item, order.on, kinds) or self._time(item, order.on, kinds, "内")
                if time:  # 五个工作日 is said there without 内
                    amend(order.draft, item, time)

    def _time(
        self, item: Field, on: date | None, kinds: Sequence[TimeKind], said: str = ""
    ) -> TimeMention | None:
        """The first time of these kinds in a field with ``said`` behind its words, counted from
        the day ``on`` of the order."""
        context = replace(self.scan.context, base=on or self.day or self.scan.source.date)
        for time in find_times(item.text.rstrip() + said, context):
            if time.kind in kinds:
                end = min(item.start + time.end, item.end)
                return replace(time, start=item.start + time.start, end=end)
        return None

    def _proposers(self) -> list[UnitMention]:
        """Who sent the paper: 来文单位, or the name before the title."""
        found: list[UnitMention] = []
        for item in self.record.of(Column.UNIT, Column.TITLE):
            stop = item.text.find("《")
            end = item.end if item.column is Column.UNIT else item.start + max(stop, 0)
            found += [u for u in units_in(self.scan, item) if u.end <= end]
        for item in self.record.of(Column.ORDER):
            found += [u for u in self._before(item) if item.node.text.startswith("《", u.end)]
        return [replace(u, start=0, end=0) for u in found[:1]]

    def _before(self, item: Field) -> list[UnitMention]:
        """Units named in the words that open a note: 在社会事务局《…请示》上批示."""
        return [u for u in self.scan.facts_of[item.node.index].units if u.end <= item.start]

    def _handlers(self, orders: Sequence[Order]) -> None:
        """主办, 会办 of the form answer for an order that names nobody, or that a leader only
        hands on."""
        units: dict[bool, list[UnitMention]] = {True: [], False: []}
        for item in self.record.of(Column.HANDLER):
            label = item.node.text[max(0, item.start - 6) : item.start]
            helps = re.search("会办|协办|配合", label) is not None
            units[helps] += [replace(u, start=0, end=0) for u in units_in(self.scan, item)]
        others = any(order.draft.leads for order in orders)
        senders = units[False] or ([] if others else self._proposers())
        for order in orders:
            draft = order.draft
            text = "".join(r.text for r in draft.readings)
            nobody = not (draft.leads or draft.officials or draft.owners)
            passed = not draft.leads and self.words.handle.search(text) is not None
            if nobody or (passed and not draft.supports):
                if not (nobody and _opens_with_a_name(draft)):
                    draft.add_leads(senders if nobody else units[False], How.FIELD)
                draft.add_supports(units[True])


def _opens_with_a_name(draft: Draft) -> bool:
    """县交警大队设岗疏导: whatever that body does, it is not what the sender of the paper does."""
    said = draft.readings[0]
    return any(g.units and g.start == said.clause.start for g in said.groups)
