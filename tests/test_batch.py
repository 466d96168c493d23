"""Many tickets in one go: a plan is checked, issued once, finished after a stop; a folder is read.

What kills do is in ``test_batch_kills.py``, workers on other machines in ``test_scheduler.py``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from batch_cases import ISSUED_ON, edit, one_ticket_a_task, write_plan
from clerk import MINUTES, Run, files
from databases import OpenLedger
from ledger_cases import TODAY, batch, context_of, render, task
from papers import TEMPLATE, annotated_fields

from toolkit.batch.printing import Order, Printed, print_by
from toolkit.engine import Engine, here
from toolkit.errors import UsageError
from toolkit.ledger.plain import plain
from toolkit.ledger.queries import narrowed
from toolkit.ledger.store import (
    BatchNote,
    Press,
    Render,
    find_batch,
    issue_all,
    list_entries,
    one_by_one,
    open_ledger,
    sweep,
    tasks_of,
    verify,
)
from toolkit.screen.display import WIDTH, text_width

SCENE = ("batch", "计划.xlsx", "--office", "督办", "--issued-on", ISSUED_ON, "--workers", "2")


@pytest.fixture
def plan(here: Path, office: Path) -> Path:
    """A plan of twelve tasks, all to be issued, each on a ticket of its own."""
    one_ticket_a_task(office)
    write_plan(here / "计划.xlsx", 12)
    return here / "计划.xlsx"


# --- the ledger's side, on both databases ---------------------------------------------------------


def test_many_documents_get_one_range_of_numbers(at: OpenLedger, tmp_path: Path) -> None:
    batches = [batch(f"第{n}次", (task(1),), (task(2, "县教育局"),)) for n in range(5)]
    note = BatchNote("ab" * 32, "计划.xlsx", "张三")
    with at(tmp_path / "督办") as ledger:
        for fresh in (10, 0):
            done = issue_all(
                ledger,
                batches,
                build_context=context_of,
                press=one_by_one(render),
                today=TODAY,
                note=note,
            )
            assert (len(done.keys), len(done.fresh), done.failed) == (10, fresh, ())
        known = find_batch(ledger, note.identity)
        assert known is not None and known.note == note
        numbers = [each.ticket.number for each in known.tickets]
        assert numbers == [f"云政督交〔2026〕{n}号" for n in range(1, 11)]
        assert [each.number for each in known.tickets[1].tasks] == [2]
        assert len(list_entries(ledger)) == 10
        assert verify(ledger) == ()


def ahead(press: Press) -> Press:
    """The same press, which takes orders before their numbers are committed."""
    return dataclasses.replace(press, begin=lambda orders: _alone(list(press.print_all(orders))))


def _alone(printed: list[Printed]) -> Generator[list[Printed], None, None]:
    for each in printed:
        yield [each]


def test_papers_made_ahead_are_nothing_until_their_numbers_stand(
    at: OpenLedger, tmp_path: Path
) -> None:
    folder = tmp_path / "督办"
    groups, seen = [(task(n),) for n in range(1, 8)], list[list[str]]()

    def begin(orders: Iterable[Order]) -> Generator[list[Printed], None, None]:
        made = [list(one_by_one(render).print_all(orders))]
        seen.append([path.name for path in folder.glob("2026/*")])
        return (each for each in made)

    press = Press(one_by_one(render).print_all, 4, begin)
    with at(folder) as ledger:
        asked: dict[str, Any] = {"build_context": context_of, "press": press, "today": TODAY}
        with pytest.raises(UsageError, match="E4501"):
            issue_all(ledger, [batch("甲", *groups, (task(7), task(8)))], **asked)
        assert list_entries(ledger) == ()
        sweep(ledger)
        assert list(folder.glob("2026/*")) == []
        done = issue_all(ledger, [batch("甲", *groups)], **asked)
        assert (len(done.fresh), done.failed) == (7, ())
        assert verify(ledger) == ()
    assert all(name.startswith(".") for names in seen for name in names)
    assert [len(names) for names in seen] == [8, 7]


@pytest.mark.parametrize("way", [one_by_one, lambda render: ahead(one_by_one(render))])
def test_a_file_in_the_way_keeps_only_its_own_ticket_back(
    at: OpenLedger, tmp_path: Path, way: Callable[[Render], Press]
) -> None:
    folder = tmp_path / "督办"
    taken = folder / "2026" / "云政督交〔2026〕3号.docx"
    taken.parent.mkdir(parents=True)
    taken.write_text("别的内容", "utf-8")
    groups = [(task(n),) for n in range(1, 8)]
    press = dataclasses.replace(way(render), at_once=4)
    with at(folder) as ledger:
        done = issue_all(
            ledger, [batch("甲", *groups)], build_context=context_of, press=press, today=TODAY
        )
        assert [(number, fault.code) for number, fault in done.failed] == [
            ("云政督交〔2026〕3号", "E5102")
        ]
        assert len(list(folder.glob("2026/[!.]*.docx"))) == 7
        taken.unlink()
        again = issue_all(
            ledger, [batch("甲", *groups)], build_context=context_of, press=press, today=TODAY
        )
        assert (again.failed, again.fresh) == ((), frozenset())
        assert verify(ledger) == ()


def test_a_ledger_of_more_than_a_thousand_tickets_is_listed(at: OpenLedger, tmp_path: Path) -> None:
    """So many terms of one OR are more than SQLite takes."""
    groups = [(task(n),) for n in range(1, 1102)]
    press = dataclasses.replace(one_by_one(lambda template, context: b"paper"), at_once=500)
    given = batch("甲", *groups)
    with at(tmp_path / "督办") as ledger:
        done = issue_all(ledger, [given], build_context=context_of, press=press, today=TODAY)
        assert done.failed == ()
        rows = list_entries(ledger)
        assert {len(row.tickets) for row in rows} == {1}
        # what was read in the document is not fetched with every one of its entries
        asked = narrowed(ledger).query.get_compiler(ledger.alias).as_sql()[0]
        assert "extraction" not in asked
        assert len(rows) == len(tasks_of(ledger, given.document.sha256)) == 1101


def test_what_the_ledger_keeps_is_what_comes_back_from_json() -> None:
    given = batch("甲", (task(1), task(2, "县教育局", ("县财政局",))))
    for record in (given.extraction, given.drafts[0].ticket, {"days": (TODAY, None, 3, True)}):
        whole = dataclasses.asdict(record) if dataclasses.is_dataclass(record) else record
        assert plain(record) == json.loads(json.dumps(whole, default=date.isoformat))


# --- a plan --------------------------------------------------------------------------------------


def test_a_preview_counts_by_unit_and_numbers_nothing(
    run: Run, new_office: Path, plan: Path
) -> None:
    before = files(new_office)
    code, output, error = run(*SCENE, "--dry-run")
    assert (code, error) == (0, "")
    assert "1份文件，共12项。出单12项。" in output
    assert re.search(r"示例县水利局 +3 +3\n", output)
    assert "12项可出单，合12份交办单。尚未编号，尚未写入台账。" in output
    assert "〔2026〕" not in output
    assert all(text_width(line) <= WIDTH for line in output.splitlines())
    assert files(new_office) == before


def test_a_plan_is_issued_once_with_all_its_papers(run: Run, office: Path, plan: Path) -> None:
    code, output, error = run(*SCENE, answer="y\n")
    assert (code, error) == (0, "")
    assert "已编号12份：示政督交〔2026〕1号至12号。台账记入12项。" in output
    assert len(list(office.glob("2026/*.docx"))) == 12
    folder = next(office.glob("批次/计划-*"))
    manifest = json.loads((folder / "清单.json").read_text("utf-8"))
    assert [each["number"] for each in manifest["tickets"]] == [
        f"示政督交〔2026〕{n}号" for n in range(1, 13)
    ]
    assert manifest["tickets"][0]["tasks"][0]["id"].startswith("001-")
    assert manifest["tickets"][0]["tasks"][0]["register"] == "2026-督-0001"
    assert (folder / "汇总.csv").read_text("utf-8-sig").count("\n") == 13
    with zipfile.ZipFile(folder / "按单位" / "示例县水利局.zip") as archive:
        assert len(archive.namelist()) == 4 and "校验.sha256" in archive.namelist()
    before = {name: (office / name).stat().st_mtime_ns for name in files(office)}
    code, output, error = run(*SCENE, "--yes")
    assert (code, error) == (0, "")
    told = output.replace("\n  ", "")
    assert "12项以前都已出单（12份：示政督交〔2026〕1号至12号）。没有新的，没有编号" in told
    assert {name: (office / name).stat().st_mtime_ns for name in before} == before


def test_what_stands_in_the_way_of_one_paper_keeps_no_other_back(
    run: Run, office: Path, plan: Path
) -> None:
    taken = office / "2026" / "示政督交〔2026〕3号.docx"
    taken.parent.mkdir(exist_ok=True)
    taken.write_text("别的内容", "utf-8")
    code, output, _ = run(*SCENE, "--yes")
    assert (code, taken.read_text("utf-8")) == (7, "别的内容")
    assert "【E5102】" in output
    assert len(list(office.glob("2026/*.docx"))) == 12
    taken.unlink()
    code, _, error = run(*SCENE, "--yes")
    assert code == 0 and "已编号的1份已补写文件" in error
    with open_ledger(office) as ledger:
        assert verify(ledger) == ()


def test_workers_elsewhere_send_what_workers_here_write(tmp_path: Path) -> None:
    contexts = [json.dumps(dataclasses.asdict(annotated_fields("e-min-08", n))) for n in (1, 2, 3)]
    contexts[1] = "{}"  # what cannot be made
    engines = {"here": here(2), "elsewhere": Engine(lambda: ThreadPoolExecutor(2), 2)}
    form, told = TEMPLATE.read_bytes(), {}
    for name, engine in engines.items():
        (folder := tmp_path / name).mkdir()
        orders = [(form, each, folder / f"{n}.docx") for n, each in enumerate(contexts)]
        told[name] = [str(each) for each in print_by(engine, orders)]
        digests = [hashlib.sha256((folder / f"{n}.docx").read_bytes()).hexdigest() for n in (0, 2)]
        assert told[name][::2] == digests
        assert sorted(path.name for path in folder.iterdir()) == ["0.docx", "2.docx"]
    assert told["here"] == told["elsewhere"] and "【E1000】" in told["here"][1]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_the_checksums_are_those_of_sha256sum(run: Run, office: Path, plan: Path) -> None:
    run(*SCENE, "--yes")
    folder = next(office.glob("批次/计划-*"))
    done = subprocess.run(["sha256sum", "--quiet", "-c", "校验.sha256"], cwd=folder)
    assert done.returncode == 0
    paper = next(office.glob("2026/*.docx"))
    paper.write_bytes(paper.read_bytes() + b" ")
    failed = subprocess.run(["sha256sum", "-c", "校验.sha256"], cwd=folder, capture_output=True)
    assert failed.returncode == 1


def test_rows_decided_later_are_issued_alone(run: Run, office: Path, plan: Path) -> None:
    edit(plan, {3: {"处理意见": "暂缓"}, 5: {"处理意见": "不出单"}})
    code, output, _ = run(*SCENE, "--yes")
    assert (code, "已编号10份" in output) == (0, True)
    edit(plan, {3: {"处理意见": "出单"}})
    code, output, _ = run(*SCENE, "--yes")
    assert code == 0
    assert "以前已出单10项" in output
    assert "已编号1份：示政督交〔2026〕11号。台账记入1项。" in output
    with open_ledger(office) as ledger:
        states = [row.state for row in list_entries(ledger)]
        assert (states.count("已交办"), states.count("不交办")) == (11, 1)
        assert verify(ledger) == ()


def test_what_was_edited_goes_on_the_ticket_and_beside_what_was_read(
    run: Run, office: Path, plan: Path
) -> None:
    edit(plan, {0: {"目标任务": "完成第1号实事的施工图设计", "牵头单位": "县司法局"}})
    assert run(*SCENE, "--yes")[0] == 0
    with open_ledger(office) as ledger:
        row = list_entries(ledger)[0]
        assert (row.objective, row.lead_units) == ("完成第1号实事的施工图设计", ("示例县司法局",))
    # edited again after it was issued: no second ticket
    edit(plan, {0: {"目标任务": "完成第1号实事的监理招标"}})
    code, output, _ = run(*SCENE, "--yes")
    assert (code, "没有新的，没有编号" in output.replace("\n  ", "")) == (0, True)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"牵头单位": "县不存在局"}, "E3614"),
        ({"牵头单位": ""}, "E3613"),
        ({"处理意见": "发吧"}, "E3606"),
    ],
)
def test_a_wrong_cell_stops_everything(
    cells: dict[str, str], code: str, run: Run, new_office: Path, plan: Path
) -> None:
    edit(plan, {6: cells})
    before = files(new_office)
    exit_code, _, error = run(*SCENE, "--yes")
    assert exit_code == 4
    assert error.startswith(f"【{code}】计划.xlsx 工作表“分解”")
    assert error.rstrip().endswith("没有编号，没有写文件。")
    assert files(new_office) - before <= {".units.compiled.json"}


def test_a_column_that_is_gone_is_named(run: Run, office: Path, plan: Path) -> None:
    edit(plan, {-1: {"牵头单位": "单位"}})
    code, _, error = run(*SCENE, "--yes")
    assert (code, error[:7], "没有“牵头单位”这一列" in error) == (3, "【E3601】", True)


def test_without_a_decision_nothing_is_issued(run: Run, here: Path, office: Path) -> None:
    write_plan(here / "计划.xlsx", 3, decision="")
    code, _, error = run(*SCENE, "--yes")
    assert (code, error[:7]) == (4, "【E2411】")
    assert not list(office.glob("2026/*.docx"))


def test_what_is_left_out_later_is_recorded_without_a_number(
    run: Run, plan: Path, office: Path
) -> None:
    edit(plan, {0: {"处理意见": "暂缓"}, 1: {"处理意见": "不出单"}})
    assert run(*SCENE, "--yes")[0] == 0
    assert "没有新的，没有编号" in run(*SCENE, "--yes")[1].replace("\n  ", "")
    edit(plan, {0: {"处理意见": "不出单"}})
    code, output, error = run(*SCENE, "--yes")
    assert (code, error) == (0, "")
    assert "没有新的交办单，没有编号。1项登记为不交办。" in output
    assert "没有新的，没有编号" in run(*SCENE, "--yes")[1].replace("\n  ", "")
    with open_ledger(office) as ledger:
        assert sorted(row.state for row in list_entries(ledger)) == ["不交办"] * 2 + ["已交办"] * 10


# --- a folder ------------------------------------------------------------------------------------


def test_a_folder_becomes_a_plan_and_then_tickets(run: Run, here: Path, new_office: Path) -> None:
    office = new_office
    papers = here / "一批文件"
    papers.mkdir()
    (papers / "第12次.txt").write_text(MINUTES, "utf-8")
    others = MINUTES.replace("第12次", "第13次").replace("停车", "市容").replace("申报", "储备")
    (papers / "第13次.txt").write_text(others, "utf-8")
    (papers / "又一份.txt").write_text(MINUTES, "utf-8")
    (papers / "坏.docx").write_bytes(b"PK\x03\x04 no")
    (papers / "食堂.txt").write_text("本周食堂菜谱\n周一：米饭、青菜。\n", "utf-8")
    before = files(office)
    code, output, error = run("batch", "一批文件", "--office", "督办", "--workers", "2")
    assert (code, error) == (3, "")  # one was not read
    told = output.replace("\n  ", "")
    assert "没有找到任务的1份：食堂.txt。" in told
    assert "没有读的1份" in told and told.count("坏.docx") == 1
    assert "第12次.txt 与 又一份.txt 内容相同" in told or "又一份.txt 与 第12次.txt" in told
    assert "共3份文件，4项任务，已写入 一批文件-计划.xlsx。没有编号。" in told
    assert files(office) - before <= {".units.compiled.json"}
    code, _, error = run("batch", "一批文件", "--office", "督办")
    assert (code, "没有覆盖" in error) == (2, True)

    plan = here / "一批文件-计划.xlsx"
    edit(plan, {n: {"处理意见": "出单"} for n in range(4)})
    scene = ("batch", plan.name, "--office", "督办", "--issued-on", "2026-02-12", "--yes")
    code, output, error = run(*scene)
    assert (code, error) == (0, "")
    assert (code, "已编号4份：示政督交〔2026〕1号至4号。" in output) == (0, True)
    # the documents are known to have tickets, also one by one
    code, output, _ = run("new", "一批文件/第13次.txt", "--office", "督办", "--yes")
    assert (code, "出过2份交办单" in output.replace("\n", "")) == (0, True)


def test_an_empty_folder_is_told(run: Run, here: Path) -> None:
    (here / "空").mkdir()
    code, _, error = run("batch", "空")
    assert (code, error[:7]) == (3, "【E3652】")
