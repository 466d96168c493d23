"""The engine: what goes in comes out, nothing else does, and a bad template says where."""

from __future__ import annotations

import zipfile
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import Environment
from papers import (
    GOLDEN,
    GOLDEN_TICKETS,
    OFFICE,
    TEMPLATE,
    annotated_fields,
    fault,
    form,
    form_with,
    golden_paper,
    members,
    paragraphs,
    task,
    text_of,
    ticket,
    words,
    zipped,
)

from toolkit.errors import SettingsError
from toolkit.papers.assignment import AssignmentFields, assignment_fields
from toolkit.rendering import Template

SIZES = [("e-min-05", 1), ("e-min-08", 6), ("e-min-02", 12), ("e-rep-02", 30)]


@pytest.fixture(scope="module")
def shipped() -> Template:
    return Template.load(TEMPLATE)


def by_docxtpl(template: Path, paper: AssignmentFields) -> bytes:
    document = DocxTemplate(template)
    document.render(asdict(paper), jinja_env=Environment(autoescape=True))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


class TestPaper:
    @pytest.mark.parametrize(("name", "count"), SIZES)
    def test_the_text_is_what_docxtpl_prints(
        self, shipped: Template, name: str, count: int
    ) -> None:
        paper = annotated_fields(name, count)
        assert text_of(shipped.render(paper)) == text_of(by_docxtpl(TEMPLATE, paper))

    @pytest.mark.parametrize("name", list(GOLDEN_TICKETS))
    def test_golden(self, name: str) -> None:
        golden = (GOLDEN / f"交办单-{name}.txt").read_text("utf-8")
        assert text_of(golden_paper(name)) == golden

    def test_the_same_fields_give_the_same_bytes(self, shipped: Template) -> None:
        paper = annotated_fields("e-min-08", 6)
        again = Template("交办单.docx", TEMPLATE.read_bytes())
        assert shipped.render(paper) == again.render(paper)

    def test_only_the_changed_members_are_packed_anew(self, shipped: Template) -> None:
        before, after = (
            {entry.filename: entry for entry in zipfile.ZipFile(BytesIO(data)).infolist()}
            for data in (TEMPLATE.read_bytes(), shipped.render(annotated_fields("e-min-05", 1)))
        )
        assert list(before) == list(after)
        changed = {name for name in before if before[name].CRC != after[name].CRC}
        assert changed == {"word/document.xml"}

    def test_the_archive_is_sound(self, shipped: Template) -> None:
        with zipfile.ZipFile(BytesIO(shipped.render(annotated_fields("e-min-08", 6)))) as archive:
            assert archive.testzip() is None

    def test_an_office_file_with_chinese_member_names(self) -> None:
        files = members(TEMPLATE.read_bytes()) | {"word/media/图.bin": b"\x00\x01" * 50}
        data = Template("x.docx", zipped(files)).render(annotated_fields("e-min-05", 1))
        assert members(data)["word/media/图.bin"] == b"\x00\x01" * 50

    def test_no_copies_no_row(self, shipped: Template) -> None:
        paper = replace(annotated_fields("e-min-05", 1), copies="", attachments="")
        text = text_of(shipped.render(paper))
        assert "抄送" not in text
        assert "附件" not in text

    def test_a_template_is_prepared_once(self) -> None:
        assert Template.load(TEMPLATE) is Template.load(TEMPLATE)

    def test_only_the_contracts_record_is_rendered(self, shipped: Template) -> None:
        with pytest.raises(TypeError, match="AssignmentFields"):
            shipped.render({"number": "1"})


class TestRefusals:
    @pytest.mark.parametrize("attribute", ['w:rsidR="{{ number }}"', 'w:rsidR="{% import os %}"'])
    def test_tags_in_attributes(self, attribute: str) -> None:
        assert fault(form(f"<w:p {attribute}/>")).code == "E2301"

    def test_a_field_instruction_is_no_place_for_a_tag(self) -> None:
        run = "<w:r><w:instrText>HYPERLINK {{ number }}</w:instrText></w:r>"
        assert fault(form(f"<w:p>{run}</w:p>")).code == "E2301"

    def test_a_document_type_declaration(self) -> None:
        files = members(TEMPLATE.read_bytes())
        head = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        files["word/styles.xml"] = head + b"<x>&e;</x>"
        assert fault(zipped(files)).code == "E2301"

    @pytest.mark.parametrize(
        "data",
        [b"", b"PK\x03\x04", b"not a zip", zipped({"a.txt": b"x"}), TEMPLATE.read_bytes()[:3000]],
        ids=["empty", "head only", "text", "no parts", "cut off"],
    )
    def test_no_word_file(self, data: bytes) -> None:
        error = fault(data)
        assert error.code == "E2201"
        assert "交办单.docx" in error.message

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="找不到模板"):
            Template.load(tmp_path / "无.docx")

    def test_a_damaged_member(self) -> None:
        data = bytearray(TEMPLATE.read_bytes())
        data[data.index(b"word/styles.xml") + 60] ^= 0xFF
        assert fault(bytes(data)).code == "E2201"


