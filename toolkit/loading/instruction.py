"""The words of instructions: ``instruction.toml`` → compiled patterns."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from toolkit.errors import SettingsError
from toolkit.extraction.instruction_words import InstructionWords
from toolkit.loading.entries import read_toml

DATA = Path(__file__).parents[1] / "data" / "vocabulary" / "instruction.toml"


@cache
def load_instruction_words(path: Path = DATA) -> InstructionWords:
    """The words of ``path``; :class:`SettingsError` names what cannot be used."""
    table = read_toml(path).values
    try:
        return InstructionWords.from_table(table)
    except (KeyError, ValueError, TypeError) as fault:
        raise SettingsError(
            "E3010", f"{path.name} 缺少或写错了一项：{fault}，请对照原文件改正。"
        ) from fault
    except re.error as fault:
        raise SettingsError(
            "E3010", f"{path.name} 有一项不是有效的表达式：“{fault.pattern!s}”（{fault}）。"
        ) from fault
