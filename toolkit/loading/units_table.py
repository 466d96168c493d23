"""The office's own units table (units.xlsx): written once, edited in Excel or WPS, checked on load.

Reading a workbook takes a tenth of a second; a compiled copy beside it, keyed by the workbook's
hash, spares every later start. Names of the own place are kept as ``{P}``.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from toolkit.errors import SettingsError, why
from toolkit.extraction.units.records import FormerName, UnitRecord, stem_of
from toolkit.findings import abolished_name, alias_inside_name, nameless_units
from toolkit.loading.units_workbook import SHEET, TOWNS, Rows, workbook_rows
from toolkit.loading.vocabulary import built_in_table, unit_record
from toolkit.model import Finding, Severity

NAME, SHORT, ALIAS, BARE, FORMER, KIND, DUTIES, LEADER, NOTE, MARK = (
    "单位名称", "简称", "别名", "裸名", "曾用名", "类别", "职责关键词", "分管领导", "备注", "标识",
)  # fmt: skip
COLUMNS = (NAME, SHORT, ALIAS, BARE, FORMER, KIND, DUTIES, LEADER, NOTE, MARK)
KINDS = {
    "gov_dept": "政府部门",
    "vertical": "垂管单位",
    "institution": "事业单位",
    "party": "党委部门",
    "other_organ": "其他机关",
    "mass_org": "群团组织",
    "platform_company": "国有企业",
    "special_body": "专门机构",
}
_FORBIDDEN = re.compile(r'[/\\:*?"<>|{}\x00-\x1f]|\.\.|^[=+@-]')
_SEPARATORS = re.compile(r"[；;\n]+")
_LOOSE_SEPARATORS = re.compile(r"[；;、，,\n]+")
_PLACE = re.compile(r"^(?:中共)?([\u4e00-\u9fff]{2,8}?(?:自治县|自治州|[县市区旗州]))")
CACHE_VERSION = 2


@dataclass(frozen=True, slots=True)
class UnitsTable:
    """A units table as read; ``findings`` say what a clerk should look at.

    ``place`` is what the names begin with (苍屏县); ``""`` when they begin with a bare 县.
    """

    units: tuple[UnitRecord, ...]
    townships: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    place: str = ""


# --- reading -------------------------------------------------------------------------------------


def read_units_table(path: Path) -> UnitsTable:
    """The table in the workbook ``path``, from its compiled copy where that is still fresh.

    Raises :class:`~toolkit.errors.SettingsError` E1501 (not a workbook), E1502 (a column is
    missing), E3201 (a forbidden character), E3202 (one alias for two units).
    """
    key = f"{CACHE_VERSION}:{_key(path)}"
    compiled = path.with_name(f".{path.stem}.compiled.json")
    kept = _kept(compiled, key)
    if kept is not None:
        units, towns, place = _units(path, kept["rows"])
        findings = tuple(Finding(c, m, Severity(s)) for c, m, s in kept["findings"])
        return UnitsTable(tuple(unit for _, unit in units), towns, findings, place)
    rows = workbook_rows(path)
    table = _checked(path, rows)
    _keep(compiled, key, rows, table.findings)
    return table


def _key(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as fault:
        raise SettingsError("E1501", f"读不了单位表 {path.name}：{why(fault)}。") from fault


def _kept(compiled: Path, key: str) -> dict[str, Any] | None:
    """What was compiled from the workbook as it now is; ``None`` when it has changed."""
    try:
        kept = json.loads(compiled.read_bytes())
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("key") == key else None


def _keep(compiled: Path, key: str, rows: Rows, findings: Iterable[Finding]) -> None:
    """Write the compiled copy; an office folder that cannot be written to does without."""
    scratch = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    noted = [(f.code, f.message, f.severity.value) for f in findings]
    kept = {"key": key, "rows": rows, "findings": noted}
    with suppress(OSError):
        scratch.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        scratch.replace(compiled)


Lines = list[tuple[int, UnitRecord]]


def _units(path: Path, rows: Rows) -> tuple[Lines, tuple[str, ...], str]:
    """The units, each with its line in the sheet, the townships, the place of all."""
    head, *body = rows[SHEET] or [[]]
    _check_columns(path, head)
    column = {name: head.index(name) for name in COLUMNS if name in head}
    at = column[NAME]
    body = [[*row, *[""] * (len(head) - len(row))] for row in body]
    place = _own_place(row[at] for row in body)
    units = [
        (line, _unit(path, line, row, column, place))
        for line, row in enumerate(body, start=2)
        if row[at]
    ]
    return units, tuple(r[0] for r in rows.get(TOWNS, [])[1:] if r and r[0]), place


def _checked(path: Path, rows: Rows) -> UnitsTable:
    units, towns, place = _units(path, rows)
    _check_aliases(path, units)
    for line, town in enumerate(towns, start=2):
        _check_name(path, f"{TOWNS}表第{line}行", town)
    records = tuple(unit for _, unit in units)
    findings = (*_nameless(rows[SHEET]), *_abolished(units), *_clashes(records))
    return UnitsTable(records, towns, findings, place)


def _nameless(rows: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """Lines that say something but no unit's name."""
    at = rows[0].index(NAME)
    lines = [
        line
        for line, row in enumerate(rows[1:], start=2)
        if any(row) and not (row[at] if at < len(row) else "")
    ]
    if lines:
        yield nameless_units(lines)


