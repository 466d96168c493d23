"""The document's own order: headings, numbered points at every level, sentences, clauses.

Nothing is understood here but layout: which heading stands over a block, where a run-in point
(一是…二是…, 1.…2.…) begins, where a sentence and a clause end. Brackets and quotation marks are
never cut through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from toolkit.extraction.blocks import Block
from toolkit.model import Place
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_CN = "一二三四五六七八九十百"
LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            rf"(?:第[{_CN}\d]+[章编部]分?|[【\[](?!\d{{4}})[^】\]]{{1,8}}[】\]]|议题[{_CN}\d]+[、:.]?)\s*"
        ),
    ),
    (2, re.compile(rf"(?:[{_CN}]{{1,4}}[、.]|第[{_CN}\d]+[条项][、:]?)\s*")),
    (3, re.compile(rf"\([{_CN}]{{1,4}}\)[、.]?\s*")),
    (
        4,
        re.compile(
            r"(?:\d{1,3}[.、)](?:(?!\d)|(?=\d{1,2}月\d{1,2}[日号])|(?<=、)(?=\d{3}|\d{2}年))|[①-⑳]|[◇◆●○◎■□▲△★☆※√✓➢•·▶►*])\s*"
        ),
    ),
    (5, re.compile(r"(?:\(\d{1,3}\)|[⑴-⒇])\s*")),
    (6, re.compile(rf"(?:十?[{_CN}]是(?=\S))|第[{_CN}],\s*")),
)
_RUN_IN = lazy(
    rf"(?:(?<=[。;:!])|(?<=[。;:!] ))(?:\d{{1,2}}[.、](?!\d)|\([{_CN}\d]{{1,3}}\)|[①-⑳⑴-⒇]"
    rf"|[{_CN}]{{1,2}}、(?![{_CN}\d]))\s*"
    rf"|(?:(?<=[。;:!,])|(?<=[。;:!,] ))(?:十?[{_CN}]是(?!否|不)|[一二三四]要(?=[^求点]))"
    r"|(?<=[^\d(])[①-⑳⑴-⒇]"
)
_OPEN, _CLOSE = "《“‘(〔[【「『", "》”’)〕]】」』"
_SENTENCE_END = "。!?"
# （刘局长：没问题。）
_INTERJECTION = lazy(
    r"\((?:[^():]{1,8}(?:长|书记|主任|总|主席|经理)|插话|众)(?:插话|说)?:[^()]{1,80}\)[,。]?"
)
_NEXT_CHARGE = lazy(  # …、潮河街道负责临时用电: a list of whole charges
    r"[^\W\d_]{2,14}?(?:局|办|委|处|所|站|队|组|公司|中心|部|院|镇|乡|街道|村|社区)"
    r"(?:具体|主要)?负责(?!同志|人|[,;。、]|$)[^,;。、]{4}"
)
_HEADING_MAX = 45


@dataclass(frozen=True, slots=True)
class Clause:
    """``text[start:end]`` of a block between two commas; ``mark`` is what ended it."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses up to a full stop. ``segments`` groups them at semicolons."""

    start: int
    end: int
    clauses: tuple[Clause, ...]

    @property
    def segments(self) -> tuple[tuple[Clause, ...], ...]:
        """The clauses between semicolons."""
        out: list[tuple[Clause, ...]] = []
        current: list[Clause] = []
        for clause in self.clauses:
            current.append(clause)
            if clause.mark == ";":
                out.append(tuple(current))
                current = []
        if current:
            out.append(tuple(current))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point inside a block (or the whole block): its text after the number."""

    start: int
    end: int
    label: str
    level: int
    sentences: tuple[Sentence, ...]


@dataclass(slots=True)
class Node:
    """A block in its place: level of its number (0 = none) and the headings above it, outermost
    first. ``heading`` says the block itself is only a heading."""

    block: Block
    level: int
    label: str
    heading: bool
    above: tuple[Node, ...]
    points: tuple[Point, ...]
    index: int
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The block's text for recognition."""
        return self.block.text


def behind(node: Node, at: int) -> Node:
    """``node`` without what stands before ``at`` in its text."""
    points = []
    for point in node.points:
        kept = tuple(_sentence_behind(s, at) for s in point.sentences if s.end > at)
        if any(s.clauses for s in kept):
            points.append(replace(point, sentences=tuple(s for s in kept if s.clauses)))
    return replace(node, points=tuple(points))


