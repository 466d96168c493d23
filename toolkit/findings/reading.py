"""Reading a file: 10xx–12xx its form, 14xx its characters."""

from __future__ import annotations

from toolkit.findings.base import paragraphs_listed, place_of, quoted
from toolkit.model import Finding, Severity, Span


def read_in_encoding(encoding: str) -> Finding:
    """The text file was not UTF-8."""
    return Finding(
        "I1001", f"按 {encoding} 读取。如有乱码，请另存为 UTF-8 后再导入。", Severity.NOTE
    )


def word_under_other_name() -> Finding:
    """The extension promised something else; the content was read."""
    return Finding(
        "I1003", "文件内容是 Word 文档，已按 Word 文档读取，请核对扩展名。", Severity.NOTE
    )


def styles_missing() -> Finding:
    """Heading levels come from styles."""
    return Finding("W1208", "文件缺少样式，已按无样式读取，请核对标题层级。")


def dde_field() -> Finding:
    """A field that would start another program."""
    return Finding("W1209", "文件含有 DDE 域，已忽略，不会执行。请向来文单位核实。")


def outside_address(addresses: list[str]) -> Finding:
    """A template or picture elsewhere, which Word would fetch."""
    return Finding(
        "W1210",
        f"文件引用了外部地址（{quoted(addresses[0])}），已忽略，未联网。请核对是否缺内容。",
    )


def tracked_changes(insertions: int, deletions: int, moves: int, paragraphs: list[int]) -> Finding:
    """Revisions nobody accepted yet; they are read as accepted."""
    counted = [
        f"{word}{number}处"
        for word, number in (("插入", insertions), ("删除", deletions), ("移动", moves))
        if number
    ]
    where = f"，见{paragraphs_listed(paragraphs)}" if paragraphs else ""
    return Finding(
        "W1211",
        f"文件有修订痕迹（{'、'.join(counted)}{where}），已按“接受全部修订”读取，请核对。",
    )


def text_in_box(text: str, origin: Span) -> Finding:
    """A floating text box often holds an instruction."""
    return Finding(
        "W1212",
        f"在文本框中发现文字{place_of(origin)}：{quoted(text)}，请确认是否为批示。",
        Severity.WARNING,
        origin,
    )


def hidden_text(hidden: list[tuple[str, str]]) -> Finding:
    """Hidden words, each after its place: 文首, 第3段中, 第3段后."""
    shown = "；".join(f"{place}{quoted(text)}" for place, text in hidden[:3])
    more = "等" if len(hidden) > 3 else ""
    return Finding(
        "W1213", f"有{len(hidden)}处隐藏文字，默认不作为事项：{shown}{more}。请在 Word 中核对。"
    )


def comments_found(count: int) -> Finding:
    """Comments are read behind the text and are nobody's decision."""
    return Finding(
        "W1214", f"批注中有{count}条文字，已列在正文之后，默认不作为事项。请核对是否有交办内容。"
    )


def embedded_objects(count: int) -> Finding:
    """Embedded tables and charts are files of their own."""
    return Finding(
        "W1215", f"文件嵌入了{count}个对象（如 Excel 表格、图表），其中的文字没有读取，请核对。"
    )


def pictures(count: int) -> Finding:
    """Words inside pictures are not read."""
    return Finding("I1216", f"文件含有{count}张图片，图中文字没有读取，请核对。", Severity.NOTE)


def invisible_characters(count: int, paragraphs: list[int]) -> Finding:
    """Control and zero-width characters were taken out."""
    return Finding(
        "W1403", f"已清除{count}个不可见字符（{paragraphs_listed(paragraphs)}）。", Severity.NOTE
    )


def direction_marks(paragraphs: list[int]) -> Finding:
    """Characters that print words in another order than stored."""
    return Finding(
        "W1404",
        f"{paragraphs_listed(paragraphs)}含有会改变显示顺序的隐藏字符，已清除，请核对文字次序。",
    )