def _check_columns(path: Path, head: Sequence[str]) -> None:
    if NAME not in head:
        present = "、".join(h for h in head if h) or "（空）"
        raise SettingsError(
            "E1502",
            f"单位表 {path.name} 第1行缺少“{NAME}”列；现有列：{present}。"
            "请补上这一列，或重新生成空白单位表。",
        )


def _own_place(names: Iterable[str]) -> str:
    """The place most names begin with: 苍屏县; ``""`` when they begin with a bare 县."""
    found = Counter(m.group(1) for name in names if (m := _PLACE.match(name)))
    place, count = found.most_common(1)[0] if found else ("", 0)
    return place if count >= 3 else ""


def _unit(
    path: Path, line: int, row: Sequence[str], column: dict[str, int], place: str
) -> UnitRecord:
    def cell(name: str) -> str:
        return row[column[name]] if name in column else ""

    def names(name: str, strict: bool = False) -> tuple[str, ...]:
        parts = (_SEPARATORS if strict else _LOOSE_SEPARATORS).split(cell(name))
        found = tuple(part.strip() for part in parts if part.strip())
        for part in found:
            _check_name(path, f"第{line}行", part)
        return found

    base = _built_in_records().get(cell(MARK)) or UnitRecord(cell(MARK) or f"own_{line}", "", ())
    kinds = {label: kind for kind, label in KINDS.items()}
    former = tuple(_level_only(n, place) for n in names(FORMER))
    return replace(
        base,
        kind=kinds.get(cell(KIND), base.kind or "gov_dept"),
        full=tuple(_templated(n, place) for n in names(NAME, strict=True)),
        short=tuple(_level_only(n, place) for n in names(SHORT)),
        aliases=names(ALIAS),
        bare_aliases=names(BARE),
        former=(FormerName(former),) if former else (),
        old_aliases=(),
        keywords=names(DUTIES),
        officials=names(LEADER),
        note=cell(NOTE),
    )


_STAND_INS = (("××县", "{P}"), ("××市", "{C}"), ("××省", "{省}"))


def _templated(name: str, place: str) -> str:
    for shown, mark in _STAND_INS:
        name = name.replace(shown, mark)
    if place and place in name:
        return name.replace(place, "{P}")
    return "{P}" + name[1:] if name[:1] in "县区旗" else name


def _level_only(name: str, place: str) -> str:
    """县财政局 for 苍屏县财政局 and for 区财政局: one form serves every level."""
    for shown, mark in _STAND_INS:
        name = name.replace(shown, mark)
    if place and name.startswith(place):
        return "县" + name[len(place) :]
    return "县" + name[1:] if name[:1] in "区旗" else name


@cache
def _built_in_records() -> dict[str, UnitRecord]:
    return {row["id"]: unit_record(row) for row in built_in_table()["units"]}


# --- checks --------------------------------------------------------------------------------------


def _check_name(path: Path, where: str, name: str) -> None:
    bad = _FORBIDDEN.search(name)
    if bad:
        raise SettingsError(
            "E3201",
            f"单位表 {path.name}：名称含有不允许的字符“{bad.group()}”："
            f"{where}“{name[:30]}”。请改掉。",
        )


def _check_aliases(path: Path, units: Lines) -> None:
    owner: dict[str, tuple[int, UnitRecord]] = {}
    for line, unit in units:
        for name in dict.fromkeys((*unit.full, *unit.short, *unit.aliases, *unit.bare_aliases)):
            first = owner.setdefault(name, (line, unit))
            if first[1] is not unit:
                _duplicate(path, name, first, (line, unit))


