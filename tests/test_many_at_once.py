"""Many clerks at once, on both databases: the small run of ``tests/hammer.py``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import hammer
import pytest
from django.db import connections
from hammer import (
    Place,
    all_at_once,
    broken,
    correcting,
    issuing,
    lost_edits,
    naive,
    naively_broken,
    retrying,
    turning,
)

from toolkit.ledger.models import TicketRecord

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = None
    if request.param == "postgresql":
        another: Callable[[], str] = request.getfixturevalue("postgres")
        url = another()
    made = Place(tmp_path / "督办", url)
    made.open().close()
    yield made


def test_four_clerks_some_of_whose_calls_break_off(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hammer, "ROLLBACKS", 0.2)
    calls = all_at_once(partial(issuing, place, 12), 4)
    assert list(broken(place, calls)) == []
    assert sum(call.error == "broken off" for call in calls) > 2


def test_a_storm_of_retries_gives_each_document_one_number(place: Place) -> None:
    calls = all_at_once(partial(retrying, place, 4, 12), 4)
    assert list(broken(place, calls)) == []
    assert sum(call.fresh for call in calls) == len({call.document for call in calls})


def test_two_clerks_correct_one_task_and_nothing_is_lost(place: Place) -> None:
    with place.open() as ledger:
        hammer._issue(ledger, hammer._Watch(), "甲")
    calls = all_at_once(partial(correcting, place, 15), 2)
    assert list(lost_edits(place, calls)) == []


def test_the_year_turns_in_beijing_while_eight_issue(place: Place) -> None:
    """Twenty seconds of New Year's Eve in about one, machines on UTC."""
    calls = all_at_once(partial(turning, place, 5, 20.0, time.monotonic()), 8)
    assert list(broken(place, calls)) == []
    with place.open() as ledger:
        rows = TicketRecord.objects.using(ledger.alias)
        years = {
            year: sorted(rows.filter(series__year=year).values_list("sequence", flat=True))
            for year in set(rows.values_list("series__year", flat=True))
        }
    assert set(years) <= {2026, 2027} and 2027 in years
    assert all(given == list(range(1, len(given) + 1)) for given in years.values())


def test_the_habit_of_max_plus_one_is_caught(tmp_path: Path) -> None:
    """Unless the harness sees a number given twice, it proves nothing of ours."""
    here = Place(tmp_path / "督办")
    with here.open() as ledger, connections[ledger.alias].cursor() as cursor:
        cursor.execute("CREATE TABLE naive (n integer)")
    assert "a number given twice" in naively_broken(all_at_once(partial(naive, here, 40), 4))
