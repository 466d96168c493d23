"""The append-only record and the end of its chain."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


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
