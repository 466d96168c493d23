"""The same minutes again: renamed, saved again, or with a sentence changed (F22)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from batch_cases import edit
from builders import doc
from clerk import Run
from openpyxl import load_workbook

from toolkit.model import ExtractedTask, Unit
from toolkit.revisions import EarlierTask, compare_tasks

HEAD = (
    "云溪县人民政府常务会议纪要 / "
    "2026年2月11日，县长王明主持召开县政府第12次常务会议。纪要如下： / "
)
PARKING = "会议议定，由县住建局牵头，县公安局、县财政局配合，3月底前制定停车秩序整治方案。"
HOUSES = "会议要求，县发改局要抓紧争取老旧小区改造上级资金，6月30日前完成项目申报。"
WATER = "会议议定，由县水利局牵头，5月底前完成河道清淤。"
SCENE = ("--yes", "--office", "督办", "--issued-on", "2026-02-12")


def numbers(office: Path) -> list[str]:
    return sorted(path.stem for path in office.glob("2026/*.docx"))


@pytest.fixture
def issued(run: Run, office: Path, here: Path) -> Path:
    """An office that has issued the minutes: two tickets."""
    (here / "纪要.docx").write_bytes(doc(f"{HEAD}{PARKING} / {HOUSES}"))
    assert run("new", "纪要.docx", *SCENE)[0] == 0
    assert len(numbers(office)) == 2
    return office


def test_renamed_it_is_the_same_file(issued: Path, run: Run, here: Path) -> None:
    (here / "纪要.docx").rename(here / "改了名.docx")
    code, output, _ = run("new", "改了名.docx", *SCENE)
    assert (code, len(numbers(issued))) == (0, 2)
    assert "出过2份交办单，这次没有再编号" in output


@pytest.mark.parametrize("name", ["另存.docx", "另存.txt"])
def test_saved_again_it_says_the_same(name: str, issued: Path, run: Run, here: Path) -> None:
    text = f"{HEAD}{PARKING} / 以上事项请抓好落实。 / {HOUSES}"
    data = doc(text) if name.endswith("docx") else text.replace(" / ", "\n").encode()
    (here / name).write_bytes(data)
    code, output, _ = run("new", name, *SCENE)
    assert (code, len(numbers(issued))) == (0, 2)
    assert "出过2份交办单，这次没有再编号" in output


def test_changed_it_tells_what_differs_and_issues_nothing(
    issued: Path, run: Run, here: Path
) -> None:
    changed = PARKING.replace("3月底前", "4月底前")
    (here / "修改稿.docx").write_bytes(doc(f"{HEAD}{WATER} / {changed}"))
    code, _, error = run("new", "修改稿.docx", *SCENE)
    assert (code, len(numbers(issued))) == (4, 2)
    assert "【E4503】这份文件与出过单的“纪要.docx”标题、日期相同，内容不同：" in error
    assert "新增第1项；第2项有改动（原在示政督交〔2026〕1号）" in error
    assert "原第2项没有了（示政督交〔2026〕2号）" in error
    assert run("new", "修改稿.docx", "--dry-run", *SCENE)[0] == 4


def test_what_is_new_or_changed_gets_a_ticket_once(issued: Path, run: Run, here: Path) -> None:
    (here / "修改稿.docx").write_bytes(doc(f"{HEAD}{PARKING} / {WATER} / {HOUSES}"))
    assert run("new", "修改稿.docx", *SCENE)[0] == 4
    code, _, error = run("new", "修改稿.docx", "--revised", *SCENE)
    assert code == 0, error
    assert len(numbers(issued)) == 3
    paper = run("show", numbers(issued)[-1], "--office", "督办")[1]
    assert "县水利局" in paper and "县住建局" not in paper
    for again in ("修改稿.docx", "纪要.docx"):
        assert run("new", again, "--revised", *SCENE)[0] == 0
    (here / "再存.docx").write_bytes(doc(f"{HEAD}{PARKING} / {WATER} / 完。 / {HOUSES}"))
    assert run("new", "再存.docx", *SCENE)[0] == 0
    assert len(numbers(issued)) == 3


def test_all_of_it_again_only_when_asked(issued: Path, run: Run, here: Path) -> None:
    (here / "修改稿.docx").write_bytes(doc(f"{HEAD}{PARKING} / {WATER}"))
    assert run("new", "修改稿.docx", "--again", *SCENE)[0] == 0
    assert len(numbers(issued)) == 4


def test_an_earlier_task_answers_for_one_task_only() -> None:
    def reads(number: int, objective: str) -> ExtractedTask:
        return ExtractedTask(number, objective, (), (Unit("县住建局"),))

    earlier = EarlierTask(1, asdict(reads(1, "制定停车秩序整治方案")), ("示政督交〔2026〕1号",))
    now = (reads(1, "制定停车秩序整治方案并公布"), reads(2, "制定停车秩序整治方案并报批"))
    found = compare_tasks(now, [earlier])
    assert (found.changed, found.new, found.gone) == ({1: earlier}, (2,), ())


def test_another_meeting_is_another_document(issued: Path, run: Run, here: Path) -> None:
    other = HEAD.replace("2月11日", "2月12日").replace("第12次", "第13次")
    (here / "下一次.docx").write_bytes(doc(f"{other}{PARKING}"))
    assert run("new", "下一次.docx", *SCENE)[0] == 0
    assert len(numbers(issued)) == 3


# --- in a batch ----------------------------------------------------------------------------------


@pytest.fixture
def folder_plan(issued: Path, run: Run, here: Path) -> Path:
    """A plan of a folder that holds the minutes again, one task changed and one new."""
    (here / "一批").mkdir()
    changed = PARKING.replace("3月底前", "4月底前")
    (here / "一批/修改稿.docx").write_bytes(doc(f"{HEAD}{WATER} / {changed} / {HOUSES}"))
    code, output, error = run("batch", "一批", "--office", "督办", "--workers", "1")
    assert (code, error) == (0, "")
    told = "修改稿.docx 与出过单的“纪要.docx”标题、日期相同：1项已在单上，处理意见填了“暂缓”；"
    assert f"{told}1项有改动，请看备注；1项没有出过单。" in output.replace("\n  ", "")
    return here / "一批-计划.xlsx"


def test_in_a_folder_what_was_issued_is_put_off(folder_plan: Path) -> None:
    sheet = load_workbook(folder_plan)["分解"]
    columns = {cell.value: n for n, cell in enumerate(sheet[1])}
    rows = [[cell.value or "" for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert [[row[columns[name]] for name in ("处理意见", "备注")] for row in rows] == [
        ["", ""],
        ["", "有改动，原在示政督交〔2026〕1号"],
        ["暂缓", "已在示政督交〔2026〕2号"],
    ]


def test_a_plan_gives_no_second_ticket_unless_asked(
    folder_plan: Path, issued: Path, run: Run
) -> None:
    edit(folder_plan, {n: {"处理意见": "出单"} for n in range(3)})
    code, output, error = run("batch", folder_plan.name, *SCENE)
    assert (code, len(numbers(issued))) == (4, 2)
    assert "【E3624】一批-计划.xlsx 工作表“分解”Q4：这一项与出过单的“纪要.docx”相同" in error
    assert "【W3625】一批-计划.xlsx 工作表“分解”Q3" in output
    code, _, error = run("batch", folder_plan.name, "--again", *SCENE)
    assert (code, error, len(numbers(issued))) == (0, "", 5)


def test_a_plan_gives_tickets_for_what_is_new(folder_plan: Path, issued: Path, run: Run) -> None:
    edit(folder_plan, {n: {"处理意见": "出单"} for n in range(2)})
    code, _, error = run("batch", folder_plan.name, *SCENE)
    assert (code, error, len(numbers(issued))) == (0, "", 4)
