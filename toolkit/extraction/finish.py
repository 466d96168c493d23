"""From a draft to the task a clerk sees: dates chosen, figures taken, an objective of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.extraction.analysis import Facts, Reading
from toolkit.extraction.drafts import Draft, How, Piece
from toolkit.extraction.phrases import Mood
from toolkit.extraction.roles import Role
from toolkit.extraction.structure import Node
from toolkit.extraction.targets import Figure
from toolkit.extraction.units.find import UnitMention
from toolkit.findings import (
    completion_next_year,
    lead_inherited,
    lead_missing,
    unit_former,
    unit_group,
    unit_unknown,
)
from toolkit.model import ExtractedTask, Finding, Reason, Span, StatedDate, Unit
from toolkit.text.dates import DATED, TimeKind, TimeMention
from toolkit.text.deadline_choice import choose_deadline
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy
from toolkit.text.time_framing import HAPPENS

_CUE = lazy(
    r"^(?:会议(?:最后|还)?)?(?:决定|议定|明确|确定|要求|强调|同意|责成|原则同意|原则通过|原则上同意)(?:事项)?(?:如下)?[:,]?$"
)
_LEAD_PHRASE = lazy(
    r"(?:会议)?(?:最后)?(?:决定|同意|明确|责成|要求|议定|强调|指定)(?:由|请|交由)?$|(?:[他她])?(?:现场|当场|当即)(?:要求|叮嘱)$|(?:建议|拟|并|另|同时|也)?(?:由|请|责成|交由|以)$"
)
_EMPTY = lazy(
    r"[（(](?:牵头|责任|主办|配合|协办)?(?:单位|部门)?[：:]?[；;，、\s]*(?:(?:牵头|责任|主办|配合|协办)?(?:单位|部门)?[：:]?[；;，、\s]*)*[）)]"
)
_AFTER_LEAD = lazy(
    r"^(?:共同|分别|具体|统一)?(?:(?:作为|为)(?:第一|主要|总)?(?:责任|牵头|主办|承办|主责)(?:单位|部门)|为主|一道|总牵头|牵头负责|牵头组织|牵头|负责落实|负责|承办|主办|包干)?(?:,|:)?(?:(?:也|还)?(?:要|须|应|应当|务必|必须|需)(?=[^求点]))?"
)
_EDGES = lazy(r"^[，,；;：:、。 　]+|[，,；;：:、。 　]+$")
_HEADING_NOISE = lazy(
    r"^(?:关于|研究|审议|听取|讨论|推进|做好)+|(?:工作)?(?:有关|相关)?(?:问题|事项|事宜|情况)(?:的?汇报)?$|[。:]$"
)
_STANDS_ALONE = 6
_AFTER_HOLIDAY = lazy(r"\W?(?:元旦|春节|清明|五一|端午|中秋|国庆)\W?节?后")
_BARE_BRACKET = lazy(r"[（(](?:全部|力争|确保)?(?:完成|完工|建成|竣工|投用|办结)?(?:投用)?[）)]")
_BARE_END = lazy(r"(?:全部|力争|确保|务必)?(?:完成|完工|办结|办理完毕|落实)(?:到位)?")
_TAKEN_UP = lazy(r"^[对将把就]")  # 对未办结的5件，…全部办结: the end is the verb
_GENERIC = lazy(
    r"^(?:有关|相关|其他|其它|具体)?(?:工作|事项|要求|任务|议定)+$|^(?:上周|本周|工作要求|下步|下一步)"
)
_ANNOUNCES = lazy(
    r"(?:会议|现)?(?:议定|决定|要求|强调|指出|明确|确定|认为)+(?:如下|以下)?(?:事项|意见)?:?$"
)


def finish(draft: Draft, number: int, facts_of: dict[int, Facts]) -> ExtractedTask:
    """The finished record of a draft. ``facts_of`` maps a node's index to what was read there."""
    facts = facts_of[draft.node.index]
    times = _times(draft)
    chosen = choose_deadline(times)
    deadline = _stated(draft.node, chosen.deadline) if chosen.deadline else None
    milestones = tuple(_stated(draft.node, m) for m in chosen.milestones)
    if deadline is None and draft.scope_dates:
        deadline = draft.scope_dates[-1]
    leads = tuple(_unit(draft.node, u) for u in draft.leads)
    task = ExtractedTask(
        number=number,
        # several limits say which step ends when: they stay where they are written
        objective=objective(draft, facts, () if len(milestones) > 1 else times),
        origin=draft.spans,
        lead_units=leads,
        supporting_units=tuple(_unit(draft.node, u) for u in draft.supports),
        lead_officials=tuple(draft.officials),
        responsible_persons=tuple(draft.owners),
        completion_deadline=deadline,
        milestones=milestones,
        recurring=_as_written(draft.node, chosen.recurring) if chosen.recurring else None,
        urgent=chosen.urgent,
        targets=tuple(targets(draft)),
        instructed_by=draft.instructed_by,
        instructed_on=draft.instructed_on,
        heading=_heading(draft.node),
        reasons=tuple(_reasons(draft, chosen.deadline)),
        findings=tuple(
            [*draft.findings, *_doubts(draft, number), *_next_year(draft, number, chosen.deadline)]
        ),
    )
    return task


