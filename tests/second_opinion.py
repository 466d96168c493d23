"""A second computation of the deadlines, written from the statutes and the clauses alone.

    python tests/second_opinion.py --examples 200 > tests/corpus/deadlines_second_opinion.toml
    python tests/second_opinion.py --compare 100000

Nothing here comes from the code under test: the limits are written out from 三-4 and 五-1, the
periods from 民法典 200—204, the working days are those of ``holidays``, and every count walks day
by day. Only ``--compare``, in :func:`compare`, looks at the toolkit.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

DAY = timedelta(days=1)
FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)
SOFT_WITHIN = 120  # 县两会在春节前不久召开：更远的春节不是“春节前下达”所指

# 三-4和五-1-(1)：来源 → 下发（数，单位），反馈（数，单位），反馈自何日起算
LIMITS: dict[str, tuple[tuple[int, str] | None, tuple[int, str] | None, str]] = {
    "gov_work_report": ((1, "周"), None, ""),
    "plenary_meeting": ((3, "工作日"), (1, "月"), "会后"),
    "executive_meeting": ((3, "工作日"), (1, "半月"), "会后"),
    "major_comprehensive_meeting": ((3, "工作日"), (1, "月"), "会后"),
    "econ_analysis_meeting": ((3, "工作日"), (1, "月"), "会后"),
    "magistrate_office_meeting": ((2, "工作日"), (1, "周"), "会后"),
    "weekly_meeting": ((2, "工作日"), (1, "周"), "会后"),
    "topic_meeting": ((2, "工作日"), (1, "周"), "交办后"),
    "chief_instruction": ((1, "工作日"), (1, "周"), "未写"),
    "chief_oral": ((1, "工作日"), (1, "周"), "交办后"),
    "deputy_supervised_item": ((1, "工作日"), (1, "周"), "交办后"),
    "deputy_meeting": ((2, "工作日"), (1, "周"), "交办后"),
    "deputy_instruction": ((1, "工作日"), (1, "周"), "交办后"),
    "deputy_oral": ((1, "工作日"), (1, "周"), "交办后"),
    "special_body_item": ((3, "工作日"), (1, "周"), "交办后"),
    "npc_proposal": (None, None, ""),
    "other_dcs_item": (None, None, ""),
    # 五-1-(2)
    "document_explicit": (None, None, ""),
    "document_urgent": (None, (3, "工作日"), "会后"),
    "document_research": (None, (20, "工作日"), "会后"),
    "document_joint": (None, (7, "工作日"), "会后"),
    "document_single": (None, (5, "工作日"), "会后"),
}


@dataclass(frozen=True)
class Ways:
    """How an office counts, in the words of its settings; the defaults are the shipped ones."""

    base_day_counted: str = "不计入"
    week: str = "7日"
    half_month: str = "15日"
    month: str = "下月同日"
    roll: str = "顺延"
    unstated_base: str = "交办日"
    plan_from_latest_issue: str = "按最迟下发日推算"


OPTIONS = {
    "base_day_counted": ("不计入", "计入"),
    "week": ("7日", "5个工作日"),
    "half_month": ("15日", "14日"),
    "month": ("下月同日", "30日"),
    "roll": ("顺延", "提前", "不变"),
    "unstated_base": ("交办日", "批示日"),
    "plan_from_latest_issue": ("按最迟下发日推算", "下发后再算"),
}


@dataclass(frozen=True)
class Opinion:
    """Days, ``None`` where no limit is set or a year's notice is missing; ends before rolling."""

    issue: date | None
    issue_ends: date | None
    feedback: date | None
    feedback_ends: date | None
    soft: date | None


class NotAnnounced(Exception):
    """A day of a year without a notice was needed."""


@cache
def works(on: date) -> bool:
    """Whether offices work that day, by ``holidays``."""
    if not 2018 <= on.year <= 2026:
        raise NotAnnounced
    return bool(_china(on.year).is_working_day(on))


@cache
def _china(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=range(year - 1, year + 2))


def opinion(source: str, on: date, issued_on: date | None = None, ways: Ways = Ways()) -> Opinion:
    """Both limits of a source for an event of the day ``on``."""
    to_issue, to_report, base = LIMITS[source]
    issue, issue_ends = end_of(to_issue, on, ways)
    start = on
    if base == "交办后" or (base == "未写" and ways.unstated_base == "交办日"):
        planned = issue if ways.plan_from_latest_issue == "按最迟下发日推算" else None
        latest = issued_on or planned
        if latest is None:
            return Opinion(issue, issue_ends, None, None, None)
        start = latest
    feedback, feedback_ends = end_of(to_report, start, ways)
    soft = before_spring_festival(on) if source == "gov_work_report" else None
    return Opinion(issue, issue_ends, feedback, feedback_ends, soft)


def end_of(
    limit: tuple[int, str] | None, base: date, ways: Ways
) -> tuple[date | None, date | None]:
    """Last day of a limit, and where it ends before a day off moves it."""
    if limit is None:
        return None, None
    n, unit = limit
    if ways.base_day_counted == "计入":
        base -= DAY  # 当日计入，等于从前一日的次日起算
    if unit == "周" and ways.week == "5个工作日":
        n, unit = 5 * n, "工作日"
    try:
        if unit == "工作日":
            return nth_working_day(base, n), None
        ends = calendar_end(base, n, unit, ways)
        return moved(ends, ways.roll), ends
    except NotAnnounced:
        return None, None if unit == "工作日" else calendar_end(base, n, unit, ways)


def nth_working_day(base: date, n: int) -> date:
    works(base)  # 起算的一年也要有放假通知
    while n:
        base += DAY
        n -= works(base)
    return base


