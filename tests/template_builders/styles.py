"""The styles, by group: what every file has, forms (单据), documents (公文), tables of an annex."""

from __future__ import annotations

from template_builders.look import LINE, RED, border, borders, spacing, style, table_style
from template_builders.pieces import (
    BODY,
    CENTRE,
    HEAD,
    HEI,
    KAI,
    KEEP,
    LEFT,
    RIGHT,
    SONG,
    TITLE,
    WIDTH,
    W,
    fonts,
)

_RED = f'<w:color w:val="{RED}"/>'


def styles() -> str:
    parts = [*_base(), *_forms(), *_documents(), *_imprint()]
    return f"{HEAD}<w:styles {W}>{''.join(parts)}</w:styles>"


def _base() -> list[str]:
    # No gap between digits and characters; exact lines instead of the page's grid.
    tight = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    outer = [border(edge, 8, gap=0) for edge in ("top", "left", "bottom", "right")]
    inner = [border(edge, 4, gap=0) for edge in ("insideH", "insideV")]
    return [
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
        style("FormEnd", "末段", BODY, 2, spacing(20)),
        '<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/>'
        f'<w:basedOn w:val="Normal"/><w:rPr>{fonts(BODY)}<w:sz w:val="18"/>'
        '<w:szCs w:val="18"/></w:rPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/>'
        f'<w:basedOn w:val="Normal"/><w:rPr>{fonts(SONG)}<w:spacing w:val="0"/>'
        '<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>',
        table_style("FormTable", "单据-表格", "".join(outer + inner), 70, 30),
        table_style("PlainTable", "单据-无框表格", "", 0, 0),
    ]


