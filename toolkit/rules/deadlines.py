"""Who issues, by when, who hears by when: one source on one day, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from toolkit import findings
from toolkit.errors import UsageError
from toolkit.model import Clause, Deadline, Decision, Finding
from toolkit.rules import sentences
from toolkit.rules.calendar import Calendar, UnknownYear
from toolkit.rules.organs import at_level
from toolkit.rules.periods import Counted, count
from toolkit.rules.regulation import (
    Base,
    Conventions,
    Limit,
    LimitRule,
    Moment,
    Regulation,
    SoftLimit,
    SourceRule,
)


def decide(
    regulation: Regulation,
    calendar: Calendar,
    source_id: str,
    on: date,
    *,
    issued_on: date | None = None,
    chief_presides: bool = False,
    level: str | None = None,
) -> Decision:
    """What the regulation says of tasks from ``source_id`` (id, name or alias) of the day ``on``.

    ``on`` is the day of the meeting, instruction or receipt; of a meeting of several days the
    last. ``issued_on`` is the ticket's day of issue once it is known; until then limits that run
    from it are planned from the latest day of issue. ``chief_presides`` tells that 主要领导 was in
    the chair. ``level`` (县、区、市 …) adapts the organs' names. Raises
    :class:`~toolkit.errors.UsageError` for a source the regulation does not know.
    """
    rule = regulation.find_source(source_id, on)
    if rule is None:
        return _not_in_force(regulation, source_id, on)
    counting = _Counting(regulation.conventions, calendar, on, issued_on)
    issuance = counting.issuance(rule)
    feedback = counting.feedback(rule, issuance)
    soft = counting.soft(rule.soft_issuance)
    found = (
        *counting.found,
        *_chair_findings(rule, chief_presides),
        *_limit_findings(rule),
        *_issue_findings(on, issued_on, issuance, feedback),
        *_soft_findings(rule, on, issuance, soft),
    )
    decision = Decision(
        source_id=rule.id,
        source_name=rule.name,
        issuer=rule.issuer.name,
        issuance_deadline=issuance,
        feedback_to=rule.feedback_to.name,
        feedback_deadline=feedback,
        sentences=_sentences(rule, issuance, feedback, soft),
        findings=found,
        clauses=_clauses(rule),
        copies=tuple(organ.name for organ in rule.copies),
        soft_issuance_deadline=soft,
    )
    return at_level(_with_chair(decision, rule, chief_presides), regulation, level)


def _not_in_force(regulation: Regulation, source_id: str, on: date) -> Decision:
    rule = regulation.find_source(source_id)
    if rule is None:
        names = "、".join(source.name for source in regulation.sources)
        raise UsageError("E2110", f"没有“{source_id}”这种来源。可用：{names}。")
    finding = findings.rule_not_in_force(
        rule.name, sentences.day(on), sentences.day(rule.applies_from)
    )
    return Decision(rule.id, rule.name, rule.issuer.name, None, None, None, findings=(finding,))


@dataclass(slots=True)
class _Counting:
    """One decision in the making: what it counts with, and the findings met on the way."""

    conventions: Conventions
    calendar: Calendar
    event: date
    issued_on: date | None
    found: tuple[Finding, ...] = ()

    def issuance(self, rule: SourceRule) -> Deadline | None:
        if rule.issuance is None or rule.issuance.limit is None:
            return None
        return self._deadline("下发时限", rule.issuance, rule.issuance.limit, self.event)

    def feedback(self, rule: SourceRule, issuance: Deadline | None) -> Deadline | None:
        limit, base = rule.feedback.limit, _chosen_base(rule.feedback, self.conventions)
        if limit is None or base is None:
            return None
        self._show_other_base(rule.feedback, limit, base)
        start = self.event if base.moment is Moment.EVENT else self.issued_on
        if start is None:
            return self._planned(rule.feedback, limit, issuance)
        return self._deadline(_report_name(rule), rule.feedback, limit, start)

    def soft(self, rule: SoftLimit | None) -> Deadline | None:
        """原则上春节前; ``None`` when the holiday is past, too far, or leaves no day."""
        if rule is None:
            return None
        days = self.calendar
        try:
            due, holiday = _last_day_before(rule, self.event, days)
        except UnknownYear as gap:
            days = self.calendar.provisional()
            due, holiday = _last_day_before(rule, self.event, days)
            if due is not None:
                self._miss(gap.year, "春节前下达的日期", due)
        if due is None:
            return None
        text = (
            f"原则上{rule.before}前下达，"
            f"{rule.before}假期自{sentences.day(holiday, self.event)}起，此前最后一个工作日为"
            f"{sentences.day(due, self.event)}{sentences.special(due, days)}"
            f"；依据 {rule.clauses[0].number}"
        )
        is_sure = days is self.calendar
        return Deadline(
            due if is_sure else None,
            rule.clauses[0],
            sentence=text,
            provisional_on=None if is_sure else due,
        )

    def _planned(self, rule: LimitRule, limit: Limit, issuance: Deadline | None) -> Deadline | None:
        """Counted from the latest day of issue, sure or provisional; ``None`` without one."""
        if issuance is None or not self.conventions.plan_from_latest_issue:
            return None
        base = issuance.on or issuance.provisional_on
        if base is None:
            return None
        is_sure = issuance.on is not None
        deadline = self._deadline("反馈时限", rule, limit, base, is_sure=is_sure)
        latest = sentences.day(base, self.event)
        text = f"{deadline.sentence}（按最迟下发日{latest}推算，实际下发后重算）".replace(
            "）（", "；"
        )
        return replace(deadline, sentence=text, is_planned=True)

    def _deadline(
        self, what: str, rule: LimitRule, limit: Limit, base: date, *, is_sure: bool = True
    ) -> Deadline:
        days = self.calendar if is_sure else self.calendar.provisional()
        try:
            counted = count(limit, base, self.conventions, days)
            text = self._sentence(rule, limit, base, counted, days)
        except UnknownYear as gap:
            days, is_sure = self.calendar.provisional(), False
            counted = count(limit, base, self.conventions, days)
            text = self._sentence(rule, limit, base, counted, days)
            self._miss(gap.year, what, counted.on)
        return Deadline(
            on=counted.on if is_sure else None,
            basis=rule.cited,
            sentence=text if is_sure else f"{text}（暂定，放假安排未知）".replace("）（", "；"),
            provisional_on=None if is_sure else counted.on,
            ends_on=counted.ends_on,
        )

    def _sentence(
        self, rule: LimitRule, limit: Limit, base: date, counted: Counted, days: Calendar
    ) -> str:
        start = "当日" if self.conventions.base_day_counted else "次日"
        text = (
            f"{sentences.period(limit, self.conventions)}，"
            f"自{sentences.day(base, self.event)}{start}起算"
        )
        if counted.ends_on is None:
            text += sentences.counted_days(base, counted.on, days)
            text += f"，至{sentences.day(counted.on, base)}{sentences.special(counted.on, days)}"
        else:
            text += sentences.calendar_end(base, counted, days)
        reading = f"（{rule.reading}）" if rule.reading else ""
        return f"{text}；依据 {rule.cited.number}{reading}"

    def _show_other_base(self, rule: LimitRule, limit: Limit, chosen: Base) -> None:
        """What the other reading of the clause would give, when it can be counted."""
        bases = (rule.base, rule.other_base)
        other = next((base for base in bases if base is not None and base is not chosen), None)
        if other is None or other.moment is not Moment.EVENT:
            return
        due = count(limit, self.event, self.conventions, self.calendar.provisional()).on
        shown = f"{sentences.day(due, self.event)}"
        self.found += (findings.other_reading(rule.reading, other.name, shown),)

    def _miss(self, year: int, what: str, provisional: date) -> None:
        last = self.calendar.last_known_year()
        shown = sentences.day(provisional)
        self.found += (findings.calendar_missing(year, what, shown, last),)


def _chosen_base(rule: LimitRule, conventions: Conventions) -> Base | None:
    """The base, or where the clause names none the one that the office's convention prefers."""
    if rule.other_base is not None and rule.other_base.moment is conventions.unstated_base:
        return rule.other_base
    return rule.base


