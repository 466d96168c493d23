"""``docs/用自己县的办法.md`` followed to the letter: its commands are run, its changes made."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from toolkit.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "用自己县的办法.md"
BLOCKS = re.findall(r"^```(console|diff|toml)\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)


def apply(block: str) -> None:
    """Put the words after the + in the place of those after the -, once, in the named file."""
    name, old, new = block.splitlines()
    path = Path(name.removeprefix("--- "))
    text = path.read_text(encoding="utf-8")
    old, new = old.removeprefix("- "), new.removeprefix("+ ")
    assert old in text, f"{path}: {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, *expected = block.splitlines()
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "duban"
    main(arguments)
    said = capsys.readouterr()
    shown = [line.rstrip() for line in (said.out + said.err).splitlines()]
    for line in expected:
        assert line == "…" or line in shown, f"{command}\n{line}\n{said}"
    if not any(line.startswith("【") for line in expected):
        assert not said.err, command


def test_the_page_can_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = {"console": 0, "diff": 0}
    for kind, block in BLOCKS:
        if kind == "diff":
            apply(block)
        elif kind == "console":
            run(block, capsys)
        if kind in done:
            done[kind] += 1
    assert done == {"console": 7, "diff": 6}


@pytest.mark.parametrize("block", [text for kind, text in BLOCKS if kind == "toml"])
def test_what_the_page_shows_is_toml(block: str) -> None:
    assert tomllib.loads(block)


def test_the_rules_are_copied_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "制度"
    assert main(["rules", "--copy", str(folder)]) == 0
    assert main(["rules", "--copy", str(folder)]) == 6
    assert "已经存在，没有复制" in capsys.readouterr().err
