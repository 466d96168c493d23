"""A small year of :mod:`simulate_year`; the whole one is run by hand."""

from __future__ import annotations

from pathlib import Path

from simulate_year import FIRST, Year

from toolkit.ledger.store import open_ledger


def test_a_small_year_ends_as_an_independent_model_says(tmp_path: Path) -> None:
    year = Year(tmp_path / "督办", meetings=2, instructions=6, seed=3, report_tasks=6)
    assert year.run() == []
    assert year.model.counts["reminder"] and year.model.counts["supervision"] and year.letters
    ended = {item.state for item in year.model.items.values()}
    assert {"closed", "to_assign"} <= ended

    # and the comparison can fail: one wrong day, one reminder too many
    next(iter(year.model.items.values())).finish_by = None
    year.model.notices["2026-督-0001", "feedback", FIRST, "overdue"] = 1
    with open_ledger(year.folder) as year.ledger:
        year.compare()
    assert [fault.partition(" ")[0] for fault in year.faults][:2] == ["2026-督-0001", "提醒"]
