"""Papers shown without Word: no word lost, no line wider than the screen, nothing that runs."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from clerk import DAY, Run
from paper_samples import SHEETS, sheet
from papers import GOLDEN_TICKETS, form, golden_paper, text_of, words

from toolkit.layout.sheet import sheet_of
from toolkit.preview import blocks_of, html_page, office_suite, screen_lines
from toolkit.screen.display import WIDTH, text_width

HOME = ["--office", "督办"]
PAPERS = [*SHEETS, *(("交办单", size) for size in GOLDEN_TICKETS)]


def paper(name: str, size: str) -> bytes:
    return golden_paper(size) if name == "交办单" else sheet(name, size)


def said(data: bytes) -> list[str]:
    """The words of every paragraph and cell, without blanks."""
    return [plain for line in re.split(r"[\n｜]", text_of(data)) if (plain := squeezed(line))]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(("name", "size"), PAPERS)
def test_the_screen_shows_every_word_in_80_columns(name: str, size: str) -> None:
    data = paper(name, size)
    lines = list(screen_lines(blocks_of(sheet_of("单.docx", data))))
    assert max(map(text_width, lines)) <= WIDTH
    shown = squeezed("".join(lines))
    # characters are counted: in a table the lines of other cells stand between those of one
    assert not Counter("".join(said(data))) - Counter(shown)


@pytest.mark.parametrize(("name", "size"), PAPERS)
def test_the_page_holds_every_word_in_order(name: str, size: str) -> None:
    data = paper(name, size)
    page = _Words()
    page.feed(html_page(blocks_of(sheet_of("单.docx", data)), "单.docx"))
    text, at = squeezed(page.text), 0
    for words_ in said(data):
        found = text.find(words_, at)
        assert found >= 0, words_
        at = found
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "p", "span"} | {
        "table",
        "tr",
        "td",
        "hr",
    }


def test_a_page_runs_nothing_that_a_document_says() -> None:
    data = form(words("<script>alert(1)</script>&amp;"))
    page = html_page(blocks_of(sheet_of("单.docx", data)), "<b>.docx")
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "<title>&lt;b&gt;.docx</title>" in page


def test_cells_over_several_columns_span_them() -> None:
    page = html_page(blocks_of(sheet_of("单.docx", paper("催办单", "一项"))), "单")
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    spans = [
        sum(int(n) for n in re.findall(r'colspan="(\d+)"', row)) + row.count("<td style")
        for row in rows[:3]
    ]
    assert len(set(spans)) == 1


class TestCommand:
    @pytest.fixture
    def issued(self, run: Run, office: Path) -> Path:
        run("new", "纪要.txt", "--yes", *HOME, *DAY)
        return office

    def test_by_number_and_by_file(self, run: Run, issued: Path) -> None:
        code, output, error = run("preview", "1号", *HOME)
        assert (code, error) == (0, "")
        assert "示政督交〔2026〕1号" in output and "制定停车秩序整治方案" in output
        assert run("preview", str(next(issued.rglob("*1号.docx"))))[1] == output

    def test_as_a_page(self, run: Run, issued: Path, here: Path) -> None:
        assert run("preview", "1号", "--html", "单.html", *HOME)[:2] == (0, "已写到 单.html。\n")
        assert "示政督交〔2026〕1号" in (here / "单.html").read_text("utf-8")
        assert run("preview", "1号", "--html", "单.html", *HOME)[0] == 7

    def test_nobodys_number(self, run: Run, issued: Path) -> None:
        code, _, error = run("preview", "99号", *HOME)
        assert (code, error[:7]) == (2, "【E4521】")

    def test_without_libreoffice(
        self, run: Run, issued: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        for wish in (["--pdf", "单.pdf"], ["--png", "图"]):
            code, _, error = run("preview", "1号", *wish, *HOME)
            assert (code, error[:7]) == (2, "【E0211】")

    @pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the suite")
    def test_a_suite_that_hangs_is_ended_with_all_it_started(
        self, run: Run, issued: Path, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        suite = here / "bin" / "soffice"
        suite.parent.mkdir()
        suite.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {here}/child\nwait\n", "utf-8")
        suite.chmod(0o755)
        monkeypatch.setenv("PATH", f"{suite.parent}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setattr(office_suite, "_SECONDS", 1)
        code, _, error = run("preview", "1号", "--pdf", "单.pdf", *HOME)
        assert (code, error[:7]) == (3, "【E1209】")
        child = Path("/proc") / (here / "child").read_text().strip() / "stat"
        assert not child.exists() or ") Z " in child.read_text()

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
    def test_as_pdf(self, run: Run, issued: Path, here: Path) -> None:
        assert run("preview", "1号", "--pdf", "单.pdf", *HOME)[0] == 0
        assert (here / "单.pdf").read_bytes().startswith(b"%PDF")
