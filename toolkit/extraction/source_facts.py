"""What the head and foot of a document say: title, day, kind of meeting, who presided or signed.

The day is that of the meeting, the instruction or the speech, never that of printing. Where only
month and day stand there, the year comes from the imprint, the document number or the title, and
a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.extraction import head_lines, meeting_day
from toolkit.extraction.blocks import Block, make_blocks
from toolkit.extraction.document_kind import Evidence, classify
from toolkit.extraction.names import PeopleVocabulary, grammar, squeeze
from toolkit.extraction.people import People, Person, find_people, find_person_mentions
from toolkit.findings import chair_missing
from toolkit.model import DocumentKind, Finding, SourceDocument, SourceFacts

OTHER_MEETING = "其他"


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A meeting whose name matches ``pattern``, ``unless`` taken out first, is of this kind."""

    kind: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class FactsVocabulary:
    """The words people, kinds of document and kinds of meeting are recognised by."""

    people: PeopleVocabulary
    kinds: tuple[Evidence, ...]
    meetings: tuple[MeetingKind, ...]


def source_facts(
    document: SourceDocument,
    vocabulary: FactsVocabulary,
    *,
    kind: DocumentKind | None = None,
    people: People | None = None,
    blocks: Sequence[Block] | None = None,
) -> tuple[SourceFacts, tuple[Finding, ...]]:
    """What the document says of itself; unknown is ``None``, doubt is a finding.

    ``kind`` overrides the recognised one. ``chair_post`` is the post that decides who issues (县长
    of 县委副书记、县长); in instructions it is the post of the one leader who signed.
    """
    if blocks is None:
        blocks, _ = make_blocks(document.paragraphs)
    if people is None:
        people = find_people(document.paragraphs, vocabulary.people, blocks=blocks)
    findings: tuple[Finding, ...] = ()
    if kind is None:
        classification = classify(document.paragraphs, vocabulary.kinds, blocks=blocks)
        kind, findings = classification.kind, classification.findings
    title = head_lines.find_title(blocks, kind)
    facts = SourceFacts(kind, title=title, issuer=head_lines.find_issuer(blocks, kind, title))
    if kind is DocumentKind.MINUTES:
        facts, more = _minutes(facts, blocks, people, vocabulary)
    elif kind is DocumentKind.INSTRUCTION:
        facts, more = _instruction(facts, blocks, people, document)
    else:
        day, more = meeting_day.of_paper(blocks, kind)
        facts = replace(facts, date=day)
    return facts, (*findings, *more)


# --- minutes -------------------------------------------------------------------------------------


def _minutes(
    facts: SourceFacts, blocks: Sequence[Block], people: People, vocabulary: FactsVocabulary
) -> tuple[SourceFacts, tuple[Finding, ...]]:
    day, findings = meeting_day.of_meeting(blocks)
    chair = _chair(blocks, people)
    post = grammar(people.vocabulary).principal(chair.post) if chair and chair.post else None
    facts = replace(
        facts,
        date=day,
        meeting_kind=_meeting_kind(facts.title or "", blocks, vocabulary.meetings),
        meeting_number=head_lines.find_number(blocks, facts.title or ""),
        chair=chair.name if chair else None,
        chair_post=post,
        signer=_signed_for_issue(blocks, people),
    )
    if chair is None:
        findings = (*findings, chair_missing(None))
    return facts, findings


_CALLED = re.compile(
    r"(?:召开|举行|召集|主持)(?:了|的)?([^,。;:]{0,44}?(?:会议|例会|办公会|座谈会|[\u3400-\u9fff]会))(?=[,。;:、]|研究|专题|部署|安排|传达|听取|贯彻|审议|就|对|$)"
)
_OPENING = 14


def _meeting_kind(title: str, blocks: Sequence[Block], kinds: Sequence[MeetingKind]) -> str:
    copy = squeeze(head_lines.recognisable(title))
    opening = [block.text for block in blocks[:_OPENING]]
    called = [m.group(1) for text in opening for m in _CALLED.finditer(squeeze(text))]
    for name in (copy, *called[:2]):
        if found := _kind_of(name, kinds):
            return found
    return OTHER_MEETING


def _kind_of(name: str, kinds: Sequence[MeetingKind]) -> str | None:
    for rule in kinds:
        rest = rule.unless.sub("", name) if rule.unless else name
        if rule.pattern.search(rest):
            return rule.kind
    return None


_PRESIDES = re.compile(r"\s*(?:会\s*议)?\s*主\s*持\s*(?:人员|人)?(?:\([^)]*\))?\s*(?:[:\s]\s*|$)")


def _chair(blocks: Sequence[Block], people: People) -> Person | None:
    """Whoever presided: after 主持人：, else the last person named before 主持 or 召开."""
    opening = blocks[:_OPENING]
    for value in head_lines.values_of(_PRESIDES, opening):
        for mention in find_person_mentions(value, people):
            return _person(mention.name, mention.post, people)
    for words in ("主持", "召开|召集"):
        for block in opening:
            if found := _subject_before(block, words, people):
                return found
    return _presides_by_post(people)


def _subject_before(block: Block, words: str, people: People) -> Person | None:
    for verb in re.finditer(words, block.text):
        if re.match(r"主持词|主持人?[: ]", block.text[verb.start() :]):
            continue
        start = max(block.text.rfind(mark, 0, verb.start()) for mark in "。;!?") + 1
        before = find_person_mentions(block.source[start : verb.start()], people)
        if before:
            leaders = [m for m in before if m.is_leader or m.post]
            mention = (leaders or list(before))[-1]
            return _person(mention.name, mention.post, people)
    return None


def _presides_by_post(people: People) -> Person | None:
    return next((p for p in people.persons if p.post.startswith("主持")), None)


def _person(name: str, post: str, people: People) -> Person:
    known = people.get(name)
    return known if known and (known.post or not post) else Person(name, post)


_ISSUED_BY = re.compile(r"签\s*发\s*(?:人)?\s*[: ]\s*")


def _signed_for_issue(blocks: Sequence[Block], people: People) -> str | None:
    for block in (*blocks[:10], *blocks[-6:]):
        if label := _ISSUED_BY.search(block.text):
            mentions = find_person_mentions(block.source[label.end() :], people)
            if mentions:
                return mentions[0].name
    return None


# --- instructions --------------------------------------------------------------------------------


def _instruction(
    facts: SourceFacts, blocks: Sequence[Block], people: People, document: SourceDocument
) -> tuple[SourceFacts, tuple[Finding, ...]]:
    marks = head_lines.find_signings(blocks, people)
    if marks:
        day, findings = meeting_day.of_signings(blocks, [mark.day for mark in marks if mark.day])
        signers = list(dict.fromkeys(mark.signer for mark in marks if mark.signer))
        signer = signers[0] if len(signers) == 1 else None
    else:
        day, findings = meeting_day.of_speech(blocks)
        signer = _speaker(blocks, people)
    known = people.get(signer) if signer else None
    post = grammar(people.vocabulary).principal(known.post) if known and known.post else None
    return replace(facts, date=day, signer=signer, chair_post=post), findings


def _speaker(blocks: Sequence[Block], people: People) -> str | None:
    """The first leader named in the head of a speech, a news item or a note of a call."""
    for block in blocks[:6]:
        for mention in find_person_mentions(block.source, people):
            if mention.is_leader and mention.person is not None:
                return mention.name
    return None
