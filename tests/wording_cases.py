"""The wordings of a paper or of a text of its own, as extraction weighs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from test_extraction import HEAD, knowledge

from toolkit.extraction.analysis import read_clause, wording_of
from toolkit.extraction.scan import Scan, scan
from toolkit.extraction.structure import Clause, Node
from toolkit.model import Paragraph, SourceDocument


def alone(text: str) -> Iterator[str]:
    """The wordings of a text of its own, in the minutes of a county."""
    paragraphs = tuple(Paragraph(n, line) for n, line in enumerate((*HEAD, text), 1))
    scanned, _ = scan(SourceDocument("", "", "text", paragraphs), knowledge(), None)
    node = scanned.nodes[-1]
    for clauses in (s for point in node.points for t in point.sentences for s in t.segments):
        yield said_in(scanned, node, clauses)


def said_in(scanned: Scan, node: Node, clauses: Sequence[Clause]) -> str:
    """The wording of clauses that stand together."""
    facts = scanned.facts_of[node.index]
    return wording_of(facts, [read_clause(facts, clause) for clause in clauses])
