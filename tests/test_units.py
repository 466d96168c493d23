"""Units in running text and in fields, case by case from ``corpus/units.toml``."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from toolkit.extraction.units.find import Level, detect_level, find_units, parse_unit_list
from toolkit.loading.vocabulary import load_vocabulary, make_vocabulary, unit_record
from toolkit.text.normalize import match_copy

HERE = Path(__file__).parent
CORPUS = tomllib.loads((HERE / "corpus" / "units.toml").read_text(encoding="utf-8"))
WORKED_ON = HERE / "corpus" / "annotated" / "worked_on"
COUNTY = Level("县", "苍屏县", "county")


def level_of(name: str) -> Level:
    given: dict[str, Any] = dict(CORPUS["levels"][name])
    return Level(
        **{
            **given,
            "places": frozenset(given.get("places", ())),
            "pair": tuple(given.get("pair", ())),
        }
    )


def texts(line: str, level: Level = COUNTY) -> list[str]:
    return [m.text for m in find_units(line, load_vocabulary(), level)]


@pytest.mark.parametrize("case", CORPUS["cases"], ids=lambda case: case["text"])
def test_units_of_a_sentence(case: dict[str, Any]) -> None:
    found = find_units(case["text"], load_vocabulary(), level_of(case["level"]))
    wanted = [(*unit, *("", False)[len(unit) - 1 :]) for unit in case["units"]]
    assert [(m.text, m.name or "", m.group) for m in found] == wanted


@pytest.mark.parametrize("case", CORPUS["not_units"], ids=lambda case: case["text"])
def test_what_is_no_unit(case: dict[str, Any]) -> None:
    assert find_units(case["text"], load_vocabulary(), level_of(case["level"])) == (), case["why"]


@pytest.mark.parametrize("case", CORPUS["spoken"], ids=lambda case: case["text"])
def test_what_is_sure_and_what_a_role_must_bear_out(case: dict[str, Any]) -> None:
    found = find_units(case["text"], load_vocabulary(), level_of(case["level"]))
    wanted = (case.get("sure", []), case.get("maybe", []))
    assert (
        [m.text for m in found if m.certain],
        [m.text for m in found if not m.certain],
    ) == wanted


@pytest.mark.parametrize("case", CORPUS["cases"], ids=lambda case: case["text"])
def test_mentions_stand_in_order_and_apart(case: dict[str, Any]) -> None:
    text = case["text"]
    end = 0
    for mention in find_units(text, load_vocabulary(), level_of(case["level"])):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.group_start <= mention.start and mention.end <= mention.group_end
        end = mention.end


# --- fields ----------------------------------------------------------


@pytest.mark.parametrize("case", CORPUS["fields"], ids=lambda case: case["text"])
def test_units_of_a_field(case: dict[str, Any]) -> None:
    found = parse_unit_list(case["text"], load_vocabulary(), level_of(case["level"]))
    assert [m.text for m in found] == case["units"]
    assert all(m.certain for m in found)


# --- levels ----------------------------------------------------------


@pytest.mark.parametrize("case", CORPUS["heads"], ids=lambda case: case["lines"][0])
def test_level_of_a_document(case: dict[str, Any]) -> None:
    level = detect_level(case["lines"])
    assert (level.prefix, level.place, level.grade) == tuple(case["level"])


# --- the whole vocabulary ----------------------------------------------------------


def test_every_short_name_is_found_and_named() -> None:
    vocabulary = load_vocabulary()
    for unit in vocabulary.units.values():
        for name in unit.short:
            if "×" in name:
                continue
            found = find_units(f"由{name}负责。", vocabulary, COUNTY)
            assert [match_copy(m.text) for m in found] == [name]


def test_a_former_name_stays_as_written_and_knows_its_successor() -> None:
    (mention,) = find_units("请县国土局负责。", load_vocabulary(), COUNTY)
    assert (mention.text, mention.former, mention.name) == ("县国土局", True, None)
    assert mention.unit_id == "natural_resources"


def test_a_list_is_bounded_with_its_closing_words() -> None:
    line = "由县发改、财政、住建等部门研究。"
    found = find_units(line, load_vocabulary(), COUNTY)
    assert {line[m.group_start : m.group_end] for m in found} == {"县发改、财政、住建等部门"}
    assert [line[m.start : m.end] for m in found] == ["县发改", "财政", "住建"]


def test_a_bare_name_alone_is_uncertain() -> None:
    (mention,) = find_units("请民政牵头办理。", load_vocabulary(), COUNTY)
    assert (mention.text, mention.certain) == ("县民政局", False)


def test_same_place_in_every_document_read() -> None:
    """No document of the annotated set makes it stumble, whole or line by line."""
    vocabulary = load_vocabulary()
    for path in sorted(WORKED_ON.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        level = detect_level(text.splitlines())
        assert level.prefix
        for piece in (text, *text.splitlines()):
            for mention in find_units(piece, vocabulary, level):
                assert 0 <= mention.start < mention.end <= len(piece)


def test_damaged_documents() -> None:
    """Cut, doubled and swapped pieces of documents give mentions in order, never a fault."""
    vocabulary, chance = load_vocabulary(), Random(7)
    documents = [path.read_text(encoding="utf-8") for path in sorted(WORKED_ON.glob("*.txt"))]
    for _ in range(400):
        whole = chance.choice(documents)
        at = chance.randrange(len(whole))
        piece = list(whole[at : at + 300])
        for _ in range(8):
            spot = chance.randrange(len(piece) + 1)
            piece[spot:spot] = chance.choice(
                (piece[spot : spot + 6], list("、和与，（）“县两村"), [])
            )
            cut = chance.randrange(len(piece) + 1)
            del piece[cut : cut + 2]
        text = "".join(piece)
        level, end = detect_level(text.splitlines()), 0
        for mention in find_units(text, vocabulary, level):
            assert end <= mention.start < mention.end <= len(text)
            end = mention.end
        assert all(m.text for m in parse_unit_list(text, vocabulary, level))


def seconds(line: str) -> float:
    vocabulary = load_vocabulary()
    best = 9e9
    for _ in range(2):
        start = time.perf_counter()
        find_units(line, vocabulary, COUNTY)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        "由县住建局牵头，县发改、财政等部门配合，",
        "县",
        "发改、",
        "和与及、",
        "（（（",
        "管理中心",
        "“县",
    ],
)
def test_time_grows_with_the_line(unit: str) -> None:
    short = seconds(unit * (3_000 // len(unit)))
    long = seconds(unit * (12_000 // len(unit)))
    assert long < 10 * short + 0.05


def test_fifty_thousand_names() -> None:
    rows = [
        {
            "id": f"u{i}",
            "kind": "institution",
            "full": [f"{{P}}第{i}号服务站"],
            "short": [f"县{i}站"],
        }
        for i in range(50_000)
    ]
    vocabulary = make_vocabulary(tuple(unit_record(row) for row in rows))
    found = find_units("由县第49999号服务站负责。", vocabulary, COUNTY)
    assert [m.name for m in found] == ["苍屏县第49999号服务站"]
    assert seconds("由县住建局牵头，" * 500) < 5
