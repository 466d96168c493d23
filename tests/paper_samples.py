"""Every paper filled in at three sizes, for looking at and as golden files. All names are invented.

``python tests/paper_samples.py FOLDER`` writes the Word files; ``--accept`` as the folder writes
the golden texts instead: look at the diff; ``--pages`` counts pages with LibreOffice, which wants
faces as wide as an office's (``FONTCONFIG_FILE``): 仿宋, 楷体, 黑体, 宋体 and a 小标宋.
``uvx openxml-audit -r -m 0 --policy permissive FOLDER`` is an independent judge of the files; its
strict policy also wants a theme, which the standard does not and which makes WPS change fonts.
``uvx ooxml-integrity check FOLDER/*.docx`` is a second one, ``uvx docxtpl-lint templates/*.docx``
one of the templates.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from papers import GOLDEN, OFFICE, ROOT, decision, text_of, ticket

from toolkit.loading import load_regulation
from toolkit.model import ExtractedTask, Span, StatedDate, Task, TicketKind, Unit
from toolkit.papers import PAPERS
from toolkit.papers.breakdown import BreakdownFields, breakdown_rows, chapters_of
from toolkit.papers.bulletin import (
    DONE,
    OPEN,
    OVERDUE,
    BulletinFields,
    StateRow,
    UnitRow,
    figures,
    paragraphs,
)
from toolkit.papers.closing import ClosingFields, TargetRow
from toolkit.papers.extension import ExtensionReplyFields, ExtensionRequestFields
from toolkit.papers.feedback import FeedbackFields, feedback_fields
from toolkit.papers.instruction import InstructionFields
from toolkit.papers.notice import NoticeFields, notice_fields
from toolkit.papers.reminder import NOTHING_RECEIVED, OverdueRow, ReminderFields
from toolkit.papers.signing import SigningRow, signing_rows
from toolkit.papers.supervision import SupervisionFields
from toolkit.rendering import Template

ISSUER = "苇川县人民政府督查室"
NUMBER, REMINDER = "苇政督交〔2026〕12号", "苇政督催〔2026〕3号"
COPIES = "县委组织部、县纪委监委、县作风办"
SIZES = {"一项": 0, "满页": 1, "三页": 2}
# How many items: one; the most that need no page more; so many that the items' table (in a paper
# without annex: the whole) takes three pages. Then the pages of each, as LibreOffice counts.
COUNTS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "交办通知": ((1, 4, 14), (3, 3, 5)),
    "领导批示办理单": ((1, 2, 18), (1, 1, 3)),
    "催办单": ((1, 3, 22), (1, 1, 3)),
    "督办单": ((1, 2, 22), (1, 1, 3)),
    "督办通知书": ((1, 8, 14), (2, 2, 3)),
    "任务分解方案": ((1, 5, 20), (4, 4, 6)),
    "政务督查通报": ((1, 6, 20), (2, 3, 5)),  # one item alone has no annex
    "销号单": ((1, 2, 18), (1, 1, 3)),
    "延期申请": ((1, 3, 18), (1, 1, 3)),
    "延期批复": ((1, 2, 24), (1, 1, 3)),
    "反馈表": ((1, 3, 16), (1, 1, 3)),
}
OBJECTIVES = (
    "制定全县防汛应急预案修订方案，完成12座小型水库“三个责任人”核定，报县政府审定",
    "推进青石河综合整治二期工程，完成河道清淤8.6公里、岸坡加固3.2公里",
    "完成老旧小区改造23个、惠及群众4100户，同步实施雨污分流",
    "对照省级反馈问题清单，逐条明确整改措施、责任人和完成时间",
    "办好“一网通办”，高频事项网上可办率达到95%以上",
)
UNITS = ("县水利局", "县发展改革委", "县住房城乡建设局", "县生态环境局", "县政务服务数据局")
DUE = ("3月31日前", "6月底前", "9月底前", "11月底前", "12月底前")
DAYS = ((3, 31), (6, 30), (9, 30), (11, 30), (12, 31))
CHAPTERS = ("一、着力扩大有效投资", "二、着力推进乡村振兴", "三、着力改善民生")


def extracted(number: int, of: int) -> ExtractedTask:
    which = (number - 1) % 5
    supporting = tuple(Unit(UNITS[(which + step) % 5]) for step in (1, 3)) if which else ()
    return ExtractedTask(
        number=number,
        objective=OBJECTIVES[which],
        origin=(Span(14 + number, 0, 4, "制定方案"),),
        lead_units=(Unit(UNITS[which]),),
        supporting_units=supporting,
        lead_officials=("张某某",) if which % 2 else (),
        responsible_persons=("李某某",) if which > 2 else (),
        completion_deadline=StatedDate(DUE[which], date(2026, *DAYS[which])),
        targets=(("23个", "4100户") if which == 2 else ("95%以上",)) if which in (2, 4) else (),
        heading=CHAPTERS[min((number - 1) * 3 // max(of, 3), 2)],
    )


def tasks(count: int) -> list[ExtractedTask]:
    return [extracted(number, count) for number in range(1, count + 1)]


def decided(count: int) -> list[Task]:
    return [Task(read, decision()) for read in tasks(count)]


def notice(count: int) -> NoticeFields:
    return notice_fields(
        [ticket(each) for each in decided(count)],
        OFFICE,
        source="县政府第48次常务会议",
        source_day="2026年3月5日",
    )


def feedback(count: int) -> FeedbackFields:
    return feedback_fields(ticket(*decided(count)), OFFICE)


@cache
def chain() -> tuple[SigningRow, ...]:
    chains = load_regulation(None).provisions.sign_off
    found = [each for each in chains if TicketKind.REMINDER in each.kinds]
    return signing_rows(found[0], {"提出": ("陈某某", "2026年3月23日")})


def overdue(count: int) -> tuple[OverdueRow, ...]:
    return tuple(
        OverdueRow(each.number, each.objective, DUE[(each.number - 1) % 5], "未报")
        for each in tasks(count)
    )


def reminder(count: int) -> ReminderFields:
    return ReminderFields(
        issuer_name=ISSUER,
        number=REMINDER,
        issued_on="2026年3月23日",
        unit="县发展改革委",
        ticket_number=NUMBER,
        ticket_issued_on="2026年3月9日",
        ticket_items="第1项" if count == 1 else "",
        feedback_by="2026年3月20日",
        overdue="1个工作日",
        tasks=overdue(count),
        as_of="2026年3月23日",
        state=NOTHING_RECEIVED,
        reply_by="2026年3月26日",
        feedback_to="县政府督查室",
        basis="《关于完善高效运行机制的工作意见》五-4",
        contact="王某某",
        phone="0000-1234567",
        copies=COPIES,
        steps=chain(),
    )


def supervision(count: int) -> SupervisionFields:
    is_bare = count == 2  # what may be empty is
    return SupervisionFields(
        issuer_name=ISSUER,
        number="苇政督办〔2026〕5号",
        issued_on="2026年3月27日",
        alert_colour="" if count == 1 else "红色督办",
        unit="县发展改革委",
        responsible_leader="主要负责同志",
        ticket_number=NUMBER,
        ticket_issued_on="2026年3月9日",
        reminder_number=REMINDER,
        reminder_issued_on="2026年3月23日",
        reminder_result="" if is_bare else "至3月26日仍未反馈",
        shortfall="未按要求反馈",
        tasks=overdue(count),
        method="专项督查",
        requirement="" if count < 3 else "逐项说明未反馈的原因，明确分管负责人，每周五报送进展",
        report_by="2026年4月1日",
        report_to="县政府督查室",
        consequence="" if is_bare else "实绩考核扣分、效能考评扣分、启动问责程序",
        basis="《关于完善高效运行机制的工作意见》五-4",
        contact="王某某",
        phone="0000-1234567",
        copies=COPIES,
        steps=chain(),
    )


def breakdown(count: int) -> BreakdownFields:
    rows = breakdown_rows(tasks(count))
    return BreakdownFields(
        issuer_name="苇川县人民政府",
        number="苇政发〔2026〕2号",
        year="2026",
        addressees="各乡镇人民政府，县政府各部门、各直属机构",
        adopted_by="苇川县第十八届人民代表大会第五次会议",
        chapter_count=chapters_of(rows) if count > 1 else 0,
        task_count=len(rows),
        tasks=rows,
        report_rule="每季度结束后5个工作日内",
        report_to="县政府督查室",
        issued_on="2026年2月10日",
        copies="县委各部门，县人大常委会办公室，县政协办公室，县法院，县检察院，县人武部",
        printer="苇川县人民政府办公室",
        printed_on="2026年2月10日",
    )


def bulletin(count: int) -> BulletinFields:
    states = [(DONE, OPEN, DONE, OVERDUE, OPEN)[n % 5] for n in range(count)]
    rows = tuple(
        StateRow(
            n,
            f"苇政督交〔2026〕{n}号",
            task.objective,
            UNITS[(n - 1) % 5],
            DUE[(n - 1) % 5],
            state,
            "已报方案" if state == OPEN else "—",
        )
        for n, (task, state) in enumerate(zip(tasks(count), states, strict=True), 1)
    )
    counted: dict[str, Any] = figures(states)
    is_long = count > 1
    return BulletinFields(
        issue="第8期",
        issue_in_all="（总第112期）" if is_long else "",
        issuer_name=ISSUER,
        issued_on="2026年4月10日",
        subject="县政府第48次常务会议议定事项",
        basis="按照县政府督查工作安排",
        as_of="2026年4月8日",
        **counted,
        good=(UnitRow("县水利局", "第1项", "提前完成预案修订"),)
        if count < 20
        else tuple(UnitRow(unit, f"第{n}项", "按时办结") for n, unit in enumerate(UNITS, 1)),
        slow=(UnitRow("县生态环境局", "第4项", "未按时反馈"),) if is_long else (),
        problems=paragraphs(
            ["个别单位研究不深，反馈内容与目标任务不对应，没有量化进展。"] * (count // 4)
        ),
        demands=paragraphs(
            [
                "逾期事项的主办单位于4月15日前书面说明原因和完成时间。",
                "在办事项的主办单位对照时序进度，逐项细化措施，确保按期完成。",
            ]
        ),
        rows=rows if is_long else (),
        approved="张某某，2026年4月9日",
        reported_to="县委、县政府领导",
        sent_to="县委各部门，县人大常委会办公室，县政协办公室" if is_long else "",
        distributed_to="各乡镇人民政府，县政府各部门、各直属机构",
    )


def instruction(count: int) -> InstructionFields:
    return InstructionFields(
        issuer_name="苇川县人民政府办公室",
        number="苇政督交〔2026〕15号",
        issued_on="2026年3月10日",
        leader="张某某县长",
        instructed_on="2026年3月9日",
        incoming_unit="县信访局",
        incoming_number="苇信〔2026〕7号",
        incoming_title="关于青石河沿岸群众反映污水直排问题的情况报告",
        register_number="2026-0318",
        instruction="请生态环境局牵头，会同水利局、青石镇立即核查，依法处理，3月17日前报结果。"
        * count,
        category="办理",
        proposal="建议由县生态环境局主办，县水利局、青石镇人民政府协办。",
        lead_units="县生态环境局",
        supporting_units="县水利局、青石镇人民政府",
        due="2026年3月17日",
        due_basis="依据《关于完善高效运行机制的工作意见》五-1-(1)，1周，自3月10日次日起算，至3月17日",
        feedback_to="县政府办公室",
        result="" if count == 1 else "3个直排口已封堵2个，责令整改企业1家。" * count,
        report_back="",
        closed_on="",
        handler="",
        contact="王某某",
        phone="0000-1234567",
    )


def closing(count: int) -> ClosingFields:
    return ClosingFields(
        issuer_name=ISSUER,
        number=NUMBER,
        ledger_number="2026-督-0132",
        source="县政府第48次常务会议（2026年3月5日）",
        unit="县水利局",
        applied_on="2026年11月28日",
        due="11月底前",
        targets=tuple(
            TargetRow(each.number, each.objective, "" if count == 1 else "已完成", "")
            for each in tasks(count)
        ),
        method="实地核查",
        opinion="经核查，该事项目标任务已完成，佐证材料齐全，同意销号。",
        conclusion="同意销号",
        new_due="",
        checker="赵某某",
        checked_on="2026年12月2日",
        signer="李某某",
        signed_on="2026年12月3日",
    )


def extension_request(count: int) -> ExtensionRequestFields:
    return ExtensionRequestFields(
        issuer_name=ISSUER,
        unit="苇川县水利局",
        applied_on="2026年3月16日",
        number=NUMBER,
        item="第3项",
        objective=OBJECTIVES[1],
        limit_kind="完成",
        due="2026年3月31日",
        done="已完成清淤6.1公里，岸坡加固招标结束。" * count,
        reason="3月以来连续降雨，河道水位高于施工警戒水位，机械无法进场。" * count,
        wanted="2026年4月20日",
        measures="增加两个作业面，实行三班作业，每周报送进度。" * count,
        head="",
        contact="孙某某",
        phone="0000-7654321",
        conditions="确属特殊情况，在期满日之前书面提出并说明原因",
    )


def extension_reply(count: int) -> ExtensionReplyFields:
    is_granted = count < 20
    return ExtensionReplyFields(
        issuer_name=ISSUER,
        number="苇政督函〔2026〕4号",
        issued_on="2026年3月18日",
        unit="县水利局",
        applied_on="2026年3月16日",
        ticket_number=NUMBER,
        item="第3项",
        objective=OBJECTIVES[1],
        limit_kind="完成",
        due="2026年3月31日",
        is_granted=int(is_granted),
        new_due="2026年4月20日" if is_granted else "",
        reason="" if is_granted else "所述降雨情况与气象记录不符，不属特殊情况。" * count,
        requirement="" if count < 3 else "请每周五向我室报送工程进度。" * count,
        copies="" if count == 1 else "县政府分管领导",
        contact="王某某",
        phone="0000-1234567",
    )


SAMPLES: dict[str, Callable[[int], Any]] = {
    "交办通知": notice,
    "领导批示办理单": instruction,
    "催办单": reminder,
    "督办单": supervision,
    "督办通知书": supervision,
    "任务分解方案": breakdown,
    "政务督查通报": bulletin,
    "销号单": closing,
    "延期申请": extension_request,
    "延期批复": extension_reply,
    "反馈表": feedback,
}
SHEETS = [(name, size) for name in SAMPLES for size in SIZES]


@cache
def template_of(name: str) -> Template:
    return Template.load(ROOT / "templates" / f"{name}.docx", PAPERS[name].fields)


def sheet(name: str, size: str) -> bytes:
    """The Word file of a paper at one of the three sizes."""
    count = COUNTS[name][0][SIZES[size]]
    return template_of(name).render(SAMPLES[name](count))


def page_counts(folder: Path) -> dict[tuple[str, str], int]:
    """The pages of every sheet, made in ``folder`` with LibreOffice and counted by pdfinfo."""
    for name, size in SHEETS:
        (folder / f"{name}-{size}.docx").write_bytes(sheet(name, size))
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, folder.glob("*.docx"))], check=True, capture_output=True)
    found = {}
    for name, size in SHEETS:
        told = subprocess.check_output(["pdfinfo", str(folder / f"{name}-{size}.pdf")], text=True)
        found[name, size] = int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]
    return found


def main(target: str) -> None:
    if target == "--pages":
        with tempfile.TemporaryDirectory() as folder:
            for (name, size), found in page_counts(Path(folder)).items():
                wanted = COUNTS[name][1][SIZES[size]]
                print(f"{'  ' if found == wanted else '! '}{name}-{size}: {found} ({wanted})")
        return
    for name, size in SHEETS:
        data = sheet(name, size)
        if target == "--accept":
            (GOLDEN / f"{name}-{size}.txt").write_text(text_of(data), encoding="utf-8")
        else:
            (Path(target) / f"{name}-{size}.docx").write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1])
