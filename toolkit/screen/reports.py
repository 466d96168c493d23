"""What the commands print: lines of at most 80 columns, Chinese, no symbol outside GBK."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.contract import accounting
from toolkit.findings import DAY_IMPOSSIBLE, still_open, without_place
from toolkit.labels import DOCUMENT_KINDS
from toolkit.model import (
    Deadline,
    Decision,
    ExtractedTask,
    Extraction,
    Fate,
    Finding,
    Severity,
    SourceDocument,
    Unit,
)
from toolkit.screen.display import WIDTH, Column, paragraph, table, text_width, wrap
from toolkit.wording import TO_FILL

if TYPE_CHECKING:
    from toolkit.ledger.queries import IssuedTicket, SourceTask
    from toolkit.pipeline import Preparation

_MANY = 12
_PREVIEW = (
    Column("序", 3),
    Column("事项", 24),
    Column("牵头", 10),
    Column("配合", 10),
    Column("完成时限", 10),
    Column("反馈时限\n与依据", 10),
    Column("请核对", 6),
)


@dataclass(slots=True)
class _Doubt:
    """What is said of one or several tasks in the same words.

    ``subjects`` maps what of a task is meant (的“有关部门”, or nothing) to the tasks' numbers.
    """

    first: Finding
    words: str
    subjects: dict[str, list[int]] = field(default_factory=dict)

    def text(self) -> str:
        """One line; where a single task is meant, with its place and the words in question."""
        if sum(map(len, self.subjects.values())) < 2:
            lines = [line.strip() for line in self.first.message.splitlines()]
            # a quotation ends its line without a full stop
            words = "".join(f"{line}。" if line.endswith("”") else line for line in lines)
        else:
            told = (f"任务{numbers(tasks)}{what}" for what, tasks in self.subjects.items())
            words = "、".join(told) + self.words
        return f"【{self.first.code}】{words}"


class Notes:
    """What a clerk should look at, most important first, each doubt once for all its tasks.

    Mere remarks have no number and stand apart.
    """

    def __init__(self, found: Iterable[Finding]) -> None:
        doubts: dict[tuple[str, str], _Doubt] = {}
        for each in dict.fromkeys(found):
            what, words = _split(each)
            doubt = doubts.setdefault((each.code, words), _Doubt(each, words))
            if each.task is not None:
                doubt.subjects.setdefault(what, []).append(each.task)
        # errors first; a code that begins with E tells of one even where work can go on
        self._remarks = sorted(
            (each for each in doubts.values() if each.first.severity is Severity.NOTE),
            key=lambda each: each.first.code[1:],
        )
        self._asking = sorted(
            (each for each in doubts.values() if each.first.severity is not Severity.NOTE),
            key=lambda each: (each.first.severity is not Severity.ERROR, each.first.code[0] != "E"),
        )
        self._numbers = {
            (each.first.code, each.words): number
            for number, each in enumerate(self._asking, start=1)
        }

    def number(self, finding: Finding) -> int | None:
        """The number under which the finding is told; ``None`` for a mere remark."""
        return self._numbers.get((finding.code, _split(finding)[1]))

    def lines(self, more: Sequence[str] = (), *, ambiguous: int = 1) -> list[str]:
        """Both lists under their headings, ``more`` at the end of the first."""
        lines = []
        for number, doubt in enumerate(self._asking, start=1):
            indent = " " * (len(str(number)) + 2)
            lines += paragraph(f"{number}. {doubt.text()}", indent=indent, ambiguous=ambiguous)
        lines += more
        if lines:
            lines.insert(0, "请核对：")
        if self._remarks:
            lines.append("供参考：")
        for doubt in self._remarks:
            lines += paragraph(f"  {doubt.text()}", indent="  ", ambiguous=ambiguous)
        return lines


def _split(finding: Finding) -> tuple[str, str]:
    """What of the task is meant, up to the unit's name, and what is said of it."""
    words = without_place(finding)
    named = f"“{finding.about}”"
    if finding.about and named in words:
        at = words.index(named) + len(named)
        return words[:at], words[at:]
    return "", words


def numbers(tasks: Iterable[int]) -> str:
    """``1、3、5至9``: three or more in a row are a range; of very many only the first are named."""
    runs: list[list[int]] = []
    for task in sorted(set(tasks)):
        if runs and task == runs[-1][-1] + 1:
            runs[-1].append(task)
        else:
            runs.append([task])
    told = [[f"{run[0]}至{run[-1]}"] if len(run) > 2 else map(str, run) for run in runs]
    parts = [part for run in told for part in run]
    if len(parts) <= _MANY:
        return "、".join(parts)
    return f"{'、'.join(parts[:_MANY])}等{sum(map(len, runs))}项"


