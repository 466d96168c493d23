"""Every clause of the regulation is carried by an entry or a function; `duban rules` shows it."""

from __future__ import annotations

import importlib
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reference import SHARED, needs

from toolkit.cli import main
from toolkit.loading import load_regulation
from toolkit.loading.regulations import REGULATION as REGULATION_FOLDER
from toolkit.model import Severity
from toolkit.rules.coverage import FUNCTION, LISTS, Coverage, coverage
from toolkit.rules.provisions import Provision, Provisions
from toolkit.screen import rulebook
from toolkit.screen.display import text_width

CORPUS = Path(__file__).parent / "corpus" / "clauses.toml"
CLAUSES = tomllib.loads(CORPUS.read_text(encoding="utf-8"))["clause"]
RULES = SHARED / "domain" / "RULES.md"
REGULATION = load_regulation()
FOUND = {each.entry.clause.number: each for each in coverage(REGULATION)}
ENTRIES = [entry for _, entry in REGULATION.provisions.all()]


def test_the_list_of_clauses_is_complete() -> None:
    assert [clause["number"] for clause in CLAUSES] == list(FOUND)
    assert len(CLAUSES) == 37


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause["number"])
def test_every_clause_is_carried(clause: dict[str, Any]) -> None:
    found = FOUND[clause["number"]]
    assert found.entry.content
    if clause.get("outside"):
        assert found.entry.outside and not found.is_carried
    else:
        assert found.is_carried and not found.entry.outside
        assert [*dict.fromkeys(each.kind for each in found.carriers)] == clause["carried"]


def functions() -> list[str]:
    return [c.id for each in FOUND.values() for c in each.carriers if c.kind == FUNCTION]


@pytest.mark.parametrize("name", functions())
def test_a_function_that_carries_a_clause_exists(name: str) -> None:
    module, _, function = name.rpartition(".")
    assert callable(getattr(importlib.import_module(module), function))


def test_a_clause_that_nothing_carries_is_seen(tmp_path: Path) -> None:
    for path in REGULATION_FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            re.sub(r"\[\[ledger\]\]\n(?:.+\n)+", "", text), encoding="utf-8"
        )
    found = {each.entry.clause.number: each for each in coverage(load_regulation(tmp_path))}
    assert not found["二-2"].is_carried
    shown = rulebook.rules_lines(load_regulation(tmp_path))
    assert "1条没有着落" in "\n".join(shown)


@needs(RULES)
def test_no_clause_of_the_commentary_is_left_out() -> None:
    text = RULES.read_text(encoding="utf-8")
    table = text.partition("## 10. Clause coverage")[2]
    rows = re.findall(r"^\| ([一二三四五][^ |]*) \| ([^|]*) \| ([^|]*) \|", table, re.M)
    for number, _, carried in rows:
        found = FOUND[number.removesuffix("(引言)")]
        assert ("not for software" in carried) == bool(found.entry.outside)
    assert len(rows) == len(FOUND)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_entry_is_dated_cited_and_as_strict_as_its_words(entry: Provision) -> None:
    assert entry.applies_from and entry.clauses and entry.name
    words = "".join(clause.text for clause in entry.clauses)
    if entry.severity is Severity.ERROR:
        assert entry.status != "config"
        strict = r"须|一律|严格|统一|全部|应|由.+(?:签发|下发)|另有要求|不予|通报"
        assert re.search(strict, words)
    if words.count("原则上") and entry.severity is Severity.ERROR:
        assert "不予" in words or "不安排" in words


def test_every_list_has_a_chinese_name_and_entries() -> None:
    assert set(LISTS) == set(Provisions.__slots__)
    assert {name for name, _ in REGULATION.provisions.all()} == set(LISTS)


def test_the_ladder_of_levels_is_whole() -> None:
    levels = REGULATION.provisions.escalation
    assert [level.level for level in levels] == [1, 2, 3, 4, 5]
    assert levels[2].contents == ("会商协调过程", "意见分歧", "办理建议")
    assert [step.act for step in REGULATION.provisions.sign_off[0].steps] == [
        *("提出", "同意", "签发", "下发")
    ]
    assert [entry.id for entry in REGULATION.provisions.cadence] == [f"C{n}" for n in range(1, 11)]


def test_the_table_fits_the_screen_and_names_every_clause(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(text_width, lines)) <= 80
    for number in FOUND:
        shown = number if "-" in number else f"{number}(引言)"
        assert any(line.startswith(f"{shown} ") for line in lines)
    assert "共37条，其中2条不由软件承担，0条没有着落。" in lines


@pytest.mark.parametrize(
    "lines", [rulebook.rules_lines, rulebook.choices_lines, rulebook.sources_lines]
)
def test_a_chinese_console_shows_it_too(lines: Callable[..., list[str]]) -> None:
    shown = lines(REGULATION, ambiguous=2)
    assert max(text_width(line, ambiguous=2) for line in shown) <= 80
    "".join(shown).encode("gbk")


def test_the_choices_fit_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--choices"]) == 0
    text = capsys.readouterr().out
    assert max(map(text_width, text.splitlines())) <= 80
    assert all(each.id in text for each in REGULATION.documented_conventions)


def test_every_source_is_listed_with_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--sources"]) == 0
    text = capsys.readouterr().out
    assert all(each.id in text for each in REGULATION.sources)


def test_the_json_gives_the_words_of_every_clause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {each["clause"]: each["text"] for each in told["clauses"]} == {
        number: found.entry.clause.text for number, found in FOUND.items()
    }
    assert all(each["carried_by"] or each["outside"] for each in told["clauses"])


def test_an_office_chooses_its_way_of_counting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[rules.choices]\nweek = "5个工作日"\nbase_day_counted = true\n'
    (tmp_path / "duban.toml").write_text(text, encoding="utf-8")
    office = ["--office", str(tmp_path)]
    assert main(["rules", "--choices", *office]) == 0
    assert capsys.readouterr().out.count("（本单位选定）") == 2
    assert main(["deadline", "--source", "weekly_meeting", "--on", "2026-03-03", *office]) == 0
    assert "反馈时限：1周（5个工作日），自3月3日当日起算" in capsys.readouterr().out.replace(
        "\n  ", ""
    )


def test_a_wrong_choice_is_named_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "duban.toml").write_text('[rules.choices]\nweek = "一星期"\n', encoding="utf-8")
    assert main(["rules", "--office", str(tmp_path)]) == 6
    assert capsys.readouterr().err == (
        "【E3012】duban.toml 的 [rules.choices]：“week”只能是 7日、5个工作日，现为“一星期”。\n"
    )


def carried_twice(found: Coverage) -> bool:
    return len(found.carriers) != len(set(found.carriers))


def test_nothing_is_listed_twice() -> None:
    assert not any(carried_twice(found) for found in FOUND.values())


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("五-1-(1)", "批准人：交办机构负责人；涉及领导批示的，报交办领导"),
        ("五-1-(1)", "最多延1次"),
        ("五-2", "落实结果报县政府督查室"),
        ("五-4", "须经本级政府或者本级政府主要负责人批准（政府督查工作条例第二十一条）"),
        ("四-1-(1)", "报上一级的前提：已主动沟通会商，部门之间不能协商一致"),
    ],
)
def test_what_a_clause_demands_is_told_with_it(clause: str, told: str) -> None:
    assert told in [each for carrier in FOUND[clause].carriers for each in carrier.particulars]
    shown = "".join("".join(rulebook.rules_lines(REGULATION)).split())
    assert told.partition("：")[0] in shown
