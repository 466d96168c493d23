"""A program stopped half-way, two at once, a file in the way: what the clerk is told."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import DAY, Run

DUBAN = str(Path(sys.executable).with_name("duban"))
MANY = 40
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
