"""What a secretary sees: every command once for each outcome."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import make_samples
import pytest
from clerk import DAY, MINUTES, Run, files

from toolkit.commands.console import translate
from toolkit.labels import LABELS
from toolkit.pipeline import extract_tasks
from toolkit.screen.display import WIDTH, text_width
from toolkit.screen.listings import explanation

CORPUS = Path(__file__).parent / "corpus" / "usage_faults.toml"
FIELDS = {"objective", "lead_units", "supporting_units", "lead_officials", "responsible_persons"}
FIELDS |= {"completion_deadline", "milestones", "recurring", "targets", "instructed_by"}


def faults() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(CORPUS.read_text(encoding="utf-8"))["case"]
    return found


# --- faults and help -------------------------------------------------------------------------


@pytest.mark.parametrize("case", faults(), ids=lambda case: " ".join(case["args"]))
def test_a_fault_is_one_line_that_says_what_to_do(
    case: dict[str, Any], run: Run, here: Path
) -> None:
    before = files(here)
    code, _, error = run(*case["args"])
    assert code == case["exit"]
    assert error.count("\n") == 1, error
    assert error.startswith(case.get("starts", "【E"))
    assert error.rstrip("\n") == case.get("expect", error.rstrip("\n"))
    assert files(here) == before


def test_an_unforeseen_fault_is_told_without_its_details() -> None:
    fault = translate(RuntimeError("secret detail"))
    assert fault.exit_code == 1
    assert str(fault).startswith("【E1000】程序内部出错（RuntimeError）。")
    assert "secret" not in str(fault)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "【E5201】磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied", "台账"), "【E5202】没有权限读写“台账”"),
    ],
)
def test_a_fault_of_the_disk_is_one_of_storage(fault: OSError, says: str) -> None:
    assert str(translate(fault)).startswith(says)
    assert translate(fault).exit_code == 7


@pytest.mark.parametrize("command", ["", "template", "new", "tasks", "deadline", "init", "ledger"])
def test_help_is_chinese_and_fits_the_screen(command: str, run: Run) -> None:
    code, output, _ = run(*command.split(), "--help")
    if command in ("", "template"):  # a group alone is asked what it can do
        assert run(*command.split()) == (0, output, "")
    assert code == 0
    assert output.startswith("用法：duban")
    assert not any(word in output for word in ("Usage", "Options", "Show", "required", "TEXT"))
    assert all(text_width(line) <= WIDTH for line in output.splitlines())


# --- new -------------------------------------------------------------------------------------


def test_a_preview_numbers_nothing_and_writes_nothing(run: Run, new_office: Path) -> None:
    before = files(new_office)
    code, output, _ = run("new", "纪要.txt", "--dry-run", "--office", "督办", *DAY)
    assert code == 0
    assert "2026-03-31" in output and "2026-02-26" in output and "五-1-(1)" in output
    assert "全文7段：任务2段" in output
    assert output.rstrip().endswith("尚未编号，尚未写入台账。")
    assert "〔2026〕" not in output.replace("〔调休上班〕", "")
    assert all(text_width(line) <= WIDTH for line in output.splitlines())
    assert files(new_office) == before


@pytest.mark.parametrize("answer", ["\n", "n\n", "好\n"])
def test_anything_but_yes_issues_nothing(answer: str, run: Run, new_office: Path) -> None:
    before = files(new_office)
    code, output, _ = run("new", "纪要.txt", "--office", "督办", *DAY, answer=answer)
    assert code == 0
    assert "没有签发：没有编号，没有写文件。" in output
    assert files(new_office) == before


def test_no_answer_at_all_is_a_fault(run: Run, office: Path) -> None:
    code, _, error = run("new", "纪要.txt", "--office", "督办", *DAY)
    assert code == 2
    assert error.startswith("【E0207】")


def test_yes_numbers_and_writes_one_ticket_for_each_lead_unit(run: Run, new_office: Path) -> None:
    code, output, error = run("new", "纪要.txt", "--office", "督办", *DAY, answer="y\n")
    assert (code, error) == (0, "")
    assert "已编号并出单2份" in output
    issued = {name for name in files(new_office) if name.endswith(".docx")}
    assert issued == {"2026/示政督交〔2026〕1号.docx", "2026/示政督交〔2026〕2号.docx"}
    code, listed, _ = run("ledger", "--office", "督办")
    assert code == 0
    assert "示政督交〔2026〕2号" in listed and "共2项。" in listed
    assert all(text_width(line) <= WIDTH for line in listed.splitlines())


def test_the_same_file_again_does_nothing_unless_told(run: Run, office: Path) -> None:
    run("new", "纪要.txt", "--yes", "--office", "督办", *DAY)
    before = files(office)
    code, output, _ = run("new", "纪要.txt", "--yes", "--office", "督办", *DAY)
    assert code == 0
    assert "已于2026-02-12出过2份交办单" in output and "示政督交〔2026〕1号" in output
    assert files(office) == before
    code, output, _ = run("new", "纪要.txt", "--yes", "--again", "--office", "督办", *DAY)
    assert code == 0
    assert "示政督交〔2026〕3号" in output


def test_what_must_be_settled_keeps_tickets_from_being_issued(run: Run, new_office: Path) -> None:
    before = files(new_office)
    too_early = ("--issued-on", "2026-02-10")
    code, output, error = run("new", "纪要.txt", "--yes", "--office", "督办", *too_early)
    assert code == 4
    assert error.startswith("【E3108】") and "没有编号，没有写文件。" in error
    assert "尚未编号" in output
    assert files(new_office) == before


def test_json_tells_what_was_done(run: Run, office: Path) -> None:
    asked = ("new", "纪要.txt", "--json", "--office", "督办", *DAY)
    preview = json.loads(run(*asked)[1])
    assert preview["status"] == "preview"
    assert [ticket["number"] for ticket in preview["tickets"]] == [None, None]
    done = json.loads(run(*asked, "--yes")[1])
    assert done["status"] == "issued"
    assert [ticket["tasks"] for ticket in done["tickets"]] == [[1], [2]]
    assert all(Path(ticket["file"]).is_file() for ticket in done["tickets"])
    assert done["decisions"][0]["feedback_by"] == "2026-02-26"
    again = json.loads(run(*asked, "--yes")[1])
    assert again["status"] == "already_issued"
    assert [t["number"] for t in again["tickets"]] == [t["number"] for t in done["tickets"]]


def test_a_clerk_names_the_lead_and_leaves_a_task_out(run: Run, office: Path) -> None:
    wishes = ("--lead", "1=县城管局", "--skip", "2")
    _, output, _ = run("new", "纪要.txt", "--json", "--yes", "--office", "督办", *DAY, *wishes)
    done = json.loads(output)
    assert done["skipped"] == [2]
    (ticket,) = done["tickets"]
    assert len(ticket["units"]) == 1 and "城" in ticket["units"][0]


def test_a_source_the_clerk_names_decides(run: Run, office: Path) -> None:
    _, output, _ = run("new", "纪要.txt", "--json", "--source", "专题会议", *DAY)
    (decision,) = json.loads(output)["decisions"]
    assert decision["source"] == "topic_meeting"


def test_outside_an_office_folder_the_example_office_previews(run: Run, here: Path) -> None:
    before = files(here)
    code, output, _ = run("new", "纪要.txt", "--dry-run", *DAY)
    assert code == 0
    assert "按内置的“示例县”预览" in output.replace("\n", "")
    assert files(here) == before


def test_a_command_run_inside_the_folder_needs_no_office(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office)
    code, _, _ = run("new", "../纪要.txt", "--yes", *DAY)
    assert code == 0
    assert (office / "2026" / "示政督交〔2026〕1号.docx").is_file()


# --- the other commands ----------------------------------------------------------------------


def test_tasks_json_is_what_the_schema_says(run: Run) -> None:
    schema = json.loads(run("tasks", "--schema")[1])
    found = json.loads(run("tasks", "纪要.txt", "--json")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    assert found["source"]["date"] == "2026-02-11"
    assert [task["completion_deadline"]["date"] for task in found["tasks"]] == [
        "2026-03-31",
        "2026-06-30",
    ]
    counts = found["accounting"]
    assert counts["task"] + counts["background"] + counts["review"] == counts["paragraphs"]


def test_a_document_without_tasks_is_an_answer_too(run: Run) -> None:
    code, output, _ = run("tasks", "无事.txt", "--json")
    assert code == 0
    found = json.loads(output)
    assert found["tasks"] == []
    assert "E1300" in [finding["code"] for finding in found["findings"]]


def test_explain_shows_the_words_that_were_taken(run: Run) -> None:
    code, output, _ = run("tasks", "纪要.txt", "--explain", "1")
    assert code == 0
    told = "".join(line.strip() for line in output.splitlines())
    for field, words in {
        "目标任务": "由县住建局牵头，县公安局、县财政局配合，3月底前制定停车秩序整治方案",
        "牵头单位": "县住建局",
        "配合单位": "县公安局",
        "完成时限": "3月底前",
    }.items():
        assert re.search(f"{field}：[^“]+，取自第5段“[^“]*{words}", told), field
    assert all(text_width(line) <= WIDTH for line in output.splitlines())


EXPLAINED = sorted(make_samples.SAMPLES.glob("*.docx"))


@pytest.mark.parametrize("path", EXPLAINED, ids=lambda path: path.stem)
def test_every_field_of_a_task_is_explained(path: Path) -> None:
    _, extraction = extract_tasks(path)
    assert extraction.tasks
    for task in extraction.tasks[:25]:
        lines = explanation(extraction, task.number)
        told = "\n".join(lines[lines.index("") :])
        for field in fields(task):
            if field.name in FIELDS and getattr(task, field.name):
                assert f"  {LABELS[field.name]}：" in told, field.name
        assert all(text_width(line) <= WIDTH for line in lines)


def test_deadline_gives_days_and_sentences(run: Run) -> None:
    code, output, _ = run("deadline", "--source", "常务会议", "--on", "2026年2月11日")
    assert code == 0
    assert "下发时限：2026-02-14" in output and "2月14日（调休上班）" in output.replace("\n  ", "")
    code, output, _ = run("deadline", "--source", "executive_meeting", "--on", "20260211", "--json")
    found = json.loads(output)
    assert (found["issue_by"], found["feedback_by"]) == ("2026-02-14", "2026-02-26")
    assert "三-4" in found["clauses"]


def test_a_day_without_calendar_is_provisional_only(run: Run) -> None:
    asked = ("deadline", "--source", "常务会议", "--on", "2026-12-25", "--json")
    code, output, _ = run(*asked)
    found = json.loads(output)
    assert code == 4
    assert found["feedback_by"] is None
    assert found["provisional"]["feedback_by"].startswith("2027-01-")


def test_init_leaves_an_office_folder_alone(run: Run, office: Path) -> None:
    code, _, error = run("init", "督办")
    assert code == 6
    assert error.startswith("【E3005】")


# --- the process itself ----------------------------------------------------------------------


@pytest.fixture
def process(here: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[bytes]]]:
    def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        code = "import sys; from toolkit.cli import main; sys.exit(main())"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=here,
            env={**os.environ, **variables},
        )

    yield start


def test_a_gbk_console_never_crashes(
    process: Callable[..., subprocess.CompletedProcess[bytes]], here: Path
) -> None:
    odd = MINUTES.replace("停车秩序", "停车秩序\U0002cb2d✓")
    (here / "生僻.txt").write_text(odd, encoding="utf-8")
    done = process("new", "生僻.txt", "--dry-run", *DAY, PYTHONIOENCODING="gbk:strict")
    assert done.returncode == 0
    assert "反馈时限" in done.stdout.decode("gbk")
    done = process("tasks", "生僻.txt", "--json", PYTHONIOENCODING="gbk:strict")
    assert "\U0002cb2d✓" in json.loads(done.stdout.decode("gbk"))["tasks"][0]["objective"]


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], ["lxml", "pydantic", "django", "toolkit.pipeline"]),
        (["tasks", "纪要.txt", "--json"], ["pydantic", "django", "openpyxl", "jinja2"]),
        (
            ["deadline", "--source", "常务会议", "--on", "2026-02-11"],
            ["toolkit.extraction", "toolkit.reading", "pydantic", "django", "openpyxl"],
        ),
    ],
)
def test_nothing_heavy_is_imported_to_read(
    arguments: list[str], unwanted: list[str], here: Path
) -> None:
    code = (
        "import sys; from toolkit.cli import main; main();"
        f"sys.exit(', '.join(set({unwanted}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, cwd=here)
    assert done.stderr.decode() == "\n"
