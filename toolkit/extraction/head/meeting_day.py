"""The day a meeting was held, an instruction written, a speech given; with its year's basis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.extraction.blocks import Block
from toolkit.extraction.head.dates import HeadDate, find_head_dates, read_year
from toolkit.extraction.head.lines import imprint_date, is_organ
from toolkit.extraction.people.names import squeeze
from toolkit.findings import (
    meeting_day_under_title,
    source_date_missing,
    weekday_differs,
    year_inferred,
)
from toolkit.model import DocumentKind, Finding, Span
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_OPENING = 15
_SHORT_LINE = 44
Dated = tuple[date | None, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A day and the words it was read from."""

    day: HeadDate
    block: Block
    text: str


def of_meeting(blocks: Sequence[Block], years: Sequence[int] = ()) -> Dated:
    """The (last) day of the meeting, or ``None`` with a finding.

    ``years`` are those a paper may be of where only the day of the week tells its year.
    """
    opening = blocks[:_OPENING]
    found = (
        _labelled(opening)
        or _before_verb(opening, _VERBS[0])
        or _in_brackets(opening)
        or _leading(opening)
        or _before_verb(opening, _VERBS[1])
    )
    if found is None and (found := _under_title(opening)):
        on, more = _with_year(found, blocks, "会议", years)
        return on, (*more, meeting_day_under_title(found.text, _span(found)))
    return _with_year(found, blocks, "会议", years)


def of_speech(blocks: Sequence[Block], years: Sequence[int] = ()) -> Dated:
    """The day of a speech, a visit or a call."""
    opening = blocks[:8]
    found = (
        _labelled(opening)
        or _in_brackets(opening)
        or _leading(opening)
        or _on_short_line(opening)
        or _on_short_line(blocks[-4:])
    )
    return _with_year(found, blocks, "讲话（调研）", years)


def of_signings(blocks: Sequence[Block], days: Sequence[HeadDate]) -> Dated:
    """The one day of all instructions; several days are no common date, hence ``None``."""
    if len({(d.month, d.day) for d in days}) != 1:
        return None, ()
    first = next((d for d in days if d.year), days[0])
    on = first.on(_year_for(first, blocks)[0])
    return on, () if on else (source_date_missing("批示", ""),)


def of_paper(blocks: Sequence[Block], kind: DocumentKind) -> Dated:
    """The day a report was given, or a breakdown issued; ``None`` where none is written."""
    if kind is DocumentKind.REPORT:
        for block in blocks[:8]:
            for day in find_head_dates(squeeze(block.text)):
                if day.year and len(block.text) < 90:
                    return day.on(), ()
        return None, ()
    adopted = _in_brackets(blocks)  # (2024年2月20日区政府常务会议通过)
    days = (imprint_date(blocks), adopted.day if adopted else None, _published(blocks))
    return next((day.on() for day in days if day and day.year), None), ()


# --- where the day stands ------------------------------------------------------------------------


_TIME_LABEL = lazy(
    r"^\s*(?:[一二三四五六1-6][、.]\s*)?[\[【]?(?:会\s*议|开\s*会|来\s*电|讲\s*话|通\s*话|调\s*研|交\s*办|指\s*示)?(?:召\s*开|举\s*行)?(?:的)?"
    r"(?:时\s*间|日\s*期)(?:[、/和及]?\s*地\s*点)?(?:[\]】]|\s*(?:[:\s]|$))"
)
_VERBS = (
    re.compile(r"主持召开|召开|主持|举行|召集"),
    re.compile(r"约谈|座谈|会商|调度|连线|例会|碰头|现场办公|察看|会议"),
)


def _labelled(blocks: Sequence[Block]) -> _Found | None:
    for at, block in enumerate(blocks):
        if not _TIME_LABEL.match(block.text):
            continue
        for value in blocks[at : at + 2]:  # in a table the day stands in the next cell
            flat = squeeze(value.text)
            for day in find_head_dates(flat):
                return _Found(day, value, flat[day.start : day.end])
    return None


