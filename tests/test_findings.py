"""Every message a clerk may see, whole, from ``corpus/findings.toml``; each code once."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit import findings
from toolkit.findings import still_open, without_place
from toolkit.model import Finding, Severity, Span

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "findings.toml").read_text(encoding="utf-8")
)["case"]
MODULES = sorted(Path(findings.__file__).parent.glob("*.py"))
MAKERS: dict[str, Callable[..., Finding]] = {
    name: made
    for name, made in inspect.getmembers(findings, inspect.isfunction)
    if made.__module__.startswith(f"{findings.__name__}.")
    and inspect.signature(made).return_annotation == "Finding"
    and name not in ("of_task", "of_some")  # what the others are made with, and what names tasks
}


def made(case: dict[str, Any]) -> Finding:
    maker = MAKERS[case["finding"]]
    given = {
        name: Span(**value) if isinstance(value, dict) else value
        for name, value in case.get("with", {}).items()
    }
    return maker(**{**dict.fromkeys(inspect.signature(maker).parameters), **given})


def names(cases: list[dict[str, Any]]) -> list[str]:
    return [case["finding"] for case in cases]


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_a_message_as_it_is_shown(case: dict[str, Any]) -> None:
    finding = made(case)
    assert finding.message == case["message"]
    assert (finding.code, finding.severity) == (case["code"], case["severity"])


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_a_message_is_whole_and_every_console_can_show_it(case: dict[str, Any]) -> None:
    finding = made(case)
    finding.message.encode("gbk")
    assert finding.message[-1] in "。？"
    if finding.severity is not Severity.NOTE:
        assert re.search("请|是否|暂定|不会执行", finding.message), "say what to do"


def test_no_message_is_without_example() -> None:
    assert set(MAKERS) == set(names(CASES))


def codes_in(module: Path) -> list[tuple[str, str]]:
    """Function and code for every code written in a module, in its order."""
    return [
        (function.name, node.value)
        for function in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef) and function.name in MAKERS
        for node in ast.walk(function)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[EWI]\d{4}", node.value)
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_functions_stand_in_the_order_of_their_codes(module: Path) -> None:
    numbers = [code[1:] for _, code in codes_in(module)]
    assert numbers == sorted(numbers)


def test_every_function_has_a_code_of_its_own() -> None:
    found = [each for module in MODULES for each in codes_in(module)]
    assert len({name for name, _ in found}) == len(found) == len(MAKERS)
    assert len({code[1:] for _, code in found}) == len(found)


def test_nobody_else_makes_findings() -> None:
    package = Path(findings.__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        # units_table.py reads back the findings it kept beside the workbook
        if path in MODULES or path.name == "units_table.py":
            continue
        calls = re.findall(r"\bFinding\(", path.read_text(encoding="utf-8"))
        assert not calls or path.name == "model.py", path.name


def test_a_message_about_some_tasks_names_them() -> None:
    said = findings.of_some(findings.source_day_unknown(), [3, 5])
    assert said.message.startswith("任务3、5：文件没有写明")
    assert (said.code, said.task) == ("E3114", None)


def test_said_of_several_tasks_a_message_loses_place_and_quotation() -> None:
    span = Span(14, 0, 4, "研究意见")
    assert without_place(findings.lead_missing(3, span)) == (
        "未写明牵头单位。请补填牵头单位，或退回起草科室确认。"
    )


def test_what_another_doubt_includes_is_not_said_twice() -> None:
    chair, source = findings.chair_missing(None), findings.source_undecided("甲", "乙")
    assert still_open([chair, source, source]) == (source,)
    assert still_open([chair]) == (chair,)
    assert still_open([chair], source_given=True) == ()
    no_day = findings.source_date_missing("会议", "")
    assert still_open([no_day, findings.source_day_unknown()]) == (findings.source_day_unknown(),)
    assert still_open([no_day], day_given=True) == ()
