"""The append-only record of what happened, each event sealed with the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from toolkit.ledger import bulk
from toolkit.ledger.models import ChainHead, Event

_COLUMNS = ("sequence", "at", "kind", "subject", "payload", "previous", "hash")


def append(alias: str, kind: str, subject: str, data: dict[str, Any], *, at: datetime) -> None:
    """Add one event; must run inside the write transaction of what it tells about."""
    append_all(alias, kind, [(subject, data)], at=at)


def append_all(
    alias: str, kind: str, told: Iterable[tuple[str, dict[str, Any]]], *, at: datetime
) -> None:
    """Add an event of one kind for each subject and its data, in that order."""
    head = ChainHead.objects.using(alias).select_for_update().get(pk=1)
    bulk.insert(alias, Event, _COLUMNS, _sealed(head, kind, told, at))
    head.save(update_fields=["sequence", "hash"])


def _sealed(
    head: ChainHead, kind: str, told: Iterable[tuple[str, dict[str, Any]]], at: datetime
) -> Iterator[tuple[Any, ...]]:
    """The rows of the events that follow ``head``, which moves on with them."""
    encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    moment = at.isoformat()
    for subject, data in told:
        n, previous = head.sequence + 1, head.hash
        payload = encode({"at": moment, "data": data, "kind": kind, "n": n, "subject": subject})
        head.sequence, head.hash = n, seal(previous, payload)
        yield n, at, kind, subject, payload, previous, head.hash


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
