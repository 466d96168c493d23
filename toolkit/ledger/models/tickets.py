"""Numbers and the papers that bear them; the documents and templates behind them."""

from __future__ import annotations

from django.db import models


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
        indexes = (models.Index(fields=("sequence",), name="ticket_by_sequence"),)

    def __str__(self) -> str:
        return self.number


class Outbox(models.Model):
    """A numbered ticket whose file is not known to be safely written yet."""

    ticket = models.OneToOneField(TicketRecord, models.PROTECT, verbose_name="单据")
    since = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "待写出"

    def __str__(self) -> str:
        return str(self.ticket_id)
