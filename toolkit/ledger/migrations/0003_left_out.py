"""A task that the clerk leaves out of the tickets has a state of its own: 不交办."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0002_append_only_events"),)
    operations = (
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
                ],
                max_length=10,
                verbose_name="状态",
            ),
        ),
    )
