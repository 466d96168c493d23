"""``duban calendar``: the timetable, the .ics file, and the import of (invented) notices."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import icalendar
import pytest

from toolkit.cli import main
from toolkit.follow_up.calendar_file import calendar_bytes
from toolkit.follow_up.recounting import ledger_of
from toolkit.follow_up.timetable import timetable
from toolkit.ledger.configuration import LEDGER_FILE
from toolkit.ledger.due_dates import list_suggestions
from toolkit.ledger.steps import StepOrder, take_step
from toolkit.life_cycle import Given
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.office.settings import load_office
from toolkit.screen.display import WIDTH, text_width

# Invented for these tests: no such notices exist.
NOTICE = Path(__file__).parent / "corpus" / "calendars" / "编造的2027年放假安排.toml"
WORDS = NOTICE.with_name("编造的2027年放假通知.txt")
TYPHOON = NOTICE.with_name("编造的防台风假期.toml")
MINUTES = """云溪县人民政府{kind}会议纪要
{day}，县长王明主持召开县政府{kind}会议。纪要如下：
一、关于县城区停车秩序整治工作
会议议定，由县住建局牵头，县公安局配合，{done}前制定停车秩序整治方案并报县政府审定。
二、关于老旧小区改造工作
会议要求，抓紧争取上级资金，{done}前完成项目申报。
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("DUBAN_OFFICE", "DUBAN_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUBAN_TODAY", "2026-12-09")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        output, error = capfd.readouterr()
        return code, output, error

    return command


@pytest.fixture
def office(run: Run, tmp_path: Path, blank_ledger: Path) -> Path:
    """An office that issued, on 7 December 2026, tickets of a plenary meeting of 4 December."""
    run("init", "督办", "--county", "云溪县")
    shutil.copyfile(blank_ledger, tmp_path / "督办" / LEDGER_FILE)
    issue(run, "2026年12月4日", "2027年3月底", "2026-12-07", kind="全体")
    return tmp_path / "督办"


def issue(run: Run, day: str, done: str, issued_on: str, *, kind: str) -> None:
    text = MINUTES.format(day=day, done=done, kind=kind)
    Path(f"{day}.txt").write_text(text, encoding="utf-8")
    code, _, error = run("new", f"{day}.txt", "--office", "督办", "--issued-on", issued_on, "--yes")
    assert code == 0, error


def ledger_rows(run: Run) -> list[tuple[str, str | None, str | None]]:
    """State, sure and provisional day of feedback of every entry."""
    _, output, _ = run("ledger", "--office", "督办", "--json")
    return [
        (row["state"], row["feedback_on"], row["feedback_provisional_on"])
        for row in json.loads(output)
    ]


# --- the timetable ---------------------------------------------------------------------------


def test_a_month_on_the_screen(run: Run) -> None:
    code, output, _ = run("calendar", "--year", "2026", "--month", "4")
    assert code == 0
    assert output.startswith("2026年4月到期事项，共7项：\n")
    assert "周一（4月6日）为清明节假期" in output
    assert "二-3-(1)" in output and "默认" in output and "条款" in output
    assert "暂定" not in output
    assert "项目日常调度（经常，二-3-(3)）" in output
    assert all(text_width(line) <= WIDTH for line in output.splitlines())
    output.encode("gbk")


def test_the_year_is_this_one_unless_said(run: Run) -> None:
    _, output, _ = run("calendar", "--json")
    assert json.loads(output)["year"] == 2026


def test_an_unpublished_year_is_provisional_on_every_row(run: Run) -> None:
    code, output, _ = run("calendar", "--year", "2027", "--json")
    found = json.loads(output)
    assert code == 0
    assert found["findings"][0]["code"] == "W3301"
    assert all(row["on"] is None and row["provisional"] for row in found["rows"])
    _, output, _ = run("calendar", "--year", "2027", "--month", "3")
    rows = [line for line in output.splitlines() if line.startswith("周")]
    assert rows and all(" 暂定" in row for row in rows)
    assert "duban calendar import" in output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--year", "26"], "【E0206】“26”不是年份。"),
        (["--month", "13"], "【E0206】“13”不是月份。"),
        (["--tickets"], "【E0208】当前不在督办文件夹中"),
        (["import", "没有.toml"], "【E0208】当前不在督办文件夹中"),
        (
            ["--ics", "没有/日历.ics"],
            "【E5203】无法读写“没有/日历.ics”：文件或文件夹不存在。请核对路径后再试。",
        ),
    ],
)
def test_wrong_use_is_one_line(arguments: list[str], says: str, run: Run) -> None:
    code, _, error = run("calendar", *arguments)
    assert code in (2, 7)
    assert error.startswith(says) and error.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["import"]])
