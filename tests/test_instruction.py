"""Leaders' instructions: registers, slips, cascades, speeches."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import SettingsError
from toolkit.extraction import extract_tasks
from toolkit.extraction.instruction.fields import read_day
from toolkit.extraction.instruction.words import InstructionWords
from toolkit.extraction.people.names import grammar
from toolkit.extraction.people.voices import VoiceReader
from toolkit.extraction.scan import scan
from toolkit.loading.knowledge import instruction_words, load_knowledge
from toolkit.loading.words import load_words
from toolkit.model import (
    Cell,
    DocumentKind,
    ExtractedTask,
    Fate,
    Paragraph,
    Place,
    SourceDocument,
)

_HERE = Path(__file__).parent
DOCUMENTS = [
    case
    for name in ("documents", "layouts")
    for case in tomllib.loads((_HERE / f"corpus/instructions/{name}.toml").read_text("utf-8"))[
        "document"
    ]
]
VOICES = tomllib.loads((_HERE / "corpus/instructions/voices.toml").read_text("utf-8"))["voice"]


def document(case: dict[str, Any]) -> SourceDocument:
    lines = [line for line in case["text"].split("\n") if line.strip()]
    if not case.get("cells"):
        paragraphs = [Paragraph(number, line) for number, line in enumerate(lines, 1)]
    else:
        paragraphs = [Paragraph(1, case["head"])]
        for row, line in enumerate(lines):
            for column, text in enumerate(line.split("|")):
                cell = Cell(0, row, column)
                number = len(paragraphs) + 1
                paragraphs.append(Paragraph(number, text, Place.TABLE, cell=cell))
    return SourceDocument("例.txt", "0" * 64, "text", tuple(paragraphs))


def told(task: ExtractedTask) -> dict[str, Any]:
    deadline = task.completion_deadline
    return {
        "text": "…".join(span.text for span in task.origin),
        "lead": [unit.text for unit in task.lead_units],
        "support": [unit.text for unit in task.supporting_units],
        "officials": list(task.lead_officials),
        "owners": list(task.responsible_persons),
        "targets": list(task.targets),
        "due": deadline.on if deadline else None,
        "by": task.instructed_by,
        "on": task.instructed_on,
        "objective": task.objective,
    }


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case["name"])
def test_documents(case: dict[str, Any]) -> None:
    tasks = extract_tasks(document(case), load_knowledge(), DocumentKind.INSTRUCTION).tasks
    found = [told(task) for task in tasks]
    assert len(found) == len(case["tasks"]), found
    for task, expected in zip(found, case["tasks"], strict=True):
        assert {key: task[key] for key in expected} == expected


@pytest.mark.parametrize("case", VOICES, ids=lambda case: case["text"][:14])
def test_who_speaks(case: dict[str, str]) -> None:
    knowledge, words = load_knowledge(), instruction_words()
    scanned, _ = scan(document(case), knowledge, DocumentKind.INSTRUCTION)
    node = scanned.nodes[0]
    facts = scanned.facts_of[0]
    reader = VoiceReader(
        node.text,
        facts.persons,
        facts.units,
        grammar(scanned.people.vocabulary),
        lambda label: words.column(label) is not None,
        node.block.blank_before,
    )
    found = [v for v in reader.voices(0, len(node.text)) if v.certain]
    if not case["who"] and "day" not in case:
        assert found == []
        return
    assert [(v.who, v.day) for v in found] == [(case["who"], case["day"])]


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [
        ("3月12日", 2026, "2026-03-12"),
        ("3.11", 2026, "2026-03-11"),
        ("3/10", 2026, "2026-03-10"),
        ("二〇二六年三月十二日", None, "2026-03-12"),
        ("二〇二五年十一月二十日", None, "2025-11-20"),
        ("2026-03-12", None, "2026-03-12"),
        ("3月12日", None, None),
        ("13月40日", 2026, None),
    ],
)
def test_days_of_signatures(text: str, year: int | None, day: str | None) -> None:
    found = read_day(text, year)
    assert (found.isoformat() if found else None) == day


def test_a_missing_entry_is_named(tmp_path: Path) -> None:
    good = (_HERE.parent / "toolkit/data/vocabulary/instruction.toml").read_text("utf-8")
    bad = tmp_path / "instruction.toml"
    bad.write_text(good.replace("\nhandle = ", "\nhandles = "), "utf-8")
    with pytest.raises(SettingsError, match="handle"):
        load_words(InstructionWords.from_table, bad)


def test_what_a_register_orders_without_being_a_task_is_told() -> None:
    text = (
        "云岭县领导批示登记表（2026年3月）\n序号|批示领导|批示日期|批示内容\n"
        "1|县长 岳知行|3月3日|请水利局3月20日前查明原因。\n要求：各单位3月25日前书面报结果。"
    )
    found = extract_tasks(document({"text": text}), load_knowledge(), DocumentKind.INSTRUCTION)
    assert found.fates[4] is Fate.REVIEW
    assert "W1803" not in {f.code for f in found.findings}, "every note has its own day"