def _before_verb(blocks: Sequence[Block], verbs: re.Pattern[str]) -> _Found | None:
    """The last day named before 召开 or 主持 in a sentence of the opening."""
    for block in blocks:
        flat = squeeze(block.text)
        if is_furniture(flat):
            continue
        for sentence in re.finditer(r"[^。;!?]+", flat):
            verb = verbs.search(sentence.group())
            if verb is None:
                continue
            days = find_head_dates(sentence.group()[: verb.start()])
            if days:
                day = days[-1]
                return _Found(day, block, sentence.group()[day.start : day.end])
    return None


def _in_brackets(blocks: Sequence[Block]) -> _Found | None:
    """（2025年6月19日） or （6月19日，根据录音整理） on a line of its own under the title."""
    for block in blocks[:7]:
        flat = squeeze(block.text)
        if not re.match(r"[(\[-]", flat) or len(flat) > 60:
            continue
        days = find_head_dates(flat)
        if days and not re.search("期|登记|印|补记|整理,?20", flat):
            return _Found(days[0], block, flat[days[0].start : days[0].end])
    return None


def _under_title(blocks: Sequence[Block]) -> _Found | None:
    """2026年8月21日 创建办: a line right under the title that begins with the day; behind the
    organ's name it would be the day of printing."""
    for block in blocks[1:4]:
        flat = squeeze(block.text)
        days = find_head_dates(flat) if len(flat) < 40 and not re.search("印", flat) else []
        if len(days) == 1 and days[0].start < 2 and days[0].end < len(flat):
            return _Found(days[0], block, flat[days[0].start : days[0].end])
    return None


def _leading(blocks: Sequence[Block]) -> _Found | None:
    """本报讯 3月20日，…: a day at the beginning of a paragraph of text."""
    for block in blocks:
        flat = squeeze(block.text)
        if len(flat) < 20 or is_furniture(flat):
            continue
        days = find_head_dates(flat[:40])
        if days and days[0].start < 14 and not _is_printing(flat, days[0]):
            return _Found(days[0], block, flat[days[0].start : days[0].end])
    return None


_FILED = lazy(r"登记|收到|收文|印发|\d期")


def _on_short_line(blocks: Sequence[Block]) -> _Found | None:
    """根据录音整理 2026年3月26日, or the day under a letter."""
    for block in blocks:
        flat = squeeze(block.text)
        if len(flat) > _SHORT_LINE or is_furniture(flat) or _FILED.search(flat):
            continue
        days = [d for d in find_head_dates(flat) if not flat.startswith("前", d.end)]
        for day in days[:1]:
            return _Found(day, block, flat[day.start : day.end])
    return None


_PRINTING_ENDS = lazy(r"\W*(?:印发?|编印?|发)?\W*(?:共印\d+份)?\W*")


def _is_printing(flat: str, day: HeadDate) -> bool:
    """Whether a line that names an organ and a day, or nothing but a day, tells of the printing."""
    return is_organ(flat[: day.start]) or bool(_PRINTING_ENDS.fullmatch(flat, day.end))


def is_furniture(flat: str) -> bool:
    """Whether a line is a web page's own: source, day of publication, clicks."""
    return bool(re.search(r"来源:|发布(?:时间|日期):|浏览次数|上一篇|下一篇|印发$", flat))


# --- its year ------------------------------------------------------------------------------------


def _with_year(
    found: _Found | None, blocks: Sequence[Block], what: str, years: Sequence[int]
) -> Dated:
    imprint = imprint_date(blocks)
    printed = imprint.on() if imprint else None
    told = f"{printed.year}年{printed.month}月{printed.day}日" if printed else ""
    if found is None:
        return None, (source_date_missing(what, told),)
    year, basis = found.day.year, ""
    if year is None:
        year, basis = _year_for(found.day, blocks, years)
    on = found.day.on(year)
    if on is None or year is None:
        return None, (source_date_missing(what, told),)
    span = _span(found)
    findings = (year_inferred(found.text, year, basis, span),) if basis else ()
    if not found.day.fits(year):
        findings = (*findings, weekday_differs(found.text, year, on.weekday(), span))
    return on, findings


def _span(found: _Found) -> Span | None:
    at = found.block.text.find(found.text)
    if at < 0:
        return None
    spans = found.block.spans(at, at + len(found.text))
    return spans[0] if spans else None