def test_help_is_chinese_and_fits_the_screen(command: list[str], run: Run) -> None:
    code, output, _ = run("calendar", *command, "--help")
    assert code == 0
    assert output.startswith("用法：duban calendar")
    assert all(text_width(line) <= WIDTH for line in output.splitlines())


def test_a_district_reads_its_own_organs(run: Run) -> None:
    run("init", "区办", "--county", "云溪区")
    _, output, _ = run("calendar", "--year", "2026", "--month", "4", "--office", "区办", "--json")
    assert {row["what"] for row in json.loads(output)["rows"]} >= {"区政府每周工作例会"}


# --- the .ics file ---------------------------------------------------------------------------


def read_events(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def events(data: bytes) -> dict[str, tuple[date, str]]:
    """Day and title of every event by its UID."""
    return {
        str(event["uid"]): (event.decoded("dtstart"), str(event["summary"]))
        for event in read_events(data)
    }


def test_the_file_holds_every_row_as_an_all_day_event(run: Run, tmp_path: Path) -> None:
    code, output, _ = run("calendar", "--year", "2026", "--ics", "日历.ics")
    assert code == 0
    data = (tmp_path / "日历.ics").read_bytes()
    rows = timetable(load_office(None), 2026).rows
    found = events(data)
    assert len(found) == len(rows), "each event has a UID of its own"
    assert sorted(day for day, _ in found.values()) == [row.on for row in rows]
    assert output.rstrip().endswith(f"日历文件已写到 日历.ics，共{len(rows)}项。")
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and max(map(len, lines)) <= 75
    assert b"X-WR-TIMEZONE:Asia/Shanghai" in lines
    assert sum(line.startswith(b"DTSTART;VALUE=DATE:") for line in lines) == len(rows)
    for event in read_events(data):
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)


def test_the_same_day_gives_the_same_bytes_and_offices_stay_apart() -> None:
    found = timetable(load_office(None), 2026, 3)
    made_on = date(2026, 12, 9)
    assert calendar_bytes(found, "甲县", made_on=made_on) == calendar_bytes(
        found, "甲县", made_on=made_on
    )
    ours, theirs = (events(calendar_bytes(found, who, made_on=made_on)) for who in ("甲县", "乙县"))
    assert not ours.keys() & theirs.keys()


def test_an_event_keeps_its_uid_when_the_notice_moves_it(run: Run, office: Path) -> None:
    before = events(calendar_bytes(timetable(load_office(office), 2027), "云溪县", made_on=TODAY))
    run("calendar", "import", str(NOTICE), "--office", "督办")
    after = events(calendar_bytes(timetable(load_office(office), 2027), "云溪县", made_on=TODAY))
    moved = {uid for uid in before.keys() & after.keys() if before[uid][0] != after[uid][0]}
    assert moved
    assert all(title.startswith("【暂定】") for _, title in before.values())
    assert not any(title.startswith("【暂定】") for _, title in after.values())


TODAY = date(2026, 12, 9)


# --- open tickets ----------------------------------------------------------------------------


