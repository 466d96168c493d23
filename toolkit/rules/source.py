"""Which row of the regulation's table a document falls under, and why."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit import findings
from toolkit.model import Finding, SourceFacts
from toolkit.rules.organs import adapt, level_of
from toolkit.rules.regulation import Rank, Recognition, Regulation
from toolkit.text.normalize import match_copy

_UNKNOWN = "unknown"


def determine_source(
    facts: SourceFacts, regulation: Regulation, *, posts: Sequence[str] = ()
) -> tuple[str | None, str, tuple[Finding, ...]]:
    """The source's id, the reason in Chinese, and what a clerk should check.

    ``posts`` are the posts of those who instructed, where the facts do not hold them (a register
    of instructions by several leaders): of several the highest counts; without any the facts are
    asked. The id is ``None`` when the regulation does not apply or the facts do not suffice; a
    finding asks.
    """
    told = {rank_of(post, regulation) for post in posts}
    rank = next((rank for rank in Rank if rank in told), None)
    rank = rank or rank_of(facts.chair_post, regulation) or rank_of(facts.signer, regulation)
    line = _first_line(facts, rank, regulation)
    if line is None:
        reason = "读到的文种、名称、主持人都对不上条文所列的来源"
        return None, reason, (findings.source_undecided(reason, "请核对文件"),)
    level = level_of(facts, regulation)
    reason, doubt = (adapt(text, regulation, level) for text in (line.reason, line.doubt))
    if line.source is None:
        return None, reason, (findings.source_undecided(reason, doubt),)
    if not doubt:
        return line.source, reason, ()
    rule = regulation.find_source(line.source)
    name = adapt(rule.name if rule else line.source, regulation, level)
    return line.source, reason, (findings.source_doubtful(reason, name, doubt),)


def rank_of(post: str | None, regulation: Regulation) -> Rank | None:
    """Standing of a post (县委副书记、县长); ``None`` when it is unknown or none of the four."""
    if not post:
        return None
    text = match_copy(post)
    return next((line.rank for line in regulation.posts if line.pattern.search(text)), None)


def chief_presides(facts: SourceFacts, regulation: Regulation) -> bool:
    """Whether 主要领导 was in the chair, as :func:`toolkit.rules.deadlines.decide` asks."""
    return rank_of(facts.chair_post, regulation) is Rank.CHIEF


def _first_line(
    facts: SourceFacts, rank: Rank | None, regulation: Regulation
) -> Recognition | None:
    texts = {
        "title": match_copy(facts.title or ""),
        "meeting_kind": match_copy(facts.meeting_kind or ""),
        "issuer": match_copy(facts.issuer or ""),
        "signer": match_copy(facts.signer or ""),
    }
    standing = rank.value if rank else _UNKNOWN
    for line in regulation.recognitions:
        fits_kind = not line.kinds or facts.kind.value in line.kinds
        fits_rank = not line.ranks or standing in line.ranks
        if fits_kind and fits_rank and any(line.pattern.search(texts[f]) for f in line.fields):
            return line
    return None