def _times(draft: Draft) -> list[TimeMention]:
    """The times of the clauses that order something; the topic's only where there are no others."""
    own = _times_of(draft.readings[draft.topics :])
    if draft.topics and not any(t.kind in DATED for t in own):
        paced = any(t.kind is TimeKind.RECURRING for t in own)
        own = [
            t
            for t in _times_of(draft.readings)  # 1月8日开业,…每三天碰头: no day to do it by
            if t in own or t.is_end or not (paced and t.kind is TimeKind.POINT)
        ]
    if any(_sets_a_day(t) for t in own):
        return [t for t in own if not _qualifies(t, draft.node)]
    return own


def _sets_a_day(time: TimeMention) -> bool:
    """A limit, or a day that is no whole month: 6月25日交初稿."""
    whole = time.kind is TimeKind.POINT and time.is_month_only
    return time.on is not None and time.kind in (TimeKind.DEADLINE, TimeKind.POINT) and not whole


def _qualifies(time: TimeMention, node: Node) -> bool:
    """Beside a real deadline: 第四季度 of 第四季度拟开工项目, or a step counted from one of them
    (批下来以后15日内), sets no date of its own."""
    if time.kind is TimeKind.EVENT:
        return time.rule.startswith("若干") and not _AFTER_HOLIDAY.match(time.text)
    if time.kind is not TimeKind.POINT or not time.is_month_only or time.soft:
        return False
    if time.text.endswith(("旬", "初")):
        return False  # 12月上旬上常务会: too sharp to name a whole matter
    before, after = node.text[max(0, time.start - 2) : time.start], node.text[time.end :]
    return not (before.endswith(("于", "在", "保")) or HAPPENS.match(after))


def _times_of(readings: Sequence[Reading]) -> list[TimeMention]:
    seen: list[TimeMention] = []
    for reading in _without_matter(readings):
        if reading.mood in (Mood.PAST, Mood.THREAT, Mood.REFUSED, Mood.CONDITION):
            continue
        if _FEARED.match(reading.text):
            continue
        seen.extend(t for t in reading.times if t not in seen)
    return seen


_FEARED = lazy(r"(?:千万)?(?:别|免得|以免|省得|防止|避免)")  # 别让学生明天白跑: no day to do it by
_MATTER = lazy(
    r"(?:^|要求|强调)(?:对|把|将|凡|针对)[^,;。]*的[^,;。]{1,6}$|的(?:钱|款|资金|工资|事|问题)$"
)


def _without_matter(readings: Sequence[Reading]) -> Sequence[Reading]:
    """对年内不开工的项目,…12月10日前调出: a time in words for the matter is not its deadline."""
    kept = [r for r in readings if not _MATTER.search(r.text)]
    return kept if any(r.dated for r in kept) else readings


def _as_written(node: Node, mention: TimeMention) -> str:
    return node.block.printed(mention.start, mention.end)


def _stated(node: Node, mention: TimeMention) -> StatedDate:
    spans = node.block.spans(mention.start, mention.end)
    return StatedDate(_as_written(node, mention), mention.on, spans[0] if spans else None)


def _unit(node: Node, mention: UnitMention) -> Unit:
    spans = node.block.spans(mention.start, mention.end)
    return Unit(mention.text, mention.name, spans[0] if spans else None, mention.group)


# --- targets -------------------------------------------------------------------------------------


def targets(draft: Draft) -> Iterable[str]:
    """Figures of the clauses that order something, as written, each once."""
    seen: set[str] = set()
    for reading in draft.readings:
        if reading.mood in (Mood.THREAT, Mood.REFUSED, Mood.CONDITION):
            continue
        for figure in reading.figures:
            if _counts_units(figure, reading):
                continue
            low = reading.clause.start + figure.start
            words = draft.node.block.printed(low, low + figure.end - figure.start)
            if words not in seen:
                seen.add(words)
                yield words
    yield from (words for words in draft.scope_targets if words not in seen)


def _counts_units(figure: Figure, reading: Reading) -> bool:
    """住建、城管两家: the number of those just named."""
    at = reading.clause.start
    return figure.measure in ("家", "个") and any(
        len(g.units) > 1 and figure.han and at + figure.start <= g.end <= at + figure.end
        for g in reading.groups
    )


# --- the objective -------------------------------------------------------------------------------


def objective(draft: Draft, facts: Facts, times: Sequence[TimeMention]) -> str:
    """What must be done, readable alone: without the units in charge and without ``times``."""
    parts: list[str] = []
    for reading in draft.readings:
        if reading.mood in (Mood.THREAT, Mood.REFUSED):
            continue
        roles = {g.role for g in reading.groups}
        if roles and roles <= {Role.SUPPORT, Role.ASSIST}:
            continue
        said = _without_roles(draft.node, reading, times)
        adds_nothing = parts and _BARE_END.fullmatch(said) and not _TAKEN_UP.match(parts[-1])
        if said and not adds_nothing:
            parts.append(said)
    text = "，".join(parts)
    heading = _heading(draft.node)
    if not text and draft.readings:
        return _sentence(draft.pieces[0])  # whoever only helps: 县融媒体中心配合做好宣传
    if len(text) < _STANDS_ALONE and heading not in ("", text) and not _GENERIC.search(heading):
        text = f"{heading}：{text}" if text else heading
    if not text or _BARE_END.fullmatch(text):
        return _sentence(draft.pieces[0]) or text
    return text


