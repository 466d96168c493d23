"""更正、合并、拆分, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from clerk import DAY as ISSUED_ON
from clerk import Run
from databases import OpenLedger
from life_cases import CYCLE, FIRST, SECOND, at_noon, begin, step

from toolkit.errors import UsageError
from toolkit.ledger.amending import Amendment, correct_entries, merge_entries, split_entry
from toolkit.ledger.models import Correction
from toolkit.ledger.steps import StepRow, history
from toolkit.ledger.store import Ledger, list_entries, tasks_of, verify
from toolkit.life_cycle import Given, Limit

DAY = date(2026, 3, 12)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "督办"


def wish(who: str = "李明", text: str = "核对原文") -> Amendment:
    return Amendment(Given(DAY, who=who, text=text), DAY, "王芳", now=at_noon(DAY))


def states(ledger: Ledger) -> list[str]:
    return [row.state for row in list_entries(ledger)]


def test_a_correction_keeps_what_was_read(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        for _ in range(2):
            correct_entries(ledger, CYCLE, SECOND, (), "finish_by", date(2026, 5, 31), wish())
        row = list_entries(ledger)[2]
        assert (row.completion_on, row.finish_by) == (date(2026, 6, 30), date(2026, 5, 31))
        (kept,) = Correction.objects.using(ledger.alias).all()
        assert (kept.read_value, kept.corrected_value, kept.who) == (
            "2026-06-30",
            "2026-05-31",
            "李明",
        )
        assert [each.act for each in history(ledger, SECOND)] == ["correct"]
        correct_entries(ledger, CYCLE, FIRST, (1,), "lead_officials", ["王明"], wish())
        assert list_entries(ledger)[0].lead_officials == ("王明",)
        assert verify(ledger) == ()


def test_who_corrects_second_sees_both_values(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        read, first, second = date(2026, 6, 30), date(2026, 5, 31), date(2026, 7, 31)

        def correct(value: date, seen: date | None = None) -> tuple[StepRow, ...]:
            return correct_entries(ledger, CYCLE, SECOND, (), "finish_by", value, wish(), seen=seen)

        assert correct(first, seen=read)
        with pytest.raises(UsageError) as refused:
            correct(second, seen=read)
        assert refused.value.code == "E4530"
        assert "已由李明改为“2026-05-31”，不再是“2026-06-30”" in refused.value.message
        (step_row,) = correct(second, seen=first)
        assert "由“2026-05-31”改为“2026-07-31”" in step_row.text
        # moved by an extension since: the same correction again is a new one
        step(ledger, "extend", DAY, limit=Limit.COMPLETION, new_on=date(2026, 8, 31))
        assert correct(second) and list_entries(ledger)[2].finish_by == second


def test_a_correction_needs_name_and_reason(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        with pytest.raises(UsageError, match="E4512"):
            correct_entries(ledger, CYCLE, SECOND, (), "objective", "别的", wish(who=""))
        assert list_entries(ledger)[2].objective == "办理第2件事"


def test_merged_entries_keep_their_histories(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "receive", date(2026, 3, 10))
        rows = merge_entries(ledger, CYCLE, SECOND, "2026-督-0001", wish())
        assert [row.act for row in rows] == ["merge", "absorb"]
        assert states(ledger) == ["已交办", "已交办", "已合并", "待交办"]
        assert [each.act for each in history(ledger, SECOND)] == ["receive", "merge"]
        for into in (SECOND, FIRST):
            with pytest.raises(UsageError, match=r"E4527|E4511"):
                merge_entries(ledger, CYCLE, SECOND, into, wish())
        assert verify(ledger) == ()


def test_an_entry_is_split_into_new_ones(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        step(ledger, "receive", date(2026, 3, 10))
        pieces = split_entry(ledger, CYCLE, SECOND, ["修路", "修桥"], wish())
        assert pieces == ("2026-督-0005", "2026-督-0006")
        rows = {row.register_number: row for row in list_entries(ledger)}
        assert [rows[each].state for each in pieces] == ["办理中"] * 2
        assert rows[pieces[0]].lead_units == ("云山县住建局",)
        assert rows[pieces[1]].report_by == date(2026, 3, 20)
        assert rows["2026-督-0003"].state == "已拆分"
        assert step(ledger, "report", DAY, pieces[1])[0].after == "reported"
        source = list_entries(ledger)[0]
        assert source.source_title
        assert verify(ledger) == ()
        with pytest.raises(UsageError, match="E4528"):
            split_entry(ledger, CYCLE, SECOND, ["只有一项"], wish())
        with pytest.raises(UsageError, match="E4528"):
            split_entry(ledger, CYCLE, FIRST, ["甲", "乙"], wish())


def test_pieces_are_not_tasks_of_the_document_again(at: OpenLedger, folder: Path) -> None:
    with at(folder) as ledger:
        begin(ledger)
        from toolkit.ledger.models import SourceRecord

        sha256 = SourceRecord.objects.using(ledger.alias).get().sha256
        before = tasks_of(ledger, sha256)
        split_entry(ledger, CYCLE, SECOND, ["修路", "修桥"], wish())
        assert [each.number for each in tasks_of(ledger, sha256)] == [t.number for t in before]


# --- at the command line -----------------------------------------------------------------------

HOME = ["--office", "督办"]
ONE = "示政督交〔2026〕1号"


@pytest.fixture
def issued(run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert run("new", "纪要.txt", "--yes", *HOME, *ISSUED_ON)[0] == 0
    monkeypatch.setenv("DUBAN_TODAY", "2026-02-13")
    return office


WHO = ["--who", "李明", "--text", "核对原文", *HOME]


def test_a_clerk_corrects_merges_and_splits(issued: Path, run: Run) -> None:
    code, output, error = run("correct", ONE, "--field", "完成时限", "--value", "2026-04-30", *WHO)
    assert (code, error) == (0, "") and "已登记更正" in output
    assert "完成 2026-04-30（原定2026-03-31）" in run("show", ONE, *HOME)[1]
    assert "2026-04-30" in run("ledger", *HOME)[1]
    wish = ["--field", "责任人", "--value", "赵敏、钱进"]
    assert run("correct", ONE, *wish, *WHO)[0] == 0
    assert "没有改动" in run("correct", ONE, *wish, *WHO)[1]
    late = ["--field", "责任人", "--value", "孙丽", "--was", "李四"]
    code, _, error = run("correct", ONE, *late, *WHO)
    assert (code, error[:7]) == (2, "【E4530】")
    assert "改为“赵敏、钱进”，不再是“李四”；您要改成“孙丽”" in error
    code, output, _ = run("split", "2号", "--into", "争取资金", "--into", "申报项目", *WHO)
    assert code == 0 and "2026-督-0003、2026-督-0004" in output
    code, output, _ = run("merge", "2026-督-0004", "--into", "2026-督-0003", *WHO)
    assert code == 0 and "已合并" in output
    states = [
        line.split()[-1] for line in run("ledger", *HOME)[1].splitlines() if "2026-督" in line
    ]
    assert states == ["已交办", "已拆分", "已交办", "已合并"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["correct", ONE, "--field", "时间", "--value", "x"], "【E0206】没有“时间”这种栏目"),
        (["correct", ONE, "--field", "完成时限", "--value", "月底"], "【E0206】“月底”不是有效日期"),
        (["split", ONE, "--into", "一项"], "【E4528】"),
        (["merge", ONE, "--into", ONE], "【E4527】"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_slip_is_told(issued: Path, run: Run, arguments: list[str], says: str) -> None:
    code, output, error = run(*arguments, *WHO)
    assert (code, output) == (2, "") and error.startswith(says)


def test_pieces_are_chased_under_the_ticket_of_the_whole(at: OpenLedger, folder: Path) -> None:
    from toolkit.ledger.chasing import late_entries

    with at(folder) as ledger:
        begin(ledger)
        split_entry(ledger, CYCLE, SECOND, ["甲", "乙"], wish())
        late = late_entries(ledger, CYCLE, date(2026, 3, 23))
        pieces = [each for each in late if each.entry.objective in ("甲", "乙")]
        assert [each.assignment.number for each in pieces] == [SECOND, SECOND]
        assert [each.entry.items for each in pieces] == [(f"{SECOND}第1项",)] * 2


def test_a_step_for_what_was_split_or_merged_names_where_it_went(
    at: OpenLedger, folder: Path
) -> None:
    with at(folder) as ledger:
        begin(ledger)
        pieces = split_entry(ledger, CYCLE, SECOND, ["甲", "乙"], wish())
        with pytest.raises(UsageError, match=f"已拆分，现在的台账号是{'、'.join(pieces)}"):
            step(ledger, "report", date(2026, 3, 13))
        merge_entries(ledger, CYCLE, "2026-督-0001", "2026-督-0002", wish())
        with pytest.raises(UsageError, match="已合并，现在的台账号是2026-督-0002"):
            step(ledger, "report", date(2026, 3, 13), FIRST, items=(1,))
        step(ledger, "report", date(2026, 3, 13), pieces[0])
        assert states(ledger)[-2:] == ["已反馈待核", "已交办"]
