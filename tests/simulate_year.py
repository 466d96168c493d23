"""A whole year of an office, by a clerk who throws dice, held to a model that shares no code.

    python tests/simulate_year.py                       60 meetings, 300 批示, one work report
    python tests/simulate_year.py --meetings 4 --instructions 12 --seed 7

Documents are cut from samples/. Every day something is issued, signed for, reported, checked, sent
back, extended (also too late: that must be refused), chased, merged, split, made void, struck off.
At the end the ledger, every reminder and the 通报 of several days must be the model's. Exit code 1
and the first differences otherwise.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from builders import docx, paragraph, table
from second_opinion import NotAnnounced, opinion, works
from year_model import Item, YearModel, workday_after

from toolkit.corrections import Corrections
from toolkit.errors import UsageError
from toolkit.follow_up.chasing import Signature, draft_chases, issue_drafts
from toolkit.follow_up.daily import tick
from toolkit.follow_up.feedback import ReplyWish, propose, record_reply
from toolkit.follow_up.reporting import make_report
from toolkit.issuing import issue_tickets
from toolkit.ledger.amending import Amendment, merge_entries, split_entry
from toolkit.ledger.models import LedgerEntry, Notice, TicketRecord
from toolkit.ledger.reporting import ReportQuestion
from toolkit.ledger.steps import StepOrder, take_step
from toolkit.ledger.store import Ledger, list_entries, open_ledger, verify
from toolkit.ledger.voiding import void_ticket
from toolkit.life_cycle import Given, Limit, Side
from toolkit.loading.life_cycle import load_life_cycle
from toolkit.model import TicketKind
from toolkit.office.settings import load_office
from toolkit.office.setup import create_office
from toolkit.pipeline import prepare_tickets
from toolkit.reading import read_bytes, read_document

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
YEAR = 2026
FIRST, LAST = date(YEAR, 1, 5), date(YEAR, 12, 31)
CHASED_UNTIL = date(YEAR, 12, 24)  # later a reply would be due in a year without its notice
CYCLE = load_life_cycle()
BODY = "县政府督查室"
MINUTES = {
    "县政府第12次常务会议纪要.docx": ("executive_meeting", "2026年3月5日", "第12次"),
    "县长办公会议纪要.docx": ("magistrate_office_meeting", "2026年4月13日", "第5次"),
}
INSTRUCTIONS = (
    ("请立即到现场核查，{due}前拿出处置方案。", "请县水利局牵头，县应急局配合办理"),
    ("请县交通运输局会同县公安局研处，{due}前报结果。", "请县交通运输局主办"),
    ("请县财政局研究提出意见，{due}前报我。", "请县财政局主办，县卫健委配合"),
    ("请县城管局、县住建局阅处，{due}前整改到位。", "请县城管局牵头办理"),
    ("已阅。", "存档"),
)
UNITS = ("县发改委", "县财政局", "县住建局", "县教育局", "县水利局", "县农业农村局")
SIGNED = ("提出", "同意", "签发", "下发")


class Year:
    """The office under way: its folder, its open ledger, the dice, and the model beside it."""

    ledger: Ledger

    def __init__(
        self, folder: Path, meetings: int, instructions: int, seed: int, report_tasks: int = 999
    ) -> None:
        create_office(folder, "岚溪县")
        self.folder = folder
        self.office = load_office(folder)
        self.dice = random.Random(seed)
        self.model = YearModel()
        self.today = FIRST
        self.letters = 0
        self.report_tasks = report_tasks
        self.faults: list[str] = []
        days = [day for day in _days() if works(day) and day <= date(YEAR, 12, 20)]
        self.plan: dict[date, list[Callable[[], None]]] = {}
        for n in range(meetings):
            self._planned(self.dice.choice(days[2:]), partial(self.meeting, n))
        rows = _parts(instructions, 12)
        for n, count in enumerate(rows):
            self._planned(self.dice.choice(days[20:]), partial(self.register, n, count))
        self._planned(date(YEAR, 1, 29), self.work_report)

    def _planned(self, day: date, work: Callable[[], None]) -> None:
        self.plan.setdefault(day, []).append(work)

    def run(self) -> list[str]:
        """Live through the year; the differences found, none if all is as it should be."""
        with open_ledger(self.folder) as self.ledger:
            for day in _days():
                self.today = day
                if works(day):
                    self._working_day()
            self.compare()
        return self.faults

    def _working_day(self) -> None:
        for work in self.plan.get(self.today, ()):
            work()
        if self.today.weekday() == 0 and self.today <= CHASED_UNTIL:
            self._reminders()
            self._chase(TicketKind.REMINDER)
            self._chase(TicketKind.SUPERVISION)
        for item in self.model.alive():
            if self.dice.random() < 0.12:
                self._something(item)
        if self.dice.random() < 0.05:
            self.dice.choice((self._merge, self._split, self._void))()

    # --- documents -----------------------------------------------------------------------------

    def meeting(self, n: int) -> None:
        """Minutes of some paragraphs of a sample, of a day or two ago."""
        name = self.dice.choice(list(MINUTES))
        source, day, number = MINUTES[name]
        held = self._yesterday()
        texts = [each.text for each in read_document(SAMPLES / name).paragraphs]
        head, rest = texts[:4], texts[4:]
        kept = sorted(self.dice.sample(range(len(rest)), min(len(rest), 8)))
        lines = [*head, *(rest[at] for at in kept)]
        lines[1] = f"第{n + 1}次"
        lines[2] = f"岚溪县人民政府办公室\t{_chinese(self.today)}"
        lines = [
            each.replace(day, _chinese(held)).replace(number, f"第{n + 1}次") for each in lines
        ]
        self._issue(f"纪要{n}.txt", "\n".join(lines).encode(), source, held)

    def _yesterday(self) -> date:
        """The working day before."""
        day = self.today - timedelta(1)
        while not works(day):
            day -= timedelta(1)
        return day

    def register(self, n: int, count: int) -> None:
        """A register of instructions of one leader, all of the working day before."""
        held = self._yesterday()
        head = ["序号", "来文单位", "来文标题", "批示领导", "批示日期", "批示内容", "拟办意见"]
        rows = []
        for at in range(count):
            words, proposal = self.dice.choice(INSTRUCTIONS)
            due = workday_after(self.today, 3 + self.dice.randrange(12))
            said = words.format(due=f"{due.month}月{due.day}日")
            title = f"关于第{n + 1}期第{at + 1}件事项的报告"
            rows.append([f"{at + 1}", "县信访局", title, "穆清远", _chinese(held), said, proposal])
        title = f"岚溪县人民政府领导批示登记表（第{n + 1}期）"
        data = docx(paragraph(title) + table(head, *rows))
        chief = self.dice.random() < 0.5
        self._issue(
            f"批示{n}.docx", data, "chief_instruction" if chief else "deputy_instruction", held
        )

    def work_report(self) -> None:
        """The work report; the clerk gives the tasks lead units, the first of them at least."""
        path, closed = SAMPLES / "2026年政府工作报告.docx", date(YEAR, 1, 23)
        document = read_document(path)
        read = prepare_tickets(document, self.office, source="gov_work_report", on=closed)
        numbers = [each.number for each in read.extraction.tasks][: self.report_tasks]
        leads: dict[int, tuple[str, ...]] = {n: (self.dice.choice(UNITS),) for n in numbers}
        self._issue(path.name, path.read_bytes(), "gov_work_report", closed, leads)

    def _issue(
        self,
        name: str,
        data: bytes,
        source: str,
        on: date,
        leads: dict[int, tuple[str, ...]] | None = None,
    ) -> None:
        wanted = Corrections(leads or {})
        preparation = prepare_tickets(
            read_bytes(name, data),
            self.office,
            source=source,
            on=on,
            issued_on=self.today,
            corrections=wanted,
        )
        if not preparation.tickets:
            return
        issued = issue_tickets(preparation, self.office, issued_on=self.today)
        self.model.numbers(TicketKind.ASSIGNMENT, [each.number for each in issued], self.faults)
        for row in list_entries(self.ledger):
            if row.register_number in self.model.items:
                continue
            item = self.model.enter(row.register_number, row.lead_units, source, self.today)
            item.report_by = row.feedback_on or row.feedback_provisional_on
            item.finish_by = row.completion_on
            if row.tickets:
                item.assign(self.today, row.tickets[0])
            self._check_limit(item, source, on)

    def _check_limit(self, item: Item, source: str, on: date) -> None:
        """The day of feedback as somebody else counts it, wherever the calendar is known."""
        try:
            expected = opinion(source, on, self.today).feedback
        except NotAnnounced:
            return
        if item.ticket and item.report_by != expected:
            self.faults.append(f"{item.number} 反馈时限 {item.report_by}，应为 {expected}")

    # --- what is done about a task -------------------------------------------------------------

    def _take(self, item: Item, act: str, side: Side = Side.ISSUING_BODY, **given: Any) -> None:
        filled = {"who": "李明", "text": "如文", "method": "书面核查", "conclusion": "同意销号"}
        name = item.units[0] if side is Side.HANDLING_UNIT else ""
        order = StepOrder(act, Given(self.today, **{**filled, **given}), side, name)
        take_step(self.ledger, CYCLE, item.number, (), order, today=self.today, max_extensions=1)

    def _something(self, item: Item) -> None:
        later = workday_after(self.today, 3 + self.dice.randrange(15))
        throw = self.dice.random()
        if item.state in ("reported", "closing"):
            if throw < 0.5:
                self._take(item, "close")
                item.close(self.today)
            elif throw < 0.75:
                self._take(item, "return", new_on=later)
                item.send_back(self.today, later)
            else:
                self._take(item, "accept", new_on=later)
                item.accept(self.today, later)
        elif item.state == "assigned" and throw < 0.5:
            self._take(item, "receive", Side.HANDLING_UNIT)
            item.receive(self.today)
        elif throw < 0.6 and item.state not in ("reminded", "supervised"):
            self._extend(item, later)
        elif throw < 0.63:
            self._letter(item)
        else:
            act = self.dice.choice(("report", "apply"))
            self._take(item, act, Side.HANDLING_UNIT)
            item.answer(self.today, "reported" if act == "report" else "closing")

    def _extend(self, item: Item, later: date) -> None:
        limit = self.dice.choice(list(Limit))
        due = item.report_by if limit is Limit.FEEDBACK else item.finish_by
        lawful = due is not None and self.today < due < later and not item.extensions
        try:
            self._take(item, "extend", new_on=later, limit=limit)
        except UsageError:
            if lawful:
                self.faults.append(f"{item.number} {self.today} 依规延期被拒绝")
            return
        if not lawful:
            self.faults.append(f"{item.number} {self.today} 不合规定的延期未被拒绝")
        item.extend(self.today, later, feedback=limit is Limit.FEEDBACK)

    def _letter(self, item: Item) -> None:
        """A letter that names the ticket's number; read, then recorded, then read once more."""
        if not item.ticket or item.is_piece:
            return
        (row,) = [each for each in list_entries(self.ledger, number=item.number)]
        place = row.items[0].rpartition("第")[2].removesuffix("项")
        self.letters += 1
        words = f"{item.ticket}交办单第{place}项正在抓紧办理。（第{self.letters}次报告）"
        file = self.ledger.folder / "来信.txt"
        file.write_text(f"{words}\n{item.units[0]}\n{_chinese(self.today)}\n", "utf-8")
        wish = ReplyWish(unit=item.units[0])
        found = propose(self.office, file, wish, today=self.today)
        record_reply(self.office, found, today=self.today, recorded_by="王芳")
        item.answer(self.today, "reported")
        if not propose(self.office, file, wish, today=self.today).is_known:
            self.faults.append(f"{item.number} 同一封信没有认出来")

    def _chase(self, kind: TicketKind) -> None:
        drafts = draft_chases(self.office, kind, self.today)
        drafted = {late.entry.register_number for draft in drafts for late in draft.late}
        due = self.model.to_chase(kind, self.today)
        if drafted != due:
            self.faults.append(f"{self.today} {kind} 应发 {sorted(due)}，拟发 {sorted(drafted)}")
        signatures = [Signature(act, "陈某", self.today) for act in SIGNED]
        issued = issue_drafts(self.office, drafts, signatures, today=self.today)
        self.model.numbers(kind, [each.number for each in issued], self.faults)
        for number in drafted:
            self.model.items[number].chase(self.today, kind)

    def _reminders(self) -> None:
        self.model.remind(self.today)
        for _ in range(2):
            tick(self.office, self.today)

    # --- what is done to tasks themselves ------------------------------------------------------

    def _amendment(self) -> Amendment:
        return Amendment(Given(self.today, who="李明", text="核对"), self.today)

    def _merge(self) -> None:
        items = [each for each in self.model.alive() if each.state in ("assigned", "in_hand")]
        if len(items) > 8:
            one, other = self.dice.sample(items, 2)
            merge_entries(self.ledger, CYCLE, one.number, other.number, self._amendment())
            one.end("merged")

    def _split(self) -> None:
        items = [each for each in self.model.alive() if each.state != "closing"]
        if items:
            whole = self.dice.choice(items)
            words = ["前半", "后半"]
            pieces = split_entry(self.ledger, CYCLE, whole.number, words, self._amendment())
            self.model.split(whole, pieces)

    def _void(self) -> None:
        ticket = self.dice.choice([*{item.ticket for item in self.model.alive()}, ""])
        rows = [item for item in self.model.items.values() if item.ticket == ticket]
        if not ticket or any(not item.is_untouched() for item in rows):
            return
        given = Given(self.today, who="李明", text="发错")
        void_ticket(self.ledger, CYCLE, ticket, given, today=self.today)
        for item in rows:
            item.withdraw(self.today)

    # --- the end of the year -------------------------------------------------------------------

    def compare(self) -> None:
        """Note every fact of the ledger, reminder and figure that is not the model's."""
        told = {
            row.register_number: (
                row.state,
                row.report_by,
                row.finish_by,
                row.extensions,
                row.closed_on,
            )
            for row in LedgerEntry.objects.using(self.ledger.alias)
        }
        expected = {item.number: item.facts() for item in self.model.items.values()}
        for number in sorted(told.keys() | expected.keys()):
            if told.get(number) != expected.get(number):
                self.faults.append(f"{number} 台账 {told.get(number)}，应为 {expected.get(number)}")
        notices = Notice.objects.using(self.ledger.alias).select_related("entry")
        given = Counter(
            (each.entry.register_number, each.limit, each.due_on, each.rung) for each in notices
        )
        expected_notices = Counter(self.model.notices)
        if given != expected_notices:
            more, fewer = given - expected_notices, expected_notices - given
            self.faults.append(f"提醒 多了 {dict(more)}，少了 {dict(fewer)}")
        self.faults += [str(each) for each in verify(self.ledger)]
        kinds = Counter(
            TicketRecord.objects.using(self.ledger.alias).values_list("kind", flat=True)
        )
        if kinds != Counter(self.model.counts):
            self.faults.append(f"单据 {kinds}，应为 {self.model.counts}")
        for month in (3, 6, 9, 12):
            self._compare_report(date(YEAR, month, 30))
        self._compare_report(LAST)

    def _compare_report(self, day: date) -> None:
        """The 通报 of the year up to ``day``, asked for now: whole, by unit, and adding up."""
        asked = ReportQuestion(date(YEAR, 1, 1), day, day)
        made = make_report(self.office, asked)
        if replace(made, items=()) != make_report(self.office, asked, with_items=False):
            self.faults.append(f"{day} 数据库统计与逐项统计不一致")
        for unit in ("", *made.by_unit):
            counted = made.by_unit[unit] if unit else made.whole
            told = {name: getattr(counted, name) for name in self.model.MEASURES}
            expected = self.model.tally(day, unit)
            if told != expected:
                self.faults.append(f"{day} {unit or '合计'} 通报 {told}，应为 {expected}")
            if counted.done + counted.open + counted.overdue != counted.issued:
                self.faults.append(f"{day} {unit} 加起来不等于总数")
        if sum(each.issued for each in made.by_source.values()) != made.whole.issued:
            self.faults.append(f"{day} 各来源相加不等于合计")


def _days(until: date = LAST) -> Iterator[date]:
    day = FIRST
    while day <= until:
        yield day
        day += timedelta(1)


def _parts(total: int, size: int) -> list[int]:
    return [min(size, total - start) for start in range(0, total, size)]


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def main() -> int:
    """Run one year; print what it held and every difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=60)
    parser.add_argument("--instructions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        year = Year(Path(place) / "督办", wishes.meetings, wishes.instructions, wishes.seed)
        faults = year.run()
        print(year.model.summary(), f"信函{year.letters}封")
    print("\n".join(faults[:20]) or "台账、提醒、通报与另一套算法完全一致。")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