def _sentence(piece: Piece) -> str:
    """The whole sentence of a piece that says nothing alone: 县住建局在5月20日前，…分别报送清单."""
    for point in piece.node.points:
        for sentence in point.sentences:
            if sentence.start <= piece.start < sentence.end:
                printed = piece.node.block.printed(sentence.start, sentence.end)
                return _EDGES.sub("", printed)
    return piece.node.block.printed(piece.start, piece.end)


def _without_roles(node: Node, reading: Reading, times: Sequence[TimeMention]) -> str:
    low, high = reading.clause.start, reading.clause.end
    if _CUE.match(reading.text):
        return ""
    kept = []
    at = low
    for start, end in sorted([*_role_words(node, reading), *_date_words(node, reading, times)]):
        if start > at:
            kept.append(node.block.printed(at, start))
        at = max(at, end)
    kept.append(node.block.printed(at, high))
    return _EDGES.sub("", _BARE_BRACKET.sub("", _EMPTY.sub("", "".join(kept))))


def _role_words(node: Node, reading: Reading) -> Iterable[tuple[int, int]]:
    """Where the names in charge and those helping stand, with 由, 负责, 配合."""
    low, high = reading.clause.start, reading.clause.end
    for group in reading.groups:
        if group.role in (Role.LEAD, Role.SUBJECT):
            before = _LEAD_PHRASE.search(node.text[low : group.start])
            after = _AFTER_LEAD.match(node.text[group.end : high])
            start = low + before.start() if before else group.start
            yield start, group.end + (after.end() if after else 0)
        elif group.role is Role.SUPPORT:
            led = group.start > low and node.text[group.start - 1] == "在"
            yield group.start - led, group.end + len(group.verb)
        elif group.role is Role.JOINED:
            yield group.start - len(group.verb), group.end


def _date_words(
    node: Node, reading: Reading, times: Sequence[TimeMention]
) -> Iterable[tuple[int, int]]:
    low, high = reading.clause.start, reading.clause.end
    for time in times:
        inside = low <= time.start and time.end <= high
        alone = node.text[time.start - 1 : time.end + 1] == f"({node.text[time.start : time.end]})"
        if inside and (time.kind in DATED or (time.kind is TimeKind.POINT and alone)):
            led = time.start > low and node.text[time.start - 1] in "于在"
            yield time.start - led, time.end


def _heading(node: Node) -> str:
    for above in reversed(node.above):
        if above.heading:
            body = above.block.printed(len(above.label), len(above.text))
            if not _ANNOUNCES.match(match_copy(body.strip())):
                return _HEADING_NOISE.sub("", body.strip())
    return ""


# --- reasons and doubts --------------------------------------------------------------------------


def _first_span(node: Node, start: int, end: int) -> Span | None:
    spans = node.block.spans(start, end)
    return spans[0] if spans else None


def _reasons(draft: Draft, deadline: TimeMention | None) -> Iterable[Reason]:
    if draft.pieces:
        piece = draft.pieces[0]
        yield Reason("objective", "原句", _first_span(piece.node, piece.start, piece.end))
    for unit in draft.leads:
        rule = f"{draft.how.value}（{draft.verb}）" if draft.verb else draft.how.value
        yield Reason("lead_units", rule, _first_span(draft.node, unit.start, unit.end))
    for unit in draft.supports:
        yield Reason(
            "supporting_units", "配合、会同、协助", _first_span(draft.node, unit.start, unit.end)
        )
    if deadline is not None:
        yield Reason(
            "completion_deadline",
            deadline.rule,
            _first_span(draft.node, deadline.start, deadline.end),
        )
    yield from draft.reasons


def _next_year(draft: Draft, number: int, deadline: TimeMention | None) -> Iterable[Finding]:
    if deadline is not None and deadline.next_year and deadline.on is not None:
        words = _as_written(draft.node, deadline)
        origin = draft.spans[0] if draft.spans else None
        yield completion_next_year(number, words, deadline.on.isoformat(), origin)


def _doubts(draft: Draft, number: int) -> Iterable[Finding]:
    origin = draft.spans[0] if draft.spans else None
    if not draft.leads and not draft.officials:
        yield lead_missing(number, origin)
    if draft.leads and draft.how in (How.REPORTER, How.INHERITED, How.HEADING):
        yield lead_inherited(
            number, "、".join(u.text for u in draft.leads), draft.how.value, origin
        )
    for unit in (*draft.leads, *draft.supports):
        if unit.former:
            yield unit_former(number, unit.text, unit.name, origin)
        elif unit.group:
            yield unit_group(number, unit.text, origin)
        elif unit.shape or unit.name is None:
            yield unit_unknown(number, unit.text, origin)