def preview(preparation: Preparation, folder: Path | None, *, ambiguous: int = 1) -> list[str]:
    """All that a clerk should see before saying yes; ``folder`` ``None``: the example office."""
    done = {task.number for task in preparation.done}
    of_tasks = {
        task.number: () if task.number in done else preparation.findings_of(task.number)
        for task in preparation.extraction.tasks
    }
    of_all = [finding for found in of_tasks.values() for finding in found]
    notes = Notes(still_open([*of_all, *preparation.findings]))
    rows = _preview_rows(preparation, of_tasks, notes)
    lines = [*_opening(preparation, ambiguous), ""]
    if rows:
        lines += [*table(_PREVIEW, rows, ambiguous=ambiguous), ""]
    for decision in preparation.decisions:
        lines += _decision_lines(decision, _whose(decision, preparation), ambiguous)
    lines += [accounting_line(preparation.document, preparation.extraction), ""]
    if said := notes.lines(_review_lines(preparation, ambiguous), ambiguous=ambiguous):
        lines += [*said, ""]
    return [*lines, *wrap(_outlook(preparation, folder), WIDTH, ambiguous=ambiguous)]


def _opening(preparation: Preparation, ambiguous: int) -> list[str]:
    facts, document = preparation.extraction.source, preparation.document
    parts = [
        DOCUMENT_KINDS[facts.kind],
        facts.title or "",
        facts.date.isoformat() if facts.date else "",
    ]
    text = f"已读取 {document.name}（{'，'.join(part for part in parts if part)}）"
    return wrap(text, WIDTH, ambiguous=ambiguous)


def _preview_rows(
    preparation: Preparation, of_tasks: Mapping[int, Sequence[Finding]], notes: Notes
) -> list[list[str]]:
    decided = {task.extracted.number: task for task in preparation.tasks}
    corrected = {task.number: task for task in preparation.undecided}
    remarks = {task.number: "已出单" for task in preparation.done}
    remarks |= dict.fromkeys(preparation.corrections.skipped, "不出单")
    rows = []
    for read in preparation.extraction.tasks:
        task = decided.get(read.number)
        shown = task.extracted if task else corrected.get(read.number, read)
        marks = dict.fromkeys(notes.number(each) for each in of_tasks[read.number])
        rows.append(
            [
                str(read.number),
                shown.objective or TO_FILL,
                "\n".join(_as_written(shown.lead_units)) or "未写明",
                "\n".join(_as_written(shown.supporting_units)),
                _completion(shown),
                _feedback(task.decision.feedback_deadline) if task else "",
                remarks.get(read.number)
                or "、".join(str(mark) for mark in sorted(filter(None, marks))),
            ]
        )
    return rows


def _as_written(units: Iterable[Unit]) -> Iterable[str]:
    """The words of the document, which a clerk compares; the ticket has the full names."""
    return dict.fromkeys(unit.text for unit in units)


def _completion(task: ExtractedTask) -> str:
    deadline = task.completion_deadline
    if deadline is not None:
        return deadline.on.isoformat() if deadline.on else deadline.text
    return task.recurring or "未写明"


def _feedback(deadline: Deadline | None) -> str:
    if deadline is None:
        return "未规定"
    clause = f"\n{deadline.basis.number}" if deadline.basis else ""
    return day_of(deadline) + clause


def day_of(deadline: Deadline) -> str:
    """``2026-02-26``, ``暂定 2027-01-08`` or ``未定``."""
    if deadline.on:
        return deadline.on.isoformat()
    return f"暂定 {deadline.provisional_on}" if deadline.provisional_on else "未定"


def _whose(decision: Decision, preparation: Preparation) -> str:
    """The tasks a decision is for, where a paper has several."""
    if len(preparation.decisions) == 1 and not preparation.undecided:
        return ""
    tasks = (task for task in preparation.tasks if task.decision == decision)
    return f"（任务{'、'.join(str(task.extracted.number) for task in tasks)}）"


def _decision_lines(decision: Decision, whose: str, ambiguous: int) -> list[str]:
    source = f"来源{whose}：{decision.source_name}，由{decision.issuer}交办。"
    lines = wrap(source, WIDTH, ambiguous=ambiguous)
    for sentence in decision.sentences:
        lines += paragraph(f"  {sentence}", indent="  ", ambiguous=ambiguous)
    return lines


def accounting_line(document: SourceDocument, extraction: Extraction) -> str:
    """What became of every paragraph, in one line."""
    counts = accounting(document, extraction)
    return (
        f"全文{counts['paragraphs']}段：任务{counts['task']}段，背景{counts['background']}段，"
        f"待核{counts['review']}段。"
    )


