"""One index that covers the morning's lists, in the place of one for each limit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_ticket_by_day"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="ledgerentry", name="entry_by_report"),
        migrations.RemoveIndex(model_name="ledgerentry", name="entry_by_update"),
        migrations.RemoveIndex(model_name="ledgerentry", name="entry_by_objection"),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                fields=[
                    "state",
                    "report_by",
                    "finish_by",
                    "updated_on",
                    "has_objection",
                    "issuance_on",
                ],
                name="entry_by_state",
            ),
        ),
    ]
