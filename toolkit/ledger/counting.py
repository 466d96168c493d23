"""Taking the next number of a series, inside the transaction that records what it is for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from toolkit.ledger import bulk, faults, files, sql, watermark
from toolkit.ledger.models import (
    LedgerEntry,
    NumberSeries,
    Outbox,
    SourceRecord,
    TemplateVersion,
    TicketItem,
    TicketRecord,
    TicketState,
)
from toolkit.ledger.plain import plain
from toolkit.ledger.transactions import Confirmed, Transaction
from toolkit.model import TicketKind
from toolkit.numbering import NumberScheme, NumberStyle, next_number
from toolkit.text.rare import rare_names

_COLUMNS = ("id", "code", "style", "year", "kind", "issuer", "last")
_SERIES = f"""
SELECT {", ".join(_COLUMNS)} FROM ledger_numberseries
WHERE code = %s AND style = %s AND year = %s
"""


def known_series(scheme: NumberScheme, year: int) -> sql.Question:
    """Asks for the counter row of the scheme's series."""
    return _SERIES, (scheme.code, scheme.style, year)


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that is taken as soon as its transaction commits."""

    series: NumberSeries
    sequence: int
    number: str


@dataclass(frozen=True, slots=True)
class Counter:
    """Numbers of the day ``today`` in one transaction; ``mark`` is what was given by all accounts.

    They are taken as soon as it commits.
    """

    under_way: Transaction
    mark: watermark.Watermark
    confirmed: Confirmed
    today: date
    rows: dict[tuple[str, str, int], NumberSeries] = field(default_factory=dict)

    @property
    def alias(self) -> str:
        return self.under_way.alias

    @property
    def now(self) -> datetime:
        return self.under_way.now

    def reached(self) -> watermark.Watermark:
        """What stands in the ledger of these series and of the chain, once this is committed."""
        series = {watermark.series_key(*name): row.last for name, row in self.rows.items()}
        head = self.under_way.head
        return watermark.Watermark(series, head.sequence, head.hash)

    def take(self, scheme: NumberScheme, kind: TicketKind, issuer: str) -> Taken:
        """Count the series on by one."""
        return self.take_many(scheme, kind, issuer, 1)[0]

    def take_many(
        self, scheme: NumberScheme, kind: TicketKind, issuer: str, count: int
    ) -> list[Taken]:
        """The next ``count`` numbers of the series: one unbroken range, lowest first."""
        series = self._series(scheme.code, scheme.style, self.today.year, kind, issuer)
        mark = self.mark.series.get(watermark.series_key(scheme.code, scheme.style, series.year), 0)
        if mark > series.last:
            self._accept_loss(series, scheme, mark)
        taken = []
        for _ in range(count):
            series.last = next_number(series.last)
            taken.append(Taken(series, series.last, scheme.format(series.year, series.last)))
        self._keep(series)
        return taken

    def accept_losses(self) -> list[str]:
        """Everything given that this ledger does not know stays used; the papers that are void."""
        told: list[str] = []
        for key, given in self.mark.series.items():
            code, style, year = watermark.split_key(key)
            series = self._series(code, style, year, "", "")
            if given > series.last:
                told += self._accept_loss(series, NumberScheme(code, NumberStyle(style)), given)
                self._keep(series)
        return told

    def _series(self, code: str, style: str, year: int, kind: str, issuer: str) -> NumberSeries:
        """The counter row, made on first use; nobody else writes, so what is read here stays so."""
        name = code, style, year
        if name not in self.rows:
            known = self.under_way.rows((_SERIES, name))
            self.rows[name] = (
                NumberSeries.from_db(self.alias, _COLUMNS, known[0])
                if known
                else NumberSeries.objects.using(self.alias).create(
                    code=code, style=style, year=year, kind=kind, issuer=issuer
                )
            )
        return self.rows[name]

    def _keep(self, series: NumberSeries) -> None:
        counted = "UPDATE ledger_numberseries SET last = %s WHERE id = %s"
        sql.change(self.alias, counted, [series.last, series.pk])

    def _accept_loss(self, series: NumberSeries, scheme: NumberScheme, mark: int) -> list[str]:
        """Numbers given after the restored backup was made stay used: record them as void."""
        if not self.confirmed.restored:
            raise faults.numbers_lost(scheme.format(series.year, mark), series.last, mark)
        lost = range(series.last + 1, mark + 1)
        series.last = mark
        if scheme.style is NumberStyle.REGISTER:
            return []  # of an entry, which no paper bears
        return [self._void(series, scheme, sequence) for sequence in lost]

    def _void(self, series: NumberSeries, scheme: NumberScheme, sequence: int) -> str:
        number = scheme.format(series.year, sequence)
        TicketRecord.objects.using(self.alias).create(
            series=series,
            sequence=sequence,
            number=number,
            kind=series.kind,
            issuer=series.issuer,
            units=[],
            state=TicketState.VOID,
            idempotency_key=hashlib.sha256(f"lost {series.pk} {sequence}".encode()).hexdigest(),
            context={},
            file=f"{series.year}/{files.file_name(number)}",
            issued_on=self.today,
        )
        self.under_way.tell("lost", number, {"series": str(series)})
        return number


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A paper that is to get a number; ``context_of`` makes what is printed on it from that."""

    scheme: NumberScheme
    kind: TicketKind
    issuer: str
    context_of: Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper's number, what is printed on it in plain values, and its file from the folder."""

    taken: Taken
    context: Any
    file: str


