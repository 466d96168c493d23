"""Makes templates/交办单.docx from nothing but this script: ``python tests/make_template.py``.

Page and type follow GB/T 9704-2012 (A4, 版心 156×225 mm, page number 「— 1 —」 outer side); the
form follows the custom of county offices. Fonts travel by name only; ``altName`` says what Word
shall take where 方正小标宋简体 is not installed. Chinese runs carry ``w:hint="eastAsia"``, so that
“” and — come out in Chinese type; every table has a column grid, which WPS needs.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

TARGET = Path(__file__).resolve().parent.parent / "templates" / "交办单.docx"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml."

TITLE, BODY, KAI, HEI, SONG = "方正小标宋简体", "仿宋", "楷体", "黑体", "宋体"
WIDTH = 8844  # 版心 156 mm
RED = "FF0000"


# --- small pieces -----------------------------------------------------------------------------


def fonts(name: str) -> str:
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"'
        ' w:hint="eastAsia"/>'
    )


def run(text: str, font: str = "", size: int = 0, extra: str = "") -> str:
    """A run; without a font it keeps its paragraph style's and only gets the hint."""
    face = fonts(font) if font else '<w:rFonts w:hint="eastAsia"/>'
    half = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    pieces = [
        "<w:tab/>" if part == "\t" else f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in text.replace("\t", "\x00\t\x00").split("\x00")
        if part
    ]
    return f"<w:r><w:rPr>{face}{extra}{half}</w:rPr>{''.join(pieces)}</w:r>"


def par(style: str, *runs: str, props: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{props}</w:pPr>{"".join(runs)}</w:p>'


def cell(width: int, *paragraphs: str, span: int = 1, props: str = "") -> str:
    merge = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}{props}'
        f'<w:vAlign w:val="center"/></w:tcPr>{"".join(paragraphs)}</w:tc>'
    )


def row(*cells: str, height: int = 0, head: bool = False) -> str:
    props = "<w:cantSplit/>"
    if height:
        props += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if head:
        props += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(cells)}</w:tr>"


