"""What kind of document it is: evidence of wording and layout, weighed; never a list of titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.extraction.blocks import Block, make_blocks
from toolkit.extraction.people.names import squeeze
from toolkit.findings import kind_doubtful
from toolkit.model import DocumentKind, Finding, Paragraph

KIND_NAMES = {
    DocumentKind.MINUTES: "会议纪要",
    DocumentKind.INSTRUCTION: "领导批示、指示",
    DocumentKind.REPORT: "政府工作报告",
    DocumentKind.BREAKDOWN: "任务分解",
}
_TOPIC = re.compile("[二三四五六七八九十]、|一、(?:审议|研究|听取|讨论|审定|传达|学习|关于)")
_SURE_SCORE, _SURE_LEAD = 5.0, 2.0
_TITLE_LINES, _HEAD_BLOCKS, _TITLE_LENGTH = 5, 9, 64


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sort of evidence: ``pattern`` found ``where`` speaks for ``kind`` with ``weight`` a time.

    ``where``: ``title`` (the short first lines), ``head``, ``line`` (start of any block), ``body``.
    ``only`` limits how many times count.
    """

    kind: DocumentKind
    where: str
    pattern: re.Pattern[str]
    weight: float
    only: int
    reason: str


@dataclass(frozen=True, slots=True)
class Classification:
    """The kind, why (in Chinese), every kind's score, and a finding where it is only a guess."""

    kind: DocumentKind
    reason: str
    scores: dict[DocumentKind, float]
    findings: tuple[Finding, ...] = ()


def classify(
    paragraphs: Sequence[Paragraph],
    evidence: Sequence[Evidence],
    *,
    blocks: Sequence[Block] | None = None,
) -> Classification:
    """The kind of a document. Every document gets one; a doubtful one gets a finding with it."""
    if blocks is None:
        blocks, _ = make_blocks(paragraphs)
    texts = _Places(blocks)
    scores = dict.fromkeys(DocumentKind, 0.0)
    reasons: dict[DocumentKind, list[tuple[float, str]]] = {kind: [] for kind in DocumentKind}
    for item in evidence:
        count = min(texts.count(item), item.only)
        if count:
            scores[item.kind] += item.weight * count
            reasons[item.kind].append((item.weight * count, item.reason))
    ranked = sorted(scores, key=lambda kind: -scores[kind])
    kind, second = ranked[0], ranked[1]
    best = sorted(reasons[kind], key=lambda r: -r[0])
    told = list(dict.fromkeys(reason for _, reason in best))[:3]
    reason = "；".join(told) if told else "没有可据以判断的字样"
    sure = scores[kind] >= _SURE_SCORE and scores[kind] - scores[second] >= _SURE_LEAD
    findings = () if sure else (kind_doubtful(KIND_NAMES[kind], reason),)
    return Classification(kind, reason, scores, findings)


class _Places:
    """The four places evidence is looked for in, as lists of texts."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        lines = [block.text.strip() for block in blocks if block.text.strip()]
        flat = [squeeze(line) for line in lines]
        self.title: list[str] = []
        for line in flat[:_TITLE_LINES]:
            if len(line) > _TITLE_LENGTH or line.endswith(("。", ";")) or _TOPIC.match(line):
                continue
            self.title.append(line)
        if len(self.title) > 1:  # a title broken over lines, or an organ's name above it
            self.title.append("".join(self.title[:3]))
        self.head = flat[:_HEAD_BLOCKS]
        self.line = lines
        self.body = ["\n".join(flat)]

    def count(self, item: Evidence) -> int:
        """How many times the evidence occurs; a title counts once."""
        if item.where == "title":
            return int(any(item.pattern.search(line) for line in self.title))
        if item.where == "line":
            return sum(1 for line in self.line if item.pattern.match(line))
        where = self.head if item.where == "head" else self.body
        return sum(1 for text in where for _ in item.pattern.finditer(text))
