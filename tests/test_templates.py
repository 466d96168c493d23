"""The shipped templates: exactly the fields of their contracts, GB/T 9704's page, and type that
holds in Word and WPS alike."""

from __future__ import annotations

import re
from dataclasses import asdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import Environment
from paper_samples import COUNTS, SAMPLES, SHEETS, sheet
from papers import GOLDEN, ROOT, TEMPLATE, annotated_fields, members, text_of
from template_builders import BUILDERS
from template_builders.package import members as made
from template_builders.package import write
from template_builders.pieces import WIDE, WIDTH

from toolkit.papers import PAPERS
from toolkit.papers.contract import Contract, contract_of
from toolkit.rendering import Template

HAN = re.compile("[\u2010-\u2026\u3000-\u9fff\uff00-\uffef]")
TAG = re.compile(r"\{[{%](.*?)[}%]\}")
LETTERS = {"交办通知", "督办通知书", "延期批复"}


@cache
def files(name: str) -> dict[str, bytes]:
    return members((ROOT / "templates" / f"{name}.docx").read_bytes())


@cache
def printed(name: str) -> Any:
    data = (
        sheet(name, "满页")
        if name in SAMPLES
        else Template.load(TEMPLATE).render(annotated_fields("e-min-08", 6))
    )
    return Document(BytesIO(data))


def parts_of(document: Any) -> list[Any]:
    """The body, and every header and footer a section shows."""
    found = [document.element]
    for section in document.sections:
        for kind in ("", "even_page_", "first_page_"):
            found += [getattr(section, f"{kind}{part}")._element for part in ("header", "footer")]
    return found


def test_every_paper_has_its_template_and_every_template_its_paper() -> None:
    assert set(PAPERS) == set(BUILDERS)
    assert {path.stem for path in (ROOT / "templates").glob("*.docx")} == set(PAPERS)
    assert set(SAMPLES) == set(PAPERS) - {"交办单"}


@pytest.mark.parametrize("name", PAPERS)
def test_every_field_is_printed(name: str) -> None:
    xml = "".join(text.decode() for member, text in files(name).items() if member[:4] == "word")
    tags = " ".join(TAG.findall(xml))
    contract = contract_of(PAPERS[name].fields)
    for field in contract.labels:
        assert re.search(rf"(?<![.\w]){field}\b", tags), field
        for column in contract.rows[field].labels if field in contract.rows else ():
            assert re.search(rf"\w\.{column}\b", tags), f"{field}.{column}"


@pytest.mark.parametrize("name", PAPERS)
def test_every_field_has_a_chinese_label(name: str) -> None:
    def check(contract: Contract) -> None:
        assert all(HAN.match(label) for label in contract.labels.values())
        assert len(set(contract.labels.values())) == len(contract.labels)
        for rows in contract.rows.values():
            check(rows)

    check(contract_of(PAPERS[name].fields))


@pytest.mark.parametrize("name", PAPERS)
def test_the_script_makes_the_shipped_template(name: str, tmp_path: Path) -> None:
    write(BUILDERS[name](), tmp_path / "again.docx")
    assert members((tmp_path / "again.docx").read_bytes()) == files(name)
    assert {part: text.encode() for part, text in made(BUILDERS[name]()).items()} == files(name)


@pytest.mark.parametrize("name", PAPERS)
def test_no_remarks(name: str) -> None:
    template = Template.load(ROOT / "templates" / f"{name}.docx", PAPERS[name].fields)
    assert template.findings == ()


@pytest.mark.parametrize("name", PAPERS)
def test_page(name: str) -> None:
    document = printed(name)
    for section in document.sections:
        lying = section.orientation == WD_ORIENT.LANDSCAPE
        margins = [
            round(getattr(section, f"{side}_margin").mm)
            for side in ("top", "right", "bottom", "left")
        ]
        # The lying page is the standing one turned: its head is at the binding edge.
        assert margins == ([28, 37, 26, 35] if lying else [37, 26, 35, 28])
        size = (round(section.page_width.mm), round(section.page_height.mm))
        assert size == ((297, 210) if lying else (210, 297))
    assert document.settings.odd_and_even_pages_header_footer
    first = document.sections[0]
    assert first.footer.paragraphs[0].text == "— 1 —"
    assert first.even_page_footer.paragraphs[0].text == "— 1 —"
    assert first.different_first_page_header_footer == (name in LETTERS)


