"""A regulation that differs in every respect runs from its files alone: ``tests/other_county``."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from toolkit.cli import main
from toolkit.loading import load_regulation
from toolkit.model import Deadline, Decision, DocumentKind, SourceFacts
from toolkit.office.law import decide_deadlines, law_of
from toolkit.pipeline import open_office, prepare_tickets, read_document
from toolkit.rules.coverage import coverage
from toolkit.rules.source import determine_source

FOLDER = Path(__file__).parent / "other_county"
MINUTES = "市政府常务会议纪要.txt"
MEETING, PRINTED = date(2026, 2, 11), date(2026, 2, 13)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "督办"
    shutil.copytree(FOLDER, folder)
    return folder


def decided(source: str, on: date, **days: date) -> Decision:
    return decide_deadlines(source, on, open_office(FOLDER), **days)


def day_of(deadline: Deadline | None) -> date | None:
    return deadline.on if deadline else None


def test_it_shares_nothing_with_the_built_in_regulation() -> None:
    theirs, ours = load_regulation(FOLDER / "办法"), load_regulation()
    assert not {source.id for source in theirs.sources} & {source.id for source in ours.sources}
    assert not {organ.name for organ in theirs.organs.values()} & {
        organ.name for organ in ours.organs.values()
    }
    assert (theirs.level, ours.level) == ("市", "县")
    assert all(found.is_carried or found.entry.outside for found in coverage(theirs))


@pytest.mark.parametrize(
    ("source", "on", "days", "issue", "feedback"),
    [
        ("市政府常务会议", MEETING, {"printed_on": PRINTED}, (2, 24), (3, 2)),
        ("常务会", MEETING, {"printed_on": date(2026, 3, 2)}, (3, 4), (3, 11)),
        ("专题会议", date(2026, 3, 3), {"printed_on": date(2026, 3, 6)}, (3, 10), (3, 17)),
        ("议事协调机构", MEETING, {"printed_on": PRINTED}, (2, 25), (3, 3)),
        ("市领导批示", date(2026, 3, 3), {}, (3, 4), (3, 11)),
        ("市领导批示", date(2026, 3, 3), {"issued_on": date(2026, 3, 3)}, (3, 4), (3, 10)),
        ("市领导急件批示", date(2026, 3, 3), {}, (3, 4), (3, 6)),
        ("政府工作报告", date(2026, 1, 16), {}, (1, 30), None),
        ("批转公文", date(2026, 4, 30), {}, None, (5, 18)),
        ("批转公文·急件", date(2026, 4, 30), {}, None, (5, 7)),
    ],
)
def test_its_own_limits(
    source: str,
    on: date,
    days: dict[str, date],
    issue: tuple[int, int] | None,
    feedback: tuple[int, int] | None,
) -> None:
    decision = decided(source, on, **days)
    assert day_of(decision.issuance_deadline) == (issue and date(2026, *issue))
    assert day_of(decision.feedback_deadline) == (feedback and date(2026, *feedback))
    assert all(clause.number.startswith("第") for clause in decision.clauses)


def test_without_the_day_of_printing_it_asks() -> None:
    decision = decided("常务会议", MEETING)
    assert day_of(decision.issuance_deadline) is None
    (finding,) = decision.findings
    assert finding.code == "E3115"
    assert finding.message.startswith("“市政府常务会议”的时限自纪要印发之日起算")


def test_the_sentence_starts_at_the_printing_and_cites_its_own_article() -> None:
    assert decided("常务会议", MEETING, printed_on=PRINTED).sentences[0] == (
        "下发时限：2个工作日，自2月13日次日起算（2月14日〔调休上班〕、24日；"
        "2月15日至23日春节假期不计），至2月24日；依据 第五条"
    )


@pytest.mark.parametrize(
    ("facts", "source"),
    [
        (SourceFacts(DocumentKind.MINUTES, title="澜江市人民政府第5次常务会议纪要"), "standing"),
        (
            SourceFacts(DocumentKind.MINUTES, title="市河长制工作领导小组会议纪要"),
            "coordinating_body",
        ),
        (SourceFacts(DocumentKind.INSTRUCTION, title="批示单", signer="副市长"), "leaders_note"),
        (SourceFacts(DocumentKind.INSTRUCTION, title="批示单"), None),
    ],
)
def test_its_own_table_tells_the_source(facts: SourceFacts, source: str | None) -> None:
    regulation = law_of(open_office(FOLDER)).regulation
    assert determine_source(facts, regulation)[0] == source


def test_minutes_become_tickets_of_its_own_organ(office: Path) -> None:
    home = open_office(office)
    prepared = prepare_tickets(read_document(office / MINUTES), home, issued_on=date(2026, 2, 24))
    assert [ticket.issuer for ticket in prepared.tickets] == ["市政府督查局"] * 2
    assert {day_of(task.decision.feedback_deadline) for task in prepared.tasks} == {
        date(2026, 3, 2)
    }
    assert home.organ("市政府督查局").name == "澜江市人民政府督查局"
    assert home.organ("市政府秘书处").name == "澜江市人民政府秘书处"


def test_the_printed_tickets_say_its_names_days_and_articles(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["new", str(office / MINUTES), "--office", str(office), "--yes"]
    assert main([*command, "--issued-on", "2026-02-24"]) == 0
    capsys.readouterr()
    papers = sorted(office.rglob("*.docx"))
    assert len(papers) == 2
    text = text_of(papers[0])
    for words in ("澜江市人民政府督查局", "澜政督办〔2026〕1号", "3月2日", "第六条", "督查一科"):
        assert words in text
    for foreign in ("县政府", "督查室", "五-1", "高效运行机制"):
        assert foreign not in text


def text_of(path: Path) -> str:
    paper = Document(str(path))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def test_its_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--office", str(FOLDER)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("《澜江市人民政府决策事项督办办法》")
    assert "提醒催办：绿色提示单等3项" in shown.replace("\n", "")
    assert "共9条，其中1条不由软件承担，0条没有着落。" in shown
