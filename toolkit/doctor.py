"""``duban check``: is everything there that tomorrow needs? Looks, changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from toolkit.errors import DubanError
from toolkit.follow_up.tracking import opened
from toolkit.issuing import check_complete, has_ledger
from toolkit.ledger.backups import backups
from toolkit.ledger.store import Ledger
from toolkit.ledger.verification import database_fault, last_event_at, verify
from toolkit.office.law import law_of
from toolkit.office.settings import OfficeFolder
from toolkit.office.shelf import shelf_of
from toolkit.papers import PAPERS
from toolkit.rendering.shelf import Shelf

BACKUP_DAYS = 7
LITTLE_SPACE, NO_SPACE = 500, 50  # megabytes
_NOTICE_MONTH = 11  # next year's holiday notice usually comes out in November


class Verdict(StrEnum):
    """How a thing stands."""

    GOOD = "正常"
    LOOK = "请注意"
    BAD = "有问题"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; the message says what is wrong and what to do."""

    name: str
    verdict: Verdict
    message: str = ""


def examine(office: OfficeFolder, today: date, *, now: datetime | None = None) -> tuple[Check, ...]:
    """Everything, in the order a clerk would ask; a fault of one thing does not hide the others."""
    now = now or datetime.now(UTC)
    found: list[Check] = []
    try:
        found += _ledger(office, now)
    except DubanError as fault:
        found.append(Check("台账", Verdict.BAD, f"【{fault.code}】{fault.message}"))
    found += _guarded("台账完整", lambda: _complete(office))
    found += _guarded("放假安排", lambda: _calendar(office, today))
    found += _guarded("样式", lambda: _templates(office))
    found += _backup(office, now)
    found += _disk(office)
    return tuple(found)


def _guarded(name: str, look: Callable[[], Iterator[Check]]) -> list[Check]:
    try:
        return list(look())
    except DubanError as fault:
        return [Check(name, Verdict.BAD, f"【{fault.code}】{fault.message}")]


_INVARIANTS = {
    "I1": "编号连续",
    "I3": "单据文件",
    "I4": "单据文件",
    "I5": "写出的文件",
    "I6": "事件记录",
    "D1": "交办日期",
}


_REWRITE = "改了名的请改回；缺的按签发时的内容重新写出，请运行 duban ledger --rewrite。"


def _ledger(office: OfficeFolder, now: datetime) -> Iterator[Check]:
    if office.folder is not None and not has_ledger(office):
        yield Check("台账", Verdict.LOOK, "还没有台账，第一次出单时建立。")
        return
    with opened(office, incomplete=True) as ledger:
        yield from _of_ledger(ledger, now)


def _of_ledger(ledger: Ledger, now: datetime) -> Iterator[Check]:
    fault = database_fault(ledger)
    if fault:
        yield Check("台账数据库", Verdict.BAD, f"{fault}。请用 duban restore 恢复最近的备份。")
        return
    yield Check("台账数据库", Verdict.GOOD)
    damage = verify(ledger)
    for name in dict.fromkeys(_INVARIANTS.values()):
        told = [each.message for each in damage if _INVARIANTS[each.invariant] == name]
        if told:
            more = f"另有{len(told) - 5}处。" if len(told) > 5 else ""
            gone = any("的文件缺失：" in each for each in told)
            yield Check(name, Verdict.BAD, "".join(told[:5]) + more + (_REWRITE if gone else ""))
        else:
            yield Check(name, Verdict.GOOD)
    last = last_event_at(ledger)
    if last and now < last - timedelta(days=1):
        yield Check("电脑时间", Verdict.BAD, f"早于台账最近一次登记（{last:%Y-%m-%d}）。请校准。")
    else:
        yield Check("电脑时间", Verdict.GOOD)


def _complete(office: OfficeFolder) -> Iterator[Check]:
    """The ledger knows every number that was given, as the note beside it says."""
    check_complete(office)
    yield Check("台账完整", Verdict.GOOD)


def _calendar(office: OfficeFolder, today: date) -> Iterator[Check]:
    calendar = law_of(office).calendar
    wanted = [today.year, *([today.year + 1] if today.month >= _NOTICE_MONTH else [])]
    missing = [year for year in wanted if not calendar.knows(year)]
    if missing:
        years = "、".join(f"{year}年" for year in missing)
        yield Check(
            "放假安排",
            Verdict.LOOK,
            f"没有{years}的放假安排，有关时限都是暂定。通知公布后请用 duban calendar import 导入。",
        )
    else:
        yield Check("放假安排", Verdict.GOOD)


def _templates(office: OfficeFolder) -> Iterator[Check]:
    shelf = shelf_of(office)
    faults = []
    for paper in PAPERS.values():
        try:
            shelf.template(paper)
        except DubanError as fault:
            faults.append(f"{paper.name}：{fault.message}")
    if faults:
        yield Check("样式", Verdict.BAD, "".join(faults))
    elif strange := _other_fonts(shelf, office.settings.papers.fonts):
        yield Check("样式", Verdict.LOOK, strange)
    else:
        yield Check("样式", Verdict.GOOD)


def _other_fonts(shelf: Shelf, profile: str) -> str:
    """Which of the office's own templates use fonts that are not of its profile."""
    if not profile:
        return ""
    from toolkit.layout.customs import faces_used
    from toolkit.layout.sheet import sheet_of
    from toolkit.loading.layout import load_fonts

    fonts = load_fonts().only(profile)
    told = [
        f"{paper.name}用了{'、'.join(outside)}"
        for paper in PAPERS.values()
        if (own := shelf.own_file(paper))
        and (outside := fonts.outside(faces_used(sheet_of(own.name, own.read_bytes()))))
    ]
    if not told:
        return ""
    return f"不是“{profile}”这套字体的：{'；'.join(told)}。请在 Word、WPS 中改字体，或改设置。"


def _backup(office: OfficeFolder, now: datetime) -> Iterator[Check]:
    if office.folder is None or office.settings.ledger.database:
        return
    made = backups(office.folder)
    if not made:
        yield Check("备份", Verdict.LOOK, "还没有备份过。请执行 duban backup，并另存一份到别处。")
        return
    days = (now - datetime.fromtimestamp(made[-1].stat().st_mtime, UTC)).days
    if days > BACKUP_DAYS:
        yield Check("备份", Verdict.LOOK, f"最近一次备份在{days}天以前。请执行 duban backup。")
    else:
        yield Check("备份", Verdict.GOOD)


def _disk(office: OfficeFolder) -> Iterator[Check]:
    if office.folder is None:
        return
    free = shutil.disk_usage(office.folder).free // 2**20
    if free < LITTLE_SPACE:
        verdict = Verdict.BAD if free < NO_SPACE else Verdict.LOOK
        yield Check("磁盘", verdict, f"只剩{free}MB。请清理磁盘。")
    else:
        yield Check("磁盘", Verdict.GOOD)
