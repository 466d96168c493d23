"""``duban escalate check``: does a report that asks for coordination hold what it must."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.commands.console import ChineseGroup
from toolkit.commands.terminal import (
    ambiguous,
    json_option,
    json_text,
    office_for,
    office_option,
    say,
)
from toolkit.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from toolkit.rules.provisions import EscalationLevel
    from toolkit.rules.regulation import Regulation


@click.group(cls=ChineseGroup, short_help="提请领导协调的报告：查必备内容是否齐全")
def escalate() -> None:
    """提请上一级领导协调的报告、请示，按办法查必备内容。"""


@escalate.command(short_help="查一份报告：有什么、缺什么、怎么补")
@click.argument("file", metavar="文件")
@click.option(
    "--level",
    "level_text",
    required=True,
    metavar="级别",
    help="提请哪一级协调：3 县政府分管领导，4 县政府主要领导。",
)
@office_option
@json_option
def check(file: str, level_text: str, office: str | None, as_json: bool) -> int:
    """查一份提请协调的报告（.docx 或 .txt）是否写明了办法要求的内容，只读，不改文件。

    缺内容或需要人核对的，退出码为 4。
    """
    from toolkit.loading.escalation import load_escalation_words
    from toolkit.office.law import law_of
    from toolkit.reading import read_document
    from toolkit.rules.escalation import check_report, gate_to
    from toolkit.screen.escalation_listings import check_lines, check_object

    regulation = law_of(office_for(office)).regulation
    level = _level(level_text, regulation)
    document = read_document(Path(file))
    is_last_before_chief = level.level == max(each.level for each in _checkable(regulation))
    rules = [
        rule
        for rule in regulation.provisions.document_check
        if rule.refused and is_last_before_chief
    ]
    gate = gate_to(regulation.provisions.escalation, level)
    found = check_report(document, level, load_escalation_words(), rules[0] if rules else None)
    if as_json:
        say([json_text(check_object(document, found, gate))])
    else:
        say(check_lines(document, found, gate, ambiguous=ambiguous()))
    return ReviewError.exit_code if found.findings else 0


def _checkable(regulation: Regulation) -> list[EscalationLevel]:
    """Levels to which a report must state something."""
    return [level for level in regulation.provisions.escalation if level.contents]


def _level(text: str, regulation: Regulation) -> EscalationLevel:
    levels = _checkable(regulation)
    wanted = text.strip().removeprefix("第").removesuffix("级")
    for level in levels:
        if wanted in (str(level.level), level.name):
            return level
    choices = "、".join(f"{level.level}（{level.name}）" for level in levels) or "没有"
    raise UsageError("E0206", f"没有“{text}”这一级，或这一级没有规定报告内容。可选：{choices}。")