def _last_day_before(rule: SoftLimit, event: date, calendar: Calendar) -> tuple[date | None, date]:
    holiday = calendar.first_day_off(rule.before, event)
    due = calendar.working_day_until(holiday - timedelta(days=1))
    is_near = (holiday - event).days <= rule.within_days
    return (due if is_near and due > event else None), holiday


def _with_chair(decision: Decision, rule: SourceRule, chief_presides: bool) -> Decision:
    variant = rule.chief_presides
    if not chief_presides or variant is None:
        return decision
    copies = tuple(organ.name for organ in variant.copies)
    return replace(decision, issuer=variant.issuer.name, copies=(*decision.copies, *copies))


def _chair_findings(rule: SourceRule, chief_presides: bool) -> tuple[Finding, ...]:
    if not chief_presides or rule.chief_presides is None:
        return ()
    return (findings.issuer_follows_chair(rule.chief_presides.reading),)


def _limit_findings(rule: SourceRule) -> tuple[Finding, ...]:
    """Limits the regulation leaves open: to be filled in by hand, or followed in another way."""
    no_issuance = rule.issuance is not None and rule.issuance.limit is None
    if rule.feedback.limit is not None:
        return ()
    if not no_issuance and rule.issuance is not None:
        return (findings.no_first_report(rule.name, rule.feedback.reading),)
    what = "下发时限和反馈时限" if no_issuance else "办理时限"
    return (findings.limit_not_set(rule.name, what, rule.note or rule.feedback.reading),)


