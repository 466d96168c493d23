"""Reading a returned paper: its tables by their heads, its fields by their labels, its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.model import Paragraph, Place, SourceDocument
from toolkit.replies.records import Answer, ItemReply, Reply, ReplyKind, ReplyWords
from toolkit.replies.ticks import ticked
from toolkit.text.normalize import match_copy
from toolkit.text.numerals import parse_number
from toolkit.text.patterns import lazy

_NUMBER = lazy(r"[^\W\d_]{1,16}\s*\[\s*(?:19|20)\d\d\s*年?\s*\]\s*第?\s*\d{1,5}\s*号")
_SHORT_NUMBER = lazy(r"[交催督]办单第?\s*\d{1,5}\s*号|第?\s*\d{1,5}\s*号[交催督]办单")
_DAY = lazy(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_ROWS = lazy(r"第([\d一二三四五六七八九十、和,至-]+)项")
_BLANK = re.compile(r"[\s　_]+")
_MANY = 200  # a ticket with more rows than this is not one


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    span: int
    text: str
    paragraph: int


def read_reply(document: SourceDocument, words: ReplyWords) -> Reply:
    """What the paper says. It is a form if it has the form's table, a 回执 if that is filled in."""
    tables = list(_tables(document.paragraphs))
    form = next((items for table in tables if (items := _form_items(table, words))), ())
    fields = _fields(tables, words)
    whole = tuple(_numbers(document.paragraphs))
    handler = fields.get("handler", "")
    if form:
        on = _day(fields.get("replied_on", ""))
        return Reply(ReplyKind.FORM, whole, fields.get("unit", ""), on, handler, form)
    if receipt := _receipt(document.paragraphs, tables, fields, words):
        on = _day(fields.get("replied_on", ""))
        return Reply(ReplyKind.RECEIPT, whole, fields.get("unit", ""), on, handler, receipt)
    body = [each for each in document.paragraphs if each.place in (Place.BODY, Place.TABLE)]
    unit, signed_on = _signature(body)
    return Reply(ReplyKind.LETTER, whole, unit, signed_on, "", _letter_items(body))


# --- tables ------------------------------------------------------------------------------------


def _tables(paragraphs: Iterable[Paragraph]) -> Iterator[list[_Cell]]:
    """Every table as its cells that hold words, in reading order."""
    tables: dict[int, dict[tuple[int, int], _Cell]] = {}
    for each in paragraphs:
        if each.cell is None:
            continue
        at = each.cell
        cells = tables.setdefault(at.table, {})
        before = cells.get((at.row, at.column))
        text = f"{before.text}\n{each.text}" if before else each.text
        index = before.paragraph if before else each.index
        cells[at.row, at.column] = _Cell(at.row, at.column, at.column_span, text, index)
    for cells in tables.values():
        yield [cells[at] for at in sorted(cells)]


def _name(text: str) -> str:
    return _BLANK.sub("", match_copy(text))


def _form_items(cells: Sequence[_Cell], words: ReplyWords) -> tuple[ItemReply, ...]:
    """The rows under the head of the form's table; none if this is another table."""
    columns, head = _columns(cells, words)
    if not columns:
        return ()
    rows: dict[int, dict[int, _Cell]] = {}
    for cell in cells:
        if cell.row > head:
            rows.setdefault(cell.row, {})[cell.column] = cell
    return tuple(
        item for row in rows.values() if (item := _form_item(row, columns, words)) is not None
    )


def _columns(cells: Sequence[_Cell], words: ReplyWords) -> tuple[dict[str, int], int]:
    """The form's columns by the names of ``words``, and the row of their heads; else nothing."""
    for head in dict.fromkeys(cell.row for cell in cells):
        found: dict[str, int] = {}
        for cell in cells:
            title = _name(cell.text)
            for name, titles in words.columns.items():
                if cell.row == head and title.startswith(titles):
                    found.setdefault(name, cell.column)
        if "index" in found and found.keys() & {"state", "progress"}:
            return found, head
    return {}, -1


