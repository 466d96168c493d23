"""Deadlines per second on one core, beside a loop over chinesecalendar's ``is_workday``.

    python tests/bench_deadlines.py [seconds]

Each line is the best of three, in processor time. Both sides count issue and report of random
sources and days of 2018–2026; that they agree is checked first. The naive loop knows nothing of
clauses or sentences.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from chinese_calendar import is_workday  # type: ignore[import-untyped]

from toolkit.loading import load_calendar, load_regulation
from toolkit.rules.deadlines import decide
from toolkit.rules.reckoning import Days, reckon

DAY = timedelta(days=1)
# source → working days to issue, days to report, whether the report runs from the issue
LIMITS = {
    "executive_meeting": (3, 15, False),
    "magistrate_office_meeting": (2, 7, False),
    "topic_meeting": (2, 7, True),
    "deputy_instruction": (1, 7, True),
    "special_body_item": (3, 7, True),
}
Case = tuple[str, date]
REGULATION, CALENDAR = load_regulation(), load_calendar()


def naive(case: Case) -> tuple[date, date]:
    source, on = case
    count, days, runs_from_issue = LIMITS[source]
    issue = on
    while count:
        issue += DAY
        count -= is_workday(issue)
    report = (issue if runs_from_issue else on) + days * DAY
    while not is_workday(report):
        report += DAY
    return issue, report


def counted(case: Case) -> tuple[date | None, date | None]:
    found = reckon(REGULATION, CALENDAR, case[0], Days(case[1]))
    assert found is not None and found.issuance is not None and found.feedback is not None
    return found.issuance.on, found.feedback.on


def explained(case: Case) -> object:
    return decide(REGULATION, CALENDAR, *case)


def per_second(work: Callable[[Case], object], cases: Sequence[Case], seconds: float) -> float:
    """Deadlines a second, two a case, best of three rounds."""
    best = 0.0
    for _ in range(3):
        done, start = 0, time.process_time()
        while (spent := time.process_time() - start) < seconds:
            for case in cases:
                work(case)
            done += len(cases)
        best = max(best, 2 * done / spent)
    return best


def main(seconds: float = 1.0) -> None:
    drawn = random.Random(2026)
    first, span = date(2018, 1, 1), (date(2026, 11, 1) - date(2018, 1, 1)).days
    cases = [
        (drawn.choice(sorted(LIMITS)), first + drawn.randrange(span) * DAY) for _ in range(2000)
    ]
    differing = [case for case in cases if naive(case) != counted(case)]
    assert not differing, differing[:3]
    lines = (
        ("chinesecalendar is_workday, day by day", naive),
        ("reckon: the days", counted),
        ("decide: days, clauses, sentences, findings", explained),
    )
    rates = [per_second(work, cases, seconds) for _, work in lines]
    for (name, _), rate in zip(lines, rates, strict=True):
        print(f"{name:<46}{rate:>10,.0f} deadlines/s  {rate / rates[0]:>5.1f}x")


if __name__ == "__main__":
    main(*(float(each) for each in sys.argv[1:2]))