def _sentence_behind(sentence: Sentence, at: int) -> Sentence:
    clauses = tuple(c for c in sentence.clauses if c.start >= at)
    return replace(sentence, start=max(sentence.start, at), clauses=clauses)


def label_of(text: str) -> tuple[int, str]:
    """The level and the words of the number a text begins with; ``(0, "")`` without one."""
    for level, pattern in LEVELS:
        if found := pattern.match(text):
            return level, found.group()
    return 0, ""


def label_masked(text: str) -> str:
    """``text`` with the number it begins with blotted out: 二、12月底前 are not two months."""
    _, label = label_of(text)
    return "。" * len(label) + text[len(label) :]


def build(blocks: Sequence[Block]) -> tuple[Node, ...]:
    """Every block with the headings above it."""
    stack: list[Node] = []
    ranks: list[float] = []
    nodes: list[Node] = []
    labels = [_labelled(block) for block in blocks]
    for index, block in enumerate(blocks):
        level, label = labels[index]
        following = _follower(blocks, labels, index)
        heading = block.cell is None and _is_heading(block, level, label, following)
        if block.cell is None and (level or heading):
            rank = level or _rank_of_name(stack)
            while stack and ranks[-1] >= rank:
                stack.pop()
                ranks.pop()
        node = Node(
            block=block,
            level=level,
            label=label,
            heading=heading,
            above=tuple(stack) if block.first.place is Place.BODY or block.cell else (),
            points=tuple(points_of(block.text, label, level)),
            index=index,
        )
        if block.cell is None and (heading or 0 < level <= 5):
            stack.append(node)
            ranks.append(level or rank)
        nodes.append(node)
    return tuple(nodes)


def _rank_of_name(stack: Sequence[Node]) -> float:
    """A heading without a number (市住建局：) stands under the last numbered heading."""
    return next((node.level + 0.5 for node in reversed(stack) if node.level and node.heading), 1)


def _labelled(block: Block) -> tuple[int, str]:
    """The level and number of a block; a heading style counts where no number is printed."""
    level, label = label_of(block.text)
    made = match_copy(block.first.label).strip()
    if made and block.text.startswith(made):  # 1.4月底前: the number is the word processor's
        level, label = label_of(made + "项")[0] or 4, made
    styled = block.first.outline
    if level == 0 and styled is not None and block.cell is None:
        level = styled + 1
    return level, label


def _follower(blocks: Sequence[Block], labels: Sequence[tuple[int, str]], index: int) -> int | None:
    """The level of the next block (0 = running text); ``None`` at the end or before a heading
    that has no number."""
    if index + 1 >= len(blocks):
        return None
    level = labels[index + 1][0]
    return None if level == 0 and _NAME_ONLY.fullmatch(blocks[index + 1].text) else level


_BULLETS = "◇◆●○◎■□▲△★☆※√✓➢•·▶►*"
_BODY = (
    r"(?:各(?:县区|乡镇|镇街|街道|[县区镇乡村])|[^\W\d_]{1,9}"
    r"(?:局|委|办|镇|乡|街道|公司|中心|大队|支队|组|所|站|院|会|村|社区))"
)
_NAME_ONLY = lazy(rf"[^,。;]{{2,20}}[:]|{_BODY}(?:[、和]{_BODY}){{0,4}}")
_BUSY = lazy(r"\d+[月日%]|[前内底][,。]?$|\d+(?:个|家|处|公里|户|件|套|台)")


def _is_heading(block: Block, level: int, label: str, following: int | None) -> bool:
    """Whether a block is a heading: short, not a sentence, and something stands under it."""
    body = block.text[len(label) :]
    if not body:
        return label.startswith(("[", "【"))
    if level == 6 or len(body) > _HEADING_MAX or label[:1] in tuple(_BULLETS):
        return False
    if body[-1] in "。;!?," or "。" in body or ";" in body:
        return False
    if block.spaced and " " in body.strip():
        return False
    if block.first.outline is not None:
        return True
    if "," in body and _BUSY.search(body):
        return False  # 3、剩余142户,7月底前收尾 above the imprint
    if level == 0:
        return _NAME_ONLY.fullmatch(body) is not None
    alone = following is None or 0 < following <= level
    return not (alone and (level >= 4 or _BUSY.search(body))) and not ("," in body and alone)