_HEAD_YEARS = (
    (re.compile(r"[\[(](\d{4})[\])]第?[\d一二三四五六七八九十]+[号期]"), "文号"),
    (re.compile(r"((?:20\d\d)|二[〇零○oO][〇零○oO一二三四五六七八九]{2})年(?:度)?第"), "标题"),
    (re.compile(r"(20\d\d|二[〇零○][〇零○一二三四五六七八九]{2})年"), "文首年份"),
)


def _year_for(
    day: HeadDate, blocks: Sequence[Block], years: Sequence[int] = ()
) -> tuple[int | None, str]:
    """The year of a month and day and what tells it: the imprint or publication, the number, the
    title; the weekday decides between them and, failing them, between the years of the text and
    then ``years``."""
    told = list(_years_told(day, blocks))
    for year, basis in told:
        if day.fits(year):
            return year, basis
    if told:
        return told[0]
    if day.weekday is None:
        return None, ""
    in_text = {int(y) for block in blocks for y in _ANY_YEAR.findall(squeeze(block.text))}
    for those, basis in ((in_text, "文中年份和星期"), (set(years), "星期")):
        fitting = sorted(year for year in those if day.fits(year))
        if len(fitting) == 1:
            return fitting[0], basis
    return None, ""


_ANY_YEAR = lazy(r"(?<!\d)(20\d\d)年")


_HALF_A_YEAR = 183


def _years_told(day: HeadDate, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    printed = imprint_date(blocks) or _published(blocks)
    if printed and printed.year:
        # 12月28日 of a paper printed in January was last year's; a note of 4月19日 on one received
        # on 4月17日 was not
        later = (day.month - printed.month) * 31 + day.day - printed.day
        yield printed.year - (later > _HALF_A_YEAR), "落款（发布）日期"
    for pattern, basis in _HEAD_YEARS:
        for block in blocks[:8]:
            found = pattern.search(squeeze(block.text))
            if found and len(block.text) < 80 and (year := read_year(found.group(1))):
                yield year, basis
                if day.month > 10:  # No. 1 of the new year may tell of December
                    yield year - 1, basis


_PAGE_LINE = lazy(
    r"发布|来源|时间:|(?<!登记)日期:|(?:编辑|责编|编审|字号|浏览|阅读|点击)[^,。;]{0,12}:"
)


def _published(blocks: Sequence[Block]) -> HeadDate | None:
    for block in (*blocks[:8], *blocks[-4:]):
        for paragraph in block.paragraphs:  # as printed: 2025-03-21 08:15 needs its blank
            copy = match_copy(paragraph.text)
            if not _PAGE_LINE.search(copy) or _TIME_LABEL.match(copy):
                continue
            for day in find_head_dates(copy):
                if day.year:
                    return day
    return None


# --- the year a paper plans -----------------------------------------------------------------------

_PLANNED = lazy(
    r"(20\d\d)年(?:政府|重点|主要|经济社会发展)*(?:工作)?(?:的)?"
    r"(?:总体要求|总体思路|主要预期目标|预期目标|主要目标|目标|安排|打算|思路|重点|任务|建议|主要工作)"
)

_REVIEWED = lazy(r"回顾|总结|完成情况")  # the first heading of a report printed without its title


def plan_year(
    kind: DocumentKind, title: str | None, on: date | None, blocks: Sequence[Block]
) -> int | None:
    """The year whose months a report or breakdown names without a year; ``None`` if unknown.

    A report read in November or December plans the coming year. Other kinds plan none.
    """
    if kind not in (DocumentKind.REPORT, DocumentKind.BREAKDOWN):
        return None
    if kind is DocumentKind.REPORT and on is not None:
        return on.year + (on.month >= 11)
    named = "" if _REVIEWED.search(title or "") else match_copy(title or "")
    years = re.findall(r"(?<![—-])(20\d\d)年(?!以来|底|前)", named)
    if len(set(years)) == 1:
        return int(years[0])
    if on is not None:
        return on.year
    found = [m.group(1) for block in blocks for m in _PLANNED.finditer(squeeze(block.text))]
    return int(max(found)) if found else None
