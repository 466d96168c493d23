"""Who issues, by when, who hears by when: one source on one day, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches

from toolkit import findings
from toolkit.errors import UsageError
from toolkit.model import Clause, Deadline, Decision, Finding
from toolkit.rules import sentences
from toolkit.rules.calendar import Calendar, UnknownYear
from toolkit.rules.organs import at_level
from toolkit.rules.periods import count
from toolkit.rules.provisions import in_force
from toolkit.rules.reckoning import (
    Days,
    Reckoned,
    Reckoning,
    chosen_base,
    reckon_rule,
)
from toolkit.rules.regulation import (
    Limit,
    LimitRule,
    Moment,
    Regulation,
    SoftLimit,
    SourceRule,
)

_DAY = timedelta(days=1)


def decide(
    regulation: Regulation,
    calendar: Calendar,
    source_id: str,
    on: date,
    *,
    issued_on: date | None = None,
    printed_on: date | None = None,
    report_by: date | None = None,
    chief_presides: bool = False,
    level: str | None = None,
) -> Decision:
    """What the regulation says of tasks from ``source_id`` (id, name or alias) of the day ``on``.

    ``on`` is the day of the meeting, instruction or receipt; of a meeting of several days the
    last. ``printed_on`` is the day of the minutes' printing, for regulations that count from it.
    ``issued_on`` is the ticket's day of issue once it is known; until then limits that run
    from it are planned from the latest day of issue. ``report_by`` is the day a leader, or the
    document itself, wants the report by. ``chief_presides`` tells that 主要领导 was in
    the chair. ``level`` (县、区、市 …) adapts the organs' names. Raises
    :class:`~toolkit.errors.UsageError` for a source the regulation does not know.
    """
    rule = regulation.find_source(source_id, on)
    if rule is None:
        return _not_in_force(regulation, source_id, on)
    days = Days(on, printed_on, issued_on)
    told = _Telling(
        regulation, calendar, days, reckon_rule(rule, regulation.conventions, calendar, days)
    )
    issuance = told.issuance()
    feedback = told.feedback() if report_by is None else told.wanted(report_by)
    soft = told.soft(rule.soft_issuance)
    found = (
        *told.found,
        *_base_findings(rule, printed_on),
        *_chair_findings(rule, chief_presides),
        *([] if report_by else _limit_findings(rule)),
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
        clauses=_clauses(rule, feedback),
        copies=tuple(organ.name for organ in rule.copies),
        soft_issuance_deadline=soft,
    )
    return at_level(_with_chair(decision, rule, chief_presides), regulation, level)


def _not_in_force(regulation: Regulation, source_id: str, on: date) -> Decision:
    rule = regulation.find_source(source_id)
    if rule is None:
        near = get_close_matches(source_id, regulation.sources_by_name, n=3, cutoff=0.5)
        names = dict.fromkeys(regulation.sources_by_name[each][0].name for each in near)
        hint = f"是否想写“{'”“'.join(names)}”？" if names else ""
        raise UsageError(
            "E2110",
            f"没有“{source_id}”这种来源。{hint}全部来源和别的叫法：duban rules --sources。",
        )
    finding = findings.rule_not_in_force(
        rule.name, sentences.day(on), sentences.day(rule.applies_from)
    )
    return Decision(rule.id, rule.name, rule.issuer.name, None, None, None, findings=(finding,))


@dataclass(slots=True)
class _Telling:
    """One reckoning put into words, and the findings met on the way."""

    regulation: Regulation
    calendar: Calendar
    days: Days
    reckoning: Reckoning
    found: tuple[Finding, ...] = ()

    def issuance(self) -> Deadline | None:
        rule, reckoned = self.reckoning.rule.issuance, self.reckoning.issuance
        if rule is None or reckoned is None:
            return None
        return self._deadline("下发时限", rule, reckoned)

    def feedback(self) -> Deadline | None:
        rule, reckoned = self.reckoning.rule, self.reckoning.feedback
        if rule.feedback.limit is not None:
            self._show_other_base(rule.feedback, rule.feedback.limit)
        if reckoned is None:
            return None
        return self._deadline(_report_name(rule), rule.feedback, reckoned)

    def wanted(self, on: date) -> Deadline:
        """The day a leader or the document itself names, by the clause that lets it prevail."""
        rule, event = self.reckoning.rule, self.days.event
        covers, who = ("limits", "领导") if rule.priority is None else ("documents", "公文")
        entries = in_force(self.regulation.provisions.override, event)
        entry = next((each for each in entries if each.covers == covers), None)
        basis = entry.clauses[0] if entry else None
        cited = f"；依据 {basis.number}（{basis.text}）" if basis else ""
        shown = f"{sentences.day(on, event)}{sentences.special(on, self.calendar.provisional())}"
        return Deadline(on, basis, sentence=f"{who}另行要求{shown}以前报告{cited}")

    def soft(self, rule: SoftLimit | None) -> Deadline | None:
        """原则上春节前; ``None`` when the holiday is past, too far, or leaves no day."""
        if rule is None:
            return None
        event, days = self.days.event, self.calendar
        try:
            due, holiday = _last_day_before(rule, event, days)
        except UnknownYear as gap:
            days = self.calendar.provisional()
            due, holiday = _last_day_before(rule, event, days)
            if due is not None:
                self._miss(gap.year, "春节前下达的日期", due)
        if due is None:
            return None
        text = (
            f"原则上{rule.before}前下达，"
            f"{rule.before}假期自{sentences.day(holiday, event)}起，此前最后一个工作日为"
            f"{sentences.day(due, event)}{sentences.special(due, days)}"
            f"；依据 {rule.clauses[0].number}"
        )
        is_sure = days is self.calendar
        return Deadline(
            due if is_sure else None,
            rule.clauses[0],
            sentence=text,
            provisional_on=None if is_sure else due,
        )

    def _deadline(self, what: str, rule: LimitRule, reckoned: Reckoned) -> Deadline:
        if reckoned.missing_year is not None:
            self._miss(reckoned.missing_year, what, reckoned.expected_on)
        text = self._sentence(rule, reckoned)
        remarks = [] if reckoned.is_sure else ["暂定，放假安排未知"]
        if reckoned.is_planned:
            latest = sentences.day(reckoned.base, self.days.event)
            remarks.append(f"按最迟下发日{latest}推算，实际下发后重算")
        for remark in remarks:
            text = f"{text[:-1]}；{remark}）" if text.endswith("）") else f"{text}（{remark}）"
        return Deadline(
            on=reckoned.on,
            basis=rule.cited,
            sentence=text,
            provisional_on=None if reckoned.is_sure else reckoned.expected_on,
            ends_on=reckoned.counted.ends_on,
            is_planned=reckoned.is_planned,
        )

    def _sentence(self, rule: LimitRule, reckoned: Reckoned) -> str:
        conventions, counted = self.regulation.conventions, reckoned.counted
        is_known = reckoned.is_sure and self.calendar.knows(counted.on.year)
        days = self.calendar if is_known else self.calendar.provisional()
        base = reckoned.base
        start = "当日" if conventions.base_day_counted else "次日"
        text = (
            f"{sentences.period(reckoned.limit, conventions)}，"
            f"自{sentences.day(base, self.days.event)}{start}起算"
        )
        if counted.ends_on is None:
            first = base - _DAY if conventions.base_day_counted else base
            text += sentences.counted_days(first, counted.on, days)
            text += f"，至{sentences.day(counted.on, base)}{sentences.special(counted.on, days)}"
        else:
            text += sentences.calendar_end(base, counted, days)
        reading = f"（{rule.reading}）" if rule.reading else ""
        return f"{text}；依据 {rule.cited.number}{reading}"

    def _show_other_base(self, rule: LimitRule, limit: Limit) -> None:
        """What the other reading of the clause would give, when it can be counted."""
        if rule.other_base is None:
            return
        conventions, event = self.regulation.conventions, self.days.event
        chosen = chosen_base(rule, conventions)
        other = rule.base if chosen is rule.other_base else rule.other_base
        if other is None or other.moment is not Moment.EVENT:
            return
        due = count(limit, event, conventions, self.calendar.provisional()).on
        shown = sentences.day(due, event)
        self.found += (findings.other_reading(rule.reading, other.name, shown),)

    def _miss(self, year: int, what: str, provisional: date) -> None:
        last = self.calendar.last_known_year()
        shown = sentences.day(provisional)
        self.found += (findings.calendar_missing(year, what, shown, last),)


def _last_day_before(rule: SoftLimit, event: date, calendar: Calendar) -> tuple[date | None, date]:
    holiday = calendar.first_day_off(rule.before, event)
    due = calendar.working_day_until(holiday - timedelta(days=1))
    is_near = (holiday - event).days <= rule.within_days
    return (due if is_near and due > event else None), holiday


def _base_findings(rule: SourceRule, printed_on: date | None) -> tuple[Finding, ...]:
    """The minutes' printing where a limit runs from it and nobody has told the day."""
    waits = printed_on is None and rule.counts_from_printing
    return (findings.printing_day_unknown(rule.name),) if waits else ()


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


def _clauses(rule: SourceRule, feedback: Deadline | None) -> tuple[Clause, ...]:
    """Every clause the decision rests on, with the one that lets a leader's own day prevail."""
    basis = feedback.basis if feedback else None
    return rule.clauses if basis is None or basis in rule.clauses else (*rule.clauses, basis)