def _forms() -> list[str]:
    tabs = (
        f'<w:tabs><w:tab w:val="center" w:pos="{WIDTH // 2 + 500}"/>'
        f'<w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    )
    indent = '<w:ind w:firstLineChars="200" w:firstLine="560"/>'
    return [
        style("FormIssuer", "单据-发单机构", TITLE, 36, spacing(560) + CENTRE, _RED),
        style("FormTitle", "单据-标题", TITLE, 44, spacing(640, 0, 60) + CENTRE, _RED),
        style(
            "FormNumber",
            "单据-编号行",
            BODY,
            28,
            borders(border("bottom", 12, RED, gap=4)) + tabs + spacing(460, 0, 120),
        ),
        style(
            "FormLabel",
            "单据-栏名",
            HEI,
            24,
            # five characters fit
            spacing(380) + '<w:ind w:left="-70" w:right="-70"/>' + CENTRE,
        ),
        style("FormValue", "单据-栏内容", BODY, 28, spacing(400) + LEFT),
        style("FormCaption", "单据-事项标题", HEI, 28, KEEP + spacing(440, 100, 40)),
        style("FormCell", "单据-事项", BODY, 24, spacing(350) + LEFT),
        style("FormOrigin", "单据-出处", KAI, 21, spacing(300) + LEFT),
        style("FormText", "单据-正文", BODY, 28, spacing(420) + indent),
        style(
            "FormAttachment",
            "单据-附件",
            BODY,
            28,
            spacing(460, 60) + '<w:ind w:left="1400" w:hanging="840"/>' + LEFT,
        ),
        style(
            "FormBasis",
            "单据-依据",
            KAI,
            21,
            "<w:keepLines/>" + spacing(320) + '<w:ind w:firstLineChars="200" w:firstLine="420"/>',
        ),
        style("FormSign", "单据-落款", BODY, 28, spacing(400) + CENTRE),
        style(
            "FormCopies",
            "单据-抄送",
            BODY,
            28,
            spacing(420) + '<w:ind w:left="1120" w:right="280" w:hanging="840"/>',
        ),
        style(
            "FormCut",
            "单据-回执标题",
            TITLE,
            36,
            KEEP + borders(border("top", 6, kind="dashed", gap=8)) + spacing(600, 360, 60) + CENTRE,
        ),
        style("FormFine", "单据-细目", BODY, 21, spacing(300) + LEFT),
        style("FormChapter", "单据-章节", HEI, 21, KEEP + spacing(320) + LEFT),
        style("FormSigning", "单据-审签", BODY, 24, spacing(320) + CENTRE),
        style("FormGap", "单据-间隔", BODY, 12, KEEP + spacing(120)),
    ]


def _documents() -> list[str]:
    """GB/T 9704: 3号仿宋 in 22 lines, 小标宋 titles, 黑体 and 楷体 headings."""
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    foot = '<w:ind w:left="4204"/>'  # 落款: centred on a date four characters from the right
    rule = borders(border("bottom", 12, RED, gap=11))
    double = borders(border("bottom", 24, RED, "thickThinSmallGap", 11))
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    return [
        style("DocMark", "公文-发文机关标志", TITLE, 72, spacing(900, 1860) + CENTRE, _RED),
        style("DocNumber", "公文-发文字号", BODY, 32, rule + spacing(LINE, 1158) + CENTRE),
        style("DocTitle", "公文-标题", TITLE, 44, KEEP + spacing(700, 1158) + CENTRE),
        style("DocTo", "公文-主送机关", BODY, 32, spacing(LINE, LINE) + LEFT),
        style("DocText", "公文-正文", BODY, 32, spacing(LINE) + indent),
        style("DocHeading", "公文-一级标题", HEI, 32, KEEP + spacing(LINE) + indent),
        style(
            "DocAttachment",
            "公文-附件说明",
            BODY,
            32,
            spacing(LINE, LINE) + '<w:ind w:left="1600" w:hanging="960"/>' + LEFT,
        ),
        style("DocSign", "公文-署名", BODY, 32, KEEP + spacing(LINE, 1158) + foot + CENTRE),
        style("DocDate", "公文-成文日期", BODY, 32, spacing(LINE) + foot + CENTRE),
        style("DocNote", "公文-附注", BODY, 32, spacing(LINE) + indent),
        style("AnnexMark", "公文-附件标识", HEI, 32, KEEP + spacing(LINE) + LEFT),
        style("AnnexTitle", "公文-附件标题", TITLE, 44, KEEP + spacing(700, LINE, 200) + CENTRE),
        style(
            "LetterMark",
            "信函-发文机关标志",
            TITLE,
            64,
            double + spacing(800) + '<w:ind w:left="-454" w:right="-340"/>' + CENTRE,
            _RED,
        ),
        style("LetterNumber", "信函-发文字号", BODY, 32, spacing(LINE) + RIGHT),
        style(
            "LetterFoot",
            "信函-首页下线",
            BODY,
            2,
            borders(border("bottom", 24, RED, "thinThickSmallGap", 0)) + spacing(20),
        ),
        style("Masthead", "通报-刊名", TITLE, 84, spacing(1100, 500) + CENTRE, _RED),
        style("MastheadIssue", "通报-期号", BODY, 32, spacing(LINE, 80) + CENTRE),
        style("MastheadLine", "通报-编发行", BODY, 32, rule + tabs + spacing(LINE, 120)),
    ]


def _imprint() -> list[str]:
    """版记 of documents and letters, and 报送发 of a 通报."""
    copies = '<w:ind w:left="1120" w:right="280" w:hanging="840"/>'
    sides = '<w:ind w:left="280" w:right="280"/>'
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH - 280}"/></w:tabs>'
    around = borders(border("top", 6, gap=4), border("bottom", 6, gap=4))
    return [
        style("Imprint", "版记-抄送", BODY, 28, spacing(480) + copies),
        style("ImprintLast", "版记-印发", BODY, 28, tabs + spacing(480) + sides),
        style("ImprintLines", "版记-报送发", BODY, 28, around + spacing(480) + LEFT),
    ]
