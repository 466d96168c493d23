"""What ``duban calendar`` prints: lines of at most 80 columns, and plain objects."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from toolkit.contract import Json, findings_list, iso
from toolkit.follow_up.holiday_import import Import
from toolkit.follow_up.timetable import DEFAULT, RULE, STATED, Timetable
from toolkit.rules.sentences import weekday
from toolkit.screen.display import Column, paragraph, table
from toolkit.screen.reports import Notes

_TIMETABLE = (
    Column("日期", 10),
    Column("事项", 34),
    Column("依据", 9),
    Column("由谁", 18),
    Column("性质", 4),
)
_NATURES = {
    RULE: "日子由条款写明或推出",
    DEFAULT: "条款只定次数，日子是本单位默认",
    STATED: "日子是来源文件写明的",
}


def timetable_lines(timetable: Timetable, *, ambiguous: int = 1) -> list[str]:
    """The table, what has no date, the legend, and what to look at."""
    rows = [
        [
            f"{row.on} {weekday(row.on)}{' 暂定' if row.is_provisional else ''}",
            "\n".join(filter(None, [row.what, row.content, row.note])),
            row.clause or "文件写明",
            row.who,
            row.nature,
        ]
        for row in timetable.rows
    ]
    when = f"{timetable.year}年" + (f"{timetable.month}月" if timetable.month else "")
    if not rows:
        return [f"{when}没有排定日期的事项。"]
    lines = [f"{when}到期事项，共{len(rows)}项：", *table(_TIMETABLE, rows, ambiguous=ambiguous)]
    if timetable.undated:
        lines.append("不排日期的：")
    for each in timetable.undated:
        text = f"  {each.what}（{each.words}，{each.clause}）：{each.who}"
        lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    used = {row.nature for row in timetable.rows}
    legend = "；".join(f"{name} {words}" for name, words in _NATURES.items() if name in used)
    lines += paragraph(f"性质：{legend}。", indent="  ", ambiguous=ambiguous)
    return [*lines, *Notes(timetable.findings).lines(ambiguous=ambiguous)]


def timetable_object(timetable: Timetable) -> Json:
    """The timetable for programs; dates are ISO text; a provisional day stands apart."""
    return {
        "year": timetable.year,
        "month": timetable.month,
        "rows": [
            {
                **asdict(row),
                "on": None if row.is_provisional else iso(row.on),
                "provisional": iso(row.on) if row.is_provisional else None,
                "late_after": iso(row.late_after),
            }
            for row in timetable.rows
        ],
        "undated": [asdict(each) for each in timetable.undated],
        "findings": findings_list(timetable.findings),
    }


def import_lines(done: Import, folder: Path, *, ambiguous: int = 1) -> list[str]:
    """What was imported, which days are now others, and what that moves in the ledger."""
    found = done.arrangement
    kind = f"{found.year}年放假安排" if found.is_national else "本地放假安排"
    verb = "已导入" if done.is_done else "可以导入"
    lines = paragraph(f"{verb}{kind}：{found.title or found.file}（{found.notice}）", indent="  ")
    if done.is_done:
        lines.append(f"  存为 {done.target.relative_to(folder).as_posix()}")
    parts = [part for part in (found.before, found.days) if part]
    off, makeup = sum(len(part.off) for part in parts), sum(len(part.makeup) for part in parts)
    lines.append(f"  放假{off}天（含其中的周末），补班{makeup}天。")
    if done.changed:
        shown = "、".join(str(on) for on in done.changed)
        text = f"  与原来掌握的（或推算的）不同的有{len(done.changed)}天：{shown}"
        lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    lines += _move_lines(done, ambiguous)
    return [*lines, *Notes(done.findings).lines(ambiguous=ambiguous)]


def _move_lines(done: Import, ambiguous: int) -> list[str]:
    if not done.moves:
        return ["台账中没有时限因此变动。"]
    lines = []
    groups = (
        (True, "已下发的单，日期不自动改，列为建议（已记入台账的事件）："),
        (False, "还没有交办的，列台账时按新日期计算："),
    )
    for is_issued, heading in groups:
        moves = [move for move in done.moves if move.is_issued is is_issued]
        lines += [heading] if moves else []
        for move in moves:
            was = f"暂定 {move.before}" if move.was_provisional else str(move.before)
            now = f"暂定 {move.after}" if move.is_provisional else str(move.after)
            same = "（日子不变，不再是暂定）" if move.before == move.after else ""
            text = f"  {move.name}  {move.what} {was} → {now}{same}"
            lines += paragraph(text, indent="    ", ambiguous=ambiguous)
    return lines


def import_object(done: Import) -> Json:
    """The import for programs."""
    return {
        "status": "imported" if done.is_done else "preview",
        "year": done.arrangement.year,
        "notice": done.arrangement.notice,
        "national": done.arrangement.is_national,
        "file": str(done.target),
        "changed": [iso(on) for on in done.changed],
        "moves": [
            {**asdict(move), "before": iso(move.before), "after": iso(move.after)}
            for move in done.moves
        ],
        "findings": findings_list(done.findings),
    }
