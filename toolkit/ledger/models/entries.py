"""A task's whole life in one row, the units that have a part in it, its place on papers."""

from __future__ import annotations

from typing import Self

from django.db import models

from toolkit.ledger.models.tickets import SourceRecord, TicketRecord
from toolkit.permissions import Viewer


class EntryState(models.TextChoices):
    """States of a task from 待交办 to 已销号; ``data/ledger/life_cycle.toml`` says what may follow.

    不交办: the clerk left it out when the tickets of its document were issued. 已延期 and 逾期 are
    worked out when an entry is read and never stored.
    """

    TO_ASSIGN = "to_assign", "待交办"
    LEFT_OUT = "left_out", "不交办"
    ASSIGNED = "assigned", "已交办"
    IN_HAND = "in_hand", "办理中"
    REPORTED = "reported", "已反馈待核"
    EXTENDED = "extended", "已延期"
    OVERDUE = "overdue", "逾期"
    REMINDED = "reminded", "已催办"
    SUPERVISED = "supervised", "已督办"
    CLOSING = "closing", "申请销号"
    CLOSED = "closed", "已销号"
    RETURNED = "returned", "退回重办"
    VOID = "void", "已作废"
    MERGED = "merged", "已合并"
    SPLIT = "split", "已拆分"


class SeenEntries(models.QuerySet["LedgerEntry"]):
    """Entries with the one question of who may see them."""

    def seen_by(self, viewer: Viewer) -> Self:
        """Those of the viewer's bodies, and those in which the viewer's units have a part."""
        if viewer.sees_all:
            return self
        shares = EntryUnit.objects.using(self.db)
        named = shares.filter(models.Q(name__in=viewer.units) | models.Q(text__in=viewer.units))
        mine = models.Q(issuer__in=viewer.bodies) | models.Q(pk__in=named.values("entry"))
        return self.filter(mine)

    def with_source(self) -> Self:
        """With their documents, but not all that was read in these: it would come once an entry,
        and a plan of ten thousand tasks is one document."""
        return self.select_related("source").defer("source__extraction")


class LedgerEntry(models.Model):
    """One task. What was read and what the rules decided stand here and are never overwritten.

    ``assigned_on`` is the day of the live 交办单 it stands on itself, for want of one ``None``: a
    piece of a split task stands on that of the whole. Reports go by it; it changes only where that
    ticket does. The days in force stand apart: ``report_by`` and ``finish_by`` begin as
    ``feedback_on`` and ``completion_on`` and move when a limit is extended or a report is sent
    back; ``reply_by`` is what the latest 催办单 or 督办单 wants while it is unanswered.
    """

    register_number = models.CharField("台账号", max_length=40, unique=True)
    source = models.ForeignKey(SourceRecord, models.PROTECT, verbose_name="来源文件")
    generation = models.PositiveSmallIntegerField("第几次出单", default=1)
    item_key = models.CharField("事项标识", max_length=64)
    task_number = models.PositiveIntegerField("事项序号")
    objective = models.TextField("目标任务")
    origin = models.JSONField("出处")
    extracted = models.JSONField("识别原样")
    lead_officials = models.JSONField("牵头领导")
    responsible_persons = models.JSONField("责任人")
    targets = models.JSONField("量化指标")
    completion_text = models.TextField("完成时限原文", blank=True)
    completion_on = models.DateField("完成时限", null=True)
    completion_basis = models.TextField("完成时限依据", blank=True)
    rule_source = models.CharField("来源类别", max_length=40, blank=True)
    issuer = models.CharField("发单机构", max_length=100, blank=True)
    feedback_to = models.CharField("反馈对象", max_length=100, blank=True)
    feedback_on = models.DateField("反馈时限", null=True)
    feedback_provisional_on = models.DateField("反馈时限（暂定）", null=True)
    feedback_basis = models.CharField("反馈时限依据", max_length=200, blank=True)
    feedback_sentence = models.TextField("反馈时限说明", blank=True)
    issuance_on = models.DateField("下发时限", null=True)
    issuance_provisional_on = models.DateField("下发时限（暂定）", null=True)
    issuance_basis = models.CharField("下发时限依据", max_length=200, blank=True)
    issuance_sentence = models.TextField("下发时限说明", blank=True)
    state = models.CharField("状态", max_length=10, choices=EntryState.choices)
    entered_on = models.DateField("立项日期")
    assigned_on = models.DateField("交办日期", null=True)
    report_by = models.DateField("现反馈时限", null=True)
    finish_by = models.DateField("现完成时限", null=True)
    reply_by = models.DateField("催办（督办）回复时限", null=True)
    updated_on = models.DateField("最近更新", null=True)
    closed_on = models.DateField("销号日期", null=True)
    extensions = models.PositiveSmallIntegerField("延期次数", default=0)
    has_objection = models.BooleanField("有异议待答复", default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", verbose_name="并入"
    )
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="pieces",
        db_index=False,
        verbose_name="拆自",
    )

    objects = SeenEntries.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账事项"
        constraints = (
            models.UniqueConstraint(
                fields=("source", "generation", "item_key"), name="one_entry_a_task"
            ),
        )
        indexes = (
            # covers every group of the morning's lists, so that they are sorted and counted in it
            models.Index(
                fields=(
                    *("state", "report_by", "finish_by", "updated_on"),
                    *("has_objection", "issuance_on"),
                ),
                name="entry_by_state",
            ),
            models.Index(fields=("state", "finish_by"), name="entry_by_finish"),
            # all that a report counts of an entry, those of a period side by side
            models.Index(
                fields=("assigned_on", "state", "rule_source", "report_by", "finish_by"),
                name="entry_by_assignment",
            ),
            models.Index(
                fields=("split_from",),
                name="entry_by_whole",
                condition=models.Q(split_from__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.register_number


class EntryUnit(models.Model):
    """A unit's part in an entry; ``name`` is the official name, else the text as written."""

    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, related_name="shares", db_index=False, verbose_name="台账事项"
    )
    lead = models.BooleanField("牵头")
    position = models.PositiveSmallIntegerField("排序")
    name = models.CharField("单位", max_length=200)
    text = models.TextField("原文写法")

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        indexes = (
            # each holds what is asked for by it, so that no row need be fetched
            models.Index(fields=("name", "lead", "entry"), name="share_by_unit"),
            models.Index(fields=("text", "entry"), name="share_by_text"),
            models.Index(fields=("entry", "lead", "name"), name="share_by_entry"),
        )

    def __str__(self) -> str:
        return self.name


class TicketItem(models.Model):
    """Row ``row`` (from 1) of a ticket: 12号第3项."""

    ticket = models.ForeignKey(
        TicketRecord, models.PROTECT, related_name="items", db_index=False, verbose_name="单据"
    )
    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, related_name="items", verbose_name="台账事项"
    )
    row = models.PositiveSmallIntegerField("项次")
    state_before = models.CharField("此前状态", max_length=10, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单据事项"
        constraints = (models.UniqueConstraint(fields=("ticket", "row"), name="one_item_a_row"),)
        indexes = (models.Index(fields=("ticket", "entry"), name="item_by_ticket"),)

    def __str__(self) -> str:
        return f"{self.ticket_id}-{self.row}"