def _duplicate(
    path: Path, name: str, first: tuple[int, UnitRecord], second: tuple[int, UnitRecord]
) -> NoReturn:
    shown = [(line, _label(unit)) for line, unit in (first, second)]
    raise SettingsError(
        "E3202",
        f"单位表 {path.name}：别名“{name}”同时属于“{shown[0][1]}”（第{shown[0][0]}行）"
        f"和“{shown[1][1]}”（第{shown[1][0]}行），请区分。",
    )


def _label(unit: UnitRecord) -> str:
    return unit.short[0] if unit.short else unit.full[0].replace("{P}", "县")


def _abolished(units: Lines) -> Iterator[Finding]:
    """Names kept in the table that the built-in list knows as former."""
    built_in = _built_in_records()
    former = {
        stem: (name, period.period, unit)
        for unit in built_in.values()
        for period in unit.former
        for name in period.names
        if (stem := stem_of(name))
    }
    present = {
        stem
        for unit in built_in.values()
        for name in (*unit.full, *unit.short, *unit.aliases, *unit.signs)
        if (stem := stem_of(name))
    }
    for line, unit in units:
        for name in (*unit.full[:1], *unit.short):
            stem = stem_of(name)
            if stem and stem in former and stem not in present:
                _, period, now = former[stem]
                yield abolished_name(name.replace("{P}", "县"), line, _label(now), period)


def _clashes(units: Iterable[UnitRecord]) -> Iterator[Finding]:
    """An alias that stands inside another unit's name: 城管委 in 县城管委员会办公室."""
    aliases: dict[str, UnitRecord] = {}
    for unit in units:
        for alias in unit.aliases:
            if len(alias) >= 3:
                aliases.setdefault(alias, unit)
    sizes = sorted({len(alias) for alias in aliases})
    for unit in units:
        for name in (*unit.full, *unit.short):
            stem = stem_of(name) or ""
            for size in sizes:
                for at in range(len(stem) - size + 1):
                    other = aliases.get(stem[at : at + size])
                    if other and other is not unit and size < len(stem):
                        alias = stem[at : at + size]
                        yield alias_inside_name(alias, _label(other), name.replace("{P}", "县"))


# --- writing -------------------------------------------------------------------------------------


def write_units_table(path: Path, place: str = "", townships: Iterable[str] = ()) -> None:
    """A workbook with the built-in units, named for ``place`` (苍屏县), ready to be edited."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet(SHEET, 0)
    del book[book.sheetnames[1]]
    sheet.append(list(COLUMNS))
    for row in _rows_to_write(place):
        sheet.append(row)
    for letter, width in zip("ABCDEFGHIJ", (34, 26, 30, 12, 30, 10, 40, 12, 30, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"
    towns = book.create_sheet(TOWNS)
    towns.append(["名称"])
    for town in townships:
        towns.append([town])
    towns.column_dimensions["A"].width = 24
    try:
        book.save(path)
    except Exception as fault:
        # lxml writes the sheets and has an error of its own for a full disk
        if isinstance(fault, OSError) or not str(fault).startswith("IO_"):
            raise
        number = getattr(errno, str(fault).removeprefix("IO_"), errno.EIO)
        raise OSError(number, str(fault), str(path)) from fault


def _rows_to_write(place: str) -> Iterator[list[str]]:
    """One row a unit; a name two units share is left to the first."""
    taken: set[str] = set()
    word = place[-1:] or "县"
    for unit in _built_in_records().values():

        def own(names: Iterable[str]) -> list[str]:
            fresh = [n for n in dict.fromkeys(names) if n not in taken]
            taken.update(fresh)
            return fresh

        full, short = own(unit.full), own(unit.short)
        aliases, bare = own(unit.aliases), own(unit.bare_aliases)
        former = [name for period in unit.former for name in period.names] + [*unit.old_aliases]
        yield [
            "；".join(_localized(n, place, word) for n in full),
            "；".join(_localized(n, place="", word=word) for n in short),
            "；".join(aliases),
            "；".join(bare),
            "；".join(_localized(n, place="", word="县") for n in dict.fromkeys(former)),
            KINDS[unit.kind],
            "；".join(unit.keywords),
            "；".join(unit.officials),
            unit.note,
            unit.id,
        ]


def _localized(name: str, place: str, word: str) -> str:
    name = name.replace("{P}", place) if place else name
    for shown, mark in _STAND_INS:
        name = name.replace(mark, shown)
    if "××" in name:
        return name
    return word + name[1:] if name[:1] == "县" and word != "县" else name
