"""The samples are what their texts say, and each shows what it is there to show."""

from __future__ import annotations

from pathlib import Path

import make_samples
import pytest

from toolkit.model import Place
from toolkit.reading import read_document

SAMPLES = make_samples.SAMPLES
NAMES = sorted(path.name for path in SAMPLES.glob("*") if path.suffix in (".docx", ".txt"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    make_samples.main(folder)
    return folder


def test_nothing_else_is_made(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == NAMES
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_what_its_text_says(name: str, made: Path) -> None:
    kept, fresh = read_document(SAMPLES / name), read_document(made / name)
    assert kept.paragraphs == fresh.paragraphs
    assert kept.findings == fresh.findings


def test_numbers_come_from_word() -> None:
    document = read_document(SAMPLES / "县政府第12次常务会议纪要.docx")
    labels = [one.label for one in document.paragraphs if one.label]
    assert labels[:2] == ["一、", "（一）"]
    assert {"七、", "（四）", "1.", "3."} <= set(labels)


def test_a_changed_deadline_is_read_as_changed() -> None:
    document = read_document(SAMPLES / "排水防涝专题会议纪要.docx")
    words = "".join(one.text for one in document.paragraphs)
    assert "5月31日前完工" in words and "6月30日" not in words
    assert [finding.code for finding in document.findings] == ["W1211"]


def test_an_instruction_in_a_box_and_footnotes() -> None:
    on_site = read_document(SAMPLES / "望潮区现场办公会议纪要.docx")
    assert [finding.code for finding in on_site.findings] == ["W1212"]
    office = read_document(SAMPLES / "县长办公会议纪要.docx")
    assert [one.place for one in office.paragraphs].count(Place.FOOTNOTE) == 2


def test_merged_cells_and_running_numbers() -> None:
    document = read_document(SAMPLES / "政府工作报告任务分解表.docx")
    cells = [(one.text, one.cell) for one in document.paragraphs if one.cell]
    chapters = [cell.row_span for text, cell in cells if cell and cell.column == 0 and cell.row]
    assert chapters == [4, 4, 3, 5]
    numbers = [text for text, cell in cells if cell and cell.column == 1 and cell.row]
    assert numbers == [str(number) for number in range(1, 17)]


def test_the_report_is_long() -> None:
    document = read_document(SAMPLES / "2026年政府工作报告.docx")
    assert sum(len(one.text) for one in document.paragraphs) >= 6000


def test_the_typed_township_minutes_say_the_same() -> None:
    word = read_document(SAMPLES / "松涛镇镇长办公会议纪要.docx")
    text = read_document(SAMPLES / "松涛镇镇长办公会议纪要.txt")
    assert [one.text.strip() for one in text.paragraphs] == [one.text for one in word.paragraphs]
