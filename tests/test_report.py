"""Work reports: the plan cut into items, the review left alone."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reference import REAL, each_of

from toolkit.errors import SettingsError
from toolkit.extraction import extract_tasks
from toolkit.extraction.report.words import ReportWords
from toolkit.loading.knowledge import load_knowledge
from toolkit.loading.words import load_words
from toolkit.model import (
    DocumentKind,
    ExtractedTask,
    Extraction,
    Fate,
    Paragraph,
    SourceDocument,
)
from toolkit.reading import read_document

_HERE = Path(__file__).parent
CLAUSES = tomllib.loads((_HERE / "corpus/reports/clauses.toml").read_text("utf-8"))["case"]
DOCUMENTS = tomllib.loads((_HERE / "corpus/reports/documents.toml").read_text("utf-8"))["document"]
REPORTS = sorted(p for p in (REAL / "reports").rglob("*") if p.suffix in (".txt", ".docx"))
_FRAME = """政府工作报告
——2026年1月15日在青岩县第十七届人民代表大会第五次会议上
一、2025年工作回顾
一年来，我们建成学校9所，新增企业30家。
二、2026年工作安排
"""


def extract(text: str) -> Extraction:
    lines = [line for line in text.split("\n") if line.strip()]
    paragraphs = tuple(Paragraph(number, line) for number, line in enumerate(lines, 1))
    document = SourceDocument("例.txt", "0" * 64, "text", paragraphs)
    return extract_tasks(document, load_knowledge(), DocumentKind.REPORT)


def words(task: ExtractedTask) -> str:
    return "…".join(span.text for span in task.origin)


@pytest.mark.parametrize("case", CLAUSES, ids=lambda case: case["text"][:24])
def test_clauses(case: dict[str, Any]) -> None:
    tasks = extract(_FRAME + case["text"]).tasks
    assert [words(task) for task in tasks] == case["items"]
    if not tasks:
        return
    first = tasks[0]
    if "targets" in case:
        assert list(first.targets) == case["targets"]
    if "due" in case:
        assert first.completion_deadline is not None
        assert first.completion_deadline.on == case["due"]
    assert first.recurring == case.get("recurring")
    assert [unit.text for unit in first.lead_units] == case.get("lead", [])


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case["name"])
def test_documents(case: dict[str, Any]) -> None:
    tasks = extract(case["text"]).tasks
    assert [words(task) for task in tasks] == case["items"]
    for task, due in zip(tasks, case.get("dues", [""] * len(tasks)), strict=True):
        if isinstance(due, date):
            assert task.completion_deadline is not None
            assert task.completion_deadline.on == due


def test_leads_are_missed_once_for_the_whole_report() -> None:
    found = extract(_FRAME + "新建公园5个，改造危桥7座。")
    assert not any(finding.code == "W1311" for t in found.tasks for finding in t.findings)
    said = [finding for finding in found.findings if finding.code == "W1316"]
    assert len(said) == 1
    assert "2项任务" in said[0].message


def test_every_paragraph_has_a_fate() -> None:
    found = extract(_FRAME + "新建公园5个。")
    assert found.fates[6] is Fate.TASK
    assert set(found.fates) == {1, 2, 3, 4, 5, 6}


def test_a_broken_pattern_is_named(tmp_path: Path) -> None:
    good = (_HERE.parent / "toolkit/data/vocabulary/report.toml").read_text("utf-8")
    bad = tmp_path / "report.toml"
    bad.write_text(good.replace("invest = '^", "invest = '("), "utf-8")
    with pytest.raises(SettingsError, match="不是有效的表达式"):
        load_words(ReportWords.from_table, bad)


# --- real reports ---------------------------------------------------------------------------------

_REVIEW = re.compile(r"^[一二三四]、(?:过去|20\d\d年)[^。]{0,12}回顾$")
_NEXT = re.compile(r"^[一二三四五]、")


@each_of(REPORTS)
def test_nothing_of_the_review_becomes_a_task(path: Path) -> None:
    document = read_document(path)
    found = extract_tasks(document, load_knowledge())
    assert found.source.kind is DocumentKind.REPORT
    assert len(found.tasks) >= 15
    review: set[int] = set()
    inside = False
    for paragraph in document.paragraphs:
        title = paragraph.text.strip().replace(" ", "")
        if _REVIEW.match(title):
            inside = True
        elif inside and _NEXT.match(title):
            inside = False
        if inside:
            review.add(paragraph.index)
    assert not [words(t) for t in found.tasks if {s.paragraph for s in t.origin} & review]
    first = min(span.paragraph for task in found.tasks for span in task.origin)
    before = sum(len(p.text) for p in document.paragraphs if p.index < first)
    whole = sum(len(p.text) for p in document.paragraphs)
    assert before > 0.15 * whole or len(document.paragraphs) < 5
