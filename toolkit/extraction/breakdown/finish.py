"""From an entry to the task a clerk sees: roles settled, dates chosen, figures taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.notes import Entry
from toolkit.extraction.breakdown.records import Named, Region
from toolkit.extraction.targets import find_figures
from toolkit.findings import lead_missing, unit_former, unit_group, unit_unknown
from toolkit.model import ExtractedTask, Finding, Reason, Span, StatedDate
from toolkit.text.dates import DATED, TimeKind, TimeMention
from toolkit.text.deadline_choice import choose_deadline
from toolkit.text.patterns import lazy

_EDGE = "，,；;：:、。 　|\t"
_STOPS = "，,；;：:、。"
_SHORT = 8
_SENTENCE = lazy(r"[^。;!?,]+")
_ROW_NUMBER = lazy(
    r"^(?:\(?\d{1,3}\)|\d{1,3}[.、．﹒](?!\d)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|[①-⑳])\s*"
)
_FIELD_NAME = lazy(r"^(?:[目工任具主年][标作务体要度])(?:任务|目标|内容|措施|要求)?[：:]")
_DIGIT = lazy(r"[\d一二三四五六七八九十两]")
_SHORTENED = lazy(
    r"(?:压减|压缩|缩短|减少|控制|提速|精简)(?:至|到|为|在)(?P<limit>\d+个?(?:工作日|小时|天|日|分钟)(?:以内|之内|内)?)"
)
_ADVERB = lazy(r"^(?:达到|达|到)(?=\d|百分之)")


@dataclass(frozen=True, slots=True)
class Timed:
    """A time expression with the region it was read in."""

    mention: TimeMention
    region: Region

    def stated(self) -> StatedDate:
        """The expression as a stated date."""
        spans = self.region.block.spans(self.mention.start, self.mention.end)
        return StatedDate(self.words(), self.mention.on, spans[0] if spans else None)

    def words(self) -> str:
        """The expression as written."""
        return self.region.block.printed(self.mention.start, self.mention.end)


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the document says once for all rows: the first-listed leads, or those with a sign; a
    common deadline."""

    first_listed: bool = False
    marked_lead: bool = False
    due: Region | None = None


def finish_entry(entry: Entry, number: int, reader: Reader, rules: Conventions) -> ExtractedTask:
    """The finished record of one entry."""
    leads, supports = entry.charge.settled(
        first_listed=rules.first_listed, marked=rules.marked_lead
    )
    origin = origin_of(entry)
    dates = _Dates(entry, reader, rules)
    if dates.common is not None:
        origin.append(dates.common)
    spans = _spans(origin)
    return ExtractedTask(
        number=number,
        objective=objective(entry, dates),
        origin=spans,
        lead_units=tuple(n.unit for n in leads),
        supporting_units=tuple(n.unit for n in supports),
        lead_officials=tuple(entry.charge.officials),
        responsible_persons=tuple(
            n for n in entry.charge.owners if n not in entry.charge.officials
        ),
        completion_deadline=dates.deadline.stated() if dates.deadline else None,
        milestones=tuple(m.stated() for m in dates.milestones),
        recurring=dates.recurring.words() if dates.recurring else None,
        urgent=dates.urgent,
        targets=tuple(_targets(entry, reader, dates)),
        heading=entry.heading or entry.lead_in,
        reasons=tuple(_reasons(entry, leads, supports, dates)),
        findings=tuple(_doubts(number, leads, supports, entry, spans[0] if spans else None)),
    )


def origin_of(entry: Entry) -> list[Region]:
    """All words an entry was read from."""
    return list(entry.origin or [*entry.body, *entry.steps, *entry.notes])


def _spans(regions: Iterable[Region]) -> tuple[Span, ...]:
    """The words of all regions, each place once; neighbours in a paragraph are one span."""
    out: list[Span] = []
    for region in regions:
        for span in region.spans:
            if any(
                k.paragraph == span.paragraph and k.start <= span.start and span.end <= k.end
                for k in out
            ):
                continue
            out.append(span)
    return tuple(out)


class _Dates:
    """The deadline, the steps, the period of an entry."""

    def __init__(self, entry: Entry, reader: Reader, rules: Conventions) -> None:
        self.common: Region | None = None
        body = [] if entry.title_only else self._timed(entry.body, reader)
        body += self._timed(entry.steps, reader)
        fields = self._timed(entry.charge.times, reader)
        if not fields and rules.due is not None and not _dated(body):
            self.common = rules.due
            fields = self._timed([rules.due], reader)
        self.all = [*body, *fields]
        by_id = {id(t.mention): t for t in self.all}
        text = entry.charge.times[0].text if len(entry.charge.times) == 1 else ""
        whole = choose_deadline([t.mention for t in self.all])
        own = choose_deadline([t.mention for t in fields], text=text)
        sees = any(reader.words.rules.see_task.search(r.text) for r in entry.charge.times)
        deadline = whole.deadline if sees else own.deadline or whole.deadline
        self.deadline = by_id.get(id(deadline)) if deadline else None
        nodes = list(whole.milestones)
        self.milestones = [by_id[id(m)] for m in nodes if id(m) in by_id]
        recurring = own.recurring or whole.recurring
        self.recurring = by_id.get(id(recurring)) if recurring else None
        self.urgent = whole.urgent
        self.standards = [by_id[id(m)] for m in whole.standards if id(m) in by_id]

    def _timed(self, regions: Sequence[Region], reader: Reader) -> list[Timed]:
        return [Timed(m, r) for r in regions for m in reader.times(r)]