def _form_item(
    row: dict[int, _Cell], columns: dict[str, int], words: ReplyWords
) -> ItemReply | None:
    def text(name: str) -> str:
        cell = row.get(columns.get(name, -1))
        return cell.text.strip() if cell else ""

    number = parse_number(text("index"))
    if not isinstance(number, int):
        return None
    said = [text("progress"), text("next")]
    return ItemReply(
        number,
        ticked(text("state"), (Answer.DONE, Answer.IN_HAND), words),
        "\n".join(each for each in said if each),
        min(cell.paragraph for cell in row.values()),
        text("objective"),
    )


def _fields(tables: Iterable[Sequence[_Cell]], words: ReplyWords) -> dict[str, str]:
    """What was written beside each label; the last table that has it wins (the 回执 is below)."""
    found: dict[str, str] = {}
    for cells in tables:
        at = {(cell.row, cell.column): cell.text.strip() for cell in cells}
        for cell in cells:
            title = _name(cell.text).rstrip(":")
            for name, labels in words.labels.items():
                beside = at.get((cell.row, cell.column + cell.span), "")
                if title in labels and (beside or name not in found):
                    found[name] = beside
    return found


# --- 回执 --------------------------------------------------------------------------------------


def _receipt(
    paragraphs: Sequence[Paragraph],
    tables: Sequence[Sequence[_Cell]],
    fields: dict[str, str],
    words: ReplyWords,
) -> tuple[ItemReply, ...]:
    """The 回执's answer, unless it was left blank."""
    heads = [each.index for each in paragraphs if words.receipt in each.text and not each.cell]
    answer = fields.get("objection", "")
    answers = ticked(answer, (Answer.ACCEPTED, Answer.OBJECTED), words)
    if not heads or not (answers or _day(fields.get("replied_on", "")) or fields.get("handler")):
        return ()
    if Answer.OBJECTED not in answers:
        return (ItemReply(None, answers, "", heads[-1]),)
    reason = "\n".join(line for line in answer.splitlines() if "无异议" not in line).strip()
    rows = _rows_named(reason) or (None,)
    return tuple(ItemReply(row, answers, reason, heads[-1]) for row in rows)


# --- letters -----------------------------------------------------------------------------------


def _numbers(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Numbers of papers in the order they are named, each once; short ones where no others are."""
    for pattern in (_NUMBER, _SHORT_NUMBER):
        found: dict[str, None] = {}
        for each in paragraphs:
            for match in pattern.finditer(match_copy(each.text)):
                found[_BLANK.sub("", each.text[slice(*match.span())])] = None
        if found:
            yield from found
            return


def _rows_named(text: str) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for match in _ROWS.finditer(_BLANK.sub("", match_copy(text))):
        for piece in re.split(r"[、和,]", match[1]):
            first, *more = re.split(r"[至-]", piece)
            ends = [parse_number(each) for each in (first, *(more or [first]))]
            if len(ends) == 2 and isinstance(ends[0], int) and isinstance(ends[1], int):
                found.update(dict.fromkeys(range(ends[0], min(ends[1], _MANY) + 1)))
    return tuple(found)


def _letter_items(body: Sequence[Paragraph]) -> tuple[ItemReply, ...]:
    """The letter cut where it names rows of the ticket; in one piece where it names none."""
    parts: list[tuple[tuple[int | None, ...], int, list[str]]] = []
    for each in body:
        rows = _rows_named(each.text)
        if rows:
            parts.append((rows, each.index, [each.text]))
        elif parts:
            parts[-1][2].append(each.text)
    if not parts:
        parts = [((None,), body[0].index if body else 1, [each.text for each in body])]
    return tuple(
        ItemReply(row, frozenset(), "\n".join(texts), index)
        for rows, index, texts in parts
        for row in rows
    )


def _signature(body: Sequence[Paragraph]) -> tuple[str, date | None]:
    """落款: the last line that is nothing but a day, and the short line before it."""
    for at in range(len(body) - 1, 0, -1):
        copy = match_copy(body[at].text).strip()
        if (found := _DAY.fullmatch(copy)) and (on := _day(found[0])):
            unit = _BLANK.sub("", body[at - 1].text)
            return (unit.removesuffix("（章）") if len(unit) <= 30 else ""), on
    return "", None


def _day(text: str) -> date | None:
    found = _DAY.search(match_copy(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
