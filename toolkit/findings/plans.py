"""A plan that came back from Excel: 36xx."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.findings.base import quoted
from toolkit.model import Finding, Severity


def _in_cell(
    code: str, cell: str, words: str, severity: Severity = Severity.ERROR, task: int | None = None
) -> Finding:
    """A finding about one cell; ``cell`` is its whole place: 计划.xlsx 工作表“分解”D12."""
    return Finding(code, f"{cell}：{words}", severity, None, task, cell)


def plan_column_missing(cell: str, column: str, strange: Sequence[str] = ()) -> Finding:
    """A heading the plan cannot do without; ``strange`` are those that no column should have."""
    others = f"（认不出的列：{'、'.join(strange)}）" if strange else ""
    return _in_cell(
        "E3601",
        cell,
        f"表头中没有“{column}”这一列{others}。请恢复这一列的标题，或从原来的计划表重新填起。",
    )


def plan_column_strange(cell: str, heading: str) -> Finding:
    """A column that somebody added; it is not read."""
    words = f"“{heading}”不是计划表原有的列，其中内容没有读取。需要办理的内容请写进“备注”。"
    return _in_cell("I3602", cell, words, Severity.NOTE)


def plan_cells_merged(cell: str) -> Finding:
    """Merged cells: only the first of them holds anything."""
    return _in_cell("E3603", cell, "这几格合并了，只有第一格有内容。请取消合并，逐行填写后再读。")


def plan_cell_formula(cell: str) -> Finding:
    """A formula, whose result may change with the computer."""
    return _in_cell("E3604", cell, "这一格是公式，没有读取。请复制后选“粘贴为值”。")


def plan_day_wrong(cell: str, written: str, task: int | None) -> Finding:
    """A cell for a day that holds none that exists."""
    words = f"“{written}”不是有效日期。请写成 2026-06-30 这样的形式，没有日期的留空。"
    return _in_cell("E3605", cell, words, task=task)


def plan_decision_unknown(cell: str, written: str, choices: str, task: int | None) -> Finding:
    """A decision that is none of the list."""
    return _in_cell(
        "E3606", cell, f"没有“{written}”这种处理意见。请从下拉列表中选：{choices}。", task=task
    )


def plan_id_unknown(cell: str, written: str) -> Finding:
    """A row number that this plan never had."""
    words = f"行号“{written}”不是这份计划的。行号请勿改动；新增的行请把行号留空。"
    return _in_cell("E3607", cell, words)


def plan_row_added(cell: str, objective: str, lost: str) -> Finding:
    """A row without its number: new, or ``lost`` is the number it had."""
    advice = (
        f"内容与{lost}相同，请把行号填回“{lost}”。"
        if lost
        else "按新增的任务处理，原文中没有出处，请确认。"
    )
    return _in_cell("W3608", cell, f"没有行号（{quoted(objective)}）。{advice}", Severity.WARNING)


def plan_row_split(cell: str, written: str, first: int, task: int | None) -> Finding:
    """The second or a later part of a task that was split."""
    words = f"与第{first}行同为{written}，目标任务不同，按一项任务拆成几项处理。"
    return _in_cell("I3609", cell, words, Severity.NOTE, task)


def plan_rows_merged(cell: str, written: str, task: int | None) -> Finding:
    """Several tasks joined in one row."""
    return _in_cell("I3610", cell, f"{written}合并为一项任务。", Severity.NOTE, task)


def plan_row_deleted(place: str, written: str, objective: str) -> Finding:
    """A task of the document that is in no row any more, without a word why."""
    words = (
        f"原有的{written}（{quoted(objective)}）不见了。不办理的，请恢复这一行，"
        "处理意见选“不出单”；并入别的行的，请把它的行号也写进那一行的行号格，用“、”隔开。"
    )
    return _in_cell("E3611", place, words)


def plan_row_twice(cell: str, other: int, task: int | None) -> Finding:
    """The same task for the same unit in two rows."""
    words = f"与第{other}行重复（目标任务和牵头单位都相同）。请删去一行，或改写目标任务。"
    return _in_cell("E3612", cell, words, task=task)


def plan_cell_empty(cell: str, column: str, task: int | None) -> Finding:
    """A cell that must be filled before a ticket can be made."""
    words = f"“{column}”是空的（或写着“待定”）。请填写，或把处理意见改为“暂缓”“不出单”。"
    return _in_cell("E3613", cell, words, task=task)


def plan_unit_unknown(cell: str, unit: str, near: str, task: int | None) -> Finding:
    """A unit that the office's table does not hold; ``near`` looks like it (``""``: none does)."""
    hint = f"是否指“{near}”？" if near else ""
    words = f"“{unit}”不在单位表中。{hint}请改成单位表里的名称，或把它加入单位表（units.xlsx）。"
    return _in_cell("E3614", cell, words, task=task)