def test_open_tickets_stand_among_the_duties(run: Run, office: Path) -> None:
    _, output, _ = run("calendar", "--year", "2027", "--tickets", "--office", "督办", "--json")
    rows = [row for row in json.loads(output)["rows"] if not row["key"].startswith("C")]
    assert [(row["provisional"] or row["on"], row["nature"], row["clause"]) for row in rows] == [
        ("2027-01-04", "条款", "五-1-(1)"),
        ("2027-01-04", "条款", "五-1-(1)"),
        ("2027-03-31", "文件", ""),
        ("2027-03-31", "文件", ""),
    ]
    assert rows[0]["content"] == "云政督交〔2026〕1号"
    assert rows[1]["content"].endswith("（待交办）")
    _, output, _ = run("calendar", "--year", "2027", "--tickets", "--office", "督办")
    assert "反馈：制定停车秩序整治方案" in output.replace("\n", "").replace(" ", "")


def take(office: Path, act: str, given: Given) -> None:
    """One step in the life of the ticket's entry."""
    order = StepOrder(act, given, recorded_by="陈静")
    ledger = ledger_of(load_office(office))
    assert ledger is not None
    with ledger:
        take_step(ledger, load_life_cycle(), "1号", (), order, today=given.on)


def test_an_extended_day_is_shown_and_no_notice_moves_it(run: Run, office: Path) -> None:
    until = date(2027, 1, 20)
    on = date(2026, 12, 16)
    take(office, "extend", Given(on, who="陈静", text="材料不全", new_on=until))
    _, output, _ = run("calendar", "--year", "2027", "--tickets", "--office", "督办", "--json")
    (row,) = (
        row
        for row in json.loads(output)["rows"]
        if row["key"].endswith("-feedback") and row["content"] == "云政督交〔2026〕1号"
    )
    assert (row["on"], row["provisional"]) == ("2027-01-20", None)
    assert row["note"] == "已改期，原为2027-01-04"
    _, output, _ = run("calendar", "import", str(NOTICE), "--office", "督办")
    assert "1号" not in output and "还没有交办的" in output


def test_what_has_been_reported_owes_nothing(run: Run, office: Path) -> None:
    take(office, "report", Given(date(2026, 12, 16), who="陈静", text="已制定方案"))
    _, output, _ = run("calendar", "--year", "2027", "--tickets", "--office", "督办", "--json")
    rows = [row for row in json.loads(output)["rows"] if row["content"] == "云政督交〔2026〕1号"]
    assert [row["what"][:2] for row in rows] == ["完成"]


# --- import ----------------------------------------------------------------------------------


def test_a_notice_settles_the_year_and_tells_what_moves(run: Run, office: Path) -> None:
    assert ledger_rows(run) == [
        ("已交办", None, "2027-01-04"),
        ("待交办", None, "2027-01-04"),
    ]
    paper = next((office / "2026").glob("*.docx")).read_bytes()
    code, output, _ = run("calendar", "import", str(NOTICE), "--office", "督办")
    assert code == 0
    assert "反馈时限 暂定 2027-01-04 → 2027-01-05" in output
    assert "已下发的单，日期不自动改" in output and "还没有交办的" in output
    assert all(text_width(line) <= WIDTH for line in output.splitlines())
    assert (office / "日历" / "2027年放假安排.toml").read_bytes() == NOTICE.read_bytes()
    # The ticket keeps its day; what waits for one is counted anew.
    assert ledger_rows(run) == [
        ("已交办", None, "2027-01-04"),
        ("待交办", "2027-01-05", None),
    ]
    assert next((office / "2026").glob("*.docx")).read_bytes() == paper
    _, output, _ = run("calendar", "--year", "2027", "--tickets", "--office", "督办", "--json")
    notes = {row["note"] for row in json.loads(output)["rows"] if "feedback" in row["key"]}
    assert notes == {"", "按编造发明电〔2026〕0号应为2027-01-05；单已下发，没有改动"}


