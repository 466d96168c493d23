"""Reminders given, each once, and their way through e-mail or a webhook."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_days_in_force"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limit", models.CharField(max_length=12, verbose_name="时限种类")),
                ("due_on", models.DateField(verbose_name="时限")),
                ("rung", models.CharField(max_length=40, verbose_name="提醒")),
                ("given_on", models.DateField(verbose_name="提醒日期")),
                ("given_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="ledger.ledgerentry",
                        verbose_name="台账事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒",
                "verbose_name_plural": "提醒",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=16, verbose_name="发送渠道")),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="开始发送")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="已发送")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="ledger.notice",
                        verbose_name="提醒",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒发送",
                "verbose_name_plural": "提醒发送",
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["given_on"], name="notice_by_day"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("entry", "limit", "due_on", "rung"), name="one_notice_a_rung"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("sent_at__isnull", True)),
                fields=["channel"],
                name="delivery_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("notice", "channel"), name="one_delivery_a_channel"
            ),
        ),
    ]
