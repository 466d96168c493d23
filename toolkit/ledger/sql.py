"""Statements worded by hand, for what is asked while others wait for their turn.

Django takes ten times as long to word such a question as the database to answer it. A server is
moreover a journey away, and everybody waits for it too: what can go there together does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

# a lost connection is told once, in Chinese, not by the driver as well
logging.getLogger("psycopg").addHandler(logging.NullHandler())

Question = tuple[str, Sequence[Any]]
"""A statement and its values, which stand in it as ``%s``."""


def rows(alias: str, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the statement gives; values stand in it as ``%s``."""
    return rows_of_all(alias, [(statement, values)])[0]


def rows_of_all(alias: str, questions: Sequence[Question]) -> list[list[tuple[Any, ...]]]:
    """What each statement gives, in their order; they reach a server in one journey.

    Each sees what is committed when its turn comes, also when the one before had to wait.
    """
    with in_one_go(alias), ExitStack() as held:
        asked = []
        for statement, values in questions:
            cursor = held.enter_context(connections[alias].cursor())
            cursor.execute(statement, values)
            asked.append(cursor)
        return [cursor.fetchall() for cursor in asked]


def change(alias: str, statement: str, values: Sequence[Any]) -> None:
    """Carry out a statement that gives nothing back."""
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def in_one_go(alias: str) -> Iterator[Any]:
    """Statements in here reach a server together, as soon as an answer is wanted or at the end.

    Gives the driver's connection where it does so, else ``None``. Within a transaction. How many
    rows a statement changed is not known in here: Django's ``save(update_fields=…)`` would take
    it for none.
    """
    connection = connections[alias]
    if connection.vendor != "postgresql":
        yield None
        return
    import psycopg

    connection.ensure_connection()
    driver = connection.connection
    if driver.pgconn.pipeline_status:  # on the way already; leaving it again would be a journey
        yield driver
    elif psycopg.Pipeline.is_supported():
        with connection.wrap_database_errors, driver.pipeline():
            yield driver
    else:  # an old libpq: each statement goes by itself
        yield None
