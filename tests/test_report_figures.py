"""The figures of any period, day and unit, from random ledgers, as a model that reads forward.

The database undoes what came after the day asked about; :mod:`year_model` wrote down how every
task stood after each change.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import OpenLedger
from ledger_cases import DECISION, batch, context_of, render, task
from life_cases import CYCLE, at_noon, step
from year_model import OWING, Item, YearModel

from toolkit.ledger.amending import Amendment, correct_entries, merge_entries, split_entry
from toolkit.ledger.models import LedgerEntry
from toolkit.ledger.reporting import ReportQuestion, figures_of, report_figures, report_items
from toolkit.ledger.store import Batch, Ledger, issue, verify
from toolkit.ledger.voiding import void_ticket
from toolkit.life_cycle import Given, Limit
from toolkit.model import Task

START = date(2026, 3, 2)
DAYS = [START + timedelta(n) for n in range(0, 150, 6)]  # past both limits of every task
UNITS = ("县财政局", "县住建局", "县水利局")


class Office:
    """A ledger, the model of it, and dice that decide what is done on each of ``DAYS``."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger, self.dice, self.model = ledger, random.Random(seed), YearModel()
        self.given: list[Batch] = []
        self.done: Counter[str] = Counter()
        self.today = START

    def live(self) -> None:
        for self.today in DAYS:
            if self.today < date(2026, 5, 1):
                self._issue(self._document())
            for item in self.model.alive():
                if self.dice.random() < 0.3:
                    self._something(item)
            self.dice.choice((self._merge, self._split, self._void, self._void))()

    # --- papers --------------------------------------------------------------------------------

    def _document(self) -> Batch:
        groups: list[Sequence[Task]] = []
        number = 0
        for unit in self.dice.sample(UNITS, self.dice.randint(1, 3)):
            size = self.dice.randint(1, 2)
            groups.append([task(number + n + 1, unit) for n in range(size)])
            number += size
        self.given.append(batch(f"第{len(self.given)}次", *(tuple(group) for group in groups)))
        return self.given[-1]

    def _issue(self, given: Batch) -> None:
        """Number the document's tickets; again, where some were made void."""
        tickets = issue(
            self.ledger,
            given,
            build_context=context_of,
            render=render,
            today=self.today,
            now=at_noon(self.today),
        )
        for ticket in tickets:
            if not ticket.fresh:
                continue
            entries = LedgerEntry.objects.using(self.ledger.alias).order_by("pk")
            for entry in entries.filter(items__ticket__number=ticket.number):
                number = entry.register_number
                if (item := self.model.items.get(number)) is None:
                    units = tuple(each.name for each in entry.shares.filter(lead=True))
                    item = self.model.enter(number, units, DECISION.source_id, self.today)
                    item.report_by, item.finish_by = date(2026, 3, 20), date(2026, 6, 30)
                item.assign(self.today, ticket.number)
                self.done["issue"] += 1

    def _void(self) -> None:
        tickets = {item.ticket for item in self.model.alive() if item.ticket}
        for ticket in sorted(tickets):
            rows = [item for item in self.model.items.values() if item.ticket == ticket]
            if all(item.is_untouched() for item in rows):
                given = Given(self.today, who="李明", text="发错")
                void_ticket(
                    self.ledger, CYCLE, ticket, given, today=self.today, now=at_noon(self.today)
                )
                for item in rows:
                    item.withdraw(self.today)
                self.done["void"] += 1
                if self.dice.random() < 0.7:
                    for document in self.given[-3:]:
                        self._issue(document)
                return

    # --- tasks ---------------------------------------------------------------------------------

    def _something(self, item: Item) -> None:
        later = self.today + timedelta(self.dice.randint(1, 40))
        if item.state in ("reported", "closing"):
            act = self.dice.choice(("close", "return", "accept", "correct"))
        elif item.state in ("assigned", "in_hand", "returned"):
            act = self.dice.choice(("report", "apply", "extend", "remind", "correct", "receive"))
        else:
            act = self.dice.choice(("report", "apply", "supervise"))
        if act == "extend":
            self._extend(item, later)
        elif act == "correct":
            given = Given(self.today, who="李明", text="核对")
            wish = Amendment(given, self.today, now=at_noon(self.today))
            correct_entries(self.ledger, CYCLE, item.number, (), "finish_by", later, wish)
            item.correct(self.today, later)
        elif act in ("report", "apply"):
            self._take(act, item)
            item.answer(self.today, "reported" if act == "report" else "closing")
        elif act in ("remind", "supervise"):
            self._take(act, item)
            item.chase(self.today, {"remind": "reminder", "supervise": "supervision"}[act])
        elif act == "receive":
            self._take(act, item)
            item.receive(self.today)
        elif act == "close":
            self._take(act, item)
            item.close(self.today)
        else:
            self._take(act, item, new_on=later)
            (item.accept if act == "accept" else item.send_back)(self.today, later)
        self.done[act] += 1

    def _extend(self, item: Item, later: date) -> None:
        limit = self.dice.choice(list(Limit))
        due = item.report_by if limit is Limit.FEEDBACK else item.finish_by
        if due is not None and self.today < due < later:
            self._take("extend", item, new_on=later, limit=limit)
            item.extend(self.today, later, feedback=limit is Limit.FEEDBACK)

    def _take(self, act: str, item: Item, **given: Any) -> None:
        key = f"{act}{sum(self.done.values())}"
        step(self.ledger, act, self.today, item.number, key=key, max_extensions=None, **given)

    def _merge(self) -> None:
        items = [each for each in self.model.alive() if each.state in OWING]
        if len(items) > 4:
            one, other = self.dice.sample(items, 2)
            given = Given(self.today, who="李明", text="同一件事")
            wish = Amendment(given, self.today, now=at_noon(self.today))
            merge_entries(self.ledger, CYCLE, one.number, other.number, wish)
            one.end("merged")
            self.done["merge"] += 1

    def _split(self) -> None:
        items = self.model.alive()
        if items:
            whole = self.dice.choice(items)
            given = Given(self.today, who="李明", text="分开办")
            wish = Amendment(given, self.today, now=at_noon(self.today))
            pieces = split_entry(self.ledger, CYCLE, whole.number, ["前半", "后半"], wish)
            self.model.split(whole, pieces)
            self.done["split"] += 1


@pytest.mark.parametrize("seed", range(2))
def test_figures_are_those_of_a_model_that_reads_forward(
    at: OpenLedger, tmp_path: Path, seed: int
) -> None:
    with at(tmp_path) as ledger:
        office = Office(ledger, seed)
        office.live()
        assert {"close", "return", "extend", "correct", "merge", "split", "void"} <= set(
            office.done
        )
        for _ in range(30):
            start, end, day = sorted(office.dice.choices(DAYS, k=3))
            asked = ReportQuestion(start, end, day)
            found = report_figures(ledger, CYCLE, asked)
            assert found == figures_of(report_items(ledger, CYCLE, asked))
            for unit in ("", *found.by_unit):
                counted = found.by_unit[unit] if unit else found.whole
                told = {name: getattr(counted, name) for name in YearModel.MEASURES}
                assert told == office.model.tally(day, unit, (start, end)), (asked, unit)
        assert verify(ledger) == ()
        # and the comparison can fail: one task given out a day earlier than the model knows
        rows = LedgerEntry.objects.using(ledger.alias).filter(assigned_on=DAYS[1])
        rows.filter(pk=rows.values("pk")[:1]).update(assigned_on=DAYS[0])
        assert [damage.invariant for damage in verify(ledger)] == ["D1"]
