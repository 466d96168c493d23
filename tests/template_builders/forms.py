"""What the forms (单) have in common: head, table of facts, signature, sign-off, copies."""

from __future__ import annotations

from template_builders.pieces import HEI, KEEP, LEFT, WIDTH, cell, par, row, run, step_row, table

GRID = [1304, 3118, 1304, 3118]
BLANK = "　"


def head(title: str, *, between: str = "") -> str:
    """发单机构, title, and the line with number and date; ``between`` stands in its middle."""
    return (
        par("FormIssuer", run("{{ issuer_name }}"))
        + par("FormTitle", run(title))
        + par(
            "FormNumber",
            run("编号：{{ number }}"),
            between or run("\t"),
            run("\t{{ issued_on }}"),
        )
    )


def label(width: int, text: str, props: str = "") -> str:
    return cell(width, par("FormLabel", run(text), props=props))


def value(width: int, text: str, span: int = 1, props: str = "") -> str:
    return cell(width, par("FormValue", run(text), props=props), span=span)


def wide(name: str, text: str, height: int = 460, props: str = "", *, whole: bool = True) -> str:
    """One fact over the whole width."""
    cells = label(GRID[0], name, props), value(WIDTH - GRID[0], text, 3, props)
    return row(*cells, height=height, whole=whole)


def account(name: str, text: str, height: int) -> str:
    """What may be written at length: rather than leave half a page empty it goes on overleaf."""
    return wide(name, text, height, whole=False)


def pair(first: str, text: str, second: str, other: str, height: int = 460) -> str:
    """Two facts beside each other."""
    return row(
        label(GRID[0], first),
        value(GRID[1], text),
        label(GRID[2], second),
        value(GRID[3], other),
        height=height,
    )


def facts(*rows: str) -> str:
    return table("FormTable", GRID, *rows)


def listing(
    caption: str,
    rows_name: str,
    columns: list[tuple[str, int, str]],
    *,
    style: str = "FormCell",
    height: int = 480,
) -> str:
    """A caption and a table with a row for each ``row in rows_name``: head, width, cell's text.

    Columns of up to 2100 twips are centred.
    """
    grid = [width for _, width, _ in columns]
    heads = [label(width, name) for name, width, _ in columns]
    centred = '<w:jc w:val="center"/>'
    cells = [
        cell(width, par(style, run(text), props=centred if width <= 2100 else ""))
        for _, width, text in columns
    ]
    span, whole = len(grid), sum(grid)
    return (par("FormCaption", run(caption)) if caption else "") + table(
        "FormTable",
        grid,
        row(*heads, height=440, head=True),
        step_row(style, whole, span, f"{{%tr for row in {rows_name} %}}"),
        row(*cells, height=height),
        step_row(style, whole, span, "{%tr endfor %}"),
    )


def clause(name: str, text: str, props: str = "") -> str:
    """A paragraph that begins with its subject: 办理要求：……"""
    return par("FormText", run(name, HEI), run(text), props=props)


def given(field: str, *paragraphs: str) -> str:
    """Paragraphs that are printed only where the field says something."""
    return (
        par("FormText", run(f"{{%p if {field} %}}"))
        + "".join(paragraphs)
        + par("FormText", run("{%p endif %}"))
    )


def basis() -> str:
    return given("basis", par("FormBasis", run("依据：", HEI), run("{{ basis }}。"), props=KEEP))


def signature(left: tuple[tuple[str, str], ...], *, with_copies: bool = True) -> str:
    """Lines at the left, 落款 at the right, and 抄送 between two lines where there are any."""
    grid = [4900, WIDTH - 4900]
    lines = [par("FormSign", run(a, HEI), run(b), props=KEEP + LEFT) for a, b in left]
    right = cell(
        grid[1],
        par("FormSign", run("{{ issuer_name }}（章）"), props=KEEP),
        par("FormSign", run("{{ issued_on }}"), props=KEEP),
    )
    rows = [row(cell(grid[0], *lines), right, height=1000)]
    if with_copies:
        rows += copies_rows()
    return table("PlainTable", grid, *rows)


def copies_rows() -> list[str]:
    line = 'w:val="single" w:sz="8" w:space="0" w:color="000000"'
    copies = cell(
        WIDTH,
        par("FormCopies", run("抄送：", HEI), run("{{ copies }}。")),
        span=2,
        props=f"<w:tcBorders><w:top {line}/><w:bottom {line}/></w:tcBorders>",
    )
    return [
        step_row("FormSign", WIDTH, 2, "{%tr if copies %}"),
        row(copies, height=480),
        step_row("FormSign", WIDTH, 2, "{%tr endif %}"),
    ]


CONTACT = (("联系人：", "{{ contact }}"), ("电　话：", "{{ phone }}"))


def signing() -> str:
    """审签: a row for each step that the regulation names."""
    grid = [1304, 3540, 1900, 2100]
    names = ("环节", "职务", "姓名", "日期")
    heads = [label(width, name, KEEP) for width, name in zip(grid, names, strict=True)]
    texts = ("{{ step.act }}", "{{ step.role }}", "{{ step.name }}", "{{ step.on }}")
    cells = [
        cell(width, par("FormSigning", run(text), props=KEEP))
        for width, text in zip(grid, texts, strict=True)
    ]
    return (
        par("FormGap")
        + table(
            "FormTable",
            grid,
            row(*heads, height=370, head=True),
            step_row("FormSigning", WIDTH, 4, "{%tr for step in steps %}"),
            row(*cells, height=370),
            step_row("FormSigning", WIDTH, 4, "{%tr endfor %}"),
        )
        + par("FormGap")
    )


FRAME = (
    f'<w:framePr w:w="{WIDTH}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin"'
    ' w:xAlign="left" w:yAlign="bottom"/>'
)


def foot_line(condition: str, *runs: str, style: str = "Imprint") -> str:
    """One paragraph at the foot of the page where the text ends; gone unless ``condition``.

    A single one: LibreOffice takes the frame of several paragraphs for ordinary text.
    """
    opening, end = run(f"{{%p if {condition} %}}"), run("{%p endif %}")
    return par(style, opening) + par(style, *runs, props=FRAME) + par(style, end)
