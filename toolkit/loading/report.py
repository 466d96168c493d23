"""The words of work reports: ``report.toml`` → compiled patterns."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from toolkit.errors import SettingsError
from toolkit.extraction.report_words import ReportWords
from toolkit.loading.entries import read_toml

DATA = Path(__file__).parents[1] / "data" / "vocabulary" / "report.toml"


@cache
def load_report_words(path: Path = DATA) -> ReportWords:
    """The words of ``path``; :class:`SettingsError` names what cannot be used."""
    table = read_toml(path).values
    try:
        return ReportWords.from_table(table)
    except (KeyError, ValueError, TypeError) as fault:
        raise SettingsError(
            "E3010", f"{path.name} 缺少或写错了一项：{fault}，请对照原文件改正。"
        ) from fault
    except re.error as fault:
        raise SettingsError(
            "E3010", f"{path.name} 有一项不是有效的表达式：“{fault.pattern!s}”（{fault}）。"
        ) from fault