@pytest.mark.parametrize("form", ["txt", "docx"])
def test_the_notice_itself_can_be_imported(
    form: str, run: Run, office: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"通知.{form}"
    text = WORDS.read_text(encoding="utf-8")
    if form == "txt":
        file.write_text(text, encoding="gb18030")
    else:
        document = docx.Document()
        for line in text.splitlines():
            document.add_paragraph(line)
        document.save(str(file))
    code, output, _ = run("calendar", "import", file.name, "--office", "督办")
    assert code == 0
    assert "放假29天（含其中的周末），补班3天" in output
    assert ledger_rows(run)[1] == ("待交办", "2027-01-05", None)
    # what was kept is the same arrangement as the table of the other tests
    code, output, _ = run("calendar", "import", str(NOTICE), "--office", "督办", "--json")
    assert (code, json.loads(output)["changed"]) == (0, [])


def test_other_papers_are_no_notice(run: Run, office: Path) -> None:
    code, _, error = run("calendar", "import", "2026年12月4日.txt", "--office", "督办")
    assert code == 6
    assert error.startswith("【E3034】2026年12月4日.txt 没有读成放假通知")


def test_suggestions_are_written_down_once(run: Run, office: Path) -> None:
    for _ in range(2):
        run("calendar", "import", str(NOTICE), "--office", "督办")
    ledger = ledger_of(load_office(office))
    assert ledger is not None
    with ledger:
        (suggestion,) = list_suggestions(ledger)
    assert suggestion.limit == "feedback"
    assert (suggestion.before, suggestion.after) == (date(2027, 1, 4), date(2027, 1, 5))
    assert suggestion.because == "编造发明电〔2026〕0号"


def test_a_dry_run_changes_nothing(run: Run, office: Path) -> None:
    code, output, _ = run("calendar", "import", str(NOTICE), "--office", "督办", "--dry-run")
    assert code == 0
    assert output.startswith("可以导入2027年放假安排")
    assert "2027-01-04 → 2027-01-05" in output
    assert not (office / "日历").exists()
    ledger = ledger_of(load_office(office))
    assert ledger is not None
    with ledger:
        assert list_suggestions(ledger) == ()


def test_of_a_ledger_that_is_gone_nothing_is_listed(run: Run, office: Path) -> None:
    for path in office.glob("台账.sqlite3*"):
        path.unlink()
    for command in (["--tickets"], ["import", str(NOTICE)]):
        code, output, error = run("calendar", *command, "--office", "督办")
        assert (code, output, error[:7]) == (7, "", "【E4303】")
    assert not (office / "日历").exists()
    assert run("calendar", "--office", "督办")[0] == 0


def test_after_the_import_deadlines_are_sure(run: Run, office: Path) -> None:
    asked = ["deadline", "--source", "全体会议", "--on", "2026-12-04", "--office", "督办", "--json"]
    code, output, _ = run(*asked)
    before = json.loads(output)
    assert (code, before["feedback_by"]) == (4, None)
    assert before["provisional"] == {"feedback_by": "2027-01-04"}
    run("calendar", "import", str(NOTICE), "--office", "督办")
    code, output, _ = run(*asked)
    assert (code, json.loads(output)["feedback_by"]) == (0, "2027-01-05")


def test_the_notice_may_arrange_the_last_days_of_the_year_before(run: Run, office: Path) -> None:
    asked = ["deadline", "--source", "县长办公会议", "--on", "2026-12-25", "--office", "督办"]
    _, before, _ = run(*asked)
    run("calendar", "import", str(NOTICE), "--office", "督办")
    _, after, _ = run(*asked)
    assert "下发时限：2026-12-29" in before
    assert "下发时限：2026-12-28" in after and "12月27日〔调休上班〕" in after


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("2027-06-09", "2027-06-10", "端午节的放假日没有包含节日当天2027-06-09"),
        ("on = 2027-05-08", "on = 2027-05-10", "补班日2027-05-10是周一，不是周六、周日"),
        ('name = "清明节"', 'name = "清明"', "缺少清明节"),
        ("编造发明电〔2026〕0号", "", "没有写依据文件的文号（notice）"),
        ("〔2026〕", "〔2024〕", "不像2027年放假通知的文号"),
        ("published_on = 2026-11-10", "", "没有写通知日期（published_on）"),
        ("published_on = 2026-11-10", "published_on = 2020-01-01", "通知日期2020-01-01不像2027年"),
        ("to = 2027-10-07", "to = 2028-01-01", "不是 2027 年内先后两日"),
        ('status = "announced"', 'status = "sure"', "“status”只能是 announced、local"),
        ("year = 2027", "year = 2027\nof = 1", "没有“of”这一项，是否想写“off”？"),
    ],
)
def test_a_slip_in_the_file_is_named_and_nothing_imported(
    wrong: str, right: str, says: str, run: Run, office: Path, tmp_path: Path
) -> None:
    text = NOTICE.read_text(encoding="utf-8")
    assert wrong in text
    (tmp_path / "有错.toml").write_text(text.replace(wrong, right), encoding="utf-8")
    code, _, error = run("calendar", "import", "有错.toml", "--office", "督办")
    assert code == 6
    assert "有错.toml" in error and says in error and error.count("\n") == 1
    assert not (office / "日历").exists()


