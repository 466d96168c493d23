"""Breakdowns of every layout: each scope one task, with the units its note names."""

from __future__ import annotations

import io
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from toolkit.extraction import extract_tasks
from toolkit.extraction.breakdown.words import BreakdownWords, Part
from toolkit.extraction.knowledge import Knowledge
from toolkit.loading.knowledge import breakdown_words, load_knowledge
from toolkit.model import DocumentKind, ExtractedTask, Extraction, Fate, SourceDocument
from toolkit.reading import read_bytes, read_document

CORPUS = Path(__file__).parent / "corpus" / "breakdowns"


def _documents() -> Iterator[Any]:
    for path in sorted(CORPUS.glob("*.toml")):
        for document in tomllib.loads(path.read_text("utf-8"))["document"]:
            yield pytest.param(document, id=document["name"])


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def words() -> BreakdownWords:
    return breakdown_words()


def _read(text: str, knowledge: Knowledge) -> tuple[SourceDocument, Extraction]:
    document = read_bytes("分工.txt", text.strip().encode())
    return document, extract_tasks(document, knowledge, kind=DocumentKind.BREAKDOWN)


def _facts(task: ExtractedTask) -> dict[str, Any]:
    due = task.completion_deadline
    return {
        "lead": [u.text for u in task.lead_units],
        "support": [u.text for u in task.supporting_units],
        "officials": list(task.lead_officials),
        "owners": list(task.responsible_persons),
        "due": due.on if due else None,
    }


def _wanted(task: dict[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {"lead": [], "support": [], "officials": [], "owners": [], "due": None}
    return empty | {key: value for key, value in task.items() if key != "words"}


@pytest.mark.parametrize("case", list(_documents()))
def test_every_task_of_a_document(case: dict[str, Any], knowledge: Knowledge) -> None:
    _, found = _read(case["text"], knowledge)
    assert [_facts(t) for t in found.tasks] == [_wanted(t) for t in case["task"]]
    for task, wanted in zip(found.tasks, case["task"], strict=True):
        assert wanted["words"] in task.objective


@pytest.mark.parametrize("case", list(_documents()))
def test_every_paragraph_has_one_fate_and_origins_are_verbatim(
    case: dict[str, Any], knowledge: Knowledge
) -> None:
    document, found = _read(case["text"], knowledge)
    texts = {p.index: p.text for p in document.paragraphs}
    assert set(found.fates) == set(texts)
    for task in found.tasks:
        assert task.number == found.tasks.index(task) + 1
        for span in task.origin:
            assert texts[span.paragraph][span.start : span.end] == span.text
            assert found.fates[span.paragraph] is Fate.TASK


def _table(path: Path) -> None:
    """A Word table: two header rows, merged cells, a chapter across, a common deadline below."""
    document = docx.Document()
    document.add_paragraph("岚溪县2026年重点民生项目责任分解表")
    rows = [
        ["序号", "项目类别", "项目内容", "责任领导", "责任单位", "", "完成时限"],
        ["", "", "", "", "牵头", "配合", ""],
        ["1", "教育", "新建幼儿园3所", "宁致远", "县教育局", "县发改局、县住建局", "8月底前"],
        ["2", "", "改造薄弱学校12所", "", "县教育局", "县财政局", "11月底前"],
        ["二、由县卫健局牵头的项目", "", "", "", "", "", ""],
        ["3", "医疗", "建成发热门诊2个", "桑榆晚", "", "县疾控中心", "上半年"],
        ["4", "养老", "新增护理型床位200张", "桑榆晚", "县民政局\n县残联", "各乡镇（街道）", ""],
    ]
    table = document.add_table(rows=len(rows), cols=7)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for top, left, bottom, right in ((2, 1, 3, 1), (2, 3, 3, 3), (0, 4, 0, 5), (4, 0, 4, 6)):
        table.cell(top, left).merge(table.cell(bottom, right))
    document.add_paragraph("注：以上项目确保12月20日前全部完成。")
    document.save(str(path))


def test_word_table_with_merged_cells(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "责任分解表.docx"
    _table(path)
    found = extract_tasks(read_document(path), knowledge, kind=DocumentKind.BREAKDOWN)
    rows = [
        (f["lead"], f["support"], f["officials"], str(f["due"])) for f in map(_facts, found.tasks)
    ]
    assert rows == [
        (["县教育局"], ["县发改局", "县住建局"], ["宁致远"], "2026-08-31"),
        (["县教育局"], ["县财政局"], ["宁致远"], "2026-11-30"),
        (["县卫健局"], ["县疾控中心"], ["桑榆晚"], "2026-06-30"),
        (["县民政局", "县残联"], ["各乡镇（街道）"], ["桑榆晚"], "2026-12-20"),
    ]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("牵头单位(责任人)", Part.LEAD),
        ("主办单位", Part.LEAD),
        ("责任单位", Part.RESPONSIBLE),
        ("负责部门", Part.RESPONSIBLE),
        ("会办单位", Part.SUPPORT),
        ("分管县领导", Part.OFFICIAL),
        ("责任人", Part.PERSON),
        ("答复时限", Part.TIME),
        ("进度节点", Part.STEP),
        ("目标任务", Part.TASK),
        ("序号", Part.NUMBER),
        ("领衔人", Part.PROPOSER),
        ("备注", Part.OTHER),
        ("县财政局", None),
        ("成员", None),
    ],
)
def test_names_of_columns(name: str, part: Part | None, words: BreakdownWords) -> None:
    assert words.part_of(name) is part


def test_damaged_documents_give_answers_not_faults(knowledge: Knowledge) -> None:
    chance = random.Random(20260306)
    for case in [*_documents()] * 3:
        letters = list(case.values[0]["text"])
        for _ in range(40):
            at = chance.randrange(len(letters))
            letters[at] = chance.choice(["", "（", "）", "|", "\n", "\t", "：", "。", "1", "县"])
        document, found = _read("".join(letters), knowledge)
        assert set(found.fates) == {p.index for p in document.paragraphs}


def test_a_limit_in_the_last_row_is_no_year_of_the_paper(knowledge: Knowledge) -> None:
    """2027年1月20日 at the foot of the table left the limits of 2026 unread."""
    made = docx.Document()
    made.add_paragraph("云溪县冬季大气污染防治任务分工表")
    rows = [
        ("序号", "工作任务", "牵头单位", "完成时限"),
        ("1", "完成清洁取暖改造1200户", "县住建局", "2026年12月15日"),
        ("2", "取缔散煤销售网点", "县市场监管局", "2026年11月底"),
        ("3", "建成空气监测站5座", "县财政局", ""),
        ("4", "编制矿山修复方案", "县自然资源局", "2027年1月20日"),
    ]
    grid = made.add_table(rows=len(rows), cols=4)
    for line, row in zip(rows, grid.rows, strict=True):
        for words, cell in zip(line, row.cells, strict=True):
            cell.text = words
    stream = io.BytesIO()
    made.save(stream)
    document = read_bytes("分工.docx", stream.getvalue())
    found = extract_tasks(document, knowledge, kind=DocumentKind.BREAKDOWN)
    due = [task.completion_deadline for task in found.tasks]
    days = [str(end.on) if end else "" for end in due]
    assert days == ["2026-12-15", "2026-11-30", "", "2027-01-20"]