def _dated(times: Iterable[Timed]) -> bool:
    return any(t.mention.kind in (*DATED, TimeKind.POINT, TimeKind.RECURRING) for t in times)


# --- figures ---------------------------------------------------------------------------------


def _targets(entry: Entry, reader: Reader, dates: _Dates) -> Iterator[str]:
    if entry.title_only:
        return
    seen: set[str] = set()
    background = reader.words.rules.background
    for region in (*entry.body, *entry.steps, *entry.charge.times):
        times = reader.times(region)
        for sentence in _SENTENCE.finditer(region.text):
            if background.match(sentence.group()):
                continue
            low, high = region.start + sentence.start(), region.start + sentence.end()
            for words in _figures(region.part(low, high), times, dates):
                if words not in seen:
                    seen.add(words)
                    yield words


def _figures(region: Region, times: Sequence[TimeMention], dates: _Dates) -> Iterator[str]:
    standards = {id(s.mention) for s in dates.standards}
    found: list[tuple[int, int]] = [
        (t.start, t.end)
        for t in times
        if id(t) in standards and region.start <= t.start < region.end and _DIGIT.search(t.text)
    ]
    taken = [(t.start, t.end) for t in times]
    for shortened in _SHORTENED.finditer(region.text):
        found.append((region.start + shortened.start("limit"), region.start + shortened.end()))
    for figure in find_figures(region.text):
        low, high = region.start + figure.start, region.start + figure.end
        if not any(a < high and low < b for a, b in taken):
            found.append((low, high))
    for low, high in sorted(found):
        words = region.block.printed(low, high)
        if short := _ADVERB.match(words):
            words = words[short.end() :]
        yield words


# --- the objective ---------------------------------------------------------------------------


def objective(entry: Entry, dates: _Dates) -> str:
    """What must be done, readable alone, without units and date."""
    parts = [_without_date(region, dates) for region in entry.body]
    parts = [_FIELD_NAME.sub("", _ROW_NUMBER.sub("", part.strip(_EDGE))) for part in parts]
    text = "；".join(dict.fromkeys(p for p in parts if p))
    if entry.lead_in and entry.lead_in not in text:
        return f"{entry.lead_in}：{text}" if text else entry.lead_in
    heading = _ROW_NUMBER.sub("", entry.heading)
    if len(text) < _SHORT and heading and heading not in text:
        return f"{heading}：{text}" if text else heading
    return text


def _without_date(region: Region, dates: _Dates) -> str:
    """The region's words; the deadline is cut where it is the only date in them."""
    inside = [t for t in dates.all if t.region is region and t.mention.kind in DATED]
    if len(inside) != 1 or inside[0] is not dates.deadline or dates.milestones:
        return region.printed
    mention, block = inside[0].mention, region.block
    low = mention.start
    if low > region.start and block.text[low - 1] in "于在":
        low -= 1
    before, after = block.printed(region.start, low), block.printed(mention.end, region.end)
    if not after.strip(_EDGE):
        return before
    stops = not before.strip(_EDGE) or before.rstrip()[-1] in _STOPS
    return before + (after.lstrip(_EDGE) if stops else after)


# --- reasons and doubts ----------------------------------------------------------------------


def _reasons(
    entry: Entry, leads: Sequence[Named], supports: Sequence[Named], dates: _Dates
) -> Iterator[Reason]:
    spans = entry.body[0].spans if entry.body else ()
    yield Reason("objective", "责任标注所管的文字", spans[0] if spans else None)
    rule = f"责任标注（{entry.charge.rule}）" if entry.charge.rule else "责任标注"
    for named in leads:
        yield Reason("lead_units", rule, named.unit.origin)
    for named in supports:
        yield Reason("supporting_units", rule, named.unit.origin)
    if dates.deadline is not None:
        mention = dates.deadline.mention
        place = dates.deadline.region.block.spans(mention.start, mention.end)
        yield Reason("completion_deadline", mention.rule, place[0] if place else None)


def _doubts(
    number: int,
    leads: Sequence[Named],
    supports: Sequence[Named],
    entry: Entry,
    origin: Span | None,
) -> Iterator[Finding]:
    if not leads and not entry.charge.officials:
        yield lead_missing(number, origin)
    for named in (*leads, *supports):
        unit, mention = named.unit, named.mention
        if mention.former:
            yield unit_former(number, unit.text, unit.name, origin)
        elif unit.group:
            yield unit_group(number, unit.text, origin)
        elif mention.shape or unit.name is None:
            yield unit_unknown(number, unit.text, origin)
