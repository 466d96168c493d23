"""The ledger's doors: all that the command line and the pages need.

>>> with open_ledger(folder) as ledger:                              # doctest: +SKIP
...     recover(ledger, render)
...     issue(ledger, batch, build_context=fields_of, render=render, today=beijing_today())
"""

from toolkit.ledger.batches import BatchNote, BatchTask, BatchTicket, KnownBatch, find_batch
from toolkit.ledger.drafts import Batch, BuildContext, FieldCorrection, TicketDraft
from toolkit.ledger.due_dates import (
    CountedEntry,
    Suggestion,
    counted_entries,
    list_suggestions,
    record_suggestions,
)
from toolkit.ledger.files import file_name
from toolkit.ledger.issuing import Issue, issue, issue_all
from toolkit.ledger.opening import Ledger, beijing_today, open_ledger
from toolkit.ledger.queries import (
    EntryRow,
    IssuedTicket,
    SourceRow,
    SourceTask,
    already_issued,
    earlier_tasks,
    earlier_versions,
    find_tickets,
    list_entries,
    missing_tickets,
    tasks_of,
)
from toolkit.ledger.transactions import Confirmed
from toolkit.ledger.verification import Damage, verify
from toolkit.ledger.writing import (
    Context,
    Heard,
    Press,
    Recovery,
    Render,
    ignore,
    one_by_one,
    recover,
    rewrite_missing,
    sweep,
)

__all__ = [
    "Batch",
    "BatchNote",
    "BatchTask",
    "BatchTicket",
    "BuildContext",
    "Confirmed",
    "Context",
    "CountedEntry",
    "Damage",
    "EntryRow",
    "FieldCorrection",
    "Heard",
    "Issue",
    "IssuedTicket",
    "KnownBatch",
    "Ledger",
    "Press",
    "Recovery",
    "Render",
    "SourceRow",
    "SourceTask",
    "Suggestion",
    "TicketDraft",
    "already_issued",
    "beijing_today",
    "counted_entries",
    "earlier_tasks",
    "earlier_versions",
    "file_name",
    "find_batch",
    "find_tickets",
    "ignore",
    "issue",
    "issue_all",
    "list_entries",
    "list_suggestions",
    "missing_tickets",
    "one_by_one",
    "open_ledger",
    "record_suggestions",
    "recover",
    "rewrite_missing",
    "sweep",
    "tasks_of",
    "verify",
]