def points_of(text: str, label: str, level: int) -> Iterator[Point]:
    """The numbered points of a block in order; text before the first is a point without label."""
    cuts = [(len(label), label, level)]
    for found in _RUN_IN.finditer(text, len(label)):
        if not _inside_brackets(text, found.start()):
            cuts.append((found.end(), found.group().strip(), label_of(found.group())[0] or 6))
    for number, (start, mark, depth) in enumerate(cuts):
        stop = (
            cuts[number + 1][0] - _raw_length(text, cuts, number)
            if number + 1 < len(cuts)
            else len(text)
        )
        if stop > start:
            yield Point(start, stop, mark, depth, tuple(sentences_of(text, start, stop)))


def _raw_length(text: str, cuts: list[tuple[int, str, int]], number: int) -> int:
    """How many characters the next point's number takes, blanks after it included."""
    end = cuts[number + 1][0]
    mark = cuts[number + 1][1]
    return end - text.rfind(mark, 0, end)


def _inside_brackets(text: str, at: int) -> bool:
    """Whether a place lies inside an open bracket of its own sentence."""
    start = max(text.rfind("。", 0, at), at - 200, 0)
    depth = 0
    for char in text[start:at]:
        if char in "《〔【「(":
            depth += 1
        elif char in "》〕】」)" and depth:
            depth -= 1
    return depth > 0


def sentences_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Sentence]:
    """Sentences of ``text[start:end]`` with their clauses."""
    stop = len(text) if end is None else end
    clauses: list[Clause] = []
    for clause in _clauses(text, start, stop):
        clauses.append(clause)
        if clause.mark and clause.mark in _SENTENCE_END:
            yield Sentence(clauses[0].start, clause.end, tuple(clauses))
            clauses = []
    if clauses:
        yield Sentence(clauses[0].start, stop, tuple(clauses))


def _clauses(text: str, start: int, stop: int) -> Iterator[Clause]:
    depth = 0
    opening = start
    quoted_since = 0
    for at in range(start, stop):
        char = text[at]
        if char in _OPEN:
            if depth == 0:
                quoted_since = at
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
            if depth == 0 and at > start and text[at - 1] in _SENTENCE_END and char in "”」』":
                yield from _emit(text, opening, at + 1, "。")
                opening = at + 1
        elif depth and at - quoted_since > 160:
            depth = 0  # a bracket nobody closed
        if depth and not (depth == 1 and _speech(text, quoted_since)):
            continue
        if (
            char in ",;。!?"
            or (char == "、" and _next_charge(text, opening, at, stop))
            or (char == ":" and not _is_clock(text, at))
            or (char == " " and _is_gap(text, at))
        ):
            yield from _emit(text, opening, at, char)
            opening = at + 1
    yield from _emit(text, opening, stop, "")


def _next_charge(text: str, start: int, at: int, stop: int) -> bool:
    """Whether at ``、`` one whole charge ends and the next begins; two units may share one."""
    return "负责" in text[start:at] and _NEXT_CHARGE.match(text, at + 1, stop) is not None


def _emit(text: str, start: int, end: int, mark: str) -> Iterator[Clause]:
    odd = text.count('"', start, end) % 2 == 1  # half of a quotation that goes on elsewhere
    while start < end and (text[start] in " ”」』" or (odd and text[start] == '"')):
        start += 1
    while end > start and (text[end - 1] == " " or (odd and text[end - 1] == '"')):
        end -= 1
    if aside := _INTERJECTION.match(text, start, end):
        start = aside.end()
    if end > start:
        yield Clause(start, end, mark)


def _speech(text: str, opened: int) -> bool:
    """Whether the quotation that opened there is somebody's speech (: before the mark)."""
    return text[opened] in "“「『" and opened > 0 and text[opened - 1] in ":,"


def _is_clock(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


def _is_gap(text: str, at: int) -> bool:
    """A blank between two Chinese words or numbers; between Latin words it is no boundary."""
    if not 0 < at < len(text) - 1:
        return False
    left, right = text[at - 1], text[at + 1]
    return not (left.isascii() and left.isalpha() and right.isascii() and right.isalpha())
