"""Steps in a ledger, on both databases: kept, chained, refused, repeated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from databases import OpenLedger
from ledger_cases import TODAY
from life_cases import FIRST, SECOND, begin, step

from toolkit.errors import StorageError, UsageError
from toolkit.ledger.steps import KeptFile, history
from toolkit.ledger.store import Ledger, list_entries, verify


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "督办"


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def states(ledger: Ledger) -> list[str]:
    return [row.state for row in list_entries(ledger)]


def test_a_whole_life_is_kept_step_by_step(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "receive", day("03-10"))
        step(ledger, "report", day("03-18"), files=[KeptFile("进展.docx", "ab" * 32)])
        step(ledger, "return", day("03-19"), new_on=day("04-02"))
        step(ledger, "apply", day("04-01"))
        (closed,) = step(ledger, "close", day("04-03"))
        assert (closed.name, closed.before, closed.after) == (SECOND, "closing", "closed")
        told = history(ledger, SECOND)
        assert [row.act for row in told] == ["receive", "report", "return", "apply", "close"]
        assert told[1].files == (KeptFile("进展.docx", "ab" * 32),)
        assert [row.due_on for row in told[:4]] == [day("03-20")] * 3 + [day("04-02")]
        assert (told[0].actor, told[4].actor) == ("云山县住建局", "县政府督查室")
        assert states(ledger) == ["已交办", "已交办", "已销号", "待交办"]
        assert verify(ledger) == ()


@pytest.mark.parametrize(
    "typed", [SECOND, "云政督交(2026)第2号", "２号", "云政督交［2026］2", "2026-督-0003"]
)
def test_a_number_is_found_however_it_is_typed(at: OpenLedger, folder: Path, typed: str) -> None:
    with at(folder) as ledger:
        begin(ledger)
        (row,) = step(ledger, "receive", day("03-10"), typed)
        assert row.register_number == "2026-督-0003"


def test_items_are_chosen_by_their_row(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        (row,) = step(ledger, "report", day("03-10"), FIRST, items=(2,))
        assert row.name == f"{FIRST}第2项"
        assert states(ledger)[:2] == ["已交办", "已反馈待核"]
        both = step(ledger, "receive", day("03-10"), FIRST, items=(1,))
        assert len(both) == 1


def test_all_items_or_none(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "apply", day("03-10"), FIRST, items=(2,))
        with pytest.raises(UsageError) as refused:
            step(ledger, "close", day("03-11"), FIRST)
        assert refused.value.code == "E4511"
        assert states(ledger)[:2] == ["已交办", "申请销号"]
        assert [row.act for row in history(ledger, FIRST)] == ["apply"]


@pytest.mark.parametrize(
    ("number", "items", "code", "says"),
    [
        ("99号", (), "E4521", "台账中没有“99号”这个编号"),
        ("2026-督-0099", (), "E4521", "这个台账号"),
        (FIRST, (3,), "E4523", "没有第3项，共2项"),
        ("没有编号", (), "E4521", "没有“没有编号”这个编号"),
    ],
)
def test_an_unknown_number_is_told(
    at: OpenLedger, folder: Path, number: str, items: tuple[int, ...], code: str, says: str
) -> None:
    with at(folder) as ledger:
        begin(ledger)
        with pytest.raises(UsageError) as refused:
            step(ledger, "receive", day("03-10"), number, items=items)
        assert refused.value.code == code and says in refused.value.message


def test_a_repeated_call_changes_nothing(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        calls = [step(ledger, "report", day("03-18"))[0] for _ in range(3)]
        assert [call.fresh for call in calls] == [True, False, False]
        assert len(history(ledger, SECOND)) == 1
        # the same words after something else happened are a second report
        step(ledger, "return", day("03-18"), new_on=day("04-02"))
        assert step(ledger, "report", day("03-18"))[0].fresh
        assert len(history(ledger, SECOND)) == 3


def test_a_key_of_the_callers_own_is_remembered_for_good(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "report", day("03-18"), key="表单1")
        step(ledger, "return", day("03-18"), new_on=day("04-02"))
        assert not step(ledger, "report", day("03-18"), key="表单1")[0].fresh
        assert [row.act for row in history(ledger, SECOND)] == ["report", "return"]


def test_an_extension_leaves_the_original_day(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "extend", day("03-12"), new_on=day("04-10"), text="汛期无法施工")
        row = list_entries(ledger)[2]
        assert (row.feedback_on, row.report_by, row.extensions) == (
            day("03-20"),
            day("04-10"),
            1,
        )
        assert verify(ledger) == ()


def test_a_clock_set_back_is_refused(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "receive", day("03-15"))
        with pytest.raises(StorageError) as refused:
            step(ledger, "report", TODAY)
        assert refused.value.code == "E4401"


def test_a_step_entered_late_is_no_newer_news(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "receive", day("03-18"))
        step(ledger, "report", day("03-17"))
        assert list_entries(ledger)[2].updated_on == day("03-18")
        step(ledger, "return", day("03-19"), new_on=day("04-02"))
        assert list_entries(ledger)[2].updated_on == day("03-19")
