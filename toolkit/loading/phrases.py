"""The office's turns of phrase: ``phrases.toml`` → compiled patterns."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from toolkit.errors import SettingsError
from toolkit.extraction.phrases import Phrases
from toolkit.loading.entries import read_toml

DATA = Path(__file__).parents[1] / "data" / "vocabulary" / "phrases.toml"


@cache
def load_phrases(path: Path = DATA) -> Phrases:
    """The phrases of ``path``; :class:`SettingsError` names a pattern that cannot be used."""
    table = read_toml(path).values
    try:
        return Phrases.from_table(table)
    except (KeyError, ValueError) as fault:
        raise SettingsError(
            "E3010", f"{path.name} 缺少或写错了一项：{fault}，请对照原文件改正。"
        ) from fault
    except re.error as fault:
        raise SettingsError(
            "E3010", f"{path.name} 有一项不是有效的表达式：“{fault.pattern!s}”（{fault}）。"
        ) from fault
