"""The tables. Plain records outside; nothing here leaves :mod:`toolkit.ledger`.

A :class:`LedgerEntry` is one task's whole life; a :class:`TicketRecord` is one numbered paper;
a :class:`TicketItem` puts an entry on a paper, so that a later 催办单 lists the same entry again.
"""

from toolkit.ledger.models.entries import (
    EntryState,
    EntryUnit,
    LedgerEntry,
    SeenEntries,
    TicketItem,
)
from toolkit.ledger.models.events import ChainHead, Event
from toolkit.ledger.models.steps import Correction, Delivery, EntryStep, Notice
from toolkit.ledger.models.tickets import (
    NumberSeries,
    Outbox,
    SourceRecord,
    TemplateVersion,
    TicketRecord,
    TicketState,
)

__all__ = [
    "ChainHead",
    "Correction",
    "Delivery",
    "EntryState",
    "EntryStep",
    "EntryUnit",
    "Event",
    "LedgerEntry",
    "Notice",
    "NumberSeries",
    "Outbox",
    "SeenEntries",
    "SourceRecord",
    "TemplateVersion",
    "TicketItem",
    "TicketRecord",
    "TicketState",
]
