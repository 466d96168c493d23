"""The shipped forms: exactly the fields of their contract, GB/T 9704's page, and type that holds
in Word and WPS alike."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from make_template import WIDTH, make
from make_template import members as made
from papers import TEMPLATE, annotated_fields, members

from toolkit.drafting import AssignmentFields, AssignmentRow
from toolkit.rendering import Template
from toolkit.rendering.fields import contract_of

FILES = members(TEMPLATE.read_bytes())
BODY = FILES["word/document.xml"].decode("utf-8")
HAN = re.compile("[\u2010-\u2026\u3000-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def printed() -> Any:
    return Document(BytesIO(Template.load(TEMPLATE).render(annotated_fields("e-min-08", 6))))


def test_the_form_uses_every_field_and_no_other() -> None:
    names = set(re.findall(r"\{\{ ([\w.]+) \}\}", BODY)) | set(re.findall(r"in (\w+) %\}", BODY))
    rows = {f"task.{name}" for name in contract_of(AssignmentRow).labels}
    assert names == set(contract_of(AssignmentFields).labels) | rows


def test_the_script_makes_the_shipped_form(tmp_path: Any) -> None:
    make(tmp_path / "again.docx")
    assert members((tmp_path / "again.docx").read_bytes()) == FILES
    assert {name: text.encode() for name, text in made().items()} == FILES


def test_no_remarks() -> None:
    assert Template.load(TEMPLATE).findings == ()


def test_page(printed: Any) -> None:
    (section,) = printed.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    assert (round(section.right_margin.mm), round(section.bottom_margin.mm)) == (26, 35)
    assert printed.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert section.even_page_footer.paragraphs[0].text == "— 1 —"


def test_chinese_runs_ask_for_chinese_type(printed: Any) -> None:
    for run in printed.element.iter(qn("w:r")):
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        if HAN.search(text):
            face = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert face is not None and face.get(qn("w:hint")) == "eastAsia", text


def test_styles_name_their_fonts_and_no_theme() -> None:
    styles = FILES["word/styles.xml"].decode("utf-8")
    assert "Theme" not in styles
    for face in re.findall(r"<w:rFonts [^>]*>", styles):
        assert all(f"w:{kind}=" in face for kind in ("ascii", "hAnsi", "eastAsia", "cs"))


def test_tables_have_grid_width_and_whole_rows(printed: Any) -> None:
    for table in printed.element.iter(qn("w:tbl")):
        grid = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
        width = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
        assert sum(grid) == WIDTH == int(width.get(qn("w:w")))
        for row in table.iter(qn("w:tr")):
            assert next(row.iter(qn("w:cantSplit")), None) is not None


def test_the_tasks_head_is_repeated(printed: Any) -> None:
    tasks = printed.tables[1]
    heads = [next(row._tr.iter(qn("w:tblHeader")), None) is not None for row in tasks.rows]
    assert heads == [True] + [False] * 6


def test_the_receipt_stays_together(printed: Any) -> None:
    receipt = printed.tables[-1]
    assert receipt.cell(0, 1).text == "苇政督交〔2026〕12号"
    for row in receipt.rows[:-1]:
        assert all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs)
