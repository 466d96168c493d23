"""The words of leaders' instructions, compiled once: columns of a register, force of a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Column(StrEnum):
    """What a field of a register or slip holds, in the order in which names are tried."""

    SIGNER = "signer"
    DATE = "date"
    ORDER = "order"
    PROPOSAL = "proposal"
    TITLE = "title"
    UNIT = "unit"
    REMARK = "remark"
    COPIES = "copies"
    HANDLER = "handler"
    LIMIT = "limit"
    RESULT = "result"
    SUMMARY = "summary"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class InstructionWords:
    """Compiled patterns over simplified, half-width text; see ``instruction.toml`` for each."""

    columns: Mapping[Column, re.Pattern[str]]
    read_only: re.Pattern[str]
    handle: re.Pattern[str]
    hand_on: re.Pattern[str]
    as_said: re.Pattern[str]
    approve: re.Pattern[str]
    only: re.Pattern[str]
    declined: re.Pattern[str]
    quoted: re.Pattern[str]
    answer: re.Pattern[str]
    report: re.Pattern[str]
    you: re.Pattern[str]
    talk: re.Pattern[str]
    refuse: re.Pattern[str]
    backing: re.Pattern[str]
    others: re.Pattern[str]
    spoken: re.Pattern[str]
    must: re.Pattern[str]
    adopt: re.Pattern[str]
    promised: re.Pattern[str]

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> InstructionWords:
        """From ``instruction.toml``; :class:`re.error` names a pattern that is wrong."""
        columns = {c: re.compile(table["fields"][c.value]) for c in Column}
        names = [f.name for f in fields(cls) if f.name != "columns"]
        return cls(columns, **{name: re.compile(table["force"][name]) for name in names})

    def column(self, label: str) -> Column | None:
        """What the field ``label`` holds; ``None`` where it is no known field."""
        flat = re.sub(r"\s+|\([^()]*\)", "", label)
        return next((c for c in Column if self.columns[c].fullmatch(flat)), None)