def _review_lines(preparation: Preparation, ambiguous: int) -> list[str]:
    """Paragraphs that nobody understood, unless a finding already speaks of them."""
    told = {finding.origin.paragraph for finding in preparation.findings if finding.origin}
    return review_lines(preparation.document, preparation.extraction, told, ambiguous=ambiguous)


def review_lines(
    document: SourceDocument,
    extraction: Extraction,
    told: Iterable[int] = (),
    *,
    ambiguous: int = 1,
) -> list[str]:
    """A heading and one line for each paragraph that is 待核 and not in ``told``."""
    known = set(told)
    lines = []
    for each in document.paragraphs:
        if extraction.fates.get(each.index, Fate.REVIEW) is Fate.REVIEW and each.index not in known:
            lines.append(_excerpt(f"  第{each.index}段 ", each.text, ambiguous))
    return ["以下各段没有读懂，请看是否含有任务：", *lines] if lines else []


def _excerpt(place: str, text: str, ambiguous: int) -> str:
    """A paragraph's beginning in one line of the screen."""
    whole = " ".join(text.split())
    for length in range(min(len(whole), WIDTH), 0, -1):
        line = f"{place}{whole[:length]}{'…' if length < len(whole) else ''}"
        if text_width(line, ambiguous=ambiguous) <= WIDTH:
            return line
    return place.rstrip()


def _outlook(preparation: Preparation, folder: Path | None) -> str:
    tickets = len(preparation.tickets)
    tasks = sum(len(ticket.tasks) for ticket in preparation.tickets)
    parts = [f"共{len(preparation.extraction.tasks)}项任务"]
    parts.append(f"{tasks}项可出单，合{tickets}份交办单" if tickets else "没有可出的交办单")
    without_lead, without_day = _held_back(preparation)
    if without_lead:
        parts.append(
            f"{len(without_lead)}项待明确牵头单位（可加 --lead {without_lead[0]}=单位名称 指定）"
        )
    if without_day:
        parts.append(f"{len(without_day)}项待核对日期，暂不出单")
    if preparation.done:
        parts.append(f"{len(preparation.done)}项以前已出单")
    if preparation.undecided:
        parts.append(f"{len(preparation.undecided)}项来源或日期未定")
    if preparation.corrections.skipped:
        parts.append(f"{len(preparation.corrections.skipped)}项按您的要求不出单")
    example = "" if folder else "当前不在督办文件夹中，按内置的“示例县”预览。"
    return f"{'；'.join(parts)}。尚未编号，尚未写入台账。{example}"


def _held_back(preparation: Preparation) -> tuple[list[int], list[int]]:
    """The tasks that wait for a lead unit, and those whose day does not exist."""
    held = [(task.extracted.number, reason.code) for task, reason in preparation.held_back]
    without_day = [number for number, code in held if code == DAY_IMPOSSIBLE]
    return [number for number, code in held if code != DAY_IMPOSSIBLE], without_day


_NO_LIMIT = ("W3104", "W3105")  # the regulation sets none; otherwise a day is still to be told


def decision_lines(decision: Decision, *, ambiguous: int = 1) -> list[str]:
    """``duban deadline`` in words."""
    lines = [f"来源：{decision.source_name}", f"交办：{decision.issuer}"]
    if decision.issuance_deadline:
        soft = decision.soft_issuance_deadline
        wish = f"（原则上 {day_of(soft)} 以前）" if soft else ""
        lines.append(f"下发时限：{day_of(decision.issuance_deadline)}{wish}")
    feedback = decision.feedback_deadline
    is_unset = any(found.code in _NO_LIMIT for found in decision.findings)
    without = "制度没有规定" if is_unset else "还不能推算"
    lines.append(f"反馈时限：{day_of(feedback) if feedback else without}")
    if decision.feedback_to:
        copies = f"，抄{'、'.join(decision.copies)}" if decision.copies else ""
        lines.append(f"反馈对象：{decision.feedback_to}{copies}")
    if decision.sentences:
        lines.append("推算：")
        for sentence in decision.sentences:
            lines += paragraph(f"  {sentence}", indent="  ", ambiguous=ambiguous)
    return [*lines, *Notes(decision.findings).lines(ambiguous=ambiguous)]


# --- after the yes ---------------------------------------------------------------------------


def issued_lines(
    preparation: Preparation, issued: Sequence[IssuedTicket], *, ambiguous: int = 1
) -> list[str]:
    """Numbers, units and files of what was issued, and what still waits."""
    waiting, without_day = _held_back(preparation)
    more = [f"{len(waiting)}项为待交办（没有明确的牵头单位）"] if waiting else []
    more += [f"{len(without_day)}项为待交办（日期待核对）"] if without_day else []
    more += [f"{len(preparation.skipped)}项为不交办"] if preparation.skipped else []
    told = f"台账已记入{len(preparation.tasks)}项{'，其中' if more else ''}{'、'.join(more)}。"
    if waiting:
        told += (
            f"定下牵头单位后，对同一份文件再运行一次，加 --lead {waiting[0]}=单位名称，"
            "就只出这几项的单。"
        )
    told += _unsettled(preparation.undecided)
    return [
        "",
        f"已编号并出单{len(issued)}份：",
        *_ticket_lines(issued, ambiguous),
        *wrap(told, WIDTH, ambiguous=ambiguous),
    ]


