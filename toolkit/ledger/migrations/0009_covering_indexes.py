"""Indexes that hold all that reports and a unit's lists ask for; plain ones make room for them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _key(name: str, to: str, label: str) -> Any:
    """Its own index goes: one of those below begins with it."""
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to=f"ledger.{to}",
        verbose_name=label,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_morning_index"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="entryunit", name="share_by_unit"),
        migrations.RemoveIndex(model_name="entryunit", name="share_by_text"),
        migrations.RemoveIndex(model_name="entrystep", name="step_by_entry"),
        migrations.RemoveIndex(model_name="ticketrecord", name="ticket_by_day"),
        migrations.AlterField("entryunit", "entry", _key("shares", "ledgerentry", "台账事项")),
        migrations.AlterField("entrystep", "entry", _key("steps", "ledgerentry", "台账事项")),
        migrations.AlterField("ticketitem", "ticket", _key("items", "ticketrecord", "单据")),
        migrations.AddIndex(
            model_name="entryunit",
            index=models.Index(fields=["name", "lead", "entry"], name="share_by_unit"),
        ),
        migrations.AddIndex(
            model_name="entryunit",
            index=models.Index(fields=["text", "entry"], name="share_by_text"),
        ),
        migrations.AddIndex(
            model_name="entryunit",
            index=models.Index(fields=["entry", "lead", "name"], name="share_by_entry"),
        ),
        migrations.AddIndex(
            model_name="ticketitem",
            index=models.Index(fields=["ticket", "entry"], name="item_by_ticket"),
        ),
        migrations.AddIndex(
            model_name="entrystep",
            index=models.Index(
                fields=["entry", "on", "act", "due_on", "limit", "before"], name="step_by_entry"
            ),
        ),
        migrations.AddIndex(
            model_name="ticketrecord",
            index=models.Index(fields=["kind", "issued_on", "state"], name="ticket_by_day"),
        ),
    ]
