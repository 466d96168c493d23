"""The words a kind of document is read by: one file of ``data/vocabulary`` → compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from toolkit.errors import SettingsError
from toolkit.extraction.weighing import Weights
from toolkit.loading.entries import read_toml

VOCABULARY = Path(__file__).parents[1] / "data" / "vocabulary"

Words = TypeVar("Words")


def load_words(compile_table: Callable[[Mapping[str, Any]], Words], path: Path) -> Words:
    """The table of ``path`` compiled; :class:`SettingsError` names what cannot be used in it."""
    table = read_toml(path).values
    try:
        return compile_table(table)
    except (KeyError, ValueError, TypeError) as fault:
        raise SettingsError(
            "E3010", f"{path.name} 缺少或写错了一项：{fault}，请对照原文件改正。"
        ) from fault
    except re.error as fault:
        raise SettingsError(
            "E3010", f"{path.name} 有一项不是有效的表达式：“{fault.pattern!s}”（{fault}）。"
        ) from fault


def load_weights(path: Path) -> Weights:
    """The weights of a table, a piece, a tab and its weight a line; :class:`SettingsError` names
    the line that cannot be read."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            piece, weight = line.split("\t")
            found[piece] = float(weight)
        except ValueError as fault:
            raise SettingsError(
                "E3010",
                f"{path.name} 第{number}行应当是“文字、制表符、权重”，现为“{line}”，"
                "请对照原文件改正。",
            ) from fault
    return Weights(found)
