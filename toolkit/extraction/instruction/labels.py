"""The names of fields in a line of a register or slip (来文单位：…), and where its words begin."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.structure import Node
from toolkit.text.patterns import lazy

_LABEL = lazy(r"(?:^|(?<=[\s;|]))(?P<label>[^\s:,。;|\d]{1,12})(?P<mark>:|\s(?=\S))")
_LABEL_HERE = lazy(  # 拟办意见(秘书一科,9月2日):
    r"(?P<label>[^\s:,。;|\d(]{1,12}(?:\([^()]{1,24}\)(?=:)|[^\s:,。;|\d]{0,12}))(?P<mark>:|\s(?=\S))"
)
_RUN_ON = lazy(r"(?<=[^\s;|:])[^\s:,。;|]{2,6}:")
_SPLIT_LABEL = lazy(
    r"^(?:\[(?P<boxed>[^\[\]\d]{2,10})\]|(?P<label>[^\W\d_](?:\s[^\W\d_]){1,3})\s*(?::|\s))"
)


def body_of(node: Node) -> int:
    """Where a line's words begin, behind its number; a field's name in brackets is no number."""
    boxed = node.label[:1] == "[" and not any(c.isdigit() for c in node.label)
    return 0 if boxed else len(node.label)


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
