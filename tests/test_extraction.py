"""Sentences with their tasks, whole documents with their accounting."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from toolkit.extraction import Knowledge, extract_tasks
from toolkit.extraction.units.same import join_names
from toolkit.loading.knowledge import load_knowledge
from toolkit.model import (
    Cell,
    DocumentKind,
    ExtractedTask,
    Extraction,
    Fate,
    Paragraph,
    Severity,
    SourceDocument,
    Unit,
)
from toolkit.reading import read_document

CORPUS = Path(__file__).parent / "corpus"
SENTENCES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (CORPUS / "sentences.toml").read_text(encoding="utf-8")
)
HEAD = (
    "临澄县人民政府常务会议纪要",
    "3月14日，县委副书记、县长祁怀古主持召开县政府第31次常务会议。现将议定事项纪要如下：",
    "一、研究有关工作",
)
IMPRINT = "临澄县人民政府办公室  2025年3月17日印发"
DOCUMENTS = sorted(CORPUS.glob("annotated/*/*.txt")) + sorted(CORPUS.glob("own/*/*.txt"))


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def read(*text: str) -> Extraction:
    """What is found in one sentence, or some lines, of a county's minutes of 14 March 2025."""
    lines = (*HEAD, *text, IMPRINT)
    paragraphs = tuple(Paragraph(n, line) for n, line in enumerate(lines, 1))
    return extract_tasks(SourceDocument("纪要.txt", "0" * 64, "text", paragraphs), knowledge())


def shown(task: ExtractedTask) -> str:
    """A task as the corpus writes it."""
    leads = "、".join(u.text for u in task.lead_units)
    supports = "、".join(u.text for u in task.supporting_units)
    due = task.completion_deadline
    when = due.on.isoformat() if due and due.on else (task.recurring or "")
    return f"{leads}|{supports}|{when}"


def cases() -> list[Any]:
    """Each sentence as a test; one with ``gap`` is known to fail and must say so."""
    return [
        pytest.param(
            case,
            id=case["text"][:24],
            marks=[pytest.mark.xfail(reason=case["gap"], strict=True)] if "gap" in case else [],
        )
        for case in SENTENCES["case"]
    ]


@pytest.mark.parametrize("case", cases())
def test_sentence_gives_its_tasks(case: dict[str, Any]) -> None:
    assert [shown(task) for task in read(case["text"]).tasks] == case["expect"]


LISTED = """会议议定，任务如下：
序号
事项
牵头单位
配合单位
完成时限
1
疏浚南渠淤塞段3处
县水利局
柳树镇、
县财政局
5月20日前
2
更换渡口救生衣200件
县交通运输局
/
4月底前
县气象局每周发布一次雨情，5月31日前修好雨量站2座。"""


def test_a_table_pasted_one_cell_per_line_is_read_by_its_columns() -> None:
    assert [shown(task) for task in read(*LISTED.splitlines()).tasks] == [
        "县水利局|柳树镇、县财政局|2025-05-20",
        "县交通运输局||2025-04-30",
        "县气象局||每周",
        "县气象局||2025-05-31",
    ]


