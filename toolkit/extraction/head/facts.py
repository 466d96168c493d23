"""What the head and foot of a document say: title, day, kind of meeting, who presided or signed.

The day is that of the meeting, the instruction or the speech, never that of printing. Where only
month and day stand there, the year comes from the imprint, the document number or the title, and
a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.extraction.blocks import Block, make_blocks
from toolkit.extraction.head import lines as head_lines
from toolkit.extraction.head import meeting_day
from toolkit.extraction.head.document_kind import Evidence, classify
from toolkit.extraction.people.find import People, Person, find_people, find_person_mentions
from toolkit.extraction.people.names import PeopleVocabulary, grammar, squeeze
from toolkit.findings import chair_missing
from toolkit.model import DocumentKind, Finding, SourceDocument, SourceFacts
from toolkit.text.patterns import lazy

OTHER_MEETING = "其他"


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A meeting whose name matches ``pattern``, ``unless`` taken out first, is of this kind."""

    kind: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class MeetingHints:
    """What settles the kind where the name does not, the name being of one of ``open_kinds``.

    A meeting of an ``organ`` (指挥部) is ``organ_kind``. One called ``weekly_name`` (碰头会) whose
    headings speak of the ``week_past`` and the ``week_coming`` is ``weekly_kind``.
    """

    open_kinds: frozenset[str]
    organ: re.Pattern[str]
    organ_kind: str
    weekly_name: re.Pattern[str]
    week_past: re.Pattern[str]
    week_coming: re.Pattern[str]
    weekly_kind: str


@dataclass(frozen=True, slots=True)
class FactsVocabulary:
    """The words people, kinds of document and kinds of meeting are recognised by.

    ``years`` are the years a paper may be of where nothing but a weekday tells.
    """

    people: PeopleVocabulary
    kinds: tuple[Evidence, ...]
    meetings: tuple[MeetingKind, ...]
    hints: MeetingHints
    years: tuple[int, ...] = ()


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
    imprint = head_lines.imprint_date(blocks)
    facts = SourceFacts(
        kind,
        title=title,
        issuer=head_lines.find_issuer(blocks, kind, title),
        printed_on=imprint.on() if imprint else None,
    )
    if kind is DocumentKind.MINUTES:
        facts, more = _minutes(facts, blocks, people, vocabulary)
    elif kind is DocumentKind.INSTRUCTION:
        facts, more = _instruction(facts, blocks, people, vocabulary.years)
    else:
        day, more = meeting_day.of_paper(blocks, kind)
        facts = replace(facts, date=day)
    return facts, (*findings, *more)


# --- minutes -------------------------------------------------------------------------------------


def _minutes(
    facts: SourceFacts, blocks: Sequence[Block], people: People, vocabulary: FactsVocabulary
) -> tuple[SourceFacts, tuple[Finding, ...]]:
    day, findings = meeting_day.of_meeting(blocks, vocabulary.years)
    chair = _chair(blocks, people)
    post = grammar(people.vocabulary).principal(chair.post) if chair and chair.post else None
    facts = replace(
        facts,
        date=day,
        meeting_kind=_meeting_kind(facts, blocks, vocabulary),
        meeting_number=head_lines.find_number(blocks, facts.title or ""),
        chair=chair.name if chair else None,
        chair_post=post,
        signer=_signed_for_issue(blocks, people),
    )
    if chair is None:
        findings = (*findings, chair_missing(None))
    return facts, findings


_CALLED = lazy(
    r"(?:召开|举行|召集|主持|参加)(?:了|的)?([^,。;:]{0,44}?(?:会议|例会|办公会|座谈会|[^\W\d_]会))"
    r"(?=[,。;:、]|研究|专题|部署|安排|传达|听取|贯彻|审议|就|对|$)"
)
_OPENING = 14
_VISITS = (
    r"(?:带领|率领?|带队|率队|陪同)[^。;]{0,60}?(?:现场办公|调研|走访|察看|督导|检查)"
    r"|(?:现场办公|调研)(?=[,。])"
)


def _meeting_kind(facts: SourceFacts, blocks: Sequence[Block], vocabulary: FactsVocabulary) -> str:
    title = squeeze(head_lines.recognisable(facts.title or ""))
    opening = [squeeze(block.text) for block in blocks[:_OPENING]]
    called = [m.group(1) for text in opening for m in _CALLED.finditer(text)]
    kinds = (_kind_of(name, vocabulary.meetings) for name in (title, *called[:2]))
    kind = next(filter(None, kinds), OTHER_MEETING)
    hints = vocabulary.hints
    if kind not in hints.open_kinds:
        return kind
    masthead = [line.copy for line in head_lines.head_lines(blocks[:4]) if len(line.copy) < 40]
    organs = [squeeze(head_lines.recognisable(facts.issuer or "")), *_above(masthead, title)]
    if any(hints.organ.search(organ) for organ in organs):
        return hints.organ_kind
    if any(hints.weekly_name.search(name) for name in (title, *called[:2])):
        headings = [text for block in blocks if len(text := squeeze(block.text)) < _HEADING]
        past = {text for text in headings if hints.week_past.search(text)}
        coming = {text for text in headings if hints.week_coming.search(text)}
        if past and coming - past:
            return hints.weekly_kind
    return kind


_HEADING = 24


def _above(lines: Sequence[str], title: str) -> Sequence[str]:
    """The lines above the title: the organs the paper is of."""
    return next((lines[:at] for at, line in enumerate(lines) if line and line in title), ())


def _kind_of(name: str, kinds: Sequence[MeetingKind]) -> str | None:
    for rule in kinds:
        rest = rule.unless.sub("", name) if rule.unless else name
        if rule.pattern.search(rest):
            return rule.kind
    return None