def _issue_findings(
    event: date, issued_on: date | None, issuance: Deadline | None, feedback: Deadline | None
) -> tuple[Finding, ...]:
    limit = _expected(issuance)
    if issued_on is not None and issued_on < event:
        return (findings.issued_before_event(sentences.day(issued_on), sentences.day(event)),)
    found: list[Finding] = []
    if issued_on is not None and limit is not None and issuance and issued_on > limit:
        number = issuance.basis.number if issuance.basis else ""
        shown = sentences.day(issued_on, event), sentences.day(limit, event)
        found.append(findings.issued_late(*shown, number))
    issue, due = issued_on or limit, _expected(feedback)
    if issue is not None and due is not None and due <= issue:
        shown = sentences.day(due, event), sentences.day(issue, event)
        found.append(findings.feedback_not_after_issue(*shown, issued_on is not None))
    return tuple(found)


def _soft_findings(
    rule: SourceRule, event: date, issuance: Deadline | None, soft: Deadline | None
) -> tuple[Finding, ...]:
    hard_on, soft_on = _expected(issuance), _expected(soft)
    limit = rule.soft_issuance
    if limit is None or hard_on is None or soft_on is None or soft_on >= hard_on:
        return ()
    shown = sentences.day(soft_on, event), sentences.day(hard_on, event)
    return (findings.soft_limit_earlier(limit.before, *shown),)


def _expected(deadline: Deadline | None) -> date | None:
    return None if deadline is None else deadline.on or deadline.provisional_on


def _sentences(
    rule: SourceRule, issuance: Deadline | None, feedback: Deadline | None, soft: Deadline | None
) -> tuple[str, ...]:
    parts = (("下发时限：", issuance), (f"{_report_name(rule)}：", feedback), ("", soft))
    return tuple(f"{name}{found.sentence}" for name, found in parts if found is not None)


def _report_name(rule: SourceRule) -> str:
    """What the report is called: documents passed down are to be handled by a day."""
    return "办理时限" if rule.priority is not None else "反馈时限"


def _clauses(rule: SourceRule) -> tuple[Clause, ...]:
    """Every clause the decision rests on, each once, the cited ones first."""
    limits = [limit for limit in (rule.issuance, rule.feedback) if limit is not None]
    groups = [limit.clauses[:1] for limit in limits] + [limit.clauses[1:] for limit in limits]
    soft = rule.soft_issuance.clauses if rule.soft_issuance else ()
    return tuple(dict.fromkeys([clause for group in groups for clause in group] + list(soft)))