@pytest.mark.parametrize("name", PAPERS)
def test_chinese_runs_ask_for_chinese_type(name: str) -> None:
    for part in parts_of(printed(name)):
        for run in part.iter(qn("w:r")):
            text = "".join(t.text or "" for t in run.iter(qn("w:t")))
            if HAN.search(text):
                face = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
                assert face is not None and face.get(qn("w:hint")) == "eastAsia", text


def test_styles_name_their_fonts_and_no_theme() -> None:
    styles = files("交办单")["word/styles.xml"].decode("utf-8")
    assert "Theme" not in styles
    for face in re.findall(r"<w:rFonts [^>]*>", styles):
        assert all(f"w:{kind}=" in face for kind in ("ascii", "hAnsi", "eastAsia", "cs"))


def test_all_papers_share_one_look() -> None:
    looks = {(files(n)["word/styles.xml"], files(n)["word/settings.xml"]) for n in PAPERS}
    assert len(looks) == 1


@pytest.mark.parametrize("name", PAPERS)
def test_every_style_used_is_defined(name: str) -> None:
    used = b"".join(files(name).values()).decode("utf-8", "ignore")
    defined = set(re.findall(r'w:styleId="(\w+)"', files(name)["word/styles.xml"].decode()))
    assert set(re.findall(r'<w:(?:p|tbl)Style w:val="(\w+)"', used)) <= defined


# What is written at length goes on overleaf rather than leave half a page empty.
AT_LENGTH = {"批示内容", "拟办意见", "办理结果", "已 开 展\u3000工　　作", "延期原因", "保证措施"}


@pytest.mark.parametrize("name", PAPERS)
def test_tables_have_grid_width_and_whole_rows(name: str) -> None:
    for part in parts_of(printed(name)):
        for table in part.iter(qn("w:tbl")):
            grid = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
            width = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
            # 440: the page number of a lying page
            assert sum(grid) == int(width.get(qn("w:w"))) in (WIDTH, WIDE, 440)
            for row in table.iter(qn("w:tr")):
                label = "".join(t.text for t in next(row.iter(qn("w:tc"))).iter(qn("w:t")))
                is_whole = next(row.iter(qn("w:cantSplit")), None) is not None
                assert is_whole == (label not in AT_LENGTH), label


@pytest.mark.parametrize("name", ["交办单", "交办通知", "任务分解方案", "催办单", "反馈表"])
def test_the_head_of_a_list_is_repeated(name: str) -> None:
    lists = [table for table in printed(name).tables if table.cell(0, 0).text.endswith("序号")]
    assert lists
    for table in lists:
        heads = [next(row._tr.iter(qn("w:tblHeader")), None) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)


def test_the_receipt_stays_together() -> None:
    receipt = printed("交办单").tables[-1]
    assert receipt.cell(0, 1).text == "苇政督交〔2026〕12号"
    for row in receipt.rows[:-1]:
        assert all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs)


def test_the_sign_off_names_the_four_steps_of_the_regulation() -> None:
    (chain,) = [t for t in printed("督办单").tables if t.cell(0, 0).text == "环节"]
    assert [row.cells[0].text for row in chain.rows[1:]] == ["提出", "同意", "签发", "下发"]


@pytest.mark.parametrize(("name", "size"), SHEETS)
def test_golden(name: str, size: str) -> None:
    golden = GOLDEN / f"{name}-{size}.txt"
    assert text_of(sheet(name, size)) == golden.read_text("utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_is_what_docxtpl_prints(name: str) -> None:
    document = DocxTemplate(ROOT / "templates" / f"{name}.docx")
    fields = SAMPLES[name](COUNTS[name][0][1])
    document.render(asdict(fields), jinja_env=Environment(autoescape=True))
    target = BytesIO()
    document.save(target)
    assert text_of(target.getvalue()) == text_of(sheet(name, "满页"))
