"""What ``duban batch`` prints: the preview of a plan, what was issued, what a folder gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import DubanError
from toolkit.labels import DOCUMENT_KINDS
from toolkit.model import Fate
from toolkit.plan import PlanDecision
from toolkit.screen.display import Column, paragraph, table
from toolkit.screen.reports import Notes

if TYPE_CHECKING:
    from toolkit.batch.outputs import Outputs
    from toolkit.batch.preparing import PreparedBatch
    from toolkit.batch.reading import FolderReading
    from toolkit.batch.repeats import Repeat
    from toolkit.ledger.batches import KnownBatch
    from toolkit.pipeline import Preparation

_UNITS = (Column("主办单位", 40), Column("事项", 8), Column("交办单", 8))
_DOCUMENTS = (Column("文件", 48), Column("种类", 12), Column("任务", 5), Column("待核段", 6))
_MANY = 30


def preview_lines(
    prepared: PreparedBatch, *, is_example: bool = False, ambiguous: int = 1
) -> list[str]:
    """Counts by decision and by unit, what every document rests on, and what to look at."""
    plan, counts = prepared.plan, prepared.decisions
    head = f"已读取 {plan.file}：{len(plan.sources)}份文件，共{len(plan.rows)}项。"
    told = [
        f"{label}{count}项"
        for label, count in (
            ("出单", counts[PlanDecision.ISSUE]),
            ("不出单", counts[PlanDecision.SKIP]),
            ("暂缓", counts[PlanDecision.HOLD]),
            ("未填处理意见", counts[PlanDecision.OPEN]),
            ("以前已出单", len(prepared.done)),
        )
        if count
    ]
    lines = _wrapped([f"{head}{'，'.join(told)}。"], ambiguous)
    if is_example:
        words = "当前不在督办文件夹中，机关名称和单位表用的是示例县的。"
        lines += _wrapped([words], ambiguous)
    if units := prepared.by_unit:
        rows = [[unit, str(tasks), str(count)] for unit, (tasks, count) in units.items()]
        shown = rows[:_MANY]
        if more := rows[_MANY:]:
            tasks, count = (sum(int(row[n]) for row in more) for n in (1, 2))
            shown.append([f"其余{len(more)}个单位", str(tasks), str(count)])
        lines += ["", *table(_UNITS, shown, ambiguous=ambiguous), ""]
    lines += Notes(prepared.findings).lines(ambiguous=ambiguous)
    for part in prepared.parts:
        if part.tickets or part.undecided or part.held_back:
            lines += ["", *_document_lines(part, ambiguous)]
    tasks = sum(len(ticket.tasks) for ticket in prepared.tickets)
    outlook = f"{tasks}项可出单，合{len(prepared.tickets)}份交办单。尚未编号，尚未写入台账。"
    return [*lines, "", *_wrapped([outlook], ambiguous)]


def _document_lines(part: Preparation, ambiguous: int) -> list[str]:
    told = [
        sentence.removesuffix("。")
        for each in part.decisions
        for sentence in (f"来源为{each.source_name}，由{each.issuer}交办", *each.sentences)
    ]
    found = (*part.blocking, *(why for _, why in part.held_back), *part.findings)
    head = f"{part.document.name}：{'；'.join(told)}{'。' if told else ''}"
    return [*_wrapped([head], ambiguous), *Notes(found).lines(ambiguous=ambiguous)]


def issued_lines(
    known: KnownBatch,
    numbers: str,
    outputs: Outputs,
    folder: Path,
    failed: Sequence[tuple[str, DubanError]],
    *,
    ambiguous: int = 1,
) -> list[str]:
    """The range of numbers, where the files are (``folder``), and what failed and why."""
    count = len(known.tickets)
    tasks = sum(len(each.tasks) for each in known.tickets)
    told = [
        f"已编号{count}份：{numbers}。台账记入{tasks}项。",
        f"清单、校验和按单位打包的{outputs.zips}个压缩包在 {folder}",
    ]
    if failed:
        told.append(f"有{len(failed)}份的文件没有写成（编号保留），原因：")
        told += [f"  {number}：【{fault.code}】{fault.message}" for number, fault in failed[:_MANY]]
        if len(failed) > _MANY:
            told.append(f"  其余{len(failed) - _MANY}份见“汇总.csv”。")
        told.append("处理后再运行一次同样的命令，只补写这些，编号不变。")
    return _wrapped(told, ambiguous)


def finished_lines(
    plan: str, known: KnownBatch | None, numbers: str, done: int, *, ambiguous: int = 1
) -> list[str]:
    """A plan of which nothing is left to issue."""
    which = f"（{len(known.tickets)}份：{numbers}）" if known else ""
    words = f"{plan}中的{done}项以前都已出单{which}。没有新的，没有编号，台账没有改动。"
    return _wrapped([words], ambiguous)


def folder_lines(
    reading: FolderReading,
    repeats: Sequence[Repeat],
    plan: Path,
    *,
    office: str = "",
    ambiguous: int = 1,
) -> list[str]:
    """Every document with its tasks, those that could not be read, and what to do now."""
    rows = [
        [
            name,
            DOCUMENT_KINDS[extraction.source.kind],
            str(len(extraction.tasks)),
            str(Counter(extraction.fates.values())[Fate.REVIEW] or ""),
        ]
        for name, extraction in reading.read
    ]
    lines = table(_DOCUMENTS, rows, ambiguous=ambiguous) if rows else []
    told = [
        f"【{fault.code}】{name}：{fault.message.removeprefix(f'{Path(name).name}：')}"
        for name, fault in reading.failed
    ]
    told = [f"没有读的{len(told)}份：", *told] if told else []
    if none := [name for name, extraction in reading.read if not extraction.tasks]:
        told.append(
            f"没有找到任务的{len(none)}份：{'、'.join(none)}。请看是否选错文件；"
            "种类认错的，用 duban tasks 文件 --kind 种类 查看。"
        )
    told += [f"{name} 与 {first} 内容相同，只列一次。" for name, first in reading.twice]
    told += [_repeat_told(each) for each in repeats]
    told.append(
        f"共{len(reading.read)}份文件，{len(reading.plan.rows)}项任务，已写入 {plan}。没有编号。"
    )
    told.append("请在 Excel 或 WPS 里填“处理意见”，核对牵头单位和日期，存盘后运行：")
    told.append(f"  duban batch {plan}{office}")
    if any(Fate.REVIEW in extraction.fates.values() for _, extraction in reading.read):
        told.append("有待核段的文件，没有读懂的各段用 duban tasks 文件 查看。")
    return [*lines, *_wrapped(told, ambiguous)]


def _repeat_told(repeat: Repeat) -> str:
    which = f"与出过单的“{repeat.earlier}”标题、日期相同" if repeat.earlier else "出过单"
    said = [f"{repeat.same}项已在单上，处理意见填了“暂缓”"] if repeat.same else []
    said += [f"{repeat.changed}项有改动，请看备注"] if repeat.changed else []
    said += [f"{repeat.new}项没有出过单"] if repeat.new else []
    return f"{repeat.name} {which}：{'；'.join(said)}。"


def _wrapped(texts: Iterable[str], ambiguous: int) -> list[str]:
    return [line for text in texts for line in paragraph(text, indent="  ", ambiguous=ambiguous)]
