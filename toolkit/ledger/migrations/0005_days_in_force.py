"""Entries made before the life cycle: the days in force are those read and decided."""

from typing import Any

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce


def begin(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("ledger", "LedgerEntry").objects.using(schema_editor.connection.alias)
    entries.update(
        report_by=Coalesce(F("feedback_on"), F("feedback_provisional_on")),
        finish_by=F("completion_on"),
        updated_on=F("entered_on"),
    )


class Migration(migrations.Migration):
    dependencies = (("ledger", "0004_life_cycle"),)
    operations = (migrations.RunPython(begin, migrations.RunPython.noop),)
