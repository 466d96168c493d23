"""The shipped templates, made from nothing but these scripts: ``python tests/make_template.py``.

One toolbox (:mod:`pieces`, :mod:`look`, :mod:`styles`, :mod:`forms`), one look; a module for each
group of papers. Page and type follow GB/T 9704-2012 (A4, 版心 156×225 mm, page number 「— 1 —」 on
the outer side); the forms follow the custom of county offices. Fonts travel by name only;
``altName`` says what Word shall take where 方正小标宋简体 is not installed. Chinese runs carry
``w:hint="eastAsia"``, so that “” and — come out in Chinese type; every table has a column grid,
which WPS needs.
"""

from __future__ import annotations

from collections.abc import Callable

from template_builders import assignment, documents, letters, registers, tickets
from template_builders.package import Build

BUILDERS: dict[str, Callable[[], Build]] = {
    "交办单": assignment.build,
    "交办通知": letters.notice,
    "领导批示办理单": registers.instruction,
    "催办单": tickets.reminder,
    "督办单": tickets.supervision,
    "督办通知书": letters.supervision,
    "任务分解方案": documents.breakdown,
    "政务督查通报": documents.bulletin,
    "销号单": registers.closing,
    "延期申请": registers.extension_request,
    "延期批复": letters.extension_reply,
    "反馈表": registers.feedback,
}
