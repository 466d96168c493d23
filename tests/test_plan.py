"""The plan in Excel: written, edited and read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.plan import Plan, row_id
from toolkit.planning import draft_plan, read_plan
from toolkit.recognition import extract_tasks
from toolkit.settings import EXAMPLE_OFFICE
from toolkit.workbook import workbook_bytes

SAMPLE = Path(__file__).parents[1] / "samples" / "2026年政府工作报告.docx"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return draft_plan(*extract_tasks(SAMPLE))


def test_a_plan_nobody_touched_comes_back_as_it_was(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "计划.xlsx"
    path.write_bytes(workbook_bytes(plan))
    back, findings = read_plan(path, EXAMPLE_OFFICE)
    assert [finding.code for finding in findings] == ["W3620"]
    assert back.sources == plan.sources
    assert [replace(row, sheet_row=None) for row in back.rows] == list(plan.rows)
    assert [row.sheet_row for row in back.rows] == list(range(2, len(plan.rows) + 2))


def test_every_sentence_is_the_documents_own(plan: Plan) -> None:
    document, _ = extract_tasks(SAMPLE)
    texts = [paragraph.text for paragraph in document.paragraphs]
    for row in plan.rows:
        for sentence in row.sentence.splitlines():
            assert any(sentence in text for text in texts)
        assert row.row_id == row_id(row.number, document.sha256)
