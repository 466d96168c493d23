"""A Word document is read as it prints: revisions, boxes, fields, merged cells, notes."""

from __future__ import annotations

import pytest
from builders import (
    GOVERNMENT_LIST,
    cell,
    doc,
    docx,
    numbered,
    paragraph,
    part,
    relation,
    relations_part,
    run,
    table,
)

from toolkit.errors import InputError
from toolkit.model import Cell, Paragraph, Place, SourceDocument
from toolkit.reading import read_bytes

FIELD_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
FIELD_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def read(*body: str, **parts: object) -> SourceDocument:
    return read_bytes("纪要.docx", docx(*body, **parts))  # type: ignore[arg-type]


def texts(*body: str, **parts: object) -> list[str]:
    return [one.text for one in read(*body, **parts).paragraphs]


def codes(document: SourceDocument) -> list[str]:
    return [finding.code for finding in document.findings]


def message(document: SourceDocument, code: str) -> str:
    (found,) = [finding.message for finding in document.findings if finding.code == code]
    return found


def inserted(*content: str) -> str:
    return f'<w:ins w:id="1" w:author="甲">{"".join(map(run, content))}</w:ins>'


def deleted(text: str) -> str:
    inside = f"<w:r><w:delText>{text}</w:delText></w:r>"
    return f'<w:del w:id="2" w:author="甲">{inside}</w:del>'


def instruction(code: str) -> str:
    return f"<w:r><w:instrText>{code}</w:instrText></w:r>"


