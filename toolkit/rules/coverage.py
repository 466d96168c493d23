"""Which entry or function carries each clause of a regulation, read off the entries themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.model import Clause
from toolkit.rules.regulation import ClauseEntry, LimitRule, Regulation, SourceRule

LISTS = {
    "one_lead": "牵头单位",
    "override": "从其要求",
    "extension": "延期",
    "numbering": "编号",
    "sign_off": "签发",
    "overdue": "逾期",
    "reminder_step": "提醒催办",
    "publicity": "通报",
    "principle": "责任原则",
    "ledger": "台账",
    "method": "督查方式",
    "platform": "平台功能",
    "escalation": "分层协调",
    "document_check": "材料要求",
    "project_class": "项目类别",
    "cadence": "定期事项",
}
FUNCTION = "程序"


@dataclass(frozen=True, slots=True)
class Carrier:
    """One entry that rests on a clause: kind of entry and name in Chinese, how firmly.

    ``id`` is the entry's id, or the dotted name of a function (``kind`` is then 程序). Its
    ``particulars`` stand at the clause that is cited for it.
    """

    kind: str
    id: str
    name: str
    status: str
    particulars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """A clause with everything that carries it; nothing does where it is outside software."""

    entry: ClauseEntry
    carriers: tuple[Carrier, ...]

    @property
    def is_carried(self) -> bool:
        return bool(self.carriers)


def coverage(regulation: Regulation) -> tuple[Coverage, ...]:
    """Every clause of the regulation in its order."""
    found: dict[str, list[Carrier]] = {number: [] for number in regulation.clauses}
    for clause, carrier in _all(regulation):
        if carrier not in found[clause.number]:
            found[clause.number].append(carrier)
    return tuple(
        Coverage(entry, tuple(found[entry.clause.number])) for entry in regulation.clause_entries
    )


def _all(regulation: Regulation) -> Iterator[tuple[Clause, Carrier]]:
    for source in regulation.sources:
        yield from _of_source(source)
    for field in regulation.required_fields:
        clause = regulation.required_clause
        yield clause, Carrier("五要素", field.field, field.name, clause.status)
    for name, entry in regulation.provisions.all():
        for clause in entry.clauses:
            told = entry.particulars if clause == entry.clauses[0] else ()
            yield clause, Carrier(LISTS[name], entry.id, entry.name, entry.status, told)
    for written in regulation.clause_entries:
        for function in written.functions:
            name = function.rpartition(".")[2]
            yield written.clause, Carrier(FUNCTION, function, name, "explicit")


def _of_source(source: SourceRule) -> Iterator[tuple[Clause, Carrier]]:
    """The limits by the clause that sets them; the clauses beside it tell who issues."""

    def carriers(kind: str, rule: LimitRule, beside: str) -> Iterator[tuple[Clause, Carrier]]:
        for place, clause in enumerate(rule.clauses):
            shown, status = (beside, "explicit") if place else (kind, rule.status)
            yield clause, Carrier(shown, source.id, source.name, status)

    if source.issuance is not None:
        kind = "发单机构" if source.issuance.limit is None else "下发时限"
        yield from carriers(kind, source.issuance, "发单机构")
    kind = "反馈时限" if source.priority is None else "办理时限"
    yield from carriers(kind, source.feedback, "反馈对象")
    if source.soft_issuance is not None:
        for clause in source.soft_issuance.clauses:
            yield clause, Carrier("原则上的时限", source.id, source.name, "explicit")
