"""Files an office hands over, brought to the command line: B01 to B36 of the list of faults.

What cannot be read is one line and leaves the office folder as it was; what can be read with a
doubt is read, and the doubt stands in the preview.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from bad_files import ODD, RECIPES
from clerk import DAY, Run, files

from toolkit.screen.display import WIDTH, text_width


def corpus(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "corpus" / name
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


@pytest.mark.parametrize("case", corpus("bad_inputs.toml"), ids=lambda case: case["id"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_cannot_be_read_is_one_line_and_writes_nothing(
    case: dict[str, Any], run: Run, office: Path, here: Path
) -> None:
    data = RECIPES[case["recipe"]]()
    (here / case["name"]).write_bytes(data)
    before = files(here)
    code, output, error = run("new", case["name"], "--yes", "--office", "督办", *DAY)
    assert (code, output) == (3, "")
    pattern = re.escape(case["message"]).replace("＊", r"\d+")
    assert re.fullmatch(pattern + "\n", error), error
    assert files(here) == before
    assert (here / case["name"]).read_bytes() == data


@pytest.mark.parametrize("case", corpus("odd_inputs.toml"), ids=lambda case: case["id"])
def test_what_can_be_read_is_read_and_the_doubt_is_told(
    case: dict[str, Any], run: Run, new_office: Path, here: Path
) -> None:
    name = case.get("name", "纪要.docx")
    (here / name).write_bytes(ODD[case["recipe"]]())
    before = files(here)
    code, output, error = run("new", name, "--dry-run", "--office", "督办", *DAY)
    assert (code, error) == (0, "")
    told = "".join(line.strip() for line in output.splitlines())
    assert case["says"] in told
    assert case["says"] or not re.search("【[EWI]1[0124]", told), told
    assert all(text_width(line) <= WIDTH for line in output.splitlines())
    found = json.loads(run("tasks", name, "--json")[1])["tasks"]
    assert len(found) == case.get("tasks", 2)
    assert [task["completion_deadline"]["date"] for task in found[:2]] == [
        "2026-03-31",
        "2026-06-30",
    ]
    assert files(here) == before


def test_a_file_without_tasks_needs_a_look_and_writes_nothing(run: Run, new_office: Path) -> None:
    before = files(new_office)
    code, _, error = run("new", "无事.txt", "--yes", "--office", "督办", *DAY)
    assert code == 4
    assert error.startswith("【E1300】读完2段，没有找到任务。") and error.count("\n") == 1
    assert files(new_office) == before


def test_every_odd_file_is_used() -> None:
    assert {case["recipe"] for case in corpus("odd_inputs.toml")} == set(ODD)
