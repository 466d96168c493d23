"""What was done about an entry, corrected in it, and reminded of."""

from __future__ import annotations

from django.db import models

from toolkit.ledger.models.entries import LedgerEntry


class Correction(models.Model):
    """A clerk's correction: a third fact beside what was read and what was decided."""

    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, related_name="corrections", verbose_name="台账事项"
    )
    field = models.CharField("栏目", max_length=40)
    read_value = models.JSONField("识别值", null=True)
    corrected_value = models.JSONField("更正值", null=True)
    who = models.CharField("更正人", max_length=60)
    at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = verbose_name_plural = "更正"

    def __str__(self) -> str:
        return self.field


class EntryStep(models.Model):
    """One thing done about an entry, as it was written down; steps are only added.

    ``due_on`` is the limit in force when it was done, so that lateness stays known. ``key`` tells
    a repeated call from a second step; ``files`` are names with their SHA-256.
    """

    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, related_name="steps", db_index=False, verbose_name="台账事项"
    )
    act = models.CharField("步骤", max_length=16)
    on = models.DateField("日期")
    side = models.CharField("办理方", max_length=16)
    actor = models.CharField("办理单位", max_length=200)
    who = models.CharField("经办人", max_length=60, blank=True)
    text = models.TextField("内容", blank=True)
    method = models.CharField("核查方式", max_length=20, blank=True)
    conclusion = models.TextField("结论", blank=True)
    limit = models.CharField("时限种类", max_length=12, blank=True)
    due_on = models.DateField("当时时限", null=True)
    new_on = models.DateField("新的日期", null=True)
    files = models.JSONField("附件", default=list)
    before = models.CharField("此前状态", max_length=10)
    after = models.CharField("此后状态", max_length=10)
    key = models.CharField("防重键", max_length=64)
    recorded_by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        constraints = (models.UniqueConstraint(fields=("entry", "key"), name="one_step_a_key"),)
        indexes = (
            # all that a report counts of a step
            models.Index(
                fields=("entry", "on", "act", "due_on", "limit", "before"), name="step_by_entry"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.act}"


class Notice(models.Model):
    """A reminder of one limit that fell due on ``given_on``: given once, whoever runs how often."""

    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, related_name="notices", verbose_name="台账事项"
    )
    limit = models.CharField("时限种类", max_length=12)
    due_on = models.DateField("时限")
    rung = models.CharField("提醒", max_length=40)
    given_on = models.DateField("提醒日期")
    given_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "limit", "due_on", "rung"), name="one_notice_a_rung"
            ),
        )
        indexes = (models.Index(fields=("given_on",), name="notice_by_day"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.rung}"


class Delivery(models.Model):
    """A reminder on its way through one channel: claimed before it is sent, so nobody sends twice.

    Without ``claimed_at`` it failed and may be tried again; claimed and never sent, the program
    died between the two and nobody knows.
    """

    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="deliveries", verbose_name="提醒"
    )
    channel = models.CharField("发送渠道", max_length=16)
    claimed_at = models.DateTimeField("开始发送", null=True)
    sent_at = models.DateTimeField("已发送", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒发送"
        constraints = (
            models.UniqueConstraint(fields=("notice", "channel"), name="one_delivery_a_channel"),
        )
        indexes = (
            models.Index(
                fields=("channel",),
                name="delivery_open",
                condition=models.Q(sent_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"
