"""An empty desk, an office folder on it, and the commands."""

from __future__ import annotations

import io
import shutil
import signal
from pathlib import Path

import pytest
from clerk import MINUTES, Run
from databases import at, blank_ledger, postgres, server
from hypothesis import HealthCheck, settings

from toolkit.cli import main
from toolkit.ledger.configuration import LEDGER_FILE
from toolkit.office.setup import create_office

# a run in the background ignores Ctrl-C, and so would the commands that tests send it to
signal.signal(signal.SIGINT, signal.default_int_handler)

# how long an example takes to make says something of the machine's load, nothing of the program
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

__all__ = [
    "at",
    "blank_ledger",
    "furnished",
    "here",
    "new_office",
    "office",
    "postgres",
    "run",
    "server",
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with short minutes, to run commands in."""
    (tmp_path / "纪要.txt").write_text(MINUTES, encoding="utf-8")
    (tmp_path / "无事.txt").write_text("云溪县人民政府\n大家辛苦了。\n", encoding="utf-8")
    (tmp_path / "坏.docx").write_text("这不是 Word 文档", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("DUBAN_OFFICE", "DUBAN_TODAY", "DUBAN_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command; ``answer`` is what is typed. Gives exit code, output, error output."""

    def command(*arguments: str, answer: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        code = main(arguments)
        output, error = capfd.readouterr()
        return code, output, error

    return command


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, blank_ledger: Path) -> Path:
    """An office folder made once, to be copied: making its tables anew takes half a second."""
    folder = tmp_path_factory.mktemp("样板") / "督办"
    create_office(folder)
    shutil.copyfile(blank_ledger, folder / LEDGER_FILE)
    return folder


@pytest.fixture
def office(here: Path, furnished: Path) -> Path:
    """The example county's office folder 督办 in the current one; its ledger is empty."""
    return Path(shutil.copytree(furnished, here / "督办"))


@pytest.fixture
def new_office(office: Path) -> Path:
    """The same folder as ``duban init`` leaves it: there is no ledger yet."""
    (office / LEDGER_FILE).unlink()
    return office