def table(style: str, grid: list[int], *rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(grid)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


KEEP = "<w:keepNext/>"
LEFT = '<w:jc w:val="left"/>'


# --- the form ------------------------------------------------------------------------------------


def head() -> str:
    return (
        par("FormIssuer", run("{{ issuer_name }}"))
        + par("FormTitle", run("交　办　单"))
        + par(
            "FormNumber",
            run("编号：{{ number }}"),
            run("\t{% if urgency %}"),
            run("紧急程度：{{ urgency }}", HEI),
            run("{% endif %}\t{{ issued_on }}"),
        )
    )


def label(width: int, text: str, props: str = "") -> str:
    return cell(width, par("FormLabel", run(text), props=props))


def value(width: int, text: str, span: int = 1, props: str = "") -> str:
    return cell(width, par("FormValue", run(text), props=props), span=span)


GRID = [1304, 3118, 1304, 3118]


def facts() -> str:
    wide = [
        ("来　　源", "{{ source }}"),
        ("主办单位", "{{ lead_units }}"),
        ("协办单位", "{{ supporting_units }}"),
    ]
    pairs = [
        ("牵头领导", "{{ lead_officials }}", "责 任 人", "{{ responsible_persons }}"),
        ("反馈时限", "{{ feedback_by }}", "反馈对象", "{{ feedback_to }}"),
    ]
    rows = [row(label(GRID[0], a), value(WIDTH - GRID[0], b, 3), height=460) for a, b in wide]
    rows += [
        row(label(GRID[0], a), value(GRID[1], b), label(GRID[2], c), value(GRID[3], d), height=460)
        for a, b, c, d in pairs
    ]
    return table("FormTable", GRID, *rows)


ORIGIN = (
    "（{% if task.urgent %}{{ task.urgent }}；{% endif %}"
    "{% if task.lead_units %}主办：{{ task.lead_units }}；{% endif %}"
    "{% if task.supporting_units %}协办：{{ task.supporting_units }}；{% endif %}"
    "{% if task.lead_officials %}牵头领导：{{ task.lead_officials }}；{% endif %}"
    "{% if task.responsible_persons %}责任人：{{ task.responsible_persons }}；{% endif %}"
    "{{ task.origin }}）"
)


def tasks() -> str:
    grid = [680, 4124, 2020, 2020]
    names = ("序号", "目标任务", "完成时限", "时序进度")
    heads = [label(width, name) for width, name in zip(grid, names, strict=True)]
    whole = sum(grid)

    def step(tag: str) -> str:
        return row(cell(whole, par("FormCell", run(tag)), span=4))

    centred = '<w:jc w:val="center"/>'
    body = row(
        cell(grid[0], par("FormCell", run("{{ task.index }}"), props=centred)),
        cell(grid[1], par("FormCell", run("{{ task.objective }}")), par("FormOrigin", run(ORIGIN))),
        cell(grid[2], par("FormCell", run("{{ task.completion }}"), props=centred)),
        cell(grid[3], par("FormCell", run("{{ task.schedule }}"), props=centred)),
        height=480,
    )
    return par("FormCaption", run("交办事项（共{{ task_count }}项）")) + table(
        "FormTable",
        grid,
        row(*heads, height=440, head=True),
        step("{%tr for task in tasks %}"),
        body,
        step("{%tr endfor %}"),
    )


def requirements() -> str:
    return "".join(
        [
            par(
                "FormText",
                run("办理要求：", HEI),
                run(
                    "请对照上列事项制定推进措施，明确责任到人，按时序进度组织落实。"
                    "需协调的问题，先行与有关单位会商，仍不能解决的，按程序书面报告，"
                    "并写明会商过程、意见分歧和办理建议。"
                ),
                props='<w:spacing w:before="120"/>',
            ),
            par(
                "FormText",
                run("反馈要求：", HEI),
                run(
                    "请于{{ feedback_by }}前，将落实情况以正式文件（主要负责同志签发、加盖公章）"
                    "报{{ feedback_to }}，电子版同步报送。"
                    "确需延期的，请在期满前书面说明原因和拟完成时间。"
                ),
            ),
            par("FormBasis", run("{%p if issue_basis %}")),
            par(
                "FormBasis",
                run("下发时限：", HEI),
                run("{{ issue_by }}。{{ issue_basis }}。"),
                props=KEEP,
            ),
            par("FormBasis", run("{%p endif %}")),
            par("FormBasis", run("反馈时限：", HEI), run("{{ feedback_basis }}。"), props=KEEP),
            par("FormText", run("{%p if attachments %}")),
            par("FormAttachment", run("附件：", HEI), run("{{ attachments }}"), props=KEEP),
            par("FormText", run("{%p endif %}")),
        ]
    )


def signature() -> str:
    grid = [4900, WIDTH - 4900]
    left = cell(
        grid[0],
        par(
            "FormSign",
            run("联系人：", HEI),
            run("{{ contact }}　"),
            run("电话：", HEI),
            run("{{ phone }}"),
            props=LEFT,
        ),
        par("FormSign", run("签　发：", HEI), run("{{ signer }}"), props=LEFT),
    )
    right = cell(
        grid[1],
        par("FormSign", run("{{ issuer_name }}（章）"), props=KEEP),
        par("FormSign", run("{{ issued_on }}"), props=KEEP),
    )
    line = 'w:val="single" w:sz="8" w:space="0" w:color="000000"'
    copies = cell(
        WIDTH,
        par("FormCopies", run("抄送：", HEI), run("{{ copies }}。")),
        span=2,
        props=f"<w:tcBorders><w:top {line}/><w:bottom {line}/></w:tcBorders>",
    )

    def step(tag: str) -> str:
        return row(cell(WIDTH, par("FormSign", run(tag)), span=2))

    rows = [
        row(left, right, height=1000),
        step("{%tr if copies %}"),
        row(copies, height=480),
        step("{%tr endif %}"),
    ]
    return table("PlainTable", grid, *rows)


def receipt() -> str:
    blank = "　"
    grid = [1304, 3118, 1504, 2918]
    pairs = [
        ("编　　号", "{{ number }}", "收到时间", "　　　年　　月　　日"),
        ("收到单位", "{{ receipt_unit }}", "分管负责人", blank),
        ("责 任 人", blank, "联系电话", blank),
        ("承 办 人", blank, "联系电话", blank),
    ]
    rows = [
        row(
            label(grid[0], a, KEEP),
            value(grid[1], b, props=KEEP),
            label(grid[2], c, KEEP),
            value(grid[3], d, props=KEEP),
            height=500,
        )
        for a, b, c, d in pairs
    ]
    rest = WIDTH - grid[0]
    answer = cell(
        rest,
        par("FormValue", run("□ 无异议，按要求办理。"), props=KEEP),
        par("FormValue", run("□ 有异议：第　　　　项不属本单位职责，理由："), props=KEEP),
        par("FormValue", run(blank), props=KEEP),
        par("FormValue", run("　 建议承办单位："), props=KEEP),
        span=3,
    )
    seal = cell(rest, par("FormValue", run("（章）　　"), props='<w:jc w:val="right"/>'), span=3)
    rows.append(row(label(grid[0], "有无异议", KEEP), answer))
    rows.append(row(label(grid[0], "签 收 人"), seal, height=760))
    return (
        par("FormCut", run("交办单回执"))
        + par(
            "FormBasis",
            run(
                "请收到后填写并送{{ issuer_name }}。对交办事项有异议的，"
                "自收到之日起{{ objection_days }}个工作日内写明理由和建议承办单位。"
            ),
            props=KEEP + '<w:spacing w:after="80"/>',
        )
        + table("FormTable", grid, *rows)
    )


SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
    ' w:header="851" w:footer="1400" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)


def document() -> str:
    # Word wants a paragraph after the last table; it is one point high.
    end = par("FormEnd")
    body = head() + facts() + tasks() + requirements() + signature() + receipt() + end
    return f"{HEAD}<w:document {W} {R}><w:body>{body}{SECTION}</w:body></w:document>"


def footer(side: str) -> str:
    number = (
        run("— ", SONG, 28)
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "<w:r>"
        + f"<w:rPr>{fonts(SONG)}</w:rPr>"
        + '<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("1", SONG, 28)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + run(" —", SONG, 28)
    )
    props = f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
    return f"{HEAD}<w:ftr {W} {R}>{par('Footer', number, props=props)}</w:ftr>"


# --- styles --------------------------------------------------------------------------------------


def style(
    name_id: str,
    name: str,
    font: str,
    size: int,
    props: str = "",
    extra: str = "",
    base: str = "Normal",
) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{base}"/><w:qFormat/>'
        f"<w:pPr>{props}</w:pPr><w:rPr>{fonts(font)}{extra}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def spacing(line: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


def border(edge: str, size: int, colour: str = "000000", kind: str = "single", gap: int = 1) -> str:
    return f'<w:{edge} w:val="{kind}" w:sz="{size}" w:space="{gap}" w:color="{colour}"/>'


def borders(*edges: str) -> str:
    return f"<w:pBdr>{''.join(edges)}</w:pBdr>"


def table_style(name_id: str, name: str, lines: str, margin: int, above: int) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
        f'<w:top w:w="{above}" w:type="dxa"/><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:bottom w:w="{above}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )


def styles() -> str:
    # No gap between digits and characters; exact lines instead of the page's grid.
    tight = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    red = f'<w:color w:val="{RED}"/>'
    centre = '<w:jc w:val="center"/>'
    tabs = (
        f'<w:tabs><w:tab w:val="center" w:pos="{WIDTH // 2 + 500}"/>'
        f'<w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    )
    indent = '<w:ind w:firstLineChars="200" w:firstLine="560"/>'
    outer = [border(edge, 8) for edge in ("top", "left", "bottom", "right")]
    inner = [border(edge, 4) for edge in ("insideH", "insideV")]
    lines = "".join(line.replace('w:space="1"', 'w:space="0"') for line in outer + inner)
    parts = [
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'{fonts(BODY)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/>{tight}<w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{fonts(BODY)}<w:spacing w:val="-5"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        "</w:rPr></w:style>",
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>",
        style("FormIssuer", "交办单-发单机构", TITLE, 44, spacing(620) + centre, red),
        style("FormTitle", "交办单-标题", TITLE, 52, spacing(700, 0, 80) + centre, red),
        style(
            "FormNumber",
            "交办单-编号行",
            BODY,
            28,
            borders(border("bottom", 12, RED, gap=4)) + tabs + spacing(460, 0, 120),
        ),
        style("FormLabel", "交办单-栏名", HEI, 24, spacing(380) + centre),
        style("FormValue", "交办单-栏内容", BODY, 28, spacing(400) + LEFT),
        style("FormCaption", "交办单-事项标题", HEI, 28, KEEP + spacing(460, 120, 60)),
        style("FormCell", "交办单-事项", BODY, 24, spacing(350) + LEFT),
        style("FormOrigin", "交办单-出处", KAI, 21, spacing(300) + LEFT),
        style("FormText", "交办单-正文", BODY, 28, spacing(440) + indent),
        style(
            "FormAttachment",
            "交办单-附件",
            BODY,
            28,
            spacing(460, 60) + '<w:ind w:left="1400" w:hanging="840"/>' + LEFT,
        ),
        style(
            "FormBasis",
            "交办单-依据",
            KAI,
            21,
            "<w:keepLines/>" + spacing(320) + '<w:ind w:firstLineChars="200" w:firstLine="420"/>',
        ),
        style("FormSign", "交办单-落款", BODY, 28, spacing(420) + centre),
        style(
            "FormCopies",
            "交办单-抄送",
            BODY,
            28,
            spacing(420) + '<w:ind w:left="1120" w:right="280" w:hanging="840"/>',
        ),
        style(
            "FormCut",
            "交办单-回执标题",
            TITLE,
            36,
            KEEP + borders(border("top", 6, kind="dashed", gap=8)) + spacing(600, 360, 60) + centre,
        ),
        style("FormEnd", "交办单-末段", BODY, 2, spacing(20)),
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/>'
        f'<w:basedOn w:val="Normal"/><w:rPr>{fonts(SONG)}<w:spacing w:val="0"/>'
        '<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>',
        table_style("FormTable", "交办单-表格", lines, 70, 30),
        table_style("PlainTable", "交办单-无框表格", "", 0, 0),
    ]
    return f"{HEAD}<w:styles {W}>{''.join(parts)}</w:styles>"


def font_table() -> str:
    entries = [
        (TITLE, "华文中宋", "auto"),
        (BODY, "FangSong", "modern"),
        (KAI, "KaiTi", "modern"),
        (HEI, "SimHei", "modern"),
        (SONG, "SimSun", "auto"),
    ]
    items = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, other, family in entries
    )
    return f"{HEAD}<w:fonts {W}>{items}</w:fonts>"


def settings() -> str:
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:ulTrailSpace/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def relations(*entries: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(entries, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{items}</Relationships>'


def members() -> dict[str, str]:
    """Everything in the file, in the order it is stored."""
    core = "http://schemas.openxmlformats.org/package/2006"
    overrides = {
        "/word/document.xml": MIME + "document.main+xml",
        "/word/styles.xml": MIME + "styles+xml",
        "/word/settings.xml": MIME + "settings+xml",
        "/word/fontTable.xml": MIME + "fontTable+xml",
        "/word/footer1.xml": MIME + "footer+xml",
        "/word/footer2.xml": MIME + "footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument"
        ".extended-properties+xml",
    }
    types = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{core}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": relations(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{core}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(
            (f"{OFFICE}/styles", "styles.xml"),
            (f"{OFFICE}/settings", "settings.xml"),
            (f"{OFFICE}/fontTable", "fontTable.xml"),
            (f"{OFFICE}/footer", "footer1.xml"),
            (f"{OFFICE}/footer", "footer2.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{core}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>交办单</dc:title>'
        "</cp:coreProperties>",
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/'
        'officeDocument/2006/extended-properties"><Application>duban</Application></Properties>',
    }


def make(target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members().items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))


if __name__ == "__main__":
    make(TARGET)
