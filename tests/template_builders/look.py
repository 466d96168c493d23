"""The one look of all papers: fonts, settings, page numbers, and what every style rests on."""

from __future__ import annotations

from template_builders.pieces import (
    BODY,
    HEAD,
    HEI,
    KAI,
    SONG,
    TITLE,
    R,
    W,
    field,
    fonts,
    par,
    run,
    table,
)

RED = "FF0000"
LINE = 579  # 22 lines in 225 mm


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


def _page_number() -> str:
    return run("— ", SONG, 28) + field("PAGE", SONG, 28) + run(" —", SONG, 28)


def number_footer(side: str) -> str:
    """「— 1 —」 one character from the ``side`` edge of a standing page."""
    props = f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
    return f"{HEAD}<w:ftr {W} {R}>{par('Footer', _page_number(), props=props)}</w:ftr>"


def lying_number(side: str) -> str:
    """The same on a lying page, where it stands when the page is turned upright (G57).

    Its foot is the lying page's left edge: a one-cell table there, with type turned clockwise.
    """
    height = 1600
    # 版心 of the upright page: 28 mm from the lying page's top, 26 mm from its bottom; 5 mm in.
    top = 1588 + 280 if side == "left" else 11906 - 1474 - 280 - height
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page"'
        f' w:horzAnchor="page" w:tblpX="1280" w:tblpY="{top}"/>'
    )
    props = f'<w:jc w:val="{"left" if side == "left" else "right"}"/>'
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="440" w:type="dxa"/><w:textDirection w:val="tbRl"/>'
        f'<w:vAlign w:val="center"/></w:tcPr>{par("Footer", _page_number(), props=props)}</w:tc>'
    )
    height_rule = f'<w:trHeight w:val="{height}" w:hRule="exact"/>'
    whole = f"<w:tr><w:trPr><w:cantSplit/>{height_rule}</w:trPr>{cell}</w:tr>"
    number = table("PlainTable", [440], whole, place=place)
    return f"{HEAD}<w:hdr {W} {R}>{number}{par('Footer')}</w:hdr>"


def empty_footer() -> str:
    """For pages that carry no number."""
    return f"{HEAD}<w:ftr {W} {R}>{par('Footer')}</w:ftr>"


def empty_header() -> str:
    return f"{HEAD}<w:hdr {W} {R}>{par('Header')}</w:hdr>"


def letter_foot() -> str:
    """The first page's lower double line, 20 mm above the paper's edge, without a number."""
    frame = (
        '<w:framePr w:w="9638" w:h="40" w:hRule="exact" w:wrap="around" w:vAnchor="page"'
        ' w:hAnchor="page" w:x="1134" w:y="15640"/>'
    )
    return f"{HEAD}<w:ftr {W} {R}>{par('LetterFoot', props=frame)}{par('Footer')}</w:ftr>"


def letter_head() -> str:
    """The first page's mark, 30 mm below the paper's edge, over the double line."""
    return f"{HEAD}<w:hdr {W} {R}>{par('LetterMark', run('{{ issuer_name }}'))}</w:hdr>"
