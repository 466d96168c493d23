"""``duban template``: what a clerk sees who looks after the office's own forms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from clerk import DAY, Run
from papers import form, members, words, zipped

from toolkit.papers import PAPERS
from toolkit.rendering.inspection import inspect_template
from toolkit.screen.display import WIDTH, text_width

ROW = "<w:tr>{}</w:tr>"
CELL = "<w:tc>{}</w:tc>"
GRID = "<w:tblGrid><w:gridCol/></w:tblGrid>"


def table(*rows: tuple[str, ...], grid: str = GRID) -> str:
    lines = (ROW.format("".join(CELL.format(words(text)) for text in row)) for row in rows)
    return f"<w:tbl>{grid}{''.join(lines)}</w:tbl>"


def dressed(text: str, fonts: str) -> str:
    properties = f"<w:rPr><w:rFonts {fonts}/></w:rPr>"
    return f"<w:p><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>"


def remarks(data: bytes) -> list[str]:
    found = inspect_template("交办单.docx", data, PAPERS["交办单"].fields)
    assert found.faults == ()
    return [f"{each.code} {each.message}" for each in found.remarks]


# --- list and export -------------------------------------------------------------------------


def test_all_papers_are_listed_with_their_purpose(run: Run, here: Path) -> None:
    code, output, _ = run("template", "list")
    assert code == 0
    assert [line.split()[0] for line in output.splitlines()[: len(PAPERS)]] == list(PAPERS)


@pytest.mark.parametrize("name", PAPERS)
def test_the_fields_of_a_paper_fit_the_screen(name: str, run: Run, here: Path) -> None:
    code, output, _ = run("template", "list", name)
    assert code == 0
    assert all(text_width(line) <= WIDTH for line in output.splitlines())
    output.encode("gbk")


def test_fields_are_shown_as_they_are_written_in_a_template(run: Run, here: Path) -> None:
    _, output, _ = run("template", "list", "催办单")
    assert re.search(r"\{\{ reply_by \}\} +书面报送时限\*", output)
    assert re.search(r"\{%tr for row in tasks %\} +催办事项\*", output)
    assert re.search(r"\{\{ row\.objective \}\} +催办事项\*", output)


def test_fields_for_programs(run: Run, here: Path) -> None:
    _, output, _ = run("template", "list", "--json")
    papers = {paper["name"]: paper for paper in json.loads(output)}
    assert set(papers) == set(PAPERS)
    assert papers["交办单"]["fields"][1]["required"] is True


def test_a_built_in_template_goes_into_the_offices_folder_once(run: Run, office: Path) -> None:
    code, output, _ = run("template", "export", "催办单", "--office", str(office))
    exported = office / "模板" / "催办单.docx"
    assert (code, exported.is_file()) == (0, True)
    assert "催办单.docx" in output
    code, _, error = run("template", "export", "催办单", str(office))
    assert (code, error[:7]) == (7, "【E5102】")
    code, output, _ = run("template", "list", "--office", str(office))
    assert re.search("催办单.*（用本单位自己的）", output)


def test_an_exported_form_is_used_and_a_broken_one_stops_the_ticket(run: Run, office: Path) -> None:
    own = office / "模板" / "交办单.docx"
    run("template", "export", "交办单", "--office", "督办")
    files = members(own.read_bytes())
    title = files["word/document.xml"].replace("交　办　单".encode(), "任务交办单".encode())
    own.write_bytes(zipped(files | {"word/document.xml": title}))
    assert run("template", "check", str(own))[0] == 0
    assert run("new", "纪要.txt", "--office", "督办", "--yes", *DAY)[0] == 0
    (issued, *_) = (office / "2026").glob("*.docx")
    assert "任务交办单".encode() in members(issued.read_bytes())["word/document.xml"]
    own.write_bytes(form(words("{{ numbre }}"), template=own))
    code, _, error = run("new", "纪要.txt", "--office", "督办", "--again", "--yes", *DAY)
    assert (code, "是否想用“number”（编号）" in error) == (6, True)


@pytest.mark.parametrize("fonts", ["方正", "Windows", "信创"])
def test_a_template_in_other_fonts_passes_both_checks(fonts: str, run: Run, here: Path) -> None:
    assert run("template", "export", "交办单", ".", "--fonts", fonts)[0] == 0
    code, output, _ = run("template", "check", "交办单.docx")
    assert (code, "提示" in output) == (0, False), output
    assert "同一套字体" not in run("layout", "交办单.docx", "--fonts", fonts)[1]
    other = "Windows" if fonts != "Windows" else "方正"
    assert f"同一套字体：{other}" in run("layout", "交办单.docx", "--fonts", other)[1]


def test_the_offices_fonts_are_those_of_its_papers(run: Run, office: Path) -> None:
    settings = office / "duban.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('fonts = ""', 'fonts = "方正"'), "utf-8"
    )
    assert run("new", "纪要.txt", "--office", "督办", "--yes", *DAY)[0] == 0
    (issued, *_) = (office / "2026").glob("*.docx")
    styles = members(issued.read_bytes())["word/styles.xml"].decode()
    assert "方正仿宋_GBK" in styles and '"仿宋"' not in styles
    assert "正常  样式" in run("check", "--office", "督办")[1]
    run("template", "export", "催办单", "--fonts", "Windows", "--office", "督办")
    assert "不是“方正”这套字体的：催办单用了仿宋、黑体。" in run("check", "--office", "督办")[1]


def test_fonts_that_nobody_knows(run: Run, office: Path) -> None:
    code, _, error = run("template", "export", "催办单", "--fonts", "宋体", "--office", "督办")
    assert (code, error[:7], "可选：方正、Windows、信创" in error) == (6, "【E3006】", True)
    assert not (office / "模板" / "催办单.docx").exists()


def test_outside_an_office_the_folder_must_be_said(run: Run, here: Path) -> None:
    assert run("template", "export", "催办单")[0] == 2
    assert run("template", "export", "催办单", "样式")[0] == 0
    assert (here / "样式" / "催办单.docx").is_file()


# --- check -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_every_built_in_template_passes(name: str, run: Run, here: Path) -> None:
    run("template", "export", name, ".")
    code, output, _ = run("template", "check", f"{name}.docx")
    assert (code, output.splitlines()[-1]) == (0, "结论：可以使用。")
    assert f"按“{name}”检查" in output


def test_the_longest_name_in_the_file_name_decides(run: Run, here: Path) -> None:
    run("template", "export", "督办通知书", ".")
    (here / "督办通知书.docx").rename(here / "2026督办通知书新.docx")
    assert "按“督办通知书”检查" in run("template", "check", "2026督办通知书新.docx")[1]


@pytest.mark.parametrize(
    ("args", "exit_code", "says"),
    [
        (["check", "没有.docx"], 2, "找不到文件“没有.docx”"),
        (["check", "样式.docx"], 2, "请加 --paper 单名"),
        (["check", "交办单.docx"], 2, "找不到文件“交办单.docx”"),
        (["check", "x.docx", "--paper", "交办"], 2, "没有“交办”这种单。可选：交办单、"),
        (["list", "交办"], 2, "没有“交办”这种单"),
    ],
)
def test_wrong_use(args: list[str], exit_code: int, says: str, run: Run, here: Path) -> None:
    (here / "样式.docx").write_bytes(b"")
    code, _, error = run("template", *args)
    assert (code, error.count("\n"), says in error) == (exit_code, 1, True), error


def test_all_faults_at_once_with_places_and_exit_code_six(run: Run, here: Path) -> None:
    broken = form(
        table(("甲", "{{ titel }}"), ("{%tr for t in tasks %}", "")),
        words("{{ cycler.__init__ }}"),
        words("{% tr for t in tasks %}"),
    )
    (here / "交办单.docx").write_bytes(broken)
    code, output, _ = run("template", "check", "交办单.docx")
    flat = re.sub(r"\s", "", output)  # as it was before it was wrapped
    assert code == 6
    assert "【E2203】模板第1个表格第1行第2格用了未知字段“titel”" in flat
    assert "【E2202】模板第1个表格：循环没有结束标记（{%trendfor%}）。" in flat
    assert "【E2301】模板含有不允许的表达式（第1段），已拒绝。" in flat
    assert "请写成{%trfortintasks%}。" in flat
    assert output.index("E2301") < output.index("E2203")
    assert output.splitlines()[-1] == "结论：不能使用，请改正后再查一次。"


def test_the_verdict_for_programs(run: Run, here: Path) -> None:
    (here / "交办单.docx").write_bytes(form(words("{{ numbre }}")))
    code, output, _ = run("template", "check", "交办单.docx", "--json")
    verdict = json.loads(output)
    assert (code, verdict["usable"], verdict["faults"][0]["code"]) == (6, False, "E2203")


def test_a_field_like_no_other_is_told_with_the_paper_whose_fields_to_look_at(
    run: Run, here: Path
) -> None:
    (here / "销号单.docx").write_bytes(form(words("{{ xyz }}")))
    _, output, _ = run("template", "check", "销号单.docx", "--json")
    told = json.loads(output)["faults"][0]["message"]
    assert told.endswith("用了未知字段“xyz”。可用的字段见 duban template list 销号单。")
    assert run("template", "list", "销号单")[0] == 0


def test_a_file_that_is_no_word_document(run: Run, here: Path) -> None:
    (here / "交办单.docx").write_bytes(b"PK\x03\x04")
    code, _, error = run("template", "check", "交办单.docx")
    assert (code, error[:7]) == (6, "【E2201】")


# --- remarks ---------------------------------------------------------------------------------


def test_a_theme_font_on_chinese_text() -> None:
    theme = 'w:eastAsiaTheme="minorEastAsia" w:asciiTheme="minorHAnsi"'
    (remark,) = remarks(form(dressed("甲", theme), dressed("abc", theme)))
    assert remark.startswith("W2206 模板第1段的中文用了主题字体")


@pytest.mark.parametrize("fonts", ['w:eastAsia="Times New Roman"', 'w:eastAsia="Arial"'])
def test_a_latin_font_on_chinese_text(fonts: str) -> None:
    (remark,) = remarks(form(dressed("abc", fonts), dressed("{{ number }}", fonts)))
    assert remark.startswith("W2207 模板第2段的中文没有指定中文字体")


def test_a_latin_font_beside_the_styles_chinese_one_is_well() -> None:
    assert remarks(form(dressed("甲", 'w:ascii="Times New Roman"'))) == []


def test_no_styles_no_chinese_font() -> None:
    files = members(form())
    files["word/styles.xml"] = b"<w:styles xmlns:w='http://schemas.openxmlformats.org/wordproces'/>"
    assert any(remark.startswith("W2207") for remark in remarks(zipped(files)))


def test_tags_that_proofing_cut_are_told_and_work() -> None:
    mark = '<w:proofErr w:type="spellStart"/>'
    pieces = mark.join(
        f"<w:r><w:t xml:space='preserve'>{each}</w:t></w:r>" for each in ("{{ num", "ber }}")
    )
    (remark,) = remarks(form(f"<w:p>{pieces}</w:p>"))
    assert remark.startswith("I2208 模板第1段的标签被 Word 拆成了几段")


def test_a_table_without_grid() -> None:
    (remark,) = remarks(form(table(("甲",), grid="")))
    assert remark.startswith("W2205 模板第1个表格没有列宽定义")


def without(text: str) -> bytes:
    files = members(form())
    xml = files["word/document.xml"].decode("utf-8").replace(text, "")
    return zipped(files | {"word/document.xml": xml.encode("utf-8")})


def test_fields_left_out_are_named() -> None:
    (remark,) = remarks(without("{{ contact }}"))
    assert remark == "I2209 模板没有用到：联系人。不需要的可以不用。"


def test_a_list_without_its_most_important_column() -> None:
    data = without("{{ task.objective }}")
    found = inspect_template("交办单.docx", data, PAPERS["交办单"].fields)
    assert [fault.message for fault in found.faults] == [
        "模板没有“交办事项中的目标任务”字段，出单后无法追溯。请补上后再用。"
    ]
