"""Statements worded by hand, for what is asked while others wait for their turn.

Django takes ten times as long to word such a question as the database to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections


def rows(alias: str, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the statement gives; values stand in it as ``%s``."""
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def change(alias: str, statement: str, values: Sequence[Any]) -> None:
    """Carry out a statement that gives nothing back."""
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)
