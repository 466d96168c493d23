"""The regulation as data: every entry has its clause and words; broken files are named."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from reference import SHARED, needs

from toolkit.errors import SettingsError
from toolkit.loading import load_regulation
from toolkit.loading.regulations import REGULATION as FOLDER
from toolkit.rules.regulation import SourceRule

REGULATION = load_regulation()
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
CORPUS = Path(__file__).parent / "corpus" / "broken_regulations.toml"
BROKEN = tomllib.loads(CORPUS.read_text(encoding="utf-8"))["case"]
WORDS = SHARED / "domain" / "regulation.txt"


def broken(tmp_path: Path, old: str, new: str) -> tuple[Path, str]:
    """The regulation with the first ``old`` of all its files replaced, and that file's name."""
    name = next(name for name, text in FILES.items() if old in text)
    return changed(tmp_path, name, FILES[name].replace(old, new, 1)), name


def changed(tmp_path: Path, name: str, text: str) -> Path:
    folder = tmp_path / "办法"
    shutil.copytree(FOLDER, folder)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_seventeen_sources_and_the_document_classes() -> None:
    documents = [source for source in REGULATION.sources if source.priority is not None]
    assert len(REGULATION.sources) - len(documents) == 17
    assert [source.id for source in sorted(documents, key=lambda s: s.priority or 0)] == [
        *("document_explicit", "document_urgent", "document_research"),
        *("document_joint", "document_single"),
    ]


@pytest.mark.parametrize("source", REGULATION.sources, ids=lambda source: source.id)
def test_every_limit_has_clause_and_words(source: SourceRule) -> None:
    for rule in (source.issuance, source.feedback):
        if rule is not None:
            assert all(clause.text and clause.number for clause in rule.clauses)
            assert (rule.limit is None) == (rule.status == "none")


def test_names_and_aliases_are_of_one_source_each() -> None:
    names = [name for s in REGULATION.sources for name in (s.id, s.name, *s.aliases)]
    assert sorted(set(names)) == sorted(names)


def test_conventions_name_their_legal_source() -> None:
    for convention in REGULATION.documented_conventions:
        assert convention.source and convention.question and convention.answer


@needs(WORDS)
def test_clauses_are_the_words_of_the_regulation() -> None:
    full = WORDS.read_text(encoding="utf-8")
    full_width = full.translate(str.maketrans(",:;()", "，：；（）"))
    for clause in REGULATION.clauses.values():
        assert clause.text in full_width


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["message"])
def test_a_broken_file_is_named_in_one_line(tmp_path: Path, case: dict[str, str]) -> None:
    folder, name = broken(tmp_path, case["old"], case["new"])
    with pytest.raises(SettingsError) as fault:
        load_regulation(folder)
    assert case["message"] in fault.value.message
    assert name in fault.value.message
    assert "\n" not in fault.value.message


def test_each_fault_has_its_own_message() -> None:
    assert len({case["message"] for case in BROKEN}) == len(BROKEN) >= 12


def amended(tmp_path: Path, until: str, since: str) -> Path:
    """The rules with a second entry for 常务会议, in force from ``since``, of 5 working days."""
    name = "3-来源-报告和会议.toml"
    entry = re.search(
        r'\[\[source\]\]\nid = "executive_meeting".*?(?=\n\[\[source\]\])', FILES[name], re.S
    )
    assert entry is not None
    old = entry[0]
    new = old.replace("2013-01-01", since).replace("n = 3", "n = 5")
    both = old.replace("2013-01-01", f"2013-01-01{until}") + "\n\n" + new
    return changed(tmp_path, name, FILES[name].replace(old, both))


def test_an_amendment_adds_an_entry_and_the_old_one_stays(tmp_path: Path) -> None:
    path = amended(tmp_path, "\napplies_until = 2026-06-30", "2026-07-01")
    regulation = load_regulation(path)
    days = {}
    for on in (date(2026, 6, 30), date(2026, 7, 1)):
        rule = regulation.find_source("常务会议", on)
        assert rule is not None and rule.issuance is not None and rule.issuance.limit is not None
        days[on] = rule.issuance.limit.n
    assert days == {date(2026, 6, 30): 3, date(2026, 7, 1): 5}


@pytest.mark.parametrize(
    ("until", "since"), [("", "2026-07-01"), ("\napplies_until = 2026-07-01", "2026-07-01")]
)
def test_entries_that_overlap_in_time_are_refused(tmp_path: Path, until: str, since: str) -> None:
    with pytest.raises(SettingsError, match="自2026-07-01起的条目与前一条时间重叠"):
        load_regulation(amended(tmp_path, until, since))


def test_a_missing_file_and_a_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="找不到文件"):
        load_regulation(tmp_path / "没有.toml")
    path = tmp_path / "办法.toml"
    path.write_bytes("名 = 1".encode("gb18030"))
    with pytest.raises(SettingsError, match="不是 UTF-8 编码"):
        load_regulation(path)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"rol": "none"}, "duban.toml 的 [rules.choices]：没有“rol”这一项，是否想写“roll”？"),
        ({"roll": "up"}, "duban.toml 的 [rules.choices]：“roll”只能是 顺延、提前、不变，现为“up”"),
    ],
)
def test_a_wrong_choice_of_the_office_is_named(choices: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError) as fault:
        load_regulation(choices=choices)
    assert message in fault.value.message