def calendar_end(base: date, n: int, unit: str, ways: Ways) -> date:
    """民法典201、202条：自次日起算；按月的到对应日，没有对应日的到月末。"""
    if unit == "周":
        return base + 7 * n * DAY
    if unit == "半月":
        return base + (15 if ways.half_month == "15日" else 14) * n * DAY
    if ways.month == "30日":
        return base + 30 * n * DAY
    year, month = base.year, base.month
    for _ in range(n):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = base.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def moved(on: date, roll: str) -> date:
    """民法典203条：期满日是法定休假日的，以休假日结束的次日为期满日。"""
    if roll == "不变":
        return on
    while not works(on):
        on += DAY if roll == "顺延" else -DAY
    return on


def before_spring_festival(on: date) -> date | None:
    """Last working day before the next Spring Festival; ``None`` if far, past or unknown."""
    try:
        festival = next(
            first for year in (on.year, on.year + 1) if (first := _first_off(year)) >= on
        )
        due = festival - DAY
        while not works(due):
            due -= DAY
    except NotAnnounced:
        return None
    return due if on < due and (festival - on).days <= SOFT_WITHIN else None


@cache
def _first_off(year: int) -> date:
    """First day off of the holiday's unbroken run of days off."""
    if not 2018 <= year <= 2026:
        raise NotAnnounced
    named = sorted(
        day for day, name in _china(year).items() if day.year == year and is_spring(name)
    )
    first = named[0]
    while not works(first - DAY):
        first -= DAY
    return first


def is_spring(name: str) -> bool:
    return "Spring Festival" in name or "春节" in name


# --- examples --------------------------------------------------------------------------------


def examples(count: int) -> Iterator[str]:
    """Corpus lines at the hard places: the days around every holiday and at the months' ends."""
    drawn = random.Random(20260301)
    places = [on for on in _days() if _is_hard(on)]
    sources = [
        source for source, (_, report, _) in LIMITS.items() if report or source == "gov_work_report"
    ]
    for number in range(count):
        source, on = sources[number % len(sources)], drawn.choice(places)
        issued = drawn.choice([None, None, on])
        yield _line(f"S{number + 1:03}", source, on, issued)


def _days() -> Iterator[date]:
    on = FIRST
    while on <= date(2026, 11, 15):
        yield on
        on += DAY


def _is_hard(on: date) -> bool:
    """Beside a holiday of three days or more, a make-up workday, or the end of a month."""
    if on.weekday() >= 5 and works(on):
        return True
    if (on + DAY).day == 1 or (on + 2 * DAY).day == 1:
        return works(on)
    near = [on + n * DAY for n in range(1, 4)]
    return works(on) and not any(works(day) for day in near)


def _line(name: str, source: str, on: date, issued: date | None) -> str:
    told = opinion(source, on, issued)
    lines = ["[[case]]", f'id = "{name}"', f'source = "{source}"', f"on = {on}"]
    if issued:
        lines.append(f"issued_on = {issued}")
    for field in ("issue", "issue_ends", "feedback", "feedback_ends", "soft"):
        value = getattr(told, field)
        if value is not None:
            lines.append(f"{field} = {value}")
    return "\n".join([*lines, ""])


# --- comparing -------------------------------------------------------------------------------


def draw(drawn: random.Random) -> tuple[str, date, date | None, Ways]:
    """A random source, day, day of issue (often none) and way of counting (often the default)."""
    on = FIRST + drawn.randrange((LAST - FIRST).days + 1) * DAY
    issued = on + drawn.randrange(12) * DAY if drawn.random() < 0.3 else None
    ways = Ways()
    if drawn.random() < 0.3:
        changed = drawn.choice(sorted(OPTIONS))
        ways = replace(ways, **{changed: drawn.choice(OPTIONS[changed])})
    return drawn.choice(sorted(LIMITS)), on, issued, ways


def compare(count: int, seed: int) -> list[str]:
    """Where the toolkit says otherwise, in words; the days of ``count`` random cases."""
    from toolkit.loading import load_calendar, load_regulation
    from toolkit.rules.deadlines import decide

    calendar, regulations = load_calendar(), {}
    drawn, differing = random.Random(seed), []
    for _ in range(count):
        source, on, issued, ways = draw(drawn)
        if ways not in regulations:
            regulations[ways] = load_regulation(choices=vars(ways))
        told = decide(regulations[ways], calendar, source, on, issued_on=issued)
        issue, report, soft = (
            told.issuance_deadline,
            told.feedback_deadline,
            told.soft_issuance_deadline,
        )
        ours = (issue and issue.on, report and report.on, soft and soft.on)
        other = opinion(source, on, issued, ways)
        theirs = (other.issue, other.feedback, other.soft)
        if ours != theirs:
            differing.append(f"{source} {on} issued {issued} {ways}: {ours} / {theirs}")
    return differing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=0)
    parser.add_argument("--compare", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.examples:
        print("# 由 tests/second_opinion.py 另行推算（不用本工具的程序），逐例与本工具对照。")
        print(
            "# issue_ends、feedback_ends 是顺延之前的期满日；没写的是没有时限或放假安排未公布。\n"
        )
        print("\n".join(examples(wanted.examples)))
        return 0
    start = time.perf_counter()
    differing = compare(wanted.compare, wanted.seed)
    zone = os.environ.get("TZ", "")
    print(f"{wanted.compare} cases, TZ={zone or 'unset'}: {len(differing)} differ", end="")
    print(f", {time.perf_counter() - start:.0f} s", *differing[:10], sep="\n  ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
