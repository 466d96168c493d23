"""The tables. Plain records outside; nothing here leaves :mod:`toolkit.ledger`.

A :class:`LedgerEntry` is one task's whole life; a :class:`TicketRecord` is one numbered paper;
a :class:`TicketItem` puts an entry on a paper, so that a later 催办单 lists the same entry again.
"""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.db import models

from toolkit.permissions import Viewer


class NumberSeries(models.Model):
    """The counter row of one code and year; its ``last`` is the last number given."""

    code = models.CharField("代字", max_length=40)
    style = models.CharField("写法", max_length=16)
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("单据种类", max_length=16)
    issuer = models.CharField("发单机构", max_length=100)
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"
        # the printed code decides: two kinds that share a code share its numbers, never repeat one
        constraints = (
            models.UniqueConstraint(fields=("code", "style", "year"), name="one_counter_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕"


class SourceRecord(models.Model):
    """A document as it was read."""

    sha256 = models.CharField("文件校验值", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=255)
    title = models.TextField("标题", blank=True)
    kind = models.CharField("文种", max_length=16)
    dated_on = models.DateField("文件日期", null=True)
    imported_at = models.DateTimeField("导入时间")
    extraction = models.JSONField("识别结果")

    class Meta:
        verbose_name = verbose_name_plural = "来源文件"
        indexes = (models.Index(fields=("title", "dated_on"), name="source_by_title"),)

    def __str__(self) -> str:
        return self.title or self.name


class TemplateVersion(models.Model):
    """A Word template as used, so that a ticket can be made again after the template changed."""

    sha256 = models.CharField("模板校验值", max_length=64, primary_key=True)
    content = models.BinaryField("内容")
    first_used_at = models.DateTimeField("首次使用")

    class Meta:
        verbose_name = verbose_name_plural = "模板版本"

    def __str__(self) -> str:
        return self.sha256[:12]


class TicketState(models.TextChoices):
    """A number is taken from PENDING on and stays taken when VOID."""

    PENDING = "pending", "待写出"
    ISSUED = "issued", "已发出"
    VOID = "void", "已作废"


class TicketRecord(models.Model):
    """One numbered 单 with all that writing its file again needs."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, verbose_name="编号序列")
    sequence = models.PositiveIntegerField("序号")
    number = models.CharField("编号", max_length=80)
    kind = models.CharField("种类", max_length=16)
    issuer = models.CharField("发单机构", max_length=100)
    units = models.JSONField("承办单位")
    source = models.ForeignKey(SourceRecord, models.PROTECT, null=True, verbose_name="来源文件")
    generation = models.PositiveSmallIntegerField("第几次出单", default=1)
    state = models.CharField("状态", max_length=8, choices=TicketState.choices)
    idempotency_key = models.CharField("防重键", max_length=64, unique=True)
    context = models.JSONField("填写内容")
    template = models.ForeignKey(TemplateVersion, models.PROTECT, null=True, verbose_name="模板")
    file = models.CharField("文件", max_length=255)
    sha256 = models.CharField("文件校验值", max_length=64, blank=True)
    issued_on = models.DateField("签发日期")
    reply_by = models.DateField("要求回复日期", null=True)
    signed = models.JSONField("审签", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "单据"
        constraints = (
            models.UniqueConstraint(fields=("series", "sequence"), name="one_ticket_a_number"),
            models.UniqueConstraint(fields=("file",), name="one_ticket_a_file"),
        )
        indexes = (
            models.Index(fields=("sequence",), name="ticket_by_sequence"),
            models.Index(fields=("kind", "issued_on", "state"), name="ticket_by_day"),
        )

    def __str__(self) -> str:
        return self.number


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

    The days in force stand apart: ``report_by`` and ``finish_by`` begin as ``feedback_on`` and
    ``completion_on`` and move when a limit is extended or a report is sent back; ``reply_by`` is
    what the latest 催办单 or 督办单 wants while it is unanswered.
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
        "self", models.PROTECT, null=True, related_name="pieces", verbose_name="拆自"
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


class _AppendOnly(models.QuerySet["Event"]):
    """Refuses what the database's triggers refuse too."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("events are only appended")

    def delete(self) -> NoReturn:
        raise TypeError("events are only appended")


class Event(models.Model):
    """Something that happened. ``hash`` covers ``previous`` and ``payload`` (canonical JSON)."""

    sequence = models.PositiveBigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    kind = models.CharField("事由", max_length=32)
    subject = models.CharField("对象", max_length=80)
    payload = models.TextField("内容")
    previous = models.CharField("上一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64)

    objects = _AppendOnly.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        indexes = (models.Index(fields=("subject", "sequence"), name="event_by_subject"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.subject}"


class ChainHead(models.Model):
    """The single row whose lock makes writers of events wait for each other."""

    sequence = models.PositiveBigIntegerField("末条序号", default=0)
    hash = models.CharField("末条校验值", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "事件链末端"

    def __str__(self) -> str:
        return str(self.sequence)


class Outbox(models.Model):
    """A numbered ticket whose file is not known to be safely written yet."""

    ticket = models.OneToOneField(TicketRecord, models.PROTECT, verbose_name="单据")
    since = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "待写出"

    def __str__(self) -> str:
        return str(self.ticket_id)
