"""Events are only appended: the database itself refuses to change or remove one.

A later migration that rebuilds the event table on SQLite must put these triggers back.
"""

from typing import Any

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER ledger_event_keeps BEFORE UPDATE ON ledger_event
       BEGIN SELECT RAISE(ABORT, '事件记录只能追加，不能修改'); END""",
    """CREATE TRIGGER ledger_event_stays BEFORE DELETE ON ledger_event
       BEGIN SELECT RAISE(ABORT, '事件记录只能追加，不能删除'); END""",
)
SQLITE_BACK = ("DROP TRIGGER ledger_event_keeps", "DROP TRIGGER ledger_event_stays")
POSTGRES = (
    """CREATE FUNCTION ledger_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '事件记录只能追加，不能修改或删除'; END $$""",
    """CREATE TRIGGER ledger_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_event
       FOR EACH STATEMENT EXECUTE FUNCTION ledger_event_refuse()""",
)
POSTGRES_BACK = (
    "DROP TRIGGER ledger_event_stays ON ledger_event",
    "DROP FUNCTION ledger_event_refuse()",
)


def _run(sqlite: tuple[str, ...], postgres: tuple[str, ...], schema_editor: Any) -> None:
    statements = {"sqlite": sqlite, "postgresql": postgres}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def protect(apps: Any, schema_editor: Any) -> None:
    _run(SQLITE, POSTGRES, schema_editor)
    head = apps.get_model("ledger", "ChainHead")
    head.objects.using(schema_editor.connection.alias).create(pk=1)


def unprotect(apps: Any, schema_editor: Any) -> None:
    _run(SQLITE_BACK, POSTGRES_BACK, schema_editor)
    head = apps.get_model("ledger", "ChainHead")
    head.objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)
    operations = (migrations.RunPython(protect, unprotect),)