def test_another_notice_for_a_settled_year_needs_a_word(
    run: Run, office: Path, tmp_path: Path
) -> None:
    run("calendar", "import", str(NOTICE), "--office", "督办")
    text = NOTICE.read_text(encoding="utf-8").replace("on = 2027-05-08", "on = 2027-05-09")
    (tmp_path / "更正.toml").write_text(text, encoding="utf-8")
    code, _, error = run("calendar", "import", "更正.toml", "--office", "督办")
    assert code == 6
    assert "与这份不同的有2天：2027-05-08、2027-05-09" in error and "--replace" in error
    code, _, _ = run("calendar", "import", "更正.toml", "--office", "督办", "--replace")
    assert code == 0
    assert [path.name for path in (office / "日历").iterdir()] == ["2027年放假安排.toml"]


def test_local_days_off_are_kept_with_their_source(run: Run, tmp_path: Path) -> None:
    run("init", "督办", "--county", "云溪县")
    issue(run, "2026年9月7日", "2026年12月底", "2026-09-08", kind="县长办公")
    # A week from the 2nd ends on the 9th: the invented day off rolls it on.
    issue(run, "2026年9月2日", "2026年12月底", "2026-09-03", kind="县长办公")
    code, output, _ = run("calendar", "import", str(TYPHOON), "--office", "督办")
    assert code == 0
    assert "已导入本地放假安排" in output and "编造防指〔2026〕0号" in output
    assert "云政督交〔2026〕2号  反馈时限 2026-09-09 → 2026-09-11" in output
    assert "云政督交〔2026〕1号" not in output
    _, output, _ = run(
        "deadline", "--source", "县长办公会议", "--on", "2026-09-08", "--office", "督办"
    )
    assert "下发时限：2026-09-14" in output and "9月9日至10日防台风临时假" in output
    _, output, _ = run("deadline", "--source", "县长办公会议", "--on", "2026-09-08")
    assert "下发时限：2026-09-10" in output, "only this office"


def test_the_example_of_the_manual_can_be_imported(run: Run, office: Path, tmp_path: Path) -> None:
    manual = Path(__file__).parents[1] / "docs" / "放假安排.md"
    (example,) = re.findall(r"```toml\n(.*?)```", manual.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "三月三.toml").write_text(example, encoding="utf-8")
    code, output, error = run("calendar", "import", "三月三.toml", "--office", "督办")
    assert code == 0, error
    assert "放假2天（含其中的周末），补班1天" in output
    assert (office / "日历" / "三月三.toml").exists()


# --- 暂定 is said everywhere -----------------------------------------------------------------


def test_every_place_says_that_a_day_is_provisional(run: Run, office: Path) -> None:
    code, output, _ = run(
        "deadline", "--source", "全体会议", "--on", "2026-12-04", "--office", "督办"
    )
    assert code == 4
    assert "反馈时限：暂定 2027-01-04" in output
    words = "".join(line.strip() for line in output.splitlines())
    assert "（暂定，放假安排未知）" in words and "duban calendar import" in words
    _, output, _ = run("ledger", "--office", "督办")
    assert output.count("暂定") == 2
    _, output, _ = run(
        "new", "2026年12月4日.txt", "--office", "督办", "--issued-on", "2026-12-07", "--dry-run",
        "--again",
    )  # fmt: skip
    assert "暂定" in output and "E3101" in output
    paper = docx.Document(str(next((office / "2026").glob("*.docx"))))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    words = "".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
    assert "1月4日（暂定）" in words
