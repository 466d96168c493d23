"""How much faster than openpyxl a ledger becomes a workbook: ``python tests/bench_tables.py``.

The same 10,000 rows with the same formats, in turns in one run; what openpyxl reads back of both
is equal or the run fails. Only the ratios mean anything.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from toolkit.follow_up.exporting import HEADS
from toolkit.workbook.tables import Table, Value, tables_bytes

ROUNDS = 3
WORDS = "推进青石河综合整治二期工程，完成河道清淤8.6公里、岸坡加固3.2公里"


def rows_of(count: int) -> list[tuple[Value, ...]]:
    """Rows as full as a ledger's: a third of the cells are days, the rest texts."""
    day = date(2026, 1, 1)
    row: list[Value] = [WORDS[: 4 + 9 * n % 30] if n % 3 else day for n in range(len(HEADS) - 1)]
    return [(f"2026-督-{n:05}", *row[:-1], day + timedelta(n % 365)) for n in range(count)]


def ours(rows: list[tuple[Value, ...]]) -> bytes:
    return tables_bytes([Table("台账", HEADS, rows, 1, 8)])


def ordinary(rows: list[tuple[Value, ...]]) -> bytes:
    """openpyxl as its tutorial uses it, each cell with its format."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet.title = "台账"
    sheet.append([head for head, _ in HEADS])
    body, wrapped = Font(name="宋体", size=10), Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            cell.font, cell.alignment = body, wrapped
            cell.number_format = "@" if isinstance(value, str) else "yyyy-mm-dd"
    return saved(book)


def write_only(rows: list[tuple[Value, ...]]) -> bytes:
    """openpyxl's fastest way, with the same formats."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append([head for head, _ in HEADS])
    body, wrapped = Font(name="宋体", size=10), Alignment(wrap_text=True, vertical="center")
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            cell.value = value
            cell.font, cell.alignment = body, wrapped
            cell.number_format = "@" if isinstance(value, str) else "yyyy-mm-dd"
            cells.append(cell)
        sheet.append(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main(count: int) -> None:
    few = rows_of(20)
    read = [list(load_workbook(io.BytesIO(way(few)))["台账"].values) for way in (ours, ordinary)]
    assert read[0] == read[1]
    rows = rows_of(count)
    ways = {"duban": ours, "openpyxl": ordinary, "openpyxl write_only": write_only}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            taken[name].append(seconds(partial(way, rows)))
    for name, each in taken.items():
        print(f"  {name}: {median(each):.2f} s for {count} rows")
    for name in list(ways)[1:]:
        found = median(a / b for a, b in zip(taken[name], taken["duban"], strict=True))
        print(f"  {name} / duban = {found:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