TABLE = "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{}</w:tbl>"


def row(*texts: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{words(text)}</w:tc>" for text in texts) + "</w:tr>"


class TestMistakes:
    def test_an_unknown_field_with_place_and_suggestion(self) -> None:
        table = TABLE.format(row("甲", "乙") + row("丙", "{{ numbre }}"))
        assert fault(form(table)).message == (
            "模板第1个表格第2行第2格用了未知字段“numbre”，是否想用“number”（编号）？"
        )

    def test_a_chinese_label_leads_to_its_field(self) -> None:
        error = fault(form(words("{{ 主办单位 }}")))
        assert error.code == "E2203"
        assert "是否想用“lead_units”（主办单位）？" in error.message

    def test_an_unknown_field_of_a_row(self) -> None:
        steps = ["{%p for item in tasks %}", "{{ item.objectiv }}", "{%p endfor %}"]
        error = fault(form(*map(words, steps)))
        assert "未知字段“objectiv”，是否想用“objective”（目标任务）？" in error.message

    def test_rows_that_do_not_exist(self) -> None:
        steps = ["{%p for item in task %}", "{{ item.objective }}", "{%p endfor %}"]
        error = fault(form(*map(words, steps)))
        assert "未知字段“task”，是否想用“tasks”" in error.message

    def test_rows_are_not_printed_as_text(self) -> None:
        assert "逐行印" in fault(form(words("{{ tasks }}"))).message

    def test_a_loop_variable_ends_with_its_loop(self) -> None:
        steps = ["{%p for item in tasks %}", "{%p endfor %}", "{{ item.objective }}"]
        assert fault(form(*map(words, steps))).code == "E2203"

    def test_a_loop_variable_ends_with_its_loop_after_a_choice_too(self) -> None:
        choice = ["{%p if number %}", "甲", "{%p elif source %}", "乙", "{%p endif %}"]
        steps = ["{%p for item in tasks %}", *choice, "{%p endfor %}", "{{ item.objective }}"]
        assert fault(form(*map(words, steps))).code == "E2203"

    def test_a_loop_without_end(self) -> None:
        table = TABLE.format(row("{%tr for t in tasks %}") + row("{{ t.objective }}"))
        assert fault(form(table)).message == ("模板第1个表格：循环没有结束标记（{%tr endfor %}）。")

    @pytest.mark.parametrize(
        ("steps", "said"),
        [
            (["{%p endfor %}"], "没有对应的开始标记"),
            (["{%p if number %}", "{%p endfor %}"], "没有对应的开始标记"),
            (["{%p for t in tasks %}", "{%p else %}", "{%p endfor %}"], "没有对应的开始标记"),
            (["{% if number %}", "{% endif %}"], "不在同一层"),
            (["{%p if number %}", "{% endif %}"], "不在同一层"),
            (["{%p if number %}还有字", "{%p endif %}"], "独占一段"),
            (["{%tr for t in tasks %}", "{%tr endfor %}"], "不在表格里"),
            (["{{ number"], "括号不成对"),
            (["{{ number }} }}"], "括号不成对"),
            (["｛｛ number ｝｝"], "半角"),
            (["{{ number source }}"], "没有写完整"),
            (["{%p if number %}", "{%p endif x %}"], "没有写完整"),
        ],
    )
    def test_broken_structure(self, steps: list[str], said: str) -> None:
        error = fault(form(*map(words, steps)))
        assert error.code == "E2202"
        assert said in error.message

    def test_a_cell_that_could_be_left_without_paragraph(self) -> None:
        inside = "".join(map(words, ["{%p if number %}", "甲", "{%p endif %}"]))
        table = TABLE.format(f"<w:tr><w:tc>{inside}</w:tc></w:tr>")
        assert "单元格末尾须留" in fault(form(table)).message

    def test_the_number_must_be_printed(self) -> None:
        files = members(TEMPLATE.read_bytes())
        xml = files["word/document.xml"].replace(b"{{ number }}", b"")
        error = fault(zipped(files | {"word/document.xml": xml}))
        assert (error.code, error.message) == (
            "E2204",
            "模板没有“编号”字段，出单后无法追溯。请补上后再用。",
        )

    def test_all_mistakes_are_told_at_once(self) -> None:
        error = fault(form(words("{{ numbre }}"), words("{{ contract }}")))
        assert error.message.count("未知字段") == 2

    def test_a_table_without_grid_is_a_remark(self) -> None:
        template = Template("x.docx", form(f"<w:tbl>{row('甲')}</w:tbl>"))
        (finding,) = template.findings
        assert (finding.code, "第1个表格" in finding.message) == ("W2205", True)


class TestWhatWordDoesToTags:
    """Saving in Word or WPS cuts tags to pieces and dresses them up; they still work."""

    @staticmethod
    def first(*insertions: str) -> str:
        paper = assignment_fields(ticket(task(1, "县财政局"), task(2, "县财政局")), OFFICE)
        return paragraphs(Template("x.docx", form(*insertions)).render(paper))[0]

    @pytest.mark.parametrize(
        "pieces",
        [
            ["{", "{ number }", "}"],
            ["{{", " num", "ber ", "}}"],
            ["编号{{ number", " }}"],
            ["", "{{ number }}", ""],
        ],
    )
    def test_cut_into_runs(self, pieces: list[str]) -> None:
        mark = '<w:proofErr w:type="spellStart"/>'
        runs = [f"<w:r><w:rPr><w:b/></w:rPr><w:t>{piece}</w:t></w:r>" for piece in pieces]
        text = self.first(f"<w:p>{mark.join(runs)}</w:p>")
        assert text.removeprefix("编号") == "苇政督交〔2026〕12号"

    def test_text_around_cut_tags_stays(self) -> None:
        pieces = ["甲{{ num", "ber }}乙{% if", " number %}丙", "{% end", "if %}丁"]
        runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in pieces)
        assert self.first(f"<w:p>{runs}</w:p>") == "甲苇政督交〔2026〕12号乙丙丁"

    @pytest.mark.parametrize(
        "tag",
        [
            "{% if number == “苇政督交〔2026〕12号” %}有{% endif %}",
            "{% if number != ‘’ and not 0 %}有{% else %}无{% endif %}",
            "{% if urgency %}急{% elif number %}有{% endif %}",
            "{# 给文书的说明 #}有",
        ],
    )
    def test_curly_quotes_conditions_and_comments(self, tag: str) -> None:
        assert self.first(words(tag)) == "有"

    def test_a_loop_in_a_line(self) -> None:
        item = "{{ loop.index }}.{{ t.origin }}{% if not loop.last %}；{% endif %}"
        tag = f"{{% for t in tasks %}}{item}{{% endfor %}}"
        assert self.first(words(tag)) == "1.原文第15段；2.原文第16段"

    def test_what_a_loop_knows_of_itself(self) -> None:
        item = "{{ loop.index0 }}{{ loop.revindex }}{{ loop.length }}{{ loop.last }}"
        ends = "{% if loop.first %}首{% endif %}{% if loop.last %}末{% endif %}"
        tag = f"{{% for t in tasks %}}{item}{ends}{{% endfor %}}"
        assert self.first(words(tag)) == "022False首112True末"

    def test_repeated_rows_do_not_repeat_identities(self) -> None:
        w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        steps = [words("{%p for t in tasks %}"), words("{{ t.origin }}"), words("{%p endfor %}")]
        steps[1] = steps[1].replace("<w:p>", f'<w:p {w14} w14:paraId="00000001">')
        paper = assignment_fields(ticket(task(1, "县财政局"), task(2, "县财政局")), OFFICE)
        data = Template("x.docx", form(*steps)).render(paper)
        assert b"paraId" not in members(data)["word/document.xml"]

    def test_tags_in_headers_and_text_boxes(self) -> None:
        paper: Any = annotated_fields("e-min-05", 1)
        for place, member in [("页眉", "word/header1.xml"), ("文本框", "word/document.xml")]:
            data = Template("x.docx", form_with(place, "号{{ number }}")).render(paper)
            assert "号苇政督交" in members(data)[member].decode("utf-8")
