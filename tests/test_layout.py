"""GB/T 9704 on our own papers, on papers spoilt in one place, and on whatever else is a .docx."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from clerk import Run
from docx import Document
from paper_samples import COUNTS, SAMPLES, SHEETS, sheet, template_of
from papers import GOLDEN_TICKETS, ROOT, golden_paper, members, zipped
from reference import REAL, needs

from toolkit.errors import InputError
from toolkit.layout import Report, check_layout, read_sheet
from toolkit.layout.check import MEASURES
from toolkit.layout.elements import Shape
from toolkit.layout.sheet import sheet_of
from toolkit.layout.statements import Verdict
from toolkit.loading.layout import load_fonts, load_statements
from toolkit.office.shelf import faces_of
from toolkit.papers import PAPERS
from toolkit.rendering.shelf import Shelf
from toolkit.text.rare import outside_gb2312

CASES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests/corpus/layout_faults.toml").read_text("utf-8")
)["case"]
EVERY_SHEET = [*SHEETS, *(("交办单", size) for size in GOLDEN_TICKETS)]


def report_on(data: bytes, shape: Shape | None = None) -> Report:
    return check_layout(sheet_of("文件.docx", data), load_statements(), load_fonts(), shape)


def failed(report: Report) -> dict[str, str]:
    """Statement's id → everything said of its faults."""
    said: dict[str, str] = {}
    for each in report.outcomes:
        if each.verdict is Verdict.FAILS:
            faults = (f"{x.place}：现为{x.found}；应为{x.wanted}" for x in each.faults)
            said[each.statement.id] = said.get(each.statement.id, "") + "\n".join(faults)
    return said


@cache
def ours(name: str, size: str) -> bytes:
    return golden_paper(size) if name == "交办单" else sheet(name, size)


def spoilt(case: dict[str, Any]) -> bytes:
    files = members(ours(case["paper"], "满页"))
    new = case["new"].replace("@300@", "县某某局、" * 300)
    xml = files[case["part"]].decode("utf-8")
    assert case["old"] in xml, "the example no longer fits the template"
    files[case["part"]] = xml.replace(case["old"], new).encode("utf-8")
    return zipped(files)


@pytest.mark.parametrize(("name", "size"), EVERY_SHEET)
def test_our_papers_pass_all_that_applies(name: str, size: str) -> None:
    report = report_on(ours(name, size))
    assert failed(report) == {}
    applicable = [x for x in report.of_standard if x.verdict is Verdict.PASSES]
    assert len(applicable) >= 10


@pytest.mark.parametrize("name", SAMPLES)
def test_our_papers_pass_before_they_have_number_and_date(name: str) -> None:
    fields = SAMPLES[name](COUNTS[name][0][1])
    blank = {"number": "（待编号）", "issued_on": "（待签发）", "printed_on": "（待填）"}
    known = {each: text for each, text in blank.items() if hasattr(fields, each)}
    paper = template_of(name).render(replace(fields, **known))
    assert failed(report_on(paper)) == {}


@pytest.mark.parametrize("profile", load_fonts().profiles)
@pytest.mark.parametrize("name", SAMPLES)
def test_our_papers_pass_in_every_set_of_fonts(name: str, profile: str) -> None:
    template = Shelf(None, faces_of(profile)).template(PAPERS[name])
    paper = sheet_of("文件.docx", template.render(SAMPLES[name](COUNTS[name][0][1])))
    fonts = load_fonts().only(profile)
    assert failed(check_layout(paper, load_statements(), fonts)) == {}


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("任务分解方案", Shape.DOCUMENT),
        ("交办通知", Shape.LETTER),
        ("督办通知书", Shape.LETTER),
        ("政务督查通报", Shape.BULLETIN),
        ("催办单", Shape.FORM),
        ("延期申请", Shape.FORM),
    ],
)
def test_the_head_tells_the_format(name: str, shape: Shape) -> None:
    assert report_on(ours(name, "一项")).shape is shape


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['fails']} {case['says']}")
def test_what_is_spoilt_is_found(case: dict[str, Any]) -> None:
    found = failed(report_on(spoilt(case)))
    assert case["says"] in found.get(case["fails"], ""), found


