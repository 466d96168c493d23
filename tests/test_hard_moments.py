"""A program stopped half-way, two at once, a file in the way: what the clerk is told."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import DAY, Run

DUBAN = str(Path(sys.executable).with_name("duban"))
MANY = 150  # enough that a stop comes before the last even on a busy machine
SCENE = ("new", "纪要.txt", "--yes", "--office", "督办", *DAY)


@pytest.fixture
def long_minutes(office: Path, here: Path) -> Path:
    """Minutes of many tasks, each with a ticket of its own, so that writing takes a while."""
    settings = office / "duban.toml"
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r"^#?\s*grouping = .*$", 'grouping = "task"', text, flags=re.MULTILINE)
    settings.write_text(text, encoding="utf-8")
    lines = [
        "云溪县人民政府常务会议纪要",
        "2026年2月11日，县长王明主持召开县政府第12次常务会议。纪要如下：",
    ]
    for n in range(1, MANY + 1):
        lines.append(f"（{n}）会议议定，由县财政局牵头，3月底前制定第{n}号停车秩序整治方案。")
    path = here / "纪要.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [DUBAN, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def papers(office: Path) -> list[Path]:
    return sorted(office.glob("2026/[!.]*.docx"))


def until_first_paper(office: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while not papers(office) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)


@pytest.mark.skipif(os.name == "nt", reason="needs signals between processes")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_while_files_are_written_tells_what_stands(
    kind: signal.Signals, office: Path, long_minutes: Path
) -> None:
    process = start(*SCENE)
    until_first_paper(office, process)
    process.send_signal(kind)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    told = error.strip().splitlines()[-1]
    assert told.startswith(f"【E5301】已中断。编号已给出{MANY}份：")
    unwritten = int(re.findall(r"其中(\d+)份的文件还没有写完并登记", told)[0])
    # the last file may stand already without being recorded
    assert len(papers(office)) - (MANY - unwritten) in (0, 1)
    assert "请再运行一次同样的命令" in told and "Traceback" not in error
    again = subprocess.run([DUBAN, *SCENE], capture_output=True, encoding="utf-8")
    assert again.returncode == 0
    assert len(papers(office)) == MANY


@pytest.mark.skipif(os.name == "nt", reason="needs signals between processes")
def test_a_stop_before_numbers_says_that_none_is_taken(office: Path, long_minutes: Path) -> None:
    process = start("new", "纪要.txt", "--office", "督办", *DAY)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert papers(office) == []


def test_of_three_at_once_one_issues_and_the_others_say_so(
    office: Path, long_minutes: Path
) -> None:
    running = [start(*SCENE) for _ in range(3)]
    told = [process.communicate(timeout=120) for process in running]
    # 5: it came while the first was still writing, and says so
    codes = [process.returncode for process in running]
    assert codes.count(0) >= 1 and set(codes) <= {0, 5}, told
    did = [output for output, _ in told if f"已编号并出单{MANY}份" in output]
    others = [output for output, _ in told if f"出过{MANY}份交办单" in output.replace("\n", "")]
    assert (len(did), len(others)) == (1, 2)
    assert len(papers(office)) == MANY


@pytest.fixture
def blocked(run: Run, office: Path) -> Iterator[Path]:
    """The file of the first number stands there before it is given."""
    run("new", "纪要.txt", "--yes", "--office", "督办", *DAY)
    first = papers(office)[0]
    for path in [*office.glob("台账.sqlite3*"), *office.glob("编号水位.json"), *papers(office)]:
        path.unlink()
    first.write_text("别人的文件", encoding="utf-8")
    yield first


def test_a_blocked_file_stays_a_fault_until_it_is_written(
    run: Run, office: Path, blocked: Path
) -> None:
    code, _, error = run(*SCENE)
    assert (code, "【E5102】" in error) == (7, True)
    code, output, error = run(*SCENE)
    assert code == 7
    assert f"【E5103】还有1份的文件没有写成：{blocked.stem}。" in error
    assert "2份中有1份的文件在" in output
    blocked.rename(blocked.with_name("别人的.docx"))
    code, output, error = run(*SCENE)
    assert code == 0
    assert f"{blocked.stem} 已补写文件" in error


def test_a_lead_given_while_the_source_is_open_shows_in_the_preview(run: Run, here: Path) -> None:
    text = "工作会纪要\n会议议定，由县住建局牵头，3月底前制定方案。\n"
    (here / "无类.txt").write_text(text, encoding="utf-8")
    _, output, _ = run("new", "无类.txt", "--dry-run", "--lead", "1=县水利局", *DAY)
    assert "1项来源或日期未定" in output
    assert "县水利局" in output


FULL_DISK = """
import resource, signal, sys
from toolkit.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
sys.exit(main(["init", "督办", "--county", "云溪县"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on file sizes")
def test_a_failed_init_leaves_nothing_behind(run: Run, here: Path) -> None:
    before = sorted(here.iterdir())
    done = subprocess.run([sys.executable, "-c", FULL_DISK], capture_output=True, encoding="utf-8")
    assert (done.returncode, sorted(here.iterdir())) == (7, before)
    assert "无法建立“督办”：超过允许的文件大小。没有留下文件" in done.stderr
    assert run("init", "督办", "--county", "云溪县")[0] == 0


def test_a_name_too_long_for_the_disk_is_told(run: Run, here: Path) -> None:
    before = sorted(here.iterdir())
    code, _, error = run("init", "督" * 120)
    assert (code, sorted(here.iterdir())) == (7, before)
    assert "名称太长" in error


def test_init_keeps_what_a_folder_already_holds(run: Run, here: Path) -> None:
    (here / "督办").mkdir()
    (here / "督办" / "units.xlsx").write_bytes(b"ours")
    assert run("init", "督办")[0] == 0
    assert (here / "督办" / "units.xlsx").read_bytes() == b"ours"
    assert (here / "督办" / "duban.toml").is_file()


@pytest.mark.parametrize("day", ["2031-01-01", "2019-05-01"])
def test_a_day_of_issue_nobody_can_mean_needs_a_second_word(
    day: str, run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_TODAY", "2026-02-12")
    wishes = ("new", "纪要.txt", "--yes", "--office", "督办", "--issued-on", day)
    code, _, error = run(*wishes)
    assert code == 4 and ("【E4402】" in error or "【E3108】" in error)
    assert papers(office) == []
    if day > "2026":
        assert run(*wishes, "--confirm-clock")[0] == 0


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        (["--on", "2026-02-11", "--issued-on", "2026-02-01"], "E3108"),
        (["--on", "1990-02-11"], "E3109"),
    ],
)
def test_a_deadline_that_is_a_fault_exits_as_one(wishes: list[str], code: str, run: Run) -> None:
    returned, output, _ = run("deadline", "--source", "常务会议", *wishes)
    assert returned == 4
    assert f"【{code}】" in output


def test_a_folder_in_the_place_of_the_ledger_is_told(run: Run, new_office: Path) -> None:
    (new_office / "台账.sqlite3").mkdir()
    code, _, error = run("ledger", "--office", "督办")
    assert code == 7
    assert "“台账.sqlite3”是文件夹，不是台账文件" in error


def test_a_damaged_ledger_without_backup_says_where_to_look(run: Run, office: Path) -> None:
    (office / "台账.sqlite3").write_bytes(b"nothing of the kind" * 200)
    code, _, error = run("ledger", "--office", "督办")
    assert code == 7
    assert "【E4202】" in error and "“备份”文件夹中没有备份" in error


@pytest.mark.parametrize(("length", "code"), [(60_000, 0), (250_000, 3), (1_750_000, 3)])
def test_a_file_that_lost_its_line_breaks_answers_in_time(
    length: int, code: int, run: Run, here: Path
) -> None:
    clause = "由县水利局牵头，县财政局配合，6月底前完成河道清淤。"
    text = (clause * (length // len(clause) + 1))[:length]
    (here / "长.txt").write_text(f"云溪县人民政府常务会议纪要\n{text}\n", encoding="utf-8")
    start_at = time.monotonic()
    returned, _, error = run("tasks", "长.txt", "--json")
    assert returned == code
    assert time.monotonic() - start_at < 20  # 10 s on an idle machine
    if code:
        assert error.startswith(f"【E1208】长.txt：第2段有{length}字（一段上限200000字）")


def test_an_empty_ledger_says_how_to_begin(run: Run, office: Path) -> None:
    code, output, _ = run("ledger", "--office", "督办")
    assert (code, output) == (0, "台账还是空的，没有出过单。出第一份：duban new 会议纪要.docx\n")


@pytest.mark.parametrize("emptied", [False, True])
def test_a_ledger_that_is_gone_is_not_an_empty_one(emptied: bool, run: Run, office: Path) -> None:
    run(*SCENE)
    for path in office.glob("台账.sqlite3*"):
        path.unlink()
    if emptied:
        (office / "台账.sqlite3").touch()
    code, _, error = run("ledger", "--office", "督办")
    assert code == 7
    assert "【E4303】台账不全：" in error and "duban restore" in error


def test_a_deleted_paper_is_told_and_written_again(run: Run, office: Path) -> None:
    run(*SCENE)
    first = papers(office)[0]
    content = first.read_bytes()
    first.unlink()
    code, output, error = run("ledger", "--office", "督办")
    assert code == 7 and "共2项。" in output
    assert f"【E5104】1份单的文件已不在原处：{first.stem}。" in error and "--rewrite" in error
    code, output, _ = run("check", "--office", "督办")
    assert code == 4 and "有问题  单据文件" in output
    code, _, error = run("ledger", "--rewrite", "--office", "督办")
    assert code == 0 and f"{first.stem} 的文件已重新写出。" in error
    assert first.read_bytes() == content


def test_a_console_without_a_language_still_gets_chinese(here: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    asked = [DUBAN, "deadline", "--source", "常务会议", "--on", "2026-02-11"]
    done = subprocess.run(asked, capture_output=True, env=os.environ | plain)
    assert done.returncode == 0
    assert "来源：" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script")
def test_trying_without_a_network_is_told_in_one_line(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    for name in ("samples/try.py", "tests/run.py", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(root / name, tmp_path / name)
    scripts = tmp_path / ".venv" / "bin"
    scripts.mkdir(parents=True)
    # what uv does without a network: an English line, and a code of its own
    (scripts / "uv").write_text("#!/bin/sh\necho 'error: Failed to fetch' >&2\nexit 2\n")
    (scripts / "uv").chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "samples" / "try.py")],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("运行环境没有准备好：")
