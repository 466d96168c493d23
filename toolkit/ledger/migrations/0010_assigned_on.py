"""The day of its 交办单 on the entry, so that a report finds those of a period side by side."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    items = apps.get_model("ledger", "TicketItem").objects.using(alias)
    live = items.filter(entry=OuterRef("pk"), ticket__kind="assignment")
    days = live.exclude(ticket__state="void").order_by("ticket__issued_on")
    entries = apps.get_model("ledger", "LedgerEntry").objects.using(alias)
    entries.update(assigned_on=Subquery(days.values("ticket__issued_on")[:1]))


class Migration(migrations.Migration):
    dependencies = (("ledger", "0009_covering_indexes"),)
    operations = (
        migrations.AddField("ledgerentry", "assigned_on", models.DateField("交办日期", null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("ticketrecord", "ticket_by_day"),
        migrations.AlterField(
            "ledgerentry",
            "split_from",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pieces",
                to="ledger.ledgerentry",
                verbose_name="拆自",
            ),
        ),
        migrations.AddIndex(
            "ledgerentry",
            models.Index(
                fields=["assigned_on", "state", "rule_source", "report_by", "finish_by"],
                name="entry_by_assignment",
            ),
        ),
        migrations.AddIndex(
            "ledgerentry",
            models.Index(
                condition=models.Q(split_from__isnull=False),
                fields=["split_from"],
                name="entry_by_whole",
            ),
        ),
    )