def plan_day_early(cell: str, day: str, limit: str, what: str, task: int | None) -> Finding:
    """A task that would be due before anybody could know of it."""
    return _in_cell("E3615", cell, f"完成日期{day}早于{what}（{limit}）。请核对年份。", task=task)


def plan_deadline_differs(cell: str, text: str, day: str, task: int | None) -> Finding:
    """The words of a deadline were changed and its day was not."""
    said = f"完成日期仍是{day}" if day else "完成日期是空的"
    words = f"完成时限改成了“{text}”，{said}。请一并填写完成日期。"
    return _in_cell("W3616", cell, words, Severity.WARNING, task)


def plan_sentence_changed(cell: str, task: int | None) -> Finding:
    """The column of the document's own words no longer holds them."""
    words = "这一格与原文不一致。原文不能改动，请恢复；要改写的，请改“目标任务”。"
    return _in_cell("E3617", cell, words, task=task)


def plan_figure_changed(cell: str, figure: str, task: int | None) -> Finding:
    """A figure that the document does not have there."""
    words = f"“{figure}”与原文的数字不一致。请照原文填写；确要调整的，请在“备注”里写明依据。"
    return _in_cell("E3618", cell, words, task=task)


def plan_figure_dropped(cell: str, figures: str, task: int | None) -> Finding:
    """A figure of the document that no row repeats any more."""
    return _in_cell("W3619", cell, f"原文的指标“{figures}”没有了，请核对。", Severity.WARNING, task)


def plan_undecided(place: str, rows: Sequence[int]) -> Finding:
    """Rows without a decision; they get no ticket."""
    named = "、".join(str(row) for row in rows[:5])
    words = f"有{len(rows)}行没有处理意见（第{named}行{'等' if len(rows) > 5 else ''}），不出单。"
    return _in_cell("W3620", place, f"{words}要出单的，请在“处理意见”选“出单”。", Severity.WARNING)


def plan_rows_hidden(place: str, rows: int) -> Finding:
    """A filter hides rows; they are read all the same."""
    return _in_cell("I3621", place, f"有{rows}行被筛选或隐藏，看不见，照样读取。", Severity.NOTE)


def plan_originals_lost(place: str) -> Finding:
    """The sheet of what was read is gone: nothing can be compared."""
    words = "记录原文的工作表不见了，不能与原文核对数字和行号。请在原来的计划表里修改后再读。"
    return _in_cell("E3622", place, words)


def plan_unit_two_names(cell: str, unit: str, other: str, row: int, task: int | None) -> Finding:
    """One unit under two names: its tasks would come on two tickets."""
    words = f"“{unit}”与第{row}行的“{other}”是同一个单位，会分成两份单。请统一成一个名称。"
    return _in_cell("W3623", cell, words, Severity.WARNING, task)


def plan_row_repeated(cell: str, document: str, numbers: Sequence[str], task: int) -> Finding:
    """A task that stands on a ticket already, from an earlier version of its document."""
    words = (
        f"这一项与出过单的“{document}”相同，已在{'、'.join(numbers)}。处理意见请改为“暂缓”；"
        "不是同一份文件，或要再出一次的，请加 --again。"
    )
    return _in_cell("E3624", cell, words, task=task)


def plan_row_revised(cell: str, document: str, numbers: Sequence[str], task: int) -> Finding:
    """A task that an earlier version of its document has in other words."""
    words = (
        f"出过单的“{document}”里有相近的一项（{'、'.join(numbers)}）。出了新单，请另行作废原单。"
    )
    return _in_cell("W3625", cell, words, Severity.WARNING, task)


def plan_cell_outside(cell: str, written: str) -> Finding:
    """Words in a column that has no heading; they are not read."""
    words = f"“{written}”写在没有标题的列里，没有读取。请移到有标题的列；多余的行、列请删除。"
    return _in_cell("W3626", cell, words, Severity.WARNING)


def plan_text_signed(cell: str, sign: str) -> Finding:
    """A text that a spreadsheet may take for a formula."""
    return _in_cell("I3627", cell, f"以“{sign}”开头，已按文字处理。", Severity.NOTE)