def number_papers(counter: Counter, papers: Sequence[Unnumbered]) -> Iterator[Numbered]:
    """Number papers in their order; in every series they get one unbroken range of numbers.

    All numbers are taken now; what is printed on a paper is made when it is drawn.
    """
    by_series: dict[NumberScheme, list[int]] = {}
    for place, paper in enumerate(papers):
        by_series.setdefault(paper.scheme, []).append(place)
    numbers: dict[int, Taken] = {}
    for scheme, places in by_series.items():
        first = papers[places[0]]
        taken = counter.take_many(scheme, first.kind, first.issuer, len(places))
        numbers.update(zip(places, taken, strict=True))
    return (_numbered(paper, numbers[place]) for place, paper in enumerate(papers))


def _numbered(paper: Unnumbered, taken: Taken) -> Numbered:
    file = f"{taken.series.year}/{files.file_name(taken.number)}"
    return Numbered(taken, plain(paper.context_of(taken.number)), file)


@dataclass(frozen=True, slots=True)
class TicketParts:
    """A ticket to be recorded with its number.

    ``key`` makes it itself; ``entries`` are its rows in order; ``template`` is that of
    :func:`keep_template`.
    """

    paper: Numbered
    kind: TicketKind
    issuer: str
    units: tuple[str, ...]
    key: str
    entries: tuple[LedgerEntry, ...]
    template: str
    source: SourceRecord | None = None
    generation: int = 1
    reply_by: date | None = None
    signed: tuple[Mapping[str, str], ...] = ()


def record_tickets(counter: Counter, tickets: Sequence[TicketParts]) -> list[TicketRecord]:
    """Write down each ticket, its rows, its place in the outbox."""
    records = [_record(counter, parts) for parts in tickets]
    alias = counter.alias
    keys = counter.under_way.keys(TicketRecord, len(records)) if records else ()
    bulk.insert_records(alias, records, keys)
    items = (
        (record.pk, entry.pk, row, entry.state)
        for record, parts in zip(records, tickets, strict=True)
        for row, entry in enumerate(parts.entries, start=1)
    )
    bulk.insert(alias, TicketItem, ("ticket_id", "entry_id", "row", "state_before"), items)
    waiting = ((record.pk, counter.now) for record in records)
    bulk.insert(alias, Outbox, ("ticket_id", "since"), waiting)
    for record, parts in zip(records, tickets, strict=True):
        counter.under_way.tell("numbered", record.number, _told(parts))
    return records


def _record(counter: Counter, parts: TicketParts) -> TicketRecord:
    taken = parts.paper.taken
    return TicketRecord(
        series=taken.series,
        sequence=taken.sequence,
        number=taken.number,
        kind=parts.kind,
        issuer=parts.issuer,
        units=list(parts.units),
        source=parts.source,
        generation=parts.generation,
        state=TicketState.PENDING,
        idempotency_key=parts.key,
        context=parts.paper.context,
        template_id=parts.template,
        file=parts.paper.file,
        issued_on=counter.today,
        reply_by=parts.reply_by,
        signed=[dict(step) for step in parts.signed],
    )


def _told(parts: TicketParts) -> dict[str, Any]:
    told: dict[str, Any] = {"key": parts.key, "units": list(parts.units)}
    told["source"] = parts.source.sha256 if parts.source else None
    told["entries"] = [entry.register_number for entry in parts.entries]
    people = [(*each.lead_officials, *each.responsible_persons) for each in parts.entries]
    if rare := rare_names([*parts.units, *(name for names in people for name in names)]):
        told["rare_characters"] = {name: list(found) for name, found in rare.items()}
    if parts.signed:
        told["signed"] = [dict(step) for step in parts.signed]
    return told


def known_template(content: bytes) -> sql.Question:
    """Asks whether the template with these bytes is kept already."""
    sha256 = hashlib.sha256(content).hexdigest()
    return "SELECT 1 FROM ledger_templateversion WHERE sha256 = %s", [sha256]


def keep_template(counter: Counter, content: bytes) -> str:
    """The key of a template's bytes, which are kept so that its tickets can be written again."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not counter.under_way.rows(known_template(content)):
        rows = TemplateVersion.objects.using(counter.alias)
        rows.create(sha256=sha256, content=content, first_used_at=counter.now)
    return sha256
