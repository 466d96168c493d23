"""A task's whole life: steps, the days in force, signed tickets; indexes for each morning."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_left_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=16, verbose_name="步骤")),
                ("on", models.DateField(verbose_name="日期")),
                ("side", models.CharField(max_length=16, verbose_name="办理方")),
                ("actor", models.CharField(max_length=200, verbose_name="办理单位")),
                ("who", models.CharField(blank=True, max_length=60, verbose_name="经办人")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("method", models.CharField(blank=True, max_length=20, verbose_name="核查方式")),
                ("conclusion", models.TextField(blank=True, verbose_name="结论")),
                ("limit", models.CharField(blank=True, max_length=12, verbose_name="时限种类")),
                ("due_on", models.DateField(null=True, verbose_name="当时时限")),
                ("new_on", models.DateField(null=True, verbose_name="新的日期")),
                ("files", models.JSONField(default=list, verbose_name="附件")),
                ("before", models.CharField(max_length=10, verbose_name="此前状态")),
                ("after", models.CharField(max_length=10, verbose_name="此后状态")),
                ("key", models.CharField(max_length=64, verbose_name="防重键")),
                ("recorded_by", models.CharField(max_length=60, verbose_name="登记人")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "办理记录",
                "verbose_name_plural": "办理记录",
            },
        ),
        migrations.RemoveIndex(
            model_name="ledgerentry",
            name="entry_by_feedback",
        ),
        migrations.RemoveIndex(
            model_name="ledgerentry",
            name="entry_by_completion",
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="closed_on",
            field=models.DateField(null=True, verbose_name="销号日期"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="extensions",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="延期次数"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="finish_by",
            field=models.DateField(null=True, verbose_name="现完成时限"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="has_objection",
            field=models.BooleanField(default=False, verbose_name="有异议待答复"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="merged_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="ledger.ledgerentry",
                verbose_name="并入",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="reply_by",
            field=models.DateField(null=True, verbose_name="催办（督办）回复时限"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="report_by",
            field=models.DateField(null=True, verbose_name="现反馈时限"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="split_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pieces",
                to="ledger.ledgerentry",
                verbose_name="拆自",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="updated_on",
            field=models.DateField(null=True, verbose_name="最近更新"),
        ),
        migrations.AddField(
            model_name="ticketitem",
            name="state_before",
            field=models.CharField(blank=True, max_length=10, verbose_name="此前状态"),
        ),
        migrations.AddField(
            model_name="ticketrecord",
            name="reply_by",
            field=models.DateField(null=True, verbose_name="要求回复日期"),
        ),
        migrations.AddField(
            model_name="ticketrecord",
            name="signed",
            field=models.JSONField(default=list, verbose_name="审签"),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="state",
            field=models.CharField(
                choices=[
                    ("to_assign", "待交办"),
                    ("left_out", "不交办"),
                    ("assigned", "已交办"),
                    ("in_hand", "办理中"),
                    ("reported", "已反馈待核"),
                    ("extended", "已延期"),
                    ("overdue", "逾期"),
                    ("reminded", "已催办"),
                    ("supervised", "已督办"),
                    ("closing", "申请销号"),
                    ("closed", "已销号"),
                    ("returned", "退回重办"),
                    ("void", "已作废"),
                    ("merged", "已合并"),
                    ("split", "已拆分"),
                ],
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="entryunit",
            index=models.Index(fields=["text"], name="share_by_text"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["state", "report_by"], name="entry_by_report"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["state", "finish_by"], name="entry_by_finish"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["state", "updated_on"], name="entry_by_update"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                condition=models.Q(has_objection=True),
                fields=["state"],
                name="entry_by_objection",
            ),
        ),
        migrations.AddIndex(
            model_name="ticketrecord",
            index=models.Index(fields=["sequence"], name="ticket_by_sequence"),
        ),
        migrations.AddField(
            model_name="entrystep",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="ledger.ledgerentry",
                verbose_name="台账事项",
            ),
        ),
        migrations.AddIndex(
            model_name="entrystep",
            index=models.Index(fields=["entry", "act"], name="step_by_entry"),
        ),
        migrations.AddConstraint(
            model_name="entrystep",
            constraint=models.UniqueConstraint(fields=("entry", "key"), name="one_step_a_key"),
        ),
    ]