def test_an_opening_below_a_table_is_found() -> None:
    rows = [["事项", "责任单位"], *([f"整修第{n}号渠", "县水利局"] for n in range(10))]
    cells = [
        (text, Cell(0, row, column))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    below = [(HEAD[1], None), ("县气象局5月31日前修好雨量站2座。", None)]
    paragraphs = tuple(
        Paragraph(n, text, cell=cell) for n, (text, cell) in enumerate([*cells, *below], 1)
    )
    document = SourceDocument("纪要.txt", "0" * 64, "text", paragraphs)
    found = extract_tasks(document, knowledge(), DocumentKind.MINUTES)
    assert len(found.tasks) == len(rows)


def test_a_unit_before_the_colon_of_its_paragraph_charges_all_of_it() -> None:
    read_all = read(
        "城管局：",
        "·广场护栏换新20米，3月18日",
        "文旅局：灯会点位周三复核。4月3日前印好导览图2000份。",
    )
    assert [shown(task) for task in read_all.tasks] == [
        "县城管局||2025-03-18",
        "县文旅局||2025-03-19",
        "县文旅局||2025-04-03",
    ]


def test_who_speaks_is_not_who_does_it() -> None:
    (task,) = read("农旅专班曲组长：县文旅局4月底前装好指路牌12块。").tasks
    assert (task.lead_units[0].text, task.responsible_persons) == ("县文旅局", ())


@pytest.mark.parametrize("case", SENTENCES["not_task"], ids=lambda c: c["text"][:24])
def test_sentence_gives_no_task(case: dict[str, Any]) -> None:
    assert [shown(task) for task in read(case["text"]).tasks] == [], case["why"]


@pytest.mark.parametrize("case", SENTENCES["trimmed"], ids=lambda c: c["text"][:24])
def test_origin_stops_at_what_is_no_part_of_the_task(case: dict[str, Any]) -> None:
    (task,) = read(case["text"]).tasks
    assert "…".join(span.text for span in task.origin) == case["origin"], case["why"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_every_paragraph_is_accounted_for_and_every_origin_is_verbatim(path: Path) -> None:
    document = read_document(path)
    found = extract_tasks(document, knowledge())
    assert set(found.fates) == {p.index for p in document.paragraphs}
    text_of = {p.index: p.text for p in document.paragraphs}
    for task in found.tasks:
        assert task.origin, task.objective
        assert task.objective.strip()
        for span in task.origin:
            assert text_of[span.paragraph][span.start : span.end] == span.text


def test_a_task_says_why() -> None:
    (task,) = read("会议决定由县交通运输局负责，9月10日前修复北桥栏杆。").tasks
    reasons = {reason.field: reason for reason in task.reasons}
    assert reasons["lead_units"].rule.startswith("写明由其牵头、负责或承办")
    assert reasons["lead_units"].origin is not None
    assert reasons["lead_units"].origin.text == "县交通运输局"
    assert reasons["completion_deadline"].origin is not None
    assert reasons["completion_deadline"].origin.text == "9月10日前"
    assert task.objective == "修复北桥栏杆"


@pytest.mark.parametrize("case", SENTENCES["impossible_day"], ids=lambda case: case["text"])
def test_a_day_no_calendar_has_is_told_and_no_day_is_made_of_it(case: dict[str, Any]) -> None:
    (task,) = read(case["text"]).tasks
    told = [each for each in task.findings if each.severity is Severity.ERROR]
    assert [each.about for each in told] == case["written"]
    assert task.completion_deadline is not None
    assert str(task.completion_deadline.on or "") == case["on"]


def test_what_a_paragraph_demands_besides_is_told() -> None:
    text = "会议决定由县城管局拆除违建11处，4月20日前到位。所需经费由县财政局纳入年度预算。"
    (said,) = (f for f in read(text).findings if f.code == "W1302")
    assert "所需经费由县财政局纳入年度预算" in said.message


def test_a_limit_is_no_background() -> None:
    read_ = read("各单位要对照职责抓好落实，每月底汇总一次进展情况报县长。")
    assert Fate.REVIEW in read_.fates.values()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("会议决定由县发改委牵头，5月底前申报；由县发改局牵头，7月1日前评估。", ["县发改局"]),
        ("会议决定由县发改委牵头，5月底前申报；由县发改委牵头，7月1日前评估。", []),
        ("会议决定由县发改委牵头，5月底前申报；由县财政局牵头，7月1日前评估。", []),
    ],
)
def test_two_names_of_one_unit_are_told_once(text: str, told: list[str]) -> None:
    """One row of the table has both: one unit. Two rows may still be one: a doubt."""
    found = read(text)
    said = [each for each in found.findings if each.code == "I1320"]
    assert [each.origin.text for each in said if each.origin] == told
    names = {unit.name for task in found.tasks for unit in task.lead_units}
    assert len(names) == 1 + ("财政局" in text)


def test_two_names_that_the_table_does_not_join_are_a_doubt() -> None:
    names = ("临澄县发展和改革委员会", "临澄县发展和改革局")
    tasks = [ExtractedTask(n, "办理", (), (Unit(each, each),)) for n, each in enumerate(names)]
    joined, said = join_names(tasks, replace(knowledge().vocabulary, units={}))
    assert [task.lead_units[0].name for task in joined] == list(names)
    assert [each.code for each in said] == ["W1317"]


@pytest.mark.parametrize("case", SENTENCES["doubt"], ids=lambda case: case["text"])
def test_what_can_be_read_two_ways_is_told(case: dict[str, Any]) -> None:
    found = read(case["text"])
    told = [f.code for task in found.tasks for f in task.findings]
    told += [f.code for f in found.findings]
    assert [code for code in told if code in ("W1608", "W1609", "W1610")] == case["codes"]


def test_a_heading_that_only_announces_is_no_objective() -> None:
    """会议议定： over the points was all that a ticket said to whoever only helps."""
    points = "1.县住建局12月5日前排查。", "2.县融媒体中心配合做好宣传。"
    tasks = read("会议议定：", *points).tasks
    assert [task.objective for task in tasks][-1] == "县融媒体中心配合做好宣传"
    assert not any("议定" in task.objective for task in tasks)


def test_a_boxed_name_alone_on_its_line_charges_the_points_under_it() -> None:
    first = ("【发改局】", "·用电数据每周报一次", "·分析材料6月25日前交初稿")
    tasks = read(*first, "【住建局】", "1、燃气改造剩余142户，7月底前收尾").tasks
    assert [shown(task) for task in tasks] == [
        "县发改局||每周",
        "县发改局||2025-06-25",
        "县住建局||2025-07-31",
    ]


@pytest.mark.parametrize(
    ("text", "officials", "owners"),
    [
        ("县教育局4月底前建好台账。控辍工作由马骥副县长总协调。", ["马骥"], []),
        ("县教育局4月底前建好控辍台账。控辍工作由马骥副县长总协调。", ["马骥"], []),
        ("县教育局4月底前建好台账。该项工作由马骥副县长调度。", ["马骥"], []),
        ("县教育局4月底前建好台账。该项工作由马骥副县长每周调度一次。", [], []),
        ("要求县教育局局长车胤4月底前建好台账。", [], ["车胤"]),
        ("县教育局4月底前建好台账，分管的马骥副县长亲自督。", ["马骥"], []),
    ],
)
def test_who_is_in_charge(text: str, officials: list[str], owners: list[str]) -> None:
    task = read(f"副县长马骥参加。控辍问题：会议明确，{text}").tasks[0]
    assert list(task.lead_officials) == officials
    assert list(task.responsible_persons) == owners