def _unsettled(tasks: Sequence[ExtractedTask]) -> str:
    """The tasks that are in no ledger, their source or day being open, and how to go on."""
    if not tasks:
        return ""
    return (
        f"任务{'、'.join(str(task.number) for task in tasks)}的来源或日期未定，没有出单，也没有记入"
        "台账：定下以后，对同一份文件再运行一次，加 --source 类别（或 --on 日期），"
        "就只出这几项的单。类别见 duban rules --sources。"
    )


def issued_before_lines(
    name: str,
    tickets: Sequence[IssuedTicket],
    tasks: Sequence[SourceTask] = (),
    *,
    left: Preparation | None = None,
    ambiguous: int = 1,
) -> list[str]:
    """What a clerk is told who brings the same file again; ``tasks`` are the ledger's, ``left``
    is what can still be made of the file."""
    kept = {task.number for task in tasks}
    open_source = [task for task in left.undecided if task.number not in kept] if left else []
    without_day = _held_back(left)[1] if left else []
    first = (
        f"{name} 已于{tickets[0].issued_on}出过{len(tickets)}份交办单，这次没有再编号，没有写文件："
    )
    return [
        *wrap(first, WIDTH, ambiguous=ambiguous),
        *_ticket_lines(tickets, ambiguous),
        *_standing_lines(tickets, ambiguous),
        *_waiting_lines(tasks, without_day, ambiguous),
        *(wrap(_unsettled(open_source), WIDTH, ambiguous=ambiguous) if open_source else ()),
        "确需全部再出一次，请加 --again。",
    ]


def _standing_lines(tickets: Sequence[IssuedTicket], ambiguous: int) -> list[str]:
    """How many of the files stand, where not all do."""
    pending = [ticket.number for ticket in tickets if ticket.is_pending]
    missing = [ticket.number for ticket in tickets if ticket.is_missing]
    lines = []
    if pending or missing:
        stand = len(tickets) - len(pending) - len(missing)
        lines += paragraph(f"{len(tickets)}份中有{stand}份的文件在。", ambiguous=ambiguous)
    if pending:
        text = f"  文件还没有写出：{'、'.join(pending)}"
        lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    if missing:
        text = f"  文件已不在原处：{'、'.join(missing)}"
        lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    return lines


def _waiting_lines(
    tasks: Sequence[SourceTask], without_day: Collection[int], ambiguous: int
) -> list[str]:
    """Tasks on no ticket yet, and how to issue them; ``without_day`` are those of a day no
    calendar has."""
    waiting = [task for task in tasks if not task.tickets]
    if not waiting:
        return []
    lines = [f"还有{len(waiting)}项没有出单："]
    for task in waiting:
        text = f"  任务{task.number}（{task.state}）{task.objective}"
        lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    open_tasks = [task for task in waiting if task.state == "待交办"] or waiting
    void = next((task for task in open_tasks if task.was_issued and task.leads), None)
    if void is not None:
        how = f"原单作废的，用同样的命令加 --lead {void.number}={void.leads[0]}，重新出单。"
        lines += wrap(how, WIDTH, ambiguous=ambiguous)
    never = [task for task in open_tasks if not task.was_issued]
    first = next((task for task in never if task.number not in without_day), None)
    if first is not None:
        how = f"定下牵头单位后，用同样的命令加 --lead {first.number}=单位名称，只出这几项的单。"
        lines += wrap(how, WIDTH, ambiguous=ambiguous)
    undated = [str(task.number) for task in never if task.number in without_day]
    if undated:
        how = f"任务{'、'.join(undated)}的日期待核对：改正原文后加 --revised 再运行，只出改动的单。"
        lines += wrap(how, WIDTH, ambiguous=ambiguous)
    return lines


def _ticket_lines(tickets: Sequence[IssuedTicket], ambiguous: int) -> list[str]:
    """One entry a ticket; the files bear the numbers as their names."""
    lines = []
    for ticket in tickets:
        text = f"  {ticket.number}  {'、'.join(ticket.units)}"
        lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    for folder in dict.fromkeys(ticket.file.parent for ticket in tickets):
        place = f"文件在：{folder}（文件名就是编号）"
        lines += paragraph(place, indent="  ", ambiguous=ambiguous)
    return lines
