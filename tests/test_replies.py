"""Returned papers: the boxes, the letters, and the whole way of a form into the ledger and back."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clerk import DAY, Run
from docx import Document

from toolkit.errors import SettingsError
from toolkit.loading.reply import REPLY, load_reply_words
from toolkit.papers import PAPERS
from toolkit.papers.feedback import FeedbackFields, FeedbackRow
from toolkit.reading import read_bytes
from toolkit.rendering import Template
from toolkit.rendering.shelf import built_in
from toolkit.replies import Answer, ReplyKind, read_reply
from toolkit.replies.ticks import ticked

CORPUS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "replies.toml").read_text("utf-8")
)
WORDS = load_reply_words()
HOME = ["--office", "督办"]
MINUTES = """云溪县人民政府常务会议纪要
2026年2月11日，县长王明主持召开县政府第12次常务会议。纪要如下：
会议议定，由县住建局牵头，县公安局、县财政局配合，3月底前制定停车秩序整治方案并报县政府审定。
会议议定，由县住建局负责，6月底前完成老旧小区改造23个。
会议要求，县发改局要抓紧争取上级资金，6月30日前完成项目申报。
"""
ONE, TWO = "示政督交〔2026〕1号", "示政督交〔2026〕2号"
Fill = Callable[[Any], None]


@pytest.mark.parametrize("case", CORPUS["tick"], ids=lambda case: case["text"] or "空")
def test_a_box_is_ticked_or_not(case: dict[str, Any]) -> None:
    text = case["text"].replace("|", "\n")
    assert ticked(text, (Answer.DONE, Answer.IN_HAND), WORDS) == set(case["expect"])


@pytest.mark.parametrize("case", CORPUS["letter"], ids=lambda case: case["text"][:20])
def test_what_a_letter_says(case: dict[str, Any]) -> None:
    data = case["text"].replace("|", "\n").encode()
    reply = read_reply(read_bytes("信.txt", data), WORDS)
    assert reply.kind is ReplyKind.LETTER
    assert list(reply.numbers) == case["numbers"]
    assert (reply.unit, reply.on) == (case.get("unit", ""), case.get("on"))
    assert [each.row or 0 for each in reply.items] == [row for row, _ in case["items"]]
    for item, (_, start) in zip(reply.items, case["items"], strict=True):
        assert item.text.startswith(start)


def test_a_misspelt_list_of_words_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "reply.toml"
    broken.write_text(REPLY.read_text("utf-8").replace("in_hand =", "inhand ="), "utf-8")
    with pytest.raises(SettingsError, match="inhand"):
        load_reply_words(broken)


# --- into the ledger ---------------------------------------------------------------------------


@pytest.fixture
def issued(run: Run, office: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """1号 with two items of 县住建局, 2号 with one of 县发改局; today is 25 February."""
    (here / "三项.txt").write_text(MINUTES, encoding="utf-8")
    code, _, error = run("new", "三项.txt", "--yes", *HOME, *DAY)
    assert (code, error) == (0, "")
    monkeypatch.setenv("DUBAN_TODAY", "2026-02-25")
    return office


def form(run: Run, number: str, unit: str, fill: Fill = lambda document: None) -> bytes:
    """The 反馈表 of a ticket as Word saves it after ``fill`` has typed into it."""
    entries = json.loads(run("ledger", "--json", *HOME)[1])
    rows = [entry for entry in entries if number in entry["tickets"]]
    fields = FeedbackFields(
        issuer_name="示例县人民政府督查室",
        number=number,
        issued_on="2026年2月12日",
        source="县政府第12次常务会议",
        unit=unit,
        feedback_by="2026年2月26日",
        feedback_to="县政府督查室",
        task_count=len(rows),
        tasks=tuple(
            FeedbackRow(n, row["objective"], row["completion_text"])
            for n, row in enumerate(rows, 1)
        ),
        contact="",
        phone="",
    )
    paper = PAPERS["反馈表"]
    document = Document(io.BytesIO(Template.load(built_in(paper), paper.fields).render(fields)))
    fill(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def typed(
    states: list[str], progress: list[str], day: str = "2026年2月25日", unit: str | None = None
) -> Fill:
    """Types states and progress row by row, and the day; a state of two lines has a | in it."""

    def fill(document: Any) -> None:
        facts, items = document.tables[0], document.tables[1]
        facts.cell(2, 3).text = day
        if unit is not None:
            facts.cell(1, 1).text = unit
        for row, (state, said) in enumerate(zip(states, progress, strict=True), 1):
            items.cell(row, 3).text = state.replace("|", "\n")
            items.cell(row, 4).text = said

    return fill


BOTH = typed(["☑已办结|□在办", "□已办结|√在办"], ["方案已经县政府审定", "已开工15个"])


def told(run: Run, *arguments: str, answer: str = "", code: int = 0) -> str:
    got, output, error = run("feedback", *arguments, *HOME, answer=answer)
    assert got == code, error
    plain: str = "".join(line.strip() for line in (output + error).splitlines())
    return plain


def states(run: Run) -> list[str]:
    return [entry["state"] for entry in json.loads(run("ledger", "--json", *HOME)[1])]


def test_a_form_is_shown_then_recorded_once(issued: Path, run: Run, here: Path) -> None:
    (here / "反馈.docx").write_bytes(form(run, ONE, "县住建局", BOTH))
    shown = told(run, "反馈.docx", answer="n\n")
    assert f"反馈表“反馈.docx”：{ONE}，县住建局，2026-02-25。" in shown
    assert "第1项 申请销号（" in shown and "第2项 反馈（" in shown and "没有登记" in shown
    assert states(run) == ["已交办"] * 3
    done = told(run, "反馈.docx", answer="y\n")
    assert "已登记申请销号（2026-02-25）。现在是“申请销号”" in done
    assert states(run) == ["申请销号", "已反馈待核", "已交办"]
    history = run("show", ONE, *HOME)[1]
    assert "附 反馈.docx" in history and "已开工15个" in history
    (here / "另一个名字.docx").write_bytes((here / "反馈.docx").read_bytes())
    again = told(run, "另一个名字.docx", "--yes")
    assert "2026-02-25已经登记过，不会重复登记" in again
    assert run("show", ONE, *HOME)[1] == history


def test_what_is_missing_is_told_and_the_rest_recorded(issued: Path, run: Run, here: Path) -> None:
    fill = typed(["□已办结|□在办", ""], ["方案已报", ""], day="　年　月　日")
    (here / "缺.docx").write_bytes(form(run, ONE, "县住建局", fill))
    shown = told(run, "缺.docx", "--yes")
    for code in ("W3501】第2项没有填写进展", "W3502】第1项", "I3512】没有写反馈日期"):
        assert code in shown
    assert states(run) == ["已反馈待核", "已交办", "已交办"]


def test_contradicting_boxes_and_rows_of_another_ticket(issued: Path, run: Run, here: Path) -> None:
    (here / "错.docx").write_bytes(
        form(run, ONE, "县住建局", typed(["☑已办结|☑在办", "☑在办"], ["好", "好"]))
    )
    assert "W3503】第1项勾了互相矛盾的选项" in told(run, "错.docx", "--yes", code=4)
    assert states(run) == ["已交办", "已反馈待核", "已交办"]
    shown = told(run, "错.docx", "--yes", "--number", "2号", code=4)
    assert "W3507】报来的单位是“县住建局”，这份单发给" in shown
    shown = told(run, "错.docx", "--yes", "--number", "2号", "--unit", "县发改局", code=4)
    assert "W3504】报来的第2项单上没有（共1项）" in shown and "W3506】第1项写的是" in shown
    assert states(run) == ["已交办", "已反馈待核", "已交办"]


def test_a_wrong_number_a_void_ticket_no_number(issued: Path, run: Run, here: Path) -> None:
    data = form(run, TWO, "县发改局", typed(["☑在办"], ["已申报"]))
    (here / "二.docx").write_bytes(data)
    other = form(run, TWO, "县发改局", lambda d: _renumber(d, TWO, "示政督交〔2026〕99号"))
    (here / "九九.docx").write_bytes(other)
    (here / "无号.docx").write_bytes(form(run, TWO, "县发改局", lambda d: _renumber(d, TWO, "")))
    (here / "两份.txt").write_text(f"{ONE}、{TWO}均已办理。", "utf-8")
    assert "E4521】“九九.docx”写的编号" in told(run, "九九.docx", "--yes", code=2)
    assert "E4541】“无号.docx”里没有找到单的编号" in told(run, "无号.docx", "--yes", code=4)
    assert "E4541】“两份.txt”提到几份单" in told(run, "两份.txt", "--yes", code=4)
    run("void", TWO, "--who", "李明", "--text", "单位写错", *HOME)
    assert f"E4524】“二.docx”反馈的{TWO}已作废" in told(run, "二.docx", "--yes", code=2)
    assert states(run)[:2] == ["已交办", "已交办"]


def _renumber(document: Any, old: str, new: str) -> None:
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            paragraph.text = paragraph.text.replace(old, new)


def test_a_letter_of_one_item_and_one_that_names_none(issued: Path, run: Run, here: Path) -> None:
    letter = f"县政府督查室：\n{TWO}交办单收悉，已完成申报。\n县发改局\n2026年2月24日\n"
    (here / "信.txt").write_text(letter, "utf-8")
    shown = told(run, "信.txt", "--yes", "--done")
    assert "I3511】文中写的日期是2026-02-24，按收到日期2026-02-25登记" in shown
    assert states(run)[2] == "申请销号"
    (here / "信二.txt").write_text(letter.replace(TWO, ONE).replace("发改", "住建"), "utf-8")
    assert "W3509】没有写明是第几项，这份单共2项" in told(run, "信二.txt", "--yes", code=4)
    assert "第2项 反馈" in told(run, "信二.txt", "--yes", "--item", "2", "--on", "2026-02-24")
    assert states(run)[:2] == ["已交办", "已反馈待核"]


def _texts(table: Any) -> list[str]:
    return [cell.text for row in table.rows for cell in row.cells]


def test_the_receipt_at_the_foot_of_a_ticket(issued: Path, run: Run, here: Path) -> None:
    from docx.table import Table

    def sign(name: str, answer: str) -> None:
        file = next(issued.rglob(f"*{ONE}*.docx"))
        document = Document(str(file))
        table: Table = next(t for t in document.tables if "收到时间" in _texts(t))
        table.cell(0, 3).text = "2026年2月13日"
        cell = next(row.cells[1] for row in table.rows if row.cells[0].text == "有无异议")
        cell.text = answer.replace("|", "\n")
        document.save(str(here / name))

    sign("空白.docx", "□ 无异议，按要求办理。|□ 有异议：第　项不属本单位职责，理由：")
    assert "W3510】回执的“无异议”" in told(run, "空白.docx", answer="\n")
    sign("异议.docx", "□ 无异议，按要求办理。|☑ 有异议：第 2 项不属本单位职责，理由：应由镇办理")
    assert "第2项 提出异议" in told(run, "异议.docx", "--yes", "--on", "2026-02-13")
    sign("签收.docx", "☑ 无异议，按要求办理。|□ 有异议：第　项不属本单位职责，理由：")
    assert "现在是“办理中”" in told(run, "签收.docx", "--yes", "--on", "2026-02-13")
    assert states(run) == ["办理中", "办理中", "已交办"]


def test_for_programs_json_writes_nothing_without_yes(issued: Path, run: Run, here: Path) -> None:
    (here / "反馈.docx").write_bytes(form(run, ONE, "县住建局", BOTH))
    shown = json.loads(run("feedback", "反馈.docx", "--json", *HOME)[1])
    assert [(step["row"], step["act"]) for step in shown["steps"]] == [(1, "apply"), (2, "report")]
    assert shown["recorded"] == [] and states(run) == ["已交办"] * 3
    shown = json.loads(run("feedback", "反馈.docx", "--json", "--yes", *HOME)[1])
    assert [step["after"] for step in shown["recorded"]] == ["申请销号", "已反馈待核"]


def test_every_line_fits_the_screen(issued: Path, run: Run, here: Path) -> None:
    from toolkit.screen.display import text_width

    fill = typed(["☑在办", "☑在办"], ["已召开专题会议研究，" * 30, "好"], unit="县教育局")
    (here / "长.docx").write_bytes(form(run, ONE, "县住建局", fill))
    fill = typed(["☑在办", "☑在办"], ["已召开专题会议研究，" * 30, "好"])
    (here / "长二.docx").write_bytes(form(run, ONE, "县住建局", fill))
    for name in ("长.docx", "长二.docx"):
        output = run("feedback", name, *HOME, answer="\n")[1]
        output.encode("gbk")
        assert all(text_width(line) <= 80 for line in output.splitlines())