def text_box(*paragraphs: str) -> str:
    """A text box as Word writes it: once for new programs and once for old ones."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    new = f"<w:drawing><wp:inline><wps:txbx>{inside}</wps:txbx></wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_paragraphs_are_counted_from_one_and_empty_ones_left_out() -> None:
    document = read_bytes("纪要.docx", doc("会议纪要 /  / 　　各单位抓好落实。"))
    assert document.paragraphs == (Paragraph(1, "会议纪要"), Paragraph(2, "　　各单位抓好落实。"))
    assert (document.name, document.format, document.findings) == ("纪要.docx", "docx", ())
    assert len(document.sha256) == 64


@pytest.mark.parametrize(
    ("content", "expect"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", ["甲\t乙"]),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", ["甲", "乙"]),
        ("<w:r><w:t>甲</w:t><w:cr/><w:br/><w:t>乙</w:t></w:r>", ["甲", "乙"]),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', ["甲", "乙"]),
        ("<w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>6</w:t></w:r>", ["5-6"]),
        ("<w:r><w:t>工</w:t><w:softHyphen/><w:t>作</w:t></w:r>", ["工作"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>完成</w:t></w:r>', ["☑完成"]),
        ('<w:r><w:sym w:font="Arial" w:char="zz"/><w:t>完成</w:t></w:r>', ["完成"]),
        ("<w:r><w:t>3 月 5\n日</w:t></w:r>", ["3 月 5 日"]),
        ('<w:hyperlink r:id="x"><w:r><w:t>县政府网</w:t></w:r></w:hyperlink>', ["县政府网"]),
        ("<w:smartTag><w:smartTagPr/><w:r><w:t>3月</w:t></w:r></w:smartTag>", ["3月"]),
        ("<w:customXml><w:r><w:t>3月</w:t></w:r></w:customXml>", ["3月"]),
        ('<w:bdo w:val="rtl"><w:r><w:t>甲</w:t></w:r></w:bdo>', ["甲"]),
        ("<m:oMath><m:r><w:rPr/><m:t>x+1</m:t></m:r></m:oMath>", ["x+1"]),
        (
            "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>控件</w:t></w:r>"
            "</w:sdtContent></w:sdt>",
            ["控件"],
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>rui</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>芮</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>",
            ["芮"],
        ),
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple>', ["3"]),
    ],
)
def test_inline_content(content: str, expect: list[str]) -> None:
    assert texts(paragraph(content)) == expect


def test_a_line_break_leaves_the_number_with_the_first_part() -> None:
    body = numbered("").replace(
        '<w:t xml:space="preserve"></w:t>', "<w:t>甲</w:t><w:br/><w:t>乙</w:t>"
    )
    first, second = read(body, numbering=GOVERNMENT_LIST).paragraphs
    assert (first.text, first.label) == ("一、甲", "一、")
    assert (second.text, second.label) == ("乙", "")


# --- revisions -------------------------------------------------------------------------------


def test_a_revised_deadline_reads_as_accepted() -> None:
    document = read(paragraph("请县财政局于", deleted("6月30日"), inserted("7月15日"), "前完成。"))
    assert [one.text for one in document.paragraphs] == ["请县财政局于7月15日前完成。"]
    assert message(document, "W1211") == (
        "文件有修订痕迹（插入1处、删除1处，见第1段），已按“接受全部修订”读取，请核对。"
    )


def test_moved_text_stands_once_where_it_went() -> None:
    away = "<w:moveFrom><w:r><w:t>责任单位：县教育局。</w:t></w:r></w:moveFrom>"
    here = "<w:moveTo><w:r><w:t>责任单位：县教育局。</w:t></w:r></w:moveTo>"
    document = read(paragraph("甲", away), paragraph("乙", here))
    assert [one.text for one in document.paragraphs] == ["甲", "乙责任单位：县教育局。"]
    assert "移动1处，见第1、2段" in message(document, "W1211")


def test_a_deleted_paragraph_end_joins_the_next() -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>'
    document = read(
        numbered("县住建局").replace("</w:pPr>", f"{mark}</w:pPr>"),
        paragraph("牵头办理。"),
        numbered("后一条"),
        numbering=GOVERNMENT_LIST,
    )
    assert [one.text for one in document.paragraphs] == ["县住建局牵头办理。", "一、后一条"]
    assert "删除1处，见第1段" in message(document, "W1211")


def test_a_deleted_last_paragraph_end_loses_nothing() -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>'
    assert texts(paragraph("甲", properties=mark), table(["乙"])) == ["甲", "乙"]


def test_a_paragraph_deleted_whole_is_gone() -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>'
    assert texts(paragraph(deleted("删去的一段"), properties=mark), paragraph("乙")) == ["乙"]


def test_a_deleted_table_row_is_gone() -> None:
    body = table(["甲"], ["乙"], ["丙"]).replace(
        "<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>', 1
    )
    document = read(body)
    assert [one.text for one in document.paragraphs] == ["乙", "丙"]
    assert [one.cell.row for one in document.paragraphs if one.cell] == [0, 1]
    assert "删除1处" in message(document, "W1211")


# --- text boxes and drawings -----------------------------------------------------------------


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    document = read(
        paragraph("关于供水的报告", text_box(paragraph("领导批示：限3日内办结"))), paragraph("正文")
    )
    assert [(one.text, one.place) for one in document.paragraphs] == [
        ("关于供水的报告", Place.BODY),
        ("领导批示：限3日内办结", Place.TEXT_BOX),
        ("正文", Place.BODY),
    ]
    assert message(document, "W1212") == (
        "在文本框中发现文字（第2段）：“领导批示：限3日内办结”，请确认是否为批示。"
    )


def test_an_old_text_box_is_read() -> None:
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    box += (
        paragraph("甲") + paragraph("乙") + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document = read(paragraph(box))
    assert [one.place for one in document.paragraphs] == [Place.TEXT_BOX] * 2
    assert codes(document) == ["W1212"]


def test_a_text_box_only_old_programs_see_is_read() -> None:
    box = text_box(paragraph("批示")).replace("w:txbxContent", "w:other", 2)
    assert texts(paragraph(box)) == ["批示"]


def test_a_box_in_a_box_and_a_table_in_a_box() -> None:
    inner = paragraph("外", text_box(paragraph("内")))
    document = read(paragraph(text_box(inner, table(["格"]))))
    assert [one.text for one in document.paragraphs] == ["外", "内", "格"]
    assert document.paragraphs[2].place is Place.TEXT_BOX
    assert document.paragraphs[2].cell == Cell(0, 0, 0)


def test_word_art_and_drawn_text_are_read() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="芦汀县人民政府文件"/></v:shape></w:pict></w:r>'
    body = "<a:txBody><a:p><a:r><a:t>流程</a:t></a:r></a:p></a:txBody>"
    drawn = f"<w:r><w:drawing>{body}</w:drawing></w:r>"
    assert texts(paragraph(art), paragraph(drawn)) == ["芦汀县人民政府文件", "流程"]


def test_a_diagram_is_read_from_its_part() -> None:
    data = part("data", "<dgm:t><a:p><a:r><a:t>县住建局牵头</a:t></a:r></a:p></dgm:t>")
    drawing = '<w:r><w:drawing><dgm:relIds r:dm="d1"/></w:drawing></w:r>'
    assert texts(
        paragraph("组织架构", drawing),
        parts={"word/diagrams/data1.xml": data},
        relations=relation("d1", "diagramData", "diagrams/data1.xml"),
    ) == ["组织架构", "县住建局牵头"]


def test_pictures_and_embedded_objects_are_reported() -> None:
    picture = '<w:r><w:drawing><a:blip r:embed="p"/></w:drawing></w:r>'
    embedded = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    document = read(paragraph("附表", picture, embedded))
    assert codes(document) == ["W1215", "I1216"]


# --- fields ----------------------------------------------------------------------------------


def test_a_field_prints_its_result_only() -> None:
    field = FIELD_BEGIN + instruction(" DATE ") + FIELD_SEPARATE + run("3月5日") + FIELD_END
    assert texts(paragraph("会议于", field, "召开")) == ["会议于3月5日召开"]


def test_a_field_inside_a_field() -> None:
    inner = FIELD_BEGIN + instruction(" PAGE ") + FIELD_SEPARATE + run("7") + FIELD_END
    field = FIELD_BEGIN + instruction("IF ") + inner + FIELD_SEPARATE + run("果") + FIELD_END
    assert texts(paragraph(field, "后")) == ["果后"]


def test_a_field_over_two_paragraphs() -> None:
    first = paragraph(FIELD_BEGIN + instruction("TOC") + FIELD_SEPARATE + run("一、甲"))
    assert texts(first, paragraph(run("二、乙") + FIELD_END)) == ["一、甲", "二、乙"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    assert texts(paragraph(FIELD_BEGIN, run("甲")), paragraph("乙")) == ["甲", "乙"]
    assert texts(paragraph(FIELD_END, FIELD_SEPARATE, "甲")) == ["甲"]


@pytest.mark.parametrize(
    ("formula", "expect"),
    [
        (r"eq \o\ac(○,3)", "③"),
        (r"EQ \o\ac(○,特)", "特"),
        (r"eq \o(\s\up 5(甲),\s\do 2(乙))", "甲乙"),
    ],
)
def test_combined_characters_exist_only_as_a_field(formula: str, expect: str) -> None:
    field = FIELD_BEGIN + instruction(formula) + FIELD_END
    assert texts(paragraph("第", field)) == [f"第{expect}"]


def test_old_form_fields_show_their_choice() -> None:
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="急件"/><w:listEntry w:val="特急"/></w:ddList></w:ffData>'
        "</w:fldChar></w:r>"
    )
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r>"
    )
    assert texts(paragraph(choice + FIELD_END, box + FIELD_END, "是")) == ["特急☑是"]


@pytest.mark.parametrize("code", ["DDEAUTO excel", " dde winword"])
def test_a_dde_field_is_reported(code: str) -> None:
    field = FIELD_BEGIN + instruction(code) + FIELD_SEPARATE + run("12") + FIELD_END
    document = read(paragraph(field))
    assert message(document, "W1209") == "文件含有 DDE 域，已忽略，不会执行。请向来文单位核实。"


# --- hidden text -----------------------------------------------------------------------------


def test_hidden_text_is_left_out_and_quoted() -> None:
    document = read(paragraph("甲", run("不要印", "<w:vanish/>"), "乙"), paragraph("丙"))
    assert [one.text for one in document.paragraphs] == ["甲乙", "丙"]
    assert message(document, "W1213") == (
        "有1处隐藏文字，默认不作为事项：第1段中“不要印”。请在 Word 中核对。"
    )


def test_hiding_turned_off_is_no_hiding() -> None:
    assert texts(paragraph(run("甲", '<w:vanish w:val="0"/>'))) == ["甲"]


@pytest.mark.parametrize("kind", ["paragraph", "character"])
def test_a_style_may_hide(kind: str) -> None:
    styles = (
        f'<w:style w:type="{kind}" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        f'<w:style w:type="{kind}" w:styleId="Hid"><w:basedOn w:val="Base"/></w:style>'
    )
    secret = (
        paragraph("密", properties='<w:pStyle w:val="Hid"/>')
        if kind == "paragraph"
        else paragraph(run("密", '<w:rStyle w:val="Hid"/>'))
    )
    document = read(secret, paragraph("甲"), secret, styles=styles)
    assert [one.text for one in document.paragraphs] == ["甲"]
    assert message(document, "W1213") == (
        "有2处隐藏文字，默认不作为事项：文首“密”；第1段后“密”。请在 Word 中核对。"
    )


def test_a_hidden_paragraph_does_not_count_in_its_list() -> None:
    hidden = numbered("密").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert texts(hidden, numbered("甲"), numbering=GOVERNMENT_LIST) == ["一、甲"]


def test_a_hidden_paragraph_end_runs_on() -> None:
    heading = paragraph("一、供水。", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    assert texts(heading, paragraph("县水利局负责。")) == ["一、供水。县水利局负责。"]


# --- tables ----------------------------------------------------------------------------------


def test_merged_cells_stand_once_with_their_spans() -> None:
    down = '<w:vMerge w:val="restart"/>'
    more = "<w:vMerge/>"
    document = read(
        paragraph("表"),
        table(
            [cell("章", properties=down), cell("目标", properties='<w:gridSpan w:val="2"/>')],
            [cell("章下", properties=more), "甲", "乙"],
            [cell(properties=more), "丙", "丁"],
            [cell("二章", properties=down), "戊", "己"],
        ),
    )
    assert [(one.text, one.cell) for one in document.paragraphs[1:]] == [
        ("章", Cell(0, 0, 0, row_span=3)),
        ("目标", Cell(0, 0, 1, column_span=2)),
        ("甲", Cell(0, 1, 1)),
        ("乙", Cell(0, 1, 2)),
        ("丙", Cell(0, 2, 1)),
        ("丁", Cell(0, 2, 2)),
        ("二章", Cell(0, 3, 0)),
        ("戊", Cell(0, 3, 1)),
        ("己", Cell(0, 3, 2)),
    ]


def test_a_merge_without_a_beginning_is_a_cell() -> None:
    assert texts(table([cell("甲", properties="<w:vMerge/>")])) == ["甲"]


def test_an_old_sideways_merge() -> None:
    row = [
        cell("甲", properties='<w:hMerge w:val="restart"/>'),
        cell(properties="<w:hMerge/>"),
        "乙",
    ]
    document = read(table(row))
    assert [one.cell for one in document.paragraphs] == [
        Cell(0, 0, 0, column_span=2),
        Cell(0, 0, 2),
    ]


def test_cells_before_and_controls_around_rows_and_cells() -> None:
    rows = table(["甲"]).replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>')
    wrapped = rows.replace("<w:tc>", "<w:sdt><w:sdtContent><w:tc>").replace(
        "</w:tc>", "</w:tc></w:sdtContent></w:sdt>"
    )
    (only,) = read(wrapped).paragraphs
    assert only.cell == Cell(0, 0, 2)


def test_tables_nest_and_are_counted_in_order() -> None:
    document = read(table([cell(paragraph("外"), table(["内"]), paragraph("后"))]), table(["次"]))
    assert [(one.text, one.place, one.cell and one.cell.table) for one in document.paragraphs] == [
        ("外", Place.TABLE, 0),
        ("内", Place.TABLE, 1),
        ("后", Place.TABLE, 0),
        ("次", Place.TABLE, 2),
    ]


def test_paragraphs_of_one_cell_share_it() -> None:
    document = read(table([cell("甲", "乙"), "丙"]))
    assert [one.cell for one in document.paragraphs] == [
        Cell(0, 0, 0),
        Cell(0, 0, 0),
        Cell(0, 0, 1),
    ]


# --- what stands beside the body -------------------------------------------------------------


def note(tag: str, number: int, text: str) -> str:
    return f'<w:{tag} w:id="{number}">{paragraph(text)}</w:{tag}>'


def test_notes_come_after_the_body_in_the_order_of_their_marks() -> None:
    marks = (
        '<w:r><w:footnoteReference w:id="3"/></w:r>',
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    end = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    document = read(
        paragraph("甲", *marks, end),
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        + note("footnote", 2, "第二注")
        + note("footnote", 3, "第三注")
        + note("footnote", 9, "无号"),
        endnotes=note("endnote", 1, "尾注"),
    )
    assert [(one.text, one.place) for one in document.paragraphs] == [
        ("甲", Place.BODY),
        ("第三注", Place.FOOTNOTE),
        ("第二注", Place.FOOTNOTE),
        ("尾注", Place.ENDNOTE),
    ]


def test_comments_are_kept_apart_and_reported() -> None:
    document = read(
        paragraph("甲"), comments=note("comment", 1, "请改为5月") + note("comment", 2, "")
    )
    assert [(one.text, one.place) for one in document.paragraphs] == [
        ("甲", Place.BODY),
        ("请改为5月", Place.COMMENT),
    ]
    assert message(document, "W1214").startswith("批注中有1条文字")


def section(*kinds: str) -> str:
    inside = "".join(f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>' for kind in kinds)
    return f"<w:sectPr>{inside}</w:sectPr>"


def test_headers_are_read_once_and_page_numbers_left_out() -> None:
    page = paragraph(
        "— ", FIELD_BEGIN + instruction("PAGE") + FIELD_SEPARATE + run("1"), FIELD_END, " —"
    )
    document = read(
        paragraph("甲", properties=section("header", "footer")),
        section("header", "footer"),
        header=paragraph("内部资料"),
        footer=page,
    )
    assert [(one.text, one.place) for one in document.paragraphs] == [
        ("甲", Place.BODY),
        ("内部资料", Place.HEADER),
    ]


def test_a_box_in_a_footer_is_footer() -> None:
    document = read(
        paragraph("甲"), section("footer"), footer=paragraph(text_box(paragraph("印发单位")))
    )
    assert document.paragraphs[1].place is Place.FOOTER
    assert document.findings == ()


# --- headings, styles, package ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "expect"),
    [
        ('<w:name w:val="heading 2"/>', 2),
        ('<w:name w:val="标题 3"/>', 3),
        ('<w:name w:val="自定"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>', 1),
        ('<w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>', None),
        ('<w:name w:val="正文"/>', None),
        ('<w:name w:val="自定"/><w:basedOn w:val="S"/>', None),
    ],
)
def test_heading_level_comes_from_the_style(style: str, expect: int | None) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="S">{style}</w:style>'
    document = read(paragraph("甲", properties='<w:pStyle w:val="S"/>'), styles=styles)
    assert document.paragraphs[0].outline == expect


def test_heading_level_is_inherited_and_overruled() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    document = read(
        paragraph("甲", properties='<w:pStyle w:val="B"/>'),
        paragraph("乙", properties='<w:pStyle w:val="B"/><w:outlineLvl w:val="2"/>'),
        styles=styles,
    )
    assert [one.outline for one in document.paragraphs] == [1, 3]


def test_missing_styles_are_reported() -> None:
    document = read(paragraph("甲"), parts={"word/styles.xml": ""})
    assert message(document, "W1208") == "文件缺少样式，已按无样式读取，请核对标题层级。"


def test_an_outside_template_is_reported_and_a_link_is_not() -> None:
    template = relations_part(relation("t", "attachedTemplate", "http://example.cn/a.dotm", True))
    document = read(
        paragraph("甲"),
        relations=relation("h", "hyperlink", "http://example.cn", True),
        parts={"word/_rels/settings.xml.rels": template},
    )
    assert message(document, "W1210") == (
        "文件引用了外部地址（“http://example.cn/a.dotm”），已忽略，未联网。请核对是否缺内容。"
    )


def test_block_controls_and_foreign_chunks() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>"
    document = read(control, '<w:altChunk r:id="x"/>')
    assert [one.text for one in document.paragraphs] == ["甲"]
    assert codes(document) == ["W1215"]


def test_word_under_another_name_is_read_and_noted() -> None:
    document = read_bytes("纪要.txt", doc("甲"))
    assert document.format == "docx"
    assert codes(document) == ["I1003"]


@pytest.mark.parametrize("depth", [1, 40])
def test_deep_tables_are_read(depth: int) -> None:
    body = paragraph("底")
    for _ in range(depth):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert texts(body) == ["底"]


def test_too_deep_tables_are_refused() -> None:
    body = paragraph("底")
    for _ in range(61):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    with pytest.raises(InputError, match="表格嵌套过深"):
        read(body)
