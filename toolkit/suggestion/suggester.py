"""The ranking itself. Weights were set by cross-validation: ``tests/measure_suggestions.py``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt

from toolkit.suggestion.features import Phrases, pairs_of
from toolkit.suggestion.records import Evidence, EvidenceKind, Example, Proposal, Suggestion, Tasked
from toolkit.text.normalize import match_copy

Counts = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts.

    ``words`` and ``similar`` multiply shares between 0 and 1; an earlier task less like it than
    ``near`` says nothing. ``known`` is how many earlier tasks the table of duties is worth for one
    phrase, ``doubt`` how many have to agree before a share is believed. The first unit is
    sure at ``enough`` points and ``ahead`` times the second's; ``helps`` of the lead's points, or
    of likeness, make a unit one to help. ``odd`` is how much of the best score by duty a unit gets
    at most for a single earlier task, ``alike`` or more, that is not among its duties, where
    they speak for another with ``plain`` points.
    """

    words: float = 10.0
    similar: float = 2.4
    neighbours: int = 5
    near: float = 0.15
    known: float = 2.0
    doubt: float = 1.0
    enough: float = 1.5
    ahead: float = 2.0
    helps: float = 0.5
    odd: float = 0.95
    alike: float = 0.5
    plain: float = 1.0


class Suggester:
    """Ranks ``units`` (and the lead units of ``examples``) for a task; built once, asked often."""

    def __init__(
        self,
        units: Sequence[Tasked],
        examples: Iterable[Example] = (),
        weights: Weights = Weights(),
    ) -> None:
        self._weights = weights
        self._factors = {unit.name: unit.weight for unit in units}
        self._examples = tuple(examples)
        self._owners: dict[str, list[str]] = defaultdict(list)
        for unit in units:
            for phrase in unit.duties:
                self._owners[match_copy(phrase)].append(unit.name)
        self._phrases = Phrases(self._owners)
        self._said = [Counter(pairs_of(each.text)) for each in self._examples]
        self._seen = Counter(pair for said in self._said for pair in said)
        self._seen.update(pair for phrase in self._owners for pair in set(pairs_of(phrase)))
        self._size = len(self._examples) + len(self._owners)
        self._of_phrase, self._of_pair = self._counts()
        self._index = self._postings()

    def propose(self, text: str) -> Proposal:
        """Units for a task worded ``text``; without any evidence the proposal is empty."""
        gathered: dict[str, list[Evidence]] = defaultdict(list)
        near = self._nearest(text)
        for unit, evidence in (*self._by_duty(text), *self._by_words(text)):
            gathered[unit].append(evidence)
        for share, example in near:
            weight = self._weights.similar * share
            told = Evidence(EvidenceKind.SIMILAR, example.told, weight)
            gathered[example.lead].append(told)
        scored = [self._scored(unit, found) for unit, found in gathered.items()]
        scored = self._without_oddities(scored, near)
        ranked = sorted(scored, key=lambda each: (-each.score, each.unit))
        is_sure = self._stands_out(ranked)
        return Proposal(tuple(ranked), self._helping(ranked, near), is_sure)

    # --- evidence --------------------------------------------------------------------------------

    def _by_duty(self, text: str) -> Iterable[tuple[str, Evidence]]:
        for phrase in self._phrases.find(text):
            weight = len(phrase) ** 0.7  # a longer phrase says more, but not twice as much
            for unit, share in self._shares(self._of_phrase[phrase]):
                kind = EvidenceKind.DUTY if unit in self._owners[phrase] else EvidenceKind.WORDS
                yield unit, Evidence(kind, phrase, weight * share)

    def _by_words(self, text: str) -> Iterable[tuple[str, Evidence]]:
        """Single words, each by its rarity; the weightiest pairs of a unit are named."""
        pairs = dict.fromkeys(pairs_of(text))
        total = sum(self._rarity(pair) for pair in pairs) or 1.0
        gathered: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for pair in pairs:
            weight = self._weights.words * self._rarity(pair) / total
            for unit, share in self._shares(self._of_pair.get(pair, {})):
                gathered[unit].append((weight * share, pair))
        for unit, found in gathered.items():
            best = "、".join(pair for _, pair in sorted(found, reverse=True)[:2])
            yield unit, Evidence(EvidenceKind.WORDS, best, sum(weight for weight, _ in found))

    def _nearest(self, text: str) -> list[tuple[float, Example]]:
        """The earlier tasks most like ``text``, with their likeness between 0 and 1."""
        likeness: dict[int, float] = defaultdict(float)
        for pair, weight in self._vector(Counter(pairs_of(text))).items():
            for example, its in self._index.get(pair, ()):
                likeness[example] += weight * its
        best = sorted(likeness.items(), key=lambda item: (-item[1], item[0]))
        near = best[: self._weights.neighbours]
        return [(share, self._examples[at]) for at, share in near if share >= self._weights.near]

    def _shares(self, counts: Mapping[str, float]) -> Iterable[tuple[str, float]]:
        total = sum(counts.values()) + self._weights.doubt
        return ((unit, count / total) for unit, count in counts.items())

    # --- the outcome -----------------------------------------------------------------------------

    def _scored(self, unit: str, found: Sequence[Evidence]) -> Suggestion:
        factor = self._factors.get(unit, 1.0)
        ordered = tuple(sorted(found, key=lambda each: -each.weight))
        return _scaled(Suggestion(unit, sum(each.weight for each in ordered), ordered), factor)

    def _without_oddities(
        self, scored: Sequence[Suggestion], near: Sequence[tuple[float, Example]]
    ) -> list[Suggestion]:
        """One task just like it that a strange unit led does not outweigh the duties; two would."""
        led = Counter(example.lead for _, example in near)
        alike = {example.lead for share, example in near if share >= self._weights.alike}
        alone = {unit for unit in alike if led[unit] == 1}
        dutiful = (each for each in scored if _by_duties(each) >= self._weights.plain)
        limit = self._weights.odd * max((each.score for each in dutiful), default=0.0)
        return [
            _scaled(each, limit / each.score)
            if each.unit in alone and not _has_duty(each) and each.score > limit > 0
            else each
            for each in scored
        ]

    def _stands_out(self, ranked: Sequence[Suggestion]) -> bool:
        if not ranked or ranked[0].score < self._weights.enough:
            return False
        second = ranked[1].score if len(ranked) > 1 else 0.0
        return ranked[0].score >= self._weights.ahead * second

    def _helping(
        self, ranked: Sequence[Suggestion], near: Sequence[tuple[float, Example]]
    ) -> tuple[str, ...]:
        """Units whose duties the task touches too, and who helped with one just like it."""
        if not ranked:
            return ()
        lead = ranked[0]
        found = [
            each.unit
            for each in ranked[1:4]
            if each.score >= self._weights.helps * lead.score and _has_duty(each)
        ]
        for share, example in near:
            if share >= self._weights.helps and example.lead == lead.unit:
                found += example.supporting
        return tuple(unit for unit in dict.fromkeys(found) if unit != lead.unit)

    # --- what is counted once --------------------------------------------------------------------

    def _counts(self) -> tuple[Counts, Counts]:
        """For each phrase and each pair: how often each unit had it, the duties' word included."""
        phrases: Counts = defaultdict(lambda: defaultdict(float))
        pairs: Counts = defaultdict(lambda: defaultdict(float))
        for phrase, owners in self._owners.items():
            for unit in owners:
                phrases[phrase][unit] += self._weights.known / len(owners)
                for pair in set(pairs_of(phrase)):
                    pairs[pair][unit] += 0.5 / len(owners)
        for example, said in zip(self._examples, self._said, strict=True):
            for phrase in self._phrases.find(example.text):
                phrases[phrase][example.lead] += 1
            for pair in said:
                pairs[pair][example.lead] += 1
        return phrases, pairs

    def _postings(self) -> dict[str, list[tuple[int, float]]]:
        index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, said in enumerate(self._said):
            for pair, weight in self._vector(said).items():
                index[pair].append((at, weight))
        return index

    def _vector(self, said: Counter[str]) -> dict[str, float]:
        """Pairs weighted by rarity, of length 1."""
        raw = {pair: (1 + log(count)) * self._rarity(pair) for pair, count in said.items()}
        length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {pair: weight / length for pair, weight in raw.items()}

    def _rarity(self, pair: str) -> float:
        return log(1 + self._size / (0.5 + self._seen[pair]))


def _has_duty(suggestion: Suggestion) -> bool:
    return _by_duties(suggestion) > 0


def _by_duties(suggestion: Suggestion) -> float:
    return sum(each.weight for each in suggestion.evidence if each.kind is EvidenceKind.DUTY)


def _scaled(suggestion: Suggestion, factor: float) -> Suggestion:
    """The suggestion with all its evidence worth ``factor`` times as much."""
    evidence = tuple(replace(each, weight=each.weight * factor) for each in suggestion.evidence)
    return replace(suggestion, score=suggestion.score * factor, evidence=evidence)
