"""The append-only record of what happened, each event sealed with the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connections

from toolkit.ledger import bulk, sql
from toolkit.ledger.models import ChainHead, Event

_COLUMNS = ("sequence", "at", "kind", "subject", "payload", "previous", "hash")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def follow(
    head: ChainHead, kind: str, subject: str, data: dict[str, Any], at: datetime
) -> tuple[Any, ...]:
    """The row of the event after ``head``, which moves on to it; neither is stored yet."""
    n, previous = head.sequence + 1, head.hash
    told = {"at": at.isoformat(), "data": data, "kind": kind, "n": n, "subject": subject}
    payload = _encode(told)
    head.sequence, head.hash = n, seal(previous, payload)
    return n, at, kind, subject, payload, previous, head.hash


def lock_head(
    alias: str, look: Sequence[sql.Question] = ()
) -> tuple[ChainHead, list[list[tuple[Any, ...]]]]:
    """The end of the chain, locked until the transaction ends, and what ``look`` asks then.

    Whoever holds it writes alone. On a server the lock of a row goes to whoever wakes first, and
    with many waiting some wait ten times as long as others; this one is given in order.
    """
    head = "SELECT sequence, hash FROM ledger_chainhead WHERE id = 1"
    if connections[alias].vendor == "postgresql":
        turn = "SELECT pg_advisory_xact_lock('ledger_chainhead'::regclass::bigint)"
        _, [last], *seen = sql.rows_of_all(alias, [(turn, []), (head, []), *look])
    else:
        [last], *seen = sql.rows_of_all(alias, [(head, []), *look])
    return ChainHead(pk=1, sequence=last[0], hash=last[1]), seen


def store(alias: str, head: ChainHead, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write the events that :func:`follow` made, and their end; within the transaction."""
    bulk.insert(alias, Event, _COLUMNS, rows)
    end = "UPDATE ledger_chainhead SET sequence = %s, hash = %s WHERE id = 1"
    sql.change(alias, end, [head.sequence, head.hash])


LAST: sql.Question = ("SELECT payload FROM ledger_event ORDER BY sequence DESC LIMIT 1", ())
"""Asks for the latest event; :func:`told_at` says when it was."""


def told_at(answer: Sequence[tuple[Any, ...]]) -> datetime | None:
    """When the event of an answer was written; ``None`` in an empty ledger."""
    return datetime.fromisoformat(json.loads(answer[0][0])["at"]) if answer else None


def seal(previous: str, payload: str) -> str:
    """The hash of an event, hex."""
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()


def last_event_at(alias: str) -> datetime | None:
    """When the latest event was written; ``None`` in an empty ledger."""
    return Event.objects.using(alias).order_by("-sequence").values_list("at", flat=True).first()


def first_broken(alias: str, anchored: int, head: str) -> int | None:
    """The first event that was altered, removed or cut off; ``None`` if the chain is whole.

    ``anchored`` and ``head`` are the last sequence and hash known outside the database (0 and
    ``""`` when none are): without them a cut tail could not be seen.
    """
    previous, expected = "", 1
    for event in Event.objects.using(alias).order_by("sequence").iterator():
        if event.sequence != expected or not _whole(event, previous):
            return expected
        if expected == anchored and event.hash != head:
            return expected
        previous, expected = event.hash, expected + 1
    return expected if anchored >= expected else None


def _whole(event: Event, previous: str) -> bool:
    if event.previous != previous or event.hash != seal(previous, event.payload):
        return False
    told = json.loads(event.payload)
    columns = (event.sequence, event.kind, event.subject, event.at)
    stated = (told["n"], told["kind"], told["subject"], datetime.fromisoformat(told["at"]))
    return columns == stated