def test_every_statement_of_the_standard_is_there_and_every_measure_is_used() -> None:
    statements = load_statements()
    ids = {each.id for each in statements}
    wanted = {*range(3, 12), *range(20, 29), *range(30, 46), *range(50, 58), *range(60, 69)}
    # G40 is tested together with G39: with or without a seal nobody can see in the file
    assert {int(each[1:]) for each in ids if each[0] == "G"} == wanted - {40}
    assert {each.measure for each in statements if each.measure} == set(MEASURES)


def test_every_measure_is_seen_to_fail() -> None:
    only_told = {"H05", "H09"}  # what a file does not show: nothing can be otherwise
    measured = {each.id for each in load_statements() if each.measure}
    assert measured - {case["fails"] for case in CASES} == only_told


def test_customs_do_not_count_against_the_standard() -> None:
    case = next(each for each in CASES if each["fails"] == "H02")
    report = report_on(spoilt(case))
    assert report.passes
    assert {each.statement.id[0] for each in report.of_custom} == {"H"}


def test_a_letter_may_be_asked_for_by_name() -> None:
    assert "G60" in {x.statement.id for x in report_on(ours("任务分解方案", "一项")).of_standard}
    assert report_on(ours("任务分解方案", "一项"), Shape.LETTER).shape is Shape.LETTER


@pytest.mark.parametrize(
    ("text", "rare"),
    [("王喆、李堃", ("喆", "堃")), ("朱镕基", ("镕",)), ("县水利局〔2026〕", ()), ("𬱖", ("𬱖",))],
)
def test_characters_that_old_fonts_lack(text: str, rare: tuple[str, ...]) -> None:
    assert outside_gb2312(text) == rare


def test_a_plain_word_file_is_told_what_it_lacks(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("关于某事的通知")
    document.add_paragraph("各单位：")
    document.add_paragraph("这是正文。" * 20)
    document.save(str(tmp_path / "通知.docx"))
    found = failed(
        check_layout(read_sheet(tmp_path / "通知.docx"), load_statements(), load_fonts())
    )
    assert {"G03", "G04", "G05", "G06", "G30"} <= found.keys()


def test_a_text_file_has_no_layout(tmp_path: Path) -> None:
    (tmp_path / "文.txt").write_text("正文", encoding="utf-8")
    with pytest.raises(InputError, match="没有版式可查"):
        read_sheet(tmp_path / "文.txt")


class TestCommand:
    def test_a_good_file(self, run: Run, here: Path) -> None:
        (here / "督办单.docx").write_bytes(ours("督办单", "一项"))
        code, output, _ = run("layout", "督办单.docx")
        assert code == 0
        assert "按“表单”格式检查" in output
        assert "不符合0条" in output

    def test_a_bad_file_as_text_and_as_json(self, run: Run, here: Path) -> None:
        case = next(each for each in CASES if each["fails"] == "G04")
        (here / "方案.docx").write_bytes(spoilt(case))
        code, output, _ = run("layout", "方案.docx")
        assert code == 4
        assert "[不符合] G04 5.2.1（必须）" in output
        assert "现为25.4 mm；应为37 mm。" in output
        code, output, _ = run("layout", "方案.docx", "--json")
        assert (code, json.loads(output)["passes"]) == (4, False)

    def test_an_unknown_format(self, run: Run, here: Path) -> None:
        code, _, error = run("layout", "坏.docx", "--as", "报告")
        assert (code, error[:7]) == (2, "【E0206】")

    def test_no_word_file(self, run: Run) -> None:
        code, _, error = run("layout", "坏.docx")
        assert (code, error[:3]) == (3, "【E1")


@needs(REAL)
def test_real_documents_are_measured_without_a_fault_of_ours() -> None:
    paths = sorted(REAL.rglob("*.docx"))
    assert paths
    for path in paths:
        report = check_layout(read_sheet(path), load_statements(), load_fonts())
        assert report.outcomes, path.name
