"""The office folder and its duban.toml: what is accepted, and what is said of what is not."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from toolkit.errors import SettingsError
from toolkit.numbering import NumberScheme
from toolkit.office import folder as office_folder
from toolkit.office import settings

CORPUS = Path(__file__).parent / "corpus" / "settings.toml"
SAMPLE = Path(settings.__file__).parents[1] / "data" / "office" / office_folder.SETTINGS_FILE


def cases() -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads(CORPUS.read_text(encoding="utf-8"))["case"]
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["text"].split("\n")[-1])
def test_a_mistake_is_named_with_its_line(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / office_folder.SETTINGS_FILE
    path.write_text(case["text"], encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        settings.load_settings(path)
    assert str(caught.value) == case["expect"]


def test_the_sample_is_what_holds_without_a_file() -> None:
    assert settings.load_settings(SAMPLE) == settings.Settings()


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / office_folder.SETTINGS_FILE
    path.write_bytes("\ufeffcounty = '云县'\r\n".encode())
    assert settings.load_settings(path).county == "云县"


def test_a_file_in_gbk_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / office_folder.SETTINGS_FILE
    path.write_bytes("# 说明\ncounty = '云县'".encode("gbk"))
    with pytest.raises(SettingsError, match="第1行不是 UTF-8 编码"):
        settings.load_settings(path)


def test_an_organ_numbers_in_its_own_series() -> None:
    office = settings.load_office(None)
    assert office.scheme("县政府督查室") == NumberScheme("示政督交")
    assert office.scheme("县政府办公室") == NumberScheme("示政督交")
    assert office.scheme("县规委会办公室") == NumberScheme("示专交")
    assert office.profile("县政府办公室").organs["县政府办公室"] == "示例县人民政府办公室"


def test_the_folder_is_found_from_below(tmp_path: Path) -> None:
    office = tmp_path / "督办"
    settings.create_folder(office)
    below = office / "2026" / "三月"
    below.mkdir(parents=True)
    assert office_folder.find_folder(below) == office
    assert office_folder.find_folder(tmp_path) is None


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    office = tmp_path / "督办"
    settings.create_folder(office)
    own = office / office_folder.SETTINGS_FILE
    own.write_text('county = "云县"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="E3005"):
        settings.create_folder(office)
    assert own.read_text(encoding="utf-8") == 'county = "云县"\n'


def test_an_own_form_is_used_where_there_is_one(tmp_path: Path) -> None:
    settings.create_folder(tmp_path / "督办")
    office = settings.load_office(tmp_path / "督办")
    assert office.template_file is None
    own = tmp_path / "督办" / settings.TEMPLATE_FOLDER / "交办单.docx"
    own.write_bytes(b"")
    assert office.template_file == own


def test_pydantic_is_imported_only_to_read_a_file() -> None:
    code = "import sys, toolkit.office.settings; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
