"""The names of fields in a line of a register or slip (来文单位：…), and where its words begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.structure import Node
from toolkit.text.patterns import lazy

_LABEL = lazy(r"(?:^|(?<=[\s;|(]))(?P<label>(?!\()[^\s:,。;|\d]{1,12})(?P<mark>:|\s(?=\S))")
_LABEL_HERE = lazy(  # 拟办意见(秘书一科,9月2日):
    r"(?P<label>[^\s:,。;|\d(]{1,12}(?:\([^()]{1,24}\)(?=:)|[^\s:,。;|\d]{0,12}))(?P<mark>:|\s(?=\S))"
)
_LONGEST = 9
_RUN_ON = lazy(r"(?<=[^\s;|:])[^\s:,。;|]{2,6}:")
_SPLIT_LABEL = lazy(
    r"^(?:\[(?P<boxed>[^\[\]\d]{2,10})\]|(?P<label>[^\W\d_](?:\s[^\W\d_]){1,3})\s*(?::|\s))"
)


def body_of(node: Node) -> int:
    """Where a line's words begin, behind its number; a name or day in brackets is none."""
    boxed = node.label[:1] == "[" and not any(c.isdigit() for c in node.label)
    dated = node.label[:1] == "[" and "月" in node.label  # [3月9日 电话]
    return 0 if boxed or dated else len(node.label)


def labels_in(node: Node, words: InstructionWords) -> Iterator[tuple[int, int, Column]]:
    """Where labels stand in a line: (start, end of the label with its mark, column)."""
    at = body_of(node)
    spread = _SPLIT_LABEL.match(node.text[at:])
    name = (spread["boxed"] or spread["label"]) if spread else ""
    if spread and (column := words.column(name)):
        yield at, at + spread.end(), column
    if node.level == 2 and (column := words.column(node.text[at:])):
        yield at, len(node.text), column  # 二、拟办意见, as a heading
        return
    if cells := list(_cells(node, at, words)):
        yield from cells
        return
    first = _LABEL_HERE.match(node.text, at)
    later = _LABEL.finditer(node.text, first.end() if first else at)
    for found in (*((first,) if first else ()), *later):
        column = words.column(found["label"])
        if column and (found["mark"] == ":" or found.start() == at):
            yield found.start(), found.end(), column
            if found.start() == at and found["mark"] == ":":
                yield from _run_on(node.text, found.end(), words)


def _run_on(text: str, at: int, words: InstructionWords) -> Iterator[tuple[int, int, Column]]:
    """日期:4月27日交办人:县长甲: further labels of a line that lost the blanks before them."""
    for found in _RUN_ON.finditer(text, at):
        for start in range(max(at, found.start()), found.end() - 3):
            if column := words.column(text[start : found.end() - 1]):
                yield start, found.end(), column
                break


def _cells(node: Node, at: int, words: InstructionWords) -> Iterator[tuple[int, int, Column]]:
    """来文机关  某局  收文时间  3月6日: names of fields with a blank before and behind them, in a
    line that begins with one."""
    text, blank = node.text, node.block.blank_before
    edges = [at, *(p for p in range(at + 1, len(text)) if blank(p)), len(text)]
    for number, (start, end) in enumerate(pairwise(edges)):
        name = text[start:end].strip()
        column = words.column(name) if 1 < len(name) < _LONGEST and end < len(text) else None
        if column is not None:
            yield start, end, column
        elif not number:
            return
