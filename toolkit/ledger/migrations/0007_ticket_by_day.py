"""An index for reports: the tickets of a kind that went out in a period."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_notices"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticketrecord",
            index=models.Index(fields=["kind", "issued_on"], name="ticket_by_day"),
        ),
    ]
