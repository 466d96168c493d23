"""Learn the weights of ``toolkit/data/vocabulary/weights.tsv`` from the annotated papers.

    uv run --group learning python tests/learn_weights.py [--without judge5] [--out FILE]

A stretch between semicolons is an order when most of it is some task's evidence, and none when no
task's evidence touches it; the others are left out. ``sentences.toml`` and ``wordings/`` are
learned from, too. The weights are those of a logistic regression; those that hardly pull are left
out. Before it is learned from everything, each folder is judged once by weights learned from the
others: the figures printed are those.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from test_extraction import SENTENCES
from wording_cases import alone, said_in

from toolkit.extraction.scan import scan
from toolkit.extraction.weighing import BIAS, pieces_of
from toolkit.loading.knowledge import load_knowledge
from toolkit.loading.words import VOCABULARY
from toolkit.model import Paragraph
from toolkit.reading import read_document

CORPUS = Path(__file__).parent / "corpus"
FOLDERS = (
    "annotated/worked_on",
    "annotated/opened_last",
    "own/develop",
    "own/judge",
    "own/judge2",
    "own/judge3",
    "own/judge4",
    "own/judge5",
    "own/judge6",
)
STRENGTH = 0.15
RAREST = 5  # stretches a piece must stand in
SENTENCE = 4  # a sentence written to show one thing counts for as many stretches
LIGHTEST = 0.1  # log odds below which a weight is left out


@dataclass(frozen=True)
class Stretch:
    """What is learned from: a text, and whether it orders something."""

    folder: str
    text: str
    order: bool


def stretches_of(folder: str, gold_file: Path) -> Iterator[Stretch]:
    """The stretches of one annotated paper that are plainly an order or plainly none."""
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    if gold["kind"] not in ("minutes", "instruction"):
        return
    paper = gold_file.with_name(gold_file.name.replace(".gold.json", ".txt"))
    document = read_document(paper)
    scanned, _ = scan(document, load_knowledge(), None)
    where = _Where(document.paragraphs)
    orders = where.all_of(piece for item in gold["items"] for piece in item["evidence"])
    unsure = where.all_of(gold.get("dont_care", []))
    for node in scanned.nodes:
        for clauses in (s for p in node.points for t in p.sentences for s in t.segments):
            spans = [s for c in clauses for s in node.block.spans(c.start, c.end)]
            places = {at for s in spans for at in where.of(s.paragraph, s.start, s.end)}
            part = len(places & orders) / len(places) if places else 0.3
            if (part > 0.5 or part < 0.05) and not places & unsure:
                yield Stretch(folder, said_in(scanned, node, clauses), part > 0.5)


def sentences() -> Iterator[Stretch]:
    """The single sentences that give one task or none."""
    for case in SENTENCES["case"]:
        said = list(alone(case["text"]))
        if not case["expect"] or len(said) == 1:
            yield from (Stretch("sentences", each, bool(case["expect"])) for each in said)


def wordings(file: Path) -> Iterator[Stretch]:
    """The lines of a file of wordings: what orders, and what only describes."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    for text, order in [(t, True) for t in table["orders"]] + [
        (t, False) for t in table["describes"]
    ]:
        yield from (Stretch(f"wordings/{file.stem}", said, order) for said in alone(text))


class _Where:
    """Where a quotation stands in a document, white space aside."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._flat = ""
        self._starts: dict[int, list[int]] = {}
        for paragraph in paragraphs:
            starts = self._starts[paragraph.index] = []
            for character in paragraph.text:
                starts.append(len(self._flat))
                self._flat += "".join(character.split())
            starts.append(len(self._flat))

    def of(self, paragraph: int, start: int, end: int) -> range:
        starts = self._starts[paragraph]
        return range(starts[start], starts[end])

    def all_of(self, quotations: Iterator[str] | Sequence[str]) -> set[int]:
        found: set[int] = set()
        for quotation in quotations:
            flat = "".join(quotation.split())
            at = self._flat.find(flat)
            while at >= 0 and at in found:
                at = self._flat.find(flat, at + 1)
            if at >= 0:
                found.update(range(at, at + len(flat)))
        return found


def learn(stretches: Sequence[Stretch]) -> tuple[CountVectorizer, LogisticRegression]:
    """The pieces and their weights."""
    counter = CountVectorizer(analyzer=pieces_of, min_df=RAREST, binary=True)
    counted = counter.fit_transform(s.text for s in stretches)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    trust = [SENTENCE if s.folder == "sentences" else 1 for s in stretches]
    model.fit(counted, [s.order for s in stretches], sample_weight=trust)
    model.coef_[abs(model.coef_) < LIGHTEST] = 0
    return counter, model


def write(counter: CountVectorizer, model: LogisticRegression, path: Path) -> int:
    """Put the weights down, the heaviest first; how many there are."""
    weights = {BIAS: float(model.intercept_[0])}
    named = zip(counter.get_feature_names_out(), model.coef_[0], strict=True)
    weights |= {piece: float(weight) for piece, weight in named if weight}
    ordered = sorted(weights.items(), key=lambda item: (item[0] != BIAS, -item[1], item[0]))
    lines = [f"{piece}\t{weight:.3f}\n" for piece, weight in ordered]
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def main() -> None:
    """Print what weights learned elsewhere say of each folder, then learn from all and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without", default="", help="a folder to leave out")
    parser.add_argument("--out", type=Path, default=VOCABULARY / "weights.tsv")
    asked = parser.parse_args()
    folders = [f for f in FOLDERS if f.split("/")[1] != asked.without]
    files = [(f, g) for f in folders for g in sorted((CORPUS / f).glob("*.gold.json"))]
    stretches = [s for folder, file in files for s in stretches_of(folder, file)]
    stretches += sentences()
    stretches += (s for f in sorted((CORPUS / "wordings").glob("*.toml")) for s in wordings(f))
    for folder in dict.fromkeys(s.folder for s in stretches):
        judged = [s for s in stretches if s.folder == folder]
        counter, model = learn([s for s in stretches if s.folder != folder])
        said = model.predict_proba(counter.transform(s.text for s in judged))[:, 1]
        orders = numpy.array([s.order for s in judged])
        low, high = said < 0.15, said > 0.9
        print(
            f"{folder}: {len(judged)} stretches, area under the curve"
            f" {roc_auc_score(orders, said):.3f}, below .15: {(low & ~orders).sum()} none and"
            f" {(low & orders).sum()} orders, above .9: {(high & orders).sum()} orders and"
            f" {(high & ~orders).sum()} none"
        )
    print(f"{len(stretches)} stretches, {write(*learn(stretches), asked.out)} weights")


if __name__ == "__main__":
    main()
