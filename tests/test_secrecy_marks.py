"""Files marked as state secrets are refused before anything of them is read out or written."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from clerk import DAY, Run, files

from toolkit.errors import InputError
from toolkit.reading import read_bytes

MARKS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "secrecy_marks.toml").read_text(encoding="utf-8")
)
MINUTES = (
    "青岚县人民政府常务会议纪要",
    "2026年4月8日上午，县长王成林主持召开县政府第7次常务会议，研究有关工作。现纪要如下：",
    "一、县水利局5月20日前完成清淤。",
)


def minutes(line: str, *, at: int = 0) -> bytes:
    return "\n".join((*MINUTES[:at], line, *MINUTES[at:])).encode()


@pytest.mark.parametrize("mark", MARKS["secret"])
@pytest.mark.parametrize("at", [0, 2])
def test_a_marked_file_is_refused(mark: str, at: int) -> None:
    with pytest.raises(InputError) as refused:
        read_bytes("纪要.txt", minutes(mark, at=at))
    assert refused.value.code == "E1701"
    assert f"第{at + 1}段" in refused.value.message
    assert "涉密文件不得在非涉密计算机上处理" in refused.value.message
    assert "青岚" not in refused.value.message.split("标有密级")[0]


@pytest.mark.parametrize("line", MARKS["open"])
def test_other_lines_are_no_mark(line: str) -> None:
    assert len(read_bytes("纪要.txt", minutes(line)).paragraphs) == 4


def test_the_running_text_is_not_looked_at() -> None:
    lines = "\n".join((*MINUTES, *["会议研究了有关工作。"] * 12, "秘密"))
    assert read_bytes("纪要.txt", lines.encode()).paragraphs


@pytest.mark.parametrize("command", [("new", "--yes", *DAY), ("new", "--dry-run"), ("tasks",)])
def test_no_command_takes_it_and_nothing_is_written(
    command: tuple[str, ...], run: Run, office: Path, here: Path
) -> None:
    (here / "纪要.txt").write_bytes(minutes("机密★1年"))
    before = files(here)
    name, *options = command
    code, output, error = run(name, "纪要.txt", *options, "--office", "督办")
    assert (code, output) == (3, "")
    assert (
        error.startswith("【E1701】纪要.txt：第1段标有密级“机密★1年”。") and error.count("\n") == 1
    )
    assert files(here) == before
