"""The same deadlines computed a second time, day by day, with another library's working days.

Nothing here is taken from the code under test: the limits are written out from the clauses, the
calendar is that of ``holidays``, months are counted by dateutil, which ``holidays`` brings along.
"""

from __future__ import annotations

from datetime import date, timedelta

import holidays
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.loading import load_calendar, load_regulation
from toolkit.rules.deadlines import decide

CHINA = holidays.country_holidays("CN", years=range(2017, 2028))
DAY = timedelta(days=1)

# source: working days to issue (or None: one week), feedback, whether it runs from the issue
LIMITS = {
    "gov_work_report": (None, None, False),
    "plenary_meeting": (3, relativedelta(months=1), False),
    "executive_meeting": (3, timedelta(days=15), False),
    "major_comprehensive_meeting": (3, relativedelta(months=1), False),
    "econ_analysis_meeting": (3, relativedelta(months=1), False),
    "magistrate_office_meeting": (2, timedelta(days=7), False),
    "weekly_meeting": (2, timedelta(days=7), False),
    "topic_meeting": (2, timedelta(days=7), True),
    "chief_instruction": (1, timedelta(days=7), True),
    "chief_oral": (1, timedelta(days=7), True),
    "deputy_supervised_item": (1, timedelta(days=7), True),
    "deputy_meeting": (2, timedelta(days=7), True),
    "deputy_instruction": (1, timedelta(days=7), True),
    "deputy_oral": (1, timedelta(days=7), True),
    "special_body_item": (3, timedelta(days=7), True),
}
DOCUMENTS = {
    "document_urgent": 3,
    "document_single": 5,
    "document_joint": 7,
    "document_research": 20,
}
DAYS = st.dates(date(2018, 1, 1), date(2026, 10, 31))
REGULATION = load_regulation()
CALENDAR = load_calendar()


def working_days_on(base: date, count: int) -> date:
    while count:
        base += DAY
        count -= CHINA.is_working_day(base)
    return base


def rolled(on: date) -> date:
    while not CHINA.is_working_day(on):
        on += DAY
    return on


@settings(max_examples=400)
@given(source=st.sampled_from(sorted(LIMITS)), on=DAYS)
def test_meetings_and_instructions(source: str, on: date) -> None:
    days, feedback, runs_from_issue = LIMITS[source]
    issue = rolled(on + 7 * DAY) if days is None else working_days_on(on, days)
    decision = decide(REGULATION, CALENDAR, source, on)
    assert decision.issuance_deadline is not None
    assert decision.issuance_deadline.on == issue
    due = None if feedback is None else rolled((issue if runs_from_issue else on) + feedback)
    assert (decision.feedback_deadline and decision.feedback_deadline.on) == due


@settings(max_examples=200)
@given(source=st.sampled_from(sorted(DOCUMENTS)), on=DAYS)
def test_documents_passed_down(source: str, on: date) -> None:
    decision = decide(REGULATION, CALENDAR, source, on)
    assert decision.feedback_deadline is not None
    assert decision.feedback_deadline.on == working_days_on(on, DOCUMENTS[source])