_PRESIDES = lazy(
    r"\s*(?:[一二三四五六1-6][、.]\s*)?[\[【]?(?:会\s*议)?\s*"
    r"(?:主\s*持\s*(?:人员|人|领导)?|召\s*集\s*人|主\s*席)(?:\([^)]*\))?(?:[\]】]\s*[:\s]?\s*|\s*(?:[:\s]\s*|$))"
)


_PRESIDES_INLINE = lazy(
    r"(?:时间|地点|\d{4}年\d{1,2}月\d{1,2}日)[^。]{2,60}?主\s?持\s?(?:人|会议)?\s?:"
)  # 时间：… 地点：… 主持：…


def _presides_inline(block: Block, people: People) -> Person | None:
    label = None if _PRESIDES.match(block.text) else _PRESIDES_INLINE.search(block.text)
    found = find_person_mentions(block.source[label.end() :], people) if label else ()
    return _person(found[0].name, found[0].post, people) if found else None


def _chair(blocks: Sequence[Block], people: People) -> Person | None:
    """Whoever presided: after 主持人：, else the last person named before 主持 or 召开."""
    opening = blocks[:_OPENING]
    for value in head_lines.values_of(_PRESIDES, opening):
        for mention in find_person_mentions(value, people):
            return _person(mention.name, mention.post, people)
    for block in opening:
        if found := _presides_inline(block, people) or _subject_before(block, "主持", people):
            return found
    if found := _by_post_alone(opening, people):
        return found
    for words in ("召开|召集", _VISITS, "约谈|会商|调度|座谈"):
        for block in opening:
            if found := _subject_before(block, words, people):
                return found
    return _presides_by_post(people)


_POST_PRESIDES = lazy(r"由?([^,。;:()\s由]{2,16})(?:同志)?主持")


def _by_post_alone(blocks: Sequence[Block], people: People) -> Person | None:
    """会议由镇党委书记主持: the one person of that post."""
    names = grammar(people.vocabulary)
    for block in blocks:
        for said in _POST_PRESIDES.finditer(block.text):
            post = said.group(1)
            title = names.title_ending(post, len(post))
            if not title:
                continue
            posts = ((p, p.post.split("、")) for p in people.persons)
            fits = [p for p, parts in posts if any(_is_post(part, post, title) for part in parts)]
            if len(fits) == 1:
                return fits[0]
    return None


def _is_post(part: str, said: str, title: str) -> bool:
    """Whether 镇党委书记 is the post meant by 党委书记, or 某县县长 by 县长; never 副县长."""
    short, long = sorted((part, said), key=len)
    return long.endswith(short) and title in short and not long[: -len(short)].endswith("副")


def _subject_before(block: Block, words: str, people: People) -> Person | None:
    for verb in re.finditer(words, block.text):
        after = block.text[verb.start() : verb.start() + 24]
        if re.match(r"主持词|主持人?[: ]", after):
            continue
        if named := re.match(r"主持(?:会议)?的?(?:领导)?是", after):
            mentions = find_person_mentions(block.source[verb.start() + named.end() :], people)
            if mentions and mentions[0].start < 3:
                return _person(mentions[0].name, mentions[0].post, people)
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


_ISSUED_BY = lazy(r"签\s*发\s*(?:人)?\s*[: ]\s*")


def _signed_for_issue(blocks: Sequence[Block], people: People) -> str | None:
    for block in (*blocks[:10], *blocks[-6:]):
        if label := _ISSUED_BY.search(block.text):
            mentions = find_person_mentions(block.source[label.end() :], people)
            if mentions:
                return mentions[0].name
    return None


# --- instructions --------------------------------------------------------------------------------


def _instruction(
    facts: SourceFacts, blocks: Sequence[Block], people: People, years: Sequence[int]
) -> tuple[SourceFacts, tuple[Finding, ...]]:
    marks = head_lines.find_signings(blocks, people)
    if marks:
        day, findings = meeting_day.of_signings(blocks, [mark.day for mark in marks if mark.day])
        signers = list(dict.fromkeys(mark.signer for mark in marks if mark.signer))
        signer = signers[0] if len(signers) == 1 else None
    else:
        day, findings = meeting_day.of_speech(blocks, years)
        signer = _speaker(blocks, people)
    known = people.get(signer) if signer else None
    post = grammar(people.vocabulary).principal(known.post) if known and known.post else None
    return replace(facts, date=day, signer=signer, chair_post=post), findings


_SPEAKER_LABEL = lazy(r"\s*(?:讲话|来电|通话|致电|交办|指示|发言)(?:人|领导|同志)\s*[: ]\s*")
_SUBJECT = 3


def _speaker(blocks: Sequence[Block], people: People) -> str | None:
    """Who speaks: after 来电人：, the subject of the title (冉大江同志在…), the first leader named
    in the head, else whoever signed below."""
    for value in head_lines.values_of(_SPEAKER_LABEL, blocks[:8]):
        for mention in find_person_mentions(value, people)[:1]:
            return mention.name
    heads = [(m, m.start) for b in blocks[:6] for m in find_person_mentions(b.source, people)]
    for mention, start in heads:
        if mention.is_leader and (mention.person is not None or start < _SUBJECT):
            return mention.name
    for block in blocks[1:5]:
        if name := head_lines.bare_name(block, people):
            return name
    for block in blocks[-3:]:
        for mention in find_person_mentions(block.source, people)[:1]:
            if mention.is_leader and mention.end - mention.start >= len(block.text) - _SUBJECT:
                return mention.name
    return None
