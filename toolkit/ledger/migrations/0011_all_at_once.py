"""All tables at once, for a new ledger: what the ten migrations before come to.

One that exists goes through those that it has not had. On an empty database they take longer than
numbering a thousand tickets: SQLite copies a table for nearly every change.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

_events = import_module("toolkit.ledger.migrations.0002_append_only_events")


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0001_initial"),
        ("ledger", "0002_append_only_events"),
        ("ledger", "0003_left_out"),
        ("ledger", "0004_life_cycle"),
        ("ledger", "0005_days_in_force"),
        ("ledger", "0006_notices"),
        ("ledger", "0007_ticket_by_day"),
        ("ledger", "0008_morning_index"),
        ("ledger", "0009_covering_indexes"),
        ("ledger", "0010_assigned_on"),
    ]
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(default=0, verbose_name="末条序号")),
                ("hash", models.CharField(blank=True, max_length=64, verbose_name="末条校验值")),
            ],
            options={
                "verbose_name": "事件链末端",
                "verbose_name_plural": "事件链末端",
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="模板校验值"
                    ),
                ),
                ("content", models.BinaryField(verbose_name="内容")),
                ("first_used_at", models.DateTimeField(verbose_name="首次使用")),
            ],
            options={
                "verbose_name": "模板版本",
                "verbose_name_plural": "模板版本",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "sequence",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="序号"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("kind", models.CharField(max_length=32, verbose_name="事由")),
                ("subject", models.CharField(max_length=80, verbose_name="对象")),
                ("payload", models.TextField(verbose_name="内容")),
                ("previous", models.CharField(max_length=64, verbose_name="上一条校验值")),
                ("hash", models.CharField(max_length=64, verbose_name="校验值")),
            ],
            options={
                "verbose_name": "事件",
                "verbose_name_plural": "事件",
                "indexes": [models.Index(fields=["subject", "sequence"], name="event_by_subject")],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "register_number",
                    models.CharField(max_length=40, unique=True, verbose_name="台账号"),
                ),
                (
                    "generation",
                    models.PositiveSmallIntegerField(default=1, verbose_name="第几次出单"),
                ),
                ("item_key", models.CharField(max_length=64, verbose_name="事项标识")),
                ("task_number", models.PositiveIntegerField(verbose_name="事项序号")),
                ("objective", models.TextField(verbose_name="目标任务")),
                ("origin", models.JSONField(verbose_name="出处")),
                ("extracted", models.JSONField(verbose_name="识别原样")),
                ("lead_officials", models.JSONField(verbose_name="牵头领导")),
                ("responsible_persons", models.JSONField(verbose_name="责任人")),
                ("targets", models.JSONField(verbose_name="量化指标")),
                ("completion_text", models.TextField(blank=True, verbose_name="完成时限原文")),
                ("completion_on", models.DateField(null=True, verbose_name="完成时限")),
                ("completion_basis", models.TextField(blank=True, verbose_name="完成时限依据")),
                (
                    "rule_source",
                    models.CharField(blank=True, max_length=40, verbose_name="来源类别"),
                ),
                ("issuer", models.CharField(blank=True, max_length=100, verbose_name="发单机构")),
                (
                    "feedback_to",
                    models.CharField(blank=True, max_length=100, verbose_name="反馈对象"),
                ),
                ("feedback_on", models.DateField(null=True, verbose_name="反馈时限")),
                (
                    "feedback_provisional_on",
                    models.DateField(null=True, verbose_name="反馈时限（暂定）"),
                ),
                (
                    "feedback_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="反馈时限依据"),
                ),
                ("feedback_sentence", models.TextField(blank=True, verbose_name="反馈时限说明")),
                ("issuance_on", models.DateField(null=True, verbose_name="下发时限")),
                (
                    "issuance_provisional_on",
                    models.DateField(null=True, verbose_name="下发时限（暂定）"),
                ),
                (
                    "issuance_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="下发时限依据"),
                ),
                ("issuance_sentence", models.TextField(blank=True, verbose_name="下发时限说明")),
                (
                    "state",
                    models.CharField(
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
                ("entered_on", models.DateField(verbose_name="立项日期")),
                ("assigned_on", models.DateField(null=True, verbose_name="交办日期")),
                ("report_by", models.DateField(null=True, verbose_name="现反馈时限")),
                ("finish_by", models.DateField(null=True, verbose_name="现完成时限")),
                ("reply_by", models.DateField(null=True, verbose_name="催办（督办）回复时限")),
                ("updated_on", models.DateField(null=True, verbose_name="最近更新")),
                ("closed_on", models.DateField(null=True, verbose_name="销号日期")),
                (
                    "extensions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="延期次数"),
                ),
                ("has_objection", models.BooleanField(default=False, verbose_name="有异议待答复")),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="ledger.ledgerentry",
                        verbose_name="并入",
                    ),
                ),
                (
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
            ],
            options={
                "verbose_name": "台账事项",
                "verbose_name_plural": "台账事项",
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40, verbose_name="栏目")),
                ("read_value", models.JSONField(null=True, verbose_name="识别值")),
                ("corrected_value", models.JSONField(null=True, verbose_name="更正值")),
                ("who", models.CharField(max_length=60, verbose_name="更正人")),
                ("at", models.DateTimeField(verbose_name="更正时间")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="ledger.ledgerentry",
                        verbose_name="台账事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "更正",
                "verbose_name_plural": "更正",
            },
        ),
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
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="代字")),
                ("style", models.CharField(max_length=16, verbose_name="写法")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("kind", models.CharField(max_length=16, verbose_name="单据种类")),
                ("issuer", models.CharField(max_length=100, verbose_name="发单机构")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="已用到")),
            ],
            options={
                "verbose_name": "编号序列",
                "verbose_name_plural": "编号序列",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "style", "year"), name="one_counter_a_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="文件校验值")),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("title", models.TextField(blank=True, verbose_name="标题")),
                ("kind", models.CharField(max_length=16, verbose_name="文种")),
                ("dated_on", models.DateField(null=True, verbose_name="文件日期")),
                ("imported_at", models.DateTimeField(verbose_name="导入时间")),
                ("extraction", models.JSONField(verbose_name="识别结果")),
            ],
            options={
                "verbose_name": "来源文件",
                "verbose_name_plural": "来源文件",
                "indexes": [models.Index(fields=["title", "dated_on"], name="source_by_title")],
            },
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ledger.sourcerecord",
                verbose_name="来源文件",
            ),
        ),
        migrations.CreateModel(
            name="TicketRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(verbose_name="序号")),
                ("number", models.CharField(max_length=80, verbose_name="编号")),
                ("kind", models.CharField(max_length=16, verbose_name="种类")),
                ("issuer", models.CharField(max_length=100, verbose_name="发单机构")),
                ("units", models.JSONField(verbose_name="承办单位")),
                (
                    "generation",
                    models.PositiveSmallIntegerField(default=1, verbose_name="第几次出单"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "待写出"), ("issued", "已发出"), ("void", "已作废")],
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "idempotency_key",
                    models.CharField(max_length=64, unique=True, verbose_name="防重键"),
                ),
                ("context", models.JSONField(verbose_name="填写内容")),
                ("file", models.CharField(max_length=255, verbose_name="文件")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="文件校验值")),
                ("issued_on", models.DateField(verbose_name="签发日期")),
                ("reply_by", models.DateField(null=True, verbose_name="要求回复日期")),
                ("signed", models.JSONField(default=list, verbose_name="审签")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ledger.numberseries",
                        verbose_name="编号序列",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ledger.sourcerecord",
                        verbose_name="来源文件",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ledger.templateversion",
                        verbose_name="模板",
                    ),
                ),
            ],
            options={
                "verbose_name": "单据",
                "verbose_name_plural": "单据",
            },
        ),
        migrations.CreateModel(
            name="TicketItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveSmallIntegerField(verbose_name="项次")),
                (
                    "state_before",
                    models.CharField(blank=True, max_length=10, verbose_name="此前状态"),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="ledger.ledgerentry",
                        verbose_name="台账事项",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="ledger.ticketrecord",
                        verbose_name="单据",
                    ),
                ),
            ],
            options={
                "verbose_name": "单据事项",
                "verbose_name_plural": "单据事项",
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="登记时间")),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ledger.ticketrecord",
                        verbose_name="单据",
                    ),
                ),
            ],
            options={
                "verbose_name": "待写出",
                "verbose_name_plural": "待写出",
            },
        ),
        migrations.CreateModel(
            name="EntryUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lead", models.BooleanField(verbose_name="牵头")),
                ("position", models.PositiveSmallIntegerField(verbose_name="排序")),
                ("name", models.CharField(max_length=200, verbose_name="单位")),
                ("text", models.TextField(verbose_name="原文写法")),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="ledger.ledgerentry",
                        verbose_name="台账事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "责任单位",
                "verbose_name_plural": "责任单位",
                "indexes": [
                    models.Index(fields=["name", "lead", "entry"], name="share_by_unit"),
                    models.Index(fields=["text", "entry"], name="share_by_text"),
                    models.Index(fields=["entry", "lead", "name"], name="share_by_entry"),
                ],
            },
        ),
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
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="ledger.ledgerentry",
                        verbose_name="台账事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理记录",
                "verbose_name_plural": "办理记录",
                "indexes": [
                    models.Index(
                        fields=["entry", "on", "act", "due_on", "limit", "before"],
                        name="step_by_entry",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "key"), name="one_step_a_key")
                ],
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
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["state", "finish_by"], name="entry_by_finish"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                fields=["assigned_on", "state", "rule_source", "report_by", "finish_by"],
                name="entry_by_assignment",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                condition=models.Q(("split_from__isnull", False)),
                fields=["split_from"],
                name="entry_by_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                fields=("source", "generation", "item_key"), name="one_entry_a_task"
            ),
        ),
        migrations.AddIndex(
            model_name="ticketrecord",
            index=models.Index(fields=["sequence"], name="ticket_by_sequence"),
        ),
        migrations.AddConstraint(
            model_name="ticketrecord",
            constraint=models.UniqueConstraint(
                fields=("series", "sequence"), name="one_ticket_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketrecord",
            constraint=models.UniqueConstraint(fields=("file",), name="one_ticket_a_file"),
        ),
        migrations.AddIndex(
            model_name="ticketitem",
            index=models.Index(fields=["ticket", "entry"], name="item_by_ticket"),
        ),
        migrations.AddConstraint(
            model_name="ticketitem",
            constraint=models.UniqueConstraint(fields=("ticket", "row"), name="one_item_a_row"),
        ),
        migrations.RunPython(_events.protect, _events.unprotect),
    ]
