"""The chain of approval at the foot of a paper, as the regulation's data names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.papers.contract import labelled
from toolkit.rules.provisions import SignOff

_BLANK_DAY = "　　年　月　日"


@dataclass(frozen=True, slots=True)
class SigningRow:
    """One step: who does what, with a name and a day before the paper may go out."""

    act: str = labelled("环节", "提出、同意、签发、下发", required=True)
    role: str = labelled("职务", "制度规定由谁办理这一环节")
    name: str = labelled("姓名", "未签的为空")
    on: str = labelled("日期", "未签的为待填的空格")


def signing_rows(
    chain: SignOff, signed: Mapping[str, tuple[str, str]] | None = None
) -> tuple[SigningRow, ...]:
    """A row for each step of ``chain``; ``signed`` maps an act (签发) to a name and a day."""
    done = signed or {}
    return tuple(
        SigningRow(step.act, step.role, *done.get(step.act, ("", _BLANK_DAY)))
        for step in chain.steps
    )


def unsigned(rows: tuple[SigningRow, ...]) -> tuple[str, ...]:
    """The acts that still lack a name or a day; the paper may not go out while there are any."""
    return tuple(row.act for row in rows if not row.name or row.on == _BLANK_DAY)
